#include "app/background.h"

#include <poll.h>
#include <stdio.h>

#include "app/redis.h"
#include "app/vital.h"
#include "runtime/shutdown.h"
#include "store/bus.h"

static void wait_until_asked(void)
{
    struct pollfd asked = {.fd = sc_shutdown_fd(), .events = POLLIN};

    while (!sc_shutdown_is_asked())
        (void)poll(&asked, 1, -1);
}

static enum sc_status work(struct sc_request *rq, const struct app_settings *settings,
                           const struct app_background *background, struct sc_metrics *metrics)
{
    const char *address = sc_arena_str(rq->arena, settings->address).at;
    int64_t port = background->port >= 0 ? background->port : settings->work_port;
    struct app_vital *vital;

    if (address == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for an address");
    enum sc_status st = background->start(rq, settings, metrics, background->context);
    if (st != SC_OK)
        return st;
    st = app_vital_start(rq, address, (uint16_t)port, metrics, &vital);
    if (st != SC_OK) {
        background->stop(background->context);
        return st;
    }
    printf("%s http://%s:%u/metrics\n", background->word, address, app_vital_port(vital));
    fflush(stdout);
    clearerr(stdout); /* it works on though nobody hears where */
    wait_until_asked();
    app_vital_is_stopping(vital);
    background->stop(background->context);
    app_vital_stop(vital);
    return SC_OK;
}

enum sc_status app_background_run(struct sc_request *rq, const struct app_settings *settings,
                                  const struct app_background *background)
{
    const struct sc_redis_place *redis;
    struct sc_bus *bus = NULL;
    enum sc_status st = sc_shutdown_install();

    if (st != SC_OK)
        return sc_fail(rq, st, "signals cannot be taken");
    struct sc_metrics *metrics = sc_metrics_create();
    if (metrics == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for metrics");
    st = app_redis_place(rq, settings, &redis);
    if (st == SC_OK && redis != NULL)
        st = sc_bus_start(rq, &(struct sc_bus_config){.place = redis, .metrics = metrics}, &bus);
    if (st == SC_OK)
        st = work(rq, settings, background, metrics);
    sc_bus_stop(bus);
    sc_metrics_destroy(metrics);
    return st;
}
