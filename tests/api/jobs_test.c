/* The queue: what is put, claimed, given back, and told of. Workers: jobs_crew_test.c. */
#include "api/helpers/jobs.h"
#include "base/time.h"
#include "store/hint.h"
#include "store/queue_look.h"
#include "testing/unit.h"

enum {
    MANY = 1500, /* more than a statement puts */
};

static int64_t rescue(struct jobs *f)
{
    int64_t expired = -1, after_us = INT64_MIN;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_tend(&tx, &after_us, &expired), SC_OK);
    return expired;
}

static void a_job_is_of_its_transaction(void **state)
{
    struct jobs *f = *state;
    const struct sc_job job = jobs_job("note", "1");

    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put(&tx, &job), SC_OK);
        assert_int_equal(jobs_count(), 0);
    }
    assert_int_equal(jobs_count(), 0); /* rolled back, it never was */
    jobs_put(f, &job);
    assert_int_equal(jobs_count(), 1);
}

static void what_is_no_job_is_refused(void **state)
{
    struct jobs *f = *state;
    static const char longname[SC_JOB_NAME_MAX + 2] = {[0 ... SC_JOB_NAME_MAX] = 'a'};
    struct sc_job wrong[] = {jobs_job("", "1"), jobs_job("note", ""), jobs_job(longname, "1"),
                             jobs_job("note", "1")};

    wrong[3].unique_key = SC_STR("");
    for (size_t i = 0; i < SC_COUNT(wrong); i++) {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put(&tx, &wrong[i]), SC_INVALID);
        sc_failure_clear(&f->rq);
    }
}

static void hear_jobs(void *context, const struct sc_hint *hint)
{
    if (hint->topic == SC_HINT_JOBS)
        ++*(int *)context;
}

/* Each is what it is by itself, in several statements; workers hear of them once. */
static void many_are_put_as_one_is(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    struct sc_job *jobs = sc_arena_array(f->rq.arena, MANY, sizeof *jobs);
    int heard = 0;
    struct sc_hint_ear ear = {.hear = hear_jobs, .context = &heard};

    for (int i = 0; i < MANY; i++)
        jobs[i] = jobs_job("note", sc_arena_printf(f->rq.arena, "%d", i).at);
    jobs[MANY - 1].priority = SC_JOB_URGENT;
    jobs[1].run_at_us = sc_wall_us() + INT64_C(3600) * SC_SECOND_US;
    jobs[2].person_id = 7;
    jobs[3].unique_key = jobs[4].unique_key = jobs[MANY - 2].unique_key = SC_STR("key");
    sc_hint_listen(&ear);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put_all(&tx, jobs, MANY), SC_OK);
    }
    assert_int_equal(jobs_count(), 0);
    assert_int_equal(heard, 0);
    for (int round = 0; round < 2; round++) {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put_all(&tx, round == 0 ? jobs : &jobs[3], round == 0 ? MANY : 2),
                         SC_OK); /* the second time it is the key's alone */
        assert_int_equal(sc_tx_commit(&tx), SC_OK);
        assert_int_equal(jobs_count(), MANY - 2);
        assert_int_equal(heard, round + 1);
    }
    sc_hint_unlisten(&ear);
    assert_int_equal(jobs_number("select count(*) from jobs.job where person_id = 7"), 1);
    assert_int_equal(jobs_number("select count(*) from jobs.job where run_at > now()"), 1);
    struct sc_job_rows rows = jobs_take(f, &cursor, 5);
    assert_int_equal(rows.count, 5);
    static const int order[] = {MANY - 1, 0, 2, 3, 5};
    for (size_t i = 0; i < SC_COUNT(order); i++)
        assert_str(rows.at[i].payload, sc_arena_printf(f->rq.arena, "%d", order[i]).at);
}

static void one_that_is_no_job_keeps_out_all(void **state)
{
    struct jobs *f = *state;
    const struct sc_job jobs[] = {jobs_job("note", "1"), jobs_job("note", "")};

    SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
    assert_int_equal(sc_queue_put_all(&tx, jobs, SC_COUNT(jobs)), SC_INVALID);
    assert_int_equal(sc_queue_put_all(&tx, jobs, 0), SC_OK);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
    assert_int_equal(jobs_count(), 0);
}

/* What a worker that stops has not begun: another has it at once, though it has looked past it. */
static void what_is_given_back_is_taken_at_once(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor stopping = {.back_at_us = {0}}, other = {.back_at_us = {0}};
    const struct sc_job idle = {.queue = SC_QUEUE_USUAL,
                                .kind = SC_STR("note"),
                                .payload = SC_STR("1"),
                                .priority = SC_JOB_IDLE};
    const struct sc_job next = jobs_job("note", "2");
    int heard = 0;
    struct sc_hint_ear ear = {.hear = hear_jobs, .context = &heard};
    int64_t ours;

    jobs_put(f, &idle);
    struct sc_job_rows rows = jobs_take(f, &stopping, 1);
    assert_int_equal(jobs_take(f, &other, 1).count, 0);
    jobs_put(f, &next);
    const struct sc_job_leases leases = {&rows.at[0].id, &rows.at[0].lease, 1};
    sc_hint_listen(&ear);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_return(&tx, &leases, &ours), SC_OK);
    assert_int_equal(ours, 1);
    assert_int_equal(heard, 1);
    assert_int_equal(sc_queue_return(&tx, &leases, &ours), SC_OK);
    assert_int_equal(ours, 0);
    assert_int_equal(heard, 1);
    sc_hint_unlisten(&ear);
    struct sc_job_rows taken = jobs_take(f, &other, 1);
    assert_int_equal(taken.count, 1);
    assert_str(taken.at[0].payload, "1");
    assert_int_equal(taken.at[0].attempt, 1);
}

static void the_same_key_is_no_second_job(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    struct sc_job job = jobs_job("note", "1"), other = jobs_job("failure", "1");

    job.unique_key = other.unique_key = SC_STR("person 7");
    jobs_put(f, &job);
    jobs_put(f, &job);
    assert_int_equal(jobs_count(), 1);
    jobs_put(f, &other); /* of another kind, it is another */
    assert_int_equal(jobs_count(), 2);
    struct sc_job_rows rows = jobs_take(f, &cursor, 2);
    assert_int_equal(rows.count, 2);
    assert_int_equal(jobs_end(f, &rows.at[0]), 1);
    jobs_put(f, &job);
    jobs_put(f, &other);
    assert_int_equal(jobs_count(), 1); /* done, it is remembered */
}

static void keys_are_forgotten_a_day_after_their_jobs(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    struct sc_job first = jobs_job("note", "1"), second = jobs_job("note", "2");
    int64_t deleted = -1;

    first.unique_key = SC_STR("first");
    second.unique_key = SC_STR("second");
    jobs_put(f, &first);
    jobs_put(f, &second);
    struct sc_job_rows rows = jobs_take(f, &cursor, 1);
    assert_str(rows.at[0].payload, "1");
    assert_int_equal(jobs_end(f, &rows.at[0]), 1);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(f->pg, &f->rq);
    assert_int_equal(sc_queue_purge(&tx, &deleted), SC_OK);
    assert_int_equal(deleted, 0);
    test_sql(jobs_database.url, "update jobs.key set put_at = put_at - interval '25 hours'");
    assert_int_equal(sc_queue_purge(&tx, &deleted), SC_OK);
    assert_int_equal(deleted, 1); /* the second's job is still there */
    jobs_put(f, &first);
    jobs_put(f, &second);
    assert_int_equal(jobs_count(), 2);
}

static void the_urgent_come_first_and_the_future_waits(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    struct sc_job idle = jobs_job("note", "3"), later = jobs_job("note", "4");
    struct sc_job usual = jobs_job("note", "2"), urgent = jobs_job("note", "1");

    idle.priority = SC_JOB_IDLE;
    urgent.priority = SC_JOB_URGENT;
    later.run_at_us = sc_wall_us() + INT64_C(3600000000);
    jobs_put(f, &idle);
    jobs_put(f, &later);
    jobs_put(f, &usual);
    jobs_put(f, &urgent);
    struct sc_job_rows rows = jobs_take(f, &cursor, 10);
    assert_int_equal(rows.count, 3);
    assert_str(rows.at[0].payload, "1");
    assert_str(rows.at[1].payload, "2");
    assert_str(rows.at[2].payload, "3");
    assert_int_equal(rows.at[0].attempt, 1);
}

/* The next look back of a kind is due now. */
static struct sc_job_rows take_back(struct jobs *f, struct sc_queue_cursor *cursor, int back)
{
    cursor->back_at_us[back] = 0;
    return jobs_take(f, cursor, 1);
}

/* All looks back but the rarest remember no other place than this: they know of two. */
static void stand_still(struct jobs *f, struct sc_queue_cursor *cursor)
{
    for (int i = 0; i < 3; i++)
        for (int back = 0; back < SC_QUEUE_BACKS - 1; back++)
            assert_int_equal(take_back(f, cursor, back).count, 0);
}

/* A transaction that committed late: another job of a later time was claimed before. */
static void what_comes_behind_the_cursor_is_found(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job late = jobs_job("note", "2"), first = jobs_job("note", "1");

    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(f->pg, &f->rq);
        assert_int_equal(sc_queue_put(&tx, &late), SC_OK);
        jobs_put(f, &first);
        struct sc_job_rows rows = jobs_take(f, &cursor, 10);
        assert_int_equal(rows.count, 1);
        assert_str(rows.at[0].payload, "1");
        assert_int_equal(sc_tx_commit(&tx), SC_OK);
    }
    assert_int_equal(jobs_take(f, &cursor, 10).count, 0);
    assert_int_equal(take_back(f, &cursor, 0).count, 1);
}

/* The rarest goes to the front, and others to where the cursor stood at their last but one. */
static void looks_back_go_as_far_as_they_say(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job job = jobs_job("note", "1");

    assert_int_equal(jobs_take(f, &cursor, 1).count, 0);
    stand_still(f, &cursor);
    jobs_put(f, &job);
    test_sql(jobs_database.url, "update jobs.job set run_at = run_at - interval '1 hour'");
    for (int back = 0; back < SC_QUEUE_BACKS - 1; back++)
        assert_int_equal(take_back(f, &cursor, back).count, 0);
    assert_int_equal(take_back(f, &cursor, SC_QUEUE_BACKS - 1).count, 1);

    for (int back = 0; back < SC_QUEUE_BACKS - 1; back++) {
        assert_int_equal(jobs_take(f, &cursor, 1).count, 0);
        stand_still(f, &cursor);
        jobs_put(f, &job);
        assert_int_equal(jobs_take(f, &cursor, 1).count, 1);
        assert_int_equal(jobs_take(f, &cursor, 1).count, 0);
        test_sql(jobs_database.url,
                 "update jobs.job set state = 0, lease = null, locked_until = null"
                 " where lease = (select max(lease) from jobs.job)");
        assert_int_equal(jobs_take(f, &cursor, 1).count, 0); /* it is behind */
        assert_int_equal(take_back(f, &cursor, back).count, 1);
    }
}

/* What waited for a worker that is gone waits for nothing else, however much there is. */
static void what_is_rescued_comes_first(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job lost = jobs_job("note", "1"), others = jobs_job("note", "2");

    jobs_put(f, &lost);
    assert_int_equal(jobs_take(f, &cursor, 1).count, 1);
    for (int i = 0; i < 3; i++)
        jobs_put(f, &others);
    assert_int_equal(jobs_take(f, &cursor, 1).count, 1);
    test_sql(jobs_database.url, "update jobs.job set locked_until = now() - interval '1 second'"
                                " where payload = '1'");
    assert_int_equal(rescue(f), 1);
    assert_str(jobs_take(f, &cursor, 1).at[0].payload, "1");
}

/* Behind a lease that is over and cannot be had, because an open transaction ends its job. */
static void a_lease_that_is_locked_is_seen_again(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job job = jobs_job("note", "1");
    int64_t expired = -1, after_us = INT64_MIN;

    jobs_put(f, &job);
    struct sc_job_rows rows = jobs_take(f, &cursor, 1);
    test_sql(jobs_database.url, "update jobs.job set locked_until = now() - interval '1 hour'");
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
    struct jobs *f = *state;
    struct sc_queue_cursor cursor = {.back_at_us = {0}};
    const struct sc_job job = jobs_job("note", "1");
    int64_t ids[3], leases[3], cancelled;
    struct sc_job_progress *progress[3];
    struct sc_i64_list lost;

    for (int i = 0; i < 3; i++)
        jobs_put(f, &job);
    struct sc_job_rows rows = jobs_take(f, &cursor, 3);
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
    assert_int_equal(jobs_number("select count(*) from jobs.job where done = 3 and total = 7 and "
                                 "step = 'pages'"),
                     1);
    assert_int_equal(jobs_number("select count(*) from jobs.job where step is null"), 2);

    assert_int_equal(sc_queue_cancel(&tx, &second, &cancelled), SC_OK);
    assert_int_equal(cancelled, 1);
    assert_int_equal(jobs_end(f, &rows.at[2]), 1);
    SC_SCOPED(sc_tx) open = sc_tx_begin(f->pg, &f->rq);
    assert_int_equal(sc_queue_done(&open, &rows.at[0]), SC_OK); /* not yet: it is ours */
    assert_int_equal(sc_queue_beat(&tx, &jobs_held, progress, SC_JOB_LEASE_MS, &lost), SC_OK);
    assert_int_equal(lost.count, 2);
    assert_true(lost.at[0] + lost.at[1] == ids[1] + ids[2]);
    assert_int_equal(jobs_end(f, &rows.at[1]), 0);
}

static void retry_and_cancel_touch_what_they_may(void **state)
{
    struct jobs *f = *state;
    int64_t ids[6], count_of;
    struct sc_job_seen job;

    test_sql(jobs_database.url,
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
    assert_int_equal(
        jobs_number("select count(*) from jobs.job where id in (2, 3, 5) and state = 0 and "
                    "attempt = 0 and run_at <= clock_timestamp()"),
        3);
    assert_int_equal(sc_queue_cancel(&tx, &all, &count_of), SC_OK);
    assert_int_equal(count_of, 5);
    assert_int_equal(jobs_number("select count(*) from jobs.job where state = 3"), 5);
    assert_int_equal(sc_queue_cancel(&tx, &all, &count_of), SC_OK);
    assert_int_equal(count_of, 0);
    assert_int_equal(sc_queue_show(&tx, 4, &job), SC_OK);
    assert_str(job.state, "cancelled");
    assert_int_equal(job.locked_until_us, 0);
    assert_int_equal(sc_queue_show(&tx, 6, &job), SC_NOT_FOUND);
    assert_int_equal(sc_queue_purge(&tx, &count_of), SC_OK);
    assert_int_equal(jobs_count(), 5);
    test_sql(jobs_database.url,
             "update jobs.job set run_at = now() - interval '8 days' where id < 3");
    assert_int_equal(sc_queue_purge(&tx, &count_of), SC_OK);
    assert_int_equal(jobs_count(), 3);
}

static void two_never_have_one_job(void **state)
{
    struct jobs *f = *state;
    struct sc_queue_cursor a = {.back_at_us = {0}}, b = {.back_at_us = {0}};
    const struct sc_job job = jobs_job("note", "1");

    jobs_put(f, &job);
    struct sc_job_rows first = jobs_take(f, &a, 1);
    assert_int_equal(first.count, 1);
    assert_int_equal(jobs_take(f, &b, 1).count, 0);
    assert_int_equal(rescue(f), 0);
    test_sql(jobs_database.url, "update jobs.job set locked_until = now() - interval '1 second'");
    assert_int_equal(rescue(f), 1);
    struct sc_job_rows second = jobs_take(f, &b, 1);
    assert_int_equal(second.count, 1);
    assert_int_equal(second.at[0].attempt, 2);
    assert_int_equal(jobs_end(f, &first.at[0]), 0); /* its lease was lost */
    assert_int_equal(jobs_count(), 1);
    assert_int_equal(jobs_end(f, &second.at[0]), 1);
    assert_int_equal(jobs_count(), 0);
}

static void waits_grow_and_come_apart(void **state)
{
    (void)state;
    assert_int_equal(sc_queue_backoff_us(1, UINT32_MAX / 2) / 1000, 999);
    assert_int_equal(sc_queue_backoff_us(3, 0), 72900000);
    assert_int_equal(sc_queue_backoff_us(3, UINT32_MAX), 89100000);
    assert_true(sc_queue_backoff_us(INT32_MAX, 7) <= sc_queue_backoff_us(25, UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        JOBS_TEST(a_job_is_of_its_transaction),
        JOBS_TEST(what_is_no_job_is_refused),
        JOBS_TEST(many_are_put_as_one_is),
        JOBS_TEST(one_that_is_no_job_keeps_out_all),
        JOBS_TEST(what_is_given_back_is_taken_at_once),
        JOBS_TEST(the_same_key_is_no_second_job),
        JOBS_TEST(keys_are_forgotten_a_day_after_their_jobs),
        JOBS_TEST(the_urgent_come_first_and_the_future_waits),
        JOBS_TEST(what_comes_behind_the_cursor_is_found),
        JOBS_TEST(looks_back_go_as_far_as_they_say),
        JOBS_TEST(what_is_rescued_comes_first),
        JOBS_TEST(a_lease_that_is_locked_is_seen_again),
        JOBS_TEST(a_beat_tells_and_is_told),
        JOBS_TEST(retry_and_cancel_touch_what_they_may),
        JOBS_TEST(two_never_have_one_job),
        JOBS_TEST(waits_grow_and_come_apart),
    };

    return cmocka_run_group_tests(tests, jobs_group_set_up, jobs_group_tear_down);
}
