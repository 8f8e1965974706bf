/*
 * trigrams.h - the plain way, to compare with: cosine of tf-idf over character trigrams.
 *
 * A text is folded, its trigrams are counted, each count is weighed by
 * 1 + log((1 + N) / (1 + n)), and texts are compared by the angle between them.
 */
#ifndef SC_BENCH_MATCH_TRIGRAMS_H
#define SC_BENCH_MATCH_TRIGRAMS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct trigrams;

/* An index of `count` folded texts, in `arena`; NULL without memory. */
struct trigrams *trigrams_create(struct sc_arena *arena, const struct sc_str *texts, size_t count);

/* The places of the nearest texts, nearest first: at most `top`. Returns how many. */
size_t trigrams_find(struct trigrams *index, struct sc_str folded, size_t top, size_t *ret_places);

#endif
