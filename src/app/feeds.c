#include "app/feeds.h"

#include "app/redis.h"
#include "net/http_fetch.h"

enum {
    BYTES_PER_MIB = 1024 * 1024,
};

enum sc_status app_feeds_check(struct sc_request *rq, const struct feed_formats *formats,
                               const char *option, struct sc_str format)
{
    if (format.at == NULL || feed_formats_has_source(formats, format))
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "--%s: there is no format \"%.*s\"", option,
                   SC_STR_ARGS(format));
}

enum sc_status app_feeds_read(struct sc_request *rq, const struct app_settings *settings,
                              struct workers_feed *ret_feed)
{
    struct sc_str folder = sc_arena_str(rq->arena, settings->fetch_folder);
    struct sc_str ca = sc_arena_str(rq->arena, settings->fetch_ca);
    struct workers_feed feed = {
        .folder = folder.at,
        .ca_path = ca.len > 0 ? ca.at : NULL,
        .bytes_max = settings->fetch_mib * BYTES_PER_MIB,
        .keep_months = settings->price_history_months,
    };

    if (folder.at == NULL || ca.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for settings");
    if (sc_http_networks_read(settings->fetch_allow, &feed.allowed) != SC_OK)
        return sc_fail(rq, SC_INVALID,
                       "SMARTCART_FETCH_ALLOW: addresses and networks, such as 10.1.0.0/16, ::1");
    if (sc_http_fetch_init() != SC_OK)
        return sc_fail(rq, SC_UNAVAILABLE, "files cannot be fetched from here");
    enum sc_status st = app_redis_place(rq, settings, &feed.redis);
    if (st == SC_OK)
        *ret_feed = feed;
    return st;
}
