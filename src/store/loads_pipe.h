/*
 * loads_pipe.h - a batch of statements on one connection: sent in one piece, answered in order.
 *
 * A round is what has not ended of a batch: in front of it what must be prepared, behind it one
 * Sync. What fails takes down what stands behind it up to the Sync, so that another round, in
 * which each statement has a Sync of its own, ends all. Statements that the server forgot or
 * whose tables changed are prepared again for that. Old plans are discarded in front of a round,
 * now and then (pg_conn.h).
 *
 * A guard in front of a batch asks where the server stands; until it is said that it will do,
 * nothing of the batch's answers is heard.
 *
 * For loads_pool.h, whose connections these are. It knows no loop and no clock, and never waits.
 */
#ifndef SC_STORE_LOADS_PIPE_H
#define SC_STORE_LOADS_PIPE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "store/pg_conn.h"
#include "store/pg_query.h"

/* One statement, its parameters as libpq takes them; they live until the batch has ended. */
struct sc_statement {
    struct sc_statement *next;
    const struct sc_pg_query *query;
    const char *const *values;
    const int *lengths;
    bool has_ended;
};

/* How a statement ended. */
struct sc_statement_end {
    enum sc_status status;
    const PGresult *result; /* its rows, borrowed, when SC_OK */
    const char *sqlstate;   /* "" when the server did not say */
    const char *words;      /* of a failure */
};

/* Where a server stands: how far it has replayed or, of a primary, its timeline. */
struct sc_stand {
    bool is_primary;
    uint32_t timeline;
    uint64_t lsn;
};

struct sc_pipe_step;

/* Zeroed but for the first three, which stay. */
struct sc_pipe {
    void *context;
    void (*on_statement)(void *context, struct sc_statement *statement,
                         const struct sc_statement_end *end);
    /* What the guard was told. True: it will do. */
    bool (*on_stand)(void *context, const struct sc_stand *stand);

    struct sc_pg_conn *conn;         /* in pipeline mode; borrowed */
    struct sc_statement *statements; /* of the batch; NULL: what comes is for nobody any more */
    bool is_guarded;                 /* until the guard says yes */
    bool is_again;                   /* each statement of this round stands alone */
    bool is_stale;                   /* what is prepared is to be cleared first */
    struct sc_pipe_step *steps;
    size_t step_at, step_count, step_room;
};

void sc_pipe_finish(struct sc_pipe *pipe);

/* Sends all that has not ended of the statements; flushing is the caller's. False: it cannot. */
SC_MUST_USE bool sc_pipe_send(struct sc_pipe *pipe);
/* Reads the answers that libpq has. False: the connection is no good any more. */
SC_MUST_USE bool sc_pipe_read(struct sc_pipe *pipe);
/* All that was sent has been answered. */
bool sc_pipe_is_at_rest(const struct sc_pipe *pipe);
/* How many of its statements have not ended. */
size_t sc_pipe_left(const struct sc_pipe *pipe);

#endif
