/* Reads what is new of lists, and tells it to those who listen. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/order.h"
#include "gateway/answer.h"
#include "gateway/news_parts.h"
#include "lists/lists_rows.h"
#include "runtime/log.h"
#include "store/cluster.h"
#include "store/loads.h"

enum {
    LISTS_MAX = 256,    /* of a look; more wait for the next */
    STRETCHES_MAX = 32, /* of a look: each is a page of items at most */
    ARENA_CAP = 32 * 1024 * 1024,
    LOADS = 2,
};

/* What is new of a list behind one cursor: all who stand there are told the same. */
struct stretch {
    struct news_list *list;
    int64_t since;
    const void *const *items; /* struct lists_item_changed_row, the latest change last */
    size_t count;
};

/* An event as bytes, for all who have asked alike. */
struct text {
    const struct news_list *list;
    const struct stretch *stretch; /* NULL: the list is gone */
    const struct sc_gql_run *as;   /* how; its listener may be gone meanwhile, its plan too */
    struct sc_buf bytes;
    struct text *next;
};

struct news_look {
    struct gateway_news *news;
    uint64_t number;
    struct sc_request rq;
    struct news_list *lists[LISTS_MAX];
    enum news_due due[LISTS_MAX];
    size_t list_count;
    struct stretch stretches[STRETCHES_MAX];
    size_t stretch_count;
    struct sc_load loads[LOADS]; /* states, then items */
    struct lists_news_state_in states_in;
    struct lists_item_changed_in items_in;
    struct text *texts;
};

static struct stretch *stretch_of(struct news_look *look, const struct news_list *list,
                                  int64_t since)
{
    for (size_t i = 0; i < look->stretch_count; i++)
        if (look->stretches[i].list == list && look->stretches[i].since == since)
            return &look->stretches[i];
    return NULL;
}

/* False: there are more cursors than one look takes. */
static bool take_stretches(struct news_look *look, struct news_list *list)
{
    for (const struct news_place *p = list->places; p != NULL; p = p->next) {
        if (stretch_of(look, list, p->seq) != NULL)
            continue;
        if (look->stretch_count == STRETCHES_MAX)
            return false;
        look->stretches[look->stretch_count++] = (struct stretch){.list = list, .since = p->seq};
    }
    return true;
}

/* Takes what is due, as much as one look takes. */
static void take_lists(struct news_look *look)
{
    struct gateway_news *news = look->news;
    bool has_room = true;

    while (news->first_due != NULL && has_room && look->list_count < LISTS_MAX) {
        struct news_list *list = news->first_due;
        enum news_due due = list->due;
        news_list_drop_due(news);
        if (list->places == NULL) {
            news_list_let_go(news, list);
            continue;
        }
        if (due == NEWS_DUE_ITEMS)
            has_room = take_stretches(look, list);
        if (!has_room)
            news_list_due(news, list, due); /* what is left of it */
        list->is_looked_at = true;
        look->due[look->list_count] = due;
        look->lists[look->list_count++] = list;
    }
}

/* On whose behalf we ask: of all who listen to these lists, each once. */
static bool take_viewers(struct news_look *look, struct sc_i64_list *ret_viewers)
{
    size_t room = 0, count = 0, unique = 0;

    for (size_t i = 0; i < look->list_count; i++)
        for (const struct news_place *p = look->lists[i]->places; p != NULL; p = p->next)
            room += sc_http_request(p->listener->exchange)->viewer->principal_count;
    int64_t *ids = sc_arena_array(look->rq.arena, room, sizeof *ids);
    if (ids == NULL)
        return false;
    for (size_t i = 0; i < look->list_count; i++)
        for (const struct news_place *p = look->lists[i]->places; p != NULL; p = p->next) {
            const struct sc_viewer *viewer = sc_http_request(p->listener->exchange)->viewer;
            for (size_t k = 0; k < viewer->principal_count; k++)
                ids[count++] = viewer->principals[k];
        }
    qsort(ids, count, sizeof *ids, sc_order_i64);
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || ids[unique - 1] != ids[i])
            ids[unique++] = ids[i];
    *ret_viewers = (struct sc_i64_list){.at = ids, .count = unique};
    return true;
}

/* False: no memory. */
static bool make_loads(struct news_look *look)
{
    union sc_key_part *lists = sc_arena_array(look->rq.arena, look->list_count, sizeof *lists);
    union sc_key_part *cursors =
        sc_arena_array(look->rq.arena, look->stretch_count * 2, sizeof *cursors);
    struct sc_i64_list viewers;

    if (lists == NULL || cursors == NULL || !take_viewers(look, &viewers))
        return false;
    for (size_t i = 0; i < look->list_count; i++)
        lists[i].number = look->lists[i]->id;
    for (size_t i = 0; i < look->stretch_count; i++) {
        cursors[2 * i].number = look->stretches[i].list->id;
        cursors[2 * i + 1].number = look->stretches[i].since;
    }
    look->states_in = (struct lists_news_state_in){.viewer = viewers};
    look->items_in = (struct lists_item_changed_in){
        .viewer = viewers,
        .page_limit = GATEWAY_NEWS_ITEMS_MAX + 1,
    };
    look->loads[0] = (struct sc_load){
        .loader = &lists_news_state_loader,
        .keys = lists,
        .count = look->list_count,
        .in = &look->states_in,
    };
    look->loads[1] = (struct sc_load){
        .loader = &lists_item_changed_loader,
        .keys = cursors,
        .count = look->stretch_count,
        .in = &look->items_in,
    };
    return true;
}

/* The event of a stretch as a row. Items newer than the state are left for the next look, which
 * was hinted at: the list's own fields may have changed with them. */
static enum sc_status make_row(struct news_look *look, const struct stretch *stretch,
                               const struct lists_news_state_row *state, bool is_behind,
                               struct lists_news_row *ret_row)
{
    struct lists_item_changed_row *items =
        sc_arena_array(look->rq.arena, stretch->count, sizeof *items);
    size_t count = 0;

    if (items == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < stretch->count && !is_behind; i++) {
        const struct lists_item_changed_row *item = stretch->items[i];
        if (item->seq <= state->seq)
            items[count++] = *item;
    }
    *ret_row = (struct lists_news_row){
        .list_id = state->list_id,
        .kind = is_behind ? LISTS_NEWS_BEHIND : LISTS_NEWS_CHANGES,
        .seq = state->seq,
        .name = state->name,
        .is_archived = state->is_archived,
        .has_is_archived = true,
        .items = {.at = items, .count = count},
    };
    return SC_OK;
}

/* With the cursor as the event's id. */
static enum sc_status write_event(struct news_look *look, const struct news_listener *listener,
                                  const struct lists_news_row *row, struct text *text)
{
    struct sc_gql_errors errors = {.arena = look->rq.arena};
    struct sc_gql_run_config config = listener->config;
    struct sc_gql_extensions extensions = {.cost = -1};
    struct sc_gql_batches batches;
    struct sc_gql_run *run;
    struct sc_buf answer;

    config.arena = look->rq.arena;
    config.event = row;
    enum sc_status st = sc_gql_run_create(&config, &errors, &run);
    if (st != SC_OK)
        return st;
    if (sc_gql_run_turn(run, &batches) != SC_GQL_READY)
        return SC_INTERNAL; /* the plan is of its event: sc_gql_plan_is_of_event */
    sc_buf_init(&answer, GATEWAY_ANSWER_MAX);
    sc_buf_init(&text->bytes, GATEWAY_ANSWER_MAX);
    st = sc_gql_run_write(run, &extensions, &answer);
    sc_buf_printf(&text->bytes, "id: %" PRId64 ":%" PRId64 "\n", row->list_id, row->seq);
    gateway_event_put(&text->bytes, sc_buf_str(&answer));
    sc_buf_finish(&answer);
    text->as = run;
    return st == SC_OK && text->bytes.failed ? SC_LIMITED : st;
}

static enum sc_status write_stretch(struct news_look *look, const struct news_listener *listener,
                                    const struct stretch *stretch,
                                    const struct lists_news_state_row *state, struct text *text)
{
    bool is_behind = stretch->since > state->seq || stretch->since < 0 ||
                     (stretch->since > 0 && stretch->since < state->purged_seq) ||
                     stretch->count > GATEWAY_NEWS_ITEMS_MAX;
    struct lists_news_row row;
    enum sc_status st = make_row(look, stretch, state, is_behind, &row);

    if (st == SC_OK)
        st = write_event(look, listener, &row, text);
    if (st != SC_OK || text->bytes.len <= GATEWAY_NEWS_EVENT_MAX || is_behind)
        return st;
    sc_buf_finish(&text->bytes);
    st = make_row(look, stretch, state, true, &row);
    return st == SC_OK ? write_event(look, listener, &row, text) : st;
}

static enum sc_status write_gone(struct news_look *look, const struct news_listener *listener,
                                 const struct news_list *list, struct text *text)
{
    const struct lists_news_row row = {
        .list_id = list->id,
        .kind = LISTS_NEWS_GONE,
        .items = {.at = &row},
    };

    return write_event(look, listener, &row, text);
}

/* What a listener is told, written for the first who asked so. NULL: no memory. */
static const struct text *text_for(struct news_look *look, const struct news_listener *listener,
                                   const struct news_list *list, const struct stretch *stretch,
                                   const struct lists_news_state_row *state)
{
    for (struct text *t = look->texts; t != NULL; t = t->next)
        if (t->list == list && t->stretch == stretch && sc_gql_run_is_alike(t->as, listener->run))
            return t;
    struct text *text = sc_arena_zalloc(look->rq.arena, sizeof *text);
    if (text == NULL)
        return NULL;
    *text = (struct text){.list = list, .stretch = stretch};
    enum sc_status st = stretch == NULL ? write_gone(look, listener, list, text)
                                        : write_stretch(look, listener, stretch, state, text);
    if (st != SC_OK) {
        sc_buf_finish(&text->bytes);
        sc_fail(&look->rq, st, "an event could not be written");
        return NULL;
    }
    text->next = look->texts;
    look->texts = text;
    return text;
}

static bool may_read(const struct lists_news_state_row *state, const struct news_listener *listener)
{
    const struct sc_viewer *viewer = sc_http_request(listener->exchange)->viewer;

    for (size_t i = 0; i < viewer->principal_count; i++)
        if (bsearch(&viewer->principals[i], state->readers.at, state->readers.count,
                    sizeof *state->readers.at, sc_order_i64) != NULL)
            return true;
    return false;
}

/* A stream that misses an event is worse than one that ends: whoever reads it comes again. */
static bool send(struct news_listener *listener, const struct text *text)
{
    return text != NULL &&
           sc_http_stream_send(listener->exchange, sc_buf_str(&text->bytes)) == SC_OK;
}

static void tell_gone(struct news_look *look, struct news_place *place)
{
    struct news_listener *listener = place->listener;
    const struct text *text = text_for(look, listener, place->list, NULL, NULL);
    bool is_sent = send(listener, text);

    news_place_leave(place);
    if (!is_sent || listener->left == 0)
        news_listener_end(listener, is_sent);
}

static void tell_news(struct news_look *look, struct news_place *place,
                      const struct lists_news_state_row *state)
{
    const struct stretch *stretch = stretch_of(look, place->list, place->seq);

    if (stretch == NULL || (place->is_greeted && state->seq == place->seq))
        return;
    if (!send(place->listener, text_for(look, place->listener, place->list, stretch, state))) {
        news_listener_end(place->listener, false);
        return;
    }
    place->seq = state->seq;
    place->is_greeted = true;
}

/* `state` NULL: it is gone, or none of those who listen may see it. */
static void tell_list(struct news_look *look, struct news_list *list, enum news_due due,
                      const struct lists_news_state_row *state)
{
    for (struct news_place *p = list->places, *next; p != NULL; p = next) {
        next = p->next;                /* of another listener: one has a list once */
        if (p->joined == look->number) /* behind its back: nobody has asked for it */
            continue;
        if (state == NULL || !may_read(state, p->listener))
            tell_gone(look, p);
        else if (due == NEWS_DUE_ITEMS)
            tell_news(look, p, state);
    }
    if (state == NULL)
        return;
    if (due == NEWS_DUE_ITEMS)
        list->seq = state->seq;
    else if (list->seq != state->seq)
        news_list_due(look->news, list, NEWS_DUE_ITEMS);
}

static void tell_all(struct news_look *look)
{
    const struct sc_load *states = &look->loads[0], *items = &look->loads[1];

    for (size_t i = 0; i < look->stretch_count; i++) {
        look->stretches[i].items = items->rows + items->first[i];
        look->stretches[i].count = items->first[i + 1] - items->first[i];
    }
    for (size_t i = 0; i < look->list_count; i++) {
        bool is_there = states->first[i] < states->first[i + 1];
        tell_list(look, look->lists[i], look->due[i],
                  is_there ? states->rows[states->first[i]] : NULL);
    }
}

static void finish(struct news_look *look)
{
    struct gateway_news *news = look->news;

    news->look = NULL;
    for (size_t i = 0; i < look->list_count; i++) {
        look->lists[i]->is_looked_at = false;
        news_list_let_go(news, look->lists[i]);
    }
    for (struct text *t = look->texts; t != NULL; t = t->next)
        sc_buf_finish(&t->bytes);
    sc_request_finish(&look->rq);
    free(look);
}

/* Nothing was told: the lists are as due as before, in a while. */
static void put_off(struct news_look *look)
{
    struct gateway_news *news = look->news;

    for (size_t i = 0; i < look->list_count; i++)
        news_list_due(news, look->lists[i], look->due[i]);
    if (sc_loop_timer_set(news->gl->loop, &news->sweep, sc_deadline_in(GATEWAY_NEWS_RETRY_MS)) !=
        SC_OK)
        sc_log_failure(&look->rq, "news.retry");
}

static void has_looked(void *context)
{
    struct news_look *look = context;
    struct gateway_news *news = look->news;
    enum sc_status st = look->loads[0].status;

    if (st == SC_OK && look->stretch_count > 0)
        st = look->loads[1].status;
    if (st == SC_OK)
        tell_all(look);
    else if (st != SC_CANCELLED)
        put_off(look);
    if (look->rq.failure.status != SC_OK && st != SC_CANCELLED)
        sc_log_failure(&look->rq, "news.look");
    finish(look);
    if (st == SC_OK)
        news_look(news);
}

void news_look(struct gateway_news *news)
{
    if (news->look != NULL || news->first_due == NULL)
        return;
    struct news_look *look = calloc(1, sizeof *look);
    if (look == NULL ||
        sc_request_init(&look->rq, ARENA_CAP, sc_deadline_in(GATEWAY_DEADLINE_MS)) != SC_OK) {
        free(look);
        return; /* the sweep looks again */
    }
    look->rq.seen = SC_READ_POINT_PRIMARY; /* what was hinted at is there */
    look->news = news;
    look->number = ++news->looks;
    news->look = look;
    take_lists(look);
    if (look->list_count == 0) {
        finish(look);
        return;
    }
    if (!make_loads(look)) {
        look->loads[0].status = sc_fail(&look->rq, SC_NO_MEMORY, "no memory to look for news");
        has_looked(look);
        return;
    }
    if (!sc_loads_run(news->gl->loads, &look->rq, look->loads, look->stretch_count > 0 ? 2 : 1,
                      has_looked, look))
        has_looked(look);
}
