#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "net/http_parts.h"

enum {
    /* What is answered in less needs no watch over its client: two system calls saved. */
    WATCH_AFTER_MS = 100,
    /* The library does not see an end that comes with the last bytes of a request: we look. */
    LOOK_AFTER_MS = 1000,
    /* Sent and not acknowledged for so long: the peer has vanished. Else the kernel takes 15 min.
     */
    VANISHED_MS = 30000,
};

/* Deadlines. */

static void set_due(struct sc_http_conn *conn, int64_t due_us)
{
    conn->due_us = due_us;
    if (conn->timer.place != 0 && conn->timer.at_us <= due_us)
        return;
    if (sc_loop_timer_set(conn->server->loop, &conn->timer, (struct sc_deadline){due_us}) != SC_OK)
        sc_http_conn_cut(conn, "memory"); /* no wait without a deadline */
}

static int64_t duration_us(const struct sc_http_conn *conn)
{
    const struct sc_http_times *times = &conn->server->config.times;

    switch (conn->phase) {
    case SC_HTTP_PHASE_IDLE:
        return (times->idle_ms < LOOK_AFTER_MS ? times->idle_ms : LOOK_AFTER_MS) * 1000;
    case SC_HTTP_PHASE_HEADER:
        return times->header_ms * 1000;
    case SC_HTTP_PHASE_BODY:
        return times->body_ms * 1000;
    case SC_HTTP_PHASE_WORK:
        return WATCH_AFTER_MS * INT64_C(1000);
    case SC_HTTP_PHASE_SEND:
        return times->send_ms * 1000;
    case SC_HTTP_PHASE_STREAM:
        return times->heartbeat_ms * 1000;
    case SC_HTTP_PHASE_CUT:
        break;
    }
    return 0;
}

void sc_http_conn_enter(struct sc_http_conn *conn, enum sc_http_phase phase)
{
    if (conn->phase == SC_HTTP_PHASE_CUT)
        return;
    conn->phase = phase;
    conn->entered_us = sc_loop_now_us(conn->server->loop);
    set_due(conn, conn->entered_us + duration_us(conn));
}

/* The client closed its side, or broke off. */
static void hang_up(void *context, unsigned ready)
{
    (void)ready;
    sc_http_conn_cut(context, "gone");
}

static void watch_client(struct sc_http_conn *conn)
{
    if (sc_loop_watch(conn->server->loop, &conn->watch, conn->fd, SC_LOOP_CLOSED) != SC_OK)
        sc_http_conn_cut(conn, "memory");
}

static bool has_ended(const struct sc_http_conn *conn)
{
    char byte;

    return recv(conn->fd, &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void look_at_idle(struct sc_http_conn *conn)
{
    int64_t end_us = conn->entered_us + conn->server->config.times.idle_ms * 1000;

    if (conn->due_us >= end_us)
        sc_http_conn_cut(conn, "idle");
    else if (has_ended(conn))
        sc_http_conn_cut(conn, "gone");
    else
        set_due(conn, end_us);
}

/* First to see whether somebody still waits, then to end it. */
static void work_is_long(struct sc_http_conn *conn)
{
    const struct sc_http_exchange *x = conn->exchange;

    if (conn->watch.events != 0) {
        sc_http_conn_cut_with(conn, (struct sc_http_fault){504, "no answer in time"}, "work");
        return;
    }
    watch_client(conn);
    if (conn->phase != SC_HTTP_PHASE_CUT)
        set_due(conn, x->rq.deadline.at_us + conn->server->config.times.grace_ms * 1000);
}

static void on_due(void *context)
{
    struct sc_http_conn *conn = context;

    if (conn->due_us > sc_loop_now_us(conn->server->loop)) {
        set_due(conn, conn->due_us);
        return;
    }
    switch (conn->phase) {
    case SC_HTTP_PHASE_IDLE:
        look_at_idle(conn);
        break;
    case SC_HTTP_PHASE_HEADER:
        sc_http_conn_cut(conn, "header");
        break;
    case SC_HTTP_PHASE_BODY:
        sc_http_conn_cut_with(conn, (struct sc_http_fault){408, "the body took too long"}, "body");
        break;
    case SC_HTTP_PHASE_WORK:
        work_is_long(conn);
        break;
    case SC_HTTP_PHASE_SEND:
        sc_http_conn_cut(conn, "send");
        break;
    case SC_HTTP_PHASE_STREAM:
        sc_http_exchange_beat(conn->exchange);
        sc_http_conn_enter(conn, SC_HTTP_PHASE_STREAM);
        break;
    case SC_HTTP_PHASE_CUT:
        break;
    }
}

/* Life. */

/*
 * The library closes by itself behind an answer, which is in the turn of the answer, and at a
 * line that it cannot read, of which it tells nobody.
 */
static bool is_unread(const struct sc_http_conn *conn)
{
    bool was_waiting = conn->phase == SC_HTTP_PHASE_HEADER ||
                       (conn->phase == SC_HTTP_PHASE_IDLE &&
                        conn->entered_us < sc_loop_now_us(conn->server->loop));

    return was_waiting && !has_ended(conn);
}

struct sc_http_conn *sc_http_conn_create(struct sc_http_server *server, struct MHD_Connection *mhd)
{
    struct sc_http_conn *conn = calloc(1, sizeof *conn);
    const int vanished_ms = VANISHED_MS;

    if (conn == NULL)
        return NULL;
    conn->server = server;
    conn->mhd = mhd;
    conn->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    conn->timer = (struct sc_loop_timer){.on_time = on_due, .context = conn};
    conn->watch = (struct sc_loop_watch){.on_ready = hang_up, .context = conn};
    conn->next = server->conns;
    if (conn->next != NULL)
        conn->next->prev = conn;
    server->conns = conn;
    setsockopt(conn->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &vanished_ms, sizeof vanished_ms);
    sc_http_report_gauge(server->meters.connections, 1);
    /* Whoever connects has something to say, now: it gets the time for a header, not to idle. */
    sc_http_conn_enter(conn, SC_HTTP_PHASE_HEADER);
    return conn;
}

void sc_http_conn_destroy(struct sc_http_conn *conn)
{
    if (conn == NULL)
        return;
    struct sc_http_server *server = conn->server;

    if (conn->exchange != NULL) /* the library refused it, or gave up, before we were asked */
        sc_http_exchange_detach(conn->exchange, false);
    else if (is_unread(conn))
        sc_http_report_unread(server);
    sc_loop_timer_clear(server->loop, &conn->timer);
    sc_loop_unwatch(server->loop, &conn->watch);
    if (conn->prev != NULL)
        conn->prev->next = conn->next;
    else
        server->conns = conn->next;
    if (conn->next != NULL)
        conn->next->prev = conn->prev;
    free(conn);
    sc_http_report_gauge(server->meters.connections, -1);
}

/*
 * While it is suspended the library neither reads nor writes it, nor sees its
 * client go. That is our watch.
 */
void sc_http_conn_suspend(struct sc_http_conn *conn)
{
    MHD_suspend_connection(conn->mhd);
    conn->is_suspended = true;
    if (conn->phase == SC_HTTP_PHASE_STREAM)
        watch_client(conn);
}

void sc_http_conn_resume(struct sc_http_conn *conn)
{
    if (!conn->is_suspended)
        return;
    conn->is_suspended = false;
    if (conn->phase != SC_HTTP_PHASE_STREAM)
        sc_loop_unwatch(conn->server->loop, &conn->watch);
    MHD_resume_connection(conn->mhd);
    sc_http_server_run_soon(conn->server);
}

void sc_http_conn_cut(struct sc_http_conn *conn, const char *why)
{
    /* Megabytes that a client does not read would stay with the kernel behind it. */
    static const struct linger forget = {.l_onoff = 1};

    if (conn->phase == SC_HTTP_PHASE_CUT)
        return;
    if (conn->phase == SC_HTTP_PHASE_SEND || conn->phase == SC_HTTP_PHASE_STREAM)
        setsockopt(conn->fd, SOL_SOCKET, SO_LINGER, &forget, sizeof forget);
    conn->phase = SC_HTTP_PHASE_CUT;
    sc_http_report_cut(conn->server, why);
    sc_loop_timer_clear(conn->server->loop, &conn->timer);
    sc_loop_unwatch(conn->server->loop, &conn->watch);
    shutdown(conn->fd, SHUT_RDWR);
    sc_http_conn_resume(conn);
}

void sc_http_conn_cut_with(struct sc_http_conn *conn, struct sc_http_fault fault, const char *why)
{
    struct sc_http_exchange *x = conn->exchange;
    char head[512];

    x->fault = fault;
    x->code = fault.code;
    struct sc_str text = sc_http_fault_text(x);
    int len = snprintf(head, sizeof head,
                       "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Type: application/json\r\n"
                       "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                       "X-Request-Id: %s\r\nContent-Length: %zu\r\n\r\n",
                       fault.code, MHD_get_reason_phrase_for((unsigned)fault.code), x->request_id,
                       text.len);
    /* Nothing of an answer was sent yet, so it is whole; where it does not fit at once, so be it.
     */
    if (send(conn->fd, head, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT | MSG_MORE) == len &&
        send(conn->fd, text.at, text.len, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
        x->bytes = (int64_t)text.len;
    sc_http_conn_cut(conn, why);
}

static bool has_bytes_to_read(const struct sc_http_conn *conn)
{
    int count = 0;

    return ioctl(conn->fd, FIONREAD, &count) == 0 && count > 0;
}

void sc_http_conn_stop(struct sc_http_conn *conn)
{
    struct sc_http_exchange *x = conn->exchange;

    if (x == NULL && !has_bytes_to_read(conn))
        sc_http_conn_cut(conn, "stop");
    else if (x != NULL && x->is_stream)
        sc_http_exchange_end_with_retry(x);
}
