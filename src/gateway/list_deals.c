#include "gateway/list_deals.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/where_input.h"
#include "gateway/where_note.h"

static const struct sc_field in_fields[] = {
    SC_FIELD(struct list_deals_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD_OF_OR_NULL(struct list_deals_in, input, SC_FIELD_ROW, &where_input_shape),
    SC_FIELD(struct list_deals_in, first, SC_FIELD_INTEGER),
};
const struct sc_shape list_deals_in_shape = SC_SHAPE(struct list_deals_in, in_fields);

static const struct sc_field store_fields[] = {
    {"store.id", SC_FIELD_BIGINT, false, offsetof(struct list_deal_store, store.id), 0, NULL},
};
static const struct sc_shape store_shape = SC_SHAPE(struct list_deal_store, store_fields);

static const struct sc_field deal_fields[] = {
    {"deal.id", SC_FIELD_BIGINT, false, offsetof(struct list_deal, deal_id), 0, NULL},
    SC_FIELD(struct list_deal, words, SC_FIELD_TEXT),
    SC_FIELD(struct list_deal, is_open, SC_FIELD_BOOLEAN),
    SC_FIELD(struct list_deal, items, SC_FIELD_TEXTS),
    SC_FIELD_OF(struct list_deal, stores, SC_FIELD_ROWS, &store_shape),
};
static const struct sc_shape deal_shape = SC_SHAPE(struct list_deal, deal_fields);

static const struct sc_field row_fields[] = {
    SC_FIELD(struct list_deals_row, total, SC_FIELD_INTEGER),
    SC_FIELD_OF(struct list_deals_row, deals, SC_FIELD_ROWS, &deal_shape),
    SC_FIELD_OF(struct list_deals_row, notes, SC_FIELD_ROWS, &where_note_shape),
};
const struct sc_shape list_deals_row_shape = SC_SHAPE(struct list_deals_row, row_fields);

/* A deal at one store, where it is about something. */
struct found {
    const struct sc_deal *deal;
    const struct sc_where_offer *offer;
    int64_t id;
    uint32_t store;
};

struct teller {
    struct sc_request *rq;
    const struct gateway_where_ask *ask;
    const struct sc_where_facts *facts;
    /* Lines by the item that they take: those of item i stand from first[i] to first[i + 1]. */
    uint32_t *first, *lines;
    struct found *found; /* by end, id, store */
    size_t count;
};

static enum sc_status no_memory(struct sc_request *rq)
{
    return sc_fail(rq, SC_NO_MEMORY, "no memory for so many deals");
}

static enum sc_status index_lines(struct teller *t)
{
    const struct sc_where_facts *facts = t->facts;
    size_t total = 0;

    t->first = sc_arena_array(t->rq->arena, facts->item_count + 2, sizeof *t->first);
    for (size_t l = 0; l < facts->line_count; l++)
        total += facts->lines[l].accept_count;
    t->lines = sc_arena_array(t->rq->arena, total, sizeof *t->lines);
    if (t->first == NULL || t->lines == NULL)
        return no_memory(t->rq);
    /* Counted two places on, summed up, and moved on by one as they are filled. */
    for (size_t l = 0; l < facts->line_count; l++)
        for (size_t a = 0; a < facts->lines[l].accept_count; a++)
            t->first[facts->lines[l].accepts[a].item + 2]++;
    for (size_t i = 2; i < facts->item_count + 2; i++)
        t->first[i] += t->first[i - 1];
    for (uint32_t l = 0; l < facts->line_count; l++)
        for (size_t a = 0; a < facts->lines[l].accept_count; a++)
            t->lines[t->first[facts->lines[l].accepts[a].item + 1]++] = l;
    return SC_OK;
}

/* Marks the lines that a deal is about, at a store; how many are marked there. */
static size_t mark_lines(const struct teller *t, const struct found *at, bool *is_about)
{
    const struct sc_where_store *store = &t->facts->stores[at->store];
    size_t count = 0;

    if (sc_deal_is_basket_kind(at->deal->kind))
        return 0;
    for (size_t i = 0; i < at->deal->item_count; i++) {
        uint32_t item = at->deal->items[i];
        if (t->first[item] == t->first[item + 1] || sc_where_price_of(store, item) == NULL)
            continue;
        for (uint32_t l = t->first[item]; l < t->first[item + 1]; l++, count++)
            is_about[t->lines[l]] = true;
    }
    return count;
}

static int by_end(const void *a, const void *b)
{
    const struct found *x = a, *y = b;

    if (x->deal->ends_us != y->deal->ends_us)
        return x->deal->ends_us < y->deal->ends_us ? -1 : 1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->store > y->store) - (x->store < y->store);
}

static enum sc_status find_deals(struct teller *t, bool *is_about)
{
    size_t room = 0;

    for (size_t s = 0; s < t->facts->store_count; s++)
        room += t->facts->stores[s].deal_count;
    t->found = sc_arena_array(t->rq->arena, room, sizeof *t->found);
    if (t->found == NULL)
        return no_memory(t->rq);
    for (uint32_t s = 0; s < t->facts->store_count; s++) {
        const struct sc_where_store *store = &t->facts->stores[s];
        for (size_t d = 0; d < store->deal_count; d++) {
            struct found found = {&store->deals[d], &store->offers[d], 0, s};
            /* deals_find.h: a deal's id is that of its row. */
            if (sc_str_i64(found.deal->id, &found.id) == SC_OK &&
                mark_lines(t, &found, is_about) > 0)
                t->found[t->count++] = found;
        }
    }
    qsort(t->found, t->count, sizeof *t->found, by_end);
    return SC_OK;
}

/* One deal of those found, from `begin` to `end`: one at each store. */
static enum sc_status tell_deal(const struct teller *t, size_t begin, size_t end, bool *is_about,
                                struct list_deal *deal)
{
    const struct found *first = &t->found[begin];
    struct list_deal_store *stores = sc_arena_array(t->rq->arena, end - begin, sizeof *stores);
    struct sc_str *items = sc_arena_array(t->rq->arena, t->facts->line_count, sizeof *items);

    if (stores == NULL || items == NULL)
        return no_memory(t->rq);
    memset(is_about, 0, t->facts->line_count * sizeof *is_about);
    for (size_t i = begin; i < end; i++) {
        mark_lines(t, &t->found[i], is_about);
        stores[i - begin].store.id = t->facts->stores[t->found[i].store].id;
    }
    *deal = (struct list_deal){
        .deal_id = first->id,
        .words = first->offer->words,
        .is_open = sc_deal_is_available(first->deal, &t->facts->shopper, t->facts->at_us),
        .items = {.at = items},
        .stores = {stores, end - begin},
    };
    for (size_t l = 0; l < t->facts->line_count; l++)
        if (is_about[l])
            items[deal->items.count++] = t->ask->lines[l].item_id;
    return SC_OK;
}

static enum sc_status tell(struct teller *t, int32_t first, struct list_deals_row *row)
{
    bool *is_about = sc_arena_array(t->rq->arena, t->facts->line_count, sizeof *is_about);
    struct list_deal *deals = sc_arena_array(t->rq->arena, (size_t)first, sizeof *deals);
    enum sc_status st = is_about == NULL || deals == NULL ? no_memory(t->rq) : SC_OK;

    if (st == SC_OK)
        st = find_deals(t, is_about);
    row->deals.at = deals;
    for (size_t begin = 0, end; st == SC_OK && begin < t->count; begin = end) {
        for (end = begin + 1; end < t->count && t->found[end].id == t->found[begin].id;)
            end++;
        if (row->total++ < first)
            st = tell_deal(t, begin, end, is_about, &deals[row->deals.count++]);
    }
    return st;
}

enum sc_status gateway_deals_for_list(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                      void *ret_row)
{
    const struct list_deals_in *wanted = in;
    const struct where_in asked = {wanted->list_id, true, wanted->input};
    struct gateway_where_ask ask;
    struct gateway_where where;
    struct teller t = {.rq = rq, .ask = &ask, .facts = &where.facts};
    struct list_deals_row row = {0};

    if (wanted->first < 0 || wanted->first > GATEWAY_LIST_DEALS_MAX)
        return sc_fail(rq, SC_INVALID, "first: must be 0 to %d, not %" PRId32,
                       GATEWAY_LIST_DEALS_MAX, wanted->first);
    enum sc_status st = gateway_where_input(rq, pg, &asked, &ask);
    if (st != SC_OK)
        return st;
    ask.stores_max = GATEWAY_LIST_DEALS_STORES_MAX;
    st = gateway_where_facts(rq, pg, &ask, &where);
    if (st == SC_OK)
        st = index_lines(&t);
    if (st == SC_OK)
        st = tell(&t, wanted->first, &row);
    if (st != SC_OK)
        return st;
    row.notes = (struct sc_rows){where.notes->at, where.notes->count};
    *(struct list_deals_row *)ret_row = row;
    return SC_OK;
}
