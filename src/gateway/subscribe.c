#include "gateway/subscribe.h"

#include "gateway/answer.h"
#include "gateway/feed.h"
#include "gateway/news.h"

static bool join(struct gateway_loop *gl, struct sc_http_exchange *exchange,
                 const struct sc_gql_run_config *config, const struct sc_gql_run *run,
                 const struct gateway_function *function, const void *in)
{
    struct sc_request *rq = sc_http_request(exchange);

    if (gateway_feed_listeners(gl) + gateway_news_listeners(gl->news) >= GATEWAY_LISTENERS_MAX) {
        sc_fail(rq, SC_BUSY, "the server is busy");
        return false;
    }
    if (gateway_news_listeners_of(gl->news, rq->viewer) >= GATEWAY_LISTENERS_OF_ONE_MAX) {
        sc_fail(rq, SC_THROTTLED, "you listen too often already");
        return false;
    }
    return function->is_news ? gateway_news_join(gl->news, exchange, config, run, in)
                             : gateway_feed_join(gl, exchange, config, function);
}

static void refuse(struct sc_http_exchange *exchange, enum sc_status st)
{
    enum gateway_outcome outcome =
        st == SC_INVALID || st == SC_THROTTLED ? GATEWAY_REFUSED : GATEWAY_BUSY;

    gateway_answer_failure(exchange, outcome, GATEWAY_MEDIA_EVENTS, sc_status_graphql(st));
}

void gateway_subscribe(struct gateway_loop *gl, struct sc_http_exchange *exchange,
                       const struct sc_gql_run_config *config, struct sc_gql_run *run)
{
    struct sc_request *rq = sc_http_request(exchange);
    struct sc_gql_errors errors = {.arena = rq->arena};
    const struct sc_gql_function *function;
    const void *in;
    enum sc_status st = sc_gql_run_source(run, &errors, &function, &in);

    if (st == SC_INVALID) {
        gateway_answer_errors(exchange, GATEWAY_REFUSED, GATEWAY_MEDIA_EVENTS, errors.first);
        return;
    }
    if (st != SC_OK)
        sc_fail(rq, SC_BUSY, "the server is busy");
    if (st != SC_OK || !join(gl, exchange, config, run, function->handle, in))
        refuse(exchange, rq->failure.status);
}
