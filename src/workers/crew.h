/*
 * crew.h - the threads that run one queue's jobs (store/queue.h).
 *
 * One thread keeps the books: it claims jobs for those that run them, a few
 * ahead when they are short; beats, so that what takes long stays ours; tells
 * the queue what became of each, and tells those that were cancelled or lost;
 * and every few seconds tends the queue, which one worker of all does. Ready jobs are looked for
 * when one of this process has just put some, and else after 200 ms, growing to a second, give or
 * take a quarter.
 */
#ifndef SC_WORKERS_CREW_H
#define SC_WORKERS_CREW_H

#include <stdint.h>

#include "runtime/metrics.h"
#include "runtime/request.h"
#include "store/pg.h"
#include "store/queue.h"
#include "store/queue_lease.h"
#include "workers/depths.h"

enum {
    WORKERS_THREADS_MAX = 64,
    WORKERS_HELD_MAX = 500,     /* jobs on lease at a time */
    WORKERS_AHEAD_MS = 100,     /* work that is claimed before a thread is free for it */
    WORKERS_POLL_MIN_MS = 200,  /* between two looks at a queue that was not empty */
    WORKERS_POLL_MAX_MS = 1000, /* at one that was */
    WORKERS_HINT_MS = 20,       /* many commits of this process are one look */
    WORKERS_STOP_MS = 10000,    /* for jobs that are running when we are asked to stop */
    WORKERS_LEASE_MIN_MS = 500,
};

struct workers_crew_config {
    struct sc_pg *pg;    /* one connection for the books, and what jobs need */
    struct sc_str queue; /* these texts and tables outlive the crew */
    const struct sc_job_kind *kinds;
    size_t kind_count;
    size_t threads;   /* 1..WORKERS_THREADS_MAX */
    size_t held_max;  /* threads..WORKERS_HELD_MAX */
    int64_t lease_ms; /* 0: SC_JOB_LEASE_MS */
    int64_t grace_ms; /* 0: SC_JOB_GRACE_MS */
    struct sc_metrics *metrics;
    struct workers_depths *depths; /* of all crews, whose owner outlives them; NULL: not counted */
};

struct workers_crew;

/* Starts the threads. SC_NO_MEMORY; SC_BUSY: no threads. */
SC_MUST_USE enum sc_status workers_crew_start(struct sc_request *rq,
                                              const struct workers_crew_config *config,
                                              struct workers_crew **ret_crew);

/* Claims no more, and gives back what has not begun. Does not wait. NULL is fine. */
void workers_crew_ask_stop(struct workers_crew *crew);

/*
 * Asks, and waits WORKERS_STOP_MS for the jobs that are running; what still runs
 * then is given to others. False: such a job's thread goes on, and so does the
 * crew; all that is left is to end the process.
 */
SC_MUST_USE bool workers_crew_stop(struct workers_crew *crew);

#endif
