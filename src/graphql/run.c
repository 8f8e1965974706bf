#include "graphql/run.h"

#include "graphql/run_parts.h"

/* What the root's fields are read from, where there is no row. */
static const char nothing;

const struct sc_str sc_gql_undecided_words = {"@skip and @include must not be given null", 41};

void sc_gql_run_full(struct sc_gql_run *run)
{
    run->status = SC_NO_MEMORY;
}

static struct sc_str text_of(const struct sc_gql_run *run)
{
    return run->plan->document->text;
}

/* By index of the variable: its member of the request's object; NULL `in`: there is none. */
static void find_given(const struct sc_gql_variables *variables, const struct sc_json *object,
                       struct sc_json *given)
{
    struct sc_json member;

    if (object == NULL || sc_json_in_kind(object) != SC_JSON_OBJECT)
        return;
    for (bool more = sc_json_in_first(object, &member); more; more = sc_json_in_next(&member)) {
        size_t i = sc_gql_variable_find(variables, member.key);
        if (i != SIZE_MAX)
            given[i] = member;
    }
}

static bool coerce_variable(struct sc_gql_coercion *c, const struct sc_gql_variable_use *use,
                            const struct sc_json *given, struct sc_gql_datum *ret)
{
    if (given->in != NULL)
        return sc_gql_coerce_json(c, use->use, given, ret);
    if (use->preset != NULL)
        return sc_gql_coerce_literal(c, use->use, use->preset, ret);
    *ret = (struct sc_gql_datum){0};
    if (use->use->kind != SC_GQL_REF_NON_NULL)
        return true;
    c->status = SC_INVALID;
    c->words = SC_STR("is missing");
    return false;
}

/* Every variable that does not fit is told. */
static enum sc_status coerce_variables(struct sc_gql_run *run, const struct sc_json *object,
                                       struct sc_gql_errors *errors)
{
    const struct sc_gql_variables *variables = &run->plan->variables;
    struct sc_json *given = sc_arena_array(run->arena, variables->count, sizeof *given);
    struct sc_gql_datum *data = sc_arena_array(run->arena, variables->count, sizeof *data);
    enum sc_status st = SC_OK;

    if (given == NULL || data == NULL)
        return SC_NO_MEMORY;
    find_given(variables, object, given);
    for (size_t i = 0; i < variables->count; i++) {
        const struct sc_gql_variable_use *use = &variables->uses[i];
        struct sc_gql_coercion c = {.arena = run->arena};
        if (coerce_variable(&c, use, &given[i], &data[i]))
            continue;
        if (c.status == SC_NO_MEMORY)
            return SC_NO_MEMORY;
        st = SC_INVALID;
        sc_gql_error_add(errors, "BAD_USER_INPUT", NULL, text_of(run),
                         (const char *const[]){use->at, NULL}, "variable \"$%.*s%.*s\": %.*s",
                         SC_STR_ARGS(use->name), SC_STR_ARGS(c.place), SC_STR_ARGS(c.words));
    }
    run->variables = *variables;
    run->variables.data = data;
    return st;
}

static void read_conditions(struct sc_gql_run *run)
{
    for (uint32_t i = 0; i < run->plan->condition_count; i++) {
        uint32_t variable = run->plan->conditions[i];
        const struct sc_gql_datum *datum =
            variable < run->variables.count ? &run->variables.data[variable] : NULL;
        if (datum != NULL && datum->kind == SC_GQL_DATUM_BOOLEAN && datum->is_true)
            run->conditions |= UINT64_C(1) << i;
        if (datum != NULL && datum->kind == SC_GQL_DATUM_NULL)
            run->nulls |= UINT64_C(1) << i;
    }
}

static bool make_states(struct sc_gql_run *run)
{
    const struct sc_gql_plan *plan = run->plan;

    run->fields = sc_arena_array(run->arena, plan->field_slots, sizeof *run->fields);
    run->sets = sc_arena_array(run->arena, plan->set_slots, sizeof *run->sets);
    run->orders = sc_arena_array(run->arena, plan->object_slots, sizeof *run->orders);
    run->batches = sc_arena_array(run->arena, plan->batches_max, sizeof *run->batches);
    run->waiting = sc_arena_array(run->arena, plan->field_slots, sizeof *run->waiting);
    return run->fields != NULL && run->sets != NULL && run->orders != NULL &&
           run->batches != NULL && run->waiting != NULL;
}

enum sc_status sc_gql_run_create(const struct sc_gql_run_config *config,
                                 struct sc_gql_errors *errors, struct sc_gql_run **ret_run)
{
    struct sc_gql_run *run = sc_arena_zalloc(config->arena, sizeof *run);

    if (run == NULL)
        return SC_LIMITED;
    run->arena = config->arena;
    run->plan = config->plan;
    run->roles = config->roles;
    run->root = config->root;
    run->event = config->event;
    run->errors.arena = config->arena;
    enum sc_status st = coerce_variables(run, config->variables, errors);
    if (st == SC_OK && !make_states(run))
        st = SC_NO_MEMORY;
    if (st != SC_OK)
        return st == SC_NO_MEMORY ? SC_LIMITED : st;
    read_conditions(run);
    *ret_run = run;
    return SC_OK;
}

bool sc_gql_run_is_met(const struct sc_gql_run *run, const struct sc_gql_occurrence *occurrence)
{
    return (occurrence->when.yes & ~run->conditions) == 0 &&
           (occurrence->when.no & run->conditions) == 0;
}

static const struct sc_gql_occurrence *first_met(const struct sc_gql_run *run,
                                                 const struct sc_gql_plan_field *field)
{
    const struct sc_gql_occurrence *o = field->occurrences;

    while (o != NULL && !sc_gql_run_is_met(run, o))
        o = o->next;
    return o;
}

/* The first that nothing but a null keeps from being asked for or not. */
static const struct sc_gql_occurrence *find_undecided(const struct sc_gql_run *run,
                                                      const struct sc_gql_plan_object *object)
{
    for (uint32_t i = 0; i < object->count && run->nulls != 0; i++)
        for (const struct sc_gql_occurrence *o = object->fields[i].occurrences; o != NULL;
             o = o->next)
            if (((o->when.yes | o->when.no) & run->nulls) != 0 &&
                (o->when.yes & ~run->conditions & ~run->nulls) == 0 &&
                (o->when.no & run->conditions) == 0)
                return o;
    return NULL;
}

/* Fields in the order of their first occurrence that is asked for. */
static void make_order(struct sc_gql_run *run, const struct sc_gql_plan_object *object,
                       struct sc_gql_order *order)
{
    uint32_t *places = sc_arena_array(run->arena, object->count, sizeof *places);

    order->fields = sc_arena_array(run->arena, object->count, sizeof(void *));
    if (order->fields == NULL || places == NULL) {
        sc_gql_run_full(run);
        return;
    }
    order->undecided = find_undecided(run, object);
    for (uint32_t i = 0; i < object->count; i++) {
        const struct sc_gql_occurrence *met = first_met(run, &object->fields[i]);
        if (met == NULL)
            continue;
        uint32_t to = order->count++;
        /* Fields are nearly in order: only those asked for twice may move. */
        for (; to > 0 && places[to - 1] > met->order; to--) {
            places[to] = places[to - 1];
            order->fields[to] = order->fields[to - 1];
        }
        places[to] = met->order;
        order->fields[to] = &object->fields[i];
    }
}

const struct sc_gql_plan_field *const *sc_gql_run_order(struct sc_gql_run *run,
                                                        const struct sc_gql_plan_object *object,
                                                        uint32_t *ret_count)
{
    *ret_count = object->count;
    if (!object->has_conditions)
        return NULL;
    struct sc_gql_order *order = &run->orders[object->slot];
    if (order->fields == NULL)
        make_order(run, object, order);
    *ret_count = order->count;
    return order->fields;
}

const struct sc_gql_occurrence *sc_gql_run_undecided(struct sc_gql_run *run,
                                                     const struct sc_gql_plan_object *object)
{
    uint32_t count;

    return sc_gql_run_order(run, object, &count) == NULL ? NULL
                                                         : run->orders[object->slot].undecided;
}

static bool run_arg(const struct sc_gql_input *input, const struct sc_gql_plan_arg *arg,
                    struct sc_gql_coercion *c, struct sc_gql_datum *ret)
{
    *ret = arg->ready;
    if (arg->value == NULL)
        return true;
    struct sc_gql_datum given = {0};
    if (!sc_gql_coerce_literal(c, input->use, arg->value, &given))
        return false;
    if (given.kind != SC_GQL_DATUM_ABSENT)
        *ret = given;
    return true;
}

const struct sc_gql_datum *sc_gql_run_args(struct sc_gql_run *run,
                                           const struct sc_gql_plan_field *field,
                                           struct sc_str *ret_words, const char **ret_at)
{
    const struct sc_gql_field *def = field->def;

    if (field->args == NULL)
        return field->ready;
    struct sc_gql_datum *args = sc_arena_array(run->arena, def->arg_count, sizeof *args);
    if (args == NULL) {
        sc_gql_run_full(run);
        return NULL;
    }
    for (size_t i = 0; i < def->arg_count; i++) {
        struct sc_gql_coercion c = {.arena = run->arena, .variables = &run->variables};
        bool fits = run_arg(&def->args[i], &field->args[i], &c, &args[i]);
        if (fits && args[i].kind == SC_GQL_DATUM_ABSENT &&
            def->args[i].use->kind == SC_GQL_REF_NON_NULL) {
            c.words = SC_STR("is missing");
            fits = false;
        }
        if (fits)
            continue;
        *ret_at = field->args[i].value == NULL ? NULL : field->args[i].value->at;
        *ret_words = sc_arena_printf(run->arena, "argument %.*s: %.*s",
                                     SC_STR_ARGS(def->args[i].name), SC_STR_ARGS(c.words));
        if (c.status == SC_NO_MEMORY || ret_words->at == NULL)
            sc_gql_run_full(run);
        return NULL;
    }
    return args;
}

static const void *const *root_rows(void)
{
    static const void *const rows[] = {&nothing};

    return rows;
}

/* The field at a place, from 1, among those asked of the root; NULL: there is none. */
static const struct sc_gql_plan_field *root_field(struct sc_gql_run *run, uint32_t place)
{
    const struct sc_gql_plan_object *object = &run->plan->root->objects[0];
    uint32_t count;
    const struct sc_gql_plan_field *const *order = sc_gql_run_order(run, object, &count);

    if (place == 0 || place > count)
        return NULL;
    return order == NULL ? &object->fields[place - 1] : order[place - 1];
}

/* Begins the root's fields: all of a query, the next one of a mutation. False: there is none. */
static bool begin_root(struct sc_gql_run *run)
{
    const struct sc_gql_plan_set *root = run->plan->root;

    if (root->levels == 0 || sc_gql_run_undecided(run, &root->objects[0]) != NULL)
        return false;
    if (run->plan->operation->operation != SC_GQL_MUTATION) {
        if (run->root_next++ > 0)
            return false;
        sc_gql_run_expand(run, root, root_rows(), 1, NULL);
        return true;
    }
    const struct sc_gql_plan_field *done = root_field(run, run->root_next);
    const struct sc_gql_plan_field *field = root_field(run, run->root_next + 1);
    if (field == NULL || run->status != SC_OK)
        return false;
    if (done != NULL)
        run->is_stopped |= sc_gql_run_is_null(run, done);
    if (run->is_stopped)
        return false;
    run->root_next++;
    run->sets[root->slot] = (struct sc_gql_set_state){.rows = root_rows(), .count = 1};
    if (field->has_loads)
        sc_gql_run_expand_field(run, root, 0, field);
    return true;
}

enum sc_gql_turn sc_gql_run_turn(struct sc_gql_run *run, struct sc_gql_batches *ret_batches)
{
    size_t answered = run->waiting_count;
    const struct sc_gql_plan_field **waited = sc_arena_array(run->arena, answered, sizeof *waited);

    run->turn_from = run->batch_count;
    run->waiting_count = 0;
    if (waited == NULL) {
        sc_gql_run_full(run);
        return SC_GQL_READY;
    }
    memcpy(waited, run->waiting, answered * sizeof *waited);
    for (size_t i = 0; i < answered && run->status == SC_OK; i++)
        sc_gql_run_loaded(run, waited[i]);
    while (run->batch_count == run->turn_from && run->status == SC_OK && begin_root(run))
        continue;
    *ret_batches = (struct sc_gql_batches){.at = run->batches + run->turn_from,
                                           .count = run->batch_count - run->turn_from};
    return ret_batches->count > 0 && run->status == SC_OK ? SC_GQL_WAITS : SC_GQL_READY;
}

enum sc_status sc_gql_run_source(struct sc_gql_run *run, struct sc_gql_errors *errors,
                                 const struct sc_gql_function **ret_function, const void **ret_in)
{
    const struct sc_gql_plan_field *field = root_field(run, 1);
    struct sc_str words = {0};

    if (sc_gql_run_undecided(run, &run->plan->root->objects[0]) != NULL) {
        sc_gql_error_add(errors, "BAD_USER_INPUT", NULL, SC_STR(""), NULL, "%.*s",
                         SC_STR_ARGS(sc_gql_undecided_words));
        return SC_INVALID;
    }
    if (field == NULL || root_field(run, 2) != NULL ||
        run->plan->operation->operation != SC_GQL_SUBSCRIPTION) {
        sc_gql_error_add(errors, "BAD_REQUEST", NULL, SC_STR(""), NULL,
                         "a subscription has exactly one field");
        return SC_INVALID;
    }
    const char *at = field->occurrences->node->at;
    const char *code = "BAD_USER_INPUT";
    const void *in = NULL;
    if (field->how != SC_GQL_BY_EVENT) {
        code = "BAD_REQUEST";
        words = SC_STR("nothing tells of this");
    } else if (!sc_gql_run_may_see(run, field)) {
        words = sc_gql_run_hidden(run, &code);
    } else {
        const struct sc_gql_datum *args = sc_gql_run_args(run, field, &words, &at);
        if (field->bound->load->in != NULL && words.at == NULL && run->status == SC_OK) {
            in = sc_gql_fill(run->arena, field->bound->load->in, args, &words);
            if (in == NULL && words.at == NULL)
                sc_gql_run_full(run);
        }
    }
    if (words.at != NULL) {
        sc_gql_error_add(errors, code, NULL, text_of(run), (const char *const[]){at, NULL}, "%.*s",
                         SC_STR_ARGS(words));
        return SC_INVALID;
    }
    if (run->status != SC_OK)
        return SC_LIMITED;
    *ret_function = field->bound->load->function;
    *ret_in = in;
    return SC_OK;
}

bool sc_gql_run_is_alike(const struct sc_gql_run *a, const struct sc_gql_run *b)
{
    return a->plan == b->plan && a->conditions == b->conditions && a->nulls == b->nulls &&
           a->roles == b->roles;
}
