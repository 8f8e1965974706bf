#include "store/l2_entry.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>

#include "store/pg_value.h"

enum {
    FORM = 1,
    HEX_MAX = 16,
    BITS_PER_HEX = 4,
};

static bool take_hex(struct sc_str *rest, uint64_t max, uint64_t *ret_number)
{
    struct sc_str digits;
    uint64_t number = 0;

    if (!sc_str_take(rest, ' ', &digits) || digits.len == 0 || digits.len > HEX_MAX)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        uint64_t digit;
        if (c >= '0' && c <= '9')
            digit = (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint64_t)(c - 'a') + 10;
        else
            return false;
        number = number << BITS_PER_HEX | digit;
    }
    if (number > max)
        return false;
    *ret_number = number;
    return true;
}

bool sc_l2_tag_read(struct sc_str text, struct sc_l2_tag *ret_tag)
{
    uint64_t generation, lsn, timeline;

    if (!take_hex(&text, UINT64_MAX, &generation) || !take_hex(&text, UINT64_MAX, &lsn) ||
        !take_hex(&text, UINT32_MAX, &timeline) || text.len > 0)
        return false;
    *ret_tag =
        (struct sc_l2_tag){.generation = generation, .lsn = lsn, .timeline = (uint32_t)timeline};
    return true;
}

struct sc_str sc_l2_tag_write(const struct sc_l2_tag *tag, char text[SC_L2_TAG_MAX])
{
    int len = snprintf(text, SC_L2_TAG_MAX, "%016" PRIx64 " %" PRIx64 " %" PRIx32, tag->generation,
                       tag->lsn, tag->timeline);

    return (struct sc_str){text, (size_t)len};
}

void sc_l2_entry_write(struct sc_buf *out, const struct sc_l2_head *head,
                       const struct sc_shape *shape, const void *const *rows, size_t count)
{
    sc_buf_put_char(out, FORM);
    sc_buf_put_u64(out, head->generation);
    sc_buf_put_u64(out, (uint64_t)head->read_ms);
    sc_buf_put_u64(out, (uint64_t)head->until_ms);
    sc_buf_put_u32(out, (uint32_t)count); /* the buffer's cap is far below 4 G rows */
    for (size_t i = 0; i < count && !out->failed; i++)
        for (size_t f = 0; f < shape->count; f++)
            sc_pg_encode_sized(out, &shape->fields[f], rows[i]);
}

static bool take(struct sc_str *rest, void *ret, size_t size)
{
    if (rest->len < size)
        return false;
    memcpy(ret, rest->at, size);
    *rest = sc_str_sub(*rest, size, SIZE_MAX);
    return true;
}

static bool take_u32(struct sc_str *rest, uint32_t *ret_value)
{
    if (!take(rest, ret_value, sizeof *ret_value))
        return false;
    *ret_value = be32toh(*ret_value);
    return true;
}

static bool take_u64(struct sc_str *rest, uint64_t *ret_value)
{
    if (!take(rest, ret_value, sizeof *ret_value))
        return false;
    *ret_value = be64toh(*ret_value);
    return true;
}

bool sc_l2_head_read(struct sc_str *entry, struct sc_l2_head *ret_head)
{
    struct sc_str rest = *entry;
    uint64_t generation, read_ms, until_ms;
    char form;

    if (!take(&rest, &form, sizeof form) || form != FORM || !take_u64(&rest, &generation) ||
        !take_u64(&rest, &read_ms) || !take_u64(&rest, &until_ms))
        return false;
    *entry = rest;
    *ret_head = (struct sc_l2_head){generation, (int64_t)read_ms, (int64_t)until_ms};
    return true;
}

static enum sc_status take_field(struct sc_arena *arena, struct sc_str *rest,
                                 const struct sc_field *field, void *row)
{
    struct sc_str bytes = {0};
    uint32_t len;

    if (!take_u32(rest, &len))
        return SC_INTERNAL;
    if (len != (uint32_t)SC_PG_NULL_LENGTH) {
        if (len > rest->len)
            return SC_INTERNAL;
        bytes = sc_str_sub(*rest, 0, len);
        *rest = sc_str_sub(*rest, len, SIZE_MAX);
    }
    return sc_pg_decode(arena, field, bytes, row);
}

enum sc_status sc_l2_rows_read(struct sc_arena *arena, struct sc_str bytes,
                               const struct sc_shape *shape, struct sc_rows *ret_rows)
{
    uint32_t count;

    /* Each field has at least its length, and each row a field. */
    if (!take_u32(&bytes, &count) || count > bytes.len / (sizeof count * shape->count))
        return SC_INTERNAL;
    char *rows = sc_arena_array(arena, count, shape->size);
    if (rows == NULL)
        return SC_LIMITED;
    for (uint32_t i = 0; i < count; i++) {
        for (size_t f = 0; f < shape->count; f++) {
            enum sc_status st =
                take_field(arena, &bytes, &shape->fields[f], rows + (size_t)i * shape->size);
            if (st != SC_OK)
                return st;
        }
    }
    if (bytes.len > 0)
        return SC_INTERNAL;
    *ret_rows = (struct sc_rows){rows, count};
    return SC_OK;
}
