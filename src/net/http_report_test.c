/*
 * The access log: what a line says, and which lines are left out under load.
 */
#include <sys/mman.h>

#include "base/time.h"
#include "net/http_parts.h"
#include "testing/http_fixture.h"

enum {
    LOG_MAX = 2 * 1024 * 1024,
};

/* Standard error goes to a file in memory meanwhile. */
struct capture {
    int file, real;
};

static void begin_capture(struct capture *capture)
{
    capture->file = memfd_create("log", MFD_CLOEXEC);
    capture->real = dup(STDERR_FILENO);
    assert_true(capture->file >= 0 && capture->real >= 0);
    assert_int_equal(dup2(capture->file, STDERR_FILENO), STDERR_FILENO);
}

static char *end_capture(struct capture *capture)
{
    char *text = calloc(1, LOG_MAX);

    assert_non_null(text);
    assert_int_equal(dup2(capture->real, STDERR_FILENO), STDERR_FILENO);
    assert_true(pread(capture->file, text, LOG_MAX - 1, 0) >= 0);
    close(capture->file);
    close(capture->real);
    return text;
}

/* Asks on one connection, so that nothing else takes time. */
static char *log_of(struct fixture *f, const char *request, int times)
{
    struct capture capture;

    sc_log_set_level(SC_LOG_INFO);
    fixture_start(f);
    begin_capture(&capture);
    struct peer *peer = fixture_open(f);
    for (int i = 0; i < times; i++) {
        peer_say(peer, request);
        peer_read(peer);
    }
    fixture_halt(f); /* so the last line is there, too */
    return end_capture(&capture);
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        return;
    print_error("not there: %s\nin %s\n", part, text);
    fail();
}

static int count_lines(const char *text)
{
    int count = 0;

    for (; (text = strchr(text, '\n')) != NULL; text++)
        count++;
    return count;
}

static void a_line_tells_of_a_request(void **state)
{
    char *text = log_of(*state,
                        GET_WITH("/tr%61ce?secret=1",
                                 "X-Request-Id: my-1\r\ntraceparent: "
                                 "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"),
                        1);

    assert_int_equal(count_lines(text), 1);
    assert_has(text, "\"level\":\"info\",\"event\":\"http.request\",\"method\":\"GET\","
                     "\"path\":\"/trace\",\"operation\":\"Traced\",\"code\":200,\"took_us\":");
    assert_has(text, "\"bytes\":55,\"request\":\"my-1\","
                     "\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"left_out\":0}\n");
    assert_null(strstr(text, "secret")); /* what stands in a query may be one */
    free(text);
}

static void what_is_refused_has_a_line_too(void **state)
{
    (void)state;
    static const struct {
        const char *request;
        const char *line;
    } rows[] = {
        {GET("/no%22where"), "\"path\":\"/no\\\"where\",\"operation\":\"none\",\"code\":404,"},
        {GET("nowhere"), "\"path\":\"nowhere\",\"operation\":\"none\",\"code\":400,"},
        {"GET /echo HTTP/1.1\r\n\r\n", "\"path\":\"/echo\",\"operation\":\"none\",\"code\":400,"},
        /* By the library: */
        {GET_WITH("/echo", "no colon\r\n"),
         "\"path\":\"/echo\",\"operation\":\"none\",\"code\":400,"},
        {"GET /echo HTTP/3.0\r\n\r\n", "\"event\":\"http.unread\""},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        void *f;

        assert_int_equal(fixture_setup(&f), 0);
        char *text = log_of(f, rows[i].request, 1);
        assert_int_equal(count_lines(text), 1);
        assert_has(text, rows[i].line);
        fixture_teardown(&f);
        free(text);
    }
}

static void a_failure_tells_why(void **state)
{
    char *text = log_of(*state, GET("/fail"), 1);

    assert_has(text, "\"level\":\"error\"");
    assert_has(text, "\"code\":503");
    assert_has(text, "\"status\":\"unavailable\",\"words\":\"no database\"");
    free(text);
}

static void failures_are_never_left_out(void **state)
{
    char *text = log_of(*state, GET("/fail"), 2 * SC_HTTP_LOG_LINES);

    assert_int_equal(count_lines(text), 2 * SC_HTTP_LOG_LINES);
    free(text);
}

/* Of these that are no failures a second has room for SC_HTTP_LOG_LINES; the next line tells. */
static void what_is_left_out_under_load_is_told(void **state)
{
    enum {
        REQUESTS = 40 * SC_HTTP_LOG_LINES
    };
    struct fixture *f = *state;
    char *text = log_of(f, GET("/vital"), REQUESTS);
    int lines = count_lines(text), left_out = 0;

    for (const char *at = text; (at = strstr(at, "\"left_out\":")) != NULL; at++)
        left_out += (int)strtol(at + sizeof "\"left_out\":" - 1, NULL, 10);
    assert_in_range(lines, SC_HTTP_LOG_LINES, REQUESTS - 1);
    assert_in_range(lines + left_out, lines + 1, REQUESTS);
    free(text);
}

static int lines_at(struct sc_http_log_share *share, int64_t now_us)
{
    int lines = 0;

    while (sc_http_log_share_take(share, now_us))
        lines++;
    return lines;
}

static void lines_have_their_share_of_time(void **state)
{
    (void)state;
    struct sc_http_log_share share = {.saved_us = SC_SECOND_US, .at_us = 5};

    assert_int_equal(lines_at(&share, 5), SC_HTTP_LOG_LINES);
    assert_int_equal(lines_at(&share, 5), 0);
    assert_int_equal(lines_at(&share, 5 + SC_SECOND_US / 2), SC_HTTP_LOG_LINES / 2);
    assert_int_equal(lines_at(&share, 100 * SC_SECOND_US), SC_HTTP_LOG_LINES);
}

UNIT_TESTS(fixture_test(a_line_tells_of_a_request), a_test(what_is_refused_has_a_line_too),
           fixture_test(a_failure_tells_why), fixture_test(failures_are_never_left_out),
           fixture_test(what_is_left_out_under_load_is_told),
           a_test(lines_have_their_share_of_time))
