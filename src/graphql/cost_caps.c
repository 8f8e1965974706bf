/* Caps that need no variables: each fragment is gone through once, whoever spreads it. */
#include "graphql/cost.h"
#include "graphql/fragments.h"

enum {
    NESTED_MAX = 512,            /* selections and fragments in each other: guards the stack */
    INTROSPECTION_LISTS_MAX = 3, /* lists in each other below __schema and __type */
};

/* How deep a { } goes: in fields, and in the lists of introspection. */
struct nest {
    uint32_t fields;
    uint32_t lists;
};

struct memo {
    bool is_known;
    struct nest nest;
};

struct caps_check {
    const struct sc_gql_schema *schema;
    const struct sc_gql_document *document;
    const struct sc_gql_caps *caps;
    struct sc_gql_errors *errors;
    struct sc_gql_fragments fragments;
    struct memo *memos; /* of each fragment */
    uint32_t nested;
    uint32_t directives;
    const struct sc_gql_field **aliased; /* the field of each alias */
    uint32_t aliases;
    bool is_over;
};

const struct sc_gql_caps sc_gql_caps_free = {
    .cost_max = SC_GQL_COST_MAX,
    .depth_max = SC_GQL_DEPTH_MAX,
    .aliases_max = SC_GQL_ALIASES_MAX,
    .aliases_of_field_max = SC_GQL_ALIASES_OF_FIELD_MAX,
    .directives_max = SC_GQL_DIRECTIVES_MAX,
};

static struct nest nest_of_selections(struct caps_check *check, const struct sc_gql_selection *at);

/* One error is enough. */
#define refuse(check, code, place, ...)                                              \
    do {                                                                             \
        if (!(check)->is_over)                                                       \
            sc_gql_error_add((check)->errors, (code), NULL, (check)->document->text, \
                             (const char *const[]){(place), NULL}, __VA_ARGS__);     \
        (check)->is_over = true;                                                     \
    } while (0)

static void widen(struct nest *nest, struct nest more)
{
    if (more.fields > nest->fields)
        nest->fields = more.fields;
    if (more.lists > nest->lists)
        nest->lists = more.lists;
}

static bool is_introspection_list(struct sc_str name)
{
    static const struct sc_str lists[] = {
        {"fields", 6}, {"interfaces", 10}, {"possibleTypes", 13}, {"inputFields", 11}};

    for (size_t i = 0; i < SC_COUNT(lists); i++)
        if (sc_str_eq(lists[i], name))
            return true;
    return false;
}

static struct nest nest_of_field(struct caps_check *check, const struct sc_gql_selection *field)
{
    struct nest nest = nest_of_selections(check, field->selections);

    nest.fields++;
    nest.lists += is_introspection_list(field->name);
    if (!sc_str_starts(field->name, SC_STR("__")))
        return nest;
    if (nest.lists > INTROSPECTION_LISTS_MAX)
        refuse(check, "DEPTH_LIMIT", field->at, "Introspection goes too deep.");
    return (struct nest){0};
}

static struct nest nest_of_fragment(struct caps_check *check, struct sc_str name)
{
    size_t at = sc_gql_fragments_find(&check->fragments, name);

    if (at == check->fragments.count)
        return (struct nest){0};
    struct memo *memo = &check->memos[at];
    if (!memo->is_known)
        memo->nest = nest_of_selections(check, check->fragments.defs[at]->selections);
    memo->is_known = true;
    return memo->nest;
}

static struct nest nest_of_selections(struct caps_check *check, const struct sc_gql_selection *at)
{
    struct nest nest = {0};

    if (at != NULL && check->nested == NESTED_MAX)
        refuse(check, "DEPTH_LIMIT", at->at, "Selections and fragments go too deep.");
    check->nested++;
    for (; at != NULL && !check->is_over; at = at->next)
        switch (at->kind) {
        case SC_GQL_FIELD:
            widen(&nest, nest_of_field(check, at));
            break;
        case SC_GQL_SPREAD:
            widen(&nest, nest_of_fragment(check, at->name));
            break;
        case SC_GQL_INLINE:
            widen(&nest, nest_of_selections(check, at->selections));
            break;
        }
    check->nested--;
    return nest;
}

static void count_directives(struct caps_check *check, const struct sc_gql_directive *at)
{
    for (; at != NULL; at = at->next)
        if (++check->directives > check->caps->directives_max)
            refuse(check, "COST_LIMIT", at->at, "There are more than %u directives.",
                   check->caps->directives_max);
}

static void count_alias(struct caps_check *check, const struct sc_gql_selection *at,
                        const struct sc_gql_field *field)
{
    uint32_t of_field = 1;

    if (at->alias.at == NULL || field == NULL)
        return;
    for (uint32_t i = 0; i < check->aliases; i++)
        of_field += check->aliased[i] == field;
    if (check->aliases == check->caps->aliases_max)
        refuse(check, "COST_LIMIT", at->at, "There are more than %u aliases.",
               check->caps->aliases_max);
    else if (of_field > check->caps->aliases_of_field_max)
        refuse(check, "COST_LIMIT", at->at, "There are more than %u aliases of \"%.*s\".",
               check->caps->aliases_of_field_max, SC_STR_ARGS(at->name));
    else
        check->aliased[check->aliases++] = field;
}

/* As it is written: a fragment counts once, and selections are no deeper than the parser lets. */
static void count(struct caps_check *check, const struct sc_gql_selection *at,
                  const struct sc_gql_type *parent)
{
    for (; at != NULL && parent != NULL && !check->is_over; at = at->next) {
        const struct sc_gql_type *below = parent;
        count_directives(check, at->directives);
        if (at->kind == SC_GQL_FIELD) {
            const struct sc_gql_field *field = sc_gql_schema_field(check->schema, parent, at->name);
            count_alias(check, at, field);
            below = field == NULL ? NULL : field->use->type;
        } else if (at->on.at != NULL) {
            below = sc_gql_schema_type(check->schema, at->on);
        }
        count(check, at->selections, below);
    }
}

static void check_definition(struct caps_check *check, const struct sc_gql_definition *def)
{
    bool is_operation = def->kind == SC_GQL_DEF_OPERATION;

    count_directives(check, def->directives);
    for (const struct sc_gql_variable *variable = def->variables; variable != NULL;
         variable = variable->next)
        count_directives(check, variable->directives);
    count(check, def->selections,
          is_operation ? check->schema->roots[def->operation]
                       : sc_gql_schema_type(check->schema, def->on));
    if (is_operation && nest_of_selections(check, def->selections).fields > check->caps->depth_max)
        refuse(check, "DEPTH_LIMIT", def->at, "Fields are nested more than %u deep.",
               check->caps->depth_max);
}

enum sc_status sc_gql_caps_check(struct sc_arena *arena, const struct sc_gql_schema *schema,
                                 const struct sc_gql_document *document,
                                 const struct sc_gql_caps *caps, struct sc_gql_errors *errors)
{
    struct caps_check check = {
        .schema = schema, .document = document, .caps = caps, .errors = errors};

    check.aliased = sc_arena_array(arena, caps->aliases_max, sizeof *check.aliased);
    if (check.aliased == NULL || !sc_gql_fragments_init(&check.fragments, arena, document))
        return SC_NO_MEMORY;
    check.memos = sc_arena_array(arena, check.fragments.count, sizeof *check.memos);
    if (check.memos == NULL)
        return SC_NO_MEMORY;
    for (const struct sc_gql_definition *def = document->definitions; def != NULL && !check.is_over;
         def = def->next)
        check_definition(&check, def);
    return check.is_over ? SC_LIMITED : SC_OK;
}
