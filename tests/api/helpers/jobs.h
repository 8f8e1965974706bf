/*
 * jobs.h - a queue that a test fills, works on, and looks at: a database of the program's own,
 * emptied for each test (`state` is a struct jobs).
 */
#ifndef SC_TESTS_JOBS_H
#define SC_TESTS_JOBS_H

#include <stddef.h>
#include <stdint.h>

#include "api/helpers/postgres.h"
#include "store/queue_lease.h"

extern struct test_database jobs_database;

struct jobs {
    struct sc_pg *pg; /* of a few connections */
    struct sc_request rq;
};

int jobs_group_set_up(void **state);
int jobs_group_tear_down(void **state);
int jobs_set_up(void **state);
/* Ends the crews that a test has left, too. */
int jobs_tear_down(void **state);

#define JOBS_TEST(function) cmocka_unit_test_setup_teardown(function, jobs_set_up, jobs_tear_down)

/* What a query of one number gives. */
int64_t jobs_number(const char *sql);
/* How many there are. */
int64_t jobs_count(void);

/* Of the usual queue. */
struct sc_job jobs_job(const char *kind, const char *payload);
/* In a transaction of its own. */
void jobs_put(struct jobs *f, const struct sc_job *job);
struct sc_job_rows jobs_take(struct jobs *f, struct sc_queue_cursor *cursor, size_t max);
/* How many were ours: 1 or 0. */
int64_t jobs_end(struct jobs *f, const struct sc_job_row *job);

#endif
