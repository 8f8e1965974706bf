#include "app/page.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/unicode.h"
#include "testing/unit.h"

enum {
    ROOM = 4096,
};

static struct app_page a_page(void **state, struct sc_buf *buf, int columns)
{
    sc_buf_init(buf, ROOM);
    return (struct app_page){.buf = buf, .arena = *state, .look = {.columns = columns}};
}

static void check(struct sc_buf *buf, const char *want)
{
    assert_str(sc_buf_str(buf), want);
    sc_buf_finish(buf);
}

static void a_long_text_wraps_between_words(void **state)
{
    struct sc_buf buf;
    struct app_page page = a_page(state, &buf, 20);

    app_page_wrap(&page, APP_PLAIN, 2, SC_STR("one two three four five six"), APP_PLAIN,
                  SC_STR("9.99"));
    check(&buf, "  one two       9.99\n"
                "  three four\n"
                "  five six\n");
}

static void a_word_that_is_too_long_is_broken(void **state)
{
    struct sc_buf buf;
    struct app_page page = a_page(state, &buf, 10);

    app_page_wrap(&page, APP_PLAIN, 0, SC_STR("abcdefghijklmno p"), APP_PLAIN, (struct sc_str){0});
    check(&buf, "abcdefghij\nklmno p\n");
}

static void an_amount_without_words_has_its_line(void **state)
{
    struct sc_buf buf;
    struct app_page page = a_page(state, &buf, 10);

    app_page_wrap(&page, APP_PLAIN, 0, SC_STR(""), APP_PLAIN, SC_STR("1.00"));
    check(&buf, "      1.00\n");
}

static void cells_count_columns_and_not_bytes(void **state)
{
    struct sc_buf buf;
    struct app_page page = a_page(state, &buf, 80);

    app_page_cell(&page, APP_PLAIN, SC_STR("žuti sir"), 10, APP_LEFT);
    app_page_cell(&page, APP_PLAIN, SC_STR("חלב"), 5, APP_RIGHT);
    app_page_cell(&page, APP_PLAIN, SC_STR("牛乳"), 5, APP_RIGHT);
    app_page_cell(&page, APP_PLAIN, SC_STR("too long a name"), 8, APP_LEFT);
    check(&buf, "žuti sir    חלב 牛乳too lon…");
}

static void colour_is_put_only_where_it_is_wanted(void **state)
{
    struct sc_buf buf;
    struct app_page page = a_page(state, &buf, 80);

    app_page_put(&page, APP_GOOD, SC_STR("saves"));
    page.look.has_colour = true;
    app_page_put(&page, APP_GOOD, SC_STR("saves"));
    app_page_printf(&page, APP_PLAIN, " %d", 7);
    check(&buf, "saves\033[32msaves\033[0m 7");
}

static void a_name_cannot_drive_the_terminal(void **state)
{
    assert_str(app_page_clean(*state, SC_STR("milk\033[2J\x07 3%\r\n")), "milk [2J  3%  ");
    assert_str(app_page_clean(*state, SC_STR("\xe2\x80\xae"
                                             "evil")),
               "evil"); /* U+202E */
    assert_str(app_page_clean(*state, SC_STR("csi\xc2\x9b"
                                             "31m")),
               "csi 31m"); /* U+009B */
}

static void right_to_left_names_are_closed_with_a_mark(void **state)
{
    struct sc_str hebrew = app_page_clean(*state, SC_STR("חלב 3%"));

    assert_str(hebrew, "חלב 3%\xe2\x80\x8e");
    assert_int_equal(sc_unicode_width(hebrew), 6);
    assert_str(app_page_clean(*state, SC_STR("حليب")), "حليب\xe2\x80\x8e");
    assert_str(app_page_clean(*state, SC_STR("čaj")), "čaj");
}

static void a_pipe_gets_80_columns_and_no_colour(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    unsetenv("COLUMNS");
    setenv("TERM", "xterm", 1);
    FILE *out = fdopen(ends[1], "w");
    assert_int_equal(app_look_of(out).columns, 80);
    assert_false(app_look_of(out).has_colour);
    setenv("COLUMNS", "20", 1);
    assert_int_equal(app_look_of(out).columns, APP_PAGE_COLUMNS_MIN);
    setenv("COLUMNS", "500", 1);
    assert_int_equal(app_look_of(out).columns, APP_PAGE_COLUMNS_MAX);
    fclose(out);
    close(ends[0]);
}

UNIT_TESTS(a_test(a_long_text_wraps_between_words), a_test(a_word_that_is_too_long_is_broken),
           a_test(an_amount_without_words_has_its_line), a_test(cells_count_columns_and_not_bytes),
           a_test(colour_is_put_only_where_it_is_wanted), a_test(a_name_cannot_drive_the_terminal),
           a_test(right_to_left_names_are_closed_with_a_mark),
           a_test(a_pipe_gets_80_columns_and_no_colour))
