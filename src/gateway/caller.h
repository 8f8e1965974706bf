/*
 * caller.h - who sends a request, and whether they meant to.
 */
#ifndef SC_GATEWAY_CALLER_H
#define SC_GATEWAY_CALLER_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/state.h"
#include "net/http_server.h"

/* What a request shows of who sends it, in its arena. */
struct gateway_caller {
    struct sc_viewer *viewer; /* the request's */
    struct sc_str token;      /* a bearer's, else of a cookie (gateway/session.h); absent: none */
    bool is_read;             /* the viewer is whom it shows */
    bool is_unknown;          /* only the database can tell whom it shows */
    bool may_be_none;         /* one that has run out, or is none of ours, is as none at all */
    struct sc_str share;      /* of a link to a list; absent: none */
};

/*
 * Puts who asks on the exchange's request, by what was shown: a bearer's token
 * (the operator's, or an access token of ours), or a cookie of ours. Without any
 * it is nobody, with no roles. On the route of sessions (`is_session`) it is nobody
 * too whose cookie has run out or is none, and the refresh token's is read.
 *
 * SC_UNAUTHENTICATED: a token that is none of ours or has run out; words on the
 * request. SC_NOT_FOUND: only the database can tell (an API key, a link to a
 * list, a token of a key that is not known yet): see gateway_caller_look_up.
 * SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status gateway_caller_read(const struct gateway *gateway,
                                               struct sc_http_exchange *exchange, bool is_session,
                                               struct gateway_caller *ret_caller);

/*
 * The same, asking the database, on a worker thread whose request is `rq`: the
 * caller alone is used, for the exchange is its loop's. Words are on `rq`. Else as it fails.
 */
SC_MUST_USE enum sc_status gateway_caller_look_up(struct sc_request *rq,
                                                  const struct gateway *gateway,
                                                  const struct gateway_caller *caller);

#define GATEWAY_SHARE_HEADER "SmartCart-Share" /* the token of a link to a list */

/* Content-Type: application/json, in UTF-8. */
bool gateway_caller_sends_json(struct sc_http_exchange *exchange);

/*
 * A browser adds our cookies to requests that other sites make. It asks first
 * (preflight) only where a header says more than plain HTML can; so a request
 * with cookies must carry one of those, or name a trusted document.
 */
bool gateway_caller_meant_it(struct sc_http_exchange *exchange, struct sc_str document_id);

/*
 * The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), with or
 * without its quotes; absent: `ret_key` is. SC_INVALID: not 1 to SC_ONCE_KEY_MAX
 * visible ASCII characters; words on the request.
 */
SC_MUST_USE enum sc_status gateway_caller_idempotency_key(struct sc_http_exchange *exchange,
                                                          struct sc_str *ret_key);

#endif
