#include "accounts/plans.h"

#include "accounts/accounts_rows.h"
#include "store/tx.h"

enum sc_status accounts_plan_rates(struct sc_request *rq, struct sc_pg *pg,
                                   const struct accounts_plan_rate **ret_rates, size_t *ret_count)
{
    const struct accounts_plan_rates_in in = {.count = ACCOUNTS_PLANS_MAX};
    struct accounts_plan_rates_rows rows = {0};

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = accounts_plan_rates_all(&tx, &in, ACCOUNTS_PLANS_MAX, &rows);
    if (st != SC_OK)
        return st;
    struct accounts_plan_rate *rates = sc_arena_array(rq->arena, rows.count, sizeof *rates);
    if (rates == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for plans");
    for (size_t i = 0; i < rows.count; i++) {
        const struct accounts_plan_rates_row *row = &rows.at[i];
        rates[i] = (struct accounts_plan_rate){
            .place = (uint8_t)row->place,
            .per_s = {row->requests_per_s, row->points_per_s},
            .burst = {row->requests_burst, row->points_burst},
        };
    }
    *ret_rates = rates;
    *ret_count = rows.count;
    return SC_OK;
}
