/*
 * mail_text.h - one mail as the bytes of RFC 5322, 7-bit whatever it says.
 *
 * Plain text in UTF-8: the body quoted-printable (RFC 2045), headers as encoded
 * words (RFC 2047). No network here.
 */
#ifndef SC_NET_MAIL_TEXT_H
#define SC_NET_MAIL_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "runtime/request.h"

enum {
    SC_MAIL_ADDRESS_MAX = 254, /* bytes; RFC 5321 leaves no more */
    SC_MAIL_SUBJECT_MAX = 200,
    SC_MAIL_TEXT_MAX = 128 * 1024,
    SC_MAIL_ID_MAX = 60,
    SC_MAIL_BYTES_MAX = 512 * 1024, /* a message: three bytes for one at worst, and headers */
};

struct sc_mail {
    struct sc_str from;      /* an address, as "no-reply@smartcart.example" */
    struct sc_str from_name; /* what people see beside it */
    struct sc_str to;        /* an address */
    struct sc_str subject;
    struct sc_str text; /* lines end with \n */
    struct sc_str id;   /* letters, digits, dashes: the same mail sent twice has the same */
    int64_t at_us;      /* its date */
};

/*
 * SC_INVALID: an address that is none, or a text that is empty, too long, no
 * UTF-8, or has control characters in it (of a subject: any; they could begin
 * another header).
 */
SC_MUST_USE enum sc_status sc_mail_check(struct sc_request *rq, const struct sc_mail *mail);

/* One address, without angle brackets; only its form is looked at. */
bool sc_mail_is_address(struct sc_str address);

/* A mail that was checked, with CRLF. Dots are not doubled: SMTP's library does that. */
void sc_mail_write(const struct sc_mail *mail, struct sc_buf *out);

#endif
