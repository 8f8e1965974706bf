/*
 * smtp_sink.h - a mail server that keeps what it gets, on a thread of the test.
 *
 * It refuses recipients that begin with "refused" for good (550), with "later"
 * for now (450), and cuts the connection after the text for "cut". It may ask for
 * a password (AUTH PLAIN), and speak TLS from the beginning or from STARTTLS on.
 */
#ifndef SC_TESTS_SMTP_SINK_H
#define SC_TESTS_SMTP_SINK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"

enum smtp_sink_tls {
    SMTP_SINK_PLAIN,
    SMTP_SINK_STARTTLS,
    SMTP_SINK_IMPLICIT,
};

struct tls_identity;

/* Zeroed: neither a password nor TLS. */
struct smtp_sink_manner {
    enum smtp_sink_tls tls;
    const struct tls_identity *identity; /* with TLS */
    const char *user, *password;         /* NULL: none are asked for */
};

struct smtp_sink {
    struct smtp_sink_manner manner;
    uint16_t port;
    int listener;
    atomic_int mails;     /* taken whole */
    atomic_int refusals;  /* of recipients, and cuts */
    atomic_int strangers; /* wrong passwords */
    atomic_int cautious;  /* who did not like our certificate */
    atomic_int encrypted; /* mails that came by TLS */
    struct sc_buf latest; /* as it came, dots doubled; to be read when `mails` has grown */
    pthread_t thread;
};

/* On a port of the loopback: 0 for any. */
void smtp_sink_start(struct smtp_sink *sink, uint16_t port);
void smtp_sink_start_in(struct smtp_sink *sink, const struct smtp_sink_manner *manner);
void smtp_sink_stop(struct smtp_sink *sink);

#endif
