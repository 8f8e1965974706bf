#include "graphql/print.h"

#include "graphql/print_part.h"

static void put_selections(struct sc_gql_printer *p, const struct sc_gql_selection *selections);

/* Units of "alias: name", which count in the width of the arguments. */
static size_t field_units(const struct sc_gql_selection *field)
{
    return field->name.len + (field->alias.at != NULL ? field->alias.len + 2 : 0);
}

static void put_field(struct sc_gql_printer *p, const struct sc_gql_selection *field)
{
    size_t units = field_units(field);

    if (field->alias.at != NULL) {
        sc_gql_put(p, field->alias);
        sc_gql_put_words(p, ": ");
    }
    sc_gql_put(p, field->name);
    sc_gql_put_arguments(p, field->arguments,
                         units < SC_GQL_PRINT_WIDTH ? SC_GQL_PRINT_WIDTH - units : 0);
    sc_gql_put_directives(p, field->directives);
    if (field->selections != NULL) {
        sc_gql_put_words(p, " ");
        put_selections(p, field->selections);
    }
}

static void put_selection(struct sc_gql_printer *p, const struct sc_gql_selection *selection)
{
    switch (selection->kind) {
    case SC_GQL_FIELD:
        put_field(p, selection);
        break;
    case SC_GQL_SPREAD:
        sc_gql_put_words(p, "...");
        sc_gql_put(p, selection->name);
        sc_gql_put_directives(p, selection->directives);
        break;
    case SC_GQL_INLINE:
        sc_gql_put_words(p, "...");
        if (selection->on.at != NULL) {
            sc_gql_put_words(p, " on ");
            sc_gql_put(p, selection->on);
        }
        sc_gql_put_directives(p, selection->directives);
        sc_gql_put_words(p, " ");
        put_selections(p, selection->selections);
        break;
    }
}

static void put_selections(struct sc_gql_printer *p, const struct sc_gql_selection *selections)
{
    sc_gql_put_words(p, "{");
    p->indent++;
    for (; selections != NULL; selections = selections->next) {
        sc_gql_put_line(p);
        put_selection(p, selections);
    }
    p->indent--;
    sc_gql_put_line(p);
    sc_gql_put_words(p, "}");
}

static void put_variable(struct sc_gql_printer *p, const struct sc_gql_variable *variable)
{
    sc_gql_put_description(p, variable->description);
    sc_gql_put_words(p, "$");
    sc_gql_put(p, variable->name);
    sc_gql_put_words(p, ": ");
    sc_gql_put_type_ref(p, variable->type);
    if (variable->preset != NULL) {
        sc_gql_put_words(p, " = ");
        sc_gql_put_value(p, variable->preset);
    }
    sc_gql_put_directives(p, variable->directives);
}

static void put_variables(struct sc_gql_printer *p, const struct sc_gql_variable *variables)
{
    struct sc_gql_printer measure = {.without = p->without};

    if (variables == NULL)
        return;
    for (const struct sc_gql_variable *v = variables; v != NULL; v = v->next)
        put_variable(&measure, v);
    bool is_broken = measure.lines > 0;
    sc_gql_put_words(p, "(");
    for (const struct sc_gql_variable *v = variables; v != NULL; v = v->next) {
        if (is_broken)
            sc_gql_put_line(p);
        put_variable(p, v);
        if (v->next != NULL && !is_broken)
            sc_gql_put_words(p, ", ");
    }
    if (is_broken)
        sc_gql_put_line(p);
    sc_gql_put_words(p, ")");
}

/* Whether a { behind the definition would be read as a part of it. */
static bool takes_block(const struct sc_gql_definition *definition)
{
    bool is_of_block = definition->kind == SC_GQL_DEF_SCHEMA ||
                       definition->kind == SC_GQL_DEF_OBJECT ||
                       definition->kind == SC_GQL_DEF_INTERFACE ||
                       definition->kind == SC_GQL_DEF_ENUM || definition->kind == SC_GQL_DEF_INPUT;

    return is_of_block && definition->fields == NULL && definition->inputs == NULL &&
           definition->values == NULL && definition->roots == NULL;
}

static bool can_be_short(const struct sc_gql_definition *operation,
                         const struct sc_gql_definition *before)
{
    return operation->operation == SC_GQL_QUERY && operation->name.at == NULL &&
           operation->variables == NULL && operation->directives == NULL &&
           operation->description == NULL && (before == NULL || !takes_block(before));
}

static void put_operation(struct sc_gql_printer *p, const struct sc_gql_definition *operation,
                          const struct sc_gql_definition *before)
{
    if (!can_be_short(operation, before)) {
        sc_gql_put_words(p, sc_gql_operation_name(operation->operation));
        if (operation->name.at != NULL || operation->variables != NULL)
            sc_gql_put_words(p, " ");
        if (operation->name.at != NULL)
            sc_gql_put(p, operation->name);
        put_variables(p, operation->variables);
        sc_gql_put_directives(p, operation->directives);
        sc_gql_put_words(p, " ");
    }
    put_selections(p, operation->selections);
}

static void put_fragment(struct sc_gql_printer *p, const struct sc_gql_definition *fragment)
{
    sc_gql_put_words(p, "fragment ");
    sc_gql_put(p, fragment->name);
    sc_gql_put_words(p, " on ");
    sc_gql_put(p, fragment->on);
    sc_gql_put_directives(p, fragment->directives);
    sc_gql_put_words(p, " ");
    put_selections(p, fragment->selections);
}

/* `before` stands above it; NULL: nothing does. */
static void put_definition(struct sc_gql_printer *p, const struct sc_gql_definition *definition,
                           const struct sc_gql_definition *before)
{
    sc_gql_put_description(p, definition->description);
    if (definition->kind == SC_GQL_DEF_OPERATION)
        put_operation(p, definition, before);
    else if (definition->kind == SC_GQL_DEF_FRAGMENT)
        put_fragment(p, definition);
    else
        sc_gql_put_type(p, definition);
}

void sc_gql_print(const struct sc_gql_document *document, struct sc_buf *out)
{
    struct sc_gql_printer p = {.out = out};
    const struct sc_gql_definition *before = NULL;

    for (const struct sc_gql_definition *d = document->definitions; d != NULL; d = d->next) {
        if (before != NULL) {
            sc_gql_put_line(&p);
            sc_gql_put_line(&p);
        }
        put_definition(&p, d, before);
        before = d;
    }
}

void sc_gql_print_value(const struct sc_gql_value *value, struct sc_buf *out)
{
    struct sc_gql_printer p = {.out = out};

    sc_gql_put_value(&p, value);
}

void sc_gql_print_definition(const struct sc_gql_definition *definition, const char *const *without,
                             struct sc_buf *out)
{
    struct sc_gql_printer p = {.out = out, .without = without};

    put_definition(&p, definition, NULL);
}
