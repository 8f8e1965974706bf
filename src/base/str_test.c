#include "base/str.h"

#include "testing/unit.h"

static void order_and_equality(void **state)
{
    (void)state;
    assert_true(sc_str_eq(SC_STR(""), (struct sc_str){0}));
    assert_true(sc_str_eq_nocase(SC_STR("StoreID"), SC_STR("storeid")));
    assert_false(sc_str_eq_nocase(SC_STR("@"), SC_STR("`"))); /* 0x40 and 0x60 are no letters */
    assert_true(sc_str_cmp(SC_STR("ab"), SC_STR("abc")) < 0);
    assert_true(sc_str_cmp(SC_STR("b"), SC_STR("abc")) > 0);
    assert_int_equal(sc_str_cmp(SC_STR("x"), SC_STR("x")), 0);
}

static void starts_ends_and_finds(void **state)
{
    (void)state;
    assert_true(sc_str_starts(SC_STR("PriceFull72"), SC_STR("Price")));
    assert_true(sc_str_ends(SC_STR("a.gz"), SC_STR(".gz")));
    assert_false(sc_str_ends(SC_STR("gz"), SC_STR(".gz")));
    assert_int_equal(sc_str_find(SC_STR("a-b-c"), SC_STR("-c")), 3);
    assert_int_equal(sc_str_find(SC_STR("abc"), SC_STR("x")), -1);
    assert_int_equal(sc_str_find_char(SC_STR(""), 'x'), -1);
    assert_str(sc_str_trim(SC_STR(" \t\r\n a b \v\f")), "a b");
    assert_str(sc_str_sub(SC_STR("abc"), 1, SIZE_MAX), "bc");
}

static void parts_are_taken_one_by_one(void **state)
{
    (void)state;
    struct sc_str rest = SC_STR("a,,b");
    struct sc_str part;

    assert_true(sc_str_take(&rest, ',', &part));
    assert_str(part, "a");
    assert_true(sc_str_take(&rest, ',', &part));
    assert_str(part, "");
    assert_true(sc_str_take(&rest, ',', &part));
    assert_str(part, "b");
    assert_false(sc_str_take(&rest, ',', &part));
}

static void numbers_are_whole_and_fit(void **state)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {
        {"0", 0},
        {"-0", 0},
        {"007", 7},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    static const char *const bad[] = {
        "", "-", "+1", " 1", "1.0", "1e3", "9223372036854775808", "-9223372036854775809"};
    int64_t value;

    (void)state;
    for (size_t i = 0; i < SC_COUNT(good); i++) {
        assert_int_equal(sc_str_i64(sc_str_of(good[i].text), &value), SC_OK);
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < SC_COUNT(bad); i++) {
        value = 77;
        assert_int_equal(sc_str_i64(sc_str_of(bad[i]), &value), SC_INVALID);
        assert_int_equal(value, 77);
    }
}

static void hex_digits_are_of_either_case(void **state)
{
    (void)state;
    assert_int_equal(sc_hex_value('0'), 0);
    assert_int_equal(sc_hex_value('9'), 9);
    assert_int_equal(sc_hex_value('a'), 10);
    assert_int_equal(sc_hex_value('F'), 15);
    for (const char *c = "/:@G`g%"; *c != '\0'; c++)
        assert_int_equal(sc_hex_value(*c), -1);
}

UNIT_TESTS(a_test(order_and_equality), a_test(starts_ends_and_finds),
           a_test(parts_are_taken_one_by_one), a_test(numbers_are_whole_and_fit),
           a_test(hex_digits_are_of_either_case))
