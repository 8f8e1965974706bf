/*
 * `smartcart where` on real retailers' files, as they are in ../shared; each test skips with a line
 * where they are not.
 */
#include <stdlib.h>
#include <string.h>

#include "api/helpers/catalogue.h"
#include "api/helpers/where.h"

static void croatian_price_lists_plan_a_croatian_list(void **state)
{
#define AT "2025-07-03T12:00:00Z"
    static const char *const three[] = {"--stores", "konzum/0204,konzum/0530,konzum/1601", "--at",
                                        AT, NULL};
    static const char *const files[] = {"hr/konzum-0204-2025-07-03.csv",
                                        "hr/konzum-0530-2025-07-03.csv",
                                        "hr/konzum-1601-2025-07-03.csv"};
    struct catalogue *c = *state;
    const char *paths[SC_COUNT(files) + 1] = {NULL};

    for (size_t i = 0; i < SC_COUNT(files); i++)
        paths[i] = catalogue_shared(c, files[i]);
    struct test_result imported = catalogue_import(c, paths);
    assert_int_equal(imported.exit_code, 0);
    struct where_told told = where_ask(c,
                                       SC_STR("2 l mlijeka\n10 jaja\nkruh polubijeli\n"
                                              "špageti 500 g\nulje suncokretovo 1 l\nšećer 1 kg\n"
                                              "maslac 250 g\nkava mljevena 250 g\n"
                                              "3850334043641\njogurt 4x180 g\n"),
                                       three);
    where_check(c, &told, AT);
    assert_string_equal(where_str(told.json, "currency"), "EUR");
    assert_int_equal(json_array_size(json_object_get(told.json, "stores")), 3);
    const json_t *best = where_best(&told);
    assert_true(json_is_true(json_object_get(best, "exact")));
    assert_in_range(json_array_size(json_object_get(best, "missing")), 0, 2);
    where_says(told.text, "1 × BUDDY MP MINI PIL 300G at 0.99");
    where_says(told.text, "prices of Thu 3 Jul 2025, ");
    where_says(told.text, "the shop's own (hr)");
    where_says(told.text,
               "The way: only the 10 minutes of a stop, at 6.00 an hour; --near LAT,LON");
    json_decref(told.json);
#undef AT
}

#define RAMI_LEVY "7290058140886"
#define AT        "2026-02-17T10:00:00Z"

/*
 * Up to six deals of each kind that a shopper's own barcodes can trigger, each with its first
 * code and how many units it is about.
 */
#define CHOSEN                                                                                    \
    "with chosen as (select d.id, d.kind, d.value, d.count + d.get as units, (select min(i.code)" \
    "   from deals.deal_item i where i.deal_id = d.id and not i.is_get"                           \
    "   and i.code ~ '^729[0-9]{10}$') as code,"                                                  \
    "   row_number() over (partition by d.kind order by d.id) as place"                           \
    " from deals.deal d where d.kind in ('bundle_total', 'percent_off', 'amount_off', 'buy_get'," \
    "   'cheapest_percent_off') and d.basket_min is null and d.coupon is null"                    \
    "   and d.count + d.get <= 6 and timestamptz '" AT "' between d.starts_at and d.ends_at)"

static struct sc_str text_of(struct catalogue *c, const char *sql)
{
    char *text = test_sql_text(c->database.url, sql);

    assert_non_null(text);
    struct sc_str kept = sc_arena_str(c->arena, sc_str_of(text));
    free(text);
    return kept;
}

/* A full price file of the promotions' store, with a price for every code that they name. */
static void put_price_file(struct catalogue *c)
{
    struct sc_str items = text_of(
        c, "select string_agg('<Item><PriceUpdateDate>2026-02-17 05:00:00</PriceUpdateDate>"
           "<ItemCode>' || i.code || '</ItemCode><ItemType>1</ItemType><ItemName>goods ' || i.code"
           " || '</ItemName><ManufacturerName></ManufacturerName><UnitQty>unit</UnitQty>"
           "<Quantity>1.00</Quantity><bIsWeighted>0</bIsWeighted><ItemPrice>'"
           " || ((1000 + 1.5 * i.most)::bigint / 100.0)::numeric(12, 2) || '</ItemPrice>"
           "<AllowDiscount>1</AllowDiscount><ItemStatus>1</ItemStatus></Item>', '')"
           " from (select x.code, max(case when d.kind = 'bundle_total'"
           "   then d.value / d.count else 0 end) as most"
           "   from deals.deal_item x join deals.deal d on d.id = x.deal_id"
           "   where d.kind <> 'weight_price' group by x.code) i");
    struct sc_str file = sc_arena_printf(
        c->arena,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Root><ChainId>" RAMI_LEVY "</ChainId>"
        "<SubChainId>1</SubChainId><StoreId>001</StoreId><BikoretNo>4</BikoretNo>"
        "<Items Count=\"1\">%.*s</Items></Root>",
        SC_STR_ARGS(items));
    const char *words[] = {catalogue_put(c, "PriceFull" RAMI_LEVY "-001-202602170500.xml", file),
                           NULL};
    struct test_result imported = catalogue_import(c, words);

    assert_int_equal(imported.exit_code, 0);
}

/* How many kinds of deals the plan's tills made use of. */
static size_t kinds_used(struct catalogue *c, const json_t *plan)
{
    struct sc_str ids = SC_STR("0");
    size_t i, j;
    json_t *stop, *deal;

    json_array_foreach(json_object_get(plan, "stops"), i, stop) json_array_foreach(
        json_object_get(stop, "deals"), j, deal) if (where_int(deal, "saves") > 0) ids =
        sc_arena_printf(c->arena, "%.*s,%s", SC_STR_ARGS(ids), where_str(deal, "deal"));
    return (size_t)catalogue_number(
        c,
        sc_arena_printf(c->arena, "select count(distinct kind) from deals.deal where id in (%.*s)",
                        SC_STR_ARGS(ids))
            .at);
}

static void deals_of_israeli_promotion_files_apply_at_the_till(void **state)
{
    static const char *const there[] = {"--stores",  "rami-levy/1",  "--at", AT,  "--card",
                                        "rami-levy", "--max-stores", "1",    NULL};
    struct catalogue *c = *state;
    const char *words[] = {catalogue_shared(c, "il/PromoFull7290058140886-001-202602170010.xml.gz"),
                           NULL};
    struct test_result imported = catalogue_import(c, words);

    assert_int_equal(imported.exit_code, 0);
    put_price_file(c);
    struct sc_str list = text_of(c, CHOSEN " select string_agg(repeat(code || e'\\n', units::int),"
                                           " '') from chosen where place <= 6 and code <> ''");
    struct where_told told = where_ask(c, list, there);
    where_check(c, &told, AT);
    const json_t *best = where_best(&told);
    assert_string_equal(where_str(told.json, "currency"), "ILS");
    assert_int_equal(json_array_size(json_object_get(best, "missing")), 0);
    assert_true(kinds_used(c, best) >= 4);
    where_says(told.text, "deals save ");
    json_decref(told.json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_catalogue_test(croatian_price_lists_plan_a_croatian_list),
        a_catalogue_test(deals_of_israeli_promotion_files_apply_at_the_till),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
