/*
 * credentials.h - what one shows to come in: changing it, and keys for programs.
 *
 * Functions of the gateway, as in accounts.h. A new password ends all sessions,
 * open links of mails and, when it was forgotten, API keys: whoever may have
 * had the old one is out. The address is told by a mail.
 */
#ifndef SC_ACCOUNTS_CREDENTIALS_H
#define SC_ACCOUNTS_CREDENTIALS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    ACCOUNTS_API_KEYS_MAX = 20, /* of a person */
};

/* Sends a link for a new password. Where there is no such account, a mail says so. */
struct accounts_forgot_in {
    struct sc_str email;
};
struct accounts_forgot_row {
    bool request_password_reset; /* true: a mail is on its way */
};
extern const struct sc_shape accounts_forgot_in_shape;
extern const struct sc_shape accounts_forgot_shape;
SC_MUST_USE enum sc_status accounts_forgot(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                           void *ret_row);

/* The link of that mail. The row is a struct accounts_signed_in. */
struct accounts_reset_in {
    struct sc_str token;
    struct sc_str password;
};
extern const struct sc_shape accounts_reset_in_shape;
SC_MUST_USE enum sc_status accounts_reset(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                          void *ret_row);

/* The row is a struct accounts_signed_in: a new session, the only one. */
struct accounts_new_password_in {
    struct sc_str current;
    struct sc_str password;
};
extern const struct sc_shape accounts_new_password_in_shape;
SC_MUST_USE enum sc_status accounts_new_password(struct sc_request *rq, struct sc_pg *pg,
                                                 const void *in, void *ret_row);

/* Sends a link to the new address; until it is followed, the old one stays. */
struct accounts_new_email_in {
    struct sc_str password;
    struct sc_str email;
};
struct accounts_new_email_row {
    bool change_email; /* true: a mail is on its way */
};
extern const struct sc_shape accounts_new_email_in_shape;
extern const struct sc_shape accounts_new_email_shape;
SC_MUST_USE enum sc_status accounts_new_email(struct sc_request *rq, struct sc_pg *pg,
                                              const void *in, void *ret_row);

/* The link of that mail, followed on any device, and the account's password. */
struct accounts_confirm_email_in {
    struct sc_str token;
    struct sc_str password;
};
struct accounts_confirm_email_row {
    bool confirm_email;
};
extern const struct sc_shape accounts_confirm_email_in_shape;
extern const struct sc_shape accounts_confirm_email_shape;
SC_MUST_USE enum sc_status accounts_confirm_email(struct sc_request *rq, struct sc_pg *pg,
                                                  const void *in, void *ret_row);

/* Its text is told here, and never again. */
struct accounts_api_key_make_in {
    struct sc_str name;
    bool may_write;
};
struct accounts_api_key_make_row {
    int64_t id;
    struct sc_str name;
    bool may_write;
    struct sc_str secret;
};
extern const struct sc_shape accounts_api_key_make_in_shape;
extern const struct sc_shape accounts_api_key_make_shape;
SC_MUST_USE enum sc_status accounts_api_key_make(struct sc_request *rq, struct sc_pg *pg,
                                                 const void *in, void *ret_row);

struct accounts_api_key_revoke_in {
    int64_t key_id;
};
struct accounts_api_key_revoke_row {
    bool revoke_api_key;
};
extern const struct sc_shape accounts_api_key_revoke_in_shape;
extern const struct sc_shape accounts_api_key_revoke_shape;
SC_MUST_USE enum sc_status accounts_api_key_revoke(struct sc_request *rq, struct sc_pg *pg,
                                                   const void *in, void *ret_row);

/* Whom a key is for. The gateway asks; it waits for the database. */
struct accounts_api_key {
    int64_t id;
    int64_t person_id; /* who has an account */
    bool may_write;
    uint8_t plan;    /* by its place in accounts.plan: the key's own, else its person's */
    bool is_partner; /* the plan is the key's own */
};
/* SC_UNAUTHENTICATED: it is none of ours, or was revoked; else as store/tx.h. */
SC_MUST_USE enum sc_status accounts_api_key_read(struct sc_request *rq, struct sc_pg *pg,
                                                 struct sc_str text,
                                                 struct accounts_api_key *ret_key);

#endif
