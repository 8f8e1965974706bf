#include "domain/money.h"
#include "retail/feed_deal.h"
#include "retail/feed_table_row.h"
#include "retail/feed_when.h"

/*
 * Google Merchant promotions. Their words are those of the CouponValueType
 * reference; what cannot be told in the kinds of deal.h is kept unpriced.
 */

enum {
    NUMBER_MAX = 1000000, /* of a quantity; real ones have one or two digits */
    WHOLE = 10000,        /* basis points */
};

/* The numbers of one promotion; 0: not given. */
struct promotion {
    struct sc_str kind;
    bool is_for_all;
    struct feed_codes items, gifts;
    int64_t percent, amount, minimum, price; /* basis points; minor units */
    int64_t buy, get, limit;
};

static bool is_given(const struct feed_table *t, enum feed_field field)
{
    return t->cells[field].len > 0;
}

static bool is_word(const struct feed_table *t, enum feed_field field, const char *word)
{
    return sc_str_eq_nocase(t->cells[field], sc_str_of(word));
}

static enum feed_reason read_number(const struct feed_table *t, enum feed_field field,
                                    int64_t *ret_number)
{
    if (!is_given(t, field))
        return FEED_REASON_NONE;
    if (sc_str_i64(t->cells[field], ret_number) != SC_OK || *ret_number < 0 ||
        *ret_number > NUMBER_MAX)
        return FEED_BAD_DEAL;
    return FEED_REASON_NONE;
}

static enum feed_reason read_amount(struct feed_table *t, enum feed_field field, int64_t *ret_minor)
{
    return is_given(t, field) ? feed_table_money(t, t->cells[field], ret_minor) : FEED_REASON_NONE;
}

/* "20", "20%" or "12.5": basis points. */
static enum feed_reason read_percent(const struct feed_table *t, int64_t *ret_basis_points)
{
    struct sc_str text = t->cells[FEED_FIELD_DEAL_PERCENT];

    if (text.len == 0)
        return FEED_REASON_NONE;
    if (sc_str_ends(text, SC_STR("%")))
        text.len--;
    if (sc_decimal_read(text, t->map->decimal, 2, ret_basis_points) != SC_OK)
        return FEED_BAD_DEAL;
    return FEED_REASON_NONE;
}

static enum sc_status read_list(struct feed_table *t, enum feed_field field,
                                struct feed_codes *codes)
{
    struct sc_str rest = t->cells[field];
    struct sc_str part;
    enum sc_status st = SC_OK;

    while (st == SC_OK && sc_str_take(&rest, ',', &part)) {
        part = sc_str_trim(part);
        if (part.len > 0 && part.len <= FEED_CODE_MAX)
            st = feed_codes_add(t->row, codes, part);
    }
    feed_codes_close(codes);
    return st;
}

static void drop_codes(struct feed_codes *codes, const struct feed_codes *without)
{
    size_t kept = 0;

    for (size_t i = 0, k = 0; i < codes->count; i++) {
        while (k < without->count && sc_str_cmp(without->at[k], codes->at[i]) < 0)
            k++;
        if (k == without->count || !sc_str_eq(without->at[k], codes->at[i]))
            codes->at[kept++] = codes->at[i];
    }
    codes->count = kept;
}

static enum sc_status read_items(struct feed_table *t, struct promotion *p)
{
    struct feed_codes without = {0};
    enum sc_status st = read_list(t, FEED_FIELD_DEAL_ITEMS, &p->items);

    if (st == SC_OK)
        st = read_list(t, FEED_FIELD_DEAL_ITEMS_NOT, &without);
    if (st == SC_OK)
        st = read_list(t, FEED_FIELD_DEAL_GIFT_ITEM, &p->gifts);
    if (st == SC_OK)
        drop_codes(&p->items, &without);
    return st;
}

static enum feed_reason read_numbers(struct feed_table *t, struct promotion *p)
{
    enum feed_reason reason = read_percent(t, &p->percent);

    if (reason == FEED_REASON_NONE)
        reason = read_amount(t, FEED_FIELD_DEAL_AMOUNT, &p->amount);
    if (reason == FEED_REASON_NONE)
        reason = read_amount(t, FEED_FIELD_DEAL_MIN_PURCHASE, &p->minimum);
    if (reason == FEED_REASON_NONE)
        reason = read_amount(t, FEED_FIELD_DEAL_PRICE, &p->price);
    if (reason == FEED_REASON_NONE)
        reason = read_number(t, FEED_FIELD_DEAL_BUY, &p->buy);
    if (reason == FEED_REASON_NONE)
        reason = read_number(t, FEED_FIELD_DEAL_GET, &p->get);
    if (reason == FEED_REASON_NONE)
        reason = read_number(t, FEED_FIELD_DEAL_LIMIT, &p->limit);
    return reason;
}

/* Why a promotion cannot be told in our kinds, before its kind is looked at; empty: it can. */
static struct sc_str beyond_us(const struct feed_table *t, const struct promotion *p)
{
    if (is_word(t, FEED_FIELD_DEAL_CHANNEL, "online"))
        return SC_STR("online only");
    if (is_given(t, FEED_FIELD_DEAL_STORES_NOT))
        return SC_STR("in all stores but some");
    if (is_given(t, FEED_FIELD_DEAL_GROUPS))
        return SC_STR("by brand, type or group");
    if (is_given(t, FEED_FIELD_DEAL_LIMIT_VALUE))
        return SC_STR("up to a price");
    if (p->is_for_all && is_given(t, FEED_FIELD_DEAL_ITEMS_NOT))
        return SC_STR("all products but some");
    if (p->items.is_over)
        return SC_STR("too many products");
    return (struct sc_str){0};
}

static void set_basket_kind(const struct promotion *p, struct feed_deal *deal)
{
    bool is_percent = sc_str_eq_nocase(p->kind, SC_STR("PERCENT_OFF"));

    if (!is_percent && !sc_str_eq_nocase(p->kind, SC_STR("MONEY_OFF"))) {
        feed_deal_unprice(deal, p->kind);
        return;
    }
    deal->kind = is_percent ? SC_DEAL_BASKET_PERCENT_OFF : SC_DEAL_BASKET_AMOUNT_OFF;
    deal->value = is_percent ? p->percent : p->amount;
}

/* Buy M, then N more are cut. */
static void set_buy_get_kind(const struct promotion *p, struct feed_deal *deal)
{
    if (sc_str_eq_nocase(p->kind, SC_STR("BUY_M_GET_N_MONEY_OFF"))) {
        deal->kind = SC_DEAL_AMOUNT_OFF;
        deal->count = p->buy + p->get;
        deal->value = p->amount * p->get;
    } else if (p->percent == WHOLE) {
        deal->kind = SC_DEAL_BUY_GET;
        deal->count = p->buy;
        deal->get = p->get;
        deal->value = 0;
    } else if (p->get == 1) {
        deal->kind = SC_DEAL_CHEAPEST_PERCENT_OFF;
        deal->count = p->buy + 1;
        deal->value = p->percent;
    } else {
        feed_deal_unprice(deal, SC_STR("several more at a percentage off"));
    }
}

static void set_gift_kind(const struct promotion *p, struct feed_deal *deal)
{
    if (p->gifts.count == 0) {
        feed_deal_unprice(deal, p->kind);
    } else if (p->is_for_all) { /* a gift with the basket: one of them costs nothing */
        deal->kind = SC_DEAL_PERCENT_OFF;
        deal->value = WHOLE;
        deal->max_units = 1;
        deal->basket_min_counts_own = false;
        deal->codes = p->gifts.at;
        deal->code_count = p->gifts.count;
    } else {
        deal->kind = SC_DEAL_BUY_GET;
        deal->count = p->buy > 0 ? p->buy : 1;
        deal->get = 1;
        deal->value = 0;
        deal->get_codes = p->gifts.at;
        deal->get_code_count = p->gifts.count;
    }
}

static void set_kind(const struct promotion *p, struct feed_deal *deal)
{
    if (sc_str_eq_nocase(p->kind, SC_STR("FREE_GIFT_WITH_ITEM_ID")) ||
        sc_str_eq_nocase(p->kind, SC_STR("FREE_GIFT"))) {
        set_gift_kind(p, deal);
    } else if (p->is_for_all) {
        set_basket_kind(p, deal);
    } else if (sc_str_eq_nocase(p->kind, SC_STR("PERCENT_OFF")) ||
               sc_str_eq_nocase(p->kind, SC_STR("BUY_M_GET_PERCENT_OFF"))) {
        deal->kind = SC_DEAL_PERCENT_OFF;
        deal->count = p->buy > 0 ? p->buy : 1;
        deal->value = p->percent;
    } else if (sc_str_eq_nocase(p->kind, SC_STR("MONEY_OFF")) ||
               sc_str_eq_nocase(p->kind, SC_STR("BUY_M_GET_MONEY_OFF"))) {
        deal->kind = SC_DEAL_AMOUNT_OFF;
        deal->count = p->buy > 0 ? p->buy : 1;
        deal->value = p->amount;
    } else if (sc_str_eq_nocase(p->kind, SC_STR("BUY_M_GET_N_MONEY_OFF")) ||
               sc_str_eq_nocase(p->kind, SC_STR("BUY_M_GET_N_PERCENT_OFF"))) {
        set_buy_get_kind(p, deal);
    } else {
        feed_deal_unprice(deal, p->kind);
    }
}

static enum feed_reason read_words(struct feed_table *t, struct feed_deal *deal)
{
    deal->line = t->line;
    deal->source_id = t->cells[FEED_FIELD_DEAL_ID];
    deal->text = is_given(t, FEED_FIELD_DEAL_TEXT) ? t->cells[FEED_FIELD_DEAL_TEXT]
                                                   : t->cells[FEED_FIELD_DEAL_ID];
    if (deal->source_id.len == 0 || deal->source_id.len > FEED_CODE_MAX)
        return FEED_BAD_DEAL;
    if (is_given(t, FEED_FIELD_DEAL_DATES) &&
        feed_when_span(t->cells[FEED_FIELD_DEAL_DATES], &deal->starts, &deal->ends) != SC_OK)
        return FEED_BAD_TIME;
    if (is_word(t, FEED_FIELD_DEAL_OFFER, "generic_code")) {
        deal->coupon = t->cells[FEED_FIELD_DEAL_COUPON];
        if (deal->coupon.len == 0)
            return FEED_BAD_DEAL;
    }
    return FEED_REASON_NONE;
}

static void set_limits(const struct feed_table *t, const struct promotion *p,
                       struct feed_deal *deal)
{
    struct sc_str beyond = beyond_us(t, p);

    deal->codes = p->items.at;
    deal->code_count = p->is_for_all ? 0 : p->items.count;
    if (p->minimum > 0) {
        deal->basket_min = p->minimum;
        deal->basket_min_counts_own = true; /* "spend 50": the whole purchase */
    }
    if (p->limit > 0)
        deal->max_units = p->limit;
    if (beyond.len > 0)
        feed_deal_unprice(deal, beyond);
    else if (p->price > 0)
        feed_deal_unprice(deal, SC_STR("at a promotion price"));
    else
        set_kind(p, deal);
    feed_deal_check(deal);
}

/* Once for all stores, or once for each that it names. */
static enum sc_status give(struct feed_table *t, struct feed_deal *deal)
{
    struct feed_codes stores = {0};
    enum sc_status st = feed_table_begin(t);

    if (st == SC_OK && is_word(t, FEED_FIELD_DEAL_STORES_APPLY, "specific_stores"))
        st = read_list(t, FEED_FIELD_DEAL_STORES, &stores);
    deal->all_stores = stores.count == 0;
    if (st == SC_OK && deal->all_stores)
        return t->sink->deal(t->sink->context, deal);
    for (size_t i = 0; st == SC_OK && i < stores.count; i++) {
        deal->store_code = stores.at[i];
        st = t->sink->deal(t->sink->context, deal);
    }
    return st;
}

enum sc_status feed_table_deal(struct feed_table *table, enum feed_reason *ret_reason)
{
    struct promotion p = {.kind = table->cells[FEED_FIELD_DEAL_KIND]};
    struct feed_deal deal = feed_deal_blank();

    p.is_for_all = is_word(table, FEED_FIELD_DEAL_APPLIES, "all_products");
    *ret_reason = read_words(table, &deal);
    if (*ret_reason == FEED_REASON_NONE)
        *ret_reason = read_numbers(table, &p);
    if (*ret_reason == FEED_REASON_NONE && p.kind.len == 0)
        *ret_reason = FEED_BAD_DEAL;
    bool names_stores = is_word(table, FEED_FIELD_DEAL_STORES_APPLY, "specific_stores");
    if (*ret_reason == FEED_REASON_NONE && names_stores && !is_given(table, FEED_FIELD_DEAL_STORES))
        *ret_reason = FEED_NO_STORE;
    if (*ret_reason != FEED_REASON_NONE)
        return SC_OK;
    enum sc_status st = read_items(table, &p);
    if (st != SC_OK)
        return st;
    set_limits(table, &p, &deal);
    return give(table, &deal);
}
