#include "net/http_files.h"

#include <sys/stat.h>

#include "testing/http_fixture.h"

#define HTML   "text/html,application/xhtml+xml,*/*;q=0.8"
#define FOLDER "/tmp/smartcart-files-XXXXXX"

struct folder {
    char at[sizeof FOLDER];
    struct sc_request rq;
    struct sc_http_files *files;
};

static const char *path_in(const struct folder *folder, const char *name)
{
    static char path[sizeof FOLDER + 300];

    snprintf(path, sizeof path, "%s/%s", folder->at, name);
    return path;
}

static void put(const struct folder *folder, const char *name, const char *text)
{
    FILE *out = fopen(path_in(folder, name), "we");

    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

static void make(struct folder *folder)
{
    *folder = (struct folder){.at = FOLDER};
    assert_non_null(mkdtemp(folder->at));
    assert_int_equal(sc_request_init(&folder->rq, 64 * 1024 * 1024, sc_deadline_none()), SC_OK);
    assert_int_equal(mkdir(path_in(folder, "assets"), 0700), 0);
    put(folder, "index.html", "<p>the app");
    put(folder, "index.html.br", "coded page");
    put(folder, "sw.js", "worker()");
    put(folder, "empty.txt", "");
    put(folder, "icon.png", "a picture");
    put(folder, ".hidden", "no");
    put(folder, "assets/app-1.js", "script()");
    put(folder, "assets/app-1.js.br", "br");
    put(folder, "assets/app-1.js.gz", "gz");
}

static void unmake(struct folder *folder)
{
    char command[sizeof FOLDER + 10];

    sc_http_files_destroy(folder->files);
    sc_request_finish(&folder->rq);
    snprintf(command, sizeof command, "rm -rf %s", folder->at);
    assert_int_equal(system(command), 0);
}

static const char *const headers[] = {"X-Page", "safe", NULL};

static enum sc_status read_folder(struct folder *folder)
{
    return sc_http_files_create(&folder->rq, sc_str_of(folder->at), headers, &folder->files);
}

/* Serves the folder and one route beside it. */
static void serve(struct fixture *f, struct folder *folder, struct sc_http_route routes[2])
{
    make(folder);
    assert_int_equal(read_folder(folder), SC_OK);
    routes[0] = sc_http_files_route(folder->files);
    routes[1] = f->routes[0]; /* /echo */
    f->config.routes = routes;
    f->config.route_count = 2;
    fixture_start(f);
}

static void finish(struct fixture *f, struct folder *folder)
{
    fixture_halt(f);
    unmake(folder);
}

static const char *header(const struct fixture *f, const char *line)
{
    const char *at = strstr(f->once.text, line);

    return at != NULL && at < f->once.text + f->once.head_len ? at : NULL;
}

static void check(struct fixture *f, const char *request, int code, const char *body)
{
    if (fixture_ask(f, request) == code && strcmp(peer_body(&f->once), body) == 0)
        return;
    print_error("%s\nwant %d %s, got\n%s\n", request, code, body, f->once.text);
    fail();
}

static void what_lies_in_the_folder_is_served(void **state)
{
    struct fixture *f = *state;
    struct folder folder;
    struct sc_http_route routes[2];

    serve(f, &folder, routes);
    check(f, GET("/"), 200, "<p>the app");
    assert_non_null(header(f, "Content-Type: text/html; charset=utf-8\r\n"));
    assert_non_null(header(f, "Cache-Control: no-cache\r\n"));
    assert_non_null(header(f, "X-Page: safe\r\n"));
    assert_non_null(header(f, "ETag: \""));
    check(f, GET("/index.html?a=b"), 200, "<p>the app");
    check(f, GET("/%69ndex.html"), 200, "<p>the app");
    check(f, GET("/empty.txt"), 200, "");
    check(f, GET("/icon.png"), 200, "a picture");
    assert_non_null(header(f, "Cache-Control: public, max-age=86400\r\n"));
    assert_non_null(header(f, "X-Page: safe\r\n"));
    check(f, GET("/assets/app-1.js"), 200, "script()");
    assert_non_null(header(f, "Content-Type: text/javascript; charset=utf-8\r\n"));
    assert_non_null(header(f, "Cache-Control: public, max-age=31536000, immutable\r\n"));
    assert_null(header(f, "X-Page"));
    check(f, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", 200, "hi");
    assert_int_equal(fixture_ask(f, GET("/echo")), 200);
    finish(f, &folder);
}

static void what_does_not_is_not(void **state)
{
    static const char *const requests[] = {
        GET("/assets/app-2.js"),
        GET("/assets"),
        GET("/assets/"),
        GET("/.hidden"),
        GET("/sw.js.br"),
        GET("/assets/app-1.js.gz"),
        GET("/index.html/"),
        GET("//index.html"),
        GET("/../index.html"),
        GET("/assets/../index.html"),
        GET("/assets/%2e%2e/index.html"),
        GET("/assets%2f..%2f..%2fetc/passwd"),
        GET("/INDEX.HTML"),
        GET("/echo/"),
        GET_WITH("/lists", "Accept: application/json\r\n"),
        GET_WITH("/lists", "Accept: text/html;q=0, */*\r\n"),
        GET_WITH("/lists", "Accept: ,;text/html\r\n"),
    };
    struct fixture *f = *state;
    struct folder folder;
    struct sc_http_route routes[2];

    serve(f, &folder, routes);
    for (size_t i = 0; i < SC_COUNT(requests); i++)
        if (fixture_ask(f, requests[i]) != 404) {
            print_error("%s\nwant 404, got\n%s\n", requests[i], f->once.text);
            fail();
        }
    assert_int_equal(fixture_ask(f, GET("/index%00.html")), 400);
    assert_int_equal(fixture_ask(f, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
                     405);
    assert_non_null(header(f, "Allow: GET, HEAD\r\n"));
    finish(f, &folder);
}

static void a_navigation_gets_the_app(void **state)
{
    struct fixture *f = *state;
    struct folder folder;
    struct sc_http_route routes[2];

    serve(f, &folder, routes);
    check(f, GET_WITH("/lists/12", "Accept: " HTML "\r\n"), 200, "<p>the app");
    check(f, GET_WITH("/../x", "Accept: text/html\r\n"), 200, "<p>the app");
    check(f, GET_WITH("/lists", "Accept: " HTML "\r\nAccept-Encoding: br\r\n"), 200, "coded page");
    finish(f, &folder);
}

static void the_coding_is_the_clients_choice(void **state)
{
    struct fixture *f = *state;
    struct folder folder;
    struct sc_http_route routes[2];

    serve(f, &folder, routes);
    check(f, GET_WITH("/assets/app-1.js", "Accept-Encoding: gzip, deflate, br\r\n"), 200, "br");
    assert_non_null(header(f, "Content-Encoding: br\r\n"));
    assert_non_null(header(f, "Vary: Accept-Encoding\r\n"));
    check(f, GET_WITH("/assets/app-1.js", "Accept-Encoding: gzip, br;q=0.9\r\n"), 200, "gz");
    assert_non_null(header(f, "Content-Encoding: gzip\r\n"));
    check(f, GET_WITH("/assets/app-1.js", "Accept-Encoding: zstd\r\n"), 200, "script()");
    assert_null(header(f, "Content-Encoding"));
    check(f, GET_WITH("/index.html", "Accept-Encoding: br;q=0.1, gzip\r\n"), 200, "coded page");
    check(f, GET_WITH("/sw.js", "Accept-Encoding: br, gzip\r\n"), 200, "worker()");
    assert_null(header(f, "Content-Encoding"));
    finish(f, &folder);
}

/* The tag that was told last, as a whole If-None-Match line. */
static const char *known(const struct fixture *f)
{
    static char line[60];
    const char *tag = header(f, "ETag: ");

    assert_non_null(tag);
    snprintf(line, sizeof line, "If-None-Match: %.18s\r\n", tag + strlen("ETag: "));
    return line;
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    struct fixture *f = *state;
    struct folder folder;
    struct sc_http_route routes[2];
    char request[300];
    struct peer *peer;

    serve(f, &folder, routes);
    check(f, GET("/"), 200, "<p>the app");
    snprintf(request, sizeof request, GET_WITH("/lists", "Accept: text/html\r\n%s") "%s", known(f),
             GET("/sw.js")); /* the next answer begins behind it */
    peer = fixture_say(f, request);
    assert_int_equal(peer_read_head(peer), 304);
    struct sc_str head = {peer->text, peer->head_len};
    assert_true(sc_str_find(head, SC_STR("Cache-Control: no-cache\r\n")) > 0);
    assert_int_equal(sc_str_find(head, SC_STR("Content-Type: text")), -1);
    assert_int_equal(peer_read(peer), 200);
    assert_string_equal(peer_body(peer), "worker()");

    /* Each coding is other bytes, and has a tag of its own. */
    snprintf(request, sizeof request, GET_WITH("/", "Accept-Encoding: br\r\n%s"), known(f));
    check(f, request, 200, "coded page");
    finish(f, &folder);
}

static void a_head_has_the_length_and_no_body(void **state)
{
    struct fixture *f = *state;
    struct folder folder;
    struct sc_http_route routes[2];
    struct peer *peer;

    serve(f, &folder, routes);
    peer = fixture_say(f, "HEAD /assets/app-1.js HTTP/1.1\r\nHost: a\r\n\r\n" GET("/sw.js"));
    assert_int_equal(peer_read_head(peer), 200);
    assert_non_null(strstr(peer->text, "Content-Length: 8\r\n"));
    assert_int_equal(peer_read(peer), 200);
    assert_string_equal(peer_body(peer), "worker()");
    finish(f, &folder);
}

static void check_refused(struct folder *folder, const char *words)
{
    assert_int_equal(read_folder(folder), SC_INVALID);
    if (sc_str_find(sc_failure_words(&folder->rq), sc_str_of(words)) < 0)
        fail_msg("want \"%s\", got \"%.*s\"", words, SC_STR_ARGS(sc_failure_words(&folder->rq)));
    sc_request_clear(&folder->rq);
}

static void a_folder_that_cannot_be_served_is_refused(void **state)
{
    struct folder folder;

    (void)state;
    make(&folder);
    assert_int_equal(symlink("/etc/passwd", path_in(&folder, "assets/link.txt")), 0);
    check_refused(&folder, "assets/link.txt: neither a file nor a folder");
    assert_int_equal(unlink(path_in(&folder, "assets/link.txt")), 0);

    assert_int_equal(mkfifo(path_in(&folder, "pipe"), 0600), 0);
    check_refused(&folder, "/pipe: neither");
    assert_int_equal(unlink(path_in(&folder, "pipe")), 0);

    put(&folder, "large.bin", "");
    assert_int_equal(truncate(path_in(&folder, "large.bin"), SC_HTTP_FILE_BYTES_MAX + 1), 0);
    check_refused(&folder, "large.bin: longer than 16777216 bytes");
    assert_int_equal(unlink(path_in(&folder, "large.bin")), 0);

    char deep[] = "a/a/a/a/a/a/a/a/a";
    for (size_t i = 1; i < sizeof deep; i += 2) {
        deep[i] = '\0';
        assert_int_equal(mkdir(path_in(&folder, deep), 0700), 0);
        deep[i] = '/';
    }
    check_refused(&folder, "/a/a/a/a/a/a/a/a/a: too deep");
    unmake(&folder);

    make(&folder);
    assert_int_equal(unlink(path_in(&folder, "index.html")), 0);
    check_refused(&folder, "there is no index.html");
    char last = folder.at[sizeof FOLDER - 2];
    folder.at[sizeof FOLDER - 2] = '-'; /* which mkdtemp does not write */
    check_refused(&folder, "No such file or directory");
    folder.at[sizeof FOLDER - 2] = last;
    unmake(&folder);
}

static void so_are_more_files_than_there_is_room_for(void **state)
{
    struct folder folder;
    char name[20];

    (void)state;
    make(&folder);
    for (int i = 0; i < SC_HTTP_FILES_MAX; i++) {
        snprintf(name, sizeof name, "assets/%d", i);
        put(&folder, name, "");
    }
    check_refused(&folder, "with it there are more than 2048 files");
    unmake(&folder);

    make(&folder);
    for (int i = 0; i <= SC_HTTP_FILES_BYTES_MAX / SC_HTTP_FILE_BYTES_MAX; i++) {
        snprintf(name, sizeof name, "assets/%d", i);
        put(&folder, name, "");
        assert_int_equal(truncate(path_in(&folder, name), SC_HTTP_FILE_BYTES_MAX), 0);
    }
    check_refused(&folder, "with it there are more than 128 MiB");
    unmake(&folder);
}

UNIT_TESTS(fixture_test(what_lies_in_the_folder_is_served), fixture_test(what_does_not_is_not),
           fixture_test(a_navigation_gets_the_app), fixture_test(the_coding_is_the_clients_choice),
           fixture_test(what_the_client_has_is_not_sent_again),
           fixture_test(a_head_has_the_length_and_no_body),
           a_test(a_folder_that_cannot_be_served_is_refused),
           a_test(so_are_more_files_than_there_is_room_for))
