#include "graphql/schema_draft.h"

enum {
    BITS = 64, /* in a word of possible_bits */
};

struct listing {
    struct sc_gql_draft *draft;
    const struct sc_gql_type **types;
    size_t count;
};

static void list_type(struct listing *list, struct sc_gql_draft_type *from)
{
    if (from->is_listed)
        return;
    from->is_listed = true;
    from->type->index = (uint32_t)list->count;
    list->types[list->count++] = from->type;
}

/* A built-in scalar is listed where it is used first. */
static void list_used(struct listing *list, const struct sc_gql_use *use)
{
    const struct sc_gql_draft *draft = list->draft;
    const struct sc_gql_draft_type *used = sc_gql_names_find(&draft->types.names, use->type->name);

    if (used->is_own && used->def.kind == SC_GQL_DEF_SCALAR)
        list_type(list, &draft->types.items[used - draft->types.items]);
}

static void list_inputs(struct listing *list, const struct sc_gql_input *inputs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        list_used(list, inputs[i].use);
}

static void list_with_used(struct listing *list, struct sc_gql_draft_type *from)
{
    const struct sc_gql_type *type = from->type;

    list_type(list, from);
    for (size_t i = 0; i < type->field_count; i++) {
        list_used(list, type->fields[i].use);
        list_inputs(list, type->fields[i].args, type->fields[i].arg_count);
    }
    list_inputs(list, type->inputs, type->input_count);
}

/* The order in which other implementations tell types in introspection. */
static void list_types(struct sc_gql_draft *draft)
{
    struct sc_gql_schema *schema = draft->schema;
    struct listing list = {.draft = draft};

    list.types =
        sc_gql_draft_array(draft, draft->arena, draft->types.count, sizeof(struct sc_gql_type *));
    if (list.types == NULL)
        return;
    for (size_t i = 0; i < draft->types.count; i++)
        if (!draft->types.items[i].is_own)
            list_with_used(&list, &draft->types.items[i]);
    for (size_t i = 0; i < schema->directive_count; i++)
        list_inputs(&list, schema->directives[i].args, schema->directives[i].arg_count);
    for (size_t i = 0; i < draft->types.count; i++)
        if (draft->types.items[i].is_own && draft->types.items[i].def.kind != SC_GQL_DEF_SCALAR)
            list_with_used(&list, &draft->types.items[i]);
    schema->types = list.types;
    schema->type_count = list.count;
    if (!sc_gql_names_init(&schema->names, draft->arena, list.count)) {
        draft->is_full = true;
        return;
    }
    for (size_t i = 0; i < list.count; i++)
        sc_gql_names_add(&schema->names, list.types[i]->name, list.types[i]);
}

/* The object types of the schema that implement an interface. */
static size_t find_objects(const struct sc_gql_schema *schema, const struct sc_gql_type *interface,
                           const struct sc_gql_type **found)
{
    size_t count = 0;

    for (size_t i = 0; i < schema->type_count; i++) {
        const struct sc_gql_type *type = schema->types[i];
        if (type->kind != SC_GQL_TYPE_OBJECT || !sc_gql_implements(type, interface))
            continue;
        if (found != NULL)
            found[count] = type;
        count++;
    }
    return count;
}

/* A union's are known already. */
static void find_possible(struct sc_gql_draft *draft, struct sc_gql_type *type)
{
    bool is_object = type->kind == SC_GQL_TYPE_OBJECT;
    size_t count = is_object ? 1 : find_objects(draft->schema, type, NULL);
    const struct sc_gql_type **found =
        sc_gql_draft_array(draft, draft->arena, count, sizeof(struct sc_gql_type *));

    if (found == NULL)
        return;
    if (is_object)
        found[0] = type;
    else
        find_objects(draft->schema, type, found);
    type->possible = found;
    type->possible_count = count;
}

static void set_bits(struct sc_gql_draft *draft, struct sc_gql_type *type)
{
    size_t words = draft->schema->type_count / BITS + 1;
    uint64_t *bits = sc_gql_draft_array(draft, draft->arena, words, sizeof *bits);

    if (bits == NULL)
        return;
    for (size_t i = 0; i < type->possible_count; i++)
        bits[type->possible[i]->index / BITS] |= UINT64_C(1) << type->possible[i]->index % BITS;
    type->possible_bits = bits;
}

void sc_gql_draft_link(struct sc_gql_draft *draft)
{
    list_types(draft);
    for (size_t i = 0; i < draft->types.count && !draft->is_full; i++) {
        struct sc_gql_type *type = draft->types.items[i].type;
        if (!draft->types.items[i].is_listed || !sc_gql_is_composite(type))
            continue;
        if (type->kind != SC_GQL_TYPE_UNION)
            find_possible(draft, type);
        if (!draft->is_full)
            set_bits(draft, type);
    }
}
