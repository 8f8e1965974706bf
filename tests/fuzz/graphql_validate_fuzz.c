/* Any bytes as a document: parsed, validated, held against the caps, costed. */
#include <assert.h>
#include <stdint.h>

#include "graphql/cost.h"
#include "graphql/parse.h"
#include "graphql/validate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    ARENA_CAP = 16 * 1024 * 1024,
};

/* Something for each rule to look at. */
static const char sdl[] =
    "directive @cost(fixed: Int, per: Int) on FIELD_DEFINITION\n"
    "directive @listSize(slicing: [String!], assumed: Int) on FIELD_DEFINITION\n"
    "directive @page(loader: String!) on FIELD_DEFINITION\n"
    "directive @d(n: Int!, o: O) repeatable on QUERY | FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT"
    " | FRAGMENT_DEFINITION | VARIABLE_DEFINITION\n"
    "type Query { a: Query  b(n: Int, i: I, o: O!, e: E, s: [ID!]): N  c: [U!]!  n: Int  j(j: J): J"
    "  p(first: Int = 3, last: Int): P @page(loader: \"p\") @cost(fixed: 2, per: 3)"
    "  l(first: Int): [[Query]] @listSize(slicing: [\"first\"], assumed: 7) }\n"
    "type Mutation { a: Query }\n"
    "type Subscription { a: Query  n: Int }\n"
    "interface N { a: Query  n: Int }\n"
    "type T implements N { a: Query  n: Int  t: T }\n"
    "type V implements N { a: Query  n: Int  t: String }\n"
    "union U = T | V\n"
    "type P { e: [T!]!  n: [N] }\n"
    "enum E { A B }\n"
    "scalar J\n"
    "input I { a: Int!  b: Int! = 1  i: I  l: [I!]  o: O }\n"
    "input O @oneOf { a: Int  i: I }\n";

static const struct sc_gql_schema *schema(void)
{
    static const struct sc_gql_schema *built;
    static struct sc_arena *arena; /* stays */

    if (built == NULL) {
        arena = sc_arena_create(ARENA_CAP);
        struct sc_gql_errors errors = {.arena = arena};
        enum sc_status st = sc_gql_schema_build(arena, sc_str_of(sdl), &errors, &built);
        assert(st == SC_OK);
    }
    return built;
}

static void cost(struct sc_arena *arena, const struct sc_gql_document *document)
{
    static const char variables[] = "{\"a\": 5, \"b\": null, \"n\": 1e3, \"v\": -1, \"first\": 70}";
    const struct sc_gql_cost *made;
    struct sc_json_in in;
    struct sc_json json;

    sc_json_in_parse_any(&in, arena, sc_str_of(variables), 4, &json);
    for (const struct sc_gql_definition *def = document->definitions; def != NULL;
         def = def->next) {
        if (def->kind != SC_GQL_DEF_OPERATION)
            continue;
        enum sc_status st = sc_gql_cost_create(arena, schema(), document, def, &made);
        assert(st == SC_OK);
        assert(sc_gql_cost_of(made, NULL) >= 0 && sc_gql_cost_of(made, &json) >= 0);
    }
}

/* The first byte says which options hold. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct sc_str text = {.at = (const char *)data + 1, .len = size - 1};
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_gql_document document;
    const struct sc_gql_validate_options options = {
        .comparisons_max = SC_GQL_COMPARISONS_MAX,
        .has_suggestions = (data[0] & 1) != 0,
        .has_introspection = (data[0] & 2) != 0,
    };
    enum sc_gql_grammar grammar = (data[0] & 4) != 0 ? SC_GQL_ANY : SC_GQL_EXECUTABLE;
    enum sc_status st = sc_gql_parse(arena, text, grammar, &sc_gql_limits_free, &errors, &document);

    if (st == SC_OK) {
        st = sc_gql_validate(arena, schema(), &document, &options, &errors);
        assert(st == SC_OK || st == SC_INVALID || st == SC_LIMITED);
        assert((st == SC_OK) == (errors.count == 0));
    }
    if (st == SC_OK) {
        cost(arena, &document);
        st = sc_gql_caps_check(arena, schema(), &document, &sc_gql_caps_free, &errors);
        assert((st == SC_OK) == (errors.count == 0));
    }
    sc_arena_destroy(arena);
    return 0;
}
