/* The store of free documents: a table and two orders of use a shard, under its lock. */
#include "graphql/documents_parts.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

enum {
    ENTRY_USUAL = 16 * 1024, /* bytes: how many buckets there are */
    BUCKETS_MIN = 16,
};

static_assert(offsetof(struct sc_gql_entry, prepared) == 0, "callers hold the entry's beginning");

static bool init_shard(struct sc_gql_shard *shard, size_t bytes_max)
{
    size_t count = BUCKETS_MIN;

    while (count < bytes_max / ENTRY_USUAL)
        count *= 2;
    shard->buckets = calloc(count, sizeof *shard->buckets);
    shard->bucket_count = count;
    shard->refused.bytes_max = bytes_max / SC_GQL_DOCUMENT_REFUSED_PART;
    shard->good.bytes_max = bytes_max - shard->refused.bytes_max;
    return shard->buckets != NULL && pthread_mutex_init(&shard->lock, NULL) == 0;
}

struct sc_gql_documents *sc_gql_documents_create(const struct sc_gql_documents_config *config)
{
    struct sc_gql_documents *documents = calloc(1, sizeof *documents);

    if (documents == NULL || sodium_init() < 0) {
        free(documents);
        return NULL;
    }
    documents->config = *config;
    crypto_shorthash_keygen(documents->key);
    for (size_t i = 0; i < SC_GQL_DOCUMENT_SHARDS; i++)
        if (!init_shard(&documents->shards[i], config->bytes_max / SC_GQL_DOCUMENT_SHARDS)) {
            sc_gql_documents_destroy(documents);
            return NULL;
        }
    return documents;
}

static void finish_order(struct sc_gql_order *order)
{
    while (order->newest != NULL) {
        struct sc_gql_entry *entry = order->newest;
        order->newest = entry->older;
        sc_gql_entry_unref(entry);
    }
}

void sc_gql_documents_destroy(struct sc_gql_documents *documents)
{
    if (documents == NULL)
        return;
    for (size_t i = 0; i < SC_GQL_DOCUMENT_SHARDS; i++) {
        struct sc_gql_shard *shard = &documents->shards[i];
        finish_order(&shard->good);
        finish_order(&shard->refused);
        if (shard->buckets != NULL)
            pthread_mutex_destroy(&shard->lock);
        free(shard->buckets);
    }
    sc_gql_trusted_finish(documents);
    free(documents);
}

static uint64_t hash_of(const struct sc_gql_documents *documents, struct sc_str text,
                        struct sc_str name)
{
    static_assert(crypto_shorthash_BYTES == sizeof(uint64_t), "SipHash-2-4");
    uint64_t of_text, of_name;

    crypto_shorthash((unsigned char *)&of_text, (const unsigned char *)text.at, text.len,
                     documents->key);
    crypto_shorthash((unsigned char *)&of_name, (const unsigned char *)name.at, name.len,
                     documents->key);
    return of_text ^ of_name << 1;
}

static struct sc_gql_shard *shard_of(struct sc_gql_documents *documents, uint64_t hash)
{
    return &documents->shards[hash % SC_GQL_DOCUMENT_SHARDS];
}

static struct sc_gql_entry **bucket_of(const struct sc_gql_shard *shard, uint64_t hash)
{
    return &shard->buckets[hash / SC_GQL_DOCUMENT_SHARDS & (shard->bucket_count - 1)];
}

static struct sc_gql_order *order_of(struct sc_gql_shard *shard, const struct sc_gql_entry *entry)
{
    return entry->prepared.status == SC_OK ? &shard->good : &shard->refused;
}

static void take_out(struct sc_gql_order *order, struct sc_gql_entry *entry)
{
    if (entry->newer != NULL)
        entry->newer->older = entry->older;
    else
        order->newest = entry->older;
    if (entry->older != NULL)
        entry->older->newer = entry->newer;
    else
        order->oldest = entry->newer;
    order->bytes -= entry->bytes;
}

static void put_in_front(struct sc_gql_order *order, struct sc_gql_entry *entry)
{
    entry->newer = NULL;
    entry->older = order->newest;
    if (order->newest != NULL)
        order->newest->newer = entry;
    else
        order->oldest = entry;
    order->newest = entry;
    order->bytes += entry->bytes;
}

static bool is_name(const struct sc_gql_entry *entry, struct sc_str name)
{
    return (entry->name.at == NULL) == (name.at == NULL) && sc_str_eq(entry->name, name);
}

/* Under the lock. What is found was used just now. */
static struct sc_gql_entry *find(struct sc_gql_shard *shard, uint64_t hash, struct sc_str text,
                                 struct sc_str name)
{
    struct sc_gql_entry *entry = *bucket_of(shard, hash);

    while (entry != NULL &&
           (entry->hash != hash || !sc_str_eq(entry->text, text) || !is_name(entry, name)))
        entry = entry->same;
    if (entry != NULL) {
        struct sc_gql_order *order = order_of(shard, entry);
        take_out(order, entry);
        put_in_front(order, entry);
    }
    return entry;
}

const struct sc_gql_prepared *sc_gql_documents_find(struct sc_gql_documents *documents,
                                                    struct sc_str text,
                                                    struct sc_str operation_name)
{
    uint64_t hash = hash_of(documents, text, operation_name);
    struct sc_gql_shard *shard = shard_of(documents, hash);

    pthread_mutex_lock(&shard->lock);
    struct sc_gql_entry *entry = find(shard, hash, text, operation_name);
    const struct sc_gql_prepared *prepared = entry == NULL ? NULL : sc_gql_entry_ref(entry);
    pthread_mutex_unlock(&shard->lock);
    return prepared;
}

/* Under the lock: those used longest ago leave until there is room; they are linked by `same`. */
static struct sc_gql_entry *make_room(struct sc_gql_shard *shard, struct sc_gql_order *order,
                                      size_t bytes)
{
    struct sc_gql_entry *gone = NULL;

    while (order->oldest != NULL && order->bytes + bytes > order->bytes_max) {
        struct sc_gql_entry *entry = order->oldest;
        struct sc_gql_entry **link = bucket_of(shard, entry->hash);
        while (*link != entry)
            link = &(*link)->same;
        *link = entry->same;
        take_out(order, entry);
        entry->same = gone;
        gone = entry;
    }
    return gone;
}

/* Keeps an entry, unless it is too large or another thread was first. */
static struct sc_gql_entry *keep(struct sc_gql_shard *shard, struct sc_gql_entry *entry)
{
    struct sc_gql_order *order = order_of(shard, entry);
    struct sc_gql_entry *gone = NULL, *known;

    pthread_mutex_lock(&shard->lock);
    known = find(shard, entry->hash, entry->text, entry->name);
    if (known != NULL) {
        sc_gql_entry_ref(known);
    } else if (entry->bytes <= order->bytes_max) {
        gone = make_room(shard, order, entry->bytes);
        struct sc_gql_entry **bucket = bucket_of(shard, entry->hash);
        entry->same = *bucket;
        *bucket = entry;
        put_in_front(order, entry);
        sc_gql_entry_ref(entry);
    }
    pthread_mutex_unlock(&shard->lock);
    while (gone != NULL) {
        struct sc_gql_entry *next = gone->same;
        sc_gql_entry_unref(gone);
        gone = next;
    }
    if (known == NULL)
        return entry;
    sc_gql_entry_unref(entry);
    return known;
}

const struct sc_gql_prepared *sc_gql_documents_prepare(struct sc_gql_documents *documents,
                                                       struct sc_str text,
                                                       struct sc_str operation_name)
{
    uint64_t hash = hash_of(documents, text, operation_name);
    struct sc_gql_entry *entry = sc_gql_entry_create(&documents->config, text, operation_name);

    if (entry == NULL || entry->is_passing)
        return entry == NULL ? NULL : &entry->prepared;
    entry->hash = hash;
    return &keep(shard_of(documents, hash), entry)->prepared;
}
