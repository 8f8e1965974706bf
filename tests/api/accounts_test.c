/* Accounts through the API of a running server: who signs in, how, and what of it lasts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "accounts/accounts.h"
#include "api/helpers/graphql.h"
#include "api/helpers/postgres.h"
#include "api/helpers/server.h"
#include "gateway/gateway.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024,
    WORD_MAX = 200
};

static struct sc_arena *arena;
static struct test_database database;
static struct test_serving serving;
static char log_path[] = "/tmp/sc-accounts-XXXXXX";

#define PASSWORD "correct horse battery"

/* Posts a document; `headers` are whole lines. */
static struct test_answer post(const char *headers, const char *document)
{
    json_t *request = json_pack("{s:s}", "query", document);
    char *body = json_dumps(request, JSON_COMPACT);
    struct sc_str all = sc_arena_printf(arena, "User-Agent: a test\r\n%s", headers);
    struct test_answer answer =
        test_post_with(arena, serving.port, "/graphql", all.at, sc_str_of(body));

    free(body);
    json_decref(request);
    return answer;
}

static const char *bearer(const char *token)
{
    return sc_arena_printf(arena, "Authorization: Bearer %s\r\n", token).at;
}

/* The caller's. */
static json_t *ask(const char *headers, const char *document)
{
    struct test_answer answer = post(headers, document);
    json_t *told = json_loadb(answer.body.at, answer.body.len, 0, NULL);

    if (told == NULL)
        fail_msg("%d %.*s", answer.code, SC_STR_ARGS(answer.body));
    return told;
}

/* A text of an answer without errors. */
static const char *text(const char *headers, const char *document, const char *path)
{
    json_t *told = ask(headers, document);

    test_is_clean(told);
    const char *copy = sc_arena_str(arena, sc_str_of(test_text_at(told, path))).at;
    json_decref(told);
    return copy;
}

/* With this code and this reason; NULL: with none. */
static void is_refused_for(const char *headers, const char *document, const char *code,
                           const char *reason)
{
    json_t *told = ask(headers, document);
    const json_t *extensions = test_at(told, "errors.0.extensions");

    assert_string_equal(test_text_at(extensions, "code"), code);
    if (reason != NULL)
        assert_string_equal(test_text_at(extensions, "reason"), reason);
    else
        assert_null(json_object_get(extensions, "reason"));
    json_decref(told);
}

static void is_refused(const char *headers, const char *document, const char *code)
{
    json_t *told = ask(headers, document);

    assert_string_equal(test_text_at(told, "errors.0.extensions.code"), code);
    json_decref(told);
}

#define TOKENS "{ accessToken refreshToken expiresAt isGuest }"

struct signed_in {
    const char *access;
    const char *refresh;
    bool is_guest;
};

static struct signed_in tokens_of(const char *headers, const char *field)
{
    json_t *told = ask(headers, sc_arena_printf(arena, "mutation { in: %s " TOKENS " }", field).at);

    test_is_clean(told);
    struct signed_in in = {
        .access = sc_arena_str(arena, sc_str_of(test_text_at(told, "data.in.accessToken"))).at,
        .refresh = sc_arena_str(arena, sc_str_of(test_text_at(told, "data.in.refreshToken"))).at,
        .is_guest = json_is_true(test_at(told, "data.in.isGuest")),
    };
    json_decref(told);
    return in;
}

static struct signed_in guest(void)
{
    return tokens_of("", "createGuest(country: \"IE\")");
}

static const char *sign_in_field(const char *email, const char *password)
{
    return sc_arena_printf(arena, "signIn(email: \"%s\", password: \"%s\")", email, password).at;
}

static const char *sign_in_document(const char *email, const char *password)
{
    return sc_arena_printf(arena, "mutation { %s { isGuest } }", sign_in_field(email, password)).at;
}

/* The token of the newest mail's link. */
static const char *mailed_token(const char *email)
{
    char *payload = test_sql_text(
        database.url, sc_arena_printf(arena,
                                      "select payload from jobs.job where kind = 'mail' and payload"
                                      "::json->>'to' = '%s' order by id desc limit 1",
                                      email)
                          .at);

    assert_non_null(payload);
    struct sc_str all = sc_arena_str(arena, sc_str_of(payload));
    free(payload);
    ptrdiff_t at = sc_str_find(all, SC_STR("/verify#"));
    assert_true(at >= 0);
    return sc_arena_str(arena, sc_str_sub(all, (size_t)at + 8, 47)).at;
}

static const char *register_document(const char *email)
{
    return sc_arena_printf(arena,
                           "mutation { registerAccount(email: \"%s\", password: \"" PASSWORD
                           "\", name: \"Ann\", country: \"IE\") }",
                           email)
        .at;
}

static const char *verify_field(const char *token, const char *password)
{
    return sc_arena_printf(arena, "verifyAccount(token: \"%s\", password: \"%s\")", token, password)
        .at;
}

static const char *verify_document(const char *token, const char *password)
{
    return sc_arena_printf(arena, "mutation { %s { isGuest } }", verify_field(token, password)).at;
}

static struct signed_in verify(const char *email)
{
    return tokens_of("", verify_field(mailed_token(email), PASSWORD));
}

static struct signed_in make_account(const char *email)
{
    json_t *told = ask("", register_document(email));

    test_is_clean(told);
    assert_true(json_is_true(test_at(told, "data.registerAccount")));
    json_decref(told);
    return verify(email);
}

static const char *me(const struct signed_in *in, const char *fields, const char *path)
{
    return text(bearer(in->access), sc_arena_printf(arena, "{ me { %s } }", fields).at,
                sc_arena_printf(arena, "data.me.%s", path).at);
}

static void a_guest_becomes_an_account_and_keeps_what_was_theirs(void **state)
{
    struct signed_in in = guest();
    const char *home = me(&in, "households { nodes { id } }", "households.nodes.0.id");

    (void)state;
    assert_true(in.is_guest);
    json_t *told = ask(bearer(in.access), register_document("guest@example.ie"));
    test_is_clean(told);
    json_decref(told);
    struct signed_in account = verify("guest@example.ie");
    assert_false(account.is_guest);
    assert_string_equal(me(&account, "email", "email"), "guest@example.ie");
    assert_string_equal(me(&account, "households { nodes { id } }", "households.nodes.0.id"), home);
    assert_string_equal(me(&in, "email", "email"),
                        "guest@example.ie"); /* the guest's session too */
}

static void a_link_works_once(void **state)
{
    (void)state;
    make_account("once@example.ie");
    is_refused_for("", verify_document(mailed_token("once@example.ie"), PASSWORD), "BAD_USER_INPUT",
                   "LINK_OVER");
    is_refused_for("", verify_document("scc_x", PASSWORD), "BAD_USER_INPUT", "LINK_OVER");
}

/* Somebody registers with an address that is not theirs, and its owner follows the link. */
static void nobody_chooses_the_password_of_others(void **state)
{
    struct signed_in stranger = guest();
    const char *email = "owner@example.ie";

    (void)state;
    json_t *told = ask(bearer(stranger.access), register_document(email));
    test_is_clean(told);
    json_decref(told);
    const char *link = mailed_token(email);
    is_refused_for("", verify_document(link, "the owner's own one"), "BAD_USER_INPUT",
                   "PASSWORD_WRONG");
    is_refused("", sign_in_document(email, PASSWORD), "UNAUTHENTICATED"); /* there is no account */
    told = ask(bearer(stranger.access), "{ me { email } }");
    assert_true(json_is_null(test_at(told, "data.me.email")));
    json_decref(told);
    told = ask("", sc_arena_printf(arena,
                                   "mutation { registerAccount(email: \"%s\", password: "
                                   "\"the owner's own one\", country: \"IE\") }",
                                   email)
                       .at);
    test_is_clean(told);
    json_decref(told);
    struct signed_in owner =
        tokens_of("", verify_field(mailed_token(email), "the owner's own one"));
    assert_string_equal(me(&owner, "email", "email"), email);
    is_refused_for("", verify_document(link, PASSWORD), "BAD_USER_INPUT", "EMAIL_TAKEN");
}

/* The same answer; only the mailbox is told. */
static void registering_tells_nothing_of_others(void **state)
{
    (void)state;
    make_account("known@example.ie");
    struct test_answer known = post("", register_document("Known@Example.ie"));
    struct test_answer unknown = post("", register_document("unknown@example.ie"));
    assert_int_equal(known.code, 200);
    assert_int_equal(known.code, unknown.code);
    assert_true(sc_str_find(known.body, SC_STR("\"registerAccount\":true")) >= 0);
    assert_true(sc_str_find(unknown.body, SC_STR("\"registerAccount\":true")) >= 0);
    assert_int_equal(test_sql_number(database.url, "select count(*) from jobs.job where payload::"
                                                   "json->>'subject' like 'You have an account%'"),
                     1);
}

static void signing_in_tells_nothing_of_others(void **state)
{
    (void)state;
    make_account("right@example.ie");
    struct test_answer wrong = post("", sign_in_document("right@example.ie", "wrong password"));
    struct test_answer nobody = post("", sign_in_document("nobody@example.ie", "wrong password"));
    const char *words = "address or password are not right";
    assert_true(sc_str_find(wrong.body, sc_str_of(words)) >= 0);
    assert_true(sc_str_find(nobody.body, sc_str_of(words)) >= 0);
    is_refused_for("", sign_in_document("right@example.ie", "wrong password"), "UNAUTHENTICATED",
                   "PASSWORD_WRONG");
    struct signed_in in = tokens_of("", sign_in_field("RIGHT@example.ie", PASSWORD));
    assert_string_equal(me(&in, "name", "name"), "Ann");
}

static void trying_too_often_is_refused(void **state)
{
    (void)state;
    make_account("tried@example.ie");
    for (int i = 0; i < 10; i++)
        is_refused("", sign_in_document("tried@example.ie", "wrong password"), "UNAUTHENTICATED");
    json_t *told = ask("", sign_in_document("tried@example.ie", PASSWORD));
    assert_string_equal(test_text_at(told, "errors.0.extensions.code"), "RATE_LIMITED");
    assert_int_equal(test_int_at(told, "errors.0.extensions.retryAfter"),
                     60 * ACCOUNTS_TRIES_MINUTES);
    json_decref(told);
    test_sql(database.url, "update accounts.attempt set until = now() - interval '1 second'");
    tokens_of("", sign_in_field("tried@example.ie", PASSWORD));
}

static const char *refresh_field(const char *token)
{
    return sc_arena_printf(arena, "refresh(refreshToken: \"%s\")", token).at;
}

static const char *refresh_document(const char *token)
{
    return sc_arena_printf(arena, "mutation { %s { isGuest } }", refresh_field(token)).at;
}

/* As if all that was refreshed so far had been before the grace. */
static void let_grace_pass(void)
{
    test_sql(database.url, "update accounts.refresh set used_at = used_at - interval '2 minutes', "
                           "issued_at = issued_at - interval '2 minutes'");
}

static void a_refresh_token_is_used_once(void **state)
{
    struct signed_in first = guest();
    struct signed_in second = tokens_of("", refresh_field(first.refresh));

    (void)state;
    assert_string_not_equal(first.refresh, second.refresh);
    struct signed_in again = tokens_of("", refresh_field(first.refresh)); /* at the same time */
    struct signed_in third = tokens_of("", refresh_field(again.refresh));
    let_grace_pass();
    is_refused("", refresh_document(first.refresh), "UNAUTHENTICATED"); /* it was stolen */
    is_refused("", refresh_document(second.refresh), "UNAUTHENTICATED");
    is_refused("", refresh_document(third.refresh), "UNAUTHENTICATED"); /* and all is over */
    is_refused_for("", refresh_document("scr_"), "BAD_USER_INPUT", NULL);
}

static void a_refresh_whose_answer_was_lost_is_asked_again_however_late(void **state)
{
    struct signed_in first = guest();

    (void)state;
    tokens_of("", refresh_field(first.refresh));
    let_grace_pass();
    struct signed_in second = tokens_of("", refresh_field(first.refresh));
    let_grace_pass();
    struct signed_in third = tokens_of("", refresh_field(second.refresh));
    let_grace_pass();
    tokens_of("", refresh_field(third.refresh));
    let_grace_pass();
    is_refused("", refresh_document(second.refresh),
               "UNAUTHENTICATED"); /* what came of it was used */
    is_refused("", refresh_document(third.refresh), "UNAUTHENTICATED");
}

/* Who has the answer that was asked for again is not told from who has the first: one is a thief.
 */
static void of_two_answers_to_one_refresh_one_goes_on(void **state)
{
    struct signed_in first = guest();
    struct signed_in taken = tokens_of("", refresh_field(first.refresh));

    (void)state;
    let_grace_pass();
    struct signed_in own = tokens_of("", refresh_field(first.refresh));
    let_grace_pass();
    is_refused("", refresh_document(taken.refresh), "UNAUTHENTICATED");
    is_refused("", refresh_document(own.refresh), "UNAUTHENTICATED");
}

static void who_signs_out_is_out(void **state)
{
    struct signed_in one = make_account("out@example.ie");
    struct signed_in two = tokens_of("", sign_in_field("out@example.ie", PASSWORD));
    struct signed_in three = tokens_of("", sign_in_field("out@example.ie", PASSWORD));
    const char *session = me(&two, "sessions { nodes { id agent } }", "sessions.nodes.0.id");

    (void)state;
    assert_string_equal(me(&two, "sessions { nodes { agent } }", "sessions.nodes.0.agent"),
                        "a test");
    assert_string_equal(me(&two, "sessions { nodes { address } }", "sessions.nodes.0.address"),
                        "127.0.0.1");
    json_t *told =
        ask(bearer(two.access),
            sc_arena_printf(arena, "mutation { signOut(sessionId: \"%s\") }", session).at);
    test_is_clean(told);
    json_decref(told);
    is_refused("", refresh_document(one.refresh), "UNAUTHENTICATED");
    struct signed_in stranger = guest();
    is_refused(bearer(stranger.access),
               sc_arena_printf(arena, "mutation { signOut(sessionId: \"%s\") }", session).at,
               "NOT_FOUND");
    told = ask(bearer(two.access), "mutation { signOutEverywhere }");
    test_is_clean(told);
    json_decref(told);
    is_refused("", refresh_document(two.refresh), "UNAUTHENTICATED");
    is_refused("", refresh_document(three.refresh), "UNAUTHENTICATED");
    tokens_of("", sign_in_field("out@example.ie", PASSWORD));
}

static void tokens_are_checked(void **state)
{
    struct signed_in in = guest();
    char broken[WORD_MAX];

    (void)state;
    snprintf(broken, sizeof broken, "%s", in.access);
    broken[40] = broken[40] == 'A' ? 'B' : 'A';
    assert_int_equal(post(bearer(broken), "{ me { plan } }").code, 401);
    assert_int_equal(post(bearer("nonsense"), "{ __typename }").code, 401);
    is_refused("", "{ me { plan } }", "UNAUTHENTICATED");
    const char *cookie = sc_arena_printf(arena, "Cookie: a=b; sc_access=%s\r\n", in.access).at;
    assert_string_equal(text(cookie, "{ me { plan } }", "data.me.plan"), "free");
}

static void a_household_is_made_once_for_a_key(void **state)
{
    struct signed_in in = guest();
    const char *headers =
        sc_arena_printf(arena, "%sIdempotency-Key: \"0b0a-1\"\r\n", bearer(in.access)).at;
    const char *document = "mutation { createHousehold(name: \"Cabin\") { id role country } }";
    const char *path = "data.createHousehold.id";
    const char *id = text(headers, document, path);

    (void)state;
    assert_string_equal(text(headers, document, path), id);
    is_refused(headers, "mutation { createHousehold(name: \"Other\") { id } }", "BAD_USER_INPUT");
    /* free has two: home, and this */
    is_refused_for(bearer(in.access), document, "BAD_USER_INPUT", "LIMIT_REACHED");
    assert_string_equal(
        text(bearer(in.access),
             sc_arena_printf(arena, "{ node(id: \"%s\") { ... on Household { name } } }", id).at,
             "data.node.name"),
        "Cabin");
    struct signed_in stranger = guest();
    json_t *told =
        ask(bearer(stranger.access), sc_arena_printf(arena, "{ node(id: \"%s\") { id } }", id).at);
    assert_true(json_is_null(test_at(told, "data.node")));
    json_decref(told);
}

static void who_is_no_guest_any_more_is_told_so(void **state)
{
    struct signed_in in = make_account("first@example.ie");
    const char *document =
        "mutation { registerAccount(email: \"second@example.ie\", password: \"" PASSWORD "\") }";

    (void)state;
    json_decref(ask(bearer(in.access), document));
    is_refused("", verify_document(mailed_token("second@example.ie"), PASSWORD), "BAD_USER_INPUT");
}

static void no_hash_of_a_password_is_kept_but_the_slow_one(void **state)
{
    const char *document = "mutation { deleteAccount(password: \"" PASSWORD "\") }";
    struct signed_in in = make_account("keyed@example.ie");
    const char *headers =
        sc_arena_printf(arena, "%sIdempotency-Key: \"0b0a-2\"\r\n", bearer(in.access)).at;
    const char *day = text(headers, document, "data.deleteAccount");

    (void)state;
    assert_string_equal(text(headers, document, "data.deleteAccount"), day);
    assert_int_equal(test_sql_number(database.url,
                                     "select count(*) from public.once o join accounts.person p "
                                     "on p.id = o.principal where p.email = 'keyed@example.ie'"),
                     0);
}

/* A list in the household that someone has from the start. */
static const char *make_list(const struct signed_in *in)
{
    const char *home = me(in, "households { nodes { id } }", "households.nodes.0.id");

    return text(bearer(in->access),
                sc_arena_printf(arena,
                                "mutation { createList(householdId: \"%s\", name: \"Weekly\") {"
                                " list { id } } }",
                                home)
                    .at,
                "data.createList.list.id");
}

/* What came of an edit that adds an item, or ticks it. Later numbers are later edits. */
static const char *edit(const char *headers, const char *list, int number, const char *fields)
{
    struct sc_str document = sc_arena_printf(
        arena,
        "mutation { applyOps(ops: [{id: \"00000000-0000-4000-8000-0000000000%02d\", listId: \"%s\","
        " itemId: \"10000000-0000-4000-8000-000000000001\","
        " stamp: \"%012llx-%04d-00000000000000aa\", %s}]) { answers { code } } }",
        number, list, (unsigned long long)(sc_wall_us() / 1000), number, fields);

    return text(headers, document.at, "data.applyOps.answers.0.code");
}

static const char *item_document(const char *list)
{
    return sc_arena_printf(arena,
                           "{ list(id: \"%s\") { level items { nodes { name isTicked } } } }", list)
        .at;
}

static const char *link_to(const struct signed_in *in, const char *list, const char *level,
                           const char **ret_share)
{
    json_t *told =
        ask(bearer(in->access),
            sc_arena_printf(
                arena, "mutation { shareList(listId: \"%s\", level: %s) { token share { id } } }",
                list, level)
                .at);

    test_is_clean(told);
    const char *token =
        sc_arena_str(arena, sc_str_of(test_text_at(told, "data.shareList.token"))).at;
    *ret_share = sc_arena_str(arena, sc_str_of(test_text_at(told, "data.shareList.share.id"))).at;
    json_decref(told);
    return sc_arena_printf(arena, "SmartCart-Share: %s\r\n", token).at;
}

static void a_link_shows_one_list_to_who_has_it(void **state)
{
    struct signed_in in = guest();
    const char *list = make_list(&in), *other = make_list(&in), *share;
    const char *reader = link_to(&in, list, "READ", &share);

    (void)state;
    assert_string_equal(edit(bearer(in.access), list, 1, "name: \"Milk\""), "APPLIED");
    assert_string_equal(text(reader, item_document(list), "data.list.items.nodes.0.name"), "Milk");
    assert_string_equal(text(reader, item_document(list), "data.list.level"), "READ");
    assert_string_equal(edit(reader, list, 2, "isTicked: true"), "READ_ONLY");
    json_t *told = ask(reader, item_document(other));
    assert_true(json_is_null(test_at(told, "data.list")));
    json_decref(told);
    told = ask("", item_document(list));
    assert_true(json_is_null(test_at(told, "data.list")));
    json_decref(told);
    const char *ended;
    const char *editor = link_to(&in, list, "EDIT", &ended);
    assert_string_equal(edit(editor, list, 3, "isTicked: true"), "APPLIED");
    told = ask(bearer(in.access), item_document(list));
    assert_true(json_is_true(test_at(told, "data.list.items.nodes.0.isTicked")));
    json_decref(told);
    is_refused(editor, "{ me { plan } }", "UNAUTHENTICATED");
    told = ask(
        bearer(in.access),
        sc_arena_printf(arena, "mutation { endListShare(shareId: \"%s\") { list { id } } }", ended)
            .at);
    test_is_clean(told);
    json_decref(told);
    assert_int_equal(post(editor, item_document(list)).code, 401);
    assert_int_equal(post("SmartCart-Share: scs_nonsense\r\n", "{ __typename }").code, 401);
}

static void a_key_reads_or_writes_for_its_person(void **state)
{
    struct signed_in in = make_account("keys@example.ie");
    const char *list = make_list(&in);
    const char *reads =
        text(bearer(in.access), "mutation { createApiKey(name: \"reads\") { secret } }",
             "data.createApiKey.secret");
    const char *writes = text(bearer(in.access),
                              "mutation { createApiKey(name: \"writes\", mayWrite: true) { secret "
                              "} }",
                              "data.createApiKey.secret");

    (void)state;
    assert_string_equal(edit(bearer(writes), list, 1, "name: \"Tea\""), "APPLIED");
    assert_string_equal(text(bearer(reads), item_document(list), "data.list.items.nodes.0.name"),
                        "Tea");
    is_refused(bearer(reads), "mutation { signOutEverywhere }", "FORBIDDEN");
    is_refused(bearer(writes), "mutation { createApiKey(name: \"more\") { secret } }",
               "FORBIDDEN"); /* that needs the account itself */
    assert_int_equal(post(bearer("sck_nonsense"), "{ __typename }").code, 401);
}

static void what_is_wrong_is_told(void **state)
{
    static const struct {
        const char *document, *reason;
    } wrong[] = {
        {"mutation { createGuest(country: \"ie\") { isGuest } }", NULL},
        {"mutation { createGuest(country: \"IE\", locale: \"EN\") { isGuest } }", NULL},
        {"mutation { registerAccount(email: \"x\", password: \"" PASSWORD "\", country: \"IE\") }",
         "EMAIL_INVALID"},
        {"mutation { registerAccount(email: \"x@y.ie\", password: \"short\", country: \"IE\") }",
         "PASSWORD_UNFIT"},
        {"mutation { registerAccount(email: \"x@y.ie\", password: \"" PASSWORD "\") }", NULL},
        {"mutation { registerAccount(email: \"x@y.ie\", password: \"" PASSWORD
         "\", country: \"IE\", name: \"\") }",
         NULL},
        {"mutation { signIn(email: \"x\", password: \"y\") { isGuest } }", "EMAIL_INVALID"},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(wrong); i++)
        is_refused_for("", wrong[i].document, "BAD_USER_INPUT", wrong[i].reason);
}

static const char *locale_document(const char *tag)
{
    return sc_arena_printf(arena, "mutation { setLocale(locale: \"%s\") }", tag).at;
}

/* Mails, and the household that nobody has named. */
static void one_is_written_to_in_ones_language(void **state)
{
    static const char *const good[] = {"en", "hr-HR", "es-419", "zh-Hant-TW", "fil", "ca-valencia"};
    static const char *const bad[] = {"",
                                      "e",
                                      "EN",
                                      "en-",
                                      "en--IE",
                                      "en_IE",
                                      "engl",
                                      "en-\u0161",
                                      "en-abcdefghi",
                                      "en IE",
                                      "en-abcdefgh-abcdefgh-abcdefgh-abcdefgh"};
    const char *home = "{ me { households { nodes { name } } } }";
    (void)state;

    struct signed_in in = tokens_of("", "createGuest(country: \"HR\", locale: \"hr-HR\")");
    assert_string_equal(text(bearer(in.access), home, "data.me.households.nodes.0.name"), "Dom");
    in = tokens_of("", "createGuest(country: \"MX\", locale: \"es-419\")");
    assert_string_equal(text(bearer(in.access), home, "data.me.households.nodes.0.name"), "Home");
    for (size_t i = 0; i < SC_COUNT(good); i++) {
        json_decref(ask(bearer(in.access), locale_document(good[i])));
        assert_string_equal(text(bearer(in.access), "{ me { locale } }", "data.me.locale"),
                            good[i]);
    }
    for (size_t i = 0; i < SC_COUNT(bad); i++)
        is_refused(bearer(in.access), locale_document(bad[i]), "BAD_USER_INPUT");
    is_refused("", locale_document("en"), "UNAUTHENTICATED");

    make_account("noa@example.il");
    in = tokens_of("", sign_in_field("noa@example.il", PASSWORD));
    json_decref(ask(bearer(in.access), locale_document("he")));
    json_decref(ask("", "mutation { requestPasswordReset(email: \"noa@example.il\") }"));
    assert_int_equal(test_sql_number(database.url,
                                     "select count(*) from jobs.job where payload::json->>'to' = "
                                     "'noa@example.il' and payload::json->>'subject' = 'הסיסמה שלך "
                                     "ב-SmartCart' and payload::json->>'text' like '%/reset#%'"),
                     1);
}

static void serve_with(const char *setting)
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

static void a_session_is_of_who_is_behind_the_proxy(void **state)
{
    struct test_serving before = serving;

    (void)state;
    serve_with("SMARTCART_TRUSTED_PROXIES=127.0.0.1");
    json_t *told = ask("X-Forwarded-For: 198.51.100.9, 2001:db8::7\r\n",
                       "mutation { createGuest(country: \"IE\") { accessToken } }");
    const char *header = bearer(test_text_at(told, "data.createGuest.accessToken"));
    assert_string_equal(text(header, "{ me { sessions { nodes { address } } } }",
                             "data.me.sessions.nodes.0.address"),
                        "2001:db8::7");
    json_decref(told);
    test_serve_stop(arena, &serving);
    serving = before;
}

enum {
    FLOOD_MAX = 90, /* fewer than a network may try */
};

/* Who waits for a hash keeps nobody else out, and the last of many are told at once. */
static void a_flood_of_passwords_is_told_that_we_are_busy(void **state)
{
    int fds[FLOOD_MAX], busy = 0, refused = 0;

    (void)state;
    test_sql(database.url, "delete from accounts.attempt");
    for (int i = 0; i < FLOOD_MAX; i++) {
        struct sc_str body =
            sc_arena_printf(arena,
                            "{\"query\":\"mutation { signIn(email: \\\"f%d@flood.ie\\\", password: "
                            "\\\"wrong password\\\") { isGuest } }\"}",
                            i);
        struct sc_str bytes = sc_arena_printf(
            arena,
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Connection: close\r\nContent-Length: %zu\r\n\r\n%.*s",
            body.len, SC_STR_ARGS(body));
        fds[i] = test_connect(serving.port);
        assert_true(test_send(fds[i], bytes));
    }
    guest(); /* by the threads that wait for the database */
    for (int i = 0; i < FLOOD_MAX; i++) {
        struct test_answer answer;
        assert_true(test_receive(arena, fds[i], TEST_ANSWER_MS, &answer));
        close(fds[i]);
        busy += sc_str_find(answer.body, SC_STR("too busy, try again")) >= 0;
        refused += sc_str_find(answer.body, SC_STR("not right")) >= 0;
    }
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    assert_true(refused > 0);
    if (FLOOD_MAX > 2 * (GATEWAY_PASSWORD_QUEUE + (cores + 1) / 2)) /* else there is room */
        assert_true(busy > 0);
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
    serve_with("SMARTCART_WORKERS=0"); /* mails stay in the queue, to be looked at */
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
        cmocka_unit_test(a_guest_becomes_an_account_and_keeps_what_was_theirs),
        cmocka_unit_test(a_link_works_once),
        cmocka_unit_test(nobody_chooses_the_password_of_others),
        cmocka_unit_test(registering_tells_nothing_of_others),
        cmocka_unit_test(signing_in_tells_nothing_of_others),
        cmocka_unit_test(trying_too_often_is_refused),
        cmocka_unit_test(a_refresh_token_is_used_once),
        cmocka_unit_test(a_refresh_whose_answer_was_lost_is_asked_again_however_late),
        cmocka_unit_test(of_two_answers_to_one_refresh_one_goes_on),
        cmocka_unit_test(who_signs_out_is_out),
        cmocka_unit_test(tokens_are_checked),
        cmocka_unit_test(a_household_is_made_once_for_a_key),
        cmocka_unit_test(who_is_no_guest_any_more_is_told_so),
        cmocka_unit_test(no_hash_of_a_password_is_kept_but_the_slow_one),
        cmocka_unit_test(a_link_shows_one_list_to_who_has_it),
        cmocka_unit_test(a_key_reads_or_writes_for_its_person),
        cmocka_unit_test(one_is_written_to_in_ones_language),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(a_session_is_of_who_is_behind_the_proxy),
        cmocka_unit_test(a_flood_of_passwords_is_told_that_we_are_busy),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
