#include "graphql/plan_parts.h"

enum {
    BUCKETS = 64, /* of response keys, while one object's fields are collected */
};

/* A fragment that was spread into an object, and under which condition. */
struct visit {
    const struct sc_gql_definition *fragment;
    struct sc_gql_condition when;
    struct visit *next;
};

struct collector {
    struct sc_gql_planner *p;
    const struct sc_gql_type *type;
    struct visit *visits;
    struct sc_gql_plan_group *first;
    struct sc_gql_plan_group *last;
    struct sc_gql_plan_group *buckets[BUCKETS];
    uint32_t order;
};

bool sc_gql_plan_limit(struct sc_gql_planner *p, const char *code, const char *words)
{
    if (p->status == SC_OK) {
        p->status = SC_LIMITED;
        sc_gql_error_add(p->errors, code, NULL, SC_STR(""), NULL, "%s", words);
    }
    return false;
}

static bool no_memory(struct sc_gql_planner *p)
{
    p->status = SC_NO_MEMORY;
    return false;
}

/* The bit of a variable that decides @skip or @include; 0: there are too many. */
static uint64_t condition_bit(struct sc_gql_planner *p, struct sc_str name)
{
    struct sc_gql_plan *plan = p->plan;
    size_t variable = sc_gql_variable_find(&plan->variables, name);
    uint32_t i = 0;

    while (i < plan->condition_count && p->conditions[i] != variable)
        i++;
    if (i == SC_GQL_PLAN_CONDITIONS_MAX) {
        sc_gql_plan_limit(p, "COST_LIMIT", "too many variables in @skip and @include");
        return 0;
    }
    if (i == plan->condition_count) {
        p->conditions[i] = (uint32_t)variable;
        plan->condition_count++;
    }
    return UINT64_C(1) << i;
}

/* Adds what @skip and @include say; false: it is never asked for. */
static bool narrow(struct sc_gql_planner *p, const struct sc_gql_directive *directives,
                   struct sc_gql_condition *when)
{
    for (const struct sc_gql_directive *d = directives; d != NULL; d = d->next) {
        bool is_skip = sc_str_eq(d->name, SC_STR("skip"));
        if ((!is_skip && !sc_str_eq(d->name, SC_STR("include"))) || d->arguments == NULL)
            continue;
        const struct sc_gql_value *value = d->arguments->value;
        if (value->kind == SC_GQL_VARIABLE)
            *(is_skip ? &when->no : &when->yes) |= condition_bit(p, value->text);
        else if (value->is_true == is_skip)
            return false;
    }
    return (when->yes & when->no) == 0;
}

/* Whether objects of the type are of the one that a fragment is for. */
static bool applies(const struct collector *c, struct sc_str on)
{
    if (on.at == NULL || sc_str_eq(on, c->type->name))
        return true;
    const struct sc_gql_type *wider = sc_gql_schema_type(c->p->plan->schema, on);
    return wider != NULL && sc_gql_is_composite(wider) && sc_gql_types_overlap(wider, c->type);
}

/* Notes a spread; true: all that it could add is there already. */
static bool was_visited(struct collector *c, const struct sc_gql_definition *fragment,
                        struct sc_gql_condition when)
{
    for (const struct visit *v = c->visits; v != NULL; v = v->next, c->p->steps++)
        if (v->fragment == fragment && (v->when.yes & ~when.yes) == 0 &&
            (v->when.no & ~when.no) == 0)
            return true;
    struct visit *visit = sc_arena_alloc(c->p->arena, sizeof *visit);
    if (visit == NULL)
        return !no_memory(c->p);
    *visit = (struct visit){.fragment = fragment, .when = when, .next = c->visits};
    c->visits = visit;
    return false;
}

static struct sc_gql_plan_group *group_of(struct collector *c, struct sc_str key)
{
    struct sc_gql_plan_group **bucket = &c->buckets[sc_str_hash(key) % BUCKETS];
    struct sc_gql_plan_group *group = *bucket;

    for (; group != NULL; group = group->in_bucket)
        if (sc_str_eq(group->key, key))
            return group;
    group = sc_arena_zalloc(c->p->arena, sizeof *group);
    if (group == NULL)
        return NULL;
    group->key = key;
    group->in_bucket = *bucket;
    *bucket = group;
    if (c->last == NULL)
        c->first = group;
    else
        c->last->next = group;
    c->last = group;
    return group;
}

static bool add_field(struct collector *c, const struct sc_gql_selection *node,
                      struct sc_gql_condition when)
{
    struct sc_gql_plan_group *group =
        group_of(c, node->alias.at != NULL ? node->alias : node->name);
    struct sc_gql_occurrence *occurrence = sc_arena_alloc(c->p->arena, sizeof *occurrence);

    if (group == NULL || occurrence == NULL)
        return no_memory(c->p);
    if (++c->p->fields > SC_GQL_PLAN_FIELDS_MAX)
        return sc_gql_plan_limit(c->p, "COST_LIMIT", "too many fields");
    *occurrence = (struct sc_gql_occurrence){.node = node, .when = when, .order = c->order++};
    if (group->last == NULL)
        group->first = occurrence;
    else
        group->last->next = occurrence;
    group->last = occurrence;
    return true;
}

/* Recursion ends at SC_GQL_PLAN_DEPTH_MAX. */
static bool collect(struct collector *c, const struct sc_gql_selection *selections,
                    struct sc_gql_condition outer, uint32_t depth)
{
    if (depth > SC_GQL_PLAN_DEPTH_MAX)
        return sc_gql_plan_limit(c->p, "DEPTH_LIMIT", "fragments are nested too deep");
    for (const struct sc_gql_selection *s = selections; s != NULL; s = s->next) {
        struct sc_gql_condition when = outer;
        const struct sc_gql_selection *inner = s->selections;
        bool is_in = true;
        if (++c->p->steps > SC_GQL_PLAN_STEPS_MAX)
            return sc_gql_plan_limit(c->p, "COST_LIMIT", "too many selections");
        if (!narrow(c->p, s->directives, &when))
            continue;
        if (s->kind == SC_GQL_FIELD) {
            is_in = false;
            if (!add_field(c, s, when))
                return false;
        } else if (s->kind == SC_GQL_SPREAD) {
            const struct sc_gql_definition *fragment = sc_gql_names_find(&c->p->fragments, s->name);
            is_in = fragment != NULL && applies(c, fragment->on) && !was_visited(c, fragment, when);
            inner = is_in ? fragment->selections : NULL;
        } else {
            is_in = applies(c, s->on);
        }
        if (is_in && !collect(c, inner, when, depth + 1))
            return false;
    }
    return c->p->status == SC_OK;
}

struct sc_gql_plan_group *sc_gql_plan_collect(struct sc_gql_planner *p,
                                              const struct sc_gql_type *type,
                                              const struct sc_gql_occurrence *parents)
{
    struct collector c = {.p = p, .type = type};
    struct sc_gql_condition common = {.yes = UINT64_MAX, .no = UINT64_MAX};

    /* What all parents are asked for under is met where their children are looked at. */
    for (const struct sc_gql_occurrence *o = parents; o != NULL; o = o->next) {
        common.yes &= o->when.yes;
        common.no &= o->when.no;
    }
    for (const struct sc_gql_occurrence *o = parents; o != NULL; o = o->next) {
        struct sc_gql_condition when = {.yes = o->when.yes & ~common.yes,
                                        .no = o->when.no & ~common.no};
        if (!collect(&c, o->node->selections, when, 0))
            return NULL;
    }
    return c.first;
}
