/*
 * Ops of a phone: each line is one, its fields parted by tabs, in the order
 * below. Whatever is applied leaves an item that keeps the promises of its row.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "lists/batch.h"
#include "lists/ops.h"

enum {
    ARENA_BYTES = 16 * 1024 * 1024,
};

static const int64_t now_ms = 1800000000000;

static struct sc_str take(struct sc_str *line)
{
    struct sc_str part;

    if (!sc_str_take(line, '\t', &part) || part.len == 0)
        return (struct sc_str){0};
    return part;
}

static bool take_number(struct sc_str *line, int64_t *ret_number)
{
    *ret_number = 0;
    return sc_str_i64(take(line), ret_number) == SC_OK;
}

static bool take_flag(struct sc_str *line, bool *ret_flag)
{
    struct sc_str part = take(line);

    *ret_flag = sc_str_eq(part, SC_STR("1"));
    return part.at != NULL;
}

static struct lists_op_in read_line(struct sc_str line, struct sc_str *cleared)
{
    struct lists_op_in in = {.list_id = 1};

    in.id = take(&line);
    in.item_id = take(&line);
    in.stamp = take(&line);
    in.name = take(&line);
    in.has_quantity_milli = take_number(&line, &in.quantity_milli);
    in.has_step_milli = take_number(&line, &in.step_milli);
    in.base = take(&line);
    in.unit = take(&line);
    in.note = take(&line);
    in.photo = take(&line);
    in.category = take(&line);
    in.has_product_id = take_number(&line, &in.product_id);
    in.position = take(&line);
    in.has_is_ticked = take_flag(&line, &in.is_ticked);
    in.has_is_deleted = take_flag(&line, &in.is_deleted);
    in.has_is_archived = take_flag(&line, &in.is_archived);
    *cleared = take(&line);
    in.clear = (struct sc_str_list){.at = cleared, .count = 1};
    in.has_clear = cleared->at != NULL;
    return in;
}

static void check(struct sc_arena *arena, const struct lists_batch_list *list,
                  const struct lists_batch_item *item)
{
    struct sc_str stamps = lists_item_stamps(arena, &item->state), part;
    int64_t quantity = sc_sync_quantity_milli(&item->state.quantity);
    struct sc_stamp stamp;

    assert(quantity >= 0 && quantity <= SC_SYNC_QUANTITY_MAX);
    assert(list->item_count >= 0 && list->item_count <= list->row_count);
    assert(list->row_count == item->is_known);
    assert(list->home->room >= 0);
    while (sc_str_take(&stamps, ',', &part))
        if (part.len > 0) {
            assert(sc_stamp_read(part, &stamp) == SC_OK);
            assert(stamp.ms <= now_ms + SC_STAMP_AHEAD_MS);
        }
    if (!item->is_known)
        return;
    assert(item->state.cells[SC_SYNC_NAME].value.len > 0);
    assert(sc_position_is_valid(item->state.cells[SC_SYNC_POSITION].value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_arena *arena = sc_arena_create(ARENA_BYTES);
    struct sc_str rest = {.at = (const char *)data, .len = size}, line, code, cleared;
    const struct lists_apply_find_row found = {.list_id = 1, .items_max = LISTS_OPS_MAX};
    struct lists_batch_home home = {.room = 1};
    struct lists_batch_list list = {.was = &found, .home = &home};
    struct lists_batch_item item = {.list = &list, .state = sc_sync_item_new};
    uint16_t counter = 0;

    assert(arena != NULL);
    for (int i = 0; i < LISTS_OPS_MAX && sc_str_take(&rest, '\n', &line); i++) {
        struct lists_op_in in = read_line(line, &cleared);
        struct sc_sync_op op;
        if (lists_op_read(arena, &in, now_ms, &counter, &op, &code) != SC_OK)
            continue;
        lists_batch_apply(&list, in.item_id.at == NULL ? NULL : &item, &op, &in);
        check(arena, &list, &item);
    }
    sc_arena_destroy(arena);
    return 0;
}
