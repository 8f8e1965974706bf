#include "graphql/bind_work.h"

const char *sc_gql_bind_behind(const char *column, struct sc_str prefix, struct sc_str name)
{
    if (strncmp(column, prefix.len > 0 ? prefix.at : "", prefix.len) != 0)
        return NULL;
    column += prefix.len;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (c >= 'A' && c <= 'Z') {
            if (*column++ != '_')
                return NULL;
            c = (char)(c - 'A' + 'a');
        }
        if (*column++ != c)
            return NULL;
    }
    return column;
}

const struct sc_field *sc_gql_bind_column(const struct sc_shape *shape, struct sc_str prefix,
                                          struct sc_str name)
{
    for (uint16_t i = 0; shape != NULL && i < shape->count; i++) {
        const char *behind = sc_gql_bind_behind(shape->fields[i].name, prefix, name);
        if (behind != NULL && *behind == '\0')
            return &shape->fields[i];
    }
    return NULL;
}

struct sc_str sc_gql_bind_beside(const struct sc_shape *shape, struct sc_str prefix,
                                 struct sc_str name)
{
    for (uint16_t i = 0; shape != NULL && i < shape->count; i++) {
        const char *column = shape->fields[i].name;
        const char *behind = sc_gql_bind_behind(column, prefix, name);
        if (behind != NULL && *behind == '.')
            return (struct sc_str){.at = column, .len = (size_t)(behind + 1 - column)};
    }
    return (struct sc_str){0};
}

const struct sc_gql_directive *sc_gql_bind_directive(const struct sc_gql_directive *directives,
                                                     struct sc_str name)
{
    const struct sc_gql_directive *found = directives;

    while (found != NULL && !sc_str_eq(found->name, name))
        found = found->next;
    return found;
}

struct sc_str sc_gql_bind_text(const struct sc_gql_directive *directive, struct sc_str name)
{
    const struct sc_gql_argument *argument = directive->arguments;

    while (argument != NULL && !sc_str_eq(argument->name, name))
        argument = argument->next;
    if (argument == NULL || argument->value->kind != SC_GQL_STRING)
        return (struct sc_str){0};
    return argument->value->text;
}

const struct sc_gql_node *sc_gql_bind_id_of(struct sc_gql_binder *b,
                                            const struct sc_gql_directive *directives)
{
    const struct sc_gql_directive *id = sc_gql_bind_directive(directives, SC_STR("id"));

    if (id == NULL)
        return NULL;
    struct sc_str name = sc_gql_bind_text(id, SC_STR("of"));
    const struct sc_gql_type *type = sc_gql_schema_type(b->schema, name);
    const struct sc_gql_node *node = type == NULL ? NULL : b->nodes[type->index];
    if (node == NULL)
        sc_gql_bind_fail(b, id->at, "@id: %.*s is no type with @node", SC_STR_ARGS(name));
    return node;
}

bool sc_gql_bind_is_list(const struct sc_gql_use *use)
{
    if (use->kind == SC_GQL_REF_NON_NULL)
        use = use->of;
    return use->kind == SC_GQL_REF_LIST;
}

void *sc_gql_bind_make(struct sc_gql_binder *b, size_t count, size_t size)
{
    void *at = sc_arena_array(b->arena, count, size);

    if (at == NULL)
        b->status = SC_NO_MEMORY;
    return at;
}

void sc_gql_bind_nulls(struct sc_gql_binder *b, const struct sc_shape *shape, struct sc_str prefix,
                       struct sc_gql_bound *bound)
{
    const struct sc_field **nulls = sc_gql_bind_make(b, shape->count, sizeof(void *));
    size_t count = 0;

    if (nulls == NULL)
        return;
    for (uint16_t i = 0; i < shape->count; i++) {
        const struct sc_field *column = &shape->fields[i];
        if (!sc_str_starts(sc_str_of(column->name), prefix))
            continue;
        if (!column->may_be_null)
            return;
        nulls[count++] = column;
    }
    bound->nulls = nulls;
    bound->null_count = count;
}
