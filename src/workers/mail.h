/*
 * mail.h - the job kind "mail": {"to": address, "subject": text, "text": text}.
 *
 * One that is run twice is sent twice, with the same Message-ID.
 */
#ifndef SC_WORKERS_MAIL_H
#define SC_WORKERS_MAIL_H

#include "net/smtp.h"
#include "store/queue.h"

struct workers_mail {
    struct sc_smtp_config smtp; /* url NULL: no server */
    struct sc_str folder;       /* without a server mails are laid here; absent: they must wait */
    struct sc_str from;         /* an address */
};

/* The `run` of a kind whose context is a struct workers_mail. */
enum sc_status workers_mail_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                void *context);

#endif
