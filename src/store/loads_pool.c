#include "store/loads_pool.h"

#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/hash.h"
#include "store/loads.h"
#include "store/pg.h"
#include "store/pg_conn.h"

enum {
    PAUSE_MS = 50, /* before a connection is opened again: from half of it to one and a half */
    PAUSE_MAX_MS = 2000, /* doubled with each failure, up to this */
    READS_MAX = 64,      /* of what has arrived, before a server is called late */
};

enum link_state {
    LINK_CLOSED, /* not needed yet */
    LINK_PAUSED, /* until it is opened again */
    LINK_CONNECTING,
    LINK_IDLE,
    LINK_BUSY,
    LINK_STATE_COUNT,
};

static const char *const state_names[LINK_STATE_COUNT] = {"closed", "paused", "connecting", "idle",
                                                          "busy"};

struct sc_link {
    struct sc_loads_pool *pool;
    enum link_state state;
    struct sc_pg_conn *conn; /* from CONNECTING on */
    struct sc_loop_watch watch;
    struct sc_loop_timer timer; /* of a pause, of connecting, of a batch; always set */
    unsigned failures;          /* to connect, one after the other */
    struct sc_batch *batch;     /* BUSY; NULL: what comes is for nobody any more */
    struct sc_pipe pipe;        /* with the batch's statements */
    int64_t sent_us;
    int64_t until_us; /* then it is late */
    int64_t guard_us; /* while it is guarded: then the batch leaves */
    int64_t step_ms;  /* before it is asked again */
    bool is_behind;   /* its guard was told no, and waits */
};

struct sc_loads_pool {
    struct sc_loads_pool_config config;
    struct sc_batch *first, **end;
    size_t waiting;
    bool is_down; /* there is no connection, and the last attempt at one failed */
    bool is_doubtful;
    uint64_t random;
    char words[320]; /* why */
    struct sc_link links[];
};

static void on_ready(void *context, unsigned ready);
static void on_time(void *context);
static void on_statement(void *context, struct sc_statement *statement,
                         const struct sc_statement_end *end);
static bool on_stand(void *context, const struct sc_stand *stand);
static void dispatch(struct sc_loads_pool *pool);

/* Cannot fail: it has had its place among the loop's timers from the beginning. */
static void set_timer(struct sc_link *link, struct sc_deadline at)
{
    enum sc_status st = sc_loop_timer_set(link->pool->config.loop, &link->timer, at);

    assert(st == SC_OK);
}

static struct sc_metric *connections(const struct sc_loads_pool *pool, enum link_state state)
{
    return sc_metric_of(pool->config.meters->connections, sc_str_of(pool->config.name),
                        sc_str_of(state_names[state]));
}

static void set_state(struct sc_link *link, enum link_state state)
{
    if (link->pool->config.meters != NULL) {
        sc_metric_add(connections(link->pool, link->state), -1);
        sc_metric_add(connections(link->pool, state), 1);
    }
    link->state = state;
}

struct sc_loads_pool *sc_loads_pool_create(const struct sc_loads_pool_config *config)
{
    size_t count = (size_t)config->connections;
    struct sc_loads_pool *pool = calloc(1, sizeof *pool + count * sizeof pool->links[0]);
    bool is_whole = pool != NULL;

    if (pool == NULL)
        return NULL;
    pool->config = *config;
    pool->end = &pool->first;
    if (getrandom(&pool->random, sizeof pool->random, 0) < 0)
        pool->random = (uintptr_t)pool; /* it only spreads pauses */
    for (size_t i = 0; i < count; i++) {
        struct sc_link *link = &pool->links[i];
        *link = (struct sc_link){
            .pool = pool,
            .pipe = {.context = link, .on_statement = on_statement, .on_stand = on_stand},
            .watch = {.on_ready = on_ready, .context = link},
            .timer = {.on_time = on_time, .context = link},
        };
        is_whole &= sc_loop_timer_set(config->loop, &link->timer, sc_deadline_none()) == SC_OK;
    }
    for (size_t i = 0; !is_whole && i < count; i++)
        sc_loop_timer_clear(config->loop, &pool->links[i].timer);
    if (!is_whole) {
        free(pool);
        return NULL;
    }
    if (config->meters != NULL)
        sc_metric_add(connections(pool, LINK_CLOSED), config->connections);
    return pool;
}

/* Closes it for good, or until it is opened again. */
static void close_link(struct sc_link *link)
{
    sc_loop_unwatch(link->pool->config.loop, &link->watch);
    set_timer(link, sc_deadline_none());
    link->pipe.statements = NULL;
    /* A pipeline that rests is no statement under way, though libpq takes it for one. */
    if (link->state == LINK_IDLE)
        PQexitPipelineMode(link->conn->pg);
    sc_pg_conn_close(link->conn);
    link->conn = NULL;
    link->batch = NULL;
    set_state(link, LINK_CLOSED);
}

void sc_loads_pool_destroy(struct sc_loads_pool *pool)
{
    if (pool == NULL)
        return;
    assert(pool->first == NULL);
    for (int i = 0; i < pool->config.connections; i++) {
        struct sc_link *link = &pool->links[i];
        struct sc_batch *batch = link->batch;
        close_link(link);
        sc_loop_timer_clear(pool->config.loop, &link->timer);
        if (batch != NULL)
            pool->config.on_batch(pool->config.context, batch);
        sc_pipe_finish(&link->pipe);
        if (pool->config.meters != NULL)
            sc_metric_add(connections(pool, LINK_CLOSED), -1);
    }
    free(pool);
}

static void put_last(struct sc_loads_pool *pool, struct sc_batch *batch)
{
    batch->state = SC_BATCH_WAITS;
    batch->next = NULL;
    *pool->end = batch;
    pool->end = &batch->next;
    pool->waiting++;
}

/* Takes the batch at `*at` out of the queue. */
static struct sc_batch *take_out(struct sc_loads_pool *pool, struct sc_batch **at)
{
    struct sc_batch *batch = *at;

    *at = batch->next;
    if (batch->next == NULL)
        pool->end = at;
    pool->waiting--;
    batch->state = SC_BATCH_OWN;
    return batch;
}

static void end_statement(struct sc_loads_pool *pool, struct sc_statement *statement,
                          const struct sc_statement_end *end)
{
    statement->has_ended = true;
    if (pool->config.meters != NULL) {
        struct sc_str name = sc_str_of(statement->query->name);
        sc_metric_add(sc_metric_of(pool->config.meters->statements, name,
                                   sc_str_of(sc_status_name(end->status))),
                      1);
        if (end->status == SC_OK)
            sc_metric_add(sc_metric_of(pool->config.meters->rows, name, SC_STR("")),
                          PQntuples(end->result));
    }
    pool->config.on_statement(pool->config.context, statement, end);
}

/* Ends what has not ended of it. */
static void end_batch(struct sc_loads_pool *pool, struct sc_batch *batch, enum sc_status st,
                      const char *words)
{
    struct sc_statement_end end = {.status = st, .sqlstate = "", .words = words};

    batch->state = SC_BATCH_OWN;
    for (struct sc_statement *s = batch->statements; s != NULL; s = s->next)
        if (!s->has_ended)
            end_statement(pool, s, &end);
    pool->config.on_batch(pool->config.context, batch);
}

/* It cannot be had here: perhaps elsewhere. */
static void give_up(struct sc_loads_pool *pool, struct sc_batch *batch,
                    enum sc_batch_trouble trouble, const char *words)
{
    batch->state = SC_BATCH_OWN;
    if (pool->config.on_trouble == NULL ||
        !pool->config.on_trouble(pool->config.context, batch, trouble))
        end_batch(pool, batch, trouble == SC_BATCH_LATE ? SC_TIMEOUT : SC_UNAVAILABLE, words);
}

static int64_t random_below(struct sc_loads_pool *pool, int64_t below)
{
    pool->random = sc_hash_number(pool->random, (uint64_t)below);
    return (int64_t)(pool->random % (uint64_t)below);
}

/* Closes it, to be opened again after a pause. */
static void pause_link(struct sc_link *link)
{
    struct sc_loads_pool *pool = link->pool;
    int64_t ms = PAUSE_MS;

    for (unsigned i = 0; i < link->failures && ms < PAUSE_MAX_MS; i++)
        ms *= 2;
    ms = ms / 2 + random_below(pool, ms);
    close_link(link);
    set_timer(link, sc_deadline_in(ms));
    set_state(link, LINK_PAUSED);
}

static void fail_queue(struct sc_loads_pool *pool)
{
    while (pool->first != NULL)
        give_up(pool, take_out(pool, &pool->first), SC_BATCH_STRANDED, pool->words);
}

static bool has_state(const struct sc_loads_pool *pool, enum link_state from, enum link_state to)
{
    for (int i = 0; i < pool->config.connections; i++)
        if (pool->links[i].state >= from && pool->links[i].state <= to)
            return true;
    return false;
}

bool sc_loads_pool_is_open(const struct sc_loads_pool *pool)
{
    return has_state(pool, LINK_IDLE, LINK_BUSY);
}

bool sc_loads_pool_is_doubtful(const struct sc_loads_pool *pool)
{
    return pool->is_doubtful;
}

/* Something went wrong. Without a connection, who waits is let go where it can be had sooner. */
static void doubt(struct sc_loads_pool *pool)
{
    struct sc_batch *batch = pool->first, *next;

    pool->is_doubtful = true;
    if (pool->config.on_trouble == NULL || sc_loads_pool_is_open(pool))
        return;
    pool->first = NULL;
    pool->end = &pool->first;
    pool->waiting = 0;
    for (; batch != NULL; batch = next) {
        next = batch->next;
        batch->state = SC_BATCH_OWN;
        if (!pool->config.on_trouble(pool->config.context, batch, SC_BATCH_STRANDED))
            put_last(pool, batch);
    }
}

/* Without any other connection, or hope of one, whoever waits is told at once. */
static void fail_to_connect(struct sc_link *link)
{
    struct sc_loads_pool *pool = link->pool;
    bool was_refused = PQstatus(link->conn->pg) == CONNECTION_BAD;
    struct sc_str words = was_refused ? sc_str_trim(sc_str_of(PQerrorMessage(link->conn->pg)))
                                      : SC_STR("the database did not answer in time");

    snprintf(pool->words, sizeof pool->words, "no connection to the database: %.*s",
             SC_STR_ARGS(words));
    link->failures++;
    pause_link(link);
    doubt(pool);
    if (has_state(pool, LINK_CONNECTING, LINK_BUSY))
        return;
    pool->is_down = true;
    fail_queue(pool);
}

/*
 * Something is wrong with it, found within a call: dealt with in a turn of its
 * own, since nobody is called back from within a call.
 */
static void break_link(struct sc_link *link)
{
    link->conn->is_lost = true;
    sc_loop_unwatch(link->pool->config.loop, &link->watch);
    set_timer(link, sc_deadline_in(0));
}

/* The connection is gone. Its batch reads only, so it may be tried on another. */
static void lose_link(struct sc_link *link)
{
    struct sc_loads_pool *pool = link->pool;
    struct sc_batch *batch = link->batch;
    char words[sizeof pool->words];

    snprintf(words, sizeof words, "the connection to the database broke: %.*s",
             SC_STR_ARGS(sc_str_trim(sc_str_of(PQerrorMessage(link->conn->pg)))));
    pause_link(link);
    if (pool->config.on_broken != NULL)
        pool->config.on_broken(pool->config.context, pool);
    doubt(pool);
    if (batch != NULL)
        give_up(pool, batch, SC_BATCH_LOST, words);
    dispatch(pool);
}

static void be_late(struct sc_link *link)
{
    struct sc_loads_pool *pool = link->pool;
    struct sc_batch *batch = link->batch;

    pause_link(link);
    doubt(pool);
    if (batch != NULL)
        give_up(pool, batch, SC_BATCH_LATE, "the database did not answer in time");
    dispatch(pool);
}

/* The batch goes elsewhere; what comes of it here is read, and dropped. */
static void leave_batch(struct sc_link *link)
{
    struct sc_batch *batch = link->batch;

    assert(batch != NULL); /* who has left is guarded no more */
    link->batch = NULL;
    link->pipe.statements = NULL;
    link->pipe.is_guarded = false;
    link->is_behind = false;
    set_timer(link, (struct sc_deadline){.at_us = link->until_us});
    give_up(link->pool, batch, SC_BATCH_BEHIND, "the database has changed places");
}

/* Watches for what libpq waits for; its socket may be another each time. */
static void watch_connecting(struct sc_link *link, PostgresPollingStatusType next)
{
    unsigned events = next == PGRES_POLLING_READING ? SC_LOOP_READ : SC_LOOP_WRITE;
    int fd = PQsocket(link->conn->pg);

    if (fd < 0 || sc_loop_watch(link->pool->config.loop, &link->watch, fd, events) != SC_OK)
        break_link(link);
}

static void connect_link(struct sc_link *link)
{
    struct sc_loads_pool *pool = link->pool;
    struct sc_pg_conn *conn;

    if (sc_pg_conn_start(pool->config.target, &conn) != SC_OK) {
        pause_link(link); /* no memory */
        return;
    }
    link->conn = link->pipe.conn = conn;
    link->pipe.is_stale = false;
    set_state(link, LINK_CONNECTING);
    set_timer(link, sc_deadline_in(SC_PG_CONNECT_MS));
    if (PQstatus(conn->pg) == CONNECTION_BAD)
        break_link(link);
    else
        watch_connecting(link, PGRES_POLLING_WRITING);
}

/* It is connected; false: and cannot be used. */
static bool rest_link(struct sc_link *link)
{
    PGconn *pg = link->conn->pg;

    if (PQsetnonblocking(pg, 1) != 0 || PQenterPipelineMode(pg) != 1 ||
        sc_loop_watch(link->pool->config.loop, &link->watch, PQsocket(pg), SC_LOOP_READ) != SC_OK)
        return false;
    set_timer(link, sc_deadline_none());
    link->failures = 0;
    link->pool->is_down = false;
    link->pool->is_doubtful = false;
    set_state(link, LINK_IDLE);
    return true;
}

static void go_on_connecting(struct sc_link *link)
{
    sc_loop_unwatch(link->pool->config.loop, &link->watch); /* it may close this socket */
    PostgresPollingStatusType next = PQconnectPoll(link->conn->pg);

    if (next == PGRES_POLLING_FAILED || (next == PGRES_POLLING_OK && !rest_link(link)))
        fail_to_connect(link);
    else if (next == PGRES_POLLING_OK)
        dispatch(link->pool);
    else
        watch_connecting(link, next);
}

/* Has the rest go when the socket takes more. */
static bool flush(struct sc_link *link)
{
    int left = PQflush(link->conn->pg);

    return left >= 0 &&
           sc_loop_watch(link->pool->config.loop, &link->watch, link->watch.fd,
                         left == 0 ? SC_LOOP_READ : SC_LOOP_READ | SC_LOOP_WRITE) == SC_OK;
}

static int64_t limit_of(const struct sc_loads_pool *pool, const struct sc_batch *batch)
{
    int64_t ms = 0;

    if (pool->config.limit_ms > 0)
        return pool->config.limit_ms;
    for (const struct sc_statement *s = batch->statements; s != NULL; s = s->next)
        ms += s->query->limit_ms;
    return ms;
}

/* When something is to happen to a batch that was sent, though nothing comes. */
static void set_due(struct sc_link *link)
{
    bool may_leave = link->pipe.is_guarded && link->guard_us < link->until_us;

    set_timer(link, (struct sc_deadline){.at_us = may_leave ? link->guard_us : link->until_us});
}

static void send_round(struct sc_link *link)
{
    set_due(link);
    if (!sc_pipe_send(&link->pipe) || !flush(link))
        break_link(link);
}

static void send_batch(struct sc_link *link, struct sc_batch *batch)
{
    struct sc_loads_pool *pool = link->pool;

    set_state(link, LINK_BUSY);
    link->batch = batch;
    link->pipe.statements = batch->statements;
    link->pipe.is_again = false;
    link->pipe.is_guarded = batch->guard.kind != SC_GUARD_NONE;
    link->is_behind = false;
    link->step_ms = SC_LOADS_GUARD_STEP_MS;
    link->sent_us = sc_monotonic_us();
    link->until_us = link->sent_us + limit_of(pool, batch) * 1000;
    link->guard_us = batch->guard.kind == SC_GUARD_REPLAYED
                         ? link->sent_us + (int64_t)SC_LOADS_GUARD_MS * 1000
                         : INT64_MAX;
    batch->state = SC_BATCH_SENT;
    batch->link = link;
    if (pool->config.meters != NULL)
        sc_metric_observe(
            sc_metric_of(pool->config.meters->waits, sc_str_of(pool->config.name), SC_STR("")),
            link->sent_us - batch->since_us);
    send_round(link);
}

static struct sc_link *find_link(struct sc_loads_pool *pool, enum link_state state)
{
    for (int i = 0; i < pool->config.connections; i++)
        if (pool->links[i].state == state)
            return &pool->links[i];
    return NULL;
}

void sc_loads_pool_warm(struct sc_loads_pool *pool)
{
    if (pool->links[0].state == LINK_CLOSED)
        connect_link(&pool->links[0]);
}

/* Who waits goes on a connection that is idle; for the others, one is opened each. */
static void dispatch(struct sc_loads_pool *pool)
{
    struct sc_link *link;
    size_t connecting = 0;

    while (pool->first != NULL && (link = find_link(pool, LINK_IDLE)) != NULL)
        send_batch(link, take_out(pool, &pool->first));
    for (int i = 0; i < pool->config.connections; i++)
        connecting += pool->links[i].state == LINK_CONNECTING;
    for (; connecting < pool->waiting; connecting++) {
        link = find_link(pool, LINK_CLOSED);
        if (link == NULL)
            break;
        connect_link(link);
    }
}

enum sc_status sc_loads_pool_submit(struct sc_loads_pool *pool, struct sc_batch *batch,
                                    const char **ret_words)
{
    if (pool->is_down && has_state(pool, LINK_PAUSED, LINK_CONNECTING)) {
        *ret_words = pool->words;
        return SC_UNAVAILABLE;
    }
    if (pool->waiting >= SC_LOADS_WAITERS_MAX) {
        *ret_words = "too many wait for the database";
        return SC_BUSY;
    }
    batch->since_us = sc_monotonic_us();
    put_last(pool, batch);
    dispatch(pool);
    return SC_OK;
}

bool sc_loads_pool_abandon(struct sc_loads_pool *pool, struct sc_batch *batch)
{
    struct sc_batch **at = &pool->first;

    /* What is quick comes to its end soon; that costs less than another connection. */
    if (batch->state == SC_BATCH_SENT && pool->config.limit_ms == 0) {
        batch->link->until_us = 0;
        set_timer(batch->link, sc_deadline_in(0));
    }
    if (batch->state != SC_BATCH_WAITS)
        return false;
    while (*at != batch)
        at = &(*at)->next;
    take_out(pool, at);
    return true;
}

static void on_statement(void *context, struct sc_statement *statement,
                         const struct sc_statement_end *end)
{
    const struct sc_link *link = context;

    end_statement(link->pool, statement, end);
}

static bool stands_there(const struct sc_guard *guard, const struct sc_stand *stand)
{
    if (stand->is_primary)
        return stand->timeline >= guard->timeline;
    return guard->kind == SC_GUARD_REPLAYED && stand->lsn >= guard->lsn;
}

static bool on_stand(void *context, const struct sc_stand *stand)
{
    struct sc_link *link = context;
    const struct sc_loads_pool *pool = link->pool;

    const struct sc_guard *guard = &link->batch->guard;
    bool comes = !stand->is_primary &&
                 pool->config.on_replayed(pool->config.context, link->batch, stand->lsn);

    if (!stands_there(guard, stand)) {
        link->is_behind = comes && guard->kind == SC_GUARD_REPLAYED;
        if (!link->is_behind)
            leave_batch(link);
        return false;
    }
    set_timer(link, (struct sc_deadline){.at_us = link->until_us});
    return true;
}

/* All that was sent has been answered. */
static void rest_again(struct sc_link *link)
{
    set_timer(link, sc_deadline_none());
    link->batch = NULL;
    link->pipe.statements = NULL;
    set_state(link, LINK_IDLE);
}

static void count_again(const struct sc_link *link)
{
    const struct sc_loads_pool *pool = link->pool;

    if (pool->config.meters != NULL)
        sc_metric_add(
            sc_metric_of(pool->config.meters->again, sc_str_of(pool->config.name), SC_STR("")),
            (int64_t)sc_pipe_left(&link->pipe));
}

/* The replica will be asked again in a moment. False: there is no time, and the batch has left. */
static bool wait_to_ask(struct sc_link *link)
{
    struct sc_deadline again = sc_deadline_in(link->step_ms);

    link->is_behind = false;
    if (again.at_us >= link->guard_us) {
        leave_batch(link);
        return false;
    }
    link->step_ms *= 2;
    count_again(link);
    set_timer(link, again);
    return true;
}

static void finish_round(struct sc_link *link)
{
    struct sc_loads_pool *pool = link->pool;

    if (link->is_behind && wait_to_ask(link))
        return;
    if (link->batch != NULL && link->pipe.is_guarded && link->pipe.is_again)
        leave_batch(link); /* its guard cannot be asked */
    struct sc_batch *batch = link->batch;
    if (batch == NULL) {
        rest_again(link);
        dispatch(pool);
        return;
    }
    if (sc_pipe_left(&link->pipe) > 0 && !link->pipe.is_again) {
        link->pipe.is_again = true;
        count_again(link);
        send_round(link);
        return;
    }
    if (pool->config.meters != NULL)
        sc_metric_observe(
            sc_metric_of(pool->config.meters->durations, sc_str_of(pool->config.name), SC_STR("")),
            sc_monotonic_us() - link->sent_us);
    rest_again(link);
    /* None is left, but when the server made no sense. */
    end_batch(pool, batch, SC_INTERNAL, "the database took the statement for one that failed");
    dispatch(pool);
}

/* Moves bytes in both directions. False: the connection is no good any more. */
static bool exchange(struct sc_link *link, unsigned ready)
{
    if ((ready & SC_LOOP_WRITE) != 0 && !flush(link))
        return false;
    if (PQconsumeInput(link->conn->pg) == 0)
        return false;
    if (link->state != LINK_BUSY)
        return !PQisBusy(link->conn->pg); /* at rest: takes a notice in, or a last word */
    bool was_at_rest = sc_pipe_is_at_rest(&link->pipe);
    if (!sc_pipe_read(&link->pipe))
        return false;
    if (!was_at_rest && sc_pipe_is_at_rest(&link->pipe))
        finish_round(link);
    return true;
}

/*
 * Its time has come. It may be our loop that is late: what has arrived meanwhile counts first,
 * and may end the batch, and begin another.
 */
static void be_due(struct sc_link *link)
{
    struct pollfd fd = {.fd = PQsocket(link->conn->pg), .events = POLLIN};

    for (int reads = 0; reads < READS_MAX && link->state == LINK_BUSY && poll(&fd, 1, 0) > 0;
         reads++)
        if (!exchange(link, SC_LOOP_READ)) {
            lose_link(link);
            return;
        }
    if (link->state != LINK_BUSY)
        return;
    int64_t now_us = sc_monotonic_us();
    bool is_to_ask = link->batch != NULL && sc_pipe_is_at_rest(&link->pipe);
    if (now_us >= link->until_us)
        be_late(link);
    else if (is_to_ask)
        send_round(link);
    else if (link->pipe.is_guarded && now_us >= link->guard_us)
        leave_batch(link);
    else
        set_due(link);
}

static void on_ready(void *context, unsigned ready)
{
    struct sc_link *link = context;
    struct sc_loads_pool *pool = link->pool;

    if (link->state == LINK_CONNECTING)
        go_on_connecting(link);
    else if (!exchange(link, ready))
        lose_link(link);
    pool->config.on_turn(pool->config.context);
}

static void on_time(void *context)
{
    struct sc_link *link = context;
    struct sc_loads_pool *pool = link->pool;

    set_timer(link, sc_deadline_none()); /* takes back the place that it has just left */
    if (link->state == LINK_PAUSED) {
        set_state(link, LINK_CLOSED);
        connect_link(link);
    } else if (link->state == LINK_CONNECTING) {
        fail_to_connect(link);
    } else if (link->conn->is_lost) {
        lose_link(link);
    } else {
        be_due(link);
    }
    pool->config.on_turn(pool->config.context);
}
