/*
 * What a look-up in the cache of rows costs: hits, misses, and one and two threads at
 * once, over entries of the size of a product. In CPU nanoseconds of one look-up.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "store/l1.h"

enum {
    ENTRIES = 200000,
    HOT = 2000, /* what most requests are about */
    LOOKS = 4000000,
    BATCH = 40, /* held at once, as by one request */
    THREADS_MAX = 2,
};

struct product {
    int64_t id;
    struct sc_str gtin, name, brand, image;
    int64_t size_milli;
};

#define A_FIELD(name, type) SC_FIELD(struct product, name, type)
static const struct sc_field fields[] = {
    A_FIELD(id, SC_FIELD_BIGINT),  A_FIELD(gtin, SC_FIELD_TEXT),
    A_FIELD(name, SC_FIELD_TEXT),  A_FIELD(brand, SC_FIELD_TEXT),
    A_FIELD(image, SC_FIELD_TEXT), A_FIELD(size_milli, SC_FIELD_BIGINT),
};
static const struct sc_shape shape = SC_SHAPE(struct product, fields);

/* As a loader's: its hash, and the id. */
struct key {
    uint64_t loader;
    int64_t id;
};

struct work {
    struct sc_l1 *l1;
    int64_t among; /* ids below this are asked for */
    int64_t from;
    int64_t found;
    int64_t cpu_ns;
};

static int64_t thread_cpu_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static struct sc_l1_key key_of(const struct sc_l1 *l1, struct key *key, int64_t id)
{
    *key = (struct key){.loader = UINT64_C(0x1234567812345678), .id = id};
    return sc_l1_key(l1, (struct sc_str){(const char *)key, sizeof *key});
}

static void fill(struct sc_l1 *l1)
{
    for (int64_t id = 0; id < ENTRIES; id++) {
        struct key key;
        struct product product = {
            .id = id,
            .gtin = SC_STR("5391234567890"),
            .name = SC_STR("Larkfield wholemeal bread, sliced"),
            .brand = SC_STR("Larkfield"),
            .image = SC_STR("d1c5b2a09e8f77665544332211009988"),
        };
        const void *row = &product;
        struct sc_l1_put put = {
            .tag = sc_l1_tag_of(l1, SC_STR("product")),
            .key = key_of(l1, &key, id),
            .ttl_ms = 600000,
            .shape = &shape,
            .rows = &row,
            .count = 1,
        };
        sc_l1_give(sc_l1_put(l1, &put));
    }
}

static void *look(void *context)
{
    struct work *work = context;
    const struct sc_l1_tag *tag = sc_l1_tag_of(work->l1, SC_STR("product"));
    const struct sc_l1_entry *held[BATCH];
    uint64_t random = 88172645463325252u;
    int64_t began_ns = thread_cpu_ns();

    for (int i = 0; i < LOOKS; i += BATCH) {
        struct key bytes[BATCH];
        struct sc_l1_key keys[BATCH];
        for (int k = 0; k < BATCH; k++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            int64_t id = work->from + (int64_t)(random % (uint64_t)work->among);
            keys[k] = key_of(work->l1, &bytes[k], id);
        }
        work->found += (int64_t)sc_l1_find(work->l1, tag, keys, BATCH, 0, held);
        for (int k = 0; k < BATCH; k++)
            if (held[k] != NULL)
                sc_l1_give(held[k]);
    }
    work->cpu_ns = thread_cpu_ns() - began_ns;
    return NULL;
}

static void measure(struct sc_l1 *l1, const char *what, int64_t from, int64_t among, int threads)
{
    struct work works[THREADS_MAX];
    pthread_t ids[THREADS_MAX];

    for (int i = 0; i < threads; i++) {
        works[i] = (struct work){.l1 = l1, .from = from, .among = among};
        if (pthread_create(&ids[i], NULL, look, &works[i]) != 0)
            exit(1);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        printf("%-44s %6.0f ns, %.1f %% found\n", what, (double)works[i].cpu_ns / LOOKS,
               100.0 * (double)works[i].found / LOOKS);
    }
}

int main(void)
{
    struct sc_l1 *l1 = sc_l1_create(128 * 1024 * 1024);

    if (l1 == NULL)
        return 1;
    fill(l1);
    struct sc_l1_stats stats = sc_l1_stats(l1);
    printf("%zu products in %.1f MiB, %zu bytes each\n", stats.entries,
           (double)stats.bytes / 1024 / 1024, stats.bytes / stats.entries);
    measure(l1, "one thread, among 2,000", 0, HOT, 1);
    measure(l1, "one thread, among 200,000", 0, ENTRIES, 1);
    measure(l1, "two threads, among 2,000", 0, HOT, 2);
    measure(l1, "two threads, among 200,000", 0, ENTRIES, 2);
    measure(l1, "one thread, nothing to find", ENTRIES, ENTRIES, 1);
    sc_l1_destroy(l1);
    return 0;
}
