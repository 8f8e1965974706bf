/*
 * email.h - addresses as people type them: is it one, and is it the same as another.
 *
 * What is sent to must be deliverable by SMTP without tricks: one @, a local part
 * of at most 64 bytes without quotes, a domain of labels. UTF-8 is taken
 * (RFC 6531). Whether there is such a mailbox only a mail tells.
 */
#ifndef SC_ACCOUNTS_EMAIL_H
#define SC_ACCOUNTS_EMAIL_H

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    ACCOUNTS_EMAIL_MAX = 254, /* bytes; RFC 5321, 4.5.3.1 and its errata */
    ACCOUNTS_EMAIL_LOCAL_MAX = 64,
    ACCOUNTS_EMAIL_LABEL_MAX = 63,
};

struct accounts_email {
    struct sc_str address; /* as typed, without blanks around */
    struct sc_str fold;    /* equal for addresses that are one: ASCII letters in lower case */
};

/* Lives in `arena` or in `text`. SC_INVALID: it is none. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status accounts_email_read(struct sc_arena *arena, struct sc_str text,
                                               struct accounts_email *ret_email);

#endif
