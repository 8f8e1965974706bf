#include "store/loads_keys.h"

#include "testing/unit.h"

enum {
    SEED = 77,
    MANY = 3000,
};

struct line {
    struct sc_str place;
    int64_t list_id;
    int32_t n;
};

struct line_in {
    struct sc_i64_list viewer;
    struct sc_i64_list list_id;
    struct sc_str_list place;
};

static const struct sc_field in_fields[] = {
    SC_FIELD(struct line_in, viewer, SC_FIELD_BIGINTS),
    SC_FIELD(struct line_in, list_id, SC_FIELD_BIGINTS),
    SC_FIELD(struct line_in, place, SC_FIELD_TEXTS),
};
static const struct sc_field row_fields[] = {
    SC_FIELD(struct line, place, SC_FIELD_TEXT),
    SC_FIELD(struct line, list_id, SC_FIELD_BIGINT),
    SC_FIELD(struct line, n, SC_FIELD_INTEGER),
};
static const struct sc_pg_query query = {
    .name = "lines",
    .in = SC_SHAPE(struct line_in, in_fields),
    .row = SC_SHAPE(struct line, row_fields),
};

/* By list and place, behind a viewer; and by n alone. */
static const struct sc_field pair_keys[] = {
    SC_FIELD(struct line, list_id, SC_FIELD_BIGINT),
    SC_FIELD(struct line, place, SC_FIELD_TEXT),
};
static const struct sc_pg_loader by_pair = {
    .query = &query, .keys = pair_keys, .key_count = 2, .first_key = 1};
static const struct sc_field n_keys[] = {SC_FIELD(struct line, n, SC_FIELD_INTEGER)};
static const struct sc_field n_fields[] = {{"n", SC_FIELD_INTEGERS, false, 0, 0, NULL}};
static const struct sc_pg_query n_query = {
    .name = "lines_by_n",
    .in = {"n_in", n_fields, 1, sizeof(struct sc_i32_list)},
    .row = SC_SHAPE(struct line, row_fields),
};
static const struct sc_pg_loader by_n = {.query = &n_query, .keys = n_keys, .key_count = 1};
static const struct sc_pg_loader by_nothing = {.query = &query};

static struct sc_keys collect(void **state, const struct sc_pg_loader *loader,
                              const union sc_key_part *at, size_t count)
{
    struct sc_keys keys;

    assert_int_equal(sc_keys_collect(*state, SEED, loader, at, count, &keys), SC_OK);
    return keys;
}

static void each_key_is_taken_once(void **state)
{
    static const union sc_key_part at[] = {
        {.number = 1}, {.text = SC_STR("a")}, {.number = 1}, {.text = SC_STR("b")},
        {.number = 1}, {.text = SC_STR("a")}, {.number = 2}, {.text = SC_STR("a")},
    };
    struct sc_keys keys = collect(state, &by_pair, at, 4);

    assert_int_equal(keys.count, 3);
    assert_int_equal(keys.of[2], 0);
    assert_int_equal(keys.of[3], 2);
    assert_int_equal(sc_keys_parts(&keys, 2)[0].number, 2);
    keys = collect(state, &by_pair, at, 2);
    assert_int_equal(keys.count, 2);
    assert_null(keys.of); /* they are all different */
    assert_int_equal(collect(state, &by_pair, at, 0).count, 0);
    assert_int_equal(collect(state, &by_nothing, NULL, 5).count, 1);
}

static void many_keys_are_told_apart(void **state)
{
    union sc_key_part *at = sc_arena_array(*state, 2 * MANY, sizeof *at);

    for (int i = 0; i < 2 * MANY; i++)
        at[i].number = i % MANY;
    struct sc_keys keys = collect(state, &by_n, at, 2 * MANY);
    assert_int_equal(keys.count, MANY);
    for (uint32_t i = 0; i < 2 * MANY; i++)
        assert_int_equal(sc_keys_parts(&keys, keys.of[i])->number, i % MANY);
}

static void rows_are_parted_in_their_order(void **state)
{
    static const union sc_key_part at[] = {
        {.number = 7}, {.number = -1}, {.number = 7}, {.number = 9}};
    static const struct line lines[] = {{.list_id = 1, .n = 9},
                                        {.list_id = 2, .n = 7},
                                        {.list_id = 3, .n = 9},
                                        {.list_id = 4, .n = 7}};
    struct sc_keys keys = collect(state, &by_n, at, 4);
    struct sc_keyed_rows rows;

    assert_int_equal(sc_keys_split(*state, &keys, (struct sc_rows){lines, 4}, &rows), SC_OK);
    assert_int_equal(rows.first[keys.count], 4);
    assert_int_equal(sc_keys_spread(*state, &keys, rows, 4, &rows), SC_OK);
    static const uint32_t first[] = {0, 2, 2, 4, 6};
    static const int64_t ids[] = {2, 4, 2, 4, 1, 3};
    for (size_t i = 0; i < SC_COUNT(first); i++)
        assert_int_equal(rows.first[i], first[i]);
    for (size_t i = 0; i < SC_COUNT(ids); i++)
        assert_int_equal(((const struct line *)rows.rows[i])->list_id, ids[i]);
}

static void a_row_of_no_key_is_a_mistake(void **state)
{
    static const union sc_key_part at[] = {{.number = 7}, {.number = 8}};
    static const struct line line = {.n = 9};
    struct sc_keyed_rows rows;

    for (size_t count = 1; count <= 2; count++) {
        struct sc_keys keys = collect(state, &by_n, at, count);
        assert_int_equal(sc_keys_split(*state, &keys, (struct sc_rows){&line, 1}, &rows),
                         SC_INTERNAL);
    }
    struct sc_keys none = collect(state, &by_nothing, NULL, 1); /* there all rows belong */
    assert_int_equal(sc_keys_split(*state, &none, (struct sc_rows){&line, 1}, &rows), SC_OK);
}

static void parameters_are_lists_of_each_part(void **state)
{
    static const union sc_key_part at[] = {
        {.number = 5}, {.text = SC_STR("x")}, {.number = 6}, {.text = SC_STR("yy")}};
    struct sc_keys keys = collect(state, &by_pair, at, 2);
    struct line_in in = {.viewer = {.count = 3}};

    assert_int_equal(sc_keys_fill(*state, &keys, &in), SC_OK);
    assert_int_equal(in.viewer.count, 3); /* is not ours */
    assert_int_equal(in.list_id.count, 2);
    assert_int_equal(in.list_id.at[1], 6);
    assert_str(in.place.at[1], "yy");
}

static void a_number_must_fit_its_type(void **state)
{
    static const int64_t good[] = {0, INT32_MAX, INT32_MIN};
    static const int64_t bad[] = {INT64_C(1) << 31, INT64_C(1) << 32, INT64_MIN};
    struct sc_i32_list in = {.count = 77};

    for (size_t i = 0; i < SC_COUNT(good); i++) {
        union sc_key_part part = {.number = good[i]};
        struct sc_keys keys = collect(state, &by_n, &part, 1);
        assert_int_equal(sc_keys_fill(*state, &keys, &in), SC_OK);
        assert_int_equal(in.at[0], good[i]);
    }
    for (size_t i = 0; i < SC_COUNT(bad); i++) {
        union sc_key_part part = {.number = bad[i]};
        struct sc_keys keys = collect(state, &by_n, &part, 1);
        assert_int_equal(sc_keys_fill(*state, &keys, &in), SC_INVALID);
    }
}

/* Else one key could be taken for another in the cache. */
static void no_two_keys_are_written_alike(void **state)
{
    static const union sc_key_part at[] = {
        {.number = 1}, {.text = SC_STR("")},     {.number = 1}, {.text = SC_STR("\0")},
        {.number = 2}, {.text = SC_STR("")},     {.number = 1}, {.text = SC_STR("a")},
        {.number = 1}, {.text = SC_STR("ab\0")}, {.number = 1}, {.text = SC_STR("ab")},
    };
    struct sc_keys keys = collect(state, &by_pair, at, 6);
    struct sc_str written[6];

    for (uint32_t i = 0; i < keys.count; i++) {
        struct sc_buf out;
        sc_buf_init(&out, 1000);
        sc_keys_write(&keys, i, &out);
        written[i] = sc_arena_str(*state, sc_buf_str(&out));
        sc_buf_finish(&out);
        for (uint32_t k = 0; k < i; k++)
            assert_false(sc_str_eq(written[i], written[k]));
    }
    assert_int_equal(keys.count, 6);
}

UNIT_TESTS(a_test(each_key_is_taken_once), a_test(many_keys_are_told_apart),
           a_test(rows_are_parted_in_their_order), a_test(a_row_of_no_key_is_a_mistake),
           a_test(parameters_are_lists_of_each_part), a_test(a_number_must_fit_its_type),
           a_test(no_two_keys_are_written_alike))
