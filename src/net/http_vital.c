#include "net/http_vital.h"

enum {
    DEADLINE_MS = 1000,
};

static void answer(struct sc_http_exchange *exchange, int code, struct sc_str text)
{
    sc_http_answer(exchange, &(struct sc_http_answer){.code = code,
                                                      .content_type = "text/plain; charset=utf-8",
                                                      .text = text});
}

static void tell_health(void *context, struct sc_http_exchange *exchange)
{
    (void)context;
    answer(exchange, 200, SC_STR("ok\n"));
}

static void tell_readiness(void *context, struct sc_http_exchange *exchange)
{
    const struct sc_http_vital *vital = context;

    if (vital->is_ready(vital->context))
        answer(exchange, 200, SC_STR("ready\n"));
    else
        answer(exchange, 503, SC_STR("not ready\n"));
}

static void tell_metrics(void *context, struct sc_http_exchange *exchange)
{
    const struct sc_http_vital *vital = context;
    struct sc_buf body;

    if (vital->before_metrics != NULL)
        vital->before_metrics(vital->context);
    sc_buf_init(&body, SC_HTTP_METRICS_MAX);
    sc_metrics_write(vital->metrics, &body);
    if (body.failed) {
        sc_buf_finish(&body);
        sc_http_answer_failure(exchange, SC_INTERNAL, "the metrics cannot be written");
        return;
    }
    sc_http_answer(exchange, &(struct sc_http_answer){.code = 200,
                                                      .content_type = "text/plain; version=0.0.4",
                                                      .body = &body});
}

void sc_http_vital_routes(struct sc_http_vital *vital,
                          struct sc_http_route ret_routes[SC_HTTP_VITAL_ROUTES])
{
    static const struct sc_http_route routes[SC_HTTP_VITAL_ROUTES] = {
        {"/healthz", "healthz", SC_HTTP_GET, 0, DEADLINE_MS, true, tell_health, NULL},
        {"/readyz", "readyz", SC_HTTP_GET, 0, DEADLINE_MS, true, tell_readiness, NULL},
        {"/metrics", "metrics", SC_HTTP_GET, 0, DEADLINE_MS, true, tell_metrics, NULL},
    };

    for (size_t i = 0; i < SC_HTTP_VITAL_ROUTES; i++) {
        ret_routes[i] = routes[i];
        ret_routes[i].context = vital;
    }
}
