#include "store/queue.h"

#include <assert.h>

#include "base/time.h"
#include "store/hint.h"
#include "store/store_rows.h"

static bool is_within(struct sc_str text, size_t max)
{
    return text.len > 0 && text.len <= max;
}

static enum sc_status check(struct sc_request *rq, const struct sc_job *job)
{
    if (!is_within(job->queue, SC_JOB_NAME_MAX) || !is_within(job->kind, SC_JOB_NAME_MAX))
        return sc_fail(rq, SC_INVALID, "a job's queue and kind have 1 to %d bytes",
                       SC_JOB_NAME_MAX);
    if (!is_within(job->payload, SC_JOB_PAYLOAD_MAX))
        return sc_fail(rq, SC_INVALID, "what a job is told has 1 to %d bytes", SC_JOB_PAYLOAD_MAX);
    if (job->unique_key.at != NULL && !is_within(job->unique_key, SC_JOB_KEY_MAX))
        return sc_fail(rq, SC_INVALID, "a job's key has 1 to %d bytes", SC_JOB_KEY_MAX);
    return SC_OK;
}

static enum sc_status put(struct sc_tx *tx, const struct sc_job *job)
{
    const struct store_job_put_in in = {
        .queue = job->queue,
        .kind = job->kind,
        .payload = job->payload,
        .priority = (int16_t)job->priority,
        .run_at = job->run_at_us,
        .has_run_at = job->run_at_us != 0,
        .person_id = job->person_id,
        .has_person_id = job->person_id != 0,
    };
    struct store_job_put_row made;

    return store_job_put_one(tx, &in, &made);
}

static enum sc_status put_once(struct sc_tx *tx, const struct sc_job *job)
{
    const struct store_job_put_once_in in = {
        .queue = job->queue,
        .kind = job->kind,
        .payload = job->payload,
        .priority = (int16_t)job->priority,
        .run_at = job->run_at_us,
        .has_run_at = job->run_at_us != 0,
        .person_id = job->person_id,
        .has_person_id = job->person_id != 0,
        .key = job->unique_key,
    };
    struct store_job_put_once_row made;
    enum sc_status st = store_job_put_once_one(tx, &in, &made);

    return st == SC_NOT_FOUND ? SC_OK : st; /* it is there, or was */
}

enum sc_status sc_queue_put(struct sc_tx *tx, const struct sc_job *job)
{
    enum sc_status st = check(tx->rq, job);

    if (st == SC_OK)
        st = job->unique_key.at == NULL ? put(tx, job) : put_once(tx, job);
    if (st == SC_OK)
        sc_tx_hint(tx, SC_HINT_JOBS, 0, 0);
    return st;
}

enum sc_status sc_queue_done(struct sc_tx *tx, struct sc_job_row *job)
{
    const struct store_job_done_in in = {
        .ids = {.at = &job->id, .count = 1},
        .leases = {.at = &job->lease, .count = 1},
    };
    int64_t ended;
    enum sc_status st = store_job_done_exec(tx, &in, &ended);

    if (st != SC_OK)
        return st;
    if (ended == 0)
        return sc_fail(tx->rq, SC_CONFLICT, "another worker has this job meanwhile");
    job->is_done = true;
    return SC_OK;
}

void sc_queue_tell(struct sc_job_row *job, int64_t done, int64_t total, const char *step)
{
    atomic_store_explicit(&job->progress.done, done, memory_order_relaxed);
    atomic_store_explicit(&job->progress.total, total, memory_order_relaxed);
    atomic_store_explicit(&job->progress.step, step, memory_order_relaxed);
}

int64_t sc_queue_backoff_us(int32_t attempt, uint32_t random)
{
    assert(attempt > 0);
    int64_t n = attempt < SC_JOB_ATTEMPTS ? attempt : SC_JOB_ATTEMPTS;
    int64_t wait_us = n * n * n * n * SC_SECOND_US;
    int64_t tenth_us = wait_us / 10;

    return wait_us - tenth_us + 2 * tenth_us * (random >> 16) / UINT16_MAX;
}
