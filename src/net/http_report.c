#include "base/time.h"
#include "net/http_parts.h"
#include "runtime/log.h"

enum {
    GONE = 499, /* as nginx has it: the client went before its answer */
};

enum sc_status sc_http_report_init(struct sc_http_server *server)
{
    struct sc_metrics *metrics = server->config.metrics;
    struct sc_http_meters *meters = &server->meters;

    server->log_share =
        (struct sc_http_log_share){.saved_us = SC_SECOND_US, .at_us = sc_loop_now_us(server->loop)};
    if (metrics == NULL)
        return SC_OK;
    meters->requests =
        sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_http_requests_total",
                                "Requests that are over.", "operation", "code");
    meters->durations = sc_metric_group_declare(
        metrics, SC_METRIC_DURATION, "smartcart_http_request_duration_seconds",
        "From the first line of a request to the last byte of its answer.", "operation", NULL);
    meters->cuts = sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_http_cuts_total",
                                           "Connections shut down by us.", "reason", NULL);
    meters->connections = sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_http_connections",
                                            "Connections that are open.");
    meters->in_flight = sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_http_in_flight",
                                          "Requests begun and not answered.");
    meters->streams = sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_http_streams",
                                        "Streams that are open.");
    return meters->requests == NULL || meters->durations == NULL || meters->cuts == NULL ||
                   meters->connections == NULL || meters->in_flight == NULL ||
                   meters->streams == NULL
               ? SC_NO_MEMORY
               : SC_OK;
}

void sc_http_report_gauge(struct sc_metric *gauge, int64_t by)
{
    if (gauge != NULL)
        sc_metric_add(gauge, by);
}

void sc_http_report_cut(struct sc_http_server *server, const char *why)
{
    if (server->meters.cuts != NULL)
        sc_metric_add(sc_metric_of(server->meters.cuts, sc_str_of(why), SC_STR("")), 1);
}

static const char *method_name(enum sc_http_method method)
{
    switch (method) {
    case SC_HTTP_GET:
        return "GET";
    case SC_HTTP_POST:
        return "POST";
    case SC_HTTP_PUT:
        return "PUT";
    case SC_HTTP_DELETE:
        return "DELETE";
    case SC_HTTP_OPTIONS:
        return "OPTIONS";
    case SC_HTTP_OTHER:
        break;
    }
    return "other";
}

bool sc_http_log_share_take(struct sc_http_log_share *share, int64_t now_us)
{
    const int64_t line_us = SC_SECOND_US / SC_HTTP_LOG_LINES;
    int64_t saved_us = share->saved_us + now_us - share->at_us;

    share->at_us = now_us;
    share->saved_us = saved_us < SC_SECOND_US ? saved_us : SC_SECOND_US;
    if (share->saved_us < line_us)
        return false;
    share->saved_us -= line_us;
    return true;
}

/* Whether there is room in the log for what is not a failure of ours. */
static bool has_room(struct sc_http_server *server, int64_t now_us)
{
    bool has = server->config.logs_all || sc_http_log_share_take(&server->log_share, now_us);

    if (!has)
        server->left_out++;
    return has;
}

void sc_http_report_unread(struct sc_http_server *server)
{
    sc_http_report_cut(server, "unread");
    if (!has_room(server, sc_monotonic_us()))
        return;
    sc_log(SC_LOG_INFO, "http.unread", SC_LOG_NUMBER("left_out", server->left_out));
    server->left_out = 0;
}

static void write_line(struct sc_http_exchange *x, int code, bool is_ours, int64_t took_us)
{
    const struct sc_failure *failure = &x->rq.failure;
    struct sc_log_field fields[] = {
        SC_LOG_TEXT("method", sc_str_of(method_name(x->method))),
        SC_LOG_TEXT("path", x->target.path.at == NULL ? SC_STR("") : x->target.path),
        SC_LOG_TEXT("operation", x->operation.at == NULL ? SC_STR("none") : x->operation),
        SC_LOG_NUMBER("code", code),
        SC_LOG_NUMBER("took_us", took_us),
        SC_LOG_NUMBER("bytes", x->bytes),
        SC_LOG_TEXT("request", sc_http_request_id(x)),
        SC_LOG_TEXT("trace",
                    sc_str_sub(sc_http_traceparent(x), SC_HTTP_TRACE_ID_AT, SC_HTTP_TRACE_ID)),
        SC_LOG_NUMBER("left_out", x->server->left_out),
        /* Only of a failure: */
        SC_LOG_TEXT("status", sc_str_of(sc_status_name(x->failure))),
        SC_LOG_TEXT("words", sc_failure_words(&x->rq)),
        SC_LOG_TEXT("sqlstate", sc_str_of(failure->sqlstate)),
        SC_LOG_TEXT("file", sc_str_of(failure->file != NULL ? failure->file : "")),
        SC_LOG_NUMBER("line", failure->line),
    };
    size_t count = x->failure == SC_OK ? SC_COUNT(fields) - 5 : SC_COUNT(fields);

    sc_log_write(is_ours ? SC_LOG_ERROR : SC_LOG_INFO, "http.request", fields, count);
    x->server->left_out = 0;
}

/*
 * What must not be left out of the log. Not a process that says it is not ready,
 * nor what is refused for want of room: of that there is most when there is least
 * time to write it.
 */
static bool is_our_failure(const struct sc_http_exchange *x, int code)
{
    if (x->failure != SC_OK)
        return sc_status_is_ours(x->failure);
    if (x->route != NULL && x->route->is_vital)
        return false;
    return code >= 500 && (x->fault.code == 0 || x->fault.code == 504);
}

void sc_http_report(struct sc_http_exchange *x, bool is_complete)
{
    struct sc_http_server *server = x->server;
    int64_t now_us = sc_monotonic_us();
    int64_t took_us = now_us - x->begun_us;
    /* What was cut with an answer of ours has that answer's code; a stream that ends is whole. */
    int code = x->code != 0 && (is_complete || x->fault.code != 0 || x->is_stream) ? x->code : GONE;
    bool is_ours = is_our_failure(x, code);

    if (server->meters.requests != NULL) {
        struct sc_str operation = x->operation.at == NULL ? SC_STR("none") : x->operation;
        const char digits[] = {(char)('0' + code / 100 % 10), (char)('0' + code / 10 % 10),
                               (char)('0' + code % 10)};

        sc_metric_add(sc_metric_of(server->meters.requests, operation,
                                   (struct sc_str){digits, sizeof digits}),
                      1);
        if (!x->is_stream)
            sc_metric_observe(sc_metric_of(server->meters.durations, operation, SC_STR("")),
                              took_us);
    }
    if (is_ours || has_room(server, now_us))
        write_line(x, code, is_ours, took_us);
}
