/*
 * purge.h - the recurring job "purge": forgets what was to be remembered for a day.
 */
#ifndef SC_WORKERS_PURGE_H
#define SC_WORKERS_PURGE_H

#include "store/queue.h"

enum {
    WORKERS_PURGE_PERIOD_S = 600,
};

/* The `run` of a kind without context. */
enum sc_status workers_purge_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context);

#endif
