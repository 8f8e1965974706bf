/*
 * sync.h - how edits of a list that were made apart become one state.
 *
 * Phones edit lists without a signal. Each edit is an op, made once, sent until
 * it is answered. The server takes ops one after the other; a client shows the
 * server's rows with its own unanswered ops merged in, by the rule below, and
 * drops an op once it is answered. docs/sync.md tells the whole; the same rule
 * for the web is held to the same table of cases, tests/vectors/sync.json.
 *
 * A field keeps the value with the greatest stamp. Of equal stamps (a device
 * that erred) the greater value by its bytes wins, and any value over none.
 * Deleting is a field too, so that it can lose to a later edit or be undone.
 *
 * A quantity is typed ("3"), or stepped by a tap ("+1"). A typed one is a field
 * as the others. A step says which typed quantity it was made on: the stamp of
 * the one its device showed. It counts if no typed quantity is newer than that
 * one, else it was part of a number that someone has since replaced. So two who
 * both add one add two, and who types a number means that number.
 *
 * The outcome does not depend on the order in which ops arrive, as long as each
 * device sends its own in order and steps only on what it has seen. Typed twice
 * is typed once; a step is not, so ops carry ids and are applied once.
 */
#ifndef SC_DOMAIN_SYNC_H
#define SC_DOMAIN_SYNC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_STAMP_LEN = 34,         /* bytes of a stamp */
    SC_STAMP_AHEAD_MS = 60000, /* a device's clock may be ahead of ours by so much */
    SC_STAMP_COUNTER_MAX = 65535,
    SC_POSITION_MAX = 200,           /* bytes */
    SC_SYNC_QUANTITY_MAX = 10000000, /* thousandths: 10 kg in grams, typed or stepped at once */
};

/*
 * When something was done: a hybrid logical clock. As text, 34 bytes that sort
 * as the stamps do: "0197f4c1a2b3-0001-00000000deadbeef", being milliseconds
 * since 1970 UTC, a counter within the millisecond and the device, each in
 * lower-case hexadecimal digits of fixed number.
 */
struct sc_stamp {
    int64_t ms; /* 0 .. 2^48 - 1 */
    uint16_t counter;
    uint64_t device;
};

/* SC_INVALID: not of this form. */
SC_MUST_USE enum sc_status sc_stamp_read(struct sc_str text, struct sc_stamp *ret_stamp);
void sc_stamp_write(const struct sc_stamp *stamp, char ret_text[SC_STAMP_LEN + 1]);

/*
 * The stamp of a device's next op: greater than `last`, the greatest that it
 * made or saw (zeroed: none), and no earlier than its clock.
 */
struct sc_stamp sc_stamp_next(const struct sc_stamp *last, int64_t now_ms, uint64_t device);

/*
 * A stamp from a clock that is too far ahead of ours is brought back to
 * now_ms + SC_STAMP_AHEAD_MS, so that it does not win for years. `counter` goes
 * from op to op of a batch (0 at first) and keeps their order.
 */
struct sc_stamp sc_stamp_clamp(const struct sc_stamp *stamp, int64_t now_ms, uint16_t *counter);

/* Fields of an item that are set as a whole; what they hold is text, absent for none. */
enum sc_sync_field {
    SC_SYNC_NAME,
    SC_SYNC_UNIT,
    SC_SYNC_NOTE,
    SC_SYNC_PHOTO,
    SC_SYNC_CATEGORY,
    SC_SYNC_PRODUCT,  /* digits of an id */
    SC_SYNC_POSITION, /* sc_position_between */
    SC_SYNC_TICKED,   /* "true", "false" */
    SC_SYNC_DELETED,
    SC_SYNC_FIELD_COUNT,
};

/* "name", "unit", ...: as ops and the table of cases call it. */
const char *sc_sync_field_name(enum sc_sync_field field);

/* A value and since when; an absent stamp: never set. */
struct sc_sync_cell {
    struct sc_str stamp;
    struct sc_str value;
};

struct sc_sync_quantity {
    struct sc_str stamp;   /* of the typed one */
    int64_t typed_milli;   /* 1000 of an item whose quantity was never typed */
    int64_t stepped_milli; /* the sum of the steps that count */
};

struct sc_sync_item {
    struct sc_sync_cell cells[SC_SYNC_FIELD_COUNT];
    struct sc_sync_quantity quantity;
};

enum sc_sync_amount {
    SC_SYNC_AMOUNT_NONE, /* the op leaves the quantity alone */
    SC_SYNC_AMOUNT_TYPED,
    SC_SYNC_AMOUNT_STEP,
};

struct sc_sync_op {
    struct sc_str stamp;
    bool is_set[SC_SYNC_FIELD_COUNT];
    struct sc_str value[SC_SYNC_FIELD_COUNT];
    enum sc_sync_amount amount;
    int64_t amount_milli;
    struct sc_str base; /* of a step: the stamp of the typed quantity it stands on, or absent */
};

/* An item that nobody has said anything of. */
extern const struct sc_sync_item sc_sync_item_new;

/* True if the cell is another now. */
bool sc_sync_merge_cell(struct sc_sync_cell *cell, struct sc_str stamp, struct sc_str value);
/* Applies an op that was not applied before; texts are borrowed. True if the item is another. */
bool sc_sync_merge(struct sc_sync_item *item, const struct sc_sync_op *op);

/* What is to be bought: 0..SC_SYNC_QUANTITY_MAX. */
int64_t sc_sync_quantity_milli(const struct sc_sync_quantity *quantity);

/*
 * Places in a list are texts that sort by their bytes: digits 0-9A-Za-z, the
 * last of them not 0, so that there is always room between two. Items of one
 * place (added apart) follow each other by their ids.
 *
 * A place behind `after` and before `before`; absent: the list's beginning or
 * end. At the ends it grows by a digit in 61 items, between two by one in at
 * least 5.
 *
 * SC_INVALID: one is no place, or they are not in order. SC_LIMITED: it would be longer than
 * SC_POSITION_MAX; items are then to be given new places, from the beginning. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_position_between(struct sc_arena *arena, struct sc_str after,
                                               struct sc_str before, struct sc_str *ret_position);
bool sc_position_is_valid(struct sc_str position);

#endif
