#include "gateway/graphql.h"

#include <assert.h>

#include "base/time.h"
#include "gateway/answer.h"
#include "gateway/caller.h"
#include "gateway/exec.h"
#include "gateway/limit.h"
#include "gateway/params.h"
#include "gateway/read_point.h"
#include "gateway/session.h"
#include "gateway/subscribe.h"
#include "graphql/cost.h"
#include "graphql/run.h"

enum {
    ANSWER_USUAL = 4096, /* bytes: most answers fit */
};

/* One request, from its parameters to its answer; in the arena of its exchange. */
struct asked {
    struct gateway_loop *gl;
    struct sc_http_exchange *exchange;
    struct sc_request *rq;
    struct gateway_params params;
    struct gateway_caller caller;
    struct gateway_session session;
    bool is_session; /* by the route of sessions */
    enum gateway_media media;
    uint32_t roles;
    const struct sc_gql_prepared *prepared;
    struct sc_hold hold; /* of `prepared` */
    struct sc_loop_task back;
    struct gateway_exec *exec; /* while it runs */
    enum sc_status identified; /* who asks, and by the database */
    int64_t cost;
    struct gateway_limit limit;
    enum gateway_outcome outcome;      /* of a mistake that is charged */
    const char *code;                  /* the same */
    const struct sc_gql_error *errors; /* the same; NULL: the request's failure */
};

static struct sc_gql_errors no_errors(const struct asked *a)
{
    return (struct sc_gql_errors){.arena = a->rq->arena};
}

static void refuse(struct asked *a, enum gateway_outcome outcome, const char *code)
{
    gateway_answer_failure(a->exchange, outcome, a->media, code);
}

/* Until when nothing more is done for who asks. */
static void throttle(struct asked *a)
{
    int64_t wait_s = (a->limit.wait_us + SC_SECOND_US - 1) / SC_SECOND_US;

    sc_failure_clear(a->rq);
    sc_fail(a->rq, SC_THROTTLED, "asked too often: try again in %lld s", (long long)wait_s);
    a->rq->failure.retry_after_s = (int32_t)wait_s;
    refuse(a, GATEWAY_THROTTLED, sc_status_graphql(SC_THROTTLED));
}

static void mistake_is_charged(void *context)
{
    struct asked *a = context;

    if (a->limit.wait_us > 0)
        throttle(a);
    else if (a->errors != NULL)
        gateway_answer_errors(a->exchange, a->outcome, a->media, a->errors);
    else
        refuse(a, a->outcome, a->code);
}

/* Theirs: what cannot be done has a price all the same. */
static void mistake(struct asked *a, enum gateway_outcome outcome, const char *code)
{
    a->outcome = outcome;
    a->code = code;
    gateway_limit_charge(&a->limit, GATEWAY_LIMIT_MISTAKE, mistake_is_charged, a);
}

/* Our own limits and faults: full is told as such, so that who asks comes again. */
static void fail(struct asked *a, enum sc_status st)
{
    sc_fail(a->rq, st, "the server is busy");
    refuse(a, sc_status_may_retry(st) ? GATEWAY_BUSY : GATEWAY_BROKEN, sc_status_graphql(st));
}

/* The client left: whatever is answered is dropped, and the request's memory free. */
static void drop(struct asked *a)
{
    sc_http_answer(a->exchange, &(struct sc_http_answer){.failure = SC_CANCELLED});
}

static void is_gone(void *context)
{
    struct asked *a = context;

    gateway_exec_stop(a->exec);
}

static void write_answer(void *context, struct sc_gql_run *run)
{
    struct asked *a = context;

    if (run == NULL) {
        drop(a);
        return;
    }
    struct sc_gql_extensions extensions = {
        .request_id = sc_http_request_id(a->exchange),
        .cost = a->cost,
        .budget = gateway_limit_budget(&a->limit),
    };
    struct sc_buf body;

    sc_buf_init(&body, GATEWAY_ANSWER_MAX);
    sc_buf_reserve(&body, ANSWER_USUAL);
    enum sc_status st = sc_gql_run_write(run, &extensions, &body);
    if (st != SC_OK) {
        sc_buf_finish(&body);
        sc_failure_clear(a->rq); /* of a load: its words are not for the client */
        sc_fail(a->rq, st, "the answer is larger than %d bytes: ask for less", GATEWAY_ANSWER_MAX);
        refuse(a, GATEWAY_REFUSED, sc_status_graphql(SC_LIMITED));
        return;
    }
    gateway_answer_with(a->exchange, GATEWAY_EXECUTED, a->media, &body,
                        gateway_session_headers(a->gl->gateway, &a->session));
}

static bool is_within_cost(struct asked *a)
{
    a->cost = sc_gql_cost_of(a->prepared->cost, a->params.variables);
    if (a->cost <= SC_GQL_COST_MAX)
        return true;
    sc_fail(a->rq, SC_LIMITED,
            "this operation may cost %lld points, and %d is the most: ask for fewer or shorter "
            "lists",
            (long long)a->cost, SC_GQL_COST_MAX);
    mistake(a, GATEWAY_REFUSED, "COST_LIMIT");
    return false;
}

/* Mutations only by POST, subscriptions only as a stream. */
static bool may_run(struct asked *a)
{
    enum sc_gql_operation operation = sc_gql_plan_operation(a->prepared->plan);

    if (operation == SC_GQL_MUTATION && sc_http_method(a->exchange) != SC_HTTP_POST) {
        sc_fail(a->rq, SC_INVALID, "a mutation must be sent by POST");
        mistake(a, GATEWAY_WRONG_METHOD, "BAD_REQUEST");
        return false;
    }
    if (operation == SC_GQL_MUTATION && a->rq->viewer->may_only_read) {
        sc_fail(a->rq, SC_FORBIDDEN, "this key may only read");
        mistake(a, GATEWAY_REFUSED, "FORBIDDEN");
        return false;
    }
    if (operation == SC_GQL_SUBSCRIPTION &&
        gateway_media_takes_events(sc_http_header(a->exchange, "Accept")))
        a->media = GATEWAY_MEDIA_EVENTS;
    if (operation == SC_GQL_SUBSCRIPTION && a->media != GATEWAY_MEDIA_EVENTS) {
        sc_fail(a->rq, SC_INVALID, "a subscription needs \"Accept: text/event-stream\"");
        mistake(a, GATEWAY_NOT_ACCEPTED, "BAD_REQUEST");
        return false;
    }
    return true;
}

static void begin(struct asked *a, struct sc_gql_run *run)
{
    bool is_mutation = sc_gql_plan_operation(a->prepared->plan) == SC_GQL_MUTATION;
    struct gateway_exec_config config = {
        .gl = a->gl,
        .rq = a->rq,
        .run = run,
        .session = &a->session,
        .written = is_mutation ? &a->session.written : NULL,
        .on_ready = write_answer,
        .context = a,
    };

    if (is_mutation &&
        gateway_caller_idempotency_key(a->exchange, &config.idempotency_key) != SC_OK) {
        refuse(a, GATEWAY_BAD_REQUEST, "BAD_REQUEST");
        return;
    }
    sc_http_on_gone(a->exchange, is_gone, a);
    if (gateway_exec(&config, &a->exec) != SC_OK)
        fail(a, SC_NO_MEMORY);
}

static void run(void *context)
{
    struct asked *a = context;
    struct sc_gql_errors errors = no_errors(a);
    struct sc_gql_run_config config = {
        .arena = a->rq->arena,
        .plan = a->prepared->plan,
        .variables = a->params.variables,
        .roles = a->roles,
    };
    struct sc_gql_run *run;

    if (a->limit.wait_us > 0) {
        throttle(a);
        return;
    }
    if (sc_http_is_gone(a->exchange)) { /* while it was prepared and charged */
        drop(a);
        return;
    }
    enum sc_status st = sc_gql_run_create(&config, &errors, &run);
    if (st == SC_INVALID)
        gateway_answer_errors(a->exchange, GATEWAY_REFUSED, a->media, errors.first);
    else if (st != SC_OK)
        fail(a, st);
    else if (sc_gql_plan_operation(a->prepared->plan) == SC_GQL_SUBSCRIPTION)
        gateway_subscribe(a->gl, a->exchange, &config, run);
    else
        begin(a, run);
}

static void release_prepared(void *context)
{
    const struct asked *a = context;

    sc_gql_prepared_unref(a->prepared);
}

static void use(struct asked *a, const struct sc_gql_prepared *prepared)
{
    a->prepared = prepared;
    sc_request_hold(a->rq, &a->hold, release_prepared, a);
    if (prepared->status == SC_NO_MEMORY) {
        fail(a, SC_NO_MEMORY);
        return;
    }
    if (prepared->status != SC_OK) {
        a->errors = prepared->errors.first;
        mistake(a, GATEWAY_REFUSED, NULL);
        return;
    }
    struct sc_str name = sc_gql_plan_name(prepared->plan);
    if (name.at != NULL)
        sc_http_operation(a->exchange, name);
    if (may_run(a) && is_within_cost(a))
        gateway_limit_charge(&a->limit, a->cost, run, a);
}

/* Who may introspect has a store of prepared documents apart. */
static struct sc_gql_documents *documents_of(const struct asked *a)
{
    bool is_operator = (a->roles >> GATEWAY_OPERATOR & 1) != 0;

    return is_operator ? a->gl->gateway->operators : a->gl->gateway->documents;
}

static void is_prepared(void *context)
{
    struct asked *a = context;

    if (a->prepared == NULL)
        fail(a, SC_NO_MEMORY);
    else
        use(a, a->prepared);
}

/* On the pool. */
static void prepare(void *context)
{
    struct asked *a = context;

    a->prepared =
        sc_gql_documents_prepare(documents_of(a), a->params.query, a->params.operation_name);
    sc_loop_post(a->gl->loop, &a->back);
}

static void find_free(struct asked *a)
{
    const struct sc_gql_prepared *prepared =
        sc_gql_documents_find(documents_of(a), a->params.query, a->params.operation_name);

    if (prepared != NULL) {
        use(a, prepared);
        return;
    }
    a->back = (struct sc_loop_task){.run = is_prepared, .context = a};
    enum sc_status st = sc_pool_submit(a->gl->gateway->pools[GATEWAY_POOL_CPU], prepare, a);
    if (st != SC_OK)
        fail(a, st);
}

static void find_trusted(struct asked *a)
{
    const struct sc_gql_prepared *prepared = sc_gql_documents_trusted(
        a->gl->gateway->documents, a->params.document_id, a->params.operation_name);

    if (prepared != NULL) {
        use(a, prepared);
        return;
    }
    /* The words that Apollo's clients look for. */
    sc_fail(a->rq, SC_NOT_FOUND, "PersistedQueryNotFound");
    mistake(a, GATEWAY_REFUSED, "PERSISTED_QUERY_NOT_FOUND");
}

static void find(struct asked *a)
{
    bool is_operator = (a->roles >> GATEWAY_OPERATOR & 1) != 0;

    if (a->params.query.at == NULL) {
        find_trusted(a);
    } else if (a->gl->gateway->config.takes_free_documents || is_operator) {
        find_free(a);
    } else {
        sc_fail(a->rq, SC_FORBIDDEN,
                "only documents known beforehand are taken: send a documentId");
        mistake(a, GATEWAY_REFUSED, "FORBIDDEN");
    }
}

static enum sc_status read_params(struct asked *a)
{
    struct sc_http_exchange *ex = a->exchange;

    if (sc_http_method(ex) == SC_HTTP_POST)
        return gateway_params_of_body(a->rq, sc_http_body(ex), &a->params);
    struct gateway_query query = {
        .query = sc_http_query(ex, SC_STR("query")),
        .document_id = sc_http_query(ex, SC_STR("documentId")),
        .operation_name = sc_http_query(ex, SC_STR("operationName")),
        .variables = sc_http_query(ex, SC_STR("variables")),
        .extensions = sc_http_query(ex, SC_STR("extensions")),
    };
    return gateway_params_of_query(a->rq, &query, &a->params);
}

static void go_on(struct asked *a)
{
    if (a->identified == SC_OK) {
        a->roles = a->rq->viewer->roles;
        find(a);
    } else if (a->identified == SC_UNAUTHENTICATED) {
        mistake(a, GATEWAY_UNKNOWN, "UNAUTHENTICATED");
    } else {
        fail(a, a->identified);
    }
}

static void is_looked_up(void *context)
{
    struct asked *a = context;

    if (gateway_limit_known(&a->limit, &a->caller, a->identified == SC_OK))
        go_on(a);
    else
        throttle(a);
}

/* On the pool. */
static void look_up(void *context)
{
    struct asked *a = context;
    struct sc_request rq;

    a->identified = sc_request_init(&rq, SC_ARENA_REQUEST_CAP, a->rq->deadline);
    if (a->identified == SC_OK) {
        a->identified = gateway_caller_look_up(&rq, a->gl->gateway, &a->caller);
        if (a->identified != SC_OK)
            sc_fail(a->rq, a->identified, "%s", rq.failure.words);
        sc_request_finish(&rq);
    }
    sc_loop_post(a->gl->loop, &a->back);
}

/* What was shown may be known to the database alone. */
static void identify(struct asked *a)
{
    if (a->identified != SC_NOT_FOUND) {
        go_on(a);
        return;
    }
    a->back = (struct sc_loop_task){.run = is_looked_up, .context = a};
    enum sc_status st = sc_pool_submit(a->gl->gateway->pools[GATEWAY_POOL_WEB], look_up, a);
    if (st != SC_OK)
        fail(a, st);
}

/* What HTTP itself may get wrong, before anything is read of what is asked. */
static void take(struct asked *a)
{
    const struct gateway *gateway = a->gl->gateway;
    bool has_access = gateway_session_access(gateway, a->exchange).at != NULL;

    a->session.has_shown = has_access || gateway_session_refresh(gateway, a->exchange).at != NULL;
    a->session.is_by_cookie = a->session.wants_cookies || has_access;
    gateway_read_point_take(a->gl->gateway, a->exchange);
    if (a->media == GATEWAY_MEDIA_NONE) {
        sc_fail(a->rq, SC_INVALID,
                "we answer application/graphql-response+json, application/json "
                "or text/event-stream, and none of them is accepted");
        mistake(a, GATEWAY_NOT_ACCEPTED, "BAD_REQUEST");
    } else if (sc_http_method(a->exchange) == SC_HTTP_POST &&
               !gateway_caller_sends_json(a->exchange)) {
        sc_fail(a->rq, SC_INVALID, "the body must be \"Content-Type: application/json\", in UTF-8");
        mistake(a, GATEWAY_WRONG_TYPE, "BAD_REQUEST");
    } else if (read_params(a) != SC_OK) {
        mistake(a, GATEWAY_BAD_REQUEST, "BAD_REQUEST");
    } else if (!gateway_caller_meant_it(a->exchange, a->params.document_id)) {
        sc_fail(a->rq, SC_FORBIDDEN,
                "a request with our cookies needs the header "
                "\"GraphQL-Require-Preflight: 1\"");
        mistake(a, GATEWAY_FORBIDDEN, "FORBIDDEN");
    } else {
        identify(a);
    }
}

static void answer(struct gateway_loop *gl, struct sc_http_exchange *exchange, bool is_session)
{
    struct sc_request *rq = sc_http_request(exchange);
    enum gateway_media media = gateway_media_of(sc_http_header(exchange, "Accept"));
    struct asked *a = sc_arena_zalloc(rq->arena, sizeof *a);
    struct gateway_session_room *room = gateway_session_room_make(rq->arena);

    if (a == NULL || room == NULL) {
        sc_fail(rq, SC_NO_MEMORY, "the server is busy");
        gateway_answer_failure(exchange, GATEWAY_BUSY, media, "UNAVAILABLE");
        return;
    }
    *a = (struct asked){
        .gl = gl,
        .exchange = exchange,
        .rq = rq,
        .media = media,
        .session = {.room = room, .wants_cookies = gateway_session_wants_cookies(exchange)},
        .is_session = is_session,
    };
    a->identified = gateway_caller_read(gl->gateway, exchange, is_session, &a->caller);
    if (a->identified == SC_NO_MEMORY)
        fail(a, a->identified);
    else if (!gateway_limit_begin(&a->limit, gl, exchange, &a->caller))
        throttle(a);
    else if (a->identified == SC_UNAUTHENTICATED)
        go_on(a);
    else
        take(a);
}

void gateway_graphql(void *context, struct sc_http_exchange *exchange)
{
    answer(context, exchange, false);
}

void gateway_graphql_session(void *context, struct sc_http_exchange *exchange)
{
    answer(context, exchange, true);
}
