#include "accounts/password.h"

#include <sodium.h>

#include "testing/unit.h"

static void a_password_opens_its_hash_alone(void **state)
{
    char hash[ACCOUNTS_PASSWORD_HASH];

    (void)state;
    assert_true(sodium_init() >= 0);
    assert_int_equal(accounts_password_hash(SC_STR("correct horse"), hash), SC_OK);
    assert_true(sc_str_starts(sc_str_of(hash), SC_STR("$argon2id$")));
    assert_true(accounts_password_is(SC_STR("correct horse"), sc_str_of(hash)));
    assert_false(accounts_password_is(SC_STR("correct Horse"), sc_str_of(hash)));
    assert_false(accounts_password_is(SC_STR(""), sc_str_of(hash)));
    assert_false(accounts_password_is(SC_STR("correct horse"), (struct sc_str){0}));
    assert_false(accounts_password_is(SC_STR("correct horse"), SC_STR("no hash")));
    assert_false(accounts_password_is_old(sc_str_of(hash)));
}

static void old_parameters_are_told(void **state)
{
    char hash[ACCOUNTS_PASSWORD_HASH];

    (void)state;
    assert_int_equal(
        crypto_pwhash_str(hash, "x", 1, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), 0);
    assert_true(accounts_password_is_old(sc_str_of(hash)));
    assert_true(accounts_password_is(SC_STR("x"), sc_str_of(hash)));
}

static void lengths_are_bounded(void **state)
{
    (void)state;
    assert_false(accounts_password_is_fit(SC_STR("")));
    assert_false(accounts_password_is_fit(SC_STR("1234567")));
    assert_true(accounts_password_is_fit(SC_STR("12345678")));
    assert_false(accounts_password_is_fit(SC_STR("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"))); /* four */
    assert_false(accounts_password_is_fit(SC_STR("1234567\xC3")));
    struct sc_str at_most = sc_arena_printf(*state, "%0200d", 0);
    assert_true(accounts_password_is_fit(at_most));
    assert_false(accounts_password_is_fit(sc_arena_printf(*state, "%0201d", 0)));
}

UNIT_TESTS(a_test(a_password_opens_its_hash_alone), a_test(old_parameters_are_told),
           a_test(lengths_are_bounded))
