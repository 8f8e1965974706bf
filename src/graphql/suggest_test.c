#include "graphql/suggest.h"

#include "testing/unit.h"

static struct sc_str near(void **state, const char *typed, const char *what)
{
    static const char *const names[] = {"name",       "names", "nickname",
                                        "barkVolume", "fur",   "species"};
    struct sc_gql_suggestions suggestions = sc_gql_suggest(sc_str_of(typed));

    for (size_t i = 0; i < SC_COUNT(names); i++)
        sc_gql_suggest_offer(&suggestions, sc_str_of(names[i]));
    return sc_gql_suggest_words(&suggestions, *state, what);
}

static void the_nearest_come_first(void **state)
{
    assert_str(near(state, "nmae", ""), " Did you mean \"name\" or \"names\"?");
    assert_str(near(state, "nams", "the field "), " Did you mean the field \"name\" or \"names\"?");
    assert_str(near(state, "NAME", ""), " Did you mean \"name\" or \"names\"?");
    assert_str(near(state, "barkVolme", ""), " Did you mean \"barkVolume\"?");
}

static void what_is_far_is_not_suggested(void **state)
{
    assert_str(near(state, "zzzz", ""), "");
    assert_str(near(state, "", ""), "");
}

static void a_long_name_is_like_no_other(void **state)
{
    static char name[SC_GQL_SUGGEST_NAME_MAX + 2];
    struct sc_gql_suggestions suggestions;

    memset(name, 'n', SC_GQL_SUGGEST_NAME_MAX);
    suggestions = sc_gql_suggest(sc_str_of(name));
    sc_gql_suggest_offer(&suggestions, sc_str_of(name));
    assert_int_equal(suggestions.count, 1);

    name[SC_GQL_SUGGEST_NAME_MAX] = 'n';
    suggestions = sc_gql_suggest(sc_str_of(name));
    sc_gql_suggest_offer(&suggestions, sc_str_of(name));
    assert_str(sc_gql_suggest_words(&suggestions, *state, ""), "");
}

static void five_are_enough(void **state)
{
    static const char *const names[] = {"aaaaf", "aaaag", "aaaae", "aaaab", "aaaac", "aaaad"};
    struct sc_gql_suggestions suggestions = sc_gql_suggest(SC_STR("aaaaa"));

    for (size_t i = 0; i < SC_COUNT(names); i++)
        sc_gql_suggest_offer(&suggestions, sc_str_of(names[i]));
    assert_str(sc_gql_suggest_words(&suggestions, *state, ""),
               " Did you mean \"aaaab\", \"aaaac\", \"aaaad\", \"aaaae\" or \"aaaaf\"?");
}

UNIT_TESTS(a_test(the_nearest_come_first), a_test(what_is_far_is_not_suggested),
           a_test(a_long_name_is_like_no_other), a_test(five_are_enough))
