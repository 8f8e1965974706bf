/*
 * queue_look.h - what operators ask of the queue: how deep it is, which jobs there are, and
 * what is to become of one. All fail as sc_tx_exec and sc_tx_all do.
 */
#ifndef SC_STORE_QUEUE_LOOK_H
#define SC_STORE_QUEUE_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "base/str.h"
#include "store/tx.h"

enum {
    SC_QUEUE_LIST_MAX = 10000, /* jobs that are listed */
    SC_QUEUE_KINDS_MAX = 1000, /* kinds of jobs in queues that are counted */
};

struct sc_queue_depth {
    struct sc_str queue, kind;
    int64_t ready, later, running, dead, cancelled; /* later: not before its time */
    int64_t oldest_us; /* how long the oldest that is ready has been so */
};
struct sc_queue_depths {
    struct sc_queue_depth *at; /* by names; kinds without jobs have none */
    size_t count;
};

/* Counts every job: not for each request. */
SC_MUST_USE enum sc_status sc_queue_count(struct sc_tx *tx, struct sc_queue_depths *ret_depths);

/*
 * The oldest snapshot that is open in the database, of a session, a replica or a slot: what has
 * been deleted since stays, and slows whoever looks for what is left.
 */
struct sc_queue_horizon {
    int64_t oldest_us;    /* how long a transaction that has one has been open */
    int64_t transactions; /* begun since the oldest of all */
};
SC_MUST_USE enum sc_status sc_queue_horizon(struct sc_tx *tx, struct sc_queue_horizon *ret_horizon);

/* A job as operators see it. */
struct sc_job_seen {
    int64_t id;
    struct sc_str queue, kind;
    struct sc_str state; /* ready, later, running, dead, cancelled */
    int32_t priority, attempt;
    int64_t put_at_us;
    int64_t run_at_us;       /* not before; of one that is dead or cancelled: since when */
    int64_t locked_until_us; /* 0: not running */
    int64_t done, total;     /* total 0: it was not told */
    struct sc_str step;      /* absent: it was not told */
    struct sc_str error;     /* of the latest failure; absent: none */
    int64_t person_id;       /* 0: nobody's */
    struct sc_str payload;   /* empty in a list */
};
struct sc_jobs_seen {
    struct sc_job_seen *at;
    size_t count;
};

/* Any of these; an empty list: all. */
struct sc_job_filter {
    struct sc_str_list states, queues, kinds;
    int32_t max; /* 1..SC_QUEUE_LIST_MAX, the oldest first */
};

SC_MUST_USE enum sc_status sc_queue_list(struct sc_tx *tx, const struct sc_job_filter *filter,
                                         struct sc_jobs_seen *ret_jobs);
/* SC_NOT_FOUND: there is no such job, any more. */
SC_MUST_USE enum sc_status sc_queue_show(struct sc_tx *tx, int64_t id, struct sc_job_seen *ret_job);

/*
 * Those of them that are dead, cancelled, or waiting after a failure have all their attempts
 * before them again, at once.
 */
SC_MUST_USE enum sc_status sc_queue_retry(struct sc_tx *tx, const struct sc_i64_list *ids,
                                          int64_t *ret_retried);
/*
 * They are not run, and kept for SC_QUEUE_CANCELLED_DAYS. One that is running ends nothing in the
 * database any more, and its worker tells it within a third of a lease.
 */
SC_MUST_USE enum sc_status sc_queue_cancel(struct sc_tx *tx, const struct sc_i64_list *ids,
                                           int64_t *ret_cancelled);

#endif
