#include "workers/depths.h"

#include <assert.h>

#include "base/time.h"
#include "runtime/deadline.h"
#include "store/queue_look.h"

static const char *const states[WORKERS_DEPTHS_STATES] = {"ready", "later", "running", "dead",
                                                          "cancelled"};

enum sc_status workers_depths_declare(struct sc_metrics *metrics, const struct sc_str *queues,
                                      size_t count, struct workers_depths *depths)
{
    struct sc_metric_group *jobs = sc_metric_group_declare(
        metrics, SC_METRIC_GAUGE, "smartcart_jobs", "Jobs in the queue.", "queue", "state");
    struct sc_metric_group *oldest = sc_metric_group_declare(
        metrics, SC_METRIC_GAUGE, "smartcart_jobs_oldest_ready_seconds",
        "How long the oldest job that is ready has been so.", "queue", NULL);
    const struct sc_str none = {NULL, 0};

    assert(count <= WORKERS_DEPTHS_QUEUES);
    depths->count = count;
    depths->snapshot =
        sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_database_oldest_snapshot_seconds",
                          "How long the oldest transaction that keeps vacuum from "
                          "cleaning up has been open.");
    depths->unvacuumed =
        sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_database_oldest_xmin_transactions",
                          "Transactions begun since the oldest snapshot, that of "
                          "slots and prepared transactions too.");
    if (jobs == NULL || oldest == NULL || depths->snapshot == NULL || depths->unvacuumed == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        depths->queues[i].name = queues[i];
        for (int k = 0; k < WORKERS_DEPTHS_STATES; k++)
            depths->queues[i].states[k] = sc_metric_of(jobs, queues[i], sc_str_of(states[k]));
        depths->queues[i].oldest = sc_metric_of(oldest, queues[i], none);
    }
    return SC_OK;
}

static void add(struct sc_queue_depth *sum, const struct sc_queue_depth *kind)
{
    sum->ready += kind->ready;
    sum->later += kind->later;
    sum->running += kind->running;
    sum->dead += kind->dead;
    sum->cancelled += kind->cancelled;
    if (kind->oldest_us > sum->oldest_us)
        sum->oldest_us = kind->oldest_us;
}

static void tell(const struct workers_depths *depths, size_t queue,
                 const struct sc_queue_depths *counted)
{
    struct sc_queue_depth sum = {.ready = 0};

    for (size_t i = 0; i < counted->count; i++)
        if (sc_str_eq(counted->at[i].queue, depths->queues[queue].name))
            add(&sum, &counted->at[i]);
    const int64_t counts[WORKERS_DEPTHS_STATES] = {sum.ready, sum.later, sum.running, sum.dead,
                                                   sum.cancelled};
    for (int i = 0; i < WORKERS_DEPTHS_STATES; i++)
        sc_metric_set(depths->queues[queue].states[i], counts[i]);
    sc_metric_set(depths->queues[queue].oldest, sum.oldest_us);
}

static enum sc_status count(const struct workers_depths *depths, struct sc_tx *tx)
{
    struct sc_queue_depths counted;
    struct sc_queue_horizon horizon;
    enum sc_status st = sc_queue_count(tx, &counted);

    if (st == SC_OK)
        st = sc_queue_horizon(tx, &horizon);
    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < depths->count; i++)
        tell(depths, i, &counted);
    sc_metric_set(depths->snapshot, horizon.oldest_us);
    sc_metric_set(depths->unvacuumed, horizon.transactions);
    return SC_OK;
}

enum sc_status workers_depths_look(struct workers_depths *depths, struct sc_tx *tx)
{
    int64_t now_us = sc_monotonic_us(), due_us = depths->due_us;
    int64_t next_us = now_us + INT64_C(1000) * WORKERS_DEPTHS_MS;

    if (now_us < due_us || !atomic_compare_exchange_strong(&depths->due_us, &due_us, next_us))
        return SC_OK;
    enum sc_status st = count(depths, tx);
    int64_t end_us = sc_monotonic_us(), rest_us = WORKERS_DEPTHS_PART * (end_us - now_us);
    if (end_us + rest_us > next_us)
        depths->due_us = end_us + rest_us;
    return st;
}
