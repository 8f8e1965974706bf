/*
 * queue_lease.h - what workers ask of the queue: jobs on lease, and what became of them.
 *
 * A claim gives jobs for a time; whoever beats keeps them longer. Each later word
 * about a job names its lease, and a lease that was taken away changes nothing:
 * functions that take jobs tell how many they found theirs. They fail as
 * sc_tx_exec and sc_tx_all do.
 */
#ifndef SC_STORE_QUEUE_LEASE_H
#define SC_STORE_QUEUE_LEASE_H

#include "store/queue.h"

enum {
    SC_QUEUE_PRIORITIES = SC_JOB_IDLE - SC_JOB_URGENT + 1,
    SC_QUEUE_CURSOR_MS = 2000, /* then claims begin at the front again: jobs that were committed
                                  late, or come back, stand behind the cursor */
    SC_QUEUE_CLAIM_MAX = 1000, /* jobs of one claim */
    SC_QUEUE_NAMES_MAX = 100,  /* queues that are told of */
    SC_QUEUE_DEAD_MAX = 1000,  /* dead jobs that are listed */
    SC_QUEUE_PURGE_MAX = 10000,
};

/* How far one worker has come in one queue. All zero at the start. */
struct sc_queue_cursor {
    struct {
        int64_t at_us; /* the latest claimed, by run_at and id */
        int64_t id;
    } last[SC_QUEUE_PRIORITIES];
    int64_t reset_at_us; /* on the monotonic clock */
};

struct sc_queue_claim {
    struct sc_str queue;
    int64_t lease_ms;
    size_t max; /* 1..SC_QUEUE_CLAIM_MAX */
};

struct sc_job_rows {
    struct sc_job_row *at;
    size_t count;
};

/* Takes what is ready, the most urgent first, into the arena of tx's request. Outside BEGIN. */
SC_MUST_USE enum sc_status sc_queue_take(struct sc_tx *tx, const struct sc_queue_claim *claim,
                                         struct sc_queue_cursor *cursor,
                                         struct sc_job_rows *ret_jobs);

/* Jobs by number and lease, side by side. */
struct sc_job_leases {
    const int64_t *ids;
    const int64_t *leases;
    size_t count;
};

/* They are done, and gone. */
SC_MUST_USE enum sc_status sc_queue_end(struct sc_tx *tx, const struct sc_job_leases *jobs,
                                        int64_t *ret_ours);
/* They stay ours for `lease_ms` more. */
SC_MUST_USE enum sc_status sc_queue_beat(struct sc_tx *tx, const struct sc_job_leases *jobs,
                                         int64_t lease_ms, int64_t *ret_ours);
/* Others may have them at once, as if they had not been begun. */
SC_MUST_USE enum sc_status sc_queue_return(struct sc_tx *tx, const struct sc_job_leases *jobs,
                                           int64_t *ret_ours);

/* It failed: again after `wait_us`, or, when that is negative, dead. */
SC_MUST_USE enum sc_status sc_queue_fail(struct sc_tx *tx, const struct sc_job_row *job,
                                         int64_t wait_us, struct sc_str error, int64_t *ret_ours);

/*
 * What some worker must do every few seconds: jobs whose lease is over are given
 * to others. Nothing (`ret_expired` 0) when another is at it.
 */
SC_MUST_USE enum sc_status sc_queue_tend(struct sc_tx *tx, int64_t *ret_expired);

struct sc_queue_depth {
    struct sc_str queue;
    int64_t ready, later, running, dead; /* later: not before its time */
    int64_t oldest_us;                   /* how long the oldest that is ready has been so */
};
struct sc_queue_depths {
    struct sc_queue_depth *at; /* by name; queues without jobs have none */
    size_t count;
};

/* Counts every job: not for each request. */
SC_MUST_USE enum sc_status sc_queue_count(struct sc_tx *tx, struct sc_queue_depths *ret_depths);

struct sc_dead_job {
    int64_t id;
    struct sc_str queue, kind;
    int32_t attempt;
    int64_t put_at_us;
    struct sc_str error; /* absent: none was told */
};
struct sc_dead_jobs {
    struct sc_dead_job *at;
    size_t count;
};

/* The oldest dead ones, at most SC_QUEUE_DEAD_MAX. */
SC_MUST_USE enum sc_status sc_queue_dead(struct sc_tx *tx, struct sc_dead_jobs *ret_jobs);
/* Those of them that are dead have all their attempts before them again, at once. */
SC_MUST_USE enum sc_status sc_queue_replay(struct sc_tx *tx, const int64_t *ids, size_t count,
                                           int64_t *ret_replayed);

/* Keys of jobs, and answers of writes, that are remembered no longer: at most so many each. */
SC_MUST_USE enum sc_status sc_queue_purge(struct sc_tx *tx, int64_t *ret_deleted);

#endif
