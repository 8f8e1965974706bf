/*
 * probe.h - what tests of src/store start from: a table, a pool and a request.
 *
 * One database a test program; before each test its table probe.thing is empty.
 */
#ifndef SC_TESTS_PROBE_H
#define SC_TESTS_PROBE_H

#include "api/helpers/postgres.h"
#include "runtime/request.h"
#include "store/pg.h"
#include "store/tx.h"

enum {
    PROBE_CONNECTIONS = 2,
    PROBE_WAIT_MS = 300,
    PROBE_LOCK_MS = 200,
    PROBE_LIMIT_MS = 60 * 1000, /* the request's deadline, unless the test sets another */
};

struct probe {
    struct test_database database;
    struct sc_pg *pg;
    struct sc_request rq;
};

/* For cmocka: the group's set-up and tear-down, which make and drop the database. */
int probe_group_setup(void **state);
int probe_group_teardown(void **state);

/* Each test's: the state is then a struct probe. */
int probe_setup(void **state);
int probe_teardown(void **state);

/* Another pool of the same database, for the caller to destroy. */
struct sc_pg *probe_pool(struct probe *probe, int connections, int64_t wait_ms);

/* The pid of the backend behind `tx`. */
pid_t probe_backend_pid(struct sc_tx *tx);

/* Rows of probe.thing, as another session sees them. */
int64_t probe_count(const struct probe *probe);

#define a_probe_test(function) \
    cmocka_unit_test_setup_teardown(function, probe_setup, probe_teardown)

#define PROBE_TESTS(...)                                                               \
    int main(void)                                                                     \
    {                                                                                  \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                               \
        return cmocka_run_group_tests(tests, probe_group_setup, probe_group_teardown); \
    }

#endif
