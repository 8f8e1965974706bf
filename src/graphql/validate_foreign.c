/*
 * Definitions of the type system in a document that is to be executed: refused as
 * a whole, and held against the rules on names of types and directives, as
 * graphql-js does. The parser lets them pass for the test driver only.
 */
#include "graphql/validate_parts.h"

static void check_ref(struct sc_gql_check *check, const struct sc_gql_type_ref *ref)
{
    while (ref->kind != SC_GQL_REF_NAMED)
        ref = ref->of;
    (void)sc_gql_check_type(check, ref->name);
}

static void check_inputs(struct sc_gql_check *check, const struct sc_gql_input_def *inputs,
                         enum sc_gql_location location)
{
    for (; inputs != NULL && sc_gql_goes_on(check); inputs = inputs->next) {
        check_ref(check, inputs->type);
        sc_gql_check_directives(check, inputs->directives, location);
    }
}

static void check_fields(struct sc_gql_check *check, const struct sc_gql_field_def *fields)
{
    for (; fields != NULL && sc_gql_goes_on(check); fields = fields->next) {
        check_inputs(check, fields->arguments, SC_GQL_ON_ARGUMENT_DEFINITION);
        check_ref(check, fields->type);
        sc_gql_check_directives(check, fields->directives, SC_GQL_ON_FIELD_DEFINITION);
    }
}

static void check_names(struct sc_gql_check *check, const struct sc_gql_name *names)
{
    for (; names != NULL; names = names->next)
        (void)sc_gql_check_type(check, names->text);
}

void sc_gql_check_foreign(struct sc_gql_check *check, const struct sc_gql_definition *def)
{
    static const enum sc_gql_location locations[] = {
        [SC_GQL_DEF_SCHEMA] = SC_GQL_ON_SCHEMA,      [SC_GQL_DEF_SCALAR] = SC_GQL_ON_SCALAR,
        [SC_GQL_DEF_OBJECT] = SC_GQL_ON_OBJECT,      [SC_GQL_DEF_INTERFACE] = SC_GQL_ON_INTERFACE,
        [SC_GQL_DEF_UNION] = SC_GQL_ON_UNION,        [SC_GQL_DEF_ENUM] = SC_GQL_ON_ENUM,
        [SC_GQL_DEF_INPUT] = SC_GQL_ON_INPUT_OBJECT,
    };
    bool is_directive = def->kind == SC_GQL_DEF_DIRECTIVE;
    bool is_schema = def->kind == SC_GQL_DEF_SCHEMA;

    sc_gql_refuse(check, "ExecutableDefinitions", SC_GQL_AT(sc_gql_check_start(def)),
                  "The %.*s definition is not executable.",
                  SC_STR_ARGS(is_schema ? SC_STR("schema") : def->name));
    if (!is_directive) {
        sc_gql_check_directives(check, def->directives, locations[def->kind]);
        check_names(check, def->names);
    }
    for (const struct sc_gql_root_def *root = def->roots; root != NULL; root = root->next)
        (void)sc_gql_check_type(check, root->type);
    check_fields(check, def->fields);
    check_inputs(check, def->inputs,
                 is_directive ? SC_GQL_ON_ARGUMENT_DEFINITION : SC_GQL_ON_INPUT_FIELD_DEFINITION);
    for (const struct sc_gql_enum_value_def *value = def->values; value != NULL;
         value = value->next)
        sc_gql_check_directives(check, value->directives, SC_GQL_ON_ENUM_VALUE);
}
