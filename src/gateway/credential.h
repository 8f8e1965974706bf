/*
 * credential.h - tokens in the headers that carry them. Texts are borrowed.
 */
#ifndef SC_GATEWAY_CREDENTIAL_H
#define SC_GATEWAY_CREDENTIAL_H

#include "base/str.h"

/* The token of an Authorization header "Bearer <token>"; absent: there is none. */
struct sc_str gateway_bearer(struct sc_str authorization);

/*
 * The value of the first cookie of that name in a Cookie header (RFC 6265, 4.2.1:
 * "a=1; b=2"), as it stands; absent: there is none.
 */
struct sc_str gateway_cookie(struct sc_str cookies, struct sc_str name);

#endif
