#include "store/loads.h"

#include <stdlib.h>
#include <sys/random.h>

#include "store/loads_parts.h"
#include "store/pg_row.h"

enum {
    PARAMS_CAP = 16 * 1024 * 1024,
};

static void on_statement(void *context, struct sc_statement *statement,
                         const struct sc_statement_end *end)
{
    struct loads_asked *asked = (struct loads_asked *)statement;
    struct loads_ask *ask = asked->ask;

    (void)context;
    if (asked->flights != NULL && end->status == SC_OK) {
        sc_loads_cache_land(asked, end->result);
    } else if (asked->flights != NULL) {
        sc_loads_cache_fail(asked, end);
    } else if (ask != NULL) {
        asked->ask = NULL;
        ask->asked = NULL;
        asked->group->wanted--;
        if (end->status == SC_OK)
            sc_loads_ask_answer_read(ask, asked, end->result);
        else
            sc_loads_ask_fail(ask, end);
    }
}

static void on_batch(void *context, struct sc_batch *batch)
{
    (void)context;
    sc_loads_group_free((struct loads_group *)batch);
}

void sc_loads_turn(struct sc_loads *loads)
{
    while (loads->done != NULL) {
        struct loads_run *run = loads->done;
        sc_loads_run_unlist(run);
        run->on_done(run->context);
    }
}

static void on_turn(void *context)
{
    sc_loads_turn(context);
}

static enum sc_status ask_database(struct loads_group *group, struct loads_ask *ask)
{
    struct loads_asked *asked;
    enum sc_status st = sc_loads_group_add(group, ask->load, &ask->keys, &asked);

    if (st != SC_OK)
        return st;
    asked->ask = ask;
    ask->asked = asked;
    group->wanted++;
    return SC_OK;
}

static bool is_cached(const struct sc_loads *loads, const struct sc_pg_loader *loader)
{
    return loads->l1 != NULL && loader->cache_ms > 0;
}

static enum sc_status begin_ask(struct loads_group *group, struct loads_ask *ask)
{
    struct sc_loads *loads = group->loads;
    const struct sc_load *load = ask->load;
    enum sc_status st = load->count > SC_LOADS_KEYS_MAX ? SC_LIMITED : SC_OK;

    if (st == SC_OK)
        st = sc_keys_collect(ask->run->rq->arena, loads->seed, load->loader, load->keys,
                             load->count, &ask->keys);
    if (st != SC_OK)
        return st;
    if (load->count == 0) {
        sc_loads_ask_answer_kept(ask);
        return SC_OK;
    }
    return is_cached(loads, load->loader) ? sc_loads_cache_ask(group, ask)
                                          : ask_database(group, ask);
}

/* Those that looked in L2 first are written only now. */
static void write_statements(struct loads_group *group)
{
    struct sc_statement **at = &group->batch.statements;

    while (*at != NULL) {
        struct loads_asked *asked = (struct loads_asked *)*at;
        enum sc_status st = sc_loads_asked_write(asked);
        if (st == SC_OK) {
            at = &asked->statement.next;
            continue;
        }
        *at = asked->statement.next;
        sc_loads_cache_refuse(asked, st);
    }
    group->end = at;
}

void sc_loads_group_send(struct loads_group *group, struct sc_deadline deadline)
{
    const char *words = "there was no time left";
    enum sc_status st = SC_TIMEOUT;

    if (group->looks)
        write_statements(group);
    if (group->wanted == 0) {
        sc_loads_group_free(group);
        return;
    }
    if (!sc_deadline_is_over(deadline))
        st = sc_loads_route(group, &words);
    if (st == SC_OK)
        return;
    struct sc_statement_end end = {.status = st, .sqlstate = "", .words = words};
    for (struct sc_statement *s = group->batch.statements; s != NULL; s = s->next)
        on_statement(group->loads, s, &end);
    sc_loads_group_free(group);
}

/* All that waits of the run fails. */
static void stop_run(struct loads_run *run, enum sc_status st, const char *words)
{
    for (size_t i = 0; i < run->count; i++)
        if (run->asks[i].is_pending)
            sc_loads_ask_refuse(&run->asks[i], st, words);
}

static void on_deadline(void *context)
{
    struct loads_run *run = context;
    struct sc_loads *loads = run->loads;

    stop_run(run, SC_TIMEOUT, "the database did not answer in time");
    on_turn(loads);
}

static struct loads_run *make_run(struct sc_loads *loads, struct sc_request *rq, struct sc_load *at,
                                  size_t count)
{
    struct loads_run *run = sc_arena_zalloc(rq->arena, sizeof *run);
    struct loads_ask *asks = sc_arena_array(rq->arena, count, sizeof *asks);

    if (run == NULL || asks == NULL)
        return NULL;
    *run = (struct loads_run){
        .loads = loads,
        .rq = rq,
        .at = at,
        .count = count,
        .asks = asks,
        .pending = count,
        .timer = {.on_time = on_deadline, .context = run},
    };
    for (size_t i = 0; i < count; i++)
        asks[i] = (struct loads_ask){.run = run, .load = &at[i], .is_pending = true};
    return run;
}

/* The groups of a run: [slow][looks in L2 first]. */
struct groups {
    struct loads_group *at[2][2];
};

/* The one that the load belongs to, made when it is the first; NULL: no memory. */
static struct loads_group *group_of(struct sc_loads *loads, const struct sc_request *rq,
                                    const struct sc_load *load, struct groups *groups)
{
    bool is_slow = load->loader->is_slow;
    bool looks = is_cached(loads, load->loader) && loads->redis != NULL;
    struct loads_group **group = &groups->at[is_slow][looks];

    if (*group == NULL) {
        *group = sc_loads_group_make(loads, is_slow, rq->seen);
        if (*group != NULL)
            (*group)->looks = looks;
    }
    return *group;
}

/* The database is asked, or L2 first. */
static void submit(struct loads_group *group, struct sc_deadline deadline)
{
    if (group->wanted == 0)
        sc_loads_group_free(group);
    else if (!group->looks || !sc_loads_l2_look(group))
        sc_loads_group_send(group, deadline);
}

bool sc_loads_run(struct sc_loads *loads, struct sc_request *rq, struct sc_load *at, size_t count,
                  sc_loop_fn on_done, void *context)
{
    struct loads_run *run = make_run(loads, rq, at, count);
    struct groups groups = {0};

    for (size_t i = 0; run == NULL && i < count; i++)
        at[i].status = sc_fail(rq, SC_LIMITED, "more is loaded than fits in memory");
    if (run == NULL)
        return false;
    run->on_done = on_done;
    run->context = context;
    for (size_t i = 0; !loads->is_closing && i < count; i++) {
        struct loads_group *group = group_of(loads, rq, &at[i], &groups);
        enum sc_status st = group == NULL ? SC_NO_MEMORY : begin_ask(group, &run->asks[i]);
        if (st != SC_OK)
            sc_loads_ask_refuse(&run->asks[i], st, sc_loads_words(st));
    }
    for (size_t i = 0; i < SC_COUNT(groups.at); i++)
        for (size_t looks = 0; looks < SC_COUNT(groups.at[i]); looks++)
            if (groups.at[i][looks] != NULL)
                submit(groups.at[i][looks], rq->deadline);
    if (loads->is_closing)
        stop_run(run, SC_CANCELLED, "the server stops");
    else if (run->pending > 0 && sc_loop_timer_set(loads->loop, &run->timer, rq->deadline) != SC_OK)
        stop_run(run, SC_NO_MEMORY, sc_loads_words(SC_NO_MEMORY));
    if (run->pending == 0)
        return false;
    sc_loads_run_list(&loads->waiting, run);
    return true;
}

static struct loads_run *find_run(struct loads_run *list, const struct sc_load *at)
{
    while (list != NULL && list->at != at)
        list = list->next;
    return list;
}

void sc_loads_forget(struct sc_loads *loads, struct sc_load *at)
{
    struct loads_run *run = find_run(loads->waiting, at);

    if (run == NULL)
        run = find_run(loads->done, at);
    if (run == NULL)
        return;
    sc_loads_run_unlist(run);
    sc_loop_timer_clear(loads->loop, &run->timer);
    for (size_t i = 0; i < run->count; i++)
        sc_loads_ask_detach(&run->asks[i]);
}

bool sc_loads_is_ready(const struct sc_loads *loads)
{
    for (unsigned i = 0; i < sc_cluster_count(loads->cluster); i++)
        if (sc_loads_pool_is_open(loads->pools[i][0]))
            return true;
    return false;
}

/* Quick and slow ones. False: no memory. */
static bool create_pools(struct sc_loads *loads, const struct sc_loads_config *config,
                         unsigned node)
{
    struct sc_loads_pool_config pool = {
        .loop = loads->loop,
        .target = sc_cluster_read_target(config->cluster, node),
        .connections = config->connections,
        .limit_ms = config->quick_ms > 0 ? config->quick_ms : SC_LOADS_QUICK_MS,
        .meters = config->meters,
        .name = "quick",
        .context = loads,
        .on_statement = on_statement,
        .on_batch = on_batch,
        .on_turn = on_turn,
        .on_trouble = sc_loads_reroute,
        .on_replayed = sc_loads_replayed,
        .on_broken = sc_loads_broken,
    };

    loads->pools[node][0] = sc_loads_pool_create(&pool);
    pool.connections = config->slow_connections;
    pool.limit_ms = 0;
    pool.name = "slow";
    loads->pools[node][1] = sc_loads_pool_create(&pool);
    return loads->pools[node][0] != NULL && loads->pools[node][1] != NULL;
}

struct sc_loads *sc_loads_create(struct sc_loop *loop, const struct sc_loads_config *config)
{
    struct sc_loads *loads = calloc(1, sizeof *loads);
    bool is_whole = loads != NULL;

    if (loads == NULL)
        return NULL;
    loads->loop = loop;
    loads->l1 = config->l1;
    loads->redis = config->redis;
    loads->cluster = config->cluster;
    loads->meters = config->meters;
    sc_buf_init(&loads->bytes, PARAMS_CAP);
    for (unsigned i = 0; is_whole && i < sc_cluster_count(config->cluster); i++)
        is_whole = create_pools(loads, config, i);
    if (!is_whole ||
        getrandom(&loads->seed, sizeof loads->seed, 0) != (ssize_t)sizeof loads->seed) {
        sc_loads_destroy(loads);
        return NULL;
    }
    loads->turn = (unsigned)loads->seed; /* loops do not all begin at one node */
    for (unsigned i = 0; i < sc_cluster_count(config->cluster); i++)
        sc_loads_pool_warm(loads->pools[i][0]);
    return loads;
}

void sc_loads_destroy(struct sc_loads *loads)
{
    if (loads == NULL)
        return;
    loads->is_closing = true;
    while (loads->waiting != NULL)
        stop_run(loads->waiting, SC_CANCELLED, "the server stops");
    on_turn(loads);
    for (unsigned i = 0; i < sc_cluster_count(loads->cluster); i++) {
        sc_loads_pool_destroy(loads->pools[i][0]);
        sc_loads_pool_destroy(loads->pools[i][1]);
    }
    while (loads->spare_count > 0)
        sc_arena_destroy(loads->spares[--loads->spare_count]);
    sc_buf_finish(&loads->bytes);
    free(loads);
}
