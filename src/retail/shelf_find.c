#include "retail/shelf_find.h"

#include <stdlib.h>

#include "base/order.h"
#include "retail/retail_rows.h"

static enum sc_status no_memory(struct sc_tx *tx)
{
    return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for so many prices");
}

static struct sc_where_item item_of(const struct retail_where_items_row *row)
{
    return (struct sc_where_item){
        .id = row->id,
        .product_id = row->product_id,
        .gtin = row->has_gtin ? (uint64_t)row->gtin : 0,
        .retailer_key = row->retailer_key,
        .code = row->code,
        .name = row->name,
        .brand = row->brand,
        .size_unit = row->has_size_unit ? (enum sc_size_unit)row->size_unit : SC_SIZE_NONE,
        .size_milli = row->has_size_milli ? row->size_milli : 0,
        .is_weighed = row->is_weighed,
    };
}

enum sc_status shelf_items_find(struct sc_tx *tx, const int64_t *product_ids, size_t product_count,
                                struct sc_where_goods *ret_goods)
{
    struct sc_arena *arena = tx->rq->arena;
    struct retail_where_items_in in = {.product_id = {.at = product_ids, .count = product_count}};
    struct retail_where_items_rows rows;
    enum sc_status st = retail_where_items_all(tx, &in, SHELF_ITEMS_MAX, &rows);

    if (st != SC_OK)
        return st;
    struct sc_where_item *items = sc_arena_array(arena, rows.count, sizeof *items);
    int64_t *retailer_ids = sc_arena_array(arena, rows.count, sizeof *retailer_ids);
    struct sc_str *categories = sc_arena_array(arena, rows.count, sizeof *categories);
    if (items == NULL || retailer_ids == NULL || categories == NULL)
        return no_memory(tx);
    for (size_t i = 0; i < rows.count; i++) {
        items[i] = item_of(&rows.at[i]);
        retailer_ids[i] = rows.at[i].retailer_id;
        categories[i] = rows.at[i].category;
    }
    *ret_goods = (struct sc_where_goods){items, retailer_ids, categories, rows.count};
    return SC_OK;
}

static struct sc_where_price price_of(const struct shelf_ask *ask,
                                      const struct retail_where_prices_row *row, uint32_t item)
{
    struct sc_where_shelf shelf = {
        .price_minor = row->price_minor,
        .regular_minor = row->has_regular_minor ? row->regular_minor : 0,
        .is_special = row->is_special,
        .special_from_us = row->has_special_from ? row->special_from : INT64_MIN,
        .special_to_us = row->has_special_to ? row->special_to : INT64_MAX,
    };
    struct sc_where_price price = {
        .item = item,
        .deposit_minor = ask->goods->items[item].is_weighed ? 0 : row->deposit_minor,
        .special_to_local_us = row->has_special_to_local ? row->special_to_local : INT64_MAX,
        .low_said_minor = row->has_low_30d_minor ? row->low_30d_minor : 0,
        .low_seen_minor = row->has_low_seen_minor ? row->low_seen_minor : 0,
        .seen_us = row->seen_at,
        .seen_local_us = row->seen_local,
        .source = row->source,
        .is_outlier = row->is_outlier,
    };

    sc_where_shelf_at(&shelf, ask->at_us, &price);
    return price;
}

/* Rows come by store and item, and items are by id: so each store's prices are by item. */
static enum sc_status take_prices(struct sc_tx *tx, const struct shelf_ask *ask,
                                  const int64_t *item_ids,
                                  const struct retail_where_prices_rows *rows,
                                  struct shelf_prices *shelves)
{
    struct sc_where_price *prices = sc_arena_array(tx->rq->arena, rows->count, sizeof *prices);

    if (prices == NULL)
        return no_memory(tx);
    for (size_t i = 0; i < rows->count; i++) {
        const struct retail_where_prices_row *row = &rows->at[i];
        const int64_t *id =
            bsearch(&row->item_id, item_ids, ask->goods->count, sizeof *item_ids, sc_order_i64);
        size_t s = 0;
        while (s < ask->store_count && ask->stores[s] != row->store_id)
            s++;
        if (id == NULL || s == ask->store_count)
            return sc_fail(tx->rq, SC_INTERNAL, "a price of something that was not asked for");
        prices[i] = price_of(ask, row, (uint32_t)(id - item_ids));
        if (shelves[s].count == 0)
            shelves[s].at = &prices[i];
        shelves[s].count++;
    }
    return SC_OK;
}

enum sc_status shelf_prices_find(struct sc_tx *tx, const struct shelf_ask *ask,
                                 const struct shelf_prices **ret_shelves)
{
    struct sc_arena *arena = tx->rq->arena;
    int64_t *item_ids = sc_arena_array(arena, ask->goods->count, sizeof *item_ids);
    struct shelf_prices *shelves = sc_arena_array(arena, ask->store_count, sizeof *shelves);
    struct retail_where_prices_rows rows;

    if (item_ids == NULL || shelves == NULL)
        return no_memory(tx);
    for (size_t i = 0; i < ask->goods->count; i++)
        item_ids[i] = ask->goods->items[i].id;
    for (size_t s = 0; s < ask->store_count; s++)
        shelves[s] = (struct shelf_prices){.count = 0};
    struct retail_where_prices_in in = {
        .store_id = {.at = ask->stores, .count = ask->store_count},
        .item_id = {.at = item_ids, .count = ask->goods->count},
        .at = ask->at_us,
        .seen_from = ask->seen_from_us,
    };
    enum sc_status st = retail_where_prices_all(tx, &in, SHELF_PRICES_MAX, &rows);
    if (st == SC_OK)
        st = take_prices(tx, ask, item_ids, &rows, shelves);
    if (st == SC_OK)
        *ret_shelves = shelves;
    return st;
}
