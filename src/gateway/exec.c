#include "gateway/exec.h"

#include <stdatomic.h>
#include <string.h>

#include "gateway/answer.h"
#include "gateway/session.h"
#include "store/cluster.h"
#include "store/loads.h"
#include "store/once.h"
#include "store/tx.h"

struct gateway_exec {
    struct gateway_exec_config config;
    struct sc_gql_batches batches; /* of this turn */
    struct sc_load *loads;         /* those of them that are loads, in their order */
    size_t load_count;
    size_t pending; /* calls that run, and one for all loads */
    uint32_t calls; /* begun so far */
    bool is_loading;
    atomic_bool is_stopped; /* calls look at it on their threads */
};

/* A function's work on the pool, with memory of its own: the loop goes on using the request's. */
struct call {
    struct gateway_exec *exec;
    struct sc_gql_batch *batch;
    const struct gateway_function *function;
    struct sc_request rq;
    struct sc_hold hold; /* what it returned lasts as long as the request */
    struct sc_loop_task back;
    enum sc_status status;
    void *row;
    const void *told; /* the same, as the batch has it */
    uint32_t place;   /* among the request's calls */
};

static const uint32_t no_rows[2] = {0, 0};
static const uint32_t one_row[2] = {0, 1};

static void turn(struct gateway_exec *e);

static void done_one(struct gateway_exec *e)
{
    if (--e->pending == 0)
        turn(e);
}

static void finish_call(void *context)
{
    struct call *call = context;

    sc_request_finish(&call->rq);
}

/*
 * What is loaded from here on is no older than what the call has seen: of a write that is known,
 * and else it was the primary's.
 */
static void take_seen(const struct call *call)
{
    const struct gateway_exec_config *config = &call->exec->config;
    bool is_known = call->rq.seen.timeline != 0;

    if (is_known && config->written != NULL)
        sc_read_point_raise(config->written, call->rq.seen);
    sc_read_point_raise(&config->rq->seen, is_known ? call->rq.seen : SC_READ_POINT_PRIMARY);
}

static void call_is_back(void *context)
{
    struct call *call = context;
    struct sc_gql_batch *batch = call->batch;

    take_seen(call);
    batch->status = call->status;
    if (call->exec->config.session != NULL)
        gateway_session_take(call->exec->config.session, call->function, call->status, call->row);
    call->told = call->row;
    batch->rows = &call->told;
    batch->first = call->status == SC_OK ? one_row : no_rows;
    /* Words of ours, or the database's, may name what is inside; those of a wrong input are for
     * who sent it. */
    if (call->status != SC_OK && !sc_status_is_ours(call->status) &&
        call->rq.failure.sqlstate[0] == '\0') {
        batch->words = sc_failure_words(&call->rq);
        batch->cause = gateway_cause(&call->rq);
    }
    if (call->status != SC_OK && sc_status_is_ours(call->status))
        sc_fail(call->exec->config.rq, call->status, "%s: %s", call->function->name,
                call->rq.failure.words);
    done_one(call->exec);
}

/* As the idempotency key wants it: what was done before is not done again. */
static enum sc_status do_once(struct call *call, void *row)
{
    const struct gateway_exec *e = call->exec;
    const struct gateway_function *function = call->function;
    const struct sc_viewer *viewer = call->rq.viewer;
    struct sc_pg *pg = e->config.gl->gateway->config.pg;
    struct sc_once once = {
        .principal = viewer != NULL && viewer->principal_count > 0 ? viewer->principals[0] : 0,
        .key = e->config.idempotency_key,
        .call = sc_arena_printf(call->rq.arena, "%s %u", function->name, call->place),
        .shape = function->row,
        .row = row,
    };

    if (once.call.at == NULL)
        return SC_NO_MEMORY;
    return sc_once_run(&call->rq, pg, &once, function->run, function->in, call->batch->in);
}

/*
 * A mutation that has found its work done before, by a request whose answer did not come, tells
 * what the primary has: whoever hears of it reads no older state either.
 */
static void see_what_is_there(struct call *call)
{
    SC_SCOPED(sc_tx) tx = sc_tx_auto(call->exec->config.gl->gateway->config.pg, &call->rq);

    if (sc_tx_see(&tx) == SC_OK)
        return;
    sc_failure_clear(&call->rq); /* what was to be done is done */
    call->rq.seen = SC_READ_POINT_PRIMARY;
}

static enum sc_status do_call(struct call *call, void *row)
{
    const struct gateway_function *function = call->function;
    const struct gateway_exec *e = call->exec;
    struct sc_pg *pg = e->config.gl->gateway->config.pg;
    enum sc_status st = function->is_write && e->config.idempotency_key.at != NULL
                            ? do_once(call, row)
                            : function->run(&call->rq, pg, call->batch->in, row);
    bool is_mutation = e->config.written != NULL;

    if (st == SC_OK && is_mutation && call->rq.seen.timeline == 0 &&
        sc_cluster_has_replicas(sc_pg_cluster(pg)))
        see_what_is_there(call);
    return st;
}

/* On the pool. */
static void run_call(void *context)
{
    struct call *call = context;
    const struct gateway_function *function = call->function;
    void *row = sc_arena_zalloc(call->rq.arena, function->row->size);

    call->status = SC_NO_MEMORY;
    if (atomic_load(&call->exec->is_stopped))
        call->status = SC_CANCELLED;
    else if (sc_deadline_is_over(call->rq.deadline)) /* it waited too long for a thread */
        call->status = SC_TIMEOUT;
    else if (row != NULL)
        call->status = do_call(call, row);
    call->row = row;
    sc_loop_post(call->exec->config.gl->loop, &call->back);
}

static enum sc_status begin_call(struct gateway_exec *e, struct sc_gql_batch *batch)
{
    const struct gateway_function *function = batch->function->handle;
    struct call *call = sc_arena_zalloc(e->config.rq->arena, sizeof *call);

    if (call == NULL)
        return SC_LIMITED;
    *call = (struct call){.exec = e, .batch = batch, .function = function, .place = e->calls++};
    call->back = (struct sc_loop_task){.run = call_is_back, .context = call};
    enum sc_status st = sc_request_init(&call->rq, function->arena_cap, e->config.rq->deadline);
    if (st != SC_OK)
        return st;
    call->rq.viewer = e->config.rq->viewer;
    sc_request_hold(e->config.rq, &call->hold, finish_call, call);
    return sc_pool_submit(e->config.gl->gateway->pools[function->pool], run_call, call);
}

static void take_loads(struct gateway_exec *e)
{
    const struct sc_load *load = e->loads;

    for (size_t i = 0; i < e->batches.count; i++) {
        struct sc_gql_batch *batch = &e->batches.at[i];
        if (batch->loader == NULL)
            continue;
        batch->status = load->status;
        batch->rows = load->rows;
        batch->first = load->first;
        load++;
    }
}

static void loads_are_done(void *context)
{
    struct gateway_exec *e = context;

    e->is_loading = false;
    take_loads(e);
    done_one(e);
}

/* Who is looking, for what belongs to somebody. */
static void show_viewer(const struct gateway_exec *e, struct sc_gql_batch *batch)
{
    const struct sc_field *viewer = batch->loader->viewer;
    struct sc_i64_list principals = sc_viewer_list(e->config.rq->viewer);

    if (viewer != NULL)
        memcpy((char *)batch->in + viewer->at, &principals, sizeof principals);
}

/* False: all are answered already. */
static bool begin_loads(struct gateway_exec *e)
{
    e->load_count = 0;
    for (size_t i = 0; i < e->batches.count; i++)
        e->load_count += e->batches.at[i].loader != NULL;
    if (e->load_count == 0)
        return false;
    e->loads = sc_arena_array(e->config.rq->arena, e->load_count, sizeof *e->loads);
    if (e->loads == NULL) {
        for (size_t i = 0; i < e->batches.count; i++)
            if (e->batches.at[i].loader != NULL)
                e->batches.at[i].status = SC_LIMITED;
        return false;
    }
    struct sc_load *load = e->loads;
    for (size_t i = 0; i < e->batches.count; i++) {
        struct sc_gql_batch *batch = &e->batches.at[i];
        if (batch->loader == NULL)
            continue;
        show_viewer(e, batch);
        *load++ = (struct sc_load){
            .loader = batch->loader->handle,
            .keys = batch->keys,
            .count = batch->count,
            .in = batch->in,
        };
    }
    e->is_loading =
        sc_loads_run(e->config.gl->loads, e->config.rq, e->loads, e->load_count, loads_are_done, e);
    if (!e->is_loading)
        take_loads(e);
    return e->is_loading;
}

static void begin_batches(struct gateway_exec *e)
{
    e->pending = 1; /* ours, so that nothing goes on before all have begun */
    for (size_t i = 0; i < e->batches.count; i++) {
        struct sc_gql_batch *batch = &e->batches.at[i];
        if (batch->function == NULL)
            continue;
        batch->status = begin_call(e, batch);
        batch->first = no_rows;
        e->pending += batch->status == SC_OK;
    }
    e->pending += begin_loads(e);
}

static void turn(struct gateway_exec *e)
{
    for (;;) {
        if (atomic_load(&e->is_stopped)) {
            e->config.on_ready(e->config.context, NULL);
            return;
        }
        if (sc_gql_run_turn(e->config.run, &e->batches) == SC_GQL_READY) {
            e->config.on_ready(e->config.context, e->config.run);
            return;
        }
        begin_batches(e);
        if (--e->pending > 0)
            return;
    }
}

enum sc_status gateway_exec(const struct gateway_exec_config *config,
                            struct gateway_exec **ret_exec)
{
    struct gateway_exec *e = sc_arena_alloc(config->rq->arena, sizeof *e);

    if (e == NULL)
        return SC_LIMITED;
    *e = (struct gateway_exec){.config = *config};
    *ret_exec = e;
    turn(e);
    return SC_OK;
}

void gateway_exec_stop(struct gateway_exec *exec)
{
    atomic_store(&exec->is_stopped, true);
    if (!exec->is_loading)
        return;
    sc_loads_forget(exec->config.gl->loads, exec->loads);
    exec->is_loading = false;
    done_one(exec);
}
