#include "app/where_basket.h"

#include "base/time.h"

void where_time_json(struct sc_json_out *out, const char *key, int64_t at_us)
{
    char text[SC_TIME_TEXT];

    sc_json_key(out, sc_str_of(key));
    if (at_us == INT64_MIN || at_us == INT64_MAX) {
        sc_json_null(out);
        return;
    }
    sc_time_write(at_us, text);
    sc_json_str(out, sc_str_of(text));
}

static void texts_json(struct sc_json_out *out, const char *key, const struct sc_str *texts,
                       size_t count)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_array(out);
    for (size_t i = 0; i < count; i++)
        sc_json_str(out, texts[i]);
    sc_json_array_end(out);
}

static void limit_json(struct sc_json_out *out, const char *key, int64_t value, int64_t none)
{
    if (value != none)
        sc_json_key_i64(out, key, value);
}

static void items_json(struct sc_json_out *out, const struct app_where_view *view, const char *key,
                       const uint32_t *items, size_t count)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_array(out);
    for (size_t i = 0; i < count; i++)
        sc_json_str(out, view->facts->items[items[i]].code);
    sc_json_array_end(out);
}

static void deal_json(struct sc_json_out *out, const struct app_where_view *view,
                      const struct sc_deal *deal)
{
    sc_json_object(out);
    sc_json_key_str(out, "id", deal->id);
    sc_json_key_str(out, "kind", sc_deal_kind_name(deal->kind));
    if (!sc_deal_is_basket_kind(deal->kind))
        items_json(out, view, "items", deal->items, deal->item_count);
    if (deal->get_items != NULL)
        items_json(out, view, "get_items", deal->get_items, deal->get_item_count);
    limit_json(out, "count", deal->count, 0);
    limit_json(out, "get", deal->get, 0);
    sc_json_key_i64(out, "value", deal->value);
    limit_json(out, "min_grams", deal->min_grams, 0);
    limit_json(out, "max_grams", deal->max_grams, SC_DEAL_NO_LIMIT);
    limit_json(out, "max_uses", deal->max_uses, SC_DEAL_NO_LIMIT);
    limit_json(out, "max_units", deal->max_units, SC_DEAL_NO_LIMIT);
    limit_json(out, "basket_min", deal->basket_min, SC_DEAL_NO_MIN);
    if (deal->basket_min_counts_own)
        sc_json_key_bool(out, "basket_min_counts_own", true);
    where_time_json(out, "starts", deal->starts_us);
    where_time_json(out, "ends", deal->ends_us);
    if (deal->coupon.at != NULL)
        sc_json_key_str(out, "coupon", deal->coupon);
    texts_json(out, "audiences", deal->audiences, deal->audience_count);
    sc_json_object_end(out);
}

static bool is_among(const uint32_t *items, size_t count, const struct sc_where_visit *visit)
{
    for (size_t i = 0; i < count; i++)
        for (size_t b = 0; b < visit->buy_count; b++)
            if (items[i] == visit->buys[b].price->item)
                return true;
    return false;
}

static bool is_about(const struct sc_deal *deal, const struct sc_where_visit *visit)
{
    return sc_deal_is_basket_kind(deal->kind) || is_among(deal->items, deal->item_count, visit) ||
           is_among(deal->get_items, deal->get_item_count, visit);
}

static void line_json(struct sc_json_out *out, const struct app_where_view *view,
                      const struct sc_where_buy *buy, const struct sc_basket_line *line)
{
    char id[16];

    snprintf(id, sizeof id, "%u", (unsigned)buy->line + 1);
    sc_json_object(out);
    sc_json_key_str(out, "id", sc_str_of(id));
    sc_json_key_str(out, "product", view->facts->items[line->product].code);
    if (line->is_weighed) {
        sc_json_key_i64(out, "grams", line->amount);
        sc_json_key_i64(out, "price_per_kg", line->price_minor);
    } else {
        sc_json_key_i64(out, "units", line->amount);
        sc_json_key_i64(out, "unit_price", line->price_minor);
        sc_json_key_i64(out, "deposit", line->deposit_minor);
    }
    sc_json_object_end(out);
}

void where_basket_json(struct sc_json_out *out, const struct app_where_view *view,
                       const struct sc_where_visit *visit)
{
    const struct sc_shopper *shopper = &visit->basket.shopper;

    sc_json_object(out);
    where_time_json(out, "at", visit->basket.at_us);
    texts_json(out, "audiences", shopper->audiences, shopper->audience_count);
    texts_json(out, "coupons", shopper->coupons, shopper->coupon_count);
    sc_json_key(out, SC_STR("lines"));
    sc_json_array(out);
    for (size_t i = 0; i < visit->buy_count; i++)
        line_json(out, view, &visit->buys[i], &visit->basket.lines[i]);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("deals"));
    sc_json_array(out);
    for (size_t d = 0; d < visit->basket.deal_count; d++)
        if (is_about(&visit->basket.deals[d], visit))
            deal_json(out, view, &visit->basket.deals[d]);
    sc_json_array_end(out);
    sc_json_object_end(out);
}
