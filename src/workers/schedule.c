#include "workers/schedule.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/time.h"
#include "runtime/log.h"
#include "store/task.h"
#include "workers/schedule_meters.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024, /* of a round: SC_TASKS_DUE_MAX payloads, and their zones */
    ROUND_MS = 10000,
    LOOK_BACK_DAYS = 2,  /* what sc_cron_zone wants */
    NEAR_DAYS = 400,     /* where the next tick of nearly every task lies */
    FAR_DAYS = 9 * 366,  /* a leap day may be eight years away */
    CATCH_UP_DAYS = 400, /* ticks that were missed before are not counted */
};

struct workers_schedule {
    struct workers_schedule_config config;
    struct workers_schedule_meters meters;
    struct sc_request rq; /* of each round */
    struct sc_task_lead lead;
    bool is_leading;
    int64_t wait_us; /* until the next round */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool is_stopping; /* under the lock */
};

/* ---- when ---- */

/* The zone from days before `from_us` until `until_us`. */
static enum sc_status read_zone(struct sc_tx *tx, struct sc_str name, int64_t from_us,
                                int64_t until_us, struct sc_cron_zone *ret_zone)
{
    struct sc_task_pieces pieces;
    int64_t begin_us = from_us - from_us % SC_DAY_US - LOOK_BACK_DAYS * SC_DAY_US;
    enum sc_status st = sc_task_zone(tx, name, begin_us, until_us, &pieces);

    if (st != SC_OK)
        return st;
    struct sc_cron_piece *at = sc_arena_array(tx->rq->arena, pieces.count, sizeof *at);
    if (at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for a time zone");
    for (size_t i = 0; i < pieces.count; i++)
        at[i] = (struct sc_cron_piece){pieces.at[i].from_us, pieces.at[i].offset_s * SC_SECOND_US};
    *ret_zone = (struct sc_cron_zone){at, pieces.count, until_us};
    return SC_OK;
}

static enum sc_status find_next(struct sc_tx *tx, const struct sc_cron *cron, struct sc_str zone,
                                int64_t after_us, int64_t *ret_at_us)
{
    static const int64_t days[] = {NEAR_DAYS, FAR_DAYS};
    struct sc_cron_zone pieces;

    for (size_t i = 0; i < SC_COUNT(days); i++) {
        enum sc_status st = read_zone(tx, zone, after_us, after_us + days[i] * SC_DAY_US, &pieces);
        if (st != SC_OK || sc_cron_next(cron, &pieces, after_us, ret_at_us) == SC_OK)
            return st;
    }
    *ret_at_us = INT64_MAX;
    return SC_OK;
}

static enum sc_status read_cron(struct sc_request *rq, struct sc_str text, struct sc_cron *ret_cron)
{
    struct sc_cron_error error;

    if (sc_cron_read(text, ret_cron, &error) == SC_OK)
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "%s", error.words);
}

enum sc_status workers_schedule_next(struct sc_tx *tx, struct sc_str cron, struct sc_str zone,
                                     int64_t after_us, int64_t *ret_at_us)
{
    struct sc_cron read;
    enum sc_status st = read_cron(tx->rq, cron, &read);

    return st == SC_OK ? find_next(tx, &read, zone, after_us, ret_at_us) : st;
}

/* ---- what ---- */

/* A task that cannot be has no tick any more, and says why. */
static enum sc_status refuse(struct workers_schedule *s, struct sc_tx *tx,
                             const struct sc_task *task)
{
    struct sc_str words = sc_arena_str(s->rq.arena, sc_failure_words(&s->rq));

    sc_failure_clear(&s->rq);
    sc_log(SC_LOG_ERROR, "schedule.task", SC_LOG_TEXT("task", task->name),
           SC_LOG_TEXT("words", words));
    return sc_task_plan(tx, &s->lead, task, INT64_MAX, words);
}

/* One that is new, or was changed. */
static enum sc_status plan(struct workers_schedule *s, struct sc_tx *tx, const struct sc_task *task,
                           int64_t now_us)
{
    int64_t next_us;
    enum sc_status st = workers_schedule_next(tx, task->cron, task->zone, now_us, &next_us);

    if (st == SC_INVALID)
        return refuse(s, tx, task);
    return st == SC_OK ? sc_task_plan(tx, &s->lead, task, next_us, (struct sc_str){NULL, 0}) : st;
}

/* Which tick is to run, of a task that is due. */
static enum sc_status decide(struct sc_tx *tx, const struct sc_task *task, int64_t now_us,
                             struct sc_task_step *ret_step)
{
    const int64_t grace_us = (int64_t)WORKERS_SCHEDULE_GRACE_MS * 1000;
    int64_t oldest_us = now_us - CATCH_UP_DAYS * SC_DAY_US;
    int64_t first_us = task->next_us > oldest_us ? task->next_us : oldest_us;
    struct sc_cron_zone zone;
    struct sc_cron cron;
    enum sc_status st = read_cron(tx->rq, task->cron, &cron);

    if (st == SC_OK)
        st = read_zone(tx, task->zone, first_us, now_us + SC_DAY_US, &zone);
    if (st != SC_OK)
        return st;
    struct sc_cron_due due = sc_cron_catch_up(&cron, &zone, first_us, now_us, grace_us);
    *ret_step = (struct sc_task_step){
        .has_tick = !due.is_caught_up || task->catches_up,
        .tick_us = due.tick_us,
        .missed = due.missed,
    };
    return find_next(tx, &cron, task->zone, now_us, &ret_step->next_us);
}

static void tell(struct workers_schedule *s, const struct sc_task *task,
                 const struct sc_task_step *step, enum sc_task_outcome outcome, int64_t now_us)
{
    const struct workers_schedule_meters *meters = &s->meters;
    const struct sc_str none = {NULL, 0};

    if (outcome == SC_TASK_CHANGED)
        return;
    if (step->missed > 0) {
        sc_metric_add(sc_metric_of(meters->missed, task->name, none), step->missed);
        sc_log(SC_LOG_WARN, "schedule.missed", SC_LOG_TEXT("task", task->name),
               SC_LOG_NUMBER("ticks", step->missed),
               SC_LOG_NUMBER("caught_up", outcome == SC_TASK_PUT));
    }
    if (outcome == SC_TASK_SKIPPED) {
        sc_metric_add(sc_metric_of(meters->skipped, task->name, none), 1);
        sc_log(SC_LOG_WARN, "schedule.skipped", SC_LOG_TEXT("task", task->name));
    }
    if (outcome == SC_TASK_PUT) {
        sc_metric_add(sc_metric_of(meters->ticks, task->name, none), 1);
        sc_metric_observe(meters->lateness, now_us - step->tick_us);
    }
}

static enum sc_status tick(struct workers_schedule *s, struct sc_tx *tx, const struct sc_task *task,
                           int64_t now_us)
{
    struct sc_task_step step;
    enum sc_task_outcome outcome = SC_TASK_CHANGED;
    enum sc_status st = decide(tx, task, now_us, &step);

    if (st == SC_INVALID)
        return refuse(s, tx, task);
    if (st == SC_OK)
        st = sc_tx_start(tx);
    if (st == SC_OK)
        st = sc_task_tick(tx, &s->lead, task, &step, &outcome);
    if (st == SC_OK)
        st = sc_tx_commit(tx);
    if (st == SC_OK)
        tell(s, task, &step, outcome, now_us);
    else if (tx->is_open && sc_tx_rollback(tx) != SC_OK)
        return st; /* the connection is gone, as the next round sees */
    return st;
}

/* What goes wrong with one task is told, and the others go on. */
static enum sc_status do_due(struct workers_schedule *s, struct sc_tx *tx, int64_t now_us)
{
    struct sc_tasks tasks;
    enum sc_status st = sc_tasks_due(tx, now_us, &tasks);

    for (size_t i = 0; st == SC_OK && i < tasks.count; i++) {
        const struct sc_task *task = &tasks.at[i];
        st = task->has_next ? tick(s, tx, task, now_us) : plan(s, tx, task, now_us);
        if (st == SC_OK || tx->status != SC_OK || s->rq.failure.status == SC_OK)
            continue;
        sc_log_failure(&s->rq, "schedule.task");
        sc_failure_clear(&s->rq);
        st = SC_OK;
    }
    return st;
}

/* ---- who ---- */

static void lose(struct workers_schedule *s)
{
    if (s->is_leading)
        sc_log(SC_LOG_WARN, "schedule.lost", SC_LOG_NUMBER("epoch", s->lead.epoch));
    s->is_leading = false;
    sc_metric_set(s->meters.is_leader, 0);
}

static enum sc_status lead(struct workers_schedule *s, struct sc_tx *tx)
{
    int64_t silence_ms =
        s->config.silence_ms > 0 ? s->config.silence_ms : WORKERS_SCHEDULE_SILENCE_MS;
    enum sc_status st = sc_task_lead(tx, s->config.who, silence_ms, &s->lead);

    if (st != SC_OK)
        return st;
    s->is_leading = true;
    sc_metric_set(s->meters.is_leader, 1);
    sc_metric_set(s->meters.epoch, s->lead.epoch);
    sc_log(SC_LOG_INFO, "schedule.leads", SC_LOG_NUMBER("epoch", s->lead.epoch));
    return SC_OK;
}

/* At the next tick, if it is near. What is due still went wrong, and has time. */
static void plan_round(struct workers_schedule *s, const struct sc_task_look *look)
{
    if (look->next_us > look->now_us && look->next_us - look->now_us < s->wait_us)
        s->wait_us = look->next_us - look->now_us;
}

/* SC_BUSY: another leads, which is no failure. */
static enum sc_status go_round(struct workers_schedule *s)
{
    struct sc_task_look look = {0};

    s->rq.deadline = sc_deadline_in(ROUND_MS);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(s->config.pg, &s->rq);
    enum sc_status st = tx.status;
    if (st == SC_OK && !s->is_leading)
        st = lead(s, &tx);
    if (st == SC_OK)
        st = sc_task_look(&tx, &s->lead, &look);
    if (st == SC_OK && look.next_us <= look.now_us) {
        st = do_due(s, &tx, look.now_us);
        if (st == SC_OK)
            st = sc_task_look(&tx, &s->lead, &look);
    }
    if (st == SC_OK)
        plan_round(s, &look);
    return st;
}

/* True: we are asked to stop. */
static bool wait(struct workers_schedule *s)
{
    int64_t at_us = sc_monotonic_us() + s->wait_us;
    const struct timespec at = {at_us / SC_SECOND_US, at_us % SC_SECOND_US * 1000};

    pthread_mutex_lock(&s->lock);
    while (!s->is_stopping && sc_monotonic_us() < at_us)
        pthread_cond_timedwait(&s->stop, &s->lock, &at);
    bool is_stopping = s->is_stopping;
    pthread_mutex_unlock(&s->lock);
    return is_stopping;
}

static void *run(void *context)
{
    struct workers_schedule *s = context;

    do {
        s->wait_us = (int64_t)WORKERS_SCHEDULE_LOOK_MS * 1000;
        enum sc_status st = go_round(s);
        if (st != SC_OK && st != SC_BUSY && s->rq.failure.status != SC_OK)
            sc_log_failure(&s->rq, "schedule.round");
        if (st != SC_OK)
            lose(s);
        sc_failure_clear(&s->rq);
        sc_request_clear(&s->rq);
    } while (!wait(s));
    return NULL;
}

static void free_schedule(struct workers_schedule *s)
{
    if (s->rq.arena != NULL)
        sc_request_finish(&s->rq);
    pthread_cond_destroy(&s->stop);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

enum sc_status workers_schedule_start(struct sc_request *rq,
                                      const struct workers_schedule_config *config,
                                      struct workers_schedule **ret_schedule)
{
    struct workers_schedule *s = calloc(1, sizeof *s);
    pthread_condattr_t monotonic;

    if (s == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a scheduler");
    s->config = *config;
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->stop, &monotonic);
    pthread_condattr_destroy(&monotonic);
    enum sc_status st = sc_request_init(&s->rq, ARENA_CAP, sc_deadline_none());
    if (st == SC_OK)
        st = workers_schedule_meters_declare(config->metrics, &s->meters);
    if (st == SC_OK && pthread_create(&s->thread, NULL, run, s) != 0)
        st = SC_BUSY;
    if (st != SC_OK) {
        free_schedule(s);
        return sc_fail(rq, st, "a scheduler cannot be started");
    }
    *ret_schedule = s;
    return SC_OK;
}

void workers_schedule_stop(struct workers_schedule *schedule)
{
    if (schedule == NULL)
        return;
    pthread_mutex_lock(&schedule->lock);
    schedule->is_stopping = true;
    pthread_cond_signal(&schedule->stop);
    pthread_mutex_unlock(&schedule->lock);
    pthread_join(schedule->thread, NULL);
    free_schedule(schedule);
}
