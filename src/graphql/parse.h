/*
 * parse.h - GraphQL text into nodes (ast.h), and nothing that the grammar does not allow.
 *
 * One pass over bytes, tokens are not stored. Text is UTF-8 (checked). Limits
 * hold while reading, so a hostile document costs no more than its limits.
 */
#ifndef SC_GRAPHQL_PARSE_H
#define SC_GRAPHQL_PARSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "graphql/ast.h"
#include "graphql/error.h"

enum {
    SC_GQL_TEXT_MAX = 100 * 1024,    /* bytes of a free document; design/graphql, section 2 */
    SC_GQL_TOKENS_MAX = 2000,        /* of a free document; the same */
    SC_GQL_SELECTION_DEPTH_MAX = 64, /* selection sets in each other */
    SC_GQL_VALUE_DEPTH_MAX = 32,     /* lists and objects, or wrapped types, in each other */
};

enum sc_gql_grammar {
    SC_GQL_EXECUTABLE = 1, /* operations and fragments */
    SC_GQL_TYPE_SYSTEM = 2,
    SC_GQL_ANY = 3,
};

struct sc_gql_parse_limits {
    size_t text_max;
    uint32_t tokens_max;
    uint32_t selection_depth_max;
    uint32_t value_depth_max;
};

/* Those above, and ones for trusted text (a schema, the test driver) that only guard the stack. */
extern const struct sc_gql_parse_limits sc_gql_limits_free;
extern const struct sc_gql_parse_limits sc_gql_limits_trusted;

/*
 * Reads `text` (borrowed as long as the nodes live) into nodes in `arena`.
 *
 * SC_INVALID: not in the grammar; one error, code GRAPHQL_PARSE_FAILED, with
 * its place. SC_LIMITED: over a limit; one error too. SC_NO_MEMORY: the arena
 * is full.
 */
SC_MUST_USE enum sc_status sc_gql_parse(struct sc_arena *arena, struct sc_str text,
                                        enum sc_gql_grammar grammar,
                                        const struct sc_gql_parse_limits *limits,
                                        struct sc_gql_errors *errors,
                                        struct sc_gql_document *ret_document);

#endif
