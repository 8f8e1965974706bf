#include "domain/names.h"

#include "testing/unit.h"

static void a_name_has_the_number_of_its_place(void **state)
{
    struct sc_str some[] = {SC_STR("milk"), SC_STR("bread"), SC_STR("milk"), SC_STR("brea"),
                            SC_STR("Milk")};
    struct sc_names names = sc_names_of(some, SC_COUNT(some));

    (void)state;
    assert_int_equal(names.count, 4);
    assert_str(names.at[0], "Milk"); /* by bytes: no language is meant */
    assert_int_equal(sc_names_find(&names, SC_STR("Milk")), 0);
    assert_int_equal(sc_names_find(&names, SC_STR("brea")), 1);
    assert_int_equal(sc_names_find(&names, SC_STR("bread")), 2);
    assert_int_equal(sc_names_find(&names, SC_STR("milk")), 3);
    assert_int_equal(sc_names_find(&names, SC_STR("mil")), SC_NAMES_NONE);
    assert_int_equal(sc_names_find(&names, SC_STR("")), SC_NAMES_NONE);
}

static void no_names_are_a_list_too(void **state)
{
    struct sc_names names = sc_names_of(NULL, 0);
    size_t twice = 7;

    assert_int_equal(names.count, 0);
    assert_int_equal(sc_names_find(&names, SC_STR("milk")), SC_NAMES_NONE);
    assert_int_equal(sc_names_twice(*state, NULL, 0, &twice), SC_OK);
    assert_int_equal(twice, 0);
}

/* Of several pairs, the one that ends first. */
static void the_first_repetition_is_found(void **state)
{
    static const struct sc_str names[] = {SC_STR("d"), SC_STR("a"), SC_STR("b"),
                                          SC_STR("b"), SC_STR("a"), SC_STR("d")};
    size_t twice;

    assert_int_equal(sc_names_twice(*state, names, 3, &twice), SC_OK);
    assert_int_equal(twice, 3);
    assert_int_equal(sc_names_twice(*state, names, SC_COUNT(names), &twice), SC_OK);
    assert_int_equal(twice, 3);
    assert_int_equal(sc_names_twice(*state, names + 3, 3, &twice), SC_OK);
    assert_int_equal(twice, 3);
}

UNIT_TESTS(a_test(a_name_has_the_number_of_its_place), a_test(no_names_are_a_list_too),
           a_test(the_first_repetition_is_found))
