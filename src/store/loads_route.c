#include "store/loads_parts.h"

static const char *const troubles[SC_BATCH_TROUBLE_COUNT] = {
    [SC_BATCH_LOST] = "lost",
    [SC_BATCH_LATE] = "late",
    [SC_BATCH_STRANDED] = "stranded",
    [SC_BATCH_BEHIND] = "behind",
};

static bool is_doubtful(const struct loads_group *group, unsigned node)
{
    return sc_loads_pool_is_doubtful(group->loads->pools[node][group->is_slow]);
}

static struct sc_read_choice the_primary(const struct sc_loads *loads)
{
    return (struct sc_read_choice){.node = sc_cluster_primary(loads->cluster)};
}

/* Any node that is well but for those in `without`. */
static struct sc_read_choice choose(struct loads_group *group, uint32_t without)
{
    struct sc_loads *loads = group->loads;

    for (unsigned i = 0; i < sc_cluster_count(loads->cluster); i++)
        if (is_doubtful(group, i))
            without |= 1U << i;
    return sc_cluster_choose(
        loads->cluster,
        &(struct sc_read_wish){.seen = group->seen, .without = without, .turn = loads->turn++});
}

static void count_route(const struct sc_loads *loads, struct sc_read_choice choice)
{
    if (loads->meters == NULL || !sc_cluster_has_replicas(loads->cluster))
        return;
    struct sc_str how = choice.is_guarded ? SC_STR("guarded") : SC_STR("known");
    sc_metric_add(
        sc_metric_of(loads->meters->routes, sc_cluster_label(loads->cluster, choice.node), how), 1);
}

/*
 * Whoever has seen something reads it from the primary, where no replica has it: and who that is
 * may be another since it was last looked at.
 */
static struct sc_guard guard_for(const struct loads_group *group, struct sc_read_choice choice)
{
    const struct sc_cluster *cluster = group->loads->cluster;
    struct sc_read_point seen = group->seen;
    bool is_primary = choice.node == sc_cluster_primary(cluster);

    if (!sc_cluster_has_replicas(cluster) || seen.timeline == 0 ||
        (!is_primary && !choice.is_guarded))
        return (struct sc_guard){0};
    return (struct sc_guard){
        .kind = is_primary ? SC_GUARD_PRIMARY : SC_GUARD_REPLAYED,
        .timeline = seen.timeline == SC_READ_POINT_PRIMARY.timeline ? sc_cluster_timeline(cluster)
                                                                    : seen.timeline,
        .lsn = seen.lsn,
    };
}

static enum sc_status submit(struct loads_group *group, struct sc_read_choice choice,
                             const char **ret_words)
{
    struct sc_loads_pool *pool = group->loads->pools[choice.node][group->is_slow];
    struct sc_guard guard = group->batch.guard;

    group->batch.guard = guard_for(group, choice);
    enum sc_status st = sc_loads_pool_submit(pool, &group->batch, ret_words);
    if (st != SC_OK) {
        group->batch.guard = guard; /* it stays where it was */
        return st;
    }
    group->pool = pool;
    group->node = choice.node;
    count_route(group->loads, choice);
    return SC_OK;
}

/* What is not cached is of one request. NULL: it is for whoever wants it. */
static struct sc_request *request_of(const struct loads_group *group)
{
    for (const struct sc_statement *s = group->batch.statements; s != NULL; s = s->next) {
        const struct loads_asked *asked = (const struct loads_asked *)s;
        if (asked->ask != NULL)
            return asked->ask->run->rq;
    }
    return NULL;
}

enum sc_status sc_loads_route(struct loads_group *group, const char **ret_words)
{
    struct sc_loads *loads = group->loads;
    struct sc_request *rq = request_of(group);
    struct sc_read_choice choice = the_primary(loads);
    bool goes_on = rq != NULL && rq->reads_from > 0;

    if (sc_cluster_has_replicas(loads->cluster))
        choice = choose(group, goes_on ? ~(1U << (rq->reads_from - 1)) : 0);
    enum sc_status st = submit(group, choice, ret_words);
    if (st != SC_OK && choice.node != sc_cluster_primary(loads->cluster))
        st = submit(group, the_primary(loads), ret_words);
    if (st == SC_OK && rq != NULL)
        rq->reads_from = group->node + 1;
    return st;
}

/* The primary has all; but when it is that which fails, a replica may do. */
static struct sc_read_choice choose_other(struct loads_group *group)
{
    struct sc_read_choice primary = the_primary(group->loads);

    return group->node != primary.node && !is_doubtful(group, primary.node)
               ? primary
               : choose(group, 1U << group->node);
}

bool sc_loads_reroute(void *context, struct sc_batch *batch, enum sc_batch_trouble trouble)
{
    struct loads_group *group = (struct loads_group *)batch;
    struct sc_loads *loads = context;
    struct sc_read_choice choice = the_primary(loads);
    const char *words;

    if (group->wanted == 0 || loads->is_closing)
        return false;
    if (trouble == SC_BATCH_BEHIND && choice.node == group->node) {
        sc_cluster_look(loads->cluster); /* it is the primary no more */
        return false;
    }
    if (trouble == SC_BATCH_BEHIND) {
        sc_cluster_fell_behind(loads->cluster, group->node);
    } else {
        if (group->had_trouble)
            return false;
        choice = choose_other(group);
        if (choice.node == group->node && trouble != SC_BATCH_LOST)
            return false;
    }
    if (submit(group, choice, &words) != SC_OK)
        return false;
    group->had_trouble |= trouble != SC_BATCH_BEHIND;
    struct sc_request *rq = request_of(group);
    if (rq != NULL) /* it goes on there */
        rq->reads_from = group->node + 1;
    if (loads->meters != NULL)
        sc_metric_add(
            sc_metric_of(loads->meters->troubles, sc_str_of(troubles[trouble]), SC_STR("")), 1);
    return true;
}

bool sc_loads_replayed(void *context, const struct sc_batch *batch, uint64_t lsn)
{
    const struct sc_loads *loads = context;
    unsigned node = ((const struct loads_group *)batch)->node;

    sc_cluster_replayed(loads->cluster, node, (struct sc_read_point){batch->guard.timeline, lsn});
    return sc_cluster_is_near(loads->cluster, node);
}

void sc_loads_broken(void *context, const struct sc_loads_pool *pool)
{
    const struct sc_loads *loads = context;

    for (unsigned i = 0; i < sc_cluster_count(loads->cluster); i++)
        if (pool == loads->pools[i][0] || pool == loads->pools[i][1])
            sc_cluster_broke(loads->cluster, i);
}
