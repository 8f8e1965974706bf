#include "accounts/purge.h"

#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"

/* Has those deleted who were guests in these sessions, and have no other. */
static enum sc_status leave_guests(struct sc_tx *tx,
                                   const struct accounts_purge_sessions_rows *sessions)
{
    int64_t *people = sc_arena_array(tx->rq->arena, sessions->count, sizeof *people);
    struct accounts_purge_guests_rows guests;

    if (people == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for guests");
    for (size_t i = 0; i < sessions->count; i++)
        people[i] = sessions->at[i].person_id;
    const struct accounts_purge_guests_in in = {{.at = people, .count = sessions->count}};
    enum sc_status st = accounts_purge_guests_all(tx, &in, sessions->count, &guests);
    for (size_t i = 0; st == SC_OK && i < guests.count; i++)
        st = accounts_delete_put(tx, guests.at[i].id, guests.at[i].delete_after);
    return st;
}

static enum sc_status purge_sessions(struct sc_request *rq, struct sc_pg *pg, int32_t at_most,
                                     int64_t *ret_gone)
{
    const struct accounts_purge_sessions_in in = {ACCOUNTS_OVER_DAYS, at_most};
    struct accounts_purge_sessions_rows sessions;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = accounts_purge_sessions_all(&tx, &in, (size_t)at_most, &sessions);
    if (st == SC_OK && sessions.count > 0)
        st = leave_guests(&tx, &sessions);
    if (st == SC_OK)
        *ret_gone = (int64_t)sessions.count;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_purge(struct sc_request *rq, struct sc_pg *pg, int32_t at_most,
                              bool *ret_more)
{
    const struct accounts_purge_claims_in claims = {at_most};
    const struct accounts_purge_attempts_in attempts = {at_most};
    const struct accounts_purge_invitations_in invitations = {at_most};
    const struct accounts_purge_refresh_in refresh = {ACCOUNTS_OVER_DAYS, at_most};
    const struct accounts_purge_exports_in exports = {at_most};
    int64_t gone[6];
    enum sc_status st = purge_sessions(rq, pg, at_most, &gone[0]);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    st = accounts_purge_claims_exec(&tx, &claims, &gone[1]);
    if (st == SC_OK)
        st = accounts_purge_attempts_exec(&tx, &attempts, &gone[2]);
    if (st == SC_OK)
        st = accounts_purge_invitations_exec(&tx, &invitations, &gone[3]);
    if (st == SC_OK)
        st = accounts_purge_refresh_exec(&tx, &refresh, &gone[4]);
    if (st == SC_OK)
        st = accounts_purge_exports_exec(&tx, &exports, &gone[5]);
    if (st != SC_OK)
        return st;
    *ret_more = false;
    for (size_t i = 0; i < SC_COUNT(gone); i++)
        *ret_more |= gone[i] == at_most;
    return SC_OK;
}
