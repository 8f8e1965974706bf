/* Passwords that are forgotten or changed, addresses that change, keys of programs. */
#include "accounts/credentials.h"

#include <stdio.h>

#include "accounts/accounts.h"
#include "accounts/accounts_rows.h"
#include "api/helpers/people.h"

#define PASSWORD SC_STR("the old password")
#define OTHER    SC_STR("the new password")

static int64_t add(struct people *p, const char *email)
{
    const struct accounts_add_in in = {.email = sc_str_of(email),
                                       .password = PASSWORD,
                                       .name = SC_STR("Name"),
                                       .country = SC_STR("IE")};
    int64_t id = 0;

    people_ask_as(p, 0);
    assert_int_equal(accounts_add(&p->rq, p->pg, &in, &id), SC_OK);
    return id;
}

static enum sc_status sign_in(struct people *p, const char *email, struct sc_str password,
                              char ret_refresh[64])
{
    const struct accounts_sign_in_in in = {sc_str_of(email), password};
    struct accounts_signed_in row;
    enum sc_status st = people_call(p, 0, accounts_sign_in, &in, &row);

    if (st == SC_OK && ret_refresh != NULL)
        snprintf(ret_refresh, 64, "%.*s", SC_STR_ARGS(row.refresh_token));
    return st;
}

static enum sc_status refresh(struct people *p, const char *token)
{
    const struct accounts_refresh_in in = {sc_str_of(token)};
    struct accounts_signed_in row;

    return people_call(p, 0, accounts_refresh, &in, &row);
}

static enum sc_status forget(struct people *p, const char *email)
{
    const struct accounts_forgot_in in = {sc_str_of(email)};
    struct accounts_forgot_row row = {false};
    enum sc_status st = people_call(p, 0, accounts_forgot, &in, &row);

    assert_int_equal(row.request_password_reset, st == SC_OK);
    return st;
}

static enum sc_status reset(struct people *p, const char *token, struct sc_str password)
{
    const struct accounts_reset_in in = {sc_str_of(token), password};
    struct accounts_signed_in row;

    return people_call(p, 0, accounts_reset, &in, &row);
}

static enum sc_status make_key(struct people *p, int64_t person_id, char ret_secret[64])
{
    const struct accounts_api_key_make_in in = {SC_STR("a program"), true};
    struct accounts_api_key_make_row row;
    enum sc_status st = people_call(p, person_id, accounts_api_key_make, &in, &row);

    if (st == SC_OK)
        snprintf(ret_secret, 64, "%.*s", SC_STR_ARGS(row.secret));
    return st;
}

static enum sc_status read_key(struct people *p, const char *secret,
                               struct accounts_api_key *ret_key)
{
    people_ask_as(p, 0);
    return accounts_api_key_read(&p->rq, p->pg, sc_str_of(secret), ret_key);
}

static void mailed(struct people *p, const char *email, char ret_token[64])
{
    snprintf(ret_token, 64, "%.*s", SC_STR_ARGS(people_mailed(p, email)));
}

static void a_forgotten_password_is_chosen_anew(void **state)
{
    struct people *p = *state;
    int64_t id = add(p, "forgot@test.example");
    char link[64], session[64], key[64];
    struct accounts_api_key got;

    assert_int_equal(sign_in(p, "forgot@test.example", PASSWORD, session), SC_OK);
    assert_int_equal(make_key(p, id, key), SC_OK);
    assert_int_equal(forget(p, "Forgot@Test.Example"), SC_OK);
    mailed(p, "Forgot@Test.Example", link);
    assert_int_equal(reset(p, link, SC_STR("short")), SC_INVALID); /* and the link stays good */
    assert_int_equal(reset(p, link, OTHER), SC_OK);
    assert_int_equal(sign_in(p, "forgot@test.example", PASSWORD, NULL), SC_UNAUTHENTICATED);
    assert_int_equal(sign_in(p, "forgot@test.example", OTHER, NULL), SC_OK);
    assert_int_equal(refresh(p, session), SC_UNAUTHENTICATED);
    assert_int_equal(read_key(p, key, &got), SC_UNAUTHENTICATED);
    assert_int_equal(people_mails(p, "forgot@test.example"), 1); /* "your password was changed" */
}

static void a_link_for_a_password_works_once(void **state)
{
    struct people *p = *state;
    char first[64], second[64], late[64];

    add(p, "once@test.example");
    assert_int_equal(forget(p, "once@test.example"), SC_OK);
    mailed(p, "once@test.example", first);
    assert_int_equal(forget(p, "once@test.example"), SC_OK);
    mailed(p, "once@test.example", second);
    assert_int_equal(reset(p, second, OTHER), SC_OK);
    assert_int_equal(reset(p, second, PASSWORD), SC_INVALID);
    assert_int_equal(reset(p, first, PASSWORD), SC_INVALID); /* sent before it changed */
    assert_int_equal(forget(p, "once@test.example"), SC_OK);
    mailed(p, "once@test.example", late);
    test_sql(p->database.url, "update accounts.claim set expires_at = now()");
    assert_int_equal(reset(p, late, PASSWORD), SC_INVALID);
    assert_int_equal(sign_in(p, "once@test.example", OTHER, NULL), SC_OK);
}

static void a_link_of_another_kind_sets_no_password(void **state)
{
    struct people *p = *state;
    int64_t id = add(p, "kind@test.example");
    const struct accounts_new_email_in in = {PASSWORD, SC_STR("kind2@test.example")};
    struct accounts_new_email_row row;
    char link[64];

    assert_int_equal(people_call(p, id, accounts_new_email, &in, &row), SC_OK);
    mailed(p, "kind2@test.example", link);
    assert_int_equal(reset(p, link, OTHER), SC_INVALID);
    assert_int_equal(reset(p, "", OTHER), SC_INVALID);
    assert_int_equal(reset(p, "scc_", OTHER), SC_INVALID);
}

/* The same answer, and a mail each: who has no account learns of it in their mailbox. */
static void asking_for_a_password_tells_nobody_who_has_an_account(void **state)
{
    struct people *p = *state;

    add(p, "known@test.example");
    assert_int_equal(forget(p, "known@test.example"), SC_OK);
    assert_int_equal(forget(p, "unknown@test.example"), SC_OK);
    assert_int_equal(people_mails(p, "known@test.example"), 1);
    assert_int_equal(people_mails(p, "unknown@test.example"), 1);
    assert_int_equal(forget(p, "no address"), SC_INVALID);
    for (int i = 1; i < ACCOUNTS_MAILS_MAX; i++) {
        assert_int_equal(forget(p, "known@test.example"), SC_OK);
        assert_int_equal(forget(p, "unknown@test.example"), SC_OK);
    }
    assert_int_equal(forget(p, "known@test.example"), SC_THROTTLED);
    assert_int_equal(forget(p, "unknown@test.example"), SC_THROTTLED);
}

static void a_new_password_ends_the_other_sessions(void **state)
{
    struct people *p = *state;
    int64_t id = add(p, "change@test.example"), guest = people_add(p, NULL);
    const struct accounts_new_password_in wrong = {OTHER, OTHER}, right = {PASSWORD, OTHER};
    struct accounts_signed_in row;
    char session[64], own[64];

    assert_int_equal(sign_in(p, "change@test.example", PASSWORD, session), SC_OK);
    assert_int_equal(people_call(p, id, accounts_new_password, &wrong, &row), SC_INVALID);
    assert_int_equal(people_call(p, 0, accounts_new_password, &right, &row), SC_UNAUTHENTICATED);
    assert_int_equal(people_call(p, guest, accounts_new_password, &right, &row), SC_FORBIDDEN);
    assert_int_equal(people_call(p, id, accounts_new_password, &right, &row), SC_OK);
    snprintf(own, sizeof own, "%.*s", SC_STR_ARGS(row.refresh_token));
    assert_int_equal(refresh(p, session), SC_UNAUTHENTICATED);
    assert_int_equal(refresh(p, own), SC_OK);
    assert_int_equal(sign_in(p, "change@test.example", OTHER, NULL), SC_OK);
}

/* A stolen session is no place to guess the password from. */
static void guesses_are_counted(void **state)
{
    struct people *p = *state;
    int64_t id = add(p, "guess@test.example");
    const struct accounts_new_password_in wrong = {OTHER, OTHER}, right = {PASSWORD, OTHER};
    struct accounts_signed_in row;

    for (int i = 0; i < ACCOUNTS_TRIES_MAX; i++)
        assert_int_equal(people_call(p, id, accounts_new_password, &wrong, &row), SC_INVALID);
    assert_int_equal(people_call(p, id, accounts_new_password, &right, &row), SC_THROTTLED);
}

static void an_address_changes_when_its_mailbox_says_so(void **state)
{
    struct people *p = *state;
    int64_t id = add(p, "from@test.example");
    const struct accounts_new_email_in in = {PASSWORD, SC_STR("to@test.example")},
                                       wrong = {OTHER, SC_STR("to@test.example")};
    struct accounts_new_email_row row;
    struct accounts_confirm_email_in confirm;
    struct accounts_confirm_email_row confirmed;
    char link[64], old[64];

    assert_int_equal(forget(p, "from@test.example"), SC_OK);
    mailed(p, "from@test.example", old);
    assert_int_equal(people_call(p, id, accounts_new_email, &wrong, &row), SC_INVALID);
    assert_int_equal(people_mails(p, "to@test.example"), 0);
    assert_int_equal(people_call(p, id, accounts_new_email, &in, &row), SC_OK);
    assert_int_equal(sign_in(p, "to@test.example", PASSWORD, NULL), SC_UNAUTHENTICATED);
    mailed(p, "to@test.example", link);
    confirm = (struct accounts_confirm_email_in){sc_str_of(link), OTHER}; /* not who asked */
    assert_int_equal(people_call(p, 0, accounts_confirm_email, &confirm, &confirmed), SC_INVALID);
    assert_int_equal(sign_in(p, "from@test.example", PASSWORD, NULL), SC_OK);
    confirm.password = PASSWORD;
    assert_int_equal(people_call(p, 0, accounts_confirm_email, &confirm, &confirmed), SC_OK);
    assert_int_equal(sign_in(p, "to@test.example", PASSWORD, NULL), SC_OK);
    assert_int_equal(sign_in(p, "from@test.example", PASSWORD, NULL), SC_UNAUTHENTICATED);
    assert_int_equal(people_mails(p, "from@test.example"), 2); /* the second tells of it */
    assert_int_equal(people_call(p, 0, accounts_confirm_email, &confirm, &confirmed), SC_INVALID);
    assert_int_equal(reset(p, old, OTHER), SC_INVALID); /* of a mailbox that is not theirs now */
}

static void an_address_that_has_an_account_is_not_taken(void **state)
{
    struct people *p = *state;
    int64_t id = add(p, "one@test.example");
    const struct accounts_new_email_in in = {PASSWORD, SC_STR("TWO@test.example")};
    struct accounts_new_email_row row;
    struct accounts_confirm_email_in confirm;
    struct accounts_confirm_email_row confirmed;
    char link[64];

    add(p, "two@test.example");
    assert_int_equal(people_call(p, id, accounts_new_email, &in, &row), SC_OK);
    mailed(p, "TWO@test.example", link);
    confirm = (struct accounts_confirm_email_in){sc_str_of(link), PASSWORD};
    assert_int_equal(people_call(p, 0, accounts_confirm_email, &confirm, &confirmed), SC_INVALID);
    assert_int_equal(p->rq.failure.reason, SC_REASON_EMAIL_TAKEN);
    assert_string_equal(p->rq.failure.sqlstate, ""); /* so that who asked is told */
    assert_int_equal(sign_in(p, "one@test.example", PASSWORD, NULL), SC_OK);
}

static void a_key_opens_until_it_is_revoked(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, "keys@test.example"), other = people_add(p, "keys2@test.example");
    struct accounts_api_key got;
    struct accounts_api_key_revoke_row row;
    char secret[64] = "";

    assert_int_equal(make_key(p, id, secret), SC_OK);
    assert_int_equal(read_key(p, secret, &got), SC_OK);
    assert_int_equal(got.person_id, id);
    assert_true(got.may_write);
    assert_int_equal(
        test_sql_number(p->database.url,
                        "select count(*) from accounts.api_key where used_at is not null"),
        1);
    secret[10] = secret[10] == 'a' ? 'b' : 'a';
    assert_int_equal(read_key(p, secret, &(struct accounts_api_key){0}), SC_UNAUTHENTICATED);
    assert_int_equal(read_key(p, "sck_", &(struct accounts_api_key){0}), SC_UNAUTHENTICATED);
    const struct accounts_api_key_revoke_in revoke = {got.id};
    assert_int_equal(people_call(p, other, accounts_api_key_revoke, &revoke, &row), SC_NOT_FOUND);
    assert_int_equal(people_call(p, id, accounts_api_key_revoke, &revoke, &row), SC_OK);
    assert_int_equal(people_call(p, id, accounts_api_key_revoke, &revoke, &row), SC_NOT_FOUND);
}

static void keys_have_limits(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, "many@test.example"), guest = people_add(p, NULL);
    char secret[64];

    assert_int_equal(make_key(p, guest, secret), SC_INVALID);
    for (int i = 0; i < ACCOUNTS_API_KEYS_MAX; i++)
        assert_int_equal(make_key(p, id, secret), SC_OK);
    assert_int_equal(make_key(p, id, secret), SC_INVALID);
}

PEOPLE_TESTS(cmocka_unit_test(a_forgotten_password_is_chosen_anew),
             cmocka_unit_test(a_link_for_a_password_works_once),
             cmocka_unit_test(a_link_of_another_kind_sets_no_password),
             cmocka_unit_test(asking_for_a_password_tells_nobody_who_has_an_account),
             cmocka_unit_test(a_new_password_ends_the_other_sessions),
             cmocka_unit_test(guesses_are_counted),
             cmocka_unit_test(an_address_changes_when_its_mailbox_says_so),
             cmocka_unit_test(an_address_that_has_an_account_is_not_taken),
             cmocka_unit_test(a_key_opens_until_it_is_revoked), cmocka_unit_test(keys_have_limits))
