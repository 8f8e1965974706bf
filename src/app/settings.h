/*
 * settings.h - what an operator can set, in one table.
 *
 * From the file named by SMARTCART_CONFIG, if any, and SMARTCART_... variables.
 */
#ifndef SC_APP_SETTINGS_H
#define SC_APP_SETTINGS_H

#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

struct app_settings {
    struct sc_str database_replicas; /* more URLs, with spaces between; "": none */
    struct sc_str database_url;    /* postgresql://... or a libpq conninfo; "" : libpq's presets */
    int64_t database_connections;  /* most of this process */
    int64_t database_wait_ms;      /* for a free connection */
    struct sc_str redis_url;       /* store/bus.h; "": none */
    int64_t price_history_months;  /* how long old prices are kept; 0: for ever */
    struct sc_str log_level;       /* "debug", "info", "warn" or "error" */
    struct sc_str address;         /* where `serve` listens */
    int64_t port;                  /* 0: any */
    struct sc_str trusted_proxies; /* that are believed who sends a request; "": none */
    struct sc_str proxy_header;    /* that they write: "x-forwarded-for" or "forwarded" */
    int64_t processes;             /* of `serve`, that share limits while Redis is away */
    struct sc_str limits;          /* "on" or "off": nobody is limited */
    int64_t loops;                 /* event loops; 0: one for each core */
    int64_t loop_connections;      /* to the database, of each loop */
    int64_t cache_mib;             /* of the catalogue in this process; 0: none */
    int64_t stop_grace_ms;         /* "not ready" for so long before no more is taken */
    struct sc_str mode;            /* "development" or "production" */
    struct sc_str documents;       /* "free" or "trusted" alone */
    int64_t workers;               /* threads of `serve` for each queue of jobs; 0: none */
    struct sc_str schedule;        /* "on" or "off": whether `serve` schedules along */
    int64_t work_port;             /* where `work` and `schedule` tell their metrics; 0: any */
    int64_t job_lease_ms;          /* a worker that is silent so long has lost its jobs */
    struct sc_str fetch_allow;     /* networks beside the public Internet; "": none */
    struct sc_str fetch_folder;    /* for files on their way */
    struct sc_str fetch_ca;        /* certificates that vouch for servers; "": the system's */
    int64_t fetch_mib;             /* of one file */
    struct sc_str mail_url;        /* smtp://host:587, smtps://host:465; "": none */
    struct sc_str mail_user;       /* "": the server asks for none */
    struct sc_str mail_password;
    struct sc_str mail_tls;       /* "required" or "off", of smtp:// */
    struct sc_str mail_ca;        /* a file of certificates that vouch for its; "": the system's */
    struct sc_str mail_from;      /* an address */
    struct sc_str mail_folder;    /* where mails lie in development, without a server */
    struct sc_str operator_token; /* of who may see imports and introspect; "": nobody */
    struct sc_str secret;         /* seals signing keys; "": there are no accounts */
    struct sc_str public_url;     /* without a slash at its end */
    struct sc_str web;            /* the folder of the web app that is served; "": none */
};

/* Texts live in rq's arena; the log's level is set. Fails with words that name the place. */
SC_MUST_USE enum sc_status app_settings_read(struct sc_request *rq,
                                             struct app_settings *ret_settings);

#endif
