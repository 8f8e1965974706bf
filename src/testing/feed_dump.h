/*
 * feed_dump.h - a sink that writes what it is given as lines of text, and counts.
 *
 * Fields that say nothing (0, absent, no limit) are left out, so that a test
 * states just what it means: "price 2 c=17 g=3850334043641 n=Milk p=99 250000g".
 */
#ifndef SC_TESTING_FEED_DUMP_H
#define SC_TESTING_FEED_DUMP_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/time.h"
#include "retail/feed.h"
#include "testing/unit.h"

enum {
    FEED_DUMP_CAP = 1024 * 1024,
    FEED_DUMP_REASONS = 32,
};

struct feed_dump {
    struct sc_buf out; /* stops taking lines when it is full; counts go on */
    int heads, stores, prices, deals, rejects;
    int gtins, specials, weighed, unpriced, kinds[SC_DEAL_UNPRICED + 1];
    enum sc_status stop_with; /* what `price` answers; SC_OK: goes on */
};

static inline void dump_str(struct sc_buf *out, const char *name, struct sc_str s)
{
    if (s.len > 0)
        sc_buf_printf(out, " %s=%.*s", name, SC_STR_ARGS(s));
}

static inline void dump_i64(struct sc_buf *out, const char *name, int64_t value, int64_t nothing)
{
    if (value != nothing)
        sc_buf_printf(out, " %s=%lld", name, (long long)value);
}

static inline void dump_time(struct sc_buf *out, const char *name, struct feed_time time)
{
    char text[SC_TIME_TEXT];

    if (!time.is_given)
        return;
    sc_time_write(time.at_us, text);
    sc_buf_printf(out, " %s=%.*s%s", name, (int)sizeof text - 2, text, time.is_local ? "" : "Z");
}

static inline enum sc_status dump_head(void *context, const struct feed_head *head)
{
    static const char *const kinds[] = {"stores", "products", "prices", "deals"};
    struct feed_dump *dump = context;
    struct sc_buf *out = &dump->out;

    dump->heads++;
    sc_buf_printf(out, "head %.*s %s", SC_STR_ARGS(head->source), kinds[head->kind]);
    if (head->is_full)
        sc_buf_put(out, SC_STR(" full"));
    dump_str(out, "key", head->retailer_key);
    dump_str(out, "name", head->retailer_name);
    dump_str(out, "country", head->country);
    dump_str(out, "money", head->currency);
    dump_str(out, "zone", head->time_zone);
    dump_str(out, "store", head->store_code);
    dump_str(out, "address", head->store_address);
    dump_time(out, "at", head->observed);
    sc_buf_put_char(out, '\n');
    return SC_OK;
}

static inline enum sc_status dump_store(void *context, const struct feed_store *store)
{
    struct feed_dump *dump = context;
    struct sc_buf *out = &dump->out;

    dump->stores++;
    sc_buf_put(out, SC_STR("store"));
    dump_str(out, "of", store->retailer_key);
    dump_str(out, "called", store->retailer_name);
    dump_str(out, "code", store->code);
    dump_str(out, "name", store->name);
    dump_str(out, "sub", store->sub_chain);
    dump_str(out, "address", store->address);
    dump_str(out, "city", store->city);
    dump_str(out, "zip", store->zip);
    dump_i64(out, "type", store->type, 0);
    if (store->has_place)
        sc_buf_printf(out, " at=%.4f,%.4f", store->lat, store->lon);
    sc_buf_put_char(out, '\n');
    return SC_OK;
}

static inline enum sc_status dump_price(void *context, const struct feed_price *price)
{
    struct feed_dump *dump = context;
    struct sc_buf *out = &dump->out;

    dump->prices++;
    dump->gtins += price->gtin != 0;
    dump->specials += price->is_special;
    dump->weighed += price->is_weighed;
    sc_buf_printf(out, "price %lld", (long long)price->line);
    dump_str(out, "c", price->code);
    dump_str(out, "s", price->store_code);
    dump_i64(out, "g", (int64_t)price->gtin, 0);
    dump_str(out, "n", price->name);
    dump_str(out, "b", price->brand);
    dump_str(out, "k", price->category);
    dump_i64(out, "p", price->has_price ? price->price_minor : -1, -1);
    dump_i64(out, "regular", price->regular_minor, 0);
    dump_i64(out, "low", price->low_30d_minor, 0);
    dump_i64(out, "deposit", price->deposit_minor, 0);
    if (price->size_milli > 0)
        sc_buf_printf(out, " %lldm%s", (long long)price->size_milli,
                      sc_size_unit_symbol(price->size_unit));
    dump_i64(out, "pack", price->pack_count, 1);
    sc_buf_printf(out, "%s%s%s", price->is_weighed ? " weighed" : "",
                  price->is_special ? " special" : "", price->is_gone ? " gone" : "");
    dump_time(out, "from", price->special_from);
    dump_time(out, "to", price->special_to);
    sc_buf_put_char(out, '\n');
    return dump->stop_with;
}

static inline void dump_codes(struct sc_buf *out, const char *name, const struct sc_str *codes,
                              size_t count)
{
    for (size_t i = 0; i < count; i++)
        sc_buf_printf(out, "%s%s%.*s", i == 0 ? " " : ",", i == 0 ? name : "",
                      SC_STR_ARGS(codes[i]));
}

static inline enum sc_status dump_deal(void *context, const struct feed_deal *deal)
{
    struct feed_dump *dump = context;
    struct sc_buf *out = &dump->out;

    dump->deals++;
    dump->kinds[deal->kind]++;
    dump->unpriced += deal->kind == SC_DEAL_UNPRICED;
    sc_buf_printf(out, "deal %.*s %.*s", SC_STR_ARGS(deal->source_id),
                  SC_STR_ARGS(sc_deal_kind_name(deal->kind)));
    dump_str(out, "why", deal->unpriced_kind);
    dump_str(out, "store", deal->store_code);
    if (deal->all_stores)
        sc_buf_put(out, SC_STR(" everywhere"));
    dump_i64(out, "count", deal->count, 1);
    dump_i64(out, "get", deal->get, 0);
    dump_i64(out, "value", deal->value, -1);
    dump_i64(out, "min_g", deal->min_grams, 1);
    dump_i64(out, "max_g", deal->max_grams, SC_DEAL_NO_LIMIT);
    dump_i64(out, "uses", deal->max_uses, SC_DEAL_NO_LIMIT);
    dump_i64(out, "units", deal->max_units, SC_DEAL_NO_LIMIT);
    dump_i64(out, "basket", deal->basket_min, SC_DEAL_NO_MIN);
    if (deal->basket_min_counts_own)
        sc_buf_put(out, SC_STR(" counts_own"));
    dump_time(out, "from", deal->starts);
    dump_time(out, "to", deal->ends);
    dump_str(out, "coupon", deal->coupon);
    dump_codes(out, "for:", deal->audiences, deal->audience_count);
    dump_codes(out, "of:", deal->codes, deal->code_count);
    dump_codes(out, "gets:", deal->get_codes, deal->get_code_count);
    sc_buf_put_char(out, '\n');
    return SC_OK;
}

static inline enum sc_status dump_reject(void *context, const struct feed_reject *reject)
{
    struct feed_dump *dump = context;

    dump->rejects++;
    sc_buf_printf(&dump->out, "reject %lld %.*s\n", (long long)reject->line,
                  SC_STR_ARGS(reject->reason));
    return SC_OK;
}

static inline struct feed_sink feed_dump_sink(struct feed_dump *dump)
{
    *dump = (struct feed_dump){0};
    sc_buf_init(&dump->out, FEED_DUMP_CAP);
    return (struct feed_sink){.context = dump,
                              .begin = dump_head,
                              .store = dump_store,
                              .price = dump_price,
                              .deal = dump_deal,
                              .reject = dump_reject};
}

static inline void feed_dump_finish(struct feed_dump *dump)
{
    sc_buf_finish(&dump->out);
}

/* The path of a shared sample, in the test's arena; skips the test when it is not there. */
static inline const char *shared_file(struct sc_arena *arena, const char *name)
{
    const char *shared = getenv("SC_SHARED");
    struct sc_str path =
        sc_arena_printf(arena, "%s/%s", shared != NULL ? shared : "../shared", name);
    FILE *file = fopen(path.at, "re");

    if (file == NULL) {
        print_message("skipped: %s is not here\n", path.at);
        skip();
    }
    fclose(file);
    return path.at;
}

#endif
