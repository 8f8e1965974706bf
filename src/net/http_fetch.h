/*
 * http_fetch.h - gets a file that somebody publishes by HTTP(S), if it has changed.
 *
 * Made for addresses that somebody else may have written: only http and https; no
 * address outside the public Internet unless it is allowed, looked at as each
 * connection is made, so that neither a redirect nor a name that points elsewhere a
 * moment later leads into our own network; sizes and times are bounded; what the
 * environment says of proxies, cookies and passwords is not used. Calls wait.
 */
#ifndef SC_NET_HTTP_FETCH_H
#define SC_NET_HTTP_FETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "net/http_peer.h"
#include "runtime/request.h"

enum {
    SC_HTTP_FETCH_URL_MAX = 2000,   /* bytes */
    SC_HTTP_FETCH_NAME_MAX = 200,   /* of a file's name */
    SC_HTTP_FETCH_MARK_MAX = 256,   /* of an ETag, or a date; a longer one is not kept */
    SC_HTTP_FETCH_HEAD_MAX = 65536, /* of all headers of an answer and what redirected to it */
    SC_HTTP_FETCH_REDIRECTS = 5,
    SC_HTTP_FETCH_CONNECT_MS = 10000,
    SC_HTTP_FETCH_SLOW_BYTES = 1000, /* a second, for SC_HTTP_FETCH_SLOW_S: that is too slow */
    SC_HTTP_FETCH_SLOW_S = 30,
    SC_HTTP_FETCH_AFTER_MAX_S = 24 * 3600, /* a Retry-After that is believed */
};

struct sc_http_fetch {
    struct sc_str url;
    struct sc_str etag, modified; /* as the latest answer had them; absent: get it anyway */
    int fd;                       /* the body is written here, from its beginning */
    int64_t bytes_max;            /* of the body */
    const struct sc_http_networks *allowed; /* beside the public Internet; NULL: none */
    const char *ca_path;        /* certificates that vouch for servers, PEM; NULL: the system's */
    int64_t connect_ms, slow_s; /* 0: as above */
    void *context;
    void (*progress)(void *context, int64_t done_bytes, int64_t total_bytes); /* 0: unknown */
};

struct sc_http_fetched {
    int status;                   /* 0: there was no answer */
    bool is_same;                 /* 304: nothing was written */
    int64_t bytes;                /* of the body */
    struct sc_str etag, modified; /* in the request's arena; absent: not told */
    int64_t retry_after_s;        /* 0: it did not say */
};

/* Once, before threads start. SC_UNAVAILABLE: the library cannot be used. */
SC_MUST_USE enum sc_status sc_http_fetch_init(void);

/*
 * SC_OK: 200 and all of its body, or 304. `ret_fetched` is written on failure too, as
 * far as it was told; the file then holds anything.
 *
 * SC_FORBIDDEN: the address, or where it redirects to, is not in the public Internet
 * and not allowed. SC_NOT_FOUND: 404, 410. SC_LIMITED: too large. SC_INVALID: no such address, or
 * another 4xx. These may come again as they are. SC_TIMEOUT, SC_UNAVAILABLE (5xx, 408, 429, no
 * connection, no trusted certificate, cut short), SC_CANCELLED (we were asked to stop): later it
 * may go well.
 */
SC_MUST_USE enum sc_status sc_http_fetch(struct sc_request *rq, const struct sc_http_fetch *fetch,
                                         struct sc_http_fetched *ret_fetched);

/* What an address says, in the request's arena. */
struct sc_http_address {
    struct sc_str host; /* lower case */
    struct sc_str name; /* the last part of its path, safe as a file's name; never empty */
};
/* SC_INVALID: no http or https address, or one with a password in it. */
SC_MUST_USE enum sc_status sc_http_address_read(struct sc_request *rq, struct sc_str url,
                                                struct sc_http_address *ret_address);

/* One line of an answer's head, for sc_http_fetch; texts are put into `arena`. */
void sc_http_fetched_header(struct sc_arena *arena, struct sc_http_fetched *fetched,
                            struct sc_str line);

#endif
