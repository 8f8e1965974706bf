/*
 * news_test.c - subscriptions to lists: what listeners hear, and that they miss nothing, also of
 * a server that is killed under them.
 */
#include <inttypes.h>
#include <libpq-fe.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "accounts/keyring.h"
#include "api/helpers/graphql.h"
#include "api/helpers/listeners.h"
#include "api/helpers/postgres.h"
#include "api/helpers/server.h"
#include "api/helpers/shopper.h"
#include "base/macros.h"
#include "base/time.h"
#include "gateway/answer.h"
#include "gateway/subscribe.h"
#include "runtime/deadline.h"
#include "store/pg.h"
#include "testing/unit.h"

enum {
    HEAR_MS = 20 * 1000,
    STREAM_MAX = 1024 * 1024,
    REQUEST_MAX = 4000,
    FEW_DESCRIPTORS = 256,
    CROWD = 500,
    CALLERS = 4, /* of the crowd */
    TOKEN_S = 2, /* of one that soon runs out */
    CROWD_OPS = 150,
    AT_ONCE = 5, /* ops before the crowd is listened to again */
};

#define LOG_PATH_MAX 64

static struct test_database database;
static struct test_serving serving;
static char log_path[LOG_PATH_MAX];

/* One loop, so that what a loop limits is met. */
static void start(void)
{
    const char *const words[] = {"serve", "--port", "0", "--loops", "1", NULL};
    struct rlimit ours, few;

    assert_int_equal(getrlimit(RLIMIT_NOFILE, &ours), 0);
    few = (struct rlimit){.rlim_cur = FEW_DESCRIPTORS, .rlim_max = ours.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0); /* it helps itself to more */
    test_serve_start(
        &(struct test_serve){.database_url = database.url, .log_path = log_path, .words = words},
        &serving);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &ours), 0);
}

static int setup(void **state)
{
    (void)state;
    test_database_create(&database);
    snprintf(log_path, sizeof log_path, "/tmp/news-test-%d.log", (int)getpid());
    start();
    return 0;
}

static int teardown(void **state)
{
    struct sc_arena *arena = sc_arena_create(SC_UNIT_ARENA_CAP);

    (void)state;
    test_serve_stop(arena, &serving);
    test_database_drop(&database);
    sc_arena_destroy(arena);
    unlink(log_path);
    return 0;
}

/* One stream, read as text. */
struct stream {
    int fd;
    size_t told; /* bytes of it that were looked at */
    struct sc_buf in;
};

/* `header` is one more, with its line's end; `token` NULL: nobody. */
static struct stream listen_with(const char *token, const char *header, const char *lists)
{
    char body[REQUEST_MAX], request[2 * REQUEST_MAX];
    struct stream s = {.fd = test_connect(serving.port)};

    int len = snprintf(body, sizeof body,
                       "{\"query\":\"subscription($lists: [ListCursorInput!]!) { listNews(lists: "
                       "$lists) { listId kind seq name isArchived items { name isDeleted } } }\","
                       "\"variables\":{\"lists\":[%s]}}",
                       lists);
    len = snprintf(request, sizeof request,
                   "POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                   "Content-Type: application/json\r\n%s%s%s%s"
                   "Content-Length: %d\r\n\r\n%s",
                   token != NULL ? "Authorization: Bearer " : "", token != NULL ? token : "",
                   token != NULL ? "\r\n" : "", header, len, body);
    sc_buf_init(&s.in, STREAM_MAX);
    assert_true(test_send(s.fd, (struct sc_str){request, (size_t)len}));
    return s;
}

static struct stream listen_to(const struct test_shopper *shopper, const char *list, int after)
{
    char lists[REQUEST_MAX];

    snprintf(lists, sizeof lists, "{\"listId\":\"%s\",\"after\":%d}", list, after);
    return listen_with(shopper->token, "", lists);
}

/* More of the stream; false: it has ended, or nothing came in time. */
static bool read_more(struct stream *s, struct sc_deadline deadline)
{
    struct pollfd waits = {.fd = s->fd, .events = POLLIN};
    char bytes[REQUEST_MAX];

    if (poll(&waits, 1, sc_deadline_poll_ms(deadline)) <= 0)
        return false;
    ssize_t got = read(s->fd, bytes, sizeof bytes);
    if (got <= 0)
        return false;
    sc_buf_put(&s->in, (struct sc_str){bytes, (size_t)got});
    return true;
}

/* Waits for this text, and goes on behind it. */
static void hears(struct stream *s, const char *text)
{
    struct sc_deadline deadline = sc_deadline_in(HEAR_MS);

    for (;;) {
        struct sc_str all = sc_buf_str(&s->in);
        ptrdiff_t at = sc_str_find(sc_str_sub(all, s->told, all.len), sc_str_of(text));
        if (at >= 0) {
            s->told += (size_t)at + strlen(text);
            return;
        }
        if (!read_more(s, deadline))
            fail_msg("\"%s\" was not heard, but: %.*s", text,
                     SC_STR_ARGS(sc_str_sub(all, s->told, all.len)));
    }
}

static void hang_up(struct stream *s)
{
    close(s->fd);
    sc_buf_finish(&s->in);
}

/* Its last chunk has come. */
static void ends(struct stream *s)
{
    hears(s, "\r\n0\r\n\r\n");
    hang_up(s);
}

static void apply(struct sc_arena *arena, const struct test_shopper *shopper, const char *list,
                  int op, const char *name)
{
    char json[SHOPPER_OP_MAX];

    test_shopper_op(list, op, name, json);
    test_shopper_apply(arena, &serving, shopper, json, "APPLIED");
}

static void a_change_is_heard_with_its_cursor(void **state)
{
    struct test_shopper shopper;
    char rename[SHOPPER_OP_MAX];

    test_shopper_make(*state, &serving, &shopper);
    apply(*state, &shopper, shopper.list, 1, "milk");
    struct stream s = listen_to(&shopper, shopper.list, 0);
    hears(&s, ":1\nevent: next\ndata: ");
    hears(&s, "\"kind\":\"CHANGES\",\"seq\":1,\"name\":\"Groceries\",\"isArchived\":false,"
              "\"items\":[{\"name\":\"milk\",\"isDeleted\":false}]");
    apply(*state, &shopper, shopper.list, 2, "bread");
    hears(&s, ":2\nevent: next\ndata: ");
    hears(&s, "\"seq\":2,\"name\":\"Groceries\",\"isArchived\":false,"
              "\"items\":[{\"name\":\"bread\",\"isDeleted\":false}]");
    test_shopper_op(shopper.list, 3, "Party", rename);
    char *item = strstr(rename, "\"itemId\""), *end = strchr(item, ',');
    memmove(item, end + 1, strlen(end)); /* of the list itself */
    test_shopper_apply(*state, &serving, &shopper, rename, "APPLIED");
    hears(&s, "\"seq\":3,\"name\":\"Party\",\"isArchived\":false,\"items\":[]");
    hang_up(&s);
}

static void a_stream_goes_on_from_its_cursor(void **state)
{
    struct test_shopper shopper;
    char lists[REQUEST_MAX], header[SHOPPER_ID_MAX + 40];

    test_shopper_make(*state, &serving, &shopper);
    for (int op = 1; op <= 3; op++)
        apply(*state, &shopper, shopper.list, op, op == 3 ? "tea" : "salt");
    struct stream s = listen_to(&shopper, shopper.list, 2);
    hears(&s, "\"seq\":3,\"name\":\"Groceries\",\"isArchived\":false,"
              "\"items\":[{\"name\":\"tea\",\"isDeleted\":false}]");
    hang_up(&s);
    s = listen_to(&shopper, shopper.list, 3);
    hears(&s, "\"kind\":\"CHANGES\",\"seq\":3,\"name\":\"Groceries\",\"isArchived\":false,"
              "\"items\":[]");
    hang_up(&s);
    /* As EventSource asks again: with the cursor that it began with, and the last event's id. */
    snprintf(header, sizeof header, "Last-Event-ID: %" PRId64 ":2\r\n",
             test_sql_number(database.url, "select max(id) from lists.list"));
    snprintf(lists, sizeof lists, "{\"listId\":\"%s\"},{\"listId\":\"%s\",\"after\":1}",
             shopper.list, shopper.list);
    s = listen_with(shopper.token, header, lists);
    hears(&s, "\"items\":[{\"name\":\"tea\",\"isDeleted\":false}]");
    hang_up(&s);
}

static void several_lists_are_one_stream(void **state)
{
    struct test_shopper shopper;
    char second[SHOPPER_ID_MAX], lists[REQUEST_MAX];

    test_shopper_make(*state, &serving, &shopper);
    test_shopper_add_list(*state, &serving, &shopper, second);
    snprintf(lists, sizeof lists, "{\"listId\":\"%s\"},{\"listId\":\"%s\"}", shopper.list, second);
    struct stream s = listen_with(shopper.token, "", lists);
    hears(&s, "\"seq\":0");
    hears(&s, "\"seq\":0");
    apply(*state, &shopper, second, 1, "ice");
    hears(&s, second);
    hears(&s, "\"items\":[{\"name\":\"ice\"");
    apply(*state, &shopper, shopper.list, 2, "rice");
    hears(&s, shopper.list);
    hears(&s, "\"items\":[{\"name\":\"rice\"");
    hang_up(&s);
}

static void what_may_not_be_seen_is_gone(void **state)
{
    struct test_shopper shopper, stranger;
    char lists[REQUEST_MAX];

    test_shopper_make(*state, &serving, &shopper);
    test_shopper_make(*state, &serving, &stranger);
    snprintf(lists, sizeof lists, "{\"listId\":\"%s\"}", shopper.list);
    struct stream s = listen_with(stranger.token, "", lists);
    hears(&s, "\"kind\":\"GONE\",\"seq\":0,\"name\":null,\"isArchived\":null,\"items\":[]");
    hears(&s, GATEWAY_EVENT_COMPLETE);
    ends(&s);
    s = listen_with(NULL, "", lists);
    hears(&s, "\"kind\":\"GONE\"");
    ends(&s);
    snprintf(lists, sizeof lists, "{\"listId\":\"%s\"},{\"listId\":\"%s\"}", shopper.list,
             stranger.list);
    s = listen_with(stranger.token, "", lists);
    hears(&s, "\"kind\":\"GONE\"");
    apply(*state, &shopper, shopper.list, 1, "a secret");
    apply(*state, &stranger, stranger.list, 2, "no secret");
    hears(&s, "no secret");
    assert_true(sc_str_find(sc_buf_str(&s.in), SC_STR("a secret")) < 0);
    hang_up(&s);
}

static void a_right_that_ends_is_noticed(void **state)
{
    struct test_shopper shopper;
    char document[REQUEST_MAX];

    test_shopper_make(*state, &serving, &shopper);
    struct stream deleted = listen_to(&shopper, shopper.list, 0);
    hears(&deleted, "\"kind\":\"CHANGES\"");
    snprintf(document, sizeof document, "mutation { deleteList(listId: \"%s\") { list { id } } }",
             shopper.list);
    json_decref(test_ask_as(*state, &serving, shopper.token, document, NULL));
    hears(&deleted, "\"kind\":\"GONE\"");
    hears(&deleted, GATEWAY_EVENT_COMPLETE);
    ends(&deleted);
    /* Of which no hint tells. */
    test_shopper_add_list(*state, &serving, &shopper, shopper.list);
    struct stream removed = listen_to(&shopper, shopper.list, 0);
    hears(&removed, "\"kind\":\"CHANGES\"");
    test_sql(database.url,
             "delete from accounts.member where household_id = (select household_id from "
             "lists.list order by made_at desc limit 1)");
    hears(&removed, "\"kind\":\"GONE\"");
    ends(&removed);
}

/* Nor does who was given a link, once its maker is out of the household. */
static void a_link_of_who_leaves_is_heard_no_more(void **state)
{
    struct test_shopper owner, member;
    char link[SHOPPER_TOKEN_MAX], document[REQUEST_MAX], header[REQUEST_MAX], lists[REQUEST_MAX];

    test_shopper_make(*state, &serving, &owner);
    test_shopper_make(*state, &serving, &member);
    test_sql(database.url,
             "insert into accounts.member select o.household_id, m.person_id, 'adult' from (select "
             "* from accounts.member order by joined_at desc offset 1 limit 1) o, (select * from "
             "accounts.member order by joined_at desc limit 1) m");
    snprintf(member.household, sizeof member.household, "%s", owner.household);
    test_shopper_add_list(*state, &serving, &member, member.list);
    test_shopper_share(*state, &serving, &member, link);
    snprintf(header, sizeof header, "SmartCart-Share: %s\r\n", link);
    snprintf(lists, sizeof lists, "{\"listId\":\"%s\",\"after\":0}", member.list);
    struct stream s = listen_with(NULL, header, lists);
    hears(&s, "\"kind\":\"CHANGES\"");
    snprintf(document, sizeof document, "mutation { leaveHousehold(householdId: \"%s\") }",
             owner.household);
    json_decref(test_ask_as(*state, &serving, member.token, document, NULL));
    hears(&s, "\"kind\":\"GONE\"");
    ends(&s);
}

static void who_signs_out_hears_no_more(void **state)
{
    struct test_shopper shopper;

    test_shopper_make(*state, &serving, &shopper);
    struct stream s = listen_to(&shopper, shopper.list, 0);
    hears(&s, "\"kind\":\"CHANGES\"");
    json_decref(
        test_ask_as(*state, &serving, shopper.token, "mutation { signOutEverywhere }", NULL));
    ends(&s);
    struct test_answer answer = test_post_as(*state, serving.port, shopper.token,
                                             SC_STR("{\"query\":\"{ me { country } }\"}"));
    assert_int_equal(answer.code, 401);
}

/* A stream that is being opened: it has shown a token, and a link that is not looked up yet. */
struct opening {
    PGconn *holder; /* of the table of links */
    struct stream stream;
};

static void open_slowly(struct sc_arena *arena, const struct test_shopper *shopper,
                        const char *token, struct opening *ret_opening)
{
    struct sc_deadline deadline = sc_deadline_in(HEAR_MS);
    char link[SHOPPER_TOKEN_MAX], header[REQUEST_MAX], lists[REQUEST_MAX];
    PGconn *holder = PQconnectdb(database.url);

    test_shopper_share(arena, &serving, shopper, link);
    snprintf(header, sizeof header, "SmartCart-Share: %s\r\n", link);
    snprintf(lists, sizeof lists, "{\"listId\":\"%s\",\"after\":0}", shopper->list);
    PQclear(PQexec(holder, "begin; lock table lists.share in access exclusive mode"));
    assert_int_equal(PQtransactionStatus(holder), PQTRANS_INTRANS);
    *ret_opening = (struct opening){holder, listen_with(token, header, lists)};
    while (test_sql_number(database.url, "select count(*) from pg_locks where not granted and "
                                         "relation = 'lists.share'::regclass") == 0)
        assert_false(sc_deadline_is_over(deadline));
}

static void open_and_end(struct opening *opening)
{
    PQfinish(opening->holder);
    ends(&opening->stream);
}

static void who_signs_out_while_a_stream_opens_hears_nothing(void **state)
{
    struct test_shopper shopper;
    struct opening opening;

    test_shopper_make(*state, &serving, &shopper);
    open_slowly(*state, &shopper, shopper.token, &opening);
    json_decref(
        test_ask_as(*state, &serving, shopper.token, "mutation { signOutEverywhere }", NULL));
    open_and_end(&opening);
}

/* A token of the person who made the list that is the newest, good for so long. */
static void sign(int64_t seconds, bool has_account, char ret_token[ACCOUNTS_TOKEN_LEN + 1])
{
    const struct sc_pg_config config = {
        .url = sc_str_of(database.url), .connections = 1, .wait_ms = SC_PG_CONNECT_MS};
    struct accounts_keyring *ring = accounts_keyring_create(SC_STR(TEST_SECRET));
    int64_t now_s = sc_wall_us() / SC_SECOND_US;
    const struct accounts_token token = {
        .person_id = test_sql_number(database.url,
                                     "select made_by from lists.list order by id desc limit 1"),
        .session_id = 1,
        .epoch = UINT32_MAX,
        .has_account = has_account,
        .issued_s = now_s,
        .expires_s = now_s + seconds,
    };
    struct sc_request rq;
    struct sc_pg *pg;

    assert_non_null(ring);
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pg), SC_OK);
    assert_int_equal(accounts_keyring_load(&rq, pg, ring), SC_OK);
    assert_int_equal(accounts_keyring_sign(ring, &token, ret_token), SC_OK);
    sc_pg_destroy(pg);
    sc_request_finish(&rq);
    accounts_keyring_destroy(ring);
}

static void a_stream_lasts_as_long_as_its_token(void **state)
{
    struct test_shopper shopper, brief;

    test_shopper_make(*state, &serving, &shopper);
    brief = shopper;
    sign(TOKEN_S, false, brief.token);
    struct stream s = listen_to(&brief, brief.list, 0);
    hears(&s, "\"kind\":\"CHANGES\"");
    ends(&s); /* without a last word: the client is to come again */
    s = listen_to(&shopper, shopper.list, 0);
    hears(&s, "\"kind\":\"CHANGES\"");
    hang_up(&s);
}

/* A key of a shopper's, and who may revoke it. */
struct program {
    struct test_shopper shopper, owner, key;
    char id[SHOPPER_ID_MAX];
};

static void make_program(struct sc_arena *arena, struct program *ret_program)
{
    struct program p;

    test_shopper_make(arena, &serving, &p.shopper);
    p.owner = p.key = p.shopper;
    test_sql(database.url,
             "update accounts.person set email = id || '@key.ie', email_fold = id || '@key.ie', "
             "password_hash = 'none' where id = (select made_by from lists.list "
             "order by id desc limit 1)");
    sign(ACCOUNTS_TOKEN_S, true, p.owner.token);
    json_t *made = test_ask_as(arena, &serving, p.owner.token,
                               "mutation { createApiKey(name: \"watch\") { id secret } }", NULL);
    snprintf(p.key.token, sizeof p.key.token, "%s", test_text_at(made, "data.createApiKey.secret"));
    snprintf(p.id, sizeof p.id, "%s", test_text_at(made, "data.createApiKey.id"));
    json_decref(made);
    *ret_program = p;
}

static void end_key(struct sc_arena *arena, const struct program *p)
{
    char document[REQUEST_MAX];

    snprintf(document, sizeof document, "mutation { revokeApiKey(keyId: \"%s\") }", p->id);
    json_decref(test_ask_as(arena, &serving, p->owner.token, document, NULL));
}

static void a_key_that_is_revoked_hears_no_more(void **state)
{
    struct program p;

    make_program(*state, &p);
    struct stream s = listen_to(&p.key, p.key.list, 0);
    hears(&s, "\"kind\":\"CHANGES\"");
    end_key(*state, &p);
    ends(&s);
}

static void a_key_that_is_revoked_while_a_stream_opens_hears_nothing(void **state)
{
    struct opening opening;
    struct program p;

    make_program(*state, &p);
    open_slowly(*state, &p.shopper, p.key.token, &opening);
    end_key(*state, &p);
    open_and_end(&opening);
}

static void one_caller_leaves_room_for_others(void **state)
{
    static struct stream streams[GATEWAY_LISTENERS_OF_ONE_MAX];
    struct test_shopper shopper, other;

    test_shopper_make(*state, &serving, &shopper);
    test_shopper_make(*state, &serving, &other);
    for (size_t i = 0; i < SC_COUNT(streams); i++) {
        streams[i] = listen_to(&shopper, shopper.list, 0);
        hears(&streams[i], "\"kind\":\"CHANGES\"");
    }
    struct stream more = listen_to(&shopper, shopper.list, 0);
    hears(&more, "RATE_LIMITED");
    hang_up(&more);
    more = listen_to(&other, other.list, 0);
    hears(&more, "\"kind\":\"CHANGES\"");
    hang_up(&more);
    for (size_t i = 0; i < SC_COUNT(streams); i++)
        hang_up(&streams[i]);
}

/* So is a change of another instance, which hints at nothing here. */
static void a_change_without_a_hint_is_found(void **state)
{
    struct test_shopper shopper;

    test_shopper_make(*state, &serving, &shopper);
    apply(*state, &shopper, shopper.list, 1, "milk");
    struct stream s = listen_to(&shopper, shopper.list, 1);
    hears(&s, "\"kind\":\"CHANGES\"");
    test_sql(database.url,
             "with l as (update lists.list set seq = seq + 1, own_seq = seq + 1, name = 'Elsewhere'"
             " where id = (select max(id) from lists.list) returning id, seq)"
             " update lists.item i set seq = l.seq, name = 'cream' from l where i.list_id = l.id");
    hears(&s, "\"seq\":2,\"name\":\"Elsewhere\",\"isArchived\":false,");
    hears(&s, "\"items\":[{\"name\":\"cream\"");
    hang_up(&s);
}

static void who_is_far_behind_is_told_so(void **state)
{
    struct test_shopper shopper;

    test_shopper_make(*state, &serving, &shopper);
    apply(*state, &shopper, shopper.list, 1, "milk");
    struct stream ahead = listen_to(&shopper, shopper.list, 7);
    hears(&ahead, "\"kind\":\"BEHIND\",\"seq\":1,");
    hang_up(&ahead);
    test_sql(database.url,
             "with l as (update lists.list set seq = 1 + 201 where id = (select max(id) from "
             "lists.list) returning id) insert into lists.item select l.id, "
             "gen_random_uuid()::text, 1 + n, 'item ' || n, 1000, 0, 1000, null, null, null, null, "
             "null, 'V', false, false, '{}', 1, now(), 1, now() from l, generate_series(1, 201) n");
    struct stream behind = listen_to(&shopper, shopper.list, 1);
    hears(&behind, "\"kind\":\"BEHIND\",\"seq\":202,");
    hears(&behind, "\"items\":[]");
    hang_up(&behind);
    struct stream near = listen_to(&shopper, shopper.list, 2);
    hears(&near, "\"kind\":\"CHANGES\",\"seq\":202,");
    hang_up(&near);
}

/* Few items, but more bytes than an event carries: nobody is cut for it, again and again. */
static void an_event_that_is_too_large_is_told_as_behind(void **state)
{
    struct test_shopper shopper;

    test_shopper_make(*state, &serving, &shopper);
    test_sql(database.url,
             "with l as (update lists.list set seq = 150 where id = (select max(id) from "
             "lists.list) returning id) insert into lists.item select l.id, "
             "gen_random_uuid()::text, n, repeat('x', 1000), 1000, 0, 1000, null, null, null, "
             "null, null, 'V', false, false, '{}', 1, now(), 1, now() from l, "
             "generate_series(1, 150) n");
    struct stream s = listen_to(&shopper, shopper.list, 0);
    hears(&s, "\"kind\":\"BEHIND\",\"seq\":150,");
    hang_up(&s);
    s = listen_to(&shopper, shopper.list, 50);
    hears(&s, "\"kind\":\"CHANGES\",\"seq\":150,");
    hang_up(&s);
}

static void odd_questions_are_refused(void **state)
{
    struct test_shopper shopper;
    char lists[REQUEST_MAX];
    size_t len = 0;

    test_shopper_make(*state, &serving, &shopper);
    struct stream none = listen_with(shopper.token, "", "");
    hears(&none, "lists: must be 1 to 50");
    hang_up(&none);
    for (int i = 0; i < 51; i++)
        len += (size_t)snprintf(lists + len, sizeof lists - len, "%s{\"listId\":\"%s\"}",
                                i > 0 ? "," : "", shopper.list);
    struct stream many = listen_with(shopper.token, "", lists);
    hears(&many, "lists: must be 1 to 50");
    hang_up(&many);
    struct stream no_id = listen_with(shopper.token, "", "{\"listId\":\"p_0\"}");
    hears(&no_id, "BAD_USER_INPUT");
    hang_up(&no_id);
}

/* Which ops were answered, so must not be lost. */
static void add_some(struct sc_arena *arena, const struct test_shopper *shopper, int *op)
{
    struct sc_arena_mark mark = sc_arena_mark(arena);

    for (int i = 0; i < AT_ONCE; i++)
        apply(arena, shopper, shopper->list, ++*op, "thing");
    sc_arena_rewind(arena, mark);
}

/* Whether the op was done nobody knows; it is sent again later on. */
static void kill_while_it_applies(struct sc_arena *arena, const struct test_shopper *shopper,
                                  int op)
{
    char json[SHOPPER_OP_MAX], body[2 * SHOPPER_OP_MAX], request[REQUEST_MAX];
    int fd = test_connect(serving.port);
    struct test_result result;

    test_shopper_op(shopper->list, op, "thing", json);
    int len = snprintf(body, sizeof body,
                       "{\"query\":\"mutation($ops: [ListOpInput!]!) { applyOps(ops: $ops) { "
                       "serverMs } }\",\"variables\":{\"ops\":[%s]}}",
                       json);
    len = snprintf(request, sizeof request,
                   "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
                   "\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s",
                   shopper->token, len, body);
    assert_true(test_send(fd, (struct sc_str){request, (size_t)len}));
    (void)poll(NULL, 0, 3); /* so that it is on its way through the server, or done */
    kill(serving.process.pid, SIGKILL);
    test_program_wait(arena, &serving.process, &result);
    close(fd);
}

static void hear_all(struct test_listeners *crowd, int64_t seq)
{
    struct sc_deadline deadline = sc_deadline_in(HEAR_MS);

    while (!test_listeners_have(crowd, seq)) {
        if (sc_deadline_is_over(deadline))
            fail_msg("not all have heard of %" PRId64, seq);
        test_listeners_hear(crowd, sc_deadline_poll_ms(deadline));
    }
}

static void a_crowd_misses_nothing_of_a_server_that_is_killed(void **state)
{
    struct test_listeners crowd = {.port = serving.port};
    struct test_shopper shopper, callers[CALLERS];
    const char *tokens[CALLERS];
    char link[SHOPPER_TOKEN_MAX];
    int op = 0;

    test_shopper_make(*state, &serving, &shopper);
    test_shopper_share(*state, &serving, &shopper, link);
    for (int i = 0; i < CALLERS; i++) {
        test_shopper_make(*state, &serving, &callers[i]);
        tokens[i] = callers[i].token;
    }
    crowd.tokens = tokens;
    crowd.token_count = CALLERS;
    crowd.share = link;
    crowd.list = shopper.list;
    test_listeners_create(&crowd, CROWD);
    test_listeners_begin(&crowd);
    while (op < CROWD_OPS) {
        add_some(*state, &shopper, &op);
        test_listeners_hear(&crowd, 0);
        if (op != CROWD_OPS / 3 && op != 2 * CROWD_OPS / 3)
            continue;
        kill_while_it_applies(*state, &shopper, op + 1); /* some have heard of the last ones */
        test_listeners_end(&crowd);
        start();
        crowd.port = serving.port;
        test_listeners_begin(&crowd);
    }
    hear_all(&crowd, CROWD_OPS);
    assert_int_equal(test_listeners_open(&crowd), CROWD);
    assert_int_equal(test_sql_number(database.url,
                                     "select l.seq from lists.list l join lists.share s "
                                     "on s.list_id = l.id order by s.id desc limit 1"),
                     CROWD_OPS);
    test_listeners_destroy(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_test(a_change_is_heard_with_its_cursor),
        a_test(a_stream_goes_on_from_its_cursor),
        a_test(several_lists_are_one_stream),
        a_test(what_may_not_be_seen_is_gone),
        a_test(a_right_that_ends_is_noticed),
        a_test(a_link_of_who_leaves_is_heard_no_more),
        a_test(who_signs_out_hears_no_more),
        a_test(who_signs_out_while_a_stream_opens_hears_nothing),
        a_test(a_change_without_a_hint_is_found),
        a_test(who_is_far_behind_is_told_so),
        a_test(an_event_that_is_too_large_is_told_as_behind),
        a_test(a_stream_lasts_as_long_as_its_token),
        a_test(a_key_that_is_revoked_hears_no_more),
        a_test(a_key_that_is_revoked_while_a_stream_opens_hears_nothing),
        a_test(one_caller_leaves_room_for_others),
        a_test(odd_questions_are_refused),
        a_test(a_crowd_misses_nothing_of_a_server_that_is_killed),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
