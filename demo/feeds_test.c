/* The sample world's files through the readers of real ones. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "demo/writers.h"
#include "retail/feed_read.h"
#include "testing/unit.h"

enum {
    A_DAY = 20781, /* 2026-11-24 */
    FOLDERS_OPEN = 8,
};

/* What the readers made of one chain's files. */
struct tally {
    struct feed_formats *formats;
    struct sc_request rq;
    int files, incomplete, stores, placed, products, prices, rejects;
    int gtins, weighed, sized, specials, lows, deposits, gone;
    int kinds[SC_DEAL_UNPRICED + 1];
    int coupons, audiences, limits, thresholds, gifts, local;
    enum feed_kind reading;
};

/* nftw has no context. */
static struct tally *walking;

static enum sc_status on_begin(void *context, const struct feed_head *head)
{
    struct tally *tally = context;

    tally->reading = head->kind;
    assert_true(head->retailer_name.len > 0);
    if (head->currency.len > 0) /* a Merchant file's is told by its first price */
        assert_str(head->currency, "EUR");
    if (head->country.len > 0)
        assert_str(head->country, "IE");
    return SC_OK;
}

static enum sc_status on_store(void *context, const struct feed_store *store)
{
    struct tally *tally = context;

    tally->stores++;
    tally->placed += store->has_place;
    return SC_OK;
}

static enum sc_status on_price(void *context, const struct feed_price *price)
{
    struct tally *tally = context;

    tally->products += tally->reading == FEED_PRODUCTS;
    tally->prices += tally->reading == FEED_PRICES;
    tally->gtins += price->gtin != 0;
    tally->weighed += price->is_weighed;
    tally->sized += price->size_milli > 0;
    tally->specials += price->is_special;
    tally->lows += price->low_30d_minor > 0;
    tally->deposits += price->deposit_minor > 0;
    tally->gone += price->is_gone;
    return SC_OK;
}

static enum sc_status on_deal(void *context, const struct feed_deal *deal)
{
    struct tally *tally = context;

    tally->kinds[deal->kind]++;
    tally->coupons += deal->coupon.len > 0;
    tally->audiences += deal->audience_count > 0;
    tally->limits += deal->max_units != SC_DEAL_NO_LIMIT;
    tally->thresholds += deal->basket_min != SC_DEAL_NO_MIN;
    tally->gifts += deal->get_code_count > 0;
    tally->local += !deal->all_stores;
    return SC_OK;
}

static enum sc_status on_reject(void *context, const struct feed_reject *reject)
{
    struct tally *tally = context;

    tally->rejects++;
    print_error("line %lld: %.*s: %.*s\n", (long long)reject->line, SC_STR_ARGS(reject->reason),
                SC_STR_ARGS(reject->words));
    return SC_OK;
}

static void read_file(struct tally *tally, const char *path)
{
    const struct feed_options options = {.now_us = A_DAY * SC_DAY_US + 12 * SC_HOUR_US};
    const struct feed_sink sink = {.context = tally,
                                   .begin = on_begin,
                                   .store = on_store,
                                   .price = on_price,
                                   .deal = on_deal,
                                   .reject = on_reject};
    struct feed_file *file;
    struct feed_member member;
    struct feed_end end;

    assert_int_equal(feed_file_open(&tally->rq, path, &file), SC_OK);
    while (feed_file_next(&tally->rq, file, &member) == SC_OK) {
        enum sc_status st =
            feed_read(&tally->rq, tally->formats, &options, file, &member, &sink, &end);
        if (st != SC_OK)
            fail_msg("%s: %.*s", path, SC_STR_ARGS(sc_failure_words(&tally->rq)));
        tally->files++;
        tally->incomplete += !end.is_complete;
    }
    feed_file_close(file);
}

static int read_one(const char *path, const struct stat *info, int type, struct FTW *at)
{
    (void)info;
    (void)at;
    if (type == FTW_F)
        read_file(walking, path);
    return type == FTW_F ? remove(path) : 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *at)
{
    (void)info;
    (void)type;
    (void)at;
    return remove(path);
}

/* Writes the world's day, and reads one chain's files of it. */
static void read_chain(void **state, enum demo_chain_id chain, struct tally *ret_tally)
{
    char folder[] = "/tmp/smartcart-demo-XXXXXX";
    struct demo_world world;

    *ret_tally = (struct tally){0};
    assert_int_equal(sc_request_init(&ret_tally->rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_formats_create(&ret_tally->rq, NULL, &ret_tally->formats), SC_OK);
    assert_int_equal(demo_world_make(*state, 1, &world), SC_OK);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(demo_write_world(*state, &world, A_DAY, folder), SC_OK);
    struct sc_str files = sc_arena_printf(*state, "%s/%s", folder, demo_chains[chain].key);
    walking = ret_tally;
    assert_int_equal(nftw(files.at, read_one, FOLDERS_OPEN, FTW_PHYS), 0);
    assert_int_equal(nftw(folder, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS), 0);
    feed_formats_destroy(ret_tally->formats);
    sc_request_finish(&ret_tally->rq);
    assert_int_equal(ret_tally->rejects, 0);
    assert_int_equal(ret_tally->incomplete, 0);
}

static int sold_by(void **state, enum demo_chain_id chain, bool loose_only)
{
    struct demo_world world;
    int count = 0;

    assert_int_equal(demo_world_make(*state, 1, &world), SC_OK);
    for (size_t i = 0; i < world.product_count; i++)
        count += demo_is_sold_by(&world.products[i], chain) &&
                 (!loose_only || demo_is_loose(&world.products[i]));
    return count;
}

static void the_discounters_tables_are_read_whole(void **state)
{
    struct tally tally;

    read_chain(state, DEMO_HALFPENNY, &tally);
    assert_int_equal(tally.files, 5);
    assert_int_equal(tally.stores, 4);
    assert_int_equal(tally.placed, 4);
    assert_int_equal(tally.prices, 4 * sold_by(state, DEMO_HALFPENNY, false));
    assert_int_equal(tally.weighed, 4 * sold_by(state, DEMO_HALFPENNY, true));
    assert_int_equal(tally.gtins, tally.prices - tally.weighed);
    assert_int_equal(tally.sized, tally.gtins);
    assert_in_range(tally.specials, 4 * 50, 4 * 250);
    assert_int_equal(tally.lows, tally.specials);
    assert_true(tally.deposits > 0);
}

static void the_transparency_files_are_read_whole(void **state)
{
    enum {
        STORES = 5
    };
    static const struct {
        enum sc_deal_kind kind;
        int least; /* in each store */
    } kinds[] = {
        {SC_DEAL_BUNDLE_TOTAL, 30}, {SC_DEAL_PERCENT_OFF, 3},
        {SC_DEAL_AMOUNT_OFF, 1},    {SC_DEAL_CHEAPEST_PERCENT_OFF, 2},
        {SC_DEAL_BUY_GET, 3},       {SC_DEAL_WEIGHT_PRICE, 5},
        {SC_DEAL_UNPRICED, 1},
    };
    struct tally tally;

    read_chain(state, DEMO_LARKFIELD, &tally);
    assert_int_equal(tally.files, 2 * STORES + 2);
    assert_int_equal(tally.stores, 2 * STORES); /* with addresses, and again with places */
    assert_int_equal(tally.placed, STORES);
    assert_int_equal(tally.prices, STORES * sold_by(state, DEMO_LARKFIELD, false));
    assert_int_equal(tally.weighed, STORES * sold_by(state, DEMO_LARKFIELD, true));
    assert_int_equal(tally.gtins, tally.prices - tally.weighed);
    assert_int_equal(tally.sized, tally.gtins);
    for (size_t i = 0; i < SC_COUNT(kinds); i++)
        assert_in_range(tally.kinds[kinds[i].kind], STORES * kinds[i].least, STORES * 500);
    assert_int_equal(tally.kinds[SC_DEAL_UNPRICED], STORES); /* the stamps alone */
    assert_int_equal(tally.coupons, 2 * STORES);
    assert_int_equal(tally.audiences, 2 * STORES);
    assert_int_equal(tally.limits, 2 * STORES);
    assert_int_equal(tally.thresholds, 2 * STORES);
    assert_int_equal(tally.gifts, STORES);
}

static void the_merchants_feeds_are_read_whole(void **state)
{
    struct tally tally;

    read_chain(state, DEMO_KETTLE, &tally);
    assert_int_equal(tally.files, 4);
    assert_int_equal(tally.stores, 3);
    assert_int_equal(tally.placed, 3);
    assert_int_equal(tally.products, sold_by(state, DEMO_KETTLE, false));
    assert_int_equal(tally.prices, 3 * tally.products);
    assert_int_equal(tally.weighed, sold_by(state, DEMO_KETTLE, true));
    assert_int_equal(tally.gtins, tally.products - tally.weighed);
    assert_int_equal(tally.sized, tally.gtins);
    assert_true(tally.specials > 0 && tally.gone > 0);
    assert_true(tally.kinds[SC_DEAL_PERCENT_OFF] >= 5);
    assert_true(tally.kinds[SC_DEAL_AMOUNT_OFF] >= 3);
    assert_int_equal(tally.kinds[SC_DEAL_BUY_GET], 2);
    assert_int_equal(tally.kinds[SC_DEAL_BASKET_PERCENT_OFF], 1);
    assert_int_equal(tally.kinds[SC_DEAL_BASKET_AMOUNT_OFF], 1);
    assert_int_equal(tally.kinds[SC_DEAL_UNPRICED], 2);
    assert_int_equal(tally.coupons, 3);
    assert_int_equal(tally.limits, 1);
    assert_int_equal(tally.thresholds, 2);
    assert_int_equal(tally.local, 1);
}

UNIT_TESTS(a_test(the_transparency_files_are_read_whole),
           a_test(the_discounters_tables_are_read_whole),
           a_test(the_merchants_feeds_are_read_whole))
