#include "graphql/run_parts.h"

/* Filling one struct: where it lives, and why it fails. */
struct filling {
    struct sc_arena *arena;
    struct sc_str words; /* absent, after a failure: the arena is full */
};

static bool fill_struct(struct filling *f, const struct sc_gql_in *in,
                        const struct sc_gql_datum *data, char *out);

static bool refuse(struct filling *f, const char *name, const char *what)
{
    f->words = sc_arena_printf(f->arena, "%s: %s", name, what);
    return false;
}

static bool read_id(struct filling *f, const struct sc_gql_in_field *field, struct sc_str id,
                    union sc_key_part *ret_part)
{
    union sc_key_part parts[SC_GQL_KEY_PARTS_MAX];
    enum sc_status st = sc_gql_id_read(f->arena, &field->node->id, id, parts);

    if (st != SC_OK)
        return st == SC_NO_MEMORY ? false : refuse(f, field->to->name, "no such id");
    *ret_part = parts[0];
    return true;
}

/* BUY_GET as a text column says it. */
static bool lower(struct filling *f, struct sc_str name, struct sc_str *ret_text)
{
    char *at = sc_arena_alloc(f->arena, name.len);

    if (at == NULL)
        return false;
    for (size_t i = 0; i < name.len; i++)
        at[i] =
            name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] - 'A' + 'a') : name.at[i];
    *ret_text = (struct sc_str){.at = at, .len = name.len};
    return true;
}

static bool fill_text(struct filling *f, const struct sc_gql_in_field *field,
                      const struct sc_gql_datum *datum, struct sc_str *out)
{
    union sc_key_part part;

    if (datum->kind == SC_GQL_DATUM_ENUM)
        return lower(f, datum->text, out);
    if (sc_str_find_char(datum->text, '\0') >= 0) /* the database has no such text */
        return refuse(f, field->to->name, "must not have a NUL");
    *out = datum->text;
    if (field->node == NULL)
        return true;
    if (!read_id(f, field, datum->text, &part))
        return false;
    *out = part.text;
    return true;
}

/* The whole number of a datum that has one: an enum's is its index, an id's its key. */
static bool whole_of(struct filling *f, const struct sc_gql_in_field *field,
                     const struct sc_gql_datum *datum, int64_t *ret)
{
    union sc_key_part part;

    if (datum->kind == SC_GQL_DATUM_ENUM)
        *ret = datum->count;
    else if (datum->kind == SC_GQL_DATUM_WHOLE)
        *ret = datum->whole;
    else if (!read_id(f, field, datum->text, &part))
        return false;
    else
        *ret = part.number;
    return true;
}

/* Bytes of one value of a type; 0: of what is no single value. */
static size_t width_of(enum sc_field_type type)
{
    static const size_t widths[] = {
        [SC_FIELD_BIGINT] = sizeof(int64_t),      [SC_FIELD_INTEGER] = sizeof(int32_t),
        [SC_FIELD_SMALLINT] = sizeof(int16_t),    [SC_FIELD_BOOLEAN] = sizeof(bool),
        [SC_FIELD_DOUBLE] = sizeof(double),       [SC_FIELD_TEXT] = sizeof(struct sc_str),
        [SC_FIELD_TIMESTAMPTZ] = sizeof(int64_t), [SC_FIELD_DATE] = sizeof(int32_t),
    };

    return type < SC_COUNT(widths) ? widths[type] : 0;
}

/* One value, not null, into its place. */
static bool fill_one(struct filling *f, const struct sc_gql_in_field *field,
                     enum sc_field_type type, const struct sc_gql_datum *datum, void *out)
{
    int64_t whole;

    if (type == SC_FIELD_TEXT)
        return fill_text(f, field, datum, out);
    if (type == SC_FIELD_BOOLEAN) {
        *(bool *)out = datum->is_true;
        return true;
    }
    if (type == SC_FIELD_DOUBLE) {
        *(double *)out = datum->number;
        return true;
    }
    if (!whole_of(f, field, datum, &whole))
        return false;
    size_t width = width_of(type);
    if (width == sizeof(int64_t))
        *(int64_t *)out = whole;
    else if (width == sizeof(int32_t))
        *(int32_t *)out = (int32_t)whole;
    else if (whole < INT16_MIN || whole > INT16_MAX)
        return refuse(f, field->to->name, "not a whole number of 16 bits");
    else
        *(int16_t *)out = (int16_t)whole;
    return true;
}

/* What the elements of an array are. */
static enum sc_field_type element_of(enum sc_field_type type)
{
    static const enum sc_field_type elements[] = {
        [SC_FIELD_BIGINTS] = SC_FIELD_BIGINT,     [SC_FIELD_INTEGERS] = SC_FIELD_INTEGER,
        [SC_FIELD_SMALLINTS] = SC_FIELD_SMALLINT, [SC_FIELD_BOOLEANS] = SC_FIELD_BOOLEAN,
        [SC_FIELD_DOUBLES] = SC_FIELD_DOUBLE,     [SC_FIELD_TEXTS] = SC_FIELD_TEXT,
        [SC_FIELD_DATES] = SC_FIELD_DATE,         [SC_FIELD_TIMESTAMPTZS] = SC_FIELD_TIMESTAMPTZ,
    };

    return elements[type];
}

/* An array: every list of base/record.h begins with where its values are. */
static bool fill_list(struct filling *f, const struct sc_gql_in_field *field,
                      const struct sc_gql_datum *datum, void *out)
{
    enum sc_field_type element = element_of(field->to->type);
    size_t width = width_of(element);
    char *values = sc_arena_array(f->arena, datum->count, width);
    bool *has = sc_arena_array(f->arena, datum->count, sizeof *has);
    bool has_nulls = false;

    if (values == NULL || has == NULL)
        return false;
    for (uint32_t i = 0; i < datum->count; i++) {
        has[i] = datum->items[i].kind != SC_GQL_DATUM_NULL;
        has_nulls |= !has[i];
        if (has[i] && !fill_one(f, field, element, &datum->items[i], values + i * width))
            return false;
    }
    if (element == SC_FIELD_TEXT)
        *(struct sc_str_list *)out =
            (struct sc_str_list){.at = (const struct sc_str *)values, .count = datum->count};
    else
        *(struct sc_i64_list *)out = (struct sc_i64_list){
            .at = (const int64_t *)values, .has = has_nulls ? has : NULL, .count = datum->count};
    return true;
}

static bool fill_rows(struct filling *f, const struct sc_gql_in_field *field,
                      const struct sc_gql_datum *datum, struct sc_rows *out)
{
    size_t size = field->of->shape->size;
    char *rows = sc_arena_array(f->arena, datum->count, size);

    if (rows == NULL)
        return false;
    for (uint32_t i = 0; i < datum->count; i++) {
        if (datum->items[i].kind == SC_GQL_DATUM_NULL)
            return refuse(f, field->to->name, "an item must not be null");
        if (!fill_struct(f, field->of, datum->items[i].items, rows + i * size))
            return false;
    }
    *out = (struct sc_rows){.at = rows, .count = datum->count};
    return true;
}

static bool fill_field(struct filling *f, const struct sc_gql_in_field *field,
                       const struct sc_gql_datum *datum, char *out)
{
    const struct sc_field *to = field->to;
    void *at = out + to->at;

    if (to->type == SC_FIELD_ROW) {
        char *row = sc_arena_zalloc(f->arena, field->of->shape->size);
        *(const void **)at = row;
        return row != NULL && fill_struct(f, field->of, datum->items, row);
    }
    if (to->type == SC_FIELD_ROWS)
        return fill_rows(f, field, datum, at);
    if (to->may_be_null && to->type != SC_FIELD_TEXT)
        *(bool *)(out + to->has_at) = true;
    if (width_of(to->type) == 0)
        return fill_list(f, field, datum, at);
    return fill_one(f, field, to->type, datum, at);
}

/* Zeroed before: what is absent or null is null. Recursion ends where coercion's did. */
static bool fill_struct(struct filling *f, const struct sc_gql_in *in,
                        const struct sc_gql_datum *data, char *out)
{
    for (size_t i = 0; i < in->count; i++) {
        const struct sc_gql_datum *datum = &data[in->fields[i].from];
        if (datum->kind != SC_GQL_DATUM_ABSENT && datum->kind != SC_GQL_DATUM_NULL &&
            !fill_field(f, &in->fields[i], datum, out))
            return false;
    }
    return true;
}

void *sc_gql_fill(struct sc_arena *arena, const struct sc_gql_in *in,
                  const struct sc_gql_datum *data, struct sc_str *ret_words)
{
    struct filling f = {.arena = arena};
    char *out = sc_arena_zalloc(arena, in->shape->size);

    if (out != NULL && fill_struct(&f, in, data, out))
        return out;
    *ret_words = f.words;
    return NULL;
}
