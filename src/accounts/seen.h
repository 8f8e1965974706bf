/*
 * seen.h - access tokens whose signatures were found good before.
 *
 * Checking an Ed25519 signature takes some 60 us of CPU, more than all else that a
 * small request takes; and a client sends the same token for ten minutes. One a
 * process, used by any thread.
 */
#ifndef SC_ACCOUNTS_SEEN_H
#define SC_ACCOUNTS_SEEN_H

#include <stdbool.h>

#include "accounts/token.h"
#include "base/str.h"

enum {
    ACCOUNTS_SEEN_MAX = 65536, /* tokens, of some 200 bytes each; a newer one takes the place of
                                  an older of the same hash */
};

struct accounts_seen;

/* NULL: no memory. */
struct accounts_seen *accounts_seen_create(void);
void accounts_seen_destroy(struct accounts_seen *seen); /* NULL is fine */

/* Whether it was found good since the last clearing: then what it says. It may have run out. */
bool accounts_seen_find(struct accounts_seen *seen, struct sc_str text,
                        struct accounts_token *ret_token);
/* Only what accounts_token_check found good. */
void accounts_seen_put(struct accounts_seen *seen, struct sc_str text,
                       const struct accounts_token *token);
/* The keys are others now. */
void accounts_seen_clear(struct accounts_seen *seen);

#endif
