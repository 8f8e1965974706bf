#include "graphql/schema_print.h"

#include "graphql/print.h"

/* Roots that nobody has to name: types of these names are the roots by themselves. */
static bool has_usual_roots(const struct sc_gql_schema *schema)
{
    static const char *const usual[] = {"Query", "Mutation", "Subscription"};

    for (size_t i = 0; i < SC_COUNT(usual); i++)
        if (schema->roots[i] != sc_gql_schema_type(schema, sc_str_of(usual[i])))
            return false;
    return true;
}

static bool is_left_out(struct sc_str name, const char *const *without)
{
    for (; without != NULL && *without != NULL; without++)
        if (sc_str_eq(name, sc_str_of(*without)))
            return true;
    return false;
}

static bool has_uses(const struct sc_gql_directive *uses, const char *const *without)
{
    while (uses != NULL && is_left_out(uses->name, without))
        uses = uses->next;
    return uses != NULL;
}

static void print_definition(const struct sc_gql_definition *definition, const char *const *without,
                             struct sc_buf *out)
{
    if (out->len > 0)
        sc_buf_put_char(out, '\n');
    sc_gql_print_definition(definition, without, out);
    sc_buf_put_char(out, '\n');
}

/* The schema's own definition, where it says something. */
static void print_schema(const struct sc_gql_schema *schema, const char *const *without,
                         struct sc_buf *out)
{
    struct sc_gql_definition def = {.kind = SC_GQL_DEF_SCHEMA};
    struct sc_gql_root_def roots[3];
    const struct sc_gql_root_def *first = NULL;

    if (schema->def != NULL)
        def = *schema->def;
    if (def.description == NULL && !has_uses(def.directives, without) && has_usual_roots(schema))
        return;
    for (size_t i = SC_COUNT(roots); i-- > 0;) {
        if (schema->roots[i] == NULL)
            continue;
        roots[i] = (struct sc_gql_root_def){
            .operation = (enum sc_gql_operation)i, .type = schema->roots[i]->name, .next = first};
        first = &roots[i];
    }
    def.is_extension = false; /* of roots that nobody named */
    def.roots = first;
    print_definition(&def, without, out);
}

/* The next that is not built in, from a place in a list that is in the order of the SDL. */
static const struct sc_gql_definition *type_from(const struct sc_gql_schema *schema, size_t *at)
{
    while (*at < schema->type_count && schema->types[*at]->def == NULL)
        ++*at;
    return *at < schema->type_count ? schema->types[*at]->def : NULL;
}

static const struct sc_gql_definition *directive_from(const struct sc_gql_schema *schema,
                                                      size_t *at)
{
    while (*at < schema->directive_count && schema->directives[*at].def == NULL)
        ++*at;
    return *at < schema->directive_count ? schema->directives[*at].def : NULL;
}

void sc_gql_schema_print(const struct sc_gql_schema *schema, const char *const *without,
                         struct sc_buf *out)
{
    size_t type = 0, directive = 0;

    print_schema(schema, without, out);
    for (;;) {
        const struct sc_gql_definition *a = type_from(schema, &type);
        const struct sc_gql_definition *b = directive_from(schema, &directive);
        if (a == NULL && b == NULL)
            return;
        if (a != NULL && (b == NULL || a->at < b->at)) {
            print_definition(a, without, out);
            type++;
        } else {
            if (!is_left_out(b->name, without))
                print_definition(b, without, out);
            directive++;
        }
    }
}
