#include "runtime/pool.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"

struct work {
    sc_pool_work_fn run;
    void *context;
};

struct sc_pool {
    pthread_mutex_t lock;
    pthread_cond_t has_work;
    pthread_cond_t is_idle;
    struct work *queue; /* a ring of `room` */
    size_t room, first, queued;
    size_t running; /* pieces of work in threads now */
    int64_t done, refused;
    bool is_stopping;
    size_t thread_count;
    pthread_t threads[];
};

static struct work take_first(struct sc_pool *pool)
{
    struct work work = pool->queue[pool->first];

    pool->first = (pool->first + 1) % pool->room;
    pool->queued--;
    pool->running++;
    return work;
}

static void *thread_main(void *context)
{
    struct sc_pool *pool = context;

    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->queued == 0 && !pool->is_stopping)
            pthread_cond_wait(&pool->has_work, &pool->lock);
        if (pool->queued == 0)
            break;
        struct work work = take_first(pool);
        pthread_mutex_unlock(&pool->lock);
        work.run(work.context);
        pthread_mutex_lock(&pool->lock);
        pool->running--;
        pool->done++;
        if (pool->running == 0 && pool->queued == 0)
            pthread_cond_broadcast(&pool->is_idle);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

struct sc_pool *sc_pool_create(const char *name, size_t threads, size_t room)
{
    assert(threads >= 1 && threads <= SC_POOL_THREADS_MAX && room >= 1 && strlen(name) <= 15);
    struct sc_pool *pool = calloc(1, sizeof *pool + threads * sizeof pool->threads[0]);
    pthread_condattr_t monotonic;

    if (pool == NULL)
        return NULL;
    pool->queue = calloc(room, sizeof *pool->queue);
    if (pool->queue == NULL) {
        free(pool);
        return NULL;
    }
    pool->room = room;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->has_work, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->is_idle, &monotonic);
    pthread_condattr_destroy(&monotonic);
    for (size_t i = 0; i < threads; i++) {
        if (pthread_create(&pool->threads[i], NULL, thread_main, pool) != 0) {
            sc_pool_destroy(pool);
            return NULL;
        }
        pthread_setname_np(pool->threads[i], name);
        pool->thread_count++;
    }
    return pool;
}

enum sc_status sc_pool_submit(struct sc_pool *pool, sc_pool_work_fn run, void *context)
{
    enum sc_status st = SC_OK;

    pthread_mutex_lock(&pool->lock);
    if (pool->is_stopping) {
        st = SC_CANCELLED;
    } else if (pool->queued == pool->room) {
        st = SC_BUSY;
        pool->refused++;
    } else {
        pool->queue[(pool->first + pool->queued) % pool->room] = (struct work){run, context};
        pool->queued++;
        pthread_cond_signal(&pool->has_work);
    }
    pthread_mutex_unlock(&pool->lock);
    return st;
}

struct sc_pool_stats sc_pool_stats(struct sc_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct sc_pool_stats stats = {pool->queued, pool->running, pool->done, pool->refused};
    pthread_mutex_unlock(&pool->lock);
    return stats;
}

enum sc_status sc_pool_drain(struct sc_pool *pool, struct sc_deadline deadline)
{
    struct timespec until = {
        .tv_sec = deadline.at_us / SC_SECOND_US,
        .tv_nsec = deadline.at_us % SC_SECOND_US * 1000,
    };
    int error = 0;

    pthread_mutex_lock(&pool->lock);
    while (error == 0 && (pool->queued > 0 || pool->running > 0))
        error = pthread_cond_timedwait(&pool->is_idle, &pool->lock, &until);
    bool is_idle = pool->queued == 0 && pool->running == 0;
    pthread_mutex_unlock(&pool->lock);
    return is_idle ? SC_OK : SC_TIMEOUT;
}

void sc_pool_stop(struct sc_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->is_stopping = true;
    pthread_cond_broadcast(&pool->has_work);
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pool->thread_count = 0;
}

void sc_pool_destroy(struct sc_pool *pool)
{
    if (pool == NULL)
        return;
    sc_pool_stop(pool);
    pthread_cond_destroy(&pool->is_idle);
    pthread_cond_destroy(&pool->has_work);
    pthread_mutex_destroy(&pool->lock);
    free(pool->queue);
    free(pool);
}
