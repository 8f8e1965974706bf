#include "graphql/ast.h"

#include <stdio.h>

#include "testing/unit.h"

static void places_count_lines_and_utf16_units(void **state)
{
    static const struct {
        const char *before;
        uint32_t line, column;
    } rows[] = {
        {"", 1, 1},
        {"ab", 1, 3},
        {"ab\n", 2, 1},
        {"\r\n\r\n x", 3, 3},
        {"\r\rx", 3, 2},
        {"\xC3\xA9", 1, 2},         /* one unit in two bytes */
        {"\xE2\x82\xAC", 1, 2},     /* one in three */
        {"\xF0\x9F\x8D\x9E", 1, 3}, /* two in four */
        {"\xEF\xBB\xBF{", 1, 3},    /* a byte order mark is a unit */
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        char text[40];
        int len = snprintf(text, sizeof text, "%s{ a\n b }", rows[i].before);
        struct sc_gql_place place =
            sc_gql_place((struct sc_str){text, (size_t)len}, text + strlen(rows[i].before));
        assert_int_equal(place.line, rows[i].line);
        assert_int_equal(place.column, rows[i].column);
    }
}

static void a_place_between_cr_and_lf_is_still_in_the_line(void **state)
{
    struct sc_str text = SC_STR("a\r\nb");
    struct sc_gql_place place = sc_gql_place(text, text.at + 2);

    (void)state;
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 3);
}

static void locations_are_known_by_their_names(void **state)
{
    enum sc_gql_location found;

    (void)state;
    for (int i = 0; i < SC_GQL_LOCATION_COUNT; i++) {
        const char *name = sc_gql_location_name((enum sc_gql_location)i);
        assert_true(sc_gql_location_find(sc_str_of(name), &found));
        assert_int_equal(found, i);
    }
    assert_false(sc_gql_location_find(SC_STR("field"), &found));
    assert_false(sc_gql_location_find(SC_STR(""), &found));
}

UNIT_TESTS(a_test(places_count_lines_and_utf16_units),
           a_test(a_place_between_cr_and_lf_is_still_in_the_line),
           a_test(locations_are_known_by_their_names))
