/*
 * request.h - what one piece of work carries: its memory, its deadline, and why it failed.
 *
 * An HTTP request, a command, a job step each own one.
 */
#ifndef SC_RUNTIME_REQUEST_H
#define SC_RUNTIME_REQUEST_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/reason.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/deadline.h"
#include "runtime/viewer.h"

enum {
    SC_FAILURE_WORDS_MAX = 400, /* bytes of a failure's text; longer is cut */
};

/* The first cause of a failure: later ones do not overwrite it. */
struct sc_failure {
    enum sc_status status; /* SC_OK: nothing has failed */
    enum sc_reason reason;
    int32_t retry_after_s; /* when the same may be let in; 0: not known */
    char words[SC_FAILURE_WORDS_MAX];
    char sqlstate[6]; /* "" when the database had no part in it */
    const char *file; /* where, in our own source */
    int line;
};

/* What a request holds beyond its arena, such as an entry of a cache; embedded in what needs it. */
typedef void (*sc_release_fn)(void *context);

struct sc_hold {
    sc_release_fn release;
    void *context;
    struct sc_hold *next;
};

struct sc_once;

/*
 * A place in a database's history, for reads that must not be older. A timeline
 * begins with each change of primary. All zero: anything will do.
 */
struct sc_read_point {
    uint32_t timeline;
    uint64_t lsn;
};

struct sc_request {
    struct sc_arena *arena;
    struct sc_deadline deadline;
    struct sc_failure failure;
    struct sc_hold *holds;          /* the latest first */
    const struct sc_viewer *viewer; /* NULL: the program itself, or nobody */
    struct sc_once *once;      /* its write is done once (store/once.h); NULL: as often as asked */
    const atomic_bool *cancel; /* true: nobody wants it any more; NULL: it cannot be called off */
    struct sc_read_point seen; /* what it wrote, or was shown: its reads are no older */
    unsigned reads_from;       /* node + 1: what it loads from there goes on (store/loads.h) */
};

/* SC_NO_MEMORY: no arena could be made. */
SC_MUST_USE enum sc_status sc_request_init(struct sc_request *rq, size_t arena_cap_bytes,
                                           struct sc_deadline deadline);
/* Releases what is held, the latest first, then the arena. */
void sc_request_finish(struct sc_request *rq);

/* Releases what is held and empties the arena: the next piece of work can have its memory. */
void sc_request_clear(struct sc_request *rq);

/* It was called off, by another thread. */
bool sc_request_is_cancelled(const struct sc_request *rq);
/* It was, or its deadline has passed: work in steps looks between them. */
bool sc_request_is_over(const struct sc_request *rq);

/* Has `release(context)` called when the request finishes; `hold` may lie in the request's arena.
 */
void sc_request_hold(struct sc_request *rq, struct sc_hold *hold, sc_release_fn release,
                     void *context);

/*
 * Notes why, unless something has been noted before, and returns `st`:
 *
 *     return sc_fail(rq, SC_INVALID, "line %d has no price", line);
 */
#define sc_fail(rq, st, ...) sc_fail_for((rq), (st), SC_REASON_NONE, __VA_ARGS__)
/* The same with what a program tells it by. */
#define sc_fail_for(rq, st, reason, ...)                                                     \
    ({                                                                                       \
        enum sc_status failed_ = (st); /* seen by analysers, which a call's result is not */ \
        sc_fail_at((rq), failed_, (reason), __FILE__, __LINE__, __VA_ARGS__);                \
        failed_;                                                                             \
    })
void sc_fail_at(struct sc_request *rq, enum sc_status st, enum sc_reason reason, const char *file,
                int line, const char *format, ...) SC_PRINTF(6, 7);

/* The words for people; "something went wrong" in the absence of better. */
struct sc_str sc_failure_words(const struct sc_request *rq);

/* Forget it: the failure was handled, and the work goes on. */
void sc_failure_clear(struct sc_request *rq);

#endif
