#include "retail/shelf_lowest.h"

#include "base/macros.h"
#include "retail/retail_rows.h"

static const struct sc_field in_fields[] = {
    SC_FIELD(struct retail_shelf_lowest_in, store_ids, SC_FIELD_BIGINTS),
};
const struct sc_shape retail_shelf_lowest_in_shape =
    SC_SHAPE(struct retail_shelf_lowest_in, in_fields);

static const struct sc_field fields[] = {
    SC_FIELD(struct retail_shelf_lowest, store_id, SC_FIELD_BIGINT),
    {"price.minor", SC_FIELD_BIGINT, false, offsetof(struct retail_shelf_lowest, price_minor), 0,
     NULL},
    {"price.currency", SC_FIELD_TEXT, false, offsetof(struct retail_shelf_lowest, price_currency),
     0, NULL},
    SC_FIELD(struct retail_shelf_lowest, is_weighed, SC_FIELD_BOOLEAN),
};
const struct sc_shape retail_shelf_lowest_shape = SC_SHAPE(struct retail_shelf_lowest, fields);

/* Where a store's prices begin: the first is its lowest. */
static size_t find(const struct sc_i64_list *store_ids, int64_t store_id)
{
    size_t from = 0, end = store_ids->count;

    while (from < end) {
        size_t middle = from + (end - from) / 2;
        if (store_ids->at[middle] < store_id)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

static bool is_lower(const struct retail_shelf_lowest *so_far, int64_t minor, int64_t store_id)
{
    return minor < so_far->price_minor ||
           (minor == so_far->price_minor && store_id < so_far->store_id);
}

static bool pick_of_row(const struct retail_shelf_lowest_in *in,
                        const struct retail_shelf_of_product_row *row,
                        struct retail_shelf_lowest *ret_lowest)
{
    bool has = false;

    for (size_t i = 0; i < in->store_ids.count; i++) {
        int64_t store_id = in->store_ids.at[i];
        size_t at = find(&row->store_ids, store_id);
        if (at == row->store_ids.count || row->store_ids.at[at] != store_id ||
            (has && !is_lower(ret_lowest, row->minors.at[at], store_id)))
            continue;
        *ret_lowest = (struct retail_shelf_lowest){
            .store_id = store_id,
            .price_minor = row->minors.at[at],
            .price_currency = row->currency,
            .is_weighed = row->is_weighed,
        };
        has = true;
    }
    return has;
}

enum sc_status retail_shelf_pick_lowest(const void *in, const void *const *rows, size_t count,
                                        void *ret_row)
{
    const struct retail_shelf_lowest_in *wanted = in;

    if (wanted->store_ids.count > RETAIL_SHELF_STORES_MAX)
        return SC_LIMITED;
    for (size_t i = 0; i < count; i++)
        if (pick_of_row(wanted, rows[i], ret_row))
            return SC_OK;
    return SC_NOT_FOUND;
}
