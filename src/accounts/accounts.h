/*
 * accounts.h - people and how they sign in: what the API may call.
 *
 * Each operation is a function of the gateway: `in` and `ret_row` are the structs
 * declared here, with their shapes. Failures: SC_INVALID with words for who asked;
 * SC_UNAUTHENTICATED; SC_THROTTLED: tried too often; else as store/tx.h.
 *
 * No answer, and no time that an answer takes, tells whether an address has an
 * account: signing in fails alike, and registering always sends a mail.
 */
#ifndef SC_ACCOUNTS_ACCOUNTS_H
#define SC_ACCOUNTS_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;
struct accounts_keyring;

enum {
    ACCOUNTS_SESSION_DAYS = 90,    /* without use, a session is over */
    ACCOUNTS_REFRESH_GRACE_S = 60, /* see accounts_refresh */
    ACCOUNTS_CLAIM_HOURS = 24,     /* a link of a mail works so long */
    ACCOUNTS_TRIES_MAX = 10,       /* that fail, of one address from one network ... */
    ACCOUNTS_TRIES_FROM_MAX = 100, /* ... of all addresses from one network ... */
    ACCOUNTS_TRIES_MINUTES = 15,   /* ... in so long; then all are refused until that is over */
    ACCOUNTS_TRIES_TO_MAX = 100,   /* that fail, of one address from networks new to it, an hour */
    ACCOUNTS_GUESTS_MAX = 300,     /* made from one network, within an hour */
    ACCOUNTS_CLAIMS_MAX = 100,     /* links of mails tried from one network, within an hour */
    ACCOUNTS_MAILS_MAX = 5,        /* of all kinds to one address, asked for from one network ... */
    ACCOUNTS_MAILS_FROM_MAX = 60,  /* ... to all addresses from one network ... */
    ACCOUNTS_MAILS_TO_MAX = 20,    /* ... to one address from all networks, each within an hour */
    ACCOUNTS_MAILS_FIRST_MAX = 100, /* networks whose first in a day that last does not hold up */
    ACCOUNTS_NOTICES_MAX = 5,       /* of one kind to one person, within an hour */
    ACCOUNTS_NAME_MAX = 100,        /* bytes of a person's or a household's name */
    ACCOUNTS_LOCALE_MAX = 35,       /* bytes of a language tag (RFC 5646, 4.4.1) */
    ACCOUNTS_ARENA_CAP = 1024 * 1024,
};

/* What all of them need; once, before the first call, and good for the program's life. */
struct accounts_config {
    struct accounts_keyring *keyring; /* loaded */
    struct sc_str public_url;         /* where links of mails lead: "https://smartcart.example" */
};
void accounts_start(const struct accounts_config *config);

/* Someone is signed in. */
struct accounts_signed_in {
    struct sc_str access_token;  /* for ACCOUNTS_TOKEN_S; this and the next may be kept from who
                                    is told the rest, in cookies */
    struct sc_str refresh_token; /* for the next one; used once */
    int64_t expires_at;          /* of the access token */
    bool is_guest;
};
extern const struct sc_shape accounts_signed_in_shape;

/* A session for someone without an account: lists work at once, and are kept after it. */
struct accounts_guest_in {
    struct sc_str country; /* ISO 3166, two letters: the region follows it */
    struct sc_str locale;  /* may be null: en */
};
extern const struct sc_shape accounts_guest_in_shape;
SC_MUST_USE enum sc_status accounts_guest(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                          void *ret_row);

/*
 * Sends a mail whose link makes the account: of the guest who asks, or of a new person.
 * Its password is asked for again there: who reads the mails of an address has an
 * account with no password but one that they chose.
 */
struct accounts_register_in {
    struct sc_str email;
    struct sc_str password;
    struct sc_str name;    /* may be null */
    struct sc_str country; /* may be null: a guest's own, else it is asked for */
    struct sc_str locale;  /* may be null */
};
struct accounts_register_row {
    bool register_account; /* true: a mail is on its way */
};
extern const struct sc_shape accounts_register_in_shape;
extern const struct sc_shape accounts_register_shape;
SC_MUST_USE enum sc_status accounts_register(struct sc_request *rq, struct sc_pg *pg,
                                             const void *in, void *ret_row);

/* The link of that mail, and the password: the account is there, and signed in. */
struct accounts_verify_in {
    struct sc_str token;
    struct sc_str password;
};
extern const struct sc_shape accounts_verify_in_shape;
SC_MUST_USE enum sc_status accounts_verify(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                           void *ret_row);

/* An account made by an operator, its address taken as verified. */
struct accounts_add_in {
    struct sc_str email;
    struct sc_str password;
    struct sc_str name; /* may be null */
    struct sc_str country;
};
SC_MUST_USE enum sc_status accounts_add(struct sc_request *rq, struct sc_pg *pg,
                                        const struct accounts_add_in *in, int64_t *ret_person_id);

/* In which language one is written to from now on: BCP 47, at most ACCOUNTS_LOCALE_MAX bytes. */
struct accounts_set_locale_in {
    struct sc_str locale;
};
struct accounts_set_locale_row {
    bool set_locale;
};
extern const struct sc_shape accounts_set_locale_in_shape;
extern const struct sc_shape accounts_set_locale_shape;
SC_MUST_USE enum sc_status accounts_set_locale(struct sc_request *rq, struct sc_pg *pg,
                                               const void *in, void *ret_row);

struct accounts_sign_in_in {
    struct sc_str email;
    struct sc_str password;
};
extern const struct sc_shape accounts_sign_in_in_shape;
SC_MUST_USE enum sc_status accounts_sign_in(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                            void *ret_row);

/*
 * The next pair of tokens. A refresh token is used once (RFC 9700, 4.14.2); what else may come:
 *
 * - the same again within ACCOUNTS_REFRESH_GRACE_S. Several asked at once, or a request was held up
 *   on its way until its client, which waits for 10 s, had asked anew: both answers are good.
 * - the same again later, and what was answered was never used: the answer was lost, as in a shop
 *   with a weak signal, and the app opened again the next day. It is answered once more, and the
 *   first answer is good no longer.
 * - one behind which another was used since: two have the session, its owner and somebody else.
 *   Which is which is not known, so it ends for both.
 */
struct accounts_refresh_in {
    struct sc_str refresh_token; /* null: that of the viewer, from a cookie */
};
extern const struct sc_shape accounts_refresh_in_shape;
SC_MUST_USE enum sc_status accounts_refresh(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                            void *ret_row);

/* Ends a session of the viewer's: this one, when none is named. */
struct accounts_sign_out_in {
    int64_t session_id;
    bool has_session_id;
};
struct accounts_signed_out {
    bool sign_out;
    bool sign_out_elsewhere;
    bool sign_out_everywhere;
    bool was_own; /* the session that it was asked in has ended */
};
extern const struct sc_shape accounts_sign_out_in_shape;
extern const struct sc_shape accounts_sign_out_shape;
SC_MUST_USE enum sc_status accounts_sign_out(struct sc_request *rq, struct sc_pg *pg,
                                             const void *in, void *ret_row);

/* Ends all but this one. */
extern const struct sc_shape accounts_sign_out_elsewhere_shape;
SC_MUST_USE enum sc_status accounts_sign_out_elsewhere(struct sc_request *rq, struct sc_pg *pg,
                                                       const void *in, void *ret_row);

/* Ends all of them: no refresh from now on, and access tokens within their ten minutes. */
extern const struct sc_shape accounts_sign_out_everywhere_shape;
SC_MUST_USE enum sc_status accounts_sign_out_everywhere(struct sc_request *rq, struct sc_pg *pg,
                                                        const void *in, void *ret_row);

/* A household that the viewer owns. The row is that of accounts_household_by_id. */
struct accounts_household_in {
    struct sc_str name;
    struct sc_str country; /* may be null: the viewer's */
};
extern const struct sc_shape accounts_household_in_shape;
SC_MUST_USE enum sc_status accounts_household(struct sc_request *rq, struct sc_pg *pg,
                                              const void *in, void *ret_row);

#endif
