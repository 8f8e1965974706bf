#include "app/database.h"

#include "app/settings.h"

enum sc_status app_database_open(struct sc_request *rq, struct sc_pg **ret_pg)
{
    struct app_settings settings;
    enum sc_status st = app_settings_read(rq, &settings);

    if (st != SC_OK)
        return st;
    struct sc_pg_config config = {
        .url = settings.database_url,
        .replicas = settings.database_replicas,
        .connections = (int)settings.database_connections,
        .wait_ms = settings.database_wait_ms,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    return sc_pg_create(rq, &config, ret_pg);
}
