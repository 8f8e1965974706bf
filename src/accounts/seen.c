#include "accounts/seen.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
    LOCKS = 64, /* each of every 64th slot */
};

struct slot {
    struct accounts_token token;
    char text[ACCOUNTS_TOKEN_LEN]; /* all zero: nothing is here */
};

struct accounts_seen {
    uint64_t seed;
    pthread_mutex_t locks[LOCKS];
    struct slot slots[ACCOUNTS_SEEN_MAX];
};

struct accounts_seen *accounts_seen_create(void)
{
    struct accounts_seen *seen = calloc(1, sizeof *seen); /* pages come as they are used */

    if (seen == NULL)
        return NULL;
    randombytes_buf(&seen->seed, sizeof seen->seed);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_init(&seen->locks[i], NULL);
    return seen;
}

void accounts_seen_destroy(struct accounts_seen *seen)
{
    if (seen == NULL)
        return;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&seen->locks[i]);
    free(seen);
}

static size_t place_of(const struct accounts_seen *seen, struct sc_str text)
{
    return sc_hash_bytes(seen->seed, text) % ACCOUNTS_SEEN_MAX;
}

bool accounts_seen_find(struct accounts_seen *seen, struct sc_str text,
                        struct accounts_token *ret_token)
{
    if (text.len != ACCOUNTS_TOKEN_LEN)
        return false;
    size_t at = place_of(seen, text);
    pthread_mutex_lock(&seen->locks[at % LOCKS]);
    /* Not memcmp: how long it takes would tell how much of another's token was guessed. */
    bool is_seen = sodium_memcmp(seen->slots[at].text, text.at, ACCOUNTS_TOKEN_LEN) == 0;
    if (is_seen)
        *ret_token = seen->slots[at].token;
    pthread_mutex_unlock(&seen->locks[at % LOCKS]);
    return is_seen;
}

void accounts_seen_put(struct accounts_seen *seen, struct sc_str text,
                       const struct accounts_token *token)
{
    size_t at = place_of(seen, text);

    pthread_mutex_lock(&seen->locks[at % LOCKS]);
    seen->slots[at].token = *token;
    memcpy(seen->slots[at].text, text.at, ACCOUNTS_TOKEN_LEN);
    pthread_mutex_unlock(&seen->locks[at % LOCKS]);
}

void accounts_seen_clear(struct accounts_seen *seen)
{
    for (size_t lock = 0; lock < LOCKS; lock++) {
        pthread_mutex_lock(&seen->locks[lock]);
        for (size_t at = lock; at < ACCOUNTS_SEEN_MAX; at += LOCKS)
            if (seen->slots[at].text[0] != '\0') /* else its page was never touched */
                seen->slots[at].text[0] = '\0';
        pthread_mutex_unlock(&seen->locks[lock]);
    }
}
