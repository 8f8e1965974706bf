/* Directives, arguments, and the values in them down to the variables. */
#include "graphql/literal.h"
#include "graphql/suggest.h"
#include "graphql/validate_parts.h"

/* What a value stands for. */
struct place {
    const struct sc_gql_use *use;     /* NULL: unknown */
    const struct sc_gql_type *one_of; /* the type whose field it is; NULL: of no such type */
    bool has_preset;
};

static bool is_given_before(const struct sc_gql_argument *first, const struct sc_gql_argument *at)
{
    for (; first != at; first = first->next)
        if (sc_str_eq(first->name, at->name))
            return true;
    return false;
}

static void check_unique(struct sc_gql_check *check, const struct sc_gql_argument *given)
{
    for (const struct sc_gql_argument *one = given; one != NULL && sc_gql_goes_on(check);
         one = one->next) {
        const char *ats[SC_GQL_ERROR_PLACES_MAX + 1] = {one->name.at};
        size_t count = 1;
        for (const struct sc_gql_argument *other = one->next;
             other != NULL && count < SC_GQL_ERROR_PLACES_MAX; other = other->next)
            if (sc_str_eq(other->name, one->name))
                ats[count++] = other->name.at;
        if (count > 1 && !is_given_before(given, one))
            sc_gql_refuse(check, "UniqueArgumentNames", ats,
                          "There can be only one argument named \"%.*s\".", SC_STR_ARGS(one->name));
    }
}

static void refuse_unknown(struct sc_gql_check *check, const struct sc_gql_arguments *arguments,
                           struct sc_str name)
{
    struct sc_str words = SC_STR("");

    if (sc_gql_may_suggest(check, arguments->count)) {
        struct sc_gql_suggestions near = sc_gql_suggest(name);
        for (size_t i = 0; i < arguments->count; i++)
            sc_gql_suggest_offer(&near, arguments->inputs[i].name);
        words = sc_gql_suggest_words(&near, check->arena, "");
    }
    sc_gql_refuse(check, "KnownArgumentNames", SC_GQL_AT(name.at),
                  "Unknown argument \"%.*s\" on %s \"%.*s%s%.*s\".%.*s", SC_STR_ARGS(name),
                  arguments->to, SC_STR_ARGS(arguments->type), arguments->mark,
                  SC_STR_ARGS(arguments->name), SC_STR_ARGS(words));
}

static void check_required(struct sc_gql_check *check, const struct sc_gql_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct sc_gql_input *input = &arguments->inputs[i];
        const struct sc_gql_argument *given = arguments->given;
        if (!sc_gql_is_required(input))
            continue;
        while (given != NULL && !sc_str_eq(given->name, input->name))
            given = given->next;
        if (given == NULL)
            sc_gql_refuse(
                check, "ProvidedRequiredArguments", SC_GQL_AT(arguments->at),
                "Argument \"%.*s%s%.*s(%.*s:)\" of type \"%.*s\" is required, but it was not "
                "provided.",
                SC_STR_ARGS(arguments->type), arguments->mark, SC_STR_ARGS(arguments->name),
                SC_STR_ARGS(input->name), SC_STR_ARGS(sc_gql_use_words(check->arena, input->use)));
    }
}

static void note_usage(struct sc_gql_check *check, const struct sc_gql_value *value,
                       const struct place *place)
{
    struct sc_gql_usage *usage = sc_gql_check_take(check, 1, sizeof *usage);
    struct sc_gql_word *word = sc_gql_check_word(check, value->text);

    if (usage == NULL || word == NULL)
        return;
    *usage = (struct sc_gql_usage){
        .value = value,
        .word = word,
        .use = place->use,
        .one_of = place->one_of,
        .has_preset = place->has_preset,
        .next = check->part->usages,
    };
    check->part->usages = usage;
}

static void check_unique_field(struct sc_gql_check *check, const struct sc_gql_argument *fields,
                               const struct sc_gql_argument *field)
{
    while (fields != field && !sc_str_eq(fields->name, field->name))
        fields = fields->next;
    if (fields != field)
        sc_gql_refuse(check, "UniqueInputFieldNames", SC_GQL_AT(fields->name.at, field->name.at),
                      "There can be only one input field named \"%.*s\".",
                      SC_STR_ARGS(field->name));
}

/* Variables, and fields given twice, at any depth. */
static void walk_value(struct sc_gql_check *check, const struct sc_gql_value *value,
                       const struct place *place)
{
    const struct sc_gql_use *use = place->use;

    if (use != NULL && use->kind == SC_GQL_REF_NON_NULL)
        use = use->of;
    if (value->kind == SC_GQL_VARIABLE) {
        note_usage(check, value, place);
    } else if (value->kind == SC_GQL_LIST) {
        bool is_list = use != NULL && use->kind == SC_GQL_REF_LIST;
        for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
            walk_value(check, item, &(struct place){.use = is_list ? use->of : NULL});
    } else if (value->kind == SC_GQL_OBJECT) {
        const struct sc_gql_type *type =
            use != NULL && use->type->kind == SC_GQL_TYPE_INPUT ? use->type : NULL;
        for (const struct sc_gql_argument *field = value->fields;
             field != NULL && sc_gql_goes_on(check); field = field->next) {
            const struct sc_gql_input *input =
                type == NULL ? NULL
                             : sc_gql_find_input(type->inputs, type->input_count, field->name);
            check_unique_field(check, value->fields, field);
            walk_value(check, field->value,
                       &(struct place){
                           .use = input == NULL ? NULL : input->use,
                           .has_preset = input != NULL && input->preset != NULL,
                           .one_of = input != NULL && type->is_one_of ? type : NULL,
                       });
        }
    }
}

void sc_gql_check_literal(struct sc_gql_check *check, const struct sc_gql_use *use,
                          const struct sc_gql_value *value)
{
    const struct sc_gql_literal_reader reader = {
        .arena = check->arena,
        .errors = check->errors,
        .text = check->document->text,
        .code = "GRAPHQL_VALIDATION_FAILED",
        .rule = "ValuesOfCorrectType",
        .has_suggestions = check->options->has_suggestions,
    };

    if (use != NULL)
        (void)sc_gql_literal_check(&reader, use, value);
    walk_value(check, value, &(struct place){.use = use});
}

void sc_gql_check_arguments(struct sc_gql_check *check, const struct sc_gql_arguments *arguments)
{
    if (arguments->given != NULL && arguments->given->next != NULL)
        check_unique(check, arguments->given);
    for (const struct sc_gql_argument *given = arguments->given;
         given != NULL && sc_gql_goes_on(check); given = given->next) {
        const struct sc_gql_input *input =
            sc_gql_find_input(arguments->inputs, arguments->count, given->name);
        if (input == NULL && arguments->is_known)
            refuse_unknown(check, arguments, given->name);
        if (given->value->kind == SC_GQL_VARIABLE)
            note_usage(check, given->value,
                       &(struct place){
                           .use = input == NULL ? NULL : input->use,
                           .has_preset = input != NULL && input->preset != NULL,
                       });
        else
            sc_gql_check_literal(check, input == NULL ? NULL : input->use, given->value);
    }
    check_required(check, arguments);
}

static void check_once(struct sc_gql_check *check, const struct sc_gql_directive *first,
                       const struct sc_gql_directive *directive)
{
    while (first != directive && !sc_str_eq(first->name, directive->name))
        first = first->next;
    if (first != directive)
        sc_gql_refuse(check, "UniqueDirectivesPerLocation", SC_GQL_AT(first->at, directive->at),
                      "The directive \"@%.*s\" can only be used once at this location.",
                      SC_STR_ARGS(directive->name));
}

void sc_gql_check_directives(struct sc_gql_check *check, const struct sc_gql_directive *directives,
                             enum sc_gql_location location)
{
    for (const struct sc_gql_directive *directive = directives;
         directive != NULL && sc_gql_goes_on(check); directive = directive->next) {
        const struct sc_gql_directive_type *type =
            sc_gql_schema_directive(check->schema, directive->name);
        struct sc_gql_arguments arguments = {
            .given = directive->arguments,
            .at = directive->at,
            .to = "directive",
            .mark = "@",
            .name = directive->name,
        };
        if (type == NULL) {
            sc_gql_refuse(check, "KnownDirectives", SC_GQL_AT(directive->at),
                          "Unknown directive \"@%.*s\".", SC_STR_ARGS(directive->name));
        } else {
            arguments.is_known = true;
            arguments.inputs = type->args;
            arguments.count = type->arg_count;
            if ((type->locations >> location & 1) == 0)
                sc_gql_refuse(check, "KnownDirectives", SC_GQL_AT(directive->at),
                              "Directive \"@%.*s\" may not be used on %s.",
                              SC_STR_ARGS(directive->name), sc_gql_location_name(location));
            if (!type->is_repeatable)
                check_once(check, directives, directive);
        }
        sc_gql_check_arguments(check, &arguments);
    }
}
