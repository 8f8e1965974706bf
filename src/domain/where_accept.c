#include "domain/where_accept.h"

#include <stdlib.h>

#include "base/order.h"
#include "domain/where_fit.h"

enum sc_status sc_where_products(struct sc_arena *arena, const struct sc_where_line_fits *fits,
                                 size_t line_count, const int64_t **ret_ids, size_t *ret_count)
{
    size_t room = 0, count = 0, unique = 0;

    for (size_t i = 0; i < line_count; i++)
        room += fits[i].count;
    int64_t *ids = sc_arena_array(arena, room, sizeof *ids);
    if (ids == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < line_count; i++)
        for (size_t f = 0; f < fits[i].count; f++)
            ids[count++] = fits[i].at[f].product_id;
    qsort(ids, count, sizeof *ids, sc_order_i64);
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || ids[unique - 1] != ids[i])
            ids[unique++] = ids[i];
    *ret_ids = ids;
    *ret_count = unique;
    return SC_OK;
}

/* Items by product: where the items of one product are found. */
struct place {
    int64_t product_id;
    uint32_t item;
};

struct index {
    const struct place *places;
    size_t count;
};

static int compare_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->product_id != y->product_id)
        return x->product_id < y->product_id ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

static enum sc_status index_of(struct sc_arena *arena, const struct sc_where_goods *goods,
                               struct index *ret_index)
{
    struct place *places = sc_arena_array(arena, goods->count, sizeof *places);

    if (places == NULL)
        return SC_NO_MEMORY;
    for (uint32_t i = 0; i < goods->count; i++)
        places[i] = (struct place){goods->items[i].product_id, i};
    qsort(places, goods->count, sizeof *places, compare_place);
    *ret_index = (struct index){places, goods->count};
    return SC_OK;
}

/* The places of a product's items. */
static struct index places_of(const struct index *index, int64_t product_id)
{
    size_t from = 0, to = index->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (index->places[middle].product_id < product_id)
            from = middle + 1;
        else
            to = middle;
    }
    for (to = from; to < index->count && index->places[to].product_id == product_id;)
        to++;
    return (struct index){&index->places[from], to - from};
}

/* An item sold by the piece cannot fill grams, nor the other way round. */
static bool can_fill(const struct sc_where_fit *fit, const struct sc_where_item *item)
{
    int64_t most = item->is_weighed ? SC_WHERE_GRAMS_MAX : SC_WHERE_UNITS_MAX;

    return fit->fill_is_grams == item->is_weighed && fit->fill >= 1 && fit->fill <= most;
}

static enum sc_status accept_line(struct sc_arena *arena, const struct sc_where_goods *goods,
                                  const struct index *index, const struct sc_where_line_fits *fits,
                                  struct sc_where_line *line)
{
    struct sc_where_kinds kinds = {.count = 0};
    size_t room = 0;

    for (size_t f = 0; f < fits->count; f++)
        room += places_of(index, fits->at[f].product_id).count;
    struct sc_where_accept *accepts = sc_arena_array(arena, room, sizeof *accepts);
    if (accepts == NULL)
        return SC_NO_MEMORY;
    line->accepts = accepts;
    line->accept_count = 0;
    for (size_t f = 0; f < fits->count; f++) {
        const struct sc_where_fit *fit = &fits->at[f];
        struct index places = places_of(index, fit->product_id);
        for (size_t p = 0; p < places.count; p++) {
            uint32_t item = places.places[p].item;
            if (!can_fill(fit, &goods->items[item]) ||
                !sc_where_kind_fits(&kinds, goods->retailer_ids[item], goods->categories[item]))
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

enum sc_status sc_where_accept(struct sc_arena *arena, const struct sc_where_goods *goods,
                               const struct sc_where_line_fits *fits, struct sc_where_line *lines,
                               size_t line_count)
{
    struct index index;
    enum sc_status st = index_of(arena, goods, &index);

    for (size_t i = 0; i < line_count && st == SC_OK; i++)
        st = accept_line(arena, goods, &index, &fits[i], &lines[i]);
    return st;
}
