/*
 * redis.h - a Redis of a test's own, on a socket in its own folder, gone afterwards.
 */
#ifndef SC_TESTS_REDIS_H
#define SC_TESTS_REDIS_H

#include <stdbool.h>

#include "api/helpers/program.h"

struct test_redis {
    char folder[64];
    char url[96]; /* as SMARTCART_REDIS_URL takes it */
    struct test_process process;
};

/* False: there is no redis-server on this machine. */
bool test_redis_is_there(void);
/* Starts it, in a folder of its own the first time, and returns once it listens. */
void test_redis_start(struct test_redis *redis);
void test_redis_kill(struct test_redis *redis); /* it may be started again */
void test_redis_remove(struct test_redis *redis);

#endif
