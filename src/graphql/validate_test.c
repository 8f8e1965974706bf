#include "graphql/validate.h"

#include "graphql/parse.h"
#include "testing/unit.h"

static const char sdl[] =
    "directive @once on FIELD | QUERY\n"
    "directive @often(n: Int!) repeatable on FIELD\n"
    "type Query {\n"
    "  dog: Dog  pet: Pet  any: Any  human: Human  unicorn: Unicorn\n"
    "  find(where: Where, one: One, ones: [One!], ids: [ID!], n: Int! = 1, s: String): Dog\n"
    "  must(n: Int!): Int  color(of: Color): Int  json(of: Json): Int\n"
    "}\n"
    "type Subscription { barked: Dog  tick: Int }\n"
    "interface Pet { name: String }\n"
    "interface Unicorn { name: String }\n"
    "type Dog implements Pet { name: String  age: Int  owner: Human  mother(n: Int): Dog }\n"
    "type Cat implements Pet { name: String  age: String  owner: Human  lives: Int! }\n"
    "type Human { name: String  pets: [Pet] }\n"
    "union Any = Dog | Cat\n"
    "enum Color { RED GREEN }\n"
    "scalar Json\n"
    "input Where { a: Int  b: Where  must: Boolean!  preset: Int! = 1 }\n"
    "input One @oneOf { a: Int  b: String }\n";

static const struct sc_gql_schema *schema_of(void **state)
{
    struct sc_gql_errors errors = {.arena = *state};
    const struct sc_gql_schema *schema;

    assert_int_equal(sc_gql_schema_build(*state, sc_str_of(sdl), &errors, &schema), SC_OK);
    return schema;
}

static enum sc_status validate(void **state, struct sc_str text,
                               const struct sc_gql_validate_options *options,
                               struct sc_gql_errors *errors)
{
    struct sc_gql_document document;

    *errors = (struct sc_gql_errors){.arena = *state};
    assert_int_equal(
        sc_gql_parse(*state, text, SC_GQL_ANY, &sc_gql_limits_trusted, errors, &document), SC_OK);
    return sc_gql_validate(*state, schema_of(state), &document, options, errors);
}

/* What is wrong, as "Rule line:column line:column; Rule ..."; "" is nothing. */
static void check(void **state, const char *text, const char *want)
{
    static const struct sc_gql_validate_options options = {
        .comparisons_max = SC_GQL_COMPARISONS_MAX, .has_introspection = true};
    struct sc_gql_errors errors;
    struct sc_str got = SC_STR("");
    enum sc_status st = validate(state, sc_str_of(text), &options, &errors);

    for (const struct sc_gql_error *error = errors.first; error != NULL; error = error->next) {
        assert_string_equal(error->code, "GRAPHQL_VALIDATION_FAILED");
        got = sc_arena_printf(*state, "%.*s%s%s", SC_STR_ARGS(got), got.len > 0 ? "; " : "",
                              error->rule);
        for (size_t i = 0; i < error->place_count; i++)
            got = sc_arena_printf(*state, "%.*s %u:%u", SC_STR_ARGS(got), error->places[i].line,
                                  error->places[i].column);
    }
    assert_str(got, want);
    assert_int_equal(st, errors.count > 0 ? SC_INVALID : SC_OK);
}

static void operations_have_names_of_their_own(void **state)
{
    check(state, "query A { dog { name } } query B { dog { name } }", "");
    check(state, "query A { dog { name } } query A { dog { name } }",
          "UniqueOperationNames 1:7 1:32");
    check(state, "{ dog { name } } query A { dog { name } }", "LoneAnonymousOperation 1:1");
    check(state, "mutation { x }", "KnownOperationTypes 1:1");
    check(state, "{ dog { name } } type T { f: Int }", "ExecutableDefinitions 1:18");
}

static void subscriptions_select_one_field(void **state)
{
    check(state, "subscription { tick }", "");
    check(state, "subscription { tick a: tick }", "SingleFieldSubscriptions 1:21");
    check(state, "subscription { ...F } fragment F on Subscription { barked { name } tick }",
          "SingleFieldSubscriptions 1:68");
    check(state, "subscription { tick @skip(if: true) }", "SingleFieldSubscriptions 1:21");
    check(state, "subscription { __typename }", "SingleFieldSubscriptions 1:16");
}

static void fields_are_those_of_the_type(void **state)
{
    check(state, "{ dog { name __typename } }", "");
    check(state, "{ dog { nme x: lives } }", "FieldsOnCorrectType 1:9; FieldsOnCorrectType 1:13");
    check(state, "{ pet { age } any { name } }",
          "FieldsOnCorrectType 1:9; FieldsOnCorrectType 1:21");
    check(state, "{ dog }", "ScalarLeafs 1:3");
    check(state, "{ dog { name { x } } }", "ScalarLeafs 1:14");
}

static void fragments_fit_where_they_are_spread(void **state)
{
    check(state, "{ pet { ... on Dog { age } ...C } } fragment C on Cat { lives }", "");
    check(state, "{ unicorn { ... on Unicorn { name } } }", "");
    check(state, "{ dog { ... on Cat { lives } ...C } } fragment C on Cat { lives }",
          "PossibleFragmentSpreads 1:9; PossibleFragmentSpreads 1:30");
    check(state, "{ dog { ... on Int { x } ... on No { x } } }",
          "FragmentsOnCompositeTypes 1:16; KnownTypeNames 1:33");
    check(state, "{ dog { ...N } } fragment F on Dog { name }",
          "KnownFragmentNames 1:12; NoUnusedFragments 1:18");
    check(state, "{ ...F } fragment F on Query { dog { name } } fragment F on Query { x }",
          "UniqueFragmentNames 1:19 1:56; FieldsOnCorrectType 1:69");
}

static void fragments_do_not_spread_themselves(void **state)
{
    check(state, "{ dog { ...A } } fragment A on Dog { ...A }", "NoFragmentCycles 1:38");
    check(state,
          "{ dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { mother { ...C } }"
          " fragment C on Dog { ...A ...B }",
          "NoFragmentCycles 1:38 1:74 1:103; NoFragmentCycles 1:74 1:108");
}

static void directives_stand_where_they_may(void **state)
{
    check(state, "query @once { dog @often(n: 1) @often(n: 2) { name @once } }", "");
    check(state, "{ dog @nope { name } }", "KnownDirectives 1:7");
    check(state, "{ dog { ... @once { name } } }", "KnownDirectives 1:13");
    check(state, "{ dog @once @once { name } }", "UniqueDirectivesPerLocation 1:7 1:13");
    check(state, "{ dog @often { name } }", "ProvidedRequiredArguments 1:7");
    check(state, "{ dog @once(n: 1) { name } }", "KnownArgumentNames 1:13");
}

static void arguments_are_known_and_given_once(void **state)
{
    check(state, "{ must(n: 1) find { name } }", "");
    check(state, "{ must find(x: 1) { name } }",
          "ProvidedRequiredArguments 1:3; KnownArgumentNames 1:13");
    check(state, "{ must(n: 1, n: 2, n: 3) }", "UniqueArgumentNames 1:8 1:14 1:20");
}

static void literals_fit_their_types(void **state)
{
    check(state, "{ find(n: -2147483648, s: \"x\", ids: [1, \"a\"]) { name } }", "");
    check(state, "{ find(ids: 4, where: {must: true, b: {must: false}}) { name } }", "");
    check(state, "{ find(n: 2147483648, s: 1) { name } }",
          "ValuesOfCorrectType 1:11; ValuesOfCorrectType 1:26");
    check(state, "{ must(n: null) color(of: \"RED\") }",
          "ValuesOfCorrectType 1:11; ValuesOfCorrectType 1:27");
    check(state, "{ color(of: BLUE) json(of: {a: [BLUE, 1.5]}) }", "ValuesOfCorrectType 1:13");
    check(state, "{ find(where: {a: [1], x: 1}) { name } }",
          "ValuesOfCorrectType 1:19; ValuesOfCorrectType 1:15; ValuesOfCorrectType 1:24");
    check(state, "{ json(of: {a: 1, a: 2, b: {c: 1, c: 2}}) }",
          "UniqueInputFieldNames 1:13 1:19; UniqueInputFieldNames 1:29 1:35");
}

static void one_of_has_one_field(void **state)
{
    check(state, "query($v: Int!) { find(one: {a: $v}, ones: {b: \"x\"}) { name } }", "");
    check(state, "{ find(one: {a: 1, b: \"x\"}) { name } }", "ValuesOfCorrectType 1:13");
    check(state, "{ find(one: {a: null}) { name } }", "ValuesOfCorrectType 1:13");
    check(state, "query($v: Int) { find(one: {a: $v}) { name } }",
          "VariablesInAllowedPosition 1:7 1:32");
    check(state, "query($v: Int) { find(ones: [{a: $v}]) { name } }",
          "VariablesInAllowedPosition 1:7 1:34");
}

static void variables_are_declared_and_used(void **state)
{
    check(state, "query($n: Int!) { ...F } fragment F on Query { must(n: $n) }", "");
    check(state, "query($n: Int!, $m: Int) { must(n: $n) }", "NoUnusedVariables 1:17");
    check(state, "query A { must(n: $n) }", "NoUndefinedVariables 1:19 1:1");
    check(state, "query($n: Int!, $n: Int!) { must(n: $n) }", "UniqueVariableNames 1:8 1:18");
    check(state, "query($d: Dog, $x: Nope) { dog { mother(n: $d) { mother(n: $x) { name } } } }",
          "VariablesAreInputTypes 1:11; KnownTypeNames 1:20; VariablesInAllowedPosition 1:7 1:44");
    check(state, "query($n: Int = \"x\") { dog { mother(n: $n) { name } } }",
          "ValuesOfCorrectType 1:17");
}

static void variables_fit_where_they_are_used(void **state)
{
    check(state, "query($n: Int = 1, $m: Int) { must(n: $n) find(n: $m) { name } }", "");
    check(state, "query($n: Int) { must(n: $n) }", "VariablesInAllowedPosition 1:7 1:26");
    check(state, "query($i: ID!, $l: [ID]) { find(ids: $l) { name } a: find(ids: [$i]) { name } }",
          "VariablesInAllowedPosition 1:16 1:38");
    check(state, "query($n: Int) { json(of: {deep: [$n]}) }", "");
}

static void fields_of_one_key_can_be_merged(void **state)
{
    check(state, "{ dog { name name mother(n: 1) { age } mother(n: 1) { name } } }", "");
    check(state, "{ any { ... on Dog { x: name } ... on Cat { x: name } } }", "");
    check(state, "{ dog { x: name x: age } }", "OverlappingFieldsCanBeMerged 1:9 1:17");
    check(state, "{ dog { mother(n: 1) { age } mother(n: 2) { age } } }",
          "OverlappingFieldsCanBeMerged 1:9 1:30");
    check(state, "{ any { ... on Dog { age } ... on Cat { age } } }",
          "OverlappingFieldsCanBeMerged 1:22 1:41");
    check(state, "{ dog { mother { x: name } mother { x: age } } }",
          "OverlappingFieldsCanBeMerged 1:9 1:18 1:28 1:37");
    check(state, "{ dog { x: name ...F } } fragment F on Dog { ...G } fragment G on Dog { x: age }",
          "OverlappingFieldsCanBeMerged 1:9 1:73");
    check(state, "{ dog { ...F ...G } } fragment F on Dog { x: name } fragment G on Dog { x: age }",
          "OverlappingFieldsCanBeMerged 1:43 1:73");
}

static void introspection_can_be_refused(void **state)
{
    static const struct sc_gql_validate_options options = {.comparisons_max = 100};
    struct sc_gql_errors errors;

    assert_int_equal(
        validate(state, SC_STR("{ __typename dog { __typename } }"), &options, &errors), SC_OK);
    assert_int_equal(validate(state, SC_STR("{ __schema { types { name } } }"), &options, &errors),
                     SC_INVALID);
    assert_string_equal(errors.first->rule, "NoSchemaIntrospection");
}

static void what_was_perhaps_meant_is_said_where_it_may_be(void **state)
{
    struct sc_gql_validate_options options = {.comparisons_max = 100, .has_suggestions = true};
    struct sc_gql_errors errors;

    (void)validate(state, SC_STR("{ dog { nme } }"), &options, &errors);
    assert_str(errors.first->message,
               "Cannot query field \"nme\" on type \"Dog\". Did you mean \"name\"?");
    (void)validate(state, SC_STR("{ pet { age } }"), &options, &errors);
    assert_str(errors.first->message, "Cannot query field \"age\" on type \"Pet\". Did you mean to "
                                      "use an inline fragment on \"Cat\" or \"Dog\"?");
    options.has_suggestions = false;
    (void)validate(state, SC_STR("{ dog { nme } }"), &options, &errors);
    assert_str(errors.first->message, "Cannot query field \"nme\" on type \"Dog\".");
}

/* head, then `one` and a number and `behind` so many times, then tail. */
static struct sc_str repeat(void **state, const char *head, const char *one, const char *behind,
                            int times)
{
    struct sc_str text = sc_str_of(head);

    for (int i = 0; i < times; i++)
        text = sc_arena_printf(*state, "%.*s %s%d%s", SC_STR_ARGS(text), one, i, behind);
    return sc_arena_printf(*state, "%.*s } }", SC_STR_ARGS(text));
}

static void what_overlaps_too_much_is_refused(void **state)
{
    static const struct sc_gql_validate_options options = {.comparisons_max =
                                                               SC_GQL_COMPARISONS_MAX};
    struct sc_gql_errors errors;
    struct sc_str hostile[] = {
        repeat(state, "{ dog {", "... on Dog { mother { a", ": name } }", 200),
        repeat(state, "{ dog {", "mother(n: ", ") { name }", 200),
        repeat(state, "{ dog {", "name #", "\n", 1900),
    };

    for (size_t i = 0; i < SC_COUNT(hostile); i++) {
        assert_int_equal(validate(state, hostile[i], &options, &errors), SC_LIMITED);
        assert_int_equal(errors.count, 1);
    }
}

static void a_hundred_errors_are_enough(void **state)
{
    static const struct sc_gql_validate_options options = {.comparisons_max = 100};
    struct sc_gql_errors errors;

    assert_int_equal(validate(state, repeat(state, "{ dog {", "f", "", 300), &options, &errors),
                     SC_INVALID);
    assert_int_equal(errors.count, SC_GQL_ERRORS_MAX + 1);
}

static void a_full_arena_is_no_verdict(void **state)
{
    static const struct sc_gql_validate_options options = {.comparisons_max = 100};
    struct sc_gql_document document;
    struct sc_gql_errors errors = {.arena = *state};
    struct sc_str text = repeat(state, "{ dog {", "f", ": name", 100);
    const struct sc_gql_schema *schema = schema_of(state);

    assert_int_equal(
        sc_gql_parse(*state, text, SC_GQL_EXECUTABLE, &sc_gql_limits_free, &errors, &document),
        SC_OK);
    for (size_t cap = 0; cap < 20000; cap += 400) {
        struct sc_arena *small = sc_arena_create(cap);
        enum sc_status st = sc_gql_validate(small, schema, &document, &options, &errors);
        sc_arena_destroy(small);
        assert_true(st == SC_NO_MEMORY || (st == SC_OK && cap > 10000));
    }
    assert_int_equal(errors.count, 0);
}

UNIT_TESTS(a_test(operations_have_names_of_their_own), a_test(subscriptions_select_one_field),
           a_test(fields_are_those_of_the_type), a_test(fragments_fit_where_they_are_spread),
           a_test(fragments_do_not_spread_themselves), a_test(directives_stand_where_they_may),
           a_test(arguments_are_known_and_given_once), a_test(literals_fit_their_types),
           a_test(one_of_has_one_field), a_test(variables_are_declared_and_used),
           a_test(variables_fit_where_they_are_used), a_test(fields_of_one_key_can_be_merged),
           a_test(introspection_can_be_refused),
           a_test(what_was_perhaps_meant_is_said_where_it_may_be),
           a_test(what_overlaps_too_much_is_refused), a_test(a_hundred_errors_are_enough),
           a_test(a_full_arena_is_no_verdict))
