/* import_store.c - store lists: staged, then merged in a few statements. */
#include "base/utf8.h"
#include "retail/import_state.h"
#include "retail/retail_rows.h"

struct sc_str retail_import_text(struct sc_str text, size_t max_bytes)
{
    if (text.len == 0)
        return (struct sc_str){0};
    return sc_utf8_cut(text, max_bytes);
}

enum sc_status retail_import_stores_begin(struct retail_import *import)
{
    enum sc_status st = retail_stage_store_create_exec(import->tx, NULL);

    if (st == SC_OK)
        st = retail_stage_store_begin(import->tx, &import->copy);
    return st;
}

static enum sc_status reject(struct retail_import *import, const char *reason, struct sc_str words)
{
    retail_rejects_add(import->rejects, sc_str_of(reason), import->seq, words, 1);
    return SC_OK;
}

enum sc_status retail_import_store(struct retail_import *import, const struct feed_store *store)
{
    bool is_own = store->retailer_key.len == 0;
    struct sc_str key = is_own ? import->retailer_key : store->retailer_key;

    import->seq++;
    if (store->code.len == 0 || store->code.len > RETAIL_CODE_MAX)
        return reject(import, "bad_code", store->name);
    if (key.len == 0 || key.len > RETAIL_CODE_MAX)
        return reject(import, "no_retailer", store->code);
    struct retail_stage_store_in row = {
        .seq = import->seq,
        .retailer_key = key,
        .retailer_name = retail_import_text(is_own ? import->retailer_name : store->retailer_name,
                                            RETAIL_NAME_MAX),
        .code = store->code,
        .name = retail_import_text(store->name, RETAIL_NAME_MAX),
        .sub_chain = retail_import_text(store->sub_chain, RETAIL_NAME_MAX),
        .address = retail_import_text(store->address, RETAIL_NAME_MAX),
        .city = retail_import_text(store->city, RETAIL_NAME_MAX),
        .zip = retail_import_text(store->zip, RETAIL_CODE_MAX),
        .kind = (int16_t)store->type,
        .has_lat = store->has_place,
        .lat = store->lat,
        .has_lon = store->has_place,
        .lon = store->lon,
    };
    return retail_stage_store_put(&import->copy, &row);
}

enum sc_status retail_import_stores_merge(struct retail_import *import, bool is_complete,
                                          struct retail_import_counts *counts)
{
    const struct retail_import_place *place = &import->place;
    struct retail_stage_store_retailers_in retailers = {.country = import->country};
    struct retail_store_merge_in merge = {place->observed_at_us, place->source, place->currency,
                                          place->time_zone};
    struct retail_store_close_in close = {place->observed_at_us, place->source};
    int64_t staged = 0, repeated = 0, closed = 0;
    enum sc_status st = sc_copy_end(&import->copy, &staged);

    if (st == SC_OK)
        st = retail_stage_store_last_exec(import->tx, &repeated);
    if (st == SC_OK)
        st = retail_stage_store_retailers_exec(import->tx, &retailers, NULL);
    if (st == SC_OK)
        st = retail_store_merge_exec(import->tx, &merge, &counts->stores);
    if (st == SC_OK && is_complete && place->is_full)
        st = retail_store_close_exec(import->tx, &close, &closed);
    if (repeated > 0)
        retail_rejects_add(import->rejects, SC_STR("repeated_code"), 0,
                           SC_STR("a later row has the same store"), repeated);
    counts->unchanged = staged - repeated - counts->stores;
    counts->delisted = closed;
    return st;
}
