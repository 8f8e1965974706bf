#include "lists/open.h"

#include "lists/lists_rows.h"
#include "runtime/viewer.h"
#include "store/tx.h"

/* The list's row, as the viewer may see it. */
static enum sc_status find_list(struct sc_tx *tx, int64_t list_id,
                                struct lists_list_by_id_row *ret_list)
{
    const struct lists_list_by_id_in in = {
        .viewer = sc_viewer_list(tx->rq->viewer),
        .id = {.at = &list_id, .count = 1},
    };
    struct lists_list_by_id_rows rows;
    enum sc_status st = lists_list_by_id_load(tx, &in, 1, &rows);

    if (st == SC_OK && rows.count == 0)
        return sc_fail(tx->rq, SC_NOT_FOUND, "there is no such list");
    if (st == SC_OK)
        *ret_list = rows.at[0];
    return st;
}

enum sc_status lists_open_find(struct sc_request *rq, struct sc_pg *pg, int64_t list_id,
                               size_t most, struct lists_open *ret_open)
{
    const struct lists_open_items_in in = {.list_id = list_id, .most = (int32_t)most + 1};
    struct lists_open_items_rows rows;
    struct lists_list_by_id_row list;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = find_list(&tx, list_id, &list);
    if (st == SC_OK)
        st = lists_open_items_all(&tx, &in, most + 1, &rows);
    if (st != SC_OK)
        return st;
    size_t count = rows.count > most ? most : rows.count;
    struct lists_open_item *items = sc_arena_array(rq->arena, count, sizeof *items);
    if (items == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a list of that size");
    for (size_t i = 0; i < count; i++)
        items[i] = (struct lists_open_item){
            .id = rows.at[i].id,
            .name = rows.at[i].name,
            .quantity_milli = rows.at[i].quantity_milli,
            .unit = rows.at[i].unit,
            .product_id = rows.at[i].has_product_id ? rows.at[i].product_id : 0,
        };
    *ret_open = (struct lists_open){
        .household_id = list.household_id,
        .items = items,
        .count = count,
        .has_more = rows.count > most,
    };
    return SC_OK;
}
