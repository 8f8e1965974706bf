/*
 * graphql_hostile - CPU time of documents made to be dear.
 *
 * Each is prepared as a server would, with the limits of free documents, and
 * once more validated with all limits off but the budget of comparisons. In
 * microseconds, the mean of some rounds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "graphql/documents.h"
#include "runtime/deadline.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024,
    TEXT_CAP = 1024 * 1024,
    ROUNDS = 20,
};

static const char sdl[] =
    "type Query { me: T  i: I }\n"
    "interface I { id: ID!  t(n: Int): T }\n"
    "type T implements I { id: ID!  name: String  t(n: Int, s: String): T  x: T  y: T"
    "  f(any: Any): Int }\n"
    "type V implements I { id: ID!  t(n: Int): T  x: T  y: T }\n"
    "scalar Any\n";

/* head, pieces, between, as often close, tail: a # in a piece is its number, an @ the next. */
struct recipe {
    const char *name;
    const char *head; /* NULL: a { and 90,000 lines */
    const char *piece;
    int times;
    const char *between, *close, *tail;
};

static const struct recipe recipes[] = {
    {"nested 62 deep", "{ me", " { t", 62, " { id }", " }", " }"},
    {"330 aliases", "{", " a#: me { id }", 330, "", "", " }"},
    {"one field 480 times", "{", " me { id }", 480, "", "", " }"},
    {"one leaf 1,980 times", "{ me {", " id", 1980, "", "", " } }"},
    {"180 fields of one key that conflict", "{ me {", " a: t(n: #) { id }", 180, "", "", " } }"},
    {"90 conflicts, four levels down", "{", " me { x { y { a: t(n: #) { id } } } }", 90, "", "",
     " }"},
    {"fragments that spread two each, 2^120", "{ me { ...F0 } } fragment F120 on T { id }",
     " fragment F# on T { x { ...F@ } y { ...F@ } }", 120, "", "", ""},
    {"two by two, crosswise, 2^68",
     "{ me { ...F0 ...G0 } } fragment F68 on T { id } fragment G68 on T { id }",
     " fragment F# on T { x { ...F@ ...G@ } } fragment G# on T { x { ...G@ ...F@ } }", 68, "", "",
     ""},
    {"240 fragments in a chain", "{ me { ...F0 } } fragment F240 on T { id }",
     " fragment F# on T { ...F@ }", 240, "", "", ""},
    {"a cycle of 200 fragments", "{ me { ...F0 } } fragment F200 on T { ...F0 }",
     " fragment F# on T { ...F@ ...F0 }", 180, "", "", ""},
    {"60 inline fragments that overlap", "{ me {",
     " ... on T { x { ... on T { name } ... on T { name } ... on T { name } } }", 60, "", "",
     " } }"},
    {"400 variables, none of them used", "query($a0: Int", " $b#: Int $a@: Int", 200, ") { me {",
     "", " id } }"},
    {"120 operations, one variable each missing",
     "fragment F on T { id t(n: $v) { t(n: $v) { id } } }", " query Q# { me { ...F } }", 120, "",
     "", ""},
    {"an object of 650 fields", "{ me { f(any: {", " k#: 1", 650, "", "", " }) } }"},
    {"600 unknown arguments", "{ me { t(", " k#: 1", 600, "", "", ") { id } } }"},
    {"1,900 unknown fields behind 90 KB of lines", NULL, " q#", 1900, "", "", " }"},
};

static void put_piece(struct sc_buf *out, const char *piece, int number)
{
    for (; *piece != '\0'; piece++) {
        if (*piece == '#' || *piece == '@')
            sc_buf_printf(out, "%d", number + (*piece == '@'));
        else
            sc_buf_put_char(out, *piece);
    }
}

static void cook(struct sc_buf *out, const struct recipe *recipe)
{
    sc_buf_clear(out);
    if (recipe->head == NULL) {
        sc_buf_put_char(out, '{');
        for (int i = 0; i < 90000; i++)
            sc_buf_put_char(out, '\n');
    } else {
        sc_buf_put(out, sc_str_of(recipe->head));
    }
    for (int i = 0; i < recipe->times; i++)
        put_piece(out, recipe->piece, i);
    sc_buf_put(out, sc_str_of(recipe->between));
    for (int i = 0; i < recipe->times; i++)
        sc_buf_put(out, sc_str_of(recipe->close));
    sc_buf_put(out, sc_str_of(recipe->tail));
}

/* 60 times 60 inline fragments, each of which overlaps with all others: 131 KB. */
static void cook_inline(struct sc_buf *out)
{
    sc_buf_clear(out);
    sc_buf_put(out, SC_STR("{ me {"));
    for (int i = 0; i < 60; i++) {
        sc_buf_put(out, SC_STR(" ... on T { x {"));
        for (int j = 0; j < 60; j++)
            sc_buf_printf(out, " ... on T { name x { id t { id } } }");
        sc_buf_put(out, SC_STR(" } }"));
    }
    sc_buf_put(out, SC_STR(" } }"));
}

static double prepare_us(const struct sc_gql_documents_config *config, struct sc_str text,
                         enum sc_status *ret_status)
{
    struct sc_gql_documents *documents = sc_gql_documents_create(config);
    int64_t from = sc_cpu_us();
    for (int i = 0; i < ROUNDS; i++) {
        const struct sc_gql_prepared *prepared =
            sc_gql_documents_prepare(documents, text, (struct sc_str){0});
        if (prepared == NULL)
            exit(1);
        *ret_status = prepared->status;
        sc_gql_prepared_unref(prepared);
    }
    double us = (double)(sc_cpu_us() - from) / ROUNDS;
    sc_gql_documents_destroy(documents);
    return us;
}

/* The validation alone, of a document of any size. */
static double validate_us(const struct sc_gql_documents_config *config, struct sc_str text,
                          enum sc_status *ret_status)
{
    double us = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct sc_arena *arena = sc_arena_create(ARENA_CAP);
        struct sc_gql_errors errors = {.arena = arena};
        struct sc_gql_document document;
        if (sc_gql_parse(arena, text, SC_GQL_EXECUTABLE, &sc_gql_limits_trusted, &errors,
                         &document) != SC_OK)
            exit(1);
        int64_t from = sc_cpu_us();
        *ret_status = sc_gql_validate(arena, config->schema, &document, &config->validate, &errors);
        us += (double)(sc_cpu_us() - from);
        sc_arena_destroy(arena);
    }
    return us / ROUNDS;
}

static void measure(const struct sc_gql_documents_config *config, const char *name,
                    struct sc_str text)
{
    enum sc_status prepared = SC_OK, validated = SC_OK;
    double whole = prepare_us(config, text, &prepared);
    double alone = validate_us(config, text, &validated);

    printf("%-44s %6zu bytes: %8.1f us, %-8s validation alone, limits off: %8.1f us, %s\n", name,
           text.len, whole, sc_status_name(prepared), alone, sc_status_name(validated));
}

int main(void)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_gql_documents_config config = {
        .limits = sc_gql_limits_free,
        .validate = {.comparisons_max = SC_GQL_COMPARISONS_MAX},
        .caps = sc_gql_caps_free,
        .bytes_max = 0, /* nothing is kept: each is new */
    };
    struct sc_buf text;

    if (sc_gql_schema_build(arena, sc_str_of(sdl), &errors, &config.schema) != SC_OK ||
        sc_gql_bind_plain(arena, config.schema, &config.binding) != SC_OK)
        return 1;
    sc_buf_init(&text, TEXT_CAP);
    for (size_t i = 0; i < SC_COUNT(recipes); i++) {
        cook(&text, &recipes[i]);
        measure(&config, recipes[i].name, sc_buf_str(&text));
    }
    cook_inline(&text);
    measure(&config, "60 x 60 inline fragments that overlap", sc_buf_str(&text));
    sc_buf_finish(&text);
    sc_arena_destroy(arena);
    return 0;
}
