/*
 * schedule.h - the thread that puts the jobs of what recurs (store/task.h, domain/cron.h).
 *
 * Any number of processes may schedule: one of them leads, and the others look
 * once a second whether they may. A leader that ends is followed within that
 * second; one that is frozen, or cut off, once the server has heard nothing of it for
 * WORKERS_SCHEDULE_SILENCE_MS. Time is the database's: a clock of ours that is wrong,
 * or set, changes nothing.
 *
 * A tick that nobody put within WORKERS_SCHEDULE_GRACE_MS of its time was missed:
 * it is counted and told, and one job makes up for all that were, unless the
 * task says not to.
 */
#ifndef SC_WORKERS_SCHEDULE_H
#define SC_WORKERS_SCHEDULE_H

#include "domain/cron.h"
#include "runtime/metrics.h"
#include "runtime/request.h"
#include "store/pg.h"
#include "store/tx.h"

enum {
    WORKERS_SCHEDULE_LOOK_MS = 1000,     /* at who leads, and at what somebody changed */
    WORKERS_SCHEDULE_SILENCE_MS = 10000, /* and a leader that was silent so long leads no more */
    WORKERS_SCHEDULE_GRACE_MS = 60000,
};

struct workers_schedule_config {
    struct sc_pg *pg;   /* with one connection, for this alone; outlives it */
    struct sc_str who;  /* we are, for people; outlives it */
    int64_t silence_ms; /* 0: WORKERS_SCHEDULE_SILENCE_MS */
    struct sc_metrics *metrics;
};

struct workers_schedule;

/* Starts the thread. SC_NO_MEMORY; SC_BUSY: no thread. */
SC_MUST_USE enum sc_status workers_schedule_start(struct sc_request *rq,
                                                  const struct workers_schedule_config *config,
                                                  struct workers_schedule **ret_schedule);

/* Waits for its round to end. Once `pg` is destroyed another may lead. NULL is fine. */
void workers_schedule_stop(struct workers_schedule *schedule);

/*
 * The first tick of a cron text after an instant, by the database's zone data; INT64_MAX: there is
 * none for years. SC_INVALID: it is none, or there is no such zone. Statuses of sc_tx_all.
 */
SC_MUST_USE enum sc_status workers_schedule_next(struct sc_tx *tx, struct sc_str cron,
                                                 struct sc_str zone, int64_t after_us,
                                                 int64_t *ret_at_us);

#endif
