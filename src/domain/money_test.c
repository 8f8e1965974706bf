#include "domain/money.h"

#include "testing/unit.h"

static void a_decimal(const char *text, char mark, int places, int64_t want)
{
    int64_t value = -7;

    assert_int_equal(sc_decimal_read(sc_str_of(text), mark, places, &value), SC_OK);
    assert_int_equal(value, want);
}

static void no_decimal(const char *text, char mark)
{
    int64_t value = -7;

    assert_int_equal(sc_decimal_read(sc_str_of(text), mark, 2, &value), SC_INVALID);
    assert_int_equal(value, -7); /* untouched on failure */
}

static void points_and_commas_are_read(void **state)
{
    (void)state;
    a_decimal("12.90", '.', 2, 1290);
    a_decimal("12,90", ',', 2, 1290);
    a_decimal(" 3.3 ", '.', 2, 330);
    a_decimal(".5", '.', 2, 50);
    a_decimal("5.", '.', 2, 500);
    a_decimal("100", '.', 0, 100);
    a_decimal("-0.05", '.', 2, -5);
    a_decimal("+1", '.', 3, 1000);
    a_decimal("165.0000", '.', 2, 16500);
}

static void groups_of_thousands_are_read(void **state)
{
    (void)state;
    a_decimal("1,234.56", '.', 2, 123456);
    a_decimal("1.234,56", ',', 2, 123456);
    a_decimal("1 234 567,8", ',', 2, 123456780);
    a_decimal("1\xC2\xA0"
              "234,5",
              ',', 2, 123450);
    a_decimal("1'234.50", '.', 2, 123450);
    no_decimal("12,34.56", '.'); /* a group of two */
    no_decimal("1,2345", '.');
    no_decimal(",123", '.');
}

static void an_unknown_mark_is_told_by_its_place(void **state)
{
    (void)state;
    a_decimal("1.234,56", 0, 2, 123456);
    a_decimal("1,234.56", 0, 2, 123456);
    a_decimal("12,5", 0, 2, 1250);
    a_decimal("12.5", 0, 2, 1250);
    a_decimal("1.234.567", 0, 2, 123456700);
    a_decimal("1,234,567", 0, 2, 123456700);
}

static void halves_are_rounded_up(void **state)
{
    (void)state;
    a_decimal("0.995", '.', 2, 100);
    a_decimal("0.994999", '.', 2, 99);
    a_decimal("-0.005", '.', 2, -1); /* away from zero: a cut price is a cut price */
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "-",
                                        ".",
                                        "1.2.3",
                                        "1e3",
                                        "12 kn",
                                        "0x1",
                                        "1.2,3",
                                        "--1",
                                        "1 2",
                                        "NaN",
                                        "1000000000000000000000",
                                        "10000000001"};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(texts); i++)
        no_decimal(texts[i], '.');
}

static void prices_have_a_range(void **state)
{
    int64_t minor;

    (void)state;
    assert_int_equal(sc_price_read(SC_STR("1000000.00"), '.', 2, &minor), SC_OK);
    assert_int_equal(minor, SC_PRICE_MAX);
    assert_int_equal(sc_price_read(SC_STR("1000000.01"), '.', 2, &minor), SC_INVALID);
    assert_int_equal(sc_price_read(SC_STR("-0.01"), '.', 2, &minor), SC_INVALID);
}

static void currencies_have_their_places(void **state)
{
    (void)state;
    assert_int_equal(sc_currency_places(SC_STR("EUR")), 2);
    assert_int_equal(sc_currency_places(SC_STR("ILS")), 2);
    assert_int_equal(sc_currency_places(SC_STR("JPY")), 0);
    assert_int_equal(sc_currency_places(SC_STR("KWD")), 3);
    assert_int_equal(sc_currency_places(SC_STR("XXX")), -1);
    assert_int_equal(sc_currency_places(SC_STR("UR ")), -1);
    assert_int_equal(sc_currency_places(SC_STR("")), -1);
}

static void money_is_written(void **state)
{
    static const struct {
        int64_t minor;
        int places;
        const char *want;
    } rows[] = {{1290, 2, "12.90"},
                {5, 2, "0.05"},
                {-5, 2, "-0.05"},
                {100, 0, "100"},
                {12345, 3, "12.345"}};
    char text[SC_MONEY_TEXT];

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        sc_money_write(rows[i].minor, rows[i].places, text);
        assert_string_equal(text, rows[i].want);
    }
}

static void unit_prices_are_ours(void **state)
{
    int64_t minor = -7;

    (void)state;
    assert_int_equal(sc_unit_price(99, 300000, SC_SIZE_G, &minor), SC_OK);
    assert_int_equal(minor, 330); /* 0.99 for 300 g */
    assert_int_equal(sc_unit_price(100, 3000000, SC_SIZE_ML, &minor), SC_OK);
    assert_int_equal(minor, 33);
    assert_int_equal(sc_unit_price(5, 10000, SC_SIZE_PIECE, &minor), SC_OK);
    assert_int_equal(minor, 1); /* a half goes up */
    assert_int_equal(sc_unit_price(100, 0, SC_SIZE_G, &minor), SC_INVALID);
    assert_int_equal(sc_unit_price(100, 5, SC_SIZE_NONE, &minor), SC_INVALID);
    assert_int_equal(sc_unit_price(SC_PRICE_MAX, 1, SC_SIZE_G, &minor), SC_INVALID);
    assert_int_equal(minor, 1);
}

static void package_sizes_are_read(void **state)
{
    static const struct {
        const char *text;
        enum sc_size_unit unit;
        int64_t milli;
        int32_t count;
    } rows[] = {
        {"0.30 kg", SC_SIZE_G, 300000, 1},   {"1,5 L", SC_SIZE_ML, 1500000, 1},
        {"750 ml", SC_SIZE_ML, 750000, 1},   {"750ml", SC_SIZE_ML, 750000, 1},
        {"6x0,5l", SC_SIZE_ML, 3000000, 6},  {"2 X 80 g", SC_SIZE_G, 160000, 2},
        {"10 kom", SC_SIZE_PIECE, 10000, 1}, {"20.00 m", SC_SIZE_MM, 20000000, 1},
        {"250 גרם", SC_SIZE_G, 250000, 1},   {"1.5 ליטר", SC_SIZE_ML, 1500000, 1},
        {"750 מ\"ל", SC_SIZE_ML, 750000, 1}, {"1 ק\"ג", SC_SIZE_G, 1000000, 1},
    };
    struct sc_package package;

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(sc_package_read(sc_str_of(rows[i].text), 0, &package), SC_OK);
        assert_int_equal(package.unit, rows[i].unit);
        assert_int_equal(package.milli, rows[i].milli);
        assert_int_equal(package.count, rows[i].count);
    }
}

static void what_is_no_size_is_refused(void **state)
{
    static const char *const texts[] = {"",       "kg",   "0 kg",     "1 bottle", "6xl",
                                        "0x1 kg", "1 zz", "1.5.2 kg", "12345x1 g"};
    struct sc_package package = {.milli = 77};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(texts); i++)
        assert_int_equal(sc_package_read(sc_str_of(texts[i]), 0, &package), SC_INVALID);
    assert_int_equal(package.milli, 77);
}

static void millionths_are_rounded_to_minor_units(void **state)
{
    (void)state;
    assert_int_equal(sc_money_of_millionths(12344999, 2), 1234);
    assert_int_equal(sc_money_of_millionths(12345000, 2), 1235);
    assert_int_equal(sc_money_of_millionths(12500000, 0), 13);
    assert_int_equal(sc_money_of_millionths(1234567, 6), 1234567);
}

UNIT_TESTS(a_test(points_and_commas_are_read), a_test(groups_of_thousands_are_read),
           a_test(an_unknown_mark_is_told_by_its_place), a_test(halves_are_rounded_up),
           a_test(what_is_no_number_is_refused), a_test(prices_have_a_range),
           a_test(currencies_have_their_places), a_test(money_is_written),
           a_test(millionths_are_rounded_to_minor_units), a_test(unit_prices_are_ours),
           a_test(package_sizes_are_read), a_test(what_is_no_size_is_refused))
