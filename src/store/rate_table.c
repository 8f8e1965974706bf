#include "store/rate_table.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/hash.h"

enum {
    WAYS = 8,   /* callers of one set: 256 bytes, four cache lines */
    LOCKS = 64, /* a power of two; each of every so many sets */
};

struct caller {
    uint64_t hash; /* 0: nobody */
    int64_t marked_us;
    struct sc_rate_state state;
};

struct set {
    struct caller callers[WAYS];
};

struct sc_rate_table {
    uint64_t seed;
    size_t set_count; /* a power of two */
    struct set *sets;
    pthread_mutex_t locks[LOCKS];
};

struct sc_rate_table *sc_rate_table_create(size_t callers)
{
    struct sc_rate_table *table = calloc(1, sizeof *table);

    if (table == NULL)
        return NULL;
    table->set_count = LOCKS;
    while (table->set_count * WAYS < callers)
        table->set_count *= 2;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_init(&table->locks[i], NULL);
    table->sets = calloc(table->set_count, sizeof *table->sets);
    if (table->sets == NULL ||
        getrandom(&table->seed, sizeof table->seed, 0) != (ssize_t)sizeof table->seed) {
        sc_rate_table_destroy(table);
        return NULL;
    }
    return table;
}

void sc_rate_table_destroy(struct sc_rate_table *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&table->locks[i]);
    free(table->sets);
    free(table);
}

/* Never 0. */
static uint64_t hash_of(const struct sc_rate_table *table, struct sc_str key)
{
    return sc_hash_bytes(table->seed, key) | 1;
}

static size_t place_of(const struct sc_rate_table *table, uint64_t hash)
{
    return hash >> 1 & (table->set_count - 1);
}

static pthread_mutex_t *lock_of(struct sc_rate_table *table, size_t place)
{
    return &table->locks[place % LOCKS];
}

static struct caller *find(struct set *set, uint64_t hash)
{
    for (int i = 0; i < WAYS; i++)
        if (set->callers[i].hash == hash)
            return &set->callers[i];
    return NULL;
}

/* When nothing is lost by forgetting it. */
static int64_t matters_until(const struct caller *caller)
{
    int64_t until_us = caller->marked_us;

    for (int i = 0; i < SC_RATE_BUCKETS; i++)
        if (caller->state.empty_us[i] > until_us)
            until_us = caller->state.empty_us[i];
    return until_us;
}

static struct caller *find_or_make(struct set *set, uint64_t hash)
{
    struct caller *least = &set->callers[0], *found = find(set, hash);

    if (found != NULL)
        return found;
    for (int i = 1; i < WAYS; i++)
        if (matters_until(&set->callers[i]) < matters_until(least))
            least = &set->callers[i];
    *least = (struct caller){.hash = hash};
    return least;
}

struct sc_rate_verdict sc_rate_table_take(struct sc_rate_table *table, struct sc_str key,
                                          const struct sc_rate_charge *charge, int64_t now_us)
{
    uint64_t hash = hash_of(table, key);
    size_t place = place_of(table, hash);

    pthread_mutex_lock(lock_of(table, place));
    struct caller *caller = find_or_make(&table->sets[place], hash);
    struct sc_rate_verdict verdict = sc_rate_take(&caller->state, charge, now_us);
    pthread_mutex_unlock(lock_of(table, place));
    return verdict;
}

void sc_rate_table_mark(struct sc_rate_table *table, struct sc_str key, int64_t until_us)
{
    uint64_t hash = hash_of(table, key);
    size_t place = place_of(table, hash);

    pthread_mutex_lock(lock_of(table, place));
    find_or_make(&table->sets[place], hash)->marked_us = until_us;
    pthread_mutex_unlock(lock_of(table, place));
}

int64_t sc_rate_table_marked(struct sc_rate_table *table, struct sc_str key)
{
    uint64_t hash = hash_of(table, key);
    size_t place = place_of(table, hash);

    pthread_mutex_lock(lock_of(table, place));
    const struct caller *caller = find(&table->sets[place], hash);
    int64_t until_us = caller == NULL ? 0 : caller->marked_us;
    pthread_mutex_unlock(lock_of(table, place));
    return until_us;
}
