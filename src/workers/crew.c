#include "workers/crew.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/time.h"
#include "base/utf8.h"
#include "runtime/log.h"
#include "runtime/pool.h"
#include "store/hint.h"
#include "workers/crew_meters.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024,        /* of a job: an export is built in it */
    BOOKS_ARENA_CAP = 256 * 1024 * 1024, /* a claim of WORKERS_HELD_MAX long payloads */
    BOOKS_MS = 10000,                    /* deadline of one round of the books */
    BEATS_A_LEASE = 3,
    TENDS_A_LEASE = 6,
    USUAL_OF = 8, /* the latest job's part of how long one usually takes */
};

enum slot_state {
    SLOT_FREE,
    SLOT_WAITING, /* for a thread */
    SLOT_RUNNING,
    SLOT_ENDED, /* what became of it is to be told */
    SLOT_GIVEN, /* given up while it runs: what becomes of it is not ours to tell */
};

struct slot {
    struct workers_crew *crew;
    enum slot_state state; /* under the crew's lock; only the books free */
    struct sc_request rq;  /* the job's own */
    struct sc_job_row job;
    const struct sc_job_kind *kind; /* NULL: not one of ours */
    atomic_bool is_unwanted;        /* what its request looks at */
    struct sc_deadline limit;       /* under the lock */
    int64_t late_us;                /* of the books: seen running behind its limit; 0: not yet */
    enum sc_status outcome;
    int64_t took_us;
};

struct workers_crew {
    struct workers_crew_config config;
    struct workers_meters meters;
    struct sc_hint_ear ear;
    struct sc_pool *pool;
    pthread_t books;

    pthread_mutex_t lock; /* never held over a wait for the database */
    pthread_cond_t has_news;
    bool has_ended, is_rung, is_stopping;
    struct sc_deadline stop;

    /* Of the books alone; times are monotonic. */
    struct sc_request rq;
    struct sc_queue_cursor cursor;
    int64_t beat_at_us, tend_at_us, claim_at_us, claimed_us;
    int64_t poll_ms;
    int64_t usual_us; /* that a job takes of late */
    uint32_t random;
    int64_t tended_us;    /* where the oldest lease was */
    struct slot **picked; /* held_max, as those below */
    struct sc_job_progress **progress;
    int64_t *ids, *leases;

    struct slot slots[];
};

static uint32_t next_random(struct workers_crew *crew)
{
    crew->random ^= crew->random << 13; /* xorshift32: it only keeps workers apart */
    crew->random ^= crew->random >> 17;
    crew->random ^= crew->random << 5;
    return crew->random;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void hear(void *context, const struct sc_hint *hint)
{
    struct workers_crew *crew = context;

    if (hint->topic != SC_HINT_JOBS)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->is_rung = true;
    pthread_cond_signal(&crew->has_news);
    pthread_mutex_unlock(&crew->lock);
}

static int64_t limit_ms(const struct sc_job_kind *kind)
{
    return kind->limit_ms > 0 ? kind->limit_ms : SC_JOB_LIMIT_MS;
}

static bool begin(struct slot *slot)
{
    struct sc_deadline limit = sc_deadline_in(limit_ms(slot->kind));

    pthread_mutex_lock(&slot->crew->lock);
    bool is_wanted = slot->state == SLOT_WAITING; /* else it was given back: we stop */
    if (is_wanted) {
        slot->state = SLOT_RUNNING;
        slot->limit = limit;
    }
    pthread_mutex_unlock(&slot->crew->lock);
    slot->rq.deadline = limit;
    return is_wanted;
}

static void empty(struct slot *slot)
{
    sc_failure_clear(&slot->rq);
    sc_request_clear(&slot->rq);
}

static void run_slot(void *context)
{
    struct slot *slot = context;
    struct workers_crew *crew = slot->crew;

    if (!begin(slot))
        return;
    int64_t began_us = sc_monotonic_us();
    sc_log(SC_LOG_DEBUG, "job.begun", SC_LOG_NUMBER("id", slot->job.id),
           SC_LOG_TEXT("kind", slot->job.kind), SC_LOG_NUMBER("attempt", slot->job.attempt));
    slot->outcome = slot->kind->run(&slot->rq, crew->config.pg, &slot->job, slot->kind->context);
    slot->took_us = sc_monotonic_us() - began_us;
    sc_log(SC_LOG_DEBUG, "job.ended", SC_LOG_NUMBER("id", slot->job.id),
           SC_LOG_TEXT("kind", slot->job.kind), SC_LOG_NUMBER("attempt", slot->job.attempt),
           SC_LOG_TEXT("status", sc_str_of(sc_status_name(slot->outcome))),
           SC_LOG_NUMBER("us", slot->took_us));
    pthread_mutex_lock(&crew->lock);
    bool is_given = slot->state == SLOT_GIVEN;
    if (is_given)
        empty(slot);
    slot->state = is_given ? SLOT_FREE : SLOT_ENDED;
    crew->has_ended = true;
    pthread_cond_signal(&crew->has_news);
    pthread_mutex_unlock(&crew->lock);
}

/* Slots from one state to another of the list above, in crew->picked. */
static size_t pick(struct workers_crew *crew, enum slot_state from, enum slot_state to)
{
    size_t count = 0;

    pthread_mutex_lock(&crew->lock);
    for (size_t i = 0; i < crew->config.held_max; i++)
        if (crew->slots[i].state >= from && crew->slots[i].state <= to)
            crew->picked[count++] = &crew->slots[i];
    pthread_mutex_unlock(&crew->lock);
    return count;
}

/* Moves all of one state to another, and picks them. */
static size_t move(struct workers_crew *crew, enum slot_state from, enum slot_state to)
{
    size_t count = 0;

    pthread_mutex_lock(&crew->lock);
    for (size_t i = 0; i < crew->config.held_max; i++) {
        struct slot *slot = &crew->slots[i];
        if (slot->state != from)
            continue;
        slot->state = to;
        crew->picked[count++] = slot;
    }
    pthread_mutex_unlock(&crew->lock);
    return count;
}

static struct sc_job_leases leases_of_picked(struct workers_crew *crew, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crew->ids[i] = crew->picked[i]->job.id;
        crew->leases[i] = crew->picked[i]->job.lease;
        crew->progress[i] = &crew->picked[i]->job.progress;
    }
    return (struct sc_job_leases){crew->ids, crew->leases, count};
}

static void free_slot(struct slot *slot)
{
    empty(slot);
    pthread_mutex_lock(&slot->crew->lock);
    slot->state = SLOT_FREE;
    pthread_mutex_unlock(&slot->crew->lock);
}

/* Its thread frees it, should it come back; one that did just now is settled as always. */
static void give_up(struct slot *slot)
{
    pthread_mutex_lock(&slot->crew->lock);
    if (slot->state == SLOT_RUNNING)
        slot->state = SLOT_GIVEN;
    pthread_mutex_unlock(&slot->crew->lock);
}

static struct sc_str kind_name(const struct slot *slot)
{
    return slot->kind != NULL ? sc_str_of(slot->kind->name) : SC_STR("unknown");
}

static void count_attempt(const struct slot *slot, const char *outcome)
{
    const struct workers_meters *meters = &slot->crew->meters;

    sc_metric_add(sc_metric_of(meters->attempts, kind_name(slot), sc_str_of(outcome)), 1);
}

static void settled(struct slot *slot, const char *outcome)
{
    struct workers_crew *crew = slot->crew;
    const struct sc_str none = {NULL, 0};

    count_attempt(slot, outcome);
    sc_metric_observe(sc_metric_of(crew->meters.runs, kind_name(slot), none), slot->took_us);
    crew->usual_us += (slot->took_us - crew->usual_us) / USUAL_OF;
    free_slot(slot);
}

static int32_t attempts_of(const struct sc_job_kind *kind)
{
    return kind != NULL && kind->max_attempts > 0 ? kind->max_attempts : SC_JOB_ATTEMPTS;
}

/* Tells the queue that it failed: again after `wait_us`, or, when that is negative, never. */
static enum sc_status tell_failure(struct slot *slot, struct sc_tx *tx, enum sc_status outcome,
                                   int64_t wait_us, struct sc_str words)
{
    int64_t ours;
    bool is_dead = wait_us < 0;
    enum sc_status st = sc_queue_fail(tx, &slot->job, wait_us, words, &ours);

    if (st != SC_OK)
        return st;
    sc_log(is_dead ? SC_LOG_ERROR : SC_LOG_WARN, is_dead ? "job.dead" : "job.failed",
           SC_LOG_NUMBER("id", slot->job.id), SC_LOG_TEXT("kind", slot->job.kind),
           SC_LOG_NUMBER("attempt", slot->job.attempt),
           SC_LOG_TEXT("status", sc_str_of(sc_status_name(outcome))), SC_LOG_TEXT("words", words));
    sc_metric_add(slot->crew->meters.lost, ours == 0);
    return SC_OK;
}

/* Again later, or never. */
static enum sc_status settle_failure(struct slot *slot, struct sc_tx *tx)
{
    bool is_dead =
        !sc_status_may_retry(slot->outcome) || slot->job.attempt >= attempts_of(slot->kind);
    int64_t wait_us =
        is_dead ? -1 : sc_queue_backoff_us(slot->job.attempt, next_random(slot->crew));
    enum sc_status st =
        tell_failure(slot, tx, slot->outcome, wait_us, sc_utf8_start(sc_failure_words(&slot->rq)));

    if (st == SC_OK)
        settled(slot, is_dead ? "dead" : "failed");
    return st;
}

/* Tells the queue what became of those that ended: the good ones in one statement. */
static enum sc_status settle(struct workers_crew *crew, struct sc_tx *tx)
{
    size_t count = pick(crew, SLOT_ENDED, SLOT_ENDED);
    struct sc_job_leases done = {.ids = crew->ids, .leases = crew->leases};
    int64_t ours = 0;
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < count; i++) {
        const struct slot *slot = crew->picked[i];
        if (slot->outcome != SC_OK || slot->job.is_done)
            continue;
        crew->ids[done.count] = slot->job.id;
        crew->leases[done.count++] = slot->job.lease;
    }
    if (done.count > 0)
        st = sc_queue_end(tx, &done, &ours);
    if (st != SC_OK)
        return st;
    sc_metric_add(crew->meters.lost, (int64_t)done.count - ours);
    for (size_t i = 0; i < count && st == SC_OK; i++) {
        struct slot *slot = crew->picked[i];
        if (slot->outcome == SC_OK)
            settled(slot, "done");
        else
            st = settle_failure(slot, tx);
    }
    return st;
}

static int64_t lease_ms(const struct workers_crew *crew)
{
    return crew->config.lease_ms > 0 ? crew->config.lease_ms : SC_JOB_LEASE_MS;
}

/* Whether something that is done again and again is due; then when it will be again. */
static bool is_due(int64_t *at_us, int64_t now_us, int64_t period_ms)
{
    if (now_us < *at_us)
        return false;
    *at_us = now_us + period_ms * 1000;
    return true;
}

/* Those that are others' by now, or were cancelled, stop at their next look. */
static enum sc_status beat(struct workers_crew *crew, struct sc_tx *tx)
{
    size_t held = pick(crew, SLOT_WAITING, SLOT_ENDED);
    struct sc_job_leases leases = leases_of_picked(crew, held);
    struct sc_i64_list lost = {.count = 0};
    enum sc_status st = SC_OK;

    if (held > 0)
        st = sc_queue_beat(tx, &leases, crew->progress, lease_ms(crew), &lost);
    for (size_t i = 0; i < held; i++)
        for (size_t k = 0; k < lost.count; k++)
            if (lost.at[k] == crew->ids[i])
                crew->picked[i]->is_unwanted = true;
    return st;
}

/* Past its limit and SC_JOB_GRACE_MS: counted from where we saw it, as all may have been frozen. */
static bool is_stuck(struct slot *slot, int64_t now_us)
{
    pthread_mutex_lock(&slot->crew->lock);
    bool is_late = slot->state == SLOT_RUNNING && sc_deadline_is_over(slot->limit);
    pthread_mutex_unlock(&slot->crew->lock);
    if (!is_late)
        return false;
    if (slot->late_us == 0)
        slot->late_us = now_us;
    int64_t grace_ms = slot->crew->config.grace_ms;
    return now_us - slot->late_us >= (grace_ms > 0 ? grace_ms : SC_JOB_GRACE_MS) * 1000;
}

/* What does not look at its limit would hang each worker that tries: it is dead, and has a thread.
 */
static enum sc_status bury_stuck(struct workers_crew *crew, struct sc_tx *tx)
{
    size_t running = pick(crew, SLOT_RUNNING, SLOT_RUNNING);
    int64_t now_us = sc_monotonic_us();
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < running && st == SC_OK; i++) {
        struct slot *slot = crew->picked[i];
        if (!is_stuck(slot, now_us))
            continue;
        st = tell_failure(slot, tx, SC_TIMEOUT, -1,
                          SC_STR("it did not end at its limit, and cannot be stopped"));
        if (st == SC_OK) {
            count_attempt(slot, "dead");
            give_up(slot);
        }
    }
    sc_metric_set(crew->meters.stuck, (int64_t)pick(crew, SLOT_GIVEN, SLOT_GIVEN));
    return st;
}

static enum sc_status beat_and_tend(struct workers_crew *crew, struct sc_tx *tx)
{
    int64_t now_us = sc_monotonic_us(), expired = 0;
    enum sc_status st = SC_OK;

    if (is_due(&crew->beat_at_us, now_us, lease_ms(crew) / BEATS_A_LEASE))
        st = beat(crew, tx);
    if (st == SC_OK && is_due(&crew->tend_at_us, now_us, lease_ms(crew) / TENDS_A_LEASE)) {
        st = sc_queue_tend(tx, &crew->tended_us, &expired);
        sc_metric_add(crew->meters.expired, expired);
        if (st == SC_OK)
            st = bury_stuck(crew, tx);
    }
    if (st == SC_OK && crew->config.depths != NULL)
        st = workers_depths_look(crew->config.depths, tx);
    return st;
}

static const struct sc_job_kind *find_kind(const struct workers_crew *crew, struct sc_str name)
{
    for (size_t i = 0; i < crew->config.kind_count; i++)
        if (sc_str_eq(sc_str_of(crew->config.kinds[i].name), name))
            return &crew->config.kinds[i];
    return NULL;
}

/* Why a job is not to be run at all. */
static enum sc_status refuse(struct slot *slot)
{
    if (slot->job.kind.at == NULL || slot->job.payload.at == NULL)
        return sc_fail(&slot->rq, SC_NO_MEMORY, "no memory for a job");
    if (slot->kind == NULL)
        return sc_fail(&slot->rq, SC_UNAVAILABLE, "this program knows no such kind of job");
    if (slot->job.attempt > attempts_of(slot->kind))
        return sc_fail(&slot->rq, SC_INTERNAL, "its worker never came back");
    return SC_OK;
}

static void fill_slot(struct slot *slot, const struct sc_job_row *job)
{
    struct workers_crew *crew = slot->crew;

    slot->job = *job;
    slot->job.kind = sc_arena_str(slot->rq.arena, job->kind);
    slot->job.payload = sc_arena_str(slot->rq.arena, job->payload);
    slot->kind = find_kind(crew, job->kind);
    slot->is_unwanted = false;
    slot->late_us = 0;
    slot->took_us = 0;
    slot->outcome = refuse(slot);
    pthread_mutex_lock(&crew->lock);
    slot->state = slot->outcome == SC_OK ? SLOT_WAITING : SLOT_ENDED;
    crew->has_ended |= slot->state == SLOT_ENDED;
    pthread_mutex_unlock(&crew->lock);
    if (slot->outcome != SC_OK)
        return;
    enum sc_status st = sc_pool_submit(crew->pool, run_slot, slot);
    assert(st == SC_OK); /* it has room for all slots, and is stopped after us */
    (void)st;
}

/* How many more are to be held: for each thread one, and what is ahead when jobs are short. */
static size_t room(struct workers_crew *crew)
{
    int64_t threads = (int64_t)crew->config.threads;
    int64_t wanted = threads + threads * WORKERS_AHEAD_MS * 1000 / (crew->usual_us + 1);
    size_t held = pick(crew, SLOT_WAITING, SLOT_GIVEN);

    if (wanted > (int64_t)crew->config.held_max)
        wanted = (int64_t)crew->config.held_max;
    return held < (size_t)wanted ? (size_t)wanted - held : 0;
}

/* When to look again: at once behind a full claim, later and later when there was nothing. */
static void plan_claim(struct workers_crew *crew, size_t asked, size_t got)
{
    int64_t now_us = crew->claimed_us = sc_monotonic_us();

    crew->claim_at_us = now_us;
    if (got == asked)
        return;
    crew->poll_ms = got > 0 ? WORKERS_POLL_MIN_MS : crew->poll_ms * 2;
    if (crew->poll_ms > WORKERS_POLL_MAX_MS)
        crew->poll_ms = WORKERS_POLL_MAX_MS;
    int64_t quarter_us = crew->poll_ms * 1000 / 4;
    crew->claim_at_us += 3 * quarter_us + next_random(crew) % (2 * quarter_us);
}

static enum sc_status claim(struct workers_crew *crew, struct sc_tx *tx)
{
    struct sc_queue_claim want = {
        .queue = crew->config.queue,
        .lease_ms = lease_ms(crew),
        .max = room(crew),
    };
    struct sc_job_rows jobs;

    if (want.max == 0 || sc_monotonic_us() < crew->claim_at_us)
        return SC_OK;
    enum sc_status st = sc_queue_take(tx, &want, &crew->cursor, &jobs);
    if (st != SC_OK)
        return st;
    size_t free_count = pick(crew, SLOT_FREE, SLOT_FREE);
    assert(jobs.count <= free_count);
    (void)free_count;
    for (size_t i = 0; i < jobs.count; i++)
        fill_slot(crew->picked[i], &jobs.at[i]);
    plan_claim(crew, want.max, jobs.count);
    return SC_OK;
}

static enum sc_status give_back(struct workers_crew *crew, struct sc_tx *tx, size_t picked)
{
    struct sc_job_leases leases = leases_of_picked(crew, picked);
    int64_t ours;

    return picked > 0 ? sc_queue_return(tx, &leases, &ours) : SC_OK;
}

/* What has not begun is for others; what runs too. Without a database their leases run out. */
static enum sc_status wind_up(struct workers_crew *crew, struct sc_tx *tx)
{
    size_t count = move(crew, SLOT_WAITING, SLOT_FREE);
    enum sc_status st = give_back(crew, tx, count);

    if (st == SC_OK && sc_deadline_is_over(crew->stop))
        st = give_back(crew, tx, move(crew, SLOT_RUNNING, SLOT_GIVEN));
    return st;
}

/* One round of the books, on a connection that it has as long as it writes. */
static enum sc_status keep(struct workers_crew *crew, bool is_stopping)
{
    crew->rq.deadline = sc_deadline_in(BOOKS_MS);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(crew->config.pg, &crew->rq);
    enum sc_status st = settle(crew, &tx);

    if (st == SC_OK)
        st = beat_and_tend(crew, &tx);
    if (st == SC_OK)
        st = is_stopping ? wind_up(crew, &tx) : claim(crew, &tx);
    return st;
}

static void until(struct workers_crew *crew, int64_t at_us)
{
    const struct timespec at = {at_us / SC_SECOND_US, at_us % SC_SECOND_US * 1000};

    (void)pthread_cond_timedwait(&crew->has_news, &crew->lock, &at);
}

/* Until there is something to do. After a failure no news shortens the pause but a stop's. */
static bool wait(struct workers_crew *crew, bool has_failed)
{
    int64_t pause_us = sc_monotonic_us() + (int64_t)WORKERS_POLL_MAX_MS * 1000;
    int64_t due_us = least(crew->beat_at_us, crew->tend_at_us);

    if (!has_failed && room(crew) > 0)
        due_us = least(due_us, crew->claim_at_us);
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        int64_t now_us = sc_monotonic_us();
        if (crew->is_rung) {
            crew->is_rung = false;
            crew->claim_at_us =
                least(crew->claim_at_us, crew->claimed_us + (int64_t)WORKERS_HINT_MS * 1000);
            due_us = least(due_us, crew->claim_at_us);
        }
        int64_t at_us = has_failed ? pause_us : due_us;
        if (crew->is_stopping)
            at_us = least(at_us, now_us + (int64_t)WORKERS_HINT_MS * 1000);
        if (now_us >= at_us || (crew->has_ended && !has_failed))
            break;
        until(crew, at_us);
        if (crew->is_stopping)
            break;
    }
    crew->has_ended = false;
    bool is_stopping = crew->is_stopping;
    pthread_mutex_unlock(&crew->lock);
    return is_stopping;
}

static void *keep_books(void *context)
{
    struct workers_crew *crew = context;
    bool is_stopping = false;

    for (;;) {
        enum sc_status st = keep(crew, is_stopping);
        if (st != SC_OK)
            sc_log_failure(&crew->rq, "jobs.books");
        sc_failure_clear(&crew->rq);
        sc_request_clear(&crew->rq);
        bool is_over = is_stopping && (sc_deadline_is_over(crew->stop) ||
                                       pick(crew, SLOT_WAITING, SLOT_ENDED) == 0);
        if (is_over)
            return NULL;
        is_stopping = wait(crew, st != SC_OK);
    }
}

static void free_crew(struct workers_crew *crew)
{
    sc_pool_destroy(crew->pool);
    for (size_t i = 0; i < crew->config.held_max; i++)
        if (crew->slots[i].rq.arena != NULL)
            sc_request_finish(&crew->slots[i].rq);
    if (crew->rq.arena != NULL)
        sc_request_finish(&crew->rq);
    pthread_cond_destroy(&crew->has_news);
    pthread_mutex_destroy(&crew->lock);
    free(crew->picked);
    free(crew->progress);
    free(crew->ids);
    free(crew->leases);
    free(crew);
}

static struct workers_crew *create(const struct workers_crew_config *config)
{
    struct workers_crew *crew = calloc(1, sizeof *crew + config->held_max * sizeof crew->slots[0]);
    pthread_condattr_t monotonic;

    if (crew == NULL)
        return NULL;
    crew->config = *config;
    crew->ear = (struct sc_hint_ear){.hear = hear, .context = crew};
    crew->poll_ms = WORKERS_POLL_MIN_MS;
    crew->tended_us = INT64_MIN;
    crew->usual_us = WORKERS_AHEAD_MS * 1000 / 2; /* so one a thread is ahead at first */
    crew->random = (uint32_t)sc_wall_us() | 1;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&crew->has_news, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return crew;
}

static enum sc_status equip(struct workers_crew *crew)
{
    size_t count = crew->config.held_max;

    assert(count > 0);
    enum sc_status st = sc_request_init(&crew->rq, BOOKS_ARENA_CAP, sc_deadline_none());

    for (size_t i = 0; i < count && st == SC_OK; i++) {
        crew->slots[i].crew = crew;
        st = sc_request_init(&crew->slots[i].rq, ARENA_CAP, sc_deadline_none());
        crew->slots[i].rq.cancel = &crew->slots[i].is_unwanted;
    }
    crew->picked = calloc(count, sizeof(struct slot *));
    crew->progress = calloc(count, sizeof(struct sc_job_progress *));
    crew->ids = calloc(count, sizeof *crew->ids);
    crew->leases = calloc(count, sizeof *crew->leases);
    if (crew->picked == NULL || crew->progress == NULL || crew->ids == NULL || crew->leases == NULL)
        st = SC_NO_MEMORY;
    if (st == SC_OK)
        st = workers_meters_declare(crew->config.metrics, crew->config.queue, &crew->meters);
    return st;
}

enum sc_status workers_crew_start(struct sc_request *rq, const struct workers_crew_config *config,
                                  struct workers_crew **ret_crew)
{
    assert(config->threads >= 1 && config->threads <= WORKERS_THREADS_MAX &&
           config->held_max >= config->threads && config->held_max <= WORKERS_HELD_MAX);
    struct workers_crew *crew = create(config);

    if (crew == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for workers");
    enum sc_status st = equip(crew);
    if (st == SC_OK) {
        crew->pool = sc_pool_create("jobs", config->threads, config->held_max);
        if (crew->pool == NULL || pthread_create(&crew->books, NULL, keep_books, crew) != 0)
            st = SC_BUSY;
    }
    if (st != SC_OK) {
        free_crew(crew);
        return sc_fail(rq, st, "workers cannot be started");
    }
    sc_hint_listen(&crew->ear);
    *ret_crew = crew;
    return SC_OK;
}

void workers_crew_ask_stop(struct workers_crew *crew)
{
    if (crew == NULL)
        return;
    pthread_mutex_lock(&crew->lock);
    if (!crew->is_stopping)
        crew->stop = sc_deadline_in(WORKERS_STOP_MS);
    crew->is_stopping = true;
    pthread_cond_signal(&crew->has_news);
    pthread_mutex_unlock(&crew->lock);
}

bool workers_crew_stop(struct workers_crew *crew)
{
    if (crew == NULL)
        return true;
    workers_crew_ask_stop(crew);
    sc_hint_unlisten(&crew->ear);
    pthread_join(crew->books, NULL);
    bool is_idle = pick(crew, SLOT_RUNNING, SLOT_RUNNING) + pick(crew, SLOT_GIVEN, SLOT_GIVEN) == 0;
    if (is_idle)
        free_crew(crew);
    return is_idle;
}
