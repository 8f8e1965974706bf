#include "workers/crew_meters.h"

#include "store/queue_look.h"

static const char *const states[WORKERS_DEPTH_STATES] = {"ready", "later", "running", "dead",
                                                         "cancelled"};

enum sc_status workers_meters_declare(struct sc_metrics *metrics, struct sc_str queue,
                                      struct workers_meters *ret_meters)
{
    struct sc_metric_group *depths = sc_metric_group_declare(
        metrics, SC_METRIC_GAUGE, "smartcart_jobs", "Jobs in the queue.", "queue", "state");
    struct sc_metric_group *oldest = sc_metric_group_declare(
        metrics, SC_METRIC_GAUGE, "smartcart_jobs_oldest_ready_seconds",
        "How long the oldest job that is ready has been so.", "queue", NULL);
    struct sc_metric_group *expired = sc_metric_group_declare(
        metrics, SC_METRIC_COUNTER, "smartcart_jobs_leases_expired_total",
        "Jobs whose worker did not come back, and that were given to others.", "queue", NULL);
    struct sc_metric_group *lost = sc_metric_group_declare(
        metrics, SC_METRIC_COUNTER, "smartcart_jobs_leases_lost_total",
        "Jobs that this process ran and that another had meanwhile.", "queue", NULL);
    struct sc_metric_group *stuck = sc_metric_group_declare(
        metrics, SC_METRIC_GAUGE, "smartcart_jobs_stuck",
        "Jobs that run on long after their limit in this process, each on a thread.", "queue",
        NULL);
    struct workers_meters meters = {
        .snapshot = sc_metric_declare(metrics, SC_METRIC_GAUGE,
                                      "smartcart_database_oldest_snapshot_seconds",
                                      "How long the oldest transaction that keeps vacuum from "
                                      "cleaning up has been open."),
        .unvacuumed = sc_metric_declare(metrics, SC_METRIC_GAUGE,
                                        "smartcart_database_oldest_xmin_transactions",
                                        "Transactions begun since the oldest snapshot, that of "
                                        "slots and prepared transactions too."),
        .attempts =
            sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_job_attempts_total",
                                    "Runs of jobs that ended.", "kind", "outcome"),
        .runs = sc_metric_group_declare(metrics, SC_METRIC_DURATION, "smartcart_job_run_seconds",
                                        "How long jobs ran.", "kind", NULL),
    };
    const struct sc_str none = {NULL, 0};

    if (depths == NULL || oldest == NULL || expired == NULL || lost == NULL || stuck == NULL ||
        meters.snapshot == NULL || meters.unvacuumed == NULL || meters.attempts == NULL ||
        meters.runs == NULL)
        return SC_NO_MEMORY;
    for (int i = 0; i < WORKERS_DEPTH_STATES; i++)
        meters.depth[i] = sc_metric_of(depths, queue, sc_str_of(states[i]));
    meters.oldest = sc_metric_of(oldest, queue, none);
    meters.expired = sc_metric_of(expired, queue, none);
    meters.lost = sc_metric_of(lost, queue, none);
    meters.stuck = sc_metric_of(stuck, queue, none);
    *ret_meters = meters;
    return SC_OK;
}

static void add(struct sc_queue_depth *sum, const struct sc_queue_depth *kind)
{
    sum->ready += kind->ready;
    sum->later += kind->later;
    sum->running += kind->running;
    sum->dead += kind->dead;
    sum->cancelled += kind->cancelled;
    if (kind->oldest_us > sum->oldest_us)
        sum->oldest_us = kind->oldest_us;
}

enum sc_status workers_meters_read(struct sc_tx *tx, struct sc_str queue,
                                   const struct workers_meters *meters)
{
    struct sc_queue_depths depths;
    struct sc_queue_horizon horizon;
    struct sc_queue_depth mine = {.ready = 0};
    enum sc_status st = sc_queue_count(tx, &depths);

    if (st == SC_OK)
        st = sc_queue_horizon(tx, &horizon);
    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < depths.count; i++)
        if (sc_str_eq(depths.at[i].queue, queue))
            add(&mine, &depths.at[i]);
    const int64_t counts[WORKERS_DEPTH_STATES] = {mine.ready, mine.later, mine.running, mine.dead,
                                                  mine.cancelled};
    for (int i = 0; i < WORKERS_DEPTH_STATES; i++)
        sc_metric_set(meters->depth[i], counts[i]);
    sc_metric_set(meters->oldest, mine.oldest_us);
    sc_metric_set(meters->snapshot, horizon.oldest_us);
    sc_metric_set(meters->unvacuumed, horizon.transactions);
    return SC_OK;
}
