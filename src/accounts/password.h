/*
 * password.h - passwords, as Argon2id hashes (RFC 9106, libsodium).
 *
 * A hash takes ACCOUNTS_PASSWORD_BYTES of memory and some 100 ms of a core: called
 * from a pool with few threads only (GATEWAY_POOL_PASSWORD).
 */
#ifndef SC_ACCOUNTS_PASSWORD_H
#define SC_ACCOUNTS_PASSWORD_H

#include <stdbool.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    ACCOUNTS_PASSWORD_MIN = 8,    /* characters; NIST SP 800-63B */
    ACCOUNTS_PASSWORD_MAX = 200,  /* bytes */
    ACCOUNTS_PASSWORD_HASH = 128, /* bytes of a hash's text, with its NUL */
    ACCOUNTS_PASSWORD_PASSES = 2,
    ACCOUNTS_PASSWORD_BYTES = 64 * 1024 * 1024,
};

/* Long enough, and not too long. */
bool accounts_password_is_fit(struct sc_str password);

/* SC_NO_MEMORY. */
SC_MUST_USE enum sc_status accounts_password_hash(struct sc_str password,
                                                  char ret_hash[ACCOUNTS_PASSWORD_HASH]);

/*
 * Whether it is the password of this hash. An absent hash (there is no such
 * account) is none, and takes as long.
 */
bool accounts_password_is(struct sc_str password, struct sc_str hash);

/* The hash was made with other parameters than today's: make it anew. */
bool accounts_password_is_old(struct sc_str hash);

#endif
