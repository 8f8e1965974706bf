/*
 * cmd_work.c - `smartcart work`: runs jobs until it is asked to stop.
 */
#include <poll.h>
#include <stdio.h>

#include "app/commands.h"
#include "app/jobs.h"
#include "app/options.h"
#include "app/redis.h"
#include "app/settings.h"
#include "app/vital.h"
#include "runtime/shutdown.h"
#include "store/bus.h"
#include "workers/crew.h"

enum {
    ARENA_CAP = 16 * 1024 * 1024,
};

struct work_options {
    int64_t threads;
    int64_t port; /* negative: as the settings say */
};

static const struct app_option options[] = {
    {
        .name = "threads",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct work_options, threads),
        .value = "N",
        .preset = "2",
        .min = 1,
        .max = WORKERS_THREADS_MAX,
        .does = "jobs of each queue that run at a time",
    },
    {
        .name = "port",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct work_options, port),
        .value = "PORT",
        .min = 0,
        .max = 65535,
        .does = "/healthz, /readyz and /metrics are here, 0 for any; else SMARTCART_WORK_PORT",
    },
};

static const struct app_usage usage = {
    .command = "work",
    .operands = "",
    .about = "Runs jobs: mails, and what recurs. `smartcart serve` does so too, unless "
             "SMARTCART_WORKERS is 0. Says where /metrics is. SIGTERM has it end what it runs, and "
             "give the rest to others.",
    .options = options,
    .option_count = SC_COUNT(options),
};

static void wait_until_asked(void)
{
    struct pollfd asked = {.fd = sc_shutdown_fd(), .events = POLLIN};

    while (!sc_shutdown_is_asked())
        (void)poll(&asked, 1, -1);
}

static enum sc_status work(struct sc_request *rq, const struct app_settings *settings,
                           const struct work_options *wanted, struct sc_metrics *metrics)
{
    const char *address = sc_arena_str(rq->arena, settings->address).at;
    uint16_t port = (uint16_t)(wanted->port >= 0 ? wanted->port : settings->work_port);
    struct app_jobs *jobs;
    struct app_vital *vital;

    if (address == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for an address");
    enum sc_status st = app_jobs_start(rq, settings, (size_t)wanted->threads, metrics, &jobs);
    if (st != SC_OK)
        return st;
    st = app_vital_start(rq, address, port, metrics, &vital);
    if (st != SC_OK) {
        app_jobs_stop(jobs);
        return st;
    }
    printf("working http://%s:%u/metrics\n", address, app_vital_port(vital));
    fflush(stdout);
    wait_until_asked();
    app_vital_is_stopping(vital);
    app_jobs_stop(jobs);
    app_vital_stop(vital);
    return SC_OK;
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct work_options wanted = {.port = -1};
    struct app_texts operands;
    struct app_settings settings;
    enum sc_status st = app_options_read(rq, &usage, argc, argv, &wanted, &operands);

    if (st == SC_OK)
        st = app_settings_read(rq, &settings);
    if (st != SC_OK)
        return st;
    st = sc_shutdown_install();
    if (st != SC_OK)
        return sc_fail(rq, st, "signals cannot be taken");
    struct sc_metrics *metrics = sc_metrics_create();
    if (metrics == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for metrics");
    struct sc_bus *bus = NULL;
    const struct sc_redis_place *redis;
    st = app_redis_place(rq, &settings, &redis);
    if (st == SC_OK && redis != NULL)
        st = sc_bus_start(rq, redis, metrics, &bus);
    if (st == SC_OK)
        st = work(rq, &settings, &wanted, metrics);
    sc_bus_stop(bus);
    sc_metrics_destroy(metrics);
    return st;
}

int app_work(int argc, char **argv)
{
    struct sc_request rq;

    if (app_options_want_help(argc, argv)) {
        app_options_help(&usage, stdout);
        return 0;
    }
    enum sc_status st = sc_request_init(&rq, ARENA_CAP, sc_deadline_none());
    if (st == SC_OK)
        st = run(&rq, argc, argv);
    if (st != SC_OK)
        fprintf(stderr, "smartcart work: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
