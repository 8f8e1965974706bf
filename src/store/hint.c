#include "store/hint.h"

#include <pthread.h>

#include "store/tx.h"

struct sc_hint_kept {
    struct sc_hint hint;
    struct sc_hint_kept *next;
};

/* Few, and of the whole process. */
static struct {
    pthread_mutex_t lock;
    struct sc_hint_ear *first;
} ears = {.lock = PTHREAD_MUTEX_INITIALIZER};

void sc_hint_listen(struct sc_hint_ear *ear)
{
    struct sc_hint_ear **at = &ears.first;

    pthread_mutex_lock(&ears.lock);
    while (*at != NULL)
        at = &(*at)->next;
    ear->next = NULL;
    *at = ear;
    pthread_mutex_unlock(&ears.lock);
}

void sc_hint_unlisten(struct sc_hint_ear *ear)
{
    pthread_mutex_lock(&ears.lock);
    for (struct sc_hint_ear **at = &ears.first; *at != NULL; at = &(*at)->next) {
        if (*at != ear)
            continue;
        *at = ear->next;
        break;
    }
    pthread_mutex_unlock(&ears.lock);
}

void sc_hint_tell(const struct sc_hint *hint, const struct sc_hint_ear *from)
{
    pthread_mutex_lock(&ears.lock);
    for (struct sc_hint_ear *ear = ears.first; ear != NULL; ear = ear->next)
        if (ear != from)
            ear->hear(ear->context, hint);
    pthread_mutex_unlock(&ears.lock);
}

void sc_tx_hint(struct sc_tx *tx, enum sc_hint_topic topic, int64_t id, int64_t number)
{
    const struct sc_hint hint = {topic, id, number};

    if (!tx->is_open) {
        sc_hint_tell(&hint, NULL);
        return;
    }
    for (const struct sc_hint_kept *k = tx->hints; k != NULL; k = k->next)
        if (k->hint.topic == topic && k->hint.id == id && k->hint.number == number)
            return;
    struct sc_hint_kept *kept = sc_arena_alloc(tx->rq->arena, sizeof *kept);
    if (kept == NULL) /* a hint may be lost */
        return;
    *kept = (struct sc_hint_kept){.hint = hint, .next = tx->hints};
    tx->hints = kept;
}

void sc_hints_tell(struct sc_hint_kept **kept)
{
    for (const struct sc_hint_kept *k = *kept; k != NULL; k = k->next)
        sc_hint_tell(&k->hint, NULL);
    *kept = NULL;
}
