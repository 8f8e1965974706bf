#include "retail/store_find.h"

#include "retail/retail_rows.h"

static enum sc_status no_memory(struct sc_tx *tx)
{
    return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for so many stores");
}

static enum sc_status take_rows(struct sc_tx *tx, const struct retail_where_stores_near_rows *rows,
                                struct stores_found *ret_stores)
{
    struct store_found *stores = sc_arena_array(tx->rq->arena, rows->count, sizeof *stores);

    if (stores == NULL)
        return no_memory(tx);
    for (size_t i = 0; i < rows->count; i++) {
        const struct retail_where_stores_near_row *row = &rows->at[i];
        stores[i] = (struct store_found){
            .word = row->word,
            .id = row->id,
            .retailer_id = row->retailer_id,
            .retailer_key = row->retailer_key,
            .retailer_name = row->retailer_name,
            .code = row->code,
            .name = row->name,
            .address = row->address,
            .city = row->city,
            .kind = (enum retail_store_kind)row->kind,
            .currency = row->currency,
            .has_place = row->has_lat && row->has_lon,
            .place = {row->lat, row->lon},
            .at_local_us = row->at_local,
            .has_prices = row->has_prices,
        };
    }
    *ret_stores = (struct stores_found){
        .at = stores,
        .count = rows->count,
        .total = rows->count > 0 ? rows->at[0].total : 0,
    };
    return SC_OK;
}

enum sc_status stores_near_find(struct sc_tx *tx, struct sc_place place, double radius_m,
                                int64_t at_us, struct stores_found *ret_stores)
{
    struct retail_where_stores_near_in in = {
        .lat = place.lat,
        .lon = place.lon,
        .radius_m = radius_m,
        .at = at_us,
        .most = STORES_FOUND_MAX,
    };
    struct retail_where_stores_near_rows rows;
    enum sc_status st = retail_where_stores_near_all(tx, &in, STORES_FOUND_MAX, &rows);

    return st == SC_OK ? take_rows(tx, &rows, ret_stores) : st;
}

enum sc_status stores_named_find(struct sc_tx *tx, const struct sc_str *words, size_t count,
                                 int64_t at_us, struct stores_found *ret_stores)
{
    struct retail_where_stores_named_in in = {
        .words = {.at = words, .count = count},
        .at = at_us,
        .most = STORES_FOUND_MAX,
    };
    struct retail_where_stores_near_rows rows;
    enum sc_status st = retail_where_stores_named_all(tx, &in, STORES_FOUND_MAX, &rows);

    return st == SC_OK ? take_rows(tx, &rows, ret_stores) : st;
}

enum sc_status stores_like_find(struct sc_tx *tx, struct sc_str word, size_t most,
                                struct stores_found *ret_stores)
{
    struct retail_where_stores_like_in in = {.word = word, .most = (int64_t)most};
    struct retail_where_stores_like_rows rows;
    enum sc_status st = retail_where_stores_like_all(tx, &in, most, &rows);

    if (st != SC_OK)
        return st;
    struct store_found *stores = sc_arena_array(tx->rq->arena, rows.count, sizeof *stores);
    if (stores == NULL)
        return no_memory(tx);
    for (size_t i = 0; i < rows.count; i++)
        stores[i] = (struct store_found){
            .retailer_key = rows.at[i].retailer_key,
            .code = rows.at[i].code,
            .name = rows.at[i].name,
            .city = rows.at[i].city,
        };
    *ret_stores =
        (struct stores_found){.at = stores, .count = rows.count, .total = (int64_t)rows.count};
    return SC_OK;
}
