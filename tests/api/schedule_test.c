/*
 * What recurs: each tick once, whoever leads, however leaders end.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/program.h"
#include "base/time.h"
#include "runtime/log.h"
#include "runtime/shutdown.h"
#include "store/pg.h"
#include "store/task.h"
#include "testing/unit.h"
#include "workers/schedule.h"

enum {
    SILENCE_MS = 2500, /* more than two looks */
    SCHEDULERS_MAX = 2,
    LIMIT_MS = 60 * 1000,
};

static struct test_database database;
static pid_t running[SCHEDULERS_MAX]; /* 0: none */

struct fixture {
    struct sc_pg *pg;
    struct sc_request rq;
};

static int group_set_up(void **state)
{
    (void)state;
    test_database_create(&database);
    return 0;
}

static int group_tear_down(void **state)
{
    (void)state;
    test_database_drop(&database);
    return 0;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const struct sc_pg_config config = {
        .url = sc_str_of(database.url),
        .connections = 2,
        .wait_ms = LIMIT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };

    assert_non_null(f);
    test_sql(database.url, "truncate jobs.job, jobs.key, jobs.task;"
                           "update jobs.leader set epoch = 0, who = ''");
    assert_int_equal(sc_request_init(&f->rq, SC_UNIT_ARENA_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_pg_create(&f->rq, &config, &f->pg), SC_OK);
    *state = f;
    return 0;
}

/* Sends a signal, and waits for its end. */
static int end(int number, int signal)
{
    int status;

    kill(running[number], signal);
    assert_int_equal(waitpid(running[number], &status, 0), running[number]);
    running[number] = 0;
    return status;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < SCHEDULERS_MAX; i++)
        if (running[i] != 0)
            end(i, SIGKILL);
    sc_pg_destroy(f->pg);
    sc_request_finish(&f->rq);
    free(f);
    return 0;
}

static int64_t number(const char *sql)
{
    return test_sql_number(database.url, sql);
}

/* ---- schedulers, each a process ---- */

static int schedule(const char *who)
{
    const struct sc_pg_config pg = {
        .url = sc_str_of(database.url),
        .connections = 1,
        .wait_ms = LIMIT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    struct workers_schedule_config config = {
        .who = sc_str_of(who),
        .silence_ms = SILENCE_MS,
        .metrics = sc_metrics_create(),
    };
    struct workers_schedule *scheduler;
    struct sc_request rq;

    sc_log_set_level(SC_LOG_ERROR);
    if (config.metrics == NULL || sc_shutdown_install() != SC_OK ||
        sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()) != SC_OK ||
        sc_pg_create(&rq, &pg, &config.pg) != SC_OK ||
        workers_schedule_start(&rq, &config, &scheduler) != SC_OK)
        return 4;
    while (!sc_shutdown_is_asked())
        pause();
    workers_schedule_stop(scheduler);
    sc_pg_destroy(config.pg);
    sc_metrics_destroy(config.metrics);
    sc_request_finish(&rq);
    return 0;
}

static const char *const names[SCHEDULERS_MAX] = {"first", "second"};

static void start(int at)
{
    pid_t parent = getpid();

    fflush(NULL);
    running[at] = fork();
    assert_true(running[at] >= 0);
    if (running[at] != 0)
        return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    _exit(schedule(names[at]));
}

static void wait_for_leader(int at, int64_t epoch)
{
    char sql[120];

    snprintf(sql, sizeof sql, "select case when who = '%s' then epoch else 0 end from jobs.leader",
             names[at]);
    crew_wait_for(&database, sql, epoch);
}

/* A task whose tick was due so long ago; a worker of it there is none. */
static void add(const char *name, const char *cron, const char *ago)
{
    char sql[400];

    snprintf(sql, sizeof sql,
             "insert into jobs.task (name, queue, kind, cron, next_at) values "
             "('%s', 'usual', 'note', '%s', date_trunc('second', now()) - interval '%s')",
             name, cron, ago);
    test_sql(database.url, sql);
}

#define NEVER_ELSE "0 0 29 2 *" /* whose next tick is years away */

#define JOBS "select count(*) from jobs.job"

/* ---- zones ---- */

static struct sc_task_pieces zone_in_2026(struct fixture *f, const char *zone)
{
    struct sc_task_pieces pieces;
    int64_t from_us, until_us;

    assert_int_equal(sc_time_read(SC_STR("2026-01-01T00:00:00Z"), &from_us), SC_OK);
    assert_int_equal(sc_time_read(SC_STR("2027-01-01T00:00:00Z"), &until_us), SC_OK);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_task_zone(&tx, sc_str_of(zone), from_us, until_us, &pieces), SC_OK);
    assert_int_equal(pieces.at[0].from_us, from_us);
    return pieces;
}

static void check_piece(const struct sc_task_piece *piece, const char *from, int64_t offset_s)
{
    char text[SC_TIME_TEXT];

    sc_time_write(piece->from_us, text);
    assert_str(sc_str_of(text), from);
    assert_int_equal(piece->offset_s, offset_s);
}

static void zones_are_postgresqls(void **state)
{
    struct fixture *f = *state;
    struct sc_task_pieces zagreb = zone_in_2026(f, "Europe/Zagreb");
    struct sc_task_pieces jerusalem = zone_in_2026(f, "Asia/Jerusalem");
    struct sc_task_pieces half = zone_in_2026(f, "Australia/Lord_Howe");

    assert_int_equal(zagreb.count, 3);
    check_piece(&zagreb.at[1], "2026-03-29T01:00:00Z", 7200);
    check_piece(&zagreb.at[2], "2026-10-25T01:00:00Z", 3600);
    assert_int_equal(jerusalem.count, 3);
    check_piece(&jerusalem.at[1], "2026-03-27T00:00:00Z", 10800);
    check_piece(&jerusalem.at[2], "2026-10-24T23:00:00Z", 7200);
    assert_int_equal(half.count, 3);
    check_piece(&half.at[1], "2026-04-04T15:00:00Z", 37800);
    check_piece(&half.at[2], "2026-10-03T15:30:00Z", 39600);
    assert_int_equal(zone_in_2026(f, "UTC").count, 1);
}

static void the_next_tick_is_found_however_far(void **state)
{
    struct fixture *f = *state;
    int64_t after_us, at_us, want_us;

    assert_int_equal(sc_time_read(SC_STR("2026-11-26T07:00:00Z"), &after_us), SC_OK);
    assert_int_equal(sc_time_read(SC_STR("2028-02-28T22:00:00Z"), &want_us), SC_OK);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(workers_schedule_next(&tx, SC_STR("0 0 29 2 *"), SC_STR("Asia/Jerusalem"),
                                           after_us, &at_us),
                     SC_OK);
    assert_int_equal(at_us, want_us);
    assert_int_equal(
        workers_schedule_next(&tx, SC_STR("@daily"), SC_STR("Mars/Olympus"), after_us, &at_us),
        SC_INVALID);
    sc_failure_clear(&f->rq);
    assert_int_equal(workers_schedule_next(&tx, SC_STR("@reboot"), SC_STR("UTC"), after_us, &at_us),
                     SC_INVALID);
}

/* ---- ticks ---- */

static void a_tick_is_put_once_by_whoever_leads(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        char name[10];
        snprintf(name, sizeof name, "t%d", i);
        add(name, NEVER_ELSE, "5 s");
    }
    start(0);
    start(1);
    crew_wait_for(&database, JOBS, 20);
    assert_int_equal(number("select count(distinct k.key) from jobs.key k join jobs.job j on "
                            "j.id = k.job_id join jobs.task t on k.key = t.job_key"),
                     20);
    assert_int_equal(number("select count(*) from jobs.task where next_at > now() and missed = 0 "
                            "and skipped = 0 and tick_at < put_at"),
                     20);
    assert_int_equal(number("select epoch from jobs.leader"), 1);
    assert_int_equal(end(0, SIGTERM), 0);
    assert_int_equal(end(1, SIGTERM), 0);
    crew_wait_for(&database,
                  "select count(*) from pg_locks where locktype = 'advisory' and database = "
                  "(select oid from pg_database where datname = current_database())",
                  0);
}

static void missed_ticks_are_counted_and_made_up_for_by_one(void **state)
{
    (void)state;
    add("hourly", "0 * * * *", "5 hours");
    add("lost", NEVER_ELSE, "2 hours");
    add("late", NEVER_ELSE, "2 hours");
    test_sql(database.url, "update jobs.task set catches_up = false where name = 'lost'");
    start(0);
    crew_wait_for(&database, JOBS, 2);
    crew_wait_for(&database, "select count(*) from jobs.task where next_at > now()", 3);
    int64_t hours = number("select missed from jobs.task where name = 'hourly'");
    assert_true(hours == 5 || hours == 6); /* it may just be the hour */
    assert_int_equal(number("select missed from jobs.task where name = 'late'"), 1);
    assert_int_equal(number("select count(tick_at) from jobs.task where name = 'late'"), 1);
    assert_int_equal(number("select missed from jobs.task where name = 'lost'"), 1);
    assert_int_equal(number("select count(tick_at) from jobs.task where name = 'lost'"), 0);
}

#define AGAIN "update jobs.task set next_at = date_trunc('second', now()) - interval '1 s'"

static void no_job_is_put_while_the_one_before_is_there(void **state)
{
    (void)state;
    add("slow", NEVER_ELSE, "5 s");
    start(0);
    crew_wait_for(&database, JOBS, 1);
    test_sql(database.url, AGAIN);
    crew_wait_for(&database, "select skipped from jobs.task", 1);
    assert_int_equal(number(JOBS), 1);
    test_sql(database.url, "update jobs.job set state = 2;" AGAIN); /* dead, it waits for nobody */
    crew_wait_for(&database, JOBS, 2);
    assert_int_equal(number("select skipped from jobs.task"), 1);
    test_sql(database.url, "update jobs.job set state = 3;" AGAIN); /* cancelled, as well */
    crew_wait_for(&database, JOBS, 3);
    assert_int_equal(number("select skipped from jobs.task"), 1);
}

static void what_is_off_is_not_missed(void **state)
{
    struct fixture *f = *state;
    struct sc_task task = {
        .name = SC_STR("quiet"),
        .cron = SC_STR(NEVER_ELSE),
        .zone = SC_STR("UTC"),
    };

    add("quiet", NEVER_ELSE, "3 hours");
    test_sql(database.url, "update jobs.task set is_on = false");
    start(0);
    wait_for_leader(0, 1);
    assert_int_equal(number("select count(*) from jobs.task where next_at < now()"), 1);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    task.is_on = true;
    assert_int_equal(sc_task_set(&tx, &task), SC_OK);
    crew_wait_for(&database, "select count(*) from jobs.task where next_at > now()", 1);
    assert_int_equal(number("select missed from jobs.task"), 0);
    assert_int_equal(number(JOBS), 0);
}

static void a_task_that_cannot_be_says_why_and_stops_no_other(void **state)
{
    (void)state;
    add("bad cron", "99 * * * *", "5 s");
    add("bad zone", NEVER_ELSE, "5 s");
    add("bad and new", "never", "5 s");
    add("good", NEVER_ELSE, "5 s");
    test_sql(database.url, "update jobs.task set zone = 'Mars/Olympus' where name = 'bad zone';"
                           "update jobs.task set next_at = null where name = 'bad and new'");
    start(0);
    crew_wait_for(&database, JOBS, 1);
    crew_wait_for(&database,
                  "select count(*) from jobs.task where next_at = 'infinity' and "
                  "error is not null and name like 'bad%'",
                  3);
}

/* ---- leaders ---- */

static void another_takes_over_from_one_that_was_killed(void **state)
{
    (void)state;
    start(0);
    wait_for_leader(0, 1);
    start(1);
    end(0, SIGKILL);
    int64_t killed_us = sc_monotonic_us();
    wait_for_leader(1, 2);
    print_message("killed: another leads after %lld ms\n",
                  (long long)(sc_monotonic_us() - killed_us) / 1000);
    add("next", NEVER_ELSE, "1 s");
    crew_wait_for(&database, JOBS, 1);
}

/* Whoever was frozen learns it, and follows. */
static void thaw_and_check(int64_t jobs)
{
    kill(running[0], SIGCONT);
    add("after", NEVER_ELSE, "1 s");
    crew_wait_for(&database, "select count(tick_at) from jobs.task where name = 'after'", 1);
    assert_int_equal(end(0, SIGTERM), 0); /* it has had its round */
    assert_int_equal(number("select epoch from jobs.leader"), 2);
    assert_int_equal(number(JOBS), jobs + 1);
}

static void a_leader_that_was_frozen_writes_nothing_more(void **state)
{
    (void)state;
    start(0);
    wait_for_leader(0, 1);
    start(1);
    kill(running[0], SIGSTOP);
    int64_t frozen_us = sc_monotonic_us();
    add("meanwhile", NEVER_ELSE, "1 s");
    wait_for_leader(1, 2);
    print_message("frozen: another leads after %lld ms of at most %d of silence\n",
                  (long long)(sc_monotonic_us() - frozen_us) / 1000, SILENCE_MS);
    crew_wait_for(&database, JOBS, 1);
    thaw_and_check(1);
}

/* Its tick is written, and not committed: the server undoes it, and the other puts it. */
static void one_that_was_frozen_within_a_tick_has_not_put_it(void **state)
{
    struct fixture *f = *state;

    start(0);
    wait_for_leader(0, 1);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        add("caught", NEVER_ELSE, "1 s");
        assert_int_equal(
            sc_tx_script(&tx, "select from jobs.task where name = 'caught' for update", LIMIT_MS),
            SC_OK);
        crew_wait_for(&database,
                      "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and "
                      "datname = current_database()",
                      1);
        kill(running[0], SIGSTOP);
        assert_int_equal(sc_tx_rollback(&tx), SC_OK);
    }
    crew_wait_for(&database,
                  "select count(*) from pg_stat_activity where state = 'idle in transaction' and "
                  "datname = current_database()",
                  1);
    start(1);
    wait_for_leader(1, 2);
    crew_wait_for(&database, JOBS, 1);
    thaw_and_check(1);
}

/* The same, as the server sees it: a lock that is lost is no leader's, whoever leads now. */
static void an_old_epoch_writes_nothing(void **state)
{
    struct fixture *f = *state;
    struct sc_task_lead lead;
    struct sc_task_look look;
    struct sc_tasks tasks;
    enum sc_task_outcome outcome;
    const struct sc_task_step step = {.has_tick = true, .tick_us = SC_DAY_US, .next_us = INT64_MAX};

    add("only", NEVER_ELSE, "5 s");
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_task_lead(&tx, SC_STR("old"), LIMIT_MS, &lead), SC_OK);
    assert_int_equal(sc_task_look(&tx, &lead, &look), SC_OK);
    assert_int_equal(sc_tasks_due(&tx, look.now_us, &tasks), SC_OK);
    assert_int_equal(tasks.count, 1);
    test_sql(database.url, "update jobs.leader set epoch = epoch + 1");
    assert_int_equal(sc_task_look(&tx, &lead, &look), SC_CONFLICT);
    assert_int_equal(sc_task_plan(&tx, &lead, &tasks.at[0], INT64_MAX, SC_STR("why")), SC_OK);
    assert_int_equal(sc_tx_start(&tx), SC_OK);
    assert_int_equal(sc_task_tick(&tx, &lead, &tasks.at[0], &step, &outcome), SC_CONFLICT);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
    assert_int_equal(number(JOBS), 0);
    assert_int_equal(number("select count(*) from jobs.task where next_at < now() and "
                            "error is null and tick_at is null"),
                     1);
}

static void one_whose_connection_was_cut_leads_no_more(void **state)
{
    (void)state;
    start(0);
    wait_for_leader(0, 1);
    test_sql(database.url, "select pg_terminate_backend(pid) from pg_locks where locktype = "
                           "'advisory' and database = (select oid from pg_database where "
                           "datname = current_database())");
    wait_for_leader(0, 2); /* nobody else wants to */
    add("next", NEVER_ELSE, "1 s");
    crew_wait_for(&database, JOBS, 1);
}

/* ---- the command ---- */

static struct test_result program(struct fixture *f, const char *const *words)
{
    static char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX];
    const char *environment[] = {url, NULL};
    const struct test_run run = {.words = words, .environment = environment};
    struct test_result result;

    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", database.url);
    test_program_run(f->rq.arena, &run, &result);
    return result;
}

#define PROGRAM(...) program(f, (const char *const[]){"schedule", __VA_ARGS__, NULL})

static void an_operator_sees_and_changes_it(void **state)
{
    struct fixture *f = *state;

    add("nightly", NEVER_ELSE, "-1 hours");
    assert_true(sc_str_find(PROGRAM("list").out, SC_STR("nobody leads, nor ever did")) == 0);
    struct test_result result =
        PROGRAM("set", "nightly", "--cron", "0 0 1 1 *", "--zone", "Asia/Jerusalem");
    assert_int_equal(result.exit_code, 0);
    assert_true(sc_str_starts(result.out, SC_STR("nightly: 20")));
    assert_true(sc_str_ends(result.out, SC_STR("-12-31T22:00:00Z\n")));
    assert_int_equal(PROGRAM("off", "nightly").exit_code, 0);
    assert_int_equal(number("select count(*) from jobs.task where not is_on"), 1);
    assert_str(PROGRAM("run", "nightly").out, "the job of nightly is put\n");
    assert_int_equal(number(JOBS), 1);
    assert_int_equal(PROGRAM("on", "nightly").exit_code, 0);
    start(0);
    crew_wait_for(&database, "select count(next_at) from jobs.task", 1);
    result = PROGRAM("list");
    assert_true(sc_str_starts(result.out, SC_STR("led by first, since ")));
    assert_true(sc_str_find(result.out, SC_STR("nightly")) > 0);
}

static void an_operators_mistakes_are_refused(void **state)
{
    struct fixture *f = *state;

    add("nightly", NEVER_ELSE, "-1 hours");
    struct test_result result = PROGRAM("set", "nightly", "--cron", "61 * * * *");
    assert_int_equal(result.exit_code, 2);
    assert_str(result.err, "smartcart schedule: minute: no such value\n");
    assert_int_equal(PROGRAM("set", "nightly", "--zone", "Mars/Olympus").exit_code, 2);
    assert_int_equal(PROGRAM("set", "nightly").exit_code, 2);
    assert_int_equal(PROGRAM("set", "nobody", "--cron", "@daily").exit_code, 1);
    assert_int_equal(PROGRAM("run", "nobody").exit_code, 1);
    assert_int_equal(PROGRAM("dance").exit_code, 2);
    assert_int_equal(number("select count(*) from jobs.task where cron = '" NEVER_ELSE "'"), 1);
}

#define a_schedule_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_schedule_test(zones_are_postgresqls),
        a_schedule_test(the_next_tick_is_found_however_far),
        a_schedule_test(a_tick_is_put_once_by_whoever_leads),
        a_schedule_test(missed_ticks_are_counted_and_made_up_for_by_one),
        a_schedule_test(no_job_is_put_while_the_one_before_is_there),
        a_schedule_test(what_is_off_is_not_missed),
        a_schedule_test(a_task_that_cannot_be_says_why_and_stops_no_other),
        a_schedule_test(another_takes_over_from_one_that_was_killed),
        a_schedule_test(a_leader_that_was_frozen_writes_nothing_more),
        a_schedule_test(one_that_was_frozen_within_a_tick_has_not_put_it),
        a_schedule_test(an_old_epoch_writes_nothing),
        a_schedule_test(one_whose_connection_was_cut_leads_no_more),
        a_schedule_test(an_operator_sees_and_changes_it),
        a_schedule_test(an_operators_mistakes_are_refused),
    };

    test_program_beside();
    return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
