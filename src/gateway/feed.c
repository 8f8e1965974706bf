#include "gateway/feed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/answer.h"
#include "gateway/exec.h"
#include "runtime/log.h"
#include "store/cluster.h"
#include "store/loads.h"

struct listener;

struct gateway_feed {
    struct gateway_loop *gl;
    const struct gateway_function *source;
    const struct sc_pg_loader *loader;
    const struct sc_field *id;
    int64_t last_id; /* the newest row seen */
    bool has_looked; /* what was there before the first look is no event, and streams begin then */
    struct look *look; /* under way; NULL: none */
    struct sc_loop_timer timer;
    struct listener *listeners;
    struct gateway_feed *next;
};

/* One look at a source; its rows last until the last of their events is sent. */
struct look {
    struct gateway_feed *feed;
    struct sc_request rq;
    struct sc_load load;
    union sc_key_part key;
    size_t uses;
};

/* One event on its way to one listener. */
struct event {
    struct listener *listener;
    struct look *look;
    const void *row;
    struct sc_request rq;
    struct gateway_exec *exec; /* while it runs */
    struct event *next;
};

/* In the arena of its exchange, which lasts as long as the stream. */
struct listener {
    struct gateway_feed *feed;
    struct sc_http_exchange *exchange;
    struct sc_gql_run_config config;
    struct event *first, **last; /* to be sent, the first is being run */
    size_t waiting;
    bool has_begun; /* its stream: from then on nothing is missed */
    bool is_gone;   /* and is forgotten once nothing of it runs */
    struct listener *next;
};

static void unuse(struct look *look)
{
    if (--look->uses > 0)
        return;
    sc_request_finish(&look->rq);
    free(look);
}

static void begin(struct listener *listener)
{
    if (!listener->has_begun)
        sc_http_stream_begin(listener->exchange, "text/event-stream");
    listener->has_begun = true;
}

static void forget(struct listener *listener)
{
    struct listener **at = &listener->feed->listeners;

    begin(listener); /* a stream is owed, to who went before it too */

    while (*at != listener)
        at = &(*at)->next;
    *at = listener->next;
    sc_http_stream_end(listener->exchange);
}

static void drop_first(struct listener *listener)
{
    struct event *event = listener->first;

    listener->first = event->next;
    if (listener->first == NULL)
        listener->last = &listener->first;
    listener->waiting--;
    unuse(event->look);
    if (event->rq.arena != NULL)
        sc_request_finish(&event->rq);
    free(event);
}

static void run_first(struct listener *listener);

static bool send_event(struct listener *listener, struct sc_gql_run *run)
{
    struct sc_gql_extensions extensions = {
        .request_id = sc_http_request_id(listener->exchange),
        .cost = -1,
    };
    struct sc_buf answer, event;

    sc_buf_init(&answer, GATEWAY_ANSWER_MAX);
    sc_buf_init(&event, GATEWAY_ANSWER_MAX);
    enum sc_status st = sc_gql_run_write(run, &extensions, &answer);
    gateway_event_put(&event, sc_buf_str(&answer));
    if (st == SC_OK)
        st =
            event.failed ? SC_LIMITED : sc_http_stream_send(listener->exchange, sc_buf_str(&event));
    sc_buf_finish(&answer);
    sc_buf_finish(&event);
    return st == SC_OK;
}

static void event_is_ready(void *context, struct sc_gql_run *run)
{
    struct event *event = context;
    struct listener *listener = event->listener;

    if (run != NULL && !send_event(listener, run))
        listener->is_gone = true; /* too slow a reader, or too large an event */
    drop_first(listener);
    run_first(listener);
}

/* Runs what waits, one at a time, so that events keep their order. */
static void run_first(struct listener *listener)
{
    while (listener->is_gone && listener->first != NULL)
        drop_first(listener);
    if (listener->is_gone) {
        forget(listener);
        return;
    }
    if (listener->first == NULL)
        return;
    struct event *event = listener->first;
    struct sc_gql_run_config config = listener->config;
    struct sc_gql_run *run;
    enum sc_status st =
        sc_request_init(&event->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(GATEWAY_DEADLINE_MS));

    if (st == SC_OK) {
        struct sc_gql_errors errors = {.arena = event->rq.arena};
        config.arena = event->rq.arena;
        config.event = event->row;
        event->rq.seen = event->look->rq.seen;
        event->rq.viewer = sc_http_request(listener->exchange)->viewer;
        st = sc_gql_run_create(&config, &errors, &run);
    }
    if (st == SC_OK) {
        const struct gateway_exec_config exec = {
            .gl = listener->feed->gl,
            .rq = &event->rq,
            .run = run,
            .on_ready = event_is_ready,
            .context = event,
        };
        st = gateway_exec(&exec, &event->exec);
    }
    if (st != SC_OK) { /* no memory: a stream that misses events is worse than one that ends */
        listener->is_gone = true;
        run_first(listener);
    }
}

static void queue(struct listener *listener, struct look *look, const void *row)
{
    struct event *event = NULL;

    if (listener->waiting < GATEWAY_EVENTS_WAITING_MAX)
        event = calloc(1, sizeof *event);
    if (event == NULL) {
        listener->is_gone = true;
        return;
    }
    *event = (struct event){.listener = listener, .look = look, .row = row};
    look->uses++;
    listener->waiting++;
    *listener->last = event;
    listener->last = &event->next;
}

static int64_t id_of(const struct gateway_feed *feed, const void *row)
{
    int64_t id;

    memcpy(&id, (const char *)row + feed->id->at, sizeof id);
    return id;
}

/* The rows are the newest first; events are told in the order they came. */
static void tell_all(struct gateway_feed *feed, struct look *look)
{
    const struct sc_load *load = &look->load;
    int64_t newest = feed->last_id;

    for (size_t i = load->first[1]; i-- > 0;) {
        int64_t id = id_of(feed, load->rows[i]);
        if (id <= feed->last_id)
            continue;
        newest = id > newest ? id : newest;
        for (struct listener *l = feed->listeners; feed->has_looked && l != NULL; l = l->next)
            if (!l->is_gone)
                queue(l, look, load->rows[i]);
    }
    feed->last_id = newest;
    feed->has_looked = true;
    for (struct listener *l = feed->listeners; l != NULL; l = l->next)
        begin(l);
    for (struct listener *l = feed->listeners, *next; l != NULL; l = next) {
        next = l->next;                                     /* it may forget itself */
        if (l->first == NULL || l->first->rq.arena == NULL) /* else it goes on by itself */
            run_first(l);
    }
}

static void look_again(struct gateway_feed *feed)
{
    bool is_set =
        feed->listeners != NULL &&
        sc_loop_timer_set(feed->gl->loop, &feed->timer, sc_deadline_in(GATEWAY_FEED_MS)) == SC_OK;

    if (!is_set) /* nobody listens, or no memory: the next listener begins anew */
        feed->has_looked = false;
}

static void has_looked(void *context)
{
    struct look *look = context;
    struct gateway_feed *feed = look->feed;

    feed->look = NULL;
    if (look->load.status == SC_OK)
        tell_all(feed, look);
    else if (look->load.status != SC_CANCELLED)
        sc_log_failure(&look->rq, "feed.look");
    look_again(feed);
    unuse(look);
}

static void take_a_look(void *context)
{
    struct gateway_feed *feed = context;

    if (feed->listeners == NULL)
        feed->has_looked = false;
    if (feed->listeners == NULL || feed->look != NULL)
        return;
    struct look *look = calloc(1, sizeof *look);
    if (look == NULL || sc_request_init(&look->rq, SC_ARENA_REQUEST_CAP,
                                        sc_deadline_in(GATEWAY_DEADLINE_MS)) != SC_OK) {
        free(look);
        look_again(feed);
        return;
    }
    look->rq.seen = SC_READ_POINT_PRIMARY; /* a replica that is behind would take rows back */
    look->feed = feed;
    look->uses = 1;
    look->load = (struct sc_load){.loader = feed->loader, .keys = &look->key, .count = 1};
    feed->look = look;
    if (!sc_loads_run(feed->gl->loads, &look->rq, &look->load, 1, has_looked, look))
        has_looked(look);
}

static struct gateway_feed *feed_of(struct gateway_loop *gl, const struct gateway_function *source)
{
    for (struct gateway_feed *feed = gl->feeds; feed != NULL; feed = feed->next)
        if (feed->source == source)
            return feed;
    struct gateway_feed *feed = calloc(1, sizeof *feed);
    if (feed == NULL)
        return NULL;
    *feed = (struct gateway_feed){
        .gl = gl,
        .source = source,
        .loader = gateway_loader_find(&gl->gateway->config, source->events),
        .last_id = INT64_MIN,
        .next = gl->feeds,
    };
    feed->id = sc_shape_find(&feed->loader->query->row, SC_STR("id"));
    feed->timer = (struct sc_loop_timer){.on_time = take_a_look, .context = feed};
    assert(feed->loader != NULL && feed->id != NULL); /* gateway_create saw to it */
    gl->feeds = feed;
    return feed;
}

static void is_gone(void *context)
{
    struct listener *listener = context;

    listener->is_gone = true;
    if (listener->first != NULL)
        gateway_exec_stop(listener->first->exec); /* then the rest is dropped */
    else
        forget(listener);
}

size_t gateway_feed_listeners(const struct gateway_loop *gl)
{
    size_t count = 0;

    for (const struct gateway_feed *feed = gl->feeds; feed != NULL; feed = feed->next)
        for (const struct listener *l = feed->listeners; l != NULL; l = l->next)
            count++;
    return count;
}

static void listen(struct gateway_feed *feed, struct listener *listener)
{
    listener->feed = feed;
    listener->last = &listener->first;
    listener->next = feed->listeners;
    feed->listeners = listener;
    sc_http_on_gone(listener->exchange, is_gone, listener);
    if (feed->has_looked)
        begin(listener);
    else if (feed->look == NULL)
        take_a_look(feed);
}

bool gateway_feed_join(struct gateway_loop *gl, struct sc_http_exchange *exchange,
                       const struct sc_gql_run_config *config,
                       const struct gateway_function *function)
{
    struct sc_request *rq = sc_http_request(exchange);
    struct gateway_feed *feed = feed_of(gl, function);
    struct listener *listener = sc_arena_zalloc(rq->arena, sizeof *listener);

    if (feed == NULL || listener == NULL) {
        sc_fail(rq, SC_BUSY, "the server is busy");
        return false;
    }
    *listener = (struct listener){.exchange = exchange, .config = *config};
    listen(feed, listener);
    return true;
}

void gateway_feeds_finish(struct gateway_loop *gl)
{
    while (gl->feeds != NULL) {
        struct gateway_feed *feed = gl->feeds;
        assert(feed->listeners == NULL);
        gl->feeds = feed->next;
        sc_loop_timer_clear(gl->loop, &feed->timer);
        free(feed);
    }
}
