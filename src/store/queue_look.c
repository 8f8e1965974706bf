#include "store/queue_look.h"

#include <assert.h>

#include "store/hint.h"
#include "store/store_rows.h"

enum sc_status sc_queue_count(struct sc_tx *tx, struct sc_queue_depths *ret_depths)
{
    struct store_job_depths_rows rows;
    enum sc_status st = store_job_depths_all(tx, SC_QUEUE_KINDS_MAX, &rows);

    if (st != SC_OK)
        return st;
    struct sc_queue_depth *depths = sc_arena_array(tx->rq->arena, rows.count, sizeof *depths);
    if (depths == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for the queues");
    for (size_t i = 0; i < rows.count; i++) {
        const struct store_job_depths_row *row = &rows.at[i];
        depths[i] = (struct sc_queue_depth){
            .queue = row->queue,
            .kind = row->kind,
            .ready = row->ready,
            .later = row->later,
            .running = row->running,
            .dead = row->dead,
            .cancelled = row->cancelled,
            .oldest_us = row->oldest_us,
        };
    }
    *ret_depths = (struct sc_queue_depths){depths, rows.count};
    return SC_OK;
}

enum sc_status sc_queue_horizon(struct sc_tx *tx, struct sc_queue_horizon *ret_horizon)
{
    struct store_horizon_row row;
    enum sc_status st = store_horizon_one(tx, &row);

    if (st == SC_OK)
        *ret_horizon = (struct sc_queue_horizon){row.oldest_us, row.transactions};
    return st;
}

static struct sc_job_seen seen_of(const struct store_job_list_row *row)
{
    return (struct sc_job_seen){
        .id = row->id,
        .queue = row->queue,
        .kind = row->kind,
        .state = row->state,
        .priority = row->priority,
        .attempt = row->attempt,
        .put_at_us = row->put_at,
        .run_at_us = row->run_at,
        .locked_until_us = row->has_locked_until ? row->locked_until : 0,
        .done = row->done,
        .total = row->total,
        .step = row->step,
        .error = row->error,
        .person_id = row->has_person_id ? row->person_id : 0,
        .payload = row->payload,
    };
}

/* Whether none of what is asked for waits for a worker. */
static bool are_unready(const struct sc_str_list *states)
{
    for (size_t i = 0; i < states->count; i++)
        if (sc_str_eq(states->at[i], SC_STR("ready")) || sc_str_eq(states->at[i], SC_STR("later")))
            return false;
    return states->count > 0;
}

static enum sc_status list(struct sc_tx *tx, const struct sc_job_filter *filter,
                           struct store_job_list_rows *ret_rows)
{
    const struct store_job_list_in in = {
        .states = filter->states,
        .queues = filter->queues,
        .kinds = filter->kinds,
        .count = filter->max,
    };
    const struct store_job_list_unready_in unready = {in.states, in.queues, in.kinds, in.count};

    return are_unready(&filter->states)
               ? store_job_list_unready_all(tx, &unready, (size_t)filter->max, ret_rows)
               : store_job_list_all(tx, &in, (size_t)filter->max, ret_rows);
}

enum sc_status sc_queue_list(struct sc_tx *tx, const struct sc_job_filter *filter,
                             struct sc_jobs_seen *ret_jobs)
{
    assert(filter->max > 0 && filter->max <= SC_QUEUE_LIST_MAX);
    struct store_job_list_rows rows;
    enum sc_status st = list(tx, filter, &rows);

    if (st != SC_OK)
        return st;
    struct sc_job_seen *jobs = sc_arena_array(tx->rq->arena, rows.count, sizeof *jobs);
    if (jobs == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for jobs");
    for (size_t i = 0; i < rows.count; i++)
        jobs[i] = seen_of(&rows.at[i]);
    *ret_jobs = (struct sc_jobs_seen){jobs, rows.count};
    return SC_OK;
}

enum sc_status sc_queue_show(struct sc_tx *tx, int64_t id, struct sc_job_seen *ret_job)
{
    const struct store_job_show_in in = {id};
    struct store_job_list_row row;
    enum sc_status st = store_job_show_one(tx, &in, &row);

    if (st == SC_OK)
        *ret_job = seen_of(&row);
    return st;
}

enum sc_status sc_queue_retry(struct sc_tx *tx, const struct sc_i64_list *ids, int64_t *ret_retried)
{
    const struct store_job_retry_in in = {.ids = *ids};
    enum sc_status st = store_job_retry_exec(tx, &in, ret_retried);

    if (st == SC_OK)
        sc_tx_hint(tx, SC_HINT_JOBS, 0, 0);
    return st;
}

enum sc_status sc_queue_cancel(struct sc_tx *tx, const struct sc_i64_list *ids,
                               int64_t *ret_cancelled)
{
    const struct store_job_cancel_in in = {.ids = *ids};

    return store_job_cancel_exec(tx, &in, ret_cancelled);
}
