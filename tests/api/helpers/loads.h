/*
 * loads.h - what tests of declared reads start from: a loop with loads on the probe's tables.
 *
 * probe.thing has the things 1 to 9, each with nine parts in probe.part: part
 * 10 n + m of thing n is in place 'b', 'c', 'a', 'b' ... for m = 1, 2, 3, 4 ...,
 * and weighs m, but 5 is null.
 */
#ifndef SC_TESTS_LOADS_H
#define SC_TESTS_LOADS_H

#include "api/helpers/probe.h"
#include "store/loads.h"

enum {
    TEST_LOADS_MAX = 8,
    TEST_L1_BYTES = 4 * 1024 * 1024,
    TEST_PATIENT_MS = 20000, /* for what is not about being late, on a loaded machine */
    TEST_HASTY_MS = 300,     /* for what is */
};

struct test_loads {
    struct probe *probe;
    struct sc_loop *loop;
    struct sc_cluster *cluster;
    struct sc_l1 *l1;
    struct sc_loads *loads;
    size_t running; /* asks that wait; the loop stops with the last */
};

/* One request with the loads of a level. */
struct test_ask {
    struct test_loads *f;
    struct sc_request rq;
    struct sc_load at[TEST_LOADS_MAX];
    size_t count;
    bool is_done; /* it waited, and was called back */
};

/* For cmocka; the state is a struct test_loads, patient and without a cache. */
int test_loads_setup(void **state);
int test_loads_teardown(void **state);

/* Loads of another configuration (its target is set here), in place of those before. */
extern const struct sc_loads_config test_loads_patient, test_loads_hasty;
void test_loads_use(struct test_loads *f, const struct sc_loads_config *config);
void test_loads_open(struct test_loads *f, const char *url, const struct sc_loads_config *config);
/* Patient ones, with a cache. */
void test_loads_use_l1(struct test_loads *f);

struct test_ask *test_ask_create(struct test_loads *f);
void test_ask_destroy(struct test_ask *ask);

/* Adds a load of `count` keys, each a number; without numbers all are 0. `in` is the loader's. */
struct sc_load *test_ask_add(struct test_ask *ask, const struct sc_pg_loader *loader,
                             const void *in, const int64_t *numbers, size_t count);
#define TEST_KEYS(...) \
    (const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)

/* Begins; true: it waits. */
bool test_ask_start(struct test_ask *ask);
/* Begins, and runs the loop until all that was begun is done. */
void test_ask_run(struct test_ask *ask);
void test_loads_finish(struct test_loads *f);
/* Runs the loop for a while. */
void test_loads_idle(struct test_loads *f, int64_t ms);

/* One load of one key in a request of its own, which has one row when it is SC_OK. */
enum sc_status test_ask_one(struct test_loads *f, const struct sc_pg_loader *loader, int64_t key);

size_t test_rows_of(const struct sc_load *load, size_t key);
const void *test_row_of(const struct sc_load *load, size_t key, size_t row);

/* How many rows statements have made with probe.asked, so far. */
int64_t test_loads_asked(struct test_loads *f);

#define a_loads_test(function) \
    cmocka_unit_test_setup_teardown(function, test_loads_setup, test_loads_teardown)

#define LOADS_TESTS(...)                                                               \
    int main(void)                                                                     \
    {                                                                                  \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                               \
        return cmocka_run_group_tests(tests, probe_group_setup, probe_group_teardown); \
    }

#endif
