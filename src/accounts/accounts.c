#include "accounts/accounts.h"

#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"
#include "accounts/keyring.h"
#include "accounts/moves.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "base/time.h"
#include "base/utf8.h"
#include "runtime/deadline.h"
#include "store/queue.h"

enum {
    SHARD = 1,
    MAIL_MAX = 16 * 1024
};

struct accounts_config accounts_common;

void accounts_start(const struct accounts_config *config)
{
    accounts_common = *config;
}

/* The keys may not be there yet: the database was away when we started. */
static enum sc_status sign(struct sc_tx *tx, const struct accounts_token *token,
                           char ret_text[ACCOUNTS_TOKEN_LEN + 1])
{
    struct accounts_keyring *ring = accounts_common.keyring;
    enum sc_status st = accounts_keyring_sign(ring, token, ret_text);

    if (st == SC_NOT_FOUND)
        st = accounts_keyring_load(tx->rq, tx->pg, ring);
    else
        return st;
    return st == SC_OK ? accounts_keyring_sign(ring, token, ret_text) : st;
}

enum sc_status accounts_tokens_make(struct sc_tx *tx, const struct accounts_bearer *bearer,
                                    struct accounts_signed_in *ret_signed_in)
{
    if (accounts_common.keyring == NULL)
        return sc_fail(tx->rq, SC_UNAVAILABLE, "nobody can sign in: SMARTCART_SECRET is not set");
    int64_t now_s = sc_wall_us() / SC_SECOND_US;
    const struct accounts_token token = {
        .person_id = bearer->person_id,
        .session_id = bearer->session_id,
        .epoch = (uint32_t)bearer->epoch,
        .shard = SHARD,
        .plan = (uint8_t)bearer->plan,
        .has_account = bearer->has_account,
        .issued_s = now_s,
        .expires_s = now_s + ACCOUNTS_TOKEN_S,
    };
    struct accounts_secret refresh;
    char text[ACCOUNTS_TOKEN_LEN + 1];

    accounts_secret_make(ACCOUNTS_SECRET_REFRESH, &refresh);
    const struct accounts_refresh_add_in add = {
        .hash = {(const char *)refresh.hash, sizeof refresh.hash},
        .session_id = bearer->session_id,
    };
    enum sc_status st = accounts_refresh_add_exec(tx, &add, NULL);
    if (st == SC_OK)
        st = sign(tx, &token, text);
    if (st != SC_OK)
        return st;
    *ret_signed_in = (struct accounts_signed_in){
        .access_token = sc_arena_str(tx->rq->arena, sc_str_of(text)),
        .refresh_token = sc_arena_str(tx->rq->arena, sc_str_of(refresh.text)),
        .expires_at = token.expires_s * SC_SECOND_US,
        .is_guest = !bearer->has_account,
    };
    bool is_whole =
        ret_signed_in->access_token.at != NULL && ret_signed_in->refresh_token.at != NULL;
    return is_whole ? SC_OK : sc_fail(tx->rq, SC_NO_MEMORY, "no memory for tokens");
}

enum sc_status accounts_session_open(struct sc_tx *tx, int64_t person_id,
                                     struct accounts_signed_in *ret_signed_in)
{
    const struct sc_viewer *viewer = tx->rq->viewer;
    struct accounts_session_add_in in = {.person_id = person_id, .days = ACCOUNTS_SESSION_DAYS};
    struct accounts_session_add_row row;

    if (viewer != NULL) {
        in.address = viewer->address;
        in.network = viewer->network;
        in.agent = viewer->agent;
    }
    enum sc_status st = accounts_session_add_one(tx, &in, &row);
    if (st != SC_OK)
        return st;
    const struct accounts_bearer bearer = {
        .person_id = person_id,
        .session_id = row.id,
        .epoch = row.epoch,
        .plan = row.plan,
        .has_account = row.has_account,
    };
    if (row.has_account)
        st = accounts_guest_follow(tx, person_id);
    return st == SC_OK ? accounts_tokens_make(tx, &bearer, ret_signed_in) : st;
}

enum sc_status accounts_check_email(struct sc_request *rq, struct sc_str text,
                                    struct accounts_email *ret_email)
{
    enum sc_status st = accounts_email_read(rq->arena, text, ret_email);

    return st == SC_OK ? SC_OK
                       : sc_fail_for(rq, st, SC_REASON_EMAIL_INVALID, "email: this is no address");
}

enum sc_status accounts_check_password(struct sc_request *rq, struct sc_str password)
{
    if (accounts_password_is_fit(password))
        return SC_OK;
    return sc_fail_for(rq, SC_INVALID, SC_REASON_PASSWORD_UNFIT,
                       "password: %d characters at least, %d bytes at most", ACCOUNTS_PASSWORD_MIN,
                       ACCOUNTS_PASSWORD_MAX);
}

enum sc_status accounts_hash_password(struct sc_request *rq, struct sc_str password,
                                      char ret_hash[ACCOUNTS_PASSWORD_HASH])
{
    if (accounts_password_hash(password, ret_hash) == SC_OK)
        return SC_OK;
    return sc_fail(rq, SC_NO_MEMORY, "no memory to hash a password");
}

static bool are_capitals(struct sc_str text)
{
    return text.len == 2 && text.at[0] >= 'A' && text.at[0] <= 'Z' && text.at[1] >= 'A' &&
           text.at[1] <= 'Z';
}

enum sc_status accounts_check_country(struct sc_request *rq, struct sc_str country)
{
    if (are_capitals(country))
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "country: two capital letters, such as IE (ISO 3166)");
}

enum sc_status accounts_check_text(struct sc_request *rq, const char *what, struct sc_str text,
                                   size_t max)
{
    bool is_fit = sc_str_trim(text).len > 0 && text.len <= max && sc_utf8_is_valid(text);

    for (size_t i = 0; i < text.len && is_fit; i++)
        is_fit = (unsigned char)text.at[i] >= ' ' && text.at[i] != 0x7f;
    if (is_fit)
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "%s: 1 to %zu bytes, without control characters", what, max);
}

enum sc_status accounts_check_name(struct sc_request *rq, struct sc_str name)
{
    return accounts_check_text(rq, "name", name, ACCOUNTS_NAME_MAX);
}

enum sc_status accounts_viewer(struct sc_request *rq, int64_t *ret_person_id)
{
    if (rq->viewer == NULL || rq->viewer->person_id == 0)
        return sc_fail(rq, SC_UNAUTHENTICATED, "sign in first");
    *ret_person_id = rq->viewer->person_id;
    return SC_OK;
}

/*
 * ACCOUNTS_MAILS_TO_MAX keeps a mailbox from being flooded out of many networks. By itself it would
 * let a stranger with four of them keep somebody from registering, or from a new password, for as
 * long as they like. So it does not count the first mail that a network asks for in a day, of as
 * many networks as hardly a stranger has, nor what is asked for where the address was signed in
 * before. At worst that is 24 times the one and once the other in a day.
 */
enum sc_status accounts_throttle_mail_in(struct sc_tx *tx, struct sc_str email_fold, bool was_here)
{
    struct sc_str network = accounts_network(tx->rq);
    struct sc_str pair =
        sc_arena_printf(tx->rq->arena, "%.*s %.*s", SC_STR_ARGS(email_fold), SC_STR_ARGS(network));
    const struct accounts_limit first[] = {
        {"accounts/mail/first", pair, 1, ACCOUNTS_DAY},
        {"accounts/mail/firsts", email_fold, ACCOUNTS_MAILS_FIRST_MAX, ACCOUNTS_DAY},
    };
    const struct accounts_limit limits[] = {
        {"accounts/mail", pair, ACCOUNTS_MAILS_MAX, ACCOUNTS_HOUR},
        {"accounts/mail/from", network, ACCOUNTS_MAILS_FROM_MAX, ACCOUNTS_HOUR},
        {"accounts/mail/to", email_fold, ACCOUNTS_MAILS_TO_MAX, ACCOUNTS_HOUR},
    };
    bool is_apart = true;
    enum sc_status st = SC_OK;

    if (pair.at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory to count a mail");
    if (!was_here)
        st = accounts_throttle_count(tx, first, SC_COUNT(first), &is_apart);
    if (st != SC_OK)
        return st;
    return accounts_throttle_in(tx, limits, SC_COUNT(limits) - (is_apart ? 1 : 0));
}

enum sc_status accounts_throttle_mail(struct sc_request *rq, struct sc_pg *pg,
                                      struct sc_str email_fold, bool was_here)
{
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);

    return accounts_throttle_mail_in(&tx, email_fold, was_here);
}

enum sc_status accounts_check_claim(struct sc_request *rq, struct sc_pg *pg,
                                    const struct accounts_claim_use_in *use,
                                    const struct sc_str *password)
{
    const struct accounts_claim_find_in find = {use->hash, use->kind};
    const struct accounts_limit limits[] = {
        {"accounts/claim/from", accounts_network(rq), ACCOUNTS_CLAIMS_MAX, ACCOUNTS_HOUR},
        {"accounts/claim", use->hash, ACCOUNTS_TRIES_MAX, ACCOUNTS_TRIES_MINUTES},
    };
    struct accounts_claim_find_row claim;
    enum sc_status st = accounts_throttle(rq, pg, limits, SC_COUNT(limits));

    if (st == SC_OK) {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq); /* given back before the slow part */
        st = accounts_claim_find_one(&tx, &find, &claim);
    }
    if (st == SC_OK && password != NULL &&
        (password->len > ACCOUNTS_PASSWORD_MAX ||
         !accounts_password_is(*password, claim.password_hash)))
        return sc_fail_for(rq, SC_INVALID, SC_REASON_PASSWORD_WRONG,
                           "password: it is not the one that was chosen");
    return st == SC_OK ? accounts_throttle_forgive(rq, pg, limits, SC_COUNT(limits)) : st;
}

enum sc_status accounts_email_taken(struct sc_request *rq, enum sc_status st)
{
    sc_failure_clear(rq);
    return sc_fail_for(rq, st, SC_REASON_EMAIL_TAKEN, "this address has an account already");
}

enum sc_status accounts_mail(struct sc_tx *tx, int64_t person_id,
                             const struct accounts_letter *letter)
{
    struct sc_buf payload, text;
    struct sc_json_out out;

    sc_buf_init(&text, MAIL_MAX);
    sc_buf_init(&payload, MAIL_MAX);
    accounts_letter_write(letter, accounts_common.public_url, &text);
    sc_json_init(&out, &payload);
    sc_json_object(&out);
    sc_json_key_str(&out, "to", letter->to);
    sc_json_key_str(&out, "subject", accounts_letter_subject(letter));
    sc_json_key_str(&out, "text", sc_buf_str(&text));
    sc_json_object_end(&out);
    const struct sc_job job = {
        .queue = SC_STR("mail"),
        .kind = SC_STR("mail"),
        .payload = sc_buf_str(&payload),
        .priority = SC_JOB_URGENT,
        .person_id = person_id,
    };
    enum sc_status st = text.failed || payload.failed
                            ? sc_fail(tx->rq, SC_LIMITED, "the mail is too long")
                            : sc_queue_put(tx, &job);
    sc_buf_finish(&payload);
    sc_buf_finish(&text);
    return st;
}

enum sc_status accounts_notice(struct sc_tx *tx, const char *what, int64_t person_id,
                               const struct accounts_letter *letter)
{
    const struct accounts_limit limit = {
        what, {(const char *)&person_id, sizeof person_id}, ACCOUNTS_NOTICES_MAX, ACCOUNTS_HOUR};
    bool is_allowed;
    enum sc_status st = accounts_throttle_count(tx, &limit, 1, &is_allowed);

    if (st != SC_OK || !is_allowed)
        return st;
    return accounts_mail(tx, person_id, letter);
}
