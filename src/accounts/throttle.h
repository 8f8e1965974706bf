/*
 * throttle.h - how often something may be tried, and by whom. Private to src/accounts/.
 *
 * Tries are counted in windows, each by what it is tried on and from where, under a
 * hash; rows go when their window is over (accounts/purge.h). What was right is taken
 * back, so that only failures count, though each is counted before it is known: however
 * many are sent at once, no more than the limit are looked at.
 *
 * Nobody can be locked out by others. Where someone has been signed in before, the
 * tries of other places do not count; and where they have not, a mail with a new
 * password lets them in. So the mails of one network do not use up what another may have
 * sent to the address, either (accounts_throttle_mail).
 */
#ifndef SC_ACCOUNTS_THROTTLE_H
#define SC_ACCOUNTS_THROTTLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

struct sc_pg;
struct sc_tx;

enum {
    ACCOUNTS_LIMITS_MAX = 4,
    ACCOUNTS_HOUR = 60, /* minutes */
    ACCOUNTS_DAY = 24 * ACCOUNTS_HOUR,
};

struct accounts_limit {
    const char *what; /* "accounts/sign_in" */
    struct sc_str of; /* an address, a network; absent: it limits nothing */
    int32_t most;     /* tries ... */
    int32_t minutes;  /* ... in so long */
};

/*
 * Counts a try for each of at most ACCOUNTS_LIMITS_MAX, by itself, in no transaction.
 * SC_THROTTLED: one is full, and of those that were, none is counted; words on `rq`.
 */
SC_MUST_USE enum sc_status accounts_throttle(struct sc_request *rq, struct sc_pg *pg,
                                             const struct accounts_limit *limits, size_t count);

/* The same in a transaction: no try, unless it is committed. */
SC_MUST_USE enum sc_status accounts_throttle_in(struct sc_tx *tx,
                                                const struct accounts_limit *limits, size_t count);
/* Of what is left out where there was enough of it, and refused to nobody. */
SC_MUST_USE enum sc_status accounts_throttle_count(struct sc_tx *tx,
                                                   const struct accounts_limit *limits,
                                                   size_t count, bool *ret_is_allowed);

/* It was right: the try does not count. */
SC_MUST_USE enum sc_status accounts_throttle_forgive(struct sc_request *rq, struct sc_pg *pg,
                                                     const struct accounts_limit *limits,
                                                     size_t count);

/* The network of who asks; absent: unknown. */
struct sc_str accounts_network(const struct sc_request *rq);

#endif
