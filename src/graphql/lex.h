/*
 * lex.h - GraphQL text into tokens, one at a time.
 *
 * Private to the parser. Text is checked to be UTF-8 on the way: outside of
 * strings and comments only ASCII and byte order marks are allowed at all.
 */
#ifndef SC_GRAPHQL_LEX_H
#define SC_GRAPHQL_LEX_H

#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "graphql/error.h"

enum sc_gql_token_kind {
    SC_GQL_TOKEN_FAILED, /* nothing follows; the lexer's status says why */
    SC_GQL_TOKEN_END,
    SC_GQL_TOKEN_BANG,
    SC_GQL_TOKEN_DOLLAR,
    SC_GQL_TOKEN_AMP,
    SC_GQL_TOKEN_PAREN_L,
    SC_GQL_TOKEN_PAREN_R,
    SC_GQL_TOKEN_SPREAD,
    SC_GQL_TOKEN_COLON,
    SC_GQL_TOKEN_EQUALS,
    SC_GQL_TOKEN_AT,
    SC_GQL_TOKEN_BRACKET_L,
    SC_GQL_TOKEN_BRACKET_R,
    SC_GQL_TOKEN_BRACE_L,
    SC_GQL_TOKEN_PIPE,
    SC_GQL_TOKEN_BRACE_R,
    SC_GQL_TOKEN_NAME,
    SC_GQL_TOKEN_INT,
    SC_GQL_TOKEN_FLOAT,
    SC_GQL_TOKEN_STRING,
    SC_GQL_TOKEN_BLOCK, /* a string in """ */
};

struct sc_gql_token {
    enum sc_gql_token_kind kind;
    const char *at;     /* its first byte */
    const char *end;    /* behind its last */
    struct sc_str text; /* as spelled; of strings what they say, escapes resolved */
};

/* The first failure stays: from then on every token is SC_GQL_TOKEN_FAILED. */
struct sc_gql_lexer {
    struct sc_arena *arena; /* for strings with escapes, and for the error */
    struct sc_gql_errors *errors;
    struct sc_str text;
    const char *end;      /* of the text */
    const char *at;       /* what is read next */
    const char *last_end; /* behind the token that was stepped over last */
    uint32_t tokens_left;
    enum sc_status status;
    struct sc_gql_token token; /* the one at hand */
};

/* Reads the next token into `lexer->token`. */
void sc_gql_lex_next(struct sc_gql_lexer *lexer);

/*
 * Ends the reading with an error at a place in the text; if that cannot be
 * told, the status is SC_NO_MEMORY instead.
 */
void sc_gql_lex_fail(struct sc_gql_lexer *lexer, enum sc_status status, const char *code,
                     const char *at, const char *format, ...) SC_PRINTF(5, 6);

/* Ends the reading because the arena is full. */
void sc_gql_lex_no_memory(struct sc_gql_lexer *lexer);

/* How an error calls a kind of token: "Name", "\"{\"". */
const char *sc_gql_token_kind_name(enum sc_gql_token_kind kind);

#endif
