/*
 * json_lines.h - a command that answers JSON documents, one or one a line.
 *
 * Input whose first line starts with `{` and ends with `}`, with more text
 * after it, is JSON Lines (the pricing contract, section 0): each line is
 * answered by a line, a bad one by {"error": words}. Anything else is one document.
 */
#ifndef SC_APP_JSON_LINES_H
#define SC_APP_JSON_LINES_H

#include <stdio.h>

#include "base/arena.h"
#include "base/json_out.h"
#include "base/status.h"
#include "base/str.h"

enum {
    APP_JSON_ANSWER_MAX = 64 * 1024 * 1024,  /* bytes; the largest document's answer is smaller */
    APP_JSON_ARENA_CAP = 1024 * 1024 * 1024, /* a document, its search and its answer */
};

/*
 * Answers one document: SC_OK with the answer written to `out`, or SC_INVALID
 * with one line of words (in `arena`) that name the place. Other statuses say
 * that it could not be done.
 */
typedef enum sc_status (*app_answer_fn)(struct sc_arena *arena, struct sc_str text,
                                        struct sc_json_out *out, struct sc_str *ret_words);

/* Answers all of `in` on standard output; returns the exit code: 0, 2 for bad input, else 1. */
int app_json_lines(FILE *in, app_answer_fn answer);

#endif
