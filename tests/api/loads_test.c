/* Declared reads on an event loop, when all is well with the server and when it is not. */
#include "store/loads.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/probe.h"
#include "probe/probe_rows.h"
#include "testing/unit.h"

enum {
    LOADS_MAX = 8,
    L1_BYTES = 4 * 1024 * 1024,
    PATIENT_MS = 20000, /* for what is not about being late, on a loaded machine */
    HASTY_MS = 300,     /* for what is */
};

struct fixture {
    struct probe *probe;
    struct sc_loop *loop;
    struct sc_pg_target target;
    struct sc_l1 *l1;
    struct sc_loads *loads;
    size_t running; /* asks that are not done; the loop stops with the last */
};

/* One request with the loads of a level. */
struct ask {
    struct fixture *f;
    struct sc_request rq;
    struct sc_load at[LOADS_MAX];
    size_t count;
    bool is_done; /* on_done was called */
};

static void open_loads(struct fixture *f, const char *url, const struct sc_loads_config *config)
{
    struct sc_loads_config own = *config;

    sc_loads_destroy(f->loads);
    assert_int_equal(sc_pg_target_read(&f->probe->rq, f->probe->rq.arena, sc_str_of(url),
                                       PROBE_LOCK_MS, &f->target),
                     SC_OK);
    own.target = &f->target;
    f->loads = sc_loads_create(f->loop, &own);
    assert_non_null(f->loads);
}

static const struct sc_loads_config patient = {
    .connections = 2, .slow_connections = 1, .quick_ms = PATIENT_MS};
static const struct sc_loads_config hasty = {
    .connections = 2, .slow_connections = 1, .quick_ms = HASTY_MS};

static void use(struct fixture *f, const struct sc_loads_config *config)
{
    open_loads(f, f->probe->database.url, config);
}

/* The same with a cache. */
static void use_l1(struct fixture *f)
{
    struct sc_loads_config config = patient;

    config.l1 = f->l1;
    use(f, &config);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    probe_setup((void **)&f->probe);
    f->loop = sc_loop_create();
    f->l1 = sc_l1_create(L1_BYTES);
    assert_true(f->loop != NULL && f->l1 != NULL);
    use(f, &patient);
    test_sql(f->probe->database.url,
             "insert into probe.thing select n, 'thing ' || n, null from generate_series(1, 9) n;"
             "insert into probe.part select n * 10 + m, n, chr(ascii('a') + m % 3),"
             " nullif(m, 5) from generate_series(1, 9) n, generate_series(1, 9) m");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    sc_loads_destroy(f->loads);
    sc_loop_destroy(f->loop);
    sc_l1_destroy(f->l1);
    probe_teardown((void **)&f->probe);
    free(f);
    return 0;
}

static struct ask *new_ask(struct fixture *f)
{
    struct ask *ask = calloc(1, sizeof *ask);

    ask->f = f;
    assert_int_equal(
        sc_request_init(&ask->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PROBE_LIMIT_MS)), SC_OK);
    return ask;
}

static void free_ask(struct ask *ask)
{
    sc_request_finish(&ask->rq);
    free(ask);
}

/* Adds a load of these numbers; `in` is the loader's own. */
static struct sc_load *add(struct ask *ask, const struct sc_pg_loader *loader, const void *in,
                           const int64_t *numbers, size_t count)
{
    size_t parts = count * (loader->key_count > 0 ? loader->key_count : 1);
    union sc_key_part *keys = sc_arena_array(ask->rq.arena, parts + 1, sizeof *keys);

    for (size_t i = 0; numbers != NULL && i < count; i++)
        keys[i].number = numbers[i];
    ask->at[ask->count] =
        (struct sc_load){.loader = loader, .keys = keys, .count = count, .in = in};
    return &ask->at[ask->count++];
}

#define KEYS(...) \
    (const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)

static void on_done(void *context)
{
    struct ask *ask = context;

    assert_false(ask->is_done);
    ask->is_done = true;
    if (--ask->f->running == 0)
        sc_loop_stop(ask->f->loop);
}

/* True: it waits. */
static bool start(struct ask *ask)
{
    bool waits = sc_loads_run(ask->f->loads, &ask->rq, ask->at, ask->count, on_done, ask);

    ask->f->running += waits;
    return waits;
}

/* Until all that was started is done. */
static void finish(struct fixture *f)
{
    if (f->running > 0)
        sc_loop_run(f->loop);
    assert_int_equal(f->running, 0);
}

static void run(struct ask *ask)
{
    start(ask);
    finish(ask->f);
}

static size_t rows_of(const struct sc_load *load, size_t key)
{
    return load->first[key + 1] - load->first[key];
}

static const void *row_of(const struct sc_load *load, size_t key, size_t row)
{
    assert_true(row < rows_of(load, key));
    return load->rows[load->first[key] + row];
}

/* One load of one key, in a request of its own: its status. */
static enum sc_status ask_one(struct fixture *f, const struct sc_pg_loader *loader, int64_t key)
{
    struct ask *ask = new_ask(f);
    struct sc_load *load = add(ask, loader, NULL, &key, 1);

    run(ask);
    enum sc_status st = load->status;
    if (st == SC_OK)
        assert_int_equal(rows_of(load, 0), 1);
    free_ask(ask);
    return st;
}

/* Statements that have read probe.asked so far. */
static int64_t asked(struct fixture *f)
{
    return test_sql_number(f->probe->database.url,
                           "select case when is_called then last_value else 0 end"
                           " from probe.asked");
}

static void a_batch_gives_each_key_its_rows(void **state)
{
    struct ask *ask = new_ask(*state);
    struct sc_load *load = add(ask, &probe_thing_at_loader, NULL, KEYS(7, 100, 3, 7, 1));

    assert_true(start(ask));
    finish(*state);
    assert_true(ask->is_done);
    assert_int_equal(load->status, SC_OK);
    assert_int_equal(rows_of(load, 1), 0);
    const struct probe_thing_find_row *row = row_of(load, 0, 0);
    assert_str(row->name, "thing 7");
    assert_false(row->has_at);
    assert_ptr_equal(row_of(load, 3, 0), row); /* asked for twice, read once */
    row = row_of(load, 2, 0);
    assert_int_equal(row->id, 3);
    row = row_of(load, 4, 0);
    assert_int_equal(row->id, 1);
    assert_int_equal(load->first[5], 4);
    free_ask(ask);
}

static void loads_of_one_level_go_side_by_side(void **state)
{
    struct ask *ask = new_ask(*state);
    struct probe_part_by_place_in in = {.factor = 2};
    struct sc_load *things = add(ask, &probe_thing_at_loader, NULL, KEYS(1, 2));
    struct sc_load *again = add(ask, &probe_thing_at_loader, NULL, KEYS(9));
    struct sc_load *nothing = add(ask, &probe_thing_at_loader, NULL, NULL, 0);
    struct sc_load *parts = add(ask, &probe_part_by_place_loader, &in, NULL, 3);
    union sc_key_part keys[] = {{.number = 2}, {.text = SC_STR("b")},
                                {.number = 1}, {.text = SC_STR("a")},
                                {.number = 2}, {.text = SC_STR("z")}};

    parts->keys = keys;
    run(ask);
    assert_int_equal(things->status, SC_OK);
    assert_int_equal(things->first[2], 2);
    assert_int_equal(again->status, SC_OK);
    assert_int_equal(((const struct probe_thing_find_row *)row_of(again, 0, 0))->id, 9);
    assert_int_equal(nothing->status, SC_OK);
    assert_int_equal(nothing->first[0], 0);
    assert_int_equal(parts->status, SC_OK);
    assert_int_equal(rows_of(parts, 0), 3);
    assert_int_equal(rows_of(parts, 1), 3);
    assert_int_equal(rows_of(parts, 2), 0);
    const struct probe_part_by_place_row *row = row_of(parts, 0, 0);
    assert_int_equal(row->id, 21);
    assert_true(row->has_weight && row->weight == 2);
    row = row_of(parts, 0, 1);
    assert_int_equal(row->id, 24);
    row = row_of(parts, 1, 2);
    assert_int_equal(row->id, 19);
    free_ask(ask);
}

static void a_column_may_be_null(void **state)
{
    struct ask *ask = new_ask(*state);
    struct probe_part_by_place_in in = {.factor = 1};
    struct sc_load *load = add(ask, &probe_part_by_place_loader, &in, NULL, 1);

    load->keys = (const union sc_key_part[]){{.number = 4}, {.text = SC_STR("c")}};
    run(ask);
    assert_int_equal(load->status, SC_OK);
    const struct probe_part_by_place_row *row = row_of(load, 0, 1);
    assert_int_equal(row->id, 45);
    assert_false(row->has_weight);
    free_ask(ask);
}

static void a_page_is_of_each_parent(void **state)
{
    struct ask *ask = new_ask(*state);
    struct probe_part_page_in first = {
        .after_place = SC_STR(""), .after_id = INT64_MIN, .page_limit = 2};
    struct probe_part_page_in next = {.after_place = SC_STR("a"), .after_id = 66, .page_limit = 2};
    struct sc_load *a = add(ask, &probe_part_page_loader, &first, KEYS(6, 5, 77));
    struct sc_load *b = add(ask, &probe_part_page_loader, &next, KEYS(6, 5));

    run(ask);
    assert_int_equal(a->status, SC_OK);
    assert_int_equal(rows_of(a, 0), 2);
    assert_int_equal(rows_of(a, 1), 2);
    assert_int_equal(rows_of(a, 2), 0);
    const struct probe_part_page_row *row = row_of(a, 0, 0);
    assert_int_equal(row->id, 63);
    assert_str(row->thing_name, "thing 6");
    row = row_of(a, 1, 1);
    assert_int_equal(row->id, 56);
    row = row_of(b, 0, 0);
    assert_int_equal(row->id, 69);
    row = row_of(b, 0, 1);
    assert_int_equal(row->id, 61);
    row = row_of(b, 1, 0);
    assert_int_equal(row->id, 51); /* (a, 53), (a, 56) and (a, 59) come before (a, 66) */
    free_ask(ask);
}

static void a_loader_without_a_key_has_one_answer(void **state)
{
    struct ask *ask = new_ask(*state);
    struct probe_thing_like_in in = {
        .start = SC_STR("thing"), .after_id = INT64_MIN, .page_limit = 3};
    struct sc_load *load = add(ask, &probe_thing_like_loader, &in, NULL, 2);

    run(ask);
    assert_int_equal(load->status, SC_OK);
    assert_int_equal(rows_of(load, 0), 3);
    assert_int_equal(rows_of(load, 1), 3); /* however often it is asked for */
    assert_ptr_equal(row_of(load, 0, 2), row_of(load, 1, 2));
    free_ask(ask);
}

static void a_households_rows_are_never_kept(void **state)
{
    struct fixture *f = *state;
    int64_t me = 4;
    struct probe_mine_in in = {.viewer = {&me, NULL, 1}};

    use_l1(f);
    for (int i = 1; i <= 2; i++) {
        struct ask *ask = new_ask(f);
        struct sc_load *load = add(ask, &probe_mine_loader, &in, KEYS(3, 4));
        run(ask);
        assert_int_equal(load->status, SC_OK);
        assert_int_equal(rows_of(load, 0), 0);
        assert_int_equal(rows_of(load, 1), 1);
        assert_int_equal(asked(f), i);
        free_ask(ask);
    }
}

static void a_neighbour_of_a_failure_is_unharmed(void **state)
{
    struct ask *ask = new_ask(*state);
    struct sc_load *before = add(ask, &probe_thing_at_loader, NULL, KEYS(1));
    struct sc_load *wrong = add(ask, &probe_divide_loader, NULL, KEYS(2, 0));
    struct sc_load *behind = add(ask, &probe_thing_at_loader, NULL, KEYS(2));
    struct sc_load *right = add(ask, &probe_divide_loader, NULL, KEYS(4));

    run(ask);
    assert_int_equal(before->status, SC_OK);
    assert_int_equal(wrong->status, SC_INVALID);
    assert_string_equal(ask->rq.failure.sqlstate, "22012");
    assert_str(sc_failure_words(&ask->rq), "probe_divide: division by zero");
    assert_int_equal(behind->status, SC_OK);
    assert_int_equal(((const struct probe_thing_find_row *)row_of(behind, 0, 0))->id, 2);
    assert_int_equal(right->status, SC_OK);
    assert_int_equal(((const struct probe_divide_row *)row_of(right, 0, 0))->quotient, 15);
    free_ask(ask);
    assert_int_equal(ask_one(*state, &probe_divide_loader, 3), SC_OK); /* the connection is fine */
}

static void several_failures_are_each_their_own(void **state)
{
    struct ask *ask = new_ask(*state);

    for (int i = 0; i < 3; i++)
        add(ask, &probe_divide_loader, NULL, KEYS(0));
    add(ask, &probe_divide_loader, NULL, KEYS(1));
    run(ask);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ask->at[i].status, SC_INVALID);
    assert_int_equal(ask->at[3].status, SC_OK);
    free_ask(ask);
}

static void a_key_beyond_its_type_is_refused(void **state)
{
    assert_int_equal(ask_one(*state, &probe_divide_loader, INT64_C(1) << 32), SC_INVALID);
}

static void too_many_keys_are_refused(void **state)
{
    struct ask *ask = new_ask(*state);
    struct sc_load *load = add(ask, &probe_thing_at_loader, NULL, NULL, SC_LOADS_KEYS_MAX + 1);
    struct sc_load *most = add(ask, &probe_thing_at_loader, NULL, NULL, SC_LOADS_KEYS_MAX);

    run(ask);
    assert_int_equal(load->status, SC_LIMITED);
    assert_int_equal(most->status, SC_OK);
    free_ask(ask);
}

static void a_request_without_memory_is_limited(void **state)
{
    struct fixture *f = *state;
    struct ask *ask = new_ask(f);

    sc_request_finish(&ask->rq);
    assert_int_equal(sc_request_init(&ask->rq, 1200, sc_deadline_in(PROBE_LIMIT_MS)), SC_OK);
    struct sc_load *load = add(ask, &probe_thing_at_loader, NULL, KEYS(1, 2, 3, 4, 5, 6, 7, 8, 9));
    run(ask);
    assert_int_equal(load->status, SC_LIMITED);
    free_ask(ask);
    assert_int_equal(ask_one(f, &probe_thing_at_loader, 1), SC_OK);
}

static void what_is_over_its_time_is_not_asked(void **state)
{
    struct ask *ask = new_ask(*state);

    ask->rq.deadline = sc_deadline_in(0);
    add(ask, &probe_thing_at_loader, NULL, KEYS(1));
    assert_false(start(ask));
    assert_int_equal(ask->at[0].status, SC_TIMEOUT);
    free_ask(ask);
}

static int64_t sleepers(struct fixture *f)
{
    return test_sql_number(f->probe->database.url,
                           "select count(*) from pg_stat_activity where wait_event = 'PgSleep'");
}

static void a_late_statement_ends_with_its_connection(void **state)
{
    struct fixture *f = *state;
    struct ask *late = new_ask(f), *other = new_ask(f);
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);

    use(f, &hasty);
    add(late, &probe_doze_loader, NULL, KEYS(60000));
    add(late, &probe_thing_at_loader, NULL, KEYS(1));
    add(other, &probe_thing_at_loader, NULL, KEYS(1));
    assert_true(start(late));
    assert_true(start(other));
    finish(f);
    assert_int_equal(late->at[0].status, SC_TIMEOUT);
    assert_int_equal(late->at[1].status, SC_TIMEOUT);
    assert_int_equal(other->at[0].status, SC_OK);
    while (sleepers(f) > 0) /* it was cancelled, too */
        assert_false(sc_deadline_is_over(deadline));
    assert_int_equal(ask_one(f, &probe_thing_at_loader, 1), SC_OK);
    free_ask(late);
    free_ask(other);
}

static void a_request_waits_no_longer_than_it_has_time(void **state)
{
    struct fixture *f = *state;
    struct ask *ask = new_ask(f);

    ask->rq.deadline = sc_deadline_in(HASTY_MS);
    add(ask, &probe_doze_loader, NULL, KEYS(2000));
    run(ask);
    assert_int_equal(ask->at[0].status, SC_TIMEOUT);
    free_ask(ask);
    assert_int_equal(ask_one(f, &probe_thing_at_loader, 1), SC_OK);
}

static void slow_loaders_hold_up_no_quick_ones(void **state)
{
    struct fixture *f = *state;
    struct ask *slow[3], *quick = new_ask(f);

    use(f, &hasty);
    for (int i = 0; i < 3; i++) {
        slow[i] = new_ask(f);
        add(slow[i], &probe_doze_long_loader, NULL, KEYS(HASTY_MS + 100));
        assert_true(start(slow[i]));
    }
    add(quick, &probe_thing_at_loader, NULL, KEYS(1));
    assert_true(start(quick));
    finish(f);
    assert_int_equal(quick->at[0].status, SC_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(slow[i]->at[0].status, SC_OK);
        free_ask(slow[i]);
    }
    free_ask(quick);
}

#define a_loads_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_loads_test(a_batch_gives_each_key_its_rows),
        a_loads_test(loads_of_one_level_go_side_by_side),
        a_loads_test(a_column_may_be_null),
        a_loads_test(a_page_is_of_each_parent),
        a_loads_test(a_loader_without_a_key_has_one_answer),
        a_loads_test(a_households_rows_are_never_kept),
        a_loads_test(a_neighbour_of_a_failure_is_unharmed),
        a_loads_test(several_failures_are_each_their_own),
        a_loads_test(a_key_beyond_its_type_is_refused),
        a_loads_test(too_many_keys_are_refused),
        a_loads_test(a_request_without_memory_is_limited),
        a_loads_test(what_is_over_its_time_is_not_asked),
        a_loads_test(a_late_statement_ends_with_its_connection),
        a_loads_test(a_request_waits_no_longer_than_it_has_time),
        a_loads_test(slow_loaders_hold_up_no_quick_ones),
    };

    return cmocka_run_group_tests(tests, probe_group_setup, probe_group_teardown);
}
