/*
 * plans.h - how often one may ask, by plan: rows of accounts.plan, for the gateway.
 */
#ifndef SC_ACCOUNTS_PLANS_H
#define SC_ACCOUNTS_PLANS_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/request.h"
#include "store/rate.h"

struct sc_pg;

enum {
    ACCOUNTS_PLANS_MAX = 256,    /* their place is a byte of the token */
    ACCOUNTS_PLAN_ANONYMOUS = 3, /* of who is nobody; sql/migrations/0025_rates.sql */
};

struct accounts_plan_rate {
    uint8_t place;
    int32_t per_s[SC_RATE_BUCKETS];
    int32_t burst[SC_RATE_BUCKETS];
};

/* In the request's arena; waits for the database. Statuses of store/tx.h. */
SC_MUST_USE enum sc_status accounts_plan_rates(struct sc_request *rq, struct sc_pg *pg,
                                               const struct accounts_plan_rate **ret_rates,
                                               size_t *ret_count);

#endif
