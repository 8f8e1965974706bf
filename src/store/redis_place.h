/*
 * redis_place.h - where Redis is, as SMARTCART_REDIS_URL says, and a connection that may wait.
 *
 * What is on an event loop uses redis.h.
 */
#ifndef SC_STORE_REDIS_PLACE_H
#define SC_STORE_REDIS_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

enum {
    SC_REDIS_ADDRESSES_MAX = 8, /* of one name; more are not tried */
};

struct sc_redis_place {
    const char *path;                              /* of a socket; NULL: it is at an address */
    const char *addresses[SC_REDIS_ADDRESSES_MAX]; /* numeric; tried one after the other */
    size_t address_count;
    int port;
    const char *user;     /* NULL: none */
    const char *password; /* NULL: none */
};

/*
 * `url`: redis://[[USER]:PASSWORD@]HOST[:PORT], HOST a name, an IPv4 or [IPv6]
 * address; or unix:PATH of a socket. USER and PASSWORD end at the first ':' and the
 * last '@'; any byte but NUL may be written as "%40". A name is looked up here, once, as
 * the database's is: who connects later never waits for that. All lives in `arena`.
 *
 * SC_INVALID: it is neither. SC_UNAVAILABLE: the name has no address. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_redis_place_read(struct sc_request *rq, struct sc_arena *arena,
                                               struct sc_str url, struct sc_redis_place *ret_place);

struct redisContext;

/*
 * Connects and signs in, for threads that may wait: at most `wait_ms` for each step, now
 * and later. NULL: Redis is away, or refused. The caller gives it to redisFree.
 */
struct redisContext *sc_redis_connect(const struct sc_redis_place *place, int64_t wait_ms);

#endif
