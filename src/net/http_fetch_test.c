/* A server that is slow, endless, wrong, gone, or points into our own network. */
#include "net/http_fetch.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "testing/http_origin.h"

enum {
    BYTES_MAX = 100 * 1000,
    LIMIT_MS = 10000,
};

struct fixture {
    struct origin origin;
    struct sc_request rq;
    struct sc_http_networks loopback;
    struct sc_http_fetch fetch;
    struct sc_http_fetched fetched;
    char path[40];
    char url[200];
};

#define OK "HTTP/1.1 200 OK\r\n"

static void redirect(struct origin *origin, const char *to)
{
    char headers[300];

    snprintf(headers, sizeof headers, "Location: %s\r\nETag: \"of the redirect\"\r\n", to);
    origin_give(origin, "302 Found", headers, "look there", 10);
}

static void answer_files(struct origin *origin, const char *path)
{
    if (strcmp(path, "/marked") == 0 && origin_was_told(origin, "If-None-Match: \"v1\"\r\n"))
        origin_give(origin, "304 Not Modified", "ETag: \"v1\"\r\n", "", 0);
    else if (strcmp(path, "/dated") == 0 &&
             origin_was_told(origin, "If-Modified-Since: Thu, 26 Nov 2026 08:00:00 GMT\r\n"))
        origin_give(origin, "304 Not Modified", "", "", 0);
    else if (strcmp(path, "/marked") == 0)
        origin_give(origin, "200 OK", "ETag: \"v1\"\r\n", "a,b\n1,2\n", 8);
    else if (strcmp(path, "/dated") == 0)
        origin_give(origin, "200 OK", "last-modified: Thu, 26 Nov 2026 08:00:00 GMT\r\n", "old", 3);
    else if (strcmp(path, "/chunked") == 0)
        origin_say(origin, OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    else if (strcmp(path, "/to-the-end") == 0)
        origin_say(origin, OK "Connection: close\r\n\r\nuntil it closes");
    else
        origin_give(origin, "404 Not Found", "", "none", 4);
}

static void flood(struct origin *origin, const char *head, const char *again)
{
    if (origin_say(origin, head))
        while (origin_say(origin, again))
            ;
}

static void answer_wrongs(struct origin *origin, const char *path)
{
    static char page[4096];

    memset(page, 'x', sizeof page - 1);
    if (strcmp(path, "/cut") == 0)
        origin_say(origin, OK "Content-Length: 100\r\n\r\nshort");
    else if (strcmp(path, "/chunk-cut") == 0)
        origin_say(origin, OK "Transfer-Encoding: chunked\r\n\r\n5\r\nab");
    else if (strcmp(path, "/more-than-said") == 0)
        origin_say(origin, OK "Content-Length: 3\r\n\r\nabcdefgh");
    else if (strcmp(path, "/large") == 0)
        origin_say(origin, OK "Content-Length: 100001\r\n\r\n");
    else if (strcmp(path, "/endless") == 0)
        flood(origin, OK "Connection: close\r\n\r\n", page);
    else if (strcmp(path, "/endless-head") == 0)
        flood(origin, OK, "X-More: and more and more\r\n");
    else if (strcmp(path, "/silent") == 0 ||
             (strcmp(path, "/slow") == 0 && origin_say(origin, OK "Content-Length: 9\r\n\r\na")))
        origin_hang(origin);
    else if (strcmp(path, "/nonsense") == 0)
        origin_say(origin, "SMTP ready\r\n\r\n");
    else if (strcmp(path, "/busy") == 0)
        origin_give(origin, "503 Busy", "Retry-After: 120\r\n", "", 0);
    else if (strcmp(path, "/forbidden") == 0)
        origin_give(origin, "403 Forbidden", "", "", 0);
    else if (strcmp(path, "/gone") == 0)
        origin_give(origin, "410 Gone", "", "", 0);
    else
        answer_files(origin, path);
}

static void answer(struct origin *origin, const char *path)
{
    if (strcmp(path, "/loop") == 0)
        redirect(origin, "/loop");
    else if (strcmp(path, "/moved") == 0)
        redirect(origin, "/marked");
    else if (strcmp(path, "/to-private") == 0)
        redirect(origin, "http://10.0.0.1/latest/meta-data/");
    else if (strcmp(path, "/to-metadata") == 0)
        redirect(origin, "http://[::ffff:169.254.169.254]/latest/meta-data/");
    else if (strcmp(path, "/to-file") == 0)
        redirect(origin, "file:///etc/passwd");
    else
        answer_wrongs(origin, path);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    assert_int_equal(sc_http_fetch_init(), SC_OK);
    assert_int_equal(sc_request_init(&f->rq, SC_UNIT_ARENA_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_http_networks_read(SC_STR("127.0.0.0/8"), &f->loopback), SC_OK);
    origin_start(&f->origin, answer, f);
    memcpy(f->path, "/tmp/sc-fetch-XXXXXX", sizeof "/tmp/sc-fetch-XXXXXX");
    f->fetch.fd = mkstemp(f->path);
    assert_true(f->fetch.fd >= 0);
    f->fetch.bytes_max = BYTES_MAX;
    f->fetch.allowed = &f->loopback;
    f->fetch.slow_s = 1;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    origin_stop(&f->origin);
    close(f->fetch.fd);
    unlink(f->path);
    sc_request_finish(&f->rq);
    free(f);
    return 0;
}

static enum sc_status fetch(struct fixture *f, const char *path)
{
    snprintf(f->url, sizeof f->url, "http://127.0.0.1:%u%s", f->origin.port, path);
    f->fetch.url = sc_str_of(f->url);
    assert_int_equal(ftruncate(f->fetch.fd, 0), 0);
    assert_int_equal(lseek(f->fetch.fd, 0, SEEK_SET), 0);
    sc_failure_clear(&f->rq);
    return sc_http_fetch(&f->rq, &f->fetch, &f->fetched);
}

static void has_got(struct fixture *f, const char *body)
{
    char text[100] = "";

    assert_int_equal(f->fetched.bytes, strlen(body));
    assert_int_equal(pread(f->fetch.fd, text, sizeof text - 1, 0), (ssize_t)strlen(body));
    assert_string_equal(text, body);
}

static void a_file_is_got_and_not_again_unless_it_changed(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fetch(f, "/marked"), SC_OK);
    assert_int_equal(f->fetched.status, 200);
    assert_false(f->fetched.is_same);
    has_got(f, "a,b\n1,2\n");
    assert_str(f->fetched.etag, "\"v1\"");
    f->fetch.etag = f->fetched.etag;
    assert_int_equal(fetch(f, "/marked"), SC_OK);
    assert_true(f->fetched.is_same);
    has_got(f, "");
    f->fetch.etag = SC_STR("\"v0\"");
    assert_int_equal(fetch(f, "/marked"), SC_OK);
    assert_false(f->fetched.is_same);
    f->fetch.etag.at = NULL;
    assert_int_equal(fetch(f, "/dated"), SC_OK);
    assert_str(f->fetched.modified, "Thu, 26 Nov 2026 08:00:00 GMT");
    f->fetch.modified = f->fetched.modified;
    assert_int_equal(fetch(f, "/dated"), SC_OK);
    assert_true(f->fetched.is_same);
}

static void bodies_end_in_three_ways(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fetch(f, "/chunked"), SC_OK);
    has_got(f, "abcde");
    assert_int_equal(fetch(f, "/to-the-end"), SC_OK);
    has_got(f, "until it closes");
    assert_int_equal(fetch(f, "/more-than-said"), SC_OK);
    has_got(f, "abc");
}

static void what_goes_wrong_says_whether_to_try_again(void **state)
{
    static const struct {
        const char *path;
        enum sc_status status;
        int http;
    } rows[] = {
        {"/nothing", SC_NOT_FOUND, 404},  {"/gone", SC_NOT_FOUND, 410},
        {"/forbidden", SC_INVALID, 403},  {"/busy", SC_UNAVAILABLE, 503},
        {"/cut", SC_UNAVAILABLE, 200},    {"/chunk-cut", SC_UNAVAILABLE, 200},
        {"/nonsense", SC_UNAVAILABLE, 0}, {"/large", SC_LIMITED, 200},
        {"/endless", SC_LIMITED, 200},    {"/endless-head", SC_LIMITED, 200},
        {"/slow", SC_TIMEOUT, 200},       {"/silent", SC_TIMEOUT, 0},
        {"/loop", SC_INVALID, 302},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        enum sc_status st = fetch(f, rows[i].path);
        if (st != rows[i].status || f->fetched.status != rows[i].http)
            fail_msg("%s: %s, %d: %s", rows[i].path, sc_status_name(st), f->fetched.status,
                     f->rq.failure.words);
        assert_true(f->fetched.bytes <= BYTES_MAX);
    }
    assert_int_equal(fetch(f, "/busy"), SC_UNAVAILABLE);
    assert_int_equal(f->fetched.retry_after_s, 120);
}

static void the_deadline_ends_it(void **state)
{
    struct fixture *f = *state;

    f->fetch.slow_s = 60;
    f->rq.deadline = sc_deadline_in(200);
    assert_int_equal(fetch(f, "/slow"), SC_TIMEOUT);
    assert_int_equal(fetch(f, "/marked"), SC_TIMEOUT);
}

static void a_redirect_is_followed_where_it_may_lead(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fetch(f, "/moved"), SC_OK);
    has_got(f, "a,b\n1,2\n");
    assert_str(f->fetched.etag, "\"v1\"");
    assert_int_equal(fetch(f, "/to-private"), SC_FORBIDDEN);
    assert_true(strstr(f->rq.failure.words, "10.0.0.1") != NULL);
    assert_int_equal(fetch(f, "/to-metadata"), SC_FORBIDDEN);
    assert_true(strstr(f->rq.failure.words, "169.254.169.254") != NULL);
    assert_int_equal(fetch(f, "/to-file"), SC_INVALID);
}

static void our_own_network_is_closed(void **state)
{
    static const char *const hosts[] = {"127.0.0.1",          "localhost", "[::1]",
                                        "[::ffff:127.0.0.1]", "127.1",     "0x7f000001",
                                        "2130706433",         "0.0.0.0"};
    struct fixture *f = *state;

    f->fetch.allowed = NULL;
    for (size_t i = 0; i < SC_COUNT(hosts); i++) {
        snprintf(f->url, sizeof f->url, "http://%s:%u/marked", hosts[i], f->origin.port);
        f->fetch.url = sc_str_of(f->url);
        sc_failure_clear(&f->rq);
        if (sc_http_fetch(&f->rq, &f->fetch, &f->fetched) != SC_FORBIDDEN)
            fail_msg("%s: %s", hosts[i], f->rq.failure.words);
    }
    assert_int_equal(atomic_load(&f->origin.requests), 0);
}

/* "localhost" has two addresses, in either order; nobody listens at the one that may be asked. */
static void an_address_that_may_be_asked_is_not_forbidden_for_another(void **state)
{
    static const char *const allowed[] = {"::1", "127.0.0.1"};
    struct fixture *f = *state;
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        skip(); /* this machine has no IPv6 */
    close(fd);
    f->fetch.url = SC_STR("http://localhost:1/marked");
    for (size_t i = 0; i < SC_COUNT(allowed); i++) {
        assert_int_equal(sc_http_networks_read(sc_str_of(allowed[i]), &f->loopback), SC_OK);
        sc_failure_clear(&f->rq);
        enum sc_status st = sc_http_fetch(&f->rq, &f->fetch, &f->fetched);
        if (st != SC_UNAVAILABLE)
            fail_msg("%s: %s: %s", allowed[i], sc_status_name(st), f->rq.failure.words);
    }
}

static void that_there_are_no_sockets_is_told_as_that(void **state)
{
    struct fixture *f = *state;
    struct rlimit usual, none;
    int next = dup(f->fetch.fd);

    assert_true(next >= 0);
    close(next);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    none = usual;
    none.rlim_cur = (rlim_t)next;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    enum sc_status st = fetch(f, "/marked");
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
    assert_int_equal(st, SC_UNAVAILABLE);
    assert_string_equal(f->rq.failure.words, "it cannot be connected to: Too many open files");
}

static void only_addresses_of_the_web_are_addresses(void **state)
{
    static const char *const others[] = {
        "",
        "ftp://example.com/a",
        "file:///etc/passwd",
        "gopher://example.com/",
        "http://",
        "example.com/a",
        "http://anna:secret@example.com/a",
        "http://anna@example.com/a",
        "http://exa mple.com/a",
        "http://example.com:99999/",
        "http://[::1/",
    };
    struct fixture *f = *state;
    struct sc_http_address address = {.name = SC_STR("untouched")};
    static char longest[SC_HTTP_FETCH_URL_MAX + 2] = "http://example.com/";

    for (size_t i = 0; i < SC_COUNT(others); i++) {
        sc_failure_clear(&f->rq);
        if (sc_http_address_read(&f->rq, sc_str_of(others[i]), &address) != SC_INVALID)
            fail_msg("%s", others[i]);
    }
    memset(longest + strlen(longest), 'a', sizeof longest - 1 - strlen(longest));
    assert_int_equal(sc_http_address_read(&f->rq, sc_str_of(longest), &address), SC_INVALID);
    assert_str(address.name, "untouched");
}

static void a_files_name_is_its_addresss_last_part(void **state)
{
    static const struct {
        const char *url, *host, *name;
    } rows[] = {
        {"https://Prices.Example.com/day/Price7290-001-202611260700.gz?sig=a/b",
         "prices.example.com", "Price7290-001-202611260700.gz"},
        {"http://example.com", "example.com", "feed"},
        {"http://example.com/day/", "example.com", "feed"},
        {"http://example.com/..%2F..%2Fetc", "example.com", "_._2F.._2Fetc"},
        {"http://[2001:DB8::1]:8080/.hidden;x", "[2001:db8::1]", "_hidden_x"},
    };
    struct fixture *f = *state;
    struct sc_http_address address;

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(sc_http_address_read(&f->rq, sc_str_of(rows[i].url), &address), SC_OK);
        assert_str(address.host, rows[i].host);
        assert_str(address.name, rows[i].name);
    }
}

#define a_fetch_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_fetch_test(a_file_is_got_and_not_again_unless_it_changed),
        a_fetch_test(bodies_end_in_three_ways),
        a_fetch_test(what_goes_wrong_says_whether_to_try_again),
        a_fetch_test(the_deadline_ends_it),
        a_fetch_test(a_redirect_is_followed_where_it_may_lead),
        a_fetch_test(our_own_network_is_closed),
        a_fetch_test(an_address_that_may_be_asked_is_not_forbidden_for_another),
        a_fetch_test(that_there_are_no_sockets_is_told_as_that),
        a_fetch_test(only_addresses_of_the_web_are_addresses),
        a_fetch_test(a_files_name_is_its_addresss_last_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
