#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "net/http_parts.h"
#include "net/http_peer.h"

enum {
    SPARE_MAX = 256,           /* exchanges kept for the next requests */
    BODY_KEPT_MAX = 64 * 1024, /* of a spare one */
    SWALLOWED_MAX = 64 * 1024, /* of a refused body, so that the connection may be kept */
    PARAMETERS_MAX = 64,       /* of a query: the library has little room for its notes of them */
};

/* Memory: one request's is the next one's. */

static struct sc_http_exchange *make_exchange(const struct sc_http_server *server)
{
    struct sc_http_exchange *x = calloc(1, sizeof *x);

    if (x == NULL)
        return NULL;
    if (sc_request_init(&x->rq, server->config.arena_cap, sc_deadline_none()) != SC_OK) {
        free(x);
        return NULL;
    }
    sc_buf_init(&x->body, SC_HTTP_BODY_ANY_MAX);
    sc_buf_init(&x->queue, SC_HTTP_STREAM_QUEUE_MAX);
    return x;
}

void sc_http_exchange_free(struct sc_http_exchange *x)
{
    sc_buf_finish(&x->body);
    sc_buf_finish(&x->queue);
    sc_request_finish(&x->rq);
    free(x);
}

static void trim(struct sc_buf *buf)
{
    size_t cap = buf->cap;

    sc_buf_clear(buf);
    if (buf->room > BODY_KEPT_MAX) {
        sc_buf_finish(buf);
        sc_buf_init(buf, cap);
    }
}

static struct sc_http_exchange *take_spare(struct sc_http_server *server)
{
    struct sc_http_exchange *x = server->spare;

    if (x == NULL)
        return make_exchange(server);
    server->spare = x->next;
    server->spare_count--;
    return x;
}

/* Nobody knows of it any more. */
static void release(struct sc_http_exchange *x)
{
    struct sc_http_server *server = x->server;

    if (server == NULL) {
        sc_http_exchange_free(x);
        return;
    }
    if (x->prev != NULL)
        x->prev->next = x->next;
    else
        server->exchanges = x->next;
    if (x->next != NULL)
        x->next->prev = x->prev;
    if (server->spare_count == SPARE_MAX) {
        sc_http_exchange_free(x);
        return;
    }
    sc_request_clear(&x->rq);
    trim(&x->body);
    trim(&x->queue);
    *x = (struct sc_http_exchange){
        .rq = {.arena = x->rq.arena}, .body = x->body, .queue = x->queue, .next = server->spare};
    server->spare = x;
    server->spare_count++;
}

/* Reading. */

static bool has_many_parameters(struct sc_str query)
{
    struct sc_str parameter;
    int count = 0;

    while (count <= PARAMETERS_MAX && sc_str_take(&query, '&', &parameter))
        count++;
    return count > PARAMETERS_MAX;
}

static struct sc_http_fault read_target(struct sc_http_exchange *x, struct sc_str text)
{
    if (text.len > SC_HTTP_URL_MAX)
        return (struct sc_http_fault){414, "the URL is too long"};
    struct sc_str copy = sc_arena_str(x->rq.arena, text);
    if (copy.at == NULL)
        return (struct sc_http_fault){503, "no memory"};
    x->target.path = copy; /* for the log, should it be none */
    if (!sc_http_target_read(copy, &x->target))
        return (struct sc_http_fault){400, "the request line is malformed"};
    return (struct sc_http_fault){0};
}

struct sc_http_exchange *sc_http_exchange_begin(struct sc_http_conn *conn, struct sc_str target)
{
    struct sc_http_server *server = conn->server;
    struct sc_http_exchange *x = take_spare(server);

    if (x == NULL)
        return NULL;
    x->server = server;
    x->loop = server->loop;
    x->conn = conn;
    x->begun_us = sc_loop_now_us(server->loop);
    x->prev = NULL;
    x->next = server->exchanges;
    if (x->next != NULL)
        x->next->prev = x;
    server->exchanges = x;
    conn->exchange = x;
    sc_http_conn_enter(conn, SC_HTTP_PHASE_HEADER);
    sc_http_request_id_make(&server->ids, x->request_id);
    x->came = target;
    x->fault = read_target(x, target);
    if (has_many_parameters(x->target.query)) /* else the library refuses it, with two heads */
        sc_http_conn_cut_with(conn, (struct sc_http_fault){400, "the query has too many parts"},
                              "query");
    return x;
}

static enum MHD_Result take_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_len, const char *value, size_t value_len)
{
    (void)kind;
    sc_http_head_take(context, (struct sc_str){name, name_len}, (struct sc_str){value, value_len});
    return MHD_YES;
}

static enum sc_http_method method_of(struct sc_str name)
{
    static const struct {
        struct sc_str name;
        enum sc_http_method method;
    } methods[] = {
        {SC_STR("POST"), SC_HTTP_POST}, {SC_STR("GET"), SC_HTTP_GET},
        {SC_STR("HEAD"), SC_HTTP_GET},  {SC_STR("OPTIONS"), SC_HTTP_OPTIONS},
        {SC_STR("PUT"), SC_HTTP_PUT},   {SC_STR("DELETE"), SC_HTTP_DELETE},
    };

    for (size_t i = 0; i < SC_COUNT(methods); i++)
        if (sc_str_eq(name, methods[i].name))
            return methods[i].method;
    return SC_HTTP_OTHER;
}

/* 0: does not fit; else the more, the more of the path is named: all of it most. */
static size_t fit_of(struct sc_str pattern, struct sc_str path)
{
    if (!sc_str_ends(pattern, SC_STR("*")))
        return sc_str_eq(path, pattern) ? path.len + 2 : 0;
    return sc_str_starts(path, sc_str_sub(pattern, 0, pattern.len - 1)) ? pattern.len : 0;
}

static const struct sc_http_route *route_of(const struct sc_http_config *config, struct sc_str path)
{
    const struct sc_http_route *best = NULL;
    size_t best_fit = 0;

    for (size_t i = 0; i < config->route_count; i++) {
        size_t fit = fit_of(sc_str_of(config->routes[i].path), path);

        if (fit > best_fit) {
            best = &config->routes[i];
            best_fit = fit;
        }
    }
    return best;
}

static bool decode_path(struct sc_http_exchange *x)
{
    struct sc_str path = x->target.path;
    char *at = sc_arena_alloc(x->rq.arena, path.len);

    if (at == NULL)
        return false;
    memcpy(at, path.at, path.len);
    bool is_whole = sc_http_unescape(at, &path.len, false);
    x->target.path = (struct sc_str){at, path.len};
    return is_whole;
}

/* Whether and how the request is answered without its handler. The first reason counts. */
static struct sc_http_fault judge(struct sc_http_exchange *x, const struct sc_http_head *head,
                                  const char *method)
{
    const struct sc_http_config *config = &x->server->config;
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(x->conn->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct sc_http_fault fault = sc_http_head_judge(head, method + size->header_size);

    if (x->fault.code != 0)
        return x->fault;
    if (fault.code != 0)
        return fault;
    if (size->header_size > SC_HTTP_HEADERS_MAX)
        return (struct sc_http_fault){431, "the headers are too long"};
    if (sc_str_find_char(x->target.path, '%') >= 0 && !decode_path(x))
        return (struct sc_http_fault){400, "the path is malformed"};
    x->route = route_of(config, x->target.path);
    if (x->route == NULL)
        return (struct sc_http_fault){404, "there is nothing here"};
    x->operation = sc_str_of(x->route->operation);
    if (!(x->route->methods & x->method))
        return (struct sc_http_fault){405, "this method is not for this path"};
    if (head->length > x->route->body_max)
        return (struct sc_http_fault){413, "the body is too large"};
    if (!x->route->is_vital && x->server->in_flight >= config->in_flight_max)
        return (struct sc_http_fault){503, "too much is going on, try again"};
    return fault;
}

/*
 * A refusal is said at once when a large body would follow, or none of it may be
 * trusted; the library then closes the connection. Else the body is read first,
 * and the connection kept.
 */
static bool is_said_at_once(const struct sc_http_exchange *x, const struct sc_http_head *head)
{
    return x->fault.code == 400 || x->fault.code == 501 || head->has_expect ||
           head->length > SWALLOWED_MAX;
}

enum MHD_Result sc_http_exchange_headers(struct sc_http_exchange *x, const char *method,
                                         const char *version)
{
    struct sc_http_line line = {sc_str_of(method), x->came, sc_str_of(version)};
    struct sc_http_head head = sc_http_head_begin(&line);

    MHD_get_connection_values_n(x->conn->mhd, MHD_HEADER_KIND, take_header, &head);
    x->method = method_of(line.method);
    x->is_head = sc_str_eq(line.method, SC_STR("HEAD"));
    if (head.request_id.at != NULL) {
        memcpy(x->request_id, head.request_id.at, head.request_id.len);
        x->request_id[head.request_id.len] = '\0';
    }
    if (head.traceparent.at != NULL)
        x->trace_in = sc_arena_str(x->rq.arena, head.traceparent);
    sc_http_conn_enter(x->conn, SC_HTTP_PHASE_BODY);
    x->fault = judge(x, &head, method);
    if (x->fault.code == 0 && !x->route->is_vital) {
        x->is_in_flight = true;
        x->server->in_flight++;
        sc_http_report_gauge(x->server->meters.in_flight, 1);
    }
    if (x->fault.code == 0 || !is_said_at_once(x, &head))
        return MHD_YES;
    if (!sc_http_answer_make_fault(x))
        return MHD_NO;
    return sc_http_exchange_reply(x);
}

enum MHD_Result sc_http_exchange_body(struct sc_http_exchange *x, struct sc_str bytes)
{
    if (x->fault.code == 0) {
        if (bytes.len <= x->route->body_max - x->body.len) {
            sc_buf_put(&x->body, bytes);
            if (!x->body.failed)
                return MHD_YES;
            x->fault = (struct sc_http_fault){503, "no memory"};
        } else {
            x->fault = (struct sc_http_fault){413, "the body is too large"};
        }
    }
    x->swallowed += bytes.len;
    if (x->swallowed <= SWALLOWED_MAX)
        return MHD_YES;
    sc_http_conn_cut_with(x->conn, x->fault, "body");
    return MHD_NO;
}

static void leave_flight(struct sc_http_exchange *x)
{
    if (!x->is_in_flight)
        return;
    x->is_in_flight = false;
    if (x->server != NULL) {
        x->server->in_flight--;
        sc_http_report_gauge(x->server->meters.in_flight, -1);
    }
}

enum MHD_Result sc_http_exchange_whole(struct sc_http_exchange *x)
{
    struct sc_http_conn *conn = x->conn;

    if (x->fault.code != 0) {
        if (!sc_http_answer_make_fault(x))
            return MHD_NO;
        return sc_http_exchange_reply(x);
    }
    x->rq.deadline = (struct sc_deadline){x->begun_us + x->route->deadline_ms * 1000};
    sc_http_conn_enter(conn, SC_HTTP_PHASE_WORK);
    x->is_owed = true;
    x->route->handle(x->route->context, x);
    if (conn->phase == SC_HTTP_PHASE_CUT)
        return MHD_NO;
    if (x->response != NULL)
        return sc_http_exchange_reply(x);
    sc_http_conn_suspend(conn);
    return MHD_YES;
}

enum MHD_Result sc_http_exchange_reply(struct sc_http_exchange *x)
{
    struct MHD_Response *response = x->response;

    assert(response != NULL);
    x->response = NULL;
    sc_http_conn_enter(x->conn, x->is_stream ? SC_HTTP_PHASE_STREAM : SC_HTTP_PHASE_SEND);
    enum MHD_Result done = MHD_queue_response(x->conn->mhd, (unsigned)x->code, response);
    MHD_destroy_response(response);
    return done;
}

/* The library has said no by itself: what remains for us is to count and log it. */
static void note_refusal(struct sc_http_exchange *x)
{
    const union MHD_ConnectionInfo *said =
        MHD_get_connection_info(x->conn->mhd, MHD_CONNECTION_INFO_HTTP_STATUS);

    if (said == NULL)
        return;
    x->code = (int)said->http_status;
    x->fault = (struct sc_http_fault){x->code, "refused as it was read"};
}

void sc_http_exchange_detach(struct sc_http_exchange *x, bool is_complete)
{
    struct sc_http_conn *conn = x->conn;

    if (x->code == 0)
        note_refusal(x);
    sc_http_report(x, is_complete);
    conn->exchange = NULL;
    x->conn = NULL;
    if (x->is_stream)
        sc_http_report_gauge(x->server->meters.streams, -1);
    sc_loop_unwatch(conn->server->loop, &conn->watch);
    sc_http_conn_enter(conn, SC_HTTP_PHASE_IDLE);
    if (conn->server->is_stopping)
        sc_http_conn_stop(conn);
    if (x->response != NULL)
        MHD_destroy_response(x->response);
    x->response = NULL;
    if (!x->is_owed) {
        leave_flight(x);
        release(x);
    } else if (x->on_gone != NULL) {
        x->on_gone(x->gone_context); /* may answer, and so release it */
    }
}

/* What came. */

struct sc_request *sc_http_request(struct sc_http_exchange *exchange)
{
    return &exchange->rq;
}

enum sc_http_method sc_http_method(const struct sc_http_exchange *exchange)
{
    return exchange->method;
}

struct sc_str sc_http_path(const struct sc_http_exchange *exchange)
{
    return exchange->target.path;
}

/* `text` decoded, in the arena; absent: it is broken, or there is no memory. */
static struct sc_str decoded(const struct sc_http_exchange *x, struct sc_str text)
{
    char *at = sc_arena_alloc(x->rq.arena, text.len);

    if (at == NULL)
        return (struct sc_str){0};
    if (text.len > 0)
        memcpy(at, text.at, text.len);
    if (!sc_http_unescape(at, &text.len, true))
        return (struct sc_str){0};
    return (struct sc_str){at, text.len};
}

struct sc_str sc_http_query(const struct sc_http_exchange *exchange, struct sc_str name)
{
    struct sc_str rest = exchange->target.query, pair;

    while (sc_str_take(&rest, '&', &pair)) {
        ptrdiff_t mark = sc_str_find_char(pair, '=');
        size_t name_len = mark < 0 ? pair.len : (size_t)mark;

        if (sc_str_eq(decoded(exchange, sc_str_sub(pair, 0, name_len)), name))
            return decoded(exchange, sc_str_sub(pair, name_len + (size_t)(mark >= 0), pair.len));
    }
    return (struct sc_str){0};
}

struct sc_str sc_http_header(const struct sc_http_exchange *exchange, const char *name)
{
    const char *value;
    size_t len;

    if (exchange->target.host.at != NULL &&
        sc_str_eq_nocase(sc_str_of(name), SC_STR(MHD_HTTP_HEADER_HOST)))
        return exchange->target.host;
    if (exchange->conn == NULL ||
        MHD_lookup_connection_value_n(exchange->conn->mhd, MHD_HEADER_KIND, name, strlen(name),
                                      &value, &len) != MHD_YES)
        return (struct sc_str){0};
    /* A copy: the library's goes with the connection, which may go before the answer. */
    return sc_arena_str(exchange->rq.arena, (struct sc_str){value, len});
}

struct sc_str sc_http_body(const struct sc_http_exchange *exchange)
{
    return sc_buf_str(&exchange->body);
}

enum {
    LINES_MAX = 32, /* of the header that proxies write; each adds one at most */
};

struct lines {
    struct sc_str name;
    struct sc_str at[LINES_MAX];
    size_t count; /* the last LINES_MAX of them are in `at` */
};

static enum MHD_Result keep_line(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_len, const char *value, size_t value_len)
{
    struct lines *lines = context;
    struct sc_str wanted = lines->name;

    (void)kind;
    if (sc_str_eq_nocase((struct sc_str){name, name_len}, wanted))
        lines->at[lines->count++ % LINES_MAX] = (struct sc_str){value, value_len};
    return MHD_YES;
}

static bool find_peer(const struct sc_http_exchange *x, struct sc_http_peer *ret_peer)
{
    const union MHD_ConnectionInfo *info =
        x->conn == NULL ? NULL
                        : MHD_get_connection_info(x->conn->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    if (info == NULL || info->client_addr == NULL || !sc_http_peer_of(info->client_addr, ret_peer))
        return false;
    const struct sc_http_proxies *proxies = x->conn->server->config.proxies;
    if (proxies == NULL || !sc_http_networks_has(&proxies->networks, ret_peer))
        return true;
    struct lines lines = {.name = proxies->write_forwarded ? SC_STR("Forwarded")
                                                           : SC_STR("X-Forwarded-For")};
    MHD_get_connection_values_n(x->conn->mhd, MHD_HEADER_KIND, keep_line, &lines);
    for (size_t i = 0; i < lines.count && i < LINES_MAX; i++)
        if (!sc_http_peer_go_back(proxies, lines.at[(lines.count - 1 - i) % LINES_MAX], ret_peer))
            break;
    return true;
}

struct sc_http_origin sc_http_origin(const struct sc_http_exchange *exchange)
{
    struct sc_http_origin origin = {0};
    struct sc_http_peer peer;
    char address[SC_HTTP_PEER_TEXT], network[SC_HTTP_NETWORK_TEXT];

    if (!find_peer(exchange, &peer))
        return origin;
    sc_http_peer_write(&peer, address);
    sc_http_peer_write_network(&peer, network);
    origin.address = sc_arena_str(exchange->rq.arena, sc_str_of(address));
    origin.network = sc_arena_str(exchange->rq.arena, sc_str_of(network));
    return origin;
}

struct sc_loop *sc_http_loop(const struct sc_http_exchange *exchange)
{
    return exchange->loop;
}

struct sc_str sc_http_request_id(const struct sc_http_exchange *exchange)
{
    return sc_str_of(exchange->request_id);
}

struct sc_str sc_http_traceparent(struct sc_http_exchange *exchange)
{
    if (exchange->traceparent[0] == '\0' && exchange->server != NULL)
        sc_http_trace_make(&exchange->server->ids, exchange->trace_in, exchange->traceparent);
    return sc_str_of(exchange->traceparent);
}

void sc_http_operation(struct sc_http_exchange *exchange, struct sc_str operation)
{
    struct sc_str copy = sc_arena_str(exchange->rq.arena, operation);

    if (copy.len > 0)
        exchange->operation = copy;
}

void sc_http_header_add(struct sc_http_exchange *exchange, const char *name, const char *value)
{
    assert(exchange->added_count < SC_HTTP_ADDED_MAX);
    const char **at = &exchange->added[2 * exchange->added_count++];
    at[0] = name;
    at[1] = value;
}

bool sc_http_is_gone(const struct sc_http_exchange *exchange)
{
    return exchange->conn == NULL;
}

void sc_http_on_gone(struct sc_http_exchange *exchange, sc_loop_fn on_gone, void *context)
{
    exchange->on_gone = on_gone;
    exchange->gone_context = context;
}

/* Answers. */

/* What was owed is there: the library goes on, unless it is this thread's caller. */
static void settle(struct sc_http_exchange *x, bool is_made)
{
    leave_flight(x);
    if (!is_made)
        sc_http_conn_cut(x->conn, "memory");
    else
        sc_http_conn_resume(x->conn);
}

void sc_http_answer(struct sc_http_exchange *exchange, const struct sc_http_answer *answer)
{
    assert(exchange->is_owed && !exchange->is_stream);
    exchange->is_owed = false;
    exchange->failure = answer->failure;
    if (exchange->conn == NULL) {
        if (answer->body != NULL)
            sc_buf_finish(answer->body);
        leave_flight(exchange);
        release(exchange);
        return;
    }
    settle(exchange, sc_http_answer_make(exchange, answer));
}

void sc_http_answer_failure(struct sc_http_exchange *exchange, enum sc_status st, const char *words)
{
    exchange->fault = (struct sc_http_fault){sc_status_http(st), words};
    exchange->failure = st;
    sc_http_answer(exchange, &(struct sc_http_answer){.code = sc_status_http(st),
                                                      .content_type = "application/json",
                                                      .text = sc_http_fault_text(exchange),
                                                      .failure = st});
}

void sc_http_stream_begin(struct sc_http_exchange *exchange, const char *content_type)
{
    assert(exchange->is_owed && !exchange->is_stream);
    exchange->is_stream = true;
    if (exchange->conn == NULL) {
        leave_flight(exchange);
        return;
    }
    sc_http_report_gauge(exchange->server->meters.streams, 1);
    settle(exchange, sc_http_answer_make_stream(exchange, content_type));
}

static bool is_open(const struct sc_http_exchange *x)
{
    return x->conn != NULL && x->conn->phase != SC_HTTP_PHASE_CUT && !x->has_ended;
}

/* What the library has taken makes room. */
static void queue(struct sc_http_exchange *x, struct sc_str bytes)
{
    if (x->taken > 0 && x->taken >= x->queue.len / 2) {
        memmove(x->queue.at, x->queue.at + x->taken, x->queue.len - x->taken);
        x->queue.len -= x->taken;
        x->taken = 0;
    }
    sc_buf_put(&x->queue, bytes);
}

enum sc_status sc_http_stream_send(struct sc_http_exchange *exchange, struct sc_str bytes)
{
    assert(exchange->is_stream && exchange->is_owed);
    if (!is_open(exchange))
        return SC_CANCELLED;
    queue(exchange, bytes);
    if (exchange->queue.failed) {
        sc_http_conn_cut(exchange->conn, "slow");
        return SC_LIMITED;
    }
    sc_http_conn_resume(exchange->conn);
    return SC_OK;
}

void sc_http_stream_end(struct sc_http_exchange *exchange)
{
    assert(exchange->is_stream && exchange->is_owed);
    exchange->is_owed = false;
    exchange->has_ended = true;
    if (exchange->conn == NULL)
        release(exchange);
    else
        sc_http_conn_resume(exchange->conn);
}

void sc_http_exchange_end_with_retry(struct sc_http_exchange *x)
{
    char retry[32];
    uint64_t spread = sc_http_ids_next(&x->server->ids) % SC_HTTP_RETRY_MS; /* not all at once */
    int len = snprintf(retry, sizeof retry, "retry: %d\n\n", SC_HTTP_RETRY_MS + (int)spread);

    if (!is_open(x))
        return;
    queue(x, (struct sc_str){retry, (size_t)len});
    x->has_ended = true;
    sc_http_conn_resume(x->conn);
}

void sc_http_exchange_beat(struct sc_http_exchange *x)
{
    bool is_still = x->moved == x->moved_then;

    x->moved_then = x->moved;
    if (!is_still)
        return;
    if (x->taken < x->queue.len || x->has_ended) { /* its end waits to be taken as well */
        sc_http_conn_cut(x->conn, "slow");
        return;
    }
    queue(x, SC_STR(":\n\n"));
    sc_http_conn_resume(x->conn);
}
