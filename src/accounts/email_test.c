#include "accounts/email.h"

#include "base/macros.h"
#include "testing/unit.h"

static void addresses_are_told_from_others(void **state)
{
    static const char *const good[] = {
        "a@b.ie",          "Anna.O'Shea+list@mail.example", "x_1@sub.sub-2.example",
        "\xC3\xA9va@b.hu", "u@b\xC3\xBCro.example",         "  spaced@b.ie\n",
    };
    static const char *const bad[] = {
        "",
        "a",
        "@b.ie",
        "a@",
        "a@b",
        "a@@b.ie",
        "a@b..ie",
        "a@.b.ie",
        "a@b.ie.",
        ".a@b.ie",
        "a.@b.ie",
        "a..b@c.ie",
        "a b@c.ie",
        "a@b c.ie",
        "a@-b.ie",
        "a@b-.ie",
        "\"a\"@b.ie",
        "a@[127.0.0.1]",
        "a@b.ie\nBcc: c@d.ie",
        "a@b,c.ie",
        "a<b@c.ie>",
        "a\x7f@b.ie",
        "a@b_c.ie",
        "\xC3@b.ie",
    };
    struct accounts_email email;

    for (size_t i = 0; i < SC_COUNT(good); i++)
        if (accounts_email_read(*state, sc_str_of(good[i]), &email) != SC_OK)
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < SC_COUNT(bad); i++)
        if (accounts_email_read(*state, sc_str_of(bad[i]), &email) != SC_INVALID)
            fail_msg("taken: %s", bad[i]);
}

static void an_address_is_folded(void **state)
{
    struct accounts_email email;

    assert_int_equal(accounts_email_read(*state, SC_STR(" Anna@Example.IE "), &email), SC_OK);
    assert_str(email.address, "Anna@Example.IE");
    assert_str(email.fold, "anna@example.ie");
}

static void lengths_are_bounded(void **state)
{
    struct accounts_email email;
    struct sc_str local = sc_arena_printf(*state, "%064d@b.ie", 0);
    struct sc_str longer = sc_arena_printf(*state, "%065d@b.ie", 0);
    struct sc_str label = sc_arena_printf(*state, "a@%063d.ie", 0);
    struct sc_str long_label = sc_arena_printf(*state, "a@%064d.ie", 0);

    assert_int_equal(accounts_email_read(*state, local, &email), SC_OK);
    assert_int_equal(accounts_email_read(*state, longer, &email), SC_INVALID);
    assert_int_equal(accounts_email_read(*state, label, &email), SC_OK);
    assert_int_equal(accounts_email_read(*state, long_label, &email), SC_INVALID);
    struct sc_str whole = sc_arena_printf(*state, "%060d@%060d.%060d.%060d.%09d", 0, 0, 0, 0, 0);
    assert_int_equal(whole.len, 253);
    assert_int_equal(accounts_email_read(*state, whole, &email), SC_OK);
    whole = sc_arena_printf(*state, "%060d@%060d.%060d.%060d.%011d", 0, 0, 0, 0, 0);
    assert_int_equal(accounts_email_read(*state, whole, &email), SC_INVALID);
}

UNIT_TESTS(a_test(addresses_are_told_from_others), a_test(an_address_is_folded),
           a_test(lengths_are_bounded))
