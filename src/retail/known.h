/*
 * known.h - what the catalogue has already, so that rows with nothing new go no further.
 *
 * Most rows of a daily file repeat yesterday's. An import keeps two hashes for
 * each code of the retailer: of the facts (name, size, ...) and of the price in
 * this store. A row equal in both is not sent to the database at all.
 *
 * Memory is bounded: where `retail_known_add` has no room, the importer leaves
 * the rows to the database, which finds the same.
 */
#ifndef SC_RETAIL_KNOWN_H
#define SC_RETAIL_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    RETAIL_KNOWN_PARTS = 80,         /* small tables, so that growing one costs little memory */
    RETAIL_KNOWN_PART_SLOTS = 16384, /* at most: 80 * 16384 * 24 bytes = 30 MiB in all */
    /* So many find room: parts are filled to seven eighths, the fullest first. */
    RETAIL_KNOWN_MAX = RETAIL_KNOWN_PARTS * RETAIL_KNOWN_PART_SLOTS / 6 * 5,
};

/* What is known of a code, or of a code in a store. */
struct retail_known_entry {
    uint64_t key : 62;       /* of the hash; 0: an empty slot */
    uint64_t is_seen : 1;    /* the file has had it */
    uint64_t is_dropped : 1; /* and its row was not sent on */
    uint64_t facts_hash;     /* 0: no facts */
    uint64_t price_hash;     /* 0: no price here */
};

struct retail_known;

/* SC_NO_MEMORY. */
SC_MUST_USE enum sc_status retail_known_create(struct retail_known **ret_known);
void retail_known_destroy(struct retail_known *known); /* NULL is fine */

/*
 * A stable hash, never 0: `hash` with `text` after it; begin with 0. Equal
 * texts in the same order give equal hashes, in every version of the program.
 */
uint64_t retail_known_hash(uint64_t hash, struct sc_str text);
uint64_t retail_known_hash_i64(uint64_t hash, int64_t value);

/* The entry for a hash, or NULL. Good until the next add. */
struct retail_known_entry *retail_known_find(struct retail_known *known, uint64_t hash);

/* The entry for a hash, new and zeroed unless it is there; NULL: no room for another. */
struct retail_known_entry *retail_known_add(struct retail_known *known, uint64_t hash);

/* A row of a file, as far as it matters here. */
struct retail_known_row {
    uint64_t code_hash;
    uint64_t store_hash; /* of store and code; 0: the whole file is of one store */
    uint64_t facts_hash; /* 0: it has none */
    uint64_t price_hash; /* 0: it has none */
    bool may_drop;       /* it says nothing but facts and a price */
};

/* What is to become of it. */
struct retail_known_verdict {
    bool is_dropped;       /* nothing in it is new */
    bool needs_facts;      /* its facts are new, or may be */
    bool is_repeat;        /* an earlier row that was sent on may have the same code and store */
    bool is_again;         /* an earlier row that was sent on may have other facts for the code */
    bool replaces_dropped; /* an earlier row was dropped that has the same code and store */
};

/*
 * Decides on a row and remembers it. Where memory ends the verdict is the
 * careful one: send it all on, it may be a repeat.
 */
struct retail_known_verdict retail_known_judge(struct retail_known *known,
                                               const struct retail_known_row *row);

#endif
