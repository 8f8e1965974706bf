#include "accounts/throttle.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "accounts/accounts_rows.h"
#include "store/tx.h"

enum {
    HASH = 32,
    MINUTE_S = 60,
};

/* What the statements take: those limits that limit something. */
struct counters {
    uint8_t hashes[ACCOUNTS_LIMITS_MAX][HASH];
    struct sc_str hash[ACCOUNTS_LIMITS_MAX];
    int32_t most[ACCOUNTS_LIMITS_MAX];
    int32_t minutes[ACCOUNTS_LIMITS_MAX];
    int32_t longest;
    size_t count;
};

static void add(struct counters *counters, const struct accounts_limit *limit)
{
    size_t i = counters->count++;

    crypto_generichash(counters->hashes[i], HASH, (const uint8_t *)limit->of.at, limit->of.len,
                       (const uint8_t *)limit->what, strlen(limit->what));
    counters->hash[i] = (struct sc_str){(const char *)counters->hashes[i], HASH};
    counters->most[i] = limit->most;
    counters->minutes[i] = limit->minutes;
    if (limit->minutes > counters->longest)
        counters->longest = limit->minutes;
}

static void fill(struct counters *counters, const struct accounts_limit *limits, size_t count)
{
    assert(count <= ACCOUNTS_LIMITS_MAX);
    *counters = (struct counters){0};
    for (size_t i = 0; i < count; i++)
        if (limits[i].of.at != NULL)
            add(counters, &limits[i]);
}

static enum sc_status count_try(struct sc_tx *tx, const struct counters *counters,
                                bool *ret_is_allowed)
{
    const struct accounts_attempt_add_in in = {
        .hashes = {.at = counters->hash, .count = counters->count},
        .most = {.at = counters->most, .count = counters->count},
        .minutes = {.at = counters->minutes, .count = counters->count},
    };
    struct accounts_attempt_add_row row = {.is_allowed = true};
    enum sc_status st = counters->count == 0 ? SC_OK : accounts_attempt_add_one(tx, &in, &row);

    if (st == SC_OK)
        *ret_is_allowed = row.is_allowed;
    return st;
}

enum sc_status accounts_throttle_count(struct sc_tx *tx, const struct accounts_limit *limits,
                                       size_t count, bool *ret_is_allowed)
{
    struct counters counters;

    fill(&counters, limits, count);
    return count_try(tx, &counters, ret_is_allowed);
}

enum sc_status accounts_throttle_in(struct sc_tx *tx, const struct accounts_limit *limits,
                                    size_t count)
{
    struct counters counters;
    bool is_allowed;

    fill(&counters, limits, count);
    enum sc_status st = count_try(tx, &counters, &is_allowed);
    if (st != SC_OK || is_allowed)
        return st;
    st = sc_fail(tx->rq, SC_THROTTLED, "tried too often: try again in %d minutes",
                 (int)counters.longest);
    tx->rq->failure.retry_after_s = MINUTE_S * counters.longest;
    return st;
}

enum sc_status accounts_throttle(struct sc_request *rq, struct sc_pg *pg,
                                 const struct accounts_limit *limits, size_t count)
{
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);

    return accounts_throttle_in(&tx, limits, count);
}

enum sc_status accounts_throttle_forgive(struct sc_request *rq, struct sc_pg *pg,
                                         const struct accounts_limit *limits, size_t count)
{
    struct counters counters;

    fill(&counters, limits, count);
    if (counters.count == 0)
        return SC_OK;
    const struct accounts_attempt_forgive_in in = {
        .hashes = {.at = counters.hash, .count = counters.count},
    };
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    return accounts_attempt_forgive_exec(&tx, &in, NULL);
}

struct sc_str accounts_network(const struct sc_request *rq)
{
    struct sc_str unknown = {0};

    return rq->viewer == NULL ? unknown : rq->viewer->network;
}
