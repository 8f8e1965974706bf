#include "graphql/parse.h"

#include <stdio.h>

#include "testing/unit.h"

static enum sc_status parse(struct sc_arena *arena, struct sc_str text,
                            struct sc_gql_errors *errors, struct sc_gql_document *document)
{
    *errors = (struct sc_gql_errors){.arena = arena};
    return sc_gql_parse(arena, text, SC_GQL_ANY, &sc_gql_limits_free, errors, document);
}

/* Parses what must be right. */
static const struct sc_gql_definition *read(void **state, const char *text)
{
    struct sc_gql_errors errors;
    struct sc_gql_document document;

    if (parse(*state, sc_str_of(text), &errors, &document) != SC_OK)
        fail_msg("%s\n%.*s", text, SC_STR_ARGS(errors.first->message));
    assert_int_equal(errors.count, 0);
    return document.definitions;
}

/* Refuses `text` with these words at a place. */
static void refuse(void **state, struct sc_str text, uint32_t line, uint32_t column,
                   const char *words)
{
    struct sc_gql_errors errors;
    struct sc_gql_document document = {.text = SC_STR("untouched")};

    assert_int_equal(parse(*state, text, &errors, &document), SC_INVALID);
    assert_str(document.text, "untouched");
    assert_int_equal(errors.count, 1);
    assert_string_equal(errors.first->code, "GRAPHQL_PARSE_FAILED");
    assert_str(errors.first->message, words);
    assert_int_equal(errors.first->places[0].line, line);
    assert_int_equal(errors.first->places[0].column, column);
}

static void a_query_has_its_parts(void **state)
{
    const struct sc_gql_definition *def =
        read(state, "\"why\" query Deals($first: [Int!]! = [20] @a) @live {\n"
                    "  store { top: deals(first: $first, of: {kind: BOGO, on: true}) { id } }\n"
                    "  ...More @skip(if: false)\n"
                    "  ... on Query { x } ... { y }\n"
                    "}\n"
                    "fragment More on Query @b { z }");
    const struct sc_gql_variable *first = def->variables;
    const struct sc_gql_selection *store = def->selections, *top = store->selections;

    assert_int_equal(def->kind, SC_GQL_DEF_OPERATION);
    assert_str(def->description->text, "why");
    assert_str(def->name, "Deals");
    assert_true(*def->open == '{' && *def->at == 'q');
    assert_str(def->directives->name, "live");
    assert_str(first->name, "first");
    assert_int_equal(first->type->kind, SC_GQL_REF_NON_NULL);
    assert_int_equal(first->type->of->kind, SC_GQL_REF_LIST);
    assert_int_equal(first->type->of->of->kind, SC_GQL_REF_NON_NULL);
    assert_str(first->type->of->of->of->name, "Int");
    assert_str(first->preset->items->text, "20");
    assert_str(first->directives->name, "a");

    assert_null(store->alias.at);
    assert_str(top->alias, "top");
    assert_str(top->name, "deals");
    assert_ptr_equal(top->at, top->alias.at);
    assert_int_equal(top->arguments->value->kind, SC_GQL_VARIABLE);
    const struct sc_gql_value *of = top->arguments->next->value;
    assert_int_equal(of->kind, SC_GQL_OBJECT);
    assert_int_equal(of->end - of->at, strlen("{kind: BOGO, on: true}"));
    assert_int_equal(of->fields->value->kind, SC_GQL_ENUM);
    assert_true(of->fields->next->value->is_true);
    assert_null(of->fields->next->next);

    assert_int_equal(store->next->kind, SC_GQL_SPREAD);
    assert_str(store->next->name, "More");
    assert_false(store->next->directives->arguments->value->is_true);
    assert_str(store->next->next->on, "Query");
    assert_null(store->next->next->next->on.at);
    assert_null(store->next->next->next->next);

    assert_str(def->next->on, "Query");
    assert_str(def->next->directives->name, "b");
    assert_null(def->next->next);
}

static void types_have_their_parts(void **state)
{
    const struct sc_gql_definition *def =
        read(state, "schema @s { query: Q mutation: M }\n"
                    "\"\"\"a thing\"\"\" type T implements & A & B @t {\n"
                    "  f(\"how many\" n: Int = 3 @n): [T] @f\n"
                    "}\n"
                    "extend union U = | A | B\n"
                    "enum E { ONE \"2\" TWO }\n"
                    "input I { a: Int = 1 }\n"
                    "directive @d(x: Int) repeatable on FIELD | QUERY\n"
                    "extend schema @more");

    assert_int_equal(def->kind, SC_GQL_DEF_SCHEMA);
    assert_int_equal(def->roots->next->operation, SC_GQL_MUTATION);
    assert_str(def->roots->next->type, "M");
    def = def->next;
    assert_true(def->description->is_block);
    assert_str(def->names->next->text, "B");
    assert_str(def->fields->arguments->description->text, "how many");
    assert_str(def->fields->arguments->preset->text, "3");
    assert_str(def->fields->directives->name, "f");
    def = def->next;
    assert_true(def->is_extension);
    assert_int_equal(def->kind, SC_GQL_DEF_UNION);
    assert_str(def->names->next->text, "B");
    def = def->next;
    assert_str(def->values->next->description->text, "2");
    def = def->next;
    assert_str(def->inputs->preset->text, "1");
    def = def->next;
    assert_true(def->is_repeatable);
    assert_str(def->names->next->text, "QUERY");
    def = def->next;
    assert_true(def->is_extension);
    assert_str(def->directives->name, "more");
}

static void words_of_the_grammar_can_be_names(void **state)
{
    read(state, "query query { on type fragment: query mutation(input: true) }\n"
                "fragment type on on { ... on on { on } }\n"
                "type type implements implements { type(type: type): type }\n"
                "{ a(b: on, c: [null, -0.5e+3, \"\", nullable]) }");
}

static void what_is_ignored_may_stand_anywhere(void **state)
{
    read(state, "\xEF\xBB\xBF,,#x\r{\xEF\xBB\xBF a#\xC3\xA9\n,,b\t}#");
}

static void mistakes_have_a_place(void **state)
{
    static const struct {
        const char *text;
        uint32_t line, column;
        const char *words;
    } rows[] = {
        {"", 1, 1, "Syntax Error: Unexpected <EOF>."},
        {"# nothing", 1, 10, "Syntax Error: Unexpected <EOF>."},
        {"{ a", 1, 4, "Syntax Error: Expected Name, found <EOF>."},
        {"{\n  a(\n}", 3, 1, "Syntax Error: Expected Name, found \"}\"."},
        {"{ }", 1, 3, "Syntax Error: Expected Name, found \"}\"."},
        {"{ a() }", 1, 5, "Syntax Error: Expected Name, found \")\"."},
        {"query { a } x", 1, 13, "Syntax Error: Unexpected Name \"x\"."},
        {"{ a(b: \"x\" \"y\") }", 1, 12, "Syntax Error: Expected Name, found String \"y\"."},
        {"{ a(b: $) }", 1, 9, "Syntax Error: Expected Name, found \")\"."},
        {"query ($a: Int = $b) { a }", 1, 18,
         "Syntax Error: Unexpected variable in a constant value."},
        {"fragment on on T { a }", 1, 10, "Syntax Error: Unexpected Name \"on\"."},
        {"fragment F { a }", 1, 12, "Syntax Error: Expected \"on\", found \"{\"."},
        {"\"d\" { a }", 1, 1,
         "Syntax Error: Unexpected description: a query in short form has none."},
        {"\"d\" extend type T { a: B }", 1, 1,
         "Syntax Error: Unexpected description: only definitions have one."},
        {"extend type T", 1, 14, "Syntax Error: Unexpected <EOF>."},
        {"extend directive @a on FIELD", 1, 8, "Syntax Error: Unexpected Name \"directive\"."},
        {"extend query { a }", 1, 8, "Syntax Error: Unexpected Name \"query\"."},
        {"enum E { true }", 1, 10, "Syntax Error: Unexpected Name \"true\"."},
        {"type T { }", 1, 10, "Syntax Error: Expected Name, found \"}\"."},
        {"type T { a(b: C = $d): E }", 1, 19,
         "Syntax Error: Unexpected variable in a constant value."},
        {"directive @a on FIELDS", 1, 17, "Syntax Error: Unexpected Name \"FIELDS\"."},
        {"directive @a on FIELD |", 1, 24, "Syntax Error: Expected Name, found <EOF>."},
        {"{ a.b }", 1, 4, "Syntax Error: Unexpected character: \".\"."},
        {"{ a ..b }", 1, 5, "Syntax Error: Unexpected character: \".\"."},
        {"{ \xC3\xA9 }", 1, 3, "Syntax Error: Unexpected character: U+00E9."},
        {"{ \xF0\x9F\x8D\x9E }", 1, 3, "Syntax Error: Unexpected character: U+1F35E."},
        {"{ \xFF }", 1, 3, "Syntax Error: Unexpected character: byte 0xFF."},
        {"{ a # \xC3( \n }", 1, 7, "Syntax Error: Unexpected character: byte 0xC3."},
        {"{ a(b: 01) }", 1, 9, "Syntax Error: Invalid number, unexpected digit after 0: \"1\"."},
        {"{ a(b: 1.) }", 1, 10, "Syntax Error: Invalid number, expected digit but got: \")\"."},
        {"{ a(b: 1e) }", 1, 10, "Syntax Error: Invalid number, expected digit but got: \")\"."},
        {"{ a(b: -) }", 1, 9, "Syntax Error: Invalid number, expected digit but got: \")\"."},
        {"{ a(b: 1x) }", 1, 9, "Syntax Error: Invalid number, expected digit but got: \"x\"."},
        {"{ a(b: 1.2.3) }", 1, 11, "Syntax Error: Invalid number, expected digit but got: \".\"."},
        {"{ a(b: -", 1, 9, "Syntax Error: Invalid number, expected digit but got: <EOF>."},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        refuse(state, sc_str_of(rows[i].text), rows[i].line, rows[i].column, rows[i].words);
}

static void nul_is_no_token(void **state)
{
    refuse(state, SC_STR("{ \0 }"), 1, 3, "Syntax Error: Unexpected character: U+0000.");
    refuse(state, (struct sc_str){0}, 1, 1, "Syntax Error: Unexpected <EOF>.");
}

static void a_grammar_can_be_asked_for(void **state)
{
    static const struct {
        const char *text;
        enum sc_gql_grammar grammar;
        enum sc_status want;
    } rows[] = {
        {"{ a }", SC_GQL_EXECUTABLE, SC_OK},
        {"{ a }", SC_GQL_TYPE_SYSTEM, SC_INVALID},
        {"fragment F on T { a }", SC_GQL_TYPE_SYSTEM, SC_INVALID},
        {"type T { a: B }", SC_GQL_EXECUTABLE, SC_INVALID},
        {"extend type T { a: B }", SC_GQL_EXECUTABLE, SC_INVALID},
        {"type T { a: B }", SC_GQL_TYPE_SYSTEM, SC_OK},
    };
    struct sc_gql_document document;

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct sc_gql_errors errors = {.arena = *state};
        assert_int_equal(sc_gql_parse(*state, sc_str_of(rows[i].text), rows[i].grammar,
                                      &sc_gql_limits_free, &errors, &document),
                         rows[i].want);
    }
}

/* `open` n times, `middle`, `close` n times. */
static struct sc_str nested(struct sc_arena *arena, const char *before, size_t n, char open,
                            const char *middle, char close)
{
    char *text = sc_arena_alloc(arena, 1000);
    size_t len = (size_t)snprintf(text, 1000, "%s", before);

    memset(text + len, open, n);
    len += n;
    len += (size_t)snprintf(text + len, 1000 - len, "%s", middle);
    memset(text + len, close, n);
    return (struct sc_str){text, len + n};
}

static void expect_limit(struct sc_arena *arena, struct sc_str text, enum sc_status want,
                         const char *code)
{
    struct sc_gql_errors errors;
    struct sc_gql_document document;

    assert_int_equal(parse(arena, text, &errors, &document), want);
    if (want != SC_OK)
        assert_string_equal(errors.first->code, code);
}

static void depth_is_limited(void **state)
{
    char text[1000];
    size_t len = 0;

    for (int i = 0; i < SC_GQL_SELECTION_DEPTH_MAX; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "{a");
    memset(text + len, '}', SC_GQL_SELECTION_DEPTH_MAX);
    len += SC_GQL_SELECTION_DEPTH_MAX;
    expect_limit(*state, (struct sc_str){text, len}, SC_OK, "");
    struct sc_str deeper = sc_arena_printf(*state, "{b%.*s}", (int)len, text);
    expect_limit(*state, deeper, SC_LIMITED, "DEPTH_LIMIT");

    size_t max = SC_GQL_VALUE_DEPTH_MAX;
    expect_limit(*state, nested(*state, "query($a:B=", max, '[', "", ']'), SC_INVALID,
                 "GRAPHQL_PARSE_FAILED"); /* it ends too early, but the depth is fine */
    expect_limit(*state, nested(*state, "query($a:B=", max + 1, '[', "", ']'), SC_LIMITED,
                 "DEPTH_LIMIT");
    expect_limit(*state, nested(*state, "query($a:", max, '[', "A", ']'), SC_INVALID,
                 "GRAPHQL_PARSE_FAILED");
    expect_limit(*state, nested(*state, "query($a:", max + 1, '[', "A", ']'), SC_LIMITED,
                 "DEPTH_LIMIT");
}

static void tokens_and_bytes_are_limited(void **state)
{
    char *text = sc_arena_alloc(*state, SC_GQL_TEXT_MAX + 1);

    assert_non_null(text);
    memset(text, ' ', SC_GQL_TEXT_MAX + 1);
    text[0] = '{';
    text[1] = 'a';
    text[2] = '}';
    expect_limit(*state, (struct sc_str){text, SC_GQL_TEXT_MAX}, SC_OK, "");
    expect_limit(*state, (struct sc_str){text, SC_GQL_TEXT_MAX + 1}, SC_LIMITED,
                 "GRAPHQL_PARSE_FAILED");

    size_t len = 2 * ((size_t)SC_GQL_TOKENS_MAX - 1); /* "a " for each token between the braces */
    for (size_t i = 2; i < len - 1; i += 2)
        text[i] = 'a';
    text[1] = ' ';
    text[len] = '}';
    expect_limit(*state, (struct sc_str){text, len + 1}, SC_OK, "");
    text[len] = 'a';
    text[len + 2] = '}';
    expect_limit(*state, (struct sc_str){text, len + 3}, SC_LIMITED, "GRAPHQL_PARSE_FAILED");
}

/* What parsing says with less and less memory, up to where there is enough: `enough`. */
static void starve(struct sc_str text, enum sc_status enough)
{
    for (size_t cap = 0;; cap += 16) {
        struct sc_arena *arena = sc_arena_create(cap);
        struct sc_gql_errors errors;
        struct sc_gql_document document;
        assert_non_null(arena);
        enum sc_status st = parse(arena, text, &errors, &document);
        size_t told = errors.count;
        sc_arena_destroy(arena);
        if (st == enough) {
            assert_int_equal(told, enough == SC_OK ? 0 : 1);
            assert_true(cap > 0);
            return;
        }
        assert_int_equal(st, SC_NO_MEMORY);
    }
}

static void any_end_of_memory_is_told(void **state)
{
    (void)state;
    starve(SC_STR("query Q($a: [Int] = [1]) { a: b(c: {d: \"\\n\"}) @e { ...F } }\n"
                  "type T implements A { f(a: Int): B } enum E { A } union U = A\n"
                  "directive @d on FIELD schema { query: Q }"),
           SC_OK);
    starve(SC_STR("{ a"), SC_INVALID);
    starve(SC_STR("{ a(b: \"\\x\") }"), SC_INVALID);
    starve(SC_STR("fragment F on T"), SC_INVALID);
}

UNIT_TESTS(a_test(a_query_has_its_parts), a_test(types_have_their_parts),
           a_test(words_of_the_grammar_can_be_names), a_test(what_is_ignored_may_stand_anywhere),
           a_test(mistakes_have_a_place), a_test(nul_is_no_token),
           a_test(a_grammar_can_be_asked_for), a_test(depth_is_limited),
           a_test(tokens_and_bytes_are_limited), a_test(any_end_of_memory_is_told))
