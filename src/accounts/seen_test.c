#include "accounts/seen.h"

#include <sodium.h>
#include <stdio.h>

#include "testing/unit.h"

static struct sc_str text_of(struct sc_arena *arena, int number)
{
    struct sc_str text =
        sc_arena_printf(arena, "%0*d", (int)ACCOUNTS_TOKEN_LEN, number); /* any bytes will do */

    assert_int_equal(text.len, ACCOUNTS_TOKEN_LEN);
    return text;
}

static void what_was_put_is_found(void **state)
{
    struct accounts_seen *seen = accounts_seen_create();
    const struct accounts_token token = {.person_id = 7, .expires_s = 600};
    struct sc_str text = text_of(*state, 1), other = text_of(*state, 2);
    struct accounts_token got = {0};

    assert_non_null(seen);
    assert_false(accounts_seen_find(seen, text, &got));
    accounts_seen_put(seen, text, &token);
    assert_true(accounts_seen_find(seen, text, &got));
    assert_int_equal(got.person_id, 7);
    assert_int_equal(got.expires_s, 600);
    assert_false(accounts_seen_find(seen, other, &got));
    assert_false(accounts_seen_find(seen, sc_str_sub(text, 0, text.len - 1), &got));
    assert_false(accounts_seen_find(seen, (struct sc_str){0}, &got));
    accounts_seen_clear(seen);
    assert_false(accounts_seen_find(seen, text, &got));
    accounts_seen_destroy(seen);
}

/* More than there is room for: some are forgotten, none is taken for another. */
static void each_is_itself(void **state)
{
    struct accounts_seen *seen = accounts_seen_create();
    struct accounts_token got;
    int found = 0;

    assert_non_null(seen);
    for (int i = 0; i < ACCOUNTS_SEEN_MAX / 2; i++) {
        struct sc_arena_mark mark = sc_arena_mark(*state);
        const struct accounts_token token = {.person_id = i};
        accounts_seen_put(seen, text_of(*state, i), &token);
        sc_arena_rewind(*state, mark);
    }
    for (int i = 0; i < ACCOUNTS_SEEN_MAX / 2; i++) {
        struct sc_arena_mark mark = sc_arena_mark(*state);
        if (accounts_seen_find(seen, text_of(*state, i), &got)) {
            assert_int_equal(got.person_id, i);
            found++;
        }
        sc_arena_rewind(*state, mark);
    }
    assert_in_range(found, ACCOUNTS_SEEN_MAX / 4, ACCOUNTS_SEEN_MAX / 2);
    accounts_seen_destroy(seen);
}

static int start(void **state)
{
    (void)state;
    return sodium_init() < 0 ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {a_test(what_was_put_is_found), a_test(each_is_itself)};

    return cmocka_run_group_tests(tests, start, NULL);
}
