/* What a client has written, it sees in its next request, whichever node of the database answers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/graphql.h"
#include "api/helpers/replicas.h"
#include "api/helpers/server.h"
#include "api/helpers/shopper.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    ARENA_CAP = 16 * 1024 * 1024,
    ROUNDS = 5,
    URLS_MAX = 4096,
    LOOK_US = 20 * 1000,
};

#define HEADER "SmartCart-Read-Token"
#define GUEST  "mutation { createGuest(country: \"IE\") { accessToken isGuest } }"
#define ME     "{ me { isGuest } }"
#define SEEN   "{\"me\":{\"isGuest\":true}}"

static struct sc_arena *arena;
static struct test_replicas servers;
static struct test_serving serving;
static char log_path[] = "/tmp/sc-read-token-XXXXXX";

/* With variables as JSON. */
static struct test_answer ask(const char *headers, const char *document, const char *variables)
{
    json_t *request =
        json_pack("{s:s, s:o}", "query", document, "variables", json_loads(variables, 0, NULL));
    char *body = json_dumps(request, JSON_COMPACT);
    struct test_answer answer =
        test_post_with(arena, serving.port, "/graphql", headers, sc_str_of(body));

    free(body);
    json_decref(request);
    return answer;
}

static struct test_answer post(const char *headers, const char *document)
{
    return ask(headers, document, "{}");
}

static bool says(const struct test_answer *answer, const char *part)
{
    return sc_str_find(answer->body, sc_str_of(part)) >= 0;
}

/* The value behind "Set-Cookie: name="; absent: there is none. */
static struct sc_str cookie_of(const struct test_answer *answer, const char *name)
{
    struct sc_str start = sc_arena_printf(arena, "Set-Cookie: %s=", name);
    struct sc_str rest = answer->head, line, value = {0};

    while (sc_str_take(&rest, '\n', &line)) {
        if (!sc_str_starts(line, start))
            continue;
        line = sc_str_sub(line, start.len, line.len);
        assert_true(sc_str_take(&line, ';', &value));
    }
    return value;
}

static const char *bearer(const struct test_answer *made)
{
    json_t *json = json_loadb(made->body.at, made->body.len, 0, NULL);
    const char *token = test_text_at(json, "data.createGuest.accessToken");
    struct sc_str line = sc_arena_printf(arena, "Authorization: Bearer %s\r\n", token);

    json_decref(json);
    return line.at;
}

/* Until the replica is among those that are read from, or is not. */
static void await_use(int is_read)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_SERVER_START_MS);
    struct sc_str line = sc_arena_printf(arena, "smartcart_database_is_read{node=\"1 %s\"} %d\n",
                                         servers.nodes[1].folder, is_read);

    for (bool is_it = false; !is_it;) {
        struct sc_arena_mark mark = sc_arena_mark(arena);
        is_it = sc_str_find(test_get(arena, serving.port, "/metrics").body, line) >= 0;
        sc_arena_rewind(arena, mark);
        assert_false(sc_deadline_is_over(deadline));
        usleep(LOOK_US);
    }
}

/* It is read from, and stays behind. */
static void pause_replica(void)
{
    test_node_resume(&servers.nodes[1]);
    test_node_catch_up(&servers.nodes[1], &servers.nodes[0]);
    await_use(1);
    test_node_pause(&servers.nodes[1]);
}

static void who_shows_the_token_sees_what_they_wrote(void **state)
{
    int stale = 0;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        pause_replica();
        struct test_answer made = post("", GUEST);
        struct sc_str token = test_header(&made, HEADER);
        assert_true(token.len > 0);
        assert_true(says(&made, "\"isGuest\":true"));
        const char *who = bearer(&made);
        struct test_answer without = post(who, ME);
        stale += !says(&without, SEEN);
        struct sc_str with =
            sc_arena_printf(arena, "%s" HEADER ": %.*s\r\n", who, SC_STR_ARGS(token));
        struct test_answer seen = post(with.at, ME);
        if (!says(&seen, SEEN))
            fail_msg("%.*s", SC_STR_ARGS(seen.body));
        assert_null(test_header(&seen, HEADER).at); /* it has written nothing */
    }
    print_message("%d of %d without the token did not see it\n", stale, ROUNDS);
    assert_true(stale > 0);
}

/* The same op once more changes nothing, but its answer says that it is done. */
static void who_hears_that_it_was_done_before_sees_it(void **state)
{
    struct test_shopper shopper;
    char op[SHOPPER_OP_MAX];

    (void)state;
    test_sql(servers.nodes[0].url, "create table public.something ()"); /* that it is behind by */
    await_use(0);                                                       /* it was paused before */
    test_shopper_make(arena, &serving, &shopper);
    pause_replica();
    test_shopper_op(shopper.list, 1, "milk", op);
    test_shopper_apply(arena, &serving, &shopper, op, "APPLIED"); /* its token goes unheard */
    struct sc_str who = sc_arena_printf(arena, "Authorization: Bearer %s\r\n", shopper.token);
    struct sc_str ops = sc_arena_printf(arena, "{\"ops\":[%s]}", op);
    struct test_answer heard = ask(who.at,
                                   "mutation($ops: [ListOpInput!]!) { applyOps(ops: $ops) { "
                                   "answers { code } } }",
                                   ops.at);
    assert_true(says(&heard, "APPLIED"));
    struct sc_str token = test_header(&heard, HEADER);
    assert_true(token.len > 0);
    struct sc_str with =
        sc_arena_printf(arena, "%.*s" HEADER ": %.*s\r\n", SC_STR_ARGS(who), SC_STR_ARGS(token));
    struct sc_str list = sc_arena_printf(arena, "{ list(id: \"%s\") { seq } }", shopper.list);
    struct test_answer seen = post(with.at, list.at);
    if (!says(&seen, "\"seq\":1}"))
        fail_msg("%.*s", SC_STR_ARGS(seen.body));
}

static void a_session_in_cookies_has_it_in_one(void **state)
{
    (void)state;
    pause_replica();
    struct test_answer made = post("SmartCart-Tokens: cookie\r\n", GUEST);
    struct sc_str access = cookie_of(&made, "sc_access"), token = cookie_of(&made, "sc_read");
    assert_true(access.len > 0);
    assert_true(sc_str_eq(token, test_header(&made, HEADER)));
    struct sc_str shown = sc_arena_printf(arena, "Cookie: sc_access=%.*s; sc_read=%.*s\r\n",
                                          SC_STR_ARGS(access), SC_STR_ARGS(token));
    struct test_answer seen = post(shown.at, ME);
    assert_true(says(&seen, SEEN));
    struct test_answer bare = post("", GUEST);
    assert_null(cookie_of(&bare, "sc_read").at);
}

/* A function that only reads is no write: it costs no look at the primary, and tells nothing. */
static void a_query_has_written_nothing(void **state)
{
    (void)state;
    struct test_answer found =
        post("", "{ searchProducts(text: \"milk\", first: 3) { __typename } }");
    if (!says(&found, "__typename"))
        fail_msg("%.*s", SC_STR_ARGS(found.body));
    assert_null(test_header(&found, HEADER).at);
}

static void a_token_that_is_none_is_as_none(void **state)
{
    (void)state;
    struct test_answer answer = post(HEADER ": nonsense\r\n", ME);
    assert_int_equal(answer.code, 200);
    assert_true(says(&answer, "{\"me\":null}"));
}

static int start(void **state)
{
    static const char *const words[] = {"serve", "--port", "0", NULL};
    struct sc_buf urls;

    (void)state;
    arena = sc_arena_create(ARENA_CAP);
    assert_non_null(arena);
    test_replicas_start(1, false, &servers);
    test_migrate(servers.nodes[0].url);
    int fd = mkstemp(log_path);
    assert_true(fd >= 0);
    close(fd);
    sc_buf_init(&urls, URLS_MAX);
    test_replicas_urls(&servers, &urls);
    struct sc_str setting =
        sc_arena_printf(arena, "SMARTCART_DATABASE_REPLICAS=%.*s", SC_STR_ARGS(sc_buf_str(&urls)));
    test_serve_start(&(struct test_serve){.database_url = servers.nodes[0].url,
                                          .log_path = log_path,
                                          .words = words,
                                          .setting = setting.at},
                     &serving);
    sc_buf_finish(&urls);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    test_serve_stop(arena, &serving);
    test_replicas_stop(&servers);
    unlink(log_path);
    sc_arena_destroy(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_shows_the_token_sees_what_they_wrote),
        cmocka_unit_test(who_hears_that_it_was_done_before_sees_it),
        cmocka_unit_test(a_session_in_cookies_has_it_in_one),
        cmocka_unit_test(a_query_has_written_nothing),
        cmocka_unit_test(a_token_that_is_none_is_as_none),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
