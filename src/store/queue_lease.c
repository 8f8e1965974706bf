#include "store/queue_lease.h"

#include <assert.h>

#include "store/hint.h"
#include "store/store_rows.h"

/* Any number that no one else takes an advisory lock on: "jobtend" in ASCII. */
static const int64_t TEND_LOCK = 0x6a6f6274656e64;

enum {
    ONCE_HOURS = 24, /* as docs/api.md promises of idempotency keys */
};

static struct sc_job_row job_of(const struct store_job_claim_row *row)
{
    return (struct sc_job_row){
        .id = row->id,
        .kind = row->kind,
        .payload = row->payload,
        .attempt = row->attempt,
        .lease = row->lease,
    };
}

/* Those of one priority, behind the cursor; none are left: the next begins at the front again. */
static enum sc_status take(struct sc_tx *tx, const struct sc_queue_claim *claim, int place,
                           struct sc_queue_cursor *cursor, struct sc_job_rows *jobs)
{
    const struct store_job_claim_in in = {
        .queue = claim->queue,
        .priority = (int16_t)(SC_JOB_URGENT + place),
        .after_at = cursor->last[place].at_us,
        .after_id = cursor->last[place].id,
        .count = (int32_t)(claim->max - jobs->count),
        .lease_ms = claim->lease_ms,
    };
    struct store_job_claim_rows rows;
    enum sc_status st = store_job_claim_all(tx, &in, claim->max, &rows);

    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < rows.count; i++)
        jobs->at[jobs->count++] = job_of(&rows.at[i]);
    const struct store_job_claim_row *last = rows.count > 0 ? &rows.at[rows.count - 1] : NULL;
    cursor->last[place].at_us = last != NULL ? last->run_at : 0;
    cursor->last[place].id = last != NULL ? last->id : 0;
    return SC_OK;
}

enum sc_status sc_queue_take(struct sc_tx *tx, const struct sc_queue_claim *claim,
                             struct sc_queue_cursor *cursor, struct sc_job_rows *ret_jobs)
{
    assert(claim->max > 0 && claim->max <= SC_QUEUE_CLAIM_MAX && !tx->is_open);
    struct sc_job_rows jobs = {
        .at = sc_arena_array(tx->rq->arena, claim->max, sizeof *jobs.at),
    };
    int64_t now_us = sc_monotonic_us();
    enum sc_status st = SC_OK;

    if (jobs.at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for jobs");
    if (now_us >= cursor->reset_at_us)
        *cursor =
            (struct sc_queue_cursor){.reset_at_us = now_us + (int64_t)SC_QUEUE_CURSOR_MS * 1000};
    for (int i = 0; i < SC_QUEUE_PRIORITIES && jobs.count < claim->max && st == SC_OK; i++)
        st = take(tx, claim, i, cursor, &jobs);
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

enum sc_status sc_queue_beat(struct sc_tx *tx, const struct sc_job_leases *jobs, int64_t lease_ms,
                             int64_t *ret_ours)
{
    const struct store_job_beat_in in = {
        .ids = {.at = jobs->ids, .count = jobs->count},
        .leases = {.at = jobs->leases, .count = jobs->count},
        .lease_ms = lease_ms,
    };

    return store_job_beat_exec(tx, &in, ret_ours);
}

enum sc_status sc_queue_return(struct sc_tx *tx, const struct sc_job_leases *jobs,
                               int64_t *ret_ours)
{
    const struct store_job_return_in in = {
        .ids = {.at = jobs->ids, .count = jobs->count},
        .leases = {.at = jobs->leases, .count = jobs->count},
    };

    return store_job_return_exec(tx, &in, ret_ours);
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

enum sc_status sc_queue_tend(struct sc_tx *tx, int64_t *ret_expired)
{
    const struct store_job_tend_in in = {TEND_LOCK};
    struct store_job_tend_row lock;
    int64_t expired = 0;
    enum sc_status st = sc_tx_start(tx);

    if (st == SC_OK)
        st = store_job_tend_one(tx, &in, &lock);
    if (st == SC_OK && !lock.is_ours) {
        *ret_expired = 0;
        return sc_tx_rollback(tx);
    }
    if (st == SC_OK)
        st = store_job_rescue_exec(tx, &expired);
    if (st == SC_OK && expired > 0)
        sc_tx_hint(tx, SC_HINT_JOBS, 0, 0);
    if (st == SC_OK)
        st = sc_tx_commit(tx);
    if (st == SC_OK)
        *ret_expired = expired;
    return st;
}

enum sc_status sc_queue_count(struct sc_tx *tx, struct sc_queue_depths *ret_depths)
{
    struct store_job_depths_rows rows;
    enum sc_status st = store_job_depths_all(tx, SC_QUEUE_NAMES_MAX, &rows);

    if (st != SC_OK)
        return st;
    struct sc_queue_depth *depths = sc_arena_array(tx->rq->arena, rows.count, sizeof *depths);
    if (depths == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for the queues");
    for (size_t i = 0; i < rows.count; i++) {
        const struct store_job_depths_row *row = &rows.at[i];
        depths[i] = (struct sc_queue_depth){
            .queue = row->queue,
            .ready = row->ready,
            .later = row->later,
            .running = row->running,
            .dead = row->dead,
            .oldest_us = row->oldest_us,
        };
    }
    *ret_depths = (struct sc_queue_depths){depths, rows.count};
    return SC_OK;
}

enum sc_status sc_queue_dead(struct sc_tx *tx, struct sc_dead_jobs *ret_jobs)
{
    const struct store_job_dead_in in = {SC_QUEUE_DEAD_MAX};
    struct store_job_dead_rows rows;
    enum sc_status st = store_job_dead_all(tx, &in, SC_QUEUE_DEAD_MAX, &rows);

    if (st != SC_OK)
        return st;
    struct sc_dead_job *jobs = sc_arena_array(tx->rq->arena, rows.count, sizeof *jobs);
    if (jobs == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for jobs");
    for (size_t i = 0; i < rows.count; i++) {
        const struct store_job_dead_row *row = &rows.at[i];
        jobs[i] = (struct sc_dead_job){
            .id = row->id,
            .queue = row->queue,
            .kind = row->kind,
            .attempt = row->attempt,
            .put_at_us = row->put_at,
            .error = row->error,
        };
    }
    *ret_jobs = (struct sc_dead_jobs){jobs, rows.count};
    return SC_OK;
}

enum sc_status sc_queue_replay(struct sc_tx *tx, const int64_t *ids, size_t count,
                               int64_t *ret_replayed)
{
    const struct store_job_replay_in in = {.ids = {.at = ids, .count = count}};
    enum sc_status st = store_job_replay_exec(tx, &in, ret_replayed);

    if (st == SC_OK)
        sc_tx_hint(tx, SC_HINT_JOBS, 0, 0);
    return st;
}

enum sc_status sc_queue_purge(struct sc_tx *tx, int64_t *ret_deleted)
{
    const struct store_job_key_purge_in keys = {SC_JOB_KEY_HOURS, SC_QUEUE_PURGE_MAX};
    const struct store_once_purge_in answers = {ONCE_HOURS, SC_QUEUE_PURGE_MAX};
    int64_t key_count = 0, answer_count = 0;
    enum sc_status st = store_job_key_purge_exec(tx, &keys, &key_count);

    if (st == SC_OK)
        st = store_once_purge_exec(tx, &answers, &answer_count);
    if (st == SC_OK)
        *ret_deleted = key_count + answer_count;
    return st;
}
