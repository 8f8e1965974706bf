/*
 * gateway.h - the API: GraphQL over HTTP, on every loop of the program.
 *
 * One `struct gateway` a process holds what is made once and shared: schema,
 * binding, prepared documents, worker pools. Each loop has a gateway_loop of its
 * own, with its connections to the database, whose routes are given to the HTTP
 * server. docs/api.md is for who uses it, docs/decisions/0006 for why.
 */
#ifndef SC_GATEWAY_GATEWAY_H
#define SC_GATEWAY_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "graphql/bind.h"
#include "net/http_server.h"
#include "runtime/metrics.h"
#include "runtime/request.h"
#include "store/loads.h"
#include "store/pg.h"
#include "store/redis_place.h"

enum {
    GATEWAY_BODY_MAX = 256 * 1024, /* bytes of a request: the longest document and its variables */
    GATEWAY_ANSWER_MAX = 8 * 1024 * 1024,       /* bytes of an answer */
    GATEWAY_DEADLINE_MS = 5000,                 /* of a request; design/graphql, section 2 */
    GATEWAY_DOCUMENTS_BYTES = 32 * 1024 * 1024, /* of prepared free documents */
    GATEWAY_QUEUE = 256,         /* pieces of work waiting for a pool: then SC_BUSY */
    GATEWAY_PASSWORD_QUEUE = 32, /* of GATEWAY_POOL_PASSWORD: done within the deadline */
    GATEWAY_LOADER_TABLES_MAX = 16,
    GATEWAY_ROUTES_MAX = 3,
};

/* Threads are apart by what they wait for, so that slow writes do not hold up computations. */
enum gateway_pool {
    GATEWAY_POOL_CPU, /* computes: as many threads as cores */
    GATEWAY_POOL_WEB, /* waits for the database: as many threads as connections */
    /*
     * Hashes passwords: some 100 ms of a core and 64 MiB each (accounts/password.h). So many
     * threads as may be spared of both: a flood of sign-ins takes no more, and fills no other pool.
     */
    GATEWAY_POOL_PASSWORD,
    GATEWAY_POOL_COUNT,
};

/*
 * C behind a field with @function: runs on a worker thread. `in` is a struct of
 * the shape declared, `ret_row` one to be filled; what it points at lives in
 * rq's arena, of at most `arena_cap` bytes.
 */
typedef enum sc_status (*gateway_function_fn)(struct sc_request *rq, struct sc_pg *pg,
                                              const void *in, void *ret_row);

/* What a function does to the session of who calls it (gateway/session.h). */
enum gateway_session_change {
    GATEWAY_SESSION_STAYS,
    GATEWAY_SESSION_BEGINS,  /* its row is a struct accounts_signed_in */
    GATEWAY_SESSION_GOES_ON, /* the same; refused, it is over */
    GATEWAY_SESSION_ENDS,    /* its row is a struct accounts_signed_out */
};

struct gateway_function {
    const char *name;
    const struct sc_shape *in; /* NULL: no arguments */
    const struct sc_shape *row;
    gateway_function_fn run; /* NULL: a source of events, see below */
    size_t arena_cap;
    enum gateway_pool pool;
    bool is_write; /* with an idempotency key it is done once, and its answer kept: so one without
                      secrets, and complete when its one transaction commits */
    enum gateway_session_change session;
    /*
     * A subscription's root field: rows of this loader (of key 0, the newest
     * first, each with its `id`) that were not there a moment ago are its events.
     */
    const char *events;
    bool is_news; /* or: they are the news of lists (gateway/news.h) */
};

struct accounts_keyring;

struct gateway_config {
    struct sc_str schema; /* SDL, without the directives that bind it (graphql/bind.h) */
    const struct sc_pg_loader *const *loader_tables[GATEWAY_LOADER_TABLES_MAX]; /* each ended by
                                                                                   NULL, as they */
    const struct gateway_function *functions;
    size_t function_count;
    const struct sc_gql_pick *picks; /* behind fields with @loader(pick:) */
    size_t pick_count;
    struct sc_pg *pg;                   /* for functions; loaders read from its nodes */
    struct sc_l1 *l1;                   /* NULL: no cache */
    const struct sc_redis_place *redis; /* NULL: none */
    struct sc_metrics *metrics;         /* never NULL */
    int loads_connections;              /* of each loop */
    size_t threads[GATEWAY_POOL_COUNT];
    struct sc_str manifest;           /* trusted documents as JSON; absent: none */
    struct accounts_keyring *keyring; /* checks access tokens; NULL: nobody has one */
    struct sc_str secret;             /* signs read tokens (gateway/read_point.h); absent: none */
    struct sc_str operator_token;     /* a bearer's who is an operator; absent: nobody is */
    int32_t processes;         /* that share limits, when no Redis is asked; 0: nobody is limited */
    bool takes_free_documents; /* else trusted ones alone */
    bool is_secure;            /* browsers reach it by https */
    bool is_production;        /* no introspection but for operators, no suggestions */
};

struct gateway;
struct gateway_loop;

/*
 * Builds the schema, binds it, prepares the trusted documents. What `config`
 * points at must outlive the gateway.
 * SC_INVALID: words on `rq` name the place in the schema or the manifest.
 */
SC_MUST_USE enum sc_status gateway_create(struct sc_request *rq,
                                          const struct gateway_config *config,
                                          struct gateway **ret_gateway);
/*
 * Once no loop runs any more: finishes what the pool has, which posts it back.
 * Each loop is then run once more, so that its answers are given up properly.
 */
void gateway_stop(struct gateway *gateway);
void gateway_destroy(struct gateway *gateway); /* after its loops; NULL is fine */

/* NULL: no memory. On the loop's thread, or before it runs. */
struct gateway_loop *gateway_loop_create(struct gateway *gateway, struct sc_loop *loop);
/* After the loop's server is gone. NULL is fine. */
void gateway_loop_destroy(struct gateway_loop *gl);

/* Connections to the database are there, or can be made: for /readyz. */
bool gateway_loop_is_ready(const struct gateway_loop *gl);

/* The routes of the API; they live as long as the gateway_loop. */
const struct sc_http_route *gateway_loop_routes(struct gateway_loop *gl, size_t *ret_count);

#endif
