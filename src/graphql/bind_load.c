#include "graphql/bind_work.h"

/* A field with @loader, @page or @function, and what was found out of it so far. */
struct work {
    struct sc_gql_binder *b;
    const struct sc_gql_bind_object *o;
    const struct sc_gql_field *field;
    const struct sc_gql_directive *directive;
    struct sc_gql_bound *bound;
    struct sc_gql_load *load;
    bool *is_taken; /* by argument: as a part of the key, or of the page */
};

#define complain(w, ...) sc_gql_bind_fail((w)->b, (w)->directive->at, __VA_ARGS__)

static uint32_t find_arg(const struct sc_gql_field *field, struct sc_str name)
{
    for (size_t i = 0; i < field->arg_count; i++)
        if (sc_str_eq(field->args[i].name, name))
            return (uint32_t)i;
    return UINT32_MAX;
}

/* "$id": an argument as a part of the key, or, of an id, all of it. */
static bool bind_key_arg(struct work *w, struct sc_str name, const struct sc_field *key,
                         struct sc_gql_key_source *source)
{
    source->arg = find_arg(w->field, name);
    if (source->arg == UINT32_MAX) {
        complain(w, "no argument %.*s", SC_STR_ARGS(name));
        return false;
    }
    const struct sc_gql_input *input = &w->field->args[source->arg];
    enum sc_gql_scalar scalar = input->use->type->scalar;
    bool is_text = scalar == SC_GQL_SCALAR_STRING || scalar == SC_GQL_SCALAR_ID;
    w->is_taken[source->arg] = true;
    source->node = sc_gql_bind_id_of(w->b, input->directives);
    w->load->has_list_key |= sc_gql_bind_is_list(input->use);
    if (source->node != NULL) {
        const struct sc_gql_id_form *id = &source->node->id;
        bool fits = id->key_count == w->load->loader->key_count;
        if (key != w->load->loader->keys) {
            complain(w, "an id is a whole key");
            return false;
        }
        for (size_t i = 0; fits && i < id->key_count; i++)
            fits = sc_gql_key_is_text(id->keys[i]) == sc_gql_key_is_text(&key[i]);
        if (!fits)
            complain(w, "ids of %.*s are no keys of this loader",
                     SC_STR_ARGS(source->node->type->name));
        return fits;
    }
    if ((!is_text && scalar != SC_GQL_SCALAR_INT && scalar != SC_GQL_SCALAR_LONG) ||
        is_text != sc_gql_key_is_text(key)) {
        complain(w, "argument %.*s is no key of its type", SC_STR_ARGS(name));
        return false;
    }
    return true;
}

/* False: not bound; what is wrong is noted, unless only a column beside is missing. */
static bool bind_key_part(struct work *w, struct sc_str name, const struct sc_field *key,
                          struct sc_gql_key_source *source)
{
    const struct sc_gql_object *object = &w->o->object;

    if (sc_str_starts(name, SC_STR("$")))
        return bind_key_arg(w, sc_str_sub(name, 1, SIZE_MAX), key, source);
    source->column = sc_gql_bind_column(object->shape, object->prefix, name);
    if (source->column == NULL) {
        if (!w->o->is_partial)
            complain(w, "no column %.*s in %s", SC_STR_ARGS(name),
                     object->shape == NULL ? "a root" : object->shape->name);
        return false;
    }
    if (!sc_gql_key_fits(source->column) ||
        sc_gql_key_is_text(source->column) != sc_gql_key_is_text(key)) {
        complain(w, "column %.*s is no key of its type", SC_STR_ARGS(name));
        return false;
    }
    return true;
}

static bool bind_keys(struct work *w)
{
    struct sc_str rest = sc_gql_bind_text(w->directive, SC_STR("key"));
    struct sc_gql_load *load = w->load;
    size_t wanted = load->loader->key_count;
    struct sc_str part;

    if (wanted > SC_GQL_KEY_PARTS_MAX) {
        complain(w, "its key has more than %d parts", (int)SC_GQL_KEY_PARTS_MAX);
        return false;
    }
    while (sc_str_take(&rest, ',', &part)) {
        size_t i = load->source_count;
        if (i >= wanted) {
            complain(w, "its key has %zu parts", wanted);
            return false;
        }
        if (!bind_key_part(w, sc_str_trim(part), &load->loader->keys[i], &load->sources[i]))
            return false;
        load->source_count++;
    }
    bool is_whole = load->source_count > 0 && load->sources[0].node != NULL;
    if (is_whole && load->source_count > 1) {
        complain(w, "an id is a whole key");
        return false;
    }
    if (!is_whole && load->source_count != wanted) {
        complain(w, "its key has %zu parts", wanted);
        return false;
    }
    if (load->has_list_key && (load->source_count != 1 || w->bound->how != SC_GQL_BY_LOAD ||
                               !sc_gql_bind_is_list(w->field->use))) {
        complain(w, "a list of keys is for a list, alone");
        return false;
    }
    return true;
}

static bool find_loader(struct work *w, struct sc_str argument)
{
    struct sc_str name = sc_gql_bind_text(w->directive, argument);

    for (size_t i = 0; i < w->b->offer->loader_count; i++)
        if (sc_str_eq(sc_str_of(w->b->offer->loaders[i].name), name)) {
            w->load->loader = &w->b->offer->loaders[i];
            return true;
        }
    complain(w, "no loader %.*s", SC_STR_ARGS(name));
    return false;
}

/* The field's objects, or, where it is a leaf, the column of its name. */
static void bind_rows(struct work *w, const struct sc_shape *shape)
{
    const struct sc_gql_type *type = w->field->use->type;

    if (sc_gql_is_composite(type)) {
        w->bound->view = sc_gql_bind_view(w->b, type, shape, SC_STR(""), false);
        return;
    }
    const struct sc_field *column = sc_gql_bind_column(shape, SC_STR(""), w->field->name);
    if (column == NULL)
        complain(w, "no column for %.*s in %s", SC_STR_ARGS(w->field->name), shape->name);
    else
        w->bound->leaf = sc_gql_bind_leaf(w->b, w->field, column);
}

bool sc_gql_bind_is_for_others(const struct sc_gql_loader *loader, const char *name)
{
    struct sc_str text = sc_str_of(name);

    if (loader->viewer != NULL && sc_str_eq(sc_str_of(loader->viewer->name), text))
        return true;
    for (size_t i = 0; i < loader->key_count; i++)
        if (sc_str_eq(sc_str_of(loader->keys[i].name), text))
            return true;
    return loader->page != NULL &&
           (sc_str_eq(text, SC_STR("page_limit")) || sc_str_starts(text, SC_STR("after_")));
}

static void bind_args(struct work *w, const struct sc_shape *shape)
{
    size_t count = shape == NULL ? 0 : shape->count;
    bool *is_given = sc_gql_bind_make(w->b, count, sizeof *is_given);

    if (is_given == NULL)
        return;
    for (size_t i = 0; i < count && w->load->loader != NULL; i++)
        is_given[i] = sc_gql_bind_is_for_others(w->load->loader, shape->fields[i].name);
    const struct sc_gql_bind_others others = {.is_taken = w->is_taken, .is_given = is_given};
    w->load->in =
        sc_gql_bind_in(w->b, shape, w->field->args, w->field->arg_count, &others, w->directive->at);
    if (count == 0)
        w->load->in = NULL;
}

static void bind_loader(struct work *w)
{
    const struct sc_gql_object *object = &w->o->object;

    w->bound->how = SC_GQL_BY_LOAD;
    if (!find_loader(w, SC_STR("name")))
        return;
    if (w->load->loader->page != NULL)
        complain(w, "loader %s is paged: it is for @page", w->load->loader->name);
    if (!bind_keys(w)) {
        w->bound->how = SC_GQL_BY_NOTHING;
        return;
    }
    const struct sc_shape *row = w->load->loader->row;
    if (sc_gql_bind_text(w->directive, SC_STR("pick")).at != NULL) {
        w->load->picking =
            sc_gql_bind_pick(w->b, w->o, w->field, w->directive, w->load->loader, w->is_taken);
        if (w->load->picking == NULL) {
            w->bound->how = SC_GQL_BY_NOTHING;
            return;
        }
        row = w->load->picking->pick->row;
    }
    bind_args(w, w->load->loader->in);
    bind_rows(w, row);
    struct sc_str prefix = sc_gql_bind_beside(object->shape, object->prefix, w->field->name);
    if (prefix.at != NULL && w->bound->view != NULL && !sc_gql_bind_is_list(w->field->use) &&
        w->field->use->type->kind == SC_GQL_TYPE_OBJECT) {
        w->bound->beside = sc_gql_bind_view(w->b, w->field->use->type, object->shape, prefix, true);
        sc_gql_bind_nulls(w->b, object->shape, prefix, w->bound);
    }
}

static void bind_function(struct work *w)
{
    struct sc_str name = sc_gql_bind_text(w->directive, SC_STR("name"));
    const struct sc_gql_offer *offer = w->b->offer;

    if (w->o->object.shape != NULL) {
        complain(w, "@function: only fields of the roots are functions");
        return;
    }
    for (size_t i = 0; i < offer->function_count; i++)
        if (sc_str_eq(sc_str_of(offer->functions[i].name), name))
            w->load->function = &offer->functions[i];
    if (w->load->function == NULL) {
        complain(w, "@function: no function %.*s", SC_STR_ARGS(name));
        return;
    }
    w->bound->how = w->o->object.type == w->b->schema->roots[SC_GQL_SUBSCRIPTION] ? SC_GQL_BY_EVENT
                                                                                  : SC_GQL_BY_CALL;
    bind_args(w, w->load->function->in);
    bind_rows(w, w->load->function->row);
}

/* "ends_at, id" of the loader: its row's columns, and where a page goes on behind them. */
static bool bind_order(struct work *w)
{
    const struct sc_gql_loader *loader = w->load->loader;
    struct sc_gql_cursor_form *form = &w->load->cursor;
    struct sc_str rest = sc_str_of(loader->page);
    struct sc_str part;

    form->seed = sc_str_hash(sc_str_of(loader->name)) ^ sc_str_hash(rest);
    while (sc_str_take(&rest, ',', &part)) {
        part = sc_str_trim(part);
        const struct sc_field *column = sc_shape_find(loader->row, part);
        const struct sc_field *after = sc_gql_bind_column(loader->in, SC_STR("after_"), part);
        if (form->count == SC_GQL_PAGE_COLUMNS_MAX || column == NULL || after == NULL ||
            column->type != after->type || column->may_be_null || after->may_be_null ||
            (!sc_gql_key_fits(column) && column->type != SC_FIELD_DOUBLE &&
             column->type != SC_FIELD_BOOLEAN)) {
            complain(w, "loader %s: no page by %.*s", loader->name, SC_STR_ARGS(part));
            return false;
        }
        form->columns[form->count] = column;
        form->after[form->count++] = after;
    }
    w->load->limit = sc_gql_bind_column(loader->in, SC_STR(""), SC_STR("page_limit"));
    if (w->load->limit == NULL || w->load->limit->type != SC_FIELD_INTEGER) {
        complain(w, "loader %s: no integer page_limit", loader->name);
        return false;
    }
    return true;
}

/* One field of a connection, an edge or a page's info: what it is called and how it is read. */
struct part {
    const char *name;
    enum sc_gql_how how;
};

static const struct part connection_parts[] = {
    {"edges", SC_GQL_BY_EDGES}, {"nodes", SC_GQL_BY_EDGES}, {"pageInfo", SC_GQL_BY_PAGE_INFO}};
static const struct part edge_parts[] = {{"cursor", SC_GQL_BY_CURSOR}, {"node", SC_GQL_BY_SELF}};
static const struct part info_parts[] = {
    {"hasNextPage", SC_GQL_BY_HAS_NEXT},
    {"hasPreviousPage", SC_GQL_BY_HAS_PREVIOUS},
    {"startCursor", SC_GQL_BY_START_CURSOR},
    {"endCursor", SC_GQL_BY_END_CURSOR},
};

/* A view of a connection, its edges or its info, all of whose fields are among `parts`. */
static struct sc_gql_view *bind_parts(struct work *w, const struct sc_gql_type *type,
                                      const struct sc_shape *shape, const struct part *parts,
                                      size_t count)
{
    struct sc_gql_view *view = sc_gql_bind_own_view(w->b, type, shape);

    if (view == NULL) {
        complain(w, "%.*s is no object of a page", SC_STR_ARGS(type->name));
        return NULL;
    }
    for (size_t f = 0; f < type->field_count; f++) {
        struct sc_gql_bound *bound = &view->objects[0]->fields[f];
        for (size_t i = 0; i < count; i++)
            if (sc_str_eq(type->fields[f].name, sc_str_of(parts[i].name)))
                bound->how = parts[i].how;
        bound->load = w->load;
        if (bound->how == SC_GQL_BY_NOTHING)
            complain(w, "%.*s.%.*s is no part of a page", SC_STR_ARGS(type->name),
                     SC_STR_ARGS(type->fields[f].name));
    }
    return view;
}

static struct sc_gql_view *bind_edges(struct work *w, const struct sc_gql_type *type)
{
    const struct sc_shape *row = w->load->loader->row;
    struct sc_gql_view *view = bind_parts(w, type, row, edge_parts, SC_COUNT(edge_parts));

    for (size_t f = 0; view != NULL && f < type->field_count; f++) {
        struct sc_gql_bound *bound = &view->objects[0]->fields[f];
        if (bound->how == SC_GQL_BY_SELF)
            bound->view = sc_gql_bind_view(w->b, type->fields[f].use->type, row, SC_STR(""), false);
    }
    return view;
}

static void bind_connection(struct work *w)
{
    const struct sc_gql_type *type = w->field->use->type;
    const struct sc_shape *row = w->load->loader->row;
    struct sc_gql_view *view =
        bind_parts(w, type, NULL, connection_parts, SC_COUNT(connection_parts));

    w->bound->view = view;
    for (size_t f = 0; view != NULL && f < type->field_count; f++) {
        const struct sc_gql_type *of = type->fields[f].use->type;
        struct sc_gql_bound *bound = &view->objects[0]->fields[f];
        if (bound->how == SC_GQL_BY_PAGE_INFO)
            bound->view = bind_parts(w, of, NULL, info_parts, SC_COUNT(info_parts));
        else if (sc_str_eq(type->fields[f].name, SC_STR("edges")))
            bound->view = bind_edges(w, of);
        else if (bound->how == SC_GQL_BY_EDGES)
            bound->view = sc_gql_bind_view(w->b, of, row, SC_STR(""), false);
    }
}

static void bind_page(struct work *w)
{
    struct sc_gql_load *load = w->load;

    w->bound->how = SC_GQL_BY_PAGE;
    if (!find_loader(w, SC_STR("loader")))
        return;
    if (load->loader->page == NULL || load->loader->in == NULL) {
        complain(w, "@page: loader %s is not paged", load->loader->name);
        return;
    }
    if (!bind_keys(w)) {
        w->bound->how = SC_GQL_BY_NOTHING;
        return;
    }
    if (!bind_order(w))
        return;
    load->first = find_arg(w->field, SC_STR("first"));
    load->after = find_arg(w->field, SC_STR("after"));
    if (load->first != UINT32_MAX)
        w->is_taken[load->first] = true;
    if (load->after != UINT32_MAX)
        w->is_taken[load->after] = true;
    bool first_fits = load->first != UINT32_MAX &&
                      w->field->args[load->first].use->type->scalar == SC_GQL_SCALAR_INT;
    bool after_fits = load->after != UINT32_MAX &&
                      w->field->args[load->after].use->type->scalar == SC_GQL_SCALAR_STRING;
    if (!first_fits || !after_fits)
        complain(w, "@page: %.*s takes first: Int and after: String", SC_STR_ARGS(w->field->name));
    bind_args(w, load->loader->in);
    bind_connection(w);
}

bool sc_gql_bind_load(struct sc_gql_binder *b, const struct sc_gql_bind_object *object,
                      const struct sc_gql_field *field, struct sc_gql_bound *bound)
{
    static const struct {
        struct sc_str name;
        void (*bind)(struct work *w);
    } kinds[] = {
        {SC_STR("loader"), bind_loader},
        {SC_STR("page"), bind_page},
        {SC_STR("function"), bind_function},
    };
    struct work w = {.b = b, .o = object, .field = field, .bound = bound};
    size_t kind = 0;

    for (size_t i = 0; i < SC_COUNT(kinds); i++) {
        const struct sc_gql_directive *directive =
            sc_gql_bind_directive(field->directives, kinds[i].name);
        if (directive == NULL)
            continue;
        if (w.directive != NULL)
            complain(&w, "%.*s is bound twice", SC_STR_ARGS(field->name));
        w.directive = directive;
        kind = i;
    }
    if (w.directive == NULL)
        return false;
    w.load = sc_gql_bind_make(b, 1, sizeof *w.load);
    w.is_taken = sc_gql_bind_make(b, field->arg_count, sizeof *w.is_taken);
    if (w.load == NULL || w.is_taken == NULL)
        return true;
    w.load->first = w.load->after = UINT32_MAX;
    bound->load = w.load;
    kinds[kind].bind(&w);
    sc_gql_bind_check_rule(b, object->object.type, field, w.load);
    return true;
}
