/* Writes what a batch of ops has changed: columns of rows, for one statement. */
#include "base/macros.h"
#include "lists/apply_part.h"
#include "lists/viewer.h"
#include "store/hint.h"
#include "store/tx.h"

/* Of items, each an array. */
struct item_columns {
    int64_t *list_ids, *seqs, *typed, *stepped, *quantities, *products;
    bool *has_product, *ticked, *deleted;
    struct sc_str *ids, *names, *units, *notes, *photos, *categories, *positions, *stamps;
};

static bool item_columns_init(struct sc_arena *arena, struct item_columns *c, size_t count)
{
    int64_t **const numbers[] = {&c->list_ids, &c->seqs,       &c->typed,
                                 &c->stepped,  &c->quantities, &c->products};
    bool **const flags[] = {&c->has_product, &c->ticked, &c->deleted};
    struct sc_str **const texts[] = {&c->ids,    &c->names,      &c->units,     &c->notes,
                                     &c->photos, &c->categories, &c->positions, &c->stamps};
    bool is_whole = true;

    for (size_t i = 0; i < SC_COUNT(numbers); i++)
        is_whole &= (*numbers[i] = sc_arena_array(arena, count, sizeof **numbers[i])) != NULL;
    for (size_t i = 0; i < SC_COUNT(flags); i++)
        is_whole &= (*flags[i] = sc_arena_array(arena, count, sizeof **flags[i])) != NULL;
    for (size_t i = 0; i < SC_COUNT(texts); i++)
        is_whole &= (*texts[i] = sc_arena_array(arena, count, sizeof **texts[i])) != NULL;
    return is_whole;
}

static bool item_columns_set(struct sc_arena *arena, struct item_columns *c, size_t i,
                             struct lists_batch_item *item)
{
    const struct sc_sync_cell *cells = item->state.cells;
    const struct sc_sync_quantity *quantity = &item->state.quantity;

    c->list_ids[i] = item->list->was->list_id;
    c->seqs[i] = ++item->list->seq;
    c->typed[i] = quantity->typed_milli;
    c->stepped[i] = quantity->stepped_milli;
    c->quantities[i] = sc_sync_quantity_milli(quantity);
    c->has_product[i] = cells[SC_SYNC_PRODUCT].value.at != NULL;
    if (c->has_product[i] && sc_str_i64(cells[SC_SYNC_PRODUCT].value, &c->products[i]) != SC_OK)
        return false;
    c->ticked[i] = lists_is_true(&cells[SC_SYNC_TICKED]);
    c->deleted[i] = lists_is_true(&cells[SC_SYNC_DELETED]);
    c->ids[i] = item->id;
    c->names[i] = cells[SC_SYNC_NAME].value;
    c->units[i] = cells[SC_SYNC_UNIT].value;
    c->notes[i] = cells[SC_SYNC_NOTE].value;
    c->photos[i] = cells[SC_SYNC_PHOTO].value;
    c->categories[i] = cells[SC_SYNC_CATEGORY].value;
    c->positions[i] = cells[SC_SYNC_POSITION].value;
    c->stamps[i] = lists_item_stamps(arena, &item->state);
    return c->stamps[i].at != NULL;
}

static enum sc_status take_items(struct lists_batch *b, struct lists_apply_put_in *in)
{
    struct item_columns c;
    size_t count = 0;

    if (!item_columns_init(b->rq->arena, &c, b->item_count))
        return lists_apply_no_memory(b->rq);
    for (size_t i = 0; i < b->item_count; i++)
        if (b->items[i].is_changed && !item_columns_set(b->rq->arena, &c, count++, &b->items[i]))
            return lists_apply_no_memory(b->rq);
    in->item_lists = LISTS_NUMBERS(c.list_ids);
    in->item_ids = LISTS_TEXTS(c.ids);
    in->seqs = LISTS_NUMBERS(c.seqs);
    in->names = LISTS_TEXTS(c.names);
    in->typed = LISTS_NUMBERS(c.typed);
    in->stepped = LISTS_NUMBERS(c.stepped);
    in->quantities = LISTS_NUMBERS(c.quantities);
    in->units = LISTS_TEXTS(c.units);
    in->notes = LISTS_TEXTS(c.notes);
    in->photos = LISTS_TEXTS(c.photos);
    in->categories = LISTS_TEXTS(c.categories);
    in->product_ids = (struct sc_i64_list){.at = c.products, .has = c.has_product, .count = count};
    in->positions = LISTS_TEXTS(c.positions);
    in->ticked = LISTS_FLAGS(c.ticked);
    in->deleted = LISTS_FLAGS(c.deleted);
    in->stamps = LISTS_TEXTS(c.stamps);
    return SC_OK;
}

/* Of lists. */
struct list_columns {
    int64_t ids[LISTS_BATCH_LISTS_MAX], was[LISTS_BATCH_LISTS_MAX], purged[LISTS_BATCH_LISTS_MAX];
    int64_t seqs[LISTS_BATCH_LISTS_MAX], own[LISTS_BATCH_LISTS_MAX];
    int32_t items[LISTS_BATCH_LISTS_MAX], rows[LISTS_BATCH_LISTS_MAX];
    bool changed[LISTS_BATCH_LISTS_MAX], archived[LISTS_BATCH_LISTS_MAX];
    struct sc_str names[LISTS_BATCH_LISTS_MAX], name_stamps[LISTS_BATCH_LISTS_MAX];
    struct sc_str archived_stamps[LISTS_BATCH_LISTS_MAX];
};

/* Those with something to put. Behind take_items, which has counted on. */
static void take_lists(struct lists_batch *b, struct list_columns *c, struct lists_apply_put_in *in)
{
    size_t count = 0;

    for (size_t i = 0; i < b->list_count; i++) {
        struct lists_batch_list *list = &b->lists[i];
        if (!list->has_kept && !list->is_changed)
            continue;
        if (list->is_own_changed)
            list->own_seq = ++list->seq;
        c->ids[count] = list->was->list_id;
        c->was[count] = list->was->seq;
        c->purged[count] = list->was->purged_seq;
        c->changed[count] = list->is_changed;
        c->names[count] = list->name.value;
        c->name_stamps[count] = list->name.stamp;
        c->archived[count] = lists_is_true(&list->archived);
        c->archived_stamps[count] = list->archived.stamp;
        c->seqs[count] = list->seq;
        c->own[count] = list->own_seq;
        c->items[count] = list->item_count - list->was->item_count;
        c->rows[count++] = list->row_count - list->was->row_count;
    }
    in->ids = LISTS_NUMBERS(c->ids);
    in->was_seqs = LISTS_NUMBERS(c->was);
    in->was_purged_seqs = LISTS_NUMBERS(c->purged);
    in->changed = LISTS_FLAGS(c->changed);
    in->list_names = LISTS_TEXTS(c->names);
    in->name_stamps = LISTS_TEXTS(c->name_stamps);
    in->archived = LISTS_FLAGS(c->archived);
    in->archived_stamps = LISTS_TEXTS(c->archived_stamps);
    in->list_seqs = LISTS_NUMBERS(c->seqs);
    in->own_seqs = LISTS_NUMBERS(c->own);
    in->items_more = LISTS_COUNTS(c->items);
    in->rows_more = LISTS_COUNTS(c->rows);
}

static enum sc_status take_ops(struct lists_batch *b, struct lists_apply_put_in *in)
{
    int64_t *lists = sc_arena_array(b->rq->arena, b->count, sizeof *lists);
    struct sc_str *ids = sc_arena_array(b->rq->arena, b->count, sizeof *ids);
    struct sc_str *codes = sc_arena_array(b->rq->arena, b->count, sizeof *codes);
    struct sc_str *stamps = sc_arena_array(b->rq->arena, b->count, sizeof *stamps);
    size_t count = 0;

    if (lists == NULL || ids == NULL || codes == NULL || stamps == NULL)
        return lists_apply_no_memory(b->rq);
    for (size_t i = 0; i < b->count; i++) {
        if (!b->is_kept[i])
            continue;
        lists[count] = b->in[i].list_id;
        ids[count] = b->in[i].id;
        codes[count] = b->answers[i].code;
        stamps[count++] = b->answers[i].stamp;
    }
    in->op_lists = LISTS_NUMBERS(lists);
    in->op_ids = LISTS_TEXTS(ids);
    in->op_codes = LISTS_TEXTS(codes);
    in->op_stamps = LISTS_TEXTS(stamps);
    return SC_OK;
}

enum sc_status lists_apply_put(struct lists_batch *b, bool *ret_is_put)
{
    struct lists_apply_put_in in = {.by = lists_viewer_author(b->rq->viewer)};
    struct lists_apply_put_row row = {.is_put = true};
    struct list_columns lists;
    enum sc_status st = take_items(b, &in);

    if (st == SC_OK)
        st = take_ops(b, &in);
    if (st != SC_OK)
        return st;
    take_lists(b, &lists, &in);
    if (in.ids.count > 0)
        st = lists_apply_put_one(b->tx, &in, &row);
    for (size_t i = 0; st == SC_OK && row.is_put && i < in.ids.count; i++)
        if (lists.changed[i])
            sc_tx_hint(b->tx, SC_HINT_LIST, lists.ids[i], lists.seqs[i]);
    *ret_is_put = row.is_put;
    return st;
}
