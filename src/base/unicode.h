/*
 * unicode.h - text of any script, made comparable; and how wide it prints.
 *
 * The only place that knows libunistring's tables.
 */
#ifndef SC_BASE_UNICODE_H
#define SC_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

/*
 * Folds a text so that what people hold for the same is byte for byte the same:
 *
 * - compatibility forms are resolved and case is folded (Unicode NFKC, full folding);
 * - accents, niqqud and harakat go, and so do strokes: č -> c, đ -> d, ø -> o, ß -> ss;
 * - decimal digits of any script become 0-9, vulgar fractions "1/2" ("1½" is "1 1/2");
 * - typographic quotes, dashes and the multiplication sign become ' " - x;
 * - bidi controls and other invisible characters go;
 * - white space and control characters become single spaces, none at the ends.
 *
 * Vowel signs of scripts that cannot be read without them stay. ASCII costs one pass.
 *
 * SC_INVALID: not UTF-8. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_unicode_fold(struct sc_arena *arena, struct sc_str text,
                                           struct sc_str *ret_folded);

/*
 * The same into `out`. SC_LIMITED: the folded text has more than `room` bytes.
 */
SC_MUST_USE enum sc_status sc_unicode_fold_into(struct sc_str text, char *out, size_t room,
                                                size_t *ret_len);

/* What a character is to a reader of words. */
enum sc_unicode_kind {
    SC_UNICODE_SPACE,  /* white space, controls, and bytes that are no UTF-8 */
    SC_UNICODE_LETTER, /* with the marks that belong to it */
    SC_UNICODE_DIGIT,  /* decimal, any script */
    SC_UNICODE_SIGN,   /* punctuation, symbols, pictures */
    SC_UNICODE_UNSEEN, /* bidi controls, joiners, byte order mark */
};

/* The kind of the character that `text` (not empty) begins with, and its bytes (at least 1). */
enum sc_unicode_kind sc_unicode_kind(struct sc_str text, size_t *ret_step);

/* Columns on a terminal: 0 for marks, 2 for wide East Asian characters. */
int sc_unicode_width(struct sc_str text);

#endif
