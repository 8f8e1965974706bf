/*
 * news.h - subscriptions to lists: their changes, read once a loop and sent to all who listen.
 *
 * A commit that changes a list hints at it (store/hint.h). Each loop then reads,
 * once, what is new behind the cursors of its listeners, asks again who of them
 * may see the list, writes the event once for each document that was asked with,
 * and shares the bytes. Hints that come while it reads are done together after it.
 * What no hint tells of (another instance's change; a member who was removed) is
 * found by looking at all lists every GATEWAY_NEWS_SWEEP_MS.
 *
 * docs/sync.md has what clients see.
 */
#ifndef SC_GATEWAY_NEWS_H
#define SC_GATEWAY_NEWS_H

#include "gateway/state.h"
#include "graphql/run.h"
#include "lists/lists.h"
#include "net/http_server.h"

enum {
    GATEWAY_NEWS_SWEEP_MS = 5000,
    GATEWAY_NEWS_RETRY_MS = 500,            /* after the database failed */
    GATEWAY_NEWS_STREAM_MS = 600 * 1000,    /* the longest stream */
    GATEWAY_NEWS_ITEMS_MAX = LISTS_OPS_MAX, /* of an event: any batch fits; more: BEHIND */
    GATEWAY_NEWS_EVENT_MAX = 128 * 1024,    /* bytes of an event, half of a slow reader's queue;
                                               more: BEHIND */
};

struct gateway_news;

/* Hears hints from now on. NULL: no memory. */
struct gateway_news *gateway_news_create(struct gateway_loop *gl);
/* Nobody may listen any more, and no load be under way. NULL is fine. */
void gateway_news_destroy(struct gateway_news *news);

size_t gateway_news_listeners(const struct gateway_news *news);
/* Those of one caller: a person, else a link to a list. */
size_t gateway_news_listeners_of(const struct gateway_news *news, const struct sc_viewer *viewer);

/*
 * Begins the stream of a subscription whose argument is `in`. `run` is what was
 * asked, `config` what events are run with: both live in the exchange's arena.
 * False: words on the exchange's request say why not, and nothing is begun.
 */
SC_MUST_USE bool gateway_news_join(struct gateway_news *news, struct sc_http_exchange *exchange,
                                   const struct sc_gql_run_config *config,
                                   const struct sc_gql_run *run, const struct lists_news_in *in);

#endif
