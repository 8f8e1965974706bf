/*
 * depths.h - how deep the queues are, and what keeps the database from cleaning up behind them:
 * counted for all crews of a process (workers/crew.h) by whichever comes first when it is time to.
 */
#ifndef SC_WORKERS_DEPTHS_H
#define SC_WORKERS_DEPTHS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "runtime/metrics.h"
#include "store/tx.h"

enum {
    WORKERS_DEPTHS_MS = 15000,  /* between two countings, */
    WORKERS_DEPTHS_PART = 20,   /* which take this part of the time at most */
    WORKERS_DEPTHS_QUEUES = 16, /* at most */
    WORKERS_DEPTHS_STATES = 5,
};

/* Its owner's memory, which is all zero before; used by many threads. */
struct workers_depths {
    struct {
        struct sc_str name;
        struct sc_metric *states[WORKERS_DEPTHS_STATES];
        struct sc_metric *oldest;
    } queues[WORKERS_DEPTHS_QUEUES];
    size_t count;
    struct sc_metric *snapshot, *unvacuumed; /* of the database */
    _Atomic int64_t due_us;                  /* monotonic; 0: at once */
};

/* The names outlive it. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status workers_depths_declare(struct sc_metrics *metrics,
                                                  const struct sc_str *queues, size_t count,
                                                  struct workers_depths *depths);

/* Counts if it is due, and nobody else does. Statuses of sc_tx_all. */
SC_MUST_USE enum sc_status workers_depths_look(struct workers_depths *depths, struct sc_tx *tx);

#endif
