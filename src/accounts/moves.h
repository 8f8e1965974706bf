/*
 * moves.h - whose lists follow whom: what accounts tells others in jobs. Private to src/accounts/,
 * but for the names of the jobs.
 *
 * Another service runs them (lists/moves.h); accounts never waits for it.
 */
#ifndef SC_ACCOUNTS_MOVES_H
#define SC_ACCOUNTS_MOVES_H

#include "base/macros.h"
#include "base/status.h"
#include "store/tx.h"

/*
 * {"from_person_id", "person_id", "household_id"}: the second is in the household; what the first
 * has alone is to come into it. They may be the same person.
 */
#define ACCOUNTS_BRING_JOB "accounts_bring"
/*
 * {"person_id", "household_id"}: who is out of the household, or may not manage its lists any more:
 * what they let others see, or themselves apart from being in it, is to end.
 */
#define ACCOUNTS_RIGHTS_JOB "accounts_rights"
/* {"person_id", "household_ids"}: these are no more. */
#define ACCOUNTS_FORGET_JOB "accounts_forget"

SC_MUST_USE enum sc_status accounts_bring_put(struct sc_tx *tx, int64_t from_person_id,
                                              int64_t person_id, int64_t household_id);

SC_MUST_USE enum sc_status accounts_rights_put(struct sc_tx *tx, int64_t person_id,
                                               int64_t household_id);

/*
 * Who asks was a guest, and signs in to an account: the guest's memberships and invitations are
 * the account's from now on, with the better role where it was there already; what the guest had
 * alone (stores, cards, coupons and invitations into it at once, lists by the job) comes into the
 * account's first household; the guest's sessions end. Nothing, where who asks is nobody or has
 * an account.
 */
SC_MUST_USE enum sc_status accounts_guest_follow(struct sc_tx *tx, int64_t person_id);

#endif
