/*
 * purge.h - the job kind "purge": forgets what is over.
 *
 * Keys of jobs and answers of writes after a day; what accounts/purge.h and
 * lists_purge say. A thousand rows of each at a time, for WORKERS_PURGE_MS at
 * most; what is left then is the next tick's.
 */
#ifndef SC_WORKERS_PURGE_H
#define SC_WORKERS_PURGE_H

#include "store/queue.h"

enum {
    WORKERS_PURGE_MS = 30000,
    WORKERS_PURGE_ROWS = 1000, /* of one statement */
};

/* The `run` of a kind without context. */
enum sc_status workers_purge_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context);

#endif
