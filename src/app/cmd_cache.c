/*
 * cmd_cache.c - `smartcart cache`: what Redis keeps of the catalogue; fills it, and has it
 * forgotten.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/cache_warm.h"
#include "app/commands.h"
#include "app/database.h"
#include "app/options.h"
#include "app/redis.h"
#include "app/registry.h"
#include "app/settings.h"
#include "store/l2_look.h"
#include "store/tags.h"
#include "store/tx.h"

enum {
    ARENA_CAP = 16 * 1024 * 1024,
    LOADERS_MAX = 256,     /* the program has fewer */
    PROGRESS_EVERY = 1000, /* keys */
};

struct cache_options {
    int64_t stores;
};

static const struct app_option options[] = {
    {
        .name = "stores",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct cache_options, stores),
        .value = "N",
        .preset = "2000", /* APP_CACHE_WARM_STORES */
        .min = 0,
        .max = 1000000,
        .does = "warm reads the deals of so many stores",
    },
};

static const struct app_usage usage = {
    .command = "cache",
    .operands = "stats | warm | drop TAG...",
    .about =
        "The second level of the catalogue's cache, which all processes share in Redis "
        "(SMARTCART_REDIS_URL).\n\n"
        "stats: how full Redis is, the tags, and what is kept of each loader.\n\n"
        "warm: reads what is asked for most: retailers, categories, stores, and the deals that "
        "are on in them. What is there already is not read again.\n\n"
        "drop: has all caches forget what has one of these tags, in Redis and in all "
        "processes: deal, price, product, retailer, store. An import does so by itself.",
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
    .operands_max = APP_OPTIONS_LIST_MAX,
};

/* What a verb works with. */
struct work {
    struct sc_request *rq;
    const struct cache_options *wanted;
    const struct app_settings *settings;
    const struct sc_redis_place *redis;
    struct gateway_config registry; /* which loaders there are */
    struct app_texts tags;
};

/* Room for what is kept of each loader that is cached, and of others. */
static struct sc_l2_kept *list_loaders(const struct work *w, size_t *ret_count)
{
    struct sc_l2_kept *kept = sc_arena_array(w->rq->arena, LOADERS_MAX, sizeof *kept);
    size_t count = 0;

    for (size_t t = 0; kept != NULL && t < SC_COUNT(w->registry.loader_tables); t++) {
        const struct sc_pg_loader *const *table = w->registry.loader_tables[t];
        for (size_t i = 0; table != NULL && table[i] != NULL; i++)
            if (table[i]->cache_ms > 0 && count < LOADERS_MAX - 1)
                kept[count++].loader = table[i];
    }
    *ret_count = count + 1;
    return kept;
}

/* A line of INFO, or "?". */
static struct sc_str info_of(struct sc_str info, const char *name)
{
    struct sc_str line;

    while (sc_str_take(&info, '\n', &line))
        if (sc_str_starts(line, sc_str_of(name)))
            return sc_str_trim(sc_str_sub(line, strlen(name), line.len));
    return SC_STR("?");
}

static void print_server(struct sc_str info)
{
    static const struct {
        const char *field, *does;
    } rows[] = {
        {"redis_version:", "Redis"},
        {"used_memory:", "bytes used"},
        {"maxmemory:", "bytes at most (0: no limit)"},
        {"maxmemory_policy:", "when full"},
        {"evicted_keys:", "keys evicted"},
        {"expired_keys:", "keys at their end"},
        {"keyspace_hits:", "keys found"},
        {"keyspace_misses:", "keys not found"},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        printf("%-34s %.*s\n", rows[i].does, SC_STR_ARGS(info_of(info, rows[i].field)));
}

static void print_tags(const struct sc_l2_kept *kept, size_t count)
{
    printf("\n%-34s %s\n", "tag", "generation, LSN and timeline of its last change");
    for (size_t i = 0; i < count; i++) {
        const char *tag = kept[i].loader->cache_tag;
        size_t first = 0;
        while (strcmp(kept[first].loader->cache_tag, tag) != 0)
            first++;
        if (first == i) /* else another loader's, which has it too, was before */
            printf("%-34s %.*s\n", tag,
                   SC_STR_ARGS(kept[i].tag.at != NULL ? kept[i].tag : SC_STR("-")));
    }
}

static enum sc_status stats(struct work *w)
{
    struct sc_l2_seen seen;
    size_t count;
    struct sc_l2_kept *kept = list_loaders(w, &count);
    enum sc_status st = kept == NULL ? sc_fail(w->rq, SC_NO_MEMORY, "no memory for loaders")
                                     : sc_l2_look(w->rq, w->redis, kept, count, &seen);

    if (st != SC_OK)
        return st;
    print_server(seen.info);
    print_tags(kept, count - 1);
    printf("\n%-34s %10s %12s  %s\n", "loader", "entries", "bytes", "tag");
    for (size_t i = 0; i < count; i++) {
        const struct sc_pg_loader *loader = kept[i].loader;
        printf("%-34s %10" PRId64 " %12" PRId64 "  %s\n",
               loader != NULL ? loader->query->name : "(other versions)", kept[i].entries,
               kept[i].bytes, loader != NULL ? loader->cache_tag : "");
    }
    if (!seen.is_whole)
        printf("not all keys were counted: there are too many\n");
    return SC_OK;
}

static bool has_tag(const struct sc_l2_kept *kept, size_t count, struct sc_str tag)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (sc_str_eq(sc_str_of(kept[i].loader->cache_tag), tag))
            return true;
    return false;
}

static enum sc_status drop(struct work *w)
{
    struct sc_pg *pg;
    size_t count;
    const struct sc_l2_kept *kept = list_loaders(w, &count);

    if (kept == NULL)
        return sc_fail(w->rq, SC_NO_MEMORY, "no memory for loaders");
    if (w->tags.count == 0)
        return sc_fail(w->rq, SC_INVALID, "drop: which tag?");
    for (size_t i = 0; i < w->tags.count; i++)
        if (!has_tag(kept, count, w->tags.at[i]))
            return sc_fail(w->rq, SC_INVALID, "drop: there is no tag \"%.*s\"",
                           SC_STR_ARGS(w->tags.at[i]));
    enum sc_status st = app_database_open(w->rq, &pg);
    if (st != SC_OK)
        return st;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, w->rq);
        st = sc_tx_see(&tx); /* whoever reads anew reads what is there now */
    }
    sc_pg_destroy(pg);
    return st == SC_OK ? sc_tags_drop(w->rq, w->redis, w->tags.at, w->tags.count) : st;
}

static void print_progress(void *context, const char *step, int64_t done, int64_t total)
{
    (void)context;
    if (done == total || done % PROGRESS_EVERY == 0)
        printf("%-28s %10" PRId64 " of %" PRId64 "\n", step, done, total);
    fflush(stdout);
}

static enum sc_status warm(struct work *w)
{
    struct sc_pg *pg;
    enum sc_status st = app_database_open(w->rq, &pg);

    if (st != SC_OK)
        return st;
    st = app_cache_warm(w->rq, &(struct app_cache_warm){.pg = pg,
                                                        .redis = w->redis,
                                                        .stores_max = w->wanted->stores,
                                                        .progress = print_progress});
    sc_pg_destroy(pg);
    return st;
}

static const struct {
    const char *name;
    enum sc_status (*run)(struct work *w);
    bool has_tags;
} verbs[] = {{"stats", stats, false}, {"warm", warm, false}, {"drop", drop, true}};

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct cache_options wanted = {0};
    struct app_texts operands;
    struct app_settings settings;
    struct work w = {.rq = rq, .wanted = &wanted, .settings = &settings};
    enum sc_status st = app_options_read(rq, &usage, argc, argv, &wanted, &operands);

    if (st == SC_OK)
        st = app_settings_read(rq, &settings);
    if (st == SC_OK)
        st = app_redis_place(rq, &settings, &w.redis);
    if (st != SC_OK)
        return st;
    if (w.redis == NULL)
        return sc_fail(rq, SC_INVALID, "there is no Redis: SMARTCART_REDIS_URL");
    app_registry(&w.registry);
    w.tags = (struct app_texts){operands.at + 1, operands.count - 1};
    for (size_t i = 0; i < SC_COUNT(verbs); i++)
        if (sc_str_eq(operands.at[0], sc_str_of(verbs[i].name)) &&
            (verbs[i].has_tags || w.tags.count == 0))
            return verbs[i].run(&w);
    return sc_fail(rq, SC_INVALID, "cache: stats, warm, or drop TAG...");
}

int app_cache(int argc, char **argv)
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
        fprintf(stderr, "smartcart cache: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
