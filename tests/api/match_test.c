/* `smartcart match` on a small catalogue in a real PostgreSQL. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "testing/unit.h"

static const char catalogue[] =
    "insert into retail.retailer (id, key, name) values (1, 'k', 'K');"
    "insert into retail.product (id, gtin, name, brand, name_fold, brand_fold, category_fold,"
    "  size_unit, size_milli, pack_count, is_weighed) values"
    "  (1, 3850334043641, 'MLIJEKO 1L', 'DUKAT', 'mlijeko 1l', 'dukat', 'hrana', 2, 1000000, 1, "
    "false),"
    "  (2, 3850334018236, 'KRUH CRNI 500g', 'KLARA', 'kruh crni 500g', 'klara', 'hrana', 1, "
    "500000, 1,"
    "   false),"
    "  (3, 3850334009982, 'TJEST SPAGHETTI 500g', 'BARILLA', 'tjest spaghetti 500g', 'barilla',"
    "   'hrana', 1, 500000, 1, false),"
    "  (4, 3850334018250, 'חלב 3% 1 ליטר', null, 'חלב 3% 1 ליטר', '', '', 2, 1000000, 1, false);"
    "select retail.learn_words();";

struct fixture {
    struct sc_arena *arena;
    struct test_database database;
    char environment[TEST_URL_MAX + 40];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    test_database_create(&f->database);
    test_sql(f->database.url, catalogue);
    snprintf(f->environment, sizeof f->environment, "SMARTCART_DATABASE_URL=%s", f->database.url);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    test_database_drop(&f->database);
    sc_arena_destroy(f->arena);
    free(f);
    return 0;
}

static struct test_result match(struct fixture *f, const char *lines, const char *store)
{
    const char *words[] = {"match", "--json", store != NULL ? "--store" : NULL, store, NULL};
    const char *environment[] = {f->environment, NULL};
    struct test_run wanted = {
        .words = words, .environment = environment, .input = sc_str_of(lines)};
    struct test_result result;

    test_program_run(f->arena, &wanted, &result);
    return result;
}

static void first_is(struct fixture *f, const char *line, const char *start)
{
    struct test_result result = match(f, line, NULL);

    assert_str(result.err, "");
    assert_int_equal(result.exit_code, 0);
    if (!sc_str_starts(result.out, sc_str_of(start)))
        print_error("%.*s", SC_STR_ARGS(result.out));
    assert_true(sc_str_starts(result.out, sc_str_of(start)));
}

static void lines_find_their_products(void **state)
{
    first_is(*state, "2 l mlijeka\n",
             "{\"line\":\"2 l mlijeka\",\"quantity\":2,\"unit\":\"l\",\"name\":\"mlijeka\","
             "\"note\":null,\"products\":[{\"gtin\":\"3850334043641\",\"name\":\"MLIJEKO 1L\",");
    first_is(*state, "crni kruh",
             "{\"line\":\"crni kruh\",\"quantity\":1,\"unit\":null,\"name\":\"crni kruh\","
             "\"note\":null,\"products\":[{\"gtin\":\"3850334018236\",");
    first_is(*state, "חלב 3% 2 ליטר",
             "{\"line\":\"חלב 3% 2 ליטר\",\"quantity\":2,\"unit\":\"l\",\"name\":\"חלב 3%\","
             "\"note\":null,\"products\":[{\"gtin\":\"3850334018250\",");
    first_is(*state, "3850334018236",
             "{\"line\":\"3850334018236\",\"quantity\":1,\"unit\":null,\"name\":\"3850334018236\","
             "\"note\":null,\"products\":[{\"gtin\":\"3850334018236\",");
}

static void misspelt_beginnings_are_found_by_trigrams(void **state)
{
    first_is(*state, "psaghetti",
             "{\"line\":\"psaghetti\",\"quantity\":1,\"unit\":null,\"name\":\"psaghetti\","
             "\"note\":null,\"products\":[{\"gtin\":\"3850334009982\",");
}

static void a_renamed_product_is_found_once_learnt(void **state)
{
    struct fixture *f = *state;

    test_sql(f->database.url, "update retail.product set name_fold = 'pecivo 500g' where id = 2;"
                              "select retail.learn_words();");
    assert_int_equal(
        test_sql_number(f->database.url, "select n from retail.word where word = 'kruh'"), 0);
    assert_int_equal(test_sql_number(f->database.url, "select retail.learn_words()"), 0);
    assert_int_equal(test_sql_number(f->database.url, "select products from retail.word_total"), 4);
    first_is(f, "pecivo",
             "{\"line\":\"pecivo\",\"quantity\":1,\"unit\":null,\"name\":\"pecivo\","
             "\"note\":null,\"products\":[{\"gtin\":\"3850334018236\",");
}

static void each_line_has_its_object(void **state)
{
    struct test_result result = match(*state, "# list\n5x\n\ngumene\n", NULL);

    assert_int_equal(result.exit_code, 0);
    assert_true(sc_str_starts(result.out, SC_STR("{\"line\":\"5x\",\"problem\":")));
    assert_true(sc_str_ends(result.out, SC_STR("\"products\":[]}\n")));
}

/* The bread is on the shelf of shop 12 of K, the milk on that of shop 13. */
static void only_what_the_named_stores_sell_is_found(void **state)
{
    struct fixture *f = *state;
    static const char milk[] = "{\"line\":\"mlijeko\",\"quantity\":1,\"unit\":null,"
                               "\"name\":\"mlijeko\",\"note\":null,\"products\":[{";
    static const char none[] = "{\"line\":\"mlijeko\",\"quantity\":1,\"unit\":null,"
                               "\"name\":\"mlijeko\",\"note\":null,\"products\":[]}\n";

    test_sql(f->database.url,
             "insert into retail.store (id, retailer_id, code) values (7, 1, '12'), (8, 1, '13');"
             "insert into retail.item (id, retailer_id, code, product_id, name, pack_count,"
             "  is_weighed, facts_hash, facts_at) values"
             "  (1, 1, 'm', 1, 'MLIJEKO', 1, false, 1, now()),"
             "  (2, 1, 'k', 2, 'KRUH', 1, false, 1, now());"
             "insert into retail.price (store_id, item_id, price_minor, deposit_minor, changed_at,"
             "  row_hash, source, is_special) values"
             "  (7, 2, 100, 0, now(), 1, 'hr', false), (8, 1, 100, 0, now(), 1, 'hr', false);");
    static const struct {
        const char *store, *want;
    } rows[] = {{"12", none}, {"K/12", none}, {"7", none}, {"13", milk}, {"k/13", milk}};
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct test_result result = match(f, "mlijeko\n", rows[i].store);

        assert_int_equal(result.exit_code, 0);
        if (!sc_str_starts(result.out, sc_str_of(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].store, SC_STR_ARGS(result.out));
    }
}

/* What is not sure is not passed off as sure, nor is it among what would do. */
static void doubt_is_shown(void **state)
{
    struct test_result result = match(*state, "mlijeko u prahu\nkruška crna\n", NULL);
    struct sc_str milk = {0}, pear = {0};

    assert_int_equal(result.exit_code, 0);
    assert_true(sc_str_take(&result.out, '\n', &milk) && sc_str_take(&result.out, '\n', &pear));
    assert_true(sc_str_find(milk, SC_STR("\"confidence\":\"doubtful\"")) > 0);
    assert_true(sc_str_find(pear, SC_STR("\"confidence\":\"high\"")) < 0);
}

/* The log is for whoever asks for it, and nothing else stands among its lines. */
static void asked_for_the_log_is_one_object_a_line(void **state)
{
    struct fixture *f = *state;
    const char *words[] = {"match", NULL};
    const char *environment[] = {f->environment, "SMARTCART_LOG_LEVEL=debug", NULL};
    struct test_run wanted = {
        .words = words, .environment = environment, .input = SC_STR("mlijeko\n")};
    struct test_result result;
    struct sc_str line;
    int count = 0;

    test_program_run(f->arena, &wanted, &result);
    assert_int_equal(result.exit_code, 0);
    for (; sc_str_take(&result.err, '\n', &line); count++) {
        json_t *object = json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, NULL);
        assert_true(json_is_object(object));
        json_decref(object);
    }
    assert_true(count >= 3); /* the statements of one line at least */
}

static void an_unknown_store_is_refused(void **state)
{
    struct test_result result = match(*state, "kruh\n", "nowhere");

    assert_int_equal(result.exit_code, 2);
    assert_str(result.err, "smartcart match: there is no store \"nowhere\"\n");
}

#define a_case(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_case(lines_find_their_products),
        a_case(misspelt_beginnings_are_found_by_trigrams),
        a_case(a_renamed_product_is_found_once_learnt),
        a_case(each_line_has_its_object),
        a_case(only_what_the_named_stores_sell_is_found),
        a_case(doubt_is_shown),
        a_case(asked_for_the_log_is_one_object_a_line),
        a_case(an_unknown_store_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
