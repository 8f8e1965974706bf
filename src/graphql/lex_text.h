/*
 * lex_text.h - what a string of GraphQL says: escapes resolved, indentation taken off.
 *
 * Private to the lexer. GraphQL, section 2.9.4.
 */
#ifndef SC_GRAPHQL_LEX_TEXT_H
#define SC_GRAPHQL_LEX_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_GQL_SHOWN_CHAR_MAX = 16, /* bytes of a character as an error shows it */
};

struct sc_gql_string {
    struct sc_str text; /* part of the source when it needs no change, else in the arena */
    const char *end;    /* behind the closing quote; on SC_INVALID the place of the mistake */
    const char *words;  /* on SC_INVALID: what is wrong; static */
    bool shows_char;    /* on SC_INVALID: the words want the character there behind them */
    bool is_block;
};

/*
 * Reads the string whose opening quote `source` begins with; what is behind it
 * is not looked at. SC_INVALID: not closed, a wrong escape, not UTF-8.
 * SC_NO_MEMORY. `ret_string` is filled in as said above.
 */
SC_MUST_USE enum sc_status sc_gql_read_string(struct sc_arena *arena, struct sc_str source,
                                              struct sc_gql_string *ret_string);

/* The first character of `s` for an error's words: "x", U+00E9, <EOF>; NUL-terminated. */
void sc_gql_show_char(struct sc_str s, char shown[SC_GQL_SHOWN_CHAR_MAX]);

#endif
