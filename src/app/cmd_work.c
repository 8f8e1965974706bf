/*
 * cmd_work.c - `smartcart work`: runs jobs until it is asked to stop.
 */
#include <poll.h>
#include <stdio.h>

#include "app/commands.h"
#include "app/jobs.h"
#include "app/options.h"
#include "app/settings.h"
#include "runtime/shutdown.h"
#include "workers/crew.h"

enum {
    ARENA_CAP = 16 * 1024 * 1024,
};

struct work_options {
    int64_t threads;
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
};

static const struct app_usage usage = {
    .command = "work",
    .operands = "",
    .about =
        "Runs jobs: mails, and what recurs. `smartcart serve` does so too, unless "
        "SMARTCART_WORKERS is 0. SIGTERM has it end what it runs, and give the rest to others.",
    .options = options,
    .option_count = SC_COUNT(options),
};

static enum sc_status work(struct sc_request *rq, const struct app_settings *settings,
                           size_t threads)
{
    struct sc_metrics *metrics = sc_metrics_create();
    struct pollfd asked = {.fd = sc_shutdown_fd(), .events = POLLIN};
    struct app_jobs *jobs;

    if (metrics == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for metrics");
    enum sc_status st = app_jobs_start(rq, settings, threads, metrics, &jobs);
    if (st == SC_OK) {
        printf("working\n");
        fflush(stdout);
        while (!sc_shutdown_is_asked())
            (void)poll(&asked, 1, -1);
        app_jobs_stop(jobs);
    }
    sc_metrics_destroy(metrics);
    return st;
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct work_options wanted;
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
    return work(rq, &settings, (size_t)wanted.threads);
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
