/*
 * redis.h - one connection to Redis of one event loop: asks that never wait, and never cost much.
 *
 *     struct look { struct sc_redis_ask ask; ... };
 *
 *     look->ask = (struct sc_redis_ask){.on_answer = on_answer, .context = look};
 *     if (!sc_redis_ask(redis, &look->ask, words, SC_COUNT(words)))
 *         ... Redis is away: go on without ...
 *
 * An answer that does not come within SC_REDIS_WAIT_MS is no answer: `on_answer` is
 * told NULL, and what still comes later is dropped. After SC_REDIS_LATE_MAX of those
 * in a row, or when the connection breaks, the breaker opens: all that waits ends with
 * NULL, and nothing more is taken (sc_redis_ask is false, which costs nothing) until a
 * ping in the background has been answered in time. Pauses between pings grow, with
 * jitter, from SC_REDIS_PAUSE_MS to SC_REDIS_PAUSE_MAX_MS. A Redis that is silent for
 * SC_REDIS_SILENT_MS is connected to anew.
 *
 * Asks of one turn of the loop go out in one write. All on the loop's thread. Nothing
 * is called back from within a call, but by sc_redis_destroy.
 */
#ifndef SC_STORE_REDIS_H
#define SC_STORE_REDIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/loop.h"
#include "runtime/metrics.h"
#include "store/redis_place.h"

enum {
    SC_REDIS_WAIT_MS = 10,   /* for an answer: design/operations, section 4: 5 to 20 */
    SC_REDIS_LATE_MAX = 3,   /* moments with late answers, and none in time between them */
    SC_REDIS_PAUSE_MS = 100, /* before the next ping: doubled each time ... */
    SC_REDIS_PAUSE_MAX_MS = 2000,
    SC_REDIS_SILENT_MS = 1000,              /* connecting, or without an answer to a ping */
    SC_REDIS_ASKS_MAX = 4096,               /* without an answer yet: then none is taken */
    SC_REDIS_UNSENT_MAX = 16 * 1024 * 1024, /* bytes that Redis has not taken: likewise */
    SC_REDIS_ANSWER_MAX = 64 * 1024 * 1024, /* bytes of one: else the connection is lost */
};

struct sc_redis;
struct redisReply; /* hiredis: of any type, REDIS_REPLY_ERROR too */

/* `reply` is borrowed; NULL: there is no answer. */
typedef void (*sc_redis_answer_fn)(void *context, const struct redisReply *reply);

/* Embedded in what asks, and it lives until it is answered or forgotten. */
struct sc_redis_ask {
    sc_redis_answer_fn on_answer;
    void *context;
    struct sc_redis_slot *slot; /* ours; NULL: it waits for nothing */
};

struct sc_redis_meters {
    struct sc_metric *answered, *late, *lost, *refused; /* asks by what became of them */
    struct sc_metric *errors;                           /* answers that say so */
    struct sc_metric *durations;                        /* of those answered in time */
    struct sc_metric *links, *open; /* connections there should be; breakers that are open */
};

/* Declares them, once for all loops. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status sc_redis_meters_declare(struct sc_metrics *metrics,
                                                   struct sc_redis_meters *ret_meters);

/*
 * Begins to connect; until that is done the breaker is open. `place` and `meters` are
 * borrowed. NULL: no memory.
 */
struct sc_redis *sc_redis_create(struct sc_loop *loop, const struct sc_redis_place *place,
                                 const struct sc_redis_meters *meters);
/* What still waits is answered NULL. Not from `on_answer`. NULL is fine. */
void sc_redis_destroy(struct sc_redis *redis);

/*
 * Sends a command, the first word its name. The words are copied. False: it is not sent,
 * and `on_answer` will not be called. `ask` NULL: nobody waits for the answer.
 */
bool sc_redis_ask(struct sc_redis *redis, struct sc_redis_ask *ask, const struct sc_str *words,
                  size_t count);

/* Whoever asked is gone; twice is fine. */
void sc_redis_forget(struct sc_redis_ask *ask);

/* Asks are taken. */
bool sc_redis_is_ready(const struct sc_redis *redis);

#endif
