/*
 * l1.h - rows of the catalogue kept in the process: what loads.h asks first.
 *
 * Entries are immutable and counted: what a request uses stays until the request
 * ends, whatever is forgotten meanwhile. Bounded by bytes (least recently used
 * go), by time (a TTL per loader, less a random tenth, so that entries made
 * together do not go together), and forgotten by tag. A key without rows is
 * remembered too. Keys begin with a hash of the row's shape and statement.
 * Sharded by key; any thread.
 */
#ifndef SC_STORE_L1_H
#define SC_STORE_L1_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

struct sc_l1;
struct sc_l1_entry;

/* At most `bytes`, all counted. NULL: no memory. */
struct sc_l1 *sc_l1_create(size_t bytes);
void sc_l1_destroy(struct sc_l1 *l1); /* nothing may be held any more; NULL is fine */

/* Forgets all entries with this tag ("product"), now and for any load under way. */
void sc_l1_forget(struct sc_l1 *l1, struct sc_str tag);

struct sc_l1_stats {
    int64_t hits;
    int64_t misses;
    int64_t stored;
    int64_t evicted;
    size_t bytes;
    size_t entries;
};
struct sc_l1_stats sc_l1_stats(struct sc_l1 *l1);

#endif
