#include "graphql/bind.h"

#include "graphql/bind_work.h"

const char sc_gql_bind_sdl[] =
    "directive @loader(name: String!, key: String!, pick: String) on FIELD_DEFINITION\n"
    "directive @page(loader: String!, key: String) on FIELD_DEFINITION\n"
    "directive @function(name: String!) on FIELD_DEFINITION\n"
    "directive @auth(role: String, may: String) on FIELD_DEFINITION | OBJECT\n"
    "directive @cost(fixed: Int, per: Int) on FIELD_DEFINITION | ARGUMENT_DEFINITION\n"
    "directive @listSize(slicing: [String!], assumed: Int) on FIELD_DEFINITION\n"
    "directive @id(of: String!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION "
    "| FIELD_DEFINITION\n"
    "directive @node(loader: String!, tag: String!) on OBJECT\n"
    "directive @scalar(as: String!) on SCALAR\n";

const char *const sc_gql_bind_directives[] = {
    "loader", "page", "function", "auth", "cost", "listSize", "id", "node", "scalar", NULL,
};

static struct sc_gql_bind_object *make_object(struct sc_gql_binder *b,
                                              const struct sc_gql_type *type,
                                              const struct sc_shape *shape, struct sc_str prefix)
{
    struct sc_gql_bind_object *o = sc_gql_bind_make(b, 1, sizeof *o);
    struct sc_gql_bound *fields = sc_gql_bind_make(b, type->field_count, sizeof *fields);

    if (o == NULL || fields == NULL)
        return NULL;
    o->object =
        (struct sc_gql_object){.type = type, .shape = shape, .prefix = prefix, .fields = fields};
    return o;
}

/* Made once for a type, the fields of a shape and a prefix; its fields are bound later. */
static struct sc_gql_object *object_of(struct sc_gql_binder *b, const struct sc_gql_type *type,
                                       const struct sc_shape *shape, struct sc_str prefix,
                                       bool is_partial)
{
    const struct sc_field *fields = shape == NULL ? NULL : shape->fields;

    for (struct sc_gql_bind_object *o = b->made; o != NULL; o = o->older)
        if (o->object.type == type && o->is_partial == is_partial &&
            (o->object.shape == NULL ? NULL : o->object.shape->fields) == fields &&
            sc_str_eq(o->object.prefix, prefix))
            return &o->object;
    struct sc_gql_bind_object *o = make_object(b, type, shape, prefix);
    if (o == NULL)
        return NULL;
    o->is_partial = is_partial;
    o->older = b->made;
    o->next_todo = b->todo;
    b->made = b->todo = o;
    return &o->object;
}

static struct sc_gql_view *make_view(struct sc_gql_binder *b, const struct sc_gql_type *type)
{
    struct sc_gql_view *view = sc_gql_bind_make(b, 1, sizeof *view);
    struct sc_gql_object **objects = sc_gql_bind_make(b, type->possible_count, sizeof(void *));

    if (view == NULL || objects == NULL)
        return NULL;
    *view = (struct sc_gql_view){.type = type, .objects = objects};
    return view;
}

struct sc_gql_view *sc_gql_bind_view(struct sc_gql_binder *b, const struct sc_gql_type *type,
                                     const struct sc_shape *shape, struct sc_str prefix,
                                     bool is_partial)
{
    struct sc_gql_view *view = make_view(b, type);

    for (size_t i = 0; view != NULL && i < type->possible_count; i++) {
        view->objects[i] = object_of(b, type->possible[i], shape, prefix, is_partial);
        if (view->objects[i] == NULL)
            return NULL;
    }
    if (view == NULL || type->kind == SC_GQL_TYPE_OBJECT)
        return view;
    view->typename = sc_gql_bind_column(shape, prefix, SC_STR("typename"));
    if (view->typename == NULL || view->typename->type != SC_FIELD_TEXT) {
        sc_gql_bind_fail(b, type->name.at, "%.*s: no text column typename in %s",
                         SC_STR_ARGS(type->name), shape == NULL ? "a root" : shape->name);
        return NULL;
    }
    return view;
}

struct sc_gql_view *sc_gql_bind_own_view(struct sc_gql_binder *b, const struct sc_gql_type *type,
                                         const struct sc_shape *shape)
{
    struct sc_gql_view *view = make_view(b, type);
    struct sc_gql_bind_object *o = make_object(b, type, shape, SC_STR(""));

    if (view == NULL || o == NULL || type->kind != SC_GQL_TYPE_OBJECT)
        return NULL;
    view->objects[0] = &o->object;
    return view;
}

static void no_binding(struct sc_gql_binder *b, const struct sc_gql_bind_object *o,
                       const struct sc_gql_field *field)
{
    const struct sc_shape *shape = o->object.shape;

    if (!o->is_partial)
        sc_gql_bind_fail(b, field->name.at, "%.*s.%.*s has no binding: %s%s",
                         SC_STR_ARGS(o->object.type->name), SC_STR_ARGS(field->name),
                         shape == NULL ? "no directive says where it comes from"
                                       : "no such column in ",
                         shape == NULL ? "" : shape->name);
}

static void bind_leaf(struct sc_gql_binder *b, const struct sc_gql_bind_object *o,
                      const struct sc_gql_field *field, struct sc_gql_bound *bound)
{
    const struct sc_gql_object *object = &o->object;
    const struct sc_gql_node *node = b->nodes[object->type->index];
    const struct sc_field *column = sc_gql_bind_column(object->shape, object->prefix, field->name);

    if (column == NULL) {
        no_binding(b, o, field);
        return;
    }
    bool is_id = node != NULL && sc_str_eq(field->name, SC_STR("id"));
    bound->how = SC_GQL_BY_COLUMN;
    bound->leaf = is_id ? sc_gql_bind_id_leaf(b, field, node, object->shape, object->prefix)
                        : sc_gql_bind_leaf(b, field, column);
}

/* node(id:) and nodes(ids:): a root's field of an abstract type, whose one argument is ids. */
static bool bind_by_id(struct sc_gql_binder *b, const struct sc_gql_bind_object *o,
                       const struct sc_gql_field *field, struct sc_gql_bound *bound)
{
    const struct sc_gql_type *type = field->use->type;

    if (o->object.type != b->schema->roots[SC_GQL_QUERY] || type->kind == SC_GQL_TYPE_OBJECT ||
        field->arg_count != 1 || field->args[0].use->type->scalar != SC_GQL_SCALAR_ID ||
        sc_gql_bind_is_list(field->args[0].use) != sc_gql_bind_is_list(field->use))
        return false;
    struct sc_gql_view *view = make_view(b, type);
    for (size_t i = 0; view != NULL && i < type->possible_count; i++) {
        const struct sc_gql_node *node = b->nodes[type->possible[i]->index];
        if (node == NULL)
            sc_gql_bind_fail(b, field->name.at, "%.*s: %.*s has no @node", SC_STR_ARGS(field->name),
                             SC_STR_ARGS(type->possible[i]->name));
        else if (node->view != NULL)
            view->objects[i] = node->view->objects[0];
    }
    bound->how = SC_GQL_BY_ID;
    bound->view = view;
    return true;
}

static void bind_composite(struct sc_gql_binder *b, const struct sc_gql_bind_object *o,
                           const struct sc_gql_field *field, struct sc_gql_bound *bound)
{
    const struct sc_gql_object *object = &o->object;
    const struct sc_gql_type *type = field->use->type;
    bool is_list = sc_gql_bind_is_list(field->use);
    const struct sc_field *column = sc_gql_bind_column(object->shape, object->prefix, field->name);
    struct sc_str prefix = sc_gql_bind_beside(object->shape, object->prefix, field->name);

    if (column != NULL && column->type == (is_list ? SC_FIELD_ROWS : SC_FIELD_ROW)) {
        bound->how = is_list ? SC_GQL_BY_ROWS : SC_GQL_BY_ROW;
        bound->column = column;
        bound->view = sc_gql_bind_view(b, type, column->of, SC_STR(""), false);
    } else if (prefix.at != NULL && !is_list) {
        bound->how = SC_GQL_BY_SELF;
        sc_gql_bind_nulls(b, object->shape, prefix, bound);
        bound->view = sc_gql_bind_view(b, type, object->shape, prefix, o->is_partial);
    } else {
        no_binding(b, o, field);
    }
}

static void bind_field(struct sc_gql_binder *b, const struct sc_gql_bind_object *o,
                       const struct sc_gql_field *field, struct sc_gql_bound *bound)
{
    struct sc_gql_errors *errors = b->errors;
    size_t wrong = errors->count;

    sc_gql_bind_field_auth(b, field, bound);
    if (sc_gql_bind_load(b, o, field, bound) || bind_by_id(b, o, field, bound))
        return;
    if (sc_gql_is_composite(field->use->type))
        bind_composite(b, o, field, bound);
    else
        bind_leaf(b, o, field, bound);
    if (field->arg_count > 0 && errors->count == wrong)
        sc_gql_bind_fail(b, field->args[0].name.at, "%.*s: nothing takes its arguments",
                         SC_STR_ARGS(field->name));
}

static void bind_todo(struct sc_gql_binder *b)
{
    while (b->todo != NULL && b->status == SC_OK) {
        struct sc_gql_bind_object *o = b->todo;
        b->todo = o->next_todo;
        for (size_t i = 0; i < o->object.type->field_count; i++)
            bind_field(b, o, &o->object.type->fields[i], &o->object.fields[i]);
    }
}

static const struct sc_gql_loader *find_loader(const struct sc_gql_offer *offer, struct sc_str name)
{
    for (size_t i = 0; i < offer->loader_count; i++)
        if (sc_str_eq(sc_str_of(offer->loaders[i].name), name))
            return &offer->loaders[i];
    return NULL;
}

static bool is_tag(struct sc_str tag)
{
    for (size_t i = 0; i < tag.len; i++)
        if (tag.at[i] < 'a' || tag.at[i] > 'z')
            return false;
    return tag.len > 0 && tag.len <= 8;
}

static const struct sc_gql_node *make_node(struct sc_gql_binder *b, const struct sc_gql_type *type,
                                           const struct sc_gql_directive *directive)
{
    struct sc_str name = sc_gql_bind_text(directive, SC_STR("loader"));
    struct sc_str tag = sc_gql_bind_text(directive, SC_STR("tag"));
    const struct sc_gql_loader *loader = find_loader(b->offer, name);

    if (loader == NULL || loader->page != NULL || loader->key_count == 0 ||
        loader->key_count > SC_GQL_KEY_PARTS_MAX) {
        sc_gql_bind_fail(b, directive->at, "@node: no loader %.*s of objects by their key",
                         SC_STR_ARGS(name));
        return NULL;
    }
    for (size_t i = 0; i < b->schema->type_count; i++)
        if (b->nodes[i] != NULL && sc_str_eq(b->nodes[i]->id.tag, tag))
            sc_gql_bind_fail(b, directive->at, "@node: two types have the tag %.*s",
                             SC_STR_ARGS(tag));
    if (!is_tag(tag))
        sc_gql_bind_fail(b, directive->at, "@node: a tag is 1 to 8 letters from a to z");
    for (uint16_t i = 0; loader->in != NULL && i < loader->in->count; i++) {
        const struct sc_field *field = &loader->in->fields[i];
        if (!field->may_be_null && !sc_gql_bind_is_for_others(loader, field->name))
            sc_gql_bind_fail(b, directive->at, "@node: nothing gives %s", field->name);
    }
    sc_gql_bind_check_node(b, type, loader);
    struct sc_gql_node *node = sc_gql_bind_make(b, 1, sizeof *node);
    const struct sc_field **keys = sc_gql_bind_make(b, loader->key_count, sizeof(void *));
    if (node == NULL || keys == NULL)
        return NULL;
    for (size_t i = 0; i < loader->key_count; i++)
        keys[i] = &loader->keys[i];
    *node = (struct sc_gql_node){
        .type = type,
        .loader = loader,
        .id = {.tag = tag, .keys = keys, .key_count = loader->key_count},
        .view = sc_gql_bind_view(b, type, loader->row, SC_STR(""), false),
    };
    return node;
}

static struct sc_gql_binding *make_binding(struct sc_arena *arena,
                                           const struct sc_gql_schema *schema)
{
    struct sc_gql_binding *binding = sc_arena_zalloc(arena, sizeof *binding);
    struct sc_gql_use *uses = sc_arena_array(arena, schema->type_count, sizeof *uses);

    if (binding == NULL || uses == NULL)
        return NULL;
    for (size_t i = 0; i < schema->type_count; i++)
        uses[schema->types[i]->index] =
            (struct sc_gql_use){.kind = SC_GQL_REF_NAMED, .type = schema->types[i]};
    binding->schema = schema;
    binding->uses = uses;
    return binding;
}

enum sc_status sc_gql_bind(struct sc_arena *arena, const struct sc_gql_schema *schema,
                           const struct sc_gql_offer *offer, struct sc_gql_errors *errors,
                           const struct sc_gql_binding **ret_binding)
{
    struct sc_gql_binder b = {.arena = arena, .schema = schema, .offer = offer, .errors = errors};
    struct sc_gql_binding *binding = make_binding(arena, schema);
    size_t wrong = errors->count;

    b.nodes = sc_gql_bind_make(&b, schema->type_count, sizeof(void *));
    if (binding == NULL || b.nodes == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < schema->type_count; i++) {
        sc_gql_bind_type_auth(&b, schema->types[i]);
        const struct sc_gql_directive *node =
            sc_gql_bind_directive(schema->types[i]->directives, SC_STR("node"));
        if (node != NULL)
            b.nodes[schema->types[i]->index] = make_node(&b, schema->types[i], node);
    }
    for (size_t i = 0; i < SC_COUNT(binding->roots); i++)
        if (schema->roots[i] != NULL)
            binding->roots[i] = object_of(&b, schema->roots[i], NULL, SC_STR(""), false);
    bind_todo(&b);
    binding->nodes = b.nodes;
    if (b.status != SC_OK)
        return b.status;
    if (errors->count > wrong)
        return SC_INVALID;
    *ret_binding = binding;
    return SC_OK;
}

enum sc_status sc_gql_bind_plain(struct sc_arena *arena, const struct sc_gql_schema *schema,
                                 const struct sc_gql_binding **ret_binding)
{
    struct sc_gql_binding *binding = make_binding(arena, schema);

    if (binding == NULL)
        return SC_NO_MEMORY;
    binding->is_plain = true;
    *ret_binding = binding;
    return SC_OK;
}
