#include "base/record.h"

#include "testing/unit.h"

struct line {
    int32_t count;
    struct sc_str name;
};

struct stop {
    int64_t saved_minor;
    bool has_saved_minor;
    struct sc_rows lines;
    const struct line *first;
};

static const struct sc_field line_fields[] = {
    SC_FIELD(struct line, count, SC_FIELD_INTEGER),
    SC_FIELD_OR_NULL(struct line, name, SC_FIELD_TEXT),
};
static const struct sc_shape line_shape = SC_SHAPE(struct line, line_fields);

static const struct sc_field stop_fields[] = {
    SC_FIELD_MAYBE(struct stop, saved_minor, SC_FIELD_BIGINT),
    SC_FIELD_OF(struct stop, lines, SC_FIELD_ROWS, &line_shape),
    SC_FIELD_OF_OR_NULL(struct stop, first, SC_FIELD_ROW, &line_shape),
};
static const struct sc_shape stop_shape = SC_SHAPE(struct stop, stop_fields);

static bool is_null(const struct sc_shape *shape, const char *name, const void *row)
{
    const struct sc_field *field = sc_shape_find(shape, sc_str_of(name));

    assert_non_null(field);
    return sc_field_is_null(field, row);
}

static void a_field_is_found_by_its_whole_name(void **state)
{
    (void)state;
    assert_ptr_equal(sc_shape_find(&line_shape, SC_STR("name")), &line_fields[1]);
    assert_null(sc_shape_find(&line_shape, SC_STR("nam")));
    assert_null(sc_shape_find(&(struct sc_shape){0}, SC_STR("name")));
}

static void a_number_says_null_by_its_flag(void **state)
{
    struct line line = {0};
    struct stop stop = {0};

    (void)state;
    assert_false(is_null(&line_shape, "count", &line)); /* never null: it has no flag */
    assert_true(is_null(&stop_shape, "saved_minor", &stop));
    stop.has_saved_minor = true;
    assert_false(is_null(&stop_shape, "saved_minor", &stop));
}

static void text_and_rows_say_null_by_their_pointer(void **state)
{
    struct line line = {0};
    struct stop stop = {0};

    (void)state;
    assert_true(is_null(&line_shape, "name", &line));
    assert_true(is_null(&stop_shape, "lines", &stop));
    assert_true(is_null(&stop_shape, "first", &stop));
    line.name = SC_STR("");
    stop = (struct stop){.lines = {&line, 0}, .first = &line};
    assert_false(is_null(&line_shape, "name", &line));
    assert_false(is_null(&stop_shape, "lines", &stop));
    assert_false(is_null(&stop_shape, "first", &stop));
}

UNIT_TESTS(a_test(a_field_is_found_by_its_whole_name), a_test(a_number_says_null_by_its_flag),
           a_test(text_and_rows_say_null_by_their_pointer))
