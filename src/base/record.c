#include "base/record.h"

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
