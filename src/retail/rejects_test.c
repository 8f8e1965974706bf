#include "retail/rejects.h"

#include "testing/unit.h"

static void rows_are_counted_by_reason_with_the_first_examples(void **state)
{
    struct retail_rejects rejects;

    retail_rejects_init(&rejects, *state);
    for (int64_t line = 1; line <= 25; line++)
        retail_rejects_add(&rejects, SC_STR("bad_price"), line, SC_STR("x"));
    retail_rejects_add(&rejects, SC_STR("bad_code"), 30, SC_STR("y"));
    assert_int_equal(rejects.reason_count, 2);
    assert_str(rejects.reasons[0].name, "bad_price");
    assert_int_equal(rejects.reasons[0].count, 25);
    assert_int_equal(rejects.reasons[0].example_count, RETAIL_REJECT_EXAMPLES);
    assert_int_equal(rejects.reasons[0].examples[9].line, 10);
    assert_int_equal(rejects.reasons[1].count, 1);
    assert_str(rejects.reasons[1].examples[0].words, "y");
}

static void reasons_without_end_become_other(void **state)
{
    struct retail_rejects rejects;

    retail_rejects_init(&rejects, *state);
    for (int64_t i = 0; i < 100; i++)
        retail_rejects_add(&rejects, sc_arena_printf(*state, "reason %d", (int)i), i, SC_STR(""));
    assert_int_equal(rejects.reason_count, RETAIL_REJECT_REASONS_MAX);
    assert_str(rejects.reasons[RETAIL_REJECT_REASONS_MAX - 1].name, "other");
    assert_int_equal(retail_rejects_sum(&rejects), 100);
}

UNIT_TESTS(a_test(rows_are_counted_by_reason_with_the_first_examples),
           a_test(reasons_without_end_become_other))
