/*
 * hint.h - what a commit may have changed, told at once to those in this process who listen.
 *
 *     sc_tx_hint(&tx, SC_HINT_LIST, list_id);
 *     st = sc_tx_commit(&tx);             - now everyone who listens for lists hears the id
 *
 * A hint says that there may be something new, never what it is, and it may be
 * lost: the process can die right behind the commit, and another process hears
 * nothing. So whoever listens also looks by itself now and then.
 */
#ifndef SC_STORE_HINT_H
#define SC_STORE_HINT_H

#include <stdint.h>

struct sc_tx;

enum sc_hint_topic {
    SC_HINT_JOBS, /* there are jobs to be run; the id is 0 */
    SC_HINT_LIST, /* a list, its items, or who may see it; the id is the list's */
};

/* Kept until the transaction is committed, then told; outside of one, told at once. */
void sc_tx_hint(struct sc_tx *tx, enum sc_hint_topic topic, int64_t id);

/*
 * Has `hear(context, id)` called for each hint of the topic, on the thread that
 * committed: it must not wait. The ear is ours until sc_hint_unlisten returns.
 */
struct sc_hint_ear {
    enum sc_hint_topic topic;
    void (*hear)(void *context, int64_t id);
    void *context;
    struct sc_hint_ear *next; /* ours */
};
void sc_hint_listen(struct sc_hint_ear *ear);
void sc_hint_unlisten(struct sc_hint_ear *ear);

void sc_hint_tell(enum sc_hint_topic topic, int64_t id);

/* For sc_tx_commit: tells what the transaction kept, and forgets it. */
struct sc_hint;
void sc_hints_tell(struct sc_hint **hints);

#endif
