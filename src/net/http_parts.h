/*
 * http_parts.h - what the sources of the HTTP server share; nobody else includes it.
 *
 *     http_server.c    listening, running the library, stopping
 *     http_conn.c      a connection: its phases and their deadlines
 *     http_exchange.c  a request and its answer or stream
 *     http_answer.c    what the library is given to send
 *     http_report.c    metrics and the access log
 */
#ifndef SC_NET_HTTP_PARTS_H
#define SC_NET_HTTP_PARTS_H

#include <microhttpd.h>

#include "net/http_head.h"
#include "net/http_server.h"
#include "net/http_trace.h"

enum sc_http_phase {
    SC_HTTP_PHASE_IDLE,   /* between two requests */
    SC_HTTP_PHASE_HEADER, /* the first line of one is there, or the connection is new */
    SC_HTTP_PHASE_BODY,   /* the headers are */
    SC_HTTP_PHASE_WORK,   /* the handler has it */
    SC_HTTP_PHASE_SEND,   /* the answer is on its way */
    SC_HTTP_PHASE_STREAM,
    SC_HTTP_PHASE_CUT, /* shut down; the library has yet to notice */
};

/*
 * A connection. Its timer is lazy: it stands at or before what is due, and is
 * set again when it fires early, so a request that takes its usual way costs
 * no work on the heap.
 */
struct sc_http_conn {
    struct sc_http_server *server;
    struct MHD_Connection *mhd;
    struct sc_http_exchange *exchange; /* being read or answered; NULL: none */
    struct sc_http_conn *prev, *next;
    struct sc_loop_timer timer;
    struct sc_loop_watch watch; /* of a suspended one, which the library does not look at */
    int64_t due_us;
    int64_t entered_us; /* its phase */
    int fd;
    enum sc_http_phase phase;
    bool is_suspended;
};

struct sc_http_exchange {
    struct sc_request rq;
    struct sc_http_server *server; /* NULL: destroyed */
    struct sc_loop *loop;
    struct sc_http_conn *conn; /* NULL: the client is gone */
    struct sc_http_exchange *prev, *next;
    int64_t begun_us;

    struct sc_str came;           /* the target as it stood: its place counts, its bytes change */
    struct sc_http_target target; /* its path decoded */
    struct sc_str trace_in;       /* the caller's; absent: none */
    enum sc_http_method method;
    bool is_head;
    const struct sc_http_route *route; /* NULL: none fits */
    struct sc_str operation;
    struct sc_buf body;
    size_t swallowed;           /* bytes of a body that is refused */
    struct sc_http_fault fault; /* to be answered in the handler's place */

    bool is_owed; /* the handler has it, and has not answered or ended it */
    bool is_in_flight;
    sc_loop_fn on_gone;
    void *gone_context;

    const char *added[2 * SC_HTTP_ADDED_MAX + 1]; /* headers of whatever is answered */
    size_t added_count;
    struct MHD_Response *response; /* made, not yet given to the library */
    int code;                      /* 0: none yet */
    int64_t bytes;
    enum sc_status failure;

    bool is_stream, has_ended;
    struct sc_buf queue; /* of the stream */
    size_t taken;        /* of the queue, by the library */
    uint64_t moved;      /* bytes taken in all */
    uint64_t moved_then; /* when its heart last beat */

    char request_id[SC_HTTP_REQUEST_ID_MAX + 1];
    char traceparent[SC_HTTP_TRACEPARENT + 1]; /* "": not asked for yet */
};

/* NULL: not counted. */
struct sc_http_meters {
    struct sc_metric_group *requests, *durations, *cuts;
    struct sc_metric *connections, *in_flight, *streams;
};

/* Of the time that passes: what may be written of it in lines of the access log. */
enum {
    SC_HTTP_LOG_LINES = 100, /* a second of one loop, at once or spread */
};
struct sc_http_log_share {
    int64_t saved_us; /* at most a second */
    int64_t at_us;
};

struct sc_http_server {
    struct sc_loop *loop;
    struct sc_http_config config;
    struct MHD_Daemon *daemon;
    int listen_fd;
    uint16_t port;
    struct sc_loop_watch watch; /* of the library's epoll */
    struct sc_loop_timer run;   /* the library has more to do, in the next turn */
    struct sc_http_conn *conns;
    uint32_t conn_count;
    struct sc_http_exchange *exchanges; /* in use */
    struct sc_http_exchange *spare;     /* the one used last first */
    uint32_t spare_count;
    uint32_t in_flight;
    struct sc_http_ids ids;
    struct sc_http_meters meters;
    struct sc_http_log_share log_share;
    int64_t left_out; /* lines not written since the last */

    bool is_stopping;
    struct sc_loop_timer stop; /* the deadline, then the moment to tell */
    sc_loop_fn on_stopped;
    void *stopped_context;
};

/* http_server.c */
void sc_http_server_run_soon(struct sc_http_server *server);

/* http_conn.c */
struct sc_http_conn *sc_http_conn_create(struct sc_http_server *server, struct MHD_Connection *mhd);
void sc_http_conn_destroy(struct sc_http_conn *conn); /* NULL is fine */
void sc_http_conn_enter(struct sc_http_conn *conn, enum sc_http_phase phase);
void sc_http_conn_suspend(struct sc_http_conn *conn);
void sc_http_conn_resume(struct sc_http_conn *conn);
/* Shuts it down; the library then ends its request. `why`: for metrics. Twice is fine. */
void sc_http_conn_cut(struct sc_http_conn *conn, const char *why);
/* Sends an answer past the library, which is not ready for one, first. */
void sc_http_conn_cut_with(struct sc_http_conn *conn, struct sc_http_fault fault, const char *why);
/* Lets what is in flight finish; all else ends now. */
void sc_http_conn_stop(struct sc_http_conn *conn);

/* http_exchange.c */
/* Begins with the request line; NULL: no memory. */
struct sc_http_exchange *sc_http_exchange_begin(struct sc_http_conn *conn, struct sc_str target);
/* The library's ways into a request, in this order. */
enum MHD_Result sc_http_exchange_headers(struct sc_http_exchange *x, const char *method,
                                         const char *version);
enum MHD_Result sc_http_exchange_body(struct sc_http_exchange *x, struct sc_str bytes);
enum MHD_Result sc_http_exchange_whole(struct sc_http_exchange *x);
/* Gives what was answered to the library. */
enum MHD_Result sc_http_exchange_reply(struct sc_http_exchange *x);
/* The library is done with it. `is_complete`: the answer is with the kernel. */
void sc_http_exchange_detach(struct sc_http_exchange *x, bool is_complete);
/* A stream's heart: says something when nothing was said, cuts when nothing was taken. */
void sc_http_exchange_beat(struct sc_http_exchange *x);
/* A stream's end when the server stops: its client is told to come back. */
void sc_http_exchange_end_with_retry(struct sc_http_exchange *x);
void sc_http_exchange_free(struct sc_http_exchange *x);

/* http_answer.c */
/* The exchange's response is made; false: no memory. */
bool sc_http_answer_make(struct sc_http_exchange *x, const struct sc_http_answer *answer);
bool sc_http_answer_make_stream(struct sc_http_exchange *x, const char *content_type);
bool sc_http_answer_make_fault(struct sc_http_exchange *x);
/* {"errors":...} of the exchange's fault, in its arena. */
struct sc_str sc_http_fault_text(struct sc_http_exchange *x);

/* http_report.c */
/* SC_NO_MEMORY: metrics could not be declared. */
SC_MUST_USE enum sc_status sc_http_report_init(struct sc_http_server *server);
/* One line and one count, when the exchange is over. */
void sc_http_report(struct sc_http_exchange *x, bool is_complete);
void sc_http_report_gauge(struct sc_metric *gauge, int64_t by);
/* Whether there is a line's share of time, which it then takes. */
bool sc_http_log_share_take(struct sc_http_log_share *share, int64_t now_us);
void sc_http_report_cut(struct sc_http_server *server, const char *why);
/* A connection that ended without our doing or its client's: its first line was none. */
void sc_http_report_unread(struct sc_http_server *server);

#endif
