/*
 * loads_parts.h - what the files of loads.h share.
 *
 * How it hangs together: each load of a run is an ask. What is not cached has a
 * statement of its own, whose rows go to the request. What is cached has a flight
 * for each key that is missing, and waits for those, its own and others'. The
 * statements of a run are a group, or two: quick and slow; what is looked for in L2
 * first is a group of its own, whose statements are written when L2 has answered, for
 * what is still missing. A group lives as long as one of them is under way, whatever
 * became of the run, which lives in its request.
 */
#ifndef SC_STORE_LOADS_PARTS_H
#define SC_STORE_LOADS_PARTS_H

#include "store/l2_entry.h"
#include "store/loads.h"
#include "store/loads_keys.h"
#include "store/loads_pool.h"

enum {
    SC_LOADS_GROUP_CAP = 64 * 1024 * 1024, /* bytes of a level's parameters and cached rows */
    SC_LOADS_SPARES_MAX = 8,
    SC_LOADS_BUCKETS = 1024, /* of flights; a power of two */
};

struct loads_run {
    struct sc_loads *loads;
    struct sc_request *rq;
    struct sc_load *at;
    size_t count;
    struct loads_ask *asks;
    size_t pending; /* asks without an answer */
    sc_loop_fn on_done;
    void *context;
    struct sc_loop_timer timer;
    bool is_listed;
    struct loads_run *next, **self; /* in the list of those that wait, or of those that are done */
};

struct loads_ask {
    struct loads_run *run;
    struct sc_load *load;
    bool is_pending;
    struct sc_keys keys;
    struct loads_asked *asked; /* not cached: its statement, once that is made */

    /* Cached. */
    const struct sc_l1_entry **entries; /* of each key; held until the request ends */
    size_t missing;
    struct loads_waiter *waiters; /* for what was missing */
    size_t waiter_count;
    struct sc_hold hold;
};

/* One key that an ask waits for. */
struct loads_waiter {
    struct loads_ask *ask;
    uint32_t key;
    struct loads_flight *flight; /* NULL: it has landed */
    struct loads_waiter *next, **self;
};

/* One key that is being read, for all who want it. */
struct loads_flight {
    struct sc_l1_key key;
    struct loads_asked *asked;
    struct loads_waiter *waiters;
    struct loads_flight *next, **self; /* in its bucket; self NULL: nobody else may join */
};

/* A statement, and who wants its rows. */
struct loads_asked {
    struct sc_statement statement; /* the first member: the pool knows this */
    struct loads_group *group;
    const struct sc_pg_loader *loader;
    struct sc_keys keys;
    const void *in;        /* its other parameters; NULL: none */
    struct loads_ask *ask; /* not cached; NULL: forgotten */

    /* Cached. */
    struct loads_flight **flights; /* of each key */
    struct sc_l1_tag *tag;
    uint32_t generation;
    bool is_looked;          /* its keys are asked of L2 */
    bool is_unsure;          /* what changed them last may not be seen yet */
    bool is_kept;            /* and its rows kept there, which are of this generation: */
    struct sc_l2_tag l2_tag; /* as it was before they were read */
    int64_t since_ms;        /* 1970; before that, too */
};

struct loads_group {
    struct sc_batch batch; /* the first member: the pool knows this */
    struct sc_loads *loads;
    bool is_slow;
    struct sc_read_point seen;  /* of all that it reads */
    struct sc_loads_pool *pool; /* NULL: not submitted yet */
    unsigned node;              /* the pool's */
    bool had_trouble;           /* and was given another chance */
    struct sc_arena *arena;     /* holds this as well */
    struct sc_statement **end;  /* of the batch's */
    size_t wanted;              /* asks and waiters that its statements have */
    bool looks;                 /* in L2 first */
    struct sc_redis_ask look;
    bool is_looking;
};

/* A tag that L2 has not. */
struct loads_tagless {
    const struct sc_l1_tag *tag;
    int64_t since_us; /* monotonic; 0: it has it again */
};

struct sc_loads {
    struct sc_loop *loop;
    struct sc_l1 *l1;
    struct sc_redis *redis;         /* NULL: there is no L2 */
    struct sc_loads_meters *meters; /* NULL: none */
    struct sc_cluster *cluster;
    struct sc_loads_pool *pools[SC_CLUSTER_NODES_MAX][2]; /* of each node, quick and slow */
    unsigned turn;                                        /* of nodes that are as good */
    uint64_t seed;
    struct loads_run *waiting, *done;
    bool is_closing;
    struct sc_buf bytes; /* parameters, then keys of the cache, while they are written */
    struct sc_arena *spares[SC_LOADS_SPARES_MAX];
    size_t spare_count;
    struct loads_flight *flights[SC_LOADS_BUCKETS];
    struct loads_tagless tagless[SC_L1_TAGS_MAX]; /* filled from the front, never emptied */
};

/* loads_ask.c: what is asked for and what comes of it. */

/* Puts the run on one of the two lists of its loads, and takes it off. */
void sc_loads_run_list(struct loads_run **list, struct loads_run *run);
void sc_loads_run_unlist(struct loads_run *run);

/* The ask ends; with the last of a run that waits, the run is listed as done. */
void sc_loads_ask_fail(struct loads_ask *ask, const struct sc_statement_end *end);
void sc_loads_ask_refuse(struct loads_ask *ask, enum sc_status st, const char *words);
/* From the entries, all of which are there. */
void sc_loads_ask_answer_kept(struct loads_ask *ask);
/* From the rows of its own statement. */
void sc_loads_ask_answer_read(struct loads_ask *ask, const struct loads_asked *asked,
                              const PGresult *result);
/* Takes it off whatever it waits for; what nobody wants any more is not sent, or cut short. */
void sc_loads_ask_detach(struct loads_ask *ask);

/* For a status of our own. */
const char *sc_loads_words(enum sc_status st);

/* Reads nothing older than `seen`. NULL: no memory. */
struct loads_group *sc_loads_group_make(struct sc_loads *loads, bool is_slow,
                                        struct sc_read_point seen);
void sc_loads_group_free(struct loads_group *group);
/*
 * Adds a statement for these keys, which live as long as it does; written now, unless the
 * group looks in L2 first. SC_LIMITED, SC_INVALID.
 */
SC_MUST_USE enum sc_status sc_loads_group_add(struct loads_group *group, const struct sc_load *load,
                                              const struct sc_keys *keys,
                                              struct loads_asked **ret_asked);
/* Writes the parameters of a statement into the group's memory. The same statuses. */
SC_MUST_USE enum sc_status sc_loads_asked_write(struct loads_asked *asked);
/* Gives the group to its pool, or back when it asks for nothing; `deadline` is its request's. */
void sc_loads_group_send(struct loads_group *group, struct sc_deadline deadline);
/* All rows of a result, parted by key, into `arena`. SC_INTERNAL, SC_LIMITED. */
SC_MUST_USE enum sc_status sc_loads_rows_read(struct sc_arena *arena,
                                              const struct loads_asked *asked,
                                              const PGresult *result,
                                              struct sc_keyed_rows *ret_rows);

/* loads_route.c: which node is asked. */

/* Submits the group where its requests' reads go, and notes that there. As sc_loads_pool_submit. */
SC_MUST_USE enum sc_status sc_loads_route(struct loads_group *group, const char **ret_words);
/* For the pools: another node for a group that one cannot serve. */
bool sc_loads_reroute(void *context, struct sc_batch *batch, enum sc_batch_trouble trouble);
bool sc_loads_replayed(void *context, const struct sc_batch *batch, uint64_t lsn);
void sc_loads_broken(void *context, const struct sc_loads_pool *pool);

/* loads_cache.c: what is kept, and what is on its way to be. */

/* Answers from the cache, or waits: for what is under way, and for statements of the group. */
SC_MUST_USE enum sc_status sc_loads_cache_ask(struct loads_group *group, struct loads_ask *ask);
/* What was read goes into the caches, key by key, and from there to who waits. */
void sc_loads_cache_land(struct loads_asked *asked, const PGresult *result);
/* Nobody else may join what the group has under way. */
void sc_loads_cache_close(struct loads_group *group);
/* The rows of one key. */
struct loads_rows {
    const void *const *at;
    size_t count;
};
/* They go into L1, and from there to who waits. */
void sc_loads_cache_put(struct loads_asked *asked, uint32_t key, struct loads_rows rows,
                        int64_t ttl_ms);
/* All who wait for one of the keys fail. */
void sc_loads_cache_fail(struct loads_asked *asked, const struct sc_statement_end *end);
void sc_loads_cache_refuse(struct loads_asked *asked, enum sc_status st);

/* loads.c: calls back for what is done, which may ask for more. */
void sc_loads_turn(struct sc_loads *loads);

/* loads_l2.c: the second level of the cache. */

/* Asks it for what the group misses; what it has not is sent when it has answered. False: it
 * is away. */
bool sc_loads_l2_look(struct loads_group *group);
/* How long the rows of a key may stay in L1, counted from now; and puts them into L2. */
int64_t sc_loads_l2_keep(struct loads_asked *asked, uint32_t key, struct loads_rows rows);

#endif
