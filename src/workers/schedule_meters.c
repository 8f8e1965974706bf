#include "workers/schedule_meters.h"

enum sc_status workers_schedule_meters_declare(struct sc_metrics *metrics,
                                               struct workers_schedule_meters *ret_meters)
{
    const struct workers_schedule_meters meters = {
        .is_leader = sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_schedule_is_leader",
                                       "1 while this process puts the jobs of what recurs."),
        .epoch = sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_schedule_epoch",
                                   "The number of this process's latest turn as leader."),
        .lateness = sc_metric_declare(metrics, SC_METRIC_DURATION,
                                      "smartcart_schedule_tick_lateness_seconds",
                                      "How long after their time ticks were put."),
        .ticks =
            sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_schedule_ticks_total",
                                    "Ticks whose job was put.", "task", NULL),
        .missed = sc_metric_group_declare(
            metrics, SC_METRIC_COUNTER, "smartcart_schedule_missed_total",
            "Ticks that nobody put in time; one job makes up for them.", "task", NULL),
        .skipped = sc_metric_group_declare(
            metrics, SC_METRIC_COUNTER, "smartcart_schedule_skipped_total",
            "Ticks at which the job of the one before was still there.", "task", NULL),
    };

    if (meters.is_leader == NULL || meters.epoch == NULL || meters.lateness == NULL ||
        meters.ticks == NULL || meters.missed == NULL || meters.skipped == NULL)
        return SC_NO_MEMORY;
    *ret_meters = meters;
    return SC_OK;
}
