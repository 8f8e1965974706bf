/*
 * http_server.h - HTTP/1.1 on one loop: requests in, answers or streams out.
 *
 * The seam in front of libmicrohttpd (one daemon a loop, SO_REUSEPORT, its epoll
 * nested in ours): nothing above knows which library it is. Strict: what two readers
 * could read differently is refused with 400 (net/http_head.h): two
 * Content-Lengths, Content-Length beside Transfer-Encoding, no Host or two, a bare
 * LF. Every wait has a deadline, every size a limit.
 *
 * A handler gets an exchange once its whole body is there, and answers it then
 * or later, on the loop's thread. It owes exactly one answer, or one stream and
 * its end. When the client goes first (it closes its side; its answer is late by
 * SC_HTTP_GRACE_MS; the server stops) `on_gone` is called once, and what is owed
 * still is, and dropped: until then the exchange and what came with it live.
 *
 * What the server itself refuses is answered in the form of a GraphQL error:
 *
 *     {"errors":[{"message":"...","extensions":{"code":"NOT_FOUND","requestId":"..."}}]}
 *
 * Every answer has X-Request-Id, X-Content-Type-Options: nosniff, and
 * Cache-Control: no-store unless the handler gave one.
 *
 * But for what the library refuses as it reads, before it asks us: its answer has
 * its own text and none of these headers, and the connection ends. That is
 *
 *     a first line without a target or a version           400, or nothing
 *     another version than HTTP/1.x                        505
 *     a first line, or all headers, of more than 20 KB     414, 431
 *     a header line without a colon, a malformed chunk     400, 413
 *     a Content-Length that is no number                   400, with its head twice
 *     a Cookie header of hundreds of cookies               431, with its head twice
 *
 * All of it is counted and logged: what has a readable first line as a request,
 * else as a connection cut ("unread", where its client is not quicker to close), for
 * then the library says no more.
 */
#ifndef SC_NET_HTTP_SERVER_H
#define SC_NET_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/loop.h"
#include "runtime/metrics.h"
#include "runtime/request.h"

enum {
    SC_HTTP_HEADERS_MAX = 16 * 1024,        /* bytes of request line and headers: 431 */
    SC_HTTP_URL_MAX = 8 * 1024,             /* bytes of path and query: 414 */
    SC_HTTP_BODY_ANY_MAX = 8 * 1024 * 1024, /* no route may allow more */
    SC_HTTP_HEADER_MS = 10000,              /* for the headers to arrive: cut */
    SC_HTTP_BODY_MS = 20000,                /* for the body: 408 */
    SC_HTTP_IDLE_MS = 60000,                /* between requests, until the next one's first line */
    SC_HTTP_SEND_MS = 30000,                /* for the client to take its answer: cut */
    SC_HTTP_GRACE_MS = 500,                 /* beyond an answer's deadline: 504 */
    SC_HTTP_HEARTBEAT_MS = 15000, /* a comment on a silent stream: so a vanished peer is seen */
    SC_HTTP_RETRY_MS = 1000,      /* told to the clients of ended streams; up to twice that */
    SC_HTTP_ADDED_MAX = 8,        /* headers of one answer, see sc_http_header_add */
    SC_HTTP_STREAM_QUEUE_MAX = 256 * 1024, /* bytes not yet taken by a slow reader: it is cut */
};

enum sc_http_method {
    SC_HTTP_GET = 1, /* HEAD too: answered without the body */
    SC_HTTP_POST = 2,
    SC_HTTP_PUT = 4,
    SC_HTTP_DELETE = 8,
    SC_HTTP_OPTIONS = 16,
    SC_HTTP_OTHER = 32,
};

struct sc_http_exchange;
struct sc_http_server;

typedef void (*sc_http_handler_fn)(void *context, struct sc_http_exchange *exchange);

struct sc_http_route {
    const char *path; /* decoded; "/kept/" and a star behind it: whatever begins with "/kept/" */
    const char *operation; /* the label in metrics and log */
    unsigned methods;      /* bits of enum sc_http_method; others: 405 with Allow */
    size_t body_max;       /* bytes; more is 413 */
    int64_t deadline_ms;   /* for the whole answer, from the first byte on; a stream's first byte */
    bool is_vital;         /* health and metrics: served when the server is full */
    sc_http_handler_fn handle;
    void *context;
};

/* Each 0: the constant of its name. */
struct sc_http_times {
    int64_t header_ms, body_ms, idle_ms, send_ms, grace_ms, heartbeat_ms;
};

struct sc_http_proxies;

struct sc_http_config {
    const char *address; /* "127.0.0.1", "::" (which takes IPv4 too) */
    uint16_t port;       /* 0: any; see sc_http_server_port */
    bool joins;          /* servers of other loops of this process listen there already */
    const struct sc_http_route *routes; /* borrowed; the one that names most of a path has it */
    size_t route_count;
    uint32_t connections_max; /* of this loop; more wait in the kernel */
    uint32_t in_flight_max;   /* exchanges begun and not answered; more get 503 with Retry-After */
    size_t arena_cap;         /* of an exchange's request; 0: SC_ARENA_REQUEST_CAP */
    struct sc_http_times times;
    struct sc_metrics *metrics; /* NULL: none */
    bool logs_all;              /* every request in the access log; else sampled under load */
    const struct sc_http_proxies *proxies; /* that are believed (net/http_peer.h); NULL: none */
};

/*
 * Listens on the loop. SC_INVALID: the address is none. SC_UNAVAILABLE: the
 * port is taken, and `rq` says so.
 */
SC_MUST_USE enum sc_status sc_http_server_create(struct sc_request *rq, struct sc_loop *loop,
                                                 const struct sc_http_config *config,
                                                 struct sc_http_server **ret_server);
uint16_t sc_http_server_port(const struct sc_http_server *server);

/*
 * Graceful: takes no new connections, answers what is in flight with
 * "Connection: close", ends streams (`on_gone` of each is called after a last
 * event that tells clients to come back), and calls `on_stopped` when all is
 * gone or the deadline passed. Once, and not from within a handler.
 */
void sc_http_server_stop(struct sc_http_server *server, struct sc_deadline deadline,
                         sc_loop_fn on_stopped, void *context);
/* Cuts what is left. Best in on_stopped or after it; never in a handler. NULL is fine. */
void sc_http_server_destroy(struct sc_http_server *server);

/* What came. Texts live until what is owed is answered or ended, whether the client stays or not.
 */
struct sc_request *sc_http_request(struct sc_http_exchange *exchange); /* arena, deadline */
enum sc_http_method sc_http_method(const struct sc_http_exchange *exchange);
struct sc_str sc_http_path(const struct sc_http_exchange *exchange); /* decoded: no byte is 0 */
/* Decoded; absent when the query has none of that name. The first counts. */
struct sc_str sc_http_query(const struct sc_http_exchange *exchange, struct sc_str name);
/*
 * Absent when there is none. Several of one name: the first. Names in any case.
 * Host is that of the request line where it names one ("GET http://host/ HTTP/1.1").
 */
struct sc_str sc_http_header(const struct sc_http_exchange *exchange, const char *name);
struct sc_str sc_http_body(const struct sc_http_exchange *exchange);
/*
 * From where it was sent, behind trusted proxies: an address, and the network of one
 * subscriber that it is in (net/http_peer.h). Absent: unknown, or no memory.
 */
struct sc_http_origin {
    struct sc_str address;
    struct sc_str network;
};
struct sc_http_origin sc_http_origin(const struct sc_http_exchange *exchange);
struct sc_loop *sc_http_loop(const struct sc_http_exchange *exchange);
/* Of the client if it is well-formed, else ours: at most 64 of [A-Za-z0-9._-]. */
struct sc_str sc_http_request_id(const struct sc_http_exchange *exchange);
/* The W3C trace context to pass on: the caller's trace, our span; "00-<trace>-<span>-<flags>". */
struct sc_str sc_http_traceparent(struct sc_http_exchange *exchange);
/* A better label than the route's for metrics and log, such as the name of a GraphQL operation. */
void sc_http_operation(struct sc_http_exchange *exchange, struct sc_str operation);

/* The client went before its answer was given: what is owed still is, and is dropped. */
bool sc_http_is_gone(const struct sc_http_exchange *exchange);

/* Called once if the client goes, from now on, before the answer is given, or while a stream is
 * open. */
void sc_http_on_gone(struct sc_http_exchange *exchange, sc_loop_fn on_gone, void *context);

/*
 * One more header of whatever is answered, a stream or the server's own refusal too: at most
 * SC_HTTP_ADDED_MAX. Both texts live as long as the exchange.
 */
void sc_http_header_add(struct sc_http_exchange *exchange, const char *name, const char *value);

struct sc_http_answer {
    int code;
    const char *content_type;   /* NULL: none */
    struct sc_buf *body;        /* taken over: the server finishes it; or NULL, then */
    struct sc_str lasting;      /* neither copied nor freed: outlives the server; or absent, then */
    struct sc_str text;         /* copied */
    const char *const *headers; /* name, value, name, value, ..., NULL; or NULL */
    enum sc_status failure;     /* SC_OK, or why it failed, for log and metrics */
};

void sc_http_answer(struct sc_http_exchange *exchange, const struct sc_http_answer *answer);
/* In the form above, with the code and the GraphQL code of the status. */
void sc_http_answer_failure(struct sc_http_exchange *exchange, enum sc_status st,
                            const char *words);

/*
 * Server-sent events: begins a stream (code 200, `content_type` is a kind of
 * text/event-stream, no transforms or buffering). Sent bytes are queued.
 * SC_LIMITED: the reader is too slow, the stream is cut and `on_gone` called
 * later. SC_CANCELLED: the client is gone, or the server stops, or it was a HEAD.
 */
void sc_http_stream_begin(struct sc_http_exchange *exchange, const char *content_type);
SC_MUST_USE enum sc_status sc_http_stream_send(struct sc_http_exchange *exchange,
                                               struct sc_str bytes);
void sc_http_stream_end(struct sc_http_exchange *exchange);

#endif
