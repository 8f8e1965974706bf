/* Declared reads on an event loop, when all is well with the server. */
#include "api/helpers/loads.h"
#include "probe/probe_rows.h"
#include "testing/unit.h"

static void a_batch_gives_each_key_its_rows(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    struct sc_load *load =
        test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(7, 100, 3, 7, 1));

    assert_true(test_ask_start(ask));
    test_loads_finish(*state);
    assert_true(ask->is_done);
    assert_int_equal(load->status, SC_OK);
    assert_int_equal(test_rows_of(load, 1), 0);
    const struct probe_thing_find_row *row = test_row_of(load, 0, 0);
    assert_str(row->name, "thing 7");
    assert_false(row->has_at);
    assert_ptr_equal(test_row_of(load, 3, 0), row); /* asked for twice, read once */
    row = test_row_of(load, 2, 0);
    assert_int_equal(row->id, 3);
    row = test_row_of(load, 4, 0);
    assert_int_equal(row->id, 1);
    assert_int_equal(load->first[5], 4);
    test_ask_destroy(ask);
}

static void loads_of_one_level_go_side_by_side(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    struct probe_part_by_place_in in = {.factor = 2};
    struct sc_load *things = test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1, 2));
    struct sc_load *again = test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(9));
    struct sc_load *nothing = test_ask_add(ask, &probe_thing_at_loader, NULL, NULL, 0);
    struct sc_load *parts = test_ask_add(ask, &probe_part_by_place_loader, &in, NULL, 3);
    union sc_key_part keys[] = {{.number = 2}, {.text = SC_STR("b")},
                                {.number = 1}, {.text = SC_STR("a")},
                                {.number = 2}, {.text = SC_STR("z")}};

    parts->keys = keys;
    test_ask_run(ask);
    assert_int_equal(things->status, SC_OK);
    assert_int_equal(things->first[2], 2);
    assert_int_equal(again->status, SC_OK);
    assert_int_equal(((const struct probe_thing_find_row *)test_row_of(again, 0, 0))->id, 9);
    assert_int_equal(nothing->status, SC_OK);
    assert_int_equal(nothing->first[0], 0);
    assert_int_equal(parts->status, SC_OK);
    assert_int_equal(test_rows_of(parts, 0), 3);
    assert_int_equal(test_rows_of(parts, 1), 3);
    assert_int_equal(test_rows_of(parts, 2), 0);
    const struct probe_part_by_place_row *row = test_row_of(parts, 0, 0);
    assert_int_equal(row->id, 21);
    assert_true(row->has_weight && row->weight == 2);
    row = test_row_of(parts, 0, 1);
    assert_int_equal(row->id, 24);
    row = test_row_of(parts, 1, 2);
    assert_int_equal(row->id, 19);
    test_ask_destroy(ask);
}

static void a_column_may_be_null(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    struct probe_part_by_place_in in = {.factor = 1};
    struct sc_load *load = test_ask_add(ask, &probe_part_by_place_loader, &in, NULL, 1);

    load->keys = (const union sc_key_part[]){{.number = 4}, {.text = SC_STR("c")}};
    test_ask_run(ask);
    assert_int_equal(load->status, SC_OK);
    const struct probe_part_by_place_row *row = test_row_of(load, 0, 1);
    assert_int_equal(row->id, 45);
    assert_false(row->has_weight);
    test_ask_destroy(ask);
}

static void a_page_is_of_each_parent(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    struct probe_part_page_in first = {
        .after_place = SC_STR(""), .after_id = INT64_MIN, .page_limit = 2};
    struct probe_part_page_in next = {.after_place = SC_STR("a"), .after_id = 66, .page_limit = 2};
    struct sc_load *a = test_ask_add(ask, &probe_part_page_loader, &first, TEST_KEYS(6, 5, 77));
    struct sc_load *b = test_ask_add(ask, &probe_part_page_loader, &next, TEST_KEYS(6, 5));

    test_ask_run(ask);
    assert_int_equal(a->status, SC_OK);
    assert_int_equal(test_rows_of(a, 0), 2);
    assert_int_equal(test_rows_of(a, 1), 2);
    assert_int_equal(test_rows_of(a, 2), 0);
    const struct probe_part_page_row *row = test_row_of(a, 0, 0);
    assert_int_equal(row->id, 63);
    assert_str(row->thing_name, "thing 6");
    row = test_row_of(a, 1, 1);
    assert_int_equal(row->id, 56);
    row = test_row_of(b, 0, 0);
    assert_int_equal(row->id, 69);
    row = test_row_of(b, 0, 1);
    assert_int_equal(row->id, 61);
    row = test_row_of(b, 1, 0);
    assert_int_equal(row->id, 51); /* (a, 53), (a, 56) and (a, 59) come before (a, 66) */
    test_ask_destroy(ask);
}

static void a_loader_without_a_key_has_one_answer(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    struct probe_thing_like_in in = {
        .start = SC_STR("thing"), .after_id = INT64_MIN, .page_limit = 3};
    struct sc_load *load = test_ask_add(ask, &probe_thing_like_loader, &in, NULL, 2);

    test_ask_run(ask);
    assert_int_equal(load->status, SC_OK);
    assert_int_equal(test_rows_of(load, 0), 3);
    assert_int_equal(test_rows_of(load, 1), 3); /* however often it is asked for */
    assert_ptr_equal(test_row_of(load, 0, 2), test_row_of(load, 1, 2));
    test_ask_destroy(ask);
}

static void a_households_rows_are_never_kept(void **state)
{
    struct test_loads *f = *state;
    int64_t me = 4;
    struct probe_mine_in in = {.viewer = {&me, NULL, 1}};

    test_loads_use_l1(f);
    for (int i = 1; i <= 2; i++) {
        struct test_ask *ask = test_ask_create(f);
        struct sc_load *load = test_ask_add(ask, &probe_mine_loader, &in, TEST_KEYS(3, 4));
        test_ask_run(ask);
        assert_int_equal(load->status, SC_OK);
        assert_int_equal(test_rows_of(load, 0), 0);
        assert_int_equal(test_rows_of(load, 1), 1);
        assert_int_equal(test_loads_asked(f), i);
        test_ask_destroy(ask);
    }
}

static void a_neighbour_of_a_failure_is_unharmed(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    struct sc_load *before = test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    struct sc_load *wrong = test_ask_add(ask, &probe_divide_loader, NULL, TEST_KEYS(2, 0));
    struct sc_load *behind = test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(2));
    struct sc_load *right = test_ask_add(ask, &probe_divide_loader, NULL, TEST_KEYS(4));

    struct sc_load *never_before = test_ask_add(ask, &probe_doze_loader, NULL, TEST_KEYS(1));
    test_ask_run(ask);
    assert_int_equal(before->status, SC_OK);
    assert_int_equal(wrong->status, SC_INVALID);
    assert_string_equal(ask->rq.failure.sqlstate, "22012");
    assert_str(sc_failure_words(&ask->rq), "probe_divide: division by zero");
    assert_int_equal(behind->status, SC_OK);
    assert_int_equal(((const struct probe_thing_find_row *)test_row_of(behind, 0, 0))->id, 2);
    assert_int_equal(right->status, SC_OK);
    assert_int_equal(((const struct probe_divide_row *)test_row_of(right, 0, 0))->quotient, 15);
    assert_int_equal(never_before->status, SC_OK); /* nor is what was to be prepared */
    test_ask_destroy(ask);
    assert_int_equal(test_ask_one(*state, &probe_divide_loader, 3),
                     SC_OK); /* the connection is fine */
}

static void several_failures_are_each_their_own(void **state)
{
    struct test_ask *ask = test_ask_create(*state);

    for (int i = 0; i < 3; i++)
        test_ask_add(ask, &probe_divide_loader, NULL, TEST_KEYS(0));
    test_ask_add(ask, &probe_divide_loader, NULL, TEST_KEYS(1));
    test_ask_run(ask);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ask->at[i].status, SC_INVALID);
    assert_int_equal(ask->at[3].status, SC_OK);
    test_ask_destroy(ask);
}

static void a_key_beyond_its_type_is_refused(void **state)
{
    assert_int_equal(test_ask_one(*state, &probe_divide_loader, INT64_C(1) << 32), SC_INVALID);
}

static void too_many_keys_are_refused(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    struct sc_load *load =
        test_ask_add(ask, &probe_thing_at_loader, NULL, NULL, SC_LOADS_KEYS_MAX + 1);
    struct sc_load *most = test_ask_add(ask, &probe_thing_at_loader, NULL, NULL, SC_LOADS_KEYS_MAX);

    test_ask_run(ask);
    assert_int_equal(load->status, SC_LIMITED);
    assert_int_equal(most->status, SC_OK);
    test_ask_destroy(ask);
}

static void a_request_without_memory_is_limited(void **state)
{
    struct test_loads *f = *state;
    struct test_ask *ask = test_ask_create(f);

    sc_request_finish(&ask->rq);
    assert_int_equal(sc_request_init(&ask->rq, 1200, sc_deadline_in(PROBE_LIMIT_MS)), SC_OK);
    struct sc_load *load =
        test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1, 2, 3, 4, 5, 6, 7, 8, 9));
    test_ask_run(ask);
    assert_int_equal(load->status, SC_LIMITED);
    test_ask_destroy(ask);
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
}

static void what_is_over_its_time_is_not_asked(void **state)
{
    struct test_ask *ask = test_ask_create(*state);

    ask->rq.deadline = sc_deadline_in(0);
    test_ask_add(ask, &probe_thing_at_loader, NULL, TEST_KEYS(1));
    assert_false(test_ask_start(ask));
    assert_int_equal(ask->at[0].status, SC_TIMEOUT);
    test_ask_destroy(ask);
}

/* Far more than a socket takes at once, in both directions. */
static void a_level_may_be_larger_than_a_socket_takes(void **state)
{
    struct test_ask *ask = test_ask_create(*state);
    enum {
        KEYS = SC_LOADS_KEYS_MAX
    };
    int64_t *keys = sc_arena_array(ask->rq.arena, KEYS, sizeof *keys);

    for (int i = 0; i < KEYS; i++)
        keys[i] = i + 1;
    for (int i = 0; i < 5; i++)
        test_ask_add(ask, &probe_divide_loader, NULL, keys, KEYS / 10);
    for (int i = 0; i < 3; i++)
        test_ask_add(ask, &probe_thing_at_loader, NULL, keys, KEYS);
    test_ask_run(ask);
    for (int i = 0; i < 8; i++)
        assert_int_equal(ask->at[i].status, SC_OK);
    assert_int_equal(((const struct probe_divide_row *)test_row_of(&ask->at[4], 59, 0))->quotient,
                     1);
    assert_int_equal(ask->at[7].first[KEYS], 9);
    test_ask_destroy(ask);
}

/* Whether the metrics say so, soon: a connection rests a moment after the rows have come. */
static void expect_line(struct test_loads *f, struct sc_metrics *metrics, const char *line)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);
    struct sc_buf text;

    sc_buf_init(&text, 1024 * 1024);
    do {
        test_loads_idle(f, 1);
        sc_buf_clear(&text);
        sc_metrics_write(metrics, &text);
    } while (sc_str_find(sc_buf_str(&text), sc_str_of(line)) < 0 && !sc_deadline_is_over(deadline));
    if (sc_deadline_is_over(deadline))
        print_error("no %s", line);
    assert_false(sc_deadline_is_over(deadline));
    sc_buf_finish(&text);
}

static void what_happened_is_counted(void **state)
{
    struct test_loads *f = *state;
    struct sc_loads_config config = test_loads_patient;
    struct sc_metrics *metrics = sc_metrics_create();
    static struct sc_loads_meters meters;

    assert_int_equal(sc_loads_meters_declare(metrics, &meters), SC_OK);
    assert_int_equal(sc_l1_meters_declare(metrics, f->l1), SC_OK);
    config.meters = &meters;
    config.l1 = f->l1;
    test_loads_use(f, &config);
    assert_int_equal(test_ask_one(f, &probe_thing_at_loader, 1), SC_OK);
    assert_int_equal(test_ask_one(f, &probe_thing_by_id_loader, 1), SC_OK);
    assert_int_equal(test_ask_one(f, &probe_thing_by_id_loader, 1), SC_OK);
    assert_int_equal(test_ask_one(f, &probe_divide_loader, 0), SC_INVALID);
    static const char *const lines[] = {
        "smartcart_load_statements_total{loader=\"probe_thing_at\",status=\"ok\"} 1\n",
        "smartcart_load_statements_total{loader=\"probe_thing_by_id\",status=\"ok\"} 1\n",
        "smartcart_load_statements_total{loader=\"probe_divide\",status=\"invalid\"} 1\n",
        "smartcart_load_rows_total{loader=\"probe_thing_at\"} 1\n",
        "smartcart_load_wait_seconds_count{pool=\"quick\"} 3\n",
        "smartcart_load_connections{pool=\"quick\",state=\"idle\"} 1\n",
        "smartcart_load_connections{pool=\"slow\",state=\"closed\"} 1\n",
        "smartcart_l1_hits_total 1\n",
        "smartcart_l1_misses_total 1\n",
        "smartcart_l1_entries 1\n",
    };
    for (size_t i = 0; i < SC_COUNT(lines); i++)
        expect_line(f, metrics, lines[i]);
    sc_loads_destroy(f->loads);
    f->loads = NULL;
    expect_line(f, metrics, "{pool=\"quick\",state=\"closed\"} 0\n");
    sc_metrics_destroy(metrics);
}

LOADS_TESTS(a_loads_test(a_level_may_be_larger_than_a_socket_takes),
            a_loads_test(what_happened_is_counted), a_loads_test(a_batch_gives_each_key_its_rows),
            a_loads_test(loads_of_one_level_go_side_by_side), a_loads_test(a_column_may_be_null),
            a_loads_test(a_page_is_of_each_parent),
            a_loads_test(a_loader_without_a_key_has_one_answer),
            a_loads_test(a_households_rows_are_never_kept),
            a_loads_test(a_neighbour_of_a_failure_is_unharmed),
            a_loads_test(several_failures_are_each_their_own),
            a_loads_test(a_key_beyond_its_type_is_refused), a_loads_test(too_many_keys_are_refused),
            a_loads_test(a_request_without_memory_is_limited),
            a_loads_test(what_is_over_its_time_is_not_asked))
