#include "workers/purge.h"

#include "accounts/purge.h"
#include "lists/lists.h"
#include "runtime/deadline.h"
#include "store/queue_lease.h"

static enum sc_status purge_queue(struct sc_request *rq, struct sc_pg *pg, bool *ret_more)
{
    int64_t deleted;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = sc_queue_purge(&tx, &deleted);
    if (st == SC_OK)
        *ret_more = deleted >= SC_QUEUE_PURGE_MAX;
    return st;
}

static enum sc_status purge_once(struct sc_request *rq, struct sc_pg *pg, bool *ret_more)
{
    bool has_keys, has_accounts, has_lists;
    enum sc_status st = purge_queue(rq, pg, &has_keys);

    if (st == SC_OK)
        st = accounts_purge(rq, pg, WORKERS_PURGE_ROWS, &has_accounts);
    if (st == SC_OK)
        st = lists_purge(rq, pg, WORKERS_PURGE_ROWS, &has_lists);
    if (st == SC_OK)
        *ret_more = has_keys || has_accounts || has_lists;
    return st;
}

enum sc_status workers_purge_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context)
{
    struct sc_deadline until = sc_deadline_in(WORKERS_PURGE_MS);
    bool has_more = true;
    enum sc_status st = SC_OK;

    (void)job, (void)context; /* the crew ends it: done twice is done once */
    while (st == SC_OK && has_more && !sc_deadline_is_over(until))
        st = purge_once(rq, pg, &has_more);
    return st;
}
