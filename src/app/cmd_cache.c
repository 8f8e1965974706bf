/*
 * cmd_cache.c - `smartcart cache`: what Redis keeps of the catalogue; fills it, and has it
 * forgotten.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/cache_warm.h"
#include "app/commands.h"
#include "app/redis.h"
#include "app/registry.h"
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

/* What a verb works with, too. */
struct cache {
    const struct sc_redis_place *redis;
    struct gateway_config registry; /* which loaders there are */
};

/* Room for what is kept of each loader that is cached, and of others. */
static struct sc_l2_kept *list_loaders(const struct app_call *call, size_t *ret_count)
{
    const struct cache *cache = call->context;
    struct sc_l2_kept *kept = sc_arena_array(call->rq->arena, LOADERS_MAX, sizeof *kept);
    size_t count = 0;

    for (size_t t = 0; kept != NULL && t < SC_COUNT(cache->registry.loader_tables); t++) {
        const struct sc_pg_loader *const *table = cache->registry.loader_tables[t];
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

static enum sc_status stats(struct app_call *call)
{
    const struct cache *cache = call->context;
    struct sc_l2_seen seen;
    size_t count;
    struct sc_l2_kept *kept = list_loaders(call, &count);
    enum sc_status st = kept == NULL ? sc_fail(call->rq, SC_NO_MEMORY, "no memory for loaders")
                                     : sc_l2_look(call->rq, cache->redis, kept, count, &seen);

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

static enum sc_status drop(struct app_call *call)
{
    const struct cache *cache = call->context;
    const struct app_texts *tags = &call->operands;
    size_t count;
    const struct sc_l2_kept *kept = list_loaders(call, &count);

    if (kept == NULL)
        return sc_fail(call->rq, SC_NO_MEMORY, "no memory for loaders");
    for (size_t i = 0; i < tags->count; i++)
        if (!has_tag(kept, count, tags->at[i]))
            return sc_fail(call->rq, SC_INVALID, "drop: there is no tag \"%.*s\"",
                           SC_STR_ARGS(tags->at[i]));
    SC_SCOPED(sc_tx) tx = sc_tx_auto(call->pg, call->rq);
    enum sc_status st = sc_tx_see(&tx); /* whoever reads anew reads what is there now */
    return st == SC_OK ? sc_tags_drop(call->rq, cache->redis, tags->at, tags->count) : st;
}

static void print_progress(void *context, const char *step, int64_t done, int64_t total)
{
    (void)context;
    if (done == total || done % PROGRESS_EVERY == 0)
        printf("%-28s %10" PRId64 " of %" PRId64 "\n", step, done, total);
    fflush(stdout);
}

static enum sc_status warm(struct app_call *call)
{
    const struct cache *cache = call->context;
    const struct cache_options *wanted = call->options;

    return app_cache_warm(call->rq, &(struct app_cache_warm){.pg = call->pg,
                                                             .redis = cache->redis,
                                                             .stores_max = wanted->stores,
                                                             .progress = print_progress});
}

static const struct app_verb verbs[] = {
    {
        .name = "stats",
        .does = "how full Redis is, the tags, and what is kept of each loader",
        .run = stats,
    },
    {
        .name = "warm",
        .does = "reads what is asked for most: retailers, categories, stores, and the deals that "
                "are on in them. What is there already is not read again",
        .needs = APP_NEEDS_DATABASE,
        .run = warm,
    },
    {
        .name = "drop",
        .operands = "TAG...",
        .does = "has all caches forget what has one of these tags, in Redis and in all "
                "processes: deal, price, product, retailer, store. An import does so by itself",
        .operands_min = 1,
        .operands_max = APP_OPTIONS_LIST_MAX,
        .missing = "which tag?",
        .needs = APP_NEEDS_DATABASE,
        .run = drop,
    },
};

static const struct app_usage usage = {
    .command = "cache",
    .operands = "VERB [OPTION]...",
    .about = "The second level of the catalogue's cache, which all processes share in Redis "
             "(SMARTCART_REDIS_URL).",
    .verbs = verbs,
    .verb_count = SC_COUNT(verbs),
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
};

static enum sc_status run(struct app_call *call)
{
    struct cache cache = {.redis = NULL};
    enum sc_status st = app_redis_place(call->rq, &call->settings, &cache.redis);

    if (st == SC_OK && cache.redis == NULL)
        st = sc_fail(call->rq, SC_INVALID, "there is no Redis: SMARTCART_REDIS_URL");
    if (st != SC_OK)
        return st;
    app_registry(&cache.registry);
    return app_call_verb(call, &cache);
}

const struct app_command app_command_cache = {
    .does = "what Redis keeps of the catalogue; fills it, has it forgotten",
    .usage = &usage,
    .options_size = sizeof(struct cache_options),
    .needs = APP_NEEDS_SETTINGS,
    .arena_cap = ARENA_CAP,
    .run = run,
};
