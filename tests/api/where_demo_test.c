/* `smartcart where` on the sample world, in a real PostgreSQL. */
#include <stdlib.h>
#include <string.h>

#include "api/helpers/sample.h"
#include "api/helpers/where.h"
#include "base/unicode.h"

#define NEAR "--near", SAMPLE_HOME, "--at", SAMPLE_NOON

static const char *const near[] = {NEAR, NULL};

static struct where_told ask(const char *list, const char *const *options)
{
    return where_ask(sample_catalogue(), sc_str_of(list), options);
}

/* Asks, checks the answer, and forgets it. */
static void check(struct sc_str list, const char *const *options)
{
    struct where_told told = where_ask(sample_catalogue(), list, options);

    where_check(sample_catalogue(), &told, SAMPLE_NOON);
    json_decref(told.json);
}

static void totals_are_those_of_the_pricing_engine(void **state)
{
    static const char *const quick[] = {NEAR, "--budget-ms", "200", NULL};
    static const char *const with_cards[] = {NEAR,       "--card", "larkfield", "--coupon",
                                             "WELCOME5", "--all",  NULL};
    struct catalogue *c = sample_catalogue();

    (void)state;
    check(where_list(c, "demo/list.txt"), near);
    check(where_list(c, "demo/list-party.txt"), quick);
    check(SC_STR("2 l milk\n3x digestives 300 g\n2 kg bananas\n6 eggs\n2 laundry liquid 750 ml\n"
                 "2 mature white cheddar 200 g\nfrozen pizza margherita\n"),
          with_cards);
}

static void each_stop_of_the_family_pays_for_itself(void **state)
{
    struct catalogue *c = sample_catalogue();
    struct where_told told = where_ask(c, where_list(c, "demo/list.txt"), near);
    const json_t *plans = json_object_get(told.json, "plans");
    int64_t costs[3];

    (void)state;
    assert_int_equal(json_array_size(plans), SC_COUNT(costs));
    for (size_t k = 0; k < SC_COUNT(costs); k++) {
        const json_t *plan = json_array_get(plans, k);
        costs[k] = where_int(plan, "cost");
        assert_true(json_is_true(json_object_get(plan, "exact")));
        assert_int_equal(json_array_size(json_object_get(plan, "missing")), 0);
    }
    assert_true(costs[1] + 100 < costs[0]);
    assert_true(costs[2] < costs[1]);
    assert_ptr_equal(where_best(&told), json_array_get(plans, 2));
    assert_true(where_count(where_best(&told), "deals") >= 2);
    where_says(told.text, " less than at the best single store, ");
    where_says(told.text, "a 3rd stop: ");
    where_says(told.text, "Proven: no plan of so many stops");
    json_decref(told.json);
}

static void a_barcode_means_exactly_that_product(void **state)
{
    struct where_told told = ask("2 l milk\n9527180364209\n9527180364208\n9520000000028\n", near);
    const json_t *stops = json_object_get(where_best(&told), "stops");
    const json_t *missing = json_object_get(where_best(&told), "missing");
    size_t i, j, found = 0;
    json_t *stop, *line;

    (void)state;
    json_array_foreach(stops, i, stop) json_array_foreach(json_object_get(stop, "lines"), j,
                                                          line) if (where_int(line, "line") == 2)
    {
        assert_string_equal(where_str(line, "gtin"), "09527180364209");
        found++;
    }
    assert_int_equal(found, 1);
    assert_int_equal(json_array_size(missing), 2);
    where_says(told.text, "   3   9527180364208\n"
                          "       this is no barcode's number: its last digit does not fit");
    where_says(told.text, "   4   9520000000028\n"
                          "       no retailer that we know of lists a product with this number");
    json_decref(told.json);
}

/* A tip's new total is checked by where_check; here, that there is one and it is told. */
static void one_more_that_is_cheaper_is_told(void **state)
{
    static const char *const there[] = {"--stores", "larkfield/1", "--at", SAMPLE_NOON, NULL};
    struct where_told told = ask("dishwasher tablets lemon 30\n", there);

    (void)state;
    where_check(sample_catalogue(), &told, SAMPLE_NOON);
    assert_int_equal(where_count(where_best(&told), "nudges"), 1);
    where_says(told.text, "tip: 1 more for \"dishwasher tablets lemon 30\" and it is cheaper, ");
    json_decref(told.json);
}

/* The barcode of the first product for which that holds; the caller frees it. */
static char *gtin_where(const char *condition)
{
    struct catalogue *c = sample_catalogue();
    struct sc_str sql = sc_arena_printf(
        c->arena,
        "select p.gtin from retail.price x join retail.item i on i.id = x.item_id"
        " join retail.product p on p.id = i.product_id join retail.store s on s.id = x.store_id"
        " where p.gtin is not null and %s order by p.gtin limit 1",
        condition);
    char *gtin = test_sql_text(c->database.url, sql.at);

    assert_non_null(gtin);
    return gtin;
}

static void what_a_card_would_save_is_what_it_saves(void **state)
{
    static const char *const there[] = {"--stores", "larkfield/2", "--at", SAMPLE_NOON, NULL};
    static const char *const card[] = {"--stores", "larkfield/2", "--at", SAMPLE_NOON,
                                       "--card",   "Larkfield",   NULL};
    char *gtin = gtin_where(
        "s.code = '2' and i.code in (select d.code from deals.deal_item d"
        " join deals.deal e on e.id = d.deal_id where e.audiences = array['club:larkfield'])");
    struct where_told without = ask(gtin, there), with = ask(gtin, card);
    const json_t *stop = json_array_get(json_object_get(where_best(&without), "stops"), 0);
    const json_t *then = json_array_get(json_object_get(where_best(&with), "stops"), 0);

    (void)state;
    where_check(sample_catalogue(), &with, SAMPLE_NOON);
    assert_true(where_int(stop, "with_cards") < where_int(stop, "till"));
    assert_int_equal(where_int(stop, "with_cards"), where_int(then, "till"));
    where_says(without.text, "at the till (--card larkfield)");
    json_decref(with.json);
    json_decref(without.json);
    free(gtin);
}

static void a_special_above_its_low_is_told(void **state)
{
    static const char *const there[] = {"--stores", "halfpenny/0011", "--at", SAMPLE_NOON, NULL};
    char *gtin = gtin_where("s.code = '0011' and x.is_special and x.price_minor > x.low_30d_minor");
    struct where_told told = ask(gtin, there);

    (void)state;
    where_check(sample_catalogue(), &told, SAMPLE_NOON);
    where_says(told.text, "this \"special\" is above its 30-day low of ");
    json_decref(told.json);
    free(gtin);
}

/* Puts back what a test changed in the stores, however it ended. */
static int restore_stores(void **state)
{
    (void)state;
    test_sql(sample_catalogue()->database.url,
             "update retail.store set currency = 'EUR';"
             "update retail.store set lat = 51.8771, lon = -8.5288 where code = '0014'");
    return 0;
}

static void a_store_without_a_place_is_shown_and_not_dropped(void **state)
{
    struct catalogue *c = sample_catalogue();

    (void)state;
    test_sql(c->database.url, "update retail.store set lat = null, lon = null where code = '0014'");
    struct where_told told = ask("2 l milk\n6 eggs\n", near);
    where_says(told.text, "Halfpenny Bishopstown");
    where_says(told.text, " not known ");
    assert_int_equal(json_array_size(json_object_get(told.json, "stores")), 12);
    json_decref(told.json);
}

static void currencies_are_never_mixed(void **state)
{
    static const char *const both[] = {"--stores", "larkfield/1,larkfield/2", NULL};
    struct catalogue *c = sample_catalogue();

    (void)state;
    test_sql(c->database.url, "update retail.store set currency = 'ILS' where code = '1'");
    struct where_told told = ask("2 l milk\n6 eggs\n", near);
    assert_int_equal(json_array_size(json_object_get(told.json, "stores")), 11);
    where_says(told.text, "Left out: 1 store with another currency than EUR");
    json_decref(told.json);
    struct test_result refused = where_run(c, SC_STR("2 l milk\n"), both);
    assert_int_equal(refused.exit_code, 2);
    where_says(refused.err, "and a plan never mixes currencies: choose with --currency");
}

static void the_cost_of_the_way_is_the_shoppers_to_say(void **state)
{
    static const char *const free_way[] = {NEAR, "--visit-cost", "0", NULL};
    static const char *const dear_way[] = {NEAR, "--visit-cost", "30", NULL};
    static const char *const unwilling[] = {NEAR, "--missing-cost", "1", NULL};
    struct catalogue *c = sample_catalogue();
    struct where_told told = where_ask(c, where_list(c, "demo/list.txt"), free_way);
    struct where_told dear = where_ask(c, where_list(c, "demo/list.txt"), dear_way);

    (void)state;
    assert_int_equal(where_int(where_best(&told), "visits"), 0);
    assert_int_equal(json_array_size(json_object_get(where_best(&told), "stops")), 3);
    assert_int_equal(where_int(where_best(&dear), "visits"), 3000);
    assert_int_equal(json_array_size(json_object_get(where_best(&dear), "stops")), 1);
    where_says(dear.text, "a 2nd stop saves nothing");
    struct where_told nothing = ask("2 l milk\n", unwilling), none = ask("moon dust\n", near);
    where_says(nothing.text, "\nNo stop is worth its cost, as --missing-cost has it.\n");
    where_says(nothing.text, ", which this plan leaves out");
    where_says(none.text, "\nNone of it can be bought at these stores.\n");
    json_decref(nothing.json);
    json_decref(none.json);
    json_decref(told.json);
    json_decref(dear.json);
}

static void prices_of_later_than_asked_are_told_as_such(void **state)
{
    static const char *const before[] = {"--near", SAMPLE_HOME, "--at", "2026-06-08T11:00:00Z",
                                         NULL};
    struct where_told told = ask("2 l milk\n", before);

    (void)state;
    where_says(told.text, " later than you ask), the shop");
    json_decref(told.json);
}

static void what_cannot_be_answered_is_said_in_words(void **state)
{
    static const struct {
        const char *list;
        const char *options[8];
        int exit_code;
        const char *words;
    } cases[] = {
        {"", {NEAR}, 2, "the list is empty: write one item a line"},
        {"# nothing\n\n[x] milk\n", {NEAR}, 2, "the list is empty"},
        {"milk\n", {NULL}, 2, "say which stores: --near LAT,LON or --stores A,B"},
        {"milk\n", {"--near", "cork"}, 2, "--near: must be degrees as LAT,LON"},
        {"milk\n",
         {"--near", "0,0"},
         1,
         "no store with prices is known within 10 km of there. Try --radius-km 100"},
        {"milk\n",
         {"--stores", "larkfield/77"},
         2,
         "there is no store \"larkfield/77\"; the nearest"},
        {"milk\n", {"--stores", "atlantis"}, 2, "there is no store \"atlantis\""},
        {"milk\n",
         {NEAR, "--currency", "ILS"},
         1,
         "no store with prices in ILS is known within 10 km"},
        {"milk\n", {NEAR, "--currency", "XQX"}, 2, "\"XQX\" is no currency that we know"},
        {"milk\n", {"--near", SAMPLE_HOME, "--at", "noon"}, 2, "--at: must be a time as"},
        {"milk\n", {NEAR, "--pin", "2=9527180364209"}, 2, "--pin: the list has no line 2"},
        {"milk\n", {NEAR, "--maxstores"}, 2, "did you mean --max-stores?"},
    };
    static const char *const no_file[] = {"where", "/nowhere/list.txt", NEAR, NULL};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(cases); i++) {
        struct test_result result =
            where_run(sample_catalogue(), sc_str_of(cases[i].list), cases[i].options);
        where_says(result.err, cases[i].words);
        assert_str(result.out, "");
        assert_int_equal(result.exit_code, cases[i].exit_code);
    }
    struct test_run run = {.words = no_file};
    struct test_result result;
    test_program_run(sample_catalogue()->arena, &run, &result);
    assert_str(result.err, "smartcart where: /nowhere/list.txt: No such file or directory\n");
    assert_int_equal(result.exit_code, 2);
}

static void a_card_of_nobody_is_pointed_at(void **state)
{
    static const char *const card[] = {NEAR, "--card", "atlantis", NULL};
    struct where_told told = ask("2 l milk\n", card);

    (void)state;
    where_says(told.text, "No store here belongs to \"atlantis\", so that card changes nothing.");
    json_decref(told.json);
}

/* Nothing of a list's text gets to a terminal that could steer it, or run over its edge. */
static void a_hostile_list_is_told_in_peace(void **state)
{
    struct catalogue *c = sample_catalogue();
    char *letters = sc_arena_alloc(c->arena, 5000);

    (void)state;
    assert_non_null(letters);
    memset(letters, 'a', 5000);
    struct sc_str list = sc_arena_printf(
        c->arena,
        "2 l milk\n\033[31mred\033[0m \a\b butter\n\xe2\x80\xae klim\n\xff\xfe eggs\n%.*s\n"
        "\xd7\x97\xd7\x9c\xd7\x91 3%%\n99999999999999999999 eggs\n",
        5000, letters);
    struct where_told told = where_ask(c, list, near);
    struct sc_str rest = told.text, line;
    assert_int_equal(json_array_size(json_object_get(told.json, "lines")), 7);
    where_check(c, &told, SAMPLE_NOON);
    assert_true(sc_str_find(told.text, SC_STR("\xe2\x80\xae")) < 0);
    while (sc_str_take(&rest, '\n', &line)) {
        assert_true(sc_unicode_width(line) <= 80);
        for (size_t i = 0; i < line.len; i++)
            assert_true((unsigned char)line.at[i] >= 0x20 && line.at[i] != 0x7f);
    }
    json_decref(told.json);
}

static void a_list_of_five_hundred_lines_is_answered_and_no_longer_one(void **state)
{
    static const char *const there[] = {"--stores",    "larkfield/1", "--at", SAMPLE_NOON,
                                        "--budget-ms", "0",           NULL}; /* no clock in it */
    static const struct sc_str lines[] = {
        SC_STR("2 l milk\n"),
        SC_STR("3x digestives 300 g\n"),
        SC_STR("4x chopped tomatoes 400 g\n"),
        SC_STR("2x 500g spaghetti\n"),
        SC_STR("2 mature white cheddar 200 g\n"),
    };
    struct catalogue *c = sample_catalogue();
    SC_SCOPED(sc_buf) list = {0};

    (void)state;
    sc_buf_init(&list, SC_UNIT_ARENA_CAP);
    for (size_t i = 0; i < 500; i++)
        sc_buf_put(&list, lines[i % SC_COUNT(lines)]);
    struct where_told told = where_ask(c, sc_buf_str(&list), there);
    assert_int_equal(json_array_size(json_object_get(told.json, "lines")), 500);
    assert_int_equal(json_array_size(json_object_get(where_best(&told), "missing")), 0);
    where_check(c, &told, SAMPLE_NOON);
    json_decref(told.json);
    sc_buf_put(&list, SC_STR("butter\n"));
    struct test_result refused = where_run(c, sc_buf_str(&list), there);
    assert_int_equal(refused.exit_code, 2);
    where_says(refused.err, "line 501: the list has more than 500 items");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_are_those_of_the_pricing_engine),
        cmocka_unit_test(each_stop_of_the_family_pays_for_itself),
        cmocka_unit_test(a_barcode_means_exactly_that_product),
        cmocka_unit_test(one_more_that_is_cheaper_is_told),
        cmocka_unit_test(what_a_card_would_save_is_what_it_saves),
        cmocka_unit_test(a_special_above_its_low_is_told),
        cmocka_unit_test_teardown(a_store_without_a_place_is_shown_and_not_dropped, restore_stores),
        cmocka_unit_test_teardown(currencies_are_never_mixed, restore_stores),
        cmocka_unit_test(the_cost_of_the_way_is_the_shoppers_to_say),
        cmocka_unit_test(prices_of_later_than_asked_are_told_as_such),
        cmocka_unit_test(what_cannot_be_answered_is_said_in_words),
        cmocka_unit_test(a_card_of_nobody_is_pointed_at),
        cmocka_unit_test(a_hostile_list_is_told_in_peace),
        cmocka_unit_test(a_list_of_five_hundred_lines_is_answered_and_no_longer_one),
    };

    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
