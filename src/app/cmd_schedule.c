/*
 * cmd_schedule.c - `smartcart schedule`: has what recurs done, tells of it, and changes it.
 */
#include <stdio.h>

#include "app/background.h"
#include "app/commands.h"
#include "app/database.h"
#include "app/options.h"
#include "app/scheduler.h"
#include "base/time.h"
#include "store/task.h"
#include "workers/schedule.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024, /* SC_TASKS_MAX tasks */
    ASK_MS = 60 * 1000,
};

struct schedule_options {
    struct sc_str cron, zone;
    int64_t port; /* negative: as the settings say */
};

static const struct app_option options[] = {
    {
        .name = "cron",
        .type = APP_OPTION_TEXT,
        .offset = offsetof(struct schedule_options, cron),
        .value = "TEXT",
        .does = "when: minute, hour, day of the month, month, day of the week, such as "
                "\"30 2 * * mon-fri\"; or @hourly, @daily, @weekly, @monthly, @yearly",
    },
    {
        .name = "zone",
        .type = APP_OPTION_TEXT,
        .offset = offsetof(struct schedule_options, zone),
        .value = "ZONE",
        .does = "of which these times are, such as Europe/Zagreb",
    },
    {
        .name = "port",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct schedule_options, port),
        .value = "PORT",
        .min = 0,
        .max = 65535,
        .does = "/healthz, /readyz and /metrics are here, 0 for any; else SMARTCART_WORK_PORT",
    },
};

static const struct app_usage usage = {
    .command = "schedule",
    .operands = "[list | run NAME | on NAME | off NAME | set NAME]",
    .about =
        "Alone: puts the jobs of what recurs, until it is asked to stop. `smartcart serve` does "
        "so too, unless SMARTCART_SCHEDULE is off. Of all that do, one leads; another takes over "
        "when it is gone. Says where /metrics is.\n\n"
        "list: what recurs, when next, and what was missed.\n\n"
        "run: puts the job of one now. on, off: whether its ticks count. set: with --cron, --zone "
        "or both, when they are.",
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_max = 2,
};

/* "-" for one that is not, and parts of a second cut. */
static const char *moment(char text[SC_TIME_TEXT], bool has, int64_t at_us)
{
    if (!has)
        return "-";
    if (at_us == INT64_MAX)
        return "never";
    sc_time_write(at_us, text);
    return text;
}

static void print_leader(const struct sc_task_leader *leader)
{
    char since[SC_TIME_TEXT];

    sc_time_write(leader->since_us, since);
    if (leader->epoch == 0)
        printf("nobody leads, nor ever did: start `smartcart serve` or `smartcart schedule`\n");
    else
        printf("%s %.*s, since %s, epoch %lld\n",
               leader->is_led ? "led by" : "nobody leads; the last was", SC_STR_ARGS(leader->who),
               since, (long long)leader->epoch);
}

static void print_task(const struct sc_task *task)
{
    char next[SC_TIME_TEXT], latest[SC_TIME_TEXT];

    printf("%-24.*s %-16.*s %-18.*s %-20s %-20s %6lld %7lld%s%.*s\n", SC_STR_ARGS(task->name),
           SC_STR_ARGS(task->cron), SC_STR_ARGS(task->zone),
           task->is_on ? moment(next, task->has_next, task->next_us) : "off",
           moment(latest, task->has_run, task->tick_us), (long long)task->missed,
           (long long)task->skipped, task->error.len > 0 ? "  " : "", SC_STR_ARGS(task->error));
}

static enum sc_status list(struct sc_tx *tx)
{
    struct sc_task_leader leader;
    struct sc_tasks tasks;
    enum sc_status st = sc_task_leader(tx, &leader);

    if (st == SC_OK)
        st = sc_tasks_find(tx, SC_STR(""), &tasks);
    if (st != SC_OK)
        return st;
    print_leader(&leader);
    printf("%-24s %-16s %-18s %-20s %-20s %6s %7s\n", "task", "cron", "zone", "next", "latest",
           "missed", "skipped");
    for (size_t i = 0; i < tasks.count; i++)
        print_task(&tasks.at[i]);
    return SC_OK;
}

static enum sc_status run_now(struct sc_tx *tx, struct sc_str name)
{
    enum sc_status st = sc_tx_start(tx);

    if (st == SC_OK)
        st = sc_task_run(tx, name);
    if (st == SC_OK)
        st = sc_tx_commit(tx);
    if (st == SC_OK)
        printf("the job of %.*s is put\n", SC_STR_ARGS(name));
    return st;
}

/* A task as it is to be: refused here when it cannot be, not by the scheduler later. */
static enum sc_status change(struct sc_tx *tx, const struct sc_task *task)
{
    char text[SC_TIME_TEXT];
    int64_t next_us;
    enum sc_status st = workers_schedule_next(tx, task->cron, task->zone, sc_wall_us(), &next_us);

    if (st == SC_OK)
        st = sc_task_set(tx, task);
    if (st == SC_OK)
        printf("%.*s: %s\n", SC_STR_ARGS(task->name),
               task->is_on ? moment(text, true, next_us) : "off");
    return st;
}

static enum sc_status change_of(struct sc_tx *tx, struct sc_str verb, struct sc_str name,
                                const struct schedule_options *wanted)
{
    struct sc_tasks tasks;
    enum sc_status st = sc_tasks_find(tx, name, &tasks);

    if (st == SC_OK && tasks.count == 0)
        st = sc_fail(tx->rq, SC_NOT_FOUND, "there is no task \"%.*s\"", SC_STR_ARGS(name));
    if (st != SC_OK)
        return st;
    struct sc_task task = tasks.at[0];
    if (!sc_str_eq(verb, SC_STR("set"))) {
        task.is_on = sc_str_eq(verb, SC_STR("on"));
    } else {
        if (wanted->cron.at == NULL && wanted->zone.at == NULL)
            return sc_fail(tx->rq, SC_INVALID, "schedule set: --cron or --zone is missing");
        task.cron = wanted->cron.at != NULL ? wanted->cron : task.cron;
        task.zone = wanted->zone.at != NULL ? wanted->zone : task.zone;
    }
    return change(tx, &task);
}

static enum sc_status ask(struct sc_request *rq, const struct app_texts *operands,
                          const struct schedule_options *wanted)
{
    struct sc_str verb = operands->at[0];
    bool is_list = sc_str_eq(verb, SC_STR("list"));
    bool is_run = sc_str_eq(verb, SC_STR("run"));
    bool is_change = sc_str_eq(verb, SC_STR("on")) || sc_str_eq(verb, SC_STR("off")) ||
                     sc_str_eq(verb, SC_STR("set"));
    struct sc_pg *pg;

    if (!(is_list || is_run || is_change) || operands->count != (is_list ? 1U : 2U))
        return sc_fail(rq, SC_INVALID, "schedule: %s", usage.operands);
    rq->deadline = sc_deadline_in(ASK_MS);
    enum sc_status st = app_database_open(rq, &pg);
    if (st != SC_OK)
        return st;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
        if (is_list)
            st = list(&tx);
        else
            st = is_run ? run_now(&tx, operands->at[1])
                        : change_of(&tx, verb, operands->at[1], wanted);
    }
    sc_pg_destroy(pg);
    return st;
}

static enum sc_status start(struct sc_request *rq, const struct app_settings *settings,
                            struct sc_metrics *metrics, void *context)
{
    return app_scheduler_start(rq, settings, metrics, context);
}

static void stop(void *context)
{
    struct app_scheduler **scheduler = context;

    app_scheduler_stop(*scheduler);
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct schedule_options wanted = {.port = -1};
    struct app_texts operands;
    struct app_settings settings;
    struct app_scheduler *scheduler = NULL;
    enum sc_status st = app_options_read(rq, &usage, argc, argv, &wanted, &operands);

    if (st != SC_OK)
        return st;
    if (operands.count > 0)
        return ask(rq, &operands, &wanted);
    st = app_settings_read(rq, &settings);
    if (st != SC_OK)
        return st;
    const struct app_background background = {
        .word = "scheduling",
        .port = wanted.port,
        .start = start,
        .stop = stop,
        .context = (void *)&scheduler,
    };
    return app_background_run(rq, &settings, &background);
}

int app_schedule(int argc, char **argv)
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
        fprintf(stderr, "smartcart schedule: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
