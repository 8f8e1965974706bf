#include "gateway/news.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "accounts/keyring.h"
#include "base/hash.h"
#include "base/time.h"
#include "gateway/answer.h"
#include "gateway/news_parts.h"
#include "graphql/plan.h"
#include "runtime/deadline.h"

enum {
    BUCKETS_MIN = 64,
};

static struct news_list **bucket_of(const struct gateway_news *news, int64_t id)
{
    return &news->buckets[sc_hash_number(news->seed, (uint64_t)id) & (news->bucket_count - 1)];
}

struct news_list *news_list_find(const struct gateway_news *news, int64_t id)
{
    struct news_list *list = *bucket_of(news, id);

    while (list != NULL && list->id != id)
        list = list->in_bucket;
    return list;
}

/* False: no memory. */
static bool grow(struct gateway_news *news)
{
    struct news_list **old = news->buckets;
    size_t old_count = news->bucket_count;

    if (news->list_count < old_count)
        return true;
    struct news_list **buckets = calloc(old_count * 2, sizeof(struct news_list *));
    if (buckets == NULL)
        return false;
    news->buckets = buckets;
    news->bucket_count = old_count * 2;
    for (size_t i = 0; i < old_count; i++)
        for (struct news_list *list = old[i], *next; list != NULL; list = next) {
            struct news_list **to = bucket_of(news, list->id);
            next = list->in_bucket;
            list->in_bucket = *to;
            *to = list;
        }
    free(old);
    return true;
}

/* The list of this id, made if need be; NULL: no memory. */
static struct news_list *list_of(struct gateway_news *news, int64_t id)
{
    struct news_list *list = news_list_find(news, id);

    if (list != NULL || !grow(news))
        return list;
    list = calloc(1, sizeof *list);
    if (list == NULL)
        return NULL;
    struct news_list **bucket = bucket_of(news, id);
    *list = (struct news_list){.id = id, .in_bucket = *bucket};
    *bucket = list;
    news->list_count++;
    return list;
}

void news_list_let_go(struct gateway_news *news, struct news_list *list)
{
    struct news_list **at = bucket_of(news, list->id);

    if (list->places != NULL || list->is_looked_at || list->due != NEWS_NOT_DUE)
        return;
    while (*at != list)
        at = &(*at)->in_bucket;
    *at = list->in_bucket;
    news->list_count--;
    free(list);
}

void news_list_due(struct gateway_news *news, struct news_list *list, enum news_due due)
{
    if (list->due == NEWS_NOT_DUE) {
        list->next_due = NULL;
        *news->last_due = list;
        news->last_due = &list->next_due;
    }
    if (list->due < due)
        list->due = due;
}

void news_list_drop_due(struct gateway_news *news)
{
    struct news_list *list = news->first_due;

    news->first_due = list->next_due;
    if (news->first_due == NULL)
        news->last_due = &news->first_due;
    list->due = NEWS_NOT_DUE;
}

static void all_due(struct gateway_news *news, enum news_due due)
{
    for (size_t i = 0; i < news->bucket_count; i++)
        for (struct news_list *list = news->buckets[i]; list != NULL; list = list->in_bucket)
            news_list_due(news, list, due);
}

static void take_up(struct news_place *place, struct news_list *list)
{
    place->list = list;
    place->next = list->places;
    place->at = &list->places;
    if (place->next != NULL)
        place->next->at = &place->next;
    list->places = place;
    place->listener->left++;
}

void news_place_leave(struct news_place *place)
{
    struct news_list *list = place->list;

    *place->at = place->next;
    if (place->next != NULL)
        place->next->at = place->at;
    place->list = NULL;
    place->listener->left--;
    news_list_let_go(place->listener->news, list);
}

static void leave_all(struct news_listener *listener)
{
    for (size_t i = 0; i < listener->count; i++)
        if (listener->places[i].list != NULL)
            news_place_leave(&listener->places[i]);
}

void news_listener_end(struct news_listener *listener, bool is_complete)
{
    struct gateway_news *news = listener->news;
    struct sc_http_exchange *exchange = listener->exchange;

    leave_all(listener);
    *listener->at = listener->next;
    if (listener->next != NULL)
        listener->next->at = listener->at;
    sc_loop_timer_clear(news->gl->loop, &listener->end);
    atomic_fetch_sub(&news->listeners, 1);
    if (is_complete && sc_http_stream_send(exchange, SC_STR(GATEWAY_EVENT_COMPLETE)) != SC_OK)
        sc_fail(sc_http_request(exchange), SC_CANCELLED, "its reader is gone");
    sc_http_stream_end(exchange); /* and with it goes the listener */
}

static void is_gone(void *context)
{
    news_listener_end(context, false);
}

static void is_over(void *context)
{
    news_listener_end(context, false);
}

/* What a client of EventSource heard last, "list:seq": it cannot change what it asks with. */
static void read_last_event(struct news_listener *listener)
{
    struct sc_str seq = sc_http_header(listener->exchange, "Last-Event-ID");
    struct sc_str list;
    int64_t id, after;

    if (seq.at == NULL || !sc_str_take(&seq, ':', &list) || sc_str_i64(list, &id) != SC_OK ||
        sc_str_i64(seq, &after) != SC_OK)
        return;
    for (size_t i = 0; i < listener->count; i++)
        if (listener->places[i].list->id == id && listener->places[i].seq < after)
            listener->places[i].seq = after;
}

/* False: no memory. A list that is named twice counts once, from the lower cursor. */
static bool take_places(struct news_listener *listener, const struct lists_news_in *in)
{
    const struct lists_cursor_in *cursors = in->lists.at;
    struct sc_arena *arena = sc_http_request(listener->exchange)->arena;

    listener->places = sc_arena_array(arena, in->lists.count, sizeof *listener->places);
    if (listener->places == NULL)
        return false;
    for (size_t i = 0; i < in->lists.count; i++) {
        struct news_place *place = &listener->places[listener->count];
        size_t same = 0;
        while (same < listener->count && listener->places[same].list->id != cursors[i].list_id)
            same++;
        if (same < listener->count) {
            if (cursors[i].after < listener->places[same].seq)
                listener->places[same].seq = cursors[i].after;
            continue;
        }
        struct news_list *list = list_of(listener->news, cursors[i].list_id);
        if (list == NULL)
            return false;
        *place = (struct news_place){
            .listener = listener,
            .seq = cursors[i].after,
            .joined = listener->news->looks,
        };
        take_up(place, list);
        listener->count++;
    }
    return true;
}

/* When what the caller showed runs out. */
static struct sc_deadline end_of(const struct sc_viewer *viewer)
{
    int64_t left_ms = GATEWAY_NEWS_STREAM_MS;

    if (viewer->until_us != 0 && (viewer->until_us - sc_wall_us()) / 1000 < left_ms)
        left_ms = (viewer->until_us - sc_wall_us()) / 1000;
    return sc_deadline_in(left_ms < 0 ? 0 : left_ms);
}

static bool check(struct sc_request *rq, const struct sc_gql_run_config *config,
                  const struct lists_news_in *in)
{
    enum sc_status st = SC_OK;

    if (in->lists.count < 1 || in->lists.count > LISTS_NEWS_MAX)
        st = sc_fail(rq, SC_INVALID, "lists: must be 1 to %d", LISTS_NEWS_MAX);
    else if (!sc_gql_plan_is_of_event(config->plan))
        st = sc_fail(rq, SC_INVALID, "a field of these events is not of their rows");
    return st == SC_OK;
}

/* Since the caller was read. Who ends it from here on is heard of: the listener is counted. */
static bool has_signed_out(const struct gateway_news *news, const struct sc_viewer *viewer)
{
    struct accounts_keyring *keyring = news->gl->gateway->config.keyring;
    const struct accounts_token shown = {
        .person_id = viewer->person_id,
        .session_id = viewer->key_id != 0 ? viewer->key_id : viewer->session_id,
        .epoch = viewer->epoch,
    };

    return keyring != NULL &&
           accounts_keyring_has_ended(keyring, &shown, sc_wall_us() / SC_SECOND_US);
}

static void link_listener(struct gateway_news *news, struct news_listener *listener)
{
    listener->next = news->first;
    listener->at = &news->first;
    if (listener->next != NULL)
        listener->next->at = &listener->next;
    news->first = listener;
    atomic_fetch_add(&news->listeners, 1);
}

bool gateway_news_join(struct gateway_news *news, struct sc_http_exchange *exchange,
                       const struct sc_gql_run_config *config, const struct sc_gql_run *run,
                       const struct lists_news_in *in)
{
    struct sc_request *rq = sc_http_request(exchange);
    struct news_listener *listener = sc_arena_zalloc(rq->arena, sizeof *listener);
    struct sc_loop *loop = news->gl->loop;

    if (!check(rq, config, in))
        return false;
    enum sc_status st = listener == NULL ? SC_NO_MEMORY : SC_OK;
    if (st == SC_OK) {
        *listener = (struct news_listener){
            .news = news,
            .exchange = exchange,
            .config = *config,
            .run = run,
            .end = {.on_time = is_over, .context = listener},
        };
        st = take_places(listener, in) ? SC_OK : SC_NO_MEMORY;
    }
    if (st == SC_OK)
        st = sc_loop_timer_set(loop, &listener->end, end_of(rq->viewer));
    if (st == SC_OK && news->sweep.place == 0)
        st = sc_loop_timer_set(loop, &news->sweep, sc_deadline_in(GATEWAY_NEWS_SWEEP_MS));
    if (st != SC_OK) {
        if (listener != NULL) {
            leave_all(listener);
            sc_loop_timer_clear(loop, &listener->end);
        }
        sc_fail(rq, SC_BUSY, "the server is busy");
        return false;
    }
    read_last_event(listener);
    link_listener(news, listener);
    sc_http_on_gone(exchange, is_gone, listener);
    sc_http_stream_begin(exchange, "text/event-stream");
    if (has_signed_out(news, rq->viewer)) {
        news_listener_end(listener, false);
        return true;
    }
    for (size_t i = 0; i < listener->count; i++)
        news_list_due(news, listener->places[i].list, NEWS_DUE_ITEMS);
    news_look(news);
    return true;
}

size_t gateway_news_listeners(const struct gateway_news *news)
{
    return atomic_load(&news->listeners);
}

static int64_t caller_of(const struct sc_viewer *viewer)
{
    return viewer->person_id != 0 ? viewer->person_id : viewer->share_id;
}

size_t gateway_news_listeners_of(const struct gateway_news *news, const struct sc_viewer *viewer)
{
    int64_t caller = caller_of(viewer);
    size_t count = 0;

    for (const struct news_listener *l = news->first; l != NULL; l = l->next)
        count += caller_of(sc_http_request(l->exchange)->viewer) == caller;
    return count;
}

/* Of a person, a session or a key that is no more. */
static void end_signed_out(struct gateway_news *news, int64_t id)
{
    for (struct news_listener *l = news->first, *next; l != NULL; l = next) {
        const struct sc_viewer *viewer = sc_http_request(l->exchange)->viewer;
        next = l->next;
        if (viewer->person_id == id || viewer->session_id == id || viewer->key_id == id)
            news_listener_end(l, false);
    }
}

static void take_hint(struct gateway_news *news, const struct sc_hint *hint)
{
    struct news_list *list = NULL;

    if (hint->topic == SC_HINT_SIGNED_OUT)
        end_signed_out(news, hint->id);
    else
        list = news_list_find(news, hint->id);
    if (list != NULL && (hint->number == 0 || hint->number > list->seq))
        news_list_due(news, list, NEWS_DUE_ITEMS);
}

/* On the loop: what was heard since. */
static void take_heard(void *context)
{
    struct gateway_news *news = context;
    struct sc_hint heard[NEWS_HEARD_MAX];

    pthread_mutex_lock(&news->lock);
    size_t count = news->heard_count;
    bool has_missed = news->has_missed, has_missed_one_out = news->has_missed_one_out;
    memcpy(heard, news->heard, count * sizeof heard[0]);
    news->heard_count = 0;
    news->has_missed = false;
    news->has_missed_one_out = false;
    news->is_posted = false;
    pthread_mutex_unlock(&news->lock);
    for (size_t i = 0; i < count; i++)
        take_hint(news, &heard[i]);
    if (has_missed)
        all_due(news, NEWS_DUE_ITEMS);
    if (has_missed_one_out) /* whoever it is: the others come again, and miss nothing */
        while (news->first != NULL)
            news_listener_end(news->first, false);
    news_look(news);
}

/* On whatever thread has committed. */
static void hear(void *context, const struct sc_hint *hint)
{
    struct gateway_news *news = context;

    if (hint->topic == SC_HINT_JOBS || atomic_load(&news->listeners) == 0)
        return;
    pthread_mutex_lock(&news->lock);
    bool is_out = hint->topic == SC_HINT_SIGNED_OUT;
    if (news->heard_count < (is_out ? NEWS_HEARD_MAX : NEWS_HEARD_LISTS_MAX))
        news->heard[news->heard_count++] = *hint;
    else if (is_out)
        news->has_missed_one_out = true;
    else
        news->has_missed = true;
    bool is_first = !news->is_posted;
    news->is_posted = true;
    pthread_mutex_unlock(&news->lock);
    if (is_first)
        sc_loop_post(news->gl->loop, &news->task);
}

static void sweep(void *context)
{
    struct gateway_news *news = context;

    if (news->list_count == 0)
        return; /* the next listener sets it again */
    all_due(news, NEWS_DUE_STATE);
    /* There is room for it: it has just been taken off. */
    enum sc_status st =
        sc_loop_timer_set(news->gl->loop, &news->sweep, sc_deadline_in(GATEWAY_NEWS_SWEEP_MS));
    assert(st == SC_OK);
    news_look(news);
}

struct gateway_news *gateway_news_create(struct gateway_loop *gl)
{
    struct gateway_news *news = calloc(1, sizeof *news);

    if (news == NULL)
        return NULL;
    news->gl = gl;
    news->bucket_count = BUCKETS_MIN;
    news->buckets = calloc(BUCKETS_MIN, sizeof(struct news_list *));
    if (news->buckets == NULL) {
        free(news);
        return NULL;
    }
    if (getrandom(&news->seed, sizeof news->seed, 0) < 0)
        news->seed = (uintptr_t)news;
    news->last_due = &news->first_due;
    news->sweep = (struct sc_loop_timer){.on_time = sweep, .context = news};
    news->task = (struct sc_loop_task){.run = take_heard, .context = news};
    pthread_mutex_init(&news->lock, NULL);
    news->ear = (struct sc_hint_ear){.hear = hear, .context = news};
    sc_hint_listen(&news->ear);
    return news;
}

void gateway_news_destroy(struct gateway_news *news)
{
    if (news == NULL)
        return;
    sc_hint_unlisten(&news->ear);
    assert(atomic_load(&news->listeners) == 0 && news->look == NULL);
    while (news->first_due != NULL) {
        struct news_list *list = news->first_due;
        news_list_drop_due(news);
        news_list_let_go(news, list);
    }
    assert(news->list_count == 0);
    sc_loop_timer_clear(news->gl->loop, &news->sweep);
    pthread_mutex_destroy(&news->lock);
    free(news->buckets);
    free(news);
}
