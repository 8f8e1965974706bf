#include <string.h>

#include "base/time.h"
#include "domain/money.h"
#include "retail/feed_il_parts.h"
#include "retail/feed_when.h"

/*
 * What the reward types mean, from thousands of real promotions; docs/feeds.md
 * has the table with its reasons. Quantities are in thousandths, so that a kilogram's are grams.
 */

enum {
    WHOLE = 10000,         /* basis points */
    ANY_WEIGHT = 10,       /* "0.01": from the first gram on */
    GRAMS_FROM = 1000,     /* units, that is: 1000 pieces are no gift, 1000 grams are */
    ANY_SPEND_MINOR = 100, /* a threshold of an agora or so stands for "any" */
};

/* The numbers of one promotion; quantities in thousandths, money in agorot; -1: not given. */
struct rule {
    int64_t reward, min_qty, max_qty, gift_count, price, rate, type, min_purchase, min_amount;
    bool is_weighed, is_coupon, is_active, is_total;
};

static bool has_flag(const struct il_record *record, enum il_tag tag)
{
    return sc_str_eq(record->leaf[tag], SC_STR("1"));
}

/* False: there is something, and it is no number. */
static bool read_number(const struct il_record *record, enum il_tag tag, int places,
                        int64_t *ret_value)
{
    *ret_value = -1;
    if (record->leaf[tag].len == 0)
        return true;
    return sc_decimal_read(record->leaf[tag], '.', places, ret_value) == SC_OK && *ret_value >= 0;
}

static bool read_rule(const struct il_record *record, struct rule *rule)
{
    rule->is_weighed = has_flag(record, IL_IS_WEIGHTED_PROMO);
    rule->is_coupon = has_flag(record, IL_ADDITIONAL_COUPON);
    rule->is_total = has_flag(record, IL_ADDITIONAL_TOTAL);
    rule->is_active = !sc_str_eq(record->leaf[IL_ADDITIONAL_ACTIVE], SC_STR("0"));
    return read_number(record, IL_REWARD, 0, &rule->reward) &&
           read_number(record, IL_MIN_QTY, 3, &rule->min_qty) &&
           read_number(record, IL_MAX_QTY, 3, &rule->max_qty) &&
           read_number(record, IL_ADDITIONAL_GIFT_COUNT, 3, &rule->gift_count) &&
           read_number(record, IL_DISCOUNTED_PRICE, 2, &rule->price) &&
           read_number(record, IL_DISCOUNT_RATE, 0, &rule->rate) &&
           read_number(record, IL_DISCOUNT_TYPE, 0, &rule->type) &&
           read_number(record, IL_MIN_PURCHASE, 2, &rule->min_purchase) &&
           read_number(record, IL_MIN_AMOUNT, 2, &rule->min_amount);
}

static bool is_whole(int64_t thousandths)
{
    return thousandths % FEED_IL_UNITS == 0;
}

/* Units from thousandths; one when nothing is said. */
static int64_t units(int64_t thousandths)
{
    return thousandths <= 0 ? 1 : thousandths / FEED_IL_UNITS;
}

/* 1: MinQty units together cost DiscountedPrice; weighed: each kilogram does. */
static void set_price_kind(const struct rule *rule, struct feed_deal *deal)
{
    if (rule->price < 0) {
        feed_deal_unprice(deal, SC_STR("reward 1 without a price"));
    } else if (rule->is_weighed) {
        deal->kind = SC_DEAL_WEIGHT_PRICE;
        deal->value = rule->price;
        deal->min_grams = rule->min_qty <= ANY_WEIGHT ? 1 : rule->min_qty;
        if (rule->max_qty > 0)
            deal->max_grams = rule->max_qty;
    } else {
        deal->kind = SC_DEAL_BUNDLE_TOTAL;
        deal->count = units(rule->min_qty);
        deal->value = rule->price;
    }
}

/* 2: DiscountRate is a percentage in hundredths. All of it off is a gift coupon of MinQty units. */
static void set_percent_kind(const struct rule *rule, struct feed_deal *deal)
{
    if (rule->type > 0) {
        feed_deal_unprice(deal, SC_STR("reward 2 with an amount"));
    } else if (rule->rate == WHOLE && !rule->is_coupon && rule->max_qty <= 0) {
        feed_deal_unprice(deal, SC_STR("reward 2, all free without a limit"));
    } else {
        deal->kind = rule->is_total ? SC_DEAL_BASKET_PERCENT_OFF : SC_DEAL_PERCENT_OFF;
        deal->count = units(rule->min_qty);
        deal->value = rule->rate;
        if (rule->rate == WHOLE && rule->max_qty <= 0)
            deal->max_units = deal->count;
    }
}

/* 3: DiscountRate agorot off, once. */
static void set_amount_kind(const struct rule *rule, struct feed_deal *deal)
{
    if (rule->type == 0) {
        feed_deal_unprice(deal, SC_STR("reward 3 with a percentage"));
    } else if (rule->is_total) {
        deal->kind = SC_DEAL_BASKET_AMOUNT_OFF;
        deal->value = rule->rate;
    } else if (rule->min_amount > ANY_SPEND_MINOR) {
        feed_deal_unprice(deal, SC_STR("reward 3 from a spend on these goods"));
    } else {
        deal->kind = SC_DEAL_AMOUNT_OFF;
        deal->count = units(rule->min_qty);
        deal->value = rule->rate;
        deal->max_uses = 1;
    }
}

static bool same_codes(const struct feed_codes *a, const struct feed_codes *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!sc_str_eq(a->at[i], b->at[i]))
            return false;
    return true;
}

/*
 * 6: buy MinQty, get AdditionalGiftCount gifts at GiftItemPrice each. Where both are
 * the same thousands, they are grams: up to so many of the goods at that price per kg.
 */
static void set_gift_kind(const struct rule *rule, const struct il_record *record,
                          struct feed_deal *deal)
{
    bool is_grams =
        rule->min_qty == rule->gift_count && rule->min_qty >= (int64_t)GRAMS_FROM * FEED_IL_UNITS;

    if (!record->has_gift_price || record->gift_prices_differ) {
        feed_deal_unprice(deal, SC_STR("reward 6 without one gift price"));
    } else if (is_grams && !same_codes(&record->codes, &record->gifts)) {
        feed_deal_unprice(deal, SC_STR("reward 6 by weight on other goods"));
    } else if (is_grams) {
        deal->kind = SC_DEAL_WEIGHT_PRICE;
        deal->value = record->gift_price;
        deal->max_grams = rule->gift_count / FEED_IL_UNITS;
    } else if (rule->min_qty <= 0) {
        feed_deal_unprice(deal, SC_STR("reward 6 from a spend on these goods"));
    } else {
        deal->kind = SC_DEAL_BUY_GET;
        deal->count = units(rule->min_qty);
        deal->get = rule->gift_count / FEED_IL_UNITS;
        deal->value = record->gift_price;
        if (record->gifts.count > 0 && !same_codes(&record->codes, &record->gifts)) {
            deal->get_codes = record->gifts.at;
            deal->get_code_count = record->gifts.count;
        }
    }
}

/* 7: of MinQty units AdditionalGiftCount cost nothing: MinQty counts them too. */
static void set_same_gift_kind(const struct rule *rule, struct feed_deal *deal)
{
    deal->kind = SC_DEAL_BUY_GET;
    deal->get = rule->gift_count / FEED_IL_UNITS;
    deal->count = units(rule->min_qty) - deal->get;
    deal->value = 0;
}

static void set_kind(const struct rule *rule, const struct il_record *record,
                     struct feed_deal *deal)
{
    switch (rule->reward) {
    case 1:
        set_price_kind(rule, deal);
        break;
    case 2:
        set_percent_kind(rule, deal);
        break;
    case 3:
        set_amount_kind(rule, deal);
        break;
    case 6:
        set_gift_kind(rule, record, deal);
        break;
    case 7:
        set_same_gift_kind(rule, deal);
        break;
    case 9: /* of MinQty units the cheapest gets DiscountRate off */
        deal->kind = SC_DEAL_CHEAPEST_PERCENT_OFF;
        deal->count = units(rule->min_qty);
        deal->value = rule->rate;
        break;
    default:
        feed_deal_unprice(deal, SC_STR("reward of unknown meaning"));
    }
}

/* What makes a rule one that our kinds cannot tell, whatever its reward; empty: nothing does. */
static struct sc_str beyond_us(const struct rule *rule, const struct il_record *record)
{
    bool is_by_weight = rule->is_weighed && rule->reward == 1;

    if (!rule->is_active)
        return SC_STR("not active");
    if (rule->is_weighed && rule->reward != 1)
        return SC_STR("by weight, other than a price");
    if (!is_by_weight && (!is_whole(rule->min_qty < 0 ? 0 : rule->min_qty) ||
                          !is_whole(rule->max_qty < 0 ? 0 : rule->max_qty) ||
                          !is_whole(rule->gift_count < 0 ? 0 : rule->gift_count)))
        return SC_STR("parts of a unit");
    if (rule->is_total && rule->reward != 2 && rule->reward != 3)
        return SC_STR("on the whole basket, other than a cut");
    if (record->codes.is_over || record->gifts.is_over)
        return SC_STR("too many products");
    return (struct sc_str){0};
}

static void set_limits(const struct rule *rule, const struct il_record *record,
                       struct feed_deal *deal)
{
    int64_t basket_min = rule->min_purchase > 0 ? rule->min_purchase : 0;

    if (deal->kind == SC_DEAL_UNPRICED)
        return;
    if (sc_deal_is_basket_kind(deal->kind)) {
        deal->code_count = 0;
        if (basket_min == 0 && rule->min_amount > 0)
            basket_min = rule->min_amount;
    } else if (deal->kind != SC_DEAL_WEIGHT_PRICE && rule->max_qty > 0) {
        deal->max_units = rule->max_qty / FEED_IL_UNITS;
        int64_t group = deal->count + (deal->kind == SC_DEAL_BUY_GET ? 1 : 0);
        if (deal->max_units < group)
            feed_deal_unprice(deal, SC_STR("a limit below what one use takes"));
    }
    if (basket_min > 0) {
        deal->basket_min = basket_min;
        deal->basket_min_counts_own = !record->promoted_do_not_count;
    }
}

/* "23:59:00" and "23:59" alike: the minute that is named is still in time. */
static enum sc_status read_end(const struct il_record *record, struct feed_time *ret_time)
{
    struct sc_str hour = record->leaf[IL_PROMO_END_HOUR];
    struct feed_time time;
    int64_t hour_us;

    if (hour.len == 0)
        return feed_when_last(record->leaf[IL_PROMO_END_DATE], ret_time);
    enum sc_status st = feed_when_read(record->leaf[IL_PROMO_END_DATE], &time);
    if (st == SC_OK)
        st = feed_when_hour(hour, &hour_us);
    if (st != SC_OK)
        return st;
    time.at_us += hour_us;
    if (hour_us % SC_MINUTE_US == 0 && hour_us < SC_DAY_US)
        time.at_us += SC_MINUTE_US - SC_SECOND_US;
    *ret_time = time;
    return SC_OK;
}

static enum sc_status read_start(const struct il_record *record, struct feed_time *ret_time)
{
    struct feed_time time;
    int64_t hour_us = 0;
    enum sc_status st = feed_when_read(record->leaf[IL_PROMO_START_DATE], &time);

    if (st == SC_OK && record->leaf[IL_PROMO_START_HOUR].len > 0)
        st = feed_when_hour(record->leaf[IL_PROMO_START_HOUR], &hour_us);
    if (st != SC_OK)
        return st;
    time.at_us += hour_us;
    *ret_time = time;
    return SC_OK;
}

static enum sc_status set_audiences(const struct feed_il *il, struct il_record *record,
                                    struct feed_deal *deal)
{
    struct sc_str *names =
        sc_arena_array(record->arena, record->club_count, sizeof *deal->audiences);

    if (names == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < record->club_count; i++) {
        struct sc_str club = record->clubs[i];
        if (sc_str_eq(club, SC_STR("0"))) /* everybody */
            return SC_OK;
        if (sc_str_eq(club, SC_STR("2")))
            names[i] =
                sc_arena_printf(record->arena, "card:%.*s", SC_STR_ARGS(il->head.retailer_key));
        else if (sc_str_eq(club, SC_STR("1")))
            names[i] =
                sc_arena_printf(record->arena, "club:%.*s", SC_STR_ARGS(il->head.retailer_key));
        else
            names[i] = sc_arena_printf(record->arena, "club:%.*s-%.*s",
                                       SC_STR_ARGS(il->head.retailer_key), SC_STR_ARGS(club));
        if (names[i].at == NULL)
            return SC_NO_MEMORY;
    }
    deal->audiences = names;
    deal->audience_count = record->club_count;
    return SC_OK;
}

static enum feed_reason read_words(const struct il_record *record, struct feed_deal *deal)
{
    deal->line = record->line;
    deal->source_id = record->leaf[IL_PROMO];
    deal->text = record->leaf[IL_PROMO_TEXT];
    if (deal->text.len == 0)
        deal->text = deal->source_id;
    if (deal->source_id.len == 0 || deal->source_id.len > FEED_IL_CODE_MAX)
        return FEED_BAD_DEAL;
    if (record->leaf[IL_PROMO_START_DATE].len > 0 && read_start(record, &deal->starts) != SC_OK)
        return FEED_BAD_TIME;
    if (record->leaf[IL_PROMO_END_DATE].len > 0 && read_end(record, &deal->ends) != SC_OK)
        return FEED_BAD_TIME;
    return FEED_REASON_NONE;
}

/* "reward 10", for the kinds that nobody could explain. */
static struct sc_str reward_words(const struct rule *rule, struct sc_arena *arena)
{
    if (rule->reward < 0)
        return SC_STR("no reward type");
    return sc_arena_printf(arena, "reward %lld", (long long)rule->reward);
}

static bool is_explained(int64_t reward)
{
    return reward == 1 || reward == 2 || reward == 3 || reward == 6 || reward == 7 || reward == 9;
}

enum sc_status il_take_deal(struct feed_il *il, struct il_record *record,
                            enum feed_reason *ret_reason)
{
    struct feed_deal deal = feed_deal_blank();
    struct rule rule;

    *ret_reason = read_words(record, &deal);
    if (*ret_reason == FEED_REASON_NONE && !read_rule(record, &rule))
        *ret_reason = FEED_BAD_DEAL;
    feed_codes_close(&record->codes);
    feed_codes_close(&record->gifts);
    bool needs_items = *ret_reason == FEED_REASON_NONE && !rule.is_total;
    if (needs_items && record->codes.count + record->gifts.count == 0)
        *ret_reason = FEED_NO_ITEMS;
    if (*ret_reason != FEED_REASON_NONE)
        return SC_OK;
    deal.codes = record->codes.at;
    deal.code_count = record->codes.count;
    if (rule.is_coupon)
        deal.coupon = deal.source_id; /* a feed never says the coupon's own number */
    struct sc_str beyond = beyond_us(&rule, record);
    if (!is_explained(rule.reward))
        feed_deal_unprice(&deal, reward_words(&rule, record->arena));
    else if (beyond.len > 0)
        feed_deal_unprice(&deal, beyond);
    else
        set_kind(&rule, record, &deal);
    set_limits(&rule, record, &deal);
    feed_deal_check(&deal);
    enum sc_status st = set_audiences(il, record, &deal);
    return st == SC_OK ? il->sink->deal(il->sink->context, &deal) : st;
}
