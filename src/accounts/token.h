/*
 * token.h - access tokens: who someone is, signed by us, read without asking anybody.
 *
 * A token lives ACCOUNTS_TOKEN_S; whoever reads it needs a public key only. It has
 * one form and one algorithm (Ed25519), so there is none to be talked into: a
 * version, fixed fields, a signature over all of them.
 *
 *     sct_ + base64url, without padding, of
 *     version 1 · key id 4 · person 8 · session 8 · epoch 4 · shard 2 · plan 1 · flags 1
 *     · issued 4 · expires 4 (seconds since 1970) · signature 64        - numbers big-endian
 *
 * No I/O and no clock here: keys and the time are given.
 */
#ifndef SC_ACCOUNTS_TOKEN_H
#define SC_ACCOUNTS_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    ACCOUNTS_TOKEN_S = 600,   /* a token's life; signing out everywhere holds after it at last */
    ACCOUNTS_TOKEN_LEN = 139, /* bytes of its text */
    ACCOUNTS_KEYS_MAX = 8,    /* the one that signs, and old ones whose tokens live */
    ACCOUNTS_KEY_PUBLIC = 32, /* bytes; RFC 8032 */
    ACCOUNTS_KEY_SECRET = 64, /* as libsodium keeps it: seed and public key */
    ACCOUNTS_MASTER_KEY = 32, /* seals secrets at rest */
    ACCOUNTS_KEY_SEALED = ACCOUNTS_KEY_SECRET + 24 + 16, /* with its nonce and tag */
};

/* A key that signs, or signed. */
struct accounts_key {
    uint32_t id; /* never 0 */
    bool can_sign;
    uint8_t public[ACCOUNTS_KEY_PUBLIC];
    uint8_t secret[ACCOUNTS_KEY_SECRET]; /* zero unless `can_sign` */
};

struct accounts_keys {
    struct accounts_key at[ACCOUNTS_KEYS_MAX];
    size_t count;
};

struct accounts_token {
    int64_t person_id;
    int64_t session_id;
    uint32_t epoch;   /* of the person: "sign out everywhere" makes it older than the newest */
    uint16_t shard;   /* the person's logical home shard */
    uint8_t plan;     /* by its place in accounts.plan */
    bool has_account; /* an address and a password: else a guest */
    int64_t issued_s;
    int64_t expires_s;
};

/* A new pair with this id. */
void accounts_key_make(uint32_t id, struct accounts_key *ret_key);

/* The secret as it is kept: encrypted and authenticated, XSalsa20-Poly1305. */
void accounts_key_seal(const struct accounts_key *key, const uint8_t master[ACCOUNTS_MASTER_KEY],
                       uint8_t ret_sealed[ACCOUNTS_KEY_SEALED]);
/* Fills secret and can_sign of a key whose id and public part are there. SC_INVALID: sealed with
 * another master key, or of another key. */
SC_MUST_USE enum sc_status accounts_key_open(struct accounts_key *key,
                                             const uint8_t master[ACCOUNTS_MASTER_KEY],
                                             const uint8_t sealed[ACCOUNTS_KEY_SEALED]);

/* By the first key that can sign. SC_NOT_FOUND: none can. `ret_text` is ended by a NUL. */
SC_MUST_USE enum sc_status accounts_token_sign(const struct accounts_keys *keys,
                                               const struct accounts_token *token,
                                               char ret_text[ACCOUNTS_TOKEN_LEN + 1]);

/*
 * SC_OK: we signed it, and it has not run out at `now_s` (nor was it issued later
 * than a minute from then). SC_NOT_FOUND: its key is not among these; perhaps they
 * are old. SC_TIMEOUT: it has run out, but was ours: `ret_token` says whose. SC_INVALID: anything
 * else.
 */
SC_MUST_USE enum sc_status accounts_token_check(const struct accounts_keys *keys,
                                                struct sc_str text, int64_t now_s,
                                                struct accounts_token *ret_token);

#endif
