#include "graphql/meta.h"

#include <stddef.h>

#include "base/json_out.h"
#include "graphql/print.h"

struct asked {
    const struct sc_gql_binding *binding;
    const struct sc_gql_datum *args;
    struct sc_arena *arena;
    struct sc_gql_meta_rows *rows;
};

/* How a field is read: a leaf by `put`, or a text at an offset of the row; objects by `rows`. */
struct sc_gql_meta {
    const char *type;
    const char *field;
    bool (*put)(const void *row, struct sc_buf *buf);
    enum sc_status (*rows)(const void *row, const struct asked *a);
    size_t text_at;
    bool is_whether; /* not the text is told, but whether there is one */
};

/* Text, or false: it is absent. */
static bool put_text(struct sc_buf *buf, struct sc_str text)
{
    if (text.at != NULL)
        sc_json_put_text(buf, text);
    return text.at != NULL;
}

static bool put_bool(struct sc_buf *buf, bool value)
{
    sc_buf_put(buf, value ? SC_STR("true") : SC_STR("false"));
    return true;
}

/* The type that a __Type names; NULL: it is a wrapper. */
static const struct sc_gql_type *named(const void *row)
{
    const struct sc_gql_use *use = row;

    return use->kind == SC_GQL_REF_NAMED ? use->type : NULL;
}

static bool type_kind(const void *row, struct sc_buf *buf)
{
    static const struct sc_str kinds[] = {
        [SC_GQL_TYPE_SCALAR] = {"\"SCALAR\"", 8},
        [SC_GQL_TYPE_OBJECT] = {"\"OBJECT\"", 8},
        [SC_GQL_TYPE_INTERFACE] = {"\"INTERFACE\"", 11},
        [SC_GQL_TYPE_UNION] = {"\"UNION\"", 7},
        [SC_GQL_TYPE_ENUM] = {"\"ENUM\"", 6},
        [SC_GQL_TYPE_INPUT] = {"\"INPUT_OBJECT\"", 14},
    };
    const struct sc_gql_use *use = row;

    sc_buf_put(buf, use->kind == SC_GQL_REF_LIST       ? SC_STR("\"LIST\"")
                    : use->kind == SC_GQL_REF_NON_NULL ? SC_STR("\"NON_NULL\"")
                                                       : kinds[use->type->kind]);
    return true;
}

static bool type_name(const void *row, struct sc_buf *buf)
{
    return named(row) != NULL && put_text(buf, named(row)->name);
}

static bool type_description(const void *row, struct sc_buf *buf)
{
    return named(row) != NULL && put_text(buf, named(row)->description);
}

static bool type_specified_by(const void *row, struct sc_buf *buf)
{
    return named(row) != NULL && put_text(buf, named(row)->specified_by);
}

static bool type_is_one_of(const void *row, struct sc_buf *buf)
{
    const struct sc_gql_type *type = named(row);

    return type != NULL && type->kind == SC_GQL_TYPE_INPUT && put_bool(buf, type->is_one_of);
}

static bool directive_is_repeatable(const void *row, struct sc_buf *buf)
{
    return put_bool(buf, ((const struct sc_gql_directive_type *)row)->is_repeatable);
}

static bool directive_locations(const void *row, struct sc_buf *buf)
{
    const struct sc_gql_directive_type *directive = row;
    const char *before = "";

    sc_buf_put_char(buf, '[');
    for (const struct sc_gql_name *name = directive->names; name != NULL; name = name->next) {
        sc_buf_put(buf, sc_str_of(before));
        before = ",";
        sc_json_put_text(buf, name->text);
    }
    sc_buf_put_char(buf, ']');
    return true;
}

static bool input_default(const void *row, struct sc_buf *buf)
{
    const struct sc_gql_input *input = row;
    struct sc_buf text;

    if (input->preset == NULL)
        return false;
    sc_buf_init(&text, buf->cap);
    sc_gql_print_value(input->preset, &text);
    sc_json_put_text(buf, sc_buf_str(&text));
    sc_buf_finish(&text);
    return true;
}

/* `count` rows to be filled in; NULL: the arena is full. */
static const void **make_rows(const struct asked *a, size_t count)
{
    const void **rows = sc_arena_array(a->arena, count, sizeof *rows);

    a->rows->at = rows;
    return rows;
}

static enum sc_status give_one(const struct asked *a, const void *row)
{
    const void **rows = row == NULL ? NULL : make_rows(a, 1);

    if (row == NULL)
        return SC_OK;
    if (rows == NULL)
        return SC_NO_MEMORY;
    rows[0] = row;
    a->rows->count = 1;
    return SC_OK;
}

/* A named type as a __Type. */
static const struct sc_gql_use *use_of(const struct asked *a, const struct sc_gql_type *type)
{
    return type == NULL ? NULL : &a->binding->uses[type->index];
}

static enum sc_status give_types(const struct asked *a, const struct sc_gql_type *const *types,
                                 size_t count)
{
    const void **rows = make_rows(a, count);

    if (rows == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        rows[i] = use_of(a, types[i]);
    a->rows->count = count;
    return SC_OK;
}

/* Structs of the schema, one behind the other; which of them have a text that says why not to use
 * them any more. */
struct list {
    const void *at;
    size_t count;
    size_t size;
    size_t deprecated_at;
};

#define LIST_OF(struct_, at_, count_) \
    (&(const struct list){(at_), (count_), sizeof(struct_), offsetof(struct_, deprecated)})

/* Without the deprecated ones unless they are asked for. */
static enum sc_status give_list(const struct asked *a, const struct list *list)
{
    const void **rows = make_rows(a, list->count);
    bool has_all = a->args[0].kind == SC_GQL_DATUM_BOOLEAN && a->args[0].is_true;
    const char *row = list->at;

    if (rows == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < list->count; i++, row += list->size) {
        const struct sc_str *why = (const void *)(row + list->deprecated_at);
        if (has_all || why->at == NULL)
            rows[a->rows->count++] = row;
    }
    return SC_OK;
}

static enum sc_status no_list(const struct asked *a)
{
    a->rows->is_null = true;
    return SC_OK;
}

static enum sc_status root_schema(const void *row, const struct asked *a)
{
    (void)row;
    return give_one(a, a->binding->schema);
}

static enum sc_status root_type(const void *row, const struct asked *a)
{
    (void)row;
    return give_one(a, use_of(a, sc_gql_schema_type(a->binding->schema, a->args[0].text)));
}

static enum sc_status schema_types(const void *row, const struct asked *a)
{
    const struct sc_gql_schema *schema = row;

    return give_types(a, schema->types, schema->type_count);
}

static enum sc_status schema_query(const void *row, const struct asked *a)
{
    return give_one(a, use_of(a, ((const struct sc_gql_schema *)row)->roots[SC_GQL_QUERY]));
}

static enum sc_status schema_mutation(const void *row, const struct asked *a)
{
    return give_one(a, use_of(a, ((const struct sc_gql_schema *)row)->roots[SC_GQL_MUTATION]));
}

static enum sc_status schema_subscription(const void *row, const struct asked *a)
{
    return give_one(a, use_of(a, ((const struct sc_gql_schema *)row)->roots[SC_GQL_SUBSCRIPTION]));
}

/* Those that bind fields say how we are made: they are no part of the schema that is told. */
static bool is_told(const struct sc_gql_binding *binding,
                    const struct sc_gql_directive_type *directive)
{
    for (const char *const *name = sc_gql_bind_directives; *name != NULL; name++)
        if (!binding->is_plain && sc_str_eq(directive->name, sc_str_of(*name)))
            return false;
    return true;
}

static enum sc_status schema_directives(const void *row, const struct asked *a)
{
    const struct sc_gql_schema *schema = row;
    const void **rows = make_rows(a, schema->directive_count);

    if (rows == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < schema->directive_count; i++)
        if (is_told(a->binding, &schema->directives[i]))
            rows[a->rows->count++] = &schema->directives[i];
    return SC_OK;
}

static enum sc_status type_fields(const void *row, const struct asked *a)
{
    const struct sc_gql_type *type = named(row);

    if (type == NULL || (type->kind != SC_GQL_TYPE_OBJECT && type->kind != SC_GQL_TYPE_INTERFACE))
        return no_list(a);
    return give_list(a, LIST_OF(struct sc_gql_field, type->fields, type->field_count));
}

static enum sc_status type_interfaces(const void *row, const struct asked *a)
{
    const struct sc_gql_type *type = named(row);

    if (type == NULL || (type->kind != SC_GQL_TYPE_OBJECT && type->kind != SC_GQL_TYPE_INTERFACE))
        return no_list(a);
    return give_types(a, type->interfaces, type->interface_count);
}

static enum sc_status type_possible(const void *row, const struct asked *a)
{
    const struct sc_gql_type *type = named(row);

    if (type == NULL || (type->kind != SC_GQL_TYPE_INTERFACE && type->kind != SC_GQL_TYPE_UNION))
        return no_list(a);
    return give_types(a, type->possible, type->possible_count);
}

static enum sc_status type_values(const void *row, const struct asked *a)
{
    const struct sc_gql_type *type = named(row);

    if (type == NULL || type->kind != SC_GQL_TYPE_ENUM)
        return no_list(a);
    return give_list(a, LIST_OF(struct sc_gql_enum_value, type->values, type->value_count));
}

static enum sc_status type_inputs(const void *row, const struct asked *a)
{
    const struct sc_gql_type *type = named(row);

    if (type == NULL || type->kind != SC_GQL_TYPE_INPUT)
        return no_list(a);
    return give_list(a, LIST_OF(struct sc_gql_input, type->inputs, type->input_count));
}

static enum sc_status type_of_type(const void *row, const struct asked *a)
{
    const struct sc_gql_use *use = row;

    return give_one(a, use->kind == SC_GQL_REF_NAMED ? NULL : use->of);
}

static enum sc_status field_args(const void *row, const struct asked *a)
{
    const struct sc_gql_field *field = row;

    return give_list(a, LIST_OF(struct sc_gql_input, field->args, field->arg_count));
}

static enum sc_status field_type(const void *row, const struct asked *a)
{
    return give_one(a, ((const struct sc_gql_field *)row)->use);
}

static enum sc_status input_type(const void *row, const struct asked *a)
{
    return give_one(a, ((const struct sc_gql_input *)row)->use);
}

static enum sc_status directive_args(const void *row, const struct asked *a)
{
    const struct sc_gql_directive_type *directive = row;

    return give_list(a, LIST_OF(struct sc_gql_input, directive->args, directive->arg_count));
}

#define TEXT(struct_, member)    .text_at = offsetof(struct_, member)
#define WHETHER(struct_, member) .text_at = offsetof(struct_, member), .is_whether = true

static const struct sc_gql_meta table[] = {
    {"__Schema", "description", TEXT(struct sc_gql_schema, description)},
    {"__Schema", "types", .rows = schema_types},
    {"__Schema", "queryType", .rows = schema_query},
    {"__Schema", "mutationType", .rows = schema_mutation},
    {"__Schema", "subscriptionType", .rows = schema_subscription},
    {"__Schema", "directives", .rows = schema_directives},
    {"__Type", "kind", .put = type_kind},
    {"__Type", "name", .put = type_name},
    {"__Type", "description", .put = type_description},
    {"__Type", "specifiedByURL", .put = type_specified_by},
    {"__Type", "fields", .rows = type_fields},
    {"__Type", "interfaces", .rows = type_interfaces},
    {"__Type", "possibleTypes", .rows = type_possible},
    {"__Type", "enumValues", .rows = type_values},
    {"__Type", "inputFields", .rows = type_inputs},
    {"__Type", "ofType", .rows = type_of_type},
    {"__Type", "isOneOf", .put = type_is_one_of},
    {"__Field", "name", TEXT(struct sc_gql_field, name)},
    {"__Field", "description", TEXT(struct sc_gql_field, description)},
    {"__Field", "args", .rows = field_args},
    {"__Field", "type", .rows = field_type},
    {"__Field", "isDeprecated", WHETHER(struct sc_gql_field, deprecated)},
    {"__Field", "deprecationReason", TEXT(struct sc_gql_field, deprecated)},
    {"__InputValue", "name", TEXT(struct sc_gql_input, name)},
    {"__InputValue", "description", TEXT(struct sc_gql_input, description)},
    {"__InputValue", "type", .rows = input_type},
    {"__InputValue", "defaultValue", .put = input_default},
    {"__InputValue", "isDeprecated", WHETHER(struct sc_gql_input, deprecated)},
    {"__InputValue", "deprecationReason", TEXT(struct sc_gql_input, deprecated)},
    {"__EnumValue", "name", TEXT(struct sc_gql_enum_value, name)},
    {"__EnumValue", "description", TEXT(struct sc_gql_enum_value, description)},
    {"__EnumValue", "isDeprecated", WHETHER(struct sc_gql_enum_value, deprecated)},
    {"__EnumValue", "deprecationReason", TEXT(struct sc_gql_enum_value, deprecated)},
    {"__Directive", "name", TEXT(struct sc_gql_directive_type, name)},
    {"__Directive", "description", TEXT(struct sc_gql_directive_type, description)},
    {"__Directive", "isRepeatable", .put = directive_is_repeatable},
    {"__Directive", "locations", .put = directive_locations},
    {"__Directive", "args", .rows = directive_args},
};

/* Of the query's root, whatever its name. */
static const struct sc_gql_meta root_table[] = {
    {"", "__schema", .rows = root_schema},
    {"", "__type", .rows = root_type},
};

const struct sc_gql_meta *sc_gql_meta_find(const struct sc_gql_type *type,
                                           const struct sc_gql_field *field)
{
    for (size_t i = 0; i < SC_COUNT(root_table); i++)
        if (sc_str_eq(field->name, sc_str_of(root_table[i].field)))
            return &root_table[i];
    for (size_t i = 0; i < SC_COUNT(table); i++)
        if (sc_str_eq(type->name, sc_str_of(table[i].type)) &&
            sc_str_eq(field->name, sc_str_of(table[i].field)))
            return &table[i];
    return NULL;
}

bool sc_gql_meta_put(const struct sc_gql_meta *meta, const void *row, struct sc_buf *buf)
{
    const struct sc_str *text = (const void *)((const char *)row + meta->text_at);

    if (meta->put != NULL)
        return meta->put(row, buf);
    return meta->is_whether ? put_bool(buf, text->at != NULL) : put_text(buf, *text);
}

enum sc_status sc_gql_meta_rows(const struct sc_gql_meta *meta, const void *row,
                                const struct sc_gql_binding *binding,
                                const struct sc_gql_datum *args, struct sc_arena *arena,
                                struct sc_gql_meta_rows *ret_rows)
{
    struct asked a = {.binding = binding, .args = args, .arena = arena, .rows = ret_rows};

    *ret_rows = (struct sc_gql_meta_rows){0};
    return meta->rows(row, &a);
}
