#include "domain/list_text.h"

#include "testing/unit.h"

static void next_is(struct sc_list_text *list, int line, const char *want)
{
    struct sc_str got;

    assert_true(sc_list_text_next(list, &got));
    assert_str(got, want);
    assert_int_equal(list->line, line);
}

static void items_come_with_their_line_numbers(void **state)
{
    struct sc_list_text list =
        sc_list_text_of(SC_STR("\xEF\xBB\xBFmilk\r\n\r\n  # for the weekend\n\t6 eggs \rbread"));
    struct sc_str none = SC_STR("kept");
    (void)state;

    next_is(&list, 1, "milk");
    next_is(&list, 4, "6 eggs");
    next_is(&list, 5, "bread");
    assert_false(sc_list_text_next(&list, &none));
    assert_str(none, "kept");
}

static void ticked_lines_are_passed_over(void **state)
{
    struct sc_list_text list = sc_list_text_of(SC_STR("[x] milk\n- [X] tea\n[ ] bread\n"));
    struct sc_str none;
    (void)state;

    next_is(&list, 3, "[ ] bread");
    assert_false(sc_list_text_next(&list, &none));
}

static void an_empty_file_has_no_lines(void **state)
{
    struct sc_list_text list = sc_list_text_of(SC_STR("\xEF\xBB\xBF\n\n"));
    struct sc_str none;
    (void)state;

    assert_false(sc_list_text_next(&list, &none));
}

UNIT_TESTS(a_test(items_come_with_their_line_numbers), a_test(ticked_lines_are_passed_over),
           a_test(an_empty_file_has_no_lines))
