/*
 * limit.h - how often a caller may ask: charged once a request, told with every answer.
 *
 * Who is signed in is charged as a person, a program of a partner's as its key,
 * anybody else as the network that they ask from; each by a plan, which is a row of
 * accounts.plan. What a token or a key says is the plan: of a token it is at most
 * ACCOUNTS_TOKEN_S old. Plans are read at the start and again each
 * GATEWAY_LIMIT_PLANS_MS. Operators are not limited.
 *
 * Buckets are in Redis, shared by all processes: who is far from its limit is let in at once,
 * and Redis told afterwards (store/rate_tab.h). Without an answer of Redis, each process has
 * its share of the limit for itself (store/rate_table.h).
 * Who has no requests left is remembered until there is one again, and refused before
 * anything is done for it. Who asks for more points than are left is refused for this
 * time alone, and has asked, which is one request.
 */
#ifndef SC_GATEWAY_LIMIT_H
#define SC_GATEWAY_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/caller.h"
#include "gateway/state.h"
#include "graphql/run.h"
#include "store/rate_tab.h"

enum {
    GATEWAY_LIMIT_CALLERS = 64 * 1024,   /* that a process knows at a time (store/rate_table.h) */
    GATEWAY_LIMIT_PLANS_MS = 60 * 1000,  /* between two readings of the plans ... */
    GATEWAY_LIMIT_RETRY_MS = 5000,       /* ... and when the last one failed */
    GATEWAY_LIMIT_KNOWN_MS = 600 * 1000, /* a key that was good is looked up though its network is
                                            refused */
    GATEWAY_LIMIT_MISTAKE = 10, /* points of what cannot be executed: it was read all the same */
};

struct gateway_limits;

/* Of a process; reads the plans, and goes on without when they cannot be read. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status gateway_limits_create(struct sc_request *rq, struct gateway *gateway,
                                                 struct gateway_limits **ret_limits);
void gateway_limits_destroy(struct gateway_limits *limits); /* NULL is fine */

/* Of a loop, with its connection to Redis. NULL: no memory. */
struct sc_rate_tab *gateway_limits_tab(const struct gateway_limits *limits, struct sc_loop *loop,
                                       struct sc_redis *redis);

/* Called when a request is charged, or refused (then `wait_us` is above 0). */
typedef void (*gateway_limit_fn)(void *context);

/* Of one request, in its arena. Zeroed: not limited. */
struct gateway_limit {
    struct gateway_limits *limits; /* NULL: the request is not limited */
    struct sc_http_exchange *exchange;
    struct sc_rate_tab *tab;  /* NULL: there is no Redis */
    struct sc_str key;        /* whom it is charged to */
    struct sc_str credential; /* that the database is asked about; absent: it is not */
    uint8_t plan_place;
    int64_t asked[SC_RATE_BUCKETS];
    struct sc_rate_bill bill;
    struct sc_gql_budget budget; /* once it is charged */
    int64_t wait_us;             /* refused: until it may come again; 0: it is not */
    gateway_limit_fn on_charged;
    void *context;
};

/*
 * Who is to be charged, as far as `caller` is known yet. False: it was refused a moment
 * ago, and is still.
 */
SC_MUST_USE bool gateway_limit_begin(struct gateway_limit *limit, struct gateway_loop *gl,
                                     struct sc_http_exchange *exchange,
                                     const struct gateway_caller *caller);
/* The same once the database has told who it is (`is_good`), or that it is nobody. */
SC_MUST_USE bool gateway_limit_known(struct gateway_limit *limit,
                                     const struct gateway_caller *caller, bool is_good);

/*
 * Charges one request and so many points, then calls `on_charged`, perhaps before this
 * returns. The headers of the limit are on the exchange then. Once a request.
 */
void gateway_limit_charge(struct gateway_limit *limit, int64_t points, gateway_limit_fn on_charged,
                          void *context);

/* What an answer says of it; NULL: it is not limited. */
const struct sc_gql_budget *gateway_limit_budget(const struct gateway_limit *limit);

#endif
