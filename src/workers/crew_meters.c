#include "workers/crew_meters.h"

enum sc_status workers_meters_declare(struct sc_metrics *metrics, struct sc_str queue,
                                      struct workers_meters *ret_meters)
{
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
        .attempts =
            sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_job_attempts_total",
                                    "Runs of jobs that ended.", "kind", "outcome"),
        .runs = sc_metric_group_declare(metrics, SC_METRIC_DURATION, "smartcart_job_run_seconds",
                                        "How long jobs ran.", "kind", NULL),
    };
    const struct sc_str none = {NULL, 0};

    if (expired == NULL || lost == NULL || stuck == NULL || meters.attempts == NULL ||
        meters.runs == NULL)
        return SC_NO_MEMORY;
    meters.expired = sc_metric_of(expired, queue, none);
    meters.lost = sc_metric_of(lost, queue, none);
    meters.stuck = sc_metric_of(stuck, queue, none);
    *ret_meters = meters;
    return SC_OK;
}
