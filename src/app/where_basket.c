#include "app/where_basket.h"

#include "domain/deal_json.h"

static struct sc_str code_of(const void *facts, uint32_t item)
{
    return ((const struct sc_where_facts *)facts)->items[item].code;
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
    sc_json_object(out);
    sc_json_key_time(out, "at", visit->basket.at_us);
    sc_json_write_shopper(out, &visit->basket.shopper);
    sc_json_key(out, SC_STR("lines"));
    sc_json_array(out);
    for (size_t i = 0; i < visit->buy_count; i++)
        line_json(out, view, &visit->buys[i], &visit->basket.lines[i]);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("deals"));
    sc_json_array(out);
    for (size_t d = 0; d < visit->basket.deal_count; d++)
        if (is_about(&visit->basket.deals[d], visit)) {
            sc_json_object(out);
            sc_json_write_deal(out, &visit->basket.deals[d], code_of, view->facts);
            sc_json_object_end(out);
        }
    sc_json_array_end(out);
    sc_json_object_end(out);
}
