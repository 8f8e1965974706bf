/*
 * moves.h - what becomes of lists when their people move, or go: jobs (store/queue.h).
 *
 * Accounts puts them, in the transaction that has somebody join, leave, sign in or
 * go (accounts/household.h, accounts/departure.h), and says what is in their payload.
 * Run again, they change nothing more.
 */
#ifndef SC_LISTS_MOVES_H
#define SC_LISTS_MOVES_H

#include "base/macros.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;
struct sc_job_row;

/*
 * The lists of households where "from_person_id" is alone go to the household
 * "household_id", in which "person_id" must be by then, and no guest; else they stay.
 * They keep their ids, so that phones go on with the cursors and edits they have. No plan's limit
 * holds them up, but LISTS_OF_HOUSEHOLD_MAX does.
 * Where the two are not the same person, what the first was granted, and has done, is the
 * other's from now on; but links and grants end where the other may not manage the list.
 */
SC_MUST_USE enum sc_status lists_bring_run(struct sc_request *rq, struct sc_pg *pg,
                                           struct sc_job_row *job, void *context);

/*
 * "person_id" may do less in "household_id" than before, or is out of it: links to its lists that
 * they made end, unless they may still manage these, and so do grants by them and, where they are
 * no member, to them. As they are when it runs.
 */
SC_MUST_USE enum sc_status lists_rights_run(struct sc_request *rq, struct sc_pg *pg,
                                            struct sc_job_row *job, void *context);

/*
 * The lists of the "household_ids" go with all that is in them, unless somebody is in such a
 * household; grants to these and to "person_id" end, and so do links and grants by them. What the
 * person has done in lists of others is nobody's from now on.
 */
SC_MUST_USE enum sc_status lists_forget_run(struct sc_request *rq, struct sc_pg *pg,
                                            struct sc_job_row *job, void *context);

#endif
