/*
 * near.h - what a process has of the cache: a loop with loads, an L1, a link to Redis, a bus.
 *
 * Several of them in one test are several processes that share a Redis and the probe's tables.
 */
#ifndef SC_TESTS_NEAR_H
#define SC_TESTS_NEAR_H

#include "api/helpers/loads.h"
#include "store/bus.h"
#include "store/redis.h"

struct near {
    struct test_loads f;
    const struct sc_redis_place *place;
    struct sc_metrics *metrics;
    struct sc_redis_meters redis_meters;
    struct sc_loads_meters meters;
    struct sc_redis *redis;
    struct sc_bus *bus; /* NULL: not started */
};

/* Patient loads. `place` is borrowed. */
void near_open(struct near *near, struct probe *probe, const struct sc_redis_place *place);
void near_close(struct near *near);

/* From now on it hears what is dropped. */
void near_start_bus(struct near *near);

/* Until Redis is there: for the loop, for the bus. */
void near_wait_ready(struct near *near);
void near_wait_connected(struct near *near);

/* A counter or gauge without labels, or with them: "smartcart_l2_keys_total{result=\"hit\"}". */
long near_metric(const struct near *near, const char *name);
long near_metric_of(struct sc_metrics *metrics, const char *name);

#endif
