/*
 * What would never end: input objects that need each other, default values that
 * hold each other, directives that stand on what they themselves are made of.
 *
 * The first two are told by settling: a thing is settled when all that it needs
 * is. Passes are made until one settles nothing; what is left then has no end.
 */
#include "graphql/schema_draft.h"

/* Input types, and their fields one after the other. */
struct inputs {
    struct sc_gql_draft *draft;
    bool *types;         /* settled, by type index */
    bool *fields;        /* settled: the default value of each field */
    size_t *first_field; /* in `fields`, by type index */
};

static bool is_input_object(const struct sc_gql_type *type)
{
    return type->kind == SC_GQL_TYPE_INPUT;
}

/* Whether a value of the field can end here, or at a type that is settled. */
static bool field_can_end(const struct inputs *in, const struct sc_gql_input *field, bool is_needed)
{
    const struct sc_gql_use *use = field->use;

    if (use->kind == SC_GQL_REF_NON_NULL) {
        use = use->of;
        is_needed = true;
    }
    if (!is_needed || use->kind != SC_GQL_REF_NAMED || !is_input_object(use->type))
        return true;
    return in->types[use->type->index];
}

/* Of a oneOf one field must end, of others all. */
static bool type_can_end(const struct inputs *in, const struct sc_gql_type *type)
{
    for (size_t i = 0; i < type->input_count; i++)
        if (field_can_end(in, &type->inputs[i], type->is_one_of) == type->is_one_of)
            return type->is_one_of;
    return !type->is_one_of;
}

static bool settle_types(const struct inputs *in)
{
    const struct sc_gql_schema *schema = in->draft->schema;
    bool has_settled = false;

    for (size_t i = 0; i < schema->type_count; i++) {
        if (in->types[i] || !is_input_object(schema->types[i]) ||
            !type_can_end(in, schema->types[i]))
            continue;
        in->types[i] = true;
        has_settled = true;
    }
    return has_settled;
}

/* Whether all default values that come into a value are settled. Depth is bounded by the parser. */
static bool value_can_end(const struct inputs *in, const struct sc_gql_type *type,
                          const struct sc_gql_value *value)
{
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
        if (!value_can_end(in, type, item))
            return false;
    if (value->kind != SC_GQL_OBJECT || !is_input_object(type))
        return true;
    for (size_t i = 0; i < type->input_count; i++) {
        const struct sc_gql_input *field = &type->inputs[i];
        const struct sc_gql_argument *given = sc_gql_find_argument(value->fields, field->name);
        bool can_end = given != NULL ? value_can_end(in, field->use->type, given->value)
                                     : in->fields[in->first_field[type->index] + i];
        if (!can_end)
            return false;
    }
    return true;
}

static bool settle_defaults(const struct inputs *in)
{
    const struct sc_gql_schema *schema = in->draft->schema;
    bool has_settled = false;

    for (size_t i = 0; i < schema->type_count; i++) {
        const struct sc_gql_type *type = schema->types[i];
        for (size_t k = 0; k < type->input_count; k++) {
            const struct sc_gql_input *field = &type->inputs[k];
            bool *settled = &in->fields[in->first_field[i] + k];
            if (*settled ||
                (field->preset != NULL && !value_can_end(in, field->use->type, field->preset)))
                continue;
            *settled = true;
            has_settled = true;
        }
    }
    return has_settled;
}

static void tell_unsettled(const struct inputs *in)
{
    const struct sc_gql_schema *schema = in->draft->schema;

    for (size_t i = 0; i < schema->type_count; i++) {
        const struct sc_gql_type *type = schema->types[i];
        if (is_input_object(type) && !in->types[i])
            sc_gql_draft_error(in->draft, type->name.at, NULL,
                               "Input Object %.*s cannot be provided a finite value: fields that "
                               "it needs lead back to it, or to another such type.",
                               SC_STR_ARGS(type->name));
        for (size_t k = 0; k < type->input_count; k++)
            if (!in->fields[in->first_field[i] + k])
                sc_gql_draft_error(in->draft, type->inputs[k].preset->at, NULL,
                                   "The default value of %.*s.%.*s has no end: it holds default "
                                   "values that hold it, or each other.",
                                   SC_STR_ARGS(type->name), SC_STR_ARGS(type->inputs[k].name));
    }
}

static void check_inputs(struct sc_gql_draft *draft)
{
    const struct sc_gql_schema *schema = draft->schema;
    struct inputs in = {.draft = draft};
    size_t field_count = 0;

    in.first_field = sc_gql_draft_array(draft, draft->scratch, schema->type_count, sizeof(size_t));
    in.types = sc_gql_draft_array(draft, draft->scratch, schema->type_count, sizeof(bool));
    if (in.first_field == NULL || in.types == NULL)
        return;
    for (size_t i = 0; i < schema->type_count; i++) {
        in.first_field[i] = field_count;
        field_count += schema->types[i]->input_count;
    }
    in.fields = sc_gql_draft_array(draft, draft->scratch, field_count, sizeof(bool));
    if (in.fields == NULL)
        return;
    while (settle_types(&in))
        ;
    while (settle_defaults(&in))
        ;
    tell_unsettled(&in);
}

/* What a directive is made of, directly or not: a search that goes on from each thing once. */
struct search {
    struct sc_gql_draft *draft;
    bool *has_type; /* by type index */
    bool *has_directive;
    const struct sc_gql_type **types; /* to go on from */
    size_t type_count;
    const struct sc_gql_directive_type **directives;
    size_t directive_count;
};

static void meet_uses(struct search *search, const struct sc_gql_directive *list)
{
    for (; list != NULL; list = list->next) {
        const struct sc_gql_directive_type *type =
            sc_gql_schema_directive(search->draft->schema, list->name);
        size_t index = (size_t)(type - search->draft->schema->directives);
        if (search->has_directive[index])
            continue;
        search->has_directive[index] = true;
        search->directives[search->directive_count++] = type;
    }
}

static void meet_inputs(struct search *search, const struct sc_gql_input *inputs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct sc_gql_type *type = inputs[i].use->type;
        meet_uses(search, inputs[i].directives);
        if (search->has_type[type->index])
            continue;
        search->has_type[type->index] = true;
        search->types[search->type_count++] = type;
    }
}

static void search_from(struct search *search, const struct sc_gql_directive_type *start)
{
    meet_inputs(search, start->args, start->arg_count);
    while (search->type_count > 0 || search->directive_count > 0) {
        if (search->directive_count > 0) {
            const struct sc_gql_directive_type *next =
                search->directives[--search->directive_count];
            meet_inputs(search, next->args, next->arg_count);
            continue;
        }
        const struct sc_gql_type *type = search->types[--search->type_count];
        meet_uses(search, type->directives);
        meet_inputs(search, type->inputs, type->input_count);
        for (size_t i = 0; i < type->value_count; i++)
            meet_uses(search, type->values[i].directives);
    }
}

static void check_directives(struct sc_gql_draft *draft)
{
    const struct sc_gql_schema *schema = draft->schema;
    struct search search = {.draft = draft};

    search.types = sc_gql_draft_array(draft, draft->scratch, schema->type_count, sizeof(void *));
    search.has_type = sc_gql_draft_array(draft, draft->scratch, schema->type_count, sizeof(bool));
    search.directives =
        sc_gql_draft_array(draft, draft->scratch, schema->directive_count, sizeof(void *));
    search.has_directive =
        sc_gql_draft_array(draft, draft->scratch, schema->directive_count, sizeof(bool));
    for (size_t i = 0; i < schema->directive_count && !draft->is_full; i++) {
        const struct sc_gql_directive_type *directive = &schema->directives[i];
        if (directive->is_internal)
            continue;
        memset(search.has_type, 0, schema->type_count * sizeof(bool));
        memset(search.has_directive, 0, schema->directive_count * sizeof(bool));
        search_from(&search, directive);
        if (search.has_directive[i])
            sc_gql_draft_error(draft, directive->name.at, NULL,
                               "Directive \"@%.*s\" stands on what it is itself made of.",
                               SC_STR_ARGS(directive->name));
    }
}

void sc_gql_draft_check_cycles(struct sc_gql_draft *draft)
{
    check_inputs(draft);
    check_directives(draft);
}
