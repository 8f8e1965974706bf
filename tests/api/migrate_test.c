/* `smartcart migrate` and what stands behind it, on a real PostgreSQL. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
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

#define a_migrate_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

UNIT_TESTS(a_migrate_test(an_empty_database_is_migrated_once), a_migrate_test(json_is_one_object),
           a_migrate_test(an_edited_file_is_refused), a_migrate_test(no_server_is_said_plainly),
           a_migrate_test(a_wrong_url_is_bad_input),
           a_migrate_test(two_at_once_apply_each_migration_once))
