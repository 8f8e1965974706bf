#include "app/settings.h"

#include <stddef.h>
#include <stdlib.h>

#include "runtime/config.h"
#include "runtime/log.h"

static const struct sc_config_field fields[] = {
    {
        .name = "database_url",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, database_url),
        .preset = "",
        .does = "PostgreSQL, as postgresql://user@host/database or a libpq conninfo",
    },
    {
        .name = "database_connections",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, database_connections),
        .preset = "4",
        .min = 1,
        .max = 256,
        .does = "most connections of this process",
    },
    {
        .name = "database_wait_ms",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, database_wait_ms),
        .preset = "2000",
        .min = 1,
        .max = 600000,
        .does = "longest wait for a free connection",
    },
    {
        .name = "price_history_months",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, price_history_months),
        .preset = "36",
        .min = 0,
        .max = 1200,
        .does = "how long old prices are kept; 0: for ever",
    },
    {
        .name = "log_level",
        .type = SC_CONFIG_CHOICE,
        .offset = offsetof(struct app_settings, log_level),
        .preset = "info",
        .choices = "debug|info|warn|error",
        .does = "the least level that is logged; debug: each statement, with its time",
    },
};

enum sc_status app_settings_read(struct sc_request *rq, struct app_settings *ret_settings)
{
    struct app_settings settings;
    const char *path = getenv("SMARTCART_CONFIG");
    enum sc_status st = sc_config_read(rq, fields, SC_COUNT(fields), sc_str_of(path), &settings);

    if (st != SC_OK)
        return st;
    sc_log_set_level(sc_log_level_of(settings.log_level));
    *ret_settings = settings;
    return SC_OK;
}
