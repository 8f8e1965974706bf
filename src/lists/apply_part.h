/*
 * apply_part.h - a batch of ops on its way from what was asked to what is put. Private to apply*.
 */
#ifndef SC_LISTS_APPLY_PART_H
#define SC_LISTS_APPLY_PART_H

#include "lists/batch.h"

struct sc_tx;

struct lists_batch {
    struct sc_request *rq;
    struct sc_tx *tx;
    const struct lists_op_in *in;
    size_t count;
    int64_t now_ms;
    struct sc_sync_op *ops;
    struct lists_answer *answers; /* an absent code: not decided yet */
    bool *is_wrong;               /* in itself, whatever the list */
    bool *is_kept;                /* applied in this batch, and more would come of it again */
    int64_t list_ids[LISTS_BATCH_LISTS_MAX]; /* each once */
    size_t list_id_count;
    struct lists_batch_home homes[LISTS_BATCH_LISTS_MAX];
    size_t home_count;
    struct lists_batch_list lists[LISTS_BATCH_LISTS_MAX];
    size_t list_count; /* those that are there */
    struct lists_batch_item *items;
    size_t item_count;
};

/* Columns of `count` rows. */
#define LISTS_TEXTS(at_)   ((struct sc_str_list){.at = (at_), .count = count})
#define LISTS_NUMBERS(at_) ((struct sc_i64_list){.at = (at_), .count = count})
#define LISTS_COUNTS(at_)  ((struct sc_i32_list){.at = (at_), .count = count})
#define LISTS_FLAGS(at_)   ((struct sc_bool_list){.at = (at_), .count = count})

enum sc_status lists_apply_no_memory(struct sc_request *rq);

/* Puts what the batch has changed; `ret_is_put` false: a list is another than it was found, and
 * nothing was put. */
SC_MUST_USE enum sc_status lists_apply_put(struct lists_batch *b, bool *ret_is_put);

#endif
