#include "retail/feed_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testing/unit.h"

struct world {
    struct sc_request rq;
    struct feed_formats *formats;
    char root[64];
};

static void set_up(struct world *w)
{
    snprintf(w->root, sizeof w->root, "/tmp/feed_walk_test.XXXXXX");
    assert_non_null(mkdtemp(w->root));
    assert_int_equal(sc_request_init(&w->rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_formats_create(&w->rq, NULL, &w->formats), SC_OK);
}

static const char *path_of(struct sc_arena *arena, const struct world *w, const char *name)
{
    return sc_arena_printf(arena, "%s/%s", w->root, name).at;
}

static void put_file(struct sc_arena *arena, const struct world *w, const char *name)
{
    FILE *file = fopen(path_of(arena, w, name), "we");

    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

static void tear_down(struct sc_arena *arena, struct world *w)
{
    assert_int_equal(system(sc_arena_printf(arena, "rm -rf '%s'", w->root).at), 0);
    feed_formats_destroy(w->formats);
    sc_request_finish(&w->rq);
}

static void what_others_refer_to_comes_first(void **state)
{
    static const char *const names[] = {"PromoFull7290058140886-001-202602170010.xml.gz",
                                        "konzum-0204-2025-07-03.csv",
                                        "corner-products-2026-11-23.tsv",
                                        "Stores7290058140886-000-202602170010.xml",
                                        "corner-promotions-2026-11-23.tsv",
                                        ".hidden.csv"};
    static const int order[] = {3, 2, 1, 0, 4};
    struct world w;
    struct feed_paths paths;

    set_up(&w);
    for (size_t i = 0; i < SC_COUNT(names); i++)
        put_file(*state, &w, names[i]);
    const char *given = path_of(*state, &w, "/");
    assert_int_equal(feed_walk(&w.rq, *state, w.formats, &given, 1, &paths), SC_OK);
    assert_int_equal(paths.count, SC_COUNT(order));
    for (size_t i = 0; i < paths.count; i++)
        assert_true(sc_str_ends(sc_str_of(paths.at[i]), sc_str_of(names[order[i]])));
    tear_down(*state, &w);
}

static void a_full_file_comes_before_the_changes_since(void **state)
{
    static const char *const names[] = {"Price7290058140886-001-202602171400.xml",
                                        "Price7290058140886-001-202602170010.xml",
                                        "PriceFull7290058140886-001-202602170010.xml",
                                        "konzum-0204-2025-07-03.csv",
                                        "konzum-0204-20260217.csv",
                                        "prices-20.csv"};
    static const int order[] = {5, 3, 4, 2, 1, 0};
    struct world w;
    struct feed_paths paths;

    set_up(&w);
    for (size_t i = 0; i < SC_COUNT(names); i++)
        put_file(*state, &w, names[i]);
    const char *given = w.root;
    assert_int_equal(feed_walk(&w.rq, *state, w.formats, &given, 1, &paths), SC_OK);
    assert_int_equal(paths.count, SC_COUNT(order));
    for (size_t i = 0; i < paths.count; i++)
        assert_true(sc_str_ends(sc_str_of(paths.at[i]), sc_str_of(names[order[i]])));
    tear_down(*state, &w);
}

static void links_that_loop_are_harmless(void **state)
{
    struct world w;
    struct feed_paths paths;

    set_up(&w);
    assert_int_equal(mkdir(path_of(*state, &w, "a"), 0700), 0);
    put_file(*state, &w, "a/1.csv");
    assert_int_equal(symlink("..", path_of(*state, &w, "a/up")), 0);
    assert_int_equal(symlink("self", path_of(*state, &w, "self")), 0);
    assert_int_equal(symlink("a/1.csv", path_of(*state, &w, "2.csv")), 0);
    assert_int_equal(mkfifo(path_of(*state, &w, "pipe.csv"), 0600), 0);
    const char *given = w.root;
    assert_int_equal(feed_walk(&w.rq, *state, w.formats, &given, 1, &paths), SC_OK);
    assert_int_equal(paths.count, 2);
    assert_string_equal(paths.at[0], path_of(*state, &w, "a/1.csv"));
    assert_string_equal(paths.at[1], path_of(*state, &w, "2.csv"));
    tear_down(*state, &w);
}

static void a_path_given_twice_is_read_once(void **state)
{
    struct world w;
    struct feed_paths paths;

    set_up(&w);
    put_file(*state, &w, "1.csv");
    const char *given[] = {path_of(*state, &w, "1.csv"), w.root};
    assert_int_equal(feed_walk(&w.rq, *state, w.formats, given, 2, &paths), SC_OK);
    assert_int_equal(paths.count, 1);
    tear_down(*state, &w);
}

static void a_path_that_is_not_there_is_named(void **state)
{
    struct world w;
    struct feed_paths paths;
    const char *given = "/nowhere/at/all";

    set_up(&w);
    assert_int_equal(feed_walk(&w.rq, *state, w.formats, &given, 1, &paths), SC_NOT_FOUND);
    assert_str(sc_failure_words(&w.rq), "/nowhere/at/all: No such file or directory");
    tear_down(*state, &w);
}

UNIT_TESTS(a_test(what_others_refer_to_comes_first),
           a_test(a_full_file_comes_before_the_changes_since), a_test(links_that_loop_are_harmless),
           a_test(a_path_given_twice_is_read_once), a_test(a_path_that_is_not_there_is_named))
