#include "workers/purge.h"

#include "store/queue_lease.h"

enum sc_status workers_purge_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context)
{
    int64_t deleted = 0;

    (void)context;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = sc_queue_purge(&tx, &deleted);
    if (st == SC_OK)
        st = sc_queue_done(&tx, job);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}
