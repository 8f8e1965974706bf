#include "accounts/ended.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/hash.h"

enum {
    WAYS = 4, /* entries of one hash */
};

struct entry {
    int64_t id; /* of a person, or of a session */
    int64_t number;
    int64_t until_s; /* 0: none is here */
};

struct accounts_ended {
    uint64_t seed;
    _Atomic int64_t until_s; /* of all: nothing is to be looked for behind it */
    pthread_mutex_t lock;
    struct entry entries[ACCOUNTS_ENDED_MAX];
};

struct accounts_ended *accounts_ended_create(void)
{
    struct accounts_ended *ended = calloc(1, sizeof *ended);

    if (ended == NULL)
        return NULL;
    randombytes_buf(&ended->seed, sizeof ended->seed);
    pthread_mutex_init(&ended->lock, NULL);
    return ended;
}

void accounts_ended_destroy(struct accounts_ended *ended)
{
    if (ended == NULL)
        return;
    pthread_mutex_destroy(&ended->lock);
    free(ended);
}

static struct entry *entries_of(struct accounts_ended *ended, int64_t id)
{
    uint64_t hash = sc_hash_number(ended->seed, (uint64_t)id);

    return &ended->entries[hash % (ACCOUNTS_ENDED_MAX / WAYS) * WAYS];
}

void accounts_ended_put(struct accounts_ended *ended, int64_t id, int64_t number, int64_t now_s)
{
    pthread_mutex_lock(&ended->lock);
    struct entry *entries = entries_of(ended, id), *to = entries;
    for (int i = 0; i < WAYS; i++) { /* its own place, else the one that ends first */
        if (entries[i].id == id) {
            to = &entries[i];
            break;
        }
        if (entries[i].until_s < to->until_s)
            to = &entries[i];
    }
    if (to->id != id || to->number < number)
        to->number = number;
    to->id = id;
    to->until_s = now_s + ACCOUNTS_TOKEN_S;
    atomic_store(&ended->until_s, now_s + ACCOUNTS_TOKEN_S);
    pthread_mutex_unlock(&ended->lock);
}

static bool is_over(struct accounts_ended *ended, int64_t id, int64_t epoch, int64_t now_s)
{
    const struct entry *entries = entries_of(ended, id);

    for (int i = 0; i < WAYS; i++)
        if (entries[i].id == id && entries[i].until_s >= now_s && epoch < entries[i].number)
            return true;
    return false;
}

bool accounts_ended_has(struct accounts_ended *ended, const struct accounts_token *token,
                        int64_t now_s)
{
    if (atomic_load(&ended->until_s) < now_s)
        return false;
    pthread_mutex_lock(&ended->lock);
    bool has = is_over(ended, token->person_id, token->epoch, now_s) ||
               is_over(ended, token->session_id, 0, now_s);
    pthread_mutex_unlock(&ended->lock);
    return has;
}
