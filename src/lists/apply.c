/* Ops of phones, applied under the locks of their lists. */
#include "base/macros.h"
#include "lists/batch.h"
#include "lists/ops.h"
#include "lists/viewer.h"
#include "store/hint.h"
#include "store/tx.h"

struct batch {
    struct sc_request *rq;
    struct sc_tx *tx;
    const struct lists_op_in *in;
    size_t count;
    int64_t now_ms;
    struct sc_sync_op *ops;
    struct lists_answer *answers; /* an absent code: not decided yet */
    bool *is_new;                 /* applied in this batch: to be kept */
    struct lists_batch_list *lists;
    size_t list_count;
    struct lists_batch_item *items;
    size_t item_count;
};

static enum sc_status no_memory(struct sc_request *rq)
{
    return sc_fail(rq, SC_NO_MEMORY, "no memory for a batch of that size");
}

static enum sc_status make_room(struct batch *b)
{
    struct sc_arena *arena = b->rq->arena;

    b->ops = sc_arena_array(arena, b->count, sizeof *b->ops);
    b->answers = sc_arena_array(arena, b->count, sizeof *b->answers);
    b->is_new = sc_arena_array(arena, b->count, sizeof *b->is_new);
    b->items = sc_arena_array(arena, b->count, sizeof *b->items);
    if (b->ops == NULL || b->answers == NULL || b->is_new == NULL || b->items == NULL)
        return no_memory(b->rq);
    return SC_OK;
}

/* Ops that are wrong in themselves are answered at once. */
static enum sc_status read_ops(struct batch *b)
{
    uint16_t counter = 0;

    for (size_t i = 0; i < b->count; i++) {
        struct sc_str code;
        enum sc_status st =
            lists_op_read(b->rq->arena, &b->in[i], b->now_ms, &counter, &b->ops[i], &code);
        b->answers[i].id = b->in[i].id;
        if (st == SC_INVALID)
            b->answers[i].code = code;
        else if (st != SC_OK)
            return no_memory(b->rq);
    }
    return SC_OK;
}

static struct lists_batch_list *list_of(struct batch *b, int64_t id)
{
    for (size_t i = 0; i < b->list_count; i++)
        if (b->lists[i].row.id == id)
            return &b->lists[i];
    return NULL;
}

static struct lists_batch_item *item_of(struct batch *b, struct lists_batch_list *list,
                                        struct sc_str id)
{
    for (size_t i = 0; i < b->item_count; i++)
        if (b->items[i].list == list && sc_str_eq(b->items[i].id, id))
            return &b->items[i];
    return NULL;
}

static enum sc_status lock_lists(struct batch *b)
{
    int64_t ids[LISTS_BATCH_LISTS_MAX];
    size_t count = 0;
    struct lists_list_lock_rows rows;

    for (size_t i = 0; i < b->count; i++) {
        size_t k = 0;
        while (k < count && ids[k] != b->in[i].list_id)
            k++;
        if (k < count)
            continue;
        if (count == LISTS_BATCH_LISTS_MAX)
            return sc_fail(b->rq, SC_INVALID, "ops: of at most %d lists", LISTS_BATCH_LISTS_MAX);
        ids[count++] = b->in[i].list_id;
    }
    const struct lists_list_lock_in in = {
        .viewer = sc_viewer_list(b->rq->viewer),
        .ids = {.at = ids, .count = count},
    };
    enum sc_status st = lists_list_lock_all(b->tx, &in, LISTS_BATCH_LISTS_MAX, &rows);
    if (st != SC_OK)
        return st;
    b->lists = sc_arena_array(b->rq->arena, rows.count, sizeof *b->lists);
    if (b->lists == NULL)
        return no_memory(b->rq);
    for (size_t i = 0; i < rows.count; i++)
        b->lists[i] = (struct lists_batch_list){
            .row = rows.at[i],
            .name = {rows.at[i].name_stamp, rows.at[i].name},
            .archived = {rows.at[i].archived_stamp,
                         rows.at[i].is_archived ? SC_STR("true") : SC_STR("false")},
        };
    b->list_count = rows.count;
    return SC_OK;
}

/* A list that is not archived any more counts again. */
static enum sc_status read_room(struct batch *b)
{
    int64_t households[LISTS_BATCH_LISTS_MAX];
    struct lists_list_room_rows rows = {0};
    bool is_wanted = false;

    for (size_t i = 0; i < b->count; i++)
        is_wanted |= b->in[i].has_is_archived && !b->in[i].is_archived;
    if (!is_wanted)
        return SC_OK;
    for (size_t i = 0; i < b->list_count; i++)
        households[i] = b->lists[i].row.household_id;
    const struct lists_list_room_in in = {{.at = households, .count = b->list_count}};
    enum sc_status st = lists_list_room_all(b->tx, &in, b->list_count, &rows);
    for (size_t r = 0; st == SC_OK && r < rows.count; r++)
        for (size_t i = 0; i < b->list_count; i++)
            if (households[i] == rows.at[r].household_id)
                b->lists[i].room = rows.at[r].lists;
    return st;
}

/* After this, what is not decided is of a list that the viewer may edit. */
static void check_rights(struct batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        const struct lists_batch_list *list = list_of(b, b->in[i].list_id);
        if (list == NULL)
            b->answers[i].code = LISTS_NO_LIST;
        else if (list->row.level < LISTS_LEVEL_EDIT)
            b->answers[i].code = LISTS_READ_ONLY;
    }
}

/* The lists and ids of what is not decided: of ops, or of their items. */
static enum sc_status undecided(struct batch *b, bool wants_items, struct sc_i64_list *ret_lists,
                                struct sc_str_list *ret_ids)
{
    int64_t *lists = sc_arena_array(b->rq->arena, b->count, sizeof *lists);
    struct sc_str *ids = sc_arena_array(b->rq->arena, b->count, sizeof *ids);
    size_t count = 0;

    if (lists == NULL || ids == NULL)
        return no_memory(b->rq);
    for (size_t i = 0; i < b->count; i++) {
        struct sc_str id = wants_items ? b->in[i].item_id : b->in[i].id;
        if (b->answers[i].code.at != NULL || id.at == NULL)
            continue;
        lists[count] = b->in[i].list_id;
        ids[count++] = id;
    }
    *ret_lists = (struct sc_i64_list){.at = lists, .count = count};
    *ret_ids = (struct sc_str_list){.at = ids, .count = count};
    return SC_OK;
}

/* Ops that were applied before are answered as then. */
static enum sc_status recall_ops(struct batch *b)
{
    struct lists_op_find_in in;
    struct lists_op_find_rows rows = {0};
    enum sc_status st = undecided(b, false, &in.list_ids, &in.ids);

    if (st == SC_OK)
        st = lists_op_find_all(b->tx, &in, b->count, &rows);
    for (size_t r = 0; st == SC_OK && r < rows.count; r++)
        for (size_t i = 0; i < b->count; i++)
            if (b->in[i].list_id == rows.at[r].list_id && sc_str_eq(b->in[i].id, rows.at[r].id) &&
                b->answers[i].code.at == NULL) {
                b->answers[i].code = rows.at[r].code;
                b->answers[i].stamp = rows.at[r].stamp;
            }
    return st;
}

static enum sc_status find_items(struct batch *b)
{
    struct lists_item_find_in in;
    struct lists_item_find_rows rows = {0};
    enum sc_status st = undecided(b, true, &in.list_ids, &in.ids);

    for (size_t i = 0; st == SC_OK && i < in.ids.count; i++) {
        struct lists_batch_list *list = list_of(b, in.list_ids.at[i]);
        if (item_of(b, list, in.ids.at[i]) == NULL)
            b->items[b->item_count++] = (struct lists_batch_item){
                .list = list, .id = in.ids.at[i], .state = sc_sync_item_new};
    }
    if (st == SC_OK) /* an item that several ops name comes as often */
        st = lists_item_find_all(b->tx, &in, b->count, &rows);
    for (size_t r = 0; st == SC_OK && r < rows.count; r++) {
        struct lists_batch_item *item = item_of(b, list_of(b, rows.at[r].list_id), rows.at[r].id);
        item->state = lists_item_state(b->rq->arena, &rows.at[r]);
        item->is_known = true;
    }
    return st;
}

/* The same op earlier in this batch, or NULL. */
static const struct lists_answer *earlier(const struct batch *b, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (b->is_new[k] && b->in[k].list_id == b->in[i].list_id &&
            sc_str_eq(b->in[k].id, b->in[i].id))
            return &b->answers[k];
    return NULL;
}

static void apply_ops(struct batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        struct lists_answer *answer = &b->answers[i];
        if (answer->code.at != NULL)
            continue;
        const struct lists_answer *before = earlier(b, i);
        if (before != NULL) {
            *answer = *before;
            continue;
        }
        struct lists_batch_list *list = list_of(b, b->in[i].list_id);
        struct lists_batch_item *item =
            b->in[i].item_id.at == NULL ? NULL : item_of(b, list, b->in[i].item_id);
        answer->code = lists_batch_apply(list, item, &b->ops[i], &b->in[i]);
        b->is_new[i] = sc_str_eq(answer->code, LISTS_APPLIED);
        if (b->is_new[i])
            answer->stamp = b->ops[i].stamp;
    }
}

/* Columns of the rows that are written, each an array. */
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

    c->list_ids[i] = item->list->row.id;
    c->seqs[i] = ++item->list->row.seq;
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

#define TEXTS(at_)   ((struct sc_str_list){.at = (at_), .count = count})
#define NUMBERS(at_) ((struct sc_i64_list){.at = (at_), .count = count})
#define FLAGS(at_)   ((struct sc_bool_list){.at = (at_), .count = count})

static enum sc_status put_items(struct batch *b)
{
    struct item_columns c;
    size_t count = 0;

    if (!item_columns_init(b->rq->arena, &c, b->item_count))
        return no_memory(b->rq);
    for (size_t i = 0; i < b->item_count; i++)
        if (b->items[i].is_changed && !item_columns_set(b->rq->arena, &c, count++, &b->items[i]))
            return no_memory(b->rq);
    if (count == 0)
        return SC_OK;
    const struct lists_item_put_in in = {
        .by = lists_viewer_author(b->rq->viewer),
        .list_ids = NUMBERS(c.list_ids),
        .ids = TEXTS(c.ids),
        .seqs = NUMBERS(c.seqs),
        .names = TEXTS(c.names),
        .typed = NUMBERS(c.typed),
        .stepped = NUMBERS(c.stepped),
        .quantities = NUMBERS(c.quantities),
        .units = TEXTS(c.units),
        .notes = TEXTS(c.notes),
        .photos = TEXTS(c.photos),
        .categories = TEXTS(c.categories),
        .product_ids = {.at = c.products, .has = c.has_product, .count = count},
        .positions = TEXTS(c.positions),
        .ticked = FLAGS(c.ticked),
        .deleted = FLAGS(c.deleted),
        .stamps = TEXTS(c.stamps),
    };
    return lists_item_put_exec(b->tx, &in, NULL);
}

/* Behind put_items, which has counted on. */
static enum sc_status put_lists(struct batch *b)
{
    int64_t ids[LISTS_BATCH_LISTS_MAX], seqs[LISTS_BATCH_LISTS_MAX], own[LISTS_BATCH_LISTS_MAX];
    int32_t items[LISTS_BATCH_LISTS_MAX], rows[LISTS_BATCH_LISTS_MAX];
    bool archived[LISTS_BATCH_LISTS_MAX];
    struct sc_str names[LISTS_BATCH_LISTS_MAX], name_stamps[LISTS_BATCH_LISTS_MAX];
    struct sc_str archived_stamps[LISTS_BATCH_LISTS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < b->list_count; i++) {
        struct lists_batch_list *list = &b->lists[i];
        if (!list->is_changed)
            continue;
        if (list->is_own_changed)
            list->row.own_seq = ++list->row.seq;
        sc_tx_hint(b->tx, SC_HINT_LIST, list->row.id);
        ids[count] = list->row.id;
        seqs[count] = list->row.seq;
        own[count] = list->row.own_seq;
        items[count] = list->row.item_count;
        rows[count] = list->row.row_count;
        names[count] = list->name.value;
        name_stamps[count] = list->name.stamp;
        archived[count] = lists_is_true(&list->archived);
        archived_stamps[count++] = list->archived.stamp;
    }
    if (count == 0)
        return SC_OK;
    const struct lists_list_put_in in = {
        .ids = NUMBERS(ids),
        .names = TEXTS(names),
        .name_stamps = TEXTS(name_stamps),
        .archived = FLAGS(archived),
        .archived_stamps = TEXTS(archived_stamps),
        .seqs = NUMBERS(seqs),
        .own_seqs = NUMBERS(own),
        .item_counts = {.at = items, .count = count},
        .row_counts = {.at = rows, .count = count},
    };
    return lists_list_put_exec(b->tx, &in, NULL);
}

static enum sc_status put_ops(struct batch *b)
{
    int64_t *lists = sc_arena_array(b->rq->arena, b->count, sizeof *lists);
    struct sc_str *ids = sc_arena_array(b->rq->arena, b->count, sizeof *ids);
    struct sc_str *codes = sc_arena_array(b->rq->arena, b->count, sizeof *codes);
    struct sc_str *stamps = sc_arena_array(b->rq->arena, b->count, sizeof *stamps);
    size_t count = 0;

    if (lists == NULL || ids == NULL || codes == NULL || stamps == NULL)
        return no_memory(b->rq);
    for (size_t i = 0; i < b->count; i++) {
        if (!b->is_new[i])
            continue;
        lists[count] = b->in[i].list_id;
        ids[count] = b->in[i].id;
        codes[count] = b->answers[i].code;
        stamps[count++] = b->answers[i].stamp;
    }
    if (count == 0)
        return SC_OK;
    const struct lists_op_put_in in = {
        .list_ids = NUMBERS(lists),
        .ids = TEXTS(ids),
        .codes = TEXTS(codes),
        .stamps = TEXTS(stamps),
    };
    return lists_op_put_exec(b->tx, &in, NULL);
}

static enum sc_status apply(struct batch *b)
{
    enum sc_status st = lock_lists(b);

    if (st != SC_OK)
        return st;
    check_rights(b);
    st = recall_ops(b);
    if (st == SC_OK)
        st = read_room(b);
    if (st == SC_OK)
        st = find_items(b);
    if (st != SC_OK)
        return st;
    apply_ops(b);
    st = put_items(b);
    if (st == SC_OK)
        st = put_lists(b);
    return st == SC_OK ? put_ops(b) : st;
}

enum sc_status lists_apply(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct lists_apply_in *asked = in;
    struct lists_apply_row *row = ret_row;
    struct batch b = {
        .rq = rq,
        .in = asked->ops.at,
        .count = asked->ops.count,
        .now_ms = sc_wall_us() / 1000,
    };

    if (b.count < 1 || b.count > LISTS_OPS_MAX)
        return sc_fail(rq, SC_INVALID, "ops: must be 1 to %d, not %zu", LISTS_OPS_MAX, b.count);
    enum sc_status st = make_room(&b);
    if (st == SC_OK)
        st = read_ops(&b);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    b.tx = &tx;
    st = apply(&b);
    if (st != SC_OK)
        return st;
    *row = (struct lists_apply_row){
        .server_ms = b.now_ms,
        .answers = {.at = b.answers, .count = b.count},
    };
    return sc_tx_commit(&tx);
}
