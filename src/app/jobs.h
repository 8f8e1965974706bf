/*
 * jobs.h - the crews that run this program's jobs: which kinds there are.
 */
#ifndef SC_APP_JOBS_H
#define SC_APP_JOBS_H

#include <stddef.h>

#include "app/settings.h"
#include "runtime/metrics.h"
#include "runtime/request.h"

struct app_jobs;

/*
 * Starts `threads` threads (1 or more) for each queue, but fewer for what is slow, with
 * connections of their own. `settings` and `rq` outlive them. SC_INVALID: settings of mail that
 * are wrong; else as sc_pg_create and workers_crew_start.
 */
SC_MUST_USE enum sc_status app_jobs_start(struct sc_request *rq,
                                          const struct app_settings *settings, size_t threads,
                                          struct sc_metrics *metrics, struct app_jobs **ret_jobs);

/*
 * Lets what runs end (workers_crew_stop); NULL is fine. What is still at it then
 * has been given to others: nothing can be waited for or freed any more, and the
 * process ends here, with 0.
 */
void app_jobs_stop(struct app_jobs *jobs);

#endif
