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
    const char *name;
    int prices, gtins, specials, weighed, stores, rejects;
};

static void check(void **state, const struct expected *want)
{
    struct sc_request rq;
    struct feed_dump dump;
    struct feed_end end;
    const char *path = shared_file(*state, want->name);

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(read_path(&rq, path, &dump, &end), SC_OK);
    assert_int_equal(dump.prices, want->prices);
    assert_int_equal(dump.gtins, want->gtins);
    assert_int_equal(dump.specials, want->specials);
    assert_int_equal(dump.weighed, want->weighed);
    assert_int_equal(dump.stores, want->stores);
    assert_int_equal(dump.rejects, want->rejects);
    assert_true(end.is_complete);
    feed_dump_finish(&dump);
    sc_request_finish(&rq);
}

static void konzums_lists_are_read_whole(void **state)
{
    static const struct expected files[] = {
        {"data/feeds/hr/konzum-0204-2025-07-03.csv", 10950, 10790, 817, 499, 0, 0},
        {"data/feeds/hr/konzum-0530-2025-07-03.csv", 11470, 11292, 874, 491, 0, 0},
        {"data/feeds/hr/konzum-1601-2025-07-03.csv", 5984, 5839, 115, 210, 0, 0},
    };

    for (size_t i = 0; i < SC_COUNT(files); i++)
        check(state, &files[i]);
}

static void croatian_stores_are_read_whole(void **state)
{
    static const struct expected stores = {"data/feeds/hr/stores.csv", .stores = 590};

    check(state, &stores);
}

UNIT_TESTS(a_test(konzums_lists_are_read_whole), a_test(croatian_stores_are_read_whole))
