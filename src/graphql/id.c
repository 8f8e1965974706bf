#include "graphql/id.h"

#include <assert.h>
#include <math.h>

#include "base/utf8.h"

enum {
    NUMBER_LEN = 13,     /* characters of five bits that hold 64 */
    CHECK = 4,           /* bytes of a cursor's check */
    CURSOR_BYTES = 3072, /* of the longest cursor that is made or read */
};

/* Without i, l, o, u: nothing is mistaken, nothing is spelled. */
static const char alphabet32[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const char alphabet64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* An odd number and its inverse: multiplying by one undoes the other. */
static const uint64_t mix = UINT64_C(0x9E3779B97F4A7C15);
static const uint64_t unmix = UINT64_C(0xF1DE83E19937733D);

bool sc_gql_key_is_text(const struct sc_field *column)
{
    return column->type == SC_FIELD_TEXT;
}

bool sc_gql_key_fits(const struct sc_field *column)
{
    switch (column->type) {
    case SC_FIELD_BIGINT:
    case SC_FIELD_INTEGER:
    case SC_FIELD_SMALLINT:
    case SC_FIELD_TIMESTAMPTZ:
    case SC_FIELD_DATE:
    case SC_FIELD_TEXT:
        return true;
    case SC_FIELD_BOOLEAN:
    case SC_FIELD_DOUBLE:
    case SC_FIELD_BYTEA:
    case SC_FIELD_BIGINTS:
    case SC_FIELD_INTEGERS:
    case SC_FIELD_SMALLINTS:
    case SC_FIELD_BOOLEANS:
    case SC_FIELD_DOUBLES:
    case SC_FIELD_TEXTS:
    case SC_FIELD_TIMESTAMPTZS:
    case SC_FIELD_DATES:
    case SC_FIELD_BYTEAS:
    case SC_FIELD_ROW:
    case SC_FIELD_ROWS:
        break;
    }
    return false;
}

union sc_key_part sc_gql_key_of(const struct sc_field *column, const void *row)
{
    const char *at = (const char *)row + column->at;

    if (column->type == SC_FIELD_TEXT)
        return (union sc_key_part){.text = *(const struct sc_str *)at};
    if (column->type == SC_FIELD_INTEGER || column->type == SC_FIELD_DATE)
        return (union sc_key_part){.number = *(const int32_t *)at};
    if (column->type == SC_FIELD_SMALLINT)
        return (union sc_key_part){.number = *(const int16_t *)at};
    return (union sc_key_part){.number = *(const int64_t *)at};
}

static void put_number(struct sc_buf *buf, int64_t number)
{
    char text[NUMBER_LEN];
    uint64_t bits = __builtin_bswap64((uint64_t)number * mix) * mix;

    for (size_t i = NUMBER_LEN; i-- > 0; bits >>= 5)
        text[i] = alphabet32[bits & 31];
    sc_buf_put(buf, (struct sc_str){.at = text, .len = sizeof text});
}

static bool read_number(struct sc_str text, int64_t *ret_number)
{
    uint64_t bits = 0;

    if (text.len != NUMBER_LEN || text.at[0] < '0' || text.at[0] > 'f')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const char *found = text.at[i] == '\0' ? NULL : strchr(alphabet32, text.at[i]);
        if (found == NULL)
            return false;
        bits = bits << 5 | (uint64_t)(found - alphabet32);
    }
    *ret_number = (int64_t)(__builtin_bswap64(bits * unmix) * unmix);
    return true;
}

static void put_base64(struct sc_buf *buf, struct sc_str bytes)
{
    size_t len = (bytes.len * 8 + 5) / 6;
    char *out = sc_buf_extend(buf, len);
    uint32_t bits = 0;
    unsigned have = 0;

    if (out == NULL)
        return;
    for (size_t i = 0; i < bytes.len; i++) {
        bits = bits << 8 | (unsigned char)bytes.at[i];
        for (have += 8; have >= 6; have -= 6)
            *out++ = alphabet64[bits >> (have - 6) & 63];
    }
    if (have > 0)
        *out = alphabet64[bits << (6 - have) & 63];
}

/* False: not base64url without padding, or not as put_base64 writes it. */
static bool read_base64(struct sc_str text, char *out, size_t *ret_len)
{
    uint32_t bits = 0;
    unsigned have = 0;
    size_t len = 0;

    if (text.len % 4 == 1)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const char *found = text.at[i] == '\0' ? NULL : strchr(alphabet64, text.at[i]);
        if (found == NULL)
            return false;
        bits = bits << 6 | (uint32_t)(found - alphabet64);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[len++] = (char)(bits >> have);
        }
    }
    *ret_len = len;
    return (bits & ((1U << have) - 1)) == 0;
}

void sc_gql_id_put(struct sc_buf *buf, const struct sc_gql_id_form *form,
                   const union sc_key_part *parts)
{
    sc_buf_put(buf, form->tag);
    for (size_t i = 0; i < form->key_count; i++) {
        sc_buf_put_char(buf, i == 0 ? '_' : '.');
        if (!sc_gql_key_is_text(form->keys[i])) {
            put_number(buf, parts[i].number);
            continue;
        }
        sc_buf_put_char(buf, '~');
        put_base64(buf, parts[i].text);
    }
}

struct sc_str sc_gql_id_tag(struct sc_str id)
{
    ptrdiff_t end = sc_str_find_char(id, '_');

    if (end < 0)
        return (struct sc_str){0};
    return sc_str_sub(id, 0, (size_t)end);
}

static enum sc_status read_text(struct sc_arena *arena, struct sc_str part, struct sc_str *ret_text)
{
    size_t len;

    if (part.len == 0 || part.at[0] != '~')
        return SC_INVALID;
    char *out = sc_arena_alloc(arena, part.len);
    if (out == NULL)
        return SC_NO_MEMORY;
    if (!read_base64(sc_str_sub(part, 1, SIZE_MAX), out, &len) ||
        !sc_utf8_is_valid((struct sc_str){.at = out, .len = len}) || memchr(out, '\0', len) != NULL)
        return SC_INVALID;
    *ret_text = (struct sc_str){.at = out, .len = len};
    return SC_OK;
}

enum sc_status sc_gql_id_read(struct sc_arena *arena, const struct sc_gql_id_form *form,
                              struct sc_str id, union sc_key_part *ret_parts)
{
    union sc_key_part parts[SC_GQL_KEY_PARTS_MAX];
    struct sc_str part;

    assert(form->key_count <= SC_GQL_KEY_PARTS_MAX);
    if (id.len > SC_GQL_ID_MAX || !sc_str_eq(sc_gql_id_tag(id), form->tag))
        return SC_INVALID;
    struct sc_str rest = sc_str_sub(id, form->tag.len + 1, SIZE_MAX);
    for (size_t i = 0; i < form->key_count; i++) {
        ptrdiff_t end = sc_str_find_char(rest, '.');
        bool is_last = i + 1 == form->key_count;
        if ((end < 0) != is_last)
            return SC_INVALID;
        part = is_last ? rest : sc_str_sub(rest, 0, (size_t)end);
        if (!is_last)
            rest = sc_str_sub(rest, (size_t)end + 1, SIZE_MAX);
        enum sc_status st = sc_gql_key_is_text(form->keys[i])
                                ? read_text(arena, part, &parts[i].text)
                            : read_number(part, &parts[i].number) ? SC_OK
                                                                  : SC_INVALID;
        if (st != SC_OK)
            return st;
    }
    memcpy(ret_parts, parts, form->key_count * sizeof *parts);
    return SC_OK;
}

/* Bytes of a column of a fixed size; 0 for text. */
static size_t width_of(const struct sc_field *column)
{
    switch (column->type) {
    case SC_FIELD_SMALLINT:
        return sizeof(int16_t);
    case SC_FIELD_INTEGER:
    case SC_FIELD_DATE:
        return sizeof(int32_t);
    case SC_FIELD_BOOLEAN:
        return sizeof(bool);
    case SC_FIELD_DOUBLE:
        return sizeof(double);
    case SC_FIELD_BIGINT:
    case SC_FIELD_TIMESTAMPTZ:
        return sizeof(int64_t);
    case SC_FIELD_TEXT:
    case SC_FIELD_BYTEA:
    case SC_FIELD_BIGINTS:
    case SC_FIELD_INTEGERS:
    case SC_FIELD_SMALLINTS:
    case SC_FIELD_BOOLEANS:
    case SC_FIELD_DOUBLES:
    case SC_FIELD_TEXTS:
    case SC_FIELD_TIMESTAMPTZS:
    case SC_FIELD_DATES:
    case SC_FIELD_BYTEAS:
    case SC_FIELD_ROW:
    case SC_FIELD_ROWS:
        break;
    }
    return 0;
}

static uint32_t check_of(uint64_t seed, struct sc_str bytes)
{
    uint64_t hash = (sc_str_hash(bytes) ^ seed) * mix;

    return (uint32_t)(hash >> 32);
}

/*
 * A column in a cursor: its bytes; or, of a text, its length in two bytes, and
 * itself. All machines that serve us are alike.
 */
static size_t put_column(char *out, size_t room, const struct sc_field *column, const void *row)
{
    const char *at = (const char *)row + column->at;
    size_t width = width_of(column);

    if (width > 0) {
        memcpy(out, at, width);
        return width;
    }
    struct sc_str text = sc_utf8_cut(*(const struct sc_str *)at, room - sizeof(uint16_t));
    uint16_t len = (uint16_t)text.len;
    memcpy(out, &len, sizeof len);
    memcpy(out + sizeof len, text.at, len);
    return sizeof len + len;
}

void sc_gql_cursor_put(struct sc_buf *buf, const struct sc_gql_cursor_form *form, const void *row)
{
    char bytes[CURSOR_BYTES];
    size_t share = (sizeof bytes - CHECK) / SC_GQL_PAGE_COLUMNS_MAX;
    size_t len = CHECK;

    for (size_t i = 0; i < form->count; i++)
        len += put_column(bytes + len, share, form->columns[i], row);
    uint32_t check = check_of(form->seed, (struct sc_str){.at = bytes + CHECK, .len = len - CHECK});
    memcpy(bytes, &check, CHECK);
    put_base64(buf, (struct sc_str){.at = bytes, .len = len});
}

/* Takes one column off `rest` into its place in `in`. */
static bool take_column(struct sc_str *rest, const struct sc_field *after, void *in)
{
    char *to = (char *)in + after->at;
    size_t width = width_of(after);
    uint16_t len;

    if (width == 0) {
        if (rest->len < sizeof len)
            return false;
        memcpy(&len, rest->at, sizeof len);
        *rest = sc_str_sub(*rest, sizeof len, SIZE_MAX);
        if (rest->len < len)
            return false;
        struct sc_str text = sc_str_sub(*rest, 0, len);
        memcpy(to, &text, sizeof text);
        *rest = sc_str_sub(*rest, len, SIZE_MAX);
        return sc_utf8_is_valid(text) && sc_str_find_char(text, '\0') < 0;
    }
    if (rest->len < width || (after->type == SC_FIELD_BOOLEAN && (rest->at[0] & ~1) != 0))
        return false;
    memcpy(to, rest->at, width);
    *rest = sc_str_sub(*rest, width, SIZE_MAX);
    return true;
}

static void put_least(const struct sc_field *after, void *in)
{
    static const struct {
        int64_t i64;
        int32_t i32;
        int16_t i16;
        double f64;
        bool flag;
        struct sc_str text;
    } least = {INT64_MIN, INT32_MIN, INT16_MIN, -INFINITY, false, {"", 0}};
    size_t width = width_of(after);
    const void *from = &least.text;

    if (after->type == SC_FIELD_DOUBLE)
        from = &least.f64;
    else if (width == sizeof least.i64)
        from = &least.i64;
    else if (width == sizeof least.i32)
        from = &least.i32;
    else if (width == sizeof least.i16)
        from = &least.i16;
    else if (width == sizeof least.flag)
        from = &least.flag;
    memcpy((char *)in + after->at, from, width > 0 ? width : sizeof least.text);
}

void sc_gql_cursor_first(const struct sc_gql_cursor_form *form, void *in)
{
    for (size_t i = 0; i < form->count; i++)
        put_least(form->after[i], in);
}

enum sc_status sc_gql_cursor_read(struct sc_arena *arena, const struct sc_gql_cursor_form *form,
                                  struct sc_str cursor, void *in)
{
    uint32_t check;
    size_t len;

    if (cursor.len > SC_GQL_CURSOR_MAX)
        return SC_INVALID;
    char *bytes = sc_arena_alloc(arena, cursor.len + 1);
    if (bytes == NULL)
        return SC_NO_MEMORY;
    if (!read_base64(cursor, bytes, &len) || len < CHECK)
        return SC_INVALID;
    memcpy(&check, bytes, CHECK);
    struct sc_str rest = {.at = bytes + CHECK, .len = len - CHECK};
    if (check != check_of(form->seed, rest))
        return SC_INVALID;
    for (size_t i = 0; i < form->count; i++)
        if (!take_column(&rest, form->after[i], in))
            return SC_INVALID;
    return rest.len == 0 ? SC_OK : SC_INVALID;
}
