/* A session in cookies, as a browser keeps them for the web app. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/graphql.h"
#include "api/helpers/postgres.h"
#include "api/helpers/server.h"
#include "testing/unit.h"

enum {
    ARENA_CAP = 16 * 1024 * 1024,
};

#define WANTED  "SmartCart-Tokens: cookie\r\n"
#define SESSION "/graphql/session"
#define GUEST   "mutation { createGuest(country: \"IE\") { accessToken refreshToken isGuest } }"
#define REFRESH "mutation { refresh { accessToken refreshToken isGuest } }"
#define ME      "{ me { isGuest } }"

static struct sc_arena *arena;
static struct test_database database;
static struct test_serving serving;
static char log_path[] = "/tmp/sc-cookies-XXXXXX";

static struct test_answer post(const char *path, const char *headers, const char *document)
{
    json_t *request = json_pack("{s:s}", "query", document);
    char *body = json_dumps(request, JSON_COMPACT);
    struct test_answer answer = test_post_with(arena, serving.port, path, headers, sc_str_of(body));

    free(body);
    json_decref(request);
    return answer;
}

static bool says(struct sc_str text, const char *part)
{
    return sc_str_find(text, sc_str_of(part)) >= 0;
}

static void is_told(const struct test_answer *answer, const char *part)
{
    if (!says(answer->body, part))
        fail_msg("%s, not %.*s", part, SC_STR_ARGS(answer->body));
}

/* The line "Set-Cookie: name=value; ..." of an answer; absent: none. */
static struct sc_str set_cookie(const struct test_answer *answer, const char *name)
{
    struct sc_str start = sc_arena_printf(arena, "Set-Cookie: %s=", name);
    struct sc_str rest = answer->head, line;

    while (sc_str_take(&rest, '\n', &line))
        if (sc_str_starts(line, start))
            return sc_str_sub(sc_str_trim(line), start.len, line.len);
    return (struct sc_str){0};
}

static struct sc_str value_of(const struct test_answer *answer, const char *name)
{
    struct sc_str rest = set_cookie(answer, name), value;

    assert_non_null(rest.at);
    assert_true(sc_str_take(&rest, ';', &value));
    return value;
}

static const char *shown(const char *name, struct sc_str value)
{
    return sc_arena_printf(arena, WANTED "Cookie: other=1; %s=%.*s\r\n", name, SC_STR_ARGS(value))
        .at;
}

static void tokens_are_where_no_script_reads_them(void **state)
{
    (void)state;
    struct test_answer made = post("/graphql", WANTED, GUEST);
    is_told(&made, "{\"accessToken\":null,\"refreshToken\":null,\"isGuest\":true}");
    assert_false(says(made.body, "sct_") || says(made.body, "scr_"));
    struct sc_str access = set_cookie(&made, "sc_access");
    struct sc_str refresh = set_cookie(&made, "sc_refresh");
    assert_true(sc_str_starts(access, SC_STR("sct_")));
    assert_true(sc_str_starts(refresh, SC_STR("scr_")));
    assert_true(
        sc_str_ends(access, SC_STR("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict")));
    assert_true(sc_str_ends(
        refresh, SC_STR("; Path=/graphql/session; Max-Age=7776000; HttpOnly; SameSite=Strict")));
    struct test_answer me = post("/graphql", shown("sc_access", value_of(&made, "sc_access")), ME);
    is_told(&me, "{\"me\":{\"isGuest\":true}}");
    assert_null(set_cookie(&me, "sc_access").at);
}

/* A browser's name for itself is kept where it is text, and is nobody's reason to be kept out. */
static void whatever_a_browser_calls_itself_it_signs_in(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED "User-Agent: Caf\xe9\r\n", GUEST);
    is_told(&made, "\"isGuest\":true");
    struct test_answer next =
        post(SESSION,
             sc_arena_printf(arena, "User-Agent: Caf\xe9\r\n%s",
                             shown("sc_refresh", value_of(&made, "sc_refresh")))
                 .at,
             REFRESH);
    is_told(&next, "\"isGuest\":true");
    assert_true(sc_str_starts(value_of(&next, "sc_access"), SC_STR("sct_")));
}

static void who_does_not_ask_gets_no_cookies(void **state)
{
    (void)state;
    struct test_answer made = post("/graphql", "", GUEST);
    is_told(&made, "\"accessToken\":\"sct_");
    assert_null(set_cookie(&made, "sc_access").at);
    assert_null(set_cookie(&made, "sc_refresh").at);
}

static void a_session_goes_on_by_its_route_alone(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED, GUEST);
    struct sc_str first = value_of(&made, "sc_refresh");
    struct test_answer next = post(SESSION, shown("sc_refresh", first), REFRESH);
    is_told(&next, "\"refreshToken\":null");
    assert_false(sc_str_eq(value_of(&next, "sc_refresh"), first));
    struct sc_str second = value_of(&next, "sc_refresh");
    struct test_answer elsewhere = post("/graphql", shown("sc_refresh", second), REFRESH);
    is_told(&elsewhere, "UNAUTHENTICATED");
    struct test_answer unasked =
        post(SESSION, sc_arena_printf(arena, "Cookie: sc_refresh=%.*s\r\n", SC_STR_ARGS(second)).at,
             REFRESH);
    is_told(&unasked, "UNAUTHENTICATED");
    struct test_answer none = post(SESSION, WANTED, REFRESH);
    is_told(&none, "UNAUTHENTICATED");
}

/* It stays in the browser longer than it is good for; then it is asked for another. */
static void an_old_access_token_is_told_and_does_not_stop_a_refresh(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED, GUEST);
    struct sc_str refresh = value_of(&made, "sc_refresh");
    const char *old = "sct_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const char *both =
        sc_arena_printf(arena, WANTED "Cookie: sc_access=%.139s; sc_refresh=%.*s\r\n", old,
                        SC_STR_ARGS(refresh))
            .at;

    assert_int_equal(post("/graphql", both, ME).code, 401);
    struct test_answer next = post(SESSION, both, REFRESH);
    assert_int_equal(next.code, 200);
    assert_true(sc_str_starts(value_of(&next, "sc_access"), SC_STR("sct_")));
}

static bool is_taken_away(const struct test_answer *answer)
{
    return sc_str_starts(set_cookie(answer, "sc_access"), SC_STR("; Path=/; Max-Age=0;")) &&
           sc_str_starts(set_cookie(answer, "sc_refresh"),
                         SC_STR("; Path=/graphql/session; Max-Age=0;"));
}

/* Else the browser would show them until they are old, and be refused whatever it asks. */
static void a_refresh_that_is_refused_takes_them_away(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED, GUEST);
    const char *mine = shown("sc_refresh", value_of(&made, "sc_refresh"));
    test_sql(database.url, "update accounts.session set revoked_at = now()");
    struct test_answer over = post(SESSION, mine, REFRESH);
    is_told(&over, "UNAUTHENTICATED");
    assert_true(is_taken_away(&over));
    struct test_answer strange = post(SESSION, shown("sc_refresh", SC_STR("scr_")), REFRESH);
    is_told(&strange, "BAD_USER_INPUT");
    assert_true(is_taken_away(&strange));
    struct test_answer access = post(SESSION, shown("sc_access", SC_STR("sct_")), REFRESH);
    is_told(&access, "UNAUTHENTICATED");
    assert_true(is_taken_away(&access));
    /* What showed none may be answered behind one that began a session. */
    struct test_answer none = post(SESSION, WANTED, REFRESH);
    is_told(&none, "UNAUTHENTICATED");
    assert_null(set_cookie(&none, "sc_access").at);
}

static void a_password_that_is_wrong_leaves_them(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED, GUEST);
    struct test_answer wrong =
        post(SESSION, shown("sc_refresh", value_of(&made, "sc_refresh")),
             "mutation { signIn(email: \"a@example.ie\", password: \"wrong\") { isGuest } }");
    is_told(&wrong, "UNAUTHENTICATED");
    assert_null(set_cookie(&wrong, "sc_refresh").at);
}

static void signing_out_takes_them_away(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED, GUEST);
    struct test_answer other = post(SESSION, WANTED, GUEST);
    const char *mine = shown("sc_access", value_of(&made, "sc_access"));
    struct test_answer out = post("/graphql", mine, "mutation { signOut }");
    is_told(&out, "{\"signOut\":true}");
    assert_true(is_taken_away(&out));
    struct test_answer gone =
        post(SESSION, shown("sc_refresh", value_of(&made, "sc_refresh")), REFRESH);
    is_told(&gone, "UNAUTHENTICATED");
    struct test_answer all = post("/graphql", shown("sc_access", value_of(&other, "sc_access")),
                                  "mutation { signOutEverywhere }");
    assert_true(is_taken_away(&all));
}

/* Those on a device that was lost: the session that it is asked in goes on. */
static void ending_all_others_keeps_this_one(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED, GUEST);
    const char *mine = shown("sc_access", value_of(&made, "sc_access"));

    test_sql(database.url, "insert into accounts.session (person_id, epoch, expires_at) "
                           "select max(person_id), 0, now() + interval '1 day' "
                           "from accounts.session, generate_series(1, 120)");
    struct test_answer seen =
        post("/graphql", mine, "{ me { sessions(first: 2) { nodes { isCurrent } } } }");
    is_told(&seen, "{\"me\":{\"sessions\":{\"nodes\":[{\"isCurrent\":true},"
                   "{\"isCurrent\":false}]}}}");
    struct test_answer out = post("/graphql", mine, "mutation { signOutElsewhere }");
    is_told(&out, "{\"signOutElsewhere\":true}");
    assert_null(set_cookie(&out, "sc_access").at);
    seen = post("/graphql", mine, "{ me { sessions { nodes { isCurrent } } } }");
    is_told(&seen, "{\"me\":{\"sessions\":{\"nodes\":[{\"isCurrent\":true}]}}}");
}

/* Another of one's sessions ends; the one that is asked in goes on. */
static void ending_another_session_keeps_this_one(void **state)
{
    (void)state;
    struct test_answer made = post(SESSION, WANTED, GUEST);
    const char *mine = shown("sc_access", value_of(&made, "sc_access"));
    struct test_answer told = post("/graphql", mine, "{ me { sessions { nodes { id } } } }");
    json_t *json = json_loadb(told.body.at, told.body.len, 0, NULL);
    const char *own = test_text_at(json, "data.me.sessions.nodes.0.id");
    int64_t person = test_sql_number(
        database.url, "select person_id from accounts.session order by id desc limit 1");

    test_sql(database.url, sc_arena_printf(arena,
                                           "insert into accounts.session (person_id, epoch, "
                                           "expires_at) values (%lld, 0, now() + interval '1 day')",
                                           (long long)person)
                               .at);
    told = post("/graphql", mine, "{ me { sessions { nodes { id } } } }");
    json_t *two = json_loadb(told.body.at, told.body.len, 0, NULL);
    const char *id = test_text_at(two, "data.me.sessions.nodes.1.id");
    assert_string_not_equal(id, own);
    struct test_answer out = post(
        "/graphql", mine, sc_arena_printf(arena, "mutation { signOut(sessionId: \"%s\") }", id).at);
    is_told(&out, "{\"signOut\":true}");
    assert_null(set_cookie(&out, "sc_access").at);
    json_decref(json);
    json_decref(two);
}

static void start_with(const char *setting)
{
    static const char *const words[] = {"serve", "--port", "0", NULL};
    const struct test_serve serve = {
        .database_url = database.url,
        .log_path = log_path,
        .words = words,
        .setting = setting,
    };

    test_serve_start(&serve, &serving);
}

/* Names with a prefix that browsers hold to what they say; others are not read then. */
static void by_https_cookies_are_secure(void **state)
{
    struct test_serving before = serving;

    (void)state;
    start_with("SMARTCART_PUBLIC_URL=https://shop.example");
    struct test_answer made = post(SESSION, WANTED, GUEST);
    struct sc_str access = value_of(&made, "__Host-sc_access");
    assert_true(
        sc_str_ends(set_cookie(&made, "__Host-sc_access"),
                    SC_STR("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict; Secure")));
    assert_true(sc_str_ends(set_cookie(&made, "__Secure-sc_refresh"), SC_STR("; Secure")));
    struct test_answer me = post("/graphql", shown("__Host-sc_access", access), ME);
    is_told(&me, "{\"me\":{\"isGuest\":true}}");
    struct test_answer planted = post("/graphql", shown("sc_access", access), ME);
    is_told(&planted, "UNAUTHENTICATED");
    test_serve_stop(arena, &serving);
    serving = before;
}

static int start(void **state)
{
    (void)state;
    arena = sc_arena_create(ARENA_CAP);
    assert_non_null(arena);
    test_database_create(&database);
    int fd = mkstemp(log_path);
    assert_true(fd >= 0);
    close(fd);
    start_with("SMARTCART_WORKERS=0");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    test_serve_stop(arena, &serving);
    test_database_drop(&database);
    unlink(log_path);
    sc_arena_destroy(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_where_no_script_reads_them),
        cmocka_unit_test(whatever_a_browser_calls_itself_it_signs_in),
        cmocka_unit_test(who_does_not_ask_gets_no_cookies),
        cmocka_unit_test(a_session_goes_on_by_its_route_alone),
        cmocka_unit_test(an_old_access_token_is_told_and_does_not_stop_a_refresh),
        cmocka_unit_test(a_refresh_that_is_refused_takes_them_away),
        cmocka_unit_test(a_password_that_is_wrong_leaves_them),
        cmocka_unit_test(signing_out_takes_them_away),
        cmocka_unit_test(ending_another_session_keeps_this_one),
        cmocka_unit_test(ending_all_others_keeps_this_one),
        cmocka_unit_test(by_https_cookies_are_secure),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
