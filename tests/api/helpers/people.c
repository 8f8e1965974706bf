#include "api/helpers/people.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "accounts/accounts.h"
#include "accounts/keyring.h"
#include "runtime/deadline.h"

static struct people people;

int people_setup(void **state)
{
    struct people *p = &people;

    test_database_create(&p->database);
    const struct sc_pg_config config = {.url = sc_str_of(p->database.url),
                                        .connections = PEOPLE_CONNECTIONS,
                                        .wait_ms = PEOPLE_LIMIT_MS};
    assert_int_equal(sc_request_init(&p->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PEOPLE_LIMIT_MS)),
                     SC_OK);
    assert_int_equal(sc_pg_create(&p->rq, &config, &p->pg), SC_OK);
    p->keyring = accounts_keyring_create(SC_STR("a secret of tests"));
    assert_int_equal(accounts_keyring_load(&p->rq, p->pg, p->keyring), SC_OK);
    const struct accounts_config accounts = {.keyring = p->keyring,
                                             .public_url = SC_STR("https://test.example")};
    accounts_start(&accounts);
    *state = p;
    return 0;
}

int people_teardown(void **state)
{
    struct people *p = *state;

    sc_request_finish(&p->rq);
    sc_pg_destroy(p->pg);
    accounts_keyring_destroy(p->keyring);
    test_database_drop(&p->database);
    return 0;
}

int64_t people_number(struct people *p, const char *sql, ...)
{
    char text[1024];
    va_list values;

    va_start(values, sql);
    int length = vsnprintf(text, sizeof text, sql, values);
    va_end(values);
    assert_in_range(length, 1, sizeof text - 1);
    return test_sql_number(p->database.url, text);
}

int64_t people_add(struct people *p, const char *email)
{
    if (email == NULL)
        return people_number(p, "insert into accounts.person (country) values ('IE') returning id");
    return people_number(p,
                         "insert into accounts.person (email, email_fold, country, name) "
                         "values ('%s', '%s', 'IE', 'Name of %s') returning id",
                         email, email, email);
}

int64_t people_household(struct people *p, int64_t owner_id)
{
    return people_number(
        p,
        "with h as (insert into accounts.household (name, country) values ('Home', 'IE') "
        "returning id) insert into accounts.member (household_id, person_id, role) "
        "select id, %" PRId64 ", 'owner' from h returning household_id",
        owner_id);
}

void people_let_in(struct people *p, int64_t household_id, int64_t person_id, const char *role)
{
    people_number(p,
                  "insert into accounts.member values (%" PRId64 ", %" PRId64 ", '%s') "
                  "returning 1",
                  household_id, person_id, role);
}

void people_is_role(struct people *p, int64_t household_id, int64_t person_id, const char *want)
{
    char sql[256];

    snprintf(sql, sizeof sql,
             "select coalesce((select role from accounts.pub_member where household_id = %" PRId64
             " "
             "and person_id = %" PRId64 "), 'none')",
             household_id, person_id);
    char *role = test_sql_text(p->database.url, sql);
    assert_string_equal(role, want);
    free(role);
}

void people_ask_as(struct people *p, int64_t person_id)
{
    sc_request_finish(&p->rq);
    assert_int_equal(sc_request_init(&p->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PEOPLE_LIMIT_MS)),
                     SC_OK);
    p->viewer = (struct sc_viewer){
        .person_id = person_id, .principal_count = person_id != 0, .principals = {person_id}};
    if (p->network != NULL)
        p->viewer.network = sc_str_of(p->network);
    p->rq.viewer = &p->viewer;
}

enum sc_status people_call(struct people *p, int64_t person_id, people_call_fn call, const void *in,
                           void *ret_row)
{
    people_ask_as(p, person_id);
    return call(&p->rq, p->pg, in, ret_row);
}

int64_t people_mails(struct people *p, const char *email)
{
    return people_number(p,
                         "select count(*) from jobs.job where kind = 'mail' and "
                         "payload::json ->> 'to' = '%s'",
                         email);
}

struct sc_str people_mailed(struct people *p, const char *email)
{
    char sql[256];

    snprintf(sql, sizeof sql,
             "select substring(payload::json ->> 'text' from '#(\\S+)') from jobs.job "
             "where kind = 'mail' and payload::json ->> 'to' = '%s' order by id desc limit 1",
             email);
    char *token = test_sql_text(p->database.url, sql);
    assert_non_null(token);
    struct sc_str copy = sc_arena_str(p->rq.arena, sc_str_of(token));
    free(token);
    return copy;
}

int people_run_jobs(struct people *p, const char *kind, people_job_fn run)
{
    char sql[256];
    int count = 0;

    for (;; count++) {
        struct sc_job_row job = {
            .id = people_number(p,
                                "select coalesce((select min(id) from jobs.job where kind = '%s' "
                                "and state = 0 and run_at <= now()), 0)",
                                kind),
        };
        if (job.id == 0)
            return count;
        job.lease = people_number(p,
                                  "update jobs.job set state = 1, attempt = attempt + 1, lease = "
                                  "nextval('jobs.lease'), locked_until = now() + interval '1 "
                                  "minute' where id = %" PRId64 " returning lease",
                                  job.id);
        snprintf(sql, sizeof sql, "select payload from jobs.job where id = %" PRId64, job.id);
        char *payload = test_sql_text(p->database.url, sql);
        job.payload = sc_str_of(payload);
        people_ask_as(p, 0);
        enum sc_status st = run(&p->rq, p->pg, &job, NULL);
        if (st != SC_OK)
            fail_msg("%s: %.*s", kind, SC_STR_ARGS(sc_failure_words(&p->rq)));
        free(payload);
        if (!job.is_done)
            people_number(p, "delete from jobs.job where id = %" PRId64 " returning 1", job.id);
    }
}
