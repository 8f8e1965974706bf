#include "net/http_server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "net/http_parts.h"

enum {
    BACKLOG = 1024,
    /* Headers, the library's notes of each, and room for those of the answer. The library clears
     * all of it after each request, so more would cost time. */
    CONNECTION_MEMORY = SC_HTTP_HEADERS_MAX * 3 / 2,
    ACCEPTS_TO_STOP = 200, /* turns of the library, of 10 connections each, before it stops */
};

/* The library, and what it calls. */

static void run(struct sc_http_server *server)
{
    MHD_UNSIGNED_LONG_LONG timeout_ms;

    MHD_run(server->daemon);
    if (MHD_get_timeout(server->daemon, &timeout_ms) == MHD_YES && timeout_ms == 0)
        sc_http_server_run_soon(server);
}

static void run_when_ready(void *context, unsigned ready)
{
    (void)ready;
    run(context);
}

/*
 * The server's own timers are never taken off, only moved to the end of time: so
 * setting one finds its place in the heap, and cannot fail.
 */
static void set_timer(struct sc_http_server *server, struct sc_loop_timer *timer,
                      struct sc_deadline at)
{
    enum sc_status st = sc_loop_timer_set(server->loop, timer, at);

    assert(st == SC_OK);
    (void)st;
}

static void run_on_time(void *context)
{
    struct sc_http_server *server = context;

    set_timer(server, &server->run, sc_deadline_none());
    run(server);
}

/* Not now: this may be called from within the library. A task could not be taken back. */
void sc_http_server_run_soon(struct sc_http_server *server)
{
    set_timer(server, &server->run, (struct sc_deadline){0});
}

static void tell_stopped(void *context)
{
    struct sc_http_server *server = context;
    sc_loop_fn on_stopped = server->on_stopped;

    server->on_stopped = NULL;
    set_timer(server, &server->stop, sc_deadline_none());
    on_stopped(server->stopped_context);
}

/* As its own turn: whoever is told may destroy the server. */
static void tell_soon(struct sc_http_server *server)
{
    if (server->on_stopped == NULL) /* told already, at the deadline */
        return;
    server->stop.on_time = tell_stopped;
    set_timer(server, &server->stop, (struct sc_deadline){0});
}

static void lost_one(struct sc_http_server *server)
{
    if (server->conn_count == server->config.connections_max)
        sc_http_server_run_soon(server); /* to listen again */
    server->conn_count--;
    if (server->is_stopping && server->conn_count == 0)
        tell_soon(server);
}

static void on_connection(void *context, struct MHD_Connection *mhd, void **ret_conn,
                          enum MHD_ConnectionNotificationCode code)
{
    struct sc_http_server *server = context;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        server->conn_count++;
        *ret_conn = sc_http_conn_create(server, mhd);
    } else {
        sc_http_conn_destroy(*ret_conn);
        lost_one(server);
    }
}

/* The first line of a request is there. What is returned is the request's context from here on. */
static void *on_line(void *context, const char *target, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct sc_http_conn *conn = info->socket_context;

    (void)context;
    return conn == NULL ? NULL : sc_http_exchange_begin(conn, sc_str_of(target));
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *size, void **request)
{
    struct sc_http_exchange *x = *request;

    (void)context;
    (void)mhd;
    (void)url; /* as the library has changed it; http_exchange.c reads the one that came */
    if (x == NULL)
        return MHD_NO;
    switch (x->conn->phase) {
    case SC_HTTP_PHASE_HEADER:
        return sc_http_exchange_headers(x, method, version);
    case SC_HTTP_PHASE_BODY:
        if (*size == 0)
            return sc_http_exchange_whole(x);
        struct sc_str part = {bytes, *size};
        *size = 0;
        return sc_http_exchange_body(x, part);
    case SC_HTTP_PHASE_WORK:
        return sc_http_exchange_reply(x);
    case SC_HTTP_PHASE_IDLE:
    case SC_HTTP_PHASE_SEND:
    case SC_HTTP_PHASE_STREAM:
    case SC_HTTP_PHASE_CUT:
        break;
    }
    return MHD_NO;
}

static void on_completed(void *context, struct MHD_Connection *mhd, void **request,
                         enum MHD_RequestTerminationCode how)
{
    struct sc_http_exchange *x = *request;

    (void)context;
    (void)mhd;
    *request = NULL;
    if (x != NULL)
        sc_http_exchange_detach(x, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
}

/* Paths and queries are decoded by us: the library would cut "/a%00b" to "/a". */
static size_t leave_escaped(void *context, struct MHD_Connection *mhd, char *text)
{
    (void)context;
    (void)mhd;
    return strlen(text);
}

/*
 * Not strict: what the library refuses then it refuses in its own way, without
 * Host with two heads, or says nothing. http_head.c is stricter.
 */
static enum sc_status start_daemon(struct sc_http_server *server)
{
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)server->config.connections_max, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_URI_LOG_CALLBACK, on_line,
        server, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, server, MHD_OPTION_END);
    server->listen_fd = -1; /* the library's now, which closes it when it cannot start, too */
    if (server->daemon == NULL)
        return SC_UNAVAILABLE;
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    enum sc_status st = sc_loop_watch(server->loop, &server->watch, info->epoll_fd, SC_LOOP_READ);
    if (st == SC_OK)
        run(server); /* it begins to listen in its first turn */
    return st;
}

/* Listening. */

struct place {
    struct sockaddr_storage at;
    socklen_t len;
};

static enum sc_status read_place(const struct sc_http_config *config, struct place *ret_place)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    char port[8];

    snprintf(port, sizeof port, "%u", (unsigned)config->port);
    if (config->address == NULL || getaddrinfo(config->address, port, &hints, &found) != 0)
        return SC_INVALID;
    *ret_place = (struct place){.len = found->ai_addrlen};
    memcpy(&ret_place->at, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return SC_OK;
}

/* A socket that listens; -1: errno says why not. */
static int listen_at(const struct place *place, bool shares)
{
    static const int yes = 1, no = 0;
    int fd = socket(place->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (shares)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    if (place->at.ss_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    if (bind(fd, (const struct sockaddr *)&place->at, place->len) != 0 ||
        listen(fd, BACKLOG) != 0) {
        int error = errno;

        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/*
 * Whoever shares a port lets any process of the same user in. So the first of
 * ours asks for it alone before it shares it.
 */
static enum sc_status open_listener(struct sc_request *rq, struct sc_http_server *server)
{
    const struct sc_http_config *config = &server->config;
    struct place place;

    if (read_place(config, &place) != SC_OK)
        return sc_fail(rq, SC_INVALID, "%s is no address to listen at",
                       config->address == NULL ? "nothing" : config->address);
    int alone = config->joins ? -1 : listen_at(&place, false);
    if (alone >= 0)
        close(alone);
    if (alone >= 0 || config->joins)
        server->listen_fd = listen_at(&place, true);
    if (server->listen_fd < 0)
        return sc_fail(rq, SC_UNAVAILABLE, "cannot listen at %s, port %u: %s", config->address,
                       (unsigned)config->port, strerror(errno));

    place.len = sizeof place.at;
    getsockname(server->listen_fd, (struct sockaddr *)&place.at, &place.len);
    server->port =
        ntohs(place.at.ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)&place.at)->sin6_port
                                             : ((const struct sockaddr_in *)&place.at)->sin_port);
    return SC_OK;
}

/* Living and stopping. */

static int64_t or_preset(int64_t ms, int64_t preset_ms)
{
    return ms > 0 ? ms : preset_ms;
}

static void set_presets(struct sc_http_config *config)
{
    struct sc_http_times *times = &config->times;

    times->header_ms = or_preset(times->header_ms, SC_HTTP_HEADER_MS);
    times->body_ms = or_preset(times->body_ms, SC_HTTP_BODY_MS);
    times->idle_ms = or_preset(times->idle_ms, SC_HTTP_IDLE_MS);
    times->send_ms = or_preset(times->send_ms, SC_HTTP_SEND_MS);
    times->grace_ms = or_preset(times->grace_ms, SC_HTTP_GRACE_MS);
    times->heartbeat_ms = or_preset(times->heartbeat_ms, SC_HTTP_HEARTBEAT_MS);
    if (config->arena_cap == 0)
        config->arena_cap = SC_ARENA_REQUEST_CAP;
}

static void cut_all(struct sc_http_server *server)
{
    for (struct sc_http_conn *conn = server->conns; conn != NULL; conn = conn->next)
        sc_http_conn_cut(conn, "stop");
}

static void stop_now(void *context)
{
    struct sc_http_server *server = context;

    cut_all(server);
    tell_soon(server);
}

enum sc_status sc_http_server_create(struct sc_request *rq, struct sc_loop *loop,
                                     const struct sc_http_config *config,
                                     struct sc_http_server **ret_server)
{
    struct sc_http_server *server = calloc(1, sizeof *server);

    if (server == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a server");
    server->loop = loop;
    server->config = *config;
    server->listen_fd = -1;
    server->watch = (struct sc_loop_watch){.on_ready = run_when_ready, .context = server};
    server->run = (struct sc_loop_timer){.on_time = run_on_time, .context = server};
    server->stop = (struct sc_loop_timer){.on_time = stop_now, .context = server};
    set_presets(&server->config);
    sc_http_ids_init(&server->ids);

    enum sc_status st = open_listener(rq, server);
    if (st == SC_OK) {
        st = sc_http_report_init(server);
        if (st == SC_OK)
            st = sc_loop_timer_set(loop, &server->run, sc_deadline_none());
        if (st == SC_OK)
            st = sc_loop_timer_set(loop, &server->stop, sc_deadline_none());
        if (st == SC_OK)
            st = start_daemon(server);
        if (st != SC_OK)
            st = sc_fail(rq, st, "cannot start the server at %s", config->address);
    }
    if (st != SC_OK) {
        sc_http_server_destroy(server);
        return st;
    }
    *ret_server = server;
    return SC_OK;
}

uint16_t sc_http_server_port(const struct sc_http_server *server)
{
    return server->port;
}

/* Who has been let in by the kernel already is served, not refused. */
static void accept_the_last(struct sc_http_server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_LISTEN_FD);
    struct pollfd waiting = {.fd = info->listen_fd, .events = POLLIN};

    for (int i = 0; i < ACCEPTS_TO_STOP && server->conn_count < server->config.connections_max &&
                    poll(&waiting, 1, 0) == 1;
         i++)
        MHD_run(server->daemon);
}

void sc_http_server_stop(struct sc_http_server *server, struct sc_deadline deadline,
                         sc_loop_fn on_stopped, void *context)
{
    assert(!server->is_stopping);
    accept_the_last(server);
    server->is_stopping = true;
    server->on_stopped = on_stopped;
    server->stopped_context = context;
    int listener = MHD_quiesce_daemon(server->daemon);
    if (listener >= 0)
        close(listener);

    for (struct sc_http_conn *conn = server->conns; conn != NULL; conn = conn->next)
        sc_http_conn_stop(conn);
    if (server->conn_count == 0)
        tell_soon(server);
    else
        set_timer(server, &server->stop, deadline);
}

void sc_http_server_destroy(struct sc_http_server *server)
{
    if (server == NULL)
        return;
    sc_loop_unwatch(server->loop, &server->watch);
    if (server->daemon != NULL) {
        cut_all(server);
        MHD_run(server->daemon); /* nothing may be suspended when it stops */
        MHD_stop_daemon(server->daemon);
    }
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    sc_loop_timer_clear(server->loop, &server->run);
    sc_loop_timer_clear(server->loop, &server->stop);
    for (struct sc_http_exchange *x = server->exchanges; x != NULL; x = x->next)
        x->server = NULL; /* still owed: freed when answered */
    while (server->spare != NULL) {
        struct sc_http_exchange *x = server->spare;

        server->spare = x->next;
        sc_http_exchange_free(x);
    }
    free(server);
}
