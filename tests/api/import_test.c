/* `smartcart import` on small files: what it keeps, changes, refuses and says. */
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/catalogue.h"
#include "base/buf.h"

/* A price list of store 1 on a day of July 2025: "corner-1-2025-07-03.csv". */
static const char *put_day(struct catalogue *c, int day, const char *rows)
{
    return catalogue_put_prices(c, sc_arena_printf(c->arena, "konzum-1-2025-07-%02d.csv", day).at,
                                rows);
}

static const char milk_bread_eggs[] = "1,MLIJEKO 1L,3850334043641,1.50,,DUKAT,HRANA,1.00 l,ko\n"
                                      "2,KRUH CRNI,3850334018236,2.00,,KLARA,HRANA,0.50 kg,ko\n"
                                      "3,JAJA 10,,3.00,,,HRANA,10.00 kom,ko\n";

static void a_price_list_becomes_products_items_and_prices(void **state)
{
    struct catalogue *c = *state;

    catalogue_expect(c, put_day(c, 3, milk_bread_eggs),
                     "\"source\":\"hr\",\"kind\":\"prices\",\"retailer\":\"konzum\","
                     "\"store\":\"1\",\"complete\":true,\"rows\":3,\"products\":3,\"prices\":3,"
                     "\"deals\":0,\"stores\":0,\"unchanged\":0,\"unpriced\":{},\"rejected\":{}}");
    assert_int_equal(catalogue_number(c, "select price_minor from retail.price p "
                                         "join retail.item i on i.id = p.item_id "
                                         "where i.code = '2' and not p.is_special"),
                     200);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product "
                                         "where gtin is null and retailer_id is not null"),
                     1);
    assert_int_equal(catalogue_number(c, "select unit_price_minor from retail.shelf "
                                         "where code = '2' and unit = 'kg'"),
                     400);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.observation"), 1);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price_history"), 0);
}

static void the_same_file_again_changes_nothing(void **state)
{
    struct catalogue *c = *state;
    const char *path = put_day(c, 3, milk_bread_eggs);

    catalogue_import_one(c, path);
    struct sc_str before = catalogue_dump(c);
    catalogue_expect(c, path,
                     "\"rows\":3,\"products\":0,\"prices\":0,\"deals\":0,\"stores\":0,"
                     "\"unchanged\":3,");
    assert_str(catalogue_dump(c), before.at);
}

static void only_what_changed_is_written_on_the_next_day(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, put_day(c, 3, milk_bread_eggs));
    catalogue_expect(c,
                     put_day(c, 4,
                             "1,MLIJEKO 1L,3850334043641,1.50,,DUKAT,HRANA,1.00 l,ko\n"
                             "2,KRUH CRNI,3850334018236,2.20,,KLARA,HRANA,0.50 kg,ko\n"
                             "3,JAJA 10 KOMADA,,3.00,,,HRANA,10.00 kom,ko\n"),
                     "\"products\":1,\"prices\":1,\"deals\":0,\"stores\":0,\"unchanged\":2,");
    assert_int_equal(catalogue_number(c, "select price_minor from retail.price_history "
                                         "where not is_gone and from_at < to_at"),
                     200);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price_history"), 1);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price "
                                         "where changed_at > '2025-07-03 12:00Z'"),
                     1);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.observation"), 2);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product "
                                         "where name = 'JAJA 10 KOMADA' "
                                         "and search_text = 'jaja 10 komada'"),
                     1);
}

static void a_complete_file_takes_away_what_it_lacks(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, put_day(c, 3, milk_bread_eggs));
    catalogue_import_one(c,
                         put_day(c, 4, "1,MLIJEKO 1L,3850334043641,1.50,,DUKAT,HRANA,1.00 l,ko\n"));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"), 1);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price_history "
                                         "where is_gone and to_at >= '2025-07-03 22:00Z'"),
                     2);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item"), 3); /* for ever */
    catalogue_expect(c, put_day(c, 5, milk_bread_eggs),
                     "\"products\":0,\"prices\":2,\"deals\":0,\"stores\":0,\"unchanged\":1,");
}

static void an_older_file_changes_nothing_and_says_so(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, put_day(c, 4, milk_bread_eggs));
    struct sc_str before = catalogue_dump(c);
    const char *old = put_day(c, 3, "1,MLIJEKO STARO,3850334043641,9.99,,DUKAT,HRANA,1.00 l,ko\n");
    catalogue_expect(c, old,
                     "\"note\":\"it is of 2025-07-02T22:00:00Z; a newer file, of "
                     "2025-07-03T22:00:00Z, is here already\"");
    assert_str(catalogue_dump(c), before.at);
}

static void a_special_is_the_shelf_price(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, put_day(c, 3, "1,MLIJEKO,3850334043641,,1.20,,,1.00 l,ko\n"));
    assert_int_equal(catalogue_number(c, "select price_minor from retail.price where is_special"),
                     120);
}

static void bad_rows_are_counted_kept_and_stop_nothing(void **state)
{
    struct catalogue *c = *state;

    catalogue_expect(c,
                     put_day(c, 3,
                             "1,MLIJEKO 1L,3850334043641,1.50,,,,1.00 l,ko\n"
                             "2,KRUH,3850334018236,two euro,,,,0.50 kg,ko\n"
                             "3,,3850334009982,1.00,,,,1.00 l,ko\n"),
                     "\"rows\":3,\"products\":1,\"prices\":1,\"deals\":0,\"stores\":0,"
                     "\"unchanged\":0,\"unpriced\":{},"
                     "\"rejected\":{\"bad_price\":1,\"no_name\":1}");
    assert_int_equal(catalogue_number(c, "select line from retail.reject "
                                         "where reason = 'bad_price' and words like '%two euro%'"),
                     3);
}

static void of_a_repeated_code_the_last_row_counts(void **state)
{
    struct catalogue *c = *state;
    static const char rows[] = "1,MLIJEKO,3850334043641,1.50,,,,1.00 l,ko\n"
                               "1,MLIJEKO SVJEZE,3850334043641,1.70,,,,1.00 l,ko\n";

    catalogue_expect(c, put_day(c, 3, rows), "\"rejected\":{\"repeated_code\":1}");
    assert_int_equal(catalogue_number(c, "select price_minor from retail.price"), 170);
    assert_int_equal(
        catalogue_number(c, "select count(*) from retail.item where name = 'MLIJEKO SVJEZE'"), 1);
    /* The next day the first row differs from what is known, and the second is just that. */
    catalogue_expect(c, put_day(c, 4, rows),
                     "\"prices\":0,\"deals\":0,\"stores\":0,"
                     "\"unchanged\":1,");
    assert_int_equal(catalogue_number(c, "select price_minor from retail.price"), 170);
    /* And when the first is just what is known, the second still counts. */
    catalogue_expect(c,
                     put_day(c, 5,
                             "1,MLIJEKO SVJEZE,3850334043641,1.70,,,,1.00 l,ko\n"
                             "1,MLIJEKO SVJEZE,3850334043641,1.90,,,,1.00 l,ko\n"),
                     "\"prices\":1,\"deals\":0,\"stores\":0,\"unchanged\":0,\"unpriced\":{},"
                     "\"rejected\":{\"repeated_code\":1}");
    assert_int_equal(catalogue_number(c, "select price_minor from retail.price"), 190);
}

static void a_product_is_one_across_chains_by_its_barcode(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, put_day(c, 3, milk_bread_eggs));
    catalogue_import_one(
        c, catalogue_put_prices(c, "lidl-7-2025-07-03.csv",
                                "99,Mlijeko svjeze 1 l,3850334043641,1.40,,,,1.00 l,ko\n"
                                "3,Jaja,,2.90,,,,10.00 kom,ko\n"));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product"), 4);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item i "
                                         "join retail.product p on p.id = i.product_id "
                                         "where p.gtin = 3850334043641"),
                     2);
    /* The product keeps the words of its first item. */
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product "
                                         "where gtin = 3850334043641 and name = 'MLIJEKO 1L'"),
                     1);
}

static void a_barcode_that_becomes_known_redirects_the_product(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, put_day(c, 3, "1,MLIJEKO,,1.50,,,,1.00 l,ko\n"));
    int64_t old = catalogue_number(c, "select product_id from retail.item");
    catalogue_import_one(c, put_day(c, 4, "1,MLIJEKO,3850334043641,1.50,,,,1.00 l,ko\n"));
    int64_t now = catalogue_number(c, "select product_id from retail.item");
    assert_true(old != now);
    assert_int_equal(catalogue_number(c, sc_arena_printf(c->arena,
                                                         "select merged_into from retail.product "
                                                         "where id = %lld",
                                                         (long long)old)
                                             .at),
                     now);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"), 1);
}

static void a_price_far_from_the_others_is_flagged(void **state)
{
    struct catalogue *c = *state;

    for (int store = 1; store <= 4; store++)
        catalogue_import_one(
            c,
            catalogue_put_prices(c, sc_arena_printf(c->arena, "konzum-%d-2025-07-03.csv", store).at,
                                 store == 4 ? "1,MLIJEKO,3850334043641,15.10,,,,1.00 l,ko\n"
                                            : "1,MLIJEKO,3850334043641,1.50,,,,1.00 l,ko\n"));
    assert_int_equal(catalogue_number(c, "select price_minor from retail.price where is_outlier"),
                     1510);
    catalogue_import_one(c, catalogue_put_prices(c, "konzum-4-2025-07-04.csv",
                                                 "1,MLIJEKO,3850334043641,1.51,,,,1.00 l,ko\n"));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price where is_outlier"), 0);
}

static void a_file_from_the_future_is_refused(void **state)
{
    struct catalogue *c = *state;
    const char *words[] = {
        "--json", catalogue_put_prices(c, "konzum-1-2099-01-01.csv", milk_bread_eggs), NULL};
    struct test_result result = catalogue_import(c, words);

    assert_int_equal(result.exit_code, 1);
    assert_true(sc_str_find(result.out, SC_STR("which is yet to come")) >= 0);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.retailer"), 0);
}

static void one_file_that_fails_does_not_stop_the_others(void **state)
{
    struct catalogue *c = *state;
    const char *good = put_day(c, 3, milk_bread_eggs);
    const char *bad = catalogue_put(c, "konzum-2-2025-07-03.csv", SC_STR("\x89PNG\r\n\x1a\n....."));
    const char *words[] = {bad, "/nowhere/at/all.csv", good, NULL};
    struct test_result result = catalogue_import(c, words);

    assert_int_equal(result.exit_code, 1);
    assert_true(sc_str_find(result.out, SC_STR("3 files, 2 FAILED; 3 rows in ")) >= 0);
    assert_true(sc_str_find(result.out, SC_STR("\x1b")) < 0);
    assert_str(result.err, ""); /* no progress bar where there is no terminal */
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"), 3);
}

static void wrong_words_end_with_two(void **state)
{
    struct catalogue *c = *state;
    const char *nothing[] = {NULL};
    const char *unknown[] = {"--source", "nonsense", "x.csv", NULL};

    assert_int_equal(catalogue_import(c, nothing).exit_code, 2);
    assert_int_equal(catalogue_import(c, unknown).exit_code, 2);
}

static void people_get_a_line_a_file_with_examples(void **state)
{
    struct catalogue *c = *state;
    const char *path = put_day(c, 3,
                               "1,MLIJEKO 1L,3850334043641,1.50,,,,1.00 l,ko\n"
                               "2,KRUH,3850334018236,none,,,,0.50 kg,ko\n");
    const char *words[] = {path, NULL};
    struct test_result result = catalogue_import(c, words);
    struct sc_str start = sc_arena_printf(c->arena,
                                          "%s: hr prices of konzum, store 1: 2 rows, 1 products, "
                                          "1 prices\n    1 refused: bad_price\n        line 3: ",
                                          path);

    assert_int_equal(result.exit_code, 0);
    assert_true(sc_str_starts(result.out, start));
}

static void ids_are_for_ever(void **state)
{
    struct catalogue *c = *state;
    static const char ids[] = "select string_agg(concat_ws(' ', i.id, i.product_id, s.id), ',' "
                              "order by i.code) from retail.item i cross join retail.store s";

    catalogue_import_one(c, put_day(c, 3, milk_bread_eggs));
    char *before = test_sql_text(c->database.url, ids);
    catalogue_import_one(c, put_day(c, 4, "1,MLIJEKO,3850334043641,1.00,,,,1.00 l,ko\n"));
    catalogue_import_one(c, put_day(c, 5, milk_bread_eggs)); /* two come back */
    char *after = test_sql_text(c->database.url, ids);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

static void a_list_of_which_most_is_unusable_takes_nothing_away(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, put_day(c, 3, milk_bread_eggs));
    catalogue_expect(c,
                     put_day(c, 4,
                             "1,MLIJEKO 1L,3850334043641,1.60,,DUKAT,HRANA,1.00 l,ko\n"
                             "2,KRUH CRNI,3850334018236,2 euro,,KLARA,HRANA,0.50 kg,ko\n"
                             "3,JAJA 10,,3 euro,,,HRANA,10.00 kom,ko\n"),
                     "\"rejected\":{\"bad_price\":2},\"note\":\"most of its rows cannot be used\"");
    assert_int_equal(catalogue_number(c, "select sum(price_minor) from retail.price"), 660);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.observation"), 1);
}

/* ---- folders and archives ---- */

static void a_folder_is_taken_with_what_is_packed_in_it(void **state)
{
    struct catalogue *c = *state;
    /* the second is told by its content, for its name does not say gzip */
    struct sc_str pack =
        sc_arena_printf(c->arena,
                        "cd '%s' && gzip deep/er/konzum-2-2025-07-03.csv "
                        "konzum-3-2025-07-03.csv && "
                        "mv konzum-3-2025-07-03.csv.gz deep/konzum-3-2025-07-03.csv",
                        c->folder);
    const char *words[] = {"--json", c->folder, NULL};

    put_day(c, 3, milk_bread_eggs);
    catalogue_folder(c, "deep");
    catalogue_folder(c, "deep/er");
    catalogue_put_prices(c, "deep/er/konzum-2-2025-07-03.csv", milk_bread_eggs);
    catalogue_put_prices(c, "konzum-3-2025-07-03.csv", milk_bread_eggs);
    catalogue_put_prices(c, ".konzum-4-2025-07-03.csv", milk_bread_eggs); /* hidden */
    assert_int_equal(system(pack.at), 0);
    struct test_result result = catalogue_import(c, words);
    assert_str(result.err, "");
    assert_int_equal(result.exit_code, 0);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store"), 3);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"), 9);
}

static void the_same_bytes_under_another_name_are_another_file(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, catalogue_put_prices(c, "konzum-1-2025-07-03.csv", milk_bread_eggs));
    catalogue_expect(c, catalogue_put_prices(c, "konzum-2-2025-07-03.csv", milk_bread_eggs),
                     "\"store\":\"2\",\"complete\":true,\"rows\":3,\"products\":0,\"prices\":3,");
}

/* ---- what it says ---- */

static void json_is_one_object_of_the_form_that_was_promised(void **state)
{
    struct catalogue *c = *state;
    const char *path = put_day(c, 3, "1,MLIJEKO,3850334043641,1.50,,,,1.00 l,ko\n2,KRUH,,x,,,,,\n");
    struct sc_str out = catalogue_import_one(c, path);
    struct sc_str want = sc_arena_printf(
        c->arena,
        "{\"files\":[{\"path\":\"%s\",\"source\":\"hr\",\"kind\":\"prices\","
        "\"retailer\":\"konzum\",\"store\":\"1\",\"complete\":true,\"rows\":2,\"products\":1,"
        "\"prices\":1,\"deals\":0,\"stores\":0,\"unchanged\":0,\"unpriced\":{},"
        "\"rejected\":{\"bad_price\":1}}],\"seconds\":",
        path);

    assert_true(sc_str_starts(out, want));
    struct sc_str rest = sc_str_sub(out, want.len, SIZE_MAX);
    assert_true(rest.len >= sizeof "0.001}" && sc_str_ends(rest, SC_STR("}\n")));
    for (size_t i = 0; i + 2 < rest.len; i++)
        assert_true(rest.at[i] == '.' || (rest.at[i] >= '0' && rest.at[i] <= '9'));
}

/* What an import writes to a terminal. */
static struct sc_str import_on_terminal(struct catalogue *c, const char *path)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    struct sc_buf seen;
    char bytes[4096];
    int terminal, status;
    ssize_t len;
    pid_t pid = forkpty(&terminal, NULL, NULL, &size);

    assert_true(pid >= 0);
    if (pid == 0) {
        putenv(c->environment);
        execl(getenv("SC_PROGRAM"), "smartcart", "import", path, (char *)NULL);
        _exit(127);
    }
    sc_buf_init(&seen, SC_UNIT_ARENA_CAP);
    while ((len = read(terminal, bytes, sizeof bytes)) > 0) /* ends with an error: it hung up */
        sc_buf_put(&seen, (struct sc_str){bytes, (size_t)len});
    close(terminal);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    struct sc_str text = sc_arena_str(c->arena, sc_buf_str(&seen));
    sc_buf_finish(&seen);
    return text;
}

static void a_terminal_gets_a_bar_with_rate_and_time_left_and_no_colours(void **state)
{
    struct catalogue *c = *state;
    struct sc_str rows = SC_STR("");

    for (int i = 1; i <= 300; i++)
        rows = sc_arena_printf(c->arena, "%.*s%d,MLIJEKO %d,,1.50,,,,1.00 l,ko\n",
                               SC_STR_ARGS(rows), i, i);
    struct sc_str seen = import_on_terminal(c, put_day(c, 3, rows.at));
    assert_true(sc_str_find(seen, SC_STR("\r[")) >= 0);
    assert_true(sc_str_find(seen, SC_STR(" rows/s  ")) > 0);
    assert_true(sc_str_find(seen, SC_STR(" s left")) > 0);
    assert_true(sc_str_find(seen, SC_STR("\x1b")) < 0);
    assert_true(sc_str_find(seen, SC_STR("300 rows, 300 products, 300 prices")) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_catalogue_test(a_price_list_becomes_products_items_and_prices),
        a_catalogue_test(the_same_file_again_changes_nothing),
        a_catalogue_test(only_what_changed_is_written_on_the_next_day),
        a_catalogue_test(a_complete_file_takes_away_what_it_lacks),
        a_catalogue_test(an_older_file_changes_nothing_and_says_so),
        a_catalogue_test(a_special_is_the_shelf_price),
        a_catalogue_test(bad_rows_are_counted_kept_and_stop_nothing),
        a_catalogue_test(of_a_repeated_code_the_last_row_counts),
        a_catalogue_test(a_product_is_one_across_chains_by_its_barcode),
        a_catalogue_test(a_barcode_that_becomes_known_redirects_the_product),
        a_catalogue_test(a_price_far_from_the_others_is_flagged),
        a_catalogue_test(a_file_from_the_future_is_refused),
        a_catalogue_test(one_file_that_fails_does_not_stop_the_others),
        a_catalogue_test(wrong_words_end_with_two),
        a_catalogue_test(people_get_a_line_a_file_with_examples),
        a_catalogue_test(ids_are_for_ever),
        a_catalogue_test(a_list_of_which_most_is_unusable_takes_nothing_away),
        a_catalogue_test(a_folder_is_taken_with_what_is_packed_in_it),
        a_catalogue_test(the_same_bytes_under_another_name_are_another_file),
        a_catalogue_test(json_is_one_object_of_the_form_that_was_promised),
        a_catalogue_test(a_terminal_gets_a_bar_with_rate_and_time_left_and_no_colours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
