/*
 * bus.h - what other processes that share a Redis tell: hints (hint.h), and tags that were dropped.
 *
 * Nothing depends on it: a Redis that is slow or gone costs nobody any time, and what
 * is not heard of is found by those who look by themselves. One thread, two
 * connections that live and die together; it connects again, later each time, for as
 * long as it takes.
 *
 * Hints go both ways, on the channel "smartcart.hints": "<who tells, 16 hex digits>
 * <topic> <id> <number>". Of tags (tags.h) Redis itself tells, by CLIENT TRACKING of
 * their keys: L1 then forgets the tag. It forgets all on any doubt: when Redis was
 * flushed, when one of the two connections is gone or silent, and when they are there
 * again. Redis 6 or later. Where tracking is refused, by rights or by a proxy, hints
 * go on, and L1 keeps nothing for longer than SC_BUS_BLIND_MS.
 */
#ifndef SC_STORE_BUS_H
#define SC_STORE_BUS_H

#include "base/macros.h"
#include "base/status.h"
#include "runtime/metrics.h"
#include "runtime/request.h"
#include "store/l1.h"
#include "store/redis_place.h"

enum {
    SC_BUS_WAITING_MAX = 4096, /* hints to be sent; more are lost */
    SC_BUS_WAIT_MS = 2000,     /* for a connection, and for Redis to take what is sent */
    SC_BUS_PING_MS = 1000,     /* a Redis that is silent so long is left */
    SC_BUS_LOOK_PINGS = 10,    /* it is asked how full it is with every tenth */
    SC_BUS_BLIND_MS = 5000,    /* L1 keeps nothing longer, when it is told of no drops */
    SC_BUS_PAUSE_MS = 200,     /* before connecting again: doubled each time ... */
    SC_BUS_PAUSE_MAX_MS = 5000,
};

struct sc_bus;

struct sc_bus_config {
    const struct sc_redis_place *place;
    struct sc_metrics *metrics;
    struct sc_l1 *l1; /* NULL: there is none to forget */
};

/* What `config` points at is borrowed. SC_NO_MEMORY, SC_BUSY: no thread. Does not wait for Redis.
 */
SC_MUST_USE enum sc_status sc_bus_start(struct sc_request *rq, const struct sc_bus_config *config,
                                        struct sc_bus **ret_bus);
void sc_bus_stop(struct sc_bus *bus); /* NULL is fine */

#endif
