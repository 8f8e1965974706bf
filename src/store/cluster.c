#include "store/cluster.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/time.h"
#include "runtime/log.h"
#include "runtime/loop.h"
#include "store/loads_pool.h"
#include "store/pg_row.h"
#include "store/store_rows.h"

enum {
    ARENA_CAP = 512 * 1024, /* bytes of URLs taken apart */
    LABEL_MAX = 64,
};

struct node {
    struct sc_cluster *cluster;
    unsigned number;
    char label[LABEL_MAX];
    struct sc_pg_target target, read_target;

    /* What loops and threads see. */
    _Atomic uint64_t replayed;
    _Atomic uint32_t timeline;
    _Atomic int use; /* enum sc_node_use */
    atomic_bool is_near;

    /* The watcher's. */
    struct sc_loads_pool *pool;
    struct sc_batch batch;
    struct sc_statement statement;
    int64_t asked_us;
    int64_t answer_us; /* when its last answer was asked for */
    bool was_answered; /* the last time */
    struct sc_metric *is_primary, *is_read, *lag_bytes, *lag_us;
};

struct sc_cluster {
    struct sc_arena *arena;
    unsigned count;
    struct node nodes[SC_CLUSTER_NODES_MAX];
    _Atomic uint64_t head; /* the primary's timeline and, in the lower half, its number */

    /* The watcher. */
    struct sc_loop *loop; /* NULL: there is none */
    pthread_t thread;
    bool has_thread;
    struct sc_loop_timer timer;
    struct sc_loop_task look;
    atomic_bool is_look_posted;
    struct sc_cluster_view view;
    struct sc_metric *switches;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t came_first;
    bool has_seen_primary;
    struct sc_read_point stood; /* the primary, ... */
    int64_t stood_us;           /* when it was asked where; 0: never */
};

unsigned sc_cluster_count(const struct sc_cluster *cluster)
{
    return cluster->count;
}

bool sc_cluster_has_replicas(const struct sc_cluster *cluster)
{
    return cluster->count > 1;
}

const struct sc_pg_target *sc_cluster_target(const struct sc_cluster *cluster, unsigned node)
{
    return &cluster->nodes[node].target;
}

const struct sc_pg_target *sc_cluster_read_target(const struct sc_cluster *cluster, unsigned node)
{
    return &cluster->nodes[node].read_target;
}

struct sc_str sc_cluster_label(const struct sc_cluster *cluster, unsigned node)
{
    return sc_str_of(cluster->nodes[node].label);
}

unsigned sc_cluster_primary(const struct sc_cluster *cluster)
{
    return (unsigned)(atomic_load(&cluster->head) & UINT32_MAX);
}

uint32_t sc_cluster_timeline(const struct sc_cluster *cluster)
{
    return (uint32_t)(atomic_load(&cluster->head) >> 32);
}

struct sc_read_point sc_cluster_point(const struct sc_cluster *cluster, unsigned node, uint64_t lsn)
{
    uint32_t timeline = atomic_load(&cluster->nodes[node].timeline);

    return timeline > 0 ? (struct sc_read_point){timeline, lsn} : SC_READ_POINT_PRIMARY;
}

/* What a loop heard before the node went another way may come after what the watcher saw then. */
void sc_cluster_replayed(struct sc_cluster *cluster, unsigned node, struct sc_read_point point)
{
    if (atomic_load(&cluster->nodes[node].timeline) == point.timeline)
        atomic_store(&cluster->nodes[node].replayed, point.lsn);
}

bool sc_cluster_is_near(const struct sc_cluster *cluster, unsigned node)
{
    return atomic_load(&cluster->nodes[node].is_near);
}

void sc_cluster_fell_behind(struct sc_cluster *cluster, unsigned node)
{
    atomic_store(&cluster->nodes[node].is_near, false);
}

void sc_cluster_broke(struct sc_cluster *cluster, unsigned node)
{
    atomic_store(&cluster->nodes[node].replayed, 0);
}

bool sc_cluster_stood(struct sc_cluster *cluster, int64_t since_us, struct sc_read_point *ret_point)
{
    if (!sc_cluster_has_replicas(cluster)) {
        *ret_point = (struct sc_read_point){0};
        return true;
    }
    pthread_mutex_lock(&cluster->lock);
    bool was_seen = cluster->stood_us >= since_us;
    struct sc_read_point stood = cluster->stood;
    pthread_mutex_unlock(&cluster->lock);
    if (was_seen)
        *ret_point = stood;
    return was_seen;
}

/* Among those of this use: the first that has it, else the one that is nearest to it. */
static bool choose_among(const struct sc_cluster *cluster, const struct sc_read_wish *wish,
                         enum sc_node_use use, struct sc_read_choice *choice)
{
    uint64_t most = 0;
    bool has_found = false;

    for (unsigned i = 0; i < cluster->count; i++) {
        unsigned n = (wish->turn + i) % cluster->count;
        const struct node *node = &cluster->nodes[n];
        if (atomic_load(&node->use) != (int)use || (wish->without >> n & 1) != 0)
            continue;
        uint64_t replayed = atomic_load(&node->replayed);
        if (replayed >= wish->seen.lsn) {
            *choice = (struct sc_read_choice){.node = n};
            return true;
        }
        if (!has_found || replayed > most) {
            *choice = (struct sc_read_choice){.node = n, .is_guarded = true};
            most = replayed;
            has_found = true;
        }
    }
    return has_found;
}

struct sc_read_choice sc_cluster_choose(const struct sc_cluster *cluster,
                                        const struct sc_read_wish *wish)
{
    uint64_t head = atomic_load(&cluster->head);
    struct sc_read_choice choice;
    bool is_of_it = wish->seen.timeline == 0 || wish->seen.timeline == head >> 32;

    if (cluster->count > 1 && is_of_it &&
        (choose_among(cluster, wish, SC_NODE_BEST, &choice) ||
         choose_among(cluster, wish, SC_NODE_RESERVE, &choice)))
        return choice;
    return (struct sc_read_choice){.node = (unsigned)(head & UINT32_MAX)};
}

static void log_node(const struct node *node, const struct sc_node_view *view)
{
    sc_log(SC_LOG_INFO, "database.node", SC_LOG_TEXT("node", sc_str_of(node->label)),
           SC_LOG_TEXT("reads", view->use == SC_NODE_OUT ? SC_STR("no") : SC_STR("yes")),
           SC_LOG_NUMBER("lag_bytes", view->lag_bytes), SC_LOG_NUMBER("lag_us", view->lag_us),
           SC_LOG_NUMBER("timeline", view->answer.timeline));
}

static void publish_node(struct node *node, const struct sc_node_view *view, bool is_primary)
{
    bool was_out = atomic_load(&node->use) == SC_NODE_OUT;

    if (was_out != (view->use == SC_NODE_OUT))
        log_node(node, view);
    atomic_store(&node->timeline, view->answer.timeline);
    if (view->answer.is_replica)
        atomic_store(&node->replayed, view->answer.lsn);
    atomic_store(&node->use, (int)view->use);
    atomic_store(&node->is_near, view->use != SC_NODE_OUT && view->lag_us == 0);
    if (node->is_primary == NULL)
        return;
    sc_metric_set(node->is_primary, is_primary);
    sc_metric_set(node->is_read, view->use != SC_NODE_OUT);
    sc_metric_set(node->lag_bytes, view->lag_bytes);
    sc_metric_set(node->lag_us, view->lag_us);
}

static void publish_primary(struct sc_cluster *cluster)
{
    const struct sc_cluster_view *view = &cluster->view;

    pthread_mutex_lock(&cluster->lock);
    cluster->stood = (struct sc_read_point){view->timeline, view->nodes[view->primary].answer.lsn};
    cluster->stood_us = cluster->nodes[view->primary].answer_us;
    if (!cluster->has_seen_primary)
        pthread_cond_signal(&cluster->came_first);
    cluster->has_seen_primary = true;
    pthread_mutex_unlock(&cluster->lock);
}

static void judge(struct sc_cluster *cluster)
{
    struct sc_cluster_view *view = &cluster->view;
    bool was_known = view->timeline != 0;

    if (sc_cluster_view_judge(view, sc_monotonic_us()) && was_known) {
        sc_log(SC_LOG_WARN, "database.primary",
               SC_LOG_TEXT("node", sc_str_of(cluster->nodes[view->primary].label)),
               SC_LOG_NUMBER("timeline", view->timeline));
        if (cluster->switches != NULL)
            sc_metric_add(cluster->switches, 1);
    }
    for (unsigned i = 0; i < cluster->count; i++)
        publish_node(&cluster->nodes[i], &view->nodes[i], i == view->primary);
    atomic_store(&cluster->head, (uint64_t)view->timeline << 32 | view->primary);
    if (view->timeline != 0)
        publish_primary(cluster);
}

static void take_answer(struct node *node, const PGresult *result)
{
    struct sc_cluster *cluster = node->cluster;
    struct sc_arena_mark mark = sc_arena_mark(cluster->arena);
    const struct sc_pg_query *query = node->statement.query;
    struct store_node_look_row row = {0};

    if (PQntuples(result) != 1 || !sc_pg_columns_fit(query, result))
        return;
    enum sc_status st = sc_pg_row_decode(query, result, 0, cluster->arena, &row);
    sc_arena_rewind(cluster->arena, mark);
    if (st != SC_OK || !row.has_lsn)
        return;
    int64_t now_us = sc_monotonic_us();
    struct sc_node_answer answer = {
        .is_replica = row.is_replica,
        .timeline = row.has_timeline ? (uint32_t)row.timeline : 0,
        .lsn = (uint64_t)row.lsn,
        .took_us = now_us - node->asked_us,
    };
    node->was_answered = true;
    node->answer_us = node->asked_us;
    sc_cluster_view_take(&cluster->view, node->number, answer, now_us);
}

static void on_statement(void *context, struct sc_statement *statement,
                         const struct sc_statement_end *end)
{
    struct node *node = context;

    (void)statement;
    node->was_answered = false;
    if (end->status == SC_OK)
        take_answer(node, end->result);
}

static void on_batch(void *context, struct sc_batch *batch)
{
    (void)context;
    (void)batch;
}

static void on_turn(void *context)
{
    const struct node *node = context;

    judge(node->cluster);
}

static void ask(struct node *node)
{
    const char *words;

    if (node->batch.state != SC_BATCH_OWN)
        return; /* it has yet to answer the last */
    node->statement = (struct sc_statement){.query = &store_node_look_query};
    node->batch = (struct sc_batch){.statements = &node->statement};
    node->asked_us = sc_monotonic_us();
    if (sc_loads_pool_submit(node->pool, &node->batch, &words) != SC_OK)
        node->was_answered = false;
}

static void look(void *context)
{
    struct sc_cluster *cluster = context;

    atomic_store(&cluster->is_look_posted, false);
    for (unsigned i = 0; i < cluster->count; i++)
        ask(&cluster->nodes[i]);
}

static void on_time(void *context)
{
    struct sc_cluster *cluster = context;
    bool is_well = cluster->nodes[cluster->view.primary].was_answered;

    look(cluster);
    judge(cluster); /* silence is seen too */
    enum sc_status st =
        sc_loop_timer_set(cluster->loop, &cluster->timer,
                          sc_deadline_in(is_well ? SC_CLUSTER_LOOK_MS : SC_CLUSTER_LOOK_SOON_MS));
    assert(st == SC_OK); /* it takes back the place that it has just left */
}

void sc_cluster_look(struct sc_cluster *cluster)
{
    if (cluster->has_thread && !atomic_exchange(&cluster->is_look_posted, true))
        sc_loop_post(cluster->loop, &cluster->look);
}

static void *run(void *context)
{
    struct sc_cluster *cluster = context;

    sc_loop_run(cluster->loop);
    return NULL;
}

static struct sc_str keyword_of(const struct sc_pg_target *target, const char *keyword)
{
    for (size_t i = 0; target->keywords[i] != NULL; i++)
        if (strcmp(target->keywords[i], keyword) == 0)
            return sc_str_of(target->values[i]);
    return SC_STR("");
}

static enum sc_status add_node(struct sc_request *rq, struct sc_cluster *cluster,
                               const struct sc_cluster_config *config, struct sc_str url)
{
    struct node *node = &cluster->nodes[cluster->count];

    if (cluster->count == SC_CLUSTER_NODES_MAX)
        return sc_fail(rq, SC_LIMITED, "database_replicas: %d at most", SC_CLUSTER_NODES_MAX - 1);
    enum sc_status st =
        sc_pg_target_read(rq, cluster->arena, url, config->lock_timeout_ms, "", &node->target);
    if (st == SC_OK)
        st = sc_pg_target_read(rq, cluster->arena, url, config->lock_timeout_ms,
                               SC_PG_READ_SETTINGS, &node->read_target);
    if (st != SC_OK)
        return st;
    struct sc_str host = keyword_of(&node->target, "host");
    struct sc_str port = keyword_of(&node->target, "port");
    snprintf(node->label, sizeof node->label, "%u %.*s%s%.*s", cluster->count, SC_STR_ARGS(host),
             port.len > 0 ? ":" : "", SC_STR_ARGS(port));
    node->cluster = cluster;
    node->number = cluster->count++;
    return SC_OK;
}

static enum sc_status read_urls(struct sc_request *rq, struct sc_cluster *cluster,
                                const struct sc_cluster_config *config)
{
    struct sc_str replicas = config->replicas, url;
    enum sc_status st = add_node(rq, cluster, config, config->url);

    while (st == SC_OK && sc_str_take(&replicas, ' ', &url))
        if (url.len > 0)
            st = add_node(rq, cluster, config, url);
    return st;
}

enum sc_status sc_cluster_create(struct sc_request *rq, const struct sc_cluster_config *config,
                                 struct sc_cluster **ret_cluster)
{
    struct sc_cluster *cluster = calloc(1, sizeof *cluster);

    if (cluster == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the database's nodes");
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&cluster->lock, NULL);
    pthread_cond_init(&cluster->came_first, &attributes);
    pthread_condattr_destroy(&attributes);
    cluster->arena = sc_arena_create(ARENA_CAP);
    enum sc_status st = cluster->arena == NULL
                            ? sc_fail(rq, SC_NO_MEMORY, "no memory for the database's nodes")
                            : read_urls(rq, cluster, config);
    if (st != SC_OK) {
        sc_cluster_destroy(cluster);
        return st;
    }
    *ret_cluster = cluster;
    return SC_OK;
}

static bool declare_meters(struct sc_cluster *cluster, struct sc_metrics *metrics)
{
    struct sc_metric_group *is_primary =
        sc_metric_group_declare(metrics, SC_METRIC_GAUGE, "smartcart_database_is_primary",
                                "1: the node is taken for the primary.", "node", NULL);
    struct sc_metric_group *is_read =
        sc_metric_group_declare(metrics, SC_METRIC_GAUGE, "smartcart_database_is_read",
                                "1: the replica is read from.", "node", NULL);
    struct sc_metric_group *lag_bytes =
        sc_metric_group_declare(metrics, SC_METRIC_GAUGE, "smartcart_database_lag_bytes",
                                "What a replica has yet to replay.", "node", NULL);
    struct sc_metric_group *lag_us = sc_metric_group_declare(
        metrics, SC_METRIC_GAUGE, "smartcart_database_lag_seconds",
        "How long ago the primary had what the replica has not.", "node", NULL);

    cluster->switches =
        sc_metric_declare(metrics, SC_METRIC_COUNTER, "smartcart_database_switches_total",
                          "How often another node became the primary.");
    if (is_primary == NULL || is_read == NULL || lag_bytes == NULL || lag_us == NULL ||
        cluster->switches == NULL)
        return false;
    for (unsigned i = 0; i < cluster->count; i++) {
        struct node *node = &cluster->nodes[i];
        struct sc_str label = sc_str_of(node->label);
        node->is_primary = sc_metric_of(is_primary, label, SC_STR(""));
        node->is_read = sc_metric_of(is_read, label, SC_STR(""));
        node->lag_bytes = sc_metric_of(lag_bytes, label, SC_STR(""));
        node->lag_us = sc_metric_of(lag_us, label, SC_STR(""));
    }
    return true;
}

static bool make_watcher(struct sc_cluster *cluster)
{
    cluster->loop = sc_loop_create();
    if (cluster->loop == NULL)
        return false;
    for (unsigned i = 0; i < cluster->count; i++) {
        struct node *node = &cluster->nodes[i];
        struct sc_loads_pool_config config = {
            .loop = cluster->loop,
            .target = &node->read_target,
            .connections = 1,
            .limit_ms = SC_CLUSTER_ANSWER_MS,
            .context = node,
            .on_statement = on_statement,
            .on_batch = on_batch,
            .on_turn = on_turn,
        };
        node->pool = sc_loads_pool_create(&config);
        if (node->pool == NULL)
            return false;
    }
    cluster->view.count = cluster->count;
    cluster->look = (struct sc_loop_task){.run = look, .context = cluster};
    cluster->timer = (struct sc_loop_timer){.on_time = on_time, .context = cluster};
    return sc_loop_timer_set(cluster->loop, &cluster->timer, sc_deadline_in(0)) == SC_OK;
}

static void wait_for_first(struct sc_cluster *cluster)
{
    int64_t until_us = sc_deadline_in(SC_CLUSTER_ANSWER_MS).at_us;
    struct timespec until = {.tv_sec = until_us / SC_SECOND_US,
                             .tv_nsec = until_us % SC_SECOND_US * 1000};
    int trouble = 0;

    pthread_mutex_lock(&cluster->lock);
    while (trouble == 0 && !cluster->has_seen_primary)
        trouble = pthread_cond_timedwait(&cluster->came_first, &cluster->lock, &until);
    pthread_mutex_unlock(&cluster->lock);
}

enum sc_status sc_cluster_start(struct sc_request *rq, struct sc_cluster *cluster,
                                struct sc_metrics *metrics)
{
    if (!sc_cluster_has_replicas(cluster))
        return SC_OK;
    if (!make_watcher(cluster) || (metrics != NULL && !declare_meters(cluster, metrics)))
        return sc_fail(rq, SC_NO_MEMORY, "no memory to look after the database's nodes");
    cluster->has_thread = pthread_create(&cluster->thread, NULL, run, cluster) == 0;
    if (!cluster->has_thread)
        return sc_fail(rq, SC_BUSY, "no thread to look after the database's nodes");
    wait_for_first(cluster);
    return SC_OK;
}

void sc_cluster_destroy(struct sc_cluster *cluster)
{
    if (cluster == NULL)
        return;
    if (cluster->has_thread) {
        sc_loop_stop(cluster->loop);
        pthread_join(cluster->thread, NULL);
    }
    for (unsigned i = 0; i < cluster->count; i++) {
        struct node *node = &cluster->nodes[i];
        if (node->pool != NULL && node->batch.state != SC_BATCH_OWN)
            sc_loads_pool_abandon(node->pool, &node->batch);
        sc_loads_pool_destroy(node->pool);
    }
    if (cluster->loop != NULL)
        sc_loop_timer_clear(cluster->loop, &cluster->timer);
    sc_loop_destroy(cluster->loop);
    pthread_cond_destroy(&cluster->came_first);
    pthread_mutex_destroy(&cluster->lock);
    sc_arena_destroy(cluster->arena);
    free(cluster);
}
