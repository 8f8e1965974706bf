/*
 * smtp.h - hands a mail to a mail server, or lays it into a folder.
 *
 * Calls wait: for the deadline of the request, and SC_SMTP_MS at most.
 */
#ifndef SC_NET_SMTP_H
#define SC_NET_SMTP_H

#include <stdbool.h>

#include "base/macros.h"
#include "runtime/request.h"

enum {
    SC_SMTP_CONNECT_MS = 10000,
    SC_SMTP_MS = 30000, /* a whole mail */
};

struct sc_smtp_config {
    const char *url;      /* smtp://host:587 or smtps://host:465 */
    const char *user;     /* NULL: the server asks for none */
    const char *password; /* likewise */
    const char *ca_path;  /* certificates that its own is trusted by, PEM; NULL: the system's */
    bool needs_tls;       /* of smtp://, STARTTLS or nothing; else nothing is encrypted */
};

struct sc_smtp_mail {
    struct sc_str from, to; /* addresses that sc_mail_check took */
    struct sc_str message;  /* as sc_mail_write made it */
};

/* Once, before threads start. SC_UNAVAILABLE: the library cannot be used. */
SC_MUST_USE enum sc_status sc_smtp_init(void);

/* smtp:// or smtps://, and a host. */
bool sc_smtp_is_url(struct sc_str url);

/*
 * SC_INVALID: the server refuses this mail for good (5xx to its sender, recipient
 * or text). SC_TIMEOUT: it took too long; SC_UNAVAILABLE: anything else, such as
 * no server, no TLS, a certificate that is not trusted, a password that is wrong or a refusal for
 * now (4xx). After
 * these the mail may all the same have been sent. The words have the server's code.
 */
SC_MUST_USE enum sc_status sc_smtp_send(struct sc_request *rq, const struct sc_smtp_config *config,
                                        const struct sc_smtp_mail *mail);

/*
 * Writes it as `folder`/`name`.eml, which only we can read, whole or not at all;
 * in place of one of that name. Makes the folder. SC_UNAVAILABLE: it cannot be written.
 */
SC_MUST_USE enum sc_status sc_smtp_keep(struct sc_request *rq, struct sc_str folder,
                                        struct sc_str name, struct sc_str message);

#endif
