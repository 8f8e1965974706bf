/*
 * hint.h - what a commit may have changed, told at once to those who listen.
 *
 *     sc_tx_hint(&tx, SC_HINT_LIST, list_id, seq);
 *     st = sc_tx_commit(&tx);             - now everyone who listens hears of the list
 *
 * A hint says that there may be something new, never what it is. It is told in
 * this process, and in others that share a Redis (bus.h). It may be lost: the
 * process can die right behind the commit, and Redis can be away. So whoever
 * listens also looks by itself now and then, or can do without.
 */
#ifndef SC_STORE_HINT_H
#define SC_STORE_HINT_H

#include <stdint.h>

struct sc_tx;

enum sc_hint_topic {
    SC_HINT_JOBS, /* there are jobs to be run; id and number are 0 */
    SC_HINT_LIST, /* a list, its items, or (number 0) who may see it; else number is its seq */
    SC_HINT_SIGNED_OUT, /* of a person, all tokens of epochs below number; of a session, all; a key
                           of a program */
    SC_HINT_TOPIC_COUNT,
};

struct sc_hint {
    enum sc_hint_topic topic;
    int64_t id;
    int64_t number;
};

/* Kept until the transaction is committed, then told; outside of one, told at once. */
void sc_tx_hint(struct sc_tx *tx, enum sc_hint_topic topic, int64_t id, int64_t number);

/*
 * Has `hear(context, hint)` called for each hint, on the thread that committed:
 * it must not wait. Who began to listen first hears first. The ear is ours until
 * sc_hint_unlisten returns.
 */
struct sc_hint_ear {
    void (*hear)(void *context, const struct sc_hint *hint);
    void *context;
    struct sc_hint_ear *next; /* ours */
};
void sc_hint_listen(struct sc_hint_ear *ear);
void sc_hint_unlisten(struct sc_hint_ear *ear);

/* Tells all but `from`, who has it already; NULL: all. */
void sc_hint_tell(const struct sc_hint *hint, const struct sc_hint_ear *from);

/* What a transaction has kept; private to it. */
struct sc_hint_kept;
/* For sc_tx_commit: tells them, and forgets them. */
void sc_hints_tell(struct sc_hint_kept **kept);

#endif
