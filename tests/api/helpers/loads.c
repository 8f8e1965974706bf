#include "api/helpers/loads.h"

#include <stdlib.h>

#include "testing/unit.h"

void test_loads_open(struct test_loads *f, const char *url, const struct sc_loads_config *config)
{
    struct sc_loads_config own = *config;

    const struct sc_cluster_config nodes = {.url = sc_str_of(url),
                                            .lock_timeout_ms = PROBE_LOCK_MS};

    sc_loads_destroy(f->loads);
    sc_cluster_destroy(f->cluster);
    assert_int_equal(sc_cluster_create(&f->probe->rq, &nodes, &f->cluster), SC_OK);
    own.cluster = f->cluster;
    f->loads = sc_loads_create(f->loop, &own);
    assert_non_null(f->loads);
}

const struct sc_loads_config test_loads_patient = {
    .connections = 2, .slow_connections = 1, .quick_ms = TEST_PATIENT_MS};
const struct sc_loads_config test_loads_hasty = {
    .connections = 2, .slow_connections = 1, .quick_ms = TEST_HASTY_MS};

void test_loads_use(struct test_loads *f, const struct sc_loads_config *config)
{
    test_loads_open(f, f->probe->database.url, config);
}

/* The same with a cache. */
void test_loads_use_l1(struct test_loads *f)
{
    struct sc_loads_config config = test_loads_patient;

    config.l1 = f->l1;
    test_loads_use(f, &config);
}

int test_loads_setup(void **state)
{
    struct test_loads *f = calloc(1, sizeof *f);

    probe_setup((void **)&f->probe);
    f->loop = sc_loop_create();
    f->l1 = sc_l1_create(TEST_L1_BYTES);
    assert_true(f->loop != NULL && f->l1 != NULL);
    test_loads_use(f, &test_loads_patient);
    test_sql(f->probe->database.url,
             "insert into probe.thing select n, 'thing ' || n, null from generate_series(1, 9) n;"
             "insert into probe.part select n * 10 + m, n, chr(ascii('a') + m % 3),"
             " nullif(m, 5) from generate_series(1, 9) n, generate_series(1, 9) m");
    *state = f;
    return 0;
}

int test_loads_teardown(void **state)
{
    struct test_loads *f = *state;

    sc_loads_destroy(f->loads);
    sc_cluster_destroy(f->cluster);
    sc_loop_destroy(f->loop);
    sc_l1_destroy(f->l1);
    probe_teardown((void **)&f->probe);
    free(f);
    return 0;
}

struct test_ask *test_ask_create(struct test_loads *f)
{
    struct test_ask *ask = calloc(1, sizeof *ask);

    ask->f = f;
    assert_int_equal(
        sc_request_init(&ask->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PROBE_LIMIT_MS)), SC_OK);
    return ask;
}

void test_ask_destroy(struct test_ask *ask)
{
    sc_request_finish(&ask->rq);
    free(ask);
}

/* Adds a load of these numbers; `in` is the loader's own. */
struct sc_load *test_ask_add(struct test_ask *ask, const struct sc_pg_loader *loader,
                             const void *in, const int64_t *numbers, size_t count)
{
    size_t parts = count * (loader->key_count > 0 ? loader->key_count : 1);
    union sc_key_part *keys = sc_arena_array(ask->rq.arena, parts + 1, sizeof *keys);

    for (size_t i = 0; numbers != NULL && i < count; i++)
        keys[i].number = numbers[i];
    ask->at[ask->count] =
        (struct sc_load){.loader = loader, .keys = keys, .count = count, .in = in};
    return &ask->at[ask->count++];
}

static void on_done(void *context)
{
    struct test_ask *ask = context;

    assert_false(ask->is_done);
    ask->is_done = true;
    if (--ask->f->running == 0)
        sc_loop_stop(ask->f->loop);
}

/* True: it waits. */
bool test_ask_start(struct test_ask *ask)
{
    bool waits = sc_loads_run(ask->f->loads, &ask->rq, ask->at, ask->count, on_done, ask);

    ask->f->running += waits;
    return waits;
}

/* Until all that was started is done. */
void test_loads_finish(struct test_loads *f)
{
    if (f->running > 0)
        sc_loop_run(f->loop);
    assert_int_equal(f->running, 0);
}

void test_ask_run(struct test_ask *ask)
{
    test_ask_start(ask);
    test_loads_finish(ask->f);
}

size_t test_rows_of(const struct sc_load *load, size_t key)
{
    return load->first[key + 1] - load->first[key];
}

const void *test_row_of(const struct sc_load *load, size_t key, size_t row)
{
    assert_true(row < test_rows_of(load, key));
    return load->rows[load->first[key] + row];
}

/* One load of one key, in a request of its own: its status. */
enum sc_status test_ask_one(struct test_loads *f, const struct sc_pg_loader *loader, int64_t key)
{
    struct test_ask *ask = test_ask_create(f);
    struct sc_load *load = test_ask_add(ask, loader, NULL, &key, 1);

    test_ask_run(ask);
    enum sc_status st = load->status;
    if (st == SC_OK)
        assert_int_equal(test_rows_of(load, 0), 1);
    test_ask_destroy(ask);
    return st;
}

/* Statements that have read probe.asked so far. */
int64_t test_loads_asked(struct test_loads *f)
{
    return test_sql_number(f->probe->database.url,
                           "select case when is_called then last_value else 0 end"
                           " from probe.asked");
}

static void stop_idling(void *context)
{
    sc_loop_stop(context);
}

void test_loads_idle(struct test_loads *f, int64_t ms)
{
    struct sc_loop_timer timer = {.on_time = stop_idling, .context = f->loop};

    assert_int_equal(sc_loop_timer_set(f->loop, &timer, sc_deadline_in(ms)), SC_OK);
    sc_loop_run(f->loop);
    sc_loop_timer_clear(f->loop, &timer);
}
