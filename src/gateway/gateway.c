#include "gateway/gateway.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "gateway/feed.h"
#include "gateway/graphql.h"
#include "gateway/limit.h"
#include "gateway/news.h"
#include "gateway/session.h"
#include "gateway/state.h"
#include "graphql/schema_print.h"

enum {
    SCHEMA_ARENA_CAP = 64 * 1024 * 1024, /* text that is trusted; ours needs under 1 MiB */
    SCHEMA_TEXT_MAX = 4 * 1024 * 1024,
};

/* Words for who starts the program: what, where. */
static enum sc_status tell(struct sc_request *rq, const char *what,
                           const struct sc_gql_errors *errors, enum sc_status st)
{
    const struct sc_gql_error *first = errors->first;

    if (first == NULL)
        return sc_fail(rq, st, "%s: it cannot be read", what);
    if (first->place_count == 0)
        return sc_fail(rq, st, "%s: %.*s", what, SC_STR_ARGS(first->message));
    return sc_fail(rq, st, "%s:%u:%u: %.*s", what, first->places[0].line, first->places[0].column,
                   SC_STR_ARGS(first->message));
}

/* The directives that bind stand behind the text, so that its places are those of the file. */
static struct sc_str with_directives(struct sc_arena *arena, struct sc_str schema)
{
    return sc_arena_printf(arena, "%.*s\n%s", SC_STR_ARGS(schema), sc_gql_bind_sdl);
}

static enum sc_status build_schema(struct gateway *g, struct sc_request *rq)
{
    struct sc_gql_errors errors = {.arena = rq->arena};
    struct sc_gql_offer offer;
    struct sc_str text = with_directives(g->arena, g->config.schema);

    if (text.at == NULL)
        return sc_fail(rq, SC_LIMITED, "the schema is too long");
    enum sc_status st = sc_gql_schema_build(g->arena, text, &errors, &g->schema);
    if (st == SC_OK)
        st = gateway_offer(g->arena, &g->config, &offer);
    if (st == SC_OK)
        st = sc_gql_bind(g->arena, g->schema, &offer, &errors, &g->binding);
    if (st != SC_OK)
        return tell(rq, "schema", &errors, st);
    sc_buf_init(&g->public_schema, SCHEMA_TEXT_MAX);
    sc_gql_schema_print(g->schema, sc_gql_bind_directives, &g->public_schema);
    return g->public_schema.failed ? sc_fail(rq, SC_LIMITED, "the schema is too long") : SC_OK;
}

static struct sc_gql_documents *open_documents(const struct gateway *g, bool has_introspection)
{
    struct sc_gql_documents_config config = {
        .schema = g->schema,
        .binding = g->binding,
        .limits = sc_gql_limits_free,
        .validate =
            {
                .comparisons_max = SC_GQL_COMPARISONS_MAX,
                .has_suggestions = has_introspection,
                .has_introspection = has_introspection,
            },
        .caps = sc_gql_caps_free,
        .bytes_max = GATEWAY_DOCUMENTS_BYTES,
    };

    return sc_gql_documents_create(&config);
}

static enum sc_status prepare_documents(struct gateway *g, struct sc_request *rq)
{
    g->documents = open_documents(g, !g->config.is_production);
    g->operators = g->config.is_production ? open_documents(g, true) : g->documents;
    if (g->documents == NULL || g->operators == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for documents");
    if (g->config.manifest.at == NULL)
        return SC_OK;
    return sc_gql_documents_trust(g->documents, rq, g->config.manifest);
}

static int64_t read_queued(void *pool)
{
    return (int64_t)sc_pool_stats(pool).queued;
}

static int64_t read_running(void *pool)
{
    return (int64_t)sc_pool_stats(pool).running;
}

static int64_t read_done(void *pool)
{
    return sc_pool_stats(pool).done;
}

static int64_t read_refused(void *pool)
{
    return sc_pool_stats(pool).refused;
}

#define QUEUED  "Work that waits for a thread."
#define RUNNING "Threads at work."
#define DONE    "Work done."
#define REFUSED "Work refused because too much waited."

enum {
    POOL_METERS = 4
};

static const struct sc_metric_asked pool_meters[GATEWAY_POOL_COUNT][POOL_METERS] = {
    [GATEWAY_POOL_CPU] =
        {
            {SC_METRIC_GAUGE, "smartcart_cpu_pool_queued", QUEUED, read_queued},
            {SC_METRIC_GAUGE, "smartcart_cpu_pool_running", RUNNING, read_running},
            {SC_METRIC_COUNTER, "smartcart_cpu_pool_done_total", DONE, read_done},
            {SC_METRIC_COUNTER, "smartcart_cpu_pool_refused_total", REFUSED, read_refused},
        },
    [GATEWAY_POOL_WEB] =
        {
            {SC_METRIC_GAUGE, "smartcart_web_pool_queued", QUEUED, read_queued},
            {SC_METRIC_GAUGE, "smartcart_web_pool_running", RUNNING, read_running},
            {SC_METRIC_COUNTER, "smartcart_web_pool_done_total", DONE, read_done},
            {SC_METRIC_COUNTER, "smartcart_web_pool_refused_total", REFUSED, read_refused},
        },
    [GATEWAY_POOL_PASSWORD] =
        {
            {SC_METRIC_GAUGE, "smartcart_password_pool_queued", QUEUED, read_queued},
            {SC_METRIC_GAUGE, "smartcart_password_pool_running", RUNNING, read_running},
            {SC_METRIC_COUNTER, "smartcart_password_pool_done_total", DONE, read_done},
            {SC_METRIC_COUNTER, "smartcart_password_pool_refused_total", REFUSED, read_refused},
        },
};

static enum sc_status declare_meters(struct gateway *g, struct sc_request *rq)
{
    struct sc_metrics *metrics = g->config.metrics;
    enum sc_status st = sc_loads_meters_declare(metrics, &g->meters);
    if (st == SC_OK && g->config.l1 != NULL)
        st = sc_l1_meters_declare(metrics, g->config.l1);
    if (st == SC_OK && g->config.redis != NULL)
        st = sc_redis_meters_declare(metrics, &g->redis_meters);
    for (size_t i = 0; i < GATEWAY_POOL_COUNT && st == SC_OK; i++)
        st = sc_metrics_ask(metrics, pool_meters[i], POOL_METERS, g->pools[i]);
    return st == SC_OK ? SC_OK : sc_fail(rq, st, "no memory for metrics");
}

/* A source of events must be a loader with ids: said at the start, not when someone listens. */
static enum sc_status check_sources(const struct gateway *g, struct sc_request *rq)
{
    for (size_t i = 0; i < g->config.function_count; i++) {
        const struct gateway_function *f = &g->config.functions[i];
        if (f->events == NULL)
            continue;
        const struct sc_pg_loader *loader = gateway_loader_find(&g->config, f->events);
        const struct sc_field *id =
            loader != NULL ? sc_shape_find(&loader->query->row, SC_STR("id")) : NULL;
        if (id == NULL || id->type != SC_FIELD_BIGINT)
            return sc_fail(rq, SC_INVALID, "%s: its source %s is no loader of rows with an id",
                           f->name, f->events);
    }
    return SC_OK;
}

static bool start_pools(struct gateway *g)
{
    static const struct {
        const char *name;
        size_t queue;
    } pools[GATEWAY_POOL_COUNT] = {
        [GATEWAY_POOL_CPU] = {"cpu", GATEWAY_QUEUE},
        [GATEWAY_POOL_WEB] = {"web", GATEWAY_QUEUE},
        [GATEWAY_POOL_PASSWORD] = {"password", GATEWAY_PASSWORD_QUEUE},
    };

    for (size_t i = 0; i < GATEWAY_POOL_COUNT; i++) {
        g->pools[i] = sc_pool_create(pools[i].name, g->config.threads[i], pools[i].queue);
        if (g->pools[i] == NULL)
            return false;
    }
    return true;
}

enum sc_status gateway_create(struct sc_request *rq, const struct gateway_config *config,
                              struct gateway **ret_gateway)
{
    struct gateway *g = calloc(1, sizeof *g);

    if (g == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the gateway");
    g->config = *config;
    g->has_read_tokens =
        config->secret.len > 0 && sc_cluster_has_replicas(sc_pg_cluster(config->pg));
    if (g->has_read_tokens)
        sc_read_token_key(config->secret, g->read_key);
    g->arena = sc_arena_create(SCHEMA_ARENA_CAP);
    enum sc_status st = g->arena != NULL && start_pools(g) ? SC_OK : SC_NO_MEMORY;
    if (st != SC_OK)
        sc_fail(rq, st, "no memory or threads for the gateway");
    if (st == SC_OK)
        st = declare_meters(g, rq);
    if (st == SC_OK)
        st = check_sources(g, rq);
    if (st == SC_OK)
        st = build_schema(g, rq);
    if (st == SC_OK)
        st = prepare_documents(g, rq);
    if (st == SC_OK && config->processes > 0)
        st = gateway_limits_create(rq, g, &g->limits);
    if (st != SC_OK) {
        gateway_destroy(g);
        return st;
    }
    *ret_gateway = g;
    return SC_OK;
}

void gateway_stop(struct gateway *gateway)
{
    for (size_t i = 0; i < GATEWAY_POOL_COUNT; i++)
        sc_pool_stop(gateway->pools[i]);
}

void gateway_destroy(struct gateway *gateway)
{
    if (gateway == NULL)
        return;
    for (size_t i = 0; i < GATEWAY_POOL_COUNT; i++)
        sc_pool_destroy(gateway->pools[i]);
    if (gateway->operators != gateway->documents)
        sc_gql_documents_destroy(gateway->operators);
    sc_gql_documents_destroy(gateway->documents);
    gateway_limits_destroy(gateway->limits);
    sc_buf_finish(&gateway->public_schema);
    sc_arena_destroy(gateway->arena);
    free(gateway);
}

static void answer_schema(void *context, struct sc_http_exchange *exchange)
{
    const struct gateway_loop *gl = context;
    static const char *const headers[] = {"Cache-Control", "public, max-age=300", NULL};

    sc_http_answer(exchange, &(struct sc_http_answer){
                                 .code = 200,
                                 .content_type = "text/plain; charset=utf-8",
                                 .text = sc_buf_str(&gl->gateway->public_schema),
                                 .headers = headers,
                             });
}

struct gateway_loop *gateway_loop_create(struct gateway *gateway, struct sc_loop *loop)
{
    struct gateway_loop *gl = calloc(1, sizeof *gl);
    struct sc_loads_config config = {
        .cluster = sc_pg_cluster(gateway->config.pg),
        .connections = gateway->config.loads_connections,
        .slow_connections = 1,
        .l1 = gateway->config.l1,
        .meters = &gateway->meters,
    };

    if (gl == NULL)
        return NULL;
    *gl = (struct gateway_loop){.gateway = gateway, .loop = loop};
    if (gateway->config.redis != NULL)
        gl->redis = sc_redis_create(loop, gateway->config.redis, &gateway->redis_meters);
    if (gl->redis != NULL && gateway->limits != NULL)
        gl->tab = gateway_limits_tab(gateway->limits, loop, gl->redis);
    config.redis = gl->redis;
    gl->loads = sc_loads_create(loop, &config);
    gl->news = gateway_news_create(gl);
    bool has_redis = gateway->config.redis == NULL ||
                     (gl->redis != NULL && (gl->tab != NULL || gateway->limits == NULL));
    if (gl->loads == NULL || gl->news == NULL || !has_redis) {
        gateway_loop_destroy(gl);
        return NULL;
    }
    gl->routes[gl->route_count++] = (struct sc_http_route){
        .path = "/graphql",
        .operation = "graphql",
        .methods = SC_HTTP_GET | SC_HTTP_POST,
        .body_max = GATEWAY_BODY_MAX,
        .deadline_ms = GATEWAY_DEADLINE_MS,
        .handle = gateway_graphql,
        .context = gl,
    };
    gl->routes[gl->route_count++] = (struct sc_http_route){
        .path = GATEWAY_SESSION_PATH,
        .operation = "graphql",
        .methods = SC_HTTP_POST,
        .body_max = GATEWAY_BODY_MAX,
        .deadline_ms = GATEWAY_DEADLINE_MS,
        .handle = gateway_graphql_session,
        .context = gl,
    };
    gl->routes[gl->route_count++] = (struct sc_http_route){
        .path = "/schema.graphql",
        .operation = "schema",
        .methods = SC_HTTP_GET,
        .deadline_ms = GATEWAY_DEADLINE_MS,
        .handle = answer_schema,
        .context = gl,
    };
    return gl;
}

void gateway_loop_destroy(struct gateway_loop *gl)
{
    if (gl == NULL)
        return;
    sc_loads_destroy(gl->loads); /* what waits is answered first */
    gateway_feeds_finish(gl);
    gateway_news_destroy(gl->news);
    sc_redis_destroy(gl->redis);
    sc_rate_tab_destroy(gl->tab);
    free(gl);
}

bool gateway_loop_is_ready(const struct gateway_loop *gl)
{
    return sc_loads_is_ready(gl->loads);
}

const struct sc_http_route *gateway_loop_routes(struct gateway_loop *gl, size_t *ret_count)
{
    *ret_count = gl->route_count;
    return gl->routes;
}
