/* Transactions and statements when all is well with the server. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/probe.h"
#include "base/macros.h"
#include "probe/probe_rows.h"
#include "store/hint.h"
#include "testing/unit.h"

static enum sc_status insert(struct sc_tx *tx, int64_t id, const char *name)
{
    struct probe_thing_insert_in in = {.id = id, .name = sc_str_of(name)};

    return probe_thing_insert_exec(tx, &in, NULL);
}

static void what_is_committed_is_kept(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1, "a"), SC_OK);
    assert_int_equal(probe_count(probe), 0);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
    assert_int_equal(probe_count(probe), 1);
}

static void insert_and_leave(struct probe *probe)
{
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1, "a"), SC_OK);
}

static void what_is_left_is_rolled_back(void **state)
{
    struct probe *probe = *state;

    insert_and_leave(probe);
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq); /* the same connection again */
    struct probe_thing_count_row row;
    assert_int_equal(probe_thing_count_one(&tx, &row), SC_OK);
    assert_int_equal(row.count, 0);
}

static void a_failure_ends_the_transaction(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1, "a"), SC_OK);
    assert_int_equal(insert(&tx, 1, "b"), SC_CONFLICT);
    assert_int_equal(insert(&tx, 2, "c"), SC_CONFLICT);
    assert_int_equal(sc_tx_commit(&tx), SC_CONFLICT);
    assert_string_equal(probe->rq.failure.sqlstate, "23505");
    assert_true(sc_str_starts(sc_failure_words(&probe->rq), SC_STR("probe_thing_insert: ")));
    assert_int_equal(probe_count(probe), 0);
}

static void a_failed_transaction_may_be_begun_again(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1, "wrong"), SC_INVALID);
    assert_int_equal(sc_tx_rollback(&tx), SC_OK);
    assert_int_equal(sc_tx_start(&tx), SC_OK);
    assert_int_equal(insert(&tx, 1, "right"), SC_OK);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
    assert_int_equal(probe_count(probe), 1);
}

static void add_up(void *context, const struct sc_hint *hint)
{
    if (hint->topic == SC_HINT_LIST)
        *(int64_t *)context += hint->id;
}

static void put_first(void *context, const struct sc_hint *hint)
{
    int64_t *told = context;

    *told = hint->id;
}

/* Has what the other ear was told before. */
struct second {
    const int64_t *first;
    int64_t seen;
};

static void look_at_first(void *context, const struct sc_hint *hint)
{
    struct second *second = context;

    (void)hint;
    second->seen = *second->first;
}

static void who_listens_first_hears_first(void **state)
{
    const struct sc_hint hint = {.topic = SC_HINT_LIST, .id = 7};
    int64_t told = 0;
    struct second second = {.first = &told};
    struct sc_hint_ear ears[] = {{.hear = put_first, .context = &told},
                                 {.hear = look_at_first, .context = &second}};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(ears); i++)
        sc_hint_listen(&ears[i]);
    sc_hint_tell(&hint, NULL);
    assert_int_equal(second.seen, 7);
    for (size_t i = 0; i < SC_COUNT(ears); i++)
        sc_hint_unlisten(&ears[i]);
}

static void a_hint_is_told_when_it_is_committed(void **state)
{
    struct probe *probe = *state;
    int64_t heard = 0;
    struct sc_hint_ear ear = {.hear = add_up, .context = &heard};
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    sc_hint_listen(&ear);
    sc_tx_hint(&tx, SC_HINT_LIST, 1, 0);
    assert_int_equal(sc_tx_rollback(&tx), SC_OK);
    assert_int_equal(sc_tx_start(&tx), SC_OK);
    sc_tx_hint(&tx, SC_HINT_LIST, 20, 0);
    sc_tx_hint(&tx, SC_HINT_LIST, 300, 0);
    sc_tx_hint(&tx, SC_HINT_LIST, 20, 0); /* told once */
    sc_tx_hint(&tx, SC_HINT_JOBS, 4000, 0);
    assert_int_equal(heard, 0);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
    assert_int_equal(heard, 320);
    sc_tx_hint(&tx, SC_HINT_LIST, 50000, 0); /* each statement commits by itself now */
    assert_int_equal(heard, 50320);
    sc_hint_unlisten(&ear);
    sc_hint_tell(&(struct sc_hint){SC_HINT_LIST, 1, 0}, NULL);
    assert_int_equal(heard, 50320);
}

static void alone_each_statement_commits(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(insert(&tx, 1, "a"), SC_OK);
    assert_int_equal(insert(&tx, 1, "b"), SC_CONFLICT);
    assert_int_equal(insert(&tx, 2, "c"), SC_OK); /* a failure is that statement's own */
    assert_int_equal(probe_count(probe), 2);
}

static void no_row_is_not_found_and_no_failure(void **state)
{
    struct probe *probe = *state;
    struct probe_thing_find_in in = {.id = 5};
    struct probe_thing_find_row row = {.id = 77};
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    assert_int_equal(probe_thing_find_one(&tx, &in, &row), SC_NOT_FOUND);
    assert_int_equal(row.id, 77);
    assert_int_equal(probe->rq.failure.status, SC_OK); /* the words are the caller's to find */
    assert_int_equal(insert(&tx, 5, "five"), SC_OK);
    assert_int_equal(probe_thing_find_one(&tx, &in, &row), SC_OK);
    assert_str(row.name, "five");
    assert_false(row.has_at);
}

static void affected_rows_are_counted(void **state)
{
    struct probe *probe = *state;
    struct probe_thing_rename_in in = {.name = SC_STR("all")};
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
    int64_t affected = 77;

    assert_int_equal(insert(&tx, 1, "a"), SC_OK);
    assert_int_equal(insert(&tx, 2, "b"), SC_OK);
    assert_int_equal(probe_thing_rename_exec(&tx, &in, &affected), SC_OK);
    assert_int_equal(affected, 2);
}

static void all_rows_come_up_to_the_limit(void **state)
{
    struct probe *probe = *state;
    struct probe_numbers_in in = {.up_to = 1000};
    struct probe_numbers_rows rows = {.count = 77};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_numbers_all(&tx, &in, 1000, &rows), SC_OK);
    assert_int_equal(rows.count, 1000);
    for (size_t i = 0; i < rows.count; i++)
        assert_int_equal(rows.at[i].n, i + 1);
    assert_str(rows.at[999].words.at[0], "a1000");
    in.up_to = 0;
    assert_int_equal(probe_numbers_all(&tx, &in, 10, &rows), SC_OK);
    assert_int_equal(rows.count, 0);
    in.up_to = 11;
    assert_int_equal(probe_numbers_all(&tx, &in, 10, &rows), SC_LIMITED);
    assert_int_equal(rows.count, 0);
}

struct sum {
    int64_t total;
    int32_t stop_at;
    struct sc_request *rq;
};

static enum sc_status add(void *context, const struct probe_numbers_row *row)
{
    struct sum *sum = context;

    if (row->n == sum->stop_at)
        return sc_fail(sum->rq, SC_LIMITED, "that is enough");
    sum->total += row->n;
    return row->words.count == 1 ? SC_OK : SC_INTERNAL;
}

static void rows_are_streamed_however_many(void **state)
{
    struct probe *probe = *state;
    struct probe_numbers_in in = {.up_to = 200000};
    struct sum sum = {.rq = &probe->rq};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);
    size_t used = sc_arena_used(probe->rq.arena);

    assert_int_equal(probe_numbers_each(&tx, &in, add, &sum), SC_OK);
    assert_int_equal(sum.total, INT64_C(200000) * 200001 / 2);
    assert_int_equal(sc_arena_used(probe->rq.arena), used);
}

static void a_reader_that_stops_ends_the_reading(void **state)
{
    struct probe *probe = *state;
    struct probe_numbers_in in = {.up_to = 200000};
    struct sum sum = {.rq = &probe->rq, .stop_at = 3};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_numbers_each(&tx, &in, add, &sum), SC_LIMITED);
    assert_int_equal(sum.total, 3);
    assert_str(sc_failure_words(&probe->rq), "that is enough");
}

static void a_loader_gives_the_rows_of_its_keys(void **state)
{
    struct probe *probe = *state;
    const int64_t ids[] = {3, 1, 99};
    struct probe_thing_by_id_in in = {.id = {ids, NULL, SC_COUNT(ids)}};
    struct probe_thing_find_rows rows;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);

    for (int64_t id = 1; id <= 4; id++)
        assert_int_equal(insert(&tx, id, "a"), SC_OK);
    assert_int_equal(probe_thing_by_id_load(&tx, &in, 10, &rows), SC_OK);
    assert_int_equal(rows.count, 2);
    assert_int_equal(probe_thing_by_id_loader.cache_ms, 600000);
    assert_int_equal(probe_thing_by_id_loader.key_count, 1);
}

static void connections_are_opened_with_our_settings(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);
    pid_t pid = probe_backend_pid(&tx);
    char sql[200];

    /* As the session itself says: a constraint fails when a setting is another. */
    snprintf(sql, sizeof sql,
             "do $$ begin assert current_setting('plan_cache_mode') = 'force_generic_plan'"
             " and current_setting('lock_timeout') = '200ms'"
             " and current_setting('timezone') = 'UTC'; end $$");
    assert_int_equal(sc_tx_script(&tx, sql, 1000), SC_OK);
    snprintf(sql, sizeof sql, "select application_name from pg_stat_activity where pid = %d",
             (int)pid);
    char *name = test_sql_text(probe->database.url, sql);
    assert_string_equal(name, "smartcart");
    free(name);
}

static void a_pool_lends_no_more_than_it_has(void **state)
{
    struct probe *probe = *state;
    struct sc_pg *pg = probe_pool(probe, 1, PROBE_WAIT_MS);
    {
        SC_SCOPED(sc_tx) first = sc_tx_auto(pg, &probe->rq);
        assert_int_equal(first.status, SC_OK);

        SC_SCOPED(sc_tx) second = sc_tx_auto(pg, &probe->rq);
        assert_int_equal(second.status, SC_BUSY);
        assert_int_equal(insert(&second, 1, "a"), SC_BUSY);

        sc_failure_clear(&probe->rq);
        probe->rq.deadline = sc_deadline_in(50);
        SC_SCOPED(sc_tx) third = sc_tx_begin(pg, &probe->rq);
        assert_int_equal(third.status, SC_TIMEOUT);
        assert_int_equal(sc_tx_commit(&third), SC_TIMEOUT);
    }
    sc_pg_destroy(pg);
}

/* Stands in the line until served; steps in again when the one who looks took the last place. */
static void *wait_in_line(void *pool)
{
    struct sc_request rq;
    enum sc_status st = sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PROBE_LIMIT_MS));

    if (st != SC_OK)
        return NULL; /* the line is then too short, which shows */
    do {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pool, &rq);
        st = tx.status;
    } while (st == SC_BUSY);
    sc_request_finish(&rq);
    return NULL;
}

/* With the line full, the next is told at once, however long it would have waited. */
static void a_pool_has_a_line_of_bounded_length(void **state)
{
    struct probe *probe = *state;
    struct sc_pg *pg = probe_pool(probe, 1, PROBE_LIMIT_MS);
    pthread_t threads[SC_PG_WAITERS_MAX];
    enum sc_status st = SC_TIMEOUT;
    {
        SC_SCOPED(sc_tx) lent = sc_tx_auto(pg, &probe->rq);
        assert_int_equal(lent.status, SC_OK);
        for (size_t i = 0; i < SC_COUNT(threads); i++)
            assert_int_equal(pthread_create(&threads[i], NULL, wait_in_line, pg), 0);
        while (st == SC_TIMEOUT && !sc_deadline_is_over(probe->rq.deadline)) {
            struct sc_request rq = {.arena = probe->rq.arena, .deadline = sc_deadline_in(20)};
            SC_SCOPED(sc_tx) next = sc_tx_auto(pg, &rq);
            st = next.status;
        }
        assert_int_equal(st, SC_BUSY);
    }
    for (size_t i = 0; i < SC_COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    sc_pg_destroy(pg);
}

enum {
    THREADS = 8,
    ROUNDS = 50,
};

struct worker {
    struct sc_pg *pg;
    int number;
    int failures;
};

static void *work(void *context)
{
    struct worker *worker = context;
    struct sc_request rq;

    worker->failures += sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(30000)) != SC_OK;
    for (int i = 0; i < ROUNDS; i++) {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(worker->pg, &rq);
        worker->failures += insert(&tx, worker->number * ROUNDS + i, "a") != SC_OK;
        worker->failures += sc_tx_commit(&tx) != SC_OK;
    }
    sc_request_finish(&rq);
    return NULL;
}

static void threads_share_a_pool(void **state)
{
    struct probe *probe = *state;
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    struct sc_pg *pg = probe_pool(probe, PROBE_CONNECTIONS, PROBE_LIMIT_MS); /* few, and patient */

    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.pg = pg, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].failures, 0);
    }
    sc_pg_destroy(pg);
    assert_int_equal(probe_count(probe), THREADS * ROUNDS);
}

PROBE_TESTS(a_probe_test(what_is_committed_is_kept), a_probe_test(what_is_left_is_rolled_back),
            a_probe_test(a_hint_is_told_when_it_is_committed),
            a_probe_test(who_listens_first_hears_first),
            a_probe_test(a_failure_ends_the_transaction),
            a_probe_test(a_failed_transaction_may_be_begun_again),
            a_probe_test(alone_each_statement_commits),
            a_probe_test(no_row_is_not_found_and_no_failure),
            a_probe_test(affected_rows_are_counted), a_probe_test(all_rows_come_up_to_the_limit),
            a_probe_test(rows_are_streamed_however_many),
            a_probe_test(a_reader_that_stops_ends_the_reading),
            a_probe_test(a_loader_gives_the_rows_of_its_keys),
            a_probe_test(connections_are_opened_with_our_settings),
            a_probe_test(a_pool_lends_no_more_than_it_has),
            a_probe_test(a_pool_has_a_line_of_bounded_length), a_probe_test(threads_share_a_pool))
