#include "app/settings.h"

#include <stddef.h>
#include <stdlib.h>

#include "runtime/config.h"
#include "runtime/log.h"
#include "store/rate.h"
#include "workers/crew.h"

enum {
    TOKEN_MIN = 16, /* bytes: shorter ones can be guessed */
};

static const struct sc_config_field fields[] = {
    {
        .name = "database_url",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, database_url),
        .preset = "",
        .does = "PostgreSQL, as postgresql://user@host/database or a libpq conninfo",
    },
    {
        .name = "database_replicas",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, database_replicas),
        .preset = "",
        .does =
            "streaming replicas of it, as URLs with spaces between; each may become the primary",
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
        .name = "redis_url",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, redis_url),
        .preset = "",
        .does = "Redis: the cache that all processes share, and where they hear of changes at once",
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
    {
        .name = "address",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, address),
        .preset = "127.0.0.1",
        .does = "where the server listens: an IPv4 or IPv6 address",
    },
    {
        .name = "port",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, port),
        .preset = "8080",
        .min = 0,
        .max = 65535,
        .does = "the server's port; 0: any",
    },
    {
        .name = "trusted_proxies",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, trusted_proxies),
        .preset = "",
        .does = "addresses and networks of proxies that are believed who sends a request, such as "
                "10.0.0.0/8, ::1",
    },
    {
        .name = "proxy_header",
        .type = SC_CONFIG_CHOICE,
        .offset = offsetof(struct app_settings, proxy_header),
        .preset = "x-forwarded-for",
        .choices = "x-forwarded-for|forwarded",
        .does = "the header that those proxies write; the other one is never read",
    },
    {
        .name = "processes",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, processes),
        .preset = "1",
        .min = 1,
        .max = SC_RATE_SHARES_MAX,
        .does = "servers that share a plan's limits, each by its part, when no Redis is asked",
    },
    {
        .name = "limits",
        .type = SC_CONFIG_CHOICE,
        .offset = offsetof(struct app_settings, limits),
        .preset = "on",
        .choices = "on|off",
        .does = "off: nobody is limited, for tests and measurements",
    },
    {
        .name = "loops",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, loops),
        .preset = "0",
        .min = 0,
        .max = 64,
        .does = "event loops of the server; 0: one for each core",
    },
    {
        .name = "loop_connections",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, loop_connections),
        .preset = "2",
        .min = 1,
        .max = 16,
        .does = "connections to the database of each loop",
    },
    {
        .name = "cache_mib",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, cache_mib),
        .preset = "256",
        .min = 0,
        .max = 65536,
        .does = "the catalogue's cache in this process; 0: none",
    },
    {
        .name = "stop_grace_ms",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, stop_grace_ms),
        .preset = "0",
        .min = 0,
        .max = 60000,
        .does = "how long the server says that it is not ready before it takes no more",
    },
    {
        .name = "mode",
        .type = SC_CONFIG_CHOICE,
        .offset = offsetof(struct app_settings, mode),
        .preset = "development",
        .choices = "development|production",
        .does = "production: no introspection and no suggestions",
    },
    {
        .name = "documents",
        .type = SC_CONFIG_CHOICE,
        .offset = offsetof(struct app_settings, documents),
        .preset = "free",
        .choices = "free|trusted",
        .does = "trusted: only documents of the manifest are taken",
    },
    {
        .name = "workers",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, workers),
        .preset = "2",
        .min = 0,
        .max = WORKERS_THREADS_MAX,
        .does = "threads of the server for each queue of jobs; 0: `smartcart work` alone runs them",
    },
    {
        .name = "schedule",
        .type = SC_CONFIG_CHOICE,
        .offset = offsetof(struct app_settings, schedule),
        .preset = "on",
        .choices = "on|off",
        .does = "off: the server does not schedule along; `smartcart schedule` alone does",
    },
    {
        .name = "work_port",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, work_port),
        .preset = "0",
        .min = 0,
        .max = 65535,
        .does = "where `smartcart work` and `smartcart schedule` tell their health and metrics; 0: "
                "any, which they say",
    },
    {
        .name = "job_lease_ms",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, job_lease_ms),
        .preset = "30000",
        .min = WORKERS_LEASE_MIN_MS,
        .max = 600000,
        .does = "a worker that is silent so long has lost its jobs to others",
    },
    {
        .name = "fetch_allow",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, fetch_allow),
        .preset = "",
        .does = "addresses and networks that feeds may be fetched from beside the public Internet, "
                "such as 10.1.0.0/16",
    },
    {
        .name = "fetch_folder",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, fetch_folder),
        .preset = "/tmp",
        .does = "where fetched files lie until they are imported",
    },
    {
        .name = "fetch_ca",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, fetch_ca),
        .preset = "",
        .does = "a file of certificates (PEM) that vouch for https:// servers; empty: the system's",
    },
    {
        .name = "fetch_mib",
        .type = SC_CONFIG_INTEGER,
        .offset = offsetof(struct app_settings, fetch_mib),
        .preset = "1024",
        .min = 1,
        .max = 16384,
        .does = "the largest file that is fetched",
    },
    {
        .name = "mail_url",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, mail_url),
        .preset = "",
        .does = "the mail server: smtp://host:587 or smtps://host:465; empty: none",
    },
    {
        .name = "mail_user",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, mail_user),
        .preset = "",
        .does = "who we are to the mail server; empty: it does not ask",
    },
    {
        .name = "mail_password",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, mail_password),
        .preset = "",
        .does = "the password of mail_user",
    },
    {
        .name = "mail_tls",
        .type = SC_CONFIG_CHOICE,
        .offset = offsetof(struct app_settings, mail_tls),
        .preset = "required",
        .choices = "required|off",
        .does = "off: mails go to an smtp:// server unencrypted",
    },
    {
        .name = "mail_ca",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, mail_ca),
        .preset = "",
        .does = "a file of certificates (PEM) that vouch for the mail server's; empty: the "
                "system's",
    },
    {
        .name = "mail_from",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, mail_from),
        .preset = "no-reply@localhost",
        .does = "the address that mails come from",
    },
    {
        .name = "mail_folder",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, mail_folder),
        .preset = "var/mail",
        .does = "in development, without a mail server, mails are laid here",
    },
    {
        .name = "operator_token",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, operator_token),
        .preset = "",
        .does = "bearer's token of an operator, 16 bytes or more; empty: there is none",
    },
    {
        .name = "secret",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, secret),
        .preset = "",
        .does = "seals signing keys in the database, 16 bytes or more, the same for all processes; "
                "empty: nobody can sign in",
    },
    {
        .name = "public_url",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, public_url),
        .preset = "http://127.0.0.1:8080",
        .does = "where links of mails lead",
    },
    {
        .name = "web",
        .type = SC_CONFIG_TEXT,
        .offset = offsetof(struct app_settings, web),
        .preset = "",
        .does = "the folder of the web app that is served along; empty: none",
    },
};

enum sc_status app_settings_read(struct sc_request *rq, struct app_settings *ret_settings)
{
    struct app_settings settings;
    const char *path = getenv("SMARTCART_CONFIG");
    enum sc_status st = sc_config_read(rq, fields, SC_COUNT(fields), sc_str_of(path), &settings);

    if (st != SC_OK)
        return st;
    if (settings.operator_token.len > 0 && settings.operator_token.len < TOKEN_MIN)
        return sc_fail(rq, SC_INVALID, "SMARTCART_OPERATOR_TOKEN: must have %d bytes or more",
                       TOKEN_MIN);
    if (settings.secret.len > 0 && settings.secret.len < TOKEN_MIN)
        return sc_fail(rq, SC_INVALID, "SMARTCART_SECRET: must have %d bytes or more", TOKEN_MIN);
    sc_log_set_level(sc_log_level_of(settings.log_level));
    *ret_settings = settings;
    return SC_OK;
}
