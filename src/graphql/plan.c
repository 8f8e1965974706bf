#include "graphql/plan.h"

#include <stdlib.h>

#include "graphql/meta.h"
#include "graphql/plan_parts.h"

static const struct sc_gql_plan_set *make_set(struct sc_gql_planner *p,
                                              const struct sc_gql_type *type,
                                              const struct sc_gql_view *view,
                                              const struct sc_gql_occurrence *parents);

static void *make(struct sc_gql_planner *p, size_t count, size_t size)
{
    void *at = sc_arena_array(p->arena, count, size);

    if (at == NULL)
        p->status = SC_NO_MEMORY;
    return at;
}

static bool names_variables(const struct sc_gql_value *value)
{
    if (value->kind == SC_GQL_VARIABLE)
        return true;
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
        if (names_variables(item))
            return true;
    for (const struct sc_gql_argument *f = value->fields; f != NULL; f = f->next)
        if (names_variables(f->value))
            return true;
    return false;
}

static const struct sc_gql_value *argument_of(const struct sc_gql_selection *node,
                                              struct sc_str name)
{
    for (const struct sc_gql_argument *a = node->arguments; a != NULL; a = a->next)
        if (sc_str_eq(a->name, name))
            return a->value;
    return NULL;
}

/* Literals are coerced now; one that does not fit (no valid document has any) is tried again when
 * run, and then is an error of its field. */
static bool plan_arg(struct sc_gql_planner *p, const struct sc_gql_input *input,
                     const struct sc_gql_value *value, struct sc_gql_plan_arg *arg)
{
    struct sc_gql_coercion c = {.arena = p->arena};

    if (value == NULL || names_variables(value)) {
        arg->value = value;
        value = input->preset;
    }
    if (value == NULL)
        return arg->value == NULL;
    if (!sc_gql_coerce_literal(&c, input->use, value, &arg->ready)) {
        if (c.status == SC_NO_MEMORY)
            p->status = SC_NO_MEMORY;
        if (arg->value == NULL)
            arg->value = value;
    }
    return arg->value == NULL;
}

static void plan_args(struct sc_gql_planner *p, const struct sc_gql_selection *node,
                      struct sc_gql_plan_field *field)
{
    const struct sc_gql_field *def = field->def;
    bool is_ready = true;

    if (def->arg_count == 0)
        return;
    struct sc_gql_plan_arg *args = make(p, def->arg_count, sizeof *args);
    struct sc_gql_datum *ready = make(p, def->arg_count, sizeof *ready);
    if (args == NULL || ready == NULL)
        return;
    for (size_t i = 0; i < def->arg_count; i++) {
        const struct sc_gql_input *input = &def->args[i];
        is_ready &= plan_arg(p, input, argument_of(node, input->name), &args[i]);
        ready[i] = args[i].ready;
    }
    if (is_ready)
        field->ready = ready;
    else
        field->args = args;
}

/* How the field gets its value: bound, of the schema itself, or a member of a JSON value. */
static void resolve(struct sc_gql_planner *p, const struct sc_gql_type *type,
                    const struct sc_gql_object *object, struct sc_gql_plan_field *field)
{
    const struct sc_gql_schema *schema = p->plan->schema;
    const struct sc_gql_field *def = field->def;

    if (def == schema->typename_field) {
        field->how = SC_GQL_BY_TYPENAME;
    } else if (def == schema->schema_field || def == schema->type_field || type->is_internal) {
        field->how = SC_GQL_BY_META;
        field->meta = sc_gql_meta_find(type, def);
    } else if (object == NULL) {
        field->how = SC_GQL_BY_PLAIN;
    } else {
        field->bound = &object->fields[def->index];
        field->how = field->bound->how;
        field->roles = field->bound->roles;
        p->is_missing |= field->how == SC_GQL_BY_NOTHING;
    }
}

static void plan_uses(struct sc_gql_plan_field *field)
{
    const struct sc_gql_use *use = field->def->use;

    field->is_non_null = use->kind == SC_GQL_REF_NON_NULL;
    if (field->is_non_null)
        use = use->of;
    field->is_list = use->kind == SC_GQL_REF_LIST;
    field->has_null_items = field->is_list && use->of->kind != SC_GQL_REF_NON_NULL;
}

/*
 * The field's objects. Where all that is asked of a to-one object stands in
 * columns beside us, they are read and nothing is loaded.
 */
static const struct sc_gql_plan_set *plan_objects(struct sc_gql_planner *p,
                                                  struct sc_gql_plan_field *field)
{
    const struct sc_gql_bound *bound = field->bound;
    const struct sc_gql_type *type = field->def->use->type;

    if (bound == NULL || bound->beside == NULL)
        return make_set(p, type, bound == NULL ? NULL : bound->view, field->occurrences);
    struct sc_gql_planner before = *p;
    struct sc_gql_plan counts = *p->plan;
    bool was_missing = p->is_missing;
    p->is_missing = false;
    const struct sc_gql_plan_set *set = make_set(p, type, bound->beside, field->occurrences);
    if (!p->is_missing) {
        p->is_missing = was_missing;
        field->how = SC_GQL_BY_SELF;
        return set;
    }
    if (p->status != SC_OK)
        return NULL;
    size_t steps = p->steps;
    *p = before;
    *p->plan = counts;
    p->steps = steps; /* work that was done is work */
    return make_set(p, type, bound->view, field->occurrences);
}

static bool is_load(enum sc_gql_how how)
{
    return how == SC_GQL_BY_LOAD || how == SC_GQL_BY_PAGE || how == SC_GQL_BY_CALL ||
           how == SC_GQL_BY_ID;
}

static void plan_field(struct sc_gql_planner *p, const struct sc_gql_type *type,
                       const struct sc_gql_object *object, const struct sc_gql_plan_group *group,
                       struct sc_gql_plan_field *field)
{
    const struct sc_gql_selection *node = group->first->node;

    field->def = sc_gql_schema_field(p->plan->schema, type, node->name);
    field->name = group->key;
    field->occurrences = group->first;
    field->key = sc_arena_printf(p->arena, ",\"%.*s\":", SC_STR_ARGS(group->key));
    if (field->key.at == NULL)
        p->status = SC_NO_MEMORY;
    if (field->def == NULL) { /* in no valid document */
        p->status = SC_INVALID;
        return;
    }
    resolve(p, type, object, field);
    plan_uses(field);
    plan_args(p, node, field);
    if (sc_gql_is_composite(field->def->use->type) && p->status == SC_OK)
        field->set = plan_objects(p, field);
    if (p->status != SC_OK)
        return;
    field->is_load = is_load(field->how);
    field->has_loads = field->is_load || (field->set != NULL && field->set->levels > 0);
    if (field->has_loads)
        field->slot = p->plan->field_slots++;
    if (field->is_load)
        p->plan->batches_max += field->how == SC_GQL_BY_ID ? field->set->type->possible_count : 1;
}

static bool has_conditions(const struct sc_gql_plan_group *groups)
{
    for (const struct sc_gql_plan_group *g = groups; g != NULL; g = g->next)
        for (const struct sc_gql_occurrence *o = g->first; o != NULL; o = o->next)
            if (o->when.yes != 0 || o->when.no != 0)
                return true;
    return false;
}

static void plan_object(struct sc_gql_planner *p, const struct sc_gql_object *object,
                        const struct sc_gql_occurrence *parents,
                        struct sc_gql_plan_object *ret_object, uint32_t *levels)
{
    const struct sc_gql_type *type = ret_object->type;
    const struct sc_gql_plan_group *groups = sc_gql_plan_collect(p, type, parents);
    uint32_t count = 0;

    for (const struct sc_gql_plan_group *g = groups; g != NULL; g = g->next)
        count++;
    struct sc_gql_plan_field *fields = make(p, count, sizeof *fields);
    ret_object->fields = fields;
    ret_object->has_conditions = has_conditions(groups);
    if (ret_object->has_conditions)
        ret_object->slot = p->plan->object_slots++;
    for (const struct sc_gql_plan_group *g = groups; g != NULL && p->status == SC_OK; g = g->next) {
        struct sc_gql_plan_field *field = &fields[ret_object->count++];
        plan_field(p, type, object, g, field);
        uint32_t below = (field->set == NULL ? 0 : field->set->levels) + field->is_load;
        *levels = below > *levels ? below : *levels;
        ret_object->has_loads |= field->has_loads;
    }
}

/* Recursion ends at SC_GQL_PLAN_DEPTH_MAX. */
static const struct sc_gql_plan_set *make_set(struct sc_gql_planner *p,
                                              const struct sc_gql_type *type,
                                              const struct sc_gql_view *view,
                                              const struct sc_gql_occurrence *parents)
{
    struct sc_gql_plan_set *set = make(p, 1, sizeof *set);
    struct sc_gql_plan_object *objects = make(p, type->possible_count, sizeof *objects);

    if (set == NULL || objects == NULL)
        return NULL;
    if (p->depth == SC_GQL_PLAN_DEPTH_MAX) {
        sc_gql_plan_limit(p, "DEPTH_LIMIT", "fields are nested too deep");
        return NULL;
    }
    *set = (struct sc_gql_plan_set){.type = type, .view = view, .objects = objects};
    p->depth++;
    for (size_t i = 0; i < type->possible_count && p->status == SC_OK; i++) {
        objects[i].type = type->possible[i];
        plan_object(p, view == NULL ? NULL : view->objects[i], parents, &objects[i], &set->levels);
    }
    p->depth--;
    if (set->levels > 0)
        set->slot = p->plan->set_slots++;
    return set;
}

static const struct sc_gql_definition *choose(struct sc_gql_planner *p, struct sc_str name)
{
    const struct sc_gql_definition *found = NULL;
    size_t count = 0;

    for (const struct sc_gql_definition *d = p->plan->document->definitions; d != NULL;
         d = d->next) {
        if (d->kind != SC_GQL_DEF_OPERATION || (name.at != NULL && !sc_str_eq(d->name, name)))
            continue;
        found = d;
        count++;
    }
    if (count == 1)
        return found;
    p->status = SC_INVALID;
    if (count > 1)
        sc_gql_error_add(p->errors, "BAD_REQUEST", NULL, SC_STR(""), NULL,
                         "the document has several operations: operationName must say which");
    else
        sc_gql_error_add(p->errors, "BAD_REQUEST", NULL, SC_STR(""), NULL,
                         "the document has no operation%s%.*s", name.at == NULL ? "" : " ",
                         SC_STR_ARGS(name));
    return NULL;
}

/* Recursion ends where the parser ended it. */
static const struct sc_gql_use *make_use(struct sc_gql_planner *p,
                                         const struct sc_gql_type_ref *ref)
{
    struct sc_gql_use *use = make(p, 1, sizeof *use);

    if (use == NULL)
        return NULL;
    use->kind = ref->kind;
    if (ref->kind == SC_GQL_REF_NAMED) {
        use->type = sc_gql_schema_type(p->plan->schema, ref->name);
        if (use->type == NULL || !sc_gql_is_input(use->type))
            p->status = SC_INVALID; /* in no valid document */
        return use;
    }
    use->of = make_use(p, ref->of);
    use->type = use->of == NULL ? NULL : use->of->type;
    return use;
}

static int by_name(const void *a, const void *b)
{
    const struct sc_gql_variable_use *x = a, *y = b;

    return sc_str_cmp(x->name, y->name);
}

static void plan_variables(struct sc_gql_planner *p)
{
    size_t count = 0;

    for (const struct sc_gql_variable *v = p->plan->operation->variables; v != NULL; v = v->next)
        count++;
    struct sc_gql_variable_use *uses = make(p, count, sizeof *uses);
    for (const struct sc_gql_variable *v = p->plan->operation->variables;
         v != NULL && p->status == SC_OK; v = v->next)
        uses[p->plan->variables.count++] = (struct sc_gql_variable_use){
            .name = v->name, .use = make_use(p, v->type), .preset = v->preset, .at = v->at};
    if (p->status == SC_OK)
        qsort(uses, count, sizeof *uses, by_name);
    p->plan->variables.uses = uses;
}

static void index_fragments(struct sc_gql_planner *p)
{
    const struct sc_gql_definition *definitions = p->plan->document->definitions;
    size_t count = 0;

    for (const struct sc_gql_definition *d = definitions; d != NULL; d = d->next)
        count += d->kind == SC_GQL_DEF_FRAGMENT;
    if (!sc_gql_names_init(&p->fragments, p->arena, count)) {
        p->status = SC_NO_MEMORY;
        return;
    }
    for (const struct sc_gql_definition *d = definitions; d != NULL; d = d->next)
        if (d->kind == SC_GQL_DEF_FRAGMENT)
            sc_gql_names_add(&p->fragments, d->name, d);
}

/* The root's fields, as though one field had held the operation's selections. */
static void plan_root(struct sc_gql_planner *p)
{
    struct sc_gql_plan *plan = p->plan;
    const struct sc_gql_type *root = plan->schema->roots[plan->operation->operation];
    struct sc_gql_view *view = NULL;
    struct sc_gql_selection *holder = make(p, 1, sizeof *holder);
    struct sc_gql_occurrence *occurrence = make(p, 1, sizeof *occurrence);

    if (holder == NULL || occurrence == NULL)
        return;
    if (root == NULL) {
        p->status = SC_INVALID;
        sc_gql_error_add(p->errors, "BAD_REQUEST", NULL, SC_STR(""), NULL,
                         "the schema has no such kind of operation");
        return;
    }
    if (!plan->binding->is_plain) {
        struct sc_gql_object **objects = make(p, 1, sizeof(void *));
        view = make(p, 1, sizeof *view);
        if (view == NULL || objects == NULL)
            return;
        objects[0] = plan->binding->roots[plan->operation->operation];
        *view = (struct sc_gql_view){.type = root, .objects = objects};
    }
    holder->selections = plan->operation->selections;
    occurrence->node = holder;
    plan->root = make_set(p, root, view, occurrence);
}

enum sc_status sc_gql_plan_create(struct sc_arena *arena, const struct sc_gql_schema *schema,
                                  const struct sc_gql_binding *binding,
                                  const struct sc_gql_document *document,
                                  struct sc_str operation_name, struct sc_gql_errors *errors,
                                  const struct sc_gql_plan **ret_plan)
{
    struct sc_gql_planner p = {.arena = arena, .errors = errors};

    p.plan = make(&p, 1, sizeof *p.plan);
    p.conditions = make(&p, SC_GQL_PLAN_CONDITIONS_MAX, sizeof *p.conditions);
    if (p.status != SC_OK)
        return p.status;
    *p.plan = (struct sc_gql_plan){
        .schema = schema, .binding = binding, .document = document, .conditions = p.conditions};
    p.plan->operation = choose(&p, operation_name);
    if (p.status == SC_OK)
        plan_variables(&p);
    if (p.status == SC_OK)
        index_fragments(&p);
    if (p.status == SC_OK)
        plan_root(&p);
    if (p.status != SC_OK)
        return p.status;
    *ret_plan = p.plan;
    return SC_OK;
}

enum sc_gql_operation sc_gql_plan_operation(const struct sc_gql_plan *plan)
{
    return plan->operation->operation;
}

struct sc_str sc_gql_plan_name(const struct sc_gql_plan *plan)
{
    return plan->operation->name;
}

/* As deep as a plan may be. */
static bool needs_only_rows(const struct sc_gql_plan_set *set)
{
    if (set == NULL)
        return true;
    for (size_t i = 0; i < set->type->possible_count; i++) {
        const struct sc_gql_plan_object *object = &set->objects[i];
        for (uint32_t j = 0; j < object->count; j++) {
            const struct sc_gql_plan_field *field = &object->fields[j];
            if (field->has_loads || field->args != NULL || !needs_only_rows(field->set))
                return false;
        }
    }
    return true;
}

bool sc_gql_plan_is_of_event(const struct sc_gql_plan *plan)
{
    const struct sc_gql_plan_object *root = &plan->root->objects[0];

    for (uint32_t i = 0; i < root->count; i++)
        if (root->fields[i].how != SC_GQL_BY_EVENT || !needs_only_rows(root->fields[i].set))
            return false;
    return true;
}
