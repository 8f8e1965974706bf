/*
 * backing.h - what a gateway stands on, as the settings say: database, cache, Redis, keys, metrics.
 */
#ifndef SC_APP_BACKING_H
#define SC_APP_BACKING_H

#include <stdbool.h>

#include "app/settings.h"
#include "base/macros.h"
#include "gateway/gateway.h"
#include "runtime/request.h"

struct sc_bus;

struct app_backing {
    struct gateway_config *gateway;
    struct sc_bus *bus; /* NULL: there is no Redis */
};

/*
 * Fills those parts of `gateway` that are made, and lends them to it; settings and rq's arena
 * must outlive them. Not `is_cached`: each read is asked of the database. Close it whatever the
 * status is: as app_redis_place, sc_pg_create, app_accounts_start and sc_bus_start.
 */
SC_MUST_USE enum sc_status app_backing_open(struct sc_request *rq,
                                            const struct app_settings *settings, bool is_cached,
                                            struct gateway_config *gateway,
                                            struct app_backing *ret_backing);
/* Once the gateway is gone. */
void app_backing_close(struct app_backing *backing);

#endif
