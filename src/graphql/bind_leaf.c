#include "base/buf.h"
#include "base/json_out.h"
#include "graphql/bind_work.h"

/* One value of a column: of an array, what its elements are. */
static enum sc_field_type element_of(enum sc_field_type type, bool *ret_is_list)
{
    *ret_is_list = true;
    switch (type) {
    case SC_FIELD_BIGINTS:
        return SC_FIELD_BIGINT;
    case SC_FIELD_INTEGERS:
        return SC_FIELD_INTEGER;
    case SC_FIELD_SMALLINTS:
        return SC_FIELD_SMALLINT;
    case SC_FIELD_BOOLEANS:
        return SC_FIELD_BOOLEAN;
    case SC_FIELD_DOUBLES:
        return SC_FIELD_DOUBLE;
    case SC_FIELD_TEXTS:
        return SC_FIELD_TEXT;
    case SC_FIELD_TIMESTAMPTZS:
        return SC_FIELD_TIMESTAMPTZ;
    case SC_FIELD_DATES:
        return SC_FIELD_DATE;
    case SC_FIELD_BIGINT:
    case SC_FIELD_INTEGER:
    case SC_FIELD_SMALLINT:
    case SC_FIELD_BOOLEAN:
    case SC_FIELD_DOUBLE:
    case SC_FIELD_TEXT:
    case SC_FIELD_BYTEA:
    case SC_FIELD_TIMESTAMPTZ:
    case SC_FIELD_DATE:
    case SC_FIELD_BYTEAS:
    case SC_FIELD_ROW:
    case SC_FIELD_ROWS:
        break;
    }
    *ret_is_list = false;
    return type;
}

/* Which columns each type of the SDL may be read from, and how they are then written. */
struct fit {
    enum sc_field_type column;
    enum sc_gql_scalar scalar;
    enum sc_gql_form form;
    size_t width;
};

static const struct fit fits[] = {
    {SC_FIELD_SMALLINT, SC_GQL_SCALAR_INT, SC_GQL_FORM_SMALL, sizeof(int16_t)},
    {SC_FIELD_INTEGER, SC_GQL_SCALAR_INT, SC_GQL_FORM_INTEGER, sizeof(int32_t)},
    {SC_FIELD_SMALLINT, SC_GQL_SCALAR_LONG, SC_GQL_FORM_SMALL, sizeof(int16_t)},
    {SC_FIELD_INTEGER, SC_GQL_SCALAR_LONG, SC_GQL_FORM_INTEGER, sizeof(int32_t)},
    {SC_FIELD_BIGINT, SC_GQL_SCALAR_LONG, SC_GQL_FORM_LONG, sizeof(int64_t)},
    {SC_FIELD_SMALLINT, SC_GQL_SCALAR_FLOAT, SC_GQL_FORM_SMALL, sizeof(int16_t)},
    {SC_FIELD_INTEGER, SC_GQL_SCALAR_FLOAT, SC_GQL_FORM_INTEGER, sizeof(int32_t)},
    {SC_FIELD_DOUBLE, SC_GQL_SCALAR_FLOAT, SC_GQL_FORM_DOUBLE, sizeof(double)},
    {SC_FIELD_TEXT, SC_GQL_SCALAR_STRING, SC_GQL_FORM_TEXT, sizeof(struct sc_str)},
    {SC_FIELD_BOOLEAN, SC_GQL_SCALAR_BOOLEAN, SC_GQL_FORM_BOOLEAN, sizeof(bool)},
    {SC_FIELD_TEXT, SC_GQL_SCALAR_ID, SC_GQL_FORM_TEXT, sizeof(struct sc_str)},
    {SC_FIELD_BIGINT, SC_GQL_SCALAR_ID, SC_GQL_FORM_DIGITS, sizeof(int64_t)},
    {SC_FIELD_TIMESTAMPTZ, SC_GQL_SCALAR_DATE_TIME, SC_GQL_FORM_TIME, sizeof(int64_t)},
    {SC_FIELD_DATE, SC_GQL_SCALAR_DATE, SC_GQL_FORM_DATE, sizeof(int32_t)},
    {SC_FIELD_TEXT, SC_GQL_CUSTOM, SC_GQL_FORM_TEXT, sizeof(struct sc_str)},
};

/* BUY_GET as the answer says it, and as a text column does. */
static bool add_words(struct sc_gql_binder *b, const struct sc_gql_type *type,
                      struct sc_gql_leaf *leaf)
{
    struct sc_str *words = sc_gql_bind_make(b, type->value_count, sizeof *words);
    struct sc_str *stored = sc_gql_bind_make(b, type->value_count, sizeof *stored);

    if (words == NULL || stored == NULL)
        return false;
    for (size_t i = 0; i < type->value_count; i++) {
        struct sc_str name = type->values[i].name;
        char *lower = sc_gql_bind_make(b, name.len, 1);
        words[i] = sc_arena_printf(b->arena, "\"%.*s\"", SC_STR_ARGS(name));
        if (lower == NULL || words[i].at == NULL)
            return false;
        for (size_t c = 0; c < name.len; c++)
            lower[c] = name.at[c] >= 'A' && name.at[c] <= 'Z' ? (char)(name.at[c] - 'A' + 'a')
                                                              : name.at[c];
        stored[i] = (struct sc_str){.at = lower, .len = name.len};
    }
    leaf->words = words;
    leaf->stored = stored;
    leaf->word_count = type->value_count;
    return true;
}

static bool set_form(struct sc_gql_binder *b, const struct sc_gql_type *type,
                     enum sc_field_type element, struct sc_gql_leaf *leaf)
{
    if (type->kind == SC_GQL_TYPE_ENUM) {
        bool is_text = element == SC_FIELD_TEXT;
        leaf->form = is_text ? SC_GQL_FORM_ENUM_TEXT : SC_GQL_FORM_ENUM_INDEX;
        leaf->width = is_text ? sizeof(struct sc_str) : sizeof(int16_t);
        return (is_text || element == SC_FIELD_SMALLINT) && add_words(b, type, leaf);
    }
    for (size_t i = 0; i < SC_COUNT(fits); i++)
        if (fits[i].column == element && fits[i].scalar == type->scalar) {
            leaf->form = fits[i].form;
            leaf->width = fits[i].width;
            return true;
        }
    return false;
}

const struct sc_gql_leaf *sc_gql_bind_leaf(struct sc_gql_binder *b,
                                           const struct sc_gql_field *field,
                                           const struct sc_field *column)
{
    const struct sc_gql_node *node = sc_gql_bind_id_of(b, field->directives);
    const struct sc_gql_use *use = field->use;
    struct sc_gql_leaf *leaf = sc_gql_bind_make(b, 1, sizeof *leaf);

    if (leaf == NULL)
        return NULL;
    leaf->column = column;
    enum sc_field_type element = element_of(column->type, &leaf->is_list);
    if (use->kind == SC_GQL_REF_NON_NULL)
        use = use->of;
    bool wants_list = use->kind == SC_GQL_REF_LIST;
    if (wants_list) {
        use = use->of;
        leaf->has_null_items = use->kind != SC_GQL_REF_NON_NULL;
        if (use->kind == SC_GQL_REF_NON_NULL)
            use = use->of;
    }
    bool fits_form = node == NULL
                         ? use->kind == SC_GQL_REF_NAMED && set_form(b, use->type, element, leaf)
                         : !leaf->is_list && node->id.key_count == 1 && sc_gql_key_fits(column) &&
                               sc_gql_key_is_text(column) == sc_gql_key_is_text(node->id.keys[0]);
    if (!fits_form || wants_list != leaf->is_list) {
        sc_gql_bind_fail(b, field->name.at, "field %.*s: column %s is not of a type for it",
                         SC_STR_ARGS(field->name), column->name);
        return NULL;
    }
    if (node != NULL) {
        const struct sc_field **keys = sc_gql_bind_make(b, 1, sizeof *keys);
        if (keys == NULL)
            return NULL;
        keys[0] = column;
        leaf->form = SC_GQL_FORM_ID;
        leaf->id = (struct sc_gql_id_form){.tag = node->id.tag, .keys = keys, .key_count = 1};
    }
    return leaf;
}

const struct sc_gql_leaf *sc_gql_bind_id_leaf(struct sc_gql_binder *b,
                                              const struct sc_gql_field *field,
                                              const struct sc_gql_node *node,
                                              const struct sc_shape *shape, struct sc_str prefix)
{
    struct sc_gql_leaf *leaf = sc_gql_bind_make(b, 1, sizeof *leaf);
    const struct sc_field **keys = sc_gql_bind_make(b, node->id.key_count, sizeof *keys);

    if (leaf == NULL || keys == NULL)
        return NULL;
    for (size_t i = 0; i < node->id.key_count; i++) {
        struct sc_str name = sc_str_of(node->id.keys[i]->name);
        keys[i] = sc_gql_bind_column(shape, prefix, name);
        if (keys[i] == NULL || !sc_gql_key_fits(keys[i]) ||
            sc_gql_key_is_text(keys[i]) != sc_gql_key_is_text(node->id.keys[i])) {
            sc_gql_bind_fail(b, field->name.at, "field %.*s: no column %.*s of its key",
                             SC_STR_ARGS(field->name), SC_STR_ARGS(name));
            return NULL;
        }
    }
    *leaf = (struct sc_gql_leaf){
        .form = SC_GQL_FORM_ID,
        .column = keys[0],
        .id = {.tag = node->id.tag, .keys = keys, .key_count = node->id.key_count},
    };
    return leaf;
}
