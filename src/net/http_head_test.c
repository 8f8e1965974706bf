#include "net/http_head.h"

#include "net/http_trace.h"
#include "testing/unit.h"

/* Reads "Name: value" lines, as the library gives them: where they stand. */
static struct sc_http_fault judge(const char *lines, bool is_http_1_0)
{
    struct sc_http_head head = {.is_http_1_0 = is_http_1_0};
    const char *at = lines;

    while (*at != '\r') {
        const char *colon = strchr(at, ':');
        const char *end = strstr(at, "\r\n");

        sc_http_head_take(&head, (struct sc_str){at, (size_t)(colon - at)},
                          (struct sc_str){colon + 2, (size_t)(end - colon - 2)});
        at = end + 2;
    }
    return sc_http_head_judge(&head, at + 2);
}

static void heads_are_judged(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        bool is_http_1_0;
        int code;
    } rows[] = {
        {"Host: a\r\n\r\n", false, 0},
        {"host: a\r\ncontent-length: 12\r\n\r\n", false, 0},
        {"Host: a\r\ntransfer-encoding: CHUNKED\r\n\r\n", false, 0},
        {"\r\n", true, 0},
        {"\r\n", false, 400},
        {"Host: a\r\nHost: a\r\n\r\n", true, 400},
        {"Host: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", false, 400},
        {"Host: a\r\nContent-Length: -1\r\n\r\n", false, 400},
        {"Host: a\r\nContent-Length: 1 \r\n\r\n", false, 400},
        {"Host: a\r\nContent-Length: 9223372036854775808\r\n\r\n", false, 400},
        {"Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", false, 400},
        {"Host: a\r\nTransfer-Encoding: chunked\r\n\r\n", true, 400},
        {"Host: a\r\nTransfer-Encoding: identity\r\n\r\n", false, 501},
        {"Host: a\r\nX A: b\r\n\r\n", false, 400},
        {"Host: a\r\nX-A: b\nc\r\n\r\n", false, 400},
        {"Host: a\r\nX-A: b\x7f\r\n\r\n", false, 400},
        {"Host: a\r\nX-A: b\tc \xc3\xa4\r\n\r\n", false, 0},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        if (judge(rows[i].lines, rows[i].is_http_1_0).code != rows[i].code) {
            print_error("%s: not %d\n", rows[i].lines, rows[i].code);
            fail();
        }
}

static void what_lies_between_headers_is_refused(void **state)
{
    (void)state;
    static const char lines[] = "Host: a\r\n:\r\nX-A: b\r\n\r\n";
    struct sc_http_head head = {0};

    sc_http_head_take(&head, (struct sc_str){lines, 4}, (struct sc_str){lines + 6, 1});
    struct sc_http_head skipped = head;
    sc_http_head_take(&skipped, (struct sc_str){lines + 12, 3}, (struct sc_str){lines + 17, 1});
    assert_int_equal(sc_http_head_judge(&skipped, lines + sizeof lines - 1).code, 400);
    assert_int_equal(sc_http_head_judge(&head, lines + 12).code, 400); /* ended at the colon */
    assert_int_equal(sc_http_head_judge(&head, lines + 11).code, 0);
}

static void escapes_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_query;
        const char *wanted; /* NULL: refused */
    } rows[] = {
        {"", false, ""},          {"a+b", false, "a+b"},
        {"a+b%2B", true, "a b+"}, {"%41%c3%A4", false, "A\xc3\xa4"},
        {"%", false, NULL},       {"%4", false, NULL},
        {"%4g", false, NULL},     {"a%00", true, NULL},
        {"%2541", false, "%41"},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        char text[32];
        size_t len = strlen(rows[i].text);

        memcpy(text, rows[i].text, len);
        assert_int_equal(sc_http_unescape(text, &len, rows[i].is_query), rows[i].wanted != NULL);
        if (rows[i].wanted != NULL)
            assert_str(((struct sc_str){text, len}), rows[i].wanted);
    }
}

static void trace_contexts_are_checked(void **state)
{
    (void)state;
#define TRACE "4bf92f3577b34da6a3ce929d0e0e4736"
#define SPAN  "00f067aa0ba902b7"
    static const struct {
        struct sc_str text;
        bool is_valid;
    } rows[] = {
        {SC_STR("00-" TRACE "-" SPAN "-01"), true},
        {SC_STR("cc-" TRACE "-" SPAN "-01"), true},
        {SC_STR("cc-" TRACE "-" SPAN "-01-more"), true},
        {SC_STR("cc-" TRACE "-" SPAN "-01more"), false},
        {SC_STR("00-" TRACE "-" SPAN "-01-more"), false},
        {SC_STR("ff-" TRACE "-" SPAN "-01"), false},
        {SC_STR("00-" TRACE "-" SPAN "-0"), false},
        {SC_STR("00-" TRACE "-" SPAN "-0g"), false},
        {SC_STR("00-" TRACE "_" SPAN "-01"), false},
        {SC_STR("00-4BF92f3577b34da6a3ce929d0e0e4736-" SPAN "-01"), false},
        {SC_STR("00-00000000000000000000000000000000-" SPAN "-01"), false},
        {SC_STR("00-" TRACE "-0000000000000000-01"), false},
        {SC_STR(""), false},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        if (sc_http_trace_is_valid(rows[i].text) != rows[i].is_valid) {
            print_error("%.*s\n", SC_STR_ARGS(rows[i].text));
            fail();
        }
}

static void ids_are_made(void **state)
{
    (void)state;
    struct sc_http_ids ids;
    char id[SC_HTTP_REQUEST_ID_OWN + 1], other[SC_HTTP_REQUEST_ID_OWN + 1];
    char trace[SC_HTTP_TRACEPARENT + 1];

    sc_http_ids_init(&ids);
    sc_http_request_id_make(&ids, id);
    sc_http_request_id_make(&ids, other);
    assert_true(sc_http_request_id_is_valid(sc_str_of(id)));
    assert_string_not_equal(id, other);
    sc_http_trace_make(&ids, (struct sc_str){0}, trace);
    assert_true(sc_http_trace_is_valid(sc_str_of(trace)));
    assert_string_equal(trace + SC_HTTP_TRACEPARENT - 3, "-00");
    sc_http_trace_make(&ids, SC_STR("cc-" TRACE "-" SPAN "-01-more"), trace);
    assert_true(sc_http_trace_is_valid(sc_str_of(trace)));
    assert_int_equal(strncmp(trace, "00-" TRACE "-", 36), 0);
    assert_null(strstr(trace, SPAN));
    assert_string_equal(trace + SC_HTTP_TRACEPARENT - 3, "-01");
}

static void request_ids_are_checked(void **state)
{
    (void)state;
    static const char long_one[SC_HTTP_REQUEST_ID_MAX + 1] = {[0 ... SC_HTTP_REQUEST_ID_MAX] = 'a'};

    assert_true(sc_http_request_id_is_valid(SC_STR("Az09._-")));
    assert_true(sc_http_request_id_is_valid((struct sc_str){long_one, SC_HTTP_REQUEST_ID_MAX}));
    assert_false(sc_http_request_id_is_valid((struct sc_str){long_one, sizeof long_one}));
    assert_false(sc_http_request_id_is_valid(SC_STR("")));
    assert_false(sc_http_request_id_is_valid(SC_STR("a b")));
    assert_false(sc_http_request_id_is_valid(SC_STR("a\"b")));
}

UNIT_TESTS(a_test(heads_are_judged), a_test(what_lies_between_headers_is_refused),
           a_test(escapes_are_read), a_test(trace_contexts_are_checked), a_test(ids_are_made),
           a_test(request_ids_are_checked))
