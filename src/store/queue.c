#include "store/queue.h"

#include <assert.h>

#include "base/time.h"
#include "store/hint.h"
#include "store/store_rows.h"

/* Of one statement. */
enum {
    PUT_MAX = 1000,
    PUT_BYTES_MAX = 4 * 1024 * 1024, /* of payloads, unless one is longer */
};

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

/* What a statement is told of them, side by side. */
static enum sc_status spread(struct sc_request *rq, const struct sc_job *jobs, size_t count,
                             struct store_job_put_in *ret_in)
{
    struct sc_str *texts = sc_arena_array(rq->arena, count, 4 * sizeof *texts);
    int64_t *numbers = sc_arena_array(rq->arena, count, 2 * sizeof *numbers);
    int16_t *priorities = sc_arena_array(rq->arena, count, sizeof *priorities);
    bool *has = sc_arena_array(rq->arena, count, 2 * sizeof *has);

    if (texts == NULL || numbers == NULL || priorities == NULL || has == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for jobs");
    struct sc_str *queues = texts, *kinds = queues + count, *payloads = kinds + count;
    struct sc_str *keys = payloads + count;
    int64_t *run_at = numbers, *person_ids = run_at + count;
    bool *has_run_at = has, *has_person_id = has + count;
    for (size_t i = 0; i < count; i++) {
        queues[i] = jobs[i].queue;
        kinds[i] = jobs[i].kind;
        payloads[i] = jobs[i].payload;
        keys[i] = jobs[i].unique_key;
        priorities[i] = (int16_t)jobs[i].priority;
        run_at[i] = jobs[i].run_at_us;
        has_run_at[i] = jobs[i].run_at_us != 0;
        person_ids[i] = jobs[i].person_id;
        has_person_id[i] = jobs[i].person_id != 0;
    }
    *ret_in = (struct store_job_put_in){
        .queues = {queues, count},
        .kinds = {kinds, count},
        .payloads = {payloads, count},
        .priorities = {priorities, NULL, count},
        .run_at = {run_at, has_run_at, count},
        .person_ids = {person_ids, has_person_id, count},
        .keys = {keys, count},
    };
    return SC_OK;
}

/* How many of them make one statement: one at least. */
static size_t portion(const struct sc_job *jobs, size_t count)
{
    size_t bytes = jobs[0].payload.len, n = 1;

    while (n < count && n < PUT_MAX && bytes + jobs[n].payload.len <= PUT_BYTES_MAX)
        bytes += jobs[n++].payload.len;
    return n;
}

enum sc_status sc_queue_put_all(struct sc_tx *tx, const struct sc_job *jobs, size_t count)
{
    struct store_job_put_in in;
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < count && st == SC_OK; i++)
        st = check(tx->rq, &jobs[i]);
    for (size_t i = 0, n; i < count && st == SC_OK; i += n) {
        n = portion(&jobs[i], count - i);
        st = spread(tx->rq, &jobs[i], n, &in);
        if (st == SC_OK)
            st = store_job_put_exec(tx, &in, NULL);
    }
    if (st == SC_OK && count > 0)
        sc_tx_hint(tx, SC_HINT_JOBS, 0, 0);
    return st;
}

enum sc_status sc_queue_put(struct sc_tx *tx, const struct sc_job *job)
{
    return sc_queue_put_all(tx, job, 1);
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
