/*
 * web_test.c - `smartcart serve --web`: a small app of the test's own, beside the API, and what
 * hostile requests get.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "api/helpers/server.h"
#include "testing/unit.h"

#define FOLDER "/tmp/smartcart-web-XXXXXX"
#define PAGE   "Accept: text/html\r\n"
#define APP    "<title>the app</title>"

#define DOCUMENT    "{ __typename }"
#define DOCUMENT_ID "sha256:7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b"

enum {
    LONG = 7000, /* bytes of a path: under the limit of a URL */
    TOO_LONG = 9000,
    MANY = 1000,
};

static struct {
    char folder[sizeof FOLDER];
    char log[sizeof FOLDER + 10];
    struct test_database database;
    struct test_serving serving;
    struct sc_arena *arena;
} world;

static struct sc_str in_folder(const char *name)
{
    return sc_arena_printf(world.arena, "%s/%s", world.folder, name);
}

static void put(const char *name, const char *text)
{
    FILE *out = fopen(in_folder(name).at, "we");

    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

static int setup(void **state)
{
    (void)state;
    world.arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    memcpy(world.folder, FOLDER, sizeof FOLDER);
    assert_non_null(mkdtemp(world.folder));
    snprintf(world.log, sizeof world.log, "%s/log", world.folder);
    assert_int_equal(mkdir(in_folder("public").at, 0700), 0);
    assert_int_equal(mkdir(in_folder("public/assets").at, 0700), 0);
    put("public/index.html", APP);
    put("public/index.html.gz", "coded");
    put("public/assets/app-1.js", "script()");
    put("documents.json", "{\"" DOCUMENT_ID "\": \"" DOCUMENT "\"}");
    put("secret.txt", "not served");
    test_database_create(&world.database);
    const char *const words[] = {"serve", "--port", "0", "--web", world.folder, NULL};
    const struct test_serve serve = {
        .database_url = world.database.url,
        .log_path = world.log,
        .words = words,
        .setting = "SMARTCART_DOCUMENTS=trusted",
        .is_limited = true,
    };
    test_serve_start(&serve, &world.serving);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_serve_stop(world.arena, &world.serving);
    test_database_drop(&world.database);
    int code = system(sc_arena_printf(world.arena, "rm -rf %s", world.folder).at);
    sc_arena_destroy(world.arena);
    return code;
}

static struct test_answer ask(const char *method, const char *target, const char *headers)
{
    struct sc_str request =
        sc_arena_printf(world.arena, "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n",
                        method, target, headers);
    int fd = test_connect(world.serving.port);
    struct test_answer answer;

    assert_true(test_send(fd, request));
    assert_true(test_receive(world.arena, fd, TEST_ANSWER_MS, &answer));
    close(fd);
    return answer;
}

/* A path of `len` letters behind the slash. */
static const char *long_path(size_t len)
{
    char *path = sc_arena_zalloc(world.arena, len + 2);

    assert_non_null(path);
    memset(path, 'a', len + 1);
    path[0] = '/';
    return path;
}

static void a_page_comes_with_what_keeps_it_safe(void **state)
{
    static const char *const rows[][2] = {
        {"Content-Type", "text/html; charset=utf-8"},
        {"Cache-Control", "no-cache"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Strict-Transport-Security", NULL}, /* it is http */
    };
    struct test_answer page = ask("GET", "/shop/12/go", PAGE);

    (void)state;
    assert_int_equal(page.code, 200);
    assert_str(page.body, APP);
    for (size_t i = 0; i < SC_COUNT(rows); i++)
        if (!sc_str_eq(test_header(&page, rows[i][0]), sc_str_of(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], SC_STR_ARGS(test_header(&page, rows[i][0])));
    struct sc_str policy = test_header(&page, "Content-Security-Policy");
    assert_true(sc_str_starts(policy, SC_STR("default-src 'none'; script-src 'self' ")));
    assert_true(sc_str_find(policy, SC_STR("require-trusted-types-for 'script'")) > 0);
    assert_int_equal(sc_str_find(policy, SC_STR("unsafe-inline")), -1);
}

static const char known_document[] = "{\"documentId\":\"" DOCUMENT_ID "\"}";

static void the_api_is_where_it_was(void **state)
{
    static const char unknown[] = "{\"query\":\"{ retailers { nodes { name } } }\"}";
    struct test_answer answer = ask("GET", "/schema.graphql", PAGE);

    (void)state;
    assert_str(test_header(&answer, "Content-Type"), "text/plain; charset=utf-8");
    answer = ask("GET", "/healthz", PAGE);
    assert_str(answer.body, "ok\n");
    answer = test_post(world.arena, world.serving.port, sc_str_of(known_document));
    assert_true(sc_str_starts(answer.body, SC_STR("{\"data\":{\"__typename\":\"Query\"}")));
    answer = test_post(world.arena, world.serving.port, sc_str_of(unknown));
    assert_true(sc_str_find(answer.body, SC_STR("only documents known beforehand")) > 0);
}

static void hostile_requests_get_no_file_of_ours(void **state)
{
    static const char *const codings = "Accept-Encoding: ,,;q=,gzip;q=9,\xff\x01;;,*;q=z\r\n";
    const struct {
        const char *target;
        const char *headers;
        int code;
    } rows[] = {
        {"/../secret.txt", "", 404},
        {"/../documents.json", "", 404},
        {"/documents.json", "", 404},
        {"/assets/../../secret.txt", "", 404},
        {"/%2e%2e/secret.txt", "", 404},
        {"/..%2fsecret.txt", "", 404},
        {"/%252e%252e/secret.txt", "", 404},
        {"/..\\secret.txt", "", 404},
        {"//etc/passwd", "", 404},
        {"/index.html%00.js", "", 400},
        {"/%ff%fe", "", 404},
        {"/assets/app-1.js%20", "", 404},
        {"/assets/app-1.js/", PAGE, 200}, /* a page, not the script */
        {"/index.html.gz", "", 404},
        {long_path(LONG), "", 404},
        {long_path(LONG), PAGE, 200},
        {long_path(TOO_LONG), PAGE, 414},
        {"/", "Accept-Encoding: gzip;q=2, br;q=1.0000, *;q=-1\r\n", 200},
        {"/", codings, 400}, /* a control character */
        {"/", "If-None-Match: \"\"\"\"\"W/,,,*\r\n", 200},
        {"/", "Range: bytes=0-99999999999999999999\r\n", 200},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct test_answer answer = ask("GET", rows[i].target, rows[i].headers);
        bool is_ours = sc_str_find(answer.body, SC_STR("not served")) < 0 &&
                       sc_str_find(answer.body, SC_STR("sha256")) < 0 &&
                       (answer.code != 200 || sc_str_eq(answer.body, SC_STR(APP)));
        if (answer.code != rows[i].code || !is_ours)
            fail_msg("%.60s: want %d, got %d\n%.*s", rows[i].target, rows[i].code, answer.code,
                     SC_STR_ARGS(answer.body));
    }
}

/* Points that whoever has not signed in may still use, from here. */
static long points_left(void)
{
    static const char name[] = "\"remaining\":";
    struct test_answer answer =
        test_post(world.arena, world.serving.port, sc_str_of(known_document));
    ptrdiff_t at = sc_str_find(answer.body, sc_str_of(name));

    assert_true(at > 0);
    return strtol(answer.body.at + at + sizeof name - 1, NULL, 10);
}

/* Each would cost a point or more, which come back at 50 a second. */
static void files_are_no_requests_of_the_api(void **state)
{
    long before = points_left();
    int fd = test_connect(world.serving.port);
    struct test_answer answer;

    (void)state;
    for (int i = 0; i < MANY; i++) {
        assert_true(test_send(fd, SC_STR("GET /assets/app-1.js HTTP/1.1\r\nHost: a\r\n\r\n")));
        assert_true(test_receive(world.arena, fd, TEST_ANSWER_MS, &answer));
        assert_int_equal(answer.code, 200);
        assert_str(answer.body, "script()");
    }
    close(fd);
    assert_true(points_left() >= before);
}

static void check_start(const char *dir, const char *setting, const char *words)
{
    const char *const with_dir[] = {"serve", "--port", "0", "--web", dir, NULL};
    const char *const alone[] = {"serve", "--port", "0", NULL};
    const char *const environment[] = {setting, NULL};
    struct test_result result;

    test_program_run(world.arena,
                     &(struct test_run){.words = dir != NULL ? with_dir : alone,
                                        .environment = setting != NULL ? environment : NULL},
                     &result);
    assert_int_not_equal(result.exit_code, 0);
    if (sc_str_find(result.err, sc_str_of(words)) < 0)
        fail_msg("want \"%s\", got \"%.*s\"", words, SC_STR_ARGS(result.err));
}

static void what_cannot_be_served_is_said_at_the_start(void **state)
{
    (void)state;
    check_start("/nowhere", NULL, "/nowhere/documents.json: No such file or directory");
    check_start(NULL, "SMARTCART_WEB=/nowhere",
                "/nowhere/documents.json: No such file or directory");
    assert_int_equal(mkdir(in_folder("empty").at, 0700), 0);
    put("empty/documents.json", "{}");
    check_start(in_folder("empty").at, NULL, "/empty/public: No such file or directory");
    assert_int_equal(mkdir(in_folder("empty/public").at, 0700), 0);
    check_start(in_folder("empty").at, NULL, "/empty/public: there is no index.html");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_comes_with_what_keeps_it_safe),
        cmocka_unit_test(the_api_is_where_it_was),
        cmocka_unit_test(hostile_requests_get_no_file_of_ours),
        cmocka_unit_test(files_are_no_requests_of_the_api),
        cmocka_unit_test(what_cannot_be_served_is_said_at_the_start),
    };

    test_program_beside();
    return cmocka_run_group_tests(tests, setup, teardown);
}
