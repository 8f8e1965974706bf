#include "graphql/schema.h"

#include <stdio.h>

#include "testing/unit.h"

static const struct sc_gql_schema *build(void **state, const char *sdl)
{
    struct sc_gql_errors errors = {.arena = *state};
    const struct sc_gql_schema *schema = NULL;

    if (sc_gql_schema_build(*state, sc_str_of(sdl), &errors, &schema) != SC_OK)
        fail_msg("%s\n%.*s", sdl, SC_STR_ARGS(errors.first->message));
    assert_int_equal(errors.count, 0);
    return schema;
}

static const struct sc_gql_type *type(const struct sc_gql_schema *schema, const char *name)
{
    const struct sc_gql_type *found = sc_gql_schema_type(schema, sc_str_of(name));

    assert_non_null(found);
    return found;
}

static void types_are_built(void **state)
{
    const struct sc_gql_schema *schema =
        build(state, "\"the shop\" schema { query: Shop }\n"
                     "interface Named { name: String }\n"
                     "\"sold\" type Item implements Named {\n"
                     "  name(\"in\" lang: Lang = HR): String\n"
                     "  parts: [Item!]! @deprecated(reason: \"none\")\n"
                     "}\n"
                     "type Shop implements Named { name: String any: Any }\n"
                     "union Any = Item | Shop\n"
                     "enum Lang { HR \"English\" EN @deprecated }\n"
                     "scalar Url @specifiedBy(url: \"https://x\")\n"
                     "input Find @oneOf { name: String id: ID }\n"
                     "directive @live(every: Int = 5) repeatable on QUERY | FIELD");
    const struct sc_gql_type *item = type(schema, "Item"), *any = type(schema, "Any");
    const struct sc_gql_field *name = sc_gql_schema_field(schema, item, SC_STR("name"));
    const struct sc_gql_field *parts = sc_gql_schema_field(schema, item, SC_STR("parts"));

    assert_str(schema->description, "the shop");
    assert_ptr_equal(schema->roots[SC_GQL_QUERY], type(schema, "Shop"));
    assert_null(schema->roots[SC_GQL_MUTATION]);
    assert_str(item->description, "sold");
    assert_ptr_equal(item->interfaces[0], type(schema, "Named"));
    assert_null(name->deprecated.at);
    assert_str(name->args[0].description, "in");
    assert_str(name->args[0].preset->text, "HR");
    assert_ptr_equal(name->args[0].use->type, type(schema, "Lang"));
    assert_str(parts->deprecated, "none");
    assert_int_equal(parts->index, 1);
    assert_int_equal(parts->use->kind, SC_GQL_REF_NON_NULL);
    assert_int_equal(parts->use->of->kind, SC_GQL_REF_LIST);
    assert_int_equal(parts->use->of->of->of->kind, SC_GQL_REF_NAMED);
    assert_ptr_equal(parts->use->type, item);
    assert_int_equal(any->possible_count, 2);
    assert_ptr_equal(any->possible[1], type(schema, "Shop"));
    assert_str(type(schema, "Lang")->values[1].deprecated, "No longer supported");
    assert_null(type(schema, "Lang")->values[0].deprecated.at);
    assert_str(type(schema, "Url")->specified_by, "https://x");
    assert_int_equal(type(schema, "Url")->scalar, SC_GQL_CUSTOM);
    assert_true(type(schema, "Find")->is_one_of);
    const struct sc_gql_directive_type *live = sc_gql_schema_directive(schema, SC_STR("live"));
    assert_true(live->is_repeatable);
    assert_int_equal(live->locations, 1 << SC_GQL_ON_QUERY | 1 << SC_GQL_ON_FIELD);
    assert_str(live->args[0].preset->text, "5");
}

static void extensions_are_merged_in(void **state)
{
    const struct sc_gql_schema *schema =
        build(state, "extend type Query { b: Int } type Query { a: U }\n"
                     "extend type Query implements I @x { c: E } interface I { c: E }\n"
                     "union U = A type A { a(i: In): S } type B { b: Int } extend union U = B\n"
                     "enum E { ONE } extend enum E { TWO }\n"
                     "input In { a: Int } extend input In { b: Int }\n"
                     "scalar S extend scalar S @specifiedBy(url: \"u\")\n"
                     "directive @x on OBJECT | SCHEMA\n"
                     "extend schema @x { mutation: A }");
    const struct sc_gql_type *query = type(schema, "Query");

    assert_int_equal(query->field_count, 3);
    assert_str(query->fields[0].name, "a"); /* the definition first, wherever it stands */
    assert_str(query->fields[1].name, "b");
    assert_str(query->directives->name, "x");
    assert_int_equal(query->interface_count, 1);
    assert_int_equal(type(schema, "U")->possible_count, 2);
    assert_int_equal(type(schema, "E")->value_count, 2);
    assert_int_equal(type(schema, "In")->input_count, 2);
    assert_str(type(schema, "S")->specified_by, "u");
    assert_ptr_equal(schema->roots[SC_GQL_MUTATION], type(schema, "A"));
    assert_ptr_equal(schema->roots[SC_GQL_QUERY], query);
}

static void introspection_is_there_by_itself(void **state)
{
    const struct sc_gql_schema *schema = build(state, "type Query { a: T } type T { b: Int }");
    const struct sc_gql_type *query = type(schema, "Query"), *other = type(schema, "T");
    const struct sc_gql_field *by_name = sc_gql_schema_field(schema, query, SC_STR("__type"));

    assert_str(sc_gql_schema_field(schema, query, SC_STR("__schema"))->use->type->name, "__Schema");
    assert_int_equal(by_name->arg_count, 1);
    assert_null(sc_gql_schema_field(schema, other, SC_STR("__schema")));
    assert_null(sc_gql_schema_field(schema, other, SC_STR("__type")));
    assert_ptr_equal(sc_gql_schema_field(schema, other, SC_STR("__typename")),
                     schema->typename_field);
    assert_null(sc_gql_schema_field(schema, other, SC_STR("__other")));
    assert_true(type(schema, "__Type")->is_internal);
    assert_null(type(schema, "__Type")->def);
    assert_int_equal(type(schema, "__TypeKind")->value_count, 8);
    assert_int_equal(type(schema, "__DirectiveLocation")->value_count, SC_GQL_LOCATION_COUNT);
    assert_null(sc_gql_schema_type(schema, SC_STR("__Fields")));
}

static void types_stand_in_order_of_use(void **state)
{
    static const char *const want[] = {
        "Query",
        "ID",
        "T",
        "Boolean",
        "Int",
        "String",
        "__Schema",
        "__Type",
        "__TypeKind",
        "__Field",
        "__InputValue",
        "__EnumValue",
        "__Directive",
        "__DirectiveLocation",
    };
    const struct sc_gql_schema *schema =
        build(state, "type Query { a: T b: ID } type T { b(n: Int): Boolean }");

    assert_int_equal(schema->type_count, SC_COUNT(want));
    for (size_t i = 0; i < SC_COUNT(want); i++) {
        assert_str(schema->types[i]->name, want[i]);
        assert_int_equal(schema->types[i]->index, i);
    }
    assert_null(sc_gql_schema_type(schema, SC_STR("Float"))); /* nobody uses it */
}

static void scalars_of_ours_are_told_by_a_directive(void **state)
{
    const struct sc_gql_schema *schema =
        build(state, "directive @scalar(as: String!) on SCALAR\n"
                     "scalar DateTime @scalar(as: \"DateTime\") scalar Day @scalar(as: \"Date\")\n"
                     "scalar Long @scalar(as: \"Long\") scalar Date scalar Float\n"
                     "type Query { a: Int b: Float c: ID }");

    assert_int_equal(type(schema, "DateTime")->scalar, SC_GQL_SCALAR_DATE_TIME);
    assert_int_equal(type(schema, "Day")->scalar, SC_GQL_SCALAR_DATE);
    assert_int_equal(type(schema, "Long")->scalar, SC_GQL_SCALAR_LONG);
    assert_int_equal(type(schema, "Date")->scalar, SC_GQL_CUSTOM);
    assert_int_equal(type(schema, "Int")->scalar, SC_GQL_SCALAR_INT);
    assert_int_equal(type(schema, "Float")->scalar, SC_GQL_SCALAR_FLOAT);
    assert_int_equal(type(schema, "ID")->scalar, SC_GQL_SCALAR_ID);
}

static void what_can_be_the_same_object_overlaps(void **state)
{
    const struct sc_gql_schema *schema =
        build(state, "type Query implements I { a: Int } interface I { a: Int }\n"
                     "interface J { b: Int } type T implements J { b: Int }\n"
                     "union U = Query | V type V { c: Int } interface Empty { d: Int }");
    static const struct {
        const char *a, *b;
        bool overlaps;
    } rows[] = {
        {"Query", "Query", true}, {"Query", "T", false}, {"I", "Query", true},
        {"I", "J", false},        {"I", "U", true},      {"J", "U", false},
        {"V", "U", true},         {"Empty", "U", false}, {"Int", "U", false},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        const struct sc_gql_type *a = type(schema, rows[i].a), *b = type(schema, rows[i].b);
        assert_int_equal(sc_gql_types_overlap(a, b), rows[i].overlaps);
        assert_int_equal(sc_gql_types_overlap(b, a), rows[i].overlaps);
    }
}

/* The first thing that is wrong with what stands behind a query type that is right. */
static const struct sc_gql_error *mistake(void **state, const char *sdl)
{
    struct sc_gql_errors errors = {.arena = *state};
    const struct sc_gql_schema *schema = NULL;
    struct sc_str text = sc_arena_printf(*state, "type Query { q: Int }\n%s", sdl);

    if (sc_gql_schema_build(*state, text, &errors, &schema) != SC_INVALID)
        fail_msg("is taken: %s", sdl);
    assert_null(schema);
    assert_true(errors.first->place_count > 0);
    return errors.first;
}

static void refuse(void **state, const char *sdl, uint32_t line, uint32_t column, const char *words)
{
    const struct sc_gql_error *error = mistake(state, sdl);

    if (sc_str_find(error->message, sc_str_of(words)) < 0)
        fail_msg("%s\n%.*s", sdl, SC_STR_ARGS(error->message));
    if (error->places[0].line != line || error->places[0].column != column)
        fail_msg("%s\n%u:%u", sdl, error->places[0].line, error->places[0].column);
}

static void names_stand_for_one_thing(void **state)
{
    refuse(state, "type T { a: Int } scalar T", 2, 6, "only one type named \"T\"");
    refuse(state, "directive @d on FIELD directive @d on FIELD", 2, 12,
           "only one directive named \"@d\"");
    refuse(state, "type T { a: Int a: Int }", 2, 10, "Field \"a\" can only be defined once");
    refuse(state, "type T { a: Int } extend type T { a: Int }", 2, 10, "Field \"a\"");
    refuse(state, "type T { a(b: Int, b: Int): Int }", 2, 12, "Argument \"b\"");
    refuse(state, "directive @d(b: Int, b: Int) on FIELD", 2, 14, "Argument \"b\"");
    refuse(state, "input T { a: Int a: Int }", 2, 11, "Field \"a\"");
    refuse(state, "enum E { A A }", 2, 10, "Enum value \"A\"");
    refuse(state, "schema { query: Query } schema { query: Query }", 2, 25,
           "only one schema definition");
    refuse(state, "schema { query: Query query: Query }", 2, 10, "only one query type");
    refuse(state, "type __T { a: Int }", 2, 6, "must not begin with \"__\"");
    refuse(state, "type T { __a: Int }", 2, 10, "must not begin with \"__\"");
    refuse(state, "type T { a(__b: Int): Int }", 2, 12, "must not begin with \"__\"");
    refuse(state, "enum E { __A }", 2, 10, "must not begin with \"__\"");
    refuse(state, "input I { __a: Int }", 2, 11, "must not begin with \"__\"");
    refuse(state, "directive @__d on FIELD", 2, 12, "must not begin with \"__\"");
}

static void names_lead_to_something(void **state)
{
    refuse(state, "type T { a: Nope }", 2, 13, "Unknown type \"Nope\"");
    refuse(state, "type T { a(b: [Nope!]): Int }", 2, 16, "Unknown type \"Nope\"");
    refuse(state, "type T implements Nope { a: Int }", 2, 19, "Unknown type \"Nope\"");
    refuse(state, "union U = Nope", 2, 11, "Unknown type \"Nope\"");
    refuse(state, "type T { a: __Fields }", 2, 13, "Unknown type \"__Fields\"");
    refuse(state, "schema { query: Nope }", 2, 17, "Unknown type \"Nope\"");
    refuse(state, "extend type Nope { a: Int }", 2, 13, "it is not defined");
    refuse(state, "extend scalar Int @deprecated", 2, 15, "it is not defined");
    refuse(state, "extend input Query { a: Int }", 1, 1, "Cannot extend non-input object type");
}

static void roots_are_different_objects(void **state)
{
    refuse(state, "schema { query: Query mutation: I } input I { a: Int }", 2, 33,
           "mutation root type must be an Object type");
    refuse(state, "schema { query: Query mutation: Query }", 2, 33, "must be different");
    refuse(state, "enum Mutation { A }", 2, 6, "must be an Object type");
    refuse(state, "schema { mutation: Query }", 2, 1, "Query root type must be provided");
}

static void types_hold_what_they_must(void **state)
{
    refuse(state, "type T", 2, 6, "one or more fields");
    refuse(state, "interface T", 2, 11, "one or more fields");
    refuse(state, "input T", 2, 7, "one or more fields");
    refuse(state, "enum T", 2, 6, "one or more values");
    refuse(state, "union T", 2, 7, "one or more member types");
    refuse(state, "union T = Int", 2, 11, "can only include Object types");
    refuse(state, "union T = Query | Query", 2, 11, "can only include type Query once");
    refuse(state, "type T { a: I } input I { a: Int }", 2, 13, "must be Output Type");
    refuse(state, "type T { a(b: T): Int }", 2, 15, "must be Input Type");
    refuse(state, "input I { a: [Query] }", 2, 14, "must be Input Type");
    refuse(state, "directive @d(a: Query) on FIELD", 2, 17, "must be Input Type");
    refuse(state, "type T { a(b: Int! @deprecated): Int }", 2, 12, "cannot be deprecated");
    refuse(state, "input I { a: Int! @deprecated }", 2, 11, "cannot be deprecated");
    refuse(state, "input I @oneOf { a: Int! }", 2, 21, "must be nullable");
    refuse(state, "input I @oneOf { a: Int = 1 }", 2, 27, "cannot have a default value");
}

static void interfaces_are_kept(void **state)
{
    static const struct {
        const char *sdl, *words;
    } rows[] = {
        {"implements Query { q: Int }", "must only implement Interface types"},
        {"implements N & N { a: N b(x: Int): [N] }", "only implement N once"},
        {"implements N { a: N }", "N.b expected"},
        {"implements N { a: Int b(x: Int): [N] }", "The type of T.a must be"},
        {"implements N { a: N b: [N] }", "N.b(x:) expected"},
        {"implements N { a: N b(x: Int!): [N] }", "must be of one type"},
        {"implements N { a: N b(x: Int y: Int!): [N] }", "T.b(y:) must not be required"},
        {"implements N { a: N b(x: Int): N }", "The type of T.b must be"},
        {"implements N { a: N @deprecated b(x: Int): [N] }", "T.a must not be deprecated"},
        {"implements O { a: N b(x: Int): [N] }", "T must implement N"},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct sc_str sdl = sc_arena_printf(
            *state,
            "type T %s interface N { a: N b(x: Int): [N] } interface O implements N "
            "{ a: N b(x: Int): [N] }",
            rows[i].sdl);
        struct sc_str words = mistake(state, sdl.at)->message;
        if (sc_str_find(words, sc_str_of(rows[i].words)) < 0)
            fail_msg("%s\n%.*s", rows[i].sdl, SC_STR_ARGS(words));
    }
    refuse(state, "interface T implements T { q: Int }", 2, 24, "cannot implement itself");
    build(state, "interface N { a: N b(x: Int): [N] c: U } union U = T | V\n"
                 "type T implements N { a: T! b(x: Int y: Int = 1): [T!]! c: T! }\n"
                 "type V implements M & N { a: V b(x: Int, y: Int): [V!] c: U }\n"
                 "interface M implements N { a: M b(x: Int): [M] c: U }\n"
                 "type Query { n: N }");
}

static void directives_stand_where_they_may(void **state)
{
    refuse(state, "type T @nope { a: Int }", 2, 8, "Unknown directive \"@nope\"");
    refuse(state, "type T @deprecated { a: Int }", 2, 8, "may not be used on OBJECT");
    refuse(state, "schema @oneOf { query: Query }", 2, 8, "may not be used on SCHEMA");
    refuse(state, "directive @d(a: Int @oneOf) on FIELD", 2, 21,
           "may not be used on ARGUMENT_DEFINITION");
    refuse(state, "type T { a: Int @deprecated @deprecated }", 2, 29, "only be used once");
    refuse(state, "scalar S @specifiedBy", 2, 10, "is required");
    refuse(state, "scalar S @specifiedBy(url: \"u\", of: 1)", 2, 33, "Unknown argument \"of\"");
    refuse(state, "scalar S @specifiedBy(url: \"u\", url: \"v\")", 2, 23,
           "only one argument named \"url\"");
    refuse(state, "scalar S @specifiedBy(url: 1)", 2, 28, "");
    refuse(state, "type T { a: Int @deprecated(reason: null) }", 2, 37, "");
    build(state, "directive @d(a: I) repeatable on OBJECT input I { a: Int = 1 }\n"
                 "type Query @d @d(a: {a: 2}) { a: Int }");
    build(state, "directive @deprecated(why: Int) on OBJECT type Query @deprecated { a: Int }");
}

static void default_values_fit(void **state)
{
    refuse(state, "type T { a(b: Int = \"1\"): Int }", 2, 21, "");
    refuse(state, "type T { a(b: Int! = null): Int }", 2, 22, "");
    refuse(state, "input I { e: E = B } enum E { A }", 2, 18, "");
    refuse(state, "input I { e: J = {b: 1, b: 2} } input J { b: Int }", 2, 19,
           "only one input field named \"b\"");
    refuse(state, "directive @d(a: [Int!] = [1, null]) on FIELD", 2, 30, "");
    build(state, "type Query { a(b: Float = 1, c: [Int] = 1, d: ID = 4): Int }");
}

static void nothing_holds_itself_without_end(void **state)
{
    refuse(state, "input A { a: A! }", 2, 7, "finite value");
    refuse(state, "input A { b: B! } input B { c: C! } input C { a: A! n: Int }", 2, 7,
           "finite value");
    refuse(state, "input A @oneOf { a: A }", 2, 7, "finite value");
    refuse(state, "input A @oneOf { b: B } input B { a: A! }", 2, 7, "finite value");
    refuse(state, "input A { a: A = {} }", 2, 18, "has no end");
    refuse(state, "input A { b: B = {} } input B { a: A = {b: {}} }", 2, 18, "has no end");
    refuse(state, "input A { b: [A] = [{}] }", 2, 20, "has no end");
    refuse(state, "directive @d(a: Int @d) on ARGUMENT_DEFINITION", 2, 12, "itself made of");
    refuse(state, "directive @d(a: I) on INPUT_FIELD_DEFINITION input I { a: Int @d }", 2, 12,
           "itself made of");
    refuse(state, "directive @d(a: I) on ENUM_VALUE input I { e: [E] } enum E { A @d }", 2, 12,
           "itself made of");
    build(state, "input A { a: A b: [A!]! c: C! } input C @oneOf { a: A n: Int }\n"
                 "input D { d: D = null e: E = {d: {d: null, e: {d: null}}} } input E { d: D }\n"
                 "directive @d(a: A) on OBJECT type Query @d { a: Int }");
}

static void mistakes_of_grammar_are_told(void **state)
{
    refuse(state, "type T { a }", 2, 12, "Expected \":\"");
    refuse(state, "{ a }", 2, 1, "Unexpected \"{\"");
}

/* What building says with less and less memory, up to where there is enough: `enough`. */
static void starve(struct sc_str sdl, enum sc_status enough)
{
    size_t refused = 0;

    for (size_t cap = 0;; cap += 112) {
        struct sc_arena *arena = sc_arena_create(cap);
        struct sc_gql_errors errors = {.arena = arena};
        const struct sc_gql_schema *schema;
        assert_non_null(arena);
        enum sc_status st = sc_gql_schema_build(arena, sdl, &errors, &schema);
        size_t told = errors.count;
        sc_arena_destroy(arena);
        if (st == enough) {
            assert_int_equal(told > 0, enough != SC_OK);
            break;
        }
        assert_int_equal(st, SC_NO_MEMORY);
        refused++;
    }
    assert_true(refused > 100);
}

static void any_end_of_memory_is_told(void **state)
{
    (void)state;
    starve(SC_STR("type Query implements I { a(b: In = {c: 1}): [U!] @x(y: 1) } \n"
                  "interface I { a(b: In): [U] } union U = Query input In { c: Int }\n"
                  "directive @x(y: Int) on FIELD_DEFINITION enum E { A }\n"
                  "extend enum E { B } extend schema @z directive @z on SCHEMA"),
           SC_OK);
    starve(SC_STR("type Query { a: Int b: Nope }"), SC_INVALID);
    starve(SC_STR("type Query { a(b: Int = \"\"): Int } type T"), SC_INVALID);
    starve(SC_STR("type Query { a(b: Int = \"\"): Int }"), SC_INVALID);
}

UNIT_TESTS(a_test(types_are_built), a_test(extensions_are_merged_in),
           a_test(introspection_is_there_by_itself), a_test(types_stand_in_order_of_use),
           a_test(scalars_of_ours_are_told_by_a_directive),
           a_test(what_can_be_the_same_object_overlaps), a_test(names_stand_for_one_thing),
           a_test(names_lead_to_something), a_test(roots_are_different_objects),
           a_test(types_hold_what_they_must), a_test(interfaces_are_kept),
           a_test(directives_stand_where_they_may), a_test(default_values_fit),
           a_test(nothing_holds_itself_without_end), a_test(mistakes_of_grammar_are_told),
           a_test(any_end_of_memory_is_told))
