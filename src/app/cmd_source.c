/*
 * cmd_source.c - `smartcart source`: where retailers' files are fetched from, and when.
 */
#include <stdio.h>

#include "app/commands.h"
#include "app/feeds.h"
#include "app/import_view.h"
#include "app/options.h"
#include "base/json_out.h"
#include "base/time.h"
#include "net/http_fetch.h"
#include "retail/source.h"
#include "runtime/file.h"
#include "runtime/shutdown.h"
#include "store/task.h"
#include "workers/schedule.h"

enum {
    ARENA_CAP = 256 * 1024 * 1024, /* RETAIL_SOURCE_PLACES_MAX places */
    CONNECTIONS = 2,
    PAYLOAD_MAX = 200,
};

struct source_options {
    struct sc_str format, map, retailer, retailer_name, country, currency, time_zone;
    struct sc_str cron, zone;
    int64_t pause_ms;
    bool json;
};

#define TEXT_OPTION(word, field, shown, help)                                                      \
    {                                                                                              \
        .name = (word), .type = APP_OPTION_TEXT, .offset = offsetof(struct source_options, field), \
        .value = (shown), .does = (help)                                                           \
    }

static const struct app_option options[] = {
    TEXT_OPTION("cron", cron, "TEXT",
                "when it is looked at, as `smartcart schedule` has it; "
                "@hourly if nothing else is said"),
    TEXT_OPTION("zone", zone, "ZONE", "of which these times are; else UTC"),
    TEXT_OPTION("format", format, "NAME",
                "read as this format: il, hr, merchant, or the source "
                "of --map; else each file tells"),
    TEXT_OPTION("map", map, "FILE",
                "how to read another retailer's tables (docs/feeds.md); its "
                "text is kept"),
    TEXT_OPTION("retailer", retailer, "KEY",
                "whose files these are, where they do not say: one word, the same for ever"),
    TEXT_OPTION("retailer-name", retailer_name, "NAME", "what people call that retailer"),
    TEXT_OPTION("country", country, "XX", "ISO 3166, where the files do not say"),
    TEXT_OPTION("currency", currency, "XXX", "ISO 4217, where the files do not say"),
    TEXT_OPTION("time-zone", time_zone, "ZONE", "such as Europe/Zagreb, where they do not say"),
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
    {
        .name = "json",
        .type = APP_OPTION_FLAG,
        .offset = offsetof(struct source_options, json),
        .does = "fetch: print one JSON object instead of lines for people",
    },
};

static const struct app_usage usage = {
    .command = "source",
    .operands = "add NAME PLACE... | list | fetch NAME | remove NAME",
    .about =
        "add: has files fetched and imported again and again. A place is an address of http:// or "
        "https://, or a folder (/...) of the machines that work; {yyyy}, {mm} and "
        "{dd} in it are the day's, in --time-zone.\n\n"
        "list: what was found there last.\n\n"
        "fetch: does it now, and shows each file; workers do it at each tick of the task \"feed "
        "NAME\" (`smartcart schedule`).\n\n"
        "remove: nothing more is fetched; what is imported stays.",
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
    .operands_max = 1000,
};

/* What a verb works with. */
struct work {
    struct sc_request *rq;
    struct sc_pg *pg;
    const struct app_settings *settings;
    const struct source_options *wanted;
    struct sc_str name;      /* absent: none was given */
    struct app_texts places; /* of `add` */
};

static struct sc_str task_name(struct work *w)
{
    return sc_arena_printf(w->rq->arena, "feed %.*s", SC_STR_ARGS(w->name));
}

/* ---- add ---- */

static enum sc_status check_places(struct work *w)
{
    struct sc_http_address address;
    enum sc_status st = SC_OK;

    for (size_t i = 0; st == SC_OK && i < w->places.count; i++) {
        struct sc_str place = retail_source_place_on(w->rq->arena, w->places.at[i],
                                                     sc_date_of_days(0)); /* any day will do */
        if (place.at == NULL)
            st = sc_fail(w->rq, SC_INVALID, "source add: a place is too long");
        else if (!retail_source_is_folder(place))
            st = sc_http_address_read(w->rq, place, &address);
    }
    return st;
}

/* A map that cannot be read, or a format that is none, is refused here. */
static enum sc_status read_map(struct work *w, struct sc_str *ret_map)
{
    const struct source_options *wanted = w->wanted;
    struct sc_str map = {NULL, 0};
    const char *path = NULL;
    struct feed_formats *formats;
    enum sc_status st = SC_OK;

    if (wanted->map.at != NULL) {
        path = sc_arena_str(w->rq->arena, wanted->map).at;
        st = sc_file_read(w->rq, wanted->map, RETAIL_SOURCE_MAP_MAX, &map);
    }
    if (st == SC_OK)
        st = feed_formats_create(w->rq, path, &formats);
    if (st != SC_OK)
        return st;
    if (wanted->format.at != NULL && !feed_formats_has_source(formats, wanted->format))
        st = sc_fail(w->rq, SC_INVALID, "--format: there is no format \"%.*s\"",
                     SC_STR_ARGS(wanted->format));
    feed_formats_destroy(formats);
    *ret_map = map;
    return st;
}

static enum sc_status write_payload(struct work *w, struct sc_str *ret_payload)
{
    struct sc_buf buf;
    struct sc_json_out out;

    sc_buf_init(&buf, PAYLOAD_MAX);
    sc_json_init(&out, &buf);
    sc_json_object(&out);
    sc_json_key_str(&out, "source", w->name);
    sc_json_object_end(&out);
    *ret_payload = sc_arena_str(w->rq->arena, sc_buf_str(&buf));
    bool has_failed = buf.failed || ret_payload->at == NULL;
    sc_buf_finish(&buf);
    return has_failed ? sc_fail(w->rq, SC_NO_MEMORY, "no memory for a task") : SC_OK;
}

/* The source and its task, or neither. */
static enum sc_status keep(struct work *w, const struct retail_source *source,
                           const struct sc_task *task)
{
    int64_t next_us;
    char next[SC_TIME_TEXT];

    SC_SCOPED(sc_tx) tx = sc_tx_begin(w->pg, w->rq);
    enum sc_status st = workers_schedule_next(&tx, task->cron, task->zone, sc_wall_us(), &next_us);
    if (st == SC_OK)
        st = retail_source_add(&tx, source, w->places.at, w->places.count);
    if (st == SC_OK)
        st = sc_task_put(&tx, task);
    if (st == SC_OK)
        st = sc_tx_commit(&tx);
    if (st != SC_OK)
        return st;
    sc_time_write(next_us, next);
    printf("%.*s: %zu places, from %s on\n", SC_STR_ARGS(w->name), w->places.count, next);
    return SC_OK;
}

static enum sc_status add(struct work *w)
{
    const struct source_options *wanted = w->wanted;
    struct retail_source source = {
        .name = w->name,
        .format = wanted->format,
        .retailer = wanted->retailer,
        .retailer_name = wanted->retailer_name,
        .country = wanted->country,
        .currency = wanted->currency,
        .time_zone = wanted->time_zone,
        .pause_ms = (int32_t)wanted->pause_ms,
    };
    struct sc_task task = {
        .name = task_name(w),
        .queue = SC_QUEUE_FEED,
        .kind = SC_STR("feed_fetch"),
        .cron = wanted->cron.at != NULL ? wanted->cron : SC_STR("@hourly"),
        .zone = wanted->zone.at != NULL ? wanted->zone : SC_STR("UTC"),
    };

    if (!retail_source_is_name(w->name))
        return sc_fail(w->rq, SC_INVALID, "source add: a name has 1 to %d of a-z, 0-9, - and _",
                       RETAIL_SOURCE_NAME_MAX);
    enum sc_status st = check_places(w);
    if (st == SC_OK)
        st = read_map(w, &source.map);
    if (st == SC_OK)
        st = write_payload(w, &task.payload);
    return st == SC_OK ? keep(w, &source, &task) : st;
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

static enum sc_status list(struct work *w)
{
    struct retail_source_places places;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(w->pg, w->rq);
    enum sc_status st = retail_source_places(&tx, SC_STR(""), &places);
    if (st != SC_OK)
        return st;
    printf("%-16s %-20s %-20s %6s  %s\n", "source", "asked", "changed", "status", "place");
    for (size_t i = 0; i < places.count; i++)
        print_place(&places.at[i]);
    return SC_OK;
}

static enum sc_status fetch(struct work *w)
{
    struct app_import_view view;
    struct workers_feed feed;
    struct workers_feed_told told = {0};
    enum sc_status st = app_feeds_read(w->rq, w->settings, &feed);

    if (st == SC_OK && sc_shutdown_install() != SC_OK)
        st = sc_fail(w->rq, SC_INTERNAL, "signals cannot be taken");
    if (st != SC_OK)
        return st;
    app_import_view_init(&view, w->wanted->json);
    struct import_watch watch = app_import_view_watch(&view);
    const struct workers_feed_ask ask = {.source = w->name, .watch = &watch};
    st = workers_feed_fetch(w->rq, w->pg, &feed, &ask, &told);
    app_import_view_end(&view);
    app_import_view_finish(&view);
    if (!w->wanted->json)
        printf("%lld places have something new, %lld are the same, %lld failed\n",
               (long long)told.changed, (long long)told.same, (long long)told.failed);
    if (st == SC_OK && told.failed > 0)
        return sc_fail(w->rq, SC_UNAVAILABLE, "`smartcart source list` says why");
    return st;
}

static enum sc_status drop(struct work *w)
{
    SC_SCOPED(sc_tx) tx = sc_tx_begin(w->pg, w->rq);
    enum sc_status st = retail_source_remove(&tx, w->name);
    if (st == SC_OK)
        st = sc_task_remove(&tx, task_name(w));
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

static const struct verb {
    const char *name;
    size_t operands_min, operands_max; /* with its name */
    enum sc_status (*run)(struct work *w);
} verbs[] = {
    {"add", 3, 1000, add},
    {"list", 1, 1, list},
    {"fetch", 2, 2, fetch},
    {"remove", 2, 2, drop},
};

static enum sc_status run_verb(struct work *w, const struct verb *verb)
{
    const struct sc_pg_config config = {
        .url = w->settings->database_url,
        .replicas = w->settings->database_replicas,
        .connections = CONNECTIONS,
        .wait_ms = w->settings->database_wait_ms,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    enum sc_status st = sc_pg_create(w->rq, &config, &w->pg);

    if (st != SC_OK)
        return st;
    st = verb->run(w);
    sc_pg_destroy(w->pg);
    return st;
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct source_options wanted = {.json = false};
    struct app_settings settings;
    struct app_texts operands;
    const struct verb *verb = NULL;
    enum sc_status st = app_options_read(rq, &usage, argc, argv, &wanted, &operands);

    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < SC_COUNT(verbs); i++)
        if (sc_str_eq(operands.at[0], sc_str_of(verbs[i].name)))
            verb = &verbs[i];
    if (verb == NULL || operands.count < verb->operands_min || operands.count > verb->operands_max)
        return sc_fail(rq, SC_INVALID, "source: %s", usage.operands);
    struct work w = {.rq = rq, .settings = &settings, .wanted = &wanted};
    if (operands.count > 1) {
        w.name = operands.at[1];
        w.places = (struct app_texts){operands.at + 2, operands.count - 2};
    }
    st = app_settings_read(rq, &settings);
    return st == SC_OK ? run_verb(&w, verb) : st;
}

int app_source(int argc, char **argv)
{
    struct sc_request rq;

    if (app_options_want_help(argc, argv)) {
        app_options_help(&usage, stdout);
        return 0;
    }
    enum sc_status st = sc_request_init(&rq, ARENA_CAP, sc_deadline_none());
    if (st == SC_OK)
        st = run(&rq, argc, argv);
    if (st != SC_OK)
        fprintf(stderr, "smartcart source: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
