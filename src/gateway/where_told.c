#include "gateway/where_told.h"

#include "gateway/where_note.h"

/* What is told from; once memory has ended nothing more is made, and the caller hears of it. */
struct teller {
    struct sc_arena *arena;
    const struct gateway_where_ask *ask;
    const struct gateway_where *where;
    const struct sc_where_facts *facts;
    bool is_full;
};

/* `count` zeroed structs as rows; none where memory has ended. */
static void *make_rows(struct teller *t, size_t count, size_t size, struct sc_rows *ret_rows)
{
    void *at = sc_arena_array(t->arena, count, size);

    if (at == NULL)
        t->is_full = true;
    *ret_rows = (struct sc_rows){.at = at, .count = at == NULL ? 0 : count};
    return at;
}

/* Lines by their numbers, from 1. */
static struct sc_i32_list numbers_of(struct teller *t, const uint32_t *lines, size_t count)
{
    int32_t *numbers = sc_arena_array(t->arena, count, sizeof *numbers);

    if (numbers == NULL) {
        t->is_full = true;
        return (struct sc_i32_list){0};
    }
    for (size_t i = 0; i < count; i++)
        numbers[i] = (int32_t)lines[i] + 1;
    return (struct sc_i32_list){.at = numbers, .count = count};
}

static const struct where_proof *proof_of(struct teller *t, bool is_exact, int64_t bound)
{
    struct where_proof *proof = sc_arena_alloc(t->arena, sizeof *proof);

    if (proof == NULL) {
        t->is_full = true;
        return NULL;
    }
    *proof = (struct where_proof){is_exact, bound, t->where->currency};
    return proof;
}

static struct where_store store_of(const struct sc_where_store *store)
{
    return (struct where_store){
        .id = store->id,
        .code = store->code,
        .name = store->name,
        .address = store->address,
        .city = store->city,
    };
}

static void tell_line(struct teller *t, uint32_t number, struct where_line *line)
{
    const struct sc_where_line *from = &t->facts->lines[number];

    *line = (struct where_line){
        .number = (int32_t)number + 1,
        .item_id = t->ask->lines[number].item_id,
        .text = from->text,
        .note = from->note,
        .confidence = sc_str_of(sc_match_confidence_name(from->confidence)),
        .problem = from->problem,
    };
    struct where_guess *guesses = make_rows(t, from->guess_count, sizeof *guesses, &line->guesses);
    for (size_t i = 0; i < line->guesses.count; i++)
        guesses[i] = (struct where_guess){from->guesses[i].product_id, from->guesses[i].score};
}

static void tell_stop_line(const struct teller *t, const struct sc_where_visit *visit, size_t i,
                           struct where_stop_line *line)
{
    const struct sc_where_buy *buy = &visit->buys[i];
    const struct sc_where_accept *accept = &t->facts->lines[buy->line].accepts[buy->accept];
    const struct sc_where_item *item = &t->facts->items[accept->item];
    const struct sc_where_price *price = buy->price;
    int64_t low = sc_where_special_low(price);
    struct sc_str currency = t->where->currency, none = {0};

    *line = (struct where_stop_line){
        .line = (int32_t)buy->line + 1,
        .product_id = item->product_id,
        .code = item->code,
        .name = item->name,
        .brand = item->brand,
        .units = (int32_t)accept->amount,
        .has_units = !item->is_weighed,
        .grams = (int32_t)accept->amount,
        .has_grams = item->is_weighed,
        .is_amount_doubtful = accept->amount_is_doubtful,
        .is_special = price->special != SC_WHERE_NO_SPECIAL,
        .is_outlier = price->is_outlier,
        .currency = currency,
        .price = price->price_minor,
        .deposit = price->deposit_minor,
        .shelf = visit->till.lines[i].shelf_minor,
        .pays = visit->till.lines[i].pays_minor,
        .regular = price->regular_minor,
        .has_regular = price->regular_minor != 0,
        .regular_currency = price->regular_minor != 0 ? currency : none,
        .special_is_above = low,
        .has_special_is_above = low != 0,
        .special_is_above_currency = low != 0 ? currency : none,
        .confirmed_at = price->seen_us,
        .source = price->source,
    };
}

static struct where_deal deal_of(const struct teller *t, const struct sc_where_store *store,
                                 uint32_t deal)
{
    struct where_deal told = {
        .deal_text = store->offers[deal].text,
        .deal_source_id = store->offers[deal].source_id,
        .words = store->offers[deal].words,
        .currency = t->where->currency,
    };

    /* deals_find.h: a deal's id is that of its row. */
    if (sc_str_i64(store->deals[deal].id, &told.deal_id) != SC_OK)
        told.deal_id = 0;
    return told;
}

static struct sc_i32_list lines_of(struct teller *t, const struct sc_where_visit *visit,
                                   const struct sc_price_use *use)
{
    uint32_t *lines = sc_arena_array(t->arena, use->take_count, sizeof *lines);

    if (lines == NULL) {
        t->is_full = true;
        return (struct sc_i32_list){0};
    }
    for (size_t i = 0; i < use->take_count; i++)
        lines[i] = visit->buys[use->takes[i].line].line;
    return numbers_of(t, lines, use->take_count);
}

static void tell_deals(struct teller *t, const struct sc_where_visit *visit,
                       struct where_stop *stop)
{
    const struct sc_where_store *store = &t->facts->stores[visit->store];
    const struct sc_price_answer *till = &visit->till;
    struct where_deal *deals = make_rows(t, till->use_count, sizeof *deals, &stop->deals);

    for (size_t u = 0; u < stop->deals.count; u++) {
        const struct sc_price_use *use = &till->uses[u];
        deals[u] = deal_of(t, store, use->deal);
        deals[u].times = (int32_t)use->times;
        deals[u].pays = use->pays_minor;
        deals[u].saves = use->saves_minor;
        deals[u].lines = lines_of(t, visit, use);
    }
    deals = make_rows(t, till->nudge_count, sizeof *deals, &stop->nudges);
    for (size_t n = 0; n < stop->nudges.count; n++) {
        const struct sc_price_nudge *nudge = &till->nudges[n];
        deals[n] = deal_of(t, store, nudge->deal);
        deals[n].line = (int32_t)visit->buys[nudge->line].line + 1;
        deals[n].add_units = (int32_t)nudge->add_units;
        deals[n].till = nudge->total_minor;
    }
    deals = make_rows(t, till->unpriced_count, sizeof *deals, &stop->unpriced);
    for (size_t u = 0; u < stop->unpriced.count; u++)
        deals[u] = deal_of(t, store, till->unpriced[u]);
}

static void tell_stop(struct teller *t, const struct sc_where_visit *visit, struct where_stop *stop)
{
    const struct sc_where_store *store = &t->facts->stores[visit->store];

    *stop = (struct where_stop){
        .store = store_of(store),
        .distance_m = (int32_t)store->distance_m,
        .has_distance_m = store->has_distance,
        .currency = t->where->currency,
        .visit = store->visit_minor,
        .till = visit->till.total_minor,
        .shelf = visit->till.shelf_total_minor,
        .deposits = visit->till.deposits_minor,
        .with_cards = visit->with_cards_minor,
        .proof = proof_of(t, visit->till.is_exact, visit->till.bound_minor),
    };
    struct where_stop_line *lines = make_rows(t, visit->buy_count, sizeof *lines, &stop->lines);
    for (size_t i = 0; i < stop->lines.count; i++)
        tell_stop_line(t, visit, i, &lines[i]);
    tell_deals(t, visit, stop);
}

static struct sc_str reason_name(enum sc_where_gap gap)
{
    switch (gap) {
    case SC_WHERE_NOT_UNDERSTOOD:
        return SC_STR("not_understood");
    case SC_WHERE_NOTHING_LIKE_IT:
        return SC_STR("nothing_like_it");
    case SC_WHERE_NOT_SURE:
        return SC_STR("not_sure");
    case SC_WHERE_NOT_SOLD:
        return SC_STR("not_sold");
    case SC_WHERE_NOT_WORTH_IT:
        break;
    }
    return SC_STR("not_worth_it");
}

static void tell_missing(const struct teller *t, uint32_t line, struct where_missing *missing)
{
    struct sc_where_seller seller;
    enum sc_where_gap gap = sc_where_gap_of(t->facts, line, &seller);

    *missing = (struct where_missing){.line = (int32_t)line + 1, .reason = reason_name(gap)};
    if (gap != SC_WHERE_NOT_WORTH_IT)
        return;
    missing->sold_at_id = t->facts->stores[seller.store].id;
    missing->for_minor = seller.minor;
    missing->for_currency = t->where->currency;
    missing->has_sold_at_id = missing->has_for_minor = true;
}

static void tell_plan(struct teller *t, size_t k, struct where_plan *plan)
{
    const struct sc_where_plan *from = &t->where->answer.plans[k];

    *plan = (struct where_plan){
        .max_stores = (int32_t)k + 1,
        .currency = t->where->currency,
        .total = from->total_minor,
        .goods = from->goods_minor,
        .deposits = from->deposits_minor,
        .visits = from->visits_minor,
        .cost = from->cost_minor,
        .proof = proof_of(t, from->is_exact, from->bound_minor),
    };
    struct where_stop *stops = make_rows(t, from->visit_count, sizeof *stops, &plan->stops);
    for (size_t v = 0; v < plan->stops.count; v++)
        tell_stop(t, &from->visits[v], &stops[v]);
    struct where_missing *missing =
        make_rows(t, from->missing_count, sizeof *missing, &plan->missing);
    for (size_t i = 0; i < plan->missing.count; i++)
        tell_missing(t, from->missing[i], &missing[i]);
}

static void tell_total(struct teller *t, size_t s, struct where_total *total)
{
    const struct sc_where_store *store = &t->facts->stores[s];
    const struct sc_where_store_total *from = &t->where->answer.stores[s];

    *total = (struct where_total){
        .store = store_of(store),
        .distance_m = (int32_t)store->distance_m,
        .has_distance_m = store->has_distance,
        .currency = t->where->currency,
        .visit = store->visit_minor,
        .till = from->goods_minor,
        .is_exact = from->is_exact,
        .missing = numbers_of(t, from->missing, from->missing_count),
    };
}

enum sc_status gateway_where_told(struct sc_request *rq, const struct gateway_where_ask *ask,
                                  const struct gateway_where *where, struct where_row *ret_row)
{
    struct teller t = {.arena = rq->arena, .ask = ask, .where = where, .facts = &where->facts};
    struct where_row row = {
        .at = where->facts.at_us,
        .currency = where->currency,
        .notes = {where->notes->at, where->notes->count},
    };
    struct where_line *lines = make_rows(&t, t.facts->line_count, sizeof *lines, &row.lines);
    struct where_plan *plans = make_rows(&t, where->answer.plan_count, sizeof *plans, &row.plans);
    struct where_total *stores = make_rows(&t, t.facts->store_count, sizeof *stores, &row.stores);

    for (uint32_t i = 0; i < row.lines.count; i++)
        tell_line(&t, i, &lines[i]);
    for (size_t k = 0; k < row.plans.count; k++)
        tell_plan(&t, k, &plans[k]);
    for (size_t s = 0; s < row.stores.count; s++)
        tell_total(&t, s, &stores[s]);
    if (t.is_full)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for an answer of that size");
    row.best = &plans[where->answer.best];
    *ret_row = row;
    return SC_OK;
}
