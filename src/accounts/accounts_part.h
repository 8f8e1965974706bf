/*
 * accounts_part.h - what the operations of accounts share. Private to src/accounts/.
 */
#ifndef SC_ACCOUNTS_ACCOUNTS_PART_H
#define SC_ACCOUNTS_ACCOUNTS_PART_H

#include "accounts/accounts.h"
#include "accounts/accounts_rows.h"
#include "accounts/email.h"
#include "accounts/letters.h"
#include "accounts/password.h"
#include "accounts/secret.h"
#include "accounts/throttle.h"
#include "store/tx.h"

extern struct accounts_config accounts_common;

/*
 * A session for a person, and its tokens; in the transaction. Who asks as a guest, and now has
 * an account, takes along what is theirs (moves.h).
 */
SC_MUST_USE enum sc_status accounts_session_open(struct sc_tx *tx, int64_t person_id,
                                                 struct accounts_signed_in *ret_signed_in);

/* Who the tokens are for. */
struct accounts_bearer {
    int64_t person_id;
    int64_t session_id;
    int32_t epoch;
    int16_t plan;
    bool has_account;
};

/* Tokens of a session: the refresh token's hash is kept in the transaction. */
SC_MUST_USE enum sc_status accounts_tokens_make(struct sc_tx *tx,
                                                const struct accounts_bearer *bearer,
                                                struct accounts_signed_in *ret_signed_in);

/* SC_INVALID with words. */
SC_MUST_USE enum sc_status accounts_check_email(struct sc_request *rq, struct sc_str text,
                                                struct accounts_email *ret_email);
SC_MUST_USE enum sc_status accounts_check_password(struct sc_request *rq, struct sc_str password);
SC_MUST_USE enum sc_status accounts_check_country(struct sc_request *rq, struct sc_str country);
/* 1 to `max` bytes of UTF-8, not all blank, without control characters; `what` is for the words. */
SC_MUST_USE enum sc_status accounts_check_text(struct sc_request *rq, const char *what,
                                               struct sc_str text, size_t max);
SC_MUST_USE enum sc_status accounts_check_name(struct sc_request *rq, struct sc_str name);
/* A well-formed language tag (BCP 47), such as "pt-BR" or "es-419"; a null one is "en". */
SC_MUST_USE enum sc_status accounts_check_locale(struct sc_request *rq, struct sc_str *locale);

/* SC_UNAUTHENTICATED: nobody is signed in. */
SC_MUST_USE enum sc_status accounts_viewer(struct sc_request *rq, int64_t *ret_person_id);

/*
 * One of the person's households, locked, as the person sees it. SC_NOT_FOUND: no
 * such household. SC_FORBIDDEN: `may` (NULL: any member may) says no.
 */
SC_MUST_USE enum sc_status accounts_household_lock(
    struct sc_tx *tx, int64_t household_id, int64_t person_id,
    bool (*may)(const struct accounts_household_by_id_row *home),
    struct accounts_household_by_id_row *ret_home);
bool accounts_is_grown_up(const struct accounts_household_by_id_row *home);

/*
 * The viewer knows the password; a guest, who has none, gives a null one.
 * SC_INVALID: it is not right. SC_THROTTLED: it was not, too often.
 */
SC_MUST_USE enum sc_status accounts_check_current(struct sc_request *rq, struct sc_pg *pg,
                                                  struct sc_str password, int64_t *ret_person_id);

/* SC_INVALID: the person, "your" or "their", owns as many households as the plan lets them. */
SC_MUST_USE enum sc_status accounts_no_room(struct sc_tx *tx, const char *whose, int64_t person_id);

/* The job that deletes the person then, if their delete_after still says so (departure.h). */
SC_MUST_USE enum sc_status accounts_delete_put(struct sc_tx *tx, int64_t person_id, int64_t at_us);

/* SC_NO_MEMORY, with words. */
SC_MUST_USE enum sc_status accounts_hash_password(struct sc_request *rq, struct sc_str password,
                                                  char ret_hash[ACCOUNTS_PASSWORD_HASH]);

/*
 * A mail of any kind that others than its reader may have asked for: to the address, from the
 * network of who asks. `was_here`: its account was signed in to from there before.
 */
SC_MUST_USE enum sc_status accounts_throttle_mail(struct sc_request *rq, struct sc_pg *pg,
                                                  struct sc_str email_fold, bool was_here);
/* The same in a transaction: nothing is counted, unless it is committed. */
SC_MUST_USE enum sc_status accounts_throttle_mail_in(struct sc_tx *tx, struct sc_str email_fold,
                                                     bool was_here);

struct accounts_claim_use_in;
/*
 * A mail's link is open, and who follows it knows the password that was chosen when it
 * was asked for, or is the account's by now. The link alone is not enough: anybody can
 * have one sent to an address that is not theirs, and what the owner of the address
 * then followed would be theirs too. `password` NULL: the link is for choosing one.
 * SC_NOT_FOUND: it is not open; words are the caller's. SC_INVALID, SC_THROTTLED.
 */
SC_MUST_USE enum sc_status accounts_check_claim(struct sc_request *rq, struct sc_pg *pg,
                                                const struct accounts_claim_use_in *use,
                                                const struct sc_str *password);

/* Fails as `st`, in place of what the database has said: somebody else has the address. */
SC_MUST_USE enum sc_status accounts_email_taken(struct sc_request *rq, enum sc_status st);

/*
 * A mail on its way, once the transaction is committed. It is of the person, and goes with them:
 * who it is for, or else who has it sent; 0: it is not known.
 */
SC_MUST_USE enum sc_status accounts_mail(struct sc_tx *tx, int64_t person_id,
                                         const struct accounts_letter *letter);
/*
 * One that tells a person of what was done in their name, which `what` counts; there is none where
 * they were told often enough.
 */
SC_MUST_USE enum sc_status accounts_notice(struct sc_tx *tx, const char *what, int64_t person_id,
                                           const struct accounts_letter *letter);

#endif
