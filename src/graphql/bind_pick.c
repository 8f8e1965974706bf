#include "graphql/bind_work.h"

/* One pick on its way: who gives each field of its struct. */
struct work {
    struct sc_gql_binder *b;
    const struct sc_gql_bind_object *o;
    const struct sc_gql_field *field;
    const struct sc_gql_directive *directive;
    const struct sc_gql_pick *pick;
    bool *is_taken;  /* by argument: all but the pick's */
    bool *is_column; /* by field of its struct: the parent gives it */
};

#define complain(w, ...) sc_gql_bind_fail((w)->b, (w)->directive->at, __VA_ARGS__)

static const struct sc_gql_pick *find_pick(const struct sc_gql_offer *offer, struct sc_str name)
{
    for (size_t i = 0; i < offer->pick_count; i++)
        if (sc_str_eq(sc_str_of(offer->picks[i].name), name))
            return &offer->picks[i];
    return NULL;
}

static bool fits(struct work *w, struct sc_str name, const struct sc_gql_loader *loader)
{
    if (w->pick == NULL)
        complain(w, "no pick %.*s", SC_STR_ARGS(name));
    else if (w->pick->from->fields != loader->row->fields)
        complain(w, "pick %s is not made of rows of %s", w->pick->name, loader->name);
    else if (sc_gql_bind_is_list(w->field->use))
        complain(w, "pick %s makes one, and %.*s is a list", w->pick->name,
                 SC_STR_ARGS(w->field->name));
    else
        return true;
    return false;
}

/* Arguments that the pick's struct has a field for are its own, unless they are part of the key. */
static void take_arguments(struct work *w, bool *is_taken)
{
    for (size_t i = 0; i < w->field->arg_count; i++) {
        bool is_ours = !is_taken[i] &&
                       sc_gql_bind_column(w->pick->in, SC_STR(""), w->field->args[i].name) != NULL;
        w->is_taken[i] = !is_ours;
        is_taken[i] |= is_ours;
    }
}

static bool is_argument(const struct work *w, const struct sc_field *to)
{
    for (size_t i = 0; i < w->field->arg_count; i++)
        if (!w->is_taken[i] &&
            sc_gql_bind_column(w->pick->in, SC_STR(""), w->field->args[i].name) == to)
            return true;
    return false;
}

static const struct sc_field *column_for(const struct work *w, const struct sc_field *to)
{
    const struct sc_gql_object *object = &w->o->object;

    if (is_argument(w, to) || object->shape == NULL)
        return NULL;
    return sc_gql_bind_column(object->shape, object->prefix, sc_str_of(to->name));
}

/* An object of columns beside may lack what a row of its own has. */
static bool is_lacking(const struct work *w)
{
    for (size_t i = 0; w->o->is_partial && i < w->pick->in->count; i++) {
        const struct sc_field *to = &w->pick->in->fields[i];
        if (!to->may_be_null && !is_argument(w, to) && column_for(w, to) == NULL)
            return true;
    }
    return false;
}

/* The parent's columns for what no argument gives. */
static void take_columns(struct work *w, struct sc_gql_pick_column *columns, size_t *ret_count)
{
    for (size_t i = 0; i < w->pick->in->count; i++) {
        const struct sc_field *to = &w->pick->in->fields[i];
        const struct sc_field *from = column_for(w, to);
        if (from == NULL)
            continue;
        if (from->type != to->type || (from->may_be_null && !to->may_be_null))
            complain(w, "column %s does not fit that of pick %s", from->name, w->pick->name);
        w->is_column[i] = true;
        columns[(*ret_count)++] = (struct sc_gql_pick_column){.from = from, .to = to};
    }
}

const struct sc_gql_picking *sc_gql_bind_pick(struct sc_gql_binder *b,
                                              const struct sc_gql_bind_object *object,
                                              const struct sc_gql_field *field,
                                              const struct sc_gql_directive *directive,
                                              const struct sc_gql_loader *loader, bool *is_taken)
{
    struct sc_str name = sc_gql_bind_text(directive, SC_STR("pick"));
    struct work w = {b, object, field, directive, find_pick(b->offer, name), NULL, NULL};

    if (!fits(&w, name, loader))
        return NULL;
    size_t count = w.pick->in->count;
    struct sc_gql_picking *picking = sc_gql_bind_make(b, 1, sizeof *picking);
    struct sc_gql_pick_column *columns = sc_gql_bind_make(b, count, sizeof *columns);
    w.is_taken = sc_gql_bind_make(b, field->arg_count, sizeof *w.is_taken);
    w.is_column = sc_gql_bind_make(b, count, sizeof *w.is_column);
    if (picking == NULL || columns == NULL || w.is_taken == NULL || w.is_column == NULL)
        return NULL;
    take_arguments(&w, is_taken);
    if (is_lacking(&w))
        return NULL;
    *picking = (struct sc_gql_picking){.pick = w.pick, .columns = columns};
    take_columns(&w, columns, &picking->column_count);
    const struct sc_gql_bind_others others = {.is_taken = w.is_taken, .is_given = w.is_column};
    picking->in =
        sc_gql_bind_in(b, w.pick->in, field->args, field->arg_count, &others, directive->at);
    return picking->in == NULL ? NULL : picking;
}
