/*
 * The cost of an operation as a formula.
 *
 * The cost of a { } is an amount: a number, plus terms that depend on variables.
 * A list of no size of its own (edges, nodes) belongs to the page that is
 * around it, perhaps in another fragment, so its rows are kept apart until a
 * field says how many there are. Each fragment is gone through once, whoever
 * spreads it, and a term is one number however often it is needed: what spreads
 * twice what spreads twice costs twice as much each time, and no more work.
 */
#include "graphql/cost.h"

#include "graphql/fragments.h"

enum {
    TERMS_MAX = 256,    /* that depend on variables; further ones are taken at their highest */
    VARIABLES_MAX = 64, /* that say a size; the same */
    SLICES_MAX = 2,     /* arguments that say a size: "first" and "last" */
    LENGTH_UNTOLD = SC_GQL_COST_MAX + 1, /* of a list whose variable is beyond these: too long */
    NESTED_MAX = 512, /* selections and fragments in each other: guards the stack */
    COST_MUTATION = 10,
};

/* A term that is part of a sum. */
struct ref {
    const struct term *term;
    const struct ref *next;
};

/* Where a size is taken from at run time. */
struct slice {
    uint32_t variable;
    int64_t otherwise; /* when the variable is not given */
};

struct size {
    int64_t least; /* what is known beforehand */
    int64_t most;  /* what a variable is taken for where it cannot be told */
    struct slice slices[SLICES_MAX];
    uint32_t slice_count;
};

/* size * (per + refs) */
struct term {
    uint32_t index;
    int64_t per;
    struct size size;
    const struct ref *refs;
    struct term *next;
};

struct amount {
    int64_t constant;
    int64_t highest; /* with all variables at their highest */
    const struct ref *refs;
};

/* What a { } costs: by itself, and for each row of the page that it is of. */
struct amounts {
    struct amount own;
    struct amount rows;
};

struct memo {
    bool is_known;
    struct amounts amounts;
};

struct sc_gql_cost {
    struct term *terms; /* those that others need come first */
    uint32_t term_count;
    struct amount all;
    struct sc_gql_names variables; /* that say a size: each has a byte here, whose place is its
                                      index */
    char places[VARIABLES_MAX];
    bool is_length[VARIABLES_MAX]; /* it is a list, which says it by how long it is */
    uint32_t variable_count;
};

struct builder {
    struct sc_arena *arena;
    const struct sc_gql_schema *schema;
    const struct sc_gql_definition *operation;
    struct sc_gql_fragments fragments;
    struct memo *memos; /* of each fragment */
    struct sc_gql_cost *cost;
    struct term **terms_end;
    uint32_t depth;
    bool is_full; /* no memory */
};

static struct amounts cost_of_selections(struct builder *b, const struct sc_gql_selection *at,
                                         const struct sc_gql_type *parent);

static int64_t add(int64_t a, int64_t b)
{
    int64_t sum;

    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum; /* none is negative */
}

static int64_t times(int64_t a, int64_t b)
{
    int64_t product;

    return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}

static const struct ref *add_ref(struct builder *b, const struct term *term, const struct ref *next)
{
    struct ref *ref = sc_arena_alloc(b->arena, sizeof *ref);

    if (ref == NULL) {
        b->is_full = true;
        return next;
    }
    *ref = (struct ref){.term = term, .next = next};
    return ref;
}

static void add_amount(struct builder *b, struct amount *to, const struct amount *more)
{
    to->constant = add(to->constant, more->constant);
    to->highest = add(to->highest, more->highest);
    for (const struct ref *ref = more->refs; ref != NULL; ref = ref->next)
        to->refs = add_ref(b, ref->term, to->refs);
}

static struct amount constant(int64_t number)
{
    return (struct amount){.constant = number, .highest = number};
}

/* size * (per + of): a number, or one term. */
static struct amount rows_of(struct builder *b, const struct size *size, int64_t per,
                             const struct amount *of)
{
    int64_t most = size->slice_count > 0 ? size->most : size->least;
    struct amount product = constant(times(most, add(per, of->highest)));

    if (size->slice_count == 0 && of->refs == NULL)
        return constant(times(size->least, add(per, of->constant)));
    if (b->cost->term_count == TERMS_MAX)
        return product;
    struct term *term = sc_arena_alloc(b->arena, sizeof *term);
    if (term == NULL) {
        b->is_full = true;
        return product;
    }
    *term = (struct term){
        .index = b->cost->term_count++,
        .per = add(per, of->constant),
        .size = *size,
        .refs = of->refs,
    };
    *b->terms_end = term;
    b->terms_end = &term->next;
    product.constant = 0;
    product.refs = add_ref(b, term, NULL);
    return product;
}

static const struct sc_gql_value *find_value(const struct sc_gql_argument *arguments,
                                             struct sc_str name)
{
    for (; arguments != NULL; arguments = arguments->next)
        if (sc_str_eq(arguments->name, name))
            return arguments->value;
    return NULL;
}

/* A whole number that the SDL gives to a directive of a field or an argument. */
static int64_t setting(const struct sc_gql_directive *directives, struct sc_str directive,
                       struct sc_str name, int64_t otherwise)
{
    const struct sc_gql_directive *at = sc_gql_find_directive(directives, directive);
    const struct sc_gql_value *value = at == NULL ? NULL : find_value(at->arguments, name);
    int64_t number;

    if (value == NULL || value->kind != SC_GQL_INT || sc_str_i64(value->text, &number) != SC_OK ||
        number < 0)
        return otherwise;
    return number;
}

static int64_t bounded(int64_t size)
{
    return size < 0 || size > SC_GQL_PAGE_MAX ? SC_GQL_PAGE_MAX : size;
}

/* The size that a literal says; not a whole number: the largest. */
static int64_t size_of_literal(const struct sc_gql_value *value)
{
    int64_t size;

    if (value->kind != SC_GQL_INT || sc_str_i64(value->text, &size) != SC_OK)
        return SC_GQL_PAGE_MAX;
    return bounded(size);
}

/* How many elements a literal gives for a list: what is no list is one of itself. */
static int64_t length_of_literal(const struct sc_gql_value *value)
{
    int64_t length = 0;

    if (value->kind != SC_GQL_LIST)
        return value->kind != SC_GQL_NULL;
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
        length++;
    return length;
}

static const struct sc_gql_variable *find_variable(const struct builder *b, struct sc_str name)
{
    const struct sc_gql_variable *at = b->operation->variables;

    while (at != NULL && !sc_str_eq(at->name, name))
        at = at->next;
    return at;
}

/* False: there are too many variables to tell. */
static bool add_slice(struct builder *b, struct size *size, struct sc_str name, bool is_length,
                      int64_t otherwise)
{
    struct sc_gql_cost *cost = b->cost;
    const char *place = sc_gql_names_find(&cost->variables, name);
    const struct sc_gql_variable *variable = find_variable(b, name);

    if (variable == NULL || size->slice_count == SLICES_MAX)
        return false;
    if (place == NULL) {
        if (cost->variable_count == VARIABLES_MAX)
            return false;
        cost->is_length[cost->variable_count] = is_length;
        place = &cost->places[cost->variable_count++];
        (void)sc_gql_names_add(&cost->variables, name, place);
    }
    if (variable->preset != NULL)
        otherwise =
            is_length ? length_of_literal(variable->preset) : size_of_literal(variable->preset);
    size->slices[size->slice_count++] = (struct slice){
        .variable = (uint32_t)(place - cost->places),
        .otherwise = otherwise,
    };
    return true;
}

/* What an argument says of the size; false: nothing. */
static bool take_slicing(struct builder *b, const struct sc_gql_field *field,
                         const struct sc_gql_selection *selection, struct sc_str name,
                         int64_t assumed, struct size *size)
{
    const struct sc_gql_input *input = sc_gql_find_input(field->args, field->arg_count, name);
    const struct sc_gql_value *given = find_value(selection->arguments, name);
    const struct sc_gql_value *preset = input == NULL ? NULL : input->preset;
    int64_t otherwise =
        preset == NULL || preset->kind == SC_GQL_NULL ? assumed : size_of_literal(preset);
    int64_t known = otherwise;

    if (input == NULL || (given == NULL && preset == NULL))
        return false;
    if (given != NULL && given->kind == SC_GQL_VARIABLE) {
        if (add_slice(b, size, given->text, false, otherwise))
            return true;
        known = SC_GQL_PAGE_MAX;
    } else if (given != NULL) {
        known = size_of_literal(given);
    }
    if (known > size->least)
        size->least = known;
    return true;
}

/* How many rows a field has, as @listSize and @page say; false: they say nothing. */
static bool size_of(struct builder *b, const struct sc_gql_field *field,
                    const struct sc_gql_selection *selection, struct size *ret_size)
{
    static const struct sc_str usual[] = {{"first", 5}, {"last", 4}};
    const struct sc_gql_directive *list =
        sc_gql_find_directive(field->directives, SC_STR("listSize"));
    const struct sc_gql_value *slicing =
        list == NULL ? NULL : find_value(list->arguments, SC_STR("slicing"));
    int64_t assumed =
        setting(field->directives, SC_STR("listSize"), SC_STR("assumed"), SC_GQL_LIST_ASSUMED);
    bool is_said = false;

    *ret_size = (struct size){.most = SC_GQL_PAGE_MAX};
    if (list == NULL && sc_gql_find_directive(field->directives, SC_STR("page")) == NULL)
        return false;
    if (slicing != NULL && slicing->kind == SC_GQL_LIST)
        for (const struct sc_gql_value *name = slicing->items; name != NULL; name = name->next)
            is_said |= take_slicing(b, field, selection, name->text, assumed, ret_size);
    else if (slicing != NULL)
        is_said = take_slicing(b, field, selection, slicing->text, assumed, ret_size);
    else if (list == NULL)
        for (size_t i = 0; i < SC_COUNT(usual); i++)
            is_said |= take_slicing(b, field, selection, usual[i], assumed, ret_size);
    if (!is_said)
        ret_size->least = assumed;
    return true;
}

/* What a list that is given costs: each of its elements, where the SDL prices them. */
static void add_argument(struct builder *b, const struct sc_gql_input *input,
                         const struct sc_gql_selection *selection, struct amounts *to)
{
    static const struct amount nothing = {0};
    const struct sc_gql_value *given = find_value(selection->arguments, input->name);
    int64_t per = setting(input->directives, SC_STR("cost"), SC_STR("per"), 0);
    struct size size = {.most = LENGTH_UNTOLD};

    if (per == 0)
        return;
    if (input->preset != NULL)
        size.least = length_of_literal(input->preset);
    if (given != NULL && given->kind == SC_GQL_VARIABLE) {
        int64_t otherwise = size.least;
        bool is_told = add_slice(b, &size, given->text, true, otherwise);
        size.least = is_told ? 0 : LENGTH_UNTOLD;
    } else if (given != NULL) {
        size.least = length_of_literal(given);
    }
    struct amount all = rows_of(b, &size, per, &nothing);
    add_amount(b, &to->own, &all);
}

static bool is_list(const struct sc_gql_use *use)
{
    return use->kind == SC_GQL_REF_LIST ||
           (use->kind == SC_GQL_REF_NON_NULL && use->of->kind == SC_GQL_REF_LIST);
}

static void add_field(struct builder *b, const struct sc_gql_selection *selection,
                      const struct sc_gql_type *parent, struct amounts *to)
{
    static const struct size one = {.least = 1}, assumed = {.least = SC_GQL_LIST_ASSUMED};
    const struct sc_gql_field *field = sc_gql_schema_field(b->schema, parent, selection->name);
    struct size size;

    if (field == NULL || sc_str_starts(selection->name, SC_STR("__")))
        return;
    bool is_object = sc_gql_is_composite(field->use->type);
    int64_t usual = parent == b->schema->roots[SC_GQL_MUTATION] ? COST_MUTATION : is_object;
    int64_t fixed = setting(field->directives, SC_STR("cost"), SC_STR("fixed"), usual);
    int64_t per = setting(field->directives, SC_STR("cost"), SC_STR("per"), 1);
    struct amount self = constant(fixed);

    add_amount(b, &to->own, &self);
    for (size_t i = 0; i < field->arg_count; i++)
        add_argument(b, &field->args[i], selection, to);
    if (!is_object)
        return;
    bool is_sized = size_of(b, field, selection, &size);
    struct amounts below = cost_of_selections(b, selection->selections, field->use->type);
    if (is_list(field->use)) { /* rows below it are of lists of unknown length */
        struct amount each = rows_of(b, &assumed, 0, &below.rows);
        add_amount(b, &each, &below.own);
        each = rows_of(b, is_sized ? &size : &one, per, &each);
        add_amount(b, is_sized ? &to->own : &to->rows, &each);
        return;
    }
    bool has_rows = below.rows.constant > 0 || below.rows.refs != NULL;
    int64_t extra = is_sized && has_rows && per > 1 ? per - 1 : 0;
    struct amount all = rows_of(b, is_sized ? &size : &assumed, extra, &below.rows);
    add_amount(b, &to->own, &all);
    add_amount(b, &to->own, &below.own);
}

static const struct amounts *cost_of_fragment(struct builder *b, struct sc_str name)
{
    static const struct size one = {.least = 1};
    size_t at = sc_gql_fragments_find(&b->fragments, name);

    if (at == b->fragments.count)
        return NULL;
    struct memo *memo = &b->memos[at];
    if (!memo->is_known) {
        const struct sc_gql_definition *def = b->fragments.defs[at];
        struct amounts sum =
            cost_of_selections(b, def->selections, sc_gql_schema_type(b->schema, def->on));
        memo->amounts.own = rows_of(b, &one, 0, &sum.own);
        memo->amounts.rows = rows_of(b, &one, 0, &sum.rows);
        memo->is_known = true;
    }
    return &memo->amounts;
}

static void add_amounts(struct builder *b, struct amounts *to, const struct amounts *more)
{
    if (more == NULL)
        return;
    add_amount(b, &to->own, &more->own);
    add_amount(b, &to->rows, &more->rows);
}

static struct amounts cost_of_selections(struct builder *b, const struct sc_gql_selection *at,
                                         const struct sc_gql_type *parent)
{
    struct amounts sum = {0};

    if (b->depth == NESTED_MAX || parent == NULL) {
        sum.own = constant(INT64_MAX);
        return sum;
    }
    b->depth++;
    for (; at != NULL && !b->is_full; at = at->next) {
        if (at->kind == SC_GQL_FIELD) {
            add_field(b, at, parent, &sum);
        } else if (at->kind == SC_GQL_SPREAD) {
            add_amounts(b, &sum, cost_of_fragment(b, at->name));
        } else {
            struct amounts inside = cost_of_selections(
                b, at->selections,
                at->on.at == NULL ? parent : sc_gql_schema_type(b->schema, at->on));
            add_amounts(b, &sum, &inside);
        }
    }
    b->depth--;
    return sum;
}

enum sc_status sc_gql_cost_create(struct sc_arena *arena, const struct sc_gql_schema *schema,
                                  const struct sc_gql_document *document,
                                  const struct sc_gql_definition *operation,
                                  const struct sc_gql_cost **ret_cost)
{
    static const struct size assumed = {.least = SC_GQL_LIST_ASSUMED};
    struct sc_gql_cost *cost = sc_arena_zalloc(arena, sizeof *cost);
    struct builder b = {
        .arena = arena,
        .schema = schema,
        .operation = operation,
        .cost = cost,
    };
    size_t variables = 0;

    for (const struct sc_gql_variable *at = operation->variables; at != NULL; at = at->next)
        variables++;
    if (cost == NULL || !sc_gql_fragments_init(&b.fragments, arena, document) ||
        !sc_gql_names_init(&cost->variables, arena,
                           variables < VARIABLES_MAX ? variables : VARIABLES_MAX))
        return SC_NO_MEMORY;
    b.terms_end = &cost->terms;
    b.memos = sc_arena_array(arena, b.fragments.count, sizeof *b.memos);
    if (b.memos == NULL)
        return SC_NO_MEMORY;
    struct amounts found =
        cost_of_selections(&b, operation->selections, schema->roots[operation->operation]);
    cost->all = rows_of(&b, &assumed, 0, &found.rows);
    add_amount(&b, &cost->all, &found.own);
    if (b.is_full)
        return SC_NO_MEMORY;
    *ret_cost = cost;
    return SC_OK;
}

static int64_t size_of_variable(const struct sc_json *value)
{
    int64_t size;

    if (sc_json_in_kind(value) != SC_JSON_NUMBER ||
        sc_str_i64(sc_json_in_raw(value), &size) != SC_OK)
        return SC_GQL_PAGE_MAX;
    return bounded(size);
}

/* As length_of_literal. */
static int64_t length_of_variable(const struct sc_json *value)
{
    if (sc_json_in_kind(value) != SC_JSON_ARRAY)
        return sc_json_in_kind(value) != SC_JSON_NULL;
    return (int64_t)sc_json_in_count(value);
}

/* One pass over what the request gives, however much that is. */
static void read_sizes(const struct sc_gql_cost *cost, const struct sc_json *variables,
                       int64_t *ret_sizes)
{
    struct sc_json member;

    for (uint32_t i = 0; i < cost->variable_count; i++)
        ret_sizes[i] = -1;
    if (variables == NULL || sc_json_in_kind(variables) != SC_JSON_OBJECT)
        return;
    for (bool more = sc_json_in_first(variables, &member); more; more = sc_json_in_next(&member)) {
        const char *place = sc_gql_names_find(&cost->variables, member.key);
        if (place == NULL)
            continue;
        size_t i = (size_t)(place - cost->places);
        ret_sizes[i] = cost->is_length[i] ? length_of_variable(&member) : size_of_variable(&member);
    }
}

static int64_t sum_of(const struct ref *refs, const int64_t *values)
{
    int64_t sum = 0;

    for (; refs != NULL; refs = refs->next)
        sum = add(sum, values[refs->term->index]);
    return sum;
}

int64_t sc_gql_cost_of(const struct sc_gql_cost *cost, const struct sc_json *variables)
{
    int64_t sizes[VARIABLES_MAX];
    int64_t values[TERMS_MAX];

    read_sizes(cost, variables, sizes);
    for (const struct term *at = cost->terms; at != NULL; at = at->next) {
        int64_t size = at->size.least;
        for (uint32_t j = 0; j < at->size.slice_count; j++) {
            int64_t given = sizes[at->size.slices[j].variable];
            if (given < 0)
                given = at->size.slices[j].otherwise;
            if (given > size)
                size = given;
        }
        values[at->index] = times(size, add(at->per, sum_of(at->refs, values)));
    }
    return add(cost->all.constant, sum_of(cost->all.refs, values));
}
