/* Signing in, staying so, signing out. */
#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"
#include "accounts/moves.h"

/* The password was right: hashed anew where that is better by now. The try stays counted. */
static enum sc_status open_session(struct sc_request *rq, struct sc_pg *pg,
                                   const struct accounts_person_by_email_row *person,
                                   struct sc_str password, void *ret_row)
{
    char hash[ACCOUNTS_PASSWORD_HASH];
    bool is_old = accounts_password_is_old(person->password_hash) &&
                  accounts_password_hash(password, hash) == SC_OK;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = accounts_session_open(&tx, person->id, ret_row);
    if (st == SC_OK)
        st = accounts_guest_follow(&tx, person->id);
    if (st == SC_OK && is_old) {
        const struct accounts_password_set_in set = {person->id, sc_str_of(hash)};
        st = accounts_password_set_exec(&tx, &set, NULL);
    }
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_sign_in(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                void *ret_row)
{
    const struct accounts_sign_in_in *wanted = in;
    struct accounts_person_by_email_row person = {0};
    struct accounts_email email;
    enum sc_status st = accounts_check_email(rq, wanted->email, &email);

    if (st == SC_OK && wanted->password.len > ACCOUNTS_PASSWORD_MAX)
        st = sc_fail(rq, SC_INVALID, "password: %d bytes at most", ACCOUNTS_PASSWORD_MAX);
    if (st == SC_OK)
        st = accounts_attempt(rq, pg, "accounts/sign_in", email.fold, ACCOUNTS_ATTEMPTS_MAX,
                              ACCOUNTS_ATTEMPT_MINUTES);
    if (st != SC_OK)
        return st;
    {
        const struct accounts_person_by_email_in by_email = {.email_fold = email.fold};
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq); /* given back before the slow part */
        st = accounts_person_by_email_one(&tx, &by_email, &person);
    }
    if (st != SC_OK && st != SC_NOT_FOUND)
        return st;
    if (!accounts_password_is(wanted->password, person.password_hash))
        return sc_fail(rq, SC_UNAUTHENTICATED, "address or password are not right");
    return open_session(rq, pg, &person, wanted->password, ret_row);
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

    if (!accounts_secret_hash(ACCOUNTS_SECRET_REFRESH, wanted->refresh_token, hash))
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
            st = sc_tx_commit(&tx);
        return st == SC_OK ? sign_in_anew(rq) : st;
    }
    struct accounts_session_use_in session_in = {.id = used.session_id,
                                                 .days = ACCOUNTS_SESSION_DAYS};
    if (rq->viewer != NULL) {
        session_in.address = rq->viewer->address;
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
    ((struct accounts_sign_out_row *)ret_row)->sign_out = true;
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
    ((struct accounts_sign_out_everywhere_row *)ret_row)->sign_out_everywhere = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}
