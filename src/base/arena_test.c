#include "base/arena.h"

#include "testing/unit.h"

static void memory_is_aligned_and_apart(void **state)
{
    char *before = NULL;

    for (size_t size = 0; size < 5000; size += 37) {
        char *at = sc_arena_alloc(*state, size);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % 16, 0);
        assert_ptr_not_equal(at, before);
        memset(at, 0xAA, size);
        before = at;
    }
}

static void the_cap_holds(void **state)
{
    (void)state;
    struct sc_arena *small = sc_arena_create(1000);

    assert_non_null(sc_arena_alloc(small, 900));
    assert_null(sc_arena_alloc(small, 200));
    assert_null(sc_arena_alloc(small, SIZE_MAX));
    assert_null(sc_arena_array(small, SIZE_MAX / 2, 16));
    assert_non_null(sc_arena_alloc(small, 80));
    sc_arena_destroy(small);
}

static void a_rewind_gives_back(void **state)
{
    (void)state;
    struct sc_arena *arena = sc_arena_create(10 * 1024 * 1024);
    struct sc_arena_mark start = sc_arena_mark(arena);

    assert_non_null(sc_arena_alloc(arena, 100));
    struct sc_arena_mark mark = sc_arena_mark(arena);
    for (int i = 0; i < 100; i++) {
        assert_non_null(sc_arena_alloc(arena, 90 * 1024));
        sc_arena_rewind(arena, mark);
    }
    assert_int_equal(sc_arena_used(arena), 112);
    assert_true(sc_arena_held(arena) > 112);
    sc_arena_rewind(arena, start);
    assert_int_equal(sc_arena_used(arena), 0);
    sc_arena_destroy(arena);
}

static void text_is_copied_and_printed(void **state)
{
    struct sc_str s = sc_arena_printf(*state, "%d-%s", 7, "x");

    assert_str(s, "7-x");
    struct sc_str copy = sc_arena_str(*state, s);
    assert_ptr_not_equal(copy.at, s.at);
    assert_int_equal(copy.at[copy.len], '\0');
    assert_str(sc_arena_str(*state, (struct sc_str){0}), "");
}

UNIT_TESTS(a_test(memory_is_aligned_and_apart), a_test(the_cap_holds), a_test(a_rewind_gives_back),
           a_test(text_is_copied_and_printed))
