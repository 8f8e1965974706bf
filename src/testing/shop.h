/*
 * shop.h - a small shop for tests of the GraphQL engine: its schema, and loaders over arrays.
 *
 * Two stores, their deals in pages, products; an event, a plan made by a function.
 * Every kind of column and every way to bind a field stands here once.
 */
#ifndef SC_TESTING_SHOP_H
#define SC_TESTING_SHOP_H

#include "base/arena.h"
#include "base/time.h"
#include "graphql/bind.h"
#include "graphql/run.h"

struct shop_product {
    int64_t id;
    struct sc_str name;
    struct sc_str brand; /* may be null */
    double size;
    int16_t unit; /* of enum Unit */
    int32_t since;
};

struct shop_deal {
    int64_t id;
    int64_t store_id;
    struct sc_str text;
    struct sc_str kind; /* of enum DealKind */
    int64_t ends_at;
    int64_t product_id;
    bool has_product_id;
    int64_t price_minor;
    bool has_price_minor;
    struct sc_str price_currency;
    struct sc_str product_name; /* "product.name" */
    struct sc_str_list tags;
    struct sc_i32_list days;
};

struct shop_store {
    int64_t id;
    struct sc_str name;
    bool is_open;
};

struct shop_stop {
    int64_t store_id;
    int32_t lines;
};

struct shop_plan {
    struct sc_str name;
    struct sc_rows stops; /* of shop_stop */
    const void *best;     /* a shop_stop, or NULL */
    int64_t total;
    bool has_total;
};

struct shop_line_in {
    struct sc_str name;
    int32_t quantity;
    int16_t unit;
    bool has_unit;
};

struct shop_plan_in {
    struct sc_rows lines; /* of shop_line_in */
    struct sc_i64_list stores;
    bool has_stores;
    struct sc_str kind;
    int64_t at;
    bool has_at;
    const void *near;
};

struct shop_near_in {
    double lat;
    double lon;
};

/* The longest of a store's deals: what a pick is given, and makes. */
struct shop_longest_in {
    bool is_open;       /* of the store */
    struct sc_str kind; /* an argument; null: any */
};

struct shop_longest {
    struct sc_str text;
    int64_t store_id;
};

struct shop_deals_in {
    struct sc_i64_list viewer; /* the host's to fill */
    struct sc_i64_list store_id;
    struct sc_str kind;
    int64_t after_ends_at;
    int64_t after_id;
    int32_t page_limit;
};

struct shop_own_in {
    struct sc_i64_list viewer;
    struct sc_i64_list store_id;
    int32_t least;
};

static const struct sc_field shop_product_fields[] = {
    SC_FIELD(struct shop_product, id, SC_FIELD_BIGINT),
    SC_FIELD(struct shop_product, name, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct shop_product, brand, SC_FIELD_TEXT),
    SC_FIELD(struct shop_product, size, SC_FIELD_DOUBLE),
    SC_FIELD(struct shop_product, unit, SC_FIELD_SMALLINT),
    SC_FIELD(struct shop_product, since, SC_FIELD_DATE),
};
static const struct sc_shape shop_product_shape =
    SC_SHAPE(struct shop_product, shop_product_fields);

static const struct sc_field shop_deal_fields[] = {
    SC_FIELD(struct shop_deal, id, SC_FIELD_BIGINT),
    SC_FIELD(struct shop_deal, store_id, SC_FIELD_BIGINT),
    SC_FIELD(struct shop_deal, text, SC_FIELD_TEXT),
    SC_FIELD(struct shop_deal, kind, SC_FIELD_TEXT),
    SC_FIELD(struct shop_deal, ends_at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD_MAYBE(struct shop_deal, product_id, SC_FIELD_BIGINT),
    {"price.minor", SC_FIELD_BIGINT, true, offsetof(struct shop_deal, price_minor),
     offsetof(struct shop_deal, has_price_minor), NULL},
    {"price.currency", SC_FIELD_TEXT, true, offsetof(struct shop_deal, price_currency), 0, NULL},
    {"product.name", SC_FIELD_TEXT, true, offsetof(struct shop_deal, product_name), 0, NULL},
    SC_FIELD(struct shop_deal, tags, SC_FIELD_TEXTS),
    SC_FIELD(struct shop_deal, days, SC_FIELD_DATES),
};
static const struct sc_shape shop_deal_shape = SC_SHAPE(struct shop_deal, shop_deal_fields);

static const struct sc_field shop_store_fields[] = {
    SC_FIELD(struct shop_store, id, SC_FIELD_BIGINT),
    SC_FIELD(struct shop_store, name, SC_FIELD_TEXT),
    SC_FIELD(struct shop_store, is_open, SC_FIELD_BOOLEAN),
};
static const struct sc_shape shop_store_shape = SC_SHAPE(struct shop_store, shop_store_fields);

static const struct sc_field shop_stop_fields[] = {
    SC_FIELD(struct shop_stop, store_id, SC_FIELD_BIGINT),
    SC_FIELD(struct shop_stop, lines, SC_FIELD_INTEGER),
};
static const struct sc_shape shop_stop_shape = SC_SHAPE(struct shop_stop, shop_stop_fields);

static const struct sc_field shop_plan_fields[] = {
    SC_FIELD(struct shop_plan, name, SC_FIELD_TEXT),
    SC_FIELD_OF(struct shop_plan, stops, SC_FIELD_ROWS, &shop_stop_shape),
    SC_FIELD_OF_OR_NULL(struct shop_plan, best, SC_FIELD_ROW, &shop_stop_shape),
    SC_FIELD_MAYBE(struct shop_plan, total, SC_FIELD_BIGINT),
};
static const struct sc_shape shop_plan_shape = SC_SHAPE(struct shop_plan, shop_plan_fields);

static const struct sc_field shop_line_in_fields[] = {
    SC_FIELD(struct shop_line_in, name, SC_FIELD_TEXT),
    SC_FIELD(struct shop_line_in, quantity, SC_FIELD_INTEGER),
    SC_FIELD_MAYBE(struct shop_line_in, unit, SC_FIELD_SMALLINT),
};
static const struct sc_shape shop_line_in_shape =
    SC_SHAPE(struct shop_line_in, shop_line_in_fields);

static const struct sc_field shop_near_in_fields[] = {
    SC_FIELD(struct shop_near_in, lat, SC_FIELD_DOUBLE),
    SC_FIELD(struct shop_near_in, lon, SC_FIELD_DOUBLE),
};
static const struct sc_shape shop_near_in_shape =
    SC_SHAPE(struct shop_near_in, shop_near_in_fields);

static const struct sc_field shop_plan_in_fields[] = {
    SC_FIELD_OF(struct shop_plan_in, lines, SC_FIELD_ROWS, &shop_line_in_shape),
    SC_FIELD_MAYBE(struct shop_plan_in, stores, SC_FIELD_BIGINTS),
    SC_FIELD_OR_NULL(struct shop_plan_in, kind, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct shop_plan_in, at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD_OF_OR_NULL(struct shop_plan_in, near, SC_FIELD_ROW, &shop_near_in_shape),
};
static const struct sc_shape shop_plan_in_shape =
    SC_SHAPE(struct shop_plan_in, shop_plan_in_fields);

static const struct sc_field shop_deals_in_fields[] = {
    SC_FIELD(struct shop_deals_in, viewer, SC_FIELD_BIGINTS),
    SC_FIELD(struct shop_deals_in, store_id, SC_FIELD_BIGINTS),
    SC_FIELD_OR_NULL(struct shop_deals_in, kind, SC_FIELD_TEXT),
    SC_FIELD(struct shop_deals_in, after_ends_at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD(struct shop_deals_in, after_id, SC_FIELD_BIGINT),
    SC_FIELD(struct shop_deals_in, page_limit, SC_FIELD_INTEGER),
};
static const struct sc_shape shop_deals_in_shape =
    SC_SHAPE(struct shop_deals_in, shop_deals_in_fields);

static const struct sc_field shop_own_in_fields[] = {
    SC_FIELD(struct shop_own_in, viewer, SC_FIELD_BIGINTS),
    SC_FIELD(struct shop_own_in, store_id, SC_FIELD_BIGINTS),
    SC_FIELD(struct shop_own_in, least, SC_FIELD_INTEGER),
};
static const struct sc_shape shop_own_in_shape = SC_SHAPE(struct shop_own_in, shop_own_in_fields);

static const struct sc_field shop_longest_in_fields[] = {
    SC_FIELD(struct shop_longest_in, is_open, SC_FIELD_BOOLEAN),
    SC_FIELD_OR_NULL(struct shop_longest_in, kind, SC_FIELD_TEXT),
};
static const struct sc_shape shop_longest_in_shape =
    SC_SHAPE(struct shop_longest_in, shop_longest_in_fields);

static const struct sc_field shop_longest_fields[] = {
    SC_FIELD(struct shop_longest, text, SC_FIELD_TEXT),
    SC_FIELD(struct shop_longest, store_id, SC_FIELD_BIGINT),
};
static const struct sc_shape shop_longest_shape =
    SC_SHAPE(struct shop_longest, shop_longest_fields);

static const char shop_sdl[] =
    "scalar DateTime @scalar(as: \"DateTime\")\n"
    "scalar Date @scalar(as: \"Date\")\n"
    "scalar Long @scalar(as: \"Long\")\n"
    "enum Unit { PIECE KILOGRAM }\n"
    "enum DealKind { MULTI_BUY BUY_GET }\n"
    "interface Node { id: ID! }\n"
    "type Product implements Node @node(loader: \"product_by_id\", tag: \"p\") {\n"
    "  id: ID! name: String! brand: String size: Float! unit: Unit! since: Date!\n"
    "}\n"
    "type Store implements Node @node(loader: \"store_by_id\", tag: \"s\") {\n"
    "  id: ID! name: String! isOpen: Boolean! @auth(role: \"staff\")\n"
    "  deals(first: Int, after: String, kind: DealKind): DealConnection!\n"
    "    @page(loader: \"deals_of_store\", key: \"id\")\n"
    "  longest(kind: DealKind): Longest\n"
    "    @loader(name: \"all_deals_of_store\", key: \"id\", pick: \"longest\")\n"
    "}\n"
    "type Longest {\n"
    "  text: String! store: Store! @loader(name: \"store_by_id\", key: \"store_id\")\n"
    "}\n"
    "type Money { minor: Long! currency: String! }\n"
    "type Deal {\n"
    "  id: ID! text: String! kind: DealKind! endsAt: DateTime tags: [String!]! days: [Date]\n"
    "  price: Money\n"
    "  product: Product @loader(name: \"product_by_id\", key: \"product_id\")\n"
    "  store: Store! @loader(name: \"store_by_id\", key: \"store_id\")\n"
    "}\n"
    "type PageInfo {\n"
    "  hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String\n"
    "}\n"
    "type DealEdge { cursor: String! node: Deal! }\n"
    "type DealConnection { edges: [DealEdge!]! nodes: [Deal!]! pageInfo: PageInfo! }\n"
    "type Stop { lines: Int! store: Store! @loader(name: \"store_by_id\", key: \"store_id\") }\n"
    "type Plan { name: String! stops: [Stop!]! best: Stop total: Long }\n"
    "input Line { name: String! quantity: Int! = 1 unit: Unit }\n"
    "input Near { lat: Float! lon: Float! }\n"
    "type Query {\n"
    "  store(id: ID! @id(of: \"Store\")): Store @loader(name: \"store_by_id\", key: \"$id\")\n"
    "  mustStore(id: ID! @id(of: \"Store\")): Store! @loader(name: \"store_by_id\", key: \"$id\")\n"
    "  stores(ids: [ID!]! @id(of: \"Store\")): [Store!]!\n"
    "    @loader(name: \"store_by_id\", key: \"$ids\")\n"
    "  products(ids: [ID!]! @id(of: \"Product\")): [Product!]!\n"
    "    @loader(name: \"product_by_id\", key: \"$ids\")\n"
    "  node(id: ID!): Node\n"
    "  nodes(ids: [ID!]!): [Node]!\n"
    "  plan(lines: [Line!]!, stores: [ID!] @id(of: \"Store\"), kind: DealKind, at: DateTime,\n"
    "    near: Near): Plan! @function(name: \"plan\")\n"
    "}\n"
    "type Mutation { first: Plan @function(name: \"tick\") second: Plan! @function(name: "
    "\"tick\")\n"
    "  third: Plan @function(name: \"tick\") }\n"
    "type Subscription {\n"
    "  ticks(stores: [ID!] @id(of: \"Store\")): Plan! @function(name: \"ticks\")\n"
    "}\n";

static const struct sc_field shop_ticks_in_fields[] = {
    SC_FIELD_MAYBE(struct shop_plan_in, stores, SC_FIELD_BIGINTS),
};
static const struct sc_shape shop_ticks_in_shape =
    SC_SHAPE(struct shop_plan_in, shop_ticks_in_fields);

static const struct sc_gql_loader shop_loaders[] = {
    {.name = "product_by_id",
     .row = &shop_product_shape,
     .keys = shop_product_fields,
     .key_count = 1},
    {.name = "store_by_id", .row = &shop_store_shape, .keys = shop_store_fields, .key_count = 1},
    {.name = "deals_of_store",
     .row = &shop_deal_shape,
     .in = &shop_deals_in_shape,
     .keys = &shop_deal_fields[1],
     .key_count = 1,
     .page = "ends_at, id",
     .viewer = &shop_deals_in_fields[0]},
    {.name = "all_deals_of_store",
     .row = &shop_deal_shape,
     .keys = &shop_deal_fields[1],
     .key_count = 1},
    {.name = "deal_by_pair", .row = &shop_deal_shape, .keys = shop_deal_fields, .key_count = 2},
    {.name = "own_deals_of_store",
     .row = &shop_deal_shape,
     .in = &shop_own_in_shape,
     .keys = &shop_deal_fields[1],
     .key_count = 1,
     .viewer = &shop_own_in_fields[0]},
};

/* A closed store has none, and BUY_GET is refused. */
static inline enum sc_status shop_pick_longest(const void *in, const void *const *rows,
                                               size_t count, void *ret_row)
{
    const struct shop_longest_in *wanted = in;
    struct shop_longest *longest = ret_row;
    int64_t until = INT64_MIN;

    for (size_t i = 0; i < count && wanted->is_open; i++) {
        const struct shop_deal *deal = rows[i];
        if (deal->ends_at < until ||
            (wanted->kind.at != NULL && !sc_str_eq(wanted->kind, deal->kind)))
            continue;
        until = deal->ends_at;
        *longest = (struct shop_longest){.text = deal->text, .store_id = deal->store_id};
    }
    if (wanted->kind.at != NULL && sc_str_eq(wanted->kind, SC_STR("buy_get")))
        return SC_LIMITED;
    return longest->text.at != NULL ? SC_OK : SC_NOT_FOUND;
}

static const struct sc_gql_pick shop_picks[] = {
    {"longest", &shop_deal_shape, &shop_longest_in_shape, &shop_longest_shape, shop_pick_longest},
};
static const struct sc_gql_function shop_functions[] = {
    {.name = "plan", .in = &shop_plan_in_shape, .row = &shop_plan_shape},
    {.name = "tick", .row = &shop_plan_shape},
    {.name = "ticks", .in = &shop_ticks_in_shape, .row = &shop_plan_shape},
};
static const char *const shop_roles[] = {"guest", "staff"};
static const struct sc_gql_offer shop_offer = {
    .loaders = shop_loaders,
    .loader_count = SC_COUNT(shop_loaders),
    .functions = shop_functions,
    .function_count = SC_COUNT(shop_functions),
    .picks = shop_picks,
    .pick_count = SC_COUNT(shop_picks),
    .roles = shop_roles,
    .role_count = SC_COUNT(shop_roles),
};

#define SHOP_TEXT(literal)           \
    {                                \
        literal, sizeof(literal) - 1 \
    }

static const struct shop_product shop_products[] = {
    {1, SHOP_TEXT("Milk \"3%\""), SHOP_TEXT("Tara"), 1.5, 0, 20000},
    {2, SHOP_TEXT("\xD7\x97\xD7\x9C\xD7\x91"), {0}, 0.1, 1, 0},
};
static const struct shop_store shop_stores[] = {
    {10, SHOP_TEXT("North"), true},
    {11, SHOP_TEXT("South"), false},
};
static const struct sc_str shop_tags[] = {SHOP_TEXT("new"), SHOP_TEXT("hot")};
static const int32_t shop_days[] = {0, INT32_MAX};
/* In the order of a page: by end, then by id. */
static const struct shop_deal shop_deals[] = {
    {.id = 100,
     .store_id = 10,
     .text = SHOP_TEXT("two for one"),
     .kind = SHOP_TEXT("multi_buy"),
     .ends_at = 1000000,
     .product_id = 1,
     .has_product_id = true,
     .price_minor = 990,
     .has_price_minor = true,
     .price_currency = SHOP_TEXT("EUR"),
     .product_name = SHOP_TEXT("Milk beside"),
     .tags = {shop_tags, 2},
     .days = {shop_days, NULL, 2}},
    {.id = 101,
     .store_id = 10,
     .text = SHOP_TEXT("buy and get"),
     .kind = SHOP_TEXT("buy_get"),
     .ends_at = 1000001,
     .tags = {shop_tags, 0},
     .days = {shop_days, NULL, 0}},
    {.id = 102,
     .store_id = 11,
     .text = SHOP_TEXT("south"),
     .kind = SHOP_TEXT("buy_get"),
     .ends_at = 2000000,
     .product_id = 2,
     .has_product_id = true,
     .tags = {shop_tags, 1},
     .days = {shop_days, NULL, 1}},
    {.id = 103,
     .store_id = 10,
     .text = SHOP_TEXT("the last"),
     .kind = SHOP_TEXT("odd"),
     .ends_at = INT64_MAX,
     .product_id = 9,
     .has_product_id = true,
     .tags = {shop_tags, 1},
     .days = {shop_days, NULL, 1}},
};
static const struct shop_stop shop_stops[] = {{10, 3}, {11, 1}};
static const struct shop_plan shop_plans[] = {
    {.name = SHOP_TEXT("cheapest"),
     .stops = {shop_stops, 2},
     .best = &shop_stops[1],
     .total = 5000,
     .has_total = true},
};

/* Answers batches from the arrays, and keeps what it was asked. */
struct shop_host {
    struct sc_arena *arena;
    int turns;
    int batches;
    size_t keys;
    enum sc_status products; /* how loads of products end */
    enum sc_status stores;   /* and of stores */
    enum sc_status calls[4]; /* how calls end, one after the other */
    int call_count;
    const struct shop_plan_in *asked; /* by plan */
};

static inline bool shop_is_deal_of(const struct shop_deal *deal, const struct shop_deals_in *in,
                                   int64_t store_id)
{
    bool is_behind = deal->ends_at > in->after_ends_at ||
                     (deal->ends_at == in->after_ends_at && deal->id > in->after_id);

    return deal->store_id == store_id && is_behind &&
           (in->kind.at == NULL || sc_str_eq(in->kind, deal->kind));
}

/* Rows of one key from `rows` on; how many. */
static inline uint32_t shop_find(const struct sc_gql_batch *batch, int64_t key, const void **rows)
{
    const struct shop_deals_in *in = batch->in;
    uint32_t count = 0;

    if (batch->loader == &shop_loaders[0]) {
        for (size_t i = 0; i < SC_COUNT(shop_products); i++)
            if (shop_products[i].id == key)
                rows[count++] = &shop_products[i];
    } else if (batch->loader == &shop_loaders[1]) {
        for (size_t i = 0; i < SC_COUNT(shop_stores); i++)
            if (shop_stores[i].id == key)
                rows[count++] = &shop_stores[i];
    } else if (batch->loader == &shop_loaders[3]) {
        for (size_t i = 0; i < SC_COUNT(shop_deals); i++)
            if (shop_deals[i].store_id == key)
                rows[count++] = &shop_deals[i];
    } else {
        for (size_t i = 0; i < SC_COUNT(shop_deals) && count < (uint32_t)in->page_limit; i++)
            if (shop_is_deal_of(&shop_deals[i], in, key))
                rows[count++] = &shop_deals[i];
    }
    return count;
}

static inline void shop_answer(struct shop_host *host, struct sc_gql_batches *batches)
{
    host->turns++;
    for (size_t b = 0; b < batches->count; b++) {
        struct sc_gql_batch *batch = &batches->at[b];
        const void **rows =
            sc_arena_array(host->arena, batch->count * SC_COUNT(shop_deals), sizeof *rows);
        uint32_t *first = sc_arena_array(host->arena, batch->count + 1, sizeof *first);
        host->batches++;
        if (rows == NULL || first == NULL) {
            batch->status = SC_NO_MEMORY;
            continue;
        }
        batch->rows = rows;
        batch->first = first;
        if (batch->function != NULL) {
            batch->status = host->calls[host->call_count++ % 4];
            rows[0] = shop_plans;
            first[1] = 1;
            if (batch->function == &shop_functions[0])
                host->asked = batch->in;
            continue;
        }
        host->keys += batch->count;
        if (batch->loader == &shop_loaders[0])
            batch->status = host->products;
        if (batch->loader == &shop_loaders[1])
            batch->status = host->stores;
        for (size_t k = 0; k < batch->count; k++)
            first[k + 1] = first[k] + shop_find(batch, batch->keys[k].number, rows + first[k]);
    }
}

#endif
