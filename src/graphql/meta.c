#include "graphql/meta.h"

#include "base/json_out.h"
#include "graphql/print.h"

struct asked {
    const struct sc_gql_binding *binding;
    const struct sc_gql_datum *args;
    struct sc_arena *arena;
    struct sc_gql_meta_rows *rows;
};

struct sc_gql_meta {
    const char *type;
    const char *field;
    bool (*put)(const void *row, struct sc_buf *buf); /* a leaf; or */
    enum sc_status (*rows)(const void *row, const struct asked *a);
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

/* Leaves that are the same in several structs of the schema. */
#define TEXT_OF(function, struct_, member)                    \
    static bool function(const void *row, struct sc_buf *buf) \
    {                                                         \
        return put_text(buf, ((const struct_ *)row)->member); \
    }
#define IS_DEPRECATED(function, struct_)                                     \
    static bool function(const void *row, struct sc_buf *buf)                \
    {                                                                        \
        return put_bool(buf, ((const struct_ *)row)->deprecated.at != NULL); \
    }

TEXT_OF(schema_description, struct sc_gql_schema, description)
TEXT_OF(field_name, struct sc_gql_field, name)
TEXT_OF(field_description, struct sc_gql_field, description)
TEXT_OF(field_reason, struct sc_gql_field, deprecated)
IS_DEPRECATED(field_deprecated, struct sc_gql_field)
TEXT_OF(input_name, struct sc_gql_input, name)
TEXT_OF(input_description, struct sc_gql_input, description)
TEXT_OF(input_reason, struct sc_gql_input, deprecated)
IS_DEPRECATED(input_deprecated, struct sc_gql_input)
TEXT_OF(value_name, struct sc_gql_enum_value, name)
TEXT_OF(value_description, struct sc_gql_enum_value, description)
TEXT_OF(value_reason, struct sc_gql_enum_value, deprecated)
IS_DEPRECATED(value_deprecated, struct sc_gql_enum_value)
TEXT_OF(directive_name, struct sc_gql_directive_type, name)
TEXT_OF(directive_description, struct sc_gql_directive_type, description)

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

static bool wants_deprecated(const struct asked *a)
{
    return a->args[0].kind == SC_GQL_DATUM_BOOLEAN && a->args[0].is_true;
}

/* Structs one behind the other, without the deprecated ones unless they are asked for. */
#define GIVE_LIST(a, list, n)                                \
    ({                                                       \
        const void **rows_ = make_rows((a), (n));            \
        bool all_ = wants_deprecated(a);                     \
        for (size_t i_ = 0; rows_ != NULL && i_ < (n); i_++) \
            if (all_ || (list)[i_].deprecated.at == NULL)    \
                rows_[(a)->rows->count++] = &(list)[i_];     \
        rows_ != NULL ? SC_OK : SC_NO_MEMORY;                \
    })

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

static enum sc_status schema_directives(const void *row, const struct asked *a)
{
    const struct sc_gql_schema *schema = row;
    const void **rows = make_rows(a, schema->directive_count);

    if (rows == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < schema->directive_count; i++)
        rows[a->rows->count++] = &schema->directives[i];
    return SC_OK;
}

static enum sc_status type_fields(const void *row, const struct asked *a)
{
    const struct sc_gql_type *type = named(row);

    if (type == NULL || (type->kind != SC_GQL_TYPE_OBJECT && type->kind != SC_GQL_TYPE_INTERFACE))
        return no_list(a);
    return GIVE_LIST(a, type->fields, type->field_count);
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
    return GIVE_LIST(a, type->values, type->value_count);
}

static enum sc_status type_inputs(const void *row, const struct asked *a)
{
    const struct sc_gql_type *type = named(row);

    if (type == NULL || type->kind != SC_GQL_TYPE_INPUT)
        return no_list(a);
    return GIVE_LIST(a, type->inputs, type->input_count);
}

static enum sc_status type_of_type(const void *row, const struct asked *a)
{
    const struct sc_gql_use *use = row;

    return give_one(a, use->kind == SC_GQL_REF_NAMED ? NULL : use->of);
}

static enum sc_status field_args(const void *row, const struct asked *a)
{
    const struct sc_gql_field *field = row;

    return GIVE_LIST(a, field->args, field->arg_count);
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

    return GIVE_LIST(a, directive->args, directive->arg_count);
}

static const struct sc_gql_meta table[] = {
    {"__Schema", "description", schema_description, NULL},
    {"__Schema", "types", NULL, schema_types},
    {"__Schema", "queryType", NULL, schema_query},
    {"__Schema", "mutationType", NULL, schema_mutation},
    {"__Schema", "subscriptionType", NULL, schema_subscription},
    {"__Schema", "directives", NULL, schema_directives},
    {"__Type", "kind", type_kind, NULL},
    {"__Type", "name", type_name, NULL},
    {"__Type", "description", type_description, NULL},
    {"__Type", "specifiedByURL", type_specified_by, NULL},
    {"__Type", "fields", NULL, type_fields},
    {"__Type", "interfaces", NULL, type_interfaces},
    {"__Type", "possibleTypes", NULL, type_possible},
    {"__Type", "enumValues", NULL, type_values},
    {"__Type", "inputFields", NULL, type_inputs},
    {"__Type", "ofType", NULL, type_of_type},
    {"__Type", "isOneOf", type_is_one_of, NULL},
    {"__Field", "name", field_name, NULL},
    {"__Field", "description", field_description, NULL},
    {"__Field", "args", NULL, field_args},
    {"__Field", "type", NULL, field_type},
    {"__Field", "isDeprecated", field_deprecated, NULL},
    {"__Field", "deprecationReason", field_reason, NULL},
    {"__InputValue", "name", input_name, NULL},
    {"__InputValue", "description", input_description, NULL},
    {"__InputValue", "type", NULL, input_type},
    {"__InputValue", "defaultValue", input_default, NULL},
    {"__InputValue", "isDeprecated", input_deprecated, NULL},
    {"__InputValue", "deprecationReason", input_reason, NULL},
    {"__EnumValue", "name", value_name, NULL},
    {"__EnumValue", "description", value_description, NULL},
    {"__EnumValue", "isDeprecated", value_deprecated, NULL},
    {"__EnumValue", "deprecationReason", value_reason, NULL},
    {"__Directive", "name", directive_name, NULL},
    {"__Directive", "description", directive_description, NULL},
    {"__Directive", "isRepeatable", directive_is_repeatable, NULL},
    {"__Directive", "locations", directive_locations, NULL},
    {"__Directive", "args", NULL, directive_args},
};

/* Of the query's root, whatever its name. */
static const struct sc_gql_meta root_table[] = {
    {"", "__schema", NULL, root_schema},
    {"", "__type", NULL, root_type},
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
    return meta->put(row, buf);
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
