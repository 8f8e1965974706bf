#include "base/utf8.h"

#include "testing/unit.h"

static void only_well_formed_text_is_valid(void **state)
{
    static const char *const good[] = {"", "milk", "\xC4\x8D", "\xE2\x82\xAC", "\xF4\x8F\xBF\xBF"};
    static const char *const bad[] = {
        "\x80",             /* a continuation alone */
        "\xC0\xAF",         /* overlong */
        "\xE0\x80\xAF",     /* overlong */
        "\xED\xA0\x80",     /* a surrogate */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xE2\x82",         /* cut short */
        "\xFF",
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(good); i++)
        assert_true(sc_utf8_is_valid(sc_str_of(good[i])));
    for (size_t i = 0; i < SC_COUNT(bad); i++) {
        assert_false(sc_utf8_is_valid(sc_str_of(bad[i])));
        assert_int_equal(sc_utf8_step(sc_str_of(bad[i])), 0);
    }
    assert_int_equal(sc_utf8_step(SC_STR("\xE2\x82\xAC!")), 3);
}

static void a_cut_leaves_no_half_character(void **state)
{
    (void)state;
    assert_str(sc_utf8_cut(SC_STR("a\xC4\x8Dz"), 2), "a");
    assert_str(sc_utf8_cut(SC_STR("a\xC4\x8Dz"), 3), "a\xC4\x8D");
    assert_str(sc_utf8_cut(SC_STR("abc"), 9), "abc");
    assert_str(sc_utf8_cut(SC_STR("\xC4\x8D"), 0), "");
}

static void a_start_ends_where_text_does(void **state)
{
    (void)state;
    assert_str(sc_utf8_start(SC_STR("a\xC4\x8D")), "a\xC4\x8D");
    assert_str(sc_utf8_start(SC_STR("a\xC4\x8D\xE8.csv")), "a\xC4\x8D");
    assert_str(sc_utf8_start(SC_STR("a\xC4")), "a");
    assert_str(sc_utf8_start(SC_STR("\xFF")), "");
}

UNIT_TESTS(a_test(only_well_formed_text_is_valid), a_test(a_cut_leaves_no_half_character),
           a_test(a_start_ends_where_text_does))
