/*
 * utf8.h - is it UTF-8, and where does the next character start.
 *
 * Case, marks and normal forms are libunistring's work; this is only the
 * check that must stand before it.
 */
#ifndef SC_BASE_UTF8_H
#define SC_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * Bytes of the character that `s` begins with: 1..4, or 0 when these bytes are
 * no well-formed UTF-8 (overlong forms, surrogates and anything above U+10FFFF
 * are not, RFC 3629) or `s` is empty.
 */
size_t sc_utf8_step(struct sc_str s);

bool sc_utf8_is_valid(struct sc_str s);

/* The longest start of `s` that is UTF-8: of words that quote bytes of others, or were cut. */
struct sc_str sc_utf8_start(struct sc_str s);

/* The longest start of `s`, cut between characters, of at most `max_bytes`. */
struct sc_str sc_utf8_cut(struct sc_str s, size_t max_bytes);

#endif
