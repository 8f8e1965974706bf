/*
 * http_etag.h - names of a body's very bytes, and whether a client has them already.
 *
 * RFC 9110, sections 8.8.3 (ETag) and 13.1.2 (If-None-Match). Pure: text in, answer out.
 */
#ifndef SC_NET_HTTP_ETAG_H
#define SC_NET_HTTP_ETAG_H

#include <stdbool.h>

#include "base/str.h"

enum {
    SC_HTTP_ETAG_TEXT = 2 + 16 + 1, /* quotes, digits, the NUL */
};

/* A strong tag of our own bytes: other bytes have another one but for one case in 2^64. */
void sc_http_etag_write(struct sc_str body, char ret_etag[SC_HTTP_ETAG_TEXT]);

/*
 * Whether an If-None-Match header names the tag, or is "*": the answer is then 304.
 * Weak tags count, since proxies that compress make weak ones of ours. A list
 * counts up to where it is malformed.
 */
bool sc_http_etag_is_in(struct sc_str if_none_match, struct sc_str etag);

#endif
