#include "store/l1.h"

#include <assert.h>
#include <malloc.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/hash.h"

enum {
    US_PER_MS = 1000,
    SHARDS_MAX = 64,                  /* a power of two */
    SHARD_BYTES_MIN = 1024 * 1024,    /* below, fewer shards */
    BYTES_PER_BUCKET = 512,           /* about those of an entry */
    TTL_PART = 10,                    /* up to a tenth of the TTL is taken off */
    MALLOC_OVERHEAD = sizeof(void *), /* behind what malloc_usable_size tells */
    LINE = 64,                        /* bytes of a cache line */
    AHEAD = 32,                       /* look-ups whose memory is fetched before the first */
};

struct sc_l1_tag {
    _Atomic uint32_t generation;
    size_t len;
    char name[];
};

/* One block: this, the key, the rows packed. */
struct sc_l1_entry {
    struct sc_l1_entry *_Atomic next; /* in its bucket */
    uint64_t hash;
    _Atomic uint32_t holds; /* the shard's own, while it keeps the entry, is one of them */
    uint32_t generation;
    int64_t until_us;
    uint32_t key_len;
    bool was_used; /* since the hand came by; under the shard's lock, as all below */
    const void *rows;
    uint32_t count;
    size_t bytes; /* of the block, with malloc's own */
    struct shard *shard;
    struct sc_l1_entry *later; /* round the clock */
    struct sc_l1_entry *sooner;
    char key[];
};

struct shard {
    alignas(LINE) pthread_mutex_t lock;
    struct sc_l1_entry *_Atomic *buckets; /* changed under the lock, looked ahead at without */
    struct sc_l1_entry *hand;             /* of the clock; NULL: nothing is kept */
    struct sc_l1_stats stats;             /* but bytes */
    atomic_size_t bytes;                  /* of entries, kept or only held, and of the buckets */
};

struct sc_l1 {
    uint64_t seed;
    size_t shard_bytes;
    size_t shard_count;         /* a power of two */
    size_t bucket_count;        /* of each shard, a power of two */
    _Atomic int64_t longest_ms; /* 0: there is no limit */
    pthread_mutex_t tags_lock;
    struct sc_l1_tag *_Atomic tags[SC_L1_TAGS_MAX]; /* filled from the front, never emptied */
    struct shard shards[];
};

static size_t power_of_two(size_t at_most)
{
    size_t power = 1;

    while (power <= at_most / 2)
        power *= 2;
    return power;
}

static bool init_shard(struct sc_l1 *l1, struct shard *shard)
{
    pthread_mutex_init(&shard->lock, NULL);
    shard->buckets = calloc(l1->bucket_count, sizeof *shard->buckets);
    if (shard->buckets == NULL)
        return false;
    atomic_init(&shard->bytes, malloc_usable_size(shard->buckets) + MALLOC_OVERHEAD);
    return true;
}

struct sc_l1 *sc_l1_create(size_t bytes)
{
    size_t shards = power_of_two(bytes / SHARD_BYTES_MIN);

    if (shards > SHARDS_MAX)
        shards = SHARDS_MAX;
    size_t size = sizeof(struct sc_l1) + shards * sizeof(struct shard);
    struct sc_l1 *l1 = aligned_alloc(LINE, (size + LINE - 1) / LINE * LINE);
    if (l1 == NULL)
        return NULL;
    memset(l1, 0, size);
    pthread_mutex_init(&l1->tags_lock, NULL);
    l1->shard_bytes = bytes / shards;
    l1->shard_count = shards;
    l1->bucket_count = power_of_two(l1->shard_bytes / BYTES_PER_BUCKET);
    bool is_whole = getrandom(&l1->seed, sizeof l1->seed, 0) == (ssize_t)sizeof l1->seed;
    for (size_t i = 0; i < shards; i++)
        is_whole = init_shard(l1, &l1->shards[i]) && is_whole;
    if (!is_whole) {
        sc_l1_destroy(l1);
        return NULL;
    }
    return l1;
}

/* The entry is in no table any more, and nobody holds it. */
static void free_entry(struct sc_l1_entry *entry)
{
    atomic_fetch_sub_explicit(&entry->shard->bytes, entry->bytes, memory_order_relaxed);
    free(entry);
}

static void end_hold(struct sc_l1_entry *entry)
{
    if (atomic_fetch_sub_explicit(&entry->holds, 1, memory_order_acq_rel) == 1)
        free_entry(entry);
}

/* With the lock held, as all below that take a shard. */
static struct sc_l1_entry *_Atomic *bucket_of(const struct sc_l1 *l1, const struct shard *shard,
                                              uint64_t hash)
{
    return &shard->buckets[hash & (l1->bucket_count - 1)];
}

static void drop(const struct sc_l1 *l1, struct shard *shard, struct sc_l1_entry *entry)
{
    struct sc_l1_entry *_Atomic *at = bucket_of(l1, shard, entry->hash);

    while (*at != entry)
        at = &(*at)->next;
    *at = (struct sc_l1_entry *)entry->next;
    entry->later->sooner = entry->sooner;
    entry->sooner->later = entry->later;
    if (shard->hand == entry)
        shard->hand = entry->later == entry ? NULL : entry->later;
    shard->stats.entries--;
    end_hold(entry);
}

void sc_l1_destroy(struct sc_l1 *l1)
{
    if (l1 == NULL)
        return;
    for (size_t i = 0; i < l1->shard_count; i++) {
        struct shard *shard = &l1->shards[i];
        while (shard->hand != NULL) {
            assert(atomic_load(&shard->hand->holds) == 1);
            drop(l1, shard, shard->hand);
        }
        free(shard->buckets);
        pthread_mutex_destroy(&shard->lock);
    }
    for (size_t i = 0; i < SC_L1_TAGS_MAX; i++)
        free(atomic_load(&l1->tags[i]));
    pthread_mutex_destroy(&l1->tags_lock);
    free(l1);
}

/* NULL: none of this name, and `ret_place` is where one may be put. */
static struct sc_l1_tag *find_tag(struct sc_l1 *l1, struct sc_str name, size_t *ret_place)
{
    for (*ret_place = 0; *ret_place < SC_L1_TAGS_MAX; ++*ret_place) {
        struct sc_l1_tag *tag = atomic_load_explicit(&l1->tags[*ret_place], memory_order_acquire);
        if (tag == NULL || sc_str_eq((struct sc_str){tag->name, tag->len}, name))
            return tag;
    }
    return NULL;
}

void sc_l1_limit(struct sc_l1 *l1, int64_t longest_ms)
{
    atomic_store_explicit(&l1->longest_ms, longest_ms, memory_order_relaxed);
}

struct sc_l1_tag *sc_l1_tag_of(struct sc_l1 *l1, struct sc_str name)
{
    size_t place;
    struct sc_l1_tag *tag = find_tag(l1, name, &place);

    if (tag != NULL)
        return tag;
    pthread_mutex_lock(&l1->tags_lock);
    tag = find_tag(l1, name, &place);
    if (tag == NULL) {
        tag = calloc(1, sizeof *tag + name.len);
        assert(place < SC_L1_TAGS_MAX);
        assert(tag != NULL); /* a few bytes, a few times in a program's life */
        tag->len = name.len;
        memcpy(tag->name, name.at, name.len);
        atomic_store_explicit(&l1->tags[place], tag, memory_order_release);
    }
    pthread_mutex_unlock(&l1->tags_lock);
    return tag;
}

uint32_t sc_l1_tag_generation(const struct sc_l1_tag *tag)
{
    return atomic_load_explicit(&tag->generation, memory_order_acquire);
}

static void begin_generation(struct sc_l1_tag *tag)
{
    atomic_fetch_add_explicit(&tag->generation, 1, memory_order_acq_rel);
}

void sc_l1_forget(struct sc_l1 *l1, struct sc_str name)
{
    size_t place;
    struct sc_l1_tag *tag = find_tag(l1, name, &place);

    if (tag != NULL)
        begin_generation(tag);
}

void sc_l1_forget_all(struct sc_l1 *l1)
{
    for (size_t i = 0; i < SC_L1_TAGS_MAX; i++) {
        struct sc_l1_tag *tag = atomic_load_explicit(&l1->tags[i], memory_order_acquire);
        if (tag != NULL)
            begin_generation(tag);
    }
}

struct sc_l1_key sc_l1_key(const struct sc_l1 *l1, struct sc_str bytes)
{
    return (struct sc_l1_key){bytes, sc_hash_bytes(l1->seed, bytes)};
}

/* By other bits of the hash than the bucket. */
static struct shard *shard_of(struct sc_l1 *l1, uint64_t hash)
{
    return &l1->shards[(hash >> 48) & (l1->shard_count - 1)];
}

static struct sc_l1_entry *look_up(const struct sc_l1 *l1, struct shard *shard,
                                   const struct sc_l1_key *key)
{
    struct sc_l1_entry *entry = *bucket_of(l1, shard, key->hash);

    while (entry != NULL && (entry->hash != key->hash || entry->key_len != key->bytes.len ||
                             memcmp(entry->key, key->bytes.at, key->bytes.len) != 0))
        entry = entry->next;
    return entry;
}

static const struct sc_l1_entry *find(struct sc_l1 *l1, struct shard *shard,
                                      const struct sc_l1_key *key, uint32_t generation,
                                      int64_t now_us)
{
    pthread_mutex_lock(&shard->lock);
    struct sc_l1_entry *entry = look_up(l1, shard, key);
    if (entry != NULL && (entry->generation != generation || entry->until_us <= now_us)) {
        drop(l1, shard, entry);
        entry = NULL;
    }
    if (entry != NULL) {
        atomic_fetch_add_explicit(&entry->holds, 1, memory_order_relaxed);
        entry->was_used = true;
        shard->stats.hits++;
    } else {
        shard->stats.misses++;
    }
    pthread_mutex_unlock(&shard->lock);
    return entry;
}

/*
 * Most of a look-up is waiting for memory: that of several is fetched at once,
 * shards and buckets first, then the entries that they lead to.
 */
static void fetch_ahead(struct sc_l1 *l1, const struct sc_l1_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct shard *shard = shard_of(l1, keys[i].hash);
        __builtin_prefetch(shard);
        __builtin_prefetch(bucket_of(l1, shard, keys[i].hash));
    }
    for (size_t i = 0; i < count; i++) {
        const struct sc_l1_entry *entry = atomic_load_explicit(
            bucket_of(l1, shard_of(l1, keys[i].hash), keys[i].hash), memory_order_relaxed);
        if (entry == NULL)
            continue;
        __builtin_prefetch(entry); /* it may be gone by now: nothing is read */
        __builtin_prefetch((const char *)entry + LINE);
    }
}

size_t sc_l1_find(struct sc_l1 *l1, const struct sc_l1_tag *tag, const struct sc_l1_key *keys,
                  size_t count, int64_t now_us, const struct sc_l1_entry **ret_entries)
{
    uint32_t generation = sc_l1_tag_generation(tag);
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        if (i % AHEAD == 0)
            fetch_ahead(l1, keys + i, count - i < AHEAD ? count - i : AHEAD);
        ret_entries[i] = find(l1, shard_of(l1, keys[i].hash), &keys[i], generation, now_us);
        found += ret_entries[i] != NULL;
    }
    return found;
}

/* Drops what was not used since the hand came by last, until `bytes` more fit. */
static bool make_room(const struct sc_l1 *l1, struct shard *shard, size_t bytes)
{
    int looks = 0;

    if (bytes > l1->shard_bytes / SC_L1_PART_MAX)
        return false;
    while (atomic_load_explicit(&shard->bytes, memory_order_relaxed) + bytes > l1->shard_bytes) {
        struct sc_l1_entry *entry = shard->hand;
        if (entry == NULL || looks++ == SC_L1_LOOKS_MAX)
            return false;
        /* Dropping what somebody holds frees nothing yet. */
        if (entry->was_used || atomic_load_explicit(&entry->holds, memory_order_relaxed) > 1) {
            entry->was_used = false;
            shard->hand = entry->later;
            continue;
        }
        drop(l1, shard, entry);
        shard->stats.evicted++;
    }
    return true;
}

/* Behind the hand, so that it is the last to be looked at. */
static void keep(const struct sc_l1 *l1, struct shard *shard, struct sc_l1_entry *entry)
{
    struct sc_l1_entry *_Atomic *bucket = bucket_of(l1, shard, entry->hash);

    entry->next = (struct sc_l1_entry *)*bucket;
    *bucket = entry;
    if (shard->hand == NULL)
        shard->hand = entry->later = entry->sooner = entry;
    entry->later = shard->hand;
    entry->sooner = shard->hand->sooner;
    entry->sooner->later = entry;
    entry->later->sooner = entry;
    atomic_fetch_add_explicit(&entry->holds, 1, memory_order_relaxed);
    shard->stats.entries++;
    shard->stats.stored++;
}

static int64_t ttl_us_of(const struct sc_l1 *l1, int64_t ttl_ms)
{
    int64_t longest_ms = atomic_load_explicit(&l1->longest_ms, memory_order_relaxed);

    return (longest_ms > 0 && longest_ms < ttl_ms ? longest_ms : ttl_ms) * US_PER_MS;
}

static struct sc_l1_entry *make_entry(const struct sc_l1 *l1, struct shard *shard,
                                      const struct sc_l1_put *put)
{
    size_t rows_at = sizeof(struct sc_l1_entry) + put->key.bytes.len;
    int64_t ttl_us = ttl_us_of(l1, put->ttl_ms);
    uint64_t chance = sc_hash_number(put->key.hash, (uint64_t)put->now_us);

    rows_at = (rows_at + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    size_t size = rows_at + sc_rows_pack(put->shape, put->rows, put->count, NULL);
    struct sc_l1_entry *entry = malloc(size);
    if (entry == NULL)
        return NULL;
    char *rows = (char *)entry + rows_at;
    *entry = (struct sc_l1_entry){
        .hash = put->key.hash,
        .holds = 1,
        .generation = put->generation,
        .until_us = put->now_us + ttl_us - (int64_t)(chance % ((uint64_t)ttl_us / TTL_PART + 1)),
        .key_len = (uint32_t)put->key.bytes.len,
        .rows = rows,
        .count = (uint32_t)put->count,
        .bytes = malloc_usable_size(entry) + MALLOC_OVERHEAD,
        .shard = shard,
    };
    memcpy(entry->key, put->key.bytes.at, put->key.bytes.len);
    sc_rows_pack(put->shape, put->rows, put->count, rows);
    return entry;
}

const struct sc_l1_entry *sc_l1_put(struct sc_l1 *l1, const struct sc_l1_put *put)
{
    struct shard *shard = shard_of(l1, put->key.hash);
    struct sc_l1_entry *entry = make_entry(l1, shard, put);

    if (entry == NULL)
        return NULL;
    pthread_mutex_lock(&shard->lock);
    if (put->generation == sc_l1_tag_generation(put->tag)) { /* else what is kept is newer */
        struct sc_l1_entry *old = look_up(l1, shard, &put->key);
        if (old != NULL)
            drop(l1, shard, old);
        if (make_room(l1, shard, entry->bytes))
            keep(l1, shard, entry);
    }
    atomic_fetch_add_explicit(&shard->bytes, entry->bytes, memory_order_relaxed);
    pthread_mutex_unlock(&shard->lock);
    return entry;
}

struct sc_rows sc_l1_rows(const struct sc_l1_entry *entry)
{
    return (struct sc_rows){entry->rows, entry->count};
}

/* Const to who holds it, who may not change the rows; the count is ours. */
static struct sc_l1_entry *own(const struct sc_l1_entry *entry)
{
    return (struct sc_l1_entry *)(uintptr_t)entry;
}

void sc_l1_hold(const struct sc_l1_entry *entry)
{
    atomic_fetch_add_explicit(&own(entry)->holds, 1, memory_order_relaxed);
}

void sc_l1_give(const struct sc_l1_entry *entry)
{
    end_hold(own(entry));
}

struct sc_l1_stats sc_l1_stats(struct sc_l1 *l1)
{
    struct sc_l1_stats sum = {0};

    for (size_t i = 0; i < l1->shard_count; i++) {
        struct shard *shard = &l1->shards[i];
        pthread_mutex_lock(&shard->lock);
        sum.hits += shard->stats.hits;
        sum.misses += shard->stats.misses;
        sum.stored += shard->stats.stored;
        sum.evicted += shard->stats.evicted;
        sum.entries += shard->stats.entries;
        sum.bytes += atomic_load_explicit(&shard->bytes, memory_order_relaxed);
        pthread_mutex_unlock(&shard->lock);
    }
    return sum;
}
