#include "graphql/schema.h"

const struct sc_gql_type *sc_gql_schema_type(const struct sc_gql_schema *schema, struct sc_str name)
{
    return sc_gql_names_find(&schema->names, name);
}

const struct sc_gql_directive_type *sc_gql_schema_directive(const struct sc_gql_schema *schema,
                                                            struct sc_str name)
{
    for (size_t i = 0; i < schema->directive_count; i++)
        if (sc_str_eq(schema->directives[i].name, name))
            return &schema->directives[i];
    return NULL;
}

/* The fields that a type has without saying so. */
static const struct sc_gql_field *hidden_field(const struct sc_gql_schema *schema,
                                               const struct sc_gql_type *type, struct sc_str name)
{
    if (sc_gql_is_composite(type) && sc_str_eq(name, schema->typename_field->name))
        return schema->typename_field;
    if (type != schema->roots[SC_GQL_QUERY])
        return NULL;
    if (sc_str_eq(name, schema->schema_field->name))
        return schema->schema_field;
    return sc_str_eq(name, schema->type_field->name) ? schema->type_field : NULL;
}

const struct sc_gql_field *sc_gql_schema_field(const struct sc_gql_schema *schema,
                                               const struct sc_gql_type *type, struct sc_str name)
{
    for (size_t i = 0; i < type->field_count; i++)
        if (sc_str_eq(type->fields[i].name, name))
            return &type->fields[i];
    return sc_str_starts(name, SC_STR("__")) ? hidden_field(schema, type, name) : NULL;
}

const struct sc_gql_input *sc_gql_find_input(const struct sc_gql_input *inputs, size_t count,
                                             struct sc_str name)
{
    for (size_t i = 0; i < count; i++)
        if (sc_str_eq(inputs[i].name, name))
            return &inputs[i];
    return NULL;
}

bool sc_gql_implements(const struct sc_gql_type *type, const struct sc_gql_type *interface)
{
    for (size_t i = 0; i < type->interface_count; i++)
        if (type->interfaces[i] == interface)
            return true;
    return false;
}

static bool has_possible(const struct sc_gql_type *type, const struct sc_gql_type *object)
{
    return (type->possible_bits[object->index / 64] >> object->index % 64 & 1) != 0;
}

bool sc_gql_types_overlap(const struct sc_gql_type *a, const struct sc_gql_type *b)
{
    const struct sc_gql_type *few = a->possible_count <= b->possible_count ? a : b;
    const struct sc_gql_type *many = few == a ? b : a;

    if (a == b) /* an interface that nothing implements has no possible types */
        return true;
    for (size_t i = 0; i < few->possible_count; i++)
        if (has_possible(many, few->possible[i]))
            return true;
    return false;
}

bool sc_gql_is_composite(const struct sc_gql_type *type)
{
    return type->kind == SC_GQL_TYPE_OBJECT || type->kind == SC_GQL_TYPE_INTERFACE ||
           type->kind == SC_GQL_TYPE_UNION;
}

bool sc_gql_is_input(const struct sc_gql_type *type)
{
    return type->kind == SC_GQL_TYPE_SCALAR || type->kind == SC_GQL_TYPE_ENUM ||
           type->kind == SC_GQL_TYPE_INPUT;
}
