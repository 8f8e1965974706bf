#include "gateway/limit.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "accounts/plans.h"
#include "base/time.h"
#include "graphql/cost.h"
#include "runtime/deadline.h"
#include "runtime/log.h"
#include "store/rate_table.h"

enum {
    US_PER_MS = 1000,
    READ_MS = 2000, /* for the plans */
};

/* By whom a request was allowed or refused. */
enum judge {
    BY_CREDIT, /* far from its limit: Redis is told afterwards */
    BY_REDIS,
    BY_PROCESS, /* by its share of the limit */
    BY_MEMORY,  /* of an earlier refusal */
    JUDGES,
};

/* 0: there is no such plan. */
struct rate {
    _Atomic int32_t per_s[SC_RATE_BUCKETS];
    _Atomic int32_t burst[SC_RATE_BUCKETS];
};

struct gateway_limits {
    struct gateway *gateway;
    struct sc_rate_table *table;
    _Atomic int64_t due_us; /* when the plans are to be read again */
    struct rate rates[ACCOUNTS_PLANS_MAX];
    struct sc_metric *allowed[JUDGES], *refused[JUDGES];
};

/* Of everybody, until the plans could be read: those of who is nobody, when this was written. */
static const struct sc_rate_limit presets[SC_RATE_BUCKETS] = {
    [SC_RATE_REQUESTS] = {.per_s = 10, .burst = 100},
    [SC_RATE_POINTS] = {.per_s = 50, .burst = 3000},
};

/* What the cheapest request takes: whom that is refused is refused whatever they ask. */
static const int64_t cheapest[SC_RATE_BUCKETS] = {[SC_RATE_REQUESTS] = 1};

static const int32_t most[SC_RATE_BUCKETS] = {
    [SC_RATE_REQUESTS] = 1,
    [SC_RATE_POINTS] = SC_GQL_COST_MAX,
};

/* Plans. */

static void keep(struct gateway_limits *limits, const struct accounts_plan_rate *rate)
{
    struct rate *to = &limits->rates[rate->place];

    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        atomic_store_explicit(&to->burst[i], rate->burst[i], memory_order_relaxed);
        atomic_store_explicit(&to->per_s[i], rate->per_s[i], memory_order_release);
    }
}

static enum sc_status read_plans(struct gateway_limits *limits, struct sc_request *rq)
{
    const struct accounts_plan_rate *rates;
    size_t count;
    enum sc_status st = accounts_plan_rates(rq, limits->gateway->config.pg, &rates, &count);

    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < count; i++)
        keep(limits, &rates[i]);
    atomic_store(&limits->due_us, sc_monotonic_us() + (int64_t)GATEWAY_LIMIT_PLANS_MS * US_PER_MS);
    return SC_OK;
}

/* On the pool. */
static void read_plans_again(void *context)
{
    struct gateway_limits *limits = context;
    struct sc_request rq;
    enum sc_status st = sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(READ_MS));

    if (st == SC_OK && read_plans(limits, &rq) != SC_OK)
        sc_log_failure(&rq, "limits.plans");
    if (st == SC_OK)
        sc_request_finish(&rq);
}

/* One of those who see that it is due has it done. */
static void look_after_plans(struct gateway_limits *limits, int64_t now_us)
{
    int64_t due_us = atomic_load_explicit(&limits->due_us, memory_order_relaxed);
    struct sc_pool *pool = limits->gateway->pools[GATEWAY_POOL_WEB];

    if (now_us < due_us ||
        !atomic_compare_exchange_strong(&limits->due_us, &due_us,
                                        now_us + (int64_t)GATEWAY_LIMIT_RETRY_MS * US_PER_MS))
        return;
    if (sc_pool_submit(pool, read_plans_again, limits) != SC_OK)
        sc_log(SC_LOG_WARN, "limits.plans", SC_LOG_TEXT("why", SC_STR("the pool is full")));
}

static struct sc_rate_plan plan_of(const struct gateway_limits *limits, uint8_t place,
                                   int32_t shares)
{
    const struct rate *rate = &limits->rates[place];
    struct sc_rate_plan plan = {.shares = shares};

    if (atomic_load_explicit(&rate->per_s[0], memory_order_acquire) == 0)
        rate = &limits->rates[ACCOUNTS_PLAN_ANONYMOUS];
    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        struct sc_rate_limit *limit = &plan.of[i];
        limit->per_s = atomic_load_explicit(&rate->per_s[i], memory_order_acquire);
        limit->burst = atomic_load_explicit(&rate->burst[i], memory_order_relaxed);
        if (limit->per_s == 0)
            *limit = presets[i];
        limit->most = most[i];
        if (limit->burst < most[i])
            limit->burst = most[i];
    }
    return plan;
}

static enum sc_status declare_meters(struct gateway_limits *limits, struct sc_metrics *metrics)
{
    static const struct sc_str judges[JUDGES] = {
        {"credit", 6}, {"redis", 5}, {"process", 7}, {"memory", 6}};
    struct sc_metric_group *group = sc_metric_group_declare(
        metrics, SC_METRIC_COUNTER, "smartcart_limit_requests_total",
        "Requests held against a plan's limits, by whom, and what became of them.", "by",
        "verdict");

    if (group == NULL)
        return SC_NO_MEMORY;
    for (int i = 0; i < JUDGES; i++) {
        limits->allowed[i] = sc_metric_of(group, judges[i], SC_STR("allowed"));
        limits->refused[i] = sc_metric_of(group, judges[i], SC_STR("refused"));
    }
    return SC_OK;
}

enum sc_status gateway_limits_create(struct sc_request *rq, struct gateway *gateway,
                                     struct gateway_limits **ret_limits)
{
    struct gateway_limits *limits = calloc(1, sizeof *limits);

    if (limits != NULL) {
        limits->gateway = gateway;
        limits->table = sc_rate_table_create(GATEWAY_LIMIT_CALLERS);
    }
    if (limits == NULL || limits->table == NULL ||
        declare_meters(limits, gateway->config.metrics) != SC_OK) {
        gateway_limits_destroy(limits);
        return sc_fail(rq, SC_NO_MEMORY, "no memory for limits");
    }
    if (read_plans(limits, rq) != SC_OK) { /* they are read when somebody asks */
        sc_log_failure(rq, "limits.plans");
        sc_failure_clear(rq);
    }
    *ret_limits = limits;
    return SC_OK;
}

void gateway_limits_destroy(struct gateway_limits *limits)
{
    if (limits == NULL)
        return;
    sc_rate_table_destroy(limits->table);
    free(limits);
}

struct sc_rate_tab *gateway_limits_tab(const struct gateway_limits *limits, struct sc_loop *loop,
                                       struct sc_redis *redis)
{
    return sc_rate_tab_create(loop, &(struct sc_rate_tab_config){
                                        .redis = redis,
                                        .table = limits->table,
                                        .sharers = limits->gateway->config.processes,
                                    });
}

/* What is told. draft-ietf-httpapi-ratelimit-headers-10, which is none yet: here alone. */

static int64_t seconds(int64_t us)
{
    return (us + SC_SECOND_US - 1) / SC_SECOND_US;
}

static void add_header(struct gateway_limit *limit, const char *name, struct sc_str value)
{
    if (value.at != NULL)
        sc_http_header_add(limit->exchange, name, value.at);
}

/* "requests";q=200;w=10: so many, again after so long. */
static void tell_policy(struct gateway_limit *limit, const struct sc_rate_plan *plan)
{
    const struct sc_rate_limit *requests = &plan->of[SC_RATE_REQUESTS];
    const struct sc_rate_limit *points = &plan->of[SC_RATE_POINTS];

    add_header(limit, "RateLimit-Policy",
               sc_arena_printf(sc_http_request(limit->exchange)->arena,
                               "\"requests\";q=%d;w=%d, \"points\";q=%d;w=%d", requests->burst,
                               (requests->burst + requests->per_s - 1) / requests->per_s,
                               points->burst, (points->burst + points->per_s - 1) / points->per_s));
}

/* "requests";r=199;t=1: so many are left, all of them after so long. */
static void tell_left(struct gateway_limit *limit, const int64_t left[SC_RATE_BUCKETS],
                      const int64_t after_us[SC_RATE_BUCKETS])
{
    struct sc_arena *arena = sc_http_request(limit->exchange)->arena;

    add_header(limit, "RateLimit",
               sc_arena_printf(arena, "\"requests\";r=%lld;t=%lld, \"points\";r=%lld;t=%lld",
                               (long long)left[0], (long long)seconds(after_us[0]),
                               (long long)left[1], (long long)seconds(after_us[1])));
}

static void tell_wait(struct gateway_limit *limit)
{
    struct sc_arena *arena = sc_http_request(limit->exchange)->arena;

    add_header(limit, "Retry-After",
               sc_arena_printf(arena, "%lld", (long long)seconds(limit->wait_us)));
}

/* Who is charged. */

static void set_key(struct gateway_limit *limit, const struct sc_viewer *viewer)
{
    struct sc_arena *arena = sc_http_request(limit->exchange)->arena;

    limit->plan_place = viewer->plan;
    if (viewer->limited_id != 0)
        limit->key = sc_arena_printf(arena, "sc:rate:%lld", (long long)viewer->limited_id);
    else
        limit->key = sc_arena_printf(arena, "sc:rate:%.*s", SC_STR_ARGS(viewer->network));
}

static bool is_marked(const struct gateway_limit *limit, struct sc_str key, int64_t *ret_left_us)
{
    int64_t until_us = sc_rate_table_marked(limit->limits->table, key);

    *ret_left_us = until_us == 0 ? 0 : until_us - sc_monotonic_us();
    return *ret_left_us > 0;
}

static void mark(const struct gateway_limit *limit, struct sc_str key, int64_t for_us)
{
    sc_rate_table_mark(limit->limits->table, key, sc_monotonic_us() + for_us);
}

/* True: it was refused, which is told. */
static bool is_refused_still(struct gateway_limit *limit, struct sc_str key, bool has_plan)
{
    int64_t left_us;

    if (!is_marked(limit, key, &left_us))
        return false;
    const struct sc_rate_plan plan = plan_of(limit->limits, limit->plan_place, 1);
    limit->wait_us = left_us;
    if (has_plan)
        tell_policy(limit, &plan);
    add_header(limit, "RateLimit", SC_STR("\"requests\";r=0"));
    tell_wait(limit);
    sc_metric_add(limit->limits->refused[BY_MEMORY], 1);
    return true;
}

static struct sc_str known_key(const struct gateway_limit *limit)
{
    return sc_arena_printf(sc_http_request(limit->exchange)->arena, "known %.*s",
                           SC_STR_ARGS(limit->credential));
}

bool gateway_limit_begin(struct gateway_limit *limit, struct gateway_loop *gl,
                         struct sc_http_exchange *exchange, const struct gateway_caller *caller)
{
    int64_t left_us;

    *limit = (struct gateway_limit){.exchange = exchange, .tab = gl->tab};
    if (gl->gateway->limits == NULL || (caller->viewer->roles >> GATEWAY_OPERATOR & 1) != 0)
        return true;
    limit->limits = gl->gateway->limits;
    look_after_plans(limit->limits, sc_loop_now_us(gl->loop));
    set_key(limit, caller->viewer);
    if (!caller->is_unknown)
        return !is_refused_still(limit, limit->key, true);
    limit->credential = caller->token;
    if (is_refused_still(limit, caller->token, false))
        return false;
    return is_marked(limit, known_key(limit), &left_us) ||
           !is_refused_still(limit, limit->key, true);
}

bool gateway_limit_known(struct gateway_limit *limit, const struct gateway_caller *caller,
                         bool is_good)
{
    if (limit->limits == NULL)
        return true;
    if (is_good && limit->credential.at != NULL)
        mark(limit, known_key(limit), (int64_t)GATEWAY_LIMIT_KNOWN_MS * US_PER_MS);
    if (!is_good)
        limit->credential = (struct sc_str){0};
    set_key(limit, caller->viewer);
    return !is_refused_still(limit, limit->key, true);
}

/* Charging. */

/* Until the cheapest request would be let in. */
static void close_to(const struct gateway_limit *limit, const struct sc_rate_verdict *verdict,
                     const struct sc_rate_plan *plan)
{
    const struct sc_rate_charge least = sc_rate_charge_of(plan, cheapest);
    int64_t closed_us = sc_rate_wait_us(verdict, &least);

    if (closed_us == 0)
        return;
    mark(limit, limit->key, closed_us);
    if (limit->credential.at != NULL)
        mark(limit, limit->credential, closed_us);
}

static void conclude(struct gateway_limit *limit, const struct sc_rate_verdict *verdict,
                     const struct sc_rate_plan *plan, enum judge judge)
{
    int64_t left[SC_RATE_BUCKETS];

    for (int i = 0; i < SC_RATE_BUCKETS; i++)
        left[i] = sc_rate_left(plan, (enum sc_rate_bucket)i, verdict->used_us[i]);
    limit->budget = (struct sc_gql_budget){
        .limit = plan->of[SC_RATE_POINTS].burst,
        .remaining = left[SC_RATE_POINTS],
        .per_s = plan->of[SC_RATE_POINTS].per_s,
    };
    if (verdict->is_allowed) {
        sc_metric_add(limit->limits->allowed[judge], 1);
    } else {
        sc_metric_add(limit->limits->refused[judge], 1);
        limit->wait_us = sc_rate_wait_us(verdict, &limit->bill.charge);
        close_to(limit, verdict, plan);
    }
    tell_policy(limit, plan);
    tell_left(limit, left, verdict->used_us);
    if (limit->wait_us > 0)
        tell_wait(limit);
    limit->on_charged(limit->context);
}

static void charge_here(struct gateway_limit *limit)
{
    struct gateway_limits *limits = limit->limits;
    const struct sc_rate_plan share =
        plan_of(limits, limit->plan_place, limits->gateway->config.processes);

    limit->bill.charge = sc_rate_charge_of(&share, limit->asked);
    const struct sc_rate_verdict verdict =
        sc_rate_table_take(limits->table, limit->key, &limit->bill.charge, sc_monotonic_us());
    conclude(limit, &verdict, &share, BY_PROCESS);
}

static void redis_answers(void *context, const struct sc_rate_verdict *verdict)
{
    struct gateway_limit *limit = context;

    if (verdict == NULL) {
        charge_here(limit);
        return;
    }
    const struct sc_rate_plan plan = plan_of(limit->limits, limit->plan_place, 1);
    conclude(limit, verdict, &plan, BY_REDIS);
}

void gateway_limit_charge(struct gateway_limit *limit, int64_t points, gateway_limit_fn on_charged,
                          void *context)
{
    limit->on_charged = on_charged;
    limit->context = context;
    if (limit->limits == NULL) {
        on_charged(context);
        return;
    }
    const struct sc_rate_plan plan = plan_of(limit->limits, limit->plan_place, 1);
    limit->asked[SC_RATE_REQUESTS] = 1;
    limit->asked[SC_RATE_POINTS] = points;
    limit->bill = (struct sc_rate_bill){
        .key = limit->key,
        .charge = sc_rate_charge_of(&plan, limit->asked),
        .on_answer = redis_answers,
        .context = limit,
    };
    struct sc_rate_verdict verdict;
    enum sc_rate_charged charged =
        limit->tab == NULL ? SC_RATE_AWAY : sc_rate_tab_charge(limit->tab, &limit->bill, &verdict);
    if (charged == SC_RATE_LENT)
        conclude(limit, &verdict, &plan, BY_CREDIT);
    else if (charged == SC_RATE_AWAY)
        charge_here(limit);
}

const struct sc_gql_budget *gateway_limit_budget(const struct gateway_limit *limit)
{
    return limit->limits == NULL ? NULL : &limit->budget;
}
