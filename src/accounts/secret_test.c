#include "accounts/secret.h"

#include <sodium.h>
#include <string.h>

#include "testing/unit.h"

static void each_is_another_and_has_its_kind(void **state)
{
    struct accounts_secret one, two;
    uint8_t hash[ACCOUNTS_SECRET_HASH];

    (void)state;
    assert_true(sodium_init() >= 0);
    accounts_secret_make(ACCOUNTS_SECRET_REFRESH, &one);
    accounts_secret_make(ACCOUNTS_SECRET_REFRESH, &two);
    assert_int_equal(strlen(one.text), ACCOUNTS_SECRET_LEN);
    assert_string_not_equal(one.text, two.text);
    assert_true(accounts_secret_hash(ACCOUNTS_SECRET_REFRESH, sc_str_of(one.text), hash));
    assert_memory_equal(hash, one.hash, sizeof hash);
    assert_false(accounts_secret_hash(ACCOUNTS_SECRET_CLAIM, sc_str_of(one.text), hash));
    assert_false(accounts_secret_hash(ACCOUNTS_SECRET_REFRESH, SC_STR("scr_"), hash));
    assert_false(accounts_secret_hash(ACCOUNTS_SECRET_REFRESH, (struct sc_str){0}, hash));
}

UNIT_TESTS(a_test(each_is_another_and_has_its_kind))
