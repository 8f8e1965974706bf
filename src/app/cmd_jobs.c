/*
 * cmd_jobs.c - `smartcart jobs`: how deep the queues are, which jobs are dead, and their replay.
 */
#include <stdio.h>

#include "app/commands.h"
#include "app/database.h"
#include "app/options.h"
#include "base/time.h"
#include "store/queue_lease.h"

enum {
    ASK_MS = 60 * 1000,
};

struct jobs_options {
    bool is_dead;
    struct app_texts replay;
};

static const struct app_option options[] = {
    {
        .name = "dead",
        .type = APP_OPTION_FLAG,
        .offset = offsetof(struct jobs_options, is_dead),
        .does = "list the dead ones, the oldest first, with their errors",
    },
    {
        .name = "replay",
        .type = APP_OPTION_LIST,
        .offset = offsetof(struct jobs_options, replay),
        .value = "ID",
        .does = "have these dead jobs run again",
    },
};

static const struct app_usage usage = {
    .command = "jobs",
    .operands = "",
    .about = "Tells how many jobs each queue has, and how long the oldest has been ready. A job "
             "that cannot succeed, or failed too often, is dead: it waits for --replay.",
    .options = options,
    .option_count = SC_COUNT(options),
};

static enum sc_status print_depths(struct sc_tx *tx)
{
    struct sc_queue_depths depths;
    enum sc_status st = sc_queue_count(tx, &depths);

    if (st != SC_OK)
        return st;
    printf("%-12s %8s %8s %8s %8s  %s\n", "queue", "ready", "later", "running", "dead",
           "oldest ready");
    for (size_t i = 0; i < depths.count; i++) {
        const struct sc_queue_depth *depth = &depths.at[i];
        printf("%-12.*s %8lld %8lld %8lld %8lld  %.1f s\n", SC_STR_ARGS(depth->queue),
               (long long)depth->ready, (long long)depth->later, (long long)depth->running,
               (long long)depth->dead, (double)depth->oldest_us / (double)SC_SECOND_US);
    }
    return SC_OK;
}

static enum sc_status print_dead(struct sc_tx *tx)
{
    struct sc_dead_jobs jobs;
    char put_at[SC_TIME_TEXT];
    enum sc_status st = sc_queue_dead(tx, &jobs);

    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < jobs.count; i++) {
        const struct sc_dead_job *job = &jobs.at[i];
        sc_time_write(job->put_at_us, put_at);
        printf("%lld  %.*s/%.*s  put %s  %d attempts  %.*s\n", (long long)job->id,
               SC_STR_ARGS(job->queue), SC_STR_ARGS(job->kind), put_at, job->attempt,
               SC_STR_ARGS(job->error));
    }
    if (jobs.count == 0)
        printf("no job is dead\n");
    return SC_OK;
}

static enum sc_status replay(struct sc_tx *tx, const struct app_texts *texts)
{
    int64_t *ids = sc_arena_array(tx->rq->arena, texts->count, sizeof *ids);
    int64_t replayed;

    if (ids == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for ids");
    for (size_t i = 0; i < texts->count; i++)
        if (sc_str_i64(texts->at[i], &ids[i]) != SC_OK)
            return sc_fail(tx->rq, SC_INVALID, "--replay: \"%.*s\" is no job's number",
                           SC_STR_ARGS(texts->at[i]));
    enum sc_status st = sc_queue_replay(tx, ids, texts->count, &replayed);
    if (st == SC_OK)
        printf("%lld of %zu will run again\n", (long long)replayed, texts->count);
    return st;
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct jobs_options wanted = {.is_dead = false};
    struct app_texts operands;
    struct sc_pg *pg;
    enum sc_status st = app_options_read(rq, &usage, argc, argv, &wanted, &operands);

    if (st == SC_OK)
        st = app_database_open(rq, &pg);
    if (st != SC_OK)
        return st;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
        if (wanted.replay.count > 0)
            st = replay(&tx, &wanted.replay);
        else
            st = wanted.is_dead ? print_dead(&tx) : print_depths(&tx);
    }
    sc_pg_destroy(pg);
    return st;
}

int app_jobs_command(int argc, char **argv)
{
    struct sc_request rq;

    if (app_options_want_help(argc, argv)) {
        app_options_help(&usage, stdout);
        return 0;
    }
    enum sc_status st = sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(ASK_MS));
    if (st == SC_OK)
        st = run(&rq, argc, argv);
    if (st != SC_OK)
        fprintf(stderr, "smartcart jobs: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
