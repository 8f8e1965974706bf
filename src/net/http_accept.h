/*
 * http_accept.h - which form a client would like an answer in, and which form its body has.
 *
 * RFC 9110, sections 8.3 (Content-Type), 12.5.1 (Accept) and 12.5.3 (Accept-Encoding). Pure: text
 * in, choice out.
 */
#ifndef SC_NET_HTTP_ACCEPT_H
#define SC_NET_HTTP_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

/*
 * The place of the best of `offers` ("application/json", ...; what we like best
 * first, which decides where the client likes two equally) under an Accept
 * header; `count` when it takes none of them. An absent or empty header takes
 * all. The most specific range that fits an offer gives its quality. A range
 * that is malformed, or wants a charset that is not UTF-8, fits nothing.
 */
size_t sc_http_accept_choose(struct sc_str accept, const char *const *offers, size_t count);

/*
 * The same of content codings ("br", "gzip", ...) under an Accept-Encoding
 * header. `count`: the plain form, which is what a client takes without saying
 * so: when there is no header, and when it takes none of the offers.
 */
size_t sc_http_accept_coding(struct sc_str accept, const char *const *offers, size_t count);

struct sc_http_content_type {
    struct sc_str type;    /* "application/json", in any case */
    struct sc_str charset; /* absent: none was given */
};

/* Borrows from `value`. SC_INVALID: it is no media type. */
SC_MUST_USE enum sc_status sc_http_content_type_read(struct sc_str value,
                                                     struct sc_http_content_type *ret_type);

/* Of this type, and its text UTF-8 (which is what no charset means here). */
bool sc_http_content_type_is(const struct sc_http_content_type *content, const char *type);

#endif
