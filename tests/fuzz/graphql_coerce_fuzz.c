/*
 * A value of anybody for an argument that the first byte picks, as JSON and as a literal. What
 * coercion takes fits its type: written as JSON it is taken again, and is the same. Of a literal
 * validation and coercion think alike.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "graphql/bind.h"
#include "graphql/parse.h"
#include "graphql/validate.h"
#include "graphql/value.h"

enum {
    SCHEMA_ARENA = 64 * 1024 * 1024,
    REQUEST_ARENA = 4 * 1024 * 1024,
    GIVEN_DEPTH_MAX = 64,
    WRITTEN_DEPTH_MAX = SC_GQL_COERCE_DEPTH_MAX, /* with the lists and defaults put in */
    WRITTEN_MAX = 4 * 1024 * 1024,
};

static const char sdl[] =
    "scalar Any  scalar Long @scalar(as: \"Long\")\n"
    "scalar DateTime @scalar(as: \"DateTime\")  scalar Date @scalar(as: \"Date\")\n"
    "enum Kind { A B_C }\n"
    "input Leaves { i: Int  f: Float  s: String  b: Boolean  id: ID  k: Kind  l: Long\n"
    "  at: DateTime  on: Date  any: Any }\n"
    "input One @oneOf { i: Int  s: String  l: [Int!]  deep: Deep  leaves: Leaves }\n"
    "input Deep { must: Int!  preset: Int! = 3  kinds: [Kind!] = [A, B_C]  lists: [[Float]!]\n"
    "  deep: Deep  deeps: [Deep!]  one: One\n"
    "  leaves: Leaves = {i: 1, f: 1, s: \"\", id: 7, at: \"2026-11-25T20:58:30.5+01:00\", any: {a: "
    "B}}"
    " }\n"
    "type Query {\n"
    "  ask(i: Int, f: Float!, s: String, b: Boolean, id: ID, k: Kind, l: Long, at: DateTime,\n"
    "    on: Date, any: Any, anys: [Any!], ints: [Int!]!, lists: [[[Int]]], leaves: Leaves,\n"
    "    one: One, deep: Deep, deeps: [[Deep!]]): Int\n"
    "}\n";

static const struct sc_gql_schema *schema(void)
{
    static const struct sc_gql_schema *built;
    static struct sc_arena *arena; /* stays */

    if (built == NULL) {
        arena = sc_arena_create(SCHEMA_ARENA);
        struct sc_gql_errors errors = {.arena = arena};
        struct sc_str text = sc_arena_printf(arena, "%s%s", sc_gql_bind_sdl, sdl);
        enum sc_status st = sc_gql_schema_build(arena, text, &errors, &built);
        assert(st == SC_OK);
    }
    return built;
}

static bool coerce_json(struct sc_arena *arena, const struct sc_gql_use *use, struct sc_str text,
                        size_t depth_max, struct sc_gql_datum *ret)
{
    struct sc_gql_coercion c = {.arena = arena};
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse_any(&in, arena, text, depth_max, &root);
    if (sc_json_in_status(&in) != SC_OK)
        return false;
    if (sc_gql_coerce_json(&c, use, &root, ret))
        return true;
    assert(c.status == SC_INVALID || c.status == SC_NO_MEMORY);
    assert(c.status == SC_NO_MEMORY || (c.words.len > 0 && sc_utf8_is_valid(c.words)));
    assert(sc_utf8_is_valid(c.place));
    return false;
}

/* Written, read and coerced again it is the same. */
static void check_fits(const struct sc_gql_use *use, const struct sc_gql_datum *datum)
{
    struct sc_arena *arena = sc_arena_create(SCHEMA_ARENA);
    struct sc_gql_datum again;
    struct sc_buf first, second;

    sc_buf_init(&first, WRITTEN_MAX);
    sc_buf_init(&second, WRITTEN_MAX);
    sc_gql_datum_put(&first, datum);
    if (!first.failed) {
        bool fits = coerce_json(arena, use, sc_buf_str(&first), WRITTEN_DEPTH_MAX, &again);
        assert(fits);
        sc_gql_datum_put(&second, &again);
        assert(sc_str_eq(sc_buf_str(&first), sc_buf_str(&second)));
    }
    sc_buf_finish(&first);
    sc_buf_finish(&second);
    sc_arena_destroy(arena);
}

/* What only coercion knows of a literal. */
static bool is_for_coercion_alone(struct sc_str words)
{
    return sc_str_find(words, SC_STR("double precision")) >= 0 ||
           sc_str_eq(words, SC_STR("nested too deep"));
}

static bool is_about_values_alone(const struct sc_gql_errors *errors)
{
    for (const struct sc_gql_error *error = errors->first; error != NULL; error = error->next)
        if (strcmp(error->rule, "ValuesOfCorrectType") != 0)
            return false;
    return errors->count > 0;
}

static void ask_by_literal(struct sc_arena *arena, const struct sc_gql_input *input,
                           struct sc_str text)
{
    static const struct sc_gql_validate_options options = {
        .comparisons_max = SC_GQL_COMPARISONS_MAX, .has_suggestions = true};
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_gql_coercion c = {.arena = arena};
    struct sc_gql_document document;
    struct sc_gql_datum datum;
    /* Of the arguments that must be there, one is a literal already where it is not asked about. */
    struct sc_str asked =
        sc_arena_printf(arena, "{ask(%.*s:%.*s\n%s%s)}", SC_STR_ARGS(input->name),
                        SC_STR_ARGS(text), sc_str_eq(input->name, SC_STR("f")) ? "" : " f: 1",
                        sc_str_eq(input->name, SC_STR("ints")) ? "" : " ints: 1");

    if (asked.at == NULL || sc_gql_parse(arena, asked, SC_GQL_EXECUTABLE, &sc_gql_limits_free,
                                         &errors, &document) != SC_OK)
        return;
    const struct sc_gql_value *value = document.definitions->selections->arguments->value;
    if ((size_t)(value->end - value->at) != text.len) /* there is more than a value */
        return;
    enum sc_status st = sc_gql_validate(arena, schema(), &document, &options, &errors);
    bool fits = sc_gql_coerce_literal(&c, input->use, value, &datum);
    if (st == SC_NO_MEMORY || c.status == SC_NO_MEMORY)
        return;
    assert(fits || (c.status == SC_INVALID && c.words.len > 0 && sc_utf8_is_valid(c.words)));
    assert(st != SC_OK || fits || is_for_coercion_alone(c.words));
    assert(st == SC_OK || !fits || !is_about_values_alone(&errors));
    if (st == SC_OK && fits)
        check_fits(input->use, &datum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct sc_gql_field *ask = &schema()->roots[SC_GQL_QUERY]->fields[0];
    struct sc_arena *arena = sc_arena_create(REQUEST_ARENA);
    struct sc_gql_datum datum;

    assert(arena != NULL);
    if (size > 0) {
        const struct sc_gql_input *input = &ask->args[data[0] % ask->arg_count];
        struct sc_str text = {.at = (const char *)data + 1, .len = size - 1};
        if (coerce_json(arena, input->use, text, GIVEN_DEPTH_MAX, &datum))
            check_fits(input->use, &datum);
        ask_by_literal(arena, input, text);
    }
    sc_arena_destroy(arena);
    return 0;
}
