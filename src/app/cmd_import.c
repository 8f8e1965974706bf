/*
 * cmd_import.c - `smartcart import`: retailers' files into the catalogue.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/commands.h"
#include "app/feeds.h"
#include "app/import_view.h"
#include "app/redis.h"
#include "retail/feed_walk.h"
#include "runtime/shutdown.h"

enum {
    /* Bytes: the paths of FEED_WALK_FILES_MAX files, some of them long. */
    ARENA_CAP = 32 * 1024 * 1024,
};

struct import_words {
    struct feed_options feed;
    struct sc_str map;
    bool json;
};

static const struct app_option options[] = {
    APP_OPTION(TEXT, "source", offsetof(struct import_words, feed.source), "NAME",
               "read as this format: il, hr, merchant, or the source of --map; else each file "
               "tells by its content and name"),
    APP_OPTION(TEXT, "map", offsetof(struct import_words, map), "FILE",
               "how to read another retailer's tables (docs/feeds.md)"),
    APP_FEED_OPTIONS(offsetof(struct import_words, feed)),
    APP_OPTION(FLAG, "json", offsetof(struct import_words, json), NULL,
               "print one JSON object instead of lines for people"),
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

static int64_t bytes_of(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? (int64_t)about.st_size : 0;
}

/* The files behind the operands; an operand that is not there is one file that failed. */
static enum sc_status find_files(const struct app_call *call, const struct feed_formats *formats,
                                 struct app_import_view *view, struct feed_paths *ret_paths)
{
    struct sc_request *rq = call->rq;
    const struct app_texts *operands = &call->operands;
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

static enum sc_status import_paths(const struct app_call *call, const struct import_options *wanted,
                                   const struct feed_paths *paths, struct app_import_view *view)
{
    struct sc_request *rq = call->rq;
    struct import_watch watch = app_import_view_watch(view);
    int64_t months = call->settings.price_history_months;
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < paths->count && st == SC_OK; i++) {
        if (sc_shutdown_is_asked())
            return sc_fail(rq, SC_CANCELLED, "stopped before %s", paths->at[i]);
        st = import_path(rq, call->pg, wanted, paths->at[i], &watch);
        app_import_view_path(view, bytes_of(paths->at[i]));
    }
    return st == SC_OK ? import_settle(rq, call->pg, months, wanted->cache) : st;
}

static enum sc_status import(struct app_call *call, const struct feed_formats *formats)
{
    const struct import_words *words = call->options;
    struct workers_cache cache = {0};
    struct import_options wanted = {.cache = &cache, .formats = formats, .feed = words->feed};
    struct feed_paths paths;
    struct app_import_view view;
    enum sc_status st = app_feeds_check(call->rq, formats, "source", words->feed.source);

    wanted.feed.now_us = sc_wall_us();
    if (st == SC_OK)
        st = app_redis_place(call->rq, &call->settings, &cache.redis);
    if (st == SC_OK && words->map.at != NULL)
        st = import_file_hash(call->rq, words->map.at, &wanted.map_hash);
    if (st != SC_OK)
        return st;
    app_import_view_init(&view, words->json);
    st = find_files(call, formats, &view, &paths);
    if (st == SC_OK)
        st = import_paths(call, &wanted, &paths, &view);
    app_import_view_end(&view);
    call->exit = view.failed > 0;
    app_import_view_finish(&view);
    return st;
}

static enum sc_status run(struct app_call *call)
{
    const struct import_words *words = call->options;
    struct feed_formats *formats;

    if (sc_shutdown_install() != SC_OK)
        return sc_fail(call->rq, SC_INTERNAL, "signals cannot be taken");
    enum sc_status st = feed_formats_create(call->rq, words->map.at, &formats);
    if (st != SC_OK)
        return st;
    st = import(call, formats);
    feed_formats_destroy(formats);
    return st;
}

const struct app_command app_command_import = {
    .does = "reads retailers' files into the catalogue",
    .usage = &usage,
    .options_size = sizeof(struct import_words),
    .needs = APP_NEEDS_DATABASE,
    .arena_cap = ARENA_CAP,
    .run = run,
};
