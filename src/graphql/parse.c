#include "graphql/parse.h"

#include "base/utf8.h"
#include "graphql/parse_part.h"

enum {
    SHOWN_MAX = 60, /* bytes of a token that an error repeats */
};

const struct sc_gql_parse_limits sc_gql_limits_free = {
    .text_max = SC_GQL_TEXT_MAX,
    .tokens_max = SC_GQL_TOKENS_MAX,
    .selection_depth_max = SC_GQL_SELECTION_DEPTH_MAX,
    .value_depth_max = SC_GQL_VALUE_DEPTH_MAX,
};

const struct sc_gql_parse_limits sc_gql_limits_trusted = {
    .text_max = SIZE_MAX,
    .tokens_max = UINT32_MAX,
    .selection_depth_max = 500,
    .value_depth_max = 500,
};

void *sc_gql_parse_node(struct sc_gql_parser *p, size_t size)
{
    void *node = sc_arena_zalloc(p->lexer.arena, size);

    if (node == NULL)
        sc_gql_lex_no_memory(&p->lexer);
    return node;
}

bool sc_gql_parse_peek(const struct sc_gql_parser *p, enum sc_gql_token_kind kind)
{
    return p->lexer.token.kind == kind;
}

bool sc_gql_parse_peek_word(const struct sc_gql_parser *p, struct sc_str word)
{
    return p->lexer.token.kind == SC_GQL_TOKEN_NAME && sc_str_eq(p->lexer.token.text, word);
}

bool sc_gql_parse_take(struct sc_gql_parser *p, enum sc_gql_token_kind kind)
{
    if (p->lexer.token.kind != kind)
        return false;
    sc_gql_lex_next(&p->lexer);
    return true;
}

bool sc_gql_parse_take_word(struct sc_gql_parser *p, struct sc_str word)
{
    if (!sc_gql_parse_peek_word(p, word))
        return false;
    sc_gql_lex_next(&p->lexer);
    return true;
}

/* "found Name \"x\"" - what is at hand, for an error's words. */
static struct sc_str shown_token(struct sc_gql_parser *p)
{
    const struct sc_gql_token *token = &p->lexer.token;
    const char *kind = sc_gql_token_kind_name(token->kind);

    if (token->kind < SC_GQL_TOKEN_NAME)
        return sc_str_of(kind);
    struct sc_str text = sc_utf8_cut(token->text, SHOWN_MAX);
    return sc_arena_printf(p->lexer.arena, "%s \"%.*s\"", kind, SC_STR_ARGS(text));
}

void sc_gql_parse_unexpected(struct sc_gql_parser *p)
{
    sc_gql_lex_fail(&p->lexer, SC_INVALID, "GRAPHQL_PARSE_FAILED", p->lexer.token.at,
                    "Unexpected %.*s.", SC_STR_ARGS(shown_token(p)));
}

static void fail_expected(struct sc_gql_parser *p, const char *quote, struct sc_str what)
{
    sc_gql_lex_fail(&p->lexer, SC_INVALID, "GRAPHQL_PARSE_FAILED", p->lexer.token.at,
                    "Expected %s%.*s%s, found %.*s.", quote, SC_STR_ARGS(what), quote,
                    SC_STR_ARGS(shown_token(p)));
}

void sc_gql_parse_expect(struct sc_gql_parser *p, enum sc_gql_token_kind kind)
{
    if (!sc_gql_parse_take(p, kind))
        fail_expected(p, "", sc_str_of(sc_gql_token_kind_name(kind)));
}

void sc_gql_parse_expect_word(struct sc_gql_parser *p, struct sc_str word)
{
    if (!sc_gql_parse_take_word(p, word))
        fail_expected(p, "\"", word);
}

bool sc_gql_parse_ends(struct sc_gql_parser *p, enum sc_gql_token_kind close)
{
    return sc_gql_parse_take(p, close) || p->lexer.status != SC_OK;
}

/* One deeper; false and a failure beyond the limit. */
static bool enter(struct sc_gql_parser *p, uint32_t *depth, uint32_t max)
{
    if (*depth == max) {
        sc_gql_lex_fail(&p->lexer, SC_LIMITED, "DEPTH_LIMIT", p->lexer.token.at,
                        "More than %u levels in each other.", (unsigned)max);
        return false;
    }
    ++*depth;
    return true;
}

struct sc_str sc_gql_parse_name(struct sc_gql_parser *p)
{
    struct sc_str name = p->lexer.token.text;

    sc_gql_parse_expect(p, SC_GQL_TOKEN_NAME);
    return name;
}

static struct sc_gql_value *value(struct sc_gql_parser *p);

static struct sc_gql_argument *argument(struct sc_gql_parser *p)
{
    struct sc_gql_argument *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->name = sc_gql_parse_name(p);
    sc_gql_parse_expect(p, SC_GQL_TOKEN_COLON);
    made->value = value(p);
    return made;
}

SC_GQL_PARSE_LIST(argument_list, sc_gql_argument, argument)
SC_GQL_PARSE_LIST(value_list, sc_gql_value, value)

static const struct sc_gql_argument *arguments(struct sc_gql_parser *p)
{
    if (!sc_gql_parse_take(p, SC_GQL_TOKEN_PAREN_L))
        return NULL;
    return argument_list(p, SC_GQL_TOKEN_PAREN_R);
}

/* A list or an object; both may be empty. */
static void container(struct sc_gql_parser *p, struct sc_gql_value *made)
{
    bool is_list = sc_gql_parse_peek(p, SC_GQL_TOKEN_BRACKET_L);
    enum sc_gql_token_kind close = is_list ? SC_GQL_TOKEN_BRACKET_R : SC_GQL_TOKEN_BRACE_R;

    if (!enter(p, &p->value_depth, p->limits->value_depth_max))
        return;
    made->kind = is_list ? SC_GQL_LIST : SC_GQL_OBJECT;
    sc_gql_lex_next(&p->lexer);
    bool is_empty = sc_gql_parse_take(p, close);
    if (!is_empty && is_list)
        made->items = value_list(p, close);
    else if (!is_empty)
        made->fields = argument_list(p, close);
    p->value_depth--;
}

static void word(struct sc_gql_parser *p, struct sc_gql_value *made)
{
    made->text = sc_gql_parse_name(p);
    made->is_true = sc_str_eq(made->text, SC_STR("true"));
    if (made->is_true || sc_str_eq(made->text, SC_STR("false")))
        made->kind = SC_GQL_BOOLEAN;
    else if (sc_str_eq(made->text, SC_STR("null")))
        made->kind = SC_GQL_NULL;
    else
        made->kind = SC_GQL_ENUM;
}

static void variable_use(struct sc_gql_parser *p, struct sc_gql_value *made)
{
    made->kind = SC_GQL_VARIABLE;
    sc_gql_parse_expect(p, SC_GQL_TOKEN_DOLLAR);
    if (p->is_const)
        sc_gql_lex_fail(&p->lexer, SC_INVALID, "GRAPHQL_PARSE_FAILED", made->at,
                        "Unexpected variable in a constant value.");
    made->text = sc_gql_parse_name(p);
}

static void literal(struct sc_gql_parser *p, struct sc_gql_value *made, enum sc_gql_value_kind kind)
{
    made->kind = kind;
    made->is_block = sc_gql_parse_peek(p, SC_GQL_TOKEN_BLOCK);
    made->text = p->lexer.token.text;
    sc_gql_lex_next(&p->lexer);
}

static struct sc_gql_value *value(struct sc_gql_parser *p)
{
    struct sc_gql_value *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->at = p->lexer.token.at;
    switch ((int)p->lexer.token.kind) {
    case SC_GQL_TOKEN_BRACKET_L:
    case SC_GQL_TOKEN_BRACE_L:
        container(p, made);
        break;
    case SC_GQL_TOKEN_INT:
        literal(p, made, SC_GQL_INT);
        break;
    case SC_GQL_TOKEN_FLOAT:
        literal(p, made, SC_GQL_FLOAT);
        break;
    case SC_GQL_TOKEN_STRING:
    case SC_GQL_TOKEN_BLOCK:
        literal(p, made, SC_GQL_STRING);
        break;
    case SC_GQL_TOKEN_NAME:
        word(p, made);
        break;
    case SC_GQL_TOKEN_DOLLAR:
        variable_use(p, made);
        break;
    default:
        sc_gql_parse_unexpected(p);
    }
    made->end = p->lexer.last_end;
    return made;
}

const struct sc_gql_value *sc_gql_parse_description(struct sc_gql_parser *p)
{
    if (!sc_gql_parse_peek(p, SC_GQL_TOKEN_STRING) && !sc_gql_parse_peek(p, SC_GQL_TOKEN_BLOCK))
        return NULL;
    return value(p);
}

const struct sc_gql_value *sc_gql_parse_preset(struct sc_gql_parser *p)
{
    return sc_gql_parse_take(p, SC_GQL_TOKEN_EQUALS) ? value(p) : NULL;
}

const struct sc_gql_directive *sc_gql_parse_directives(struct sc_gql_parser *p)
{
    const struct sc_gql_directive *first = NULL, **tail = &first;

    while (sc_gql_parse_peek(p, SC_GQL_TOKEN_AT)) {
        struct sc_gql_directive *made = sc_gql_parse_node(p, sizeof *made);
        if (made == NULL)
            break;
        made->at = p->lexer.token.at;
        sc_gql_lex_next(&p->lexer);
        made->name = sc_gql_parse_name(p);
        made->arguments = arguments(p);
        *tail = made;
        tail = &made->next;
    }
    return first;
}

/* Name or [of], without the bang. */
static struct sc_gql_type_ref *nullable_ref(struct sc_gql_parser *p)
{
    struct sc_gql_type_ref *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->at = p->lexer.token.at;
    if (!sc_gql_parse_peek(p, SC_GQL_TOKEN_BRACKET_L)) {
        made->kind = SC_GQL_REF_NAMED;
        made->name = sc_gql_parse_name(p);
    } else if (enter(p, &p->value_depth, p->limits->value_depth_max)) {
        made->kind = SC_GQL_REF_LIST;
        sc_gql_lex_next(&p->lexer);
        made->of = sc_gql_parse_type_ref(p);
        sc_gql_parse_expect(p, SC_GQL_TOKEN_BRACKET_R);
        p->value_depth--;
    }
    return made;
}

const struct sc_gql_type_ref *sc_gql_parse_type_ref(struct sc_gql_parser *p)
{
    struct sc_gql_type_ref *of = nullable_ref(p);

    if (of == NULL || !sc_gql_parse_take(p, SC_GQL_TOKEN_BANG))
        return of;
    struct sc_gql_type_ref *made = sc_gql_parse_node(p, sizeof *made);
    if (made != NULL)
        *made = (struct sc_gql_type_ref){.kind = SC_GQL_REF_NON_NULL, .at = of->at, .of = of};
    return made;
}

enum sc_gql_operation sc_gql_parse_operation(struct sc_gql_parser *p)
{
    for (int i = SC_GQL_QUERY; i <= SC_GQL_SUBSCRIPTION; i++) {
        enum sc_gql_operation operation = (enum sc_gql_operation)i;
        if (sc_gql_parse_take_word(p, sc_str_of(sc_gql_operation_name(operation))))
            return operation;
    }
    sc_gql_parse_unexpected(p);
    return SC_GQL_QUERY;
}

static struct sc_gql_selection *selection(struct sc_gql_parser *p);
SC_GQL_PARSE_LIST(selection_list, sc_gql_selection, selection)

static const struct sc_gql_selection *selections(struct sc_gql_parser *p, const char **ret_open)
{
    *ret_open = p->lexer.token.at;
    if (!enter(p, &p->selection_depth, p->limits->selection_depth_max))
        return NULL;
    sc_gql_parse_expect(p, SC_GQL_TOKEN_BRACE_L);
    const struct sc_gql_selection *first = selection_list(p, SC_GQL_TOKEN_BRACE_R);
    p->selection_depth--;
    return first;
}

static void field(struct sc_gql_parser *p, struct sc_gql_selection *made)
{
    made->kind = SC_GQL_FIELD;
    made->name = sc_gql_parse_name(p);
    if (sc_gql_parse_take(p, SC_GQL_TOKEN_COLON)) {
        made->alias = made->name;
        made->name = sc_gql_parse_name(p);
    }
    made->arguments = arguments(p);
    made->directives = sc_gql_parse_directives(p);
    if (sc_gql_parse_peek(p, SC_GQL_TOKEN_BRACE_L))
        made->selections = selections(p, &made->open);
}

/* Behind the dots: a spread, or an inline fragment. */
static void fragment_use(struct sc_gql_parser *p, struct sc_gql_selection *made)
{
    bool has_condition = sc_gql_parse_take_word(p, SC_STR("on"));

    if (!has_condition && sc_gql_parse_peek(p, SC_GQL_TOKEN_NAME)) {
        made->kind = SC_GQL_SPREAD;
        made->name = sc_gql_parse_name(p);
        made->directives = sc_gql_parse_directives(p);
        return;
    }
    made->kind = SC_GQL_INLINE;
    if (has_condition)
        made->on = sc_gql_parse_name(p);
    made->directives = sc_gql_parse_directives(p);
    made->selections = selections(p, &made->open);
}

static struct sc_gql_selection *selection(struct sc_gql_parser *p)
{
    struct sc_gql_selection *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->at = p->lexer.token.at;
    if (sc_gql_parse_take(p, SC_GQL_TOKEN_SPREAD))
        fragment_use(p, made);
    else
        field(p, made);
    return made;
}

static struct sc_gql_variable *variable(struct sc_gql_parser *p)
{
    struct sc_gql_variable *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->description = sc_gql_parse_description(p);
    made->at = p->lexer.token.at;
    sc_gql_parse_expect(p, SC_GQL_TOKEN_DOLLAR);
    made->name = sc_gql_parse_name(p);
    sc_gql_parse_expect(p, SC_GQL_TOKEN_COLON);
    made->type = sc_gql_parse_type_ref(p);
    made->preset = sc_gql_parse_preset(p);
    made->directives = sc_gql_parse_directives(p);
    return made;
}

SC_GQL_PARSE_LIST(variable_list, sc_gql_variable, variable)

static void operation(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->kind = SC_GQL_DEF_OPERATION;
    made->operation = sc_gql_parse_operation(p);
    if (sc_gql_parse_peek(p, SC_GQL_TOKEN_NAME))
        made->name = sc_gql_parse_name(p);
    if (sc_gql_parse_take(p, SC_GQL_TOKEN_PAREN_L)) {
        p->is_const = true;
        made->variables = variable_list(p, SC_GQL_TOKEN_PAREN_R);
        p->is_const = false;
    }
    made->directives = sc_gql_parse_directives(p);
    made->selections = selections(p, &made->open);
}

static void fragment(struct sc_gql_parser *p, struct sc_gql_definition *made)
{
    made->kind = SC_GQL_DEF_FRAGMENT;
    sc_gql_parse_expect_word(p, SC_STR("fragment"));
    if (sc_gql_parse_peek_word(p, SC_STR("on")))
        sc_gql_parse_unexpected(p);
    made->name = sc_gql_parse_name(p);
    sc_gql_parse_expect_word(p, SC_STR("on"));
    made->on = sc_gql_parse_name(p);
    made->directives = sc_gql_parse_directives(p);
    made->selections = selections(p, &made->open);
}

static bool begins_operation(const struct sc_gql_parser *p)
{
    return sc_gql_parse_peek_word(p, SC_STR("query")) ||
           sc_gql_parse_peek_word(p, SC_STR("mutation")) ||
           sc_gql_parse_peek_word(p, SC_STR("subscription"));
}

/* What follows the description, if there is one. */
static void definition_body(struct sc_gql_parser *p, struct sc_gql_definition *made,
                            enum sc_gql_grammar grammar)
{
    bool has_types = (grammar & SC_GQL_TYPE_SYSTEM) != 0;
    bool has_operations = (grammar & SC_GQL_EXECUTABLE) != 0;

    if (made->description == NULL && has_types && sc_gql_parse_take_word(p, SC_STR("extend")))
        made->is_extension = true;
    if (made->is_extension || (has_types && sc_gql_parse_begins_type(&p->lexer.token))) {
        p->is_const = true;
        sc_gql_parse_type(p, made);
        p->is_const = false;
    } else if (has_operations && begins_operation(p)) {
        operation(p, made);
    } else if (has_operations && sc_gql_parse_peek_word(p, SC_STR("fragment"))) {
        fragment(p, made);
    } else {
        if (made->description != NULL && sc_gql_parse_peek(p, SC_GQL_TOKEN_NAME))
            sc_gql_lex_fail(&p->lexer, SC_INVALID, "GRAPHQL_PARSE_FAILED", made->description->at,
                            "Unexpected description: only definitions have one.");
        sc_gql_parse_unexpected(p);
    }
}

static struct sc_gql_definition *definition(struct sc_gql_parser *p, enum sc_gql_grammar grammar)
{
    struct sc_gql_definition *made = sc_gql_parse_node(p, sizeof *made);

    if (made == NULL)
        return NULL;
    made->description = sc_gql_parse_description(p);
    made->at = p->lexer.token.at;
    if (sc_gql_parse_peek(p, SC_GQL_TOKEN_BRACE_L) && (grammar & SC_GQL_EXECUTABLE) != 0) {
        if (made->description != NULL)
            sc_gql_lex_fail(&p->lexer, SC_INVALID, "GRAPHQL_PARSE_FAILED", made->description->at,
                            "Unexpected description: a query in short form has none.");
        made->kind = SC_GQL_DEF_OPERATION;
        made->is_short = true;
        made->selections = selections(p, &made->open);
        return made;
    }
    definition_body(p, made, grammar);
    return made;
}

enum sc_status sc_gql_parse(struct sc_arena *arena, struct sc_str text, enum sc_gql_grammar grammar,
                            const struct sc_gql_parse_limits *limits, struct sc_gql_errors *errors,
                            struct sc_gql_document *ret_document)
{
    if (text.at == NULL)
        text = SC_STR("");
    struct sc_gql_parser p = {
        .lexer = {.arena = arena,
                  .errors = errors,
                  .text = text,
                  .end = text.at + text.len,
                  .at = text.at,
                  .tokens_left = limits->tokens_max},
        .limits = limits,
    };
    const struct sc_gql_definition *first = NULL, **tail = &first;

    if (text.len > limits->text_max)
        sc_gql_lex_fail(&p.lexer, SC_LIMITED, "GRAPHQL_PARSE_FAILED", text.at,
                        "More than %zu bytes.", limits->text_max);
    sc_gql_lex_next(&p.lexer);
    do {
        struct sc_gql_definition *made = definition(&p, grammar);
        if (made == NULL)
            break;
        *tail = made;
        tail = &made->next;
    } while (!sc_gql_parse_ends(&p, SC_GQL_TOKEN_END));
    if (p.lexer.status == SC_OK)
        *ret_document = (struct sc_gql_document){.text = text, .definitions = first};
    return p.lexer.status;
}
