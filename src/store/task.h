/*
 * task.h - what recurs: the rows of jobs.task, and who may put their jobs.
 *
 * One process leads: the one whose connection has the advisory lock. It also has
 * the epoch, a number that each new leader raises and each of its writes checks:
 * one that was frozen while another took over writes nothing when it comes back.
 * Functions fail as sc_tx_one and sc_tx_all do, and as they say besides.
 */
#ifndef SC_STORE_TASK_H
#define SC_STORE_TASK_H

#include "store/queue.h"

enum {
    SC_TASK_NAME_MAX = 60,    /* bytes */
    SC_TASKS_MAX = 10000,     /* that are listed */
    SC_TASKS_DUE_MAX = 1000,  /* that are read at a time */
    SC_TASK_PIECES_MAX = 200, /* of a zone: two a year, four in a few */
};

struct sc_task {
    struct sc_str name, queue, kind, payload;
    struct sc_str cron, zone;
    bool is_on;
    bool catches_up;         /* ticks that were missed are made up for by one */
    bool has_next;           /* else the leader will work it out */
    int64_t next_us;         /* INT64_MAX: never */
    bool has_run;            /* a tick was put */
    int64_t tick_us, put_us; /* of the latest: its time, and when it was put */
    int64_t missed;          /* ticks that nobody put in time */
    int64_t skipped;         /* at which the job of the one before was still there */
    struct sc_str error;     /* why it has no next tick; absent: it has */
};
struct sc_tasks {
    struct sc_task *at;
    size_t count;
};

/* All by name, or the one of this name (absent: all). */
SC_MUST_USE enum sc_status sc_tasks_find(struct sc_tx *tx, struct sc_str name,
                                         struct sc_tasks *ret_tasks);
/* Adds it, or puts its first six texts in place of those of that name. */
SC_MUST_USE enum sc_status sc_task_put(struct sc_tx *tx, const struct sc_task *task);
/* Its cron, zone and is_on, by name. SC_NOT_FOUND. */
SC_MUST_USE enum sc_status sc_task_set(struct sc_tx *tx, const struct sc_task *task);
/* SC_NOT_FOUND. */
SC_MUST_USE enum sc_status sc_task_remove(struct sc_tx *tx, struct sc_str name);
/* Its job, now; whatever its ticks are. SC_NOT_FOUND. */
SC_MUST_USE enum sc_status sc_task_run(struct sc_tx *tx, struct sc_str name);

/* From when on a zone's clock is so far ahead of UTC. */
struct sc_task_piece {
    int64_t from_us;
    int64_t offset_s;
};
struct sc_task_pieces {
    struct sc_task_piece *at; /* the first begins at `from_us`; rising */
    size_t count;
};
/* By the database's zone data. SC_INVALID: there is no such zone. */
SC_MUST_USE enum sc_status sc_task_zone(struct sc_tx *tx, struct sc_str zone, int64_t from_us,
                                        int64_t until_us, struct sc_task_pieces *ret_pieces);

/* ---- for the scheduler ---- */

struct sc_task_lead {
    int64_t epoch;
    int32_t pid; /* of the server's process that has our lock */
};

/*
 * Leads from now on, if nobody does. The server ends our session when it hears
 * nothing for `silence_ms`, so that a frozen leader does not keep the lock.
 * SC_BUSY, without a failure noted: another leads. Outside BEGIN, on the
 * connection that will be kept.
 */
SC_MUST_USE enum sc_status sc_task_lead(struct sc_tx *tx, struct sc_str who, int64_t silence_ms,
                                        struct sc_task_lead *ret_lead);

/* The clock of the database, and the time of the next tick: in the past for one not worked out. */
struct sc_task_look {
    int64_t now_us;
    int64_t next_us; /* INT64_MAX: none */
};
/* SC_CONFLICT, without a failure noted: we do not lead any more. */
SC_MUST_USE enum sc_status sc_task_look(struct sc_tx *tx, const struct sc_task_lead *lead,
                                        struct sc_task_look *ret_look);

/* Whose tick is at or before `now_us`, or not worked out: SC_TASKS_DUE_MAX at most. */
SC_MUST_USE enum sc_status sc_tasks_due(struct sc_tx *tx, int64_t now_us,
                                        struct sc_tasks *ret_tasks);
/*
 * A next tick for one that has none yet, or whose present one cannot be run. `error` (absent:
 * none): why there will be none. Nothing, when someone has changed it meanwhile.
 */
SC_MUST_USE enum sc_status sc_task_plan(struct sc_tx *tx, const struct sc_task_lead *lead,
                                        const struct sc_task *task, int64_t next_us,
                                        struct sc_str error);

/* From the tick that is due to the next. */
struct sc_task_step {
    bool has_tick;
    int64_t tick_us; /* the one to run, of several that may be due */
    int64_t next_us;
    int64_t missed;
};
enum sc_task_outcome {
    SC_TASK_PUT,     /* its job is put, in the transaction */
    SC_TASK_SKIPPED, /* the job of the tick before is still there */
    SC_TASK_LEFT,    /* there was none to run */
    SC_TASK_CHANGED, /* someone has changed the task meanwhile: nothing was done */
};
/*
 * In the transaction. The job's unique key is the task's name and the tick, so
 * that there is one of each. SC_CONFLICT, without a failure noted: we do not lead any more.
 */
SC_MUST_USE enum sc_status sc_task_tick(struct sc_tx *tx, const struct sc_task_lead *lead,
                                        const struct sc_task *task, const struct sc_task_step *step,
                                        enum sc_task_outcome *ret_outcome);

/* Who leads, for people. */
struct sc_task_leader {
    bool is_led; /* else nobody does, and the rest is of who did last */
    int64_t epoch, since_us;
    struct sc_str who;
};
SC_MUST_USE enum sc_status sc_task_leader(struct sc_tx *tx, struct sc_task_leader *ret_leader);

#endif
