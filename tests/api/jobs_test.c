/*
 * Jobs and their workers: killed, frozen, too many at once; each effect that is
 * committed with its job's end happens once.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "api/helpers/crew.h"
#include "base/time.h"
#include "store/pg.h"
#include "store/queue_lease.h"
#include "store/queue_look.h"
#include "testing/unit.h"

enum {
    CONNECTIONS = 3,
    WAIT_MS = 1000,
    LIMIT_MS = 60 * 1000,
    MANY = 10000,
};

static struct test_database database;

struct fixture {
    struct sc_pg *pg;
    struct sc_request rq;
};

static int group_set_up(void **state)
{
    (void)state;
    test_database_create(&database);
    crew_prepare(&database);
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
        .connections = CONNECTIONS,
        .wait_ms = WAIT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };

    assert_non_null(f);
    test_sql(database.url, "truncate jobs.job, jobs.key, probe.effect");
    assert_int_equal(sc_request_init(&f->rq, SC_UNIT_ARENA_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_pg_create(&f->rq, &config, &f->pg), SC_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    crew_clean_up();
    sc_pg_destroy(f->pg);
    sc_request_finish(&f->rq);
    free(f);
    return 0;
}

static int64_t count(const char *sql)
{
    return test_sql_number(database.url, sql);
}

static int64_t jobs(void)
{
    return count("select count(*) from jobs.job");
}

static struct sc_job job_of(const char *kind, const char *payload)
{
    return (struct sc_job){
        .queue = SC_QUEUE_USUAL,
        .kind = sc_str_of(kind),
        .payload = sc_str_of(payload),
    };
}

/* In a transaction of its own. */
static void put(struct fixture *f, const struct sc_job *job)
{
    SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
    assert_int_equal(sc_queue_put(&tx, job), SC_OK);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
}

static struct sc_job_rows take(struct fixture *f, struct sc_queue_cursor *cursor, size_t max)
{
    const struct sc_queue_claim claim = {SC_QUEUE_USUAL, SC_JOB_LEASE_MS, max};
    struct sc_job_rows rows;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_take(&tx, &claim, cursor, &rows), SC_OK);
    return rows;
}

static int64_t end(struct fixture *f, const struct sc_job_row *job)
{
    const struct sc_job_leases one = {&job->id, &job->lease, 1};
    int64_t ours = -1;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_end(&tx, &one, &ours), SC_OK);
    return ours;
}

static int64_t rescue(struct fixture *f)
{
    int64_t expired = -1, after_us = INT64_MIN;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_tend(&tx, &after_us, &expired), SC_OK);
    return expired;
}

static void a_job_is_of_its_transaction(void **state)
{
    struct fixture *f = *state;
    const struct sc_job job = job_of("note", "1");

    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put(&tx, &job), SC_OK);
        assert_int_equal(jobs(), 0);
    }
    assert_int_equal(jobs(), 0); /* rolled back, it never was */
    put(f, &job);
    assert_int_equal(jobs(), 1);
}

static void what_is_no_job_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char longname[SC_JOB_NAME_MAX + 2] = {[0 ... SC_JOB_NAME_MAX] = 'a'};
    struct sc_job wrong[] = {job_of("", "1"), job_of("note", ""), job_of(longname, "1"),
                             job_of("note", "1")};

    wrong[3].unique_key = SC_STR("");
    for (size_t i = 0; i < SC_COUNT(wrong); i++) {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put(&tx, &wrong[i]), SC_INVALID);
        sc_failure_clear(&f->rq);
    }
}

static void the_same_key_is_no_second_job(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    struct sc_job job = job_of("note", "1"), other = job_of("failure", "1");

    job.unique_key = other.unique_key = SC_STR("person 7");
    put(f, &job);
    put(f, &job);
    assert_int_equal(jobs(), 1);
    put(f, &other); /* of another kind, it is another */
    assert_int_equal(jobs(), 2);
    struct sc_job_rows rows = take(f, &cursor, 2);
    assert_int_equal(rows.count, 2);
    assert_int_equal(end(f, &rows.at[0]), 1);
    put(f, &job);
    put(f, &other);
    assert_int_equal(jobs(), 1); /* done, it is remembered */
}

static void keys_are_forgotten_a_day_after_their_jobs(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    struct sc_job first = job_of("note", "1"), second = job_of("note", "2");
    int64_t deleted = -1;

    first.unique_key = SC_STR("first");
    second.unique_key = SC_STR("second");
    put(f, &first);
    put(f, &second);
    struct sc_job_rows rows = take(f, &cursor, 1);
    assert_str(rows.at[0].payload, "1");
    assert_int_equal(end(f, &rows.at[0]), 1);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_purge(&tx, &deleted), SC_OK);
    assert_int_equal(deleted, 0);
    test_sql(database.url, "update jobs.key set put_at = put_at - interval '25 hours'");
    assert_int_equal(sc_queue_purge(&tx, &deleted), SC_OK);
    assert_int_equal(deleted, 1); /* the second's job is still there */
    put(f, &first);
    put(f, &second);
    assert_int_equal(jobs(), 2);
}

static void the_urgent_come_first_and_the_future_waits(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    struct sc_job idle = job_of("note", "3"), later = job_of("note", "4");
    struct sc_job usual = job_of("note", "2"), urgent = job_of("note", "1");

    idle.priority = SC_JOB_IDLE;
    urgent.priority = SC_JOB_URGENT;
    later.run_at_us = sc_wall_us() + INT64_C(3600000000);
    put(f, &idle);
    put(f, &later);
    put(f, &usual);
    put(f, &urgent);
    struct sc_job_rows rows = take(f, &cursor, 10);
    assert_int_equal(rows.count, 3);
    assert_str(rows.at[0].payload, "1");
    assert_str(rows.at[1].payload, "2");
    assert_str(rows.at[2].payload, "3");
    assert_int_equal(rows.at[0].attempt, 1);
}

/* The next look back of a kind is due now. */
static struct sc_job_rows take_back(struct fixture *f, struct sc_queue_cursor *cursor, int back)
{
    cursor->back_at_us[back] = 0;
    return take(f, cursor, 1);
}

/* All looks back but the rarest remember no other place than this: they know of two. */
static void stand_still(struct fixture *f, struct sc_queue_cursor *cursor)
{
    for (int i = 0; i < 3; i++)
        for (int back = 0; back < SC_QUEUE_BACKS - 1; back++)
            assert_int_equal(take_back(f, cursor, back).count, 0);
}

/* A transaction that committed late: another job of a later time was claimed before. */
static void what_comes_behind_the_cursor_is_found(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job late = job_of("note", "2"), first = job_of("note", "1");

    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put(&tx, &late), SC_OK);
        put(f, &first);
        struct sc_job_rows rows = take(f, &cursor, 10);
        assert_int_equal(rows.count, 1);
        assert_str(rows.at[0].payload, "1");
        assert_int_equal(sc_tx_commit(&tx), SC_OK);
    }
    assert_int_equal(take(f, &cursor, 10).count, 0);
    assert_int_equal(take_back(f, &cursor, 0).count, 1);
}

/* The rarest goes to the front, and others to where the cursor stood at their last but one. */
static void looks_back_go_as_far_as_they_say(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job job = job_of("note", "1");

    assert_int_equal(take(f, &cursor, 1).count, 0);
    stand_still(f, &cursor);
    put(f, &job);
    test_sql(database.url, "update jobs.job set run_at = run_at - interval '1 hour'");
    for (int back = 0; back < SC_QUEUE_BACKS - 1; back++)
        assert_int_equal(take_back(f, &cursor, back).count, 0);
    assert_int_equal(take_back(f, &cursor, SC_QUEUE_BACKS - 1).count, 1);

    for (int back = 0; back < SC_QUEUE_BACKS - 1; back++) {
        assert_int_equal(take(f, &cursor, 1).count, 0);
        stand_still(f, &cursor);
        put(f, &job);
        assert_int_equal(take(f, &cursor, 1).count, 1);
        assert_int_equal(take(f, &cursor, 1).count, 0);
        test_sql(database.url, "update jobs.job set state = 0, lease = null, locked_until = null"
                               " where lease = (select max(lease) from jobs.job)");
        assert_int_equal(take(f, &cursor, 1).count, 0); /* it is behind */
        assert_int_equal(take_back(f, &cursor, back).count, 1);
    }
}

/* What waited for a worker that is gone waits for nothing else, however much there is. */
static void what_is_rescued_comes_first(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job lost = job_of("note", "1"), others = job_of("note", "2");

    put(f, &lost);
    assert_int_equal(take(f, &cursor, 1).count, 1);
    for (int i = 0; i < 3; i++)
        put(f, &others);
    assert_int_equal(take(f, &cursor, 1).count, 1);
    test_sql(database.url, "update jobs.job set locked_until = now() - interval '1 second'"
                           " where payload = '1'");
    assert_int_equal(rescue(f), 1);
    assert_str(take(f, &cursor, 1).at[0].payload, "1");
}

/* Behind a lease that is over and cannot be had, because an open transaction ends its job. */
static void a_lease_that_is_locked_is_seen_again(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job job = job_of("note", "1");
    int64_t expired = -1, after_us = INT64_MIN;

    put(f, &job);
    struct sc_job_rows rows = take(f, &cursor, 1);
    test_sql(database.url, "update jobs.job set locked_until = now() - interval '1 hour'");
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        SC_SCOPED(sc_tx) tend = sc_tx_auto(f->pg, &f->rq);
        assert_int_equal(sc_queue_done(&tx, &rows.at[0]), SC_OK);
        assert_int_equal(sc_queue_tend(&tend, &after_us, &expired), SC_OK);
        assert_int_equal(expired, 0);
    }
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq); /* it was rolled back */
    assert_int_equal(sc_queue_tend(&tx, &after_us, &expired), SC_OK);
    assert_int_equal(expired, 1);
    assert_int_equal(sc_queue_tend(&tx, &after_us, &expired), SC_OK);
    assert_true(sc_wall_us() - after_us < 60 * SC_SECOND_US); /* nothing is older any more */
}

/* A beat tells how far they are, and is told which are not ours. */
static void a_beat_tells_and_is_told(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job job = job_of("note", "1");
    int64_t ids[3], leases[3], cancelled;
    struct sc_job_progress *progress[3];
    struct sc_i64_list lost;

    for (int i = 0; i < 3; i++)
        put(f, &job);
    struct sc_job_rows rows = take(f, &cursor, 3);
    assert_int_equal(rows.count, 3);
    for (int i = 0; i < 3; i++) {
        ids[i] = rows.at[i].id;
        leases[i] = rows.at[i].lease;
        progress[i] = &rows.at[i].progress;
    }
    const struct sc_job_leases jobs_held = {ids, leases, 3};
    const struct sc_i64_list second = {.at = &ids[1], .count = 1};
    sc_queue_tell(&rows.at[0], 3, 7, "pages");
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_beat(&tx, &jobs_held, progress, SC_JOB_LEASE_MS, &lost), SC_OK);
    assert_int_equal(lost.count, 0);
    assert_int_equal(count("select count(*) from jobs.job where done = 3 and total = 7 and "
                           "step = 'pages'"),
                     1);
    assert_int_equal(count("select count(*) from jobs.job where step is null"), 2);

    assert_int_equal(sc_queue_cancel(&tx, &second, &cancelled), SC_OK);
    assert_int_equal(cancelled, 1);
    assert_int_equal(end(f, &rows.at[2]), 1);
    SC_SCOPED(sc_tx) open = sc_tx_begin(f->pg, &f->rq);
    assert_int_equal(sc_queue_done(&open, &rows.at[0]), SC_OK); /* not yet: it is ours */
    assert_int_equal(sc_queue_beat(&tx, &jobs_held, progress, SC_JOB_LEASE_MS, &lost), SC_OK);
    assert_int_equal(lost.count, 2);
    assert_true(lost.at[0] + lost.at[1] == ids[1] + ids[2]);
    assert_int_equal(end(f, &rows.at[1]), 0);
}

static void retry_and_cancel_touch_what_they_may(void **state)
{
    struct fixture *f = *state;
    int64_t ids[6], count_of;
    struct sc_job_seen job;

    test_sql(database.url,
             "insert into jobs.job (id, queue, kind, payload, state, attempt, run_at, lease, "
             "locked_until) select n, 'usual', 'note', '1', case n when 2 then 2 when 3 then 3 "
             "when 4 then 1 else 0 end, case when n in (2, 5) then 1 else 0 end, now() + interval "
             "'1 hour', case when n = 4 then 1 end, case when n = 4 then now() end from "
             "generate_series(1, 5) n");
    for (int i = 0; i < 6; i++)
        ids[i] =
            i + 1; /* 1 waits for its time, 2 is dead, 3 cancelled, 4 runs, 5 failed, 6 is none */
    const struct sc_i64_list all = {.at = ids, .count = 6};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_retry(&tx, &all, &count_of), SC_OK);
    assert_int_equal(count_of, 3);
    assert_int_equal(count("select count(*) from jobs.job where id in (2, 3, 5) and state = 0 and "
                           "attempt = 0 and run_at <= clock_timestamp()"),
                     3);
    assert_int_equal(sc_queue_cancel(&tx, &all, &count_of), SC_OK);
    assert_int_equal(count_of, 5);
    assert_int_equal(count("select count(*) from jobs.job where state = 3"), 5);
    assert_int_equal(sc_queue_cancel(&tx, &all, &count_of), SC_OK);
    assert_int_equal(count_of, 0);
    assert_int_equal(sc_queue_show(&tx, 4, &job), SC_OK);
    assert_str(job.state, "cancelled");
    assert_int_equal(job.locked_until_us, 0);
    assert_int_equal(sc_queue_show(&tx, 6, &job), SC_NOT_FOUND);
    assert_int_equal(sc_queue_purge(&tx, &count_of), SC_OK);
    assert_int_equal(jobs(), 5);
    test_sql(database.url, "update jobs.job set run_at = now() - interval '8 days' where id < 3");
    assert_int_equal(sc_queue_purge(&tx, &count_of), SC_OK);
    assert_int_equal(jobs(), 3);
}

static void two_never_have_one_job(void **state)
{
    struct fixture *f = *state;
    struct sc_queue_cursor a = {.back_at_us = {0}}, b = {.back_at_us = {0}};
    const struct sc_job job = job_of("note", "1");

    put(f, &job);
    struct sc_job_rows first = take(f, &a, 1);
    assert_int_equal(first.count, 1);
    assert_int_equal(take(f, &b, 1).count, 0);
    assert_int_equal(rescue(f), 0);
    test_sql(database.url, "update jobs.job set locked_until = now() - interval '1 second'");
    assert_int_equal(rescue(f), 1);
    struct sc_job_rows second = take(f, &b, 1);
    assert_int_equal(second.count, 1);
    assert_int_equal(second.at[0].attempt, 2);
    assert_int_equal(end(f, &first.at[0]), 0); /* its lease was lost */
    assert_int_equal(jobs(), 1);
    assert_int_equal(end(f, &second.at[0]), 1);
    assert_int_equal(jobs(), 0);
}

static void waits_grow_and_come_apart(void **state)
{
    (void)state;
    assert_int_equal(sc_queue_backoff_us(1, UINT32_MAX / 2) / 1000, 999);
    assert_int_equal(sc_queue_backoff_us(3, 0), 72900000);
    assert_int_equal(sc_queue_backoff_us(3, UINT32_MAX), 89100000);
    assert_true(sc_queue_backoff_us(INT32_MAX, 7) <= sc_queue_backoff_us(25, UINT32_MAX));
}

/* Killed at a step; another takes over, and the effect is there once. */
static void kill_at(struct fixture *f, enum crew_step step)
{
    const struct sc_job job = job_of("effect", "7");

    test_sql(database.url, "truncate jobs.job, probe.effect");
    put(f, &job);
    struct crew first = crew_start(&database, 1, step);
    crew_await(&first);
    assert_true(WIFSIGNALED(crew_end(&first, SIGKILL)));
    assert_int_equal(jobs(), step == CREW_COMMITTED ? 0 : 1);
    int64_t began_us = sc_monotonic_us();
    struct crew second = crew_start(&database, 1, CREW_NO_STEP);
    crew_wait_for(&database, "select count(*) from jobs.job", 0);
    assert_int_equal(count("select count(*) from probe.effect where number = 7"), 1);
    assert_int_equal(count("select max(attempt) from probe.effect"),
                     step == CREW_COMMITTED ? 1 : 2);
    print_message("killed at step %d: done %.1f s later, of a lease of %.1f s\n", (int)step,
                  (double)(sc_monotonic_us() - began_us) / 1e6, CREW_LEASE_MS / 1e3);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

static void a_killed_worker_is_followed_by_another(void **state)
{
    for (enum crew_step step = CREW_BEGUN; step <= CREW_COMMITTED; step++)
        kill_at(*state, step);
}

static void what_waited_behind_a_killed_job_is_done_too(void **state)
{
    struct fixture *f = *state;
    const struct sc_job job = job_of("effect", "7"), next = job_of("note", "8");

    put(f, &job);
    put(f, &next);
    struct crew first = crew_start(&database, 1, CREW_WRITTEN);
    crew_await(&first);
    assert_int_equal(count("select count(*) from jobs.job where state = 1"), 2);
    assert_true(WIFSIGNALED(crew_end(&first, SIGKILL)));
    struct crew second = crew_start(&database, 1, CREW_NO_STEP);
    crew_wait_for(&database, "select count(*) from jobs.job", 0);
    assert_int_equal(count("select count(*) from probe.effect"), 2);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

/* Frozen with its effect written; thawed when another has done the job. */
static void a_frozen_worker_ends_nothing(void **state)
{
    struct fixture *f = *state;
    const struct sc_job job = job_of("effect", "7");

    put(f, &job);
    struct crew first = crew_start(&database, 1, CREW_BEGUN);
    crew_await(&first);
    kill(first.pid, SIGSTOP);
    struct crew second = crew_start(&database, 1, CREW_NO_STEP);
    crew_wait_for(&database, "select count(*) from probe.effect", 1);
    kill(first.pid, SIGCONT);
    crew_let_go(&first);
    assert_int_equal(crew_end(&first, SIGTERM), 0);
    assert_int_equal(count("select count(*) from probe.effect"), 1);
    assert_int_equal(count("select attempt from probe.effect"), 2);
    assert_int_equal(jobs(), 0);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

static void a_long_job_keeps_its_lease(void **state)
{
    struct fixture *f = *state;
    const struct sc_job job = job_of("long", "7");

    put(f, &job);
    struct crew first = crew_start(&database, 1, CREW_NO_STEP);
    struct crew second = crew_start(&database, 1, CREW_NO_STEP);
    crew_wait_for(&database, "select count(*) from jobs.job", 0);
    assert_int_equal(count("select count(*) from probe.effect"), 1);
    assert_int_equal(count("select attempt from probe.effect"), 1);
    assert_int_equal(crew_end(&first, SIGTERM), 0);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

static void a_stop_ends_what_runs_and_gives_back_the_rest(void **state)
{
    struct fixture *f = *state;
    const struct sc_job running = job_of("effect", "7"), waiting = job_of("note", "8");

    put(f, &running);
    put(f, &waiting);
    struct crew crew = crew_start(&database, 1, CREW_WRITTEN);
    crew_await(&crew);
    kill(crew.pid, SIGTERM);
    crew_wait_for(&database, "select count(*) from jobs.job where state = 0 and attempt = 0", 1);
    crew_let_go(&crew);
    assert_int_equal(crew_end(&crew, 0), 0); /* a second signal would end it at once */
    assert_int_equal(count("select number from probe.effect"), 7);
    assert_int_equal(jobs(), 1);
}

static void failures_wait_and_then_are_dead(void **state)
{
    struct fixture *f = *state;
    char may_retry[12], hopeless[12];

    snprintf(may_retry, sizeof may_retry, "%d", SC_UNAVAILABLE);
    snprintf(hopeless, sizeof hopeless, "%d", SC_INVALID);
    const struct sc_job job = job_of("failure", may_retry), bad = job_of("failure", hopeless);
    struct crew crew = crew_start(&database, 1, CREW_NO_STEP);

    put(f, &bad);
    crew_wait_for(&database, "select count(*) from jobs.job where state = 2 and attempt = 1", 1);
    put(f, &job);
    crew_wait_for(&database,
                  "select count(*) from jobs.job where state = 0 and attempt = 1"
                  " and run_at > now() and error = 'as it was told'",
                  1);
    crew_wait_for(&database, "select count(*) from jobs.job where state = 2 and attempt = 2", 1);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
    assert_int_equal(count("select count(*) from jobs.job where state = 2"), 2);
}

static void one_that_kills_its_workers_is_dead_in_the_end(void **state)
{
    struct fixture *f = *state;
    const struct sc_job job = job_of("effect", "7");

    put(f, &job);
    test_sql(database.url, "update jobs.job set attempt = 5"); /* as often as its kind may */
    struct crew crew = crew_start(&database, 1, CREW_NO_STEP);
    crew_wait_for(&database, "select count(*) from jobs.job where state = 2", 1);
    assert_int_equal(count("select count(*) from probe.effect"), 0);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
}

static void an_unknown_kind_waits_for_a_program_that_knows_it(void **state)
{
    struct fixture *f = *state;
    const struct sc_job job = job_of("of tomorrow", "7");

    put(f, &job);
    struct crew crew = crew_start(&database, 1, CREW_NO_STEP);
    crew_wait_for(&database,
                  "select count(*) from jobs.job where state = 0 and error like '%no such kind%'",
                  1);
    assert_int_equal(crew_end(&crew, SIGTERM), 0);
}

static void ten_thousand_are_done_once_each(void **state)
{
    char sql[200];
    (void)state;

    snprintf(sql, sizeof sql,
             "insert into jobs.job (queue, kind, payload)"
             " select 'usual', 'note', n::text from generate_series(1, %d) n",
             MANY);
    test_sql(database.url, sql);
    struct crew first = crew_start(&database, 2, CREW_NO_STEP);
    struct crew second = crew_start(&database, 2, CREW_NO_STEP);
    crew_wait_for(&database, "select count(*) from jobs.job", 0);
    assert_int_equal(count("select count(*) from probe.effect"), MANY);
    assert_int_equal(count("select count(distinct number) from probe.effect"), MANY);
    assert_int_equal(crew_end(&first, SIGTERM), 0);
    assert_int_equal(crew_end(&second, SIGTERM), 0);
}

#define a_job_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_job_test(a_job_is_of_its_transaction),
        a_job_test(what_is_no_job_is_refused),
        a_job_test(the_same_key_is_no_second_job),
        a_job_test(keys_are_forgotten_a_day_after_their_jobs),
        a_job_test(the_urgent_come_first_and_the_future_waits),
        a_job_test(what_comes_behind_the_cursor_is_found),
        a_job_test(looks_back_go_as_far_as_they_say),
        a_job_test(what_is_rescued_comes_first),
        a_job_test(a_lease_that_is_locked_is_seen_again),
        a_job_test(a_beat_tells_and_is_told),
        a_job_test(retry_and_cancel_touch_what_they_may),
        a_job_test(two_never_have_one_job),
        a_job_test(waits_grow_and_come_apart),
        a_job_test(a_killed_worker_is_followed_by_another),
        a_job_test(what_waited_behind_a_killed_job_is_done_too),
        a_job_test(a_frozen_worker_ends_nothing),
        a_job_test(a_long_job_keeps_its_lease),
        a_job_test(a_stop_ends_what_runs_and_gives_back_the_rest),
        a_job_test(failures_wait_and_then_are_dead),
        a_job_test(one_that_kills_its_workers_is_dead_in_the_end),
        a_job_test(an_unknown_kind_waits_for_a_program_that_knows_it),
        a_job_test(ten_thousand_are_done_once_each),
    };

    return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
