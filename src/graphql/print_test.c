#include "graphql/print.h"

#include <stdio.h>

#include "graphql/parse.h"
#include "testing/unit.h"

static struct sc_gql_document parse(struct sc_arena *arena, struct sc_str text)
{
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_gql_document document = {0};

    if (sc_gql_parse(arena, text, SC_GQL_ANY, &sc_gql_limits_trusted, &errors, &document) != SC_OK)
        fail_msg("%.*s\n%.*s", SC_STR_ARGS(text), SC_STR_ARGS(errors.first->message));
    return document;
}

static struct sc_str printed(struct sc_arena *arena, struct sc_str text)
{
    struct sc_gql_document document = parse(arena, text);
    struct sc_buf buf;

    sc_buf_init(&buf, SIZE_MAX);
    sc_gql_print(&document, &buf);
    struct sc_str copy = sc_arena_str(arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return copy;
}

static void check(void **state, const char *text, const char *want)
{
    assert_str(printed(*state, sc_str_of(text)), want);
    assert_str(printed(*state, sc_str_of(want)), want);
}

static void operations_are_set_out(void **state)
{
    check(state, "query{a,b}", "{\n  a\n  b\n}");
    check(state, "query @x{a}", "query @x {\n  a\n}");
    check(state, "query($a:Int=1,$b:[B!]!@c){a}", "query ($a: Int = 1, $b: [B!]! @c) {\n  a\n}");
    check(state, "mutation M($a:A){b:c(d:$a,e:[1,2],f:{g:H,i:{}}){j}}",
          "mutation M($a: A) {\n  b: c(d: $a, e: [1, 2], f: { g: H, i: {  } }) {\n    j\n  }\n}");
    check(state, "{...F@a(b:1)...on T@c{d}...{e}}fragment F on T@g{h}",
          "{\n  ...F @a(b: 1)\n  ... on T @c {\n    d\n  }\n  ... {\n    e\n  }\n}\n\n"
          "fragment F on T @g {\n  h\n}");
    check(state, "\"why\" query Q(\"what\" $a:A){b}",
          "\"why\"\nquery Q(\n\"what\"\n$a: A\n) {\n  b\n}");
}

static void types_are_set_out(void **state)
{
    check(state, "extend schema@a{query:Q}", "extend schema @a {\n  query: Q\n}");
    check(state, "\"d\"type T implements&A&B@c{f(a:Int=1 b:[B]):C@d g:H}",
          "\"d\"\ntype T implements A & B @c {\n  f(a: Int = 1, b: [B]): C @d\n  g: H\n}");
    check(state, "interface I{f(\"one\"a:A b:B):C}",
          "interface I {\n  f(\n    \"one\"\n    a: A\n    b: B\n  ): C\n}");
    check(state, "union U@a=|A|B union V", "union U @a = A | B\n\nunion V");
    check(state, "enum E@a{\"one\"A B@c}", "enum E @a {\n  \"one\"\n  A\n  B @c\n}");
    check(state, "extend input I{a:A={b:1}@c}", "extend input I {\n  a: A = { b: 1 } @c\n}");
    check(state, "scalar S@specifiedBy(url:\"u\")type T",
          "scalar S @specifiedBy(url: \"u\")\n\ntype T");
    check(state, "directive@a(b:C)repeatable on|FIELD|QUERY",
          "directive @a(b: C) repeatable on FIELD | QUERY");
}

static void a_query_is_no_block_of_the_type_above(void **state)
{
    check(state, "type T query{a}", "type T\n\nquery {\n  a\n}");
    check(state, "extend schema@a query{b}", "extend schema @a\n\nquery {\n  b\n}");
    check(state, "type T{a:B}query{c}", "type T {\n  a: B\n}\n\n{\n  c\n}");
    check(state, "union U query{c}", "union U\n\n{\n  c\n}");
}

static void strings_are_written_safely(void **state)
{
    check(state, "{a(b:\"\\u00e9\\u{1F35E}\\/\\\"\\\\\\n\\u0001\\u007F\\u0085\")}",
          "{\n  a(b: \"\xC3\xA9\xF0\x9F\x8D\x9E/\\\"\\\\\\n\\u0001\\u007F\\u0085\")\n}");
    check(state, "{a(b:\"\"\"one\"\"\")}", "{\n  a(b: \"\"\"one\"\"\")\n}");
    check(state, "{a(b:\"\"\" x\"\"\")}", "{\n  a(b: \"\"\" x\"\"\")\n}");
    check(state, "{a(b:\"\"\"\n one\n\n  two\"\"\")}",
          "{\n  a(b: \"\"\"\n  one\n  \n   two\n  \"\"\")\n}");
    check(state, "{a(b:\"\"\"a\\\"\"\"b\"\"\")}", "{\n  a(b: \"\"\"a\\\"\"\"b\"\"\")\n}");
    check(state, "{a(b:\"\"\"ends in \\ \\\"\"\"\"\"\")}",
          "{\n  a(b: \"\"\"\n  ends in \\ \\\"\"\"\n  \"\"\")\n}");
    check(state, "{a(b:\"\"\"back\\\n\"\"\")}", "{\n  a(b: \"\"\"\n  back\\\n  \"\"\")\n}");
}

static void long_lists_are_broken(void **state)
{
    /* "a(b: [" .. "])" of 80 units stays on its line, of 81 not. */
#define SEVENTY "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    check(state, "{a(b:[" SEVENTY "xx])}", "{\n  a(b: [" SEVENTY "xx])\n}");
    check(state, "{a(b:[" SEVENTY "xxx])}", "{\n  a(\n    b: [" SEVENTY "xxx]\n  )\n}");
    check(state, "{a(b:[" SEVENTY ",xxxxxxx])}",
          "{\n  a(\n    b: [\n      " SEVENTY "\n      xxxxxxx\n    ]\n  )\n}");
    check(state, "{a(b:{c:" SEVENTY ",d:1})}",
          "{\n  a(\n    b: {\n      c: " SEVENTY "\n      d: 1\n    }\n  )\n}");
    check(state, "{a(b:{c:[{d:" SEVENTY ",e:[1]}],f:2})}",
          "{\n  a(\n    b: {\n      c: [\n        {\n          d: " SEVENTY
          "\n          e: [1]\n        }\n      ]\n      f: 2\n    }\n  )\n}");
    /* A bread is two units, though four bytes. */
#define TEN_BREADS                                                                     \
    "\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E" \
    "\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E\xF0\x9F\x8D\x9E"
    check(state, "{a(b:\"" TEN_BREADS TEN_BREADS TEN_BREADS "xxxxxxxxxxxx\")}",
          "{\n  a(b: \"" TEN_BREADS TEN_BREADS TEN_BREADS "xxxxxxxxxxxx\")\n}");
}

/* Each level measures what is below it, and no level twice: else this would never end. */
static void deep_values_take_no_time(void **state)
{
    enum {
        DEPTH = 400
    };
    char text[2 * DEPTH + 100];
    size_t len = (size_t)snprintf(text, sizeof text, "{a(b:");

    memset(text + len, '[', DEPTH);
    len += DEPTH;
    text[len++] = '1';
    memset(text + len, ']', DEPTH);
    len += DEPTH;
    len += (size_t)snprintf(text + len, sizeof text - len, ")}");
    struct sc_str once = printed(*state, (struct sc_str){text, len});
    struct sc_str twice = printed(*state, once);
    assert_true(sc_str_eq(once, twice));
}

static void directives_can_be_left_out(void **state)
{
    static const char *const without[] = {"loader", "cost", NULL};
    struct sc_gql_document document =
        parse(*state, SC_STR("type T @node { a(b: C @id): D @loader(name: \"x\") @deprecated "
                             "e: F @cost }"));
    struct sc_buf buf;

    sc_buf_init(&buf, 4096);
    sc_gql_print_definition(document.definitions, without, &buf);
    assert_str(sc_buf_str(&buf), "type T @node {\n  a(b: C @id): D @deprecated\n  e: F\n}");
    sc_buf_finish(&buf);
}

UNIT_TESTS(a_test(operations_are_set_out), a_test(types_are_set_out),
           a_test(a_query_is_no_block_of_the_type_above), a_test(strings_are_written_safely),
           a_test(long_lists_are_broken), a_test(deep_values_take_no_time),
           a_test(directives_can_be_left_out))
