/*
 * l1.h - rows of the catalogue kept in the process: what loads.h asks first.
 *
 * Entries are immutable and counted: what a request uses stays until the request
 * ends, whatever is forgotten meanwhile. Bounded by bytes (what was not used for
 * long goes), by time (a TTL per loader, less a random tenth, so that entries
 * made together do not go together), and forgotten by tag. A key without rows is
 * remembered too. Sharded by key; any thread.
 */
#ifndef SC_STORE_L1_H
#define SC_STORE_L1_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_L1_TAGS_MAX = 64,  /* they are the program's own, one or two a table */
    SC_L1_PART_MAX = 8,   /* an entry over one part in so many of a shard is not kept */
    SC_L1_LOOKS_MAX = 64, /* entries looked at to find room for one */
};

struct sc_l1;
struct sc_l1_tag;
struct sc_l1_entry;

/*
 * At most `bytes`, all counted: what is on its way out but still held as well,
 * and then less is kept. NULL: no memory.
 */
struct sc_l1 *sc_l1_create(size_t bytes);
void sc_l1_destroy(struct sc_l1 *l1); /* nothing may be held any more; NULL is fine */

/*
 * Forgets all entries with this tag ("product"), now and for any load under way. A name
 * that has no entries is fine.
 */
void sc_l1_forget(struct sc_l1 *l1, struct sc_str name);
/* The same for all tags. */
void sc_l1_forget_all(struct sc_l1 *l1);

/* From now on nothing is kept for longer than this, whatever its TTL; 0: as it was made. */
void sc_l1_limit(struct sc_l1 *l1, int64_t longest_ms);

/* Never NULL. */
struct sc_l1_tag *sc_l1_tag_of(struct sc_l1 *l1, struct sc_str name);

/*
 * How often the tag was forgotten. Asked before the rows are read, and handed on
 * when they are kept: what was read before the last time is no good.
 */
uint32_t sc_l1_tag_generation(const struct sc_l1_tag *tag);

/*
 * A key: any bytes that begin with a hash of the row's shape and statement. Its
 * hash differs from process to process.
 */
struct sc_l1_key {
    struct sc_str bytes;
    uint64_t hash;
};
struct sc_l1_key sc_l1_key(const struct sc_l1 *l1, struct sc_str bytes);

/*
 * The entries of these keys, held for the caller; NULL: there is none, or it is
 * no good any more. How many there are.
 */
size_t sc_l1_find(struct sc_l1 *l1, const struct sc_l1_tag *tag, const struct sc_l1_key *keys,
                  size_t count, int64_t now_us, const struct sc_l1_entry **ret_entries);

struct sc_l1_put {
    const struct sc_l1_tag *tag;
    uint32_t generation; /* as the tag's was before the rows were read */
    struct sc_l1_key key;
    int64_t now_us; /* monotonic */
    int64_t ttl_ms;
    const struct sc_shape *shape;
    const void *const *rows;
    size_t count;
};

/*
 * Copies the rows, with what they point to, into an entry held for the caller,
 * and keeps it in place of what the key had, unless there is no room for it or
 * its tag was forgotten meanwhile. NULL: no memory.
 */
const struct sc_l1_entry *sc_l1_put(struct sc_l1 *l1, const struct sc_l1_put *put);

struct sc_rows sc_l1_rows(const struct sc_l1_entry *entry);

/* One more hold, for another. */
void sc_l1_hold(const struct sc_l1_entry *entry);
/* Ends a hold. */
void sc_l1_give(const struct sc_l1_entry *entry);

struct sc_l1_stats {
    int64_t hits;
    int64_t misses;
    int64_t stored;
    int64_t evicted; /* for want of room */
    size_t bytes;
    size_t entries; /* kept */
};
struct sc_l1_stats sc_l1_stats(struct sc_l1 *l1);

#endif
