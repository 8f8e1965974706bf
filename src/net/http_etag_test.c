#include "net/http_etag.h"

#include "testing/unit.h"

#define OURS "\"00000000deadbeef\""

static void check(const char *if_none_match, bool wanted)
{
    if (sc_http_etag_is_in(sc_str_of(if_none_match), SC_STR(OURS)) == wanted)
        return;
    print_error("If-None-Match: %s\nwant %d\n", if_none_match, wanted);
    fail();
}

static void a_named_tag_is_known(void **state)
{
    (void)state;
    check(OURS, true);
    check("W/" OURS, true);
    check("\"other\", " OURS, true);
    check("\"with, comma\",W/\"\" , " OURS " , \"more\"", true);
    check("*", true);
    check(" * ", true);
}

static void another_or_none_is_not(void **state)
{
    (void)state;
    check(NULL, false);
    check("", false);
    check("\"other\"", false);
    check("00000000deadbeef", false);
    check("\"00000000deadbeef", false);
    check("\"00000000DEADBEEF\"", false);
    check("*, *", false);
    check("W/, " OURS, false); /* malformed from there on */
    check(",,,,\"", false);
}

static void other_bytes_have_another_tag(void **state)
{
    char first[SC_HTTP_ETAG_TEXT], again[SC_HTTP_ETAG_TEXT], other[SC_HTTP_ETAG_TEXT];

    (void)state;
    sc_http_etag_write(SC_STR("body"), first);
    sc_http_etag_write(SC_STR("body"), again);
    sc_http_etag_write(SC_STR("bodY"), other);
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    assert_true(sc_http_etag_is_in(sc_str_of(first), sc_str_of(again)));
    assert_int_equal(strlen(first), SC_HTTP_ETAG_TEXT - 1);
}

UNIT_TESTS(a_test(a_named_tag_is_known), a_test(another_or_none_is_not),
           a_test(other_bytes_have_another_tag))
