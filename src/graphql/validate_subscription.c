/* SingleFieldSubscriptions: section 5.2.4. */
#include "graphql/validate_parts.h"

/* Selections being gone through, in the { } that they stand in. */
struct visit {
    const struct sc_gql_selection *at;
    struct visit *up;
};

/* A response key at the top, and where it stands. */
struct root_field {
    const struct sc_gql_word *key;
    struct sc_str name; /* of the field, where it stands first */
    const char *ats[SC_GQL_ERROR_PLACES_MAX + 1];
    size_t count;
    struct root_field *next;
};

struct roots {
    struct sc_gql_check *check;
    const struct sc_gql_type *type;
    struct visit *visit;
    struct root_field *fields;
    struct root_field **end;
    const char *conditions[SC_GQL_ERROR_PLACES_MAX + 1]; /* @skip and @include */
    size_t condition_count;
};

static bool is_conditional(struct roots *roots, const struct sc_gql_directive *directives)
{
    const struct sc_gql_directive *condition = sc_gql_find_directive(directives, SC_STR("skip"));

    if (condition == NULL)
        condition = sc_gql_find_directive(directives, SC_STR("include"));
    if (condition != NULL && roots->condition_count < SC_GQL_ERROR_PLACES_MAX)
        roots->conditions[roots->condition_count++] = condition->at;
    return condition != NULL;
}

static bool applies(const struct roots *roots, struct sc_str on)
{
    const struct sc_gql_type *type =
        on.at == NULL ? roots->type : sc_gql_schema_type(roots->check->schema, on);

    return type != NULL && sc_gql_is_composite(type) && sc_gql_types_overlap(type, roots->type);
}

static void enter(struct roots *roots, const struct sc_gql_selection *selections)
{
    struct visit *visit = sc_gql_check_take(roots->check, 1, sizeof *visit);

    if (visit == NULL)
        return;
    *visit = (struct visit){.at = selections, .up = roots->visit};
    roots->visit = visit;
}

static void add_field(struct roots *roots, const struct sc_gql_selection *selection)
{
    const struct sc_gql_word *key = sc_gql_check_word(
        roots->check, selection->alias.at != NULL ? selection->alias : selection->name);
    struct root_field *field = roots->fields;

    while (field != NULL && field->key != key)
        field = field->next;
    if (field == NULL) {
        field = sc_gql_check_take(roots->check, 1, sizeof *field);
        if (field == NULL || key == NULL)
            return;
        field->key = key;
        field->name = selection->name;
        *roots->end = field;
        roots->end = &field->next;
    }
    if (field->count < SC_GQL_ERROR_PLACES_MAX)
        field->ats[field->count++] = selection->at;
}

static void collect(struct roots *roots)
{
    struct sc_gql_check *check = roots->check;

    while (roots->visit != NULL && sc_gql_goes_on(check)) {
        const struct sc_gql_selection *at = roots->visit->at;
        if (at == NULL) {
            roots->visit = roots->visit->up;
            continue;
        }
        roots->visit->at = at->next;
        if (is_conditional(roots, at->directives))
            continue;
        if (at->kind == SC_GQL_FIELD) {
            add_field(roots, at);
        } else if (at->kind == SC_GQL_INLINE) {
            if (applies(roots, at->on))
                enter(roots, at->selections);
        } else {
            struct sc_gql_word *word = sc_gql_check_word(check, at->name);
            struct sc_gql_part *fragment = word == NULL ? NULL : word->fragment;
            if (fragment == NULL || fragment->reached == check->stamp ||
                !applies(roots, fragment->def->on))
                continue;
            fragment->reached = check->stamp;
            enter(roots, fragment->def->selections);
        }
    }
}

static void refuse(struct sc_gql_check *check, const struct sc_gql_part *operation,
                   const char *const *ats, const char *words)
{
    if (operation->word == NULL)
        sc_gql_refuse(check, "SingleFieldSubscriptions", ats, "Anonymous Subscription must %s.",
                      words);
    else
        sc_gql_refuse(check, "SingleFieldSubscriptions", ats, "Subscription \"%.*s\" must %s.",
                      SC_STR_ARGS(operation->def->name), words);
}

static void refuse_extra(struct sc_gql_check *check, const struct sc_gql_part *operation,
                         const struct root_field *extra)
{
    const char *ats[SC_GQL_ERROR_PLACES_MAX + 1] = {0};
    size_t count = 0;

    for (; extra != NULL; extra = extra->next)
        for (size_t i = 0; i < extra->count && count < SC_GQL_ERROR_PLACES_MAX; i++)
            ats[count++] = extra->ats[i];
    refuse(check, operation, ats, "select only one top level field");
}

void sc_gql_check_subscription(struct sc_gql_check *check, const struct sc_gql_part *operation)
{
    struct roots roots = {.check = check, .type = operation->type, .end = NULL};

    if (operation->type == NULL)
        return;
    roots.end = &roots.fields;
    check->stamp++;
    enter(&roots, operation->def->selections);
    collect(&roots);
    if (roots.condition_count > 0) {
        refuse(check, operation, roots.conditions,
               "not use `@skip` or `@include` directives in the top level selection");
        return;
    }
    if (roots.fields == NULL)
        refuse(check, operation, SC_GQL_AT(operation->def->open), "select one top level field");
    else if (roots.fields->next != NULL)
        refuse_extra(check, operation, roots.fields->next);
    for (const struct root_field *field = roots.fields; field != NULL && sc_gql_goes_on(check);
         field = field->next)
        if (sc_str_starts(field->name, SC_STR("__")))
            refuse(check, operation, field->ats, "not select an introspection top level field");
}
