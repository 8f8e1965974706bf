/* Signing in, staying so, signing out. */
#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"
#include "store/hint.h"

/* The password was right: hashed anew where that is better by now. */
static enum sc_status open_session(struct sc_request *rq, struct sc_pg *pg,
                                   const struct accounts_person_sign_in_row *person,
                                   struct sc_str password, void *ret_row)
{
    char hash[ACCOUNTS_PASSWORD_HASH];
    bool is_old = accounts_password_is_old(person->password_hash) &&
                  accounts_password_hash(password, hash) == SC_OK;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = accounts_session_open(&tx, person->id, ret_row);
    if (st == SC_OK && is_old) {
        const struct accounts_password_set_in set = {person->id, sc_str_of(hash)};
        st = accounts_password_set_exec(&tx, &set, NULL);
    }
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum {
    LIMITS = 3,
    LIMITS_EVERYWHERE = 2,  /* the first of them */
    SESSIONS_AT_ONCE = 100, /* that one statement ends */
};

/*
 * Tries of one address from one network; of any from it; and of the address from
 * networks that it was not signed in to from before.
 */
static enum sc_status limits_of(struct sc_request *rq, struct sc_str email_fold,
                                struct accounts_limit ret_limits[LIMITS])
{
    struct sc_str network = accounts_network(rq);
    struct sc_str pair =
        sc_arena_printf(rq->arena, "%.*s %.*s", SC_STR_ARGS(email_fold), SC_STR_ARGS(network));

    if (pair.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to count a try");
    ret_limits[0] = (struct accounts_limit){"accounts/sign_in", pair, ACCOUNTS_TRIES_MAX,
                                            ACCOUNTS_TRIES_MINUTES};
    ret_limits[1] = (struct accounts_limit){"accounts/sign_in/from", network,
                                            ACCOUNTS_TRIES_FROM_MAX, ACCOUNTS_TRIES_MINUTES};
    ret_limits[2] = (struct accounts_limit){"accounts/sign_in/to", email_fold,
                                            ACCOUNTS_TRIES_TO_MAX, ACCOUNTS_HOUR};
    return SC_OK;
}

/* No such person is no failure: all zero. The connection is given back before the slow part. */
static enum sc_status find_person(struct sc_request *rq, struct sc_pg *pg, struct sc_str email_fold,
                                  struct accounts_person_sign_in_row *ret_person)
{
    const struct accounts_person_sign_in_in in = {email_fold, accounts_network(rq)};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = accounts_person_sign_in_one(&tx, &in, ret_person);

    return st == SC_NOT_FOUND ? SC_OK : st;
}

enum sc_status accounts_sign_in(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                void *ret_row)
{
    const struct accounts_sign_in_in *wanted = in;
    struct accounts_person_sign_in_row person = {0};
    struct accounts_limit limits[LIMITS];
    struct accounts_email email;
    enum sc_status st = accounts_check_email(rq, wanted->email, &email);

    if (st == SC_OK && wanted->password.len > ACCOUNTS_PASSWORD_MAX)
        st = sc_fail_for(rq, SC_INVALID, SC_REASON_PASSWORD_UNFIT, "password: %d bytes at most",
                         ACCOUNTS_PASSWORD_MAX);
    if (st == SC_OK)
        st = limits_of(rq, email.fold, limits);
    if (st == SC_OK)
        st = accounts_throttle(rq, pg, limits, LIMITS_EVERYWHERE);
    if (st == SC_OK)
        st = find_person(rq, pg, email.fold, &person);
    size_t count = person.was_here ? LIMITS_EVERYWHERE : LIMITS;
    if (st == SC_OK)
        st = accounts_throttle(rq, pg, limits + LIMITS_EVERYWHERE, count - LIMITS_EVERYWHERE);
    if (st != SC_OK)
        return st;
    if (!accounts_password_is(wanted->password, person.password_hash))
        return sc_fail_for(rq, SC_UNAUTHENTICATED, SC_REASON_PASSWORD_WRONG,
                           "address or password are not right");
    st = accounts_throttle_forgive(rq, pg, limits, count);
    return st == SC_OK ? open_session(rq, pg, &person, wanted->password, ret_row) : st;
}

/* Tells of no difference: unknown, used, over, revoked. */
static enum sc_status sign_in_anew(struct sc_request *rq)
{
    return sc_fail(rq, SC_UNAUTHENTICATED, "the session is over: sign in again");
}

enum sc_status accounts_refresh(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                void *ret_row)
{
    const struct accounts_refresh_in *wanted = in;
    struct accounts_refresh_use_row used;
    struct accounts_session_use_row session;
    uint8_t hash[ACCOUNTS_SECRET_HASH];
    struct sc_str token = wanted->refresh_token;

    if (token.at == NULL && rq->viewer != NULL)
        token = rq->viewer->refresh_token;
    if (token.at == NULL)
        return sign_in_anew(rq);
    if (!accounts_secret_hash(ACCOUNTS_SECRET_REFRESH, token, hash))
        return sc_fail(rq, SC_INVALID, "refreshToken: this is none of ours");
    const struct accounts_refresh_use_in use = {.hash = {(const char *)hash, sizeof hash},
                                                .grace_s = ACCOUNTS_REFRESH_GRACE_S};
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = accounts_refresh_use_one(&tx, &use, &used);
    if (st == SC_NOT_FOUND)
        return sign_in_anew(rq);
    if (st == SC_OK && !used.is_fresh) {
        const struct accounts_session_revoke_in revoke = {.id = used.session_id};
        st = accounts_session_revoke_exec(&tx, &revoke, NULL);
        if (st == SC_OK)
            sc_tx_hint(&tx, SC_HINT_SIGNED_OUT, used.session_id, INT64_MAX);
        if (st == SC_OK)
            st = sc_tx_commit(&tx);
        return st == SC_OK ? sign_in_anew(rq) : st;
    }
    struct accounts_session_use_in session_in = {.id = used.session_id,
                                                 .days = ACCOUNTS_SESSION_DAYS};
    if (rq->viewer != NULL) {
        session_in.address = rq->viewer->address;
        session_in.network = rq->viewer->network;
        session_in.agent = rq->viewer->agent;
    }
    if (st == SC_OK)
        st = accounts_session_use_one(&tx, &session_in, &session);
    if (st == SC_NOT_FOUND)
        return sign_in_anew(rq);
    if (st != SC_OK)
        return st;
    const struct accounts_bearer bearer = {
        .person_id = session.person_id,
        .session_id = used.session_id,
        .epoch = session.epoch,
        .plan = session.plan,
        .has_account = session.has_account,
    };
    st = accounts_tokens_make(&tx, &bearer, ret_row);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_sign_out(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                 void *ret_row)
{
    const struct accounts_sign_out_in *wanted = in;
    struct accounts_session_end_in end;
    struct accounts_session_end_row ended;
    enum sc_status st = accounts_viewer(rq, &end.person_id);

    if (st != SC_OK)
        return st;
    end.id = wanted->has_session_id ? wanted->session_id : rq->viewer->session_id;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_session_end_one(&tx, &end, &ended);
    if (st == SC_NOT_FOUND)
        return sc_fail(rq, st, "you have no such session");
    if (st == SC_OK)
        sc_tx_hint(&tx, SC_HINT_SIGNED_OUT, end.id, INT64_MAX);
    *(struct accounts_signed_out *)ret_row =
        (struct accounts_signed_out){.sign_out = true, .was_own = end.id == rq->viewer->session_id};
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_sign_out_elsewhere(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                           void *ret_row)
{
    struct accounts_sessions_end_others_in end = {.at_most = SESSIONS_AT_ONCE};
    struct accounts_sessions_end_others_rows ended;
    enum sc_status st = accounts_viewer(rq, &end.person_id);

    (void)in;
    if (st != SC_OK)
        return st;
    end.but_id = rq->viewer->session_id;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    do {
        st = accounts_sessions_end_others_all(&tx, &end, SESSIONS_AT_ONCE, &ended);
        for (size_t i = 0; st == SC_OK && i < ended.count; i++)
            sc_tx_hint(&tx, SC_HINT_SIGNED_OUT, ended.at[i].id, INT64_MAX);
    } while (st == SC_OK && ended.count == SESSIONS_AT_ONCE);
    *(struct accounts_signed_out *)ret_row =
        (struct accounts_signed_out){.sign_out_elsewhere = true};
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_sign_out_everywhere(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                            void *ret_row)
{
    struct accounts_epoch_next_in next;
    struct accounts_epoch_next_row row;
    enum sc_status st = accounts_viewer(rq, &next.id);

    (void)in;
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_epoch_next_one(&tx, &next, &row);
    if (st == SC_OK)
        sc_tx_hint(&tx, SC_HINT_SIGNED_OUT, next.id, row.epoch);
    *(struct accounts_signed_out *)ret_row =
        (struct accounts_signed_out){.sign_out_everywhere = true, .was_own = true};
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}
