/*
 * purge.h - forgetting what is over: links, tries, sessions, guests who cannot come back.
 */
#ifndef SC_ACCOUNTS_PURGE_H
#define SC_ACCOUNTS_PURGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    ACCOUNTS_OVER_DAYS = 30, /* sessions and used refresh tokens are kept so long */
};

/*
 * Links of mails, invitations, exports and tries that have run out; sessions, and refresh
 * tokens that were used, ACCOUNTS_OVER_DAYS after. A guest whose last session goes
 * is deleted as those are who ask for it (departure.h), at once.
 * At most `at_most` of each; `ret_more`: there may be more.
 */
SC_MUST_USE enum sc_status accounts_purge(struct sc_request *rq, struct sc_pg *pg, int32_t at_most,
                                          bool *ret_more);

#endif
