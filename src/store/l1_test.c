#include "store/l1.h"

#include <pthread.h>

#include "testing/unit.h"

enum {
    ROOM = 1024 * 1024,
    TTL_MS = 10000,
    THREADS = 4,
    ROUNDS = 20000,
};

struct thing {
    int64_t id;
    struct sc_str name;
};

static const struct sc_field thing_fields[] = {
    SC_FIELD(struct thing, id, SC_FIELD_BIGINT),
    SC_FIELD(struct thing, name, SC_FIELD_TEXT),
};
static const struct sc_shape thing_shape = SC_SHAPE(struct thing, thing_fields);

static struct sc_l1_key key_of(struct sc_l1 *l1, const int64_t *id)
{
    return sc_l1_key(l1, (struct sc_str){(const char *)id, sizeof *id});
}

/* Puts `count` rows under the key `id`, at the time `now_us`, as of `generation`. */
static const struct sc_l1_entry *put_at(struct sc_l1 *l1, int64_t id, size_t count, int64_t now_us,
                                        uint32_t generation)
{
    struct thing thing = {.id = id, .name = SC_STR("a thing with a name")};
    const void *rows[] = {&thing, &thing, &thing};
    struct sc_l1_put put = {
        .tag = sc_l1_tag_of(l1, SC_STR("thing")),
        .generation = generation,
        .key = key_of(l1, &id),
        .now_us = now_us,
        .ttl_ms = TTL_MS,
        .shape = &thing_shape,
        .rows = rows,
        .count = count,
    };

    return sc_l1_put(l1, &put);
}

static void put(struct sc_l1 *l1, int64_t id)
{
    const struct sc_l1_entry *entry =
        put_at(l1, id, 1, 0, sc_l1_tag_generation(sc_l1_tag_of(l1, SC_STR("thing"))));

    assert_non_null(entry);
    sc_l1_give(entry);
}

static const struct sc_l1_entry *find_at(struct sc_l1 *l1, int64_t id, int64_t now_us)
{
    struct sc_l1_key key = key_of(l1, &id);
    const struct sc_l1_entry *entry;
    size_t found = sc_l1_find(l1, sc_l1_tag_of(l1, SC_STR("thing")), &key, 1, now_us, &entry);

    assert_int_equal(found, entry != NULL);
    return entry;
}

static bool has(struct sc_l1 *l1, int64_t id)
{
    const struct sc_l1_entry *entry = find_at(l1, id, 0);

    if (entry != NULL)
        sc_l1_give(entry);
    return entry != NULL;
}

static int set_up(void **state)
{
    *state = sc_l1_create(ROOM);
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    sc_l1_destroy(*state);
    return 0;
}

static void what_was_put_is_found(void **state)
{
    put(*state, 7);
    const struct sc_l1_entry *entry = find_at(*state, 7, 0);
    assert_non_null(entry);
    struct sc_rows rows = sc_l1_rows(entry);
    assert_int_equal(rows.count, 1);
    const struct thing *thing = rows.at;
    assert_int_equal(thing->id, 7);
    assert_str(thing->name, "a thing with a name");
    sc_l1_give(entry);
    assert_false(has(*state, 8));
    struct sc_l1_stats stats = sc_l1_stats(*state);
    assert_int_equal(stats.hits, 1);
    assert_int_equal(stats.misses, 1);
    assert_int_equal(stats.entries, 1);
}

static void a_key_without_rows_is_remembered(void **state)
{
    const struct sc_l1_entry *entry = put_at(*state, 7, 0, 0, 0);

    sc_l1_give(entry);
    entry = find_at(*state, 7, 0);
    assert_non_null(entry);
    assert_int_equal(sc_l1_rows(entry).count, 0);
    sc_l1_give(entry);
}

static void the_newer_rows_replace_the_older(void **state)
{
    sc_l1_give(put_at(*state, 7, 1, 0, 0));
    sc_l1_give(put_at(*state, 7, 3, 0, 0));
    const struct sc_l1_entry *entry = find_at(*state, 7, 0);
    assert_int_equal(sc_l1_rows(entry).count, 3);
    sc_l1_give(entry);
    assert_int_equal(sc_l1_stats(*state).entries, 1);
}

static void entries_end_in_the_last_tenth_of_their_time(void **state)
{
    enum {
        ENTRIES = 200
    };
    int early = 0;

    for (int64_t id = 0; id < ENTRIES; id++)
        put(*state, id);
    for (int64_t id = 0; id < ENTRIES; id++) {
        const struct sc_l1_entry *entry = find_at(*state, id, TTL_MS * 900 - 1);
        assert_non_null(entry);
        sc_l1_give(entry);
        entry = find_at(*state, id, TTL_MS * 950);
        early += entry == NULL;
        if (entry != NULL)
            sc_l1_give(entry);
        assert_null(find_at(*state, id, TTL_MS * 1000));
    }
    assert_in_range(early, ENTRIES / 4, ENTRIES * 3 / 4); /* not all at one time */
    assert_int_equal(sc_l1_stats(*state).entries, 0);
}

static bool is_there_after(struct sc_l1 *l1, int64_t id, int64_t ms)
{
    const struct sc_l1_entry *entry = find_at(l1, id, ms * 1000);

    if (entry != NULL)
        sc_l1_give(entry);
    return entry != NULL;
}

static void a_limit_shortens_what_is_put_from_then_on(void **state)
{
    put(*state, 7);
    sc_l1_limit(*state, TTL_MS / 2);
    put(*state, 8);
    assert_true(is_there_after(*state, 7, TTL_MS / 2));
    assert_true(is_there_after(*state, 8, TTL_MS / 2 - TTL_MS / 10));
    assert_false(is_there_after(*state, 8, TTL_MS / 2));
    sc_l1_limit(*state, 0);
    put(*state, 8);
    assert_true(is_there_after(*state, 8, TTL_MS / 2));
}

static void a_tag_is_forgotten_with_what_is_under_way(void **state)
{
    struct sc_l1 *l1 = *state;
    struct sc_l1_tag *tag = sc_l1_tag_of(l1, SC_STR("thing"));
    uint32_t before = sc_l1_tag_generation(tag);

    put(l1, 1);
    sc_l1_forget(l1, SC_STR("thin"));
    assert_true(has(l1, 1));
    sc_l1_forget(l1, SC_STR("thing"));
    assert_false(has(l1, 1));
    put(l1, 1);
    sc_l1_give(put_at(l1, 1, 3, 0, before)); /* read before the forgetting: not kept */
    const struct sc_l1_entry *entry = find_at(l1, 1, 0);
    assert_non_null(entry);
    assert_int_equal(sc_l1_rows(entry).count, 1);
    sc_l1_give(entry);
}

static void what_is_held_stays_though_forgotten(void **state)
{
    struct sc_l1 *l1 = *state;
    const struct sc_l1_entry *entry = put_at(l1, 7, 1, 0, 0);

    sc_l1_forget(l1, SC_STR("thing"));
    assert_false(has(l1, 7));
    size_t held = sc_l1_stats(l1).bytes;
    assert_str(((const struct thing *)sc_l1_rows(entry).at)->name, "a thing with a name");
    sc_l1_give(entry);
    assert_true(sc_l1_stats(l1).bytes < held); /* counted as long as it was there */
}

static void the_bound_holds_and_what_is_used_stays(void **state)
{
    struct sc_l1 *l1 = *state;
    enum {
        ENTRIES = 20000
    };

    for (int64_t id = 0; id < ENTRIES; id++) {
        put(l1, id);
        assert_true(has(l1, 0)); /* asked for all the time */
        assert_true(sc_l1_stats(l1).bytes <= ROOM);
    }
    struct sc_l1_stats stats = sc_l1_stats(l1);
    assert_true(stats.bytes > ROOM * 9 / 10);
    assert_int_equal(stats.entries, ENTRIES - stats.evicted);
    assert_false(has(l1, 1));
}

static void what_is_too_large_is_given_but_not_kept(void **state)
{
    struct sc_l1 *l1 = *state;
    static const char text[ROOM / SC_L1_PART_MAX];
    struct thing thing = {.id = 7, .name = {text, sizeof text}};
    const void *row = &thing;
    struct sc_l1_put put = {
        .tag = sc_l1_tag_of(l1, SC_STR("thing")),
        .key = key_of(l1, &thing.id),
        .ttl_ms = TTL_MS,
        .shape = &thing_shape,
        .rows = &row,
        .count = 1,
    };
    const struct sc_l1_entry *entry = sc_l1_put(l1, &put);

    assert_non_null(entry);
    assert_int_equal(((const struct thing *)sc_l1_rows(entry).at)->name.len, sizeof text);
    assert_false(has(l1, 7));
    sc_l1_give(entry);
    assert_int_equal(sc_l1_stats(l1).entries, 0);
}

/* All that is kept is held: there is no room to be had, and no endless search for it. */
static void what_is_held_is_not_dropped_for_room(void **state)
{
    struct sc_l1 *l1 = *state;
    enum {
        ENTRIES = 20000
    };
    static const struct sc_l1_entry *held[ENTRIES];
    int kept = 0;

    for (int64_t id = 0; id < ENTRIES; id++)
        held[id] = put_at(l1, id, 1, 0, 0);
    for (int64_t id = 0; id < ENTRIES; id++)
        kept += has(l1, id);
    assert_in_range(kept, 1000, ENTRIES / 2);
    assert_int_equal(sc_l1_stats(l1).evicted, 0);
    for (int64_t id = 0; id < ENTRIES; id++) {
        assert_int_equal(((const struct thing *)sc_l1_rows(held[id]).at)->id, id);
        sc_l1_give(held[id]);
    }
    assert_true(sc_l1_stats(l1).bytes <= ROOM);
}

/* Asks, puts and forgets what all others do as well. */
static void *hammer(void *context)
{
    struct sc_l1 *l1 = context;

    for (int64_t i = 0; i < ROUNDS; i++) {
        int64_t id = i * 7919 % 500;
        const struct sc_l1_tag *tag = sc_l1_tag_of(l1, SC_STR("thing"));
        uint32_t generation = sc_l1_tag_generation(tag);
        const struct sc_l1_entry *entry = find_at(l1, id, 0);
        if (entry == NULL)
            entry = put_at(l1, id, 2, 0, generation);
        const struct thing *thing = sc_l1_rows(entry).at;
        if (thing[1].id != id || thing[1].name.at[0] != 'a')
            return l1; /* wrong rows */
        if (i % 1000 == 0)
            sc_l1_forget(l1, SC_STR("thing"));
        sc_l1_give(entry);
    }
    return NULL;
}

static void many_threads_share_it(void **state)
{
    pthread_t threads[THREADS];

    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hammer, *state), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *trouble;
        pthread_join(threads[i], &trouble);
        assert_null(trouble);
    }
    struct sc_l1_stats stats = sc_l1_stats(*state);
    assert_int_equal(stats.hits + stats.misses, THREADS * ROUNDS);
    assert_true(stats.entries <= 500);
}

#define an_l1_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

UNIT_TESTS(an_l1_test(what_was_put_is_found), an_l1_test(a_key_without_rows_is_remembered),
           an_l1_test(the_newer_rows_replace_the_older),
           an_l1_test(entries_end_in_the_last_tenth_of_their_time),
           an_l1_test(a_limit_shortens_what_is_put_from_then_on),
           an_l1_test(a_tag_is_forgotten_with_what_is_under_way),
           an_l1_test(what_is_held_stays_though_forgotten),
           an_l1_test(the_bound_holds_and_what_is_used_stays),
           an_l1_test(what_is_too_large_is_given_but_not_kept),
           an_l1_test(what_is_held_is_not_dropped_for_room), an_l1_test(many_threads_share_it))
