/*
 * pool.h - a few threads and a short queue for work that waits or computes.
 *
 * Pools are separate by what they wait for (database, neighbours, CPU), so
 * that a slow neighbour holds up only its own. A full queue refuses at once.
 */
#ifndef SC_RUNTIME_POOL_H
#define SC_RUNTIME_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/deadline.h"

enum {
    SC_POOL_THREADS_MAX = 256,
};

struct sc_pool;

typedef void (*sc_pool_work_fn)(void *context);

/*
 * Starts `threads` threads (1..SC_POOL_THREADS_MAX) over a queue of `room`
 * pieces of work. `name` (at most 15 bytes) is what a debugger shows.
 * NULL: the threads could not be started.
 */
struct sc_pool *sc_pool_create(const char *name, size_t threads, size_t room);

/*
 * Queues one piece of work, which runs exactly once after SC_OK.
 * SC_BUSY: the queue is full. SC_CANCELLED: the pool is stopping.
 */
SC_MUST_USE enum sc_status sc_pool_submit(struct sc_pool *pool, sc_pool_work_fn run, void *context);

struct sc_pool_stats {
    size_t queued;
    size_t running;
    int64_t done;
    int64_t refused; /* because the queue was full */
};
struct sc_pool_stats sc_pool_stats(struct sc_pool *pool);

/* Waits until all that was submitted is done. SC_TIMEOUT when it is not in time. */
SC_MUST_USE enum sc_status sc_pool_drain(struct sc_pool *pool, struct sc_deadline deadline);

/* Takes no more, finishes what is queued, ends the threads. */
void sc_pool_stop(struct sc_pool *pool);
/* Stops it and frees. NULL is fine. */
void sc_pool_destroy(struct sc_pool *pool);

#endif
