#include "graphql/plan.h"

#include "graphql/parse.h"
#include "testing/unit.h"

/* Plans a document on a schema with one recursive type, as plain data. */
static enum sc_status plan_named(void **state, struct sc_str text, const char *name,
                                 struct sc_gql_errors *errors)
{
    static const char sdl[] = "type Query { a: Query b(x: Int): Int i: I } interface I { q: Query }"
                              " type A implements I { q: Query } type B implements I { q: Query }";
    struct sc_arena *arena = *state;
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    const struct sc_gql_plan *plan;
    struct sc_gql_document document;

    *errors = (struct sc_gql_errors){.arena = arena};
    assert_int_equal(sc_gql_schema_build(arena, sc_str_of(sdl), errors, &schema), SC_OK);
    assert_int_equal(sc_gql_bind_plain(arena, schema, &binding), SC_OK);
    assert_int_equal(
        sc_gql_parse(arena, text, SC_GQL_EXECUTABLE, &sc_gql_limits_trusted, errors, &document),
        SC_OK);
    return sc_gql_plan_create(arena, schema, binding, &document, sc_str_of(name), errors, &plan);
}

static void the_operation_must_be_one(void **state)
{
    struct sc_gql_errors errors;

    assert_int_equal(plan_named(state, SC_STR("{ b }"), NULL, &errors), SC_OK);
    assert_int_equal(plan_named(state, SC_STR("query A { b } query B { b }"), "B", &errors), SC_OK);
    assert_int_equal(plan_named(state, SC_STR("query A { b } query B { b }"), NULL, &errors),
                     SC_INVALID);
    assert_str(errors.first->message,
               "the document has several operations: operationName must say which");
    assert_int_equal(plan_named(state, SC_STR("query A { b }"), "C", &errors), SC_INVALID);
    assert_str(errors.first->message, "the document has no operation C");
    assert_int_equal(plan_named(state, SC_STR("mutation { b }"), NULL, &errors), SC_INVALID);
    assert_str(sc_str_of(errors.first->code), "BAD_REQUEST");
}

/* "{ a { a { ... b } } }" */
static struct sc_str nested(struct sc_arena *arena, int depth)
{
    struct sc_str text = SC_STR("{ b }");

    for (int i = 0; i < depth; i++)
        text = sc_arena_printf(arena, "{ a %.*s }", SC_STR_ARGS(text));
    return text;
}

static void depth_has_an_end(void **state)
{
    struct sc_gql_errors errors;

    assert_int_equal(plan_named(state, nested(*state, 150), NULL, &errors), SC_OK);
    assert_int_equal(plan_named(state, nested(*state, 220), NULL, &errors), SC_LIMITED);
    assert_str(sc_str_of(errors.first->code), "DEPTH_LIMIT");
}

/* Fragments that each hold the next one `times` under different keys, `count` of them. */
static struct sc_str fragments(struct sc_arena *arena, int count)
{
    struct sc_str text = SC_STR("{ ...F0 }");

    for (int i = 0; i < count; i++)
        text =
            sc_arena_printf(arena, "%.*s fragment F%d on Query { x: a { ...F%d } y: a { ...F%d } }",
                            SC_STR_ARGS(text), i, i + 1, i + 1);
    return sc_arena_printf(arena, "%.*s fragment F%d on Query { b }", SC_STR_ARGS(text), count);
}

static void fragments_that_multiply_have_an_end(void **state)
{
    struct sc_gql_errors errors;

    assert_int_equal(plan_named(state, fragments(*state, 8), NULL, &errors), SC_OK);
    assert_int_equal(plan_named(state, fragments(*state, 40), NULL, &errors), SC_LIMITED);
    assert_str(sc_str_of(errors.first->code), "COST_LIMIT");
}

/* A fragment spread often is one: only its first spread adds fields. */
static void a_fragment_spread_again_adds_nothing(void **state)
{
    struct sc_gql_errors errors;
    struct sc_str text = SC_STR("query ($x: Boolean!) {");

    for (int i = 0; i < 400; i++)
        text = sc_arena_printf(*state, "%.*s ...F @include(if: $x)%s", SC_STR_ARGS(text),
                               i % 2 == 0 ? "" : " ...F");
    text = sc_arena_printf(*state, "%.*s } fragment F on Query { a { b } b i { q { b } } }",
                           SC_STR_ARGS(text));
    assert_int_equal(plan_named(state, text, NULL, &errors), SC_OK);
}

static void conditions_have_an_end(void **state)
{
    struct sc_gql_errors errors;
    struct sc_str head = SC_STR("query ("), body = SC_STR("{");

    for (int i = 0; i < 65; i++) {
        head = sc_arena_printf(*state, "%.*s $v%d: Boolean!", SC_STR_ARGS(head), i);
        body = sc_arena_printf(*state, "%.*s b @skip(if: $v%d)", SC_STR_ARGS(body), i);
    }
    struct sc_str text =
        sc_arena_printf(*state, "%.*s) %.*s }", SC_STR_ARGS(head), SC_STR_ARGS(body));
    assert_int_equal(plan_named(state, text, NULL, &errors), SC_LIMITED);
}

UNIT_TESTS(a_test(the_operation_must_be_one), a_test(depth_has_an_end),
           a_test(fragments_that_multiply_have_an_end),
           a_test(a_fragment_spread_again_adds_nothing), a_test(conditions_have_an_end))
