/* Variables: what an operation declares, and what it and its fragments make of that. */
#include "graphql/literal.h"
#include "graphql/validate_parts.h"

/* A type as written with its names resolved; NULL: one is unknown, which has been said. */
static const struct sc_gql_use *resolve(struct sc_gql_check *check,
                                        const struct sc_gql_type_ref *ref)
{
    const struct sc_gql_use *of = NULL;
    const struct sc_gql_type *type;

    if (ref->kind == SC_GQL_REF_NAMED) {
        type = sc_gql_check_type(check, ref->name);
    } else {
        of = resolve(check, ref->of);
        type = of == NULL ? NULL : of->type;
    }
    struct sc_gql_use *use = type == NULL ? NULL : sc_gql_check_take(check, 1, sizeof *use);
    if (use != NULL)
        *use = (struct sc_gql_use){.kind = ref->kind, .of = of, .type = type};
    return use;
}

/* One error for a name, with all the places. */
static void check_unique(struct sc_gql_check *check, const struct sc_gql_variable *variables,
                         const struct sc_gql_variable *variable)
{
    const char *ats[SC_GQL_ERROR_PLACES_MAX + 1] = {variable->name.at};
    size_t count = 1;

    while (variables != variable && !sc_str_eq(variables->name, variable->name))
        variables = variables->next;
    if (variables != variable)
        return;
    for (const struct sc_gql_variable *other = variable->next;
         other != NULL && count < SC_GQL_ERROR_PLACES_MAX; other = other->next)
        if (sc_str_eq(other->name, variable->name))
            ats[count++] = other->name.at;
    if (count > 1)
        sc_gql_refuse(check, "UniqueVariableNames", ats,
                      "There can be only one variable named \"$%.*s\".",
                      SC_STR_ARGS(variable->name));
}

void sc_gql_check_variable_definitions(struct sc_gql_check *check, struct sc_gql_part *operation)
{
    const struct sc_gql_variable *variables = operation->def->variables;
    struct sc_gql_known_variable **end = &operation->variables;

    for (const struct sc_gql_variable *variable = variables;
         variable != NULL && sc_gql_goes_on(check); variable = variable->next) {
        struct sc_gql_known_variable *known = sc_gql_check_take(check, 1, sizeof *known);
        struct sc_gql_word *word = sc_gql_check_word(check, variable->name);
        if (known == NULL || word == NULL)
            return;
        *known = (struct sc_gql_known_variable){
            .def = variable,
            .word = word,
            .use = resolve(check, variable->type),
        };
        *end = known;
        end = &known->next;
        check_unique(check, variables, variable);
        bool is_input = known->use != NULL && sc_gql_is_input(known->use->type);
        if (known->use != NULL && !is_input)
            sc_gql_refuse(check, "VariablesAreInputTypes", SC_GQL_AT(variable->type->at),
                          "Variable \"$%.*s\" cannot be non-input type \"%.*s\".",
                          SC_STR_ARGS(variable->name),
                          SC_STR_ARGS(sc_gql_use_words(check->arena, known->use)));
        if (variable->preset != NULL)
            sc_gql_check_literal(check, is_input ? known->use : NULL, variable->preset);
        sc_gql_check_directives(check, variable->directives, SC_GQL_ON_VARIABLE_DEFINITION);
    }
}

static const char *variable_start(const struct sc_gql_variable *variable)
{
    return variable->description != NULL ? variable->description->at : variable->at;
}

/* Whether each value of one input type is one of the other, but for lists of one. */
static bool is_within(const struct sc_gql_use *use, const struct sc_gql_use *wide)
{
    for (;;) {
        if (use->kind == SC_GQL_REF_NON_NULL && wide->kind != SC_GQL_REF_NON_NULL) {
            use = use->of;
            continue;
        }
        if (use->kind != wide->kind)
            return false;
        if (use->kind == SC_GQL_REF_NAMED)
            return use->type == wide->type;
        use = use->of;
        wide = wide->of;
    }
}

/* IsVariableUsageAllowed of the edition. */
static bool is_allowed(const struct sc_gql_known_variable *variable,
                       const struct sc_gql_usage *usage)
{
    const struct sc_gql_value *preset = variable->def->preset;
    const struct sc_gql_use *wanted = usage->use;

    if (wanted->kind == SC_GQL_REF_NON_NULL && variable->use->kind != SC_GQL_REF_NON_NULL) {
        if (!usage->has_preset && (preset == NULL || preset->kind == SC_GQL_NULL))
            return false;
        wanted = wanted->of;
    }
    return is_within(variable->use, wanted);
}

static void check_position(struct sc_gql_check *check, const struct sc_gql_known_variable *variable,
                           const struct sc_gql_usage *usage)
{
    if (variable->use == NULL || usage->use == NULL)
        return;
    if (!is_allowed(variable, usage))
        sc_gql_refuse(
            check, "VariablesInAllowedPosition",
            SC_GQL_AT(variable_start(variable->def), usage->value->at),
            "Variable \"$%.*s\" of type \"%.*s\" used in position expecting type \"%.*s\".",
            SC_STR_ARGS(usage->word->text),
            SC_STR_ARGS(sc_gql_use_words(check->arena, variable->use)),
            SC_STR_ARGS(sc_gql_use_words(check->arena, usage->use)));
    if (usage->one_of != NULL && variable->use->kind != SC_GQL_REF_NON_NULL)
        sc_gql_refuse(check, "VariablesInAllowedPosition",
                      SC_GQL_AT(variable_start(variable->def), usage->value->at),
                      "Variable \"$%.*s\" is of type \"%.*s\" but must be non-nullable to be used "
                      "for OneOf Input Object \"%.*s\".",
                      SC_STR_ARGS(usage->word->text),
                      SC_STR_ARGS(sc_gql_use_words(check->arena, variable->use)),
                      SC_STR_ARGS(usage->one_of->name));
}

static void check_usages(struct sc_gql_check *check, const struct sc_gql_part *operation,
                         const struct sc_gql_part *part)
{
    for (const struct sc_gql_usage *usage = part->usages; usage != NULL && sc_gql_goes_on(check);
         usage = usage->next) {
        usage->word->used = check->stamp;
        if (usage->word->variable != NULL)
            check_position(check, usage->word->variable, usage);
        else
            sc_gql_refuse(
                check, "NoUndefinedVariables",
                SC_GQL_AT(usage->value->at, sc_gql_check_start(operation->def)),
                "Variable \"$%.*s\" is not defined%s%.*s.", SC_STR_ARGS(usage->word->text),
                operation->word == NULL ? "" : " by operation ", SC_STR_ARGS(operation->def->name));
    }
}

static void check_operation(struct sc_gql_check *check, const struct sc_gql_part *operation)
{
    struct sc_gql_known_variable *variable;

    check->stamp++;
    for (variable = operation->variables; variable != NULL; variable = variable->next)
        variable->word->variable = variable;
    size_t reached = sc_gql_check_reach(check, operation, 0);
    check_usages(check, operation, operation);
    for (size_t i = 0; i < reached; i++)
        check_usages(check, operation, check->reached[i]);
    for (variable = operation->variables; variable != NULL && sc_gql_goes_on(check);
         variable = variable->next)
        if (variable->word->used != check->stamp)
            sc_gql_refuse(
                check, "NoUnusedVariables", SC_GQL_AT(variable_start(variable->def)),
                "Variable \"$%.*s\" is never used%s%.*s.", SC_STR_ARGS(variable->def->name),
                operation->word == NULL ? "" : " in operation ", SC_STR_ARGS(operation->def->name));
    for (variable = operation->variables; variable != NULL; variable = variable->next)
        variable->word->variable = NULL;
}

void sc_gql_check_variable_usages(struct sc_gql_check *check)
{
    for (size_t i = 0; i < check->part_count && sc_gql_goes_on(check); i++)
        if (check->parts[i].def->kind == SC_GQL_DEF_OPERATION)
            check_operation(check, &check->parts[i]);
}
