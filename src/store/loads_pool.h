/*
 * loads_pool.h - a few connections of one loop, and the batches of statements that wait for one.
 *
 * A batch goes out as one pipeline on one connection (loads_pipe.h); what a failure of
 * another took down is sent again, alone, once. A batch that is late ends with its
 * connection; it, or one whose connection broke, may be taken elsewhere. What has
 * arrived by then counts, however late the loop is.
 *
 * A batch with a guard is for a replica: how far that has replayed is asked in
 * front of it, and unless it is far enough within SC_LOADS_GUARD_MS, nothing of
 * what it answers is heard. One that is about to be is asked again meanwhile.
 *
 * For loads.h alone. Nothing here waits, and nothing is called back from
 * within a call: only from the loop's turns.
 */
#ifndef SC_STORE_LOADS_POOL_H
#define SC_STORE_LOADS_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/loop.h"
#include "store/loads_meters.h"
#include "store/loads_pipe.h"
#include "store/pg_url.h"

struct sc_link;

enum {
    SC_LOADS_GUARD_MS = 20,     /* for a replica to say so, from when the batch was sent */
    SC_LOADS_GUARD_STEP_MS = 1, /* it is asked again so soon, then after twice that, ... */
};

enum sc_batch_state {
    SC_BATCH_OWN, /* the caller's: not submitted, or about to be given back */
    SC_BATCH_WAITS,
    SC_BATCH_SENT,
};

/* Where the server must stand before anything of a batch is heard. */
enum sc_guard_kind {
    SC_GUARD_NONE,
    SC_GUARD_REPLAYED, /* it has replayed so far, or is a primary */
    SC_GUARD_PRIMARY,  /* it is one */
};
struct sc_guard {
    enum sc_guard_kind kind;
    uint32_t timeline; /* of a primary, at least */
    uint64_t lsn;
};

/* Zeroed, then filled with statements. */
struct sc_batch {
    struct sc_statement *statements;
    struct sc_guard guard;
    enum sc_batch_state state;
    int64_t since_us;      /* waits */
    struct sc_batch *next; /* in the queue */
    struct sc_link *link;  /* it was sent on */
};

/* Why a batch cannot be had here. */
enum sc_batch_trouble {
    SC_BATCH_LOST,     /* its connection broke */
    SC_BATCH_LATE,     /* it took too long */
    SC_BATCH_STRANDED, /* it was not sent, and there is no connection */
    SC_BATCH_BEHIND,   /* the server does not stand where it must, or does not say so in time */
    SC_BATCH_TROUBLE_COUNT,
};

struct sc_loads_pool;

struct sc_loads_pool_config {
    struct sc_loop *loop;
    const struct sc_pg_target *target;
    int connections;
    int64_t limit_ms;               /* of a batch; 0: what its statements may take together */
    struct sc_loads_meters *meters; /* NULL: none */
    const char *name;               /* for them */
    void *context;
    /* Each statement's end, then the batch's, when it is the caller's again. */
    void (*on_statement)(void *context, struct sc_statement *statement,
                         const struct sc_statement_end *end);
    void (*on_batch)(void *context, struct sc_batch *batch);
    void (*on_turn)(void *context); /* after these, at the end of a turn */
    /*
     * True: the batch was taken, and perhaps submitted again, here or elsewhere.
     * False: it fails; one that is stranded waits on while there is hope. NULL: the same.
     */
    bool (*on_trouble)(void *context, struct sc_batch *batch, enum sc_batch_trouble trouble);
    /* What a replica has told a guard. True: it is about to be far enough. NULL: without guards. */
    bool (*on_replayed)(void *context, const struct sc_batch *batch, uint64_t lsn);
    void (*on_broken)(void *context, const struct sc_loads_pool *pool); /* a connection; or NULL */
};

/* NULL: no memory. */
struct sc_loads_pool *sc_loads_pool_create(const struct sc_loads_pool_config *config);
/* No batch may wait any more; those sent, which must be abandoned, it gives back. NULL is fine. */
void sc_loads_pool_destroy(struct sc_loads_pool *pool);

/* Begins to connect, unless it has: so that it is known whether there is a server. */
void sc_loads_pool_warm(struct sc_loads_pool *pool);

/*
 * Sends the batch, now or in its turn. SC_BUSY: too many wait. SC_UNAVAILABLE: there
 * is no server, `*ret_words` says why. It is then still the caller's.
 */
SC_MUST_USE enum sc_status sc_loads_pool_submit(struct sc_loads_pool *pool, struct sc_batch *batch,
                                                const char **ret_words);

/*
 * Nobody wants the batch any more. True: it had not been sent, and is the
 * caller's again. False: it ends as any other, soon.
 */
bool sc_loads_pool_abandon(struct sc_loads_pool *pool, struct sc_batch *batch);

/* A connection was late or broke, or there is no server, and nothing better was seen since. */
bool sc_loads_pool_is_doubtful(const struct sc_loads_pool *pool);

/* There is a connection. */
bool sc_loads_pool_is_open(const struct sc_loads_pool *pool);

#endif
