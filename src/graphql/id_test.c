#include "graphql/id.h"

#include "base/record.h"
#include "testing/unit.h"

struct row {
    int64_t id;
    struct sc_str code;
    int32_t day;
    bool is_hot;
    double rank;
};

static const struct sc_field fields[] = {
    SC_FIELD(struct row, id, SC_FIELD_BIGINT),   SC_FIELD(struct row, code, SC_FIELD_TEXT),
    SC_FIELD(struct row, day, SC_FIELD_DATE),    SC_FIELD(struct row, is_hot, SC_FIELD_BOOLEAN),
    SC_FIELD(struct row, rank, SC_FIELD_DOUBLE),
};
static const struct sc_field *const number_key[] = {&fields[0]};
static const struct sc_field *const both_keys[] = {&fields[1], &fields[0]};
static const struct sc_gql_id_form number_form = {
    .tag = {"p", 1}, .keys = number_key, .key_count = 1};
static const struct sc_gql_id_form both_form = {
    .tag = {"sp", 2}, .keys = both_keys, .key_count = 2};

static struct sc_str put_id(struct sc_arena *arena, const struct sc_gql_id_form *form,
                            const union sc_key_part *parts)
{
    struct sc_buf buf;

    sc_buf_init(&buf, 1000);
    sc_gql_id_put(&buf, form, parts);
    struct sc_str id = sc_arena_str(arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return id;
}

static void ids_are_read_back(void **state)
{
    static const int64_t numbers[] = {0, 1, -1, 42, INT64_MAX, INT64_MIN, INT64_C(1) << 40};

    for (size_t i = 0; i < SC_COUNT(numbers); i++) {
        union sc_key_part part = {.number = numbers[i]}, back;
        struct sc_str id = put_id(*state, &number_form, &part);
        assert_int_equal(id.len, 15);
        assert_str(sc_gql_id_tag(id), "p");
        assert_int_equal(sc_gql_id_read(*state, &number_form, id, &back), SC_OK);
        assert_true(back.number == numbers[i]);
    }
    union sc_key_part parts[] = {{.text = SC_STR("a_b.\xD7\x97")}, {.number = 7}}, back[2];
    struct sc_str id = put_id(*state, &both_form, parts);
    assert_int_equal(sc_gql_id_read(*state, &both_form, id, back), SC_OK);
    assert_str(back[0].text, "a_b.\xD7\x97");
    assert_true(back[1].number == 7);
}

static void refuse_id(void **state, const struct sc_gql_id_form *form, const char *id)
{
    union sc_key_part parts[2];

    assert_int_equal(sc_gql_id_read(*state, form, sc_str_of(id), parts), SC_INVALID);
}

static void what_is_no_id_is_refused(void **state)
{
    refuse_id(state, &number_form, "");
    refuse_id(state, &number_form, "p");
    refuse_id(state, &number_form, "p_");
    refuse_id(state, &number_form, "q_0000000000000");
    refuse_id(state, &number_form, "p_000000000000");
    refuse_id(state, &number_form, "p_00000000000000");
    refuse_id(state, &number_form, "p_g000000000000"); /* more than 64 bits */
    refuse_id(state, &number_form, "p_000000000000u");
    refuse_id(state, &number_form, "p_000000000000O");
    refuse_id(state, &number_form, "p_0000000000000.");
    refuse_id(state, &both_form, "sp_~YQ");
    refuse_id(state, &both_form, "sp_YQ.0000000000000");  /* a text begins with ~ */
    refuse_id(state, &both_form, "sp_~YR.0000000000000"); /* bits that are not there */
    refuse_id(state, &both_form, "sp_~Y.0000000000000");
    refuse_id(state, &both_form, "sp_~_w.0000000000000");   /* FF: no UTF-8 */
    refuse_id(state, &both_form, "sp_~AA.0000000000000");   /* NUL */
    refuse_id(state, &both_form, "sp_~YQ==.0000000000000"); /* padding */
}

static const struct sc_gql_cursor_form page = {
    .seed = 1,
    .count = SC_COUNT(fields),
    .columns = {&fields[0], &fields[1], &fields[2], &fields[3], &fields[4]},
    .after = {&fields[0], &fields[1], &fields[2], &fields[3], &fields[4]},
};

static struct sc_str put_cursor(struct sc_arena *arena, const struct row *row)
{
    struct sc_buf buf;

    sc_buf_init(&buf, 8192);
    sc_gql_cursor_put(&buf, &page, row);
    struct sc_str cursor = sc_arena_str(arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return cursor;
}

static void cursors_are_read_back(void **state)
{
    const struct row row = {-5, SC_STR("milk"), 20000, true, 0.5};
    struct row back = {0};

    assert_int_equal(sc_gql_cursor_read(*state, &page, put_cursor(*state, &row), &back), SC_OK);
    assert_true(back.id == -5 && back.day == 20000 && back.is_hot && back.rank == 0.5);
    assert_str(back.code, "milk");
}

static void a_long_text_is_cut_between_characters(void **state)
{
    char text[2000];
    struct row back = {0};

    for (size_t i = 0; i < sizeof text; i += 2)
        memcpy(text + i, "\xD7\x97", 2);
    const struct row row = {.code = {text, sizeof text}};
    assert_int_equal(sc_gql_cursor_read(*state, &page, put_cursor(*state, &row), &back), SC_OK);
    assert_true(back.code.len >= 500 && back.code.len % 2 == 0);
    assert_memory_equal(back.code.at, text, back.code.len);
}

static void any_other_text_is_no_cursor(void **state)
{
    const struct row row = {1, SC_STR("x"), 2, false, 3};
    struct sc_str cursor = put_cursor(*state, &row);
    struct sc_gql_cursor_form other = page;
    struct row back;
    char text[200];

    other.seed = 2;
    assert_int_equal(sc_gql_cursor_read(*state, &other, cursor, &back), SC_INVALID);
    for (size_t len = 0; len < cursor.len; len++)
        assert_int_equal(sc_gql_cursor_read(*state, &page, sc_str_sub(cursor, 0, len), &back),
                         SC_INVALID);
    for (size_t i = 0; i < cursor.len; i++) {
        memcpy(text, cursor.at, cursor.len);
        text[i] = text[i] == 'Q' ? 'R' : 'Q';
        struct sc_str broken = {text, cursor.len};
        assert_int_equal(sc_gql_cursor_read(*state, &page, broken, &back), SC_INVALID);
    }
}

UNIT_TESTS(a_test(ids_are_read_back), a_test(what_is_no_id_is_refused),
           a_test(cursors_are_read_back), a_test(a_long_text_is_cut_between_characters),
           a_test(any_other_text_is_no_cursor))
