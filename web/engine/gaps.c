/*
 * gaps.c - what the engine needs, and the C library for WebAssembly lacks.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "engine/gaps.h"

enum {
    LOW_BITS = 6, /* of a character, in each byte behind the first */
};

/* One sort at a time: there is one thread, and no comparison sorts. */
static int (*compare)(const void *, const void *, void *);
static void *compare_with;

static int compare_two(const void *a, const void *b)
{
    return compare(a, b, compare_with);
}

void qsort_r(void *base, size_t count, size_t size, int (*cmp)(const void *, const void *, void *),
             void *context)
{
    compare = cmp;
    compare_with = context;
    qsort(base, count, size, compare_two);
}

/* How many bytes a character has, by its first; 0: it begins none. */
static int length_of(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return 2;
    if (first >= 0xe0 && first < 0xf0)
        return 3;
    return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

int u8_mbtoucr(uint32_t *ret_character, const uint8_t *bytes, size_t count)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int length = length_of(bytes[0]);
    uint32_t character = length > 1 ? bytes[0] & (0x7fU >> length) : bytes[0];

    if (length == 0)
        return -1;
    if ((size_t)length > count)
        return -2;
    for (int i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return -1;
        character = character << LOW_BITS | (bytes[i] & 0x3fU);
    }
    if (character < least[length] || (character >= 0xd800 && character < 0xe000) ||
        character > 0x10ffff)
        return -1;
    *ret_character = character;
    return length;
}

const uint8_t *u8_check(const uint8_t *bytes, size_t count)
{
    uint32_t unused;

    while (count > 0) {
        int length = u8_mbtoucr(&unused, bytes, count);
        if (length < 0)
            return bytes;
        bytes += length;
        count -= (size_t)length;
    }
    return NULL;
}
