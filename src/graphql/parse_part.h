/*
 * parse_part.h - what the two halves of the parser share: executable definitions (parse.c) and
 * those of types (parse_types.c).
 *
 * Private to the parser. Nobody checks each step: after a failure the token at
 * hand is SC_GQL_TOKEN_FAILED, which nothing expects, so that what is begun
 * ends by itself, and the document's reader looks once at the lexer's status.
 */
#ifndef SC_GRAPHQL_PARSE_PART_H
#define SC_GRAPHQL_PARSE_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "graphql/ast.h"
#include "graphql/lex.h"
#include "graphql/parse.h"

struct sc_gql_parser {
    struct sc_gql_lexer lexer;
    const struct sc_gql_parse_limits *limits;
    uint32_t selection_depth;
    uint32_t value_depth;
    bool is_const; /* values here cannot be variables */
};

/* A zeroed node; NULL and a failure when the arena is full. */
void *sc_gql_parse_node(struct sc_gql_parser *p, size_t size);

bool sc_gql_parse_peek(const struct sc_gql_parser *p, enum sc_gql_token_kind kind);
/* Whether the token at hand is this word. */
bool sc_gql_parse_peek_word(const struct sc_gql_parser *p, struct sc_str word);
/* Steps over a token if it is of this kind, or this word. */
bool sc_gql_parse_take(struct sc_gql_parser *p, enum sc_gql_token_kind kind);
bool sc_gql_parse_take_word(struct sc_gql_parser *p, struct sc_str word);
/* The same where anything else is a failure. */
void sc_gql_parse_expect(struct sc_gql_parser *p, enum sc_gql_token_kind kind);
void sc_gql_parse_expect_word(struct sc_gql_parser *p, struct sc_str word);
/* The token at hand is a mistake. */
void sc_gql_parse_unexpected(struct sc_gql_parser *p);
/* Whether a list ends here: its closing token is stepped over, or something has failed. */
bool sc_gql_parse_ends(struct sc_gql_parser *p, enum sc_gql_token_kind close);

struct sc_str sc_gql_parse_name(struct sc_gql_parser *p);
const struct sc_gql_value *sc_gql_parse_description(struct sc_gql_parser *p); /* NULL: none */
const struct sc_gql_value *sc_gql_parse_preset(struct sc_gql_parser *p); /* = value; NULL: none */
const struct sc_gql_type_ref *sc_gql_parse_type_ref(struct sc_gql_parser *p);
const struct sc_gql_directive *sc_gql_parse_directives(struct sc_gql_parser *p);
enum sc_gql_operation sc_gql_parse_operation(struct sc_gql_parser *p);

/* Whether the token at hand begins the definition of a type, a directive, a schema. */
bool sc_gql_parse_begins_type(const struct sc_gql_token *token);
/* Reads it into `made`; of an extension the word `extend` is read already. */
void sc_gql_parse_type(struct sc_gql_parser *p, struct sc_gql_definition *made);

/*
 * Defines a function that reads items, a struct `type` each by `one`, up to a closing token
 * that is stepped over: at least one item, as the grammar's lists want it.
 */
#define SC_GQL_PARSE_LIST(function, type, one)                                                \
    static const struct type *function(struct sc_gql_parser *p, enum sc_gql_token_kind close) \
    {                                                                                         \
        const struct type *first = NULL, **tail = &first;                                     \
        do {                                                                                  \
            struct type *made = one(p);                                                       \
            if (made == NULL)                                                                 \
                break;                                                                        \
            *tail = made;                                                                     \
            tail = &made->next;                                                               \
        } while (!sc_gql_parse_ends(p, close));                                               \
        return first;                                                                         \
    }

#endif
