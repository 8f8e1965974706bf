/*
 * What Redis may have in the place of a tag or of an entry: any bytes. What is read of them is
 * written again, and read as the same.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/l2_entry.h"

struct row {
    int64_t id;
    int32_t i32;
    int16_t i16;
    bool yes;
    bool has_weight, has_day, has_i32s;
    double weight;
    int32_t day;
    int64_t at;
    struct sc_str name, bytes;
    struct sc_i64_list i64s, times;
    struct sc_i32_list i32s;
    struct sc_bool_list yeses;
    struct sc_str_list texts;
};

static const struct sc_field fields[] = {
    SC_FIELD(struct row, id, SC_FIELD_BIGINT),
    SC_FIELD(struct row, i32, SC_FIELD_INTEGER),
    SC_FIELD(struct row, i16, SC_FIELD_SMALLINT),
    SC_FIELD(struct row, yes, SC_FIELD_BOOLEAN),
    SC_FIELD_MAYBE(struct row, weight, SC_FIELD_DOUBLE),
    SC_FIELD_MAYBE(struct row, day, SC_FIELD_DATE),
    SC_FIELD(struct row, at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD_OR_NULL(struct row, name, SC_FIELD_TEXT),
    SC_FIELD(struct row, bytes, SC_FIELD_BYTEA),
    SC_FIELD(struct row, i64s, SC_FIELD_BIGINTS),
    SC_FIELD(struct row, times, SC_FIELD_TIMESTAMPTZS),
    SC_FIELD_MAYBE(struct row, i32s, SC_FIELD_INTEGERS),
    SC_FIELD(struct row, yeses, SC_FIELD_BOOLEANS),
    SC_FIELD(struct row, texts, SC_FIELD_TEXTS),
};
static const struct sc_shape shapes[] = {
    SC_SHAPE(struct row, fields),
    {"narrow", fields, 1, sizeof(struct row)},
    {"texts", fields + 13, 1, sizeof(struct row)},
};

enum {
    ARENA_CAP = 64 * 1024 * 1024,
    BUF_CAP = 16 * 1024 * 1024,
};

static void check_tag(struct sc_str text)
{
    char again[SC_L2_TAG_MAX];
    struct sc_l2_tag tag, read;

    if (!sc_l2_tag_read(text, &tag))
        return;
    assert(sc_l2_tag_read(sc_l2_tag_write(&tag, again), &read));
    assert(read.generation == tag.generation && read.lsn == tag.lsn &&
           read.timeline == tag.timeline);
}

static void write_rows(struct sc_buf *out, const struct sc_l2_head *head,
                       const struct sc_shape *shape, struct sc_rows rows)
{
    const void **at = calloc(rows.count + 1, sizeof *at);

    for (size_t i = 0; i < rows.count; i++)
        at[i] = (const char *)rows.at + i * shape->size;
    sc_buf_init(out, BUF_CAP);
    sc_l2_entry_write(out, head, shape, at, rows.count);
    free((void *)at);
}

static void check_entry(struct sc_arena *arena, const struct sc_shape *shape, struct sc_str entry)
{
    struct sc_l2_head head;
    struct sc_rows rows, read;
    struct sc_buf first, second;

    if (!sc_l2_head_read(&entry, &head) || sc_l2_rows_read(arena, entry, shape, &rows) != SC_OK)
        return;
    write_rows(&first, &head, shape, rows);
    if (!first.failed) { /* values have one form when written, of several that are read */
        struct sc_str again = sc_buf_str(&first);
        assert(sc_l2_head_read(&again, &head));
        assert(sc_l2_rows_read(arena, again, shape, &read) == SC_OK && read.count == rows.count);
        write_rows(&second, &head, shape, read);
        assert(sc_str_eq(sc_buf_str(&first), sc_buf_str(&second)));
        sc_buf_finish(&second);
    }
    sc_buf_finish(&first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_str bytes = {(const char *)data, size};
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);

    if (arena == NULL)
        return 0;
    check_tag(bytes);
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        check_entry(arena, &shapes[i], bytes);
    sc_arena_destroy(arena);
    return 0;
}
