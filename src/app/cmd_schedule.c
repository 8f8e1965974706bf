/*
 * cmd_schedule.c - `smartcart schedule`: has what recurs done, tells of it, and changes it.
 */
#include <stdio.h>

#include "app/background.h"
#include "app/commands.h"
#include "app/scheduler.h"
#include "base/time.h"
#include "store/task.h"
#include "store/tx.h"
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
    APP_OPTION(TEXT, "cron", offsetof(struct schedule_options, cron), "TEXT",
               "when: minute, hour, day of the month, month, day of the week, such as "
               "\"30 2 * * mon-fri\"; or @hourly, @daily, @weekly, @monthly, @yearly"),
    APP_OPTION(TEXT, "zone", offsetof(struct schedule_options, zone), "ZONE",
               "of which these times are, such as Europe/Zagreb"),
    APP_BACKGROUND_PORT(offsetof(struct schedule_options, port)),
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

static enum sc_status list(struct app_call *call)
{
    struct sc_tx *tx = call->context;
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

static enum sc_status run_now(struct app_call *call)
{
    struct sc_tx *tx = call->context;
    struct sc_str name = call->operands.at[0];
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

static enum sc_status find(struct app_call *call, struct sc_task *ret_task)
{
    struct sc_str name = call->operands.at[0];
    struct sc_tasks tasks;
    enum sc_status st = sc_tasks_find(call->context, name, &tasks);

    if (st == SC_OK && tasks.count == 0)
        st = sc_fail(call->rq, SC_NOT_FOUND, "there is no task \"%.*s\"", SC_STR_ARGS(name));
    if (st == SC_OK)
        *ret_task = tasks.at[0];
    return st;
}

static enum sc_status turn(struct app_call *call, bool is_on)
{
    struct sc_task task;
    enum sc_status st = find(call, &task);

    if (st != SC_OK)
        return st;
    task.is_on = is_on;
    return change(call->context, &task);
}

static enum sc_status turn_on(struct app_call *call)
{
    return turn(call, true);
}

static enum sc_status turn_off(struct app_call *call)
{
    return turn(call, false);
}

static enum sc_status set(struct app_call *call)
{
    const struct schedule_options *wanted = call->options;
    struct sc_task task;
    enum sc_status st = find(call, &task);

    if (st == SC_OK && wanted->cron.at == NULL && wanted->zone.at == NULL)
        st = sc_fail(call->rq, SC_INVALID, "set: --cron or --zone is missing");
    if (st != SC_OK)
        return st;
    task.cron = wanted->cron.at != NULL ? wanted->cron : task.cron;
    task.zone = wanted->zone.at != NULL ? wanted->zone : task.zone;
    return change(call->context, &task);
}

#define OF_TASK(word, function, what)                                                             \
    {                                                                                             \
        .name = (word), .operands = "NAME", .does = (what), .operands_min = 1, .operands_max = 1, \
        .missing = "which one? its name is missing", .needs = APP_NEEDS_DATABASE,                 \
        .run = (function),                                                                        \
    }

static const struct app_verb verbs[] = {
    {
        .name = "list",
        .does = "what recurs, when next, and what was missed",
        .needs = APP_NEEDS_DATABASE,
        .run = list,
    },
    OF_TASK("run", run_now, "puts the job of one now"),
    OF_TASK("on", turn_on, "its ticks count"),
    OF_TASK("off", turn_off, "its ticks do not count"),
    OF_TASK("set", set, "when they are, with --cron, --zone or both"),
};

static const struct app_usage usage = {
    .command = "schedule",
    .operands = "[VERB] [OPTION]...",
    .about =
        "Alone: puts the jobs of what recurs, until it is asked to stop. `smartcart serve` does "
        "so too, unless SMARTCART_SCHEDULE is off. Of all that do, one leads; another takes over "
        "when it is gone. Says where /metrics is.",
    .verbs = verbs,
    .verb_count = SC_COUNT(verbs),
    .options = options,
    .option_count = SC_COUNT(options),
};

static enum sc_status ask(struct app_call *call)
{
    call->rq->deadline = sc_deadline_in(ASK_MS);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(call->pg, call->rq);
    return app_call_verb(call, &tx);
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

static enum sc_status run(struct app_call *call)
{
    const struct schedule_options *wanted = call->options;
    struct app_scheduler *scheduler = NULL;
    const struct app_background background = {
        .word = "scheduling",
        .port = wanted->port,
        .start = start,
        .stop = stop,
        .context = (void *)&scheduler,
    };

    return call->verb != NULL ? ask(call)
                              : app_background_run(call->rq, &call->settings, &background);
}

const struct app_command app_command_schedule = {
    .does = "what recurs, and when; has it done, until it is asked to stop",
    .usage = &usage,
    .options = &(const struct schedule_options){.port = -1},
    .options_size = sizeof(struct schedule_options),
    .needs = APP_NEEDS_SETTINGS,
    .arena_cap = ARENA_CAP,
    .run = run,
};
