/*
 * cmd_source.c - `smartcart source`: where retailers' files are fetched from, and when.
 */
#include <stdio.h>

#include "app/commands.h"
#include "app/feeds.h"
#include "app/import_view.h"
#include "base/json_out.h"
#include "base/time.h"
#include "net/http_fetch.h"
#include "retail/source.h"
#include "runtime/file.h"
#include "runtime/shutdown.h"
#include "store/task.h"
#include "store/tx.h"
#include "workers/schedule.h"

enum {
    ARENA_CAP = 256 * 1024 * 1024, /* RETAIL_SOURCE_PLACES_MAX places */
    CONNECTIONS = 2,               /* a host is held while its file is imported */
    PAYLOAD_MAX = 200,
};

struct source_options {
    struct feed_options feed;
    struct sc_str map, cron, zone;
    int64_t pause_ms;
    bool json;
};

static const struct app_option options[] = {
    APP_OPTION(TEXT, "cron", offsetof(struct source_options, cron), "TEXT",
               "when it is looked at, as `smartcart schedule` has it; @hourly if nothing else is "
               "said"),
    APP_OPTION(TEXT, "zone", offsetof(struct source_options, zone), "ZONE",
               "of which these times are; else UTC"),
    APP_OPTION(TEXT, "format", offsetof(struct source_options, feed.source), "NAME",
               "read as this format: il, hr, merchant, or the source of --map; else each file "
               "tells"),
    APP_OPTION(TEXT, "map", offsetof(struct source_options, map), "FILE",
               "how to read another retailer's tables (docs/feeds.md); its text is kept"),
    APP_FEED_OPTIONS(offsetof(struct source_options, feed)),
    {
        .name = "pause-ms",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct source_options, pause_ms),
        .value = "MS",
        .preset = "1000",
        .min = 0,
        .max = RETAIL_SOURCE_PAUSE_MAX_MS,
        .does = "least time between two requests of a host; there is one at a time",
    },
    APP_OPTION(FLAG, "json", offsetof(struct source_options, json), NULL,
               "fetch: print one JSON object instead of lines for people"),
};

/* Its first operand, of verbs that have one. */
static struct sc_str name_of(const struct app_call *call)
{
    return call->operands.at[0];
}

static struct sc_str task_name(struct app_call *call)
{
    return sc_arena_printf(call->rq->arena, "feed %.*s", SC_STR_ARGS(name_of(call)));
}

/* ---- add ---- */

static struct app_texts places_of(const struct app_call *call)
{
    return (struct app_texts){call->operands.at + 1, call->operands.count - 1};
}

static enum sc_status check_places(struct app_call *call)
{
    struct app_texts places = places_of(call);
    struct sc_http_address address;
    enum sc_status st = SC_OK;

    for (size_t i = 0; st == SC_OK && i < places.count; i++) {
        struct sc_str place = retail_source_place_on(call->rq->arena, places.at[i],
                                                     sc_date_of_days(0)); /* any day will do */
        if (place.at == NULL)
            st = sc_fail(call->rq, SC_INVALID, "add: a place is too long");
        else if (!retail_source_is_folder(place))
            st = sc_http_address_read(call->rq, place, &address);
    }
    return st;
}

/* A map that cannot be read, or a format that is none, is refused here. */
static enum sc_status read_map(struct app_call *call, struct sc_str *ret_map)
{
    const struct source_options *wanted = call->options;
    struct sc_str map = {NULL, 0};
    const char *path = NULL;
    struct feed_formats *formats;
    enum sc_status st = SC_OK;

    if (wanted->map.at != NULL) {
        path = sc_arena_str(call->rq->arena, wanted->map).at;
        st = sc_file_read(call->rq, wanted->map, RETAIL_SOURCE_MAP_MAX, &map);
    }
    if (st == SC_OK)
        st = feed_formats_create(call->rq, path, &formats);
    if (st != SC_OK)
        return st;
    st = app_feeds_check(call->rq, formats, "format", wanted->feed.source);
    feed_formats_destroy(formats);
    *ret_map = map;
    return st;
}

static enum sc_status write_payload(struct app_call *call, struct sc_str *ret_payload)
{
    struct sc_buf buf;
    struct sc_json_out out;

    sc_buf_init(&buf, PAYLOAD_MAX);
    sc_json_init(&out, &buf);
    sc_json_object(&out);
    sc_json_key_str(&out, "source", name_of(call));
    sc_json_object_end(&out);
    *ret_payload = sc_arena_str(call->rq->arena, sc_buf_str(&buf));
    bool has_failed = buf.failed || ret_payload->at == NULL;
    sc_buf_finish(&buf);
    return has_failed ? sc_fail(call->rq, SC_NO_MEMORY, "no memory for a task") : SC_OK;
}

/* The source and its task, or neither. */
static enum sc_status keep(struct app_call *call, const struct retail_source *source,
                           const struct sc_task *task)
{
    struct app_texts places = places_of(call);
    int64_t next_us;
    char next[SC_TIME_TEXT];

    SC_SCOPED(sc_tx) tx = sc_tx_begin(call->pg, call->rq);
    enum sc_status st = workers_schedule_next(&tx, task->cron, task->zone, sc_wall_us(), &next_us);
    if (st == SC_OK)
        st = retail_source_add(&tx, source, places.at, places.count);
    if (st == SC_OK)
        st = sc_task_put(&tx, task);
    if (st == SC_OK)
        st = sc_tx_commit(&tx);
    if (st != SC_OK)
        return st;
    sc_time_write(next_us, next);
    printf("%.*s: %zu places, from %s on\n", SC_STR_ARGS(name_of(call)), places.count, next);
    return SC_OK;
}

static enum sc_status add(struct app_call *call)
{
    const struct source_options *wanted = call->options;
    struct retail_source source = {
        .name = name_of(call),
        .format = wanted->feed.source,
        .retailer = wanted->feed.retailer_key,
        .retailer_name = wanted->feed.retailer_name,
        .country = wanted->feed.country,
        .currency = wanted->feed.currency,
        .time_zone = wanted->feed.time_zone,
        .pause_ms = (int32_t)wanted->pause_ms,
    };
    struct sc_task task = {
        .name = task_name(call),
        .queue = SC_QUEUE_FEED,
        .kind = SC_STR("feed_fetch"),
        .cron = wanted->cron.at != NULL ? wanted->cron : SC_STR("@hourly"),
        .zone = wanted->zone.at != NULL ? wanted->zone : SC_STR("UTC"),
    };

    if (!retail_source_is_name(name_of(call)))
        return sc_fail(call->rq, SC_INVALID, "add: a name has 1 to %d of a-z, 0-9, - and _",
                       RETAIL_SOURCE_NAME_MAX);
    enum sc_status st = check_places(call);
    if (st == SC_OK)
        st = read_map(call, &source.map);
    if (st == SC_OK)
        st = write_payload(call, &task.payload);
    return st == SC_OK ? keep(call, &source, &task) : st;
}

/* ---- list, fetch, remove ---- */

static void print_place(const struct retail_source_place *place)
{
    char asked[SC_TIME_TEXT] = "-", changed[SC_TIME_TEXT] = "-";

    if (place->was_asked)
        sc_time_write(place->asked_us, asked);
    if (place->has_changed)
        sc_time_write(place->changed_us, changed);
    printf("%-16.*s %-20s %-20s %6d  %.*s%s%.*s\n", SC_STR_ARGS(place->source), asked, changed,
           place->status, SC_STR_ARGS(place->place), place->error.len > 0 ? "  " : "",
           SC_STR_ARGS(place->error));
}

static enum sc_status list(struct app_call *call)
{
    struct retail_source_places places;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(call->pg, call->rq);
    enum sc_status st = retail_source_places(&tx, SC_STR(""), &places);
    if (st != SC_OK)
        return st;
    printf("%-16s %-20s %-20s %6s  %s\n", "source", "asked", "changed", "status", "place");
    for (size_t i = 0; i < places.count; i++)
        print_place(&places.at[i]);
    return SC_OK;
}

static enum sc_status fetch(struct app_call *call)
{
    const struct source_options *wanted = call->options;
    struct app_import_view view;
    struct workers_feed feed;
    struct workers_feed_told told = {0};
    enum sc_status st = app_feeds_read(call->rq, &call->settings, &feed);

    if (st == SC_OK && sc_shutdown_install() != SC_OK)
        st = sc_fail(call->rq, SC_INTERNAL, "signals cannot be taken");
    if (st != SC_OK)
        return st;
    app_import_view_init(&view, wanted->json);
    struct import_watch watch = app_import_view_watch(&view);
    const struct workers_feed_ask ask = {.source = name_of(call), .watch = &watch};
    st = workers_feed_fetch(call->rq, call->pg, &feed, &ask, &told);
    app_import_view_end(&view);
    app_import_view_finish(&view);
    if (!wanted->json)
        printf("%lld places have something new, %lld are the same, %lld failed\n",
               (long long)told.changed, (long long)told.same, (long long)told.failed);
    if (st == SC_OK && told.failed > 0)
        return sc_fail(call->rq, SC_UNAVAILABLE, "`smartcart source list` says why");
    return st;
}

static enum sc_status drop(struct app_call *call)
{
    SC_SCOPED(sc_tx) tx = sc_tx_begin(call->pg, call->rq);
    enum sc_status st = retail_source_remove(&tx, name_of(call));
    if (st == SC_OK)
        st = sc_task_remove(&tx, task_name(call));
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

static const struct app_verb verbs[] = {
    {
        .name = "add",
        .operands = "NAME PLACE...",
        .does = "has files fetched and imported again and again. A place is an address of "
                "http:// or https://, or a folder (/...) of the machines that work; {yyyy}, "
                "{mm} and {dd} in it are the day's, in --time-zone",
        .operands_min = 2,
        .operands_max = APP_OPTIONS_LIST_MAX,
        .missing = "a name and a place are missing",
        .run = add,
    },
    {
        .name = "list",
        .does = "what was found there last",
        .run = list,
    },
    {
        .name = "fetch",
        .operands = "NAME",
        .does = "does it now, and shows each file; workers do it at each tick of the task "
                "\"feed NAME\" (`smartcart schedule`)",
        .operands_min = 1,
        .operands_max = 1,
        .missing = "which one? its name is missing",
        .run = fetch,
    },
    {
        .name = "remove",
        .operands = "NAME",
        .does = "nothing more is fetched; what is imported stays",
        .operands_min = 1,
        .operands_max = 1,
        .missing = "which one? its name is missing",
        .run = drop,
    },
};

static const struct app_usage usage = {
    .command = "source",
    .operands = "VERB [OPTION]...",
    .about = "Where retailers' files are fetched from, and when.",
    .verbs = verbs,
    .verb_count = SC_COUNT(verbs),
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
};

const struct app_command app_command_source = {
    .does = "where retailers' files are fetched from",
    .usage = &usage,
    .options_size = sizeof(struct source_options),
    .needs = APP_NEEDS_DATABASE,
    .connections_min = CONNECTIONS,
    .arena_cap = ARENA_CAP,
};
