/*
 * keyring.h - the keys that sign access tokens, as the database keeps them.
 *
 * One a process, used by any thread. The newest key signs; those before it check
 * until their tokens are over. Another instance may have made a new one: a check
 * that meets an unknown key says so, and the ring is loaded again.
 */
#ifndef SC_ACCOUNTS_KEYRING_H
#define SC_ACCOUNTS_KEYRING_H

#include <stdbool.h>
#include <stdint.h>

#include "accounts/token.h"
#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

struct sc_pg;
struct accounts_keyring;

enum {
    ACCOUNTS_KEYRING_PAUSE_MS = 5000
}; /* at least between loads for unknown keys */

/* `secret` (any text, the longer the better) seals the keys at rest. NULL: no memory. */
struct accounts_keyring *accounts_keyring_create(struct sc_str secret);
void accounts_keyring_destroy(struct accounts_keyring *ring); /* NULL is fine */

/*
 * Loads the keys; where there are none, makes the first. Waits for the database.
 * SC_INVALID: a key was sealed with another secret; words say so.
 */
SC_MUST_USE enum sc_status accounts_keyring_load(struct sc_request *rq, struct sc_pg *pg,
                                                 struct accounts_keyring *ring);

/* Makes a new key, which signs from now on, and forgets those that nobody needs any more. */
SC_MUST_USE enum sc_status accounts_keyring_rotate(struct sc_request *rq, struct sc_pg *pg,
                                                   struct accounts_keyring *ring);

/* As accounts_token_sign and _check; who signed out meanwhile has run out too (ended.h). */
SC_MUST_USE enum sc_status accounts_keyring_sign(struct accounts_keyring *ring,
                                                 const struct accounts_token *token,
                                                 char ret_text[ACCOUNTS_TOKEN_LEN + 1]);
SC_MUST_USE enum sc_status accounts_keyring_check(struct accounts_keyring *ring, struct sc_str text,
                                                  int64_t now_s, struct accounts_token *ret_token);

/*
 * Who showed what is so long past its check has signed out since, or the key of a program, in place
 * of a session, is revoked. What ends while it is asked is told to ears (store/hint.h) that were
 * there after the ring: they miss nothing in between.
 */
bool accounts_keyring_has_ended(struct accounts_keyring *ring, const struct accounts_token *shown,
                                int64_t now_s);

/*
 * Any text, sealed with the ring's secret, and opened again; in `arena`. An absent text: no memory;
 * opened: or it was sealed with another secret.
 */
struct sc_str accounts_keyring_seal(const struct accounts_keyring *ring, struct sc_arena *arena,
                                    struct sc_str text);
struct sc_str accounts_keyring_open(const struct accounts_keyring *ring, struct sc_arena *arena,
                                    struct sc_str sealed);

/* A load is due for an unknown key: the last one is long enough ago. True for one caller only. */
bool accounts_keyring_is_due(struct accounts_keyring *ring);

#endif
