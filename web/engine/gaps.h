/*
 * gaps.h - declared for all of the engine's sources: of GNU's library, and of libunistring.
 */
#ifndef SC_WEB_ENGINE_GAPS_H
#define SC_WEB_ENGINE_GAPS_H

#include <stddef.h>
#include <stdint.h>

void qsort_r(void *base, size_t count, size_t size, int (*cmp)(const void *, const void *, void *),
             void *context);

/* The bytes of the first character; -1: it is none, -2: it is cut. */
int u8_mbtoucr(uint32_t *ret_character, const uint8_t *bytes, size_t count);
/* NULL: all is UTF-8; else where it is not. */
const uint8_t *u8_check(const uint8_t *bytes, size_t count);

#endif
