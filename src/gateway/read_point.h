/*
 * read_point.h - what a client has written, told to it and shown by it.
 *
 * Where loaders read from replicas, an answer to what has written carries the header
 *
 *     SmartCart-Read-Token: ATw...
 *
 * and to a session in cookies the same as a cookie (gateway/session.h). Shown with what
 * is asked within half a minute, it makes that see what was written, whichever server
 * and database answer. It is opaque; one that is wrong, or too old, is as none.
 */
#ifndef SC_GATEWAY_READ_POINT_H
#define SC_GATEWAY_READ_POINT_H

#include "gateway/state.h"
#include "net/http_server.h"
#include "store/read_token.h"

#define GATEWAY_READ_POINT_HEADER "SmartCart-Read-Token"

/* What the exchange shows, by header or else cookie, is its request's to see. */
void gateway_read_point_take(const struct gateway *gateway, struct sc_http_exchange *exchange);

/* The text for a point. False: there is nothing to tell, or nobody need know. */
bool gateway_read_point_write(const struct gateway *gateway, struct sc_read_point point,
                              char ret_text[SC_READ_TOKEN_LEN + 1]);

#endif
