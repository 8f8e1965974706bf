#include "app/backing.h"

#include "app/accounts.h"
#include "app/database.h"
#include "app/redis.h"
#include "store/bus.h"

enum {
    BYTES_PER_MIB = 1024 * 1024,
};

static enum sc_status open_database(struct sc_request *rq, const struct app_settings *settings,
                                    struct gateway_config *gateway)
{
    struct sc_pg_config pg = app_database_config(settings);

    pg.metrics = gateway->metrics;
    return sc_pg_create(rq, &pg, &gateway->pg);
}

static enum sc_status open_redis(struct sc_request *rq, const struct app_settings *settings,
                                 struct gateway_config *gateway, struct sc_bus **ret_bus)
{
    enum sc_status st = app_redis_place(rq, settings, &gateway->redis);
    const struct sc_bus_config bus = {
        .place = gateway->redis,
        .metrics = gateway->metrics,
        .l1 = gateway->l1,
    };

    return st == SC_OK && gateway->redis != NULL ? sc_bus_start(rq, &bus, ret_bus) : st;
}

enum sc_status app_backing_open(struct sc_request *rq, const struct app_settings *settings,
                                bool is_cached, struct gateway_config *gateway,
                                struct app_backing *ret_backing)
{
    *ret_backing = (struct app_backing){.gateway = gateway};
    gateway->metrics = sc_metrics_create();
    if (gateway->metrics == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for metrics");
    enum sc_status st = open_database(rq, settings, gateway);
    if (st == SC_OK && is_cached && settings->cache_mib > 0)
        gateway->l1 = sc_l1_create((size_t)settings->cache_mib * BYTES_PER_MIB);
    if (st == SC_OK)
        st = app_accounts_start(rq, gateway->pg, settings, &gateway->keyring);
    if (st == SC_OK)
        st = open_redis(rq, settings, gateway, &ret_backing->bus);
    return st;
}

void app_backing_close(struct app_backing *backing)
{
    struct gateway_config *gateway = backing->gateway;

    sc_bus_stop(backing->bus);
    app_accounts_stop(gateway->keyring);
    sc_l1_destroy(gateway->l1);
    sc_pg_destroy(gateway->pg);
    sc_metrics_destroy(gateway->metrics); /* which the database's nodes have counted in */
}
