/*
 * scheduler.h - the scheduler of this process (workers/schedule.h), with its connection.
 */
#ifndef SC_APP_SCHEDULER_H
#define SC_APP_SCHEDULER_H

#include "app/settings.h"
#include "runtime/metrics.h"
#include "runtime/request.h"

struct app_scheduler;

/* `settings` outlive it. Statuses of sc_pg_create and workers_schedule_start. */
SC_MUST_USE enum sc_status app_scheduler_start(struct sc_request *rq,
                                               const struct app_settings *settings,
                                               struct sc_metrics *metrics,
                                               struct app_scheduler **ret_scheduler);
void app_scheduler_stop(struct app_scheduler *scheduler); /* NULL is fine */

#endif
