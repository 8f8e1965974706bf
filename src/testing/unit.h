/*
 * unit.h - what every unit test starts from: cmocka, and a fresh arena as each test's state.
 */
#ifndef SC_TESTING_UNIT_H
#define SC_TESTING_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

enum {
    SC_UNIT_ARENA_CAP = 64 * 1024 * 1024,
};

static inline int unit_setup(void **state)
{
    *state = sc_arena_create(SC_UNIT_ARENA_CAP);
    return *state == NULL ? -1 : 0;
}

static inline int unit_teardown(void **state)
{
    sc_arena_destroy(*state);
    return 0;
}

/* Fails with both texts when they differ. */
#define assert_str(got, want) unit_assert_str((got), (want), __FILE__, __LINE__)

static inline void unit_assert_str(struct sc_str got, const char *want, const char *file, int line)
{
    if (sc_str_eq(got, sc_str_of(want)))
        return;
    print_error("got  \"%.*s\"\nwant \"%s\"\n", SC_STR_ARGS(got), want);
    _fail(file, line);
}

#define a_test(function) cmocka_unit_test_setup_teardown(function, unit_setup, unit_teardown)

#define UNIT_TESTS(...)                                   \
    int main(void)                                        \
    {                                                     \
        const struct CMUnitTest tests[] = {__VA_ARGS__};  \
        return cmocka_run_group_tests(tests, NULL, NULL); \
    }

#endif
