#include "accounts/ended.h"

#include <sodium.h>

#include "testing/unit.h"

enum {
    NOW_S = 1800000000,
    PERSON = 7,
    SESSION = 8,
};

static const struct accounts_token token = {.person_id = PERSON, .session_id = SESSION, .epoch = 3};

static void what_ended_is_over_for_a_tokens_life(void **state)
{
    struct accounts_ended *ended = accounts_ended_create();

    (void)state;
    assert_non_null(ended);
    assert_false(accounts_ended_has(ended, &token, NOW_S));
    accounts_ended_put(ended, PERSON, 3, NOW_S); /* epochs below this one */
    assert_false(accounts_ended_has(ended, &token, NOW_S));
    accounts_ended_put(ended, PERSON, 4, NOW_S);
    accounts_ended_put(ended, PERSON, 2, NOW_S); /* an older hint comes late */
    assert_true(accounts_ended_has(ended, &token, NOW_S));
    assert_true(accounts_ended_has(ended, &token, NOW_S + ACCOUNTS_TOKEN_S));
    assert_false(accounts_ended_has(ended, &token, NOW_S + ACCOUNTS_TOKEN_S + 1));
    accounts_ended_destroy(ended);
}

static void a_session_ends_alone(void **state)
{
    struct accounts_ended *ended = accounts_ended_create();
    struct accounts_token other = token;

    (void)state;
    assert_non_null(ended);
    other.session_id = SESSION + 1;
    accounts_ended_put(ended, SESSION, INT64_MAX, NOW_S);
    assert_true(accounts_ended_has(ended, &token, NOW_S));
    assert_false(accounts_ended_has(ended, &other, NOW_S));
    accounts_ended_destroy(ended);
}

/* The newest are remembered, of however many. */
static void there_is_no_end_of_endings(void **state)
{
    struct accounts_ended *ended = accounts_ended_create();
    struct accounts_token last = {.person_id = 10 * ACCOUNTS_ENDED_MAX};

    (void)state;
    assert_non_null(ended);
    for (int64_t id = 1; id <= last.person_id; id++)
        accounts_ended_put(ended, id, 1, NOW_S + id / 1000);
    assert_true(accounts_ended_has(ended, &last, NOW_S + last.person_id / 1000));
    accounts_ended_destroy(ended);
}

static int start(void **state)
{
    (void)state;
    return sodium_init() < 0 ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_test(what_ended_is_over_for_a_tokens_life),
        a_test(a_session_ends_alone),
        a_test(there_is_no_end_of_endings),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
