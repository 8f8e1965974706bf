#include "accounts/credentials.h"

#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"
#include "store/hint.h"

/* A link that does what its kind says, for the person. */
static enum sc_status add_claim(struct sc_tx *tx, const char *kind,
                                const struct accounts_email *email, int64_t person_id,
                                struct accounts_secret *ret_secret)
{
    accounts_secret_make(ACCOUNTS_SECRET_CLAIM, ret_secret);
    const struct accounts_claim_add_in claim = {
        .hash = {(const char *)ret_secret->hash, sizeof ret_secret->hash},
        .kind = sc_str_of(kind),
        .email = email->address,
        .email_fold = email->fold,
        .has_person_id = true,
        .person_id = person_id,
        .hours = ACCOUNTS_CLAIM_HOURS,
    };
    return accounts_claim_add_exec(tx, &claim, NULL);
}

/* Used, too old, another's: no difference. */
static enum sc_status claim_is_over(struct sc_request *rq)
{
    return sc_fail_for(rq, SC_INVALID, SC_REASON_LINK_OVER,
                       "token: this link was used, or is too old: ask for another");
}

/* Both mails are sent alike, so that neither the answer nor its time tells which it was. */
enum sc_status accounts_forgot(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row)
{
    const struct accounts_forgot_in *wanted = in;
    struct accounts_person_sign_in_row person = {0};
    struct accounts_email email;
    struct accounts_secret secret;
    struct accounts_letter letter = {.kind = ACCOUNTS_LETTER_NO_ACCOUNT};
    enum sc_status st = accounts_check_email(rq, wanted->email, &email);

    if (st != SC_OK)
        return st;
    const struct accounts_person_sign_in_in by_email = {email.fold, accounts_network(rq)};
    letter.to = email.address;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_person_sign_in_one(&tx, &by_email, &person);
    bool is_known = st == SC_OK;
    if (is_known || st == SC_NOT_FOUND)
        st = accounts_throttle_mail_in(&tx, email.fold, person.was_here);
    if (st != SC_OK)
        return st;
    if (is_known) {
        st = add_claim(&tx, "reset", &email, person.id, &secret);
        if (st != SC_OK)
            return st;
        letter.kind = ACCOUNTS_LETTER_RESET;
        letter.locale = person.locale;
        letter.secret = sc_str_of(secret.text);
    }
    st = accounts_mail(&tx, person.id, &letter);
    ((struct accounts_forgot_row *)ret_row)->request_password_reset = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* With all that goes with it: who had the old one is out, and the owner is told. */
static enum sc_status set_password(struct sc_tx *tx, int64_t person_id, const char *hash)
{
    const struct accounts_password_change_in change = {person_id, sc_str_of(hash)};
    const struct accounts_claims_end_in claims = {person_id};
    struct accounts_password_change_row changed;
    enum sc_status st = accounts_password_change_one(tx, &change, &changed);

    if (st == SC_OK) {
        sc_tx_hint(tx, SC_HINT_SIGNED_OUT, person_id, changed.epoch);
        st = accounts_claims_end_exec(tx, &claims, NULL);
    }
    if (st != SC_OK)
        return st;
    const struct accounts_letter letter = {
        .kind = ACCOUNTS_LETTER_PASSWORD, .to = changed.email, .locale = changed.locale};
    return accounts_notice(tx, "accounts/notice/password", person_id, &letter);
}

enum sc_status accounts_reset(struct sc_request *rq, struct sc_pg *pg, const void *in,
                              void *ret_row)
{
    const struct accounts_reset_in *wanted = in;
    struct accounts_claim_use_row claim;
    uint8_t claim_hash[ACCOUNTS_SECRET_HASH];
    char hash[ACCOUNTS_PASSWORD_HASH];
    enum sc_status st = accounts_check_password(rq, wanted->password);

    if (st == SC_OK && !accounts_secret_hash(ACCOUNTS_SECRET_CLAIM, wanted->token, claim_hash))
        return claim_is_over(rq);
    const struct accounts_claim_use_in use = {{(const char *)claim_hash, sizeof claim_hash},
                                              SC_STR("reset")};
    if (st == SC_OK) /* only who has an open link makes us compute a hash */
        st = accounts_check_claim(rq, pg, &use, NULL);
    if (st == SC_NOT_FOUND)
        return claim_is_over(rq);
    if (st == SC_OK)
        st = accounts_hash_password(rq, wanted->password, hash);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_claim_use_one(&tx, &use, &claim);
    if (st == SC_NOT_FOUND)
        return claim_is_over(rq);
    if (st == SC_OK)
        st = set_password(&tx, claim.person_id, hash);
    if (st == SC_OK) {
        const struct accounts_api_keys_end_in keys = {claim.person_id};
        st = accounts_api_keys_end_exec(&tx, &keys, NULL);
    }
    if (st == SC_OK)
        st = accounts_session_open(&tx, claim.person_id, ret_row);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* Counted apart from signing in: who has someone's token cannot keep them out with it. */
static enum sc_status check_password(struct sc_request *rq, struct sc_pg *pg, int64_t person_id,
                                     struct sc_str password, struct sc_str hash)
{
    const struct accounts_limit limit = {
        "accounts/current",
        {(const char *)&person_id, sizeof person_id},
        ACCOUNTS_TRIES_MAX,
        ACCOUNTS_TRIES_MINUTES,
    };
    enum sc_status st = accounts_throttle(rq, pg, &limit, 1);

    if (st == SC_OK && (password.at == NULL || password.len > ACCOUNTS_PASSWORD_MAX ||
                        !accounts_password_is(password, hash)))
        return sc_fail_for(rq, SC_INVALID, SC_REASON_PASSWORD_WRONG, "the password is not right");
    return st == SC_OK ? accounts_throttle_forgive(rq, pg, &limit, 1) : st;
}

enum sc_status accounts_check_current(struct sc_request *rq, struct sc_pg *pg,
                                      struct sc_str password, int64_t *ret_person_id)
{
    struct accounts_person_secrets_in in;
    struct accounts_person_secrets_row person;
    enum sc_status st = accounts_viewer(rq, &in.id);

    if (st != SC_OK)
        return st;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq); /* given back before the slow part */
        st = accounts_person_secrets_one(&tx, &in, &person);
    }
    bool is_guest = st == SC_OK && person.email.at == NULL;
    if (st == SC_NOT_FOUND || (is_guest && password.at != NULL))
        return sc_fail(rq, SC_FORBIDDEN, "guests have no password");
    if (st == SC_OK && !is_guest)
        st = check_password(rq, pg, in.id, password, person.password_hash);
    if (st == SC_OK)
        *ret_person_id = in.id;
    return st;
}

enum sc_status accounts_new_password(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                     void *ret_row)
{
    const struct accounts_new_password_in *wanted = in;
    char hash[ACCOUNTS_PASSWORD_HASH];
    int64_t person_id;
    enum sc_status st = accounts_check_password(rq, wanted->password);

    if (st == SC_OK)
        st = accounts_check_current(rq, pg, wanted->current, &person_id);
    if (st == SC_OK)
        st = accounts_hash_password(rq, wanted->password, hash);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = set_password(&tx, person_id, hash);
    if (st == SC_OK)
        st = accounts_session_open(&tx, person_id, ret_row);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_new_email(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                  void *ret_row)
{
    const struct accounts_new_email_in *wanted = in;
    struct accounts_person_name_row person = {0};
    struct accounts_email email;
    struct accounts_secret secret;
    int64_t person_id;
    enum sc_status st = accounts_check_email(rq, wanted->email, &email);

    if (st == SC_OK)
        st = accounts_check_current(rq, pg, wanted->password, &person_id);
    if (st == SC_OK)
        st = accounts_throttle_mail(rq, pg, email.fold, false);
    if (st != SC_OK)
        return st;
    /* Also where the address has an account: its mailbox alone learns that the link fails. */
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = add_claim(&tx, "email", &email, person_id, &secret);
    if (st == SC_OK)
        st = accounts_person_name_one(&tx, &(struct accounts_person_name_in){person_id}, &person);
    const struct accounts_letter letter = {
        .kind = ACCOUNTS_LETTER_NEW_EMAIL,
        .to = email.address,
        .locale = person.locale,
        .secret = sc_str_of(secret.text),
    };
    if (st == SC_OK)
        st = accounts_mail(&tx, person_id, &letter);
    ((struct accounts_new_email_row *)ret_row)->change_email = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

static enum sc_status move_email(struct sc_tx *tx, const struct accounts_claim_use_row *claim)
{
    const struct accounts_person_name_in before = {claim->person_id};
    const struct accounts_email_change_in change = {claim->person_id, claim->email,
                                                    claim->email_fold};
    struct accounts_person_name_row old;
    const struct accounts_claims_end_in claims = {claim->person_id}; /* sent to the old address */
    struct accounts_email_change_row changed;
    enum sc_status st = accounts_person_name_one(tx, &before, &old);

    if (st == SC_OK)
        st = accounts_email_change_one(tx, &change, &changed);
    if (st == SC_CONFLICT)
        return accounts_email_taken(tx->rq, SC_INVALID);
    if (st == SC_OK)
        st = accounts_claims_end_exec(tx, &claims, NULL);
    if (st != SC_OK)
        return st;
    const struct accounts_letter letter = {
        .kind = ACCOUNTS_LETTER_EMAIL_MOVED,
        .to = old.email,
        .locale = old.locale,
        .email = claim->email,
    };
    return accounts_mail(tx, claim->person_id, &letter);
}

enum sc_status accounts_confirm_email(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                      void *ret_row)
{
    const struct accounts_confirm_email_in *wanted = in;
    struct accounts_claim_use_row claim;
    uint8_t hash[ACCOUNTS_SECRET_HASH];

    if (!accounts_secret_hash(ACCOUNTS_SECRET_CLAIM, wanted->token, hash))
        return claim_is_over(rq);
    const struct accounts_claim_use_in use = {{(const char *)hash, sizeof hash}, SC_STR("email")};
    enum sc_status st = accounts_check_claim(rq, pg, &use, &wanted->password);
    if (st != SC_OK)
        return st == SC_NOT_FOUND ? claim_is_over(rq) : st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_claim_use_one(&tx, &use, &claim);
    if (st == SC_NOT_FOUND)
        return claim_is_over(rq);
    if (st == SC_OK)
        st = move_email(&tx, &claim);
    ((struct accounts_confirm_email_row *)ret_row)->confirm_email = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_api_key_make(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                     void *ret_row)
{
    const struct accounts_api_key_make_in *wanted = in;
    struct accounts_api_key_add_in add = {
        .name = wanted->name,
        .may_write = wanted->may_write,
        .keys_max = ACCOUNTS_API_KEYS_MAX,
    };
    struct accounts_api_key_add_row added;
    struct accounts_secret secret;
    enum sc_status st = accounts_viewer(rq, &add.person_id);

    if (st == SC_OK)
        st = accounts_check_name(rq, wanted->name);
    if (st == SC_OK && rq->viewer->key_id != 0)
        st = sc_fail(rq, SC_FORBIDDEN, "a key makes no keys");
    if (st != SC_OK)
        return st;
    accounts_secret_make(ACCOUNTS_SECRET_KEY, &secret);
    add.hash = (struct sc_str){(const char *)secret.hash, sizeof secret.hash};
    struct sc_str text = sc_arena_str(rq->arena, sc_str_of(secret.text));
    if (text.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a key");
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_api_key_add_one(&tx, &add, &added);
    if (st == SC_NOT_FOUND)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                           "a person with an account has %d keys at most", ACCOUNTS_API_KEYS_MAX);
    if (st != SC_OK)
        return st;
    *(struct accounts_api_key_make_row *)ret_row = (struct accounts_api_key_make_row){
        .id = added.id, .name = wanted->name, .may_write = wanted->may_write, .secret = text};
    return sc_tx_commit(&tx);
}

enum sc_status accounts_api_key_revoke(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                       void *ret_row)
{
    const struct accounts_api_key_revoke_in *wanted = in;
    struct accounts_api_key_end_in end = {.id = wanted->key_id};
    struct accounts_api_key_end_row ended;
    enum sc_status st = accounts_viewer(rq, &end.person_id);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_api_key_end_one(&tx, &end, &ended);
    if (st == SC_NOT_FOUND)
        return sc_fail(rq, st, "you have no such key");
    if (st == SC_OK)
        sc_tx_hint(&tx, SC_HINT_SIGNED_OUT, end.id, INT64_MAX);
    ((struct accounts_api_key_revoke_row *)ret_row)->revoke_api_key = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_api_key_read(struct sc_request *rq, struct sc_pg *pg, struct sc_str text,
                                     struct accounts_api_key *ret_key)
{
    struct accounts_api_key_use_row used;
    uint8_t hash[ACCOUNTS_SECRET_HASH];

    if (!accounts_secret_hash(ACCOUNTS_SECRET_KEY, text, hash))
        return sc_fail(rq, SC_UNAUTHENTICATED, "the key is none of ours");
    const struct accounts_api_key_use_in use = {{(const char *)hash, sizeof hash}};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = accounts_api_key_use_one(&tx, &use, &used);
    if (st == SC_NOT_FOUND)
        return sc_fail(rq, SC_UNAUTHENTICATED, "the key is none of ours, or was revoked");
    if (st == SC_OK)
        *ret_key = (struct accounts_api_key){
            .id = used.id,
            .person_id = used.person_id,
            .may_write = used.may_write,
            .plan = (uint8_t)used.plan,
            .is_partner = used.is_partner,
        };
    return st;
}
