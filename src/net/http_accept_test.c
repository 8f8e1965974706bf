#include "net/http_accept.h"

#include "testing/unit.h"

static const char *const offers[] = {
    "application/graphql-response+json",
    "application/json",
    "text/event-stream",
};

enum {
    GRAPHQL,
    JSON,
    EVENTS,
    NONE,
};

static void check_choice(const char *accept, size_t wanted)
{
    size_t got = sc_http_accept_choose(sc_str_of(accept), offers, SC_COUNT(offers));

    if (got == wanted)
        return;
    print_error("Accept: %s\ngot %zu, want %zu\n", accept, got, wanted);
    fail();
}

static void what_is_named_is_chosen(void **state)
{
    (void)state;
    check_choice("application/json", JSON);
    check_choice("Application/JSON", JSON);
    check_choice("application/graphql-response+json", GRAPHQL);
    check_choice("text/event-stream", EVENTS);
    check_choice("text/html", NONE);
    check_choice("application/jso", NONE);
}

static void no_wish_takes_what_we_like_best(void **state)
{
    (void)state;
    check_choice("", GRAPHQL);
    check_choice("  ", GRAPHQL);
    check_choice("*/*", GRAPHQL);
    assert_int_equal(sc_http_accept_choose((struct sc_str){0}, offers, SC_COUNT(offers)), GRAPHQL);
}

static void quality_decides(void **state)
{
    (void)state;
    check_choice("application/graphql-response+json;q=0.5, application/json", JSON);
    check_choice("application/json;q=0.999, text/event-stream;q=1.000", EVENTS);
    check_choice("application/json;q=0", NONE);
    check_choice("application/json ; Q=0.4 , text/event-stream;q=0.3", JSON);
    check_choice("application/json, application/graphql-response+json", GRAPHQL); /* equal: ours */
}

static void the_most_specific_range_counts(void **state)
{
    (void)state;
    check_choice("application/*;q=0.2, */*;q=0.1", GRAPHQL);
    check_choice("application/*;q=0.2, */*;q=0.9", EVENTS);
    check_choice("application/json;q=0.1, application/*", GRAPHQL);
    check_choice("*/*, application/graphql-response+json;q=0, application/json;q=0", EVENTS);
    check_choice("*/json", NONE);
}

static void parameters_are_read(void **state)
{
    (void)state;
    check_choice("application/json; charset=utf-8", JSON);
    check_choice("application/json; charset=\"UTF-8\"; q=0.7", JSON);
    check_choice("application/json; charset=iso-8859-1", NONE);
    check_choice("application/json; note=\"a, text/event-stream; q=1\"", JSON);
    check_choice("application/json; note=\"\\\"\", text/event-stream;q=0.1", JSON);
    check_choice("application/json;", JSON);
}

static void what_is_malformed_fits_nothing(void **state)
{
    (void)state;
    check_choice("application", NONE);
    check_choice("application/", NONE);
    check_choice("/json", NONE);
    check_choice("application/json application/json", NONE);
    check_choice("application/json;q", NONE);
    check_choice("application/json;q=2", NONE);
    check_choice("application/json;q=1.001", NONE);
    check_choice("application/json;q=0.0001", NONE);
    check_choice("application/json;q=.5", NONE);
    check_choice("application/json;q=-1", NONE);
    check_choice("application/json;note=\"open", NONE);
    check_choice(",,;,=\"", NONE);
    check_choice("application;x/y, text/event-stream", EVENTS); /* the next is read nevertheless */
}

static void content_types_are_read(void **state)
{
    (void)state;
    struct sc_http_content_type content;

    assert_int_equal(sc_http_content_type_read(SC_STR("application/json"), &content), SC_OK);
    assert_str(content.type, "application/json");
    assert_null(content.charset.at);
    assert_true(sc_http_content_type_is(&content, "application/json"));
    assert_false(sc_http_content_type_is(&content, "application/jso"));

    assert_int_equal(
        sc_http_content_type_read(SC_STR(" Application/JSON ; charset=UTF-8 "), &content), SC_OK);
    assert_true(sc_http_content_type_is(&content, "application/json"));
    assert_int_equal(sc_http_content_type_read(SC_STR("text/plain;charset=\"latin1\""), &content),
                     SC_OK);
    assert_str(content.charset, "latin1");
    assert_false(sc_http_content_type_is(&content, "text/plain"));
}

static void what_is_no_content_type_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "json",
        "application/json, text/plain",
        "application/json x",
        "application/json; charset",
        "application/json; charset=\"utf-8",
    };

    for (size_t i = 0; i < SC_COUNT(wrong); i++) {
        struct sc_http_content_type content = {.charset = SC_STR("kept")};

        assert_int_equal(sc_http_content_type_read(sc_str_of(wrong[i]), &content), SC_INVALID);
        assert_str(content.charset, "kept");
    }
}

static void check_coding(const char *accept, size_t wanted)
{
    static const char *const codings[] = {"br", "gzip"};
    size_t got = sc_http_accept_coding(sc_str_of(accept), codings, SC_COUNT(codings));

    if (got == wanted)
        return;
    print_error("Accept-Encoding: %s\ngot %zu, want %zu\n", accept, got, wanted);
    fail();
}

static void a_coding_must_be_wanted(void **state)
{
    enum {
        BROTLI,
        GZIP,
        PLAIN,
    };

    (void)state;
    check_coding(NULL, PLAIN);
    check_coding("", PLAIN);
    check_coding("gzip, deflate, br, zstd", BROTLI);
    check_coding("gzip", GZIP);
    check_coding("GZip", GZIP);
    check_coding("deflate, zstd", PLAIN);
    check_coding("*", BROTLI);
    check_coding("br;q=0.5, gzip", GZIP);
    check_coding("br;q=0, *", GZIP);
    check_coding("br;q=0, gzip;q=0", PLAIN);
    check_coding("identity, br", BROTLI); /* equal: the shorter */
    check_coding("identity, br;q=0.999", PLAIN);
    check_coding("*;q=0.5, br;q=0.2", GZIP);
    check_coding("identity;q=0, gzip;q=0.001", GZIP);
    check_coding("*;q=0", PLAIN); /* nothing is taken: RFC 9110 would rather have it plain */
}

static void a_malformed_coding_is_none(void **state)
{
    (void)state;
    check_coding("br;q=2, gzip", 1);
    check_coding("br;q=-1", 2);
    check_coding("br;q=0.1234", 2);
    check_coding("b r, gzip;q=0.1", 1);
    check_coding("br/br", 2);
    check_coding(",,;;==\"\\", 2);
    check_coding(";q=1, gzip", 1);
    check_coding("\xff, gzip", 1);
}

UNIT_TESTS(a_test(what_is_named_is_chosen), a_test(no_wish_takes_what_we_like_best),
           a_test(quality_decides), a_test(the_most_specific_range_counts),
           a_test(parameters_are_read), a_test(what_is_malformed_fits_nothing),
           a_test(content_types_are_read), a_test(what_is_no_content_type_is_refused),
           a_test(a_coding_must_be_wanted), a_test(a_malformed_coding_is_none))
