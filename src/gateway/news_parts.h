/*
 * news_parts.h - who listens to which list, and what is to be looked at. Private to news*.
 *
 * All of it belongs to one loop's thread, but for the ids that were heard.
 */
#ifndef SC_GATEWAY_NEWS_PARTS_H
#define SC_GATEWAY_NEWS_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "gateway/news.h"
#include "store/hint.h"

enum {
    NEWS_HEARD_MAX = 1024, /* hints between two turns of the loop; more: all lists are looked at */
    NEWS_HEARD_LISTS_MAX = 768, /* of them of lists, so that there is room for who signs out */
};

struct news_look;
struct news_listener;

/* How much of a list is to be read. */
enum news_due {
    NEWS_NOT_DUE,
    NEWS_DUE_STATE, /* who may see it, and whether anything is new */
    NEWS_DUE_ITEMS, /* what is new as well */
};

/* A list that somebody listens to. */
struct news_list {
    int64_t id;
    int64_t seq;               /* the newest that was told */
    struct news_place *places; /* NULL: it goes, once it is neither due nor looked at */
    enum news_due due;
    bool is_looked_at;
    struct news_list *next_due;
    struct news_list *in_bucket;
};

/* Where a listener stands in a list. In the arena of its exchange. */
struct news_place {
    struct news_listener *listener;
    struct news_list *list;        /* NULL: it is gone for this listener */
    int64_t seq;                   /* told up to here */
    bool is_greeted;               /* had its first event */
    uint64_t joined;               /* behind the beginning of this look; 0: of none */
    struct news_place *next, **at; /* among the list's */
};

/* In the arena of its exchange, which lasts as long as the stream. */
struct news_listener {
    struct gateway_news *news;
    struct sc_http_exchange *exchange;
    struct sc_gql_run_config config;
    const struct sc_gql_run *run;
    struct sc_loop_timer end;
    struct news_place *places;
    size_t count;
    size_t left;                      /* places whose list is not gone */
    struct news_listener *next, **at; /* among all */
};

struct gateway_news {
    struct gateway_loop *gl;
    _Atomic size_t listeners; /* read by those who hint */

    struct news_listener *first;
    struct news_list **buckets;
    size_t bucket_count; /* a power of two, not below list_count */
    size_t list_count;
    uint64_t seed;
    struct news_list *first_due, **last_due;
    struct news_look *look; /* under way; NULL: none */
    uint64_t looks;         /* begun so far */
    struct sc_loop_timer sweep;

    struct sc_hint_ear ear;
    pthread_mutex_t lock; /* of what follows */
    struct sc_hint heard[NEWS_HEARD_MAX];
    size_t heard_count;
    bool has_missed;         /* there was no room for a list */
    bool has_missed_one_out; /* nor for who signed out */
    bool is_posted;
    struct sc_loop_task task;
};

/* NULL: nobody listens to it. */
struct news_list *news_list_find(const struct gateway_news *news, int64_t id);
void news_list_due(struct gateway_news *news, struct news_list *list, enum news_due due);
/* Takes it off the queue. */
void news_list_drop_due(struct gateway_news *news);
/* Frees it unless it is still of use. */
void news_list_let_go(struct gateway_news *news, struct news_list *list);

/* The listener hears no more of the list. */
void news_place_leave(struct news_place *place);
/* Nothing more comes: `is_complete` says so to the client, which else asks again. */
void news_listener_end(struct news_listener *listener, bool is_complete);

/* news_look.c: reads what is due, unless that is under way, and tells it. */
void news_look(struct gateway_news *news);

#endif
