/*
 * feeds.h - how feeds are read, as options say, and fetched, as the settings say.
 */
#ifndef SC_APP_FEEDS_H
#define SC_APP_FEEDS_H

#include "app/options.h"
#include "app/settings.h"
#include "workers/feed_fetch.h"

/* Rows of options, for a struct feed_options at `at`. */
#define APP_FEED_OPTIONS(at)                                                                   \
    APP_OPTION(TEXT, "retailer", (at) + offsetof(struct feed_options, retailer_key), "KEY",    \
               "whose files these are, where they do not say: one word, the same for ever"),   \
        APP_OPTION(TEXT, "retailer-name", (at) + offsetof(struct feed_options, retailer_name), \
                   "NAME", "what people call that retailer"),                                  \
        APP_OPTION(TEXT, "country", (at) + offsetof(struct feed_options, country), "XX",       \
                   "ISO 3166, where the files do not say"),                                    \
        APP_OPTION(TEXT, "currency", (at) + offsetof(struct feed_options, currency), "XXX",    \
                   "ISO 4217, where the files do not say"),                                    \
        APP_OPTION(TEXT, "time-zone", (at) + offsetof(struct feed_options, time_zone), "ZONE", \
                   "such as Europe/Zagreb, where they do not say")

/* `option` names a format that there is, or none is wanted. SC_INVALID. */
SC_MUST_USE enum sc_status app_feeds_check(struct sc_request *rq,
                                           const struct feed_formats *formats, const char *option,
                                           struct sc_str format);

/* Texts live in rq's arena; nothing is counted yet. Before threads start. SC_INVALID;
 * SC_UNAVAILABLE.
 */
SC_MUST_USE enum sc_status app_feeds_read(struct sc_request *rq,
                                          const struct app_settings *settings,
                                          struct workers_feed *ret_feed);

#endif
