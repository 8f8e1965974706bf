/*
 * rate_ask.h - charges a caller in Redis (rate.lua), so that all processes share its limits.
 */
#ifndef SC_STORE_RATE_ASK_H
#define SC_STORE_RATE_ASK_H

#include <stdbool.h>

#include "base/str.h"
#include "store/rate.h"
#include "store/redis.h"

/* `verdict` NULL: Redis has none. */
typedef void (*sc_rate_answer_fn)(void *context, const struct sc_rate_verdict *verdict);

/* Embedded in what asks, and it lives until it is answered. */
struct sc_rate_ask {
    struct sc_str key; /* whose buckets they are; gone from Redis when they are empty */
    struct sc_rate_charge charge;
    sc_rate_answer_fn on_answer;
    void *context;

    struct sc_redis *redis; /* ours, from here on */
    struct sc_redis_ask ask;
    bool was_told; /* the script */
};

/* False: Redis is away, and `on_answer` will not be called. Else as redis.h. */
bool sc_rate_ask(struct sc_redis *redis, struct sc_rate_ask *ask);

#endif
