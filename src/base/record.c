#include "base/record.h"

#include <assert.h>
#include <stdalign.h>

const struct sc_field *sc_shape_find(const struct sc_shape *shape, struct sc_str name)
{
    for (size_t i = 0; i < shape->count; i++)
        if (sc_str_eq(sc_str_of(shape->fields[i].name), name))
            return &shape->fields[i];
    return NULL;
}

/* The pointer that text, a row and rows begin with. */
static bool is_said_by_pointer(enum sc_field_type type)
{
    return type == SC_FIELD_TEXT || type == SC_FIELD_BYTEA || type >= SC_FIELD_SQL_COUNT;
}

bool sc_field_is_null(const struct sc_field *field, const void *row)
{
    const char *at = (const char *)row + field->at;
    bool has = true;

    if (is_said_by_pointer(field->type)) {
        const void *pointer;
        memcpy(&pointer, at, sizeof pointer);
        return pointer == NULL;
    }
    if (field->may_be_null)
        memcpy(&has, (const char *)row + field->has_at, sizeof has);
    return !has;
}

/* Lists of numbers are all of one form: a pointer, another, a count. */
static size_t value_size(enum sc_field_type type)
{
    static const uint8_t sizes[] = {
        [SC_FIELD_BIGINT] = sizeof(int64_t),
        [SC_FIELD_INTEGER] = sizeof(int32_t),
        [SC_FIELD_SMALLINT] = sizeof(int16_t),
        [SC_FIELD_BOOLEAN] = sizeof(bool),
        [SC_FIELD_DOUBLE] = sizeof(double),
        [SC_FIELD_TEXT] = sizeof(struct sc_str),
        [SC_FIELD_BYTEA] = sizeof(struct sc_str),
        [SC_FIELD_TIMESTAMPTZ] = sizeof(int64_t),
        [SC_FIELD_DATE] = sizeof(int32_t),
        [SC_FIELD_TEXTS] = sizeof(struct sc_str_list),
        [SC_FIELD_BYTEAS] = sizeof(struct sc_str_list),
        [SC_FIELD_ROW] = sizeof(const void *),
        [SC_FIELD_ROWS] = sizeof(struct sc_rows),
    };

    return sizes[type] != 0 ? sizes[type] : sizeof(struct sc_i64_list);
}

void sc_field_copy(const struct sc_field *from, const void *row, const struct sc_field *to,
                   void *ret_row)
{
    bool has = !sc_field_is_null(from, row);

    assert(from->type == to->type);
    memcpy((char *)ret_row + to->at, (const char *)row + from->at, value_size(from->type));
    if (to->may_be_null && !is_said_by_pointer(to->type))
        memcpy((char *)ret_row + to->has_at, &has, sizeof has);
}

/* Of the elements of a list; 0: it is none. */
static size_t element_size(enum sc_field_type type)
{
    static const uint8_t sizes[SC_FIELD_SQL_COUNT] = {
        [SC_FIELD_BIGINTS] = sizeof(int64_t),      [SC_FIELD_INTEGERS] = sizeof(int32_t),
        [SC_FIELD_SMALLINTS] = sizeof(int16_t),    [SC_FIELD_BOOLEANS] = sizeof(bool),
        [SC_FIELD_DOUBLES] = sizeof(double),       [SC_FIELD_TEXTS] = sizeof(struct sc_str),
        [SC_FIELD_TIMESTAMPTZS] = sizeof(int64_t), [SC_FIELD_DATES] = sizeof(int32_t),
        [SC_FIELD_BYTEAS] = sizeof(struct sc_str),
    };

    assert(type < SC_FIELD_SQL_COUNT);
    return sizes[type];
}

/* Where things are written one behind the other; `to` NULL: only measured. */
struct pack {
    char *to;
    size_t used;
};

/* Where a copy of the bytes now lies; NULL when measuring. */
static void *pack_bytes(struct pack *pack, const void *at, size_t size, size_t align)
{
    pack->used = (pack->used + align - 1) / align * align;
    char *copy = pack->to == NULL ? NULL : pack->to + pack->used;

    if (copy != NULL && size > 0)
        memcpy(copy, at, size);
    pack->used += size;
    return copy;
}

/* Has the text at `slot`, in a struct already copied to `copy`, point into the pack. */
static void pack_text(struct pack *pack, const struct sc_str *text, void *copy)
{
    if (text->at == NULL)
        return;
    struct sc_str moved = {pack_bytes(pack, text->at, text->len, 1), text->len};

    if (copy != NULL)
        memcpy(copy, &moved, sizeof moved);
}

static void pack_texts(struct pack *pack, const struct sc_str_list *list, void *copy)
{
    struct sc_str *texts =
        pack_bytes(pack, list->at, list->count * sizeof *list->at, alignof(struct sc_str));

    for (size_t i = 0; i < list->count; i++)
        pack_text(pack, &list->at[i], texts == NULL ? NULL : &texts[i]);
    struct sc_str_list moved = {texts, list->count};
    if (copy != NULL)
        memcpy(copy, &moved, sizeof moved);
}

/* A list of numbers; all have the form of this one. */
static void pack_numbers(struct pack *pack, const struct sc_i64_list *list, size_t size, void *copy)
{
    struct sc_i64_list moved = {.count = list->count};

    moved.at = pack_bytes(pack, list->at, list->count * size, size);
    if (list->has != NULL)
        moved.has = pack_bytes(pack, list->has, list->count * sizeof(bool), 1);
    if (copy != NULL)
        memcpy(copy, &moved, sizeof moved);
}

static void pack_field(struct pack *pack, const struct sc_field *field, const void *row, void *copy)
{
    const void *at = (const char *)row + field->at;
    void *to = copy == NULL ? NULL : (char *)copy + field->at;
    size_t size = element_size(field->type);
    struct sc_str text;
    struct sc_str_list texts;
    struct sc_i64_list numbers;

    if (field->type == SC_FIELD_TEXT || field->type == SC_FIELD_BYTEA) {
        memcpy(&text, at, sizeof text);
        pack_text(pack, &text, to);
    } else if (size == 0 || sc_field_is_null(field, row)) {
        return;
    } else if (field->type == SC_FIELD_TEXTS || field->type == SC_FIELD_BYTEAS) {
        memcpy(&texts, at, sizeof texts);
        pack_texts(pack, &texts, to);
    } else {
        memcpy(&numbers, at, sizeof numbers);
        pack_numbers(pack, &numbers, size, to);
    }
}

size_t sc_rows_pack(const struct sc_shape *shape, const void *const *rows, size_t count, void *to)
{
    struct pack pack = {.to = to, .used = count * shape->size};

    for (size_t i = 0; i < count; i++) {
        char *copy = to == NULL ? NULL : (char *)to + i * shape->size;
        if (copy != NULL)
            memcpy(copy, rows[i], shape->size);
        for (size_t f = 0; f < shape->count; f++)
            pack_field(&pack, &shape->fields[f], rows[i], copy);
    }
    return pack.used;
}
