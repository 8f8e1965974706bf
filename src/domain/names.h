/*
 * names.h - sorted lists of names, to give products numbers and to find names that stand twice.
 */
#ifndef SC_DOMAIN_NAMES_H
#define SC_DOMAIN_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

/* Stands for a name that is not in the list. */
#define SC_NAMES_NONE UINT32_MAX

struct sc_names {
    const struct sc_str *at; /* sorted, each once; a name's number is its place */
    size_t count;
};

/* Sorts the names where they stand and drops repetitions; `names` stays in use. */
struct sc_names sc_names_of(struct sc_str *names, size_t count);

/* The name's number, or SC_NAMES_NONE. */
uint32_t sc_names_find(const struct sc_names *names, struct sc_str name);

/*
 * Looks for two equal names in a list that stays as it is: `ret_index` is the
 * later one of such a pair, or `count`. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_names_twice(struct sc_arena *arena, const struct sc_str *names,
                                          size_t count, size_t *ret_index);

#endif
