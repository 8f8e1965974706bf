/*
 * GraphQL text of anybody: what is refused says so once, with a place; what is taken is printed,
 * and that parses again to what prints the same.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "graphql/parse.h"
#include "graphql/print.h"

enum {
    ARENA_BYTES = 64 * 1024 * 1024,
    PRINTED_MAX = 64 * 1024 * 1024,
};

static enum sc_status parse(struct sc_arena *arena, struct sc_str text,
                            const struct sc_gql_parse_limits *limits,
                            struct sc_gql_document *document)
{
    struct sc_gql_errors errors = {.arena = arena};
    enum sc_status st = sc_gql_parse(arena, text, SC_GQL_ANY, limits, &errors, document);

    assert(st == SC_OK || st == SC_INVALID || st == SC_LIMITED);
    assert(errors.count == (st == SC_OK ? 0 : 1));
    if (st != SC_OK) {
        assert(errors.first->place_count == 1 && errors.first->places[0].line > 0);
        assert(sc_utf8_is_valid(errors.first->message));
    }
    return st;
}

static void print(const struct sc_gql_document *document, struct sc_buf *out)
{
    sc_buf_init(out, PRINTED_MAX);
    sc_gql_print(document, out);
    assert(!out->failed && sc_utf8_is_valid(sc_buf_str(out)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_arena *arena = sc_arena_create(ARENA_BYTES);
    struct sc_str text = {.at = (const char *)data, .len = size};
    struct sc_gql_document document, again;
    struct sc_buf printed, twice;

    assert(arena != NULL);
    if (parse(arena, text, &sc_gql_limits_free, &document) == SC_OK) {
        print(&document, &printed);
        assert(parse(arena, sc_buf_str(&printed), &sc_gql_limits_trusted, &again) == SC_OK);
        print(&again, &twice);
        assert(sc_str_eq(sc_buf_str(&printed), sc_buf_str(&twice)));
        sc_buf_finish(&printed);
        sc_buf_finish(&twice);
    }
    sc_arena_destroy(arena);
    return 0;
}
