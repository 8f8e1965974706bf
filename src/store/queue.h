/*
 * queue.h - work that is done after the transaction that asks for it, once it is committed.
 *
 *     const struct sc_job job = {
 *         .queue = SC_QUEUE_MAIL,
 *         .kind = SC_STR("mail"),
 *         .payload = json,
 *     };
 *     st = sc_queue_put(&tx, &job);
 *
 * A job is a row of the database that the transaction writes to: rolled back, it
 * never was. Workers (workers/crew.h) run it at least once: one that dies, or
 * freezes, is followed by another after SC_JOB_LEASE_MS. What a job does in the
 * database happens once when it ends in the same transaction (sc_queue_done);
 * what it does elsewhere, such as sending a mail, may happen again.
 *
 * A job that fails is tried again, later each time; one that cannot succeed
 * (a status that says not to retry), or failed too often, is dead: it stays,
 * with its error, until an operator has it run again (`smartcart jobs retry`).
 *
 * What is slow has a queue of its own: how many of its jobs run at a time in one
 * process is how many threads work there (app/jobs.c), and no other job waits for
 * them. Of all processes together, it is so many times their number.
 */
#ifndef SC_STORE_QUEUE_H
#define SC_STORE_QUEUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "store/tx.h"

enum {
    SC_JOB_NAME_MAX = 40,            /* bytes of a queue's or kind's name */
    SC_JOB_PAYLOAD_MAX = 256 * 1024, /* bytes: more belongs into a table, and its id here */
    SC_JOB_KEY_MAX = 200,            /* bytes */
    SC_JOB_KEY_HOURS = 24,           /* a key is remembered so long, and while its job is there */
    SC_JOB_LEASE_MS = 30000,         /* a worker that is silent so long has lost its jobs */
    SC_JOB_LIMIT_MS = 60000,         /* the usual deadline of one run */
    SC_JOB_GRACE_MS = 30000,         /* for who does not look at it */
    SC_JOB_ATTEMPTS = 25,            /* the usual number: some 20 days of trying */
};

/* Queues keep apart what waits for different things. Whoever works, works on all of these. */
#define SC_QUEUE_USUAL  SC_STR("usual")  /* for the database */
#define SC_QUEUE_MAIL   SC_STR("mail")   /* for the mail server */
#define SC_QUEUE_EXPORT SC_STR("export") /* for minutes */
#define SC_QUEUE_FEED   SC_STR("feed")   /* for retailers' servers, and large imports */

/* Of one queue, all that is ready of the first is begun before the next. */
enum sc_job_priority {
    SC_JOB_URGENT = -1, /* someone waits for it */
    SC_JOB_USUAL = 0,
    SC_JOB_IDLE = 1, /* whenever there is nothing else */
};

struct sc_job {
    struct sc_str queue;      /* jobs of different queues never wait for each other */
    struct sc_str kind;       /* what runs it */
    struct sc_str payload;    /* JSON */
    int64_t run_at_us;        /* not before; 0, or past: at once */
    struct sc_str unique_key; /* absent: none; of the kind: the same again is no second job */
    enum sc_job_priority priority;
    int64_t person_id; /* who asked for it, and may be told how far it is; 0: nobody */
};

/*
 * Puts a job into the transaction. SC_INVALID: a name, key or payload is empty or
 * too long; else as sc_tx_one fails. The same unique key again is SC_OK, too.
 * Workers of this process hear of it when the transaction commits; others look
 * once a second.
 */
SC_MUST_USE enum sc_status sc_queue_put(struct sc_tx *tx, const struct sc_job *job);
/* The same of each, in their order, and many times as fast; when one is refused, none is put. */
SC_MUST_USE enum sc_status sc_queue_put_all(struct sc_tx *tx, const struct sc_job *jobs,
                                            size_t count);

/* How far a job says it is; each is read by itself, while the job runs. */
struct sc_job_progress {
    _Atomic int64_t done, total;
    const char *_Atomic step;
};

/* A job that is being run. */
struct sc_job_row {
    int64_t id;
    struct sc_str kind;
    struct sc_str payload;
    int32_t attempt; /* 1: the first */
    int64_t lease;
    int64_t taken_us; /* by a worker, monotonic: what put it was committed before */
    bool is_done;     /* by sc_queue_done */
    struct sc_job_progress progress;
};

/*
 * Tells that `done` of `total` is done (0: nobody knows how much there is), and what
 * with: a short English word or two, borrowed for ever. Costs nothing; it is in the database
 * with the worker's next beat, a third of a lease away at most.
 */
void sc_queue_tell(struct sc_job_row *job, int64_t done, int64_t total, const char *step);

/*
 * Ends the job in the transaction that has its effect, so that both happen or
 * neither. SC_CONFLICT: the lease was lost, and another has the job: roll back.
 */
SC_MUST_USE enum sc_status sc_queue_done(struct sc_tx *tx, struct sc_job_row *job);

/*
 * What runs jobs of one name, on a thread that may wait. A status that may be
 * retried (sc_status_may_retry) has it run again later; another one is its death.
 * A job that did not end itself by sc_queue_done is ended after SC_OK.
 *
 * The request's deadline is the job's limit, and statements keep it. Who was cancelled,
 * or has lost the lease, hears of it by the same look (sc_request_is_over), and
 * statements fail with SC_CANCELLED. What computes for long looks now and then: one
 * that does not end in SC_JOB_GRACE_MS behind its limit is dead, though its thread
 * runs on, for it might hang each worker that tries.
 */
struct sc_job_kind {
    const char *name;
    enum sc_status (*run)(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                          void *context);
    void *context;        /* the kind's own: settings, a mail server */
    int32_t max_attempts; /* 0: SC_JOB_ATTEMPTS */
    int64_t limit_ms;     /* of one run; 0: SC_JOB_LIMIT_MS */
};

/*
 * How long to wait after attempt number `attempt` failed: attempt^4 seconds,
 * give or take a tenth by `random`, so that what failed together comes apart.
 */
int64_t sc_queue_backoff_us(int32_t attempt, uint32_t random);

#endif
