/*
 * slow_proxy.h - a peer that is slow, silent or gone: a proxy on the loopback before the real one.
 *
 * It listens on a port of its own and hands bytes on, both ways, as it is told: at once,
 * later, never, or it cuts. What it is told counts for connections that are there, too.
 */
#ifndef SC_TESTS_SLOW_PROXY_H
#define SC_TESTS_SLOW_PROXY_H

#include <stdint.h>

enum test_proxy_mode {
    TEST_PROXY_PASSES, /* each piece `delay_ms` later than it came; 0: at once */
    TEST_PROXY_STALLS, /* takes connections and bytes, and hands nothing on: half open */
    TEST_PROXY_CUTS,   /* resets what there is, and who connects */
};

struct test_proxy;

/* `target`: "unix:PATH", or "HOST:PORT" with a numeric host. Fails the test when it cannot. */
struct test_proxy *test_proxy_start(const char *target);
uint16_t test_proxy_port(const struct test_proxy *proxy);
/* From any thread. */
void test_proxy_set(struct test_proxy *proxy, enum test_proxy_mode mode, int delay_ms);
void test_proxy_stop(struct test_proxy *proxy); /* NULL is fine */

#endif
