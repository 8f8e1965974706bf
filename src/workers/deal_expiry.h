/*
 * deal_expiry.h - the job kind "deal_expiry": caches forget deals when one has begun or ended.
 *
 * Statements know by the clock which deals hold, so nothing else is to be done. Put at each
 * minute; without Redis deals go when their entries do.
 */
#ifndef SC_WORKERS_DEAL_EXPIRY_H
#define SC_WORKERS_DEAL_EXPIRY_H

#include "store/queue.h"

/* The `run` of a kind whose context is a struct workers_cache (workers/cache_drop.h). */
enum sc_status workers_deal_expiry_run(struct sc_request *rq, struct sc_pg *pg,
                                       struct sc_job_row *job, void *context);

#endif
