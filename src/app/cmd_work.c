/*
 * cmd_work.c - `smartcart work`: runs jobs until it is asked to stop.
 */
#include <stdio.h>

#include "app/background.h"
#include "app/commands.h"
#include "app/jobs.h"
#include "app/options.h"
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
    .about = "Runs jobs: mails, and what `smartcart schedule` has it do. `smartcart serve` does so "
             "too, unless SMARTCART_WORKERS is 0. Says where /metrics is. SIGTERM has it end what "
             "it runs, and "
             "give the rest to others.",
    .options = options,
    .option_count = SC_COUNT(options),
};

struct work {
    size_t threads;
    struct app_jobs *jobs;
};

static enum sc_status start(struct sc_request *rq, const struct app_settings *settings,
                            struct sc_metrics *metrics, void *context)
{
    struct work *work = context;

    return app_jobs_start(rq, settings, work->threads, metrics, &work->jobs);
}

static void stop(void *context)
{
    struct work *work = context;

    app_jobs_stop(work->jobs);
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
    struct work work = {.threads = (size_t)wanted.threads};
    const struct app_background background = {"working", wanted.port, start, stop, &work};
    return app_background_run(rq, &settings, &background);
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
