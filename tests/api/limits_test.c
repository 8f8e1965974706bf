/*
 * Limits by plan, as callers of a server see them: each by its own key, with and without Redis.
 *
 * The plans here drain slowly: a point a second, so that no machine is slow enough to change what
 * is counted. Each test comes from networks of its own, by the header of a proxy that is trusted.
 */
#include <inttypes.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "accounts/secret.h"
#include "api/helpers/graphql.h"
#include "api/helpers/redis.h"
#include "api/helpers/server.h"
#include "api/helpers/shopper.h"
#include "lists/lists.h"
#include "runtime/deadline.h"
#include "store/rate.h"
#include "testing/unit.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024,
    HEADERS_MAX = 400,
    S_MS = 1000,
    BURST = 2000, /* points, of who is nobody */
    COST = 100,   /* of WIDE */
    MANY = 200,   /* more than are let in */
    PATIENT_MS = 20 * 1000,
    STEP_MS = 10,
};

#define FREE_BURST "7000"
#define TINY       "{\"query\":\"{ __typename }\"}"
#define WIDE       "{\"query\":\"{ retailers(first: 98) { nodes { name } } }\"}"
#define GUEST \
    "{\"query\":\"mutation { createGuest(country: \\\"IE\\\") { accessToken refreshToken } }\"}"

static struct sc_arena *arena;
static struct test_database database;
static struct test_serving serving;
static char log_path[] = "/tmp/sc-limits-XXXXXX";

static struct test_answer post(const struct test_serving *to, const char *headers, const char *json)
{
    return test_post_with(arena, to->port, "/graphql", headers, sc_str_of(json));
}

/* Headers of who asks from 192.0.2.`host`. */
static const char *from(int host)
{
    return sc_arena_printf(arena, "X-Forwarded-For: 192.0.2.%d\r\n", host).at;
}

static const char *as(const char *token, const char *headers)
{
    return sc_arena_printf(arena, "Authorization: Bearer %s\r\n%s", token, headers).at;
}

static bool says(struct sc_str text, const char *part)
{
    return sc_str_find(text, sc_str_of(part)) >= 0;
}

static int64_t number_in(const struct test_answer *answer, const char *header, const char *behind)
{
    struct sc_str value = test_header(answer, header);
    ptrdiff_t at = sc_str_find(value, sc_str_of(behind));

    if (at < 0)
        fail_msg("no %s in %s of %.*s", behind, header, SC_STR_ARGS(answer->head));
    return strtoll(value.at + at + strlen(behind), NULL, 10);
}

static int64_t requests_left(const struct test_answer *answer)
{
    return number_in(answer, "RateLimit", "\"requests\";r=");
}

static int64_t points_left(const struct test_answer *answer)
{
    return number_in(answer, "RateLimit", "\"points\";r=");
}

static int64_t points_allowed(const struct test_answer *answer)
{
    return number_in(answer, "RateLimit-Policy", "\"points\";q=");
}

static void is_refused(const struct test_answer *answer)
{
    assert_int_equal(answer->code, 429);
    assert_true(says(answer->body, "\"code\":\"RATE_LIMITED\""));
    assert_true(says(answer->body, "asked too often: try again in "));
    assert_true(says(test_header(answer, "Content-Type"), "application/json"));
    int64_t wait_s = number_in(answer, "Retry-After", "");
    struct sc_str told = sc_arena_printf(arena, "\"retryAfter\":%" PRId64 ",", wait_s);
    assert_true(wait_s >= 1);
    assert_true(says(answer->body, told.at));
}

/* How often it is let in, of MANY times; the last answer is kept. */
static int let_in(const struct test_serving *to, const char *headers, const char *json,
                  struct test_answer *ret_last)
{
    int allowed = 0;

    for (int i = 0; i < MANY; i++) {
        *ret_last = post(to, headers, json);
        if (ret_last->code == 429)
            return allowed;
        assert_int_equal(ret_last->code, 200);
        allowed++;
    }
    return allowed;
}

static char *guest(const struct test_serving *to, const char *headers, char **ret_refresh)
{
    struct test_answer answer = post(to, headers, GUEST);
    json_t *told = json_loadb(answer.body.at, answer.body.len, 0, NULL);
    char *token = strdup(test_text_at(told, "data.createGuest.accessToken"));

    if (ret_refresh != NULL)
        *ret_refresh = strdup(test_text_at(told, "data.createGuest.refreshToken"));
    json_decref(told);
    return token;
}

static void every_answer_tells_what_is_left(void **state)
{
    static const struct {
        const char *json;
        int code;
        int64_t points; /* that it takes */
    } rows[] = {
        {TINY, 200, 0},
        {WIDE, 200, COST},
        {"{\"query\":\"{ nothing }\"}", 200, 10},
        {"{\"query\":\"{ \"}", 200, 10},
        {"{\"query\":", 400, 10},
        {"{\"documentId\":\"sha256:1\"}", 200, 10},
        {"{\"query\":\"{ retailers(first: 99) { nodes { stores(first: 99) { nodes { name } } } } "
         "}\"}",
         200, 10}, /* over the cost of one operation */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct test_answer got = post(&serving, from(10 + (int)i), rows[i].json);
        assert_int_equal(got.code, rows[i].code);
        assert_true(sc_str_eq(test_header(&got, "RateLimit-Policy"),
                              SC_STR("\"requests\";q=150;w=150, \"points\";q=2000;w=2000")));
        assert_int_equal(requests_left(&got), 149);
        assert_int_equal(points_left(&got), BURST - rows[i].points);
        assert_null(test_header(&got, "Retry-After").at);
    }
    struct test_answer wide = post(&serving, from(9), WIDE);
    assert_true(says(wide.body, "\"extensions\":{\"cost\":{\"requested\":100,\"limit\":2000,"
                                "\"remaining\":1900,\"restoreRate\":1}}"));
}

/* By requests, one of which comes back each second. */
static void who_is_refused_is_let_in_after_the_time_told(void **state)
{
    struct test_answer last;

    (void)state;
    int allowed = let_in(&serving, from(20), TINY, &last);
    is_refused(&last);
    assert_in_range(allowed, 150, MANY - 1);
    assert_int_equal(requests_left(&last), 0);
    assert_int_equal(number_in(&last, "Retry-After", ""), 1);
    (void)poll(NULL, 0, S_MS);
    assert_int_equal(post(&serving, from(20), TINY).code, 200);
}

static int64_t metric(const struct test_serving *of, const char *name)
{
    struct test_answer answer = test_get(arena, of->port, "/metrics");
    ptrdiff_t at = sc_str_find(answer.body, sc_str_of(name));

    return at < 0 ? -1 : strtoll(answer.body.at + at + strlen(name), NULL, 10);
}

#define JUDGED(by, verdict) "smartcart_limit_requests_total{by=\"" by "\",verdict=\"" verdict "\"} "
#define BY_MEMORY           JUDGED("memory", "refused")
#define BY_SHARE            JUDGED("process", "refused")
#define OF_SHARE            JUDGED("process", "allowed")
#define OF_REDIS            JUDGED("redis", "allowed")
#define ON_CREDIT           JUDGED("credit", "allowed")

/* By points: what is small enough is let in, and what is not has been asked, as often as it was. */
static void a_dear_one_is_refused_and_a_small_one_let_in(void **state)
{
    struct test_answer last;

    (void)state;
    assert_int_equal(let_in(&serving, from(35), WIDE, &last), BURST / COST);
    is_refused(&last);
    assert_in_range(number_in(&last, "Retry-After", ""), 60, COST);
    int64_t left = requests_left(&last);
    struct test_answer got = post(&serving, from(35), TINY);
    assert_int_equal(got.code, 200);
    assert_in_range(requests_left(&got), left - 1, 148);
    for (int i = 0; i < MANY; i++) {
        got = post(&serving, from(35), WIDE);
        assert_int_equal(got.code, 429);
        if (requests_left(&got) == 0)
            return;
    }
    fail_msg("dear ones are read and refused for ever");
}

static void refuse_by_requests(const char *headers)
{
    struct test_answer last;

    let_in(&serving, headers, TINY, &last);
    is_refused(&last);
    assert_int_equal(requests_left(&last), 0);
}

/* One whose requests are used up by `closed`: refused by memory, or a second has passed. */
static struct test_answer ask_closed(const char *closed, const char *headers, const char *json)
{
    int64_t before = metric(&serving, BY_MEMORY);
    struct test_answer got = {.code = 0};

    while (metric(&serving, BY_MEMORY) == before) {
        refuse_by_requests(closed);
        got = post(&serving, headers, json);
    }
    is_refused(&got);
    assert_int_equal(requests_left(&got), 0);
    assert_int_equal(number_in(&got, "Retry-After", ""), 1);
    return got;
}

/* Until there is a request again, before anything is read of what is sent. */
static void who_has_no_requests_left_is_remembered(void **state)
{
    static const struct {
        const char *token, *json;
    } rows[] = {
        {NULL, TINY},           {NULL, WIDE},           {NULL, "{\"query\":"},
        {"sct_nonsense", TINY}, {"sck_nonsense", TINY},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *headers = rows[i].token == NULL ? from(30) : as(rows[i].token, from(30));
        struct test_answer got = ask_closed(from(30), headers, rows[i].json);
        assert_int_equal(points_allowed(&got), BURST);
    }
    assert_int_equal(post(&serving, from(31), TINY).code, 200);
}

/* What is shown and is nothing is charged to the network, so guessing has an end. */
static void wrong_tokens_are_charged_to_their_network(void **state)
{
    static const char *const rows[] = {"sct_nonsense", "sck_nonsense", "nonsense"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct test_answer got = post(&serving, as(rows[i], from(40 + i)), TINY);
        assert_int_equal(got.code, 401);
        assert_int_equal(points_left(&got), BURST - 10);
        assert_int_equal(points_allowed(&got), BURST);
    }
    for (int i = 0; i < BURST / 10 + MANY; i++)
        if (post(&serving, as("sck_nonsense", from(43)), TINY).code == 429)
            return;
    fail_msg("keys may be guessed for ever");
}

/* Many who share a network have tokens that run out: none of them uses up what the others need. */
static void a_token_that_was_good_is_charged_to_its_person(void **state)
{
    char *anna = guest(&serving, from(45), NULL);
    struct test_answer got = post(&serving, from(46), TINY);
    int64_t left = points_left(&got);

    (void)state;
    got = post(&serving, as(anna, from(46)), "{\"query\":\"mutation { signOut }\"}");
    got = post(&serving, as(anna, from(46)), TINY);
    assert_int_equal(got.code, 401);
    assert_int_equal(points_allowed(&got), 7000);
    got = post(&serving, from(46), TINY);
    assert_true(points_left(&got) >= left - 1);
    free(anna);
}

static void people_and_networks_have_limits_of_their_own(void **state)
{
    char *anna = guest(&serving, from(50), NULL), *bob = guest(&serving, from(50), NULL);
    struct test_answer last;

    (void)state;
    let_in(&serving, from(50), WIDE, &last);
    is_refused(&last);
    struct test_answer got = post(&serving, as(anna, from(50)), TINY);
    assert_int_equal(got.code, 200);
    assert_int_equal(points_allowed(&got), 7000);
    assert_int_equal(let_in(&serving, as(anna, from(50)), WIDE, &last), 70);
    is_refused(&last);
    got = post(&serving, as(anna, from(51)), WIDE); /* from wherever it is */
    is_refused(&got);
    ask_closed(as(anna, from(50)), as(anna, from(51)), TINY);
    assert_int_equal(post(&serving, as(bob, from(50)), TINY).code, 200);
    assert_int_equal(post(&serving, from(51), TINY).code, 200);
    free(anna);
    free(bob);
}

static int64_t newest_person(void)
{
    return test_sql_number(database.url, "select max(id) from accounts.person");
}

/* A key of the person's; `plan` as SQL. */
static void add_key(struct accounts_secret *key, int64_t person_id, const char *plan)
{
    char hex[2 * ACCOUNTS_SECRET_HASH + 1];

    accounts_secret_make(ACCOUNTS_SECRET_KEY, key);
    for (int i = 0; i < ACCOUNTS_SECRET_HASH; i++)
        snprintf(hex + 2 * (size_t)i, 3, "%02x", key->hash[i]);
    test_sql(database.url,
             sc_arena_printf(arena,
                             "insert into accounts.api_key (hash, person_id, name, may_write, plan)"
                             " values ('\\x%s', %lld, 'k', false, %s)",
                             hex, (long long)person_id, plan)
                 .at);
}

static void keys_count_as_their_person_but_for_partners(void **state)
{
    char *anna = guest(&serving, from(60), NULL);
    struct accounts_secret own, partner;
    struct test_answer last;

    (void)state;
    add_key(&own, newest_person(), "null");
    add_key(&partner, newest_person(), "'partner'");
    assert_int_equal(let_in(&serving, as(own.text, from(60)), WIDE, &last), 70);
    is_refused(&last);
    struct test_answer got = post(&serving, as(anna, from(60)), WIDE);
    is_refused(&got);
    ask_closed(as(own.text, from(60)), as(anna, from(60)), TINY);
    ask_closed(as(own.text, from(60)), as(own.text, from(61)), TINY); /* no database is asked */
    got = post(&serving, as(partner.text, from(60)), TINY);
    assert_int_equal(got.code, 200);
    assert_int_equal(points_allowed(&got), 9000);
    /* A network that is refused does not keep a key out that was good before. */
    refuse_by_requests(from(60));
    assert_int_equal(post(&serving, as(partner.text, from(60)), TINY).code, 200);
    free(anna);
}

static void a_new_plan_holds_from_the_next_token_on(void **state)
{
    char *refresh, *token = guest(&serving, from(70), &refresh);

    (void)state;
    test_sql(database.url, sc_arena_printf(arena,
                                           "update accounts.person set plan = 'plus' where id = "
                                           "%lld",
                                           (long long)newest_person())
                               .at);
    struct test_answer got = post(&serving, as(token, from(70)), TINY);
    assert_int_equal(points_allowed(&got), 7000);
    got = post(&serving, from(70),
               sc_arena_printf(arena,
                               "{\"query\":\"mutation { refresh(refreshToken: \\\"%s\\\") {"
                               " accessToken } }\"}",
                               refresh)
                   .at);
    json_t *told = json_loadb(got.body.at, got.body.len, 0, NULL);
    got = post(&serving, as(test_text_at(told, "data.refresh.accessToken"), from(70)), TINY);
    assert_int_equal(points_allowed(&got), 8000);
    json_decref(told);
    free(token);
    free(refresh);
}

static void operators_are_not_limited(void **state)
{
    struct test_answer got;

    (void)state;
    assert_int_equal(let_in(&serving, as(TEST_OPERATOR_TOKEN, from(80)), WIDE, &got), MANY);
    assert_null(test_header(&got, "RateLimit").at);
    assert_true(says(got.body, "\"extensions\":{\"cost\":{\"requested\":100}}"));
}

/* What a batch of so many edits of a list costs. */
static int64_t cost_of_edits(const struct test_shopper *shopper, int count)
{
    struct sc_str ops = SC_STR("");
    char op[SHOPPER_OP_MAX];

    for (int i = 0; i < count; i++) {
        test_shopper_op(shopper->list, i, "Milk", op);
        ops = sc_arena_printf(arena, "%.*s%s%s", SC_STR_ARGS(ops), i > 0 ? "," : "", op);
    }
    struct sc_str variables = sc_arena_printf(arena, "{\"ops\":[%.*s]}", SC_STR_ARGS(ops));
    json_t *told = test_ask_as(
        arena, &serving, shopper->token,
        "mutation($ops: [ListOpInput!]!) { applyOps(ops: $ops) { serverMs } }", variables.at);
    test_is_clean(told);
    int64_t cost = test_int_at(told, "extensions.cost.requested");
    json_decref(told);
    return cost;
}

static void a_batch_is_charged_by_its_edits(void **state)
{
    struct test_shopper shopper;

    (void)state;
    test_shopper_make(arena, &serving, &shopper);
    assert_int_equal(cost_of_edits(&shopper, 1), 10 + 1);
    assert_int_equal(cost_of_edits(&shopper, LISTS_OPS_MAX), 10 + LISTS_OPS_MAX);
}

static void a_subscription_is_charged_when_it_begins(void **state)
{
    struct test_shopper shopper;
    struct test_answer got;

    (void)state;
    test_shopper_make(arena, &serving, &shopper);
    const char *headers = as(shopper.token, "Accept: text/event-stream\r\n");
    struct sc_str json = sc_arena_printf(
        arena, "{\"query\":\"subscription { listNews(lists: [{id: \\\"%s\\\"}]) { kind } }\"}",
        shopper.list);
    struct sc_str bytes = sc_arena_printf(
        arena,
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "%sContent-Length: %zu\r\n\r\n%s",
        headers, json.len, json.at);
    int64_t before = metric(&serving, OF_SHARE);
    int fd = test_connect(serving.port);
    assert_true(test_send(fd, bytes));
    (void)test_receive(arena, fd, S_MS, &got);
    close(fd);
    assert_int_equal(got.code, 200);
    assert_true(says(test_header(&got, "Content-Type"), "text/event-stream"));
    assert_int_equal(points_allowed(&got), 7000);
    assert_int_equal(metric(&serving, OF_SHARE), before + 1);
    ask_closed(as(shopper.token, ""), headers, json.at);
}

/* Redis: a server that shares the limits with another. */

static void serve(struct test_serving *ret_serving, const char *redis_url, const char *setting)
{
    static const char *const words[] = {"serve", "--port", "0", NULL};
    char config[] = "/tmp/sc-limits-config-XXXXXX", variable[HEADERS_MAX];
    int fd = mkstemp(config);

    assert_true(fd >= 0);
    assert_true(dprintf(fd, "trusted_proxies = 127.0.0.1\nworkers = 0\n%s\n", setting) > 0);
    close(fd);
    snprintf(variable, sizeof variable, "SMARTCART_CONFIG=%s", config);
    const struct test_serve how = {
        .database_url = database.url,
        .log_path = log_path,
        .words = words,
        .setting = variable,
        .is_limited = true,
        .redis_url = redis_url,
    };
    test_serve_start(&how, ret_serving);
    unlink(config);
}

struct pair {
    struct test_redis redis;
    struct test_serving at[2];
};

static int64_t let_in_by_redis(const struct test_serving *one)
{
    return metric(one, OF_REDIS) + metric(one, ON_CREDIT);
}

/* Its loops have connected, and a charge was Redis's. */
static void wait_for_redis(const struct test_serving *one)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    int64_t before = let_in_by_redis(one);

    while (metric(one, "smartcart_redis_open ") != 0 || let_in_by_redis(one) == before) {
        assert_false(sc_deadline_is_over(deadline));
        post(one, from(100), TINY);
        (void)poll(NULL, 0, STEP_MS);
    }
}

static int pair_setup(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);

    *state = pair;
    if (!test_redis_is_there())
        return 0;
    test_redis_start(&pair->redis);
    for (int i = 0; i < 2; i++) {
        serve(&pair->at[i], pair->redis.url, "processes = 2");
        wait_for_redis(&pair->at[i]);
    }
    return 0;
}

static int pair_teardown(void **state)
{
    struct pair *pair = *state;

    for (int i = 0; i < 2; i++)
        test_serve_stop(arena, &pair->at[i]);
    if (pair->redis.folder[0] != '\0')
        test_redis_remove(&pair->redis);
    free(pair);
    return 0;
}

/* How many were let in by what Redis says, and by the processes themselves. */
struct judged {
    int64_t by_redis, by_process;
};

static struct judged judged_so_far(const struct pair *pair)
{
    return (struct judged){
        .by_redis = let_in_by_redis(&pair->at[0]) + let_in_by_redis(&pair->at[1]),
        .by_process = metric(&pair->at[0], OF_SHARE) + metric(&pair->at[1], OF_SHARE),
    };
}

/* By turns at both, until both refuse. */
static struct judged let_in_by_both(struct pair *pair, const char *headers)
{
    const struct judged before = judged_so_far(pair);
    int allowed = 0, refused = 0;

    for (int i = 0; i < MANY && refused < 2; i++) {
        struct test_answer answer = post(&pair->at[i % 2], headers, WIDE);
        allowed += answer.code == 200;
        refused = answer.code == 200 ? 0 : refused + 1;
    }
    struct judged now = judged_so_far(pair);
    now.by_redis -= before.by_redis;
    now.by_process -= before.by_process;
    assert_int_equal(now.by_redis + now.by_process, allowed);
    return now;
}

/*
 * With what may be lent beyond it. But for answers of Redis that are late on a loaded machine: then
 * a process judges itself.
 */
static void is_one_limit(struct judged judged)
{
    assert_in_range(judged.by_process, 0, BURST / COST);
    assert_in_range(judged.by_redis, judged.by_process == 0 ? BURST / COST : 0,
                    (BURST + BURST / SC_RATE_SLACK) / COST);
}

static void two_processes_share_one_limit(void **state)
{
    struct pair *pair = *state;

    if (pair->redis.folder[0] == '\0')
        skip();
    int64_t lent = metric(&pair->at[0], ON_CREDIT) + metric(&pair->at[1], ON_CREDIT);
    is_one_limit(let_in_by_both(pair, from(110)));
    assert_true(metric(&pair->at[0], ON_CREDIT) + metric(&pair->at[1], ON_CREDIT) > lent);
}

/* Each has its half: together they let in the limit, and with what Redis had, twice at most. */
static void without_redis_limits_are_shared_by_halves(void **state)
{
    struct pair *pair = *state;

    if (pair->redis.folder[0] == '\0')
        skip();
    kill(pair->redis.process.pid, SIGSTOP);
    assert_int_equal(let_in_by_both(pair, from(121)).by_process, BURST / COST);
    kill(pair->redis.process.pid, SIGCONT);
    wait_for_redis(&pair->at[0]);
    wait_for_redis(&pair->at[1]);
    is_one_limit(let_in_by_both(pair, from(122)));
    test_redis_kill(&pair->redis);
    assert_in_range(let_in_by_both(pair, from(122)).by_process, 0, BURST / COST);
    assert_int_equal(let_in_by_both(pair, from(123)).by_process, BURST / COST);
    test_redis_start(&pair->redis);
    wait_for_redis(&pair->at[0]);
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
    test_sql(database.url,
             "update accounts.plan set requests_per_s = 1, points_per_s = 1, requests_burst = 150,"
             " points_burst = 2000;"
             "update accounts.plan set points_burst = " FREE_BURST " where name = 'free';"
             "update accounts.plan set points_burst = 8000 where name = 'plus';"
             "update accounts.plan set points_burst = 9000 where name = 'partner';");
    serve(&serving, NULL, "");
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

#define a_pair_test(function) cmocka_unit_test_setup_teardown(function, pair_setup, pair_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_tells_what_is_left),
        cmocka_unit_test(who_is_refused_is_let_in_after_the_time_told),
        cmocka_unit_test(a_dear_one_is_refused_and_a_small_one_let_in),
        cmocka_unit_test(who_has_no_requests_left_is_remembered),
        cmocka_unit_test(wrong_tokens_are_charged_to_their_network),
        cmocka_unit_test(a_token_that_was_good_is_charged_to_its_person),
        cmocka_unit_test(people_and_networks_have_limits_of_their_own),
        cmocka_unit_test(keys_count_as_their_person_but_for_partners),
        cmocka_unit_test(a_new_plan_holds_from_the_next_token_on),
        cmocka_unit_test(operators_are_not_limited),
        cmocka_unit_test(a_batch_is_charged_by_its_edits),
        cmocka_unit_test(a_subscription_is_charged_when_it_begins),
        a_pair_test(two_processes_share_one_limit),
        a_pair_test(without_redis_limits_are_shared_by_halves),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
