#include <inttypes.h>

#include "app/where.h"
#include "app/where_basket.h"
#include "app/where_words.h"
#include "base/time.h"
#include "domain/gtin.h"

/* What is being written, and for which store of a plan. */
struct writer {
    struct sc_json_out *out;
    struct sc_arena *arena;
    const struct app_where_view *view;
};

static void key_null(struct writer *w, const char *key)
{
    sc_json_key(w->out, sc_str_of(key));
    sc_json_null(w->out);
}

/* 0 stands for "not given". */
static void key_amount(struct writer *w, const char *key, int64_t minor)
{
    if (minor == 0)
        key_null(w, key);
    else
        sc_json_key_i64(w->out, key, minor);
}

static void key_gtin(struct writer *w, uint64_t gtin)
{
    char text[SC_GTIN_TEXT];

    if (gtin == 0) {
        key_null(w, "gtin");
        return;
    }
    sc_gtin_write(gtin, text);
    sc_json_key_str(w->out, "gtin", sc_str_of(text));
}

static void key_array(struct writer *w, const char *key)
{
    sc_json_key(w->out, sc_str_of(key));
    sc_json_array(w->out);
}

/* List lines by their numbers, from 1. */
static void key_line_numbers(struct writer *w, const char *key, const uint32_t *lines, size_t count)
{
    key_array(w, key);
    for (size_t i = 0; i < count; i++)
        sc_json_i64(w->out, (int64_t)lines[i] + 1);
    sc_json_array_end(w->out);
}

static void list_line(struct writer *w, uint32_t number)
{
    const struct sc_where_line *line = &w->view->facts->lines[number];

    sc_json_object(w->out);
    sc_json_key_i64(w->out, "number", (int64_t)number + 1);
    sc_json_key_str(w->out, "text", line->text);
    sc_json_key_str(w->out, "note", line->note);
    sc_json_key_str(w->out, "confidence", sc_str_of(sc_match_confidence_name(line->confidence)));
    sc_json_key_str(w->out, "problem", line->problem);
    sc_json_key_i64(w->out, "accepted", (int64_t)line->accept_count);
    key_array(w, "guesses");
    for (size_t i = 0; i < line->guess_count; i++) {
        sc_json_object(w->out);
        key_gtin(w, line->guesses[i].gtin);
        sc_json_key_str(w->out, "name", line->guesses[i].name);
        sc_json_key(w->out, SC_STR("score"));
        sc_json_decimal(w->out, line->guesses[i].score, 4);
        sc_json_object_end(w->out);
    }
    sc_json_array_end(w->out);
    sc_json_object_end(w->out);
}

static void bought_price(struct writer *w, const struct sc_where_price *price)
{
    sc_json_key_i64(w->out, "price", price->price_minor);
    key_amount(w, "regular", price->regular_minor);
    sc_json_key_i64(w->out, "deposit", price->deposit_minor);
    sc_json_key_bool(w->out, "special", price->special != SC_WHERE_NO_SPECIAL);
    sc_json_key_time(w->out, "special_to_local", price->special_to_local_us);
    sc_json_key_bool(w->out, "special_is_over", price->special == SC_WHERE_SPECIAL_OVER);
    key_amount(w, "low_30d_said", price->low_said_minor);
    key_amount(w, "low_30d_seen", price->low_seen_minor);
    key_amount(w, "above_low", sc_where_special_low(price));
    sc_json_key_bool(w->out, "outlier", price->is_outlier);
    sc_json_key_time(w->out, "confirmed", price->seen_us);
    sc_json_key_str(w->out, "source", price->source);
}

static void bought_line(struct writer *w, const struct sc_where_visit *visit, size_t i)
{
    const struct sc_where_buy *buy = &visit->buys[i];
    const struct sc_where_accept *accept = &w->view->facts->lines[buy->line].accepts[buy->accept];
    const struct sc_where_item *item = &w->view->facts->items[accept->item];

    sc_json_object(w->out);
    sc_json_key_i64(w->out, "line", (int64_t)buy->line + 1);
    key_gtin(w, item->gtin);
    sc_json_key_str(w->out, "code", item->code);
    sc_json_key_str(w->out, "name", item->name);
    sc_json_key_str(w->out, "brand", item->brand);
    sc_json_key_i64(w->out, item->is_weighed ? "grams" : "units", accept->amount);
    sc_json_key_bool(w->out, "amount_is_doubtful", accept->amount_is_doubtful);
    bought_price(w, buy->price);
    sc_json_key_i64(w->out, "shelf", visit->till.lines[i].shelf_minor);
    sc_json_key_i64(w->out, "pays", visit->till.lines[i].pays_minor);
    sc_json_object_end(w->out);
}

static void deal_facts(struct writer *w, const struct sc_where_store *store, uint32_t deal)
{
    const struct sc_where_offer *offer = &store->offers[deal];

    sc_json_key_str(w->out, "deal", store->deals[deal].id);
    sc_json_key_str(w->out, "source_id", offer->source_id);
    sc_json_key_str(w->out, "words", offer->words);
    sc_json_key_str(w->out, "text", offer->text);
    sc_json_key_time(w->out, "ends", store->deals[deal].ends_us);
}

static void used_deals(struct writer *w, const struct sc_where_store *store,
                       const struct sc_where_visit *visit)
{
    key_array(w, "deals");
    for (size_t u = 0; u < visit->till.use_count; u++) {
        const struct sc_price_use *use = &visit->till.uses[u];
        sc_json_object(w->out);
        deal_facts(w, store, use->deal);
        sc_json_key_i64(w->out, "times", use->times);
        sc_json_key_i64(w->out, "pays", use->pays_minor);
        sc_json_key_i64(w->out, "saves", use->saves_minor);
        key_array(w, "lines");
        for (size_t t = 0; t < use->take_count; t++)
            sc_json_i64(w->out, (int64_t)visit->buys[use->takes[t].line].line + 1);
        sc_json_array_end(w->out);
        sc_json_object_end(w->out);
    }
    sc_json_array_end(w->out);
}

static void hints(struct writer *w, const struct sc_where_store *store,
                  const struct sc_where_visit *visit)
{
    key_array(w, "nudges");
    for (size_t n = 0; n < visit->till.nudge_count; n++) {
        const struct sc_price_nudge *nudge = &visit->till.nudges[n];
        sc_json_object(w->out);
        sc_json_key_i64(w->out, "line", (int64_t)visit->buys[nudge->line].line + 1);
        sc_json_key_i64(w->out, "add_units", nudge->add_units);
        sc_json_key_i64(w->out, "total", nudge->total_minor);
        deal_facts(w, store, nudge->deal);
        sc_json_object_end(w->out);
    }
    sc_json_array_end(w->out);
    key_array(w, "unpriced");
    for (size_t u = 0; u < visit->till.unpriced_count; u++) {
        sc_json_object(w->out);
        deal_facts(w, store, visit->till.unpriced[u]);
        sc_json_key_str(w->out, "kind", store->offers[visit->till.unpriced[u]].unpriced_kind);
        sc_json_object_end(w->out);
    }
    sc_json_array_end(w->out);
    sc_json_key_i64(w->out, "with_cards", visit->with_cards_minor);
}

static void visit_json(struct writer *w, const struct sc_where_visit *visit)
{
    const struct sc_where_store *store = &w->view->facts->stores[visit->store];

    sc_json_object(w->out);
    sc_json_key_str(w->out, "store", where_store_key(w->arena, store));
    sc_json_key_i64(w->out, "visit_cost", store->visit_minor);
    sc_json_key_i64(w->out, "till", visit->till.total_minor);
    sc_json_key_i64(w->out, "shelf", visit->till.shelf_total_minor);
    sc_json_key_i64(w->out, "deposits", visit->till.deposits_minor);
    sc_json_key_bool(w->out, "exact", visit->till.is_exact);
    sc_json_key_i64(w->out, "bound", visit->till.bound_minor);
    key_array(w, "lines");
    for (size_t i = 0; i < visit->buy_count; i++)
        bought_line(w, visit, i);
    sc_json_array_end(w->out);
    used_deals(w, store, visit);
    hints(w, store, visit);
    sc_json_key(w->out, SC_STR("basket"));
    where_basket_json(w->out, w->view, visit);
    sc_json_object_end(w->out);
}

static void missing_line(struct writer *w, uint32_t number)
{
    const struct sc_where_facts *facts = w->view->facts;
    struct sc_where_seller seller;

    sc_json_object(w->out);
    sc_json_key_i64(w->out, "line", (int64_t)number + 1);
    if (sc_where_cheapest_seller(facts, number, &seller)) {
        sc_json_key_str(w->out, "sold_at", where_store_key(w->arena, &facts->stores[seller.store]));
        sc_json_key_i64(w->out, "for", seller.minor);
    }
    sc_json_object_end(w->out);
}

static void plan_json(struct writer *w, size_t k)
{
    const struct sc_where_plan *plan = &w->view->answer->plans[k];

    sc_json_object(w->out);
    sc_json_key_i64(w->out, "max_stores", (int64_t)k + 1);
    sc_json_key_bool(w->out, "best", k == w->view->answer->best);
    sc_json_key_i64(w->out, "total", plan->total_minor);
    sc_json_key_i64(w->out, "goods", plan->goods_minor);
    sc_json_key_i64(w->out, "deposits", plan->deposits_minor);
    sc_json_key_i64(w->out, "visits", plan->visits_minor);
    sc_json_key_i64(w->out, "cost", plan->cost_minor);
    sc_json_key_bool(w->out, "exact", plan->is_exact);
    sc_json_key_i64(w->out, "bound", plan->bound_minor);
    key_array(w, "missing");
    for (size_t i = 0; i < plan->missing_count; i++)
        missing_line(w, plan->missing[i]);
    sc_json_array_end(w->out);
    key_array(w, "stops");
    for (size_t v = 0; v < plan->visit_count; v++)
        visit_json(w, &plan->visits[v]);
    sc_json_array_end(w->out);
    sc_json_object_end(w->out);
}

static void store_json(struct writer *w, size_t s)
{
    const struct sc_where_store *store = &w->view->facts->stores[s];
    const struct sc_where_store_total *total = &w->view->answer->stores[s];

    sc_json_object(w->out);
    sc_json_key_str(w->out, "store", where_store_key(w->arena, store));
    sc_json_key_str(w->out, "id", sc_arena_printf(w->arena, "%" PRId64, store->id));
    sc_json_key_str(w->out, "retailer", store->retailer_name);
    sc_json_key_str(w->out, "name", store->name);
    sc_json_key_str(w->out, "address", store->address);
    sc_json_key_str(w->out, "city", store->city);
    if (store->has_distance)
        sc_json_key_i64(w->out, "distance_m", store->distance_m);
    else
        key_null(w, "distance_m");
    sc_json_key_i64(w->out, "visit_cost", store->visit_minor);
    sc_json_key_i64(w->out, "till", total->goods_minor);
    sc_json_key_bool(w->out, "exact", total->is_exact);
    key_line_numbers(w, "missing", total->missing, total->missing_count);
    sc_json_object_end(w->out);
}

static void weights_json(struct writer *w)
{
    const struct sc_trip_weights *weights = &w->view->weights;

    sc_json_key(w->out, SC_STR("weights"));
    sc_json_object(w->out);
    sc_json_key_bool(w->out, "visit_cost_given", w->view->has_visit_cost);
    sc_json_key_i64(w->out, "per_km_milli", weights->per_km_milli);
    sc_json_key_i64(w->out, "per_hour_milli", weights->per_hour_milli);
    sc_json_key_i64(w->out, "detour_milli", weights->detour_milli);
    sc_json_key_i64(w->out, "speed_kmh", weights->speed_kmh);
    sc_json_key_i64(w->out, "stop_minutes", weights->stop_minutes);
    sc_json_key_i64(w->out, "missing_cost", w->view->facts->missing_minor);
    sc_json_object_end(w->out);
}

void app_where_json(struct sc_json_out *out, struct sc_arena *arena,
                    const struct app_where_view *view)
{
    struct writer w = {out, arena, view};

    sc_json_object(out);
    sc_json_key_str(out, "list", view->list_name);
    sc_json_key_time(out, "at", view->facts->at_us);
    sc_json_key_str(out, "currency", view->currency);
    sc_json_key_i64(out, "decimals", view->places);
    weights_json(&w);
    key_array(&w, "lines");
    for (uint32_t i = 0; i < view->facts->line_count; i++)
        list_line(&w, i);
    sc_json_array_end(out);
    key_array(&w, "plans");
    for (size_t k = 0; k < view->answer->plan_count; k++)
        plan_json(&w, k);
    sc_json_array_end(out);
    key_array(&w, "stores");
    for (size_t s = 0; s < view->facts->store_count; s++)
        store_json(&w, s);
    sc_json_array_end(out);
    key_array(&w, "notes");
    for (size_t i = 0; i < view->notes->count; i++)
        sc_json_str(out, view->notes->at[i].text);
    sc_json_array_end(out);
    sc_json_object_end(out);
}
