/*
 * loads_keys.h - the keys of one load, each once, and which row belongs to which.
 *
 * Pure: no connection, nothing that waits. For src/store/ alone.
 */
#ifndef SC_STORE_LOADS_KEYS_H
#define SC_STORE_LOADS_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "store/pg_query.h"

struct sc_keys {
    const struct sc_pg_loader *loader;
    const union sc_key_part *at; /* count x key_count: each key once, in the order of the first */
    uint32_t count;
    const uint32_t *of; /* of each key that was asked for, which of these it is; NULL: they are
                           these */
    uint64_t seed;
    uint32_t *slots; /* a hash table of numbers from 1 into `at`; 0: free */
    uint32_t mask;
};

/*
 * Takes `count` keys, which may repeat. `seed` is not to be known outside. `at`
 * may be used as it is, so it must live as long. SC_LIMITED: the arena is full.
 */
SC_MUST_USE enum sc_status sc_keys_collect(struct sc_arena *arena, uint64_t seed,
                                           const struct sc_pg_loader *loader,
                                           const union sc_key_part *at, size_t count,
                                           struct sc_keys *ret_keys);

/* The parts of one key. */
const union sc_key_part *sc_keys_parts(const struct sc_keys *keys, uint32_t key);

/* The row carries this key. */
bool sc_keys_has_row(const struct sc_keys *keys, uint32_t key, const void *row);

/* Which rows belong to which key. */
struct sc_keyed_rows {
    const void *const *rows; /* of key 0, in the order given, then of key 1, ... */
    const uint32_t *first;   /* count + 1: key i has rows first[i] .. first[i + 1] - 1 */
};

/*
 * Parts `rows`, whose structs lie one behind the other, by the keys that they
 * carry. SC_LIMITED: the arena is full. SC_INTERNAL: a row has a key that is
 * not among these.
 */
SC_MUST_USE enum sc_status sc_keys_split(struct sc_arena *arena, const struct sc_keys *keys,
                                         struct sc_rows rows, struct sc_keyed_rows *ret_rows);

/*
 * The same for the keys as they were asked for: one asked for twice has its rows
 * twice. SC_LIMITED: the arena is full.
 */
SC_MUST_USE enum sc_status sc_keys_spread(struct sc_arena *arena, const struct sc_keys *keys,
                                          struct sc_keyed_rows each_once, size_t asked,
                                          struct sc_keyed_rows *ret_rows);

/*
 * Sets the parameters of `in`, a struct of the loader's parameters, that are
 * keys: lists in the arena. SC_LIMITED: it is full. SC_INVALID: a number is
 * beyond its type.
 */
SC_MUST_USE enum sc_status sc_keys_fill(struct sc_arena *arena, const struct sc_keys *keys,
                                        void *in);

/* Appends a key as bytes that no other key of the same loader has. */
void sc_keys_write(const struct sc_keys *keys, uint32_t key, struct sc_buf *out);

#endif
