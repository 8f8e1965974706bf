/*
 * background.h - a process that serves no API: it works until it is asked to stop, and has a
 * port where it tells how it is.
 */
#ifndef SC_APP_BACKGROUND_H
#define SC_APP_BACKGROUND_H

#include "app/options.h"
#include "app/settings.h"
#include "runtime/metrics.h"

/* Where it tells how it is: a row of options, for an int64_t at `at` that is -1 before. */
#define APP_BACKGROUND_PORT(at)                                                                 \
    {                                                                                           \
        .name = "port", .type = APP_OPTION_INTEGER, .offset = (at), .value = "PORT", .min = 0,  \
        .max = 65535,                                                                           \
        .does = "/healthz, /readyz and /metrics are here, 0 for any; else SMARTCART_WORK_PORT", \
    }

/* What it does. `stop` is called after a `start` that was SC_OK, once it is asked. */
struct app_background {
    const char *word; /* "working": printed before where its metrics are */
    int64_t port;     /* 0: any; negative: as the settings say */
    enum sc_status (*start)(struct sc_request *rq, const struct app_settings *settings,
                            struct sc_metrics *metrics, void *context);
    void (*stop)(void *context);
    void *context;
};

/* Until SIGTERM or SIGINT. Fails as what it starts does. */
SC_MUST_USE enum sc_status app_background_run(struct sc_request *rq,
                                              const struct app_settings *settings,
                                              const struct app_background *background);

#endif
