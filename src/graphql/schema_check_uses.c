/* What stands in the SDL as in a document: directives with their arguments, default values. */
#include "graphql/literal.h"
#include "graphql/schema_draft.h"

/* Names of object fields, once each in an object. Depth is bounded by the parser. */
static void check_object_fields(struct sc_gql_draft *draft, const struct sc_gql_value *value)
{
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
        check_object_fields(draft, item);
    for (const struct sc_gql_argument *field = value->fields; field != NULL; field = field->next) {
        const struct sc_gql_argument *other = value->fields;
        while (!sc_str_eq(other->name, field->name))
            other = other->next;
        if (other != field)
            sc_gql_draft_error(draft, other->name.at, field->name.at,
                               "There can be only one input field named \"%.*s\".",
                               SC_STR_ARGS(field->name));
        check_object_fields(draft, field->value);
    }
}

static void check_value(struct sc_gql_draft *draft, const struct sc_gql_use *use,
                        const struct sc_gql_value *value)
{
    struct sc_gql_literal_reader reader = {
        .arena = draft->errors->arena,
        .errors = draft->errors,
        .text = draft->sdl.text,
        .code = "GRAPHQL_VALIDATION_FAILED",
        .has_suggestions = true,
    };

    sc_gql_literal_check(&reader, use, value);
    check_object_fields(draft, value);
}

static void check_arguments(struct sc_gql_draft *draft, const struct sc_gql_directive *use,
                            const struct sc_gql_directive_type *type)
{
    for (const struct sc_gql_argument *a = use->arguments; a != NULL; a = a->next) {
        const struct sc_gql_input *input = sc_gql_find_input(type->args, type->arg_count, a->name);
        const struct sc_gql_argument *first = sc_gql_find_argument(use->arguments, a->name);
        if (input == NULL)
            sc_gql_draft_error(draft, a->name.at, NULL,
                               "Unknown argument \"%.*s\" on directive \"@%.*s\".",
                               SC_STR_ARGS(a->name), SC_STR_ARGS(type->name));
        else if (first != a)
            sc_gql_draft_error(draft, first->name.at, a->name.at,
                               "There can be only one argument named \"%.*s\".",
                               SC_STR_ARGS(a->name));
        else
            check_value(draft, input->use, a->value);
    }
    for (size_t i = 0; i < type->arg_count; i++)
        if (sc_gql_is_required(&type->args[i]) &&
            sc_gql_find_argument(use->arguments, type->args[i].name) == NULL)
            sc_gql_draft_error(draft, use->at, NULL,
                               "Argument \"@%.*s(%.*s:)\" is required, but it was not provided.",
                               SC_STR_ARGS(type->name), SC_STR_ARGS(type->args[i].name));
}

static bool is_used_before(const struct sc_gql_directive *list, const struct sc_gql_directive *use)
{
    while (list != use && !sc_str_eq(list->name, use->name))
        list = list->next;
    return list != use;
}

static void check_uses(struct sc_gql_draft *draft, const struct sc_gql_directive *list,
                       enum sc_gql_location location)
{
    for (const struct sc_gql_directive *use = list; use != NULL; use = use->next) {
        const struct sc_gql_directive_type *type =
            sc_gql_schema_directive(draft->schema, use->name);
        if (type == NULL) {
            sc_gql_draft_error(draft, use->at, NULL, "Unknown directive \"@%.*s\".",
                               SC_STR_ARGS(use->name));
            continue;
        }
        if ((type->locations >> location & 1) == 0)
            sc_gql_draft_error(draft, use->at, NULL, "Directive \"@%.*s\" may not be used on %s.",
                               SC_STR_ARGS(use->name), sc_gql_location_name(location));
        if (!type->is_repeatable && is_used_before(list, use))
            sc_gql_draft_error(draft, use->at, NULL,
                               "The directive \"@%.*s\" can only be used once at this location.",
                               SC_STR_ARGS(use->name));
        check_arguments(draft, use, type);
    }
}

static void check_inputs(struct sc_gql_draft *draft, const struct sc_gql_input *inputs,
                         size_t count, enum sc_gql_location location)
{
    for (const struct sc_gql_input *input = inputs; input < inputs + count; input++) {
        check_uses(draft, input->directives, location);
        if (input->preset != NULL)
            check_value(draft, input->use, input->preset);
    }
}

static void check_type(struct sc_gql_draft *draft, const struct sc_gql_type *type)
{
    static const enum sc_gql_location locations[] = {
        [SC_GQL_TYPE_SCALAR] = SC_GQL_ON_SCALAR,       [SC_GQL_TYPE_OBJECT] = SC_GQL_ON_OBJECT,
        [SC_GQL_TYPE_INTERFACE] = SC_GQL_ON_INTERFACE, [SC_GQL_TYPE_UNION] = SC_GQL_ON_UNION,
        [SC_GQL_TYPE_ENUM] = SC_GQL_ON_ENUM,           [SC_GQL_TYPE_INPUT] = SC_GQL_ON_INPUT_OBJECT,
    };

    check_uses(draft, type->directives, locations[type->kind]);
    for (size_t i = 0; i < type->field_count; i++) {
        check_uses(draft, type->fields[i].directives, SC_GQL_ON_FIELD_DEFINITION);
        check_inputs(draft, type->fields[i].args, type->fields[i].arg_count,
                     SC_GQL_ON_ARGUMENT_DEFINITION);
    }
    check_inputs(draft, type->inputs, type->input_count, SC_GQL_ON_INPUT_FIELD_DEFINITION);
    for (size_t i = 0; i < type->value_count; i++)
        check_uses(draft, type->values[i].directives, SC_GQL_ON_ENUM_VALUE);
}

void sc_gql_draft_check_uses(struct sc_gql_draft *draft)
{
    check_uses(draft, draft->schema_def.def.directives, SC_GQL_ON_SCHEMA);
    for (size_t i = 0; i < draft->directives.count; i++) {
        const struct sc_gql_directive_type *directive = &draft->schema->directives[i];
        if (!directive->is_internal)
            check_inputs(draft, directive->args, directive->arg_count,
                         SC_GQL_ON_ARGUMENT_DEFINITION);
    }
    for (size_t i = 0; i < draft->types.count; i++)
        if (!draft->types.items[i].is_own)
            check_type(draft, draft->types.items[i].type);
}
