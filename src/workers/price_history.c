#include "workers/price_history.h"

#include "retail/history.h"
#include "runtime/log.h"

enum sc_status workers_price_history_run(struct sc_request *rq, struct sc_pg *pg,
                                         struct sc_job_row *job, void *context)
{
    const int64_t *keep_months = context;
    struct retail_history_tended tended;

    (void)job; /* the crew ends it: done twice is done once */
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = retail_history_tend(&tx, *keep_months, sc_wall_us(), &tended);
    if (st == SC_OK && (tended.opened > 0 || tended.dropped > 0))
        sc_log(SC_LOG_INFO, "price_history", SC_LOG_NUMBER("opened", tended.opened),
               SC_LOG_NUMBER("dropped", tended.dropped));
    return st;
}
