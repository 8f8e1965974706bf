#include "gateway/where_note.h"

#include <ctype.h>

#include "gateway/schema_text.h"
#include "testing/unit.h"

static struct where_notes notes;

/* The next value of WhereNoteCode; false: there is none. */
static bool take_value(struct sc_str *rest, struct sc_str *ret_value)
{
    while (sc_str_take(rest, '\n', ret_value)) {
        if (sc_str_eq(*ret_value, SC_STR("}")))
            return false;
        *ret_value = sc_str_trim(*ret_value);
        if (ret_value->len > 0 && isupper((unsigned char)ret_value->at[0]))
            return true;
    }
    return false;
}

static void the_codes_are_those_of_the_schema(void **state)
{
    struct sc_str schema = gateway_schema_text(*state), value;
    ptrdiff_t at = sc_str_find(schema, SC_STR("enum WhereNoteCode {"));
    int code = WHERE_NOTHING_TO_BUY;

    assert_true(at >= 0);
    schema = sc_str_sub(schema, (size_t)at, schema.len);
    assert_true(sc_str_take(&schema, '\n', &value));
    notes.count = 0;
    for (; take_value(&schema, &value); code++) {
        where_notes_add(&notes, *state, (struct where_about){.code = (enum where_note_code)code},
                        "so");
        if (!sc_str_eq_nocase(notes.at[notes.count - 1].code, value))
            fail_msg("%.*s is not %.*s", SC_STR_ARGS(notes.at[notes.count - 1].code),
                     SC_STR_ARGS(value));
    }
    assert_int_equal(code, WHERE_TOO_WIDE_DEALS + 1);
}

static void a_note_says_what_it_is_about(void **state)
{
    notes.count = 0;
    where_notes_add(&notes, *state, (struct where_about){WHERE_ONLINE_STORES, .count = 2}, "%d", 2);
    where_notes_add(&notes, *state, (struct where_about){WHERE_UNKNOWN_CARD, .name = SC_STR("a")},
                    "no %s", "a");
    assert_str(notes.at[0].code, "online_stores");
    assert_true(notes.at[0].has_count);
    assert_int_equal(notes.at[0].count, 2);
    assert_null(notes.at[0].name.at);
    assert_false(notes.at[1].has_count);
    assert_str(notes.at[1].name, "a");
    assert_str(notes.at[1].text, "no a");
}

static void beyond_the_most_they_are_dropped(void **state)
{
    notes.count = 0;
    for (size_t i = 0; i < WHERE_NOTES_MAX + 1; i++)
        where_notes_add(&notes, *state, (struct where_about){.code = WHERE_UNKNOWN_UNIT}, "%zu", i);
    assert_int_equal(notes.count, WHERE_NOTES_MAX);
    assert_str(notes.at[WHERE_NOTES_MAX - 1].text, "299");
}

UNIT_TESTS(a_test(the_codes_are_those_of_the_schema), a_test(a_note_says_what_it_is_about),
           a_test(beyond_the_most_they_are_dropped))
