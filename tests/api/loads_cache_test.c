/* What is kept of the catalogue between requests, and how it is read once for all who want it. */
#include <pthread.h>

#include "api/helpers/loads.h"
#include "probe/probe_rows.h"
#include "testing/unit.h"

enum {
    DOZE_MS = 200, /* long enough for others to come meanwhile */
    LOOPS = 2,
    ROUNDS = 300,
};

static const struct probe_asked_in at_once = {.ms = 0}, in_a_while = {.ms = DOZE_MS};

/* A request for probe.asked of one key, not begun. */
static struct test_ask *ask_for(struct test_loads *f, const struct probe_asked_in *in, int64_t key)
{
    struct test_ask *ask = test_ask_create(f);

    test_ask_add(ask, &probe_asked_loader, in, &key, 1);
    return ask;
}

/* The number that its row was made with; 0: no row. */
static int64_t number_of(const struct test_ask *ask)
{
    const struct sc_load *load = &ask->at[0];

    assert_int_equal(load->status, SC_OK);
    if (test_rows_of(load, 0) == 0)
        return 0;
    return ((const struct probe_asked_row *)test_row_of(load, 0, 0))->asked;
}

static int64_t number(struct test_loads *f, int64_t key)
{
    struct test_ask *ask = ask_for(f, &at_once, key);

    test_ask_run(ask);
    int64_t asked = number_of(ask);
    test_ask_destroy(ask);
    return asked;
}

static void what_is_kept_is_not_asked_for_again(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = ask_for(f, &at_once, 7);

    test_loads_use_l1(f);
    assert_int_equal(number(f, 7), 1);
    assert_false(test_ask_start(ask)); /* answered at once */
    assert_int_equal(number_of(ask), 1);
    test_ask_destroy(ask);
    assert_int_equal(number(f, 8), 2);
    assert_int_equal(number(f, 0), 0); /* no row */
    assert_int_equal(sc_l1_stats(f->l1).hits, 1);
    assert_int_equal(number(f, 0), 0);
    assert_int_equal(sc_l1_stats(f->l1).hits, 2); /* is remembered too */
}

static void without_a_cache_each_asks(void **state)
{
    assert_int_equal(number(*state, 7), 1);
    assert_int_equal(number(*state, 7), 2);
}

static void only_what_is_missing_is_asked_for(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);

    test_loads_use_l1(f);
    assert_int_equal(number(f, 7), 1);
    assert_int_equal(number(f, 8), 2);
    struct sc_load *load =
        test_ask_add(ask, &probe_asked_loader, &at_once, TEST_KEYS(9, 7, 9, 0, 8, 5));
    test_ask_run(ask);
    assert_int_equal(load->status, SC_OK);
    assert_int_equal(((const struct probe_asked_row *)test_row_of(load, 1, 0))->asked, 1);
    assert_int_equal(((const struct probe_asked_row *)test_row_of(load, 4, 0))->asked, 2);
    assert_int_equal(((const struct probe_asked_row *)test_row_of(load, 0, 0))->id, 9);
    assert_ptr_equal(test_row_of(load, 2, 0), test_row_of(load, 0, 0));
    assert_int_equal(test_rows_of(load, 3), 0);
    assert_int_equal(((const struct probe_asked_row *)test_row_of(load, 5, 0))->id, 5);
    assert_int_equal(test_loads_asked(f), 4);
    test_ask_destroy(ask);
}

/* Arguments, and the place where a page begins, belong to what is kept. */
static void other_arguments_are_another_entry(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);
    struct probe_thing_like_in in[] = {
        {.start = SC_STR("thing"), .after_id = INT64_MIN, .page_limit = 2},
        {.start = SC_STR("thing"), .after_id = 2, .page_limit = 2},
        {.start = SC_STR("thing 3"), .after_id = INT64_MIN, .page_limit = 2},
        {.start = SC_STR("thing"), .after_id = INT64_MIN, .page_limit = 3},
    };
    static const int64_t last[] = {2, 4, 3, 3};

    test_loads_use_l1(f);
    for (int round = 0; round < 2; round++) {
        ask = round == 0 ? ask : test_ask_create(f);
        for (size_t i = 0; i < SC_COUNT(in); i++)
            test_ask_add(ask, &probe_thing_like_loader, &in[i], NULL, 1);
        test_ask_run(ask);
        for (size_t i = 0; i < SC_COUNT(in); i++) {
            const struct sc_load *load = &ask->at[i];
            const struct probe_thing_find_row *row =
                test_row_of(load, 0, test_rows_of(load, 0) - 1);
            assert_int_equal(row->id, last[i]);
        }
        test_ask_destroy(ask);
    }
    assert_int_equal(sc_l1_stats(f->l1).entries, SC_COUNT(in));
    assert_int_equal(sc_l1_stats(f->l1).hits, SC_COUNT(in));
}

static void texts_of_a_key_are_told_apart(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);
    struct probe_part_page_in in = {.after_place = SC_STR(""), .page_limit = 9};

    test_loads_use_l1(f);
    test_ask_add(ask, &probe_part_page_loader, &in, TEST_KEYS(1, 2, 99));
    in.after_id = INT64_MIN;
    test_ask_run(ask);
    assert_int_equal(test_rows_of(&ask->at[0], 0), 9);
    const struct probe_part_page_row *row = test_row_of(&ask->at[0], 1, 8);
    assert_str(row->thing_name, "thing 2");
    assert_str(row->place, "c");
    assert_int_equal(test_rows_of(&ask->at[0], 2), 0);
    test_ask_destroy(ask);
}

static void a_tag_is_forgotten(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *holds = ask_for(f, &at_once, 7);

    test_loads_use_l1(f);
    test_ask_run(holds);
    sc_l1_forget(f->l1, SC_STR("thing"));
    assert_int_equal(number(f, 7), 1);
    sc_l1_forget(f->l1, SC_STR("asked"));
    assert_int_equal(number(f, 7), 2);
    assert_int_equal(number_of(holds), 1); /* what a request has stays as it was */
    test_ask_destroy(holds);
}

static void what_is_kept_grows_old(void **state)
{
    struct test_loads *f = *state;
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);
    int64_t start_us = sc_monotonic_us();

    test_loads_use_l1(f);
    assert_int_equal(number(f, 7), 1);
    while (number(f, 7) == 1)
        assert_false(sc_deadline_is_over(deadline));
    assert_true(sc_monotonic_us() - start_us >= 900 * 1000); /* "1s", less a tenth */
}

static void one_reads_for_all_who_come_meanwhile(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *asks[5];

    test_loads_use_l1(f);
    for (size_t i = 0; i < SC_COUNT(asks); i++) {
        asks[i] = ask_for(f, &in_a_while, 7);
        assert_true(test_ask_start(asks[i]));
    }
    test_loads_finish(f);
    for (size_t i = 0; i < SC_COUNT(asks); i++) {
        assert_int_equal(number_of(asks[i]), 1);
        test_ask_destroy(asks[i]);
    }
    assert_int_equal(test_loads_asked(f), 1);
}

/* Who comes first may leave, or have less time, and the others have their rows all the same. */
static void the_first_may_leave(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *leaves = ask_for(f, &in_a_while, 7);
    struct test_ask *hurries = ask_for(f, &in_a_while, 7);
    struct test_ask *stays = ask_for(f, &in_a_while, 7);

    test_loads_use_l1(f);
    assert_true(test_ask_start(leaves));
    hurries->rq.deadline = sc_deadline_in(DOZE_MS / 2);
    assert_true(test_ask_start(hurries));
    assert_true(test_ask_start(stays));
    sc_loads_forget(f->loads, leaves->at);
    f->running--;
    test_ask_destroy(leaves);
    test_loads_finish(f);
    assert_int_equal(hurries->at[0].status, SC_TIMEOUT);
    assert_int_equal(number_of(stays), 1);
    test_ask_destroy(hurries);
    test_ask_destroy(stays);
}

static void who_comes_after_a_tag_is_forgotten_joins_nobody(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *before = ask_for(f, &in_a_while, 7);
    struct test_ask *after = ask_for(f, &in_a_while, 7);
    struct test_ask *last = ask_for(f, &in_a_while, 7);

    test_loads_use_l1(f);
    assert_true(test_ask_start(before));
    sc_l1_forget(f->l1, SC_STR("asked"));
    assert_true(test_ask_start(after));
    assert_true(test_ask_start(last));
    test_loads_finish(f);
    assert_int_not_equal(number_of(before), number_of(after));
    assert_int_equal(number_of(after), number_of(last));
    struct test_ask *kept = ask_for(f, &in_a_while, 7);
    assert_false(test_ask_start(kept));
    assert_int_equal(number_of(kept), number_of(after)); /* the newer of the two */
    test_ask_destroy(before);
    test_ask_destroy(after);
    test_ask_destroy(last);
    test_ask_destroy(kept);
}

static void all_who_wait_for_a_failure_are_told(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *asks[3];

    test_loads_use_l1(f);
    test_sql(f->probe->database.url, "alter sequence probe.asked rename to asked_away");
    for (size_t i = 0; i < SC_COUNT(asks); i++) {
        asks[i] = test_ask_create(f);
        test_ask_add(asks[i], &probe_asked_loader, &at_once, TEST_KEYS(7, 8));
        test_ask_add(asks[i], &probe_thing_by_id_loader, NULL, TEST_KEYS(1));
        assert_true(test_ask_start(asks[i]));
    }
    test_loads_finish(f);
    test_sql(f->probe->database.url, "alter sequence probe.asked_away rename to asked");
    for (size_t i = 0; i < SC_COUNT(asks); i++) {
        assert_int_equal(asks[i]->at[0].status, SC_INTERNAL);
        assert_int_equal(asks[i]->at[1].status, SC_OK);
        test_ask_destroy(asks[i]);
    }
    assert_int_equal(number(f, 7), 1); /* a failure is not kept */
}

/* One loop of several that share a cache. */
struct own_loop {
    pthread_t thread;
    struct test_loads f;
};

static void *ask_over_and_over(void *context)
{
    struct own_loop *own = context;

    for (int64_t i = 0; i < ROUNDS; i++) {
        struct test_ask *ask = test_ask_create(&own->f);
        test_ask_add(ask, &probe_thing_by_id_loader, NULL, TEST_KEYS(i % 7 + 1, i % 3 + 1, 99));
        test_ask_add(ask, &probe_asked_loader, &at_once, TEST_KEYS(i % 5 + 1));
        test_ask_run(ask);
        bool is_right =
            ask->at[0].status == SC_OK && ask->at[1].status == SC_OK &&
            ((const struct probe_thing_find_row *)test_row_of(&ask->at[0], 0, 0))->id == i % 7 + 1;
        if (i % 50 == 0)
            sc_l1_forget(own->f.l1, SC_STR("thing"));
        test_ask_destroy(ask);
        if (!is_right)
            return own;
    }
    return NULL;
}

static void loops_share_what_is_kept(void **state)
{
    struct test_loads *f = *state;
    struct own_loop loops[LOOPS];

    for (size_t i = 0; i < LOOPS; i++) {
        loops[i].f = (struct test_loads){.probe = f->probe, .l1 = f->l1, .loop = sc_loop_create()};
        test_loads_use_l1(&loops[i].f);
    }
    for (size_t i = 0; i < LOOPS; i++)
        assert_int_equal(pthread_create(&loops[i].thread, NULL, ask_over_and_over, &loops[i]), 0);
    for (size_t i = 0; i < LOOPS; i++) {
        void *wrong;
        pthread_join(loops[i].thread, &wrong);
        assert_null(wrong);
        sc_loads_destroy(loops[i].f.loads);
        sc_cluster_destroy(loops[i].f.cluster);
        sc_loop_destroy(loops[i].f.loop);
    }
    assert_true(sc_l1_stats(f->l1).hits > LOOPS * ROUNDS);
}

LOADS_TESTS(a_loads_test(what_is_kept_is_not_asked_for_again),
            a_loads_test(without_a_cache_each_asks),
            a_loads_test(only_what_is_missing_is_asked_for),
            a_loads_test(other_arguments_are_another_entry),
            a_loads_test(texts_of_a_key_are_told_apart), a_loads_test(a_tag_is_forgotten),
            a_loads_test(what_is_kept_grows_old),
            a_loads_test(one_reads_for_all_who_come_meanwhile), a_loads_test(the_first_may_leave),
            a_loads_test(who_comes_after_a_tag_is_forgotten_joins_nobody),
            a_loads_test(all_who_wait_for_a_failure_are_told),
            a_loads_test(loops_share_what_is_kept))
