#include "serve/server.h"

#include <stdio.h>
#include <unistd.h>

#include "app/backing.h"
#include "app/registry.h"
#include "app/serve.h"
#include "kept/kept_rows.h"
#include "retail/retail_rows.h"
#include "retail/shelf_lowest.h"
#include "runtime/file.h"
#include "runtime/shutdown.h"

enum {
    SCHEMA_MAX = 1024 * 1024,
    ARENA_CAP = 64 * 1024 * 1024,
    CACHE_MIB = 128,
    LOOP_CONNECTIONS = 2,
};

struct best_price {
    int64_t store_id;
    int32_t minor;
};

static const struct sc_field best_price_fields[] = {
    SC_FIELD(struct best_price, store_id, SC_FIELD_BIGINT),
    SC_FIELD(struct best_price, minor, SC_FIELD_INTEGER),
};
static const struct sc_shape best_price_shape = SC_SHAPE(struct best_price, best_price_fields);

static enum sc_status pick_price(const void *in, const void *const *rows, size_t count,
                                 void *ret_row)
{
    struct retail_shelf_lowest lowest;
    struct best_price *best = ret_row;
    enum sc_status st = retail_shelf_pick_lowest(in, rows, count, &lowest);

    if (st == SC_OK)
        *best = (struct best_price){lowest.store_id, (int32_t)lowest.price_minor};
    return st;
}

struct best_deal {
    int64_t id;
    struct sc_str text;
    double percent;
};

static const struct sc_field best_deal_fields[] = {
    SC_FIELD(struct best_deal, id, SC_FIELD_BIGINT),
    SC_FIELD(struct best_deal, text, SC_FIELD_TEXT),
    SC_FIELD(struct best_deal, percent, SC_FIELD_DOUBLE),
};
static const struct sc_shape best_deal_shape = SC_SHAPE(struct best_deal, best_deal_fields);

static bool share_one(const struct sc_i64_list *a, const struct sc_i64_list *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (a->at[i] == b->at[j])
                return true;
    return false;
}

/* The first of them that is on in one of the stores: they come with most off first. */
static enum sc_status pick_deal(const void *in, const void *const *rows, size_t count,
                                void *ret_row)
{
    const struct retail_shelf_lowest_in *wanted = in;
    struct best_deal *best = ret_row;

    for (size_t i = 0; i < count; i++) {
        const struct kept_deals_of_product_row *deal = rows[i];
        if (!share_one(&wanted->store_ids, &deal->store_ids))
            continue;
        *best = (struct best_deal){deal->id, deal->text, deal->percent};
        return SC_OK;
    }
    return SC_NOT_FOUND;
}

static const struct sc_gql_pick kept_picks[] = {
    {"kept_best_price", &retail_shelf_of_product_query.row, &retail_shelf_lowest_in_shape,
     &best_price_shape, pick_price},
    {"kept_best_deal", &kept_deals_of_product_query.row, &retail_shelf_lowest_in_shape,
     &best_deal_shape, pick_deal},
};

/* What the program offers, and ours behind it. */
static void offer(struct gateway_config *config)
{
    size_t tables = 0;

    app_registry(config);
    while (config->loader_tables[tables] != NULL)
        tables++;
    config->loader_tables[tables] = kept_loaders;
    config->picks = kept_picks; /* those of the product are for its own schema */
    config->pick_count = SC_COUNT(kept_picks);
}

/* bench/serve/schema.graphql, and where the parts of a list come from. */
static enum sc_status read_schema(struct sc_request *rq, bool is_cached, struct sc_str *ret_sdl)
{
    struct sc_str list = is_cached ? SC_STR("bench/serve/list_cached.graphql")
                                   : SC_STR("bench/serve/list_joined.graphql");
    struct sc_str common, parts;
    enum sc_status st = sc_file_read(rq, SC_STR("bench/serve/schema.graphql"), SCHEMA_MAX, &common);

    if (st == SC_OK)
        st = sc_file_read(rq, list, SCHEMA_MAX, &parts);
    if (st != SC_OK)
        return st;
    *ret_sdl = sc_arena_printf(rq->arena, "%.*s\n%.*s", SC_STR_ARGS(common), SC_STR_ARGS(parts));
    return ret_sdl->at != NULL ? SC_OK : sc_fail(rq, SC_NO_MEMORY, "no memory for the schema");
}

static void print_address(void *context, uint16_t port)
{
    (void)context;
    printf("serving http://127.0.0.1:%u/graphql\n", port);
    fflush(stdout);
}

static enum sc_status configure(struct sc_request *rq, bool is_cached,
                                const struct app_settings *settings,
                                struct app_serve_config *config)
{
    struct gateway_config *gateway = &config->gateway;
    size_t loops = (size_t)settings->loops;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (loops == 0)
        loops = cores < 1 ? 1 : (size_t)cores;
    *config = (struct app_serve_config){
        .gateway = {.loads_connections = LOOP_CONNECTIONS, .takes_free_documents = true},
        .address = "127.0.0.1",
        .loops = loops,
    };
    gateway->threads[GATEWAY_POOL_CPU] = loops;
    gateway->threads[GATEWAY_POOL_WEB] = (size_t)settings->database_connections;
    gateway->threads[GATEWAY_POOL_PASSWORD] = 1;
    offer(gateway);
    return read_schema(rq, is_cached, &gateway->schema);
}

static enum sc_status serve(struct sc_request *rq, struct app_settings *settings, bool is_cached)
{
    struct app_serve_config config;
    struct app_backing backing;
    enum sc_status st = configure(rq, is_cached, settings, &config);

    if (st != SC_OK)
        return st;
    settings->cache_mib = CACHE_MIB;
    st = app_backing_open(rq, settings, is_cached, &config.gateway, &backing);
    if (st == SC_OK)
        st = app_serve(rq, &config, print_address, NULL);
    app_backing_close(&backing);
    return st;
}

int bench_server(bool is_cached, int writers)
{
    struct app_settings settings;
    struct sc_request rq;
    enum sc_status st = sc_request_init(&rq, ARENA_CAP, sc_deadline_none());

    if (st == SC_OK)
        st = app_settings_read(&rq, &settings);
    settings.database_connections = writers;
    if (st == SC_OK)
        st = sc_shutdown_install();
    if (st == SC_OK)
        st = serve(&rq, &settings, is_cached);
    if (st != SC_OK)
        fprintf(stderr, "bench_serve: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
