#include "net/http_head.h"

#include "net/http_trace.h"
#include "testing/unit.h"

/* Takes the text before `sep` off `rest`, as the library gives it: where it stands. */
static struct sc_str take(const char **rest, const char *sep)
{
    const char *end = strstr(*rest, sep);
    struct sc_str text = {*rest, (size_t)(end - *rest)};

    *rest = end + strlen(sep);
    return text;
}

/* Of a first line and "Name: value" lines. */
static struct sc_http_fault judge(const char *text)
{
    struct sc_http_line line = {
        .method = take(&text, " "), .target = take(&text, " "), .version = take(&text, "\r\n")};
    struct sc_http_head head = sc_http_head_begin(&line);

    while (*text != '\r') {
        struct sc_str name = take(&text, ": ");

        sc_http_head_take(&head, name, take(&text, "\r\n"));
    }
    return sc_http_head_judge(&head, text + 2);
}

static void heads_are_judged(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int code;
    } rows[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 12\r\n\r\n", 0},
        {"GET / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: CHUNKED\r\n\r\n", 0},
        {"GET / HTTP/1.0\r\n\r\n", 0},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a:80\r\n\r\n", 0},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 \r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
         400},
        {"GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 501},
        {"GET / HTTP/1.1\r\nHost: a\r\nX A: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\nc\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\x7f\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\tc \xc3\xa4\r\n\r\n", 0},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        if (judge(rows[i].text).code != rows[i].code) {
            print_error("%s: not %d\n", rows[i].text, rows[i].code);
            fail();
        }
}

/* The library skips what it cannot use: then what it gives does not lie side by side. */
static void what_lies_between_the_parts_is_refused(void **state)
{
    (void)state;
    static const char text[] = "GET / HTTP/1.0\r\nA: b\r\nC: d\r\n\r\n";
    enum { /* where they stand */
        TARGET = 4,
        VERSION = 6,
        FIRST = 16,
        SECOND = 22,
        EMPTY = 28,
    };
    struct sc_http_line line = {{text, 3}, {text + TARGET, 1}, {text + VERSION, 8}};
    const struct sc_http_head none = sc_http_head_begin(&line);

    assert_int_equal(sc_http_head_judge(&none, text + FIRST + 2).code, 0);
    assert_int_equal(sc_http_head_judge(&none, text + EMPTY + 2).code, 400);

    struct sc_http_head first = none;
    sc_http_head_take(&first, (struct sc_str){text + FIRST, 1},
                      (struct sc_str){text + FIRST + 3, 1});
    assert_int_equal(sc_http_head_judge(&first, text + SECOND + 2).code, 0);
    assert_int_equal(sc_http_head_judge(&first, text + SECOND + 1).code, 400); /* a bare LF */

    struct sc_http_head second = none; /* without the first */
    sc_http_head_take(&second, (struct sc_str){text + SECOND, 1},
                      (struct sc_str){text + SECOND + 3, 1});
    assert_int_equal(sc_http_head_judge(&second, text + EMPTY + 2).code, 400);

    line.target.len = 0; /* it ended at a NUL, say */
    assert_int_equal(sc_http_head_begin(&line).has_bad_line, true);
    line = (struct sc_http_line){{text, 2}, {text + TARGET, 1}, {text + VERSION, 8}};
    assert_int_equal(sc_http_head_begin(&line).has_bad_line, true);
}

static void targets_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *host, *path, *query; /* absent: ""; path NULL: no target */
    } rows[] = {
        {"/", "", "/", ""},
        {"/a?b?c", "", "/a", "b?c"},
        {"//b/c", "", "//b/c", ""},
        {"http://b", "b", "/", ""},
        {"http://b?c", "b", "/", "c"},
        {"HTTPS://b.c:8080/d?e", "b.c:8080", "/d", "e"},
        {"http://[::1]/", "[::1]", "/", ""},
        {"", NULL, NULL, NULL},
        {"a", NULL, NULL, NULL},
        {"*", NULL, NULL, NULL},
        {"b:443", NULL, NULL, NULL},
        {"http:/b", NULL, NULL, NULL},
        {"http://", NULL, NULL, NULL},
        {"http:///a", NULL, NULL, NULL},
        {"http://me@b/", NULL, NULL, NULL},
        {"ftp://b/", NULL, NULL, NULL},
        {"/a b", NULL, NULL, NULL},
        {"/a\tb", NULL, NULL, NULL},
        {"/a\x01", NULL, NULL, NULL},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct sc_http_target target = {.path = SC_STR("untouched")};
        bool is_one = sc_http_target_read(sc_str_of(rows[i].text), &target);

        assert_int_equal(is_one, rows[i].path != NULL);
        assert_str(target.path, is_one ? rows[i].path : "untouched");
        assert_str(target.host, is_one ? rows[i].host : "");
        assert_str(target.query, is_one ? rows[i].query : "");
    }
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

UNIT_TESTS(a_test(heads_are_judged), a_test(what_lies_between_the_parts_is_refused),
           a_test(targets_are_read), a_test(escapes_are_read), a_test(trace_contexts_are_checked),
           a_test(ids_are_made), a_test(request_ids_are_checked))
