#include "graphql/schema_print.h"

#include "testing/unit.h"

static const struct sc_gql_schema *build(struct sc_arena *arena, struct sc_str sdl)
{
    struct sc_gql_errors errors = {.arena = arena};
    const struct sc_gql_schema *schema = NULL;

    if (sc_gql_schema_build(arena, sdl, &errors, &schema) != SC_OK)
        fail_msg("%.*s\n%.*s", SC_STR_ARGS(sdl), SC_STR_ARGS(errors.first->message));
    return schema;
}

static struct sc_str printed(struct sc_arena *arena, struct sc_str sdl, const char *const *without)
{
    struct sc_buf buf;

    sc_buf_init(&buf, SIZE_MAX);
    sc_gql_schema_print(build(arena, sdl), without, &buf);
    struct sc_str copy = sc_arena_str(arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return copy;
}

static void check(void **state, const char *sdl, const char *const *without, const char *want)
{
    assert_str(printed(*state, sc_str_of(sdl), without), want);
    assert_str(printed(*state, sc_str_of(want), without), want);
}

static void definitions_stand_in_their_order(void **state)
{
    check(state, "type Query { a: B } directive @d on FIELD \"bee\" scalar B", NULL,
          "type Query {\n  a: B\n}\n\ndirective @d on FIELD\n\n\"bee\"\nscalar B\n");
}

static void extensions_are_merged_in(void **state)
{
    check(state, "extend type Query @x { b: Int } type Query { a: Int } directive @x on OBJECT",
          NULL, "type Query @x {\n  a: Int\n  b: Int\n}\n\ndirective @x on OBJECT\n");
}

static void what_binds_is_left_out(void **state)
{
    static const char *const without[] = {"load", "core", NULL};

    check(state,
          "directive @load(by: Int) on FIELD_DEFINITION directive @core on SCHEMA\n"
          "extend schema @core type Query { a: Int @load(by: 1) @deprecated }",
          without, "type Query {\n  a: Int @deprecated\n}\n");
}

static void the_schema_is_written_where_it_says_something(void **state)
{
    check(state, "schema { query: Query } type Query { a: Int }", NULL,
          "type Query {\n  a: Int\n}\n");
    check(state, "schema { query: Q } type Q { a: Int }", NULL,
          "schema {\n  query: Q\n}\n\ntype Q {\n  a: Int\n}\n");
    check(state, "\"d\" schema { query: Query } type Query { a: Int }", NULL,
          "\"d\"\nschema {\n  query: Query\n}\n\ntype Query {\n  a: Int\n}\n");
    check(state, "schema { query: Query } type Query { a: Mutation } type Mutation { b: Int }",
          NULL,
          "schema {\n  query: Query\n}\n\ntype Query {\n  a: Mutation\n}\n\n"
          "type Mutation {\n  b: Int\n}\n");
    check(state, "extend schema { mutation: M } type Query { a: Int } type M { b: Int }", NULL,
          "schema {\n  query: Query\n  mutation: M\n}\n\ntype Query {\n  a: Int\n}\n\n"
          "type M {\n  b: Int\n}\n");
}

UNIT_TESTS(a_test(definitions_stand_in_their_order), a_test(extensions_are_merged_in),
           a_test(what_binds_is_left_out), a_test(the_schema_is_written_where_it_says_something))
