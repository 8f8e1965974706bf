#include "net/http_server.h"

#include "testing/http_fixture.h"

/* One request on a connection of its own, and the code it is answered with. */
struct row {
    const char *request;
    int code;
};

static void check_rows(const struct row *rows, size_t count, bool is_closed)
{
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    fixture_begin(&f);
    for (size_t i = 0; i < count; i++) {
        int fd = peer_connect(f.port);

        *reply = (struct peer_reply){0};
        peer_say(fd, rows[i].request);
        peer_read(fd, reply);
        if (reply->code != rows[i].code) {
            print_error("%s\ngot %d, want %d\n%s\n", rows[i].request, reply->code, rows[i].code,
                        reply->text);
            fail();
        }
        if (is_closed)
            peer_read_end(fd, reply);
        close(fd);
    }
    if (is_closed)
        assert_int_equal(atomic_load(&f.begun), 0);
    fixture_end(&f);
    free(reply);
}

/* Each hides a second request from one of two readers; none may reach a handler. */
static void what_two_readers_read_differently_is_refused(void **state)
{
    (void)state;
#define SMUGGLED "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n"
    static const struct row rows[] = {
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 35\r\n\r\n"
         "abc" SMUGGLED,
         400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n"
         "abc" SMUGGLED,
         400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED,
         400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED,
         400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
         "0\r\n\r\n" SMUGGLED,
         501},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n" SMUGGLED, 501},
        {"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED, 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc" SMUGGLED, 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc" SMUGGLED, 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc" SMUGGLED, 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nabc" SMUGGLED, 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc" SMUGGLED, 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "3x\r\nabc\r\n0\r\n\r\n" SMUGGLED,
         400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "-3\r\nabc\r\n0\r\n\r\n" SMUGGLED,
         400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "fffffffffffffffff\r\nabc\r\n0\r\n\r\n" SMUGGLED,
         413},
    };

    check_rows(rows, SC_COUNT(rows), true);
}

static void a_malformed_head_is_refused(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"GET /echo HTTP/1.1\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\n: nothing\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\n:\r\nX-A: b\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\n:\r\nHost: a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nX-A: b\r\n c\r\nHost: a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-A: b\rc\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-A: \x01\r\n\r\n", 400},
        {"G(T /echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET http://a/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /ec%00ho HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /ec%zzho HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /echo% HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /echo HTTP/3.0\r\nHost: a\r\n\r\n", 505},
    };

    check_rows(rows, SC_COUNT(rows), true);
}

static void what_is_well_formed_is_served(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"GET /echo HTTP/1.0\r\n\r\n", 200},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-A:\r\nX-B: \t\r\n\r\n", 200},
        {"\r\nGET /echo?say=1 HTTP/1.1\r\nhOST:a\r\n\r\n", 200},
        {"GET /%65cho HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 200},
        {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789", 200},
        {"POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
         "5;ext=1\r\n01234\r\n5\r\n56789\r\n0\r\nTrailer: x\r\n\r\n",
         200},
        {"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 404},
        {"GET /echo/ HTTP/1.1\r\nHost: a\r\n\r\n", 404},
        {"GET /small HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"BREW /echo HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        /* Too large a body: said without waiting for it, or once it is more than is allowed. */
        {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n01234567890", 413},
        {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413},
        {"POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n",
         413},
        {"POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "b\r\n01234567890\r\n0\r\n\r\n",
         413},
    };

    check_rows(rows, SC_COUNT(rows), false);
}

static char *text_of(const char *before, char c, size_t count, const char *behind)
{
    char *text = malloc(strlen(before) + count + strlen(behind) + 1);

    assert_non_null(text);
    size_t len = strlen(before);
    memcpy(text, before, len);
    memset(text + len, c, count);
    memcpy(text + len + count, behind, strlen(behind) + 1);
    return text;
}

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    static const struct {
        const char *before;
        size_t count;
        const char *behind;
        int code;
    } rows[] = {
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-Long: ", SC_HTTP_HEADERS_MAX - 100, "\r\n\r\n", 200},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-Long: ", SC_HTTP_HEADERS_MAX, "\r\n\r\n", 431},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-Long: ", (size_t)8 * SC_HTTP_HEADERS_MAX, "\r\n\r\n",
         431},
        {"GET /echo?say=", SC_HTTP_URL_MAX - 10, " HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"GET /echo?say=", SC_HTTP_URL_MAX, " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        {"GET /echo?say=", (size_t)8 * SC_HTTP_URL_MAX, " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
    };

    fixture_begin(&f);
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        char *request = text_of(rows[i].before, 'a', rows[i].count, rows[i].behind);

        assert_int_equal(peer_ask(f.port, request, reply), rows[i].code);
        free(request);
    }
    fixture_end(&f);
    free(reply);
}

static void many_small_headers_are_refused(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    struct sc_buf request;

    sc_buf_init(&request, 1024 * 1024);
    sc_buf_put(&request, SC_STR("GET /echo HTTP/1.1\r\nHost: a\r\n"));
    for (int i = 0; i < 3000; i++)
        sc_buf_put(&request, SC_STR("a:\r\n"));
    sc_buf_put(&request, SC_STR("\r\n\0"));
    fixture_begin(&f);
    assert_int_equal(peer_ask(f.port, request.at, reply), 431);
    fixture_end(&f);
    sc_buf_finish(&request);
    free(reply);
}

/* A body beyond what is read only to be thrown away: the answer comes before its end. */
static void an_endless_body_is_cut(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    char *chunk = text_of("8000\r\n", 'x', 0x8000, "\r\n");

    fixture_begin(&f);
    int fd = peer_connect(f.port);
    peer_say(fd, "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 4; i++)
        peer_say(fd, chunk);
    peer_read_end(fd, reply); /* the answer may be lost to a reset; the end may not */
    assert_true(reply->len == 0 || strncmp(reply->text, "HTTP/1.1 413 ", 13) == 0);
    close(fd);
    assert_int_equal(atomic_load(&f.begun), 0);
    fixture_end(&f);
    free(chunk);
    free(reply);
}

static void a_refusal_is_a_graphql_error(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    fixture_begin(&f);
    peer_ask(f.port, "GET /nowhere HTTP/1.1\r\nHost: a\r\nX-Request-Id: my-1\r\n\r\n", reply);
    assert_string_equal(reply->text + reply->head_len,
                        "{\"errors\":[{\"message\":\"there is nothing here\",\"extensions\":"
                        "{\"code\":\"NOT_FOUND\",\"requestId\":\"my-1\"}}]}");
    assert_non_null(strstr(reply->text, "\r\nContent-Type: application/json\r\n"));
    peer_ask(f.port, "PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", reply);
    assert_int_equal(reply->code, 405);
    assert_non_null(strstr(reply->text, "\r\nAllow: GET, HEAD, POST\r\n"));
    assert_int_equal(peer_ask(f.port, "GET /fail HTTP/1.1\r\nHost: a\r\n\r\n", reply), 503);
    assert_non_null(strstr(reply->text, "\"message\":\"try again later\",\"extensions\":"
                                        "{\"code\":\"UNAVAILABLE\""));
    fixture_end(&f);
    free(reply);
}

static void answers_have_the_headers_of_an_api(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    fixture_begin(&f);
    peer_ask(f.port, "GET /vital HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    assert_non_null(strstr(reply->text, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_non_null(strstr(reply->text, "\r\nCache-Control: no-store\r\n"));
    assert_non_null(strstr(reply->text, "\r\nDate: "));
    assert_non_null(strstr(reply->text, "\r\nX-Request-Id: "));
    peer_ask(f.port, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    assert_non_null(strstr(reply->text, "\r\nCache-Control: max-age=5\r\n"));
    assert_null(strstr(reply->text, "no-store"));
    assert_non_null(strstr(reply->text, "\r\nX-Kind: echo\r\n"));
    fixture_end(&f);
    free(reply);
}

static void ids_are_taken_when_well_formed(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    static const char trace[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-";

    fixture_begin(&f);
    peer_ask(f.port,
             "GET /tree/a%20b HTTP/1.1\r\nHost: a\r\nX-Request-Id: it's mine\r\n"
             "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n",
             reply);
    assert_null(strstr(reply->text, "it's mine"));
    const char *path = reply->text + reply->head_len;
    assert_int_equal(strncmp(path, "/tree/a b 00-", 13), 0);
    assert_int_equal(strncmp(path + 10, trace, sizeof trace - 1), 0);
    assert_null(strstr(path, "00f067aa0ba902b7")); /* the span is ours */
    assert_string_equal(path + strlen(path) - 3, "-01");
    fixture_end(&f);
    free(reply);
}

static void head_has_no_body(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    fixture_begin(&f);
    int fd = peer_connect(f.port);
    peer_say(fd, "HEAD /vital HTTP/1.1\r\nHost: a\r\n\r\n"
                 "GET /vital HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    peer_read_end(fd, reply);
    assert_non_null(strstr(reply->text, "\r\nContent-Length: 5\r\n"));
    assert_non_null(strstr(reply->text, "\r\n\r\nHTTP/1.1 200 OK\r\n"));
    assert_string_equal(reply->text + reply->len - 5, "alive");
    close(fd);
    fixture_end(&f);
    free(reply);
}

static void a_connection_is_kept(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    fixture_begin(&f);
    int fd = peer_connect(f.port);
    for (int i = 0; i < 5; i++) {
        peer_say(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        peer_read(fd, reply);
        assert_int_equal(reply->code, 200);
        assert_string_equal(reply->text + reply->head_len, "abc");
        peer_drop(reply, reply->len);
        /* A small refusal keeps it too. */
        peer_say(fd, "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        peer_read(fd, reply);
        assert_int_equal(reply->code, 404);
        peer_drop(reply, reply->len);
    }
    close(fd);
    fixture_end(&f);
    free(reply);
}

/* More requests at once than any buffer holds; the answers come in their order. */
static void pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    enum {
        REQUESTS = 1000
    };
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    struct sc_buf requests;

    sc_buf_init(&requests, 1024 * 1024);
    for (int i = 0; i < REQUESTS; i++)
        sc_buf_printf(&requests, "GET /echo?say=%d HTTP/1.1\r\nHost: a\r\n\r\n", i);
    fixture_begin(&f);
    int fd = peer_connect(f.port);
    peer_send(fd, requests.at, requests.len);
    for (int i = 0; i < REQUESTS; i++) {
        peer_read(fd, reply);
        assert_int_equal(reply->code, 200);
        assert_int_equal(strtol(reply->text + reply->head_len, NULL, 10), i);
        const char *end = strstr(reply->text + reply->head_len, "HTTP/1.1");
        peer_drop(reply, end == NULL ? reply->len : (size_t)(end - reply->text));
    }
    close(fd);
    fixture_end(&f);
    sc_buf_finish(&requests);
    free(reply);
}

static void a_body_is_asked_for(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();

    fixture_begin(&f);
    int fd = peer_connect(f.port);
    peer_say(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                 "Content-Length: 3\r\n\r\n");
    peer_read_head(fd, reply);
    assert_int_equal(reply->code, 100);
    peer_drop(reply, reply->head_len);
    peer_say(fd, "abc");
    peer_read(fd, reply);
    assert_int_equal(reply->code, 200);
    assert_string_equal(reply->text + reply->head_len, "abc");
    close(fd);
    fixture_end(&f);
    free(reply);
}

static void a_long_body_comes_whole(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    char *request = text_of("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 102400\r\n\r\n", 'x',
                            102399, "!");

    fixture_begin(&f);
    assert_int_equal(peer_ask(f.port, request, reply), 200);
    assert_int_equal(reply->len - reply->head_len, 102400);
    assert_int_equal(strspn(reply->text + reply->head_len, "x"), 102399);
    fixture_end(&f);
    free(request);
    free(reply);
}

static void an_address_that_cannot_be_had_is_told(void **state)
{
    (void)state;
    struct fixture f, second;

    fixture_begin(&f);
    fixture_init(&second);
    second.config.port = f.port;
    assert_int_equal(fixture_create_server(&second), SC_UNAVAILABLE);
    second.config.joins = true; /* another loop of the same process */
    assert_int_equal(fixture_create_server(&second), SC_OK);
    assert_int_equal(sc_http_server_port(second.server), f.port);
    sc_http_server_destroy(second.server);
    second.server = NULL;
    second.config.joins = false;
    second.config.address = "not an address";
    assert_int_equal(fixture_create_server(&second), SC_INVALID);
    assert_null(second.server);
    fixture_end(&second);
    fixture_end(&f);
}

static void what_happened_is_counted(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    struct sc_buf text;
    static const char *const lines[] = {
        "smartcart_http_requests_total{operation=\"echo\",code=\"200\"} 2\n",
        "smartcart_http_requests_total{operation=\"none\",code=\"404\"} 1\n",
        "smartcart_http_requests_total{operation=\"Tree\",code=\"200\"} 1\n",
        "smartcart_http_request_duration_seconds_count{operation=\"echo\"} 2\n",
        "smartcart_http_in_flight 0\n",
        "smartcart_http_connections 0\n",
    };

    fixture_begin(&f);
    peer_ask(f.port, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    peer_ask(f.port, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    peer_ask(f.port, "GET /tree/ HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    peer_ask(f.port, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    sc_loop_stop(f.loop);
    pthread_join(f.thread, NULL);
    f.is_running = false;
    sc_http_server_destroy(f.server);
    f.server = NULL;
    sc_buf_init(&text, 1024 * 1024);
    sc_metrics_write(f.metrics, &text);
    for (size_t i = 0; i < SC_COUNT(lines); i++)
        if (sc_str_find(sc_buf_str(&text), sc_str_of(lines[i])) < 0) {
            print_error("not there: %sin %.*s", lines[i], SC_STR_ARGS(sc_buf_str(&text)));
            fail();
        }
    sc_buf_finish(&text);
    fixture_end(&f);
    free(reply);
}

UNIT_TESTS(a_test(what_two_readers_read_differently_is_refused),
           a_test(a_malformed_head_is_refused), a_test(what_is_well_formed_is_served),
           a_test(what_is_too_long_is_refused), a_test(many_small_headers_are_refused),
           a_test(an_endless_body_is_cut), a_test(a_refusal_is_a_graphql_error),
           a_test(answers_have_the_headers_of_an_api), a_test(ids_are_taken_when_well_formed),
           a_test(head_has_no_body), a_test(a_connection_is_kept),
           a_test(pipelined_requests_are_answered_in_order), a_test(a_body_is_asked_for),
           a_test(a_long_body_comes_whole), a_test(an_address_that_cannot_be_had_is_told),
           a_test(what_happened_is_counted))
