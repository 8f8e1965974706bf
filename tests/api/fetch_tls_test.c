/* Files by https: only from servers that are who they say, and from there to no other scheme. */
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/helpers/tls_peer.h"
#include "net/http_fetch.h"
#include "testing/unit.h"

enum {
    LIMIT_MS = 20000,
    LINE_MAX_BYTES = 1000,
    BODY_MAX = 1000,
};

struct fixture {
    struct tls_identity identity, other;
    struct sc_request rq;
    struct sc_http_networks loopback;
    struct sc_http_fetched fetched;
    int listener;
    uint16_t port;
    pthread_t thread;
};

static void answer(FILE *peer)
{
    char line[LINE_MAX_BYTES], path[100] = "";

    if (fgets(line, sizeof line, peer) == NULL || sscanf(line, "GET %99s", path) != 1)
        return;
    while (fgets(line, sizeof line, peer) != NULL && strcmp(line, "\r\n") != 0)
        ;
    fflush(peer); /* from reading to writing */
    if (strcmp(path, "/down") == 0)
        fputs("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
              peer);
    else
        fputs("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", peer);
}

/* Until the listener is shut down. */
static void *serve(void *context)
{
    struct fixture *f = context;
    int client;

    while ((client = accept(f->listener, NULL, NULL)) >= 0) {
        FILE *peer = tls_accept(&f->identity, client);
        if (peer == NULL)
            continue;
        answer(peer);
        fclose(peer);
    }
    return NULL;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;

    assert_non_null(f);
    assert_int_equal(sc_http_fetch_init(), SC_OK);
    assert_int_equal(sc_request_init(&f->rq, SC_UNIT_ARENA_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_http_networks_read(SC_STR("127.0.0.1, ::1"), &f->loopback), SC_OK);
    tls_identity_make(&f->identity);
    tls_identity_make(&f->other);
    f->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(f->listener, (const struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(f->listener, 16), 0);
    assert_int_equal(getsockname(f->listener, (struct sockaddr *)&at, &len), 0);
    f->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&f->thread, NULL, serve, f), 0);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    shutdown(f->listener, SHUT_RDWR);
    pthread_join(f->thread, NULL);
    close(f->listener);
    tls_identity_drop(&f->identity);
    tls_identity_drop(&f->other);
    sc_request_finish(&f->rq);
    free(f);
    return 0;
}

static enum sc_status fetch_by(struct fixture *f, const char *scheme, const char *host,
                               const char *path, const char *ca_path)
{
    char url[200], name[] = "/tmp/sc-fetch-XXXXXX";
    int fd = mkstemp(name);

    assert_true(fd >= 0);
    unlink(name);
    snprintf(url, sizeof url, "%s://%s:%u%s", scheme, host, f->port, path);
    const struct sc_http_fetch fetch = {
        .url = sc_str_of(url),
        .fd = fd,
        .bytes_max = BODY_MAX,
        .allowed = &f->loopback,
        .ca_path = ca_path,
    };
    sc_failure_clear(&f->rq);
    enum sc_status st = sc_http_fetch(&f->rq, &fetch, &f->fetched);
    close(fd);
    return st;
}

static enum sc_status fetch(struct fixture *f, const char *host, const char *path,
                            const char *ca_path)
{
    return fetch_by(f, "https", host, path, ca_path);
}

static void a_server_that_is_vouched_for_is_believed(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fetch(f, "127.0.0.1", "/a", f->identity.path), SC_OK);
    assert_int_equal(f->fetched.bytes, 4);
}

static void others_are_not(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fetch(f, "127.0.0.1", "/a", NULL), SC_UNAVAILABLE); /* the system's */
    assert_int_equal(f->fetched.status, 0);
    assert_int_equal(fetch(f, "127.0.0.1", "/a", f->other.path), SC_UNAVAILABLE);
    assert_int_equal(f->fetched.status, 0);
    assert_int_equal(fetch(f, "localhost", "/a", f->identity.path), SC_UNAVAILABLE);
    assert_int_equal(f->fetched.status, 0); /* its certificate is of another name */
}

static void nothing_redirects_to_what_is_not_encrypted(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fetch(f, "127.0.0.1", "/down", f->identity.path), SC_INVALID);
    assert_int_equal(f->fetched.status, 302);
    assert_int_equal(fetch_by(f, "HTTPS", "127.0.0.1", "/down", f->identity.path), SC_INVALID);
}

#define a_tls_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_tls_test(a_server_that_is_vouched_for_is_believed),
        a_tls_test(others_are_not),
        a_tls_test(nothing_redirects_to_what_is_not_encrypted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
