/*
 * cmd_work.c - `smartcart work`: runs jobs until it is asked to stop.
 */
#include <stdio.h>

#include "app/background.h"
#include "app/commands.h"
#include "app/jobs.h"
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
    APP_BACKGROUND_PORT(offsetof(struct work_options, port)),
};

static const struct app_usage usage = {
    .command = "work",
    .operands = "",
    .about = "Runs jobs: mails, and what `smartcart schedule` has it do. `smartcart serve` does so "
             "too, unless SMARTCART_WORKERS is 0. Says where /metrics is. SIGTERM has it end what "
             "it runs, and give the rest to others.",
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

static enum sc_status run(struct app_call *call)
{
    const struct work_options *wanted = call->options;
    struct work work = {.threads = (size_t)wanted->threads};
    const struct app_background background = {"working", wanted->port, start, stop, &work};

    return app_background_run(call->rq, &call->settings, &background);
}

const struct app_command app_command_work = {
    .does = "runs jobs (mails, what recurs), until it is asked to stop",
    .usage = &usage,
    .options = &(const struct work_options){.port = -1},
    .options_size = sizeof(struct work_options),
    .needs = APP_NEEDS_SETTINGS,
    .arena_cap = ARENA_CAP,
    .run = run,
};
