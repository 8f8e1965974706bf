#include "graphql/print_part.h"

static void put_input(struct sc_gql_printer *p, const struct sc_gql_input_def *input)
{
    sc_gql_put_description(p, input->description);
    sc_gql_put(p, input->name);
    sc_gql_put_words(p, ": ");
    sc_gql_put_type_ref(p, input->type);
    if (input->preset != NULL) {
        sc_gql_put_words(p, " = ");
        sc_gql_put_value(p, input->preset);
    }
    sc_gql_put_directives(p, input->directives);
}

/* On one line unless one of them takes more than that. */
static void put_arguments(struct sc_gql_printer *p, const struct sc_gql_input_def *arguments)
{
    struct sc_gql_printer measure = {.without = p->without};

    if (arguments == NULL)
        return;
    for (const struct sc_gql_input_def *a = arguments; a != NULL; a = a->next)
        put_input(&measure, a);
    bool is_broken = measure.lines > 0;
    sc_gql_put_words(p, "(");
    p->indent += is_broken;
    for (const struct sc_gql_input_def *a = arguments; a != NULL; a = a->next) {
        if (is_broken)
            sc_gql_put_line(p);
        put_input(p, a);
        if (a->next != NULL && !is_broken)
            sc_gql_put_words(p, ", ");
    }
    p->indent -= is_broken;
    if (is_broken)
        sc_gql_put_line(p);
    sc_gql_put_words(p, ")");
}

/* { and what each line of a block begins with */
static void open_block(struct sc_gql_printer *p)
{
    sc_gql_put_words(p, " {");
    p->indent++;
}

static void close_block(struct sc_gql_printer *p)
{
    p->indent--;
    sc_gql_put_line(p);
    sc_gql_put_words(p, "}");
}

static void put_fields(struct sc_gql_printer *p, const struct sc_gql_field_def *fields)
{
    if (fields == NULL)
        return;
    open_block(p);
    for (; fields != NULL; fields = fields->next) {
        sc_gql_put_line(p);
        sc_gql_put_description(p, fields->description);
        sc_gql_put(p, fields->name);
        put_arguments(p, fields->arguments);
        sc_gql_put_words(p, ": ");
        sc_gql_put_type_ref(p, fields->type);
        sc_gql_put_directives(p, fields->directives);
    }
    close_block(p);
}

static void put_inputs(struct sc_gql_printer *p, const struct sc_gql_input_def *inputs)
{
    if (inputs == NULL)
        return;
    open_block(p);
    for (; inputs != NULL; inputs = inputs->next) {
        sc_gql_put_line(p);
        put_input(p, inputs);
    }
    close_block(p);
}

static void put_values(struct sc_gql_printer *p, const struct sc_gql_enum_value_def *values)
{
    if (values == NULL)
        return;
    open_block(p);
    for (; values != NULL; values = values->next) {
        sc_gql_put_line(p);
        sc_gql_put_description(p, values->description);
        sc_gql_put(p, values->name);
        sc_gql_put_directives(p, values->directives);
    }
    close_block(p);
}

static void put_roots(struct sc_gql_printer *p, const struct sc_gql_root_def *roots)
{
    if (roots == NULL)
        return;
    open_block(p);
    for (; roots != NULL; roots = roots->next) {
        sc_gql_put_line(p);
        sc_gql_put_words(p, sc_gql_operation_name(roots->operation));
        sc_gql_put_words(p, ": ");
        sc_gql_put(p, roots->type);
    }
    close_block(p);
}

/* "<before>a & b"; nothing when there are none. */
static void put_names(struct sc_gql_printer *p, const char *before, const char *between,
                      const struct sc_gql_name *names)
{
    for (const char *mark = before; names != NULL; names = names->next, mark = between) {
        sc_gql_put_words(p, mark);
        sc_gql_put(p, names->text);
    }
}

static void put_directive(struct sc_gql_printer *p, const struct sc_gql_definition *definition)
{
    sc_gql_put_words(p, "directive @");
    sc_gql_put(p, definition->name);
    put_arguments(p, definition->inputs);
    if (definition->is_repeatable)
        sc_gql_put_words(p, " repeatable");
    put_names(p, " on ", " | ", definition->names);
}

static const char *keyword(enum sc_gql_definition_kind kind)
{
    static const char *const words[] = {
        [SC_GQL_DEF_SCHEMA] = "schema", [SC_GQL_DEF_SCALAR] = "scalar ",
        [SC_GQL_DEF_OBJECT] = "type ",  [SC_GQL_DEF_INTERFACE] = "interface ",
        [SC_GQL_DEF_UNION] = "union ",  [SC_GQL_DEF_ENUM] = "enum ",
        [SC_GQL_DEF_INPUT] = "input ",
    };

    return words[kind];
}

void sc_gql_put_type(struct sc_gql_printer *p, const struct sc_gql_definition *definition)
{
    bool is_union = definition->kind == SC_GQL_DEF_UNION;

    if (definition->kind == SC_GQL_DEF_DIRECTIVE) {
        put_directive(p, definition);
        return;
    }
    if (definition->is_extension)
        sc_gql_put_words(p, "extend ");
    sc_gql_put_words(p, keyword(definition->kind));
    if (definition->name.at != NULL)
        sc_gql_put(p, definition->name);
    if (!is_union)
        put_names(p, " implements ", " & ", definition->names);
    sc_gql_put_directives(p, definition->directives);
    if (is_union)
        put_names(p, " = ", " | ", definition->names);
    put_fields(p, definition->fields);
    put_inputs(p, definition->inputs);
    put_values(p, definition->values);
    put_roots(p, definition->roots);
}
