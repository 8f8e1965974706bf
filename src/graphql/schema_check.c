#include "graphql/schema_draft.h"

#include "graphql/literal.h"

static void check_name(struct sc_gql_draft *draft, struct sc_str name)
{
    if (sc_str_starts(name, SC_STR("__")))
        sc_gql_draft_error(draft, name.at, NULL,
                           "Name \"%.*s\" must not begin with \"__\", which is reserved by GraphQL "
                           "introspection.",
                           SC_STR_ARGS(name));
}

/* Arguments, or the fields of an input object. */
static void check_inputs(struct sc_gql_draft *draft, const struct sc_gql_input *inputs,
                         size_t count)
{
    for (const struct sc_gql_input *input = inputs; input < inputs + count; input++) {
        check_name(draft, input->name);
        if (!sc_gql_is_input(input->use->type))
            sc_gql_draft_error(draft, input->def->type->at, NULL,
                               "The type of \"%.*s\" must be Input Type but got: %.*s.",
                               SC_STR_ARGS(input->name), SC_STR_ARGS(input->use->type->name));
        if (sc_gql_is_required(input) && input->deprecated.at != NULL)
            sc_gql_draft_error(draft, input->name.at, NULL,
                               "\"%.*s\" is required, so it cannot be deprecated.",
                               SC_STR_ARGS(input->name));
    }
}

static void check_fields(struct sc_gql_draft *draft, const struct sc_gql_type *type)
{
    if (type->field_count == 0)
        sc_gql_draft_error(draft, type->name.at, NULL, "Type %.*s must define one or more fields.",
                           SC_STR_ARGS(type->name));
    for (size_t i = 0; i < type->field_count; i++) {
        const struct sc_gql_field *field = &type->fields[i];
        check_name(draft, field->name);
        if (field->use->type->kind == SC_GQL_TYPE_INPUT)
            sc_gql_draft_error(draft, field->def->type->at, NULL,
                               "The type of %.*s.%.*s must be Output Type but got: %.*s.",
                               SC_STR_ARGS(type->name), SC_STR_ARGS(field->name),
                               SC_STR_ARGS(field->use->type->name));
        check_inputs(draft, field->args, field->arg_count);
    }
}

/* The name's first place in the list that it stands in, if it stands there twice; else NULL. */
static const char *earlier(const struct sc_gql_name *names, const struct sc_gql_name *name)
{
    while (names != name && !sc_str_eq(names->text, name->text))
        names = names->next;
    return names == name ? NULL : names->text.at;
}

static void check_members(struct sc_gql_draft *draft, const struct sc_gql_type *type)
{
    const struct sc_gql_name *name = type->def->names;

    if (type->possible_count == 0)
        sc_gql_draft_error(draft, type->name.at, NULL,
                           "Union type %.*s must define one or more member types.",
                           SC_STR_ARGS(type->name));
    for (size_t i = 0; i < type->possible_count; i++, name = name->next) {
        const char *first = earlier(type->def->names, name);
        if (first != NULL)
            sc_gql_draft_error(draft, first, name->text.at,
                               "Union type %.*s can only include type %.*s once.",
                               SC_STR_ARGS(type->name), SC_STR_ARGS(name->text));
        else if (type->possible[i]->kind != SC_GQL_TYPE_OBJECT)
            sc_gql_draft_error(draft, name->text.at, NULL,
                               "Union type %.*s can only include Object types, it cannot include "
                               "%.*s.",
                               SC_STR_ARGS(type->name), SC_STR_ARGS(name->text));
    }
}

static void check_values(struct sc_gql_draft *draft, const struct sc_gql_type *type)
{
    if (type->value_count == 0)
        sc_gql_draft_error(draft, type->name.at, NULL,
                           "Enum type %.*s must define one or more values.",
                           SC_STR_ARGS(type->name));
    for (size_t i = 0; i < type->value_count; i++)
        check_name(draft, type->values[i].name);
}

static void check_input_fields(struct sc_gql_draft *draft, const struct sc_gql_type *type)
{
    if (type->input_count == 0)
        sc_gql_draft_error(draft, type->name.at, NULL,
                           "Input Object type %.*s must define one or more fields.",
                           SC_STR_ARGS(type->name));
    check_inputs(draft, type->inputs, type->input_count);
    for (size_t i = 0; type->is_one_of && i < type->input_count; i++) {
        const struct sc_gql_input *field = &type->inputs[i];
        if (field->use->kind == SC_GQL_REF_NON_NULL)
            sc_gql_draft_error(draft, field->def->type->at, NULL,
                               "OneOf input field %.*s.%.*s must be nullable.",
                               SC_STR_ARGS(type->name), SC_STR_ARGS(field->name));
        if (field->preset != NULL)
            sc_gql_draft_error(draft, field->preset->at, NULL,
                               "OneOf input field %.*s.%.*s cannot have a default value.",
                               SC_STR_ARGS(type->name), SC_STR_ARGS(field->name));
    }
}

static void check_type(struct sc_gql_draft *draft, const struct sc_gql_type *type)
{
    check_name(draft, type->name);
    switch (type->kind) {
    case SC_GQL_TYPE_SCALAR:
        break;
    case SC_GQL_TYPE_OBJECT:
    case SC_GQL_TYPE_INTERFACE:
        check_fields(draft, type);
        break;
    case SC_GQL_TYPE_UNION:
        check_members(draft, type);
        break;
    case SC_GQL_TYPE_ENUM:
        check_values(draft, type);
        break;
    case SC_GQL_TYPE_INPUT:
        check_input_fields(draft, type);
        break;
    }
}

/* Where the schema says what a root is; NULL: it does not. */
static const char *root_place(const struct sc_gql_draft *draft, enum sc_gql_operation operation)
{
    const struct sc_gql_root_def *root = draft->schema_def.def.roots;

    while (root != NULL && root->operation != operation)
        root = root->next;
    return root == NULL ? NULL : root->type.at;
}

static void check_root(struct sc_gql_draft *draft, enum sc_gql_operation operation)
{
    const struct sc_gql_type *root = draft->schema->roots[operation];
    const char *at = root_place(draft, operation);

    if (root == NULL)
        return;
    if (root->kind != SC_GQL_TYPE_OBJECT)
        sc_gql_draft_error(draft, at != NULL ? at : root->name.at, NULL,
                           "The %s root type must be an Object type, it cannot be %.*s.",
                           sc_gql_operation_name(operation), SC_STR_ARGS(root->name));
    for (int i = SC_GQL_QUERY; i < (int)operation; i++)
        if (draft->schema->roots[i] == root)
            sc_gql_draft_error(draft, at, root_place(draft, (enum sc_gql_operation)i),
                               "All root types must be different, \"%.*s\" is the %s root type "
                               "too.",
                               SC_STR_ARGS(root->name),
                               sc_gql_operation_name((enum sc_gql_operation)i));
}

void sc_gql_draft_check(struct sc_gql_draft *draft)
{
    if (draft->schema->roots[SC_GQL_QUERY] == NULL)
        sc_gql_draft_error(draft, draft->schema_def.def.at, NULL,
                           "Query root type must be provided.");
    for (int i = SC_GQL_QUERY; i <= SC_GQL_SUBSCRIPTION; i++)
        check_root(draft, (enum sc_gql_operation)i);
    for (size_t i = 0; i < draft->directives.count; i++) {
        const struct sc_gql_directive_type *directive = &draft->schema->directives[i];
        if (directive->is_internal)
            continue;
        check_name(draft, directive->name);
        check_inputs(draft, directive->args, directive->arg_count);
    }
    for (size_t i = 0; i < draft->types.count; i++)
        if (!draft->types.items[i].is_own)
            check_type(draft, draft->types.items[i].type);
}
