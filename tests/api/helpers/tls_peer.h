/*
 * tls_peer.h - the server's side of TLS for tests, with a certificate of its own making.
 */
#ifndef SC_TESTS_TLS_PEER_H
#define SC_TESTS_TLS_PEER_H

#include <stdio.h>

#include <gnutls/gnutls.h>

struct tls_identity {
    gnutls_certificate_credentials_t credentials;
    char path[64]; /* of the certificate, PEM, for who is to trust it */
};

/* A key, and a certificate signed with it, for 127.0.0.1 alone. */
void tls_identity_make(struct tls_identity *ret_identity);
void tls_identity_drop(struct tls_identity *identity);

/*
 * Takes a client in on a connected socket; the stream closes it. NULL: it went away, for it
 * does not trust us, and so did the socket.
 */
FILE *tls_accept(const struct tls_identity *identity, int fd);

#endif
