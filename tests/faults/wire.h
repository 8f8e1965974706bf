/*
 * wire.h - GraphQL as a client of the product speaks it: on a kept connection, with patience of
 * its own, and with whatever goes wrong told, never fatal.
 */
#ifndef SC_FAULTS_WIRE_H
#define SC_FAULTS_WIRE_H

#include <curl/curl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    WIRE_TOKEN_MAX = 400,
    WIRE_READ_TOKEN_MAX = 200,
};

/* One client's: of one thread. */
struct wire {
    CURL *curl;
    long limit_ms;                        /* of one request */
    const char *address;                  /* as a proxy tells it: where it calls from */
    char token[WIRE_TOKEN_MAX];           /* of a bearer; "": nobody's */
    char read_token[WIRE_READ_TOKEN_MAX]; /* the latest that came; "": none */
};

void wire_open(struct wire *wire, long limit_ms, const char *address);
void wire_close(struct wire *wire);

struct wire_ask {
    const char *origin; /* "http://127.0.0.1:PORT" */
    const char *document;
    json_t *variables; /* borrowed; NULL: none */
    const char *key;   /* of idempotency; NULL: none */
    bool is_bare;      /* the read token is not sent */
};

/*
 * The answer's `data`, the caller's; NULL: there was none, it had errors, or was no answer at all.
 */
json_t *wire_send(struct wire *wire, const struct wire_ask *ask);

#endif
