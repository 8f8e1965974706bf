/*
 * feed_fuzz.h - a sink that believes nothing: every promise of feed.h is checked on every record.
 */
#ifndef SC_TESTS_FUZZ_FEED_FUZZ_H
#define SC_TESTS_FUZZ_FEED_FUZZ_H

#include <assert.h>

#include "base/utf8.h"
#include "retail/feed.h"

static inline void fuzz_text(struct sc_str s)
{
    assert(sc_utf8_is_valid(s));
    assert(s.len == 0 || memchr(s.at, '\0', s.len) == NULL);
    assert(sc_str_eq(s, sc_str_trim(s)));
}

static inline enum sc_status fuzz_begin(void *context, const struct feed_head *head)
{
    int *begun = context;

    assert(++*begun == 1);
    fuzz_text(head->retailer_name);
    fuzz_text(head->store_code);
    return SC_OK;
}

static inline enum sc_status fuzz_store(void *context, const struct feed_store *store)
{
    assert(*(int *)context == 1);
    assert(store->code.len > 0);
    fuzz_text(store->code);
    fuzz_text(store->name);
    fuzz_text(store->address);
    assert(!store->has_place || (store->lat >= -90 && store->lat <= 90));
    return SC_OK;
}

static inline enum sc_status fuzz_price(void *context, const struct feed_price *price)
{
    assert(*(int *)context == 1);
    assert(price->code.len > 0 && price->line > 0 && price->pack_count >= 1);
    assert(price->size_milli >= 0 && (!price->has_price || price->price_minor > 0));
    assert(!price->has_facts || price->name.len > 0);
    fuzz_text(price->code);
    fuzz_text(price->name);
    fuzz_text(price->brand);
    return SC_OK;
}

static inline enum sc_status fuzz_deal(void *context, const struct feed_deal *deal)
{
    assert(*(int *)context == 1);
    assert(deal->source_id.len > 0);
    fuzz_text(deal->source_id);
    fuzz_text(deal->text);
    if (deal->kind == SC_DEAL_UNPRICED) {
        assert(deal->unpriced_kind.len > 0);
        return SC_OK;
    }
    assert(deal->count >= 1 && deal->value >= 0 && deal->max_units >= 1 && deal->max_uses >= 1);
    assert(sc_deal_is_basket_kind(deal->kind) || deal->code_count > 0);
    for (size_t i = 1; i < deal->code_count; i++)
        assert(sc_str_cmp(deal->codes[i - 1], deal->codes[i]) < 0);
    return SC_OK;
}

static inline enum sc_status fuzz_reject(void *context, const struct feed_reject *reject)
{
    (void)context;
    assert(reject->reason.len > 0);
    fuzz_text(reject->words);
    return SC_OK;
}

static inline struct feed_sink fuzz_sink(int *begun)
{
    *begun = 0;
    return (struct feed_sink){.context = begun,
                              .begin = fuzz_begin,
                              .store = fuzz_store,
                              .price = fuzz_price,
                              .deal = fuzz_deal,
                              .reject = fuzz_reject};
}

#endif
