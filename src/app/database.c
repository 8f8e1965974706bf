#include "app/database.h"

struct sc_pg_config app_database_config(const struct app_settings *settings)
{
    return (struct sc_pg_config){
        .url = settings->database_url,
        .replicas = settings->database_replicas,
        .connections = (int)settings->database_connections,
        .wait_ms = settings->database_wait_ms,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
}
