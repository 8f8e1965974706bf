/*
 * sql_text.h - SQL as tokens: enough to tell statements, parameters and words apart.
 */
#ifndef SC_SQLGEN_SQL_TEXT_H
#define SC_SQLGEN_SQL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "runtime/request.h"

enum sql_kind {
    SQL_WORD,   /* a keyword or a name, as written */
    SQL_NAME,   /* "a quoted name" */
    SQL_TEXT,   /* 'a literal', E'one' or $tag$one$tag$ */
    SQL_NUMBER, /* 12.5 */
    SQL_PARAM,  /* $1 */
    SQL_SYMBOL, /* any other character, alone */
};

struct sql_token {
    enum sql_kind kind;
    struct sc_str text;
    int line;
};

struct sql_tokens {
    const struct sql_token *at;
    size_t count;
};

/*
 * Takes `sql`, which begins on `line`, apart; comments vanish. Tokens live in
 * the request's arena and point into `sql`. SC_INVALID: a literal, a quoted name
 * or a comment has no end.
 */
SC_MUST_USE enum sc_status sql_read(struct sc_request *rq, struct sc_str sql, const char *path,
                                    int line, struct sql_tokens *ret_tokens);

/* Token `i` is this word, in any case; false beyond the end. */
bool sql_is_word(struct sql_tokens tokens, size_t i, const char *word);
bool sql_is_symbol(struct sql_tokens tokens, size_t i, char symbol);

/*
 * Takes the first statement off `rest`: its tokens without the semicolon.
 * False when none is left.
 */
bool sql_take_statement(struct sql_tokens *rest, struct sql_tokens *ret_statement);

/* The text from the first token to the last, as it stands in the file. */
struct sc_str sql_text_of(struct sql_tokens tokens);

#endif
