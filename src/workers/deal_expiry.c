#include "workers/deal_expiry.h"

#include "deals/turn.h"
#include "store/tags.h"
#include "workers/cache_drop.h"

enum sc_status workers_deal_expiry_run(struct sc_request *rq, struct sc_pg *pg,
                                       struct sc_job_row *job, void *context)
{
    const struct workers_cache *cache = context;
    const struct sc_str tag = SC_STR("deal");
    struct deals_turn turn;

    (void)job; /* the crew ends it: done twice is done once */
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = deals_turn_look(&tx, &turn);
    bool drops = st == SC_OK && turn.has_turned && cache->redis != NULL;
    if (drops)
        st = sc_tx_see(&tx); /* the tag says what an import has changed before, too */
    if (drops && st == SC_OK)
        st = sc_tags_drop(rq, cache->redis, &tag, 1);
    return st == SC_OK ? deals_turn_done(&tx, &turn) : st;
}
