#include "store/cluster_view.h"

#include "base/macros.h"

enum {
    US_PER_MS = 1000,
};

static bool is_fresh(const struct sc_node_view *node, int64_t now_us)
{
    return node->answered_us > 0 &&
           now_us - node->answered_us <= (int64_t)SC_CLUSTER_SILENT_MS * US_PER_MS;
}

static const struct sc_primary_sample *sample(const struct sc_cluster_view *view, size_t number)
{
    return &view->samples[number % SC_CLUSTER_SAMPLES];
}

static size_t oldest(const struct sc_cluster_view *view)
{
    return view->sample_count > SC_CLUSTER_SAMPLES ? view->sample_count - SC_CLUSTER_SAMPLES : 0;
}

static void add_sample(struct sc_cluster_view *view, int64_t at_us, uint64_t lsn)
{
    view->samples[view->sample_count++ % SC_CLUSTER_SAMPLES] =
        (struct sc_primary_sample){at_us, lsn};
}

/* The mean of some answers: one that was slow does not make a node far. */
static int64_t smooth(const struct sc_node_view *node, int64_t took_us)
{
    return node->answered_us == 0 ? took_us : (7 * node->answer.took_us + took_us) / 8;
}

void sc_cluster_view_take(struct sc_cluster_view *view, size_t node, struct sc_node_answer answer,
                          int64_t now_us)
{
    struct sc_node_view *n = &view->nodes[node];

    answer.took_us = smooth(n, answer.took_us);
    if (answer.is_replica && answer.timeline == 0) /* without a sender, it has what it had */
        answer.timeline = n->answer.timeline;
    n->answer = answer;
    n->answered_us = now_us;
    if (node == view->primary && !answer.is_replica && answer.timeline == view->timeline)
        add_sample(view, now_us, answer.lsn);
}

/* Of the highest timeline; the same as before when there is no better one. */
static unsigned find_primary(const struct sc_cluster_view *view, int64_t now_us)
{
    unsigned found = view->primary;
    uint32_t timeline = view->timeline;

    for (unsigned i = 0; i < view->count; i++) {
        const struct sc_node_view *node = &view->nodes[i];
        if (!is_fresh(node, now_us) || node->answer.is_replica || node->answer.timeline < timeline)
            continue;
        if (node->answer.timeline > timeline || !is_fresh(&view->nodes[found], now_us) ||
            view->nodes[found].answer.is_replica) {
            found = i;
            timeline = node->answer.timeline;
        }
    }
    return found;
}

static bool take_primary(struct sc_cluster_view *view, int64_t now_us)
{
    unsigned found = find_primary(view, now_us);
    const struct sc_node_view *node = &view->nodes[found];
    bool is_other = found != view->primary;

    if (!is_fresh(node, now_us) || node->answer.is_replica ||
        (!is_other && node->answer.timeline == view->timeline))
        return false;
    view->primary = found;
    view->timeline = node->answer.timeline;
    view->sample_count = 0;
    add_sample(view, node->answered_us, node->answer.lsn);
    return is_other;
}

/*
 * By time: since the primary was first seen beyond what the replica has. An idle
 * primary is not run away from; one that is silent is not waited for either.
 */
static void measure_lag(const struct sc_cluster_view *view, struct sc_node_view *node)
{
    size_t last = view->sample_count, first = oldest(view);

    node->lag_bytes = node->lag_us = 0;
    while (last > first && sample(view, last - 1)->at_us > node->answered_us)
        last--; /* what the primary has had since is not held against it */
    if (last == first || sample(view, last - 1)->lsn <= node->answer.lsn)
        return;
    const struct sc_primary_sample *newest = sample(view, last - 1);
    node->lag_bytes = (int64_t)(newest->lsn - node->answer.lsn);
    while (sample(view, first)->lsn <= node->answer.lsn)
        first++;
    node->lag_us = newest->at_us - sample(view, first)->at_us;
}

/* A replica that has not even what the primary had when it was first seen may be days behind. */
static bool has_caught_up_once(const struct sc_cluster_view *view, const struct sc_node_view *node)
{
    return view->sample_count == 0 || node->answer.lsn >= sample(view, oldest(view))->lsn;
}

static bool is_fit(const struct sc_cluster_view *view, const struct sc_node_view *node,
                   int64_t now_us)
{
    bool is_of_it = view->timeline == 0 || node->answer.timeline == view->timeline;

    return is_fresh(node, now_us) && node->answer.is_replica && is_of_it &&
           has_caught_up_once(view, node) && node->lag_bytes <= SC_CLUSTER_LAG_BYTES &&
           node->lag_us <= (int64_t)SC_CLUSTER_LAG_MS * US_PER_MS;
}

/* Those near the least lag and the least distance are best. */
static void rank(struct sc_cluster_view *view)
{
    int64_t least_lag = INT64_MAX, least_us = INT64_MAX;

    for (size_t i = 0; i < view->count; i++) {
        const struct sc_node_view *node = &view->nodes[i];
        if (node->use == SC_NODE_OUT)
            continue;
        least_lag = node->lag_bytes < least_lag ? node->lag_bytes : least_lag;
        least_us = node->answer.took_us < least_us ? node->answer.took_us : least_us;
    }
    for (size_t i = 0; i < view->count; i++) {
        struct sc_node_view *node = &view->nodes[i];
        if (node->use != SC_NODE_OUT && node->lag_bytes - least_lag <= SC_CLUSTER_LEVEL_BYTES &&
            node->answer.took_us - least_us <= SC_CLUSTER_LEVEL_US)
            node->use = SC_NODE_BEST;
    }
}

bool sc_cluster_view_judge(struct sc_cluster_view *view, int64_t now_us)
{
    bool is_other = take_primary(view, now_us);

    for (unsigned i = 0; i < view->count; i++) {
        struct sc_node_view *node = &view->nodes[i];
        measure_lag(view, node);
        node->use =
            i != view->primary && is_fit(view, node, now_us) ? SC_NODE_RESERVE : SC_NODE_OUT;
    }
    rank(view);
    return is_other;
}
