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
    struct fixture *f = *state;
    struct owner owner = {.is_ready = true};
    struct sc_http_vital vital = {.is_ready = is_ready,
                                  .context = &owner,
                                  .before_metrics = read_more,
                                  .metrics = f->metrics};

    owner.readings =
        sc_metric_declare(f->metrics, SC_METRIC_COUNTER, "readings_total", "Readings.");
    sc_http_vital_routes(&vital, f->routes);
    f->config.route_count = SC_HTTP_VITAL_ROUTES;
    f->config.in_flight_max = 0;
    fixture_start(f);

    assert_int_equal(fixture_ask(f, GET("/healthz")), 200);
    assert_int_equal(fixture_ask(f, GET("/readyz")), 200);
    atomic_store(&owner.is_ready, false);
    assert_int_equal(fixture_ask(f, GET("/readyz")), 503);
    assert_int_equal(fixture_ask(f, "GET /healthz HTTP/1.0\r\n\r\n"), 200);
    assert_int_equal(fixture_ask(f, GET("/metrics")), 200);
    peer_assert_has(&f->once, "\r\nContent-Type: text/plain; version=0.0.4\r\n");
    peer_assert_has(&f->once, "\nreadings_total 1\n");
    peer_assert_has(&f->once, "{operation=\"readyz\",code=\"503\"} 1\n");
    assert_int_equal(fixture_ask(f, "POST /metrics HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
}

UNIT_TESTS(fixture_test(the_vital_routes_are_answered_by_a_full_server))
