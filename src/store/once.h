/*
 * once.h - a write that is asked for twice is done once, and both get the same answer.
 *
 * A client that lost an answer sends the request again with the idempotency key
 * of the first. The row that a write returns is kept in the transaction that
 * writes: sc_tx_commit does so for a request that carries a struct sc_once. So
 * either both are there or neither, whenever the process dies. The row must be
 * complete when its write commits.
 *
 * What it is asked with is known again by a hash that is keyed with the
 * idempotency key, and of that key only a hash is kept: so who reads the table
 * can try neither. Answers with secrets (tokens) are not to be kept, nor is what is
 * asked with a password, for a client's keys may be poor.
 */
#ifndef SC_STORE_ONCE_H
#define SC_STORE_ONCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

struct sc_pg;
struct sc_tx;

enum {
    SC_ONCE_KEY_MAX = 100, /* bytes of a key: a UUID has 36 */
    SC_ONCE_ANSWER_MAX =
        1024 * 1024, /* bytes of a row that is kept; a longer one fails its write */
    SC_ONCE_HASH = 32,
};

struct sc_once {
    int64_t principal;           /* who asks: keys of others are others; 0: nobody who is known */
    struct sc_str key;           /* 1..SC_ONCE_KEY_MAX bytes */
    struct sc_str call;          /* which of the request's writes */
    uint8_t asked[SC_ONCE_HASH]; /* BLAKE2b of what it is asked with; ours, as what follows */
    char kept_key[2 * SC_ONCE_HASH + 1]; /* what the key is known by */
    const struct sc_shape *shape;
    void *row;    /* the write's answer */
    bool is_kept; /* by a commit */
};

/* A write: as a function of the gateway. */
typedef enum sc_status (*sc_once_fn)(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                     void *ret_row);

/*
 * Runs the write, unless one with this key was done: then once->row is what that
 * one answered. `in` is a struct of the shape `in_shape`; NULL: of none.
 *
 * As `run` fails; SC_INVALID: the key was given to something else, and words say
 * so. Two at the same time are one: the later waits for the other.
 */
SC_MUST_USE enum sc_status sc_once_run(struct sc_request *rq, struct sc_pg *pg,
                                       struct sc_once *once, sc_once_fn run,
                                       const struct sc_shape *in_shape, const void *in);

/* What sc_tx_commit calls. SC_CONFLICT: another with this key is there already. */
SC_MUST_USE enum sc_status sc_once_keep(struct sc_tx *tx, struct sc_once *once);

#endif
