/*
 * http_head.h - what the first line and the headers of a request say, and what not to believe.
 *
 * Where one header can be read in two ways, a proxy may read it the other way
 * and let a second request through inside the first: such a head is refused,
 * never repaired. https://www.rfc-editor.org/rfc/rfc9112#section-6.3
 *
 * The library reads leniently: it takes a bare LF for the end of a line, several
 * spaces for one, ends a text at a NUL, joins folded lines, and ends the headers at
 * a line that begins with a colon. But it gives us the texts where they stand, so
 * that between the parts of the first line nothing may lie but one space, between
 * two lines one CRLF, and behind the last one two.
 */
#ifndef SC_NET_HTTP_HEAD_H
#define SC_NET_HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Each as the library gives it. */
struct sc_http_line {
    struct sc_str method, target, version;
};

/* Texts are borrowed. */
struct sc_http_head {
    bool is_http_1_0;
    bool has_bad_line;
    bool is_malformed; /* a name that is no token, a control character in a value, a gap */
    const char *next;  /* where the next name has to stand */
    unsigned hosts, lengths, codings;
    bool is_chunked;
    bool has_expect;
    bool has_bad_host, has_bad_length;
    uint64_t length;          /* of Content-Length */
    struct sc_str request_id; /* absent unless it is well-formed */
    struct sc_str traceparent;
};

/* A head of that line, before its headers. */
struct sc_http_head sc_http_head_begin(const struct sc_http_line *line);

void sc_http_head_take(struct sc_http_head *head, struct sc_str name, struct sc_str value);

/* Why the request is not to be read on. */
struct sc_http_fault {
    int code; /* 0: nothing is wrong */
    const char *words;
};
/* `end`: behind the empty line that ends the headers. */
struct sc_http_fault sc_http_head_judge(const struct sc_http_head *head, const char *end);

/* RFC 9110 section 5.6.2: what a method and a header's name are made of. */
bool sc_http_is_token(struct sc_str text);

/* RFC 9112, section 3.2, but for those of proxies: authority-form and asterisk-form. */
struct sc_http_target {
    struct sc_str host;  /* with its port; absent: not in absolute-form, see the Host header */
    struct sc_str path;  /* as it came; begins with a slash */
    struct sc_str query; /* as it came; absent: none */
};

/* Borrows. False: it is none, and `ret_target` is as it was. */
bool sc_http_target_read(struct sc_str text, struct sc_http_target *ret_target);

/*
 * Replaces %41 and, in a query, + in place; false: what is encoded is broken, or is a NUL.
 * `text->at` is written to.
 */
bool sc_http_unescape(char *at, size_t *len, bool is_query);

#endif
