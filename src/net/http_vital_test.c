#include "net/http_vital.h"

#include "testing/http_fixture.h"

/* What the server asks of its owner. */
struct owner {
    atomic_bool is_ready;
    struct sc_metric *readings;
};

static bool is_ready(void *context)
{
    return atomic_load(&((struct owner *)context)->is_ready);
}

static void read_more(void *context)
{
    sc_metric_add(((struct owner *)context)->readings, 1);
}

static void the_vital_routes_are_answered_by_a_full_server(void **state)
{
    (void)state;
    struct fixture f;
    struct peer_reply *reply = peer_reply_create();
    struct owner owner = {.is_ready = true};
    struct sc_http_vital vital = {
        .is_ready = is_ready, .context = &owner, .before_metrics = read_more};

    fixture_init(&f);
    owner.readings = sc_metric_declare(f.metrics, SC_METRIC_COUNTER, "readings_total", "Readings.");
    vital.metrics = f.metrics;
    sc_http_vital_routes(&vital, f.routes);
    f.config.route_count = SC_HTTP_VITAL_ROUTES;
    f.config.in_flight_max = 0;
    fixture_start(&f);

    assert_int_equal(peer_ask(f.port, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", reply), 200);
    assert_int_equal(peer_ask(f.port, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", reply), 200);
    atomic_store(&owner.is_ready, false);
    assert_int_equal(peer_ask(f.port, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", reply), 503);
    assert_int_equal(peer_ask(f.port, "GET /healthz HTTP/1.0\r\n\r\n", reply), 200);
    assert_int_equal(peer_ask(f.port, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", reply), 200);
    assert_non_null(strstr(reply->text, "\r\nContent-Type: text/plain; version=0.0.4\r\n"));
    assert_non_null(strstr(reply->text, "\nreadings_total 1\n"));
    assert_non_null(strstr(reply->text, "{operation=\"readyz\",code=\"503\"} 1\n"));
    assert_int_equal(peer_ask(f.port, "POST /metrics HTTP/1.1\r\nHost: a\r\n\r\n", reply), 405);
    fixture_end(&f);
    free(reply);
}

UNIT_TESTS(a_test(the_vital_routes_are_answered_by_a_full_server))
