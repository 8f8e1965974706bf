#include "graphql/schema_draft.h"

#include "graphql/literal.h"

/* One claim: `type implements interface`. */
struct claim {
    struct sc_gql_draft *draft;
    const struct sc_gql_type *type;
    const struct sc_gql_type *interface;
};

static bool is_same(const struct sc_gql_use *a, const struct sc_gql_use *b)
{
    for (; a->kind == b->kind && a->kind != SC_GQL_REF_NAMED; b = b->of)
        a = a->of;
    return a->kind == b->kind && a->type == b->type;
}

static bool is_member(const struct sc_gql_type *of, const struct sc_gql_type *type)
{
    for (size_t i = 0; i < of->possible_count; i++)
        if (of->possible[i] == type)
            return true;
    return false;
}

/* Whether all that `sub` can be is something that `super` can be. */
static bool is_covariant(const struct sc_gql_use *sub, const struct sc_gql_use *super)
{
    while (super->kind != SC_GQL_REF_NAMED) {
        if (sub->kind == SC_GQL_REF_NON_NULL && super->kind != SC_GQL_REF_NON_NULL)
            sub = sub->of;
        if (sub->kind != super->kind)
            return false;
        sub = sub->of;
        super = super->of;
    }
    if (sub->kind == SC_GQL_REF_NON_NULL)
        sub = sub->of;
    return sub->kind == SC_GQL_REF_NAMED &&
           (sub->type == super->type || sc_gql_implements(sub->type, super->type) ||
            (super->type->kind == SC_GQL_TYPE_UNION && is_member(super->type, sub->type)));
}

/* `field` does what `wanted` promises, as to arguments. */
static void check_arguments(const struct claim *claim, const struct sc_gql_field *field,
                            const struct sc_gql_field *wanted)
{
    for (size_t i = 0; i < wanted->arg_count; i++) {
        const struct sc_gql_input *want = &wanted->args[i];
        const struct sc_gql_input *have =
            sc_gql_find_input(field->args, field->arg_count, want->name);
        if (have == NULL)
            sc_gql_draft_error(claim->draft, want->name.at, field->name.at,
                               "Interface field argument %.*s.%.*s(%.*s:) expected but %.*s.%.*s "
                               "does not provide it.",
                               SC_STR_ARGS(claim->interface->name), SC_STR_ARGS(wanted->name),
                               SC_STR_ARGS(want->name), SC_STR_ARGS(claim->type->name),
                               SC_STR_ARGS(field->name));
        else if (!is_same(have->use, want->use))
            sc_gql_draft_error(claim->draft, want->def->type->at, have->def->type->at,
                               "Interface field argument %.*s.%.*s(%.*s:) and that of %.*s must be "
                               "of one type.",
                               SC_STR_ARGS(claim->interface->name), SC_STR_ARGS(wanted->name),
                               SC_STR_ARGS(want->name), SC_STR_ARGS(claim->type->name));
    }
    for (size_t i = 0; i < field->arg_count; i++) {
        const struct sc_gql_input *have = &field->args[i];
        if (sc_gql_is_required(have) &&
            sc_gql_find_input(wanted->args, wanted->arg_count, have->name) == NULL)
            sc_gql_draft_error(claim->draft, have->name.at, wanted->name.at,
                               "Argument %.*s.%.*s(%.*s:) must not be required: %.*s does not "
                               "have it.",
                               SC_STR_ARGS(claim->type->name), SC_STR_ARGS(field->name),
                               SC_STR_ARGS(have->name), SC_STR_ARGS(claim->interface->name));
    }
}

static void check_field(const struct claim *claim, const struct sc_gql_field *wanted)
{
    const struct sc_gql_field *field =
        sc_gql_schema_field(claim->draft->schema, claim->type, wanted->name);

    if (field == NULL) {
        sc_gql_draft_error(claim->draft, wanted->name.at, claim->type->name.at,
                           "Interface field %.*s.%.*s expected but %.*s does not provide it.",
                           SC_STR_ARGS(claim->interface->name), SC_STR_ARGS(wanted->name),
                           SC_STR_ARGS(claim->type->name));
        return;
    }
    if (!is_covariant(field->use, wanted->use))
        sc_gql_draft_error(claim->draft, wanted->def->type->at, field->def->type->at,
                           "The type of %.*s.%.*s must be that of %.*s.%.*s, or part of it.",
                           SC_STR_ARGS(claim->type->name), SC_STR_ARGS(field->name),
                           SC_STR_ARGS(claim->interface->name), SC_STR_ARGS(wanted->name));
    if (field->deprecated.at != NULL && wanted->deprecated.at == NULL)
        sc_gql_draft_error(claim->draft, field->name.at, wanted->name.at,
                           "Interface field %.*s.%.*s is not deprecated, so %.*s.%.*s must not be "
                           "deprecated.",
                           SC_STR_ARGS(claim->interface->name), SC_STR_ARGS(wanted->name),
                           SC_STR_ARGS(claim->type->name), SC_STR_ARGS(field->name));
    check_arguments(claim, field, wanted);
}

/* What an interface implements, its implementers must say that they implement. */
static void check_ancestors(const struct claim *claim, const char *at)
{
    for (size_t i = 0; i < claim->interface->interface_count; i++) {
        const struct sc_gql_type *above = claim->interface->interfaces[i];
        if (!sc_gql_implements(claim->type, above))
            sc_gql_draft_error(claim->draft, at, NULL,
                               "Type %.*s must implement %.*s because it is implemented by %.*s.",
                               SC_STR_ARGS(claim->type->name), SC_STR_ARGS(above->name),
                               SC_STR_ARGS(claim->interface->name));
    }
}

/* The claim that stands at `name`, the `index`th of the type's. */
static void check_claim(const struct claim *claim, size_t index, const char *at)
{
    const struct sc_gql_type *type = claim->type, *interface = claim->interface;

    if (interface->kind != SC_GQL_TYPE_INTERFACE) {
        sc_gql_draft_error(claim->draft, at, NULL,
                           "Type %.*s must only implement Interface types, it cannot implement "
                           "%.*s.",
                           SC_STR_ARGS(type->name), SC_STR_ARGS(interface->name));
        return;
    }
    if (interface == type) {
        sc_gql_draft_error(claim->draft, at, NULL, "Type %.*s cannot implement itself.",
                           SC_STR_ARGS(type->name));
        return;
    }
    for (size_t i = 0; i < index; i++) {
        if (type->interfaces[i] == interface) {
            sc_gql_draft_error(claim->draft, at, NULL, "Type %.*s can only implement %.*s once.",
                               SC_STR_ARGS(type->name), SC_STR_ARGS(interface->name));
            return;
        }
    }
    check_ancestors(claim, at);
    for (size_t i = 0; i < interface->field_count; i++)
        check_field(claim, &interface->fields[i]);
}

void sc_gql_draft_check_implements(struct sc_gql_draft *draft)
{
    for (size_t i = 0; i < draft->types.count; i++) {
        const struct sc_gql_type *type = draft->types.items[i].type;
        const struct sc_gql_name *name = draft->types.items[i].def.names;
        for (size_t k = 0; k < type->interface_count; k++, name = name->next) {
            struct claim claim = {draft, type, type->interfaces[k]};
            check_claim(&claim, k, name->text.at);
        }
    }
}
