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

struct shelf {
    int16_t row;
    struct sc_str name;
    struct sc_str bytes;
    struct sc_i64_list ids;
    struct sc_i16_list sizes;
    bool has_sizes;
    struct sc_str_list words;
    struct sc_bool_list yess;
};

static const struct sc_field shelf_fields[] = {
    SC_FIELD(struct shelf, row, SC_FIELD_SMALLINT),
    SC_FIELD_OR_NULL(struct shelf, name, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct shelf, bytes, SC_FIELD_BYTEA),
    SC_FIELD(struct shelf, ids, SC_FIELD_BIGINTS),
    SC_FIELD_MAYBE(struct shelf, sizes, SC_FIELD_SMALLINTS),
    SC_FIELD(struct shelf, words, SC_FIELD_TEXTS),
    SC_FIELD(struct shelf, yess, SC_FIELD_BOOLEANS),
};
static const struct sc_shape shelf_shape = SC_SHAPE(struct shelf, shelf_fields);

/* What the rows point to is written over behind the copy, so that it cannot lean on it. */
static void packed_rows_stand_alone(void **state)
{
    int64_t ids[] = {1, INT64_MIN};
    int16_t sizes[] = {5, 6, 7};
    bool has[] = {true, false, true};
    bool yess[] = {true};
    char name[] = "milk";
    struct sc_str words[] = {{name, 2}, {0}, {name, 0}};
    struct shelf full = {
        .row = 3,
        .name = {name, 4},
        .ids = {ids, NULL, 2},
        .sizes = {sizes, has, 3},
        .has_sizes = true,
        .words = {words, 3},
        .yess = {yess, NULL, 1},
    };
    struct shelf empty = {.name = SC_STR("")};
    const void *rows[] = {&full, &empty};

    size_t size = sc_rows_pack(&shelf_shape, rows, 2, NULL);
    char *block = sc_arena_alloc(*state, size + 1);
    block[size] = 77;
    assert_int_equal(sc_rows_pack(&shelf_shape, rows, 2, block), size);
    assert_int_equal(block[size], 77);
    memset(ids, 1, sizeof ids);
    memset(sizes, 1, sizeof sizes);
    memset(has, 1, sizeof has);
    memset(name, 'x', sizeof name);
    memset(words, 0, sizeof words);

    const struct shelf *copy = (const struct shelf *)block;
    assert_int_equal(copy[0].row, 3);
    assert_str(copy[0].name, "milk");
    assert_null(copy[0].bytes.at);
    assert_int_equal(copy[0].ids.count, 2);
    assert_true(copy[0].ids.at[1] == INT64_MIN && copy[0].ids.has == NULL);
    assert_true(copy[0].has_sizes && copy[0].sizes.at[2] == 7);
    assert_true(copy[0].sizes.has[0] && !copy[0].sizes.has[1]);
    assert_str(copy[0].words.at[0], "mi");
    assert_null(copy[0].words.at[1].at);
    assert_non_null(copy[0].words.at[2].at);
    assert_true(copy[0].yess.at[0]);
    assert_str(copy[1].name, "");
    assert_non_null(copy[1].name.at);
    assert_false(copy[1].has_sizes);
    assert_int_equal(copy[1].words.count, 0);
}

UNIT_TESTS(a_test(a_field_is_found_by_its_whole_name), a_test(a_number_says_null_by_its_flag),
           a_test(text_and_rows_say_null_by_their_pointer), a_test(packed_rows_stand_alone))
