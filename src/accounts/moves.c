#include "accounts/moves.h"

#include <inttypes.h>

#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"
#include "accounts/shopping.h"
#include "store/queue.h"

enum sc_status accounts_bring_put(struct sc_tx *tx, int64_t from_person_id, int64_t person_id,
                                  int64_t household_id)
{
    const struct sc_job job = {
        .queue = SC_QUEUE_USUAL,
        .kind = SC_STR(ACCOUNTS_BRING_JOB),
        .payload = sc_arena_printf(tx->rq->arena,
                                   "{\"from_person_id\": %" PRId64 ", \"person_id\": %" PRId64
                                   ", \"household_id\": %" PRId64 "}",
                                   from_person_id, person_id, household_id),
        .priority = SC_JOB_URGENT,
        .person_id = person_id,
    };
    return sc_queue_put(tx, &job);
}

enum sc_status accounts_rights_put(struct sc_tx *tx, int64_t person_id, int64_t household_id)
{
    const struct sc_job job = {
        .queue = SC_QUEUE_USUAL,
        .kind = SC_STR(ACCOUNTS_RIGHTS_JOB),
        .payload = sc_arena_printf(tx->rq->arena,
                                   "{\"person_id\": %" PRId64 ", \"household_id\": %" PRId64 "}",
                                   person_id, household_id),
        .priority = SC_JOB_URGENT,
    };
    return sc_queue_put(tx, &job);
}

/* The person's first household, made where there is none. */
static enum sc_status take_home(struct sc_tx *tx, int64_t person_id, int64_t *ret_id)
{
    const struct accounts_home_of_in in = {person_id};
    const struct accounts_household_add_in add = {.person_id = person_id};
    struct accounts_home_of_row home;
    struct accounts_household_add_row made;
    enum sc_status st = accounts_home_of_one(tx, &in, &home);

    if (st == SC_OK)
        *ret_id = home.id;
    if (st != SC_NOT_FOUND)
        return st;
    st = accounts_household_add_one(tx, &add, &made);
    if (st == SC_OK)
        *ret_id = made.id;
    return st;
}

static enum sc_status follow(struct sc_tx *tx, int64_t guest_id, int64_t person_id)
{
    const struct accounts_guest_households_lock_in lock = {guest_id, person_id};
    const struct accounts_guest_merge_in merge = {guest_id, person_id};
    const struct accounts_guest_replace_in replace = {guest_id, person_id};
    const struct accounts_sessions_end_in sessions = {guest_id};
    struct accounts_guest_shopping_in shopping = {
        .guest_id = guest_id,
        .stores_max = ACCOUNTS_STORES_MAX,
        .cards_max = ACCOUNTS_CARDS_MAX,
        .coupons_max = ACCOUNTS_COUPONS_MAX,
    };
    struct accounts_guest_invitations_in invitations = {guest_id, person_id, 0};
    struct accounts_guest_households_lock_row locked;
    enum sc_status st = accounts_guest_households_lock_one(tx, &lock, &locked);

    if (st == SC_OK)
        st = accounts_guest_merge_exec(tx, &merge, NULL);
    if (st == SC_OK)
        st = accounts_guest_replace_exec(tx, &replace, NULL);
    if (st == SC_OK)
        st = take_home(tx, person_id, &shopping.household_id);
    if (st == SC_OK)
        st = accounts_guest_shopping_exec(tx, &shopping, NULL);
    invitations.household_id = shopping.household_id;
    if (st == SC_OK)
        st = accounts_guest_invitations_exec(tx, &invitations, NULL);
    if (st == SC_OK)
        st = accounts_sessions_end_exec(tx, &sessions, NULL);
    return st == SC_OK ? accounts_bring_put(tx, guest_id, person_id, shopping.household_id) : st;
}

enum sc_status accounts_guest_follow(struct sc_tx *tx, int64_t person_id)
{
    const struct sc_viewer *viewer = tx->rq->viewer;
    struct accounts_guest_lock_row guest;

    if (viewer == NULL || viewer->person_id == 0 || viewer->person_id == person_id)
        return SC_OK;
    const struct accounts_guest_lock_in in = {viewer->person_id};
    enum sc_status st = accounts_guest_lock_one(tx, &in, &guest);
    if (st == SC_NOT_FOUND)
        return SC_OK;
    return st == SC_OK ? follow(tx, guest.id, person_id) : st;
}
