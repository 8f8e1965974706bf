#include "gateway/credential.h"

#include "base/macros.h"
#include "testing/unit.h"

static void a_bearers_token_stands_behind_its_scheme(void **state)
{
    (void)state;
    assert_str(gateway_bearer(SC_STR("Bearer abc")), "abc");
    assert_str(gateway_bearer(SC_STR("bearer   abc ")), "abc");
    assert_str(gateway_bearer(SC_STR("Bearer ")), "");
    assert_null(gateway_bearer(SC_STR("Basic abc")).at);
    assert_null(gateway_bearer(SC_STR("Bearer")).at);
    assert_null(gateway_bearer((struct sc_str){0}).at);
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
    static const struct {
        const char *cookies, *value; /* NULL: there is none */
    } cases[] = {
        {"sc_access=abc", "abc"},
        {"a=1; sc_access=abc; b=2", "abc"},
        {"a=1;sc_access=abc", "abc"},
        {"sc_access=", ""},
        {"sc_access=a=b", "a=b"},
        {"sc_access=first; sc_access=second", "first"},
        {"xsc_access=abc; sc_access2=abc", NULL},
        {"sc_access", NULL},
        {"SC_ACCESS=abc", NULL},
        {";;;", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(cases); i++) {
        struct sc_str value = gateway_cookie(sc_str_of(cases[i].cookies), SC_STR("sc_access"));
        if (cases[i].value == NULL)
            assert_null(value.at);
        else
            assert_str(value, cases[i].value);
    }
}

UNIT_TESTS(a_test(a_bearers_token_stands_behind_its_scheme),
           a_test(a_cookie_is_found_by_its_whole_name))
