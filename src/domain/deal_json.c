#include "domain/deal_json.h"

#include <stdlib.h>

#include "domain/list_json.h"

enum {
    BASIS_POINTS = 10000,
};

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* The numbers of those products of a list that are known, sorted, each once. */
static const uint32_t *read_products(const struct sc_json *list, const struct sc_names *products,
                                     size_t *ret_count)
{
    struct sc_json entry;
    size_t listed = sc_json_in_array(list, SC_JSON_TEXTS_MAX);
    uint32_t *numbers = sc_arena_array(list->in->arena, listed, sizeof *numbers);
    size_t known = 0;
    size_t kept = 0;

    if (numbers == NULL) {
        list->in->status = SC_NO_MEMORY;
        return NULL;
    }
    for (bool more = sc_json_in_first(list, &entry); more; more = sc_json_in_next(&entry)) {
        uint32_t number = sc_names_find(products, sc_json_in_text_of(&entry));
        if (number != SC_NAMES_NONE)
            numbers[known++] = number;
    }
    if (known > 0)
        qsort(numbers, known, sizeof *numbers, by_number);
    for (size_t i = 0; i < known; i++)
        if (kept == 0 || numbers[kept - 1] != numbers[i])
            numbers[kept++] = numbers[i];
    *ret_count = kept;
    return numbers;
}

static void read_items(const struct sc_json *object, const struct sc_names *products,
                       struct sc_deal *deal)
{
    struct sc_json list = sc_json_in_need(object, "items");

    if (sc_json_in_array(&list, SC_JSON_TEXTS_MAX) == 0)
        sc_json_in_fail(&list, "must name a product");
    deal->items = read_products(&list, products, &deal->item_count);
    if (deal->kind == SC_DEAL_BUY_GET && sc_json_in_has(object, "get_items", &list))
        deal->get_items = read_products(&list, products, &deal->get_item_count);
}

static void read_numbers_of_kind(const struct sc_json *object, struct sc_deal *deal)
{
    int64_t value_min = 0;
    int64_t value_max = SC_JSON_MONEY_MAX;

    switch (deal->kind) {
    case SC_DEAL_PERCENT_OFF:
        deal->count = sc_json_in_int_or(object, "count", 1, INT64_MAX, 1);
        value_min = 1;
        value_max = BASIS_POINTS;
        break;
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        deal->count = sc_json_in_int(object, "count", 2, INT64_MAX);
        value_min = 1;
        value_max = BASIS_POINTS;
        break;
    case SC_DEAL_BASKET_PERCENT_OFF:
        value_min = 1;
        value_max = BASIS_POINTS;
        break;
    case SC_DEAL_BUY_GET:
        deal->count = sc_json_in_int(object, "count", 1, INT64_MAX);
        deal->get = sc_json_in_int(object, "get", 1, INT64_MAX);
        break;
    case SC_DEAL_BUNDLE_TOTAL:
    case SC_DEAL_AMOUNT_OFF:
        deal->count = sc_json_in_int(object, "count", 1, INT64_MAX);
        break;
    case SC_DEAL_WEIGHT_PRICE:
        deal->min_grams = sc_json_in_int_or(object, "min_grams", 1, INT64_MAX, 1);
        deal->max_grams = sc_json_in_int_or(object, "max_grams", 1, INT64_MAX, SC_DEAL_NO_LIMIT);
        break;
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    deal->value = sc_json_in_int(object, "value", value_min, value_max);
}

static void read_limits(const struct sc_json *object, struct sc_deal *deal)
{
    deal->max_uses = sc_json_in_int_or(object, "max_uses", 1, INT64_MAX, SC_DEAL_NO_LIMIT);
    deal->max_units = sc_json_in_int_or(object, "max_units", 1, INT64_MAX, SC_DEAL_NO_LIMIT);
    deal->basket_min =
        sc_json_in_int_or(object, "basket_min", 0, SC_JSON_MONEY_MAX, SC_DEAL_NO_MIN);
    deal->basket_min_counts_own = sc_json_in_bool_or(object, "basket_min_counts_own", false);
}

static void read_deal(const struct sc_json *object, const void *products, void *row)
{
    struct sc_deal *deal = row;

    *deal = (struct sc_deal){.count = 1, .get = 1, .min_grams = 1, .max_grams = SC_DEAL_NO_LIMIT};
    deal->kind = sc_deal_kind_of(sc_json_in_text(object, "kind"));
    deal->starts_us = sc_json_in_time_or(object, "starts", SC_DEAL_ALWAYS_FROM);
    deal->ends_us = sc_json_in_time_or(object, "ends", SC_DEAL_ALWAYS_TO);
    deal->coupon = sc_json_in_text_or_absent(object, "coupon");
    deal->audiences =
        sc_json_in_texts(object, "audiences", SC_JSON_TEXTS_MAX, &deal->audience_count);
    if (deal->kind == SC_DEAL_UNPRICED)
        return;
    read_numbers_of_kind(object, deal);
    read_limits(object, deal);
    if (!sc_deal_is_basket_kind(deal->kind))
        read_items(object, products, deal);
}

const struct sc_deal *sc_json_read_deals(const struct sc_json *object,
                                         const struct sc_names *products, size_t *ret_count)
{
    static const struct sc_json_list_kind kind = {
        .key = "deals",
        .max = SC_JSON_DEALS_MAX,
        .row_size = sizeof(struct sc_deal),
        .read = read_deal,
    };
    struct sc_json_list list;

    sc_json_read_list(object, &kind, products, &list);
    struct sc_deal *deals = list.rows;
    for (size_t i = 0; i < list.count; i++)
        deals[i].id = list.ids[i];
    *ret_count = list.count;
    return deals;
}

struct sc_shopper sc_json_read_shopper(const struct sc_json *document)
{
    struct sc_shopper shopper = {0};

    shopper.audiences =
        sc_json_in_texts(document, "audiences", SC_JSON_TEXTS_MAX, &shopper.audience_count);
    shopper.coupons =
        sc_json_in_texts(document, "coupons", SC_JSON_TEXTS_MAX, &shopper.coupon_count);
    return shopper;
}

static void write_texts(struct sc_json_out *out, const char *key, const struct sc_str *texts,
                        size_t count)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_array(out);
    for (size_t i = 0; i < count; i++)
        sc_json_str(out, texts[i]);
    sc_json_array_end(out);
}

static void write_limit(struct sc_json_out *out, const char *key, int64_t value, int64_t none)
{
    if (value != none)
        sc_json_key_i64(out, key, value);
}

static void write_products(struct sc_json_out *out, const char *key, const uint32_t *numbers,
                           size_t count, sc_json_product_fn product, const void *context)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_array(out);
    for (size_t i = 0; i < count; i++) {
        struct sc_str id = product(context, numbers[i]);
        if (id.at != NULL)
            sc_json_str(out, id);
    }
    sc_json_array_end(out);
}

void sc_json_write_deal(struct sc_json_out *out, const struct sc_deal *deal,
                        sc_json_product_fn product, const void *context)
{
    sc_json_key_str(out, "id", deal->id);
    sc_json_key_str(out, "kind", sc_deal_kind_name(deal->kind));
    if (!sc_deal_is_basket_kind(deal->kind))
        write_products(out, "items", deal->items, deal->item_count, product, context);
    if (deal->get_items != NULL)
        write_products(out, "get_items", deal->get_items, deal->get_item_count, product, context);
    write_limit(out, "count", deal->count, 0);
    write_limit(out, "get", deal->get, 0);
    sc_json_key_i64(out, "value", deal->value);
    write_limit(out, "min_grams", deal->min_grams, 0);
    write_limit(out, "max_grams", deal->max_grams, SC_DEAL_NO_LIMIT);
    write_limit(out, "max_uses", deal->max_uses, SC_DEAL_NO_LIMIT);
    write_limit(out, "max_units", deal->max_units, SC_DEAL_NO_LIMIT);
    write_limit(out, "basket_min", deal->basket_min, SC_DEAL_NO_MIN);
    if (deal->basket_min_counts_own)
        sc_json_key_bool(out, "basket_min_counts_own", true);
    sc_json_key_time(out, "starts", deal->starts_us);
    sc_json_key_time(out, "ends", deal->ends_us);
    if (deal->coupon.at != NULL)
        sc_json_key_str(out, "coupon", deal->coupon);
    write_texts(out, "audiences", deal->audiences, deal->audience_count);
}

void sc_json_write_shopper(struct sc_json_out *out, const struct sc_shopper *shopper)
{
    write_texts(out, "audiences", shopper->audiences, shopper->audience_count);
    write_texts(out, "coupons", shopper->coupons, shopper->coupon_count);
}
