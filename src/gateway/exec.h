/*
 * exec.h - runs a prepared operation on a loop, turn by turn: its loads there, its calls on the
 * pool.
 */
#ifndef SC_GATEWAY_EXEC_H
#define SC_GATEWAY_EXEC_H

#include <stdint.h>

#include "gateway/state.h"
#include "graphql/run.h"
#include "runtime/request.h"

struct gateway_exec;
struct gateway_session;

/*
 * All is loaded: the run is to be written. Or it was stopped, nothing uses the
 * request's memory any more, and `run` is NULL. On the loop's thread.
 */
typedef void (*gateway_exec_fn)(void *context, struct sc_gql_run *run);

struct gateway_exec_config {
    struct gateway_loop *gl;
    struct sc_request *rq;
    struct sc_gql_run *run;
    struct gateway_session *session; /* what its calls make of it; NULL: nothing */
    struct sc_read_point *written;   /* raised to what its calls commit; NULL: nobody asks */
    struct sc_str idempotency_key;   /* its writes are done once (store/once.h); absent: none */
    gateway_exec_fn on_ready;
    void *context;
};

/*
 * Has `run` done, then calls `on_ready`, perhaps before this returns. What it
 * needs lives in rq's arena, and `rq` must not be finished before. SC_LIMITED:
 * the arena is full, and `on_ready` will not be called. `ret_exec` is written
 * first, and is good until `on_ready` is called.
 */
SC_MUST_USE enum sc_status gateway_exec(const struct gateway_exec_config *config,
                                        struct gateway_exec **ret_exec);

/*
 * Nobody wants it any more: its loads are forgotten, its calls that have not
 * begun do not, and `on_ready` is called without a run: before this returns, or
 * when the last call is back from its thread.
 */
void gateway_exec_stop(struct gateway_exec *exec);

#endif
