/*
 * corpus.h - the products of a chain's price lists, as the ranking takes them.
 *
 * Read by hand, beside the import: the truth that a benchmark of the import's
 * own catalogue is held to.
 */
#ifndef SC_BENCH_MATCH_CORPUS_H
#define SC_BENCH_MATCH_CORPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/match.h"

enum {
    CORPUS_FIELDS_MAX = 12, /* of a row of CSV; more are passed over */
    CORPUS_LISTS = 3,
};

struct corpus_word;

struct corpus {
    struct sc_arena *arena;
    struct sc_match_product *products;
    size_t count;
    struct sc_str lists[CORPUS_LISTS]; /* paths */
    struct corpus_word *words;
};

/* Reads the price lists in `folder`; false when they are not all there. */
bool corpus_load(struct corpus *corpus, struct sc_str folder);

/* The place of the product with this GTIN; `count` when there is none. */
size_t corpus_find(const struct corpus *corpus, uint64_t gtin);

/* How many products have each word; borrows the corpus. */
struct sc_match_stats corpus_stats(const struct corpus *corpus);

/* A file's text in the arena; at is NULL when it cannot be read. */
struct sc_str corpus_read_file(struct sc_arena *arena, const char *path);

/* The fields of one CSV line without line breaks inside quotes; quotes are undone in place. */
int corpus_split_csv(struct sc_str line, struct sc_str fields[CORPUS_FIELDS_MAX]);

/* The text folded; empty when it cannot be. */
struct sc_str corpus_folded(struct sc_arena *arena, struct sc_str text);

#endif
