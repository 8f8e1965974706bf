#include "api/helpers/probe.h"

#include <stdlib.h>

#include "probe/probe_rows.h"
#include "testing/unit.h"

static struct test_database database;

int probe_group_setup(void **state)
{
    (void)state;
    test_database_create(&database);
    test_sql(database.url, "create schema probe;"
                           "create table probe.thing (id bigint primary key, name text not null,"
                           " at timestamptz, check (name <> 'wrong'));"
                           "create table probe.part (id bigint primary key,"
                           " thing_id bigint not null, place text not null, weight integer);"
                           "create index part_page on probe.part (thing_id, place, id);"
                           "create sequence probe.asked;"
                           "create function probe.forget_prepared() returns boolean"
                           " language plpgsql as"
                           " $$ begin execute 'deallocate all'; return true; end $$;");
    return 0;
}

int probe_group_teardown(void **state)
{
    (void)state;
    test_database_drop(&database);
    return 0;
}

struct sc_pg *probe_pool(struct probe *probe, int connections, int64_t wait_ms)
{
    struct sc_pg_config config = {
        .url = sc_str_of(database.url),
        .connections = connections,
        .wait_ms = wait_ms,
        .lock_timeout_ms = PROBE_LOCK_MS,
    };
    struct sc_pg *pg;

    assert_int_equal(sc_pg_create(&probe->rq, &config, &pg), SC_OK);
    return pg;
}

int probe_setup(void **state)
{
    struct probe *probe = calloc(1, sizeof *probe);

    assert_non_null(probe);
    probe->database = database;
    assert_int_equal(
        sc_request_init(&probe->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PROBE_LIMIT_MS)), SC_OK);
    probe->pg = probe_pool(probe, PROBE_CONNECTIONS, PROBE_WAIT_MS);
    test_sql(database.url, "truncate probe.thing; truncate probe.part;"
                           "alter sequence probe.asked restart");
    *state = probe;
    return 0;
}

int probe_teardown(void **state)
{
    struct probe *probe = *state;

    sc_pg_destroy(probe->pg);
    sc_request_finish(&probe->rq);
    free(probe);
    return 0;
}

pid_t probe_backend_pid(struct sc_tx *tx)
{
    struct probe_backend_row row;

    assert_int_equal(probe_backend_one(tx, &row), SC_OK);
    return row.pid;
}

int64_t probe_count(const struct probe *probe)
{
    return test_sql_number(probe->database.url, "select count(*) from probe.thing");
}
