/*
 * cmd_import.c - `smartcart import`: retailers' files into the catalogue.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/commands.h"
#include "app/database.h"
#include "app/import_view.h"
#include "app/options.h"
#include "app/redis.h"
#include "app/settings.h"
#include "retail/feed_walk.h"
#include "runtime/shutdown.h"

enum {
    /* Bytes: the paths of FEED_WALK_FILES_MAX files, some of them long. */
    ARENA_CAP = 32 * 1024 * 1024,
};

struct import_words {
    struct sc_str source, map, retailer, retailer_name, country, currency, time_zone;
    bool json;
};

#define TEXT_OPTION(word, field, shown, help)                                                    \
    {                                                                                            \
        .name = (word), .type = APP_OPTION_TEXT, .offset = offsetof(struct import_words, field), \
        .value = (shown), .does = (help)                                                         \
    }

static const struct app_option options[] = {
    TEXT_OPTION("source", source, "NAME",
                "read as this format: il, hr, merchant, or the source of --map; else each file "
                "tells by its content and name"),
    TEXT_OPTION("map", map, "FILE", "how to read another retailer's tables (docs/feeds.md)"),
    TEXT_OPTION("retailer", retailer, "KEY",
                "whose files these are, where they do not say: one word, the same for ever"),
    TEXT_OPTION("retailer-name", retailer_name, "NAME", "what people call that retailer"),
    TEXT_OPTION("country", country, "XX", "ISO 3166, where the files do not say"),
    TEXT_OPTION("currency", currency, "XXX", "ISO 4217, where the files do not say"),
    TEXT_OPTION("time-zone", time_zone, "ZONE", "such as Europe/Zagreb, where they do not say"),
    {
        .name = "json",
        .type = APP_OPTION_FLAG,
        .offset = offsetof(struct import_words, json),
        .does = "print one JSON object instead of lines for people",
    },
};

static const struct app_usage usage = {
    .command = "import",
    .operands = "PATH...",
    .about = "Reads retailers' price lists, store lists and promotions into the catalogue: files, "
             "gzip, zip, and folders of them.\n\n"
             "Each file is taken whole or not at all, and the same file again changes nothing. "
             "Rows that cannot be used are counted by reason and kept for a look; they stop "
             "nothing. A complete file takes away what it no longer has, one that is cut short "
             "does not, and an older one never overwrites what a newer one said.",
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
    .operands_max = FEED_WALK_FILES_MAX,
    .after = "Ends with 0 when all files were read, 1 when one failed (the others are still "
             "imported), 2 when the words are wrong.\n\n"
             "Examples:\n\n"
             "smartcart import var/feeds/\n\n"
             "smartcart import --retailer corner --map corner.map prices.csv",
};

static enum sc_status check_source(struct sc_request *rq, const struct feed_formats *formats,
                                   const struct import_words *words)
{
    if (words->source.at == NULL || feed_formats_has_source(formats, words->source))
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "--source: there is no format \"%.*s\"",
                   SC_STR_ARGS(words->source));
}

static int64_t bytes_of(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? (int64_t)about.st_size : 0;
}

/* The files behind the operands; an operand that is not there is one file that failed. */
static enum sc_status find_files(struct sc_request *rq, const struct feed_formats *formats,
                                 const struct app_texts *operands, struct app_import_view *view,
                                 struct feed_paths *ret_paths)
{
    const char **there = sc_arena_array(rq->arena, operands->count, sizeof *there);
    size_t count = 0;
    struct stat about;

    if (there == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for so many paths");
    for (size_t i = 0; i < operands->count; i++) {
        struct sc_str path = sc_arena_str(rq->arena, operands->at[i]);
        if (path.at == NULL)
            return sc_fail(rq, SC_NO_MEMORY, "no memory for so many paths");
        if (stat(path.at, &about) == 0)
            there[count++] = path.at;
        else
            app_import_view_missing(view, path, sc_str_of(strerror(errno)));
    }
    enum sc_status st = feed_walk(rq, rq->arena, formats, there, count, ret_paths);
    for (size_t i = 0; st == SC_OK && i < ret_paths->count; i++)
        view->total_bytes += bytes_of(ret_paths->at[i]);
    return st;
}

static enum sc_status import_paths(struct sc_request *rq, struct sc_pg *pg,
                                   const struct app_settings *settings,
                                   const struct import_options *wanted,
                                   const struct feed_paths *paths, struct app_import_view *view)
{
    struct import_watch watch = app_import_view_watch(view);
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < paths->count && st == SC_OK; i++) {
        if (sc_shutdown_is_asked())
            return sc_fail(rq, SC_CANCELLED, "stopped before %s", paths->at[i]);
        st = import_path(rq, pg, wanted, paths->at[i], &watch);
        app_import_view_path(view, bytes_of(paths->at[i]));
    }
    return st == SC_OK ? import_settle(rq, pg, settings->price_history_months, wanted->cache) : st;
}

static enum sc_status import(struct sc_request *rq, const struct import_words *words,
                             const struct app_texts *operands, struct feed_formats *formats,
                             bool *ret_has_failed)
{
    struct app_settings settings;
    struct workers_cache cache = {0};
    struct import_options wanted = {
        .cache = &cache,
        .formats = formats,
        .feed =
            {
                .source = words->source,
                .retailer_key = words->retailer,
                .retailer_name = words->retailer_name,
                .country = words->country,
                .currency = words->currency,
                .time_zone = words->time_zone,
                .now_us = sc_wall_us(),
            },
    };
    struct feed_paths paths;
    struct app_import_view view;
    struct sc_pg *pg;
    enum sc_status st = check_source(rq, formats, words);

    if (st == SC_OK)
        st = app_settings_read(rq, &settings);
    if (st == SC_OK)
        st = app_redis_place(rq, &settings, &cache.redis);
    if (st == SC_OK && words->map.at != NULL)
        st = import_file_hash(rq, words->map.at, &wanted.map_hash);
    if (st == SC_OK)
        st = app_database_open(rq, &pg);
    if (st != SC_OK)
        return st;
    app_import_view_init(&view, words->json);
    st = find_files(rq, formats, operands, &view, &paths);
    if (st == SC_OK)
        st = import_paths(rq, pg, &settings, &wanted, &paths, &view);
    app_import_view_end(&view);
    *ret_has_failed = view.failed > 0;
    app_import_view_finish(&view);
    sc_pg_destroy(pg);
    return st;
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv, bool *ret_has_failed)
{
    struct import_words words = {.json = false};
    struct app_texts operands;
    struct feed_formats *formats;
    enum sc_status st = app_options_read(rq, &usage, argc, argv, &words, &operands);

    if (st == SC_OK && sc_shutdown_install() != SC_OK)
        st = sc_fail(rq, SC_INTERNAL, "signals cannot be taken");
    if (st == SC_OK)
        st = feed_formats_create(rq, words.map.at, &formats);
    if (st != SC_OK)
        return st;
    st = import(rq, &words, &operands, formats, ret_has_failed);
    feed_formats_destroy(formats);
    return st;
}

int app_import(int argc, char **argv)
{
    struct sc_request rq;
    bool has_failed = false;

    if (app_options_want_help(argc, argv)) {
        app_options_help(&usage, stdout);
        return 0;
    }
    enum sc_status st = sc_request_init(&rq, ARENA_CAP, sc_deadline_none());
    if (st == SC_OK)
        st = run(&rq, argc, argv, &has_failed);
    if (st != SC_OK)
        fprintf(stderr, "smartcart import: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return st == SC_OK && has_failed ? 1 : sc_status_exit(st);
}
