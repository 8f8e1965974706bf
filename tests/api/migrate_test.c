/* `smartcart migrate` and what stands behind it, on a real PostgreSQL. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "store/migrate.h"
#include "testing/unit.h"

struct fixture {
    struct sc_arena *arena;
    struct test_database database;
    char environment[TEST_URL_MAX + 40];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    test_database_create_empty(&f->database);
    snprintf(f->environment, sizeof f->environment, "SMARTCART_DATABASE_URL=%s", f->database.url);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    test_database_drop(&f->database);
    sc_arena_destroy(f->arena);
    free(f);
    return 0;
}

static struct test_result run(struct fixture *f, const char *option)
{
    const char *words[] = {"migrate", option, NULL};
    const char *environment[] = {f->environment, NULL};
    struct test_run wanted = {.words = words, .environment = environment};
    struct test_result result;

    test_program_run(f->arena, &wanted, &result);
    return result;
}

static void an_empty_database_is_migrated_once(void **state)
{
    struct fixture *f = *state;
    struct test_result first = run(f, NULL);
    struct test_result second = run(f, NULL);

    assert_str(first.err, "");
    assert_int_equal(first.exit_code, 0);
    assert_true(sc_str_find(first.out, SC_STR("0001_ids")) >= 0);
    assert_int_equal(second.exit_code, 0);
    assert_true(sc_str_starts(second.out, SC_STR("nothing to do: the database is at ")));
    assert_int_equal(test_sql_number(f->database.url, "select count(*) from smartcart_migration"),
                     (int64_t)sc_migration_count);
}

static void json_is_one_object(void **state)
{
    struct fixture *f = *state;
    struct test_result first = run(f, "--json");
    struct test_result second = run(f, "--json");

    assert_true(
        sc_str_starts(first.out, SC_STR("{\"applied\":[{\"name\":\"0001_ids\",\"seconds\":")));
    assert_str(second.out, "{\"applied\":[]}\n");
}

static void an_edited_file_is_refused(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(run(f, NULL).exit_code, 0);
    test_sql(f->database.url, "update smartcart_migration set checksum = 1 where number = 1");
    struct test_result result = run(f, NULL);
    assert_int_equal(result.exit_code, 1);
    assert_true(sc_str_starts(
        result.err,
        SC_STR("smartcart migrate: migration 0001_ids was edited after this database")));
}

static void no_server_is_said_plainly(void **state)
{
    struct fixture *f = *state;

    snprintf(f->environment, sizeof f->environment,
             "SMARTCART_DATABASE_URL=postgresql:///x?host=/nonexistent");
    struct test_result result = run(f, NULL);
    assert_int_equal(result.exit_code, 1);
    assert_true(
        sc_str_starts(result.err, SC_STR("smartcart migrate: no connection to the database: ")));
}

static void a_wrong_url_is_bad_input(void **state)
{
    struct fixture *f = *state;

    snprintf(f->environment, sizeof f->environment, "SMARTCART_DATABASE_URL=databaze=x");
    struct test_result result = run(f, NULL);
    assert_int_equal(result.exit_code, 2);
    assert_true(
        sc_str_starts(result.err, SC_STR("smartcart migrate: the database's URL is wrong")));
}

static void two_at_once_apply_each_migration_once(void **state)
{
    struct fixture *f = *state;
    const char *words[] = {"migrate", NULL};
    const char *environment[] = {f->environment, NULL};
    struct test_run wanted = {.words = words, .environment = environment};
    struct test_process one, other;
    struct test_result first, second;

    test_program_start(&wanted, &one);
    test_program_start(&wanted, &other);
    test_program_wait(f->arena, &one, &first);
    test_program_wait(f->arena, &other, &second);
    assert_int_equal(first.exit_code, 0);
    assert_int_equal(second.exit_code, 0);
    assert_true(sc_str_starts(first.out, SC_STR("nothing")) !=
                sc_str_starts(second.out, SC_STR("nothing")));
}

static void count_migrated(void *context, const struct sc_migration *migration, int64_t took_us)
{
    int *count = context;

    (void)migration;
    (void)took_us;
    ++*count;
}

/* Migrations of the test's own, on the test's database. */
static enum sc_status migrate(struct fixture *f, struct sc_request *rq,
                              const struct sc_migration *migrations, size_t count, int *ret_count)
{
    struct sc_pg *pg;
    struct sc_pg_config config = {
        .url = sc_str_of(f->database.url),
        .connections = 1,
        .wait_ms = 1000,
        .lock_timeout_ms = 50,
    };

    assert_int_equal(sc_request_init(rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(60000)), SC_OK);
    assert_int_equal(sc_pg_create(rq, &config, &pg), SC_OK);
    enum sc_status st = sc_migrate(pg, rq, migrations, count, count_migrated, ret_count);
    sc_pg_destroy(pg);
    return st;
}

static const char *const make_a[] = {"create table a (id int); insert into a values (1)", NULL};
static const char *const make_b[] = {"create table b (id int)", NULL};
static const char *const fail_b[] = {"create table b (id int); select 1/0", NULL};
static const char *const sleep_b[] = {"create table b (id int); select pg_sleep(60)", NULL};
static const char *const index_a[] = {"drop index concurrently if exists a_id",
                                      "create index concurrently a_id on a (id)", NULL};
static const char *const alter_a[] = {"alter table a add other int", NULL};

static void a_migration_that_fails_leaves_what_was_before_it(void **state)
{
    struct fixture *f = *state;
    struct sc_request rq;
    const struct sc_migration wrong[] = {{1, "0001_a", make_a, false, 11},
                                         {2, "0002_b", fail_b, false, 12}};
    const struct sc_migration mended[] = {{1, "0001_a", make_a, false, 11},
                                          {2, "0002_b", make_b, false, 13}};
    int count = 0;

    assert_int_equal(migrate(f, &rq, wrong, 2, &count), SC_INVALID);
    assert_string_equal(rq.failure.sqlstate, "22012");
    sc_request_finish(&rq);
    assert_int_equal(count, 1);
    assert_int_equal(test_sql_number(f->database.url, "select (to_regclass('b') is null)::int"), 1);
    assert_int_equal(migrate(f, &rq, mended, 2, &count), SC_OK);
    sc_request_finish(&rq);
    assert_int_equal(count, 2);
}

static void killed_in_the_middle_it_is_as_before_and_can_be_done_again(void **state)
{
    struct fixture *f = *state;
    const struct sc_migration slow[] = {{1, "0001_a", make_a, false, 11},
                                        {2, "0002_b", sleep_b, false, 12}};
    const struct sc_migration quick[] = {{1, "0001_a", make_a, false, 11},
                                         {2, "0002_b", make_b, false, 12}};
    struct sc_request rq;
    int count = 0;
    pid_t pid = fork();

    if (pid == 0)
        _exit(migrate(f, &rq, slow, 2, &count) == SC_OK ? 0 : 1);
    while (test_sql_number(f->database.url,
                           "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
                           " and datname = current_database()") == 0)
        usleep(10000);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    assert_int_equal(migrate(f, &rq, quick, 2, &count), SC_OK); /* as soon as the lock is free */
    sc_request_finish(&rq);
    assert_int_equal(count, 1);
    assert_int_equal(test_sql_number(f->database.url, "select count(*) from a"), 1);
    assert_int_equal(test_sql_number(f->database.url, "select count(*) from b"), 0);
}

static void an_index_is_made_outside_a_transaction(void **state)
{
    struct fixture *f = *state;
    const struct sc_migration migrations[] = {{1, "0001_a", make_a, false, 11},
                                              {2, "0002_index", index_a, true, 12}};
    struct sc_request rq;
    int count = 0;

    assert_int_equal(migrate(f, &rq, migrations, 2, &count), SC_OK);
    sc_request_finish(&rq);
    assert_int_equal(test_sql_number(f->database.url, "select indisvalid::int from pg_index "
                                                      "where indexrelid = 'a_id'::regclass"),
                     1);
}

/* Holds a lock on table a for half a second: longer than one try waits. */
static pid_t hold_lock_for_a_while(struct fixture *f)
{
    pid_t pid = fork();

    if (pid == 0) {
        test_sql(f->database.url, "begin; lock table a; select pg_sleep(0.5); commit");
        _exit(0);
    }
    while (test_sql_number(f->database.url,
                           "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
                           " and datname = current_database()") == 0)
        usleep(10000);
    return pid;
}

static void a_lock_that_is_held_is_asked_for_again(void **state)
{
    struct fixture *f = *state;
    const struct sc_migration migrations[] = {{1, "0001_a", make_a, false, 11},
                                              {2, "0002_alter", alter_a, false, 12}};
    struct sc_request rq;
    int count = 0;

    assert_int_equal(migrate(f, &rq, migrations, 1, &count), SC_OK);
    sc_request_finish(&rq);
    pid_t pid = hold_lock_for_a_while(f);
    assert_int_equal(migrate(f, &rq, migrations, 2, &count), SC_OK);
    sc_request_finish(&rq);
    assert_int_equal(count, 2);
    waitpid(pid, NULL, 0);
}

/* Holds the lock that migrating takes, until it is killed. */
static pid_t hold_migration_lock(struct fixture *f)
{
    pid_t pid = fork();

    if (pid == 0) {
        test_sql(f->database.url, "select pg_advisory_lock(x'736D617274636172'::bigint);"
                                  "select pg_sleep(60)");
        _exit(0);
    }
    while (test_sql_number(f->database.url,
                           "select count(*) from pg_locks where granted and "
                           "locktype = 'advisory' and objid = x'74636172'::int") == 0)
        usleep(10000);
    return pid;
}

static void asked_to_stop_it_waits_no_longer(void **state)
{
    struct fixture *f = *state;
    const char *words[] = {"migrate", NULL};
    const char *environment[] = {f->environment, NULL};
    struct test_run wanted = {.words = words, .environment = environment};
    struct test_process process;
    struct test_result result;
    pid_t holder = hold_migration_lock(f);

    test_program_start(&wanted, &process);
    while (test_sql_number(f->database.url, "select count(*) from pg_stat_activity where "
                                            "query like '%pg_try_advisory_lock%' and pid <> "
                                            "pg_backend_pid() and state = 'idle'") == 0)
        usleep(10000);
    assert_int_equal(kill(process.pid, SIGTERM), 0);
    test_program_wait(f->arena, &process, &result);
    assert_int_equal(kill(holder, SIGKILL), 0);
    waitpid(holder, NULL, 0);
    assert_int_equal(result.exit_code, 1);
    assert_str(result.err, "smartcart migrate: stopped while waiting for the database\n");
}

#define a_migrate_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

UNIT_TESTS(a_migrate_test(an_empty_database_is_migrated_once), a_migrate_test(json_is_one_object),
           a_migrate_test(an_edited_file_is_refused), a_migrate_test(no_server_is_said_plainly),
           a_migrate_test(a_wrong_url_is_bad_input),
           a_migrate_test(two_at_once_apply_each_migration_once),
           a_migrate_test(a_migration_that_fails_leaves_what_was_before_it),
           a_migrate_test(killed_in_the_middle_it_is_as_before_and_can_be_done_again),
           a_migrate_test(an_index_is_made_outside_a_transaction),
           a_migrate_test(a_lock_that_is_held_is_asked_for_again),
           a_migrate_test(asked_to_stop_it_waits_no_longer))
