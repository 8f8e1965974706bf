#include "graphql/parse_part.h"

static struct sc_gql_input_def *input_def(struct sc_gql_parser *p)
{
    struct sc_gql_input_def *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->description = sc_gql_parse_description(p);
    made->name = sc_gql_parse_name(p);
    sc_gql_parse_expect(p, SC_GQL_TOKEN_COLON);
    made->type = sc_gql_parse_type_ref(p);
    made->preset = sc_gql_parse_preset(p);
    made->directives = sc_gql_parse_directives(p);
    return made;
}

SC_GQL_PARSE_LIST(input_list, sc_gql_input_def, input_def)

static const struct sc_gql_input_def *argument_defs(struct sc_gql_parser *p)
{
    if (!sc_gql_parse_take(p, SC_GQL_TOKEN_PAREN_L))
        return NULL;
    return input_list(p, SC_GQL_TOKEN_PAREN_R);
}

static struct sc_gql_field_def *field_def(struct sc_gql_parser *p)
{
    struct sc_gql_field_def *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->description = sc_gql_parse_description(p);
    made->name = sc_gql_parse_name(p);
    made->arguments = argument_defs(p);
    sc_gql_parse_expect(p, SC_GQL_TOKEN_COLON);
    made->type = sc_gql_parse_type_ref(p);
    made->directives = sc_gql_parse_directives(p);
    return made;
}

static struct sc_gql_enum_value_def *enum_value_def(struct sc_gql_parser *p)
{
    struct sc_gql_enum_value_def *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->description = sc_gql_parse_description(p);
    if (sc_gql_parse_peek_word(p, SC_STR("true")) || sc_gql_parse_peek_word(p, SC_STR("false")) ||
        sc_gql_parse_peek_word(p, SC_STR("null")))
        sc_gql_parse_unexpected(p);
    made->name = sc_gql_parse_name(p);
    made->directives = sc_gql_parse_directives(p);
    return made;
}

static struct sc_gql_root_def *root_def(struct sc_gql_parser *p)
{
    struct sc_gql_root_def *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->at = p->lexer.token.at;
    made->operation = sc_gql_parse_operation(p);
    sc_gql_parse_expect(p, SC_GQL_TOKEN_COLON);
    made->type = sc_gql_parse_name(p);
    return made;
}

SC_GQL_PARSE_LIST(field_list, sc_gql_field_def, field_def)
SC_GQL_PARSE_LIST(enum_value_list, sc_gql_enum_value_def, enum_value_def)
SC_GQL_PARSE_LIST(root_list, sc_gql_root_def, root_def)

static struct sc_gql_name *one_name(struct sc_gql_parser *p)
{
    struct sc_gql_name *made = sc_gql_parse_node(p, sizeof *made);

    if (made != NULL)
        made->text = sc_gql_parse_name(p);
    return made;
}

static struct sc_gql_name *one_location(struct sc_gql_parser *p)
{
    enum sc_gql_location unused;

    if (sc_gql_parse_peek(p, SC_GQL_TOKEN_NAME) &&
        !sc_gql_location_find(p->lexer.token.text, &unused))
        sc_gql_parse_unexpected(p);
    return one_name(p);
}

/* Names with a mark between them, and maybe one before the first. */
static const struct sc_gql_name *names(struct sc_gql_parser *p, enum sc_gql_token_kind mark,
                                       struct sc_gql_name *(*one)(struct sc_gql_parser *p))
{
    const struct sc_gql_name *first = NULL, **tail = &first;

    sc_gql_parse_take(p, mark);
    do {
        struct sc_gql_name *made = one(p);
        if (made == NULL)
            break;
        *tail = made;
        tail = &made->next;
    } while (sc_gql_parse_take(p, mark));
    return first;
}

static void schema(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->directives = sc_gql_parse_directives(p);
    if (!made->is_extension)
        sc_gql_parse_expect(p, SC_GQL_TOKEN_BRACE_L);
    else if (!sc_gql_parse_take(p, SC_GQL_TOKEN_BRACE_L))
        return;
    made->roots = root_list(p, SC_GQL_TOKEN_BRACE_R);
}

static void scalar(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->name = sc_gql_parse_name(p);
    made->directives = sc_gql_parse_directives(p);
}

/* An object or an interface. */
static void composite(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->name = sc_gql_parse_name(p);
    if (sc_gql_parse_take_word(p, SC_STR("implements")))
        made->names = names(p, SC_GQL_TOKEN_AMP, one_name);
    made->directives = sc_gql_parse_directives(p);
    if (sc_gql_parse_take(p, SC_GQL_TOKEN_BRACE_L))
        made->fields = field_list(p, SC_GQL_TOKEN_BRACE_R);
}

static void union_of(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->name = sc_gql_parse_name(p);
    made->directives = sc_gql_parse_directives(p);
    if (sc_gql_parse_take(p, SC_GQL_TOKEN_EQUALS))
        made->names = names(p, SC_GQL_TOKEN_PIPE, one_name);
}

static void enumeration(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->name = sc_gql_parse_name(p);
    made->directives = sc_gql_parse_directives(p);
    if (sc_gql_parse_take(p, SC_GQL_TOKEN_BRACE_L))
        made->values = enum_value_list(p, SC_GQL_TOKEN_BRACE_R);
}

static void input(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->name = sc_gql_parse_name(p);
    made->directives = sc_gql_parse_directives(p);
    if (sc_gql_parse_take(p, SC_GQL_TOKEN_BRACE_L))
        made->inputs = input_list(p, SC_GQL_TOKEN_BRACE_R);
}

static void directive(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    sc_gql_parse_expect(p, SC_GQL_TOKEN_AT);
    made->name = sc_gql_parse_name(p);
    made->inputs = argument_defs(p);
    made->is_repeatable = sc_gql_parse_take_word(p, SC_STR("repeatable"));
    sc_gql_parse_expect_word(p, SC_STR("on"));
    made->names = names(p, SC_GQL_TOKEN_PIPE, one_location);
}

static const struct {
    struct sc_str word;
    enum sc_gql_definition_kind kind;
    void (*read)(struct sc_gql_parser *p, struct sc_gql_definition *made);
    bool is_extended; /* it can be */
} forms[] = {
    {{"schema", 6}, SC_GQL_DEF_SCHEMA, schema, true},
    {{"scalar", 6}, SC_GQL_DEF_SCALAR, scalar, true},
    {{"type", 4}, SC_GQL_DEF_OBJECT, composite, true},
    {{"interface", 9}, SC_GQL_DEF_INTERFACE, composite, true},
    {{"union", 5}, SC_GQL_DEF_UNION, union_of, true},
    {{"enum", 4}, SC_GQL_DEF_ENUM, enumeration, true},
    {{"input", 5}, SC_GQL_DEF_INPUT, input, true},
    {{"directive", 9}, SC_GQL_DEF_DIRECTIVE, directive, false},
};

/* The form that a token begins, or SC_COUNT(forms). */
static size_t form_of(const struct sc_gql_token *token)
{
    size_t i = 0;

    while (i < SC_COUNT(forms) &&
           (token->kind != SC_GQL_TOKEN_NAME || !sc_str_eq(token->text, forms[i].word)))
        i++;
    return i;
}

bool sc_gql_parse_begins_type(const struct sc_gql_token *token)
{
    return form_of(token) < SC_COUNT(forms);
}

static bool adds_something(const struct sc_gql_definition *made)
{
    return made->directives != NULL || made->names != NULL || made->fields != NULL ||
           made->inputs != NULL || made->values != NULL || made->roots != NULL;
}

void sc_gql_parse_type(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    size_t form = form_of(&p->lexer.token);

    if (form == SC_COUNT(forms) || (made->is_extension && !forms[form].is_extended)) {
        sc_gql_parse_unexpected(p);
        return;
    }
    sc_gql_lex_next(&p->lexer);
    made->kind = forms[form].kind;
    forms[form].read(p, made);
    if (made->is_extension && !adds_something(made))
        sc_gql_parse_unexpected(p);
}
