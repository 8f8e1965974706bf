#include "deals/deals_find.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/order.h"
#include "deals/deals_rows.h"
#include "domain/deal_words.h"
#include "domain/price.h"

struct search {
    struct sc_tx *tx;
    struct sc_arena *arena;
    const struct deals_ask *ask;
    struct sc_i64_list stores, retailers;
    struct sc_str_list codes;
};

/* Deals about some of the items, by id, with what people are told of each. */
struct deal_table {
    const struct deals_where_deals_row *rows;
    struct sc_deal *deals;
    struct sc_where_offer *offers; /* without the end, which depends on the store's clock */
    int64_t *ids;
    size_t count;
};

static enum sc_status no_memory(const struct search *search)
{
    return sc_fail(search->tx->rq, SC_NO_MEMORY, "no memory for so many deals");
}

static struct sc_deal deal_of(const struct search *search, const struct deals_where_deals_row *row)
{
    return (struct sc_deal){
        .id = sc_arena_printf(search->arena, "%" PRId64, row->id),
        .kind = sc_deal_kind_of(row->kind),
        .count = row->count,
        .get = row->get,
        .value = row->value,
        .min_grams = row->min_grams,
        .max_grams = row->has_max_grams ? row->max_grams : SC_DEAL_NO_LIMIT,
        .max_uses = row->has_max_uses ? row->max_uses : SC_DEAL_NO_LIMIT,
        .max_units = row->has_max_units ? row->max_units : SC_DEAL_NO_LIMIT,
        .basket_min = row->has_basket_min ? row->basket_min : SC_DEAL_NO_MIN,
        .basket_min_counts_own = row->basket_min_counts_own,
        .starts_us = row->starts_at,
        .ends_us = row->ends_at,
        .coupon = row->coupon,
        .audiences = row->audiences.at,
        .audience_count = row->audiences.count,
    };
}

static enum sc_status read_deals(const struct search *search, struct deal_table *table)
{
    struct deals_where_deals_in in = {
        .store_id = search->stores,
        .retailer_id = search->retailers,
        .code = search->codes,
        .at = search->ask->at_us,
    };
    struct deals_where_deals_rows rows;
    enum sc_status st = deals_where_deals_all(search->tx, &in, DEALS_FOUND_MAX, &rows);

    if (st != SC_OK)
        return st;
    table->rows = rows.at;
    table->count = rows.count;
    table->deals = sc_arena_array(search->arena, rows.count, sizeof *table->deals);
    table->offers = sc_arena_array(search->arena, rows.count, sizeof *table->offers);
    table->ids = sc_arena_array(search->arena, rows.count, sizeof *table->ids);
    if (table->deals == NULL || table->offers == NULL || table->ids == NULL)
        return no_memory(search);
    for (size_t i = 0; i < rows.count; i++) {
        table->ids[i] = rows.at[i].id;
        table->deals[i] = deal_of(search, &rows.at[i]);
        table->offers[i].source_id = rows.at[i].source_id;
        table->offers[i].text = rows.at[i].text;
        table->offers[i].unpriced_kind = rows.at[i].unpriced_kind;
    }
    return SC_OK;
}

/* Rows come by deal, what triggers it before its gifts, items ascending. */
static enum sc_status read_items(const struct search *search, struct deal_table *table)
{
    struct deals_where_deal_items_in in = {
        .deal_id = {.at = table->ids, .count = table->count},
        .retailer_id = search->retailers,
        .code = search->codes,
    };
    struct deals_where_deal_items_rows rows;
    enum sc_status st = deals_where_deal_items_all(search->tx, &in, DEALS_FOUND_ROWS_MAX, &rows);

    if (st != SC_OK)
        return st;
    uint32_t *items = sc_arena_array(search->arena, rows.count + 1, sizeof *items);
    if (items == NULL)
        return no_memory(search);
    size_t at = 0;
    for (size_t d = 0; d < table->count; d++) {
        struct sc_deal *deal = &table->deals[d];
        deal->items = &items[at];
        for (; at < rows.count && rows.at[at].deal_id == table->ids[d] && !rows.at[at].is_get; at++)
            items[at] = (uint32_t)(rows.at[at].place - 1);
        deal->item_count = (size_t)(&items[at] - deal->items);
        if (table->rows[d].has_gifts)
            deal->get_items = &items[at];
        for (; at < rows.count && rows.at[at].deal_id == table->ids[d]; at++) {
            items[at] = (uint32_t)(rows.at[at].place - 1);
            deal->get_item_count++;
        }
    }
    return SC_OK;
}

static enum sc_status say_deals(const struct search *search, struct deal_table *table)
{
    enum sc_status st = SC_OK;

    for (size_t d = 0; d < table->count && st == SC_OK; d++)
        st = sc_deal_words(search->arena, &table->deals[d], search->ask->places,
                           &table->offers[d].words);
    return st == SC_OK ? st : no_memory(search);
}

/* Nothing on the list can trigger it, or be its gift. */
static bool is_idle(const struct sc_deal *deal)
{
    if (sc_deal_is_basket_kind(deal->kind))
        return false;
    return deal->item_count == 0 || (deal->get_items != NULL && deal->get_item_count == 0);
}

/* Rows from `at` on are of one store: its deals. Returns in `at` where the next store's begin. */
static enum sc_status take_store(const struct search *search, const struct deal_table *table,
                                 const struct deals_where_deal_stores_rows *rows, size_t *at,
                                 struct deals_found *store)
{
    size_t end = *at;

    while (end < rows->count && rows->at[end].store_id == rows->at[*at].store_id)
        end++;
    struct sc_deal *deals = sc_arena_array(search->arena, end - *at, sizeof *deals);
    struct sc_where_offer *offers = sc_arena_array(search->arena, end - *at, sizeof *offers);
    if (deals == NULL || offers == NULL)
        return no_memory(search);
    *store = (struct deals_found){.deals = deals, .offers = offers};
    for (; *at < end; (*at)++) {
        const struct deals_where_deal_stores_row *row = &rows->at[*at];
        const int64_t *id =
            bsearch(&row->deal_id, table->ids, table->count, sizeof *table->ids, sc_order_i64);
        if (id == NULL)
            return sc_fail(search->tx->rq, SC_INTERNAL, "a deal that was not asked for");
        size_t d = (size_t)(id - table->ids);
        if (is_idle(&table->deals[d]))
            continue;
        if (store->count == SC_PRICE_DEALS_MAX)
            return sc_fail(search->tx->rq, SC_LIMITED,
                           "the store with the id %" PRId64 " has more than %d deals about this; "
                           "ask about fewer products",
                           row->store_id, SC_PRICE_DEALS_MAX);
        deals[store->count] = table->deals[d];
        offers[store->count] = table->offers[d];
        offers[store->count++].ends_local_us = row->has_ends_local ? row->ends_local : INT64_MAX;
    }
    return SC_OK;
}

static enum sc_status read_stores(const struct search *search, const struct deal_table *table,
                                  const struct deals_found **ret_found)
{
    const struct deals_ask *ask = search->ask;
    struct deals_where_deal_stores_in in = {
        .deal_id = {.at = table->ids, .count = table->count},
        .store_id = search->stores,
    };
    struct deals_where_deal_stores_rows rows;
    struct deals_found *found = sc_arena_array(search->arena, ask->store_count, sizeof *found);

    if (found == NULL)
        return no_memory(search);
    for (size_t s = 0; s < ask->store_count; s++)
        found[s] = (struct deals_found){.count = 0};
    enum sc_status st = deals_where_deal_stores_all(search->tx, &in, DEALS_FOUND_ROWS_MAX, &rows);
    for (size_t at = 0; st == SC_OK && at < rows.count;) {
        size_t s = 0;
        while (s < ask->store_count && ask->stores[s] != rows.at[at].store_id)
            s++;
        if (s == ask->store_count)
            return sc_fail(search->tx->rq, SC_INTERNAL, "a deal in a store that was not asked for");
        st = take_store(search, table, &rows, &at, &found[s]);
    }
    if (st == SC_OK)
        *ret_found = found;
    return st;
}

enum sc_status deals_find(struct sc_tx *tx, const struct deals_ask *ask,
                          const struct deals_found **ret_found)
{
    struct search search = {
        .tx = tx,
        .arena = tx->rq->arena,
        .ask = ask,
        .stores = {.at = ask->stores, .count = ask->store_count},
        .retailers = {.at = ask->retailers, .count = ask->item_count},
        .codes = {.at = ask->codes, .count = ask->item_count},
    };
    struct deal_table table = {0};
    enum sc_status st = read_deals(&search, &table);

    if (st == SC_OK)
        st = read_items(&search, &table);
    if (st == SC_OK)
        st = say_deals(&search, &table);
    return st == SC_OK ? read_stores(&search, &table, ret_found) : st;
}
