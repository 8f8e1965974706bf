/*
 * secret.h - random texts that open something: refresh tokens, links of mails, keys.
 *
 * Whoever has one may use it, so the database keeps only its hash. A prefix says
 * what it is, to people who find one and to programs that look for leaked ones.
 */
#ifndef SC_ACCOUNTS_SECRET_H
#define SC_ACCOUNTS_SECRET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
    ACCOUNTS_SECRET_LEN = 47, /* bytes of its text: "scr_" and 32 random bytes in base64url */
    ACCOUNTS_SECRET_HASH = 32,
};

enum accounts_secret_kind {
    ACCOUNTS_SECRET_REFRESH, /* scr_ */
    ACCOUNTS_SECRET_CLAIM,   /* scc_: a link in a mail */
    ACCOUNTS_SECRET_KEY,     /* sck_: an API key */
    ACCOUNTS_SECRET_INVITE,  /* sci_ */
    ACCOUNTS_SECRET_KIND_COUNT,
};

struct accounts_secret {
    char text[ACCOUNTS_SECRET_LEN + 1];
    uint8_t hash[ACCOUNTS_SECRET_HASH];
};

void accounts_secret_make(enum accounts_secret_kind kind, struct accounts_secret *ret_secret);

/* The hash of a text of this kind; false: it is none. */
bool accounts_secret_hash(enum accounts_secret_kind kind, struct sc_str text,
                          uint8_t ret_hash[ACCOUNTS_SECRET_HASH]);

#endif
