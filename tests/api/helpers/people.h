/*
 * people.h - what tests of accounts start from: a database with people, who call operations.
 */
#ifndef SC_TESTS_PEOPLE_H
#define SC_TESTS_PEOPLE_H

#include "api/helpers/postgres.h"
#include "runtime/request.h"
#include "store/pg.h"
#include "store/queue.h"
#include "testing/unit.h"

enum {
    PEOPLE_CONNECTIONS = 4,
    PEOPLE_LIMIT_MS = 30 * 1000,
};

struct people {
    struct test_database database;
    struct sc_pg *pg;
    struct sc_request rq; /* of the last call: its rows live until the next */
    struct sc_viewer viewer;
    const char *network; /* that calls come from, of tests that say so; NULL: unknown */
    struct accounts_keyring *keyring;
};

/* For cmocka, of a group; the state is a struct people. */
int people_setup(void **state);
int people_teardown(void **state);

/* A person with an account but no password (accounts_add makes one); `email` NULL: a guest. */
int64_t people_add(struct people *p, const char *email);
/* A household that the person owns. */
int64_t people_household(struct people *p, int64_t owner_id);
void people_let_in(struct people *p, int64_t household_id, int64_t person_id, const char *role);
/* The first column of the first row of this SQL. */
__attribute__((format(printf, 2, 3))) int64_t people_number(struct people *p, const char *sql, ...);
/* "owner", "adult", ...; "none": no member. */
void people_is_role(struct people *p, int64_t household_id, int64_t person_id, const char *want);

/* A new request on behalf of a person; 0: nobody is signed in. */
void people_ask_as(struct people *p, int64_t person_id);
/* Calls an operation in one. */
typedef enum sc_status (*people_call_fn)(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                         void *ret_row);
enum sc_status people_call(struct people *p, int64_t person_id, people_call_fn call, const void *in,
                           void *ret_row);

/* Runs the jobs of a kind that are due, as a worker that has them on lease does; how many. */
typedef enum sc_status (*people_job_fn)(struct sc_request *rq, struct sc_pg *pg,
                                        struct sc_job_row *job, void *context);
int people_run_jobs(struct people *p, const char *kind, people_job_fn run);

/* What stands behind the # of the newest mail to the address; in the request's arena. */
struct sc_str people_mailed(struct people *p, const char *email);
int64_t people_mails(struct people *p, const char *email);

#define PEOPLE_TESTS(...)                                                    \
    int main(void)                                                           \
    {                                                                        \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                     \
        return cmocka_run_group_tests(tests, people_setup, people_teardown); \
    }

#endif
