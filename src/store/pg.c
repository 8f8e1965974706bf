#include "store/pg.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/time.h"
#include "store/cluster.h"
#include "store/pg_conn.h"
#include "store/pg_state.h"

struct sc_pg {
    struct sc_cluster *cluster;
    size_t limit;
    int64_t wait_ms;
    pthread_mutex_t lock;
    pthread_cond_t came_free;
    size_t open_count; /* lent, idle and just being opened */
    size_t idle_count;
    size_t waiters;
    struct sc_pg_conn *idle[SC_PG_CONNECTIONS_MAX]; /* the last given back is the next lent */
};

static void init_lock(struct sc_pg *pg)
{
    pthread_condattr_t attributes;

    pthread_mutex_init(&pg->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pg->came_free, &attributes);
    pthread_condattr_destroy(&attributes);
}

static enum sc_status make_cluster(struct sc_request *rq, const struct sc_pg_config *config,
                                   struct sc_pg *pg)
{
    struct sc_cluster_config cluster = {
        .url = config->url,
        .replicas = config->replicas,
        .lock_timeout_ms = config->lock_timeout_ms,
    };
    enum sc_status st = sc_cluster_create(rq, &cluster, &pg->cluster);

    return st == SC_OK ? sc_cluster_start(rq, pg->cluster, config->metrics) : st;
}

enum sc_status sc_pg_create(struct sc_request *rq, const struct sc_pg_config *config,
                            struct sc_pg **ret_pg)
{
    assert(config->connections >= 1 && config->connections <= SC_PG_CONNECTIONS_MAX);
    struct sc_pg *pg = calloc(1, sizeof *pg);

    if (pg == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a connection pool");
    init_lock(pg);
    pg->limit = (size_t)config->connections;
    pg->wait_ms = config->wait_ms;
    enum sc_status st = make_cluster(rq, config, pg);
    if (st != SC_OK) {
        sc_pg_destroy(pg);
        return st;
    }
    *ret_pg = pg;
    return SC_OK;
}

void sc_pg_destroy(struct sc_pg *pg)
{
    if (pg == NULL)
        return;
    assert(pg->idle_count == pg->open_count);
    for (size_t i = 0; i < pg->idle_count; i++)
        sc_pg_conn_close(pg->idle[i]);
    pthread_cond_destroy(&pg->came_free);
    pthread_mutex_destroy(&pg->lock);
    sc_cluster_destroy(pg->cluster);
    free(pg);
}

/* A place came free: its connection is gone. */
static void drop_place(struct sc_pg *pg)
{
    pthread_mutex_lock(&pg->lock);
    pg->open_count--;
    pthread_cond_signal(&pg->came_free);
    pthread_mutex_unlock(&pg->lock);
}

/* With the lock held. False: the deadline passed. */
static bool wait_for_place(struct sc_pg *pg, struct sc_deadline deadline)
{
    struct timespec until = {
        .tv_sec = deadline.at_us / SC_SECOND_US,
        .tv_nsec = deadline.at_us % SC_SECOND_US * 1000,
    };
    int trouble = 0;

    pg->waiters++;
    while (trouble == 0 && pg->idle_count == 0 && pg->open_count == pg->limit)
        trouble = pthread_cond_timedwait(&pg->came_free, &pg->lock, &until);
    pg->waiters--;
    return pg->idle_count > 0 || pg->open_count < pg->limit;
}

/* An idle connection, or NULL and the right to open one. */
static enum sc_status take_place(struct sc_pg *pg, struct sc_request *rq,
                                 struct sc_deadline deadline, struct sc_pg_conn **ret_conn)
{
    pthread_mutex_lock(&pg->lock);
    bool too_many = pg->waiters >= SC_PG_WAITERS_MAX;
    bool has_place = !too_many && wait_for_place(pg, deadline);

    if (has_place && pg->idle_count > 0) {
        *ret_conn = pg->idle[--pg->idle_count];
    } else if (has_place) {
        *ret_conn = NULL;
        pg->open_count++;
    }
    pthread_mutex_unlock(&pg->lock);
    if (has_place)
        return SC_OK;
    if (!too_many && sc_deadline_is_over(rq->deadline))
        return sc_fail(rq, SC_TIMEOUT, "no database connection came free in time");
    return sc_fail(rq, SC_BUSY, "all database connections are in use");
}

static enum sc_status open_conn(struct sc_pg *pg, struct sc_request *rq,
                                struct sc_pg_conn **ret_conn)
{
    struct sc_deadline deadline = sc_deadline_min(rq->deadline, sc_deadline_in(SC_PG_CONNECT_MS));
    struct sc_pg_error error = {0};
    unsigned node = sc_cluster_primary(pg->cluster);
    enum sc_status st =
        sc_pg_conn_open(sc_cluster_target(pg->cluster, node), deadline, &error, ret_conn);

    if (st == SC_OK) {
        (*ret_conn)->node = node;
        (*ret_conn)->cluster = sc_cluster_has_replicas(pg->cluster) ? pg->cluster : NULL;
        return SC_OK;
    }
    sc_cluster_look(pg->cluster);
    drop_place(pg);
    if (st == SC_TIMEOUT && !sc_deadline_is_over(rq->deadline))
        st = SC_UNAVAILABLE; /* it is the server that is late, not the request */
    return sc_fail(rq, st, "no connection to the database: %s", error.words);
}

static bool is_of_use(const struct sc_pg *pg, struct sc_pg_conn *conn)
{
    return sc_pg_conn_is_good(conn) && conn->node == sc_cluster_primary(pg->cluster);
}

enum sc_status sc_pg_take(struct sc_pg *pg, struct sc_request *rq, struct sc_pg_conn **ret_conn)
{
    struct sc_deadline deadline = sc_deadline_min(rq->deadline, sc_deadline_in(pg->wait_ms));

    for (;;) {
        struct sc_pg_conn *conn;
        enum sc_status st = take_place(pg, rq, deadline, &conn);
        if (st != SC_OK)
            return st;
        if (conn == NULL)
            return open_conn(pg, rq, ret_conn);
        if (is_of_use(pg, conn) && sc_pg_conn_renew_plans(conn, deadline) == SC_OK) {
            *ret_conn = conn;
            return SC_OK;
        }
        sc_pg_conn_close(conn); /* the server went away meanwhile: on to the next */
        drop_place(pg);
    }
}

void sc_pg_give(struct sc_pg *pg, struct sc_pg_conn *conn)
{
    bool is_replica = sc_pg_state_is_replica(conn->error.sqlstate);

    if (is_replica || conn->is_lost)
        sc_cluster_look(pg->cluster); /* another may be the primary now */
    if (is_replica || !is_of_use(pg, conn)) {
        sc_pg_conn_close(conn);
        drop_place(pg);
        return;
    }
    pthread_mutex_lock(&pg->lock);
    pg->idle[pg->idle_count++] = conn;
    pthread_cond_signal(&pg->came_free);
    pthread_mutex_unlock(&pg->lock);
}

struct sc_cluster *sc_pg_cluster(const struct sc_pg *pg)
{
    return pg->cluster;
}
