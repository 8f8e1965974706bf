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
 * with its error, until an operator replays it (`smartcart jobs`).
 */
#ifndef SC_STORE_QUEUE_H
#define SC_STORE_QUEUE_H

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
    SC_JOB_ATTEMPTS = 25,            /* the usual number: some 20 days of trying */
};

/* Queues keep apart what waits for different things. Whoever works, works on all of these. */
#define SC_QUEUE_USUAL SC_STR("usual") /* for the database */
#define SC_QUEUE_MAIL  SC_STR("mail")  /* for the mail server */

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
    int64_t run_at_us;        /* not before; 0: at once */
    struct sc_str unique_key; /* absent: none; of the kind: the same again is no second job */
    enum sc_job_priority priority;
};

/*
 * Puts a job into the transaction. SC_INVALID: a name, key or payload is empty or
 * too long; else as sc_tx_one fails. The same unique key again is SC_OK, too.
 * Workers of this process hear of it when the transaction commits; others look
 * once a second.
 */
SC_MUST_USE enum sc_status sc_queue_put(struct sc_tx *tx, const struct sc_job *job);

/* A job that is being run. */
struct sc_job_row {
    int64_t id;
    struct sc_str kind;
    struct sc_str payload;
    int32_t attempt; /* 1: the first */
    int64_t lease;
    bool is_done; /* by sc_queue_done */
};

/*
 * Ends the job in the transaction that has its effect, so that both happen or
 * neither. SC_CONFLICT: the lease was lost, and another has the job: roll back.
 */
SC_MUST_USE enum sc_status sc_queue_done(struct sc_tx *tx, struct sc_job_row *job);

/*
 * What runs jobs of one name, on a thread that may wait. A status that may be
 * retried (sc_status_may_retry) has it run again later; another one is its death.
 * A job that did not end itself by sc_queue_done is ended after SC_OK.
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
