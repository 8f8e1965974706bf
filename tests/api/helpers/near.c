#include "api/helpers/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing/unit.h"

enum {
    STEP_MS = 5,
    METRICS_MAX = 4 * 1024 * 1024,
};

void near_open(struct near *near, struct probe *probe, const struct sc_redis_place *place)
{
    *near = (struct near){.place = place, .metrics = sc_metrics_create()};
    near->f = (struct test_loads){
        .probe = probe, .loop = sc_loop_create(), .l1 = sc_l1_create(TEST_L1_BYTES)};
    assert_int_equal(sc_redis_meters_declare(near->metrics, &near->redis_meters), SC_OK);
    assert_int_equal(sc_loads_meters_declare(near->metrics, &near->meters), SC_OK);
    near->redis = sc_redis_create(near->f.loop, place, &near->redis_meters);
    struct sc_loads_config config = test_loads_patient;
    config.l1 = near->f.l1;
    config.redis = near->redis;
    config.meters = &near->meters;
    test_loads_use(&near->f, &config);
}

void near_close(struct near *near)
{
    sc_bus_stop(near->bus);
    sc_loads_destroy(near->f.loads);
    sc_cluster_destroy(near->f.cluster);
    sc_redis_destroy(near->redis);
    sc_loop_destroy(near->f.loop);
    sc_l1_destroy(near->f.l1);
    sc_metrics_destroy(near->metrics);
}

void near_start_bus(struct near *near)
{
    const struct sc_bus_config config = {
        .place = near->place, .metrics = near->metrics, .l1 = near->f.l1};

    assert_int_equal(sc_bus_start(&near->f.probe->rq, &config, &near->bus), SC_OK);
    near_wait_connected(near);
}

long near_metric(const struct near *near, const char *name)
{
    return near_metric_of(near->metrics, name);
}

long near_metric_of(struct sc_metrics *metrics, const char *name)
{
    struct sc_buf text;
    char line[100];

    sc_buf_init(&text, METRICS_MAX);
    sc_metrics_write(metrics, &text);
    sc_buf_put_char(&text, '\0');
    snprintf(line, sizeof line, "\n%s ", name);
    const char *at = strstr(text.at, line);
    assert_non_null(at);
    long number = strtol(at + strlen(line), NULL, 10);
    sc_buf_finish(&text);
    return number;
}

void near_wait_ready(struct near *near)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);

    while (!sc_redis_is_ready(near->redis)) {
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(&near->f, STEP_MS);
    }
}

void near_wait_connected(struct near *near)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_PATIENT_MS);

    while (near_metric(near, "smartcart_hints_connected") == 0) {
        assert_false(sc_deadline_is_over(deadline));
        test_loads_idle(&near->f, STEP_MS);
    }
}
