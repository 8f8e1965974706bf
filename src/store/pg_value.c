#include "store/pg_value.h"

#include <assert.h>
#include <endian.h>

enum {
    DAYS_TO_2000 = 10957, /* PostgreSQL counts from 2000-01-01 */
    ARRAY_HEAD = 5 * 4,   /* dimensions, has nulls, element type, length, first index */
};

#define US_TO_2000 (INT64_C(86400000000) * DAYS_TO_2000)

/* Of an array: the C type of its elements is that of the element's own type. */
struct type {
    const char *name;
    uint32_t oid; /* src/include/catalog/pg_type.dat of PostgreSQL: fixed for good */
    uint8_t size; /* bytes of one value, on the wire and in C; 0: text */
    bool is_array;
    enum sc_field_type element;
};

static const struct type types[SC_FIELD_SQL_COUNT] = {
    [SC_FIELD_BIGINT] = {"bigint", 20, 8, false, SC_FIELD_BIGINT},
    [SC_FIELD_INTEGER] = {"integer", 23, 4, false, SC_FIELD_INTEGER},
    [SC_FIELD_SMALLINT] = {"smallint", 21, 2, false, SC_FIELD_SMALLINT},
    [SC_FIELD_BOOLEAN] = {"boolean", 16, 1, false, SC_FIELD_BOOLEAN},
    [SC_FIELD_DOUBLE] = {"double precision", 701, 8, false, SC_FIELD_DOUBLE},
    [SC_FIELD_TEXT] = {"text", 25, 0, false, SC_FIELD_TEXT},
    [SC_FIELD_BYTEA] = {"bytea", 17, 0, false, SC_FIELD_BYTEA},
    [SC_FIELD_TIMESTAMPTZ] = {"timestamp with time zone", 1184, 8, false, SC_FIELD_TIMESTAMPTZ},
    [SC_FIELD_DATE] = {"date", 1082, 4, false, SC_FIELD_DATE},
    [SC_FIELD_BIGINTS] = {"bigint[]", 1016, 8, true, SC_FIELD_BIGINT},
    [SC_FIELD_INTEGERS] = {"integer[]", 1007, 4, true, SC_FIELD_INTEGER},
    [SC_FIELD_SMALLINTS] = {"smallint[]", 1005, 2, true, SC_FIELD_SMALLINT},
    [SC_FIELD_BOOLEANS] = {"boolean[]", 1000, 1, true, SC_FIELD_BOOLEAN},
    [SC_FIELD_DOUBLES] = {"double precision[]", 1022, 8, true, SC_FIELD_DOUBLE},
    [SC_FIELD_TEXTS] = {"text[]", 1009, 0, true, SC_FIELD_TEXT},
    [SC_FIELD_TIMESTAMPTZS] = {"timestamp with time zone[]", 1185, 8, true, SC_FIELD_TIMESTAMPTZ},
    [SC_FIELD_DATES] = {"date[]", 1182, 4, true, SC_FIELD_DATE},
    [SC_FIELD_BYTEAS] = {"bytea[]", 1001, 0, true, SC_FIELD_BYTEA},
};

/* All lists of numbers have this shape; only the elements' type differs. */
struct any_list {
    const void *at;
    const bool *has;
    size_t count;
};

static const struct type *type_of(enum sc_field_type type)
{
    assert(type < SC_FIELD_SQL_COUNT);
    return &types[type];
}

uint32_t sc_pg_type_oid(enum sc_field_type type)
{
    return type_of(type)->oid;
}

const char *sc_pg_type_name(enum sc_field_type type)
{
    return type_of(type)->name;
}

static int64_t to_pg_time(int64_t us)
{
    int64_t pg;

    if (us == INT64_MAX || us == INT64_MIN) /* infinity on both sides */
        return us;
    return __builtin_sub_overflow(us, US_TO_2000, &pg) ? INT64_MIN : pg;
}

static int64_t from_pg_time(int64_t pg)
{
    int64_t us;

    if (pg == INT64_MAX || pg == INT64_MIN)
        return pg;
    return __builtin_add_overflow(pg, US_TO_2000, &us) ? INT64_MAX : us;
}

static int32_t to_pg_date(int32_t days)
{
    int32_t pg;

    if (days == INT32_MAX || days == INT32_MIN)
        return days;
    return __builtin_sub_overflow(days, DAYS_TO_2000, &pg) ? INT32_MIN : pg;
}

static int32_t from_pg_date(int32_t pg)
{
    int32_t days;

    if (pg == INT32_MAX || pg == INT32_MIN)
        return pg;
    return __builtin_add_overflow(pg, DAYS_TO_2000, &days) ? INT32_MAX : days;
}

/* One number at `at` in memory, as bytes on the wire. */
static void put_number(struct sc_buf *out, enum sc_field_type type, const void *at)
{
    union {
        uint16_t u16;
        uint32_t u32;
        uint64_t u64;
        bool yes;
    } value;
    size_t size = type_of(type)->size;

    memcpy(&value, at, size);
    if (type == SC_FIELD_TIMESTAMPTZ)
        value.u64 = (uint64_t)to_pg_time((int64_t)value.u64);
    else if (type == SC_FIELD_DATE)
        value.u32 = (uint32_t)to_pg_date((int32_t)value.u32);
    if (size == 1)
        sc_buf_put_char(out, value.yes ? 1 : 0);
    else if (size == 2)
        sc_buf_put_u16(out, value.u16);
    else if (size == 4)
        sc_buf_put_u32(out, value.u32);
    else
        sc_buf_put_u64(out, value.u64);
}

static void put_array_head(struct sc_buf *out, enum sc_field_type element, size_t count,
                           bool has_null)
{
    sc_buf_put_u32(out, count == 0 ? 0 : 1); /* dimensions */
    sc_buf_put_u32(out, has_null ? 1 : 0);
    sc_buf_put_u32(out, sc_pg_type_oid(element));
    if (count == 0)
        return;
    sc_buf_put_u32(out, (uint32_t)count); /* the buffer's cap is far below 4 G elements */
    sc_buf_put_u32(out, 1);               /* arrays in SQL begin at 1 */
}

/* A list in C: of texts as of numbers, for which `has` says what is null. */
static struct any_list load_list(const struct type *type, const void *at)
{
    struct sc_str_list texts;
    struct any_list list;

    if (type->size > 0) {
        memcpy(&list, at, sizeof list);
        return list;
    }
    memcpy(&texts, at, sizeof texts);
    return (struct any_list){.at = texts.at, .count = texts.count};
}

static void store_list(const struct type *type, struct any_list list, void *at)
{
    struct sc_str_list texts = {list.at, list.count};

    if (type->size > 0)
        memcpy(at, &list, sizeof list);
    else
        memcpy(at, &texts, sizeof texts);
}

/* Bytes of one element, or of one value, in C. */
static size_t size_in_c(const struct type *type)
{
    return type->size > 0 ? type->size : sizeof(struct sc_str);
}

static bool is_null_element(const struct type *type, const struct any_list *list, size_t i)
{
    if (type->size > 0)
        return list->has != NULL && !list->has[i];
    return ((const struct sc_str *)list->at)[i].at == NULL;
}

static void put_scalar(struct sc_buf *out, enum sc_field_type type, const void *at)
{
    struct sc_str text;

    if (type_of(type)->size > 0) {
        put_number(out, type, at);
        return;
    }
    memcpy(&text, at, sizeof text);
    sc_buf_put(out, text);
}

static void put_array(struct sc_buf *out, const struct type *type, const void *at)
{
    struct any_list list = load_list(type, at);
    bool has_null = false;

    for (size_t i = 0; i < list.count && !has_null; i++)
        has_null = is_null_element(type, &list, i);
    put_array_head(out, type->element, list.count, has_null);
    for (size_t i = 0; i < list.count && !out->failed; i++) {
        const char *element = (const char *)list.at + i * size_in_c(type);
        if (is_null_element(type, &list, i)) {
            sc_buf_put_u32(out, (uint32_t)SC_PG_NULL_LENGTH);
            continue;
        }
        sc_buf_put_u32(out, type->size > 0 ? type->size
                                           : (uint32_t)((const struct sc_str *)list.at)[i].len);
        put_scalar(out, type->element, element);
    }
}

void sc_pg_encode(struct sc_buf *out, const struct sc_field *field, const void *base)
{
    const struct type *type = type_of(field->type);
    const void *at = (const char *)base + field->at;

    assert(!sc_field_is_null(field, base));
    if (type->is_array)
        put_array(out, type, at);
    else
        put_scalar(out, field->type, at);
}

void sc_pg_encode_sized(struct sc_buf *out, const struct sc_field *field, const void *base)
{
    size_t start = out->len;

    sc_buf_put_u32(out, (uint32_t)SC_PG_NULL_LENGTH);
    if (sc_field_is_null(field, base))
        return;
    sc_pg_encode(out, field, base);
    if (out->failed)
        return;
    uint32_t len = htobe32((uint32_t)(out->len - start - sizeof len)); /* known only behind them */
    memcpy(out->at + start, &len, sizeof len);
}

static uint32_t take_u32(struct sc_str *rest)
{
    uint32_t value;

    memcpy(&value, rest->at, sizeof value);
    *rest = sc_str_sub(*rest, sizeof value, SIZE_MAX);
    return be32toh(value);
}

/* Writes the number that `bytes`, of the type's size, stand for to `at`. */
static void read_number(enum sc_field_type type, const char *bytes, void *at)
{
    union {
        uint16_t u16;
        uint32_t u32;
        uint64_t u64;
        bool yes;
    } value;
    size_t size = type_of(type)->size;

    if (size == 1) {
        value.yes = bytes[0] != 0;
    } else if (size == 2) {
        memcpy(&value, bytes, size);
        value.u16 = be16toh(value.u16);
    } else if (size == 4) {
        memcpy(&value, bytes, size);
        value.u32 = be32toh(value.u32);
    } else {
        memcpy(&value, bytes, size);
        value.u64 = be64toh(value.u64);
    }
    if (type == SC_FIELD_TIMESTAMPTZ)
        value.u64 = (uint64_t)from_pg_time((int64_t)value.u64);
    else if (type == SC_FIELD_DATE)
        value.u32 = (uint32_t)from_pg_date((int32_t)value.u32);
    memcpy(at, &value, size);
}

/* Takes the head of an array of one dimension, or of none (an empty one), off `rest`. */
static enum sc_status take_array_head(struct sc_str *rest, enum sc_field_type element,
                                      size_t *ret_count, bool *ret_has_null)
{
    if (rest->len < 3 * sizeof(uint32_t))
        return SC_INTERNAL;
    uint32_t dimensions = take_u32(rest);
    bool has_null = take_u32(rest) != 0;
    uint32_t oid = take_u32(rest);

    if (oid != sc_pg_type_oid(element) || dimensions > 1)
        return SC_INTERNAL;
    if (dimensions == 1 && rest->len < ARRAY_HEAD - 3 * sizeof(uint32_t))
        return SC_INTERNAL;
    size_t count = 0;
    if (dimensions == 1) {
        count = take_u32(rest);
        take_u32(rest); /* the index of the first is of no interest */
    }
    if (count > rest->len / sizeof(uint32_t)) /* each has at least its length */
        return SC_INTERNAL;
    *ret_count = count;
    *ret_has_null = has_null;
    return SC_OK;
}

/* Takes one element off `rest`; at NULL: it is null. */
static enum sc_status take_element(struct sc_str *rest, struct sc_str *ret_bytes)
{
    if (rest->len < sizeof(uint32_t))
        return SC_INTERNAL;
    int32_t len = (int32_t)take_u32(rest);

    if (len == SC_PG_NULL_LENGTH) {
        *ret_bytes = (struct sc_str){0};
        return SC_OK;
    }
    if (len < 0 || (size_t)len > rest->len)
        return SC_INTERNAL;
    *ret_bytes = sc_str_sub(*rest, 0, (size_t)len);
    *rest = sc_str_sub(*rest, (size_t)len, SIZE_MAX);
    return SC_OK;
}

static enum sc_status read_scalar(struct sc_arena *arena, enum sc_field_type type,
                                  struct sc_str bytes, void *at)
{
    size_t size = type_of(type)->size;

    if (size == 0) {
        struct sc_str text = sc_arena_str(arena, bytes);
        if (text.at == NULL)
            return SC_LIMITED;
        memcpy(at, &text, sizeof text);
        return SC_OK;
    }
    if (bytes.len != size)
        return SC_INTERNAL;
    read_number(type, bytes.at, at);
    return SC_OK;
}

static enum sc_status read_array(struct sc_arena *arena, const struct type *type,
                                 struct sc_str bytes, void *at)
{
    size_t count;
    bool has_null;
    enum sc_status st = take_array_head(&bytes, type->element, &count, &has_null);

    if (st != SC_OK)
        return st;
    bool needs_has = has_null && type->size > 0;
    char *values = sc_arena_array(arena, count, size_in_c(type));
    bool *has = needs_has ? sc_arena_array(arena, count, sizeof *has) : NULL;
    if (values == NULL || (needs_has && has == NULL))
        return SC_LIMITED;
    for (size_t i = 0; i < count; i++) {
        struct sc_str element;
        st = take_element(&bytes, &element);
        if (st == SC_OK && element.at == NULL && !has_null)
            st = SC_INTERNAL;
        if (st == SC_OK && element.at != NULL)
            st = read_scalar(arena, type->element, element, values + i * size_in_c(type));
        if (st != SC_OK)
            return st;
        if (has != NULL)
            has[i] = element.at != NULL;
    }
    store_list(type, (struct any_list){values, has, count}, at);
    return SC_OK;
}

enum sc_status sc_pg_decode(struct sc_arena *arena, const struct sc_field *field,
                            struct sc_str bytes, void *base)
{
    const struct type *type = type_of(field->type);
    char *at = (char *)base + field->at;
    bool has = bytes.at != NULL;

    if (!has && !field->may_be_null)
        return SC_INTERNAL;
    if (has) {
        enum sc_status st = type->is_array ? read_array(arena, type, bytes, at)
                                           : read_scalar(arena, field->type, bytes, at);
        if (st != SC_OK)
            return st;
    } else if (type->size == 0 && !type->is_array) {
        memset(at, 0, sizeof(struct sc_str));
        return SC_OK;
    }
    if (field->may_be_null && (type->size > 0 || type->is_array))
        memcpy((char *)base + field->has_at, &has, sizeof has);
    return SC_OK;
}
