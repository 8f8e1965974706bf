/* The catalogue as the API tells it, on the sample world, held against SQL and `smartcart where`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/helpers/graphql.h"
#include "api/helpers/sample.h"
#include "api/helpers/where.h"

enum {
    PAGES_MAX = 200,
    PAGE_VARIABLES = 200,
};

static struct test_serving serving;

/*
 * A second day, so that prices have changed; then the deals' times are moved, so that those on at
 * SAMPLE_NOON are on now; and the planner learns of all that, as it would in a minute by itself.
 */
static const char move_deals[] =
    "update deals.deal set starts_at = starts_at + (now() - timestamptz '" SAMPLE_NOON "'),"
    " ends_at = ends_at + (now() - timestamptz '" SAMPLE_NOON "');"
    "update deals.deal_store s set starts_at = d.starts_at, ends_at = d.ends_at"
    " from deals.deal d where d.id = s.deal_id;"
    "update deals.deal_chain s set starts_at = d.starts_at, ends_at = d.ends_at"
    " from deals.deal d where d.id = s.deal_id;analyze";

static int set_up(void **state)
{
    if (sample_setup(state) != 0)
        return -1;
    sample_import(SAMPLE_DAY + 1);
    test_sql(sample_catalogue()->database.url, move_deals);
    sample_serve(&serving);
    return 0;
}

static int tear_down(void **state)
{
    sample_serve_stop(&serving);
    return sample_teardown(state);
}

static json_t *ask(const char *document, const char *variables)
{
    return test_ask(sample_catalogue()->arena, &serving, document, variables);
}

/* The same, of what has no errors. */
static json_t *ask_cleanly(const char *document, const char *variables)
{
    json_t *answer = ask(document, variables);

    test_is_clean(answer);
    return answer;
}

static char *sql_text(const char *sql)
{
    return test_sql_text(sample_catalogue()->database.url, sql);
}

/*
 * Walks a list of the document `query ($after: String) { ... }`, in which `path` leads to it: each
 * node's `field`, joined by blanks. No page may be empty but the first.
 */
static struct sc_str walk(const char *document, const char *path, const char *field)
{
    struct sc_arena *arena = sample_catalogue()->arena;
    char variables[PAGE_VARIABLES] = "{\"after\":null}";
    struct sc_str all = SC_STR("");
    bool has_next = true;

    for (int page = 0; has_next; page++) {
        assert_in_range(page, 0, PAGES_MAX);
        json_t *answer = ask_cleanly(document, variables);
        const json_t *list = test_at(answer, path);
        const json_t *nodes = test_at(list, "nodes"), *node;
        size_t i;
        json_array_foreach(nodes, i, node)
        {
            const json_t *value = test_at(node, field);
            all = json_is_string(value) ? sc_arena_printf(arena, "%.*s%s ", SC_STR_ARGS(all),
                                                          json_string_value(value))
                                        : sc_arena_printf(arena, "%.*s%lld ", SC_STR_ARGS(all),
                                                          (long long)json_integer_value(value));
        }
        has_next = json_is_true(test_at(list, "pageInfo.hasNextPage"));
        assert_true(!has_next || json_array_size(nodes) > 0);
        if (has_next)
            snprintf(variables, sizeof variables, "{\"after\":\"%s\"}",
                     test_text_at(list, "pageInfo.endCursor"));
        json_decref(answer);
    }
    return all;
}

/* A list is, page by page, what SQL says it is: texts with a blank behind each. */
static void list_is(const char *document, const char *path, const char *field, const char *sql)
{
    struct sc_str told = walk(document, path, field);
    char *wanted = sql_text(sql);

    assert_non_null(wanted);
    assert_true(strlen(wanted) > 0);
    assert_str(told, wanted);
    free(wanted);
}

/* An id of the API, of the first node of a list. */
static const char *id_at(const char *document, const char *path)
{
    json_t *answer = ask_cleanly(document, NULL);
    struct sc_str id =
        sc_arena_str(sample_catalogue()->arena, sc_str_of(test_text_at(answer, path)));

    json_decref(answer);
    return id.at;
}

static const char *format(const char *text, const char *id)
{
    struct sc_str rest = sc_str_of(text), made = SC_STR("");
    struct sc_arena *arena = sample_catalogue()->arena;
    struct sc_str part;

    while (sc_str_take(&rest, '@', &part))
        made = sc_arena_printf(arena, "%.*s%.*s%s", SC_STR_ARGS(made), SC_STR_ARGS(part),
                               rest.len > 0 ? id : "");
    return made.at;
}

static void lists_go_page_by_page_through_all_there_is(void **state)
{
    const char *deal = id_at("{ retailerByKey(key: \"larkfield\") { store(code: \"1\") {"
                             " deals(first: 1) { nodes { id } } } } }",
                             "data.retailerByKey.store.deals.nodes.0.id");

    (void)state;
    list_is("query ($after: String) { retailers(first: 2, after: $after) { nodes { key } pageInfo {"
            " hasNextPage endCursor } } }",
            "data.retailers", "key",
            "select string_agg(key || ' ', '' order by name, id) from retail.retailer");
    list_is("query ($after: String) { retailerByKey(key: \"larkfield\") { stores(first: 2, after:"
            " $after) { nodes { code } pageInfo { hasNextPage endCursor } } } }",
            "data.retailerByKey.stores", "code",
            "select string_agg(s.code || ' ', '' order by s.code) from retail.store s join"
            " retail.retailer r on r.id = s.retailer_id where r.key = 'larkfield'");
    list_is("query ($after: String) { categories(first: 7, after: $after) { nodes { name }"
            " pageInfo { hasNextPage endCursor } } }",
            "data.categories", "name",
            "select string_agg(category || ' ', '' order by category) from (select distinct"
            " category from retail.product where category is not null and merged_into is null) c");
    list_is("query ($after: String) { category(name: \"Alcohol > Beer\") { products(first: 3,"
            " after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } }",
            "data.category.products", "name",
            "select string_agg(name || ' ', '' order by id) from retail.product"
            " where category = 'Alcohol > Beer' and merged_into is null");
    list_is(format("query ($after: String) { deal(id: \"@\") { stores(first: 1, after: $after) {"
                   " nodes { code } pageInfo { hasNextPage endCursor } } } }",
                   deal),
            "data.deal.stores", "code",
            "select string_agg(s.code || ' ', '' order by s.id) from deals.deal_on o join"
            " retail.store s on s.id = o.store_id where o.deal_id = (select a.deal_id from"
            " deals.deal_on a join deals.deal d on d.id = a.deal_id join retail.store t on t.id ="
            " a.store_id join retail.retailer r on r.id = t.retailer_id where r.key = 'larkfield'"
            " and t.code = '1' and d.starts_at <= now() and d.ends_at >= now()"
            " order by d.ends_at, d.id limit 1)");
}

static void stores_come_by_their_distance(void **state)
{
    json_t *answer =
        ask_cleanly("{ storesNear(lat: 51.8985, lon: -8.4756, radiusM: 4000, first: 100) { nodes {"
                    " distanceM store { code retailer { key } } } } }",
                    NULL);
    const json_t *nodes = test_at(answer, "data.storesNear.nodes"), *node;
    int64_t before = 0;
    size_t i;

    (void)state;
    json_array_foreach(nodes, i, node)
    {
        int64_t metres = test_int_at(node, "distanceM");
        assert_true(metres >= before && metres <= 4000);
        before = metres;
    }
    assert_int_equal(json_array_size(nodes),
                     catalogue_number(sample_catalogue(),
                                      "select count(*) from retail.store where closed_at is null"
                                      " and retail.metres(51.8985, -8.4756, lat, lon) <= 4000"));
    json_decref(answer);
    list_is("query ($after: String) { storesNear(lat: 51.8985, lon: -8.4756, first: 2, after:"
            " $after) { nodes { distanceM } pageInfo { hasNextPage endCursor } } }",
            "data.storesNear", "distanceM",
            "select string_agg(m || ' ', '' order by m, id) from (select id, round(retail.metres("
            "51.8985, -8.4756, lat, lon))::integer as m from retail.store) s where m <= 10000");
}

#define DEALS_OF_STORE                                                                  \
    "query ($after: String) { retailerByKey(key: \"larkfield\") { store(code: \"1\") {" \
    " deals(first: 5, after: $after) { nodes { text } pageInfo { hasNextPage endCursor } } } } }"
#define DEALS_OF_STORE_SQL                                                               \
    "select string_agg(d.text || ' ', '' order by d.ends_at, d.id) from deals.deal_on o" \
    " join deals.deal d on d.id = o.deal_id join retail.store s on s.id = o.store_id"    \
    " join retail.retailer r on r.id = s.retailer_id where r.key = 'larkfield'"          \
    " and s.code = '1' and d.starts_at <= now() and d.ends_at >= now()"

static void deals_of_a_store_are_those_on_now(void **state)
{
    const char *url = sample_catalogue()->database.url;

    (void)state;
    list_is(DEALS_OF_STORE, "data.retailerByKey.store.deals", "text", DEALS_OF_STORE_SQL);
    assert_true(catalogue_number(sample_catalogue(),
                                 "select count(*) from deals.deal_store o join deals.deal d on d.id"
                                 " = o.deal_id where d.starts_at > now() or d.ends_at < now()") >
                0);
    /* Some in all stores of the chain, and one of these both ways: it is told once. */
    test_sql(url, "create table moved as select a.* from deals.deal_store a join retail.store s on"
                  " s.id = a.store_id join retail.retailer r on r.id = s.retailer_id"
                  " where r.key = 'larkfield' and s.code = '1' order by a.deal_id limit 9;"
                  "insert into deals.deal_chain (retailer_id, deal_id, source, since_at)"
                  " select s.retailer_id, m.deal_id, m.source, m.since_at from moved m"
                  " join retail.store s on s.id = m.store_id;"
                  "delete from deals.deal_store a using moved m where a.store_id = m.store_id and"
                  " a.deal_id = m.deal_id and m.deal_id <> (select min(deal_id) from moved)");
    list_is(DEALS_OF_STORE, "data.retailerByKey.store.deals", "text", DEALS_OF_STORE_SQL);
    test_sql(url, "delete from deals.deal_chain c using moved m where c.deal_id = m.deal_id;"
                  "insert into deals.deal_store (store_id, deal_id, source, since_at)"
                  " select store_id, deal_id, source, since_at from moved"
                  " on conflict do nothing; drop table moved");
    list_is(DEALS_OF_STORE, "data.retailerByKey.store.deals", "text", DEALS_OF_STORE_SQL);
}

/* Of the product with the most prices among those that a deal is about now. */
#define PRODUCT_SQL                                                                              \
    "(select i.product_id from deals.deal_store o join deals.deal d on d.id = o.deal_id"         \
    " join deals.deal_item t on t.deal_id = d.id join retail.item i on i.retailer_id ="          \
    " t.retailer_id and i.code = t.code join retail.product g on g.id = i.product_id"            \
    " join retail.item j on j.product_id = i.product_id join retail.price p on p.item_id = j.id" \
    " where not t.is_get and d.starts_at <= now() and d.ends_at >= now() and g.gtin is not null" \
    " group by i.product_id order by count(*) desc, i.product_id limit 1)"

static const char *product_document(const char *fields)
{
    char *gtin = sql_text("select gtin from retail.product where id = " PRODUCT_SQL);
    struct sc_str document = sc_arena_printf(
        sample_catalogue()->arena,
        "query ($after: String) { productByGtin(gtin: \"%s\") { id %s } }", gtin, fields);

    assert_non_null(gtin);
    free(gtin);
    return document.at;
}

static void a_product_has_its_prices_history_and_deals(void **state)
{
    const char *store = id_at("{ retailerByKey(key: \"larkfield\") { store(code: \"1\") { id } } }",
                              "data.retailerByKey.store.id");

    (void)state;
    list_is(
        product_document("prices(first: 2, after: $after) { nodes { price { minor } } pageInfo {"
                         " hasNextPage endCursor } }"),
        "data.productByGtin.prices", "price.minor",
        "select string_agg(p.price_minor || ' ', '' order by p.price_minor) from retail.price p"
        " join retail.item i on i.id = p.item_id where i.product_id = " PRODUCT_SQL);
    list_is(product_document(format("pricesAt(storeIds: [\"@\"], first: 2, after: $after) { nodes {"
                                    " price { minor } } pageInfo { hasNextPage endCursor } }",
                                    store)),
            "data.productByGtin.pricesAt", "price.minor",
            "select string_agg(p.price_minor || ' ', '' order by p.price_minor) from retail.price p"
            " join retail.item i on i.id = p.item_id join retail.store s on s.id = p.store_id join"
            " retail.retailer r on r.id = s.retailer_id where r.key = 'larkfield' and s.code = '1'"
            " and i.product_id = " PRODUCT_SQL);
    list_is(
        product_document("pricesNear(lat: 51.8985, lon: -8.4756, radiusM: 4000, first: 2,"
                         " after: $after) { nodes { price { minor } } pageInfo { hasNextPage"
                         " endCursor } }"),
        "data.productByGtin.pricesNear", "price.minor",
        "select string_agg(p.price_minor || ' ', '' order by p.price_minor) from retail.price p"
        " join retail.item i on i.id = p.item_id join retail.store s on s.id = p.store_id where"
        " retail.metres(51.8985, -8.4756, s.lat, s.lon) <= 4000 and i.product_id = " PRODUCT_SQL);
    list_is(product_document("deals(first: 1, after: $after) { nodes { text } pageInfo {"
                             " hasNextPage endCursor } }"),
            "data.productByGtin.deals", "text",
            "select string_agg(d.text || ' ', '' order by d.ends_at, d.id) from deals.deal d where"
            " d.starts_at <= now() and d.ends_at >= now() and exists (select from deals.deal_on o"
            " where o.deal_id = d.id) and exists (select from deals.deal_item t join retail.item i"
            " on i.retailer_id = t.retailer_id and i.code = t.code where t.deal_id = d.id and not"
            " t.is_get and i.product_id = " PRODUCT_SQL ")");
}

/* The ids of stores around the middle of the town, as a list of the API. */
static const char *stores_near(void)
{
    struct sc_str ids = SC_STR("");
    json_t *answer =
        ask_cleanly("{ storesNear(lat: 51.8985, lon: -8.4756, first: 5) { nodes { store"
                    " { id } } } }",
                    NULL);
    const json_t *node;
    size_t i;

    json_array_foreach(test_at(answer, "data.storesNear.nodes"), i, node) ids = sc_arena_printf(
        sample_catalogue()->arena, "%.*s\"%s\" ", SC_STR_ARGS(ids), test_text_at(node, "store.id"));
    assert_true(i > 1);
    json_decref(answer);
    return ids.at;
}

static void the_lowest_price_is_the_first_of_those_in_the_stores(void **state)
{
    const char *stores = stores_near();
    struct sc_str fields = sc_arena_printf(
        sample_catalogue()->arena,
        "lowestPrice(storeIds: [%s]) { price { minor currency } isWeighed store { id } }"
        " nowhere: lowestPrice(storeIds: []) { store { id } }"
        " pricesAt(storeIds: [%s], first: 1, after: $after) { nodes { price { minor currency } "
        "isWeighed"
        " store { id } } }",
        stores, stores);
    json_t *answer = ask_cleanly(product_document(fields.at), NULL);
    const json_t *lowest = test_at(answer, "data.productByGtin.lowestPrice");
    const json_t *first = json_array_get(test_at(answer, "data.productByGtin.pricesAt.nodes"), 0);

    (void)state;
    assert_true(json_is_object(lowest));
    assert_true(json_equal(lowest, first));
    assert_true(json_is_null(test_at(answer, "data.productByGtin.nowhere")));
    json_decref(answer);
}

#define DEALS_WHERE(condition)                                                                   \
    "select string_agg(d.text || ' ', '' order by d.ends_at, d.id) from deals.deal d where"      \
    " d.starts_at <= now() and d.ends_at >= now() and exists (select from deals.deal_on o where" \
    " o.deal_id = d.id) and exists (select from deals.deal_item t join retail.item i on"         \
    " i.retailer_id = t.retailer_id and i.code = t.code join retail.product p on p.id ="         \
    " i.product_id where t.deal_id = d.id and not t.is_get and " condition ")"

static void deals_are_found_by_what_they_are_about(void **state)
{
    const char *product = id_at(product_document("deals(first: 0, after: $after) { nodes { id } }"),
                                "data.productByGtin.id");
    char *category = sql_text("select category from retail.product where id = " PRODUCT_SQL);

    (void)state;
    list_is(format("query ($after: String) { dealsAbout(productIds: [\"@\"], first: 1, after:"
                   " $after) { nodes { text } pageInfo { hasNextPage endCursor } } }",
                   product),
            "data.dealsAbout", "text", DEALS_WHERE("p.id = " PRODUCT_SQL));
    list_is(format("query ($after: String) { category(name: \"@\") { deals(first: 2, after:"
                   " $after) { nodes { text } pageInfo { hasNextPage endCursor } } } }",
                   category),
            "data.category.deals", "text",
            DEALS_WHERE("p.category = (select category from retail.product where"
                        " id = " PRODUCT_SQL ")"));
    free(category);
}

/* Of Larkfield's first shop: those whose start is `when` now, and are `about` it. */
#define DEALS_AT_SQL(when, about)                                                           \
    "select string_agg(d.text || ' ', '' order by d.ends_at, d.id) from deals.deal d where" \
    " d.starts_at " when " now() and d.ends_at >= now() and exists (select from"            \
    " deals.deal_on o join retail.store s on s.id = o.store_id join retail.retailer r on"   \
    " r.id = s.retailer_id where o.deal_id = d.id and r.key = 'larkfield' and s.code = '1')" about
#define ABOUT_CHEESE                                                                        \
    " and exists (select from deals.deal_item t join retail.item i on i.retailer_id ="      \
    " t.retailer_id and i.code = t.code join retail.product p on p.id = i.product_id where" \
    " t.deal_id = d.id and not t.is_get and p.category = 'Cheese > Hard cheese')"

#define NODES " { nodes { text } pageInfo { hasNextPage endCursor } }"

static void deals_at_stores_are_now_or_to_come_of_all_or_a_category(void **state)
{
    const char *store = id_at("{ retailerByKey(key: \"larkfield\") { store(code: \"1\") { id } } }",
                              "data.retailerByKey.store.id");

    (void)state;
    list_is(
        format("query ($after: String) { dealsAt(storeIds: [\"@\"], first: 20, after: $after)" NODES
               " }",
               store),
        "data.dealsAt", "text", DEALS_AT_SQL("<=", ""));
    list_is(format("query ($after: String) { dealsAt(storeIds: [\"@\"], areToCome: true, first: 2,"
                   " after: $after)" NODES " }",
                   store),
            "data.dealsAt", "text", DEALS_AT_SQL(">", ""));
    list_is(format("query ($after: String) { category(name: \"Cheese > Hard cheese\") {"
                   " dealsAt(storeIds: [\"@\"], first: 1, after: $after)" NODES " } }",
                   store),
            "data.category.dealsAt", "text", DEALS_AT_SQL("<=", ABOUT_CHEESE));
    list_is(format("query ($after: String) { category(name: \"Cheese > Hard cheese\") {"
                   " dealsAt(storeIds: [\"@\"], areToCome: true, first: 1, after: $after)" NODES
                   " } }",
                   store),
            "data.category.dealsAt", "text", DEALS_AT_SQL(">", ABOUT_CHEESE));
}

static void import_anything(struct catalogue *c)
{
    catalogue_import_one(
        c, catalogue_put_prices(c, "konzum-1-2026-06-10.csv", "1,Bread,,1.20,,,,,\n"));
}

static void a_deal_that_came_before_its_items_is_about_them_after_an_import(void **state)
{
    static const char without[] =
        "select count(*) from deals.deal d where (d.item_id is null or d.product_id is null) and "
        "d.ends_at >= now() and exists"
        " (select from deals.deal_item t join retail.item i on i.retailer_id = t.retailer_id and"
        " i.code = t.code where t.deal_id = d.id and not t.is_get)";
    struct catalogue *c = sample_catalogue();

    (void)state;
    test_sql(c->database.url, "update deals.deal set item_id = null, product_id = null");
    assert_true(catalogue_number(c, without) > 0);
    import_anything(c);
    assert_int_equal(catalogue_number(c, without), 0);
}

/* Of what a deal keeps, all that is not as its item and its retailer's stores have it. */
#define DEALS_THAT_DIFFER                                                                    \
    "select count(*) from deals.deal d left join retail.item i on i.id = d.item_id where"    \
    " d.ends_at >= now() and ((d.product_id, d.image_url) is distinct from (i.product_id,"   \
    " i.image_url) or d.currency is distinct from (select min(s.currency) from retail.store" \
    " s where s.retailer_id = d.retailer_id))"

static void a_deal_follows_its_item_at_the_next_import(void **state)
{
    struct catalogue *c = sample_catalogue();

    (void)state;
    assert_int_equal(catalogue_number(c, DEALS_THAT_DIFFER), 0);
    test_sql(c->database.url,
             "update deals.deal set currency = null where id % 2 = 0;"
             "update retail.item set image_url = 'https://example.com/new.jpg' where id in"
             " (select item_id from deals.deal);"
             "update retail.item i set product_id = (select min(p.id) from retail.product p where"
             " p.merged_into is null and p.id <> i.product_id)"
             " where id = (select max(item_id) from deals.deal where ends_at >= now())");
    assert_true(catalogue_number(c, DEALS_THAT_DIFFER) > 0);
    import_anything(c);
    assert_int_equal(catalogue_number(c, DEALS_THAT_DIFFER), 0);
}

/* The program before the columns gives the item alone. */
static void a_deal_of_the_program_before_has_a_whole_row(void **state)
{
    struct catalogue *c = sample_catalogue();

    (void)state;
    test_sql(c->database.url,
             "insert into deals.deal (retailer_id, content_hash, source_id, text, kind, count, get,"
             " value, min_grams, basket_min_counts_own, starts_at, ends_at, audiences)"
             " select retailer_id, '\\x00', 'before', text, kind, count, get, value, min_grams,"
             " basket_min_counts_own, starts_at, ends_at, audiences from deals.deal"
             " where item_id is not null and ends_at >= now() order by id limit 1;"
             "update deals.deal set item_id = (select min(i.id) from retail.item i where"
             " i.retailer_id = deal.retailer_id) where source_id = 'before'");
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal where source_id ="
                                         " 'before' and product_id is not null"),
                     1);
    assert_int_equal(catalogue_number(c, DEALS_THAT_DIFFER), 0);
    test_sql(c->database.url, "delete from deals.deal where source_id = 'before'");
}

static void history_begins_with_what_was_last(void **state)
{
    static const char changed[] =
        "(select h.item_id from retail.price_history h join retail.item i on i.id = h.item_id join"
        " retail.product p on p.id = i.product_id join retail.store s on s.id = h.store_id join"
        " retail.retailer r on r.id = s.retailer_id where r.key = 'larkfield' and s.code = '1' and"
        " p.gtin is not null order by h.item_id limit 1)";
    struct catalogue *c = sample_catalogue();
    const char *store = id_at("{ retailerByKey(key: \"larkfield\") { store(code: \"1\") { id } } }",
                              "data.retailerByKey.store.id");
    struct sc_str sql = sc_arena_printf(
        c->arena,
        "insert into retail.price_history select h.store_id, h.item_id, n, null, 0, h.from_at - n *"
        " interval '1 hour', h.from_at - (n - 1) * interval '1 hour', false, false from"
        " retail.price_history h, generate_series(1, 4) n where h.item_id = %s and h.store_id ="
        " (select s.id from retail.store s join retail.retailer r on r.id = s.retailer_id where"
        " r.key = 'larkfield' and s.code = '1')",
        changed);

    (void)state;
    test_sql(c->database.url, sql.at);
    sql = sc_arena_printf(
        c->arena,
        "select string_agg(h.price_minor || ' ', '' order by h.to_at desc) from"
        " retail.price_history h join retail.store s on s.id = h.store_id join retail.retailer r"
        " on r.id = s.retailer_id where r.key = 'larkfield' and s.code = '1' and h.item_id = %s",
        changed);
    struct sc_str gtin = sc_arena_printf(
        c->arena,
        "select p.gtin from retail.product p join retail.item i on i.product_id = p.id"
        " where i.id = %s",
        changed);
    char *digits = sql_text(gtin.at);
    struct sc_str document = sc_arena_printf(
        c->arena,
        "query ($after: String) { productByGtin(gtin: \"%s\") { history(storeId: \"%s\", first: 2,"
        " after: $after) { nodes { price { minor currency } fromAt toAt isGone } pageInfo {"
        " hasNextPage endCursor } } } }",
        digits, store);
    free(digits);
    list_is(document.at, "data.productByGtin.history", "price.minor", sql.at);
}

/* What is looked at has one price, so that the special's own is told by itself. */
static void a_special_that_is_over_gives_way(void **state)
{
    static const char document[] = "prices(first: 100, after: $after) { nodes { price { minor } "
                                   "regular { minor } isSpecial } }";
    const char *url = sample_catalogue()->database.url;
    json_t *answer;

    (void)state;
    test_sql(url, "create table kept as select * from retail.price where item_id in (select id from"
                  " retail.item where product_id = " PRODUCT_SQL ");"
                  "update retail.price set is_special = true, price_minor = 100, regular_minor ="
                  " 250, special_from = null, special_to = now() + interval '1 hour'"
                  " where item_id in (select item_id from kept)");
    answer = ask_cleanly(product_document(document), NULL);
    assert_int_equal(test_int_at(answer, "data.productByGtin.prices.nodes.0.price.minor"), 100);
    assert_int_equal(test_int_at(answer, "data.productByGtin.prices.nodes.0.regular.minor"), 250);
    assert_true(json_is_true(test_at(answer, "data.productByGtin.prices.nodes.0.isSpecial")));
    json_decref(answer);
    test_sql(url, "update retail.price set special_to = now() - interval '1 hour'"
                  " where item_id in (select item_id from kept)");
    answer = ask_cleanly(product_document(document), NULL);
    assert_int_equal(test_int_at(answer, "data.productByGtin.prices.nodes.0.price.minor"), 250);
    assert_true(json_is_null(test_at(answer, "data.productByGtin.prices.nodes.0.regular")));
    assert_true(json_is_false(test_at(answer, "data.productByGtin.prices.nodes.0.isSpecial")));
    json_decref(answer);
    test_sql(url, "update retail.price p set is_special = k.is_special, price_minor ="
                  " k.price_minor, regular_minor = k.regular_minor, special_from = k.special_from,"
                  " special_to = k.special_to from kept k where k.store_id = p.store_id and"
                  " k.item_id = p.item_id; drop table kept");
}

static void an_id_that_was_merged_goes_on(void **state)
{
    const char *url = sample_catalogue()->database.url;
    const char *id = id_at("{ category(name: \"Alcohol > Beer\") { products(first: 1) { nodes { id"
                           " } } } }",
                           "data.category.products.nodes.0.id");
    json_t *answer;

    (void)state;
    test_sql(url, "create table merged as select id from retail.product where category ="
                  " 'Alcohol > Beer' and merged_into is null order by id limit 1;"
                  "update retail.product set merged_into = " PRODUCT_SQL
                  " where id = (select id from merged)");
    char *name = sql_text("select name from retail.product where id = " PRODUCT_SQL);
    answer = ask_cleanly(format("{ product(id: \"@\") { id name prices(first: 1) { nodes { price {"
                                " minor } } } deals(first: 1) { nodes { text } } } }",
                                id),
                         NULL);
    assert_string_equal(test_text_at(answer, "data.product.id"), id);
    assert_string_equal(test_text_at(answer, "data.product.name"), name);
    assert_int_equal(json_array_size(test_at(answer, "data.product.prices.nodes")), 1);
    assert_int_equal(json_array_size(test_at(answer, "data.product.deals.nodes")), 1);
    json_decref(answer);
    free(name);
    test_sql(url,
             "update retail.product set merged_into = null where id in (select id from merged);"
             "drop table merged");
}

static void a_barcode_is_found_in_any_of_its_forms(void **state)
{
    static const char *const texts[] = {"9522220155809", "09522220155809",         "952222015580",
                                        "abc",           "9999999999999999999999", ""};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(texts); i++) {
        json_t *answer =
            ask_cleanly(format("{ productByGtin(gtin: \"@\") { gtin } }", texts[i]), NULL);
        const json_t *product = test_at(answer, "data.productByGtin");
        if (i < 2)
            assert_string_equal(test_text_at(product, "gtin"), "09522220155809");
        else
            assert_true(json_is_null(product));
        json_decref(answer);
    }
}

static void search_goes_page_by_page(void **state)
{
    json_t *all = ask_cleanly("{ searchProducts(text: \"milk\", first: 10) { edges { cursor score"
                              " node { id } } pageInfo { hasNextPage hasPreviousPage } } }",
                              NULL);
    struct sc_str cursor = SC_STR("");

    (void)state;
    assert_true(json_is_true(test_at(all, "data.searchProducts.pageInfo.hasNextPage")));
    for (size_t i = 0; i < 10; i++) {
        struct sc_str one = sc_arena_printf(
            sample_catalogue()->arena,
            "{ searchProducts(text: \"milk\", first: 1%s%.*s%s) { edges { cursor node { id } } } }",
            i == 0 ? "" : ", after: \"", SC_STR_ARGS(cursor), i == 0 ? "" : "\"");
        struct sc_str path =
            sc_arena_printf(sample_catalogue()->arena, "data.searchProducts.edges.%zu.node.id", i);
        json_t *answer = ask_cleanly(one.at, NULL);
        assert_string_equal(test_text_at(answer, "data.searchProducts.edges.0.node.id"),
                            test_text_at(all, path.at));
        cursor =
            sc_arena_str(sample_catalogue()->arena,
                         sc_str_of(test_text_at(answer, "data.searchProducts.edges.0.cursor")));
        json_decref(answer);
    }
    json_decref(all);
}

/* One amount of the API against one of `smartcart where --json`. */
static void same(const json_t *told, const char *path, const json_t *wanted, const char *key)
{
    assert_int_equal(test_int_at(told, path), where_int(wanted, key));
}

static void stop_is(const json_t *told, const json_t *wanted)
{
    const json_t *lines = json_object_get(wanted, "lines"), *line;
    size_t i;

    same(told, "till.minor", wanted, "till");
    same(told, "shelf.minor", wanted, "shelf");
    same(told, "deposits.minor", wanted, "deposits");
    same(told, "visit.minor", wanted, "visit_cost");
    same(told, "withCards.minor", wanted, "with_cards");
    same(told, "proof.bound.minor", wanted, "bound");
    assert_int_equal(json_array_size(test_at(told, "lines")), json_array_size(lines));
    assert_int_equal(json_array_size(test_at(told, "deals")),
                     json_array_size(json_object_get(wanted, "deals")));
    json_array_foreach(lines, i, line)
    {
        const json_t *has = json_array_get(test_at(told, "lines"), i);
        same(has, "line", line, "line");
        same(has, "pays.minor", line, "pays");
        same(has, "price.minor", line, "price");
        assert_string_equal(test_text_at(has, "code"), where_str(line, "code"));
    }
}

static void plan_is(const json_t *told, const json_t *wanted)
{
    const json_t *stops = json_object_get(wanted, "stops"), *stop;
    size_t i;

    same(told, "total.minor", wanted, "total");
    same(told, "goods.minor", wanted, "goods");
    same(told, "deposits.minor", wanted, "deposits");
    same(told, "visits.minor", wanted, "visits");
    same(told, "cost.minor", wanted, "cost");
    same(told, "proof.bound.minor", wanted, "bound");
    assert_int_equal(json_is_true(test_at(told, "proof.isExact")),
                     json_is_true(json_object_get(wanted, "exact")));
    assert_int_equal(json_array_size(test_at(told, "missing")),
                     json_array_size(json_object_get(wanted, "missing")));
    assert_int_equal(json_array_size(test_at(told, "stops")), json_array_size(stops));
    json_array_foreach(stops, i, stop) stop_is(json_array_get(test_at(told, "stops"), i), stop);
}

#define WHERE_PLAN                                                                           \
    "maxStores total { minor } goods { minor } deposits { minor } visits { minor }"          \
    " cost { minor } proof { isExact bound { minor } } missing { line reason } stops {"      \
    " till { minor } shelf { minor } deposits { minor } visit { minor } withCards { minor }" \
    " proof { bound { minor } } lines { line code price { minor } pays { minor } }"          \
    " deals { words saves { minor } lines } }"

static void where_to_buy_is_what_the_command_says(void **state)
{
    static const char *const options[] = {"--near",       SAMPLE_HOME, "--at",
                                          SAMPLE_NOON,    "--card",    "larkfield",
                                          "--max-stores", "2",         NULL};
    struct where_told told = where_ask(
        sample_catalogue(),
        SC_STR("2 l milk\n6 eggs\n2 kg bananas\nsliced bread 800 g\nmoon dust\n5x\n"), options);
    json_t *answer = ask_cleanly(
        "query ($input: WhereToBuyInput!) { whereToBuy(input: $input) { currency at"
        " lines { text confidence problem } best { maxStores } plans {" WHERE_PLAN "} } }",
        "{\"input\":{\"lines\":[{\"text\":\"2 l milk\"},{\"text\":\"6 eggs\"},{\"text\":\"1 kg"
        " bananas\",\"quantity\":2},{\"text\":\"sliced bread 800 g\"},{\"text\":\"moon dust\"},"
        "{\"text\":\"5x\"}],\"place\":{\"lat\":51.8985,\"lon\":-8.4756},\"cards\":[\"larkfield\"],"
        "\"maxStores\":2,\"at\":\"" SAMPLE_NOON "\"}}");
    const json_t *plans = json_object_get(told.json, "plans"), *plan;
    size_t i;

    (void)state;
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.plans")), 2);
    json_array_foreach(plans, i, plan)
        plan_is(json_array_get(test_at(answer, "data.whereToBuy.plans"), i), plan);
    assert_int_equal(test_int_at(answer, "data.whereToBuy.best.maxStores"),
                     where_int(where_best(&told), "max_stores"));
    assert_string_equal(test_text_at(answer, "data.whereToBuy.plans.0.missing.0.reason"),
                        "NOTHING_LIKE_IT");
    assert_string_equal(test_text_at(answer, "data.whereToBuy.plans.0.missing.1.reason"),
                        "NOT_UNDERSTOOD");
    json_decref(answer);
    json_decref(told.json);
}

static void what_is_wrong_is_said_in_the_words_of_the_api(void **state)
{
    static const struct {
        const char *input, *code, *words;
    } rows[] = {
        {"lines: []", "BAD_USER_INPUT", "lines: must be 1 to 100, not 0"},
        {"lines: [{text: \"milk\"}]", "BAD_USER_INPUT", "say which stores: place or storeIds"},
        {"lines: [{text: \"milk\", quantity: 0}], place: {lat: 1, lon: 1}", "BAD_USER_INPUT",
         "quantity: must be 1 to 999, not 0"},
        {"lines: [{text: \"milk\"}], place: {lat: 91, lon: 1}", "BAD_USER_INPUT",
         "place: must be degrees: lat -90 to 90, lon -180 to 180"},
        {"lines: [{text: \"milk\"}], place: {lat: 1, lon: 1}, maxStores: 6", "BAD_USER_INPUT",
         "maxStores: must be 1 to 5, not 6"},
        {"lines: [{text: \"milk\"}], place: {lat: 1, lon: 1}", "NOT_FOUND",
         "no store with prices is known within 10 km of there. Try radiusM 100000, or name stores"
         " with storeIds"},
        {"lines: [{text: \"milk\"}], storeIds: [\"s_0000000000001\"]", "BAD_USER_INPUT",
         "storeIds[0]: there is no such store"},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        json_t *answer =
            ask(format("{ whereToBuy(input: {@}) { currency } }", rows[i].input), NULL);
        assert_true(json_is_null(test_at(answer, "data.whereToBuy")));
        assert_string_equal(test_text_at(answer, "errors.0.message"), rows[i].words);
        assert_string_equal(test_text_at(answer, "errors.0.extensions.code"), rows[i].code);
        json_decref(answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_go_page_by_page_through_all_there_is),
        cmocka_unit_test(stores_come_by_their_distance),
        cmocka_unit_test(deals_of_a_store_are_those_on_now),
        cmocka_unit_test(a_product_has_its_prices_history_and_deals),
        cmocka_unit_test(the_lowest_price_is_the_first_of_those_in_the_stores),
        cmocka_unit_test(deals_are_found_by_what_they_are_about),
        cmocka_unit_test(deals_at_stores_are_now_or_to_come_of_all_or_a_category),
        cmocka_unit_test(history_begins_with_what_was_last),
        cmocka_unit_test(a_special_that_is_over_gives_way),
        cmocka_unit_test(an_id_that_was_merged_goes_on),
        cmocka_unit_test(a_barcode_is_found_in_any_of_its_forms),
        cmocka_unit_test(search_goes_page_by_page),
        cmocka_unit_test(where_to_buy_is_what_the_command_says),
        cmocka_unit_test(what_is_wrong_is_said_in_the_words_of_the_api),
        /* The last, for these leave a shop behind. */
        cmocka_unit_test(a_deal_that_came_before_its_items_is_about_them_after_an_import),
        cmocka_unit_test(a_deal_follows_its_item_at_the_next_import),
        cmocka_unit_test(a_deal_of_the_program_before_has_a_whole_row),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
