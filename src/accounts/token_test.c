#include "accounts/token.h"

#include <sodium.h>
#include <string.h>

#include "base/macros.h"
#include "testing/unit.h"

enum {
    NOW_S = 1800000000
};

static struct accounts_keys make_keys(void)
{
    struct accounts_keys keys = {.count = 2};

    assert_true(sodium_init() >= 0);
    accounts_key_make(7, &keys.at[0]);
    accounts_key_make(6, &keys.at[1]);
    keys.at[1].can_sign = false;
    return keys;
}

static struct accounts_token token_of(int64_t person_id)
{
    return (struct accounts_token){
        .person_id = person_id,
        .session_id = INT64_MAX,
        .epoch = UINT32_MAX,
        .shard = 4095,
        .plan = 2,
        .has_account = true,
        .issued_s = NOW_S,
        .expires_s = NOW_S + ACCOUNTS_TOKEN_S,
    };
}

static void what_was_signed_is_read(void **state)
{
    struct accounts_keys keys = make_keys();
    struct accounts_token token = token_of(42), got;
    char text[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    assert_int_equal(accounts_token_sign(&keys, &token, text), SC_OK);
    assert_int_equal(strlen(text), ACCOUNTS_TOKEN_LEN);
    assert_int_equal(accounts_token_check(&keys, sc_str_of(text), NOW_S + 1, &got), SC_OK);
    assert_int_equal(got.person_id, 42);
    assert_int_equal(got.session_id, INT64_MAX);
    assert_int_equal(got.epoch, UINT32_MAX);
    assert_int_equal(got.shard, 4095);
    assert_int_equal(got.plan, 2);
    assert_true(got.has_account);
    assert_int_equal(got.issued_s, NOW_S);
    assert_int_equal(got.expires_s, NOW_S + ACCOUNTS_TOKEN_S);
}

/* Bytes beyond ASCII too, some of which the library would take for digits. */
static void a_token_has_one_text(void **state)
{
    struct accounts_keys keys = make_keys();
    struct accounts_token token = token_of(1), got;
    char text[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    assert_int_equal(accounts_token_sign(&keys, &token, text), SC_OK);
    for (size_t i = 0; i < ACCOUNTS_TOKEN_LEN; i++) {
        char right = text[i];
        for (int byte = 0x7f; byte < 0x100; byte++) {
            text[i] = (char)byte;
            enum sc_status st =
                accounts_token_check(&keys, (struct sc_str){text, ACCOUNTS_TOKEN_LEN}, NOW_S, &got);
            assert_int_equal(st, SC_INVALID);
        }
        text[i] = right;
    }
}

static void a_token_has_its_time(void **state)
{
    struct accounts_keys keys = make_keys();
    struct accounts_token token = token_of(1), got;
    char text[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    assert_int_equal(accounts_token_sign(&keys, &token, text), SC_OK);
    struct sc_str signed_text = sc_str_of(text);
    assert_int_equal(accounts_token_check(&keys, signed_text, NOW_S + 599, &got), SC_OK);
    assert_int_equal(accounts_token_check(&keys, signed_text, NOW_S + 600, &got), SC_TIMEOUT);
    assert_int_equal(accounts_token_check(&keys, signed_text, NOW_S - 60, &got), SC_OK);
    assert_int_equal(accounts_token_check(&keys, signed_text, NOW_S - 61, &got), SC_INVALID);
}

/* Every byte of it changed in every way that is another character of base64, and in some others. */
static void what_was_changed_is_refused(void **state)
{
    static const char characters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ";
    struct accounts_keys keys = make_keys();
    struct accounts_token token = token_of(1), got;
    char text[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    assert_int_equal(accounts_token_sign(&keys, &token, text), SC_OK);
    for (size_t i = 0; i < ACCOUNTS_TOKEN_LEN; i++) {
        char was = text[i];
        for (const char *c = characters; *c != '\0'; c++) {
            text[i] = *c;
            if (*c != was)
                assert_int_not_equal(accounts_token_check(&keys, sc_str_of(text), NOW_S, &got),
                                     SC_OK);
        }
        text[i] = was;
    }
    assert_int_equal(accounts_token_check(&keys, sc_str_of(text), NOW_S, &got), SC_OK);
}

static void what_has_no_such_form_is_refused(void **state)
{
    struct accounts_keys keys = make_keys();
    struct accounts_token token = token_of(1), got;
    char text[ACCOUNTS_TOKEN_LEN + 2] = "";

    (void)state;
    assert_int_equal(accounts_token_sign(&keys, &token, text), SC_OK);
    for (size_t len = 0; len < ACCOUNTS_TOKEN_LEN; len++)
        assert_int_equal(accounts_token_check(&keys, (struct sc_str){text, len}, NOW_S, &got),
                         SC_INVALID);
    text[ACCOUNTS_TOKEN_LEN] = 'A';
    assert_int_equal(
        accounts_token_check(&keys, (struct sc_str){text, sizeof text - 1}, NOW_S, &got),
        SC_INVALID);
    assert_int_equal(accounts_token_check(&keys, (struct sc_str){0}, NOW_S, &got), SC_INVALID);
}

static void keys_are_told_apart(void **state)
{
    struct accounts_keys keys = make_keys(), others = make_keys(), old = make_keys();
    struct accounts_token token = token_of(1), got;
    char text[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    assert_int_equal(accounts_token_sign(&keys, &token, text), SC_OK);
    assert_int_equal(accounts_token_check(&others, sc_str_of(text), NOW_S, &got), SC_INVALID);
    others.at[0].id = 9;
    assert_int_equal(accounts_token_check(&others, sc_str_of(text), NOW_S, &got), SC_NOT_FOUND);
    old.at[0].can_sign = false;
    assert_int_equal(accounts_token_sign(&old, &token, text), SC_NOT_FOUND);
}

static void a_retired_key_still_checks(void **state)
{
    struct accounts_keys keys = make_keys();
    struct accounts_token token = token_of(1), got;
    char text[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    assert_int_equal(accounts_token_sign(&keys, &token, text), SC_OK);
    keys.at[0].can_sign = false;
    sodium_memzero(keys.at[0].secret, sizeof keys.at[0].secret);
    assert_int_equal(accounts_token_check(&keys, sc_str_of(text), NOW_S, &got), SC_OK);
}

static void a_sealed_key_opens_with_its_master_alone(void **state)
{
    struct accounts_keys keys = make_keys();
    struct accounts_key again = {.id = 7};
    uint8_t master[ACCOUNTS_MASTER_KEY] = {1}, sealed[ACCOUNTS_KEY_SEALED];

    (void)state;
    memcpy(again.public, keys.at[0].public, sizeof again.public);
    accounts_key_seal(&keys.at[0], master, sealed);
    assert_int_equal(accounts_key_open(&again, master, sealed), SC_OK);
    assert_memory_equal(again.secret, keys.at[0].secret, sizeof again.secret);
    assert_true(again.can_sign);
    sealed[ACCOUNTS_KEY_SEALED - 1] ^= 1;
    assert_int_equal(accounts_key_open(&again, master, sealed), SC_INVALID);
    sealed[ACCOUNTS_KEY_SEALED - 1] ^= 1;
    master[0] = 2;
    assert_int_equal(accounts_key_open(&again, master, sealed), SC_INVALID);
    master[0] = 1;
    again.public[0] ^= 1; /* of another pair */
    assert_int_equal(accounts_key_open(&again, master, sealed), SC_INVALID);
}

UNIT_TESTS(a_test(what_was_signed_is_read), a_test(a_token_has_one_text),
           a_test(a_token_has_its_time), a_test(what_was_changed_is_refused),
           a_test(what_has_no_such_form_is_refused), a_test(keys_are_told_apart),
           a_test(a_retired_key_still_checks), a_test(a_sealed_key_opens_with_its_master_alone))
