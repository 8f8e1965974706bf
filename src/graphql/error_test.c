#include "graphql/error.h"

#include "testing/unit.h"

static struct sc_str written(struct sc_arena *arena, const struct sc_gql_error *error,
                             struct sc_str request_id)
{
    struct sc_buf buf;
    struct sc_json_out out;

    sc_buf_init(&buf, 4096);
    sc_json_init(&out, &buf);
    sc_gql_error_write(error, request_id, &out);
    struct sc_str text = sc_arena_str(arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return text;
}

static void an_error_says_what_is_there(void **state)
{
    struct sc_gql_errors errors = {.arena = *state};
    struct sc_str text = SC_STR("{ a\n  b }");
    const struct sc_str no_id = {0};

    sc_gql_error_add(&errors, NULL, NULL, text, NULL, "%s is wrong", "it");
    sc_gql_error_add(&errors, "FORBIDDEN", "Rule", text,
                     (const char *const[]){text.at + 2, text.at + 6, NULL}, "no");
    assert_int_equal(errors.count, 2);
    assert_str(written(*state, errors.first, no_id), "{\"message\":\"it is wrong\"}");
    assert_str(written(*state, errors.first, SC_STR("r1")),
               "{\"message\":\"it is wrong\",\"extensions\":{\"requestId\":\"r1\"}}");
    assert_str(written(*state, errors.last, no_id),
               "{\"message\":\"no\",\"locations\":[{\"line\":1,\"column\":3},"
               "{\"line\":2,\"column\":3}],\"extensions\":{\"code\":\"FORBIDDEN\"}}");
    assert_string_equal(errors.last->rule, "Rule");
    errors.last->cause = (struct sc_gql_cause){"TOO_LATE", 90};
    assert_str(written(*state, errors.last, SC_STR("r1")),
               "{\"message\":\"no\",\"locations\":[{\"line\":1,\"column\":3},"
               "{\"line\":2,\"column\":3}],\"extensions\":{\"code\":\"FORBIDDEN\","
               "\"reason\":\"TOO_LATE\",\"retryAfter\":90,\"requestId\":\"r1\"}}");
}

static void a_path_begins_at_the_root(void **state)
{
    struct sc_gql_path root = {.key = SC_STR("deals")};
    struct sc_gql_path item = {.up = &root, .index = 3};
    struct sc_gql_path leaf = {.up = &item, .key = SC_STR("text")};
    struct sc_gql_error error = {.message = SC_STR("x"), .path = &leaf};

    assert_str(written(*state, &error, (struct sc_str){0}),
               "{\"message\":\"x\",\"path\":[\"deals\",3,\"text\"]}");
}

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

static void without_memory_the_list_is_full(void **state)
{
    struct sc_arena *small = sc_arena_create(300);
    struct sc_gql_errors errors = {.arena = small};

    (void)state;
    assert_non_null(small);
    while (!errors.is_full)
        sc_gql_error_add(&errors, "X", NULL, SC_STR(""), NULL, "a message");
    assert_true(errors.count < 10);
    sc_arena_destroy(small);
}

UNIT_TESTS(a_test(an_error_says_what_is_there), a_test(a_path_begins_at_the_root),
           a_test(places_far_into_a_text_are_those_of_a_walk_through_it),
           a_test(each_text_has_places_of_its_own),
           a_test(the_hundred_and_first_says_that_there_are_more),
           a_test(without_memory_the_list_is_full))
