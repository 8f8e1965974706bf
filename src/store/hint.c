#include "store/hint.h"

#include <pthread.h>

#include "store/tx.h"

struct sc_hint {
    enum sc_hint_topic topic;
    int64_t id;
    struct sc_hint *next;
};

/* Few, and of the whole process. */
static struct {
    pthread_mutex_t lock;
    struct sc_hint_ear *first;
} ears = {.lock = PTHREAD_MUTEX_INITIALIZER};

void sc_hint_listen(struct sc_hint_ear *ear)
{
    pthread_mutex_lock(&ears.lock);
    ear->next = ears.first;
    ears.first = ear;
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

void sc_hint_tell(enum sc_hint_topic topic, int64_t id)
{
    pthread_mutex_lock(&ears.lock);
    for (struct sc_hint_ear *ear = ears.first; ear != NULL; ear = ear->next)
        if (ear->topic == topic)
            ear->hear(ear->context, id);
    pthread_mutex_unlock(&ears.lock);
}

void sc_tx_hint(struct sc_tx *tx, enum sc_hint_topic topic, int64_t id)
{
    if (!tx->is_open) {
        sc_hint_tell(topic, id);
        return;
    }
    for (const struct sc_hint *hint = tx->hints; hint != NULL; hint = hint->next)
        if (hint->topic == topic && hint->id == id)
            return;
    struct sc_hint *hint = sc_arena_alloc(tx->rq->arena, sizeof *hint);
    if (hint == NULL) /* a hint may be lost */
        return;
    *hint = (struct sc_hint){.topic = topic, .id = id, .next = tx->hints};
    tx->hints = hint;
}

void sc_hints_tell(struct sc_hint **hints)
{
    for (const struct sc_hint *hint = *hints; hint != NULL; hint = hint->next)
        sc_hint_tell(hint->topic, hint->id);
    *hints = NULL;
}
