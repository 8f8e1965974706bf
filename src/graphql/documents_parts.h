/*
 * documents_parts.h - one prepared document, and the two stores of them: free ones
 * (documents.c), which come and go, and trusted ones (documents_trust.c), which stay.
 */
#ifndef SC_GRAPHQL_DOCUMENTS_PARTS_H
#define SC_GRAPHQL_DOCUMENTS_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "graphql/documents.h"
#include "graphql/names.h"

enum {
    SC_GQL_DOCUMENT_SHARDS = 8,        /* locks, so that threads seldom meet at one */
    SC_GQL_DOCUMENT_HASH = 32,         /* bytes of SHA-256 */
    SC_GQL_DOCUMENT_REFUSED_PART = 16, /* of the bytes, one in so many is for refused ones */
};

/* One operation of one text. Never changes once others see it, but for the links. */
struct sc_gql_entry {
    struct sc_gql_prepared prepared; /* what callers hold */
    atomic_uint refs;                /* the store's own is one */
    struct sc_arena *arena;          /* of all that is below, and of this */
    struct sc_str text;
    struct sc_str name; /* of the operation; absent: none was given */
    size_t bytes;       /* taken from the system */
    bool is_passing;    /* refused for want of memory: another time it may be had */

    /* of the store, under its lock */
    uint64_t hash;
    struct sc_gql_entry *same;          /* in its bucket */
    struct sc_gql_entry *newer, *older; /* in the order of use */
};

/* Entries in the order of their last use. */
struct sc_gql_order {
    struct sc_gql_entry *newest, *oldest;
    size_t bytes, bytes_max;
};

struct sc_gql_shard {
    pthread_mutex_t lock;
    struct sc_gql_entry **buckets;
    size_t bucket_count; /* a power of two */
    struct sc_gql_order good, refused;
};

/* A trusted document: one entry for each operation. */
struct sc_gql_trusted {
    unsigned char hash[SC_GQL_DOCUMENT_HASH];
    struct sc_gql_entry *entries; /* linked by `same` */
    struct sc_gql_trusted *next;
};

struct sc_gql_documents {
    struct sc_gql_documents_config config;
    unsigned char key[16]; /* of the hash, so that nobody can choose who shares a bucket */
    struct sc_gql_shard shards[SC_GQL_DOCUMENT_SHARDS];
    struct sc_arena *trusted_arena;
    struct sc_gql_trusted *trusted;
    struct sc_gql_names trusted_names; /* by hash */
};

/*
 * Parses, validates, plans one operation of a text, or says why not. Its one
 * reference is the caller's. NULL: no memory.
 */
struct sc_gql_entry *sc_gql_entry_create(const struct sc_gql_documents_config *config,
                                         struct sc_str text, struct sc_str name);
void sc_gql_entry_unref(struct sc_gql_entry *entry);
const struct sc_gql_prepared *sc_gql_entry_ref(struct sc_gql_entry *entry);

/* Gives back all trusted documents. */
void sc_gql_trusted_finish(struct sc_gql_documents *documents);

#endif
