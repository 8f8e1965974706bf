#include "graphql/error.h"

#include "testing/unit.h"

static void places_far_into_a_text_are_those_of_a_walk_through_it(void **state)
{
    struct sc_gql_errors errors = {.arena = *state};
    struct sc_str text = SC_STR("");

    for (int i = 0; i < 900; i++)
        text = sc_arena_printf(*state, "%.*s%s", SC_STR_ARGS(text),
                               i % 3 == 0   ? "\xF0\x9F\x8D\x8E, "
                               : i % 7 == 0 ? "\r\n"
                                            : "\xC3\xA9q\n");
    for (size_t i = 0; i < 90; i++) { /* there and back */
        size_t byte = (i % 2 == 0 ? i : 90 - i) * text.len / 90;
        const char *at = text.at + byte;
        struct sc_gql_place place = sc_gql_place(text, at);
        sc_gql_error_add(&errors, "BAD_REQUEST", NULL, text, (const char *const[]){at, NULL}, "x");
        assert_int_equal(errors.last->places[0].line, place.line);
        assert_int_equal(errors.last->places[0].column, place.column);
    }
    assert_int_equal(errors.count, 90);
}

static void each_text_has_places_of_its_own(void **state)
{
    struct sc_gql_errors errors = {.arena = *state};
    struct sc_str one = SC_STR("\n\n\n{"), other = SC_STR("  {");

    sc_gql_error_add(&errors, "BAD_REQUEST", NULL, one, (const char *const[]){one.at + 3, NULL},
                     "x");
    assert_int_equal(errors.last->places[0].line, 4);
    sc_gql_error_add(&errors, "BAD_REQUEST", NULL, other,
                     (const char *const[]){other.at + 2, other.at, NULL}, "x");
    assert_int_equal(errors.last->places[0].line, 1);
    assert_int_equal(errors.last->places[0].column, 3);
    assert_int_equal(errors.last->places[1].column, 1);
}

static void the_hundred_and_first_says_that_there_are_more(void **state)
{
    struct sc_gql_errors errors = {.arena = *state};

    for (int i = 0; i < 2 * SC_GQL_ERRORS_MAX; i++)
        sc_gql_error_add(&errors, "BAD_REQUEST", "Rule", SC_STR("{"), NULL, "error %d", i);
    assert_true(errors.is_full);
    assert_int_equal(errors.count, SC_GQL_ERRORS_MAX + 1);
    assert_str(errors.last->message, "Too many errors: the others are not told.");
    assert_null(errors.last->rule);
}

UNIT_TESTS(a_test(places_far_into_a_text_are_those_of_a_walk_through_it),
           a_test(each_text_has_places_of_its_own),
           a_test(the_hundred_and_first_says_that_there_are_more))
