/*
 * l2_look.h - what the second level of the cache holds, for operators; for threads that may wait.
 */
#ifndef SC_STORE_L2_LOOK_H
#define SC_STORE_L2_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"
#include "store/pg_query.h"
#include "store/redis_place.h"

enum {
    SC_L2_LOOK_MS = 60000, /* for all keys; then those that were seen are told */
};

/* What is kept of one loader. */
struct sc_l2_kept {
    const struct sc_pg_loader *loader; /* NULL: of none of these, such as of another version */
    int64_t entries, bytes;
    struct sc_str tag; /* its value; absent: it is not there */
};

struct sc_l2_seen {
    struct sc_str info; /* as Redis's INFO says, lines "name:value\r\n" */
    bool is_whole;      /* all keys were seen in time */
};

/*
 * Looks at all keys and counts what is kept of each loader in `kept`, whose loaders are set; in
 * rq's arena. SC_UNAVAILABLE: Redis is away, or no Redis. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_l2_look(struct sc_request *rq, const struct sc_redis_place *place,
                                      struct sc_l2_kept *kept, size_t count,
                                      struct sc_l2_seen *ret_seen);

#endif
