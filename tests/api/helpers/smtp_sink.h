/*
 * smtp_sink.h - a mail server that keeps what it gets, on a thread of the test.
 *
 * It refuses recipients that begin with "refused" for good (550), with "later"
 * for now (450), and cuts the connection after the text for "cut".
 */
#ifndef SC_TESTS_SMTP_SINK_H
#define SC_TESTS_SMTP_SINK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"

struct smtp_sink {
    uint16_t port;
    int listener;
    atomic_int mails;     /* taken whole */
    atomic_int refusals;  /* of recipients, and cuts */
    struct sc_buf latest; /* as it came, dots doubled; to be read when `mails` has grown */
    pthread_t thread;
};

/* On a port of the loopback: 0 for any. */
void smtp_sink_start(struct smtp_sink *sink, uint16_t port);
void smtp_sink_stop(struct smtp_sink *sink);

#endif
