/*
 * price_history.h - the job kind "price_history": months made ahead, old ones dropped.
 */
#ifndef SC_WORKERS_PRICE_HISTORY_H
#define SC_WORKERS_PRICE_HISTORY_H

#include "store/queue.h"

/* The `run` of a kind whose context is an int64_t: the months that are kept, 0: all. */
enum sc_status workers_price_history_run(struct sc_request *rq, struct sc_pg *pg,
                                         struct sc_job_row *job, void *context);

#endif
