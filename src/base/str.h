/*
 * str.h - text as pointer and length.
 *
 * A `struct sc_str` borrows its bytes: whoever made them owns them. The bytes
 * are UTF-8 unless a function says otherwise, and are not NUL-terminated.
 */
#ifndef SC_BASE_STR_H
#define SC_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/macros.h"
#include "base/status.h"

struct sc_str {
    const char *at; /* NULL only in an absent text */
    size_t len;
};

/* A string literal as text. */
#define SC_STR(literal) ((struct sc_str){.at = "" literal, .len = sizeof(literal) - 1})

/* For printf's "%.*s": printf("%.*s", SC_STR_ARGS(name)). */
#define SC_STR_ARGS(s) (int)(s).len, (s).at != NULL ? (s).at : ""

/* A NUL-terminated string as text; NULL gives the absent text. */
struct sc_str sc_str_of(const char *nul_terminated);

bool sc_str_eq(struct sc_str a, struct sc_str b);
/* Like memcmp over the shared length, then the shorter first. */
int sc_str_cmp(struct sc_str a, struct sc_str b);
/* Only A-Z equals a-z; other bytes as they are. */
bool sc_str_eq_nocase(struct sc_str a, struct sc_str b);
bool sc_str_starts(struct sc_str s, struct sc_str start);
bool sc_str_ends(struct sc_str s, struct sc_str end);

/* Position of the first `c` or of `part`, or -1. */
ptrdiff_t sc_str_find_char(struct sc_str s, char c);
ptrdiff_t sc_str_find(struct sc_str s, struct sc_str part);

/* Without leading and trailing ASCII white space. */
struct sc_str sc_str_trim(struct sc_str s);
/* From byte `from` (at most len) on, and up to `len` bytes of it. */
struct sc_str sc_str_sub(struct sc_str s, size_t from, size_t len);

/*
 * Takes the text before the next `sep` off `rest` and returns it; `rest` goes
 * on behind the separator. False when nothing is left: "a,,b" gives a, "", b;
 * an empty text gives nothing.
 */
bool sc_str_take(struct sc_str *rest, char sep, struct sc_str *ret_part);

/*
 * The whole text as a decimal number: [-]digits, nothing else.
 * SC_INVALID: empty, any other character, or outside int64_t.
 */
SC_MUST_USE enum sc_status sc_str_i64(struct sc_str s, int64_t *ret_value);

/* What a hexadecimal digit stands for; -1: it is none. */
int sc_hex_value(char c);

/* FNV-1a, 64 bits: for hash tables in memory, never for hostile keys kept long. */
uint64_t sc_str_hash(struct sc_str s);

#endif
