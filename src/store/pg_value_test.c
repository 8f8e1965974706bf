#include "store/pg_value.h"

#include "testing/unit.h"

enum {
    BUF_CAP = 4096,
};

struct row {
    int64_t i64;
    bool has_i64;
    struct sc_str text;
    struct sc_i32_list i32s;
    struct sc_str_list texts;
};

static const struct sc_field field_i64 = {
    "i64", SC_FIELD_BIGINT, true, offsetof(struct row, i64), offsetof(struct row, has_i64), NULL};
static const struct sc_field field_at = {
    "at", SC_FIELD_TIMESTAMPTZ, false, offsetof(struct row, i64), 0, NULL};
static const struct sc_field field_text = {"text", SC_FIELD_TEXT, true, offsetof(struct row, text),
                                           0,      NULL};
static const struct sc_field field_i32s = {
    "i32s", SC_FIELD_INTEGERS, false, offsetof(struct row, i32s), 0, NULL};
static const struct sc_field field_texts = {
    "texts", SC_FIELD_TEXTS, false, offsetof(struct row, texts), 0, NULL};

static void encodes(const struct sc_field *field, const struct row *row, struct sc_str want)
{
    struct sc_buf buf;

    sc_buf_init(&buf, BUF_CAP);
    sc_pg_encode(&buf, field, row);
    assert_false(buf.failed);
    assert_int_equal(buf.len, want.len);
    assert_memory_equal(buf.at, want.at, want.len);
    sc_buf_finish(&buf);
}

static void numbers_are_big_endian(void **state)
{
    struct row row = {.has_i64 = true, .i64 = 0x0102030405060708};

    (void)state;
    encodes(&field_i64, &row, SC_STR("\1\2\3\4\5\6\7\10"));
}

static void times_count_from_2000(void **state)
{
    struct row row = {.i64 = INT64_C(946684800000000) + 1};

    (void)state;
    encodes(&field_at, &row, SC_STR("\0\0\0\0\0\0\0\1"));
}

static void arrays_begin_with_their_shape(void **state)
{
    const int32_t values[] = {7, 0};
    const bool has[] = {true, false};
    struct row row = {.i32s = {values, has, 2}};

    (void)state;
    encodes(&field_i32s, &row,
            SC_STR("\0\0\0\1"
                   "\0\0\0\1"
                   "\0\0\0\27"
                   "\0\0\0\2"
                   "\0\0\0\1"
                   "\0\0\0\4"
                   "\0\0\0\7"
                   "\xff\xff\xff\xff"));
    row.i32s = (struct sc_i32_list){0};
    encodes(&field_i32s, &row,
            SC_STR("\0\0\0\0"
                   "\0\0\0\0"
                   "\0\0\0\27"));
}

static void null_is_an_absent_text_or_a_false_has(void **state)
{
    struct row row = {0};

    (void)state;
    assert_true(sc_field_is_null(&field_text, &row));
    assert_true(sc_field_is_null(&field_i64, &row));
    assert_false(
        sc_field_is_null(&field_at, &row)); /* cannot be null: there is no flag to look at */
    row = (struct row){.text = SC_STR(""), .has_i64 = true};
    assert_false(sc_field_is_null(&field_text, &row));
    assert_false(sc_field_is_null(&field_i64, &row));
}

static void a_null_is_read_into_its_flag(void **state)
{
    struct row row = {.has_i64 = true, .i64 = 5, .text = SC_STR("x")};

    assert_int_equal(sc_pg_decode(*state, &field_i64, (struct sc_str){0}, &row), SC_OK);
    assert_false(row.has_i64);
    assert_int_equal(sc_pg_decode(*state, &field_text, (struct sc_str){0}, &row), SC_OK);
    assert_null(row.text.at);
    assert_int_equal(sc_pg_decode(*state, &field_at, (struct sc_str){0}, &row), SC_INTERNAL);
}

/* Each of them as it should be, and with something wrong: the server is a peer like any other. */
static void broken_bytes_are_refused(void **state)
{
    static const struct {
        const struct sc_field *field;
        struct sc_str bytes;
    } rows[] = {
        {&field_i64, {"\0\0\0\0\0\0\0", 7}},
        {&field_i32s, {"\0\0\0\1\0\0\0\0", 8}},                           /* cut in its head */
        {&field_i32s, {"\0\0\0\1\0\0\0\0\0\0\0\27\0\0\0\1", 16}},         /* and later */
        {&field_i32s, {"\0\0\0\2\0\0\0\0\0\0\0\27\0\0\0\0\0\0\0\1", 20}}, /* two dimensions */
        {&field_i32s, {"\0\0\0\1\0\0\0\0\0\0\0\24\0\0\0\0\0\0\0\1", 20}}, /* of bigints */
        {&field_i32s, {"\0\0\0\1\0\0\0\0\0\0\0\27\x7f\xff\xff\xff\0\0\0\1", 20}}, /* endless */
        {&field_i32s, {"\0\0\0\1\0\0\0\0\0\0\0\27\0\0\0\1\0\0\0\1\0\0\0\2\0\0", 26}},
        {&field_i32s, {"\0\0\0\1\0\0\0\0\0\0\0\27\0\0\0\1\0\0\0\1\xff\xff\xff\xff", 24}},
        {&field_texts, {"\0\0\0\1\0\0\0\0\0\0\0\31\0\0\0\1\0\0\0\1\0\0\0\5abc", 27}},
        {&field_texts, {"\0\0\0\1\0\0\0\0\0\0\0\31\0\0\0\1\0\0\0\1\xff\xff\xff\xfe", 24}},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct row row = {.i64 = 77};
        assert_int_equal(sc_pg_decode(*state, rows[i].field, rows[i].bytes, &row), SC_INTERNAL);
        assert_int_equal(row.i64, 77);
        assert_null(row.i32s.at);
        assert_null(row.texts.at);
    }
}

static void a_full_arena_is_a_limit(void **state)
{
    struct sc_arena *small = sc_arena_create(64);
    char text[100] = {0};
    struct row row = {.text = SC_STR("x")};

    (void)state;
    assert_int_equal(sc_pg_decode(small, &field_text, (struct sc_str){text, sizeof text}, &row),
                     SC_LIMITED);
    assert_str(row.text, "x");
    sc_arena_destroy(small);
}

static void types_are_called_as_postgres_calls_them(void **state)
{
    (void)state;
    assert_string_equal(sc_pg_type_name(SC_FIELD_TIMESTAMPTZS), "timestamp with time zone[]");
    assert_int_equal(sc_pg_type_oid(SC_FIELD_TEXTS), 1009);
}

UNIT_TESTS(a_test(numbers_are_big_endian), a_test(times_count_from_2000),
           a_test(arrays_begin_with_their_shape), a_test(null_is_an_absent_text_or_a_false_has),
           a_test(a_null_is_read_into_its_flag), a_test(broken_bytes_are_refused),
           a_test(a_full_arena_is_a_limit), a_test(types_are_called_as_postgres_calls_them))
