#include "lists/batch.h"

#include <assert.h>
#include <inttypes.h>

enum {
    STAMPS = SC_SYNC_FIELD_COUNT + 1,
    STAMP_TIME = 12 + 1 + 4, /* bytes of a stamp that are its time and counter */
};

static const int64_t stepped_max = (int64_t)1 << 50; /* JavaScript's numbers hold the sum */

static struct sc_sync_cell cell_of(const struct lists_apply_find_row *row, enum sc_sync_field field,
                                   struct sc_str value)
{
    struct sc_sync_cell cell = {.value = value};

    if ((size_t)field < row->stamps.count && row->stamps.at[field].len > 0)
        cell.stamp = row->stamps.at[field];
    return cell;
}

static struct sc_str text_of_bool(bool value)
{
    return value ? SC_STR("true") : SC_STR("false");
}

struct sc_sync_item lists_item_state(struct sc_arena *arena, const struct lists_apply_find_row *row)
{
    struct sc_sync_item item = sc_sync_item_new;
    struct sc_str product = {0};

    if (row->has_product_id)
        product = sc_arena_printf(arena, "%" PRId64, row->product_id);
    const struct sc_str values[SC_SYNC_FIELD_COUNT] = {
        [SC_SYNC_NAME] = row->name,
        [SC_SYNC_UNIT] = row->unit,
        [SC_SYNC_NOTE] = row->note,
        [SC_SYNC_PHOTO] = row->photo,
        [SC_SYNC_CATEGORY] = row->category,
        [SC_SYNC_PRODUCT] = product,
        [SC_SYNC_POSITION] = row->position,
        [SC_SYNC_TICKED] = text_of_bool(row->is_ticked),
        [SC_SYNC_DELETED] = text_of_bool(row->is_deleted),
    };
    for (int f = 0; f < SC_SYNC_FIELD_COUNT; f++)
        item.cells[f] = cell_of(row, (enum sc_sync_field)f, values[f]);
    item.quantity = (struct sc_sync_quantity){
        .stamp = cell_of(row, SC_SYNC_FIELD_COUNT, (struct sc_str){0}).stamp,
        .typed_milli = row->typed_milli,
        .stepped_milli = row->stepped_milli,
    };
    return item;
}

bool lists_is_true(const struct sc_sync_cell *cell)
{
    return sc_str_eq(cell->value, SC_STR("true"));
}

static struct sc_str apply_to_list(struct lists_batch_list *list, const struct sc_sync_op *op,
                                   const struct lists_op_in *in)
{
    struct sc_sync_cell archived = list->archived;
    bool is_changed = false;

    if (in->has_is_archived)
        is_changed |= sc_sync_merge_cell(&archived, op->stamp, text_of_bool(in->is_archived));
    int more = lists_is_true(&list->archived) - lists_is_true(&archived); /* lists that count */
    if (more > 0 && list->home->room <= 0)
        return LISTS_TOO_MANY;
    list->home->room -= more;
    list->archived = archived;
    if (op->is_set[SC_SYNC_NAME])
        is_changed |= sc_sync_merge_cell(&list->name, op->stamp, op->value[SC_SYNC_NAME]);
    list->is_changed |= is_changed;
    list->is_own_changed |= is_changed;
    return LISTS_APPLIED;
}

static bool is_shown(const struct lists_batch_item *item)
{
    return item->is_known && !lists_is_true(&item->state.cells[SC_SYNC_DELETED]);
}

/* Whoever adds without a place adds at the end, more or less: where a stamp of the time sorts. */
static void make_place(struct lists_batch_item *item, struct sc_str stamp)
{
    char *to = item->place;

    *to++ = 'V';
    for (size_t i = 0; i < STAMP_TIME; i++) {
        char c = stamp.at[i];
        if (c != '-')
            *to++ = (char)(c >= 'a' ? c - 'a' + 'A' : c);
    }
    *to++ = 'V'; /* a place does not end with its least digit */
    assert(to == item->place + LISTS_PLACE_LEN);
}

static struct sc_str apply_to_item(struct lists_batch_list *list, struct lists_batch_item *item,
                                   const struct sc_sync_op *op)
{
    if (!item->is_known && !op->is_set[SC_SYNC_NAME])
        return LISTS_NO_ITEM;
    if (!item->is_known)
        make_place(item, op->stamp);
    struct lists_batch_item next = *item;
    next.is_known = true;
    next.is_changed |= sc_sync_merge(&next.state, op) || !item->is_known;
    if (next.state.cells[SC_SYNC_POSITION].value.at == NULL)
        next.state.cells[SC_SYNC_POSITION].value = (struct sc_str){item->place, LISTS_PLACE_LEN};
    int64_t stepped = next.state.quantity.stepped_milli;
    if (stepped < -stepped_max || stepped > stepped_max)
        return LISTS_INVALID;
    int32_t rows = list->row_count + (item->is_known ? 0 : 1);
    int32_t shown = list->item_count + is_shown(&next) - is_shown(item);
    if ((rows > list->row_count && rows > LISTS_ROWS_MAX) ||
        (shown > list->item_count && shown > list->was->items_max))
        return LISTS_TOO_MANY;
    list->row_count = rows;
    list->item_count = shown;
    list->is_changed |= next.is_changed;
    *item = next;
    return LISTS_APPLIED;
}

struct sc_str lists_batch_apply(struct lists_batch_list *list, struct lists_batch_item *item,
                                const struct sc_sync_op *op, const struct lists_op_in *in)
{
    return item == NULL ? apply_to_list(list, op, in) : apply_to_item(list, item, op);
}

struct sc_str lists_item_stamps(struct sc_arena *arena, const struct sc_sync_item *state)
{
    char text[STAMPS * (SC_STAMP_LEN + 1)];
    size_t len = 0;

    for (int f = 0; f < STAMPS; f++) {
        struct sc_str stamp =
            f < SC_SYNC_FIELD_COUNT ? state->cells[f].stamp : state->quantity.stamp;
        if (f > 0)
            text[len++] = ',';
        if (stamp.at != NULL)
            memcpy(text + len, stamp.at, stamp.len);
        len += stamp.len;
    }
    return sc_arena_str(arena, (struct sc_str){.at = text, .len = len});
}
