#include "retail/feed_read.h"

#include "testing/feed_dump.h"

/* Reads all of a path; the last member's end is given. */
static enum sc_status read_path(struct sc_request *rq, const char *path, struct feed_dump *dump,
                                struct feed_end *ret_end)
{
    const struct feed_options options = {.now_us = 1764000000 * SC_SECOND_US};
    struct feed_sink sink = feed_dump_sink(dump);
    struct feed_formats *formats;
    struct feed_file *file = NULL;
    struct feed_member member;

    assert_int_equal(feed_formats_create(rq, NULL, &formats), SC_OK);
    enum sc_status st = feed_file_open(rq, path, &file);
    while (st == SC_OK) {
        st = feed_file_next(rq, file, &member);
        if (st == SC_OK)
            st = feed_read(rq, formats, &options, file, &member, &sink, ret_end);
    }
    feed_file_close(file);
    feed_formats_destroy(formats);
    return st == SC_NOT_FOUND && rq->failure.status == SC_OK ? SC_OK : st;
}

struct expected {
    const char *name; /* under data/feeds/ */
    int prices, gtins, specials, weighed, stores, rejects;
    int deals[SC_DEAL_UNPRICED + 1]; /* by kind */
    const char *why_partial;
};

static void check(void **state, const struct expected *want)
{
    struct sc_request rq;
    struct feed_dump dump;
    struct feed_end end;
    const char *name = sc_arena_printf(*state, "data/feeds/%s", want->name).at;
    const char *path = shared_file(*state, name);

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(read_path(&rq, path, &dump, &end), SC_OK);
    assert_int_equal(dump.heads, 1);
    assert_int_equal(dump.prices, want->prices);
    assert_int_equal(dump.gtins, want->gtins);
    assert_int_equal(dump.specials, want->specials);
    assert_int_equal(dump.weighed, want->weighed);
    assert_int_equal(dump.stores, want->stores);
    assert_int_equal(dump.rejects, want->rejects);
    for (size_t kind = 0; kind <= SC_DEAL_UNPRICED; kind++)
        assert_int_equal(dump.kinds[kind], want->deals[kind]);
    assert_str(sc_str_of(end.why_partial), want->why_partial == NULL ? "" : want->why_partial);
    assert_int_equal(end.is_complete, want->why_partial == NULL);
    feed_dump_finish(&dump);
    sc_request_finish(&rq);
}

static void check_all(void **state, const struct expected *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(state, &files[i]);
}

static void konzums_lists_are_read_whole(void **state)
{
    static const struct expected files[] = {
        {"hr/konzum-0204-2025-07-03.csv", 10950, 10790, 817, 499, .rejects = 0},
        {"hr/konzum-0530-2025-07-03.csv", 11470, 11292, 874, 491, .rejects = 0},
        {"hr/konzum-1601-2025-07-03.csv", 5984, 5839, 115, 210, .rejects = 0},
        {"hr/stores.csv", .stores = 590},
    };

    check_all(state, files, SC_COUNT(files));
}

static void every_promotion_becomes_a_deal_or_words(void **state)
{
    static const struct expected files[] = {
        {"il/PromoFull7290058140886-001-202602170010.xml.gz",
         .deals = {[SC_DEAL_BUNDLE_TOTAL] = 1923,
                   [SC_DEAL_PERCENT_OFF] = 219,
                   [SC_DEAL_AMOUNT_OFF] = 3,
                   [SC_DEAL_CHEAPEST_PERCENT_OFF] = 9,
                   [SC_DEAL_BUY_GET] = 9,
                   [SC_DEAL_WEIGHT_PRICE] = 39,
                   [SC_DEAL_UNPRICED] = 4}},
        {"il/PromoFull7290785400000-002-202602170010.xml.gz",
         .deals = {[SC_DEAL_BUNDLE_TOTAL] = 2079,
                   [SC_DEAL_PERCENT_OFF] = 1,
                   [SC_DEAL_CHEAPEST_PERCENT_OFF] = 51,
                   [SC_DEAL_WEIGHT_PRICE] = 222}},
        {"il/PromoFull7290058140886-013-202512120010.xml", .deals = {[SC_DEAL_BUNDLE_TOTAL] = 1}},
    };

    check_all(state, files, SC_COUNT(files));
}

static void transparency_files_of_all_dialects_are_read(void **state)
{
    static const struct expected files[] = {
        {"il/PriceFull7290172900007-083-202409270311.xml.gz", 5119, 5111, .weighed = 0},
        {"il/PriceFull7290876100000-003-202410070010.TRUNCATED.xml.gz", 3081, 3031, .weighed = 159,
         .why_partial = "cut short"},
        {"il/Stores7290027600007-000-202410020201.xml", .stores = 416},
        {"il/NULLPromo7290700100008-001-202411021400.EMPTY.xml", .stores = 0},
        {"il/Price7290725900003-9032-202410021600.EMPTY.xml", .stores = 0},
        {"il/PromoFull7290172900007-350-202410030634.EMPTY.xml", .why_partial = "it holds no list"},
    };

    check_all(state, files, SC_COUNT(files));
}

UNIT_TESTS(a_test(konzums_lists_are_read_whole), a_test(every_promotion_becomes_a_deal_or_words),
           a_test(transparency_files_of_all_dialects_are_read))
