/* import_store.c - store lists: staged, then merged in a few statements. */
#include "base/utf8.h"
#include "retail/feed_reason.h"
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

static enum sc_status reject(struct retail_import *import, enum feed_reason reason, int64_t line,
                             struct sc_str words)
{
    retail_rejects_add(import->rejects, feed_reason_name(reason), line, words);
    return SC_OK;
}

enum sc_status retail_import_store(struct retail_import *import, const struct feed_store *store)
{
    bool is_own = store->retailer_key.len == 0;
    struct sc_str key = is_own ? import->retailer_key : store->retailer_key;

    if (store->code.len == 0 || store->code.len > RETAIL_CODE_MAX)
        return reject(import, FEED_BAD_CODE, store->line, store->name);
    if (key.len == 0 || key.len > RETAIL_CODE_MAX)
        return reject(import, FEED_NO_RETAILER, store->line, store->code);
    struct retail_stage_store_in row = {
        .seq = ++import->seq,
        .line = store->line,
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

static enum sc_status on_repeat(void *context, const struct retail_stage_store_last_row *row)
{
    struct retail_import *import = context;

    import->repeats++;
    return reject(import, FEED_REPEATED_CODE, row->line, row->code);
}

enum sc_status retail_import_stores_merge(struct retail_import *import,
                                          struct retail_import_counts *counts)
{
    const struct retail_import_place *place = &import->place;
    struct retail_stage_store_retailers_in retailers = {.country = import->country};
    struct retail_store_merge_in merge = {place->observed_at_us, place->source, place->currency,
                                          place->time_zone};
    struct retail_store_close_in close = {place->observed_at_us, place->source};
    int64_t staged = 0, closed = 0;
    enum sc_status st = sc_copy_end(&import->copy, &staged);

    if (st == SC_OK)
        st = retail_stage_store_last_each(import->tx, on_repeat, import);
    if (st == SC_OK)
        st = retail_stage_store_retailers_exec(import->tx, &retailers, NULL);
    if (st == SC_OK)
        st = retail_store_merge_exec(import->tx, &merge, &counts->stores);
    if (st == SC_OK && import->is_whole && place->is_full)
        st = retail_store_close_exec(import->tx, &close, &closed);
    counts->unchanged = staged - import->repeats - counts->stores;
    counts->delisted = closed;
    return st;
}
