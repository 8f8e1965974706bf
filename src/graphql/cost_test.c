#include "graphql/cost.h"

#include "graphql/parse.h"
#include "testing/unit.h"

static const char sdl[] =
    "directive @cost(fixed: Int, per: Int) on FIELD_DEFINITION | ARGUMENT_DEFINITION\n"
    "directive @listSize(slicing: [String!], assumed: Int) on FIELD_DEFINITION\n"
    "directive @page(loader: String!, key: String) on FIELD_DEFINITION\n"
    "type Query {\n"
    "  name: String\n"
    "  names: [String!]!\n"
    "  dear: Int @cost(fixed: 7)\n"
    "  product: Product\n"
    "  products: [Product!]!\n"
    "  nearest(count: Int = 5): [Product] @listSize(slicing: [\"count\"])\n"
    "  few: [Product] @listSize(assumed: 3)\n"
    "  heavy(first: Int): [Product] @listSize(slicing: [\"first\", \"last\"]) @cost(fixed: 50, "
    "per: 4)\n"
    "  deals(first: Int = 20, last: Int, after: String): Deals @page(loader: \"deals\")\n"
    "  dealsOf(first: Int): Deals @page(loader: \"deals\") @listSize(slicing: [\"first\"], "
    "assumed: 30)"
    " @cost(per: 3)\n"
    "}\n"
    "type Mutation {\n"
    "  add: Product  count: Int  quick: Int @cost(fixed: 2)\n"
    "  putAll(edits: [Edit!] = [{}, {}, {}] @cost(per: 2), of: Int, at: [Int]): Int\n"
    "}\n"
    "input Edit { name: String }\n"
    "type Product { name: String  like: Product  likes: [Product] }\n"
    "type Deals { edges: [Edge!]!  nodes: [Deal!]!  info: Info }\n"
    "type Edge { cursor: String  node: Deal }\n"
    "type Info { next: String }\n"
    "type Deal { text: String  product: Product }\n";

/* A schema and the document at hand. */
struct at_hand {
    const struct sc_gql_schema *schema;
    struct sc_gql_document document;
    struct sc_gql_errors errors;
};

static struct at_hand read_document(void **state, const char *text)
{
    struct at_hand at = {.errors = {.arena = *state}};

    assert_int_equal(sc_gql_schema_build(*state, sc_str_of(sdl), &at.errors, &at.schema), SC_OK);
    assert_int_equal(sc_gql_parse(*state, sc_str_of(text), SC_GQL_EXECUTABLE,
                                  &sc_gql_limits_trusted, &at.errors, &at.document),
                     SC_OK);
    return at;
}

static int64_t cost_with(void **state, const char *text, const char *variables)
{
    struct at_hand at = read_document(state, text);
    const struct sc_gql_cost *cost;
    struct sc_json_in in;
    struct sc_json json;

    assert_int_equal(
        sc_gql_cost_create(*state, at.schema, &at.document, at.document.definitions, &cost), SC_OK);
    if (variables == NULL)
        return sc_gql_cost_of(cost, NULL);
    sc_json_in_parse_any(&in, *state, sc_str_of(variables), 10, &json);
    assert_int_equal(sc_json_in_status(&in), SC_OK);
    return sc_gql_cost_of(cost, &json);
}

static int64_t cost(void **state, const char *text)
{
    return cost_with(state, text, NULL);
}

static void scalars_are_free_and_objects_cost_one(void **state)
{
    assert_int_equal(cost(state, "{ name names __typename }"), 0);
    assert_int_equal(cost(state, "{ product { name like { name } } }"), 2);
    assert_int_equal(cost(state, "{ dear }"), 7);
    assert_int_equal(cost(state, "{ __schema { types { name } } }"), 0);
}

static void a_list_costs_its_rows(void **state)
{
    assert_int_equal(cost(state, "{ products { name } }"), 1 + 10);
    assert_int_equal(cost(state, "{ products { like { name } } }"), 1 + 10 * 2);
    assert_int_equal(cost(state, "{ products { likes { name } } }"), 1 + 10 * (1 + 1 + 10));
    assert_int_equal(cost(state, "{ few { name } }"), 1 + 3);
    assert_int_equal(cost(state, "{ nearest { name } }"), 1 + 5);
    assert_int_equal(cost(state, "{ nearest(count: 7) { like { name } } }"), 1 + 7 * 2);
    assert_int_equal(cost(state, "{ heavy(first: 3) { name } }"), 50 + 3 * 4);
    assert_int_equal(cost(state, "{ heavy { name } }"), 50 + 10 * 4);
}

static void a_connection_says_how_many_rows_its_lists_have(void **state)
{
    assert_int_equal(cost(state, "{ deals { edges { node { product { name } } } } }"),
                     1 + 1 + 20 * 3);
    assert_int_equal(cost(state, "{ deals(first: 2) { info { next } nodes { text } } }"),
                     1 + 1 + 1 + 2);
    assert_int_equal(cost(state, "{ deals(last: 40) { nodes { text } } }"), 1 + 1 + 40);
    assert_int_equal(cost(state, "{ dealsOf { nodes { text } } }"), 1 + 1 + 30 * 3);
    assert_int_equal(cost(state, "{ deals { ...P } } fragment P on Deals { nodes { text } }"),
                     1 + 1 + 20);
}

static void mutations_cost_ten(void **state)
{
    assert_int_equal(cost(state, "mutation { add { like { name } } count quick }"),
                     10 + 1 + 10 + 2);
}

static void sizes_come_from_variables(void **state)
{
    static const char text[] = "query($n: Int = 4, $m: Int) { nearest(count: $n) { name }"
                               " deals(first: $m) { nodes { product { name } } } }";

    assert_int_equal(cost_with(state, text, "{\"n\": 8, \"m\": 2}"), 1 + 8 + 1 + 1 + 2 * 2);
    assert_int_equal(cost_with(state, text, "{\"m\": 2}"), 1 + 4 + 1 + 1 + 2 * 2);
    assert_int_equal(cost_with(state, text, "{}"), 1 + 4 + 1 + 1 + 20 * 2);
    assert_int_equal(cost_with(state, text, NULL), 1 + 4 + 1 + 1 + 20 * 2);
    assert_int_equal(cost_with(state, text, "{\"n\": 0, \"m\": 0}"), 1 + 1 + 1);
}

static void what_is_no_size_counts_as_the_largest(void **state)
{
    static const char text[] = "query($n: Int) { nearest(count: $n) { name } }";

    assert_int_equal(cost_with(state, text, "{\"n\": 101}"), 1 + 100);
    assert_int_equal(cost_with(state, text, "{\"n\": -1}"), 1 + 100);
    assert_int_equal(cost_with(state, text, "{\"n\": null}"), 1 + 100);
    assert_int_equal(cost_with(state, text, "{\"n\": 1.5}"), 1 + 100);
    assert_int_equal(cost_with(state, text, "{\"n\": 99999999999999999999}"), 1 + 100);
    assert_int_equal(cost_with(state, text, "{\"n\": [1]}"), 1 + 100);
    assert_int_equal(cost_with(state, text, "[]"), 1 + 5);
    assert_int_equal(cost(state, "{ nearest(count: -3) { name } }"), 1 + 100);
}

static void what_is_given_is_paid_by_its_length(void **state)
{
    static const char text[] = "mutation($e: [Edit!]) { putAll(edits: $e) }";

    assert_int_equal(cost(state, "mutation { putAll(edits: []) }"), 10);
    assert_int_equal(cost(state, "mutation { putAll(edits: [{name: \"a\"}, {}]) }"), 10 + 2 * 2);
    assert_int_equal(cost(state, "mutation { putAll(edits: {}) }"), 10 + 2); /* a list of it */
    assert_int_equal(cost(state, "mutation { putAll(edits: null) }"), 10);
    assert_int_equal(cost(state, "mutation { putAll }"), 10 + 3 * 2);
    assert_int_equal(cost(state, "mutation { putAll(edits: [], at: [1, 2, 3]) }"), 10);
    assert_int_equal(cost(state, "mutation($a: Edit!) { putAll(edits: [$a, $a]) }"), 10 + 2 * 2);
    assert_int_equal(cost_with(state, text, "{\"e\": [{}, {}, {}, {}]}"), 10 + 4 * 2);
    assert_int_equal(cost_with(state, text, "{\"e\": []}"), 10);
    assert_int_equal(cost_with(state, text, "{\"e\": null}"), 10);
    assert_int_equal(cost_with(state, text, "{}"), 10 + 3 * 2);
    assert_int_equal(cost_with(state, text, NULL), 10 + 3 * 2);
    assert_int_equal(cost_with(state, "mutation($e: [Edit!] = [{}]) { putAll(edits: $e) }", "{}"),
                     10 + 2);
    assert_int_equal(
        cost_with(state,
                  "mutation($e: [Edit!]) { putAll(edits: $e) b: putAll(edits: $e) ...F }"
                  " fragment F on Mutation { c: putAll(edits: $e) }",
                  "{\"e\": [{}, {}]}"),
        3 * (10 + 2 * 2));
}

/* A length has no most: it is what it is, and what is none is one element or refused later. */
static void a_length_is_told_as_it_is(void **state)
{
    static const char text[] = "mutation($e: [Edit!]) { putAll(edits: $e) }";
    struct sc_str many = SC_STR("{\"e\": [[[{}]]");

    for (int i = 1; i < 2 * SC_GQL_PAGE_MAX; i++)
        many = sc_arena_printf(*state, "%.*s,{}", SC_STR_ARGS(many));
    many = sc_arena_printf(*state, "%.*s]}", SC_STR_ARGS(many));
    assert_int_equal(cost_with(state, text, many.at), 10 + 2 * SC_GQL_PAGE_MAX * 2);
    assert_int_equal(cost_with(state, text, "{\"e\": 99999999999999999999}"), 10 + 2);
    assert_int_equal(cost_with(state, text, "{\"e\": -7}"), 10 + 2);
    assert_int_equal(cost_with(state, text, "{\"e\": {\"a\": [1, 2, 3]}}"), 10 + 2);
    assert_int_equal(cost_with(state, text, "{\"E\": [1, 2], \"e\": \"[1, 2]\"}"), 10 + 2);
}

/* Spreads twice what spreads twice: the cost doubles each time, the work does not. */
static void a_blow_up_of_fragments_is_counted_and_not_gone_through(void **state)
{
    struct sc_str text = SC_STR("query($n: Int) { product { ...F0 } }");

    for (int i = 0; i < 80; i++)
        text = sc_arena_printf(
            *state, "%.*s fragment F%d on Product { a: like { ...F%d } b: like { ...F%d } }",
            SC_STR_ARGS(text), i, i + 1, i + 1);
    text = sc_arena_printf(*state, "%.*s fragment F80 on Product { likes { name } }",
                           SC_STR_ARGS(text));
    assert_int_equal(cost(state, text.at), INT64_MAX);
}

static void many_variables_cost_their_most(void **state)
{
    struct sc_str head = SC_STR("query("), body = SC_STR("");

    for (int i = 0; i < 70; i++) {
        head = sc_arena_printf(*state, "%.*s $v%d: Int", SC_STR_ARGS(head), i);
        body = sc_arena_printf(*state, "%.*s f%d: nearest(count: $v%d) { name }", SC_STR_ARGS(body),
                               i, i);
    }
    struct sc_str text =
        sc_arena_printf(*state, "%.*s) { %.*s }", SC_STR_ARGS(head), SC_STR_ARGS(body));
    assert_int_equal(cost_with(state, text.at, "{}"), 70 + 64 * 5 + 6 * 100);
}

static void more_lengths_than_are_told_are_too_much(void **state)
{
    struct sc_str head = SC_STR("mutation("), body = SC_STR("");

    for (int i = 0; i < 65; i++) {
        head = sc_arena_printf(*state, "%.*s $v%d: [Edit!]", SC_STR_ARGS(head), i);
        body = sc_arena_printf(*state, "%.*s f%d: putAll(edits: $v%d)", SC_STR_ARGS(body), i, i);
    }
    struct sc_str text =
        sc_arena_printf(*state, "%.*s) { %.*s }", SC_STR_ARGS(head), SC_STR_ARGS(body));
    assert_true(cost_with(state, text.at, "{}") > 65 * 10 + SC_GQL_COST_MAX);
}

/* The caps: what is said of a document, or that it is fine. */
static void check_caps(void **state, const char *text, const char *code, const char *message)
{
    struct at_hand at = read_document(state, text);
    const struct sc_gql_caps caps = {
        .depth_max = 4, .aliases_max = 5, .aliases_of_field_max = 3, .directives_max = 2};
    enum sc_status st = sc_gql_caps_check(*state, at.schema, &at.document, &caps, &at.errors);

    assert_int_equal(st, code == NULL ? SC_OK : SC_LIMITED);
    assert_int_equal(at.errors.count, code == NULL ? 0 : 1);
    if (code == NULL)
        return;
    assert_string_equal(at.errors.first->code, code);
    assert_str(at.errors.first->message, message);
}

static void depth_is_of_fields_wherever_they_stand(void **state)
{
    check_caps(state, "{ product { like { like { name } } } }", NULL, NULL);
    check_caps(state, "{ product { like { like { like { name } } } } }", "DEPTH_LIMIT",
               "Fields are nested more than 4 deep.");
    check_caps(state,
               "{ product { ...A } } fragment A on Product { like { ...B } }"
               " fragment B on Product { ... { like { like { name } } } }",
               "DEPTH_LIMIT", "Fields are nested more than 4 deep.");
}

static void introspection_has_a_depth_of_its_own(void **state)
{
    check_caps(state,
               "{ __schema { types { fields { args { type { ofType { ofType { name } } } } } } } }",
               NULL, NULL);
    check_caps(state,
               "{ __type(name: \"Q\") { fields { type { fields { type { fields { type { fields {"
               " name } } } } } } } } }",
               "DEPTH_LIMIT", "Introspection goes too deep.");
}

static void aliases_are_counted(void **state)
{
    check_caps(state, "{ a: name b: name c: name }", NULL, NULL);
    check_caps(state, "{ a: name b: name ...F } fragment F on Query { c: name d: name }",
               "COST_LIMIT", "There are more than 3 aliases of \"name\".");
    check_caps(state, "{ a: name b: name c: names d: names e: dear f: dear }", "COST_LIMIT",
               "There are more than 5 aliases.");
}

static void directives_are_counted(void **state)
{
    check_caps(state, "{ a: name @skip(if: true) b: name @skip(if: true) }", NULL, NULL);
    check_caps(state, "query @a { name @skip(if: true) ... @skip(if: true) { name } }",
               "COST_LIMIT", "There are more than 2 directives.");
}

static void a_long_chain_of_fragments_does_not_take_the_stack(void **state)
{
    struct sc_str text = SC_STR("{ ...F0 }");

    for (int i = 0; i < 600; i++)
        text = sc_arena_printf(*state, "%.*s fragment F%d on Query { ...F%d }", SC_STR_ARGS(text),
                               i, i + 1);
    text = sc_arena_printf(*state, "%.*s fragment F600 on Query { name }", SC_STR_ARGS(text));
    check_caps(state, text.at, "DEPTH_LIMIT", "Selections and fragments go too deep.");
    assert_int_equal(cost(state, text.at), INT64_MAX);
}

UNIT_TESTS(a_test(scalars_are_free_and_objects_cost_one), a_test(a_list_costs_its_rows),
           a_test(a_connection_says_how_many_rows_its_lists_have), a_test(mutations_cost_ten),
           a_test(sizes_come_from_variables), a_test(what_is_no_size_counts_as_the_largest),
           a_test(what_is_given_is_paid_by_its_length), a_test(a_length_is_told_as_it_is),
           a_test(more_lengths_than_are_told_are_too_much),
           a_test(a_blow_up_of_fragments_is_counted_and_not_gone_through),
           a_test(many_variables_cost_their_most), a_test(depth_is_of_fields_wherever_they_stand),
           a_test(introspection_has_a_depth_of_its_own), a_test(aliases_are_counted),
           a_test(directives_are_counted),
           a_test(a_long_chain_of_fragments_does_not_take_the_stack))
