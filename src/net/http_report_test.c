/*
 * The access log: what a line says, and which lines are left out under load.
 */
#include <sys/mman.h>

#include "base/time.h"
#include "net/http_parts.h"
#include "testing/http_fixture.h"

enum {
    LOG_MAX = 256 * 1024,
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
static char *log_of(const char *request, int times)
{
    struct fixture f;
    struct capture capture;
    struct peer_reply *reply = peer_reply_create();

    fixture_init(&f);
    sc_log_set_level(SC_LOG_INFO);
    fixture_start(&f);
    begin_capture(&capture);
    int fd = peer_connect(f.port);
    for (int i = 0; i < times; i++) {
        peer_say(fd, request);
        peer_read(fd, reply);
        peer_drop(reply, reply->len);
    }
    close(fd);
    fixture_end(&f); /* so the last line is there, too */
    free(reply);
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
    (void)state;
    char *text = log_of("GET /tree/a%22b?secret=1 HTTP/1.1\r\nHost: a\r\nX-Request-Id: my-1\r\n"
                        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
                        "\r\n",
                        1);

    assert_int_equal(count_lines(text), 1);
    assert_has(text, "\"level\":\"info\",\"event\":\"http.request\",\"method\":\"GET\","
                     "\"path\":\"/tree/a\\\"b\",\"operation\":\"Tree\",\"code\":200,\"took_us\":");
    assert_has(text, "\"bytes\":65,\"request\":\"my-1\","
                     "\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"left_out\":0}\n");
    assert_null(strstr(text, "secret")); /* what stands in a query may be one */
    free(text);
}

static void a_failure_tells_why(void **state)
{
    (void)state;
    char *text = log_of("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n", 1);

    assert_has(text, "\"level\":\"error\"");
    assert_has(text, "\"code\":503");
    assert_has(text, "\"status\":\"unavailable\",\"words\":\"no database\"");
    free(text);
}

static void failures_are_never_left_out(void **state)
{
    (void)state;
    char *text = log_of("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n", 2 * SC_HTTP_LOG_LINES);

    assert_int_equal(count_lines(text), 2 * SC_HTTP_LOG_LINES);
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

UNIT_TESTS(a_test(a_line_tells_of_a_request), a_test(a_failure_tells_why),
           a_test(failures_are_never_left_out), a_test(lines_have_their_share_of_time))
