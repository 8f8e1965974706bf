#include "store/rate_table.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/hash.h"

enum {
    WAYS = 8,   /* callers of one set: 640 bytes, ten cache lines */
    LOCKS = 64, /* a power of two; each of every so many sets */
};

struct caller {
    uint64_t hash; /* 0: nobody */
    int64_t marked_us;
    struct sc_rate_state state;
    struct sc_rate_state known; /* as Redis has it, or a little later; zeroed: it is not known */
    int64_t owed_us[SC_RATE_BUCKETS]; /* lent, and Redis was not told yet */
    int64_t sent_us[SC_RATE_BUCKETS]; /* lent, and Redis has not answered yet */
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

static void raise_to(int64_t *value, int64_t least)
{
    if (*value < least)
        *value = least;
}

/* When nothing is lost by forgetting it. */
static int64_t matters_until(const struct caller *caller)
{
    int64_t until_us = caller->marked_us;

    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        if (caller->owed_us[i] > 0 || caller->sent_us[i] > 0)
            return INT64_MAX;
        raise_to(&until_us, caller->state.empty_us[i]);
        raise_to(&until_us, caller->known.empty_us[i]);
    }
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

static bool is_owing(const struct caller *caller)
{
    int64_t owed_us = 0;

    for (int i = 0; i < SC_RATE_BUCKETS; i++)
        owed_us += caller->owed_us[i];
    return owed_us > 0;
}

static bool lend(struct caller *caller, const struct sc_rate_charge *charge, int32_t sharers,
                 int64_t now_us, struct sc_rate_verdict *ret_verdict)
{
    struct sc_rate_verdict verdict = {.is_allowed = true};

    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        int64_t ahead_us = caller->known.empty_us[i] - now_us;
        int64_t lent_us = caller->owed_us[i] + caller->sent_us[i] + charge->takes_us[i];
        int64_t slack_us = sc_rate_slack_us(charge->room_us[i]);
        verdict.used_us[i] = (ahead_us > 0 ? ahead_us : 0) + lent_us;
        if (caller->known.empty_us[i] == 0 || lent_us > slack_us / sharers ||
            verdict.used_us[i] > charge->room_us[i] - slack_us)
            return false;
    }
    for (int i = 0; i < SC_RATE_BUCKETS; i++)
        caller->owed_us[i] += charge->takes_us[i];
    *ret_verdict = verdict;
    return true;
}

bool sc_rate_table_lend(struct sc_rate_table *table, struct sc_str key,
                        const struct sc_rate_charge *charge, int32_t sharers, int64_t now_us,
                        struct sc_rate_verdict *ret_verdict, bool *ret_is_first)
{
    uint64_t hash = hash_of(table, key);
    size_t place = place_of(table, hash);

    pthread_mutex_lock(lock_of(table, place));
    struct caller *caller = find(&table->sets[place], hash);
    bool is_first = caller != NULL && !is_owing(caller);
    bool is_lent = caller != NULL && lend(caller, charge, sharers, now_us, ret_verdict);
    pthread_mutex_unlock(lock_of(table, place));
    if (is_lent)
        *ret_is_first = is_first;
    return is_lent;
}

bool sc_rate_table_collect(struct sc_rate_table *table, struct sc_str key,
                           int64_t ret_owes_us[SC_RATE_BUCKETS])
{
    uint64_t hash = hash_of(table, key);
    size_t place = place_of(table, hash);

    pthread_mutex_lock(lock_of(table, place));
    struct caller *caller = find(&table->sets[place], hash);
    bool is_any = caller != NULL && is_owing(caller);
    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        ret_owes_us[i] = is_any ? caller->owed_us[i] : 0;
        if (is_any) {
            caller->sent_us[i] += caller->owed_us[i];
            caller->owed_us[i] = 0;
        }
    }
    pthread_mutex_unlock(lock_of(table, place));
    return is_any;
}

void sc_rate_table_settle(struct sc_rate_table *table, struct sc_str key,
                          const int64_t owes_us[SC_RATE_BUCKETS],
                          const struct sc_rate_verdict *verdict, int64_t now_us)
{
    uint64_t hash = hash_of(table, key);
    size_t place = place_of(table, hash);

    pthread_mutex_lock(lock_of(table, place));
    struct caller *caller = find_or_make(&table->sets[place], hash);
    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        caller->sent_us[i] -= owes_us[i];
        raise_to(&caller->sent_us[i], 0); /* it was forgotten meanwhile */
        if (verdict == NULL)
            caller->known.empty_us[i] = 0;
        else /* moments only move on: of answers of two loops the latest counts */
            raise_to(&caller->known.empty_us[i], now_us + verdict->used_us[i]);
    }
    pthread_mutex_unlock(lock_of(table, place));
}
