/*
 * feeds.h - how feeds are fetched, as the settings say.
 */
#ifndef SC_APP_FEEDS_H
#define SC_APP_FEEDS_H

#include "app/settings.h"
#include "workers/feed_fetch.h"

/* Texts live in rq's arena; nothing is counted yet. Before threads start. SC_INVALID;
 * SC_UNAVAILABLE.
 */
SC_MUST_USE enum sc_status app_feeds_read(struct sc_request *rq,
                                          const struct app_settings *settings,
                                          struct workers_feed *ret_feed);

#endif
