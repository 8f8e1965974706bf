#include <stdlib.h>

#include "app/where_gather.h"
#include "base/time.h"
#include "domain/where_fit.h"
#include "retail/retail_rows.h"

static enum sc_status no_memory(struct where_gather *g)
{
    return sc_fail(g->rq, SC_NO_MEMORY,
                   "no memory for so many prices; fewer --candidates need less");
}

static int compare_i64(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* All products that would do for some line, each once. */
static enum sc_status product_ids(struct where_gather *g, struct sc_i64_list *ret_ids)
{
    size_t room = 0, count = 0, unique = 0;

    for (size_t i = 0; i < g->line_count; i++)
        room += g->fit_counts[i];
    int64_t *ids = sc_arena_array(g->rq->arena, room, sizeof *ids);
    if (ids == NULL)
        return no_memory(g);
    for (size_t i = 0; i < g->line_count; i++)
        for (size_t f = 0; f < g->fit_counts[i]; f++)
            ids[count++] = g->fits[i][f].product_id;
    qsort(ids, count, sizeof *ids, compare_i64);
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || ids[unique - 1] != ids[i])
            ids[unique++] = ids[i];
    *ret_ids = (struct sc_i64_list){.at = ids, .count = unique};
    return SC_OK;
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

static enum sc_status read_items(struct where_gather *g)
{
    struct retail_where_items_in in;
    struct retail_where_items_rows rows;
    enum sc_status st = product_ids(g, &in.product_id);

    if (st == SC_OK)
        st = retail_where_items_all(g->tx, &in, WHERE_ITEMS_MAX, &rows);
    if (st != SC_OK)
        return st;
    g->items = sc_arena_array(g->rq->arena, rows.count, sizeof *g->items);
    g->item_retailers = sc_arena_array(g->rq->arena, rows.count, sizeof *g->item_retailers);
    g->item_categories = sc_arena_array(g->rq->arena, rows.count, sizeof *g->item_categories);
    if (g->items == NULL || g->item_retailers == NULL || g->item_categories == NULL)
        return no_memory(g);
    g->item_count = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        g->items[i] = item_of(&rows.at[i]);
        g->item_retailers[i] = rows.at[i].retailer_id;
        g->item_categories[i] = rows.at[i].category;
    }
    return SC_OK;
}

/* Items by product: where the items of one product are found. */
struct shelf_place {
    int64_t product_id;
    uint32_t item;
};

static int compare_place(const void *a, const void *b)
{
    const struct shelf_place *x = a, *y = b;

    if (x->product_id != y->product_id)
        return x->product_id < y->product_id ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

/* The first place of a product; `count` when it has none. */
static size_t place_find(const struct shelf_place *places, size_t count, int64_t product_id)
{
    size_t from = 0, to = count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (places[middle].product_id < product_id)
            from = middle + 1;
        else
            to = middle;
    }
    return from < count && places[from].product_id == product_id ? from : count;
}

/* An item sold by the piece cannot fill grams, nor the other way round. */
static bool can_fill(const struct where_fit *fit, const struct sc_where_item *item)
{
    int64_t most = item->is_weighed ? SC_WHERE_GRAMS_MAX : SC_WHERE_UNITS_MAX;

    return fit->fill_is_grams == item->is_weighed && fit->fill >= 1 && fit->fill <= most;
}

/* How many items the products of a line have, each counted. */
static size_t items_of_line(const struct where_gather *g, size_t number,
                            const struct shelf_place *places)
{
    size_t count = 0;

    for (size_t f = 0; f < g->fit_counts[number]; f++) {
        int64_t product_id = g->fits[number][f].product_id;
        size_t p = place_find(places, g->item_count, product_id);
        for (; p < g->item_count && places[p].product_id == product_id; p++)
            count++;
    }
    return count;
}

/* The items of the line's products, best first, each retailer's of one kind. */
static enum sc_status line_accepts(struct where_gather *g, size_t number,
                                   const struct shelf_place *places)
{
    struct sc_where_line *line = &g->lines[number];
    size_t room = items_of_line(g, number, places);
    struct sc_where_accept *accepts = sc_arena_array(g->rq->arena, room, sizeof *accepts);
    struct sc_where_kinds kinds = {.count = 0};

    if (accepts == NULL)
        return no_memory(g);
    line->accepts = accepts;
    for (size_t f = 0; f < g->fit_counts[number]; f++) {
        const struct where_fit *fit = &g->fits[number][f];
        size_t p = place_find(places, g->item_count, fit->product_id);
        for (; p < g->item_count && places[p].product_id == fit->product_id; p++) {
            uint32_t item = places[p].item;
            if (!can_fill(fit, &g->items[item]) ||
                !sc_where_kind_fits(&kinds, g->item_retailers[item], g->item_categories[item]))
                continue;
            accepts[line->accept_count++] = (struct sc_where_accept){
                .item = item,
                .amount = fit->fill,
                .score = fit->score,
                .amount_is_doubtful = fit->fill_is_doubtful,
            };
        }
    }
    return SC_OK;
}

static enum sc_status take_accepts(struct where_gather *g)
{
    struct shelf_place *places = sc_arena_array(g->rq->arena, g->item_count, sizeof *places);
    enum sc_status st = SC_OK;

    if (places == NULL)
        return no_memory(g);
    for (uint32_t i = 0; i < g->item_count; i++)
        places[i] = (struct shelf_place){g->items[i].product_id, i};
    qsort(places, g->item_count, sizeof *places, compare_place);
    for (size_t i = 0; i < g->line_count && st == SC_OK; i++)
        st = line_accepts(g, i, places);
    return st;
}

static struct sc_where_price price_of(const struct where_gather *g,
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
        .deposit_minor = g->items[item].is_weighed ? 0 : row->deposit_minor,
        .special_to_local_us = row->has_special_to_local ? row->special_to_local : INT64_MAX,
        .low_said_minor = row->has_low_30d_minor ? row->low_30d_minor : 0,
        .low_seen_minor = row->has_low_seen_minor ? row->low_seen_minor : 0,
        .seen_us = row->seen_at,
        .seen_local_us = row->seen_local,
        .source = row->source,
        .is_outlier = row->is_outlier,
    };

    sc_where_shelf_at(&shelf, g->ask->at_us, &price);
    return price;
}

static struct sc_where_store *store_of(struct where_gather *g, int64_t id)
{
    for (size_t s = 0; s < g->store_count; s++)
        if (g->store_ids[s] == id)
            return &g->stores[s];
    return NULL;
}

/* Rows come by store and item, and items are by id: so each store's prices are by item. */
static enum sc_status take_prices(struct where_gather *g, const int64_t *item_ids,
                                  const struct retail_where_prices_rows *rows)
{
    struct sc_where_price *prices = sc_arena_array(g->rq->arena, rows->count, sizeof *prices);

    if (prices == NULL)
        return no_memory(g);
    for (size_t i = 0; i < rows->count; i++) {
        const struct retail_where_prices_row *row = &rows->at[i];
        const int64_t *id =
            bsearch(&row->item_id, item_ids, g->item_count, sizeof *item_ids, compare_i64);
        struct sc_where_store *store = store_of(g, row->store_id);
        if (id == NULL || store == NULL)
            return sc_fail(g->rq, SC_INTERNAL, "a price of something that was not asked for");
        prices[i] = price_of(g, row, (uint32_t)(id - item_ids));
        if (store->price_count == 0)
            store->prices = &prices[i];
        store->price_count++;
    }
    return SC_OK;
}

static enum sc_status read_prices(struct where_gather *g)
{
    int64_t *item_ids = sc_arena_array(g->rq->arena, g->item_count, sizeof *item_ids);
    struct retail_where_prices_rows rows;

    if (item_ids == NULL)
        return no_memory(g);
    for (size_t i = 0; i < g->item_count; i++)
        item_ids[i] = g->items[i].id;
    struct retail_where_prices_in in = {
        .store_id = {.at = g->store_ids, .count = g->store_count},
        .item_id = {.at = item_ids, .count = g->item_count},
        .at = g->ask->at_us,
        .seen_from = g->ask->max_age_days == 0 ? INT64_MIN
                                               : g->ask->at_us - g->ask->max_age_days * SC_DAY_US,
    };
    enum sc_status st = retail_where_prices_all(g->tx, &in, WHERE_PRICES_MAX, &rows);
    return st == SC_OK ? take_prices(g, item_ids, &rows) : st;
}

enum sc_status where_gather_shelves(struct where_gather *g)
{
    enum sc_status st = read_items(g);

    if (st == SC_OK)
        st = take_accepts(g);
    return st == SC_OK ? read_prices(g) : st;
}
