#include "store/queue_lease.h"

#include <assert.h>

#include "store/hint.h"
#include "store/store_rows.h"

/* Any number that no one else takes an advisory lock on: "jobtend" in ASCII. */
static const int64_t TEND_LOCK = 0x6a6f6274656e64;

enum {
    ONCE_HOURS = 24, /* as docs/api.md promises of idempotency keys */
};

static bool is_before(const struct sc_queue_place *a, const struct sc_queue_place *b)
{
    return a->at_us != b->at_us ? a->at_us < b->at_us : a->id < b->id;
}

/* One look back of all priorities: to where they stood at the last but one, or the front. */
static void look_back(struct sc_queue_cursor *cursor, int back)
{
    static const struct sc_queue_place front = {0};

    for (int i = 0; i < SC_QUEUE_PRIORITIES; i++) {
        struct sc_queue_place *next = &cursor->of[i].next, *was = cursor->of[i].was[back];
        struct sc_queue_place to = back == SC_QUEUE_BACKS - 1 ? front : was[0];
        was[0] = was[1];
        was[1] = *next;
        if (is_before(&to, next))
            *next = to;
    }
}

static void look_back_if_due(struct sc_queue_cursor *cursor)
{
    int64_t now_us = sc_monotonic_us(), period_us = (int64_t)SC_QUEUE_BACK_MS * 1000;

    for (int back = 0; back < SC_QUEUE_BACKS; back++, period_us *= SC_QUEUE_BACK_GROWS) {
        if (now_us < cursor->back_at_us[back])
            continue;
        cursor->back_at_us[back] = now_us + period_us;
        look_back(cursor, back);
    }
}

static struct sc_job_row job_of(const struct store_job_claim_row *row)
{
    return (struct sc_job_row){
        .id = row->id,
        .kind = row->kind,
        .payload = row->payload,
        .attempt = row->attempt,
        .lease = row->lease,
        .taken_us = sc_monotonic_us(),
    };
}

/* Those of one priority, behind the cursor. */
static enum sc_status take(struct sc_tx *tx, const struct sc_queue_claim *claim, int place,
                           struct sc_queue_place *next, struct sc_job_rows *jobs)
{
    const struct store_job_claim_in in = {
        .queue = claim->queue,
        .priority = (int16_t)(SC_JOB_URGENT + place),
        .after_at = next->at_us,
        .after_id = next->id,
        .count = (int32_t)(claim->max - jobs->count),
        .lease_ms = claim->lease_ms,
    };
    struct store_job_claim_rows rows;
    enum sc_status st = store_job_claim_all(tx, &in, claim->max, &rows);

    if (st != SC_OK)
        return st;
    const struct store_job_claim_row *last = &rows.at[rows.count - 1]; /* one at least */
    for (size_t i = 0; i < rows.count && last->has_id; i++)
        jobs->at[jobs->count++] = job_of(&rows.at[i]);
    bool are_more = last->has_id && rows.count == (size_t)in.count;
    *next = are_more ? (struct sc_queue_place){last->run_at, last->id}
                     : (struct sc_queue_place){.at_us = last->at}; /* so far there were no others */
    return SC_OK;
}

enum sc_status sc_queue_take(struct sc_tx *tx, const struct sc_queue_claim *claim,
                             struct sc_queue_cursor *cursor, struct sc_job_rows *ret_jobs)
{
    assert(claim->max > 0 && claim->max <= SC_QUEUE_CLAIM_MAX && !tx->is_open);
    struct sc_job_rows jobs = {
        .at = sc_arena_array(tx->rq->arena, claim->max, sizeof *jobs.at),
    };
    enum sc_status st = SC_OK;

    if (jobs.at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for jobs");
    look_back_if_due(cursor);
    for (int i = 0; i < SC_QUEUE_PRIORITIES && jobs.count < claim->max && st == SC_OK; i++)
        st = take(tx, claim, i, &cursor->of[i].next, &jobs);
    if (st == SC_OK || jobs.count > 0) { /* what was taken is ours, whatever came then */
        *ret_jobs = jobs;
        return SC_OK;
    }
    return st;
}

enum sc_status sc_queue_end(struct sc_tx *tx, const struct sc_job_leases *jobs, int64_t *ret_ours)
{
    const struct store_job_done_in in = {
        .ids = {.at = jobs->ids, .count = jobs->count},
        .leases = {.at = jobs->leases, .count = jobs->count},
    };

    return store_job_done_exec(tx, &in, ret_ours);
}

enum sc_status sc_queue_beat(struct sc_tx *tx, const struct sc_job_leases *jobs,
                             struct sc_job_progress *const *progress, int64_t lease_ms,
                             struct sc_i64_list *ret_lost)
{
    struct sc_arena *arena = tx->rq->arena;
    int64_t *numbers = sc_arena_array(arena, jobs->count, 3 * sizeof *numbers);
    struct sc_str *steps = sc_arena_array(arena, jobs->count, sizeof *steps);
    struct store_job_beat_rows rows;

    if (numbers == NULL || steps == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for a beat");
    int64_t *done = numbers, *total = done + jobs->count, *lost = total + jobs->count;
    for (size_t i = 0; i < jobs->count; i++) {
        const char *step = atomic_load_explicit(&progress[i]->step, memory_order_relaxed);
        done[i] = atomic_load_explicit(&progress[i]->done, memory_order_relaxed);
        total[i] = atomic_load_explicit(&progress[i]->total, memory_order_relaxed);
        steps[i] = step != NULL ? sc_str_of(step) : (struct sc_str){NULL, 0};
    }
    const struct store_job_beat_in in = {
        .ids = {.at = jobs->ids, .count = jobs->count},
        .leases = {.at = jobs->leases, .count = jobs->count},
        .done = {.at = done, .count = jobs->count},
        .total = {.at = total, .count = jobs->count},
        .steps = {.at = steps, .count = jobs->count},
        .lease_ms = lease_ms,
    };
    enum sc_status st = store_job_beat_all(tx, &in, jobs->count, &rows);
    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < rows.count; i++)
        lost[i] = rows.at[i].id;
    *ret_lost = (struct sc_i64_list){.at = lost, .count = rows.count};
    return SC_OK;
}

enum sc_status sc_queue_return(struct sc_tx *tx, const struct sc_job_leases *jobs,
                               int64_t *ret_ours)
{
    const struct store_job_return_in in = {
        .ids = {.at = jobs->ids, .count = jobs->count},
        .leases = {.at = jobs->leases, .count = jobs->count},
    };
    enum sc_status st = store_job_return_exec(tx, &in, ret_ours);

    if (st == SC_OK && *ret_ours > 0)
        sc_tx_hint(tx, SC_HINT_JOBS, 0, 0);
    return st;
}

enum sc_status sc_queue_fail(struct sc_tx *tx, const struct sc_job_row *job, int64_t wait_us,
                             struct sc_str error, int64_t *ret_ours)
{
    const struct store_job_fail_in in = {
        .id = job->id,
        .lease = job->lease,
        .is_dead = wait_us < 0,
        .wait_us = wait_us < 0 ? 0 : wait_us,
        .error = error,
    };

    return store_job_fail_exec(tx, &in, ret_ours);
}

enum sc_status sc_queue_tend(struct sc_tx *tx, int64_t *after_us, int64_t *ret_expired)
{
    const struct store_job_tend_in in = {TEND_LOCK};
    const struct store_job_rescue_in leases = {*after_us};
    struct store_job_tend_row lock;
    struct store_job_rescue_row rescued = {.expired = 0};
    enum sc_status st = sc_tx_start(tx);

    if (st == SC_OK)
        st = store_job_tend_one(tx, &in, &lock);
    if (st == SC_OK && !lock.is_ours) {
        *ret_expired = 0;
        return sc_tx_rollback(tx);
    }
    if (st == SC_OK)
        st = store_job_rescue_one(tx, &leases, &rescued);
    if (st == SC_OK && rescued.expired > 0)
        sc_tx_hint(tx, SC_HINT_JOBS, 0, 0);
    if (st == SC_OK)
        st = sc_tx_commit(tx);
    if (st != SC_OK)
        return st;
    *after_us = rescued.oldest;
    *ret_expired = rescued.expired;
    return SC_OK;
}

enum sc_status sc_queue_purge(struct sc_tx *tx, int64_t *ret_deleted)
{
    const struct store_job_key_purge_in keys = {SC_JOB_KEY_HOURS, SC_QUEUE_PURGE_MAX};
    const struct store_once_purge_in answers = {ONCE_HOURS, SC_QUEUE_PURGE_MAX};
    const struct store_job_cancelled_purge_in cancelled = {SC_QUEUE_CANCELLED_DAYS,
                                                           SC_QUEUE_PURGE_MAX};
    int64_t key_count = 0, answer_count = 0, cancelled_count = 0;
    enum sc_status st = store_job_key_purge_exec(tx, &keys, &key_count);

    if (st == SC_OK)
        st = store_once_purge_exec(tx, &answers, &answer_count);
    if (st == SC_OK)
        st = store_job_cancelled_purge_exec(tx, &cancelled, &cancelled_count);
    if (st == SC_OK)
        *ret_deleted = key_count + answer_count + cancelled_count;
    return st;
}
