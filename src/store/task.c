#include "store/task.h"

#include "base/time.h"
#include "store/store_rows.h"

/* Any number that no one else takes an advisory lock on: "schedule" in ASCII. */
static const int64_t LEADER_LOCK = 0x7363686564756c65;

static struct sc_task task_of(const struct store_tasks_row *row)
{
    return (struct sc_task){
        .name = row->name,
        .queue = row->queue,
        .kind = row->kind,
        .payload = row->payload,
        .cron = row->cron,
        .zone = row->zone,
        .is_on = row->is_on,
        .catches_up = row->catches_up,
        .has_next = row->has_next_at,
        .next_us = row->next_at,
        .has_run = row->has_tick_at && row->has_put_at,
        .tick_us = row->tick_at,
        .put_us = row->put_at,
        .missed = row->missed,
        .skipped = row->skipped,
        .error = row->error,
    };
}

static enum sc_status room(struct sc_tx *tx, size_t count, struct sc_tasks *ret_tasks)
{
    struct sc_task *at = sc_arena_array(tx->rq->arena, count, sizeof *at);

    if (at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for the tasks");
    *ret_tasks = (struct sc_tasks){at, count};
    return SC_OK;
}

enum sc_status sc_tasks_find(struct sc_tx *tx, struct sc_str name, struct sc_tasks *ret_tasks)
{
    const struct store_tasks_in in = {
        .name = name.at != NULL ? name : SC_STR(""),
        .count = SC_TASKS_MAX,
    };
    struct store_tasks_rows rows;
    enum sc_status st = store_tasks_all(tx, &in, SC_TASKS_MAX, &rows);

    if (st == SC_OK)
        st = room(tx, rows.count, ret_tasks);
    for (size_t i = 0; st == SC_OK && i < rows.count; i++)
        ret_tasks->at[i] = task_of(&rows.at[i]);
    return st;
}

enum sc_status sc_task_put(struct sc_tx *tx, const struct sc_task *task)
{
    const struct store_task_put_in in = {
        .name = task->name,
        .queue = task->queue,
        .kind = task->kind,
        .payload = task->payload,
        .cron = task->cron,
        .zone = task->zone,
    };

    return store_task_put_exec(tx, &in, NULL);
}

static enum sc_status need_one(struct sc_tx *tx, enum sc_status st, int64_t count,
                               struct sc_str name)
{
    if (st == SC_OK && count == 0)
        return sc_fail(tx->rq, SC_NOT_FOUND, "there is no task \"%.*s\"", SC_STR_ARGS(name));
    return st;
}

enum sc_status sc_task_set(struct sc_tx *tx, const struct sc_task *task)
{
    const struct store_task_set_in in = {task->name, task->cron, task->zone, task->is_on};
    int64_t changed = 0;
    enum sc_status st = store_task_set_exec(tx, &in, &changed);

    return need_one(tx, st, changed, task->name);
}

enum sc_status sc_task_remove(struct sc_tx *tx, struct sc_str name)
{
    const struct store_task_remove_in in = {name};
    int64_t removed = 0;
    enum sc_status st = store_task_remove_exec(tx, &in, &removed);

    return need_one(tx, st, removed, name);
}

static struct sc_job job_of(const struct sc_task *task)
{
    return (struct sc_job){
        .queue = task->queue,
        .kind = task->kind,
        .payload = task->payload,
    };
}

enum sc_status sc_task_run(struct sc_tx *tx, struct sc_str name)
{
    struct sc_tasks tasks;
    enum sc_status st = sc_tasks_find(tx, name, &tasks);

    if (st == SC_OK)
        st = need_one(tx, st, (int64_t)tasks.count, name);
    if (st != SC_OK)
        return st;
    struct sc_job job = job_of(&tasks.at[0]);
    return sc_queue_put(tx, &job);
}

enum sc_status sc_task_zone(struct sc_tx *tx, struct sc_str zone, int64_t from_us, int64_t until_us,
                            struct sc_task_pieces *ret_pieces)
{
    const struct store_task_zone_in in = {zone, from_us, until_us};
    struct store_task_zone_rows rows;
    enum sc_status st = store_task_zone_all(tx, &in, SC_TASK_PIECES_MAX, &rows);

    if (st != SC_OK)
        return st;
    struct sc_task_piece *at = sc_arena_array(tx->rq->arena, rows.count, sizeof *at);
    if (at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for a time zone");
    for (size_t i = 0; i < rows.count; i++)
        at[i] = (struct sc_task_piece){rows.at[i].from_at, rows.at[i].offset_s};
    *ret_pieces = (struct sc_task_pieces){at, rows.count};
    return SC_OK;
}

/* ---- for the scheduler ---- */

enum sc_status sc_task_lead(struct sc_tx *tx, struct sc_str who, int64_t silence_ms,
                            struct sc_task_lead *ret_lead)
{
    const struct store_leader_try_in try_in = {LEADER_LOCK};
    const struct store_leader_enter_in enter_in = {who, silence_ms};
    struct store_leader_try_row tried;
    struct store_leader_enter_row entered;
    enum sc_status st = store_leader_try_one(tx, &try_in, &tried);

    if (st == SC_OK && !tried.is_ours)
        return SC_BUSY;
    if (st == SC_OK)
        st = store_leader_enter_one(tx, &enter_in, &entered);
    if (st == SC_OK)
        *ret_lead = (struct sc_task_lead){entered.epoch, tried.pid};
    return st;
}

enum sc_status sc_task_look(struct sc_tx *tx, const struct sc_task_lead *lead,
                            struct sc_task_look *ret_look)
{
    struct store_leader_look_row row;
    enum sc_status st = store_leader_look_one(tx, &row);

    if (st != SC_OK)
        return st;
    if (row.epoch != lead->epoch || row.pid != lead->pid)
        return SC_CONFLICT;
    ret_look->now_us = row.now;
    ret_look->next_us = row.has_next_at ? row.next_at : INT64_MAX;
    return SC_OK;
}

enum sc_status sc_tasks_due(struct sc_tx *tx, int64_t now_us, struct sc_tasks *ret_tasks)
{
    const struct store_task_due_in in = {now_us, SC_TASKS_DUE_MAX};
    struct store_task_due_rows rows;
    enum sc_status st = store_task_due_all(tx, &in, SC_TASKS_DUE_MAX, &rows);

    if (st == SC_OK)
        st = room(tx, rows.count, ret_tasks);
    for (size_t i = 0; st == SC_OK && i < rows.count; i++) {
        const struct store_task_due_row *row = &rows.at[i];
        ret_tasks->at[i] = (struct sc_task){
            .name = row->name,
            .queue = row->queue,
            .kind = row->kind,
            .payload = row->payload,
            .cron = row->cron,
            .zone = row->zone,
            .is_on = true,
            .catches_up = row->catches_up,
            .has_next = row->has_next_at,
            .next_us = row->next_at,
        };
    }
    return st;
}

enum sc_status sc_task_plan(struct sc_tx *tx, const struct sc_task_lead *lead,
                            const struct sc_task *task, int64_t next_us, struct sc_str error)
{
    const struct store_task_plan_in in = {
        .epoch = lead->epoch,
        .name = task->name,
        .due_at = task->next_us,
        .has_due_at = task->has_next,
        .next_at = next_us,
        .error = error,
    };

    return store_task_plan_exec(tx, &in, NULL);
}

enum sc_status sc_task_tick(struct sc_tx *tx, const struct sc_task_lead *lead,
                            const struct sc_task *task, const struct sc_task_step *step,
                            enum sc_task_outcome *ret_outcome)
{
    char tick[SC_TIME_TEXT] = "";
    struct sc_job job = job_of(task);
    struct store_task_tick_row row;

    sc_time_write(step->tick_us, tick);
    job.priority = SC_JOB_IDLE;
    job.unique_key = sc_arena_printf(tx->rq->arena, "%.*s %s", SC_STR_ARGS(task->name), tick);
    if (job.unique_key.at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for a job's key");
    const struct store_task_tick_in in = {
        .epoch = lead->epoch,
        .name = task->name,
        .due_at = task->next_us,
        .next_at = step->next_us,
        .tick_at = step->tick_us,
        .has_tick_at = step->has_tick,
        .job_key = job.unique_key,
        .missed = step->missed,
    };
    enum sc_status st = store_task_tick_one(tx, &in, &row);
    if (st != SC_OK)
        return st;
    if (!row.is_leader)
        return SC_CONFLICT;
    *ret_outcome = !row.is_ours      ? SC_TASK_CHANGED
                   : !step->has_tick ? SC_TASK_LEFT
                   : row.is_put      ? SC_TASK_PUT
                                     : SC_TASK_SKIPPED;
    return row.is_put ? sc_queue_put(tx, &job) : SC_OK;
}

enum sc_status sc_task_leader(struct sc_tx *tx, struct sc_task_leader *ret_leader)
{
    const struct store_leader_in in = {LEADER_LOCK};
    struct store_leader_row row;
    enum sc_status st = store_leader_one(tx, &in, &row);

    if (st == SC_OK)
        *ret_leader = (struct sc_task_leader){row.is_led, row.epoch, row.since, row.who};
    return st;
}
