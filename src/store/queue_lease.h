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

#include "base/record.h"
#include "store/queue.h"

enum {
    SC_QUEUE_PRIORITIES = SC_JOB_IDLE - SC_JOB_URGENT + 1,
    SC_QUEUE_CLAIM_MAX = 1000, /* jobs of one claim */
    SC_QUEUE_PURGE_MAX = 10000,
    SC_QUEUE_CANCELLED_DAYS = 7, /* then a cancelled job is forgotten */

    SC_QUEUE_BACKS = 4, /* looks back: every second, every 8th, every 64th, every 512th */
    SC_QUEUE_BACK_MS = 1000,
    SC_QUEUE_BACK_GROWS = 8,
};

/* The order in which jobs of one priority are claimed. All zero: the front. */
struct sc_queue_place {
    int64_t at_us; /* run_at, by the database's clock */
    int64_t id;
};

/*
 * How far one worker has come in one queue. All zero at the start.
 *
 * Behind the cursor lie index entries of jobs that are gone, which nothing cleans away
 * as long as some old snapshot is open: to begin at the front, each time or whenever
 * nothing was found, would read more and more of them. But jobs do come behind it: those whose
 * transaction was slow to commit, those that another worker had and gave back. So
 * claims look back: each so many seconds to where the cursor stood twice as many seconds before,
 * the rarest to the front. What is d seconds late is found 8 d seconds later at
 * most, what is a second late within a second, and all within 9 minutes; and an entry is read
 * some ten times, however many there are.
 */
struct sc_queue_cursor {
    struct {
        struct sc_queue_place next;                   /* claims begin behind it */
        struct sc_queue_place was[SC_QUEUE_BACKS][2]; /* at the last look back but one, the last */
    } of[SC_QUEUE_PRIORITIES];
    int64_t back_at_us[SC_QUEUE_BACKS]; /* when each looks back again, on the monotonic clock */
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
/*
 * They stay ours for `lease_ms` more, and the database knows how far they are; `progress` is
 * one of each. The ids of those that are others' by now, or cancelled, come back in the arena.
 */
SC_MUST_USE enum sc_status sc_queue_beat(struct sc_tx *tx, const struct sc_job_leases *jobs,
                                         struct sc_job_progress *const *progress, int64_t lease_ms,
                                         struct sc_i64_list *ret_lost);
/* Others have them at once, as urgent ones that had not been begun, and are told. */
SC_MUST_USE enum sc_status sc_queue_return(struct sc_tx *tx, const struct sc_job_leases *jobs,
                                           int64_t *ret_ours);

/* It failed: again after `wait_us`, or, when that is negative, dead. */
SC_MUST_USE enum sc_status sc_queue_fail(struct sc_tx *tx, const struct sc_job_row *job,
                                         int64_t wait_us, struct sc_str error, int64_t *ret_ours);

/*
 * What some worker must do every few seconds: jobs whose lease is over are given
 * to others, as urgent ones. Nothing (`ret_expired` 0) when another is at it. `after_us` is
 * where the oldest lease was the time before (INT64_MIN: never).
 */
SC_MUST_USE enum sc_status sc_queue_tend(struct sc_tx *tx, int64_t *after_us, int64_t *ret_expired);

/* Keys of jobs, answers of writes and cancelled jobs that are remembered no longer: some of each.
 */
SC_MUST_USE enum sc_status sc_queue_purge(struct sc_tx *tx, int64_t *ret_deleted);

#endif
