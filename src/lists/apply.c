/*
 * Ops of phones, applied. A batch is two statements: one finds all it is about, one puts all it
 * changes, unless a list has changed in between: then it begins anew, and after some tries in vain
 * waits in line for its lists. One that takes a list back from the archive waits at once: the room
 * it takes is that of all who make lists in the household.
 */
#include "base/macros.h"
#include "lists/apply_part.h"
#include "lists/ops.h"
#include "lists/viewer.h"
#include "store/tx.h"

enum {
    TRIES = 3, /* before it waits in line */
};

enum sc_status lists_apply_no_memory(struct sc_request *rq)
{
    return sc_fail(rq, SC_NO_MEMORY, "no memory for a batch of that size");
}

static enum sc_status make_room(struct lists_batch *b)
{
    struct sc_arena *arena = b->rq->arena;

    b->ops = sc_arena_array(arena, b->count, sizeof *b->ops);
    b->answers = sc_arena_array(arena, b->count, sizeof *b->answers);
    b->is_kept = sc_arena_array(arena, b->count, sizeof *b->is_kept);
    b->is_wrong = sc_arena_array(arena, b->count, sizeof *b->is_wrong);
    b->items = sc_arena_array(arena, b->count, sizeof *b->items);
    if (b->ops == NULL || b->answers == NULL || b->is_kept == NULL || b->is_wrong == NULL ||
        b->items == NULL)
        return lists_apply_no_memory(b->rq);
    return SC_OK;
}

/* Ops that are wrong in themselves are answered at once. */
static enum sc_status read_ops(struct lists_batch *b)
{
    uint16_t counter = 0;

    for (size_t i = 0; i < b->count; i++) {
        struct sc_str code;
        enum sc_status st =
            lists_op_read(b->rq->arena, &b->in[i], b->now_ms, &counter, &b->ops[i], &code);
        b->answers[i].id = b->in[i].id;
        b->is_wrong[i] = st == SC_INVALID;
        if (st == SC_INVALID)
            b->answers[i].code = code;
        else if (st != SC_OK)
            return lists_apply_no_memory(b->rq);
    }
    return SC_OK;
}

static enum sc_status count_lists(struct lists_batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        size_t k = 0;
        while (k < b->list_id_count && b->list_ids[k] != b->in[i].list_id)
            k++;
        if (k < b->list_id_count)
            continue;
        if (k == LISTS_BATCH_LISTS_MAX)
            return sc_fail(b->rq, SC_INVALID, "ops: of at most %d lists", LISTS_BATCH_LISTS_MAX);
        b->list_ids[b->list_id_count++] = b->in[i].list_id;
    }
    return SC_OK;
}

/* There are no more households than lists. */
static struct lists_batch_home *home_of(struct lists_batch *b, int64_t id)
{
    size_t i = 0;

    while (i < b->home_count && b->homes[i].id != id)
        i++;
    if (i == b->home_count)
        b->homes[b->home_count++] = (struct lists_batch_home){.id = id};
    return &b->homes[i];
}

static struct lists_batch_list *list_of(struct lists_batch *b, int64_t id)
{
    for (size_t i = 0; i < b->list_count; i++)
        if (b->lists[i].was->list_id == id)
            return &b->lists[i];
    return NULL;
}

static struct lists_batch_item *item_of(struct lists_batch *b, struct lists_batch_list *list,
                                        struct sc_str id)
{
    for (size_t i = 0; i < b->item_count; i++)
        if (b->items[i].list == list && sc_str_eq(b->items[i].id, id))
            return &b->items[i];
    return NULL;
}

static void take_list(struct lists_batch *b, const struct lists_apply_find_row *row)
{
    if (list_of(b, row->list_id) != NULL)
        return;
    b->lists[b->list_count++] = (struct lists_batch_list){
        .was = row,
        .home = home_of(b, row->household_id),
        .seq = row->seq,
        .own_seq = row->own_seq,
        .item_count = row->item_count,
        .row_count = row->row_count,
        .name = {row->list_name_stamp, row->list_name},
        .archived = {row->archived_stamp, row->is_archived ? SC_STR("true") : SC_STR("false")},
    };
}

/* A list that is not archived any more counts again. */
static bool takes_back(const struct lists_batch *b)
{
    bool is_one = false;

    for (size_t i = 0; i < b->count; i++)
        is_one |= b->in[i].has_is_archived && !b->in[i].is_archived;
    return is_one;
}

static enum sc_status read_room(struct lists_batch *b)
{
    int64_t households[LISTS_BATCH_LISTS_MAX];
    struct lists_list_room_rows rows = {0};

    if (!takes_back(b))
        return SC_OK;
    for (size_t i = 0; i < b->home_count; i++)
        households[i] = b->homes[i].id;
    const struct lists_list_room_in in = {{.at = households, .count = b->home_count}};
    enum sc_status st = lists_list_room_all(b->tx, &in, b->home_count, &rows);
    for (size_t r = 0; st == SC_OK && r < rows.count; r++)
        home_of(b, rows.at[r].household_id)->room = rows.at[r].lists;
    return st;
}

/* An op that was applied before is answered as then. */
static void recall(struct lists_batch *b, size_t i, const struct lists_apply_find_row *row)
{
    if (b->answers[i].code.at != NULL || row->op_code.at == NULL)
        return;
    b->answers[i].code = row->op_code;
    b->answers[i].stamp = row->op_stamp;
}

static void take_item(struct lists_batch *b, size_t i, const struct lists_apply_find_row *row)
{
    struct lists_batch_list *list = list_of(b, row->list_id);
    struct sc_str id = b->in[i].item_id;

    if (b->answers[i].code.at != NULL || id.at == NULL || item_of(b, list, id) != NULL)
        return;
    struct lists_batch_item *item = &b->items[b->item_count++];
    *item = (struct lists_batch_item){.list = list, .id = id, .state = sc_sync_item_new};
    if (row->id.at == NULL)
        return;
    item->state = lists_item_state(b->rq->arena, row);
    item->is_known = true;
}

/* What of the batch is not decided, for the statement; `places` are the ops' own. */
static enum sc_status make_find(struct lists_batch *b, struct lists_apply_find_in *ret_in,
                                size_t **ret_places)
{
    int64_t *lists = sc_arena_array(b->rq->arena, b->count, sizeof *lists);
    struct sc_str *ids = sc_arena_array(b->rq->arena, b->count, sizeof *ids);
    struct sc_str *items = sc_arena_array(b->rq->arena, b->count, sizeof *items);
    size_t *places = sc_arena_array(b->rq->arena, b->count, sizeof *places);
    size_t count = 0;

    if (lists == NULL || ids == NULL || items == NULL || places == NULL)
        return lists_apply_no_memory(b->rq);
    for (size_t i = 0; i < b->count; i++) {
        if (b->answers[i].code.at != NULL)
            continue;
        places[count] = i;
        lists[count] = b->in[i].list_id;
        ids[count] = b->in[i].id;
        items[count++] = b->in[i].item_id;
    }
    *ret_places = places;
    *ret_in = (struct lists_apply_find_in){
        .viewer = sc_viewer_list(b->rq->viewer),
        .list_ids = LISTS_NUMBERS(lists),
        .op_ids = LISTS_TEXTS(ids),
        .item_ids = LISTS_TEXTS(items),
    };
    return SC_OK;
}

/* Reads the lists, what ops were answered before, and the items. After this, what is not decided
 * is of a list that the viewer may edit. */
static enum sc_status find(struct lists_batch *b)
{
    struct lists_apply_find_in in;
    struct lists_apply_find_rows rows = {0};
    size_t *places;
    enum sc_status st = make_find(b, &in, &places);

    if (st == SC_OK)
        st = lists_apply_find_all(b->tx, &in, b->count, &rows);
    if (st != SC_OK)
        return st;
    for (size_t k = 0; k < in.list_ids.count; k++)
        b->answers[places[k]].code = LISTS_NO_LIST;
    for (size_t r = 0; r < rows.count; r++) {
        const struct lists_apply_find_row *row = &rows.at[r];
        size_t i = places[row->place - 1];
        b->answers[i].code = row->level < LISTS_LEVEL_EDIT ? LISTS_READ_ONLY : (struct sc_str){0};
        take_list(b, row);
        recall(b, i, row);
        take_item(b, i, row);
    }
    return SC_OK;
}

/* The same op earlier in this batch, where it must not be applied again; or NULL. */
static const struct lists_answer *earlier(const struct lists_batch *b, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (b->is_kept[k] && b->in[k].list_id == b->in[i].list_id &&
            sc_str_eq(b->in[k].id, b->in[i].id))
            return &b->answers[k];
    return NULL;
}

/* Which limit it is, in words for people. */
static struct sc_str why_too_many(struct lists_batch *b, const struct lists_batch_list *list,
                                  const struct lists_batch_item *item)
{
    struct sc_arena *arena = b->rq->arena;
    struct sc_str plan = list->was->plan;

    if (item == NULL)
        return sc_arena_printf(arena, "the plan %.*s has no more lists in a household",
                               SC_STR_ARGS(plan));
    if (list->item_count >= list->was->items_max)
        return sc_arena_printf(arena, "the plan %.*s has at most %d items in a list",
                               SC_STR_ARGS(plan), list->was->items_max);
    return sc_arena_printf(arena, "a list has at most %d items with those of the last %d days",
                           LISTS_ROWS_MAX, LISTS_KEPT_DAYS);
}

/*
 * Applied once more, an op changes nothing and is answered alike: what it sets has its stamp, or a
 * greater one. Not so a step, nor one whose stamp was brought back, which would get another.
 */
static bool would_do_more(const struct lists_batch *b, size_t i)
{
    return b->ops[i].amount == SC_SYNC_AMOUNT_STEP || !sc_str_eq(b->ops[i].stamp, b->in[i].stamp);
}

static void apply_ops(struct lists_batch *b)
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
        if (sc_str_eq(answer->code, LISTS_TOO_MANY))
            answer->why = why_too_many(b, list, item);
        if (!sc_str_eq(answer->code, LISTS_APPLIED))
            continue;
        answer->stamp = b->ops[i].stamp;
        b->is_kept[i] = would_do_more(b, i);
        list->has_kept |= b->is_kept[i];
    }
}

/* As before the first try. */
static void begin_anew(struct lists_batch *b)
{
    b->home_count = 0;
    b->list_count = 0;
    b->item_count = 0;
    for (size_t i = 0; i < b->count; i++) {
        b->is_kept[i] = false;
        if (!b->is_wrong[i])
            b->answers[i] = (struct lists_answer){.id = b->in[i].id};
    }
}

/* From here to the commit nobody else changes these lists, nor takes what room their households
 * have for more. */
static enum sc_status wait_in_line(struct lists_batch *b)
{
    int64_t households[LISTS_BATCH_LISTS_MAX];
    struct lists_list_lock_rows rows;
    struct lists_home_lock_row held;
    const struct lists_list_lock_in in = {
        .viewer = sc_viewer_list(b->rq->viewer),
        .ids = {.at = b->list_ids, .count = b->list_id_count},
    };
    enum sc_status st = b->tx->is_open ? SC_OK : sc_tx_start(b->tx);

    if (st == SC_OK)
        st = lists_list_lock_all(b->tx, &in, LISTS_BATCH_LISTS_MAX, &rows);
    if (st != SC_OK || !takes_back(b))
        return st;
    for (size_t r = 0; r < rows.count; r++)
        households[r] = rows.at[r].household_id;
    const struct lists_home_lock_in homes = {{.at = households, .count = rows.count}};
    return lists_home_lock_one(b->tx, &homes, &held);
}

/* Once; `ret_is_put` false: a list has changed meanwhile, and nothing was done. */
static enum sc_status try(struct lists_batch *b, bool *ret_is_put)
{
    begin_anew(b);
    enum sc_status st = find(b);
    if (st == SC_OK)
        st = read_room(b);
    if (st != SC_OK)
        return st;
    apply_ops(b);
    return lists_apply_put(b, ret_is_put);
}

static enum sc_status apply(struct lists_batch *b)
{
    bool is_put = false;
    enum sc_status st = SC_OK;

    /* Room is counted by who holds it. */
    for (int tries = takes_back(b) ? TRIES : 0; st == SC_OK && !is_put; tries++) {
        if (tries == TRIES)
            st = wait_in_line(b);
        else if (tries > TRIES) /* a list of whose right nobody was sure before */
            st = sc_fail(b->rq, SC_CONFLICT, "the list changes all the time");
        if (st == SC_OK)
            st = try(b, &is_put);
    }
    return st == SC_OK && b->tx->is_open ? sc_tx_commit(b->tx) : st;
}

enum sc_status lists_apply(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct lists_apply_in *asked = in;
    struct lists_apply_row *row = ret_row;
    struct lists_batch b = {
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
    if (st == SC_OK)
        st = count_lists(&b);
    if (st != SC_OK)
        return st;
    *row = (struct lists_apply_row){
        .server_ms = b.now_ms,
        .answers = {.at = b.answers, .count = b.count},
    };
    /* An answer that is to be kept is kept with what it answers. */
    SC_SCOPED(sc_tx) tx = rq->once != NULL ? sc_tx_begin(pg, rq) : sc_tx_auto(pg, rq);
    b.tx = &tx;
    return apply(&b);
}
