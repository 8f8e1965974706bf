/*
 * run.h - executes a plan, breadth first, and writes the answer once.
 *
 * The engine never waits. A run is asked for its next turn; it answers with the
 * loads and calls of one level, all parents of a field in one batch; the host
 * has them done in whatever way, fills in the answers, and asks again:
 *
 *     while (sc_gql_run_turn(run, &batches) == SC_GQL_WAITS)
 *         do_all(batches.at, batches.count);      - any order, side by side; then the next turn
 *     sc_gql_run_write(run, &out);
 *
 * Fields of a mutation come one a turn, in order. GraphQL, section 6.
 */
#ifndef SC_GRAPHQL_RUN_H
#define SC_GRAPHQL_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "graphql/bind.h"
#include "graphql/error.h"
#include "graphql/plan.h"

struct sc_gql_run;

/* One load of many keys, or one call. */
struct sc_gql_batch {
    const struct sc_gql_loader *loader;     /* or */
    const struct sc_gql_function *function; /* of the two one is NULL */
    const union sc_key_part *keys;          /* loader: count x its key_count; may repeat */
    size_t count;                           /* keys; 1 for a call */
    void *in; /* a struct of its `in` shape, keys and viewer not filled; NULL: it has no fields */

    /* The host's answer. Rows must live as long as the run. */
    enum sc_status status; /* SC_OK or why not; then `words` */
    struct sc_str words;   /* for the caller's eyes; absent: the status's own */
    struct sc_gql_cause cause;
    const void *const *rows; /* of key 0, then of key 1, ... */
    const uint32_t *first;   /* count + 1: key i has rows first[i] .. first[i + 1] - 1 */
};

struct sc_gql_batches {
    struct sc_gql_batch *at;
    size_t count;
};

enum sc_gql_turn {
    SC_GQL_WAITS, /* for the batches given */
    SC_GQL_READY, /* to be written */
};

struct sc_gql_run_config {
    struct sc_arena *arena; /* of the request: everything of the run lives in it */
    const struct sc_gql_plan *plan;
    const struct sc_json *variables; /* the request's object; NULL: none */
    uint32_t roles;                  /* of the caller, as bits (bind.h) */
    const struct sc_json *root;      /* plain binding only: the root value */
    const void *event;               /* a subscription's: the row of its root field */
};

/*
 * Coerces the variables and begins. SC_INVALID: they do not fit (`errors` say
 * why, code BAD_USER_INPUT): nothing is executed, and the answer has no data.
 * SC_LIMITED: the arena is full.
 */
SC_MUST_USE enum sc_status sc_gql_run_create(const struct sc_gql_run_config *config,
                                             struct sc_gql_errors *errors,
                                             struct sc_gql_run **ret_run);

enum sc_gql_turn sc_gql_run_turn(struct sc_gql_run *run, struct sc_gql_batches *ret_batches);

/* For a subscription: the function of its root field and that function's struct, or SC_INVALID. */
SC_MUST_USE enum sc_status sc_gql_run_source(struct sc_gql_run *run, struct sc_gql_errors *errors,
                                             const struct sc_gql_function **ret_function,
                                             const void **ret_in);

/* Of two runs of plans that are sc_gql_plan_is_of_event: whether both answer an event alike. */
bool sc_gql_run_is_alike(const struct sc_gql_run *a, const struct sc_gql_run *b);

/* Points that one may spend. */
struct sc_gql_budget {
    int64_t limit;     /* the most at once */
    int64_t remaining; /* after this */
    int64_t per_s;     /* come back */
};

/* What an answer says beside data and errors. */
struct sc_gql_extensions {
    struct sc_str request_id;           /* in every error's extensions too; absent: not said */
    int64_t cost;                       /* of what was asked; negative: not said */
    const struct sc_gql_budget *budget; /* that it was taken of; NULL: of none */
};

/*
 * {"data":..,"errors":[..],"extensions":{..}} - after SC_GQL_READY, into an empty buffer.
 * SC_LIMITED: the buffer or the arena is full, and the answer is one error that says so.
 */
SC_MUST_USE enum sc_status sc_gql_run_write(struct sc_gql_run *run,
                                            const struct sc_gql_extensions *extensions,
                                            struct sc_buf *out);

#endif
