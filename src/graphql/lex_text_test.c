#include "graphql/lex_text.h"

#include "testing/unit.h"

static void check(void **state, const char *source, const char *want)
{
    struct sc_gql_string string;

    if (sc_gql_read_string(*state, sc_str_of(source), &string) != SC_OK)
        fail_msg("%s: %s", source, string.words);
    assert_str(string.text, want);
    assert_string_equal(string.end, "");
}

static void refuse(void **state, const char *source, size_t at, const char *words)
{
    struct sc_gql_string string;

    if (sc_gql_read_string(*state, sc_str_of(source), &string) != SC_INVALID)
        fail_msg("%s is no string", source);
    assert_string_equal(string.words, words);
    assert_int_equal(string.end - source, at);
}

static void escapes_are_resolved(void **state)
{
    static const struct {
        const char *source, *want;
    } rows[] = {
        {"\"\"", ""},
        {"\"plain \xC3\xA9\"", "plain \xC3\xA9"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"\\u0041\\u00e9\\u20AC\"", "A\xC3\xA9\xE2\x82\xAC"},
        {"\"\\uD83C\\uDF5E\"", "\xF0\x9F\x8D\x9E"},
        {"\"\\u{1F35E}\\u{9}\\u{00000041}\"", "\xF0\x9F\x8D\x9E\tA"},
        {"\"\\u{10FFFF}\"", "\xF4\x8F\xBF\xBF"},
        {"\"a\\\\\"", "a\\"},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        check(state, rows[i].source, rows[i].want);
}

static void a_plain_string_is_part_of_the_source(void **state)
{
    const char *source = "\"plain\" and more";
    struct sc_gql_string string;

    assert_int_equal(sc_gql_read_string(*state, sc_str_of(source), &string), SC_OK);
    assert_ptr_equal(string.text.at, source + 1);
    assert_ptr_equal(string.end, source + 7);
    assert_false(string.is_block);
}

static void mistakes_have_a_place(void **state)
{
    static const struct {
        const char *source;
        size_t at;
        const char *words;
    } rows[] = {
        {"\"", 1, "Unterminated string"},
        {"\"abc", 4, "Unterminated string"},
        {"\"ab\nc\"", 3, "Unterminated string"},
        {"\"\\t\r\"", 3, "Unterminated string"},
        {"\"\\", 1, "Invalid character escape sequence"},
        {"\"a\\x\"", 2, "Invalid character escape sequence"},
        {"\"\\n\\\n\"", 3, "Invalid character escape sequence"},
        {"\"\\u12\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\uD800\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\uDC00\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\uD800\\u0041\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\u{}\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\u{110000}\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\u{D800}\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\u{000000041}\"", 1, "Invalid Unicode escape sequence"},
        {"\"\\u{41\"", 1, "Invalid Unicode escape sequence"},
        {"\"a\xC3(\"", 2, "Invalid character within String"},
        {"\"\\n\xED\xA0\x80\"", 3, "Invalid character within String"},
        {"\"\"\"\xFF\"\"\"", 3, "Invalid character within String"},
        {"\"\"\"a\"\"", 6, "Unterminated string"},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        refuse(state, rows[i].source, rows[i].at, rows[i].words);
}

static void block_strings_lose_their_frame(void **state)
{
    static const struct {
        const char *source, *want;
    } rows[] = {
        {"\"\"\"\"\"\"", ""},
        {"\"\"\"   \n\t\n \"\"\"", ""},
        {"\"\"\"  one line  \"\"\"", "  one line  "},
        {"\"\"\"\n    a\n      b\n    c\n    \"\"\"", "a\n  b\nc"},
        {"\"\"\" first\n    a\n   b\"\"\"", " first\n a\nb"},
        {"\"\"\"\r\n  a\r  b\n\"\"\"", "a\nb"},
        {"\"\"\"\n  a\n\n  b\n\"\"\"", "a\n\nb"},
        {"\"\"\"\n  a\n \n  b\n\"\"\"", "a\n\nb"},
        {"\"\"\"\n\ta\n  b\n\"\"\"", "a\n b"}, /* a tab is one of white space */
        {"\"\"\"say \\\"\"\" and \\n \\\" \"\"\"", "say \"\"\" and \\n \\\" "},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        check(state, rows[i].source, rows[i].want);
}

UNIT_TESTS(a_test(escapes_are_resolved), a_test(a_plain_string_is_part_of_the_source),
           a_test(mistakes_have_a_place), a_test(block_strings_lose_their_frame))
