#include "domain/units.h"

#include "testing/unit.h"

static void check(const char *word, const char *symbol, enum sc_size_unit size)
{
    const struct sc_unit *unit = sc_unit_find(sc_str_of(word));

    if (unit == NULL)
        print_error("no unit: %s\n", word);
    assert_non_null(unit);
    assert_string_equal(unit->symbol, symbol);
    assert_int_equal(unit->size, size);
}

static void english_croatian_and_hebrew_words_are_known(void **state)
{
    (void)state;
    check("kg", "kg", SC_SIZE_G);
    check("litres", "l", SC_SIZE_ML);
    check("pcs", "piece", SC_SIZE_PIECE);
    check("dkg", "dag", SC_SIZE_G);
    check("litara", "l", SC_SIZE_ML);
    check("ko", "piece", SC_SIZE_PIECE);
    check("kom", "piece", SC_SIZE_PIECE);
    check("vrećica", "bag", SC_SIZE_PIECE);
    check("גרם", "g", SC_SIZE_G);
    check("קילוגרמים", "kg", SC_SIZE_G);
    check("ליטר", "l", SC_SIZE_ML);
    check("תריסר", "dozen", SC_SIZE_PIECE);
    check("cm²", "cm2", SC_SIZE_CM2);
}

static void case_marks_dots_and_quotes_do_not_matter(void **state)
{
    (void)state;
    check("KG", "kg", SC_SIZE_G);
    check(" Kg. ", "kg", SC_SIZE_G);
    check("fl. oz", "fl oz", SC_SIZE_ML);
    check("FL OZ", "fl oz", SC_SIZE_ML);
    check("יח'", "piece", SC_SIZE_PIECE);
    check("יח׳", "piece", SC_SIZE_PIECE);
    check("ק\"ג", "kg", SC_SIZE_G);
    check("ק״ג", "kg", SC_SIZE_G);
    check("מ''ל", "ml", SC_SIZE_ML);
    check("vrecica", "bag", SC_SIZE_PIECE);
    check("\u200fליטר   ", "l", SC_SIZE_ML);
}

static void other_words_are_no_units(void **state)
{
    static const char *const others[] = {
        "",   ".",     "milk",    "kgx",  "3",
        "in", "100 g", "לא ידוע", "\xff", "a word that is far too long to be any unit",
    };
    (void)state;

    for (size_t i = 0; i < SC_COUNT(others); i++)
        assert_null(sc_unit_find(sc_str_of(others[i])));
}

static void every_word_of_the_table_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; sc_unit_word(i) != NULL; i++)
        assert_non_null(sc_unit_find(sc_str_of(sc_unit_word(i))));
}

static void check_base(const char *word, int64_t amount_milli, int64_t base_milli)
{
    int64_t got = -1;

    assert_int_equal(sc_unit_to_base(sc_unit_find(sc_str_of(word)), amount_milli, &got), SC_OK);
    assert_int_equal(got, base_milli);
}

static void factors_are_exact(void **state)
{
    (void)state;
    check_base("kg", 500, 500000);
    check_base("dag", 20000, 200000);
    check_base("lb", 1000, 453592);      /* 453.59237 g */
    check_base("lb", 100000, 45359237);  /* 100 lb lose nothing */
    check_base("oz", 16000, 453592);     /* and 16 oz are a pound */
    check_base("fl oz", 16000, 473176);  /* a pint */
    check_base("gallon", 1000, 3785412); /* 3785.411784 ml, rounded */
    check_base("dozen", 500, 6000);
    check_base("mg", 1, 0);
    check_base("mg", 500, 1); /* half a thousandth goes up */
    check_base("inch", 1000, 25400);
    check_base("m2", 1500, 15000000);
}

static void what_leaves_the_range_is_refused(void **state)
{
    int64_t got = 77;
    const struct sc_unit *gallon = sc_unit_find(SC_STR("gallon"));
    (void)state;

    assert_int_equal(sc_unit_to_base(gallon, INT64_MAX, &got), SC_INVALID);
    assert_int_equal(sc_unit_to_base(gallon, -1, &got), SC_INVALID);
    assert_int_equal(got, 77);
}

static void packages_are_told_from_what_they_hold(void **state)
{
    (void)state;
    assert_true(sc_unit_find(SC_STR("boca"))->is_package);
    assert_true(sc_unit_find(SC_STR("pak"))->is_package);
    assert_false(sc_unit_find(SC_STR("kom"))->is_package);
    assert_false(sc_unit_find(SC_STR("rola"))->is_package);
}

UNIT_TESTS(a_test(english_croatian_and_hebrew_words_are_known),
           a_test(case_marks_dots_and_quotes_do_not_matter), a_test(other_words_are_no_units),
           a_test(every_word_of_the_table_is_found), a_test(factors_are_exact),
           a_test(what_leaves_the_range_is_refused), a_test(packages_are_told_from_what_they_hold))
