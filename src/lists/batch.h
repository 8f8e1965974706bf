/*
 * batch.h - lists and items in memory while a batch of ops is applied to them. Pure.
 */
#ifndef SC_LISTS_BATCH_H
#define SC_LISTS_BATCH_H

#include "domain/sync.h"
#include "lists/lists.h"
#include "lists/lists_rows.h"

enum {
    LISTS_PLACE_LEN = 18, /* a V, the digits of a stamp's time and counter, a V */
};

/* A household, for all of its lists in the batch. */
struct lists_batch_home {
    int64_t id;
    int64_t room; /* how many more lists it may have; read if an op takes one back */
};

struct lists_batch_list {
    const struct lists_apply_find_row *was; /* as it was found */
    struct lists_batch_home *home;
    int64_t seq, own_seq;
    int32_t item_count, row_count;
    struct sc_sync_cell name, archived;
    bool has_kept; /* ops whose answers are to be kept */
    bool is_changed;
    bool is_own_changed;
};

struct lists_batch_item {
    struct lists_batch_list *list;
    struct sc_str id;
    struct sc_sync_item state;
    char place[LISTS_PLACE_LEN]; /* behind those added before, of one that was added without */
    bool is_known;               /* there is a row of it, or will be */
    bool is_changed;
};

/* Items of a row, and whether it is shown. */
struct sc_sync_item lists_item_state(struct sc_arena *arena,
                                     const struct lists_apply_find_row *row);
bool lists_is_true(const struct sc_sync_cell *cell);

/*
 * Applies an op to an item (`item`), or to a list (`item` NULL). Returns the answer's code; the
 * state is another only if that is LISTS_APPLIED.
 */
struct sc_str lists_batch_apply(struct lists_batch_list *list, struct lists_batch_item *item,
                                const struct sc_sync_op *op, const struct lists_op_in *in);

/* The stamps of a row: those of the fields in their order, then the quantity's. */
struct sc_str lists_item_stamps(struct sc_arena *arena, const struct sc_sync_item *state);

#endif
