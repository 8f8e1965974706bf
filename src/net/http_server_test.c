#include "net/http_server.h"

#include "net/http_peer.h"
#include "testing/http_fixture.h"

#define POST(target, length, body) \
    "POST " target " HTTP/1.1\r\nHost: a\r\nContent-Length: " length "\r\n\r\n" body
#define POST_CHUNKS(target, chunks) \
    "POST " target " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" chunks

/* What would reach a handler if one of two readers took it for a request. */
#define SMUGGLED GET("/echo")

/* One request on a connection of its own, and the code it is answered with. */
struct row {
    const char *request;
    int code;
};

static void check_rows(struct fixture *f, const struct row *rows, size_t count)
{
    fixture_start(f);
    for (size_t i = 0; i < count; i++)
        if (fixture_ask(f, rows[i].request) != rows[i].code) {
            print_error("%s\ngot %d, want %d\n%s\n", rows[i].request, f->once.code, rows[i].code,
                        f->once.text);
            fail();
        }
}

static int count_heads(const char *text)
{
    int count = 0;

    for (; (text = strstr(text, "HTTP/1.1 ")) != NULL; text++)
        count++;
    return count;
}

/* Each with one answer of ours, behind which the connection ends; no handler has seen one. */
static void check_refusals(struct fixture *f, const struct row *rows, size_t count)
{
    fixture_start(f);
    for (size_t i = 0; i < count; i++) {
        struct peer *peer = fixture_say(f, rows[i].request);

        peer_read(peer);
        peer_read_end(peer);
        bool is_ours = strstr(peer_body(peer), "{\"errors\":[{\"message\":") != NULL;
        if (peer->code != rows[i].code || count_heads(peer->text) != 1 || !is_ours) {
            print_error("%s\nwant %d, ours, once, got\n%s\n", rows[i].request, rows[i].code,
                        peer->text);
            fail();
        }
    }
    assert_int_equal(atomic_load(&f->begun), 0);
}

/* Each hides a second request from one of two readers. */
static void what_two_readers_read_differently_is_refused(void **state)
{
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
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc" SMUGGLED, 400},
    };

    check_refusals(*state, rows, SC_COUNT(rows));
}

static void a_malformed_head_is_refused(void **state)
{
    static const struct row rows[] = {
        {"GET /echo HTTP/1.1\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nX-A: b\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: me@a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {GET_WITH("/echo", ": nothing\r\n"), 400},
        {GET_WITH("/echo", ":\r\nX-A: b\r\n"), 400},
        {"GET /echo HTTP/1.1\r\n:\r\nHost: a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: a\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nX-A: b\r\n c\r\nHost: a\r\n\r\n", 400},
        {GET_WITH("/echo", "X-A: b\r\n c\r\n"), 400},
        {GET_WITH("/echo", "X-A: b\rc\r\n"), 400},
        {GET_WITH("/echo", "X-A: \x01\r\n"), 400},
        {"G(T /echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET  /echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {GET("/ec ho"), 400},
        {GET("/echo "), 400},
        {GET("/ec\tho"), 400},
        {GET("echo"), 400},
        {GET("*"), 400},
        {GET("ftp://a/echo"), 400},
        {GET("http://"), 400},
        {GET("http:///echo"), 400},
        {GET("http://me@a/echo"), 400},
        {"GET http://a/echo HTTP/1.1\r\n\r\n", 400},
        {GET("/ec%00ho"), 400},
        {GET("/ec%zzho"), 400},
        {GET("/echo%"), 400},
    };

    check_refusals(*state, rows, SC_COUNT(rows));
}

static void what_is_well_formed_is_served(void **state)
{
    static const struct row rows[] = {
        {GET("/echo"), 200},
        {"GET /echo HTTP/1.0\r\n\r\n", 200},
        {"GET /echo HTTP/1.1\r\nHost:\r\n\r\n", 200},
        {"GET /echo HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200},
        {GET_WITH("/echo", "X-A:\r\nX-B: \t\r\n"), 200},
        {"\r\nGET /echo?say=1 HTTP/1.1\r\nhOST:a\r\n\r\n", 200},
        {GET("/%65cho"), 200},
        {GET("http://b:80/echo"), 200},
        {GET("HTTPS://b/echo?say=1"), 200},
        {GET("http://b"), 404},
        {POST("/echo", "0", ""), 200},
        {POST("/small", "10", "0123456789"), 200},
        {"POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
         "5;ext=1\r\n01234\r\n5\r\n56789\r\n0\r\nTrailer: x\r\n\r\n",
         200},
        {GET("/nowhere"), 404},
        {GET("/echo/"), 404},
        {GET("/small"), 405},
        {"BREW /echo HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        /* Too large a body: said without waiting for it, or once it is more than is allowed. */
        {POST("/small", "11", "01234567890"), 413},
        {POST("/small", "99999999", ""), 413},
        {"POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n",
         413},
        {POST_CHUNKS("/small", "b\r\n01234567890\r\n0\r\n\r\n"), 413},
    };

    check_rows(*state, rows, SC_COUNT(rows));
}

/* RFC 9112, section 3.2.2: the Host header is not what counts then. */
static void the_host_is_the_targets(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    fixture_ask(f, GET("http://b.example:8080/host?x=1"));
    assert_string_equal(peer_body(&f->once), "b.example:8080");
    fixture_ask(f, GET("/host"));
    assert_string_equal(peer_body(&f->once), "a");
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

/*
 * Refused by the library as it reads, in its words. Where it has two heads, we
 * cannot help it; a library that has one is better, and this table then too long.
 */
static void what_the_library_refuses_is_counted(void **state)
{
    struct fixture *f = *state;
    char *long_line = text_of("GET /", 'a', (size_t)8 * SC_HTTP_URL_MAX, " HTTP/1.1\r\n");
    char *long_head =
        text_of("GET /echo HTTP/1.1\r\nX: ", 'a', (size_t)8 * SC_HTTP_HEADERS_MAX, "");
    char *cookies = text_of("GET /echo HTTP/1.1\r\nHost: a\r\nCookie: ", ';', 4000, "\r\n\r\n");
    const struct {
        const char *request;
        int code; /* 0: it says nothing */
        int heads;
        const char *counted;
    } rows[] = {
        {POST("/echo", "+3", "abc" SMUGGLED), 400, 2,
         "requests_total{operation=\"none\","
         "code=\"400\"} 1\n"},
        {POST("/echo", "3, 3", "abc" SMUGGLED), 400, 2, "code=\"400\"} 2\n"},
        {POST("/echo", "0x3", "abc" SMUGGLED), 400, 2, "code=\"400\"} 3\n"},
        {POST("/echo", "", "abc" SMUGGLED), 400, 2, "code=\"400\"} 4\n"},
        {GET_WITH("/echo", "no colon\r\n"), 400, 1, "code=\"400\"} 5\n"},
        {POST_CHUNKS("/echo", "3x\r\nabc\r\n0\r\n\r\n" SMUGGLED), 400, 1,
         "requests_total{operation=\"echo\",code=\"400\"} 1\n"},
        {POST_CHUNKS("/echo", "-3\r\nabc\r\n0\r\n\r\n" SMUGGLED), 400, 1,
         "{operation=\"echo\",code=\"400\"} 2\n"},
        {POST_CHUNKS("/echo", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n" SMUGGLED), 413, 1,
         "{operation=\"echo\",code=\"413\"} 1\n"},
        {cookies, 431, 2, "code=\"431\"} 1\n"},
        {long_head, 431, 1, "code=\"431\"} 2\n"},
        {long_line, 414, 1, "cuts_total{reason=\"unread\"} 1\n"},
        {"GET /echo HTTP/3.0\r\nHost: a\r\n\r\n", 505, 1, "cuts_total{reason=\"unread\"} 2\n"},
        {"GET /echo\r\nHost: a\r\n\r\n", 400, 1, "cuts_total{reason=\"unread\"} 3\n"},
        {"hello\r\n\r\n", 0, 0, "cuts_total{reason=\"unread\"} 4\n"},
    };

    fixture_start(f);
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct peer *peer = fixture_say(f, rows[i].request);

        if (rows[i].code != 0)
            assert_int_equal(peer_read(peer), rows[i].code);
        peer_read_end(peer);
        assert_int_equal(count_heads(peer->text), rows[i].heads);
        fixture_wait_counted(f, rows[i].counted);
    }
    assert_int_equal(atomic_load(&f->begun), 0);
    free(long_line);
    free(long_head);
    free(cookies);
}

static void what_ends_well_is_not_unread(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    peer_close(fixture_open(f));
    peer_close(fixture_say(f, "GET /ec"));
    peer_close(fixture_say(f, GET("/vital")));
    struct peer *peer = fixture_say(f, GET_WITH("/vital", "Connection: close\r\n"));
    peer_read_end(peer);
    fixture_ask(f, "GET /vital HTTP/1.0\r\n\r\n");
    fixture_halt(f);
    assert_false(fixture_has_counted(f, "unread"));
}

static void what_is_too_long_is_refused(void **state)
{
    struct fixture *f = *state;
    enum { /* bytes around what is repeated */
        LINE = sizeof "GET /echo?say= HTTP/1.1" - sizeof "GET  HTTP/1.1",
        HEAD = sizeof GET_WITH("/echo", "X-Long: \r\n") - 1,
    };
    static const struct {
        const char *before;
        size_t count;
        const char *behind;
        int code;
    } rows[] = {
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-Long: ", SC_HTTP_HEADERS_MAX - HEAD, "\r\n\r\n", 200},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-Long: ", SC_HTTP_HEADERS_MAX - HEAD + 1, "\r\n\r\n",
         431},
        {"GET /echo?say=", SC_HTTP_URL_MAX - LINE, " HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"GET /echo?say=", SC_HTTP_URL_MAX - LINE + 1, " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
    };

    fixture_start(f);
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        char *request = text_of(rows[i].before, 'a', rows[i].count, rows[i].behind);

        assert_int_equal(fixture_ask(f, request), rows[i].code);
        if (rows[i].code != 200)
            peer_assert_has(&f->once, "{\"errors\":[{");
        free(request);
    }
}

/* Before the library makes a note of each, for which it has no room. */
static void a_query_of_many_parts_is_refused(void **state)
{
    struct fixture *f = *state;
    char *too_many = text_of("GET /echo?", '&', 64, "say=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    char *hostile = text_of("GET /echo?", '&', 4000, " HTTP/1.1\r\nHost: a\r\n\r\n");
    char *most = text_of("GET /echo?", '&', 63, "say=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    const struct row rows[] = {{too_many, 400}, {hostile, 400}};

    check_refusals(f, rows, SC_COUNT(rows));
    fixture_wait_counted(f, "requests_total{operation=\"none\",code=\"400\"} 2\n");
    fixture_wait_counted(f, "cuts_total{reason=\"query\"} 2\n");
    assert_int_equal(fixture_ask(f, most), 200);
    free(too_many);
    free(hostile);
    free(most);
}

static void many_small_headers_are_refused(void **state)
{
    struct fixture *f = *state;
    struct sc_buf request;

    sc_buf_init(&request, 1024 * 1024);
    sc_buf_put(&request, SC_STR("GET /echo HTTP/1.1\r\nHost: a\r\n"));
    for (int i = 0; i < 3000; i++)
        sc_buf_put(&request, SC_STR("a:\r\n"));
    sc_buf_put(&request, SC_STR("\r\n\0"));
    fixture_start(f);
    assert_int_equal(fixture_ask(f, request.at), 431);
    sc_buf_finish(&request);
}

/* A body beyond what is read only to be thrown away: the answer comes before its end. */
static void an_endless_body_is_cut(void **state)
{
    struct fixture *f = *state;
    char *chunk = text_of("8000\r\n", 'x', 0x8000, "\r\n");

    fixture_start(f);
    struct peer *peer = fixture_say(f, POST_CHUNKS("/small", ""));
    for (int i = 0; i < 4; i++)
        peer_say(peer, chunk);
    peer_read_end(peer); /* the answer may be lost to a reset; the end may not */
    assert_true(peer->len == 0 || strncmp(peer->text, "HTTP/1.1 413 ", 13) == 0);
    assert_int_equal(atomic_load(&f->begun), 0);
    free(chunk);
}

static void a_refusal_is_a_graphql_error(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    fixture_ask(f, GET_WITH("/nowhere", "X-Request-Id: my-1\r\n"));
    assert_string_equal(peer_body(&f->once),
                        "{\"errors\":[{\"message\":\"there is nothing here\",\"extensions\":"
                        "{\"code\":\"NOT_FOUND\",\"requestId\":\"my-1\"}}]}");
    peer_assert_has(&f->once, "\r\nContent-Type: application/json\r\n");
    assert_int_equal(fixture_ask(f, "PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"),
                     405);
    peer_assert_has(&f->once, "\r\nAllow: GET, HEAD, POST\r\n");
    assert_int_equal(fixture_ask(f, GET("/fail")), 503);
    peer_assert_has(&f->once, "\"message\":\"try again later\",\"extensions\":"
                              "{\"code\":\"UNAVAILABLE\"");
}

static void answers_have_the_headers_of_an_api(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    fixture_ask(f, GET("/vital"));
    peer_assert_has(&f->once, "\r\nX-Content-Type-Options: nosniff\r\n");
    peer_assert_has(&f->once, "\r\nCache-Control: no-store\r\n");
    peer_assert_has(&f->once, "\r\nDate: ");
    peer_assert_has(&f->once, "\r\nX-Request-Id: ");
    fixture_ask(f, GET("/echo"));
    peer_assert_has(&f->once, "\r\nCache-Control: max-age=5\r\n");
    assert_null(strstr(f->once.text, "no-store"));
    peer_assert_has(&f->once, "\r\nX-Kind: echo\r\n");
    peer_assert_has(&f->once, "\r\nX-Beside: one\r\n");
    peer_assert_has(&f->once, "\r\nX-Beside: two\r\n");
}

static void ids_are_taken_when_well_formed(void **state)
{
    struct fixture *f = *state;
    static const char trace[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-";

    fixture_start(f);
    fixture_ask(f,
                GET_WITH("/trace", "X-Request-Id: it's mine\r\ntraceparent: "
                                   "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"));
    assert_null(strstr(f->once.text, "it's mine"));
    const char *passed_on = peer_body(&f->once);
    assert_int_equal(strncmp(passed_on, trace, sizeof trace - 1), 0);
    assert_null(strstr(passed_on, "00f067aa0ba902b7")); /* the span is ours */
    assert_string_equal(passed_on + strlen(passed_on) - 3, "-01");
}

static void head_has_no_body(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_say(
        f, "HEAD /vital HTTP/1.1\r\nHost: a\r\n\r\n" GET_WITH("/vital", "Connection: close\r\n"));
    peer_read_end(peer);
    peer_expect(peer, "\r\nContent-Length: 5");
    peer_expect(peer, "\r\n\r\nHTTP/1.1 200 OK\r\n");
    assert_string_equal(peer->text + peer->len - 5, "alive");
}

static void a_connection_is_kept(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_open(f);
    for (int i = 0; i < 5; i++) {
        peer_say(peer, POST("/echo", "3", "abc"));
        assert_int_equal(peer_read(peer), 200);
        assert_string_equal(peer_body(peer), "abc");
        peer_say(peer, POST("/nowhere", "3", "abc")); /* a small refusal keeps it too */
        assert_int_equal(peer_read(peer), 404);
    }
}

/* More requests at once than any buffer holds; the answers come in their order. */
static void pipelined_requests_are_answered_in_order(void **state)
{
    struct fixture *f = *state;
    enum {
        REQUESTS = 1000
    };
    struct sc_buf requests;

    sc_buf_init(&requests, 1024 * 1024);
    for (int i = 0; i < REQUESTS; i++)
        sc_buf_printf(&requests, "GET /echo?say=%d HTTP/1.1\r\nHost: a\r\n\r\n", i);
    fixture_start(f);
    struct peer *peer = fixture_open(f);
    peer_send(peer, requests.at, requests.len);
    for (int i = 0; i < REQUESTS; i++) {
        assert_int_equal(peer_read(peer), 200);
        assert_int_equal(strtol(peer_body(peer), NULL, 10), i);
    }
    sc_buf_finish(&requests);
}

static void a_body_is_asked_for(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    struct peer *peer = fixture_say(f, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                                       "Content-Length: 3\r\n\r\n");
    assert_int_equal(peer_read_head(peer), 100);
    peer_say(peer, "abc");
    assert_int_equal(peer_read(peer), 200);
    assert_string_equal(peer_body(peer), "abc");
}

static void a_long_body_comes_whole(void **state)
{
    struct fixture *f = *state;
    char *request = text_of(POST("/echo", "102400", ""), 'x', 102399, "!");

    fixture_start(f);
    assert_int_equal(fixture_ask(f, request), 200);
    assert_int_equal(f->once.len - f->once.head_len, 102400);
    assert_int_equal(strspn(peer_body(&f->once), "x"), 102399);
    free(request);
}

static void an_address_that_cannot_be_had_is_told(void **state)
{
    struct fixture *f = *state;
    struct sc_http_server *first;

    fixture_start(f);
    first = f->server;
    f->config.port = f->port;
    assert_int_equal(fixture_create_server(f), SC_UNAVAILABLE);
    f->config.address = "not an address";
    assert_int_equal(fixture_create_server(f), SC_INVALID);
    assert_ptr_equal(f->server, first);
}

static void what_happened_is_counted(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    fixture_ask(f, GET("/echo"));
    fixture_ask(f, GET("/echo"));
    fixture_ask(f, GET("/trace"));
    fixture_ask(f, GET("/nowhere"));
    fixture_halt(f);
    fixture_wait_counted(f, "smartcart_http_requests_total{operation=\"echo\",code=\"200\"} 2\n");
    fixture_wait_counted(f, "smartcart_http_requests_total{operation=\"none\",code=\"404\"} 1\n");
    fixture_wait_counted(f, "smartcart_http_requests_total{operation=\"Traced\",code=\"200\"} 1\n");
    fixture_wait_counted(f,
                         "smartcart_http_request_duration_seconds_count{operation=\"echo\"} 2\n");
    fixture_wait_counted(f, "smartcart_http_in_flight 0\n");
    fixture_wait_counted(f, "smartcart_http_connections 0\n");
}

static void the_client_is_behind_trusted_proxies(void **state)
{
    static const struct {
        const char *request, *told;
    } rows[] = {
        {GET("/address"), "127.0.0.1 127.0.0.1"},
        {GET_WITH("/address", "X-Forwarded-For: 192.0.2.1\r\n"), "192.0.2.1 192.0.2.1"},
        {GET_WITH("/address", "X-Forwarded-For: 198.51.100.9, 2001:db8::7\r\n"
                              "x-forwarded-for: 10.0.0.1\r\nX-Forwarded-For: 10.0.0.2\r\n"),
         "2001:db8::7 2001:db8::/64"},
        {GET_WITH("/address", "Forwarded: for=192.0.2.1\r\n"), "127.0.0.1 127.0.0.1"},
    };
    struct fixture *f = *state;
    struct sc_http_proxies proxies = {.write_forwarded = false};

    assert_int_equal(sc_http_networks_read(SC_STR("127.0.0.1, 10.0.0.0/8"), &proxies.networks),
                     SC_OK);
    f->config.proxies = &proxies;
    fixture_start(f);
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(fixture_ask(f, rows[i].request), 200);
        assert_string_equal(peer_body(&f->once), rows[i].told);
    }
}

static void nobody_else_is_believed(void **state)
{
    struct fixture *f = *state;

    fixture_start(f);
    fixture_ask(f, GET_WITH("/address", "X-Forwarded-For: 192.0.2.1\r\n"
                                        "Forwarded: for=192.0.2.1\r\n"));
    assert_string_equal(peer_body(&f->once), "127.0.0.1 127.0.0.1");
}

UNIT_TESTS(
    fixture_test(the_client_is_behind_trusted_proxies), fixture_test(nobody_else_is_believed),
    fixture_test(what_two_readers_read_differently_is_refused),
    fixture_test(a_malformed_head_is_refused), fixture_test(what_is_well_formed_is_served),
    fixture_test(the_host_is_the_targets), fixture_test(what_the_library_refuses_is_counted),
    fixture_test(what_ends_well_is_not_unread), fixture_test(what_is_too_long_is_refused),
    fixture_test(a_query_of_many_parts_is_refused), fixture_test(many_small_headers_are_refused),
    fixture_test(an_endless_body_is_cut), fixture_test(a_refusal_is_a_graphql_error),
    fixture_test(answers_have_the_headers_of_an_api), fixture_test(ids_are_taken_when_well_formed),
    fixture_test(head_has_no_body), fixture_test(a_connection_is_kept),
    fixture_test(pipelined_requests_are_answered_in_order), fixture_test(a_body_is_asked_for),
    fixture_test(a_long_body_comes_whole), fixture_test(an_address_that_cannot_be_had_is_told),
    fixture_test(what_happened_is_counted))
