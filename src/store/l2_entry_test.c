#include "store/l2_entry.h"

#include "testing/unit.h"

enum {
    BUF_CAP = 64 * 1024,
};

struct row {
    int64_t id;
    bool has_weight;
    double weight;
    struct sc_str name;
    struct sc_str_list texts;
};

static const struct sc_field fields[] = {
    SC_FIELD(struct row, id, SC_FIELD_BIGINT),
    SC_FIELD_MAYBE(struct row, weight, SC_FIELD_DOUBLE),
    SC_FIELD_OR_NULL(struct row, name, SC_FIELD_TEXT),
    SC_FIELD(struct row, texts, SC_FIELD_TEXTS),
};
static const struct sc_shape shape = SC_SHAPE(struct row, fields);

static const struct sc_str texts[] = {SC_STR("a"), {NULL, 0}, SC_STR("")};
static const struct row rows[] = {
    {.id = 7, .has_weight = true, .weight = -0.5, .name = SC_STR("seven"), .texts = {texts, 3}},
    {.id = INT64_MIN, .name = SC_STR("")},
    {.id = 0},
};

static struct sc_str write_entry(struct sc_buf *buf, size_t count)
{
    const void *const at[] = {&rows[0], &rows[1], &rows[2]};
    const struct sc_l2_head head = {UINT64_MAX - 1, 1000, 2000};

    sc_buf_init(buf, BUF_CAP);
    sc_l2_entry_write(buf, &head, &shape, at, count);
    assert_false(buf->failed);
    return sc_buf_str(buf);
}

static void what_is_written_is_read(void **state)
{
    struct sc_buf buf;
    struct sc_str entry = write_entry(&buf, 3);
    struct sc_l2_head head;
    struct sc_rows read;

    assert_true(sc_l2_head_read(&entry, &head));
    assert_true(head.generation == UINT64_MAX - 1 && head.read_ms == 1000 && head.until_ms == 2000);
    assert_int_equal(sc_l2_rows_read(*state, entry, &shape, &read), SC_OK);
    assert_int_equal(read.count, 3);
    const struct row *row = read.at;
    assert_true(row[0].id == 7 && row[0].has_weight && row[0].weight == -0.5);
    assert_str(row[0].name, "seven");
    assert_int_equal(row[0].texts.count, 3);
    assert_str(row[0].texts.at[0], "a");
    assert_null(row[0].texts.at[1].at);
    assert_non_null(row[0].texts.at[2].at);
    assert_true(row[1].id == INT64_MIN && !row[1].has_weight);
    assert_true(row[1].name.at != NULL && row[1].name.len == 0); /* empty, not null */
    assert_true(row[2].id == 0 && row[2].name.at == NULL);
    sc_buf_finish(&buf);
}

static void no_rows_are_rows_too(void **state)
{
    struct sc_buf buf;
    struct sc_str entry = write_entry(&buf, 0);
    struct sc_l2_head head;
    struct sc_rows read;

    assert_true(sc_l2_head_read(&entry, &head));
    assert_int_equal(sc_l2_rows_read(*state, entry, &shape, &read), SC_OK);
    assert_int_equal(read.count, 0);
    sc_buf_finish(&buf);
}

/* Whatever is cut off or put behind, it is seen. */
static void other_lengths_are_refused(void **state)
{
    struct sc_buf buf;
    struct sc_str entry = write_entry(&buf, 3), longer;
    struct sc_l2_head head;
    struct sc_rows read;

    for (size_t len = 0; len < entry.len; len++) {
        struct sc_str cut = sc_str_sub(entry, 0, len);
        if (sc_l2_head_read(&cut, &head))
            assert_int_equal(sc_l2_rows_read(*state, cut, &shape, &read), SC_INTERNAL);
    }
    sc_buf_put_char(&buf, 0);
    longer = sc_buf_str(&buf);
    assert_true(sc_l2_head_read(&longer, &head));
    assert_int_equal(sc_l2_rows_read(*state, longer, &shape, &read), SC_INTERNAL);
    sc_buf_finish(&buf);
}

static void other_forms_are_refused(void **state)
{
    struct sc_buf buf;
    struct sc_str entry = write_entry(&buf, 1);
    struct sc_l2_head head;

    (void)state;
    buf.at[0] = 2;
    assert_false(sc_l2_head_read(&entry, &head));
    sc_buf_finish(&buf);
}

static void a_count_is_not_believed(void **state)
{
    static const char bytes[] = "\377\377\377\377\0\0\0\1";
    struct sc_rows read;

    assert_int_equal(
        sc_l2_rows_read(*state, (struct sc_str){bytes, sizeof bytes - 1}, &shape, &read),
        SC_INTERNAL);
}

static void tags_are_text(void **state)
{
    const struct sc_l2_tag tag = {.generation = 0xabc, .lsn = 0x16b3748, .timeline = 2};
    char text[SC_L2_TAG_MAX];
    struct sc_l2_tag read;

    (void)state;
    struct sc_str written = sc_l2_tag_write(&tag, text);
    assert_str(written, "0000000000000abc 16b3748 2");
    assert_true(sc_l2_tag_read(written, &read));
    assert_true(read.generation == 0xabc && read.lsn == 0x16b3748 && read.timeline == 2);
    const struct sc_l2_tag longest = {UINT64_MAX, UINT64_MAX, UINT32_MAX};
    assert_true(sc_l2_tag_read(sc_l2_tag_write(&longest, text), &read));
    assert_true(read.generation == UINT64_MAX && read.lsn == UINT64_MAX);
}

static void what_is_no_tag_is_refused(void **state)
{
    static const char *const texts_of_none[] = {
        "",          "1",         "1 2",
        "1 2 ",      "1 2 3 4",   " 1 2 3",
        "1  2 3",    "1 2 g",     "A 2 3",
        "-1 2 3",    "0x1 2 3",   "1 2 100000000",
        "1 2 3 \n ", "1\t2\t3 x", "11111111111111111 2 3",
    };
    struct sc_l2_tag tag = {.generation = 77};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(texts_of_none); i++)
        assert_false(sc_l2_tag_read(sc_str_of(texts_of_none[i]), &tag));
    assert_int_equal(tag.generation, 77);
}

UNIT_TESTS(a_test(what_is_written_is_read), a_test(no_rows_are_rows_too),
           a_test(other_lengths_are_refused), a_test(other_forms_are_refused),
           a_test(a_count_is_not_believed), a_test(tags_are_text),
           a_test(what_is_no_tag_is_refused))
