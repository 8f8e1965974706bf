/*
 * cmd_jobs.c - `smartcart jobs`: which jobs there are, how deep the queues, what becomes of one.
 */
#include <inttypes.h>
#include <stdio.h>

#include "app/commands.h"
#include "base/json_out.h"
#include "base/time.h"
#include "store/queue.h"
#include "store/queue_look.h"
#include "store/tx.h"

enum {
    ASK_MS = 60 * 1000,
    LINE_MAX_BYTES = 2 * SC_JOB_PAYLOAD_MAX, /* of JSON, a payload escaped in it */
};

#define ID_IS_MISSING "which one? its number is missing"

struct jobs_options {
    struct app_texts states, queues, kinds;
    int64_t count;
    bool json, payload;
};

static const struct app_option options[] = {
    APP_OPTION(LIST, "state", offsetof(struct jobs_options, states), "STATE",
               "list only these: ready, later (not before its time), running, dead, cancelled"),
    APP_OPTION(LIST, "queue", offsetof(struct jobs_options, queues), "NAME",
               "list only jobs of these queues"),
    APP_OPTION(LIST, "kind", offsetof(struct jobs_options, kinds), "NAME",
               "list only jobs of these kinds"),
    {
        .name = "count",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct jobs_options, count),
        .value = "N",
        .preset = "50",
        .min = 1,
        .max = SC_QUEUE_LIST_MAX - 1, /* one more tells that there are more */
        .does = "list so many, the oldest",
    },
    APP_OPTION(FLAG, "payload", offsetof(struct jobs_options, payload), NULL,
               "show what the job is told, too: a mail's text has links that let its reader in"),
    APP_OPTION(FLAG, "json", offsetof(struct jobs_options, json), NULL,
               "print a JSON object a line instead of lines for people"),
};

/* What a verb works with, too. */
struct work {
    struct sc_tx *tx;
    struct sc_i64_list ids;
};

/* What others wrote, on one line of a terminal. */
static void print_text(struct sc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        putchar((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f ? ' ' : text.at[i]);
}

static void print_number_text(struct sc_json_out *out, const char *key, int64_t number)
{
    char text[24]; /* greater than what JavaScript keeps exactly */

    snprintf(text, sizeof text, "%" PRId64, number);
    sc_json_key_str(out, key, sc_str_of(text));
}

static void put_job(struct sc_json_out *out, const struct sc_job_seen *job, bool has_payload)
{
    sc_json_object(out);
    print_number_text(out, "id", job->id);
    sc_json_key_str(out, "queue", job->queue);
    sc_json_key_str(out, "kind", job->kind);
    sc_json_key_str(out, "state", job->state);
    sc_json_key_i64(out, "priority", job->priority);
    sc_json_key_i64(out, "attempt", job->attempt);
    sc_json_key_time(out, "put_at", job->put_at_us);
    sc_json_key_time(out, "run_at", job->run_at_us);
    if (job->locked_until_us != 0)
        sc_json_key_time(out, "locked_until", job->locked_until_us);
    if (job->total != 0)
        sc_json_key_i64(out, "total", job->total);
    if (job->step.at != NULL) {
        sc_json_key_i64(out, "done", job->done);
        sc_json_key_str(out, "step", job->step);
    }
    if (job->person_id != 0)
        print_number_text(out, "person_id", job->person_id);
    if (job->error.at != NULL)
        sc_json_key_str(out, "error", job->error);
    if (has_payload)
        sc_json_key_str(out, "payload", job->payload);
    sc_json_object_end(out);
}

/* Prints what was put into a line of JSON. */
static enum sc_status print_line(struct sc_request *rq, struct sc_buf *buf)
{
    bool has_failed = buf->failed;

    sc_buf_put_char(buf, '\n');
    if (!has_failed)
        fwrite(sc_buf_str(buf).at, 1, sc_buf_str(buf).len, stdout);
    sc_buf_finish(buf);
    return has_failed ? sc_fail(rq, SC_NO_MEMORY, "no memory for a line") : SC_OK;
}

static enum sc_status print_job_json(struct sc_request *rq, const struct sc_job_seen *job,
                                     bool has_payload)
{
    struct sc_buf buf;
    struct sc_json_out out;

    sc_buf_init(&buf, LINE_MAX_BYTES);
    sc_json_init(&out, &buf);
    put_job(&out, job, has_payload);
    return print_line(rq, &buf);
}

/* How far it is, when it comes, why it failed. */
static void print_about(const struct sc_job_seen *job)
{
    char at[SC_TIME_TEXT];

    if (job->step.at != NULL && job->total > 0)
        printf("%" PRId64 " of %" PRId64 " ", job->done, job->total);
    else if (job->step.at != NULL && job->done > 0)
        printf("%" PRId64 " ", job->done);
    if (job->step.at != NULL)
        print_text(job->step);
    if (sc_str_eq(job->state, SC_STR("later"))) {
        sc_time_write(job->run_at_us, at);
        printf("at %s%s", at, job->error.at != NULL ? ": " : "");
    }
    if (job->error.at != NULL && !sc_str_eq(job->state, SC_STR("running")))
        print_text(job->error);
}

static void print_job(const struct sc_job_seen *job)
{
    char put_at[SC_TIME_TEXT];

    sc_time_write(job->put_at_us, put_at);
    printf("%-19" PRId64 " %-8.*s %-16.*s %-9.*s %8d  %s  ", job->id, SC_STR_ARGS(job->queue),
           SC_STR_ARGS(job->kind), SC_STR_ARGS(job->state), job->attempt, put_at);
    print_about(job);
    putchar('\n');
}

static struct sc_str_list list_of(const struct app_texts *texts)
{
    return (struct sc_str_list){.at = texts->at, .count = texts->count};
}

static enum sc_status check_states(struct sc_request *rq, const struct app_texts *states)
{
    static const char *const known[] = {"ready", "later", "running", "dead", "cancelled"};

    for (size_t i = 0; i < states->count; i++) {
        size_t k = 0;
        while (k < SC_COUNT(known) && !sc_str_eq(states->at[i], sc_str_of(known[k])))
            k++;
        if (k == SC_COUNT(known))
            return sc_fail(rq, SC_INVALID, "--state: there is no state \"%.*s\"",
                           SC_STR_ARGS(states->at[i]));
    }
    return SC_OK;
}

static enum sc_status list(struct app_call *call)
{
    const struct work *w = call->context;
    const struct jobs_options *wanted = call->options;
    const struct sc_job_filter filter = {
        .states = list_of(&wanted->states),
        .queues = list_of(&wanted->queues),
        .kinds = list_of(&wanted->kinds),
        .max = (int32_t)wanted->count + 1,
    };
    struct sc_jobs_seen jobs;
    enum sc_status st = check_states(call->rq, &wanted->states);

    if (st == SC_OK)
        st = sc_queue_list(w->tx, &filter, &jobs);
    if (st != SC_OK)
        return st;
    size_t shown = jobs.count < (size_t)filter.max ? jobs.count : (size_t)wanted->count;
    if (!wanted->json && shown > 0)
        printf("%-19s %-8s %-16s %-9s %8s  %-20s\n", "id", "queue", "kind", "state", "attempts",
               "put at");
    for (size_t i = 0; i < shown && st == SC_OK; i++) {
        if (wanted->json)
            st = print_job_json(call->rq, &jobs.at[i], false);
        else
            print_job(&jobs.at[i]);
    }
    if (!wanted->json && shown == 0)
        printf("there are no such jobs\n");
    if (shown < jobs.count)
        fprintf(stderr, "there are more: --count\n");
    return st;
}

static void print_field(const char *name, struct sc_str value)
{
    printf("%-13s ", name);
    print_text(value);
    putchar('\n');
}

static void print_time(const char *name, int64_t at_us)
{
    char at[SC_TIME_TEXT];

    sc_time_write(at_us, at);
    print_field(name, sc_str_of(at));
}

static void print_whole(const struct sc_job_seen *job, bool has_payload)
{
    bool is_over =
        sc_str_eq(job->state, SC_STR("dead")) || sc_str_eq(job->state, SC_STR("cancelled"));

    printf("%-13s %" PRId64 "\n", "id", job->id);
    print_field("queue", job->queue);
    print_field("kind", job->kind);
    print_field("state", job->state);
    printf("%-13s %d\n", "priority", job->priority);
    printf("%-13s %d\n", "attempts", job->attempt);
    print_time("put at", job->put_at_us);
    print_time(is_over ? "since" : "not before", job->run_at_us);
    if (job->locked_until_us != 0)
        print_time("lease until", job->locked_until_us);
    if (job->step.at != NULL) {
        print_field("is at", job->step);
        printf("%-13s %" PRId64 " of %" PRId64 "\n", "done", job->done, job->total);
    }
    if (job->person_id != 0)
        printf("%-13s %" PRId64 "\n", "asked for by", job->person_id);
    if (job->error.at != NULL)
        print_field("error", job->error);
    if (has_payload)
        print_field("payload", job->payload);
    else
        printf("%-13s %zu bytes (--payload)\n", "payload", job->payload.len);
}

static enum sc_status show(struct app_call *call)
{
    const struct work *w = call->context;
    const struct jobs_options *wanted = call->options;
    struct sc_job_seen job;
    enum sc_status st = sc_queue_show(w->tx, w->ids.at[0], &job);

    if (st == SC_NOT_FOUND)
        return sc_fail(call->rq, st, "there is no job %" PRId64 ": it is done, or never was",
                       w->ids.at[0]);
    if (st == SC_OK && wanted->json)
        st = print_job_json(call->rq, &job, wanted->payload);
    else if (st == SC_OK)
        print_whole(&job, wanted->payload);
    return st;
}

static enum sc_status retry(struct app_call *call)
{
    const struct work *w = call->context;
    int64_t count;
    enum sc_status st = sc_queue_retry(w->tx, &w->ids, &count);

    if (st == SC_OK)
        printf("%" PRId64 " of %zu will run again\n", count, w->ids.count);
    return st;
}

static enum sc_status cancel(struct app_call *call)
{
    const struct work *w = call->context;
    int64_t count;
    enum sc_status st = sc_queue_cancel(w->tx, &w->ids, &count);

    if (st == SC_OK)
        printf("%" PRId64 " of %zu cancelled\n", count, w->ids.count);
    return st;
}

static void print_depths(const struct sc_queue_depths *depths)
{
    printf("%-8s %-16s %8s %8s %8s %8s %9s  %s\n", "queue", "kind", "ready", "later", "running",
           "dead", "cancelled", "oldest ready");
    for (size_t i = 0; i < depths->count; i++) {
        const struct sc_queue_depth *d = &depths->at[i];
        printf("%-8.*s %-16.*s %8" PRId64 " %8" PRId64 " %8" PRId64 " %8" PRId64 " %9" PRId64
               "  %.1f s\n",
               SC_STR_ARGS(d->queue), SC_STR_ARGS(d->kind), d->ready, d->later, d->running, d->dead,
               d->cancelled, (double)d->oldest_us / (double)SC_SECOND_US);
    }
}

static enum sc_status print_depth_json(struct sc_request *rq, const struct sc_queue_depth *d)
{
    struct sc_buf buf;
    struct sc_json_out out;

    sc_buf_init(&buf, LINE_MAX_BYTES);
    sc_json_init(&out, &buf);
    sc_json_object(&out);
    sc_json_key_str(&out, "queue", d->queue);
    sc_json_key_str(&out, "kind", d->kind);
    sc_json_key_i64(&out, "ready", d->ready);
    sc_json_key_i64(&out, "later", d->later);
    sc_json_key_i64(&out, "running", d->running);
    sc_json_key_i64(&out, "dead", d->dead);
    sc_json_key_i64(&out, "cancelled", d->cancelled);
    sc_json_key(&out, SC_STR("oldest_ready_s"));
    sc_json_decimal(&out, (double)d->oldest_us / (double)SC_SECOND_US, 1);
    sc_json_object_end(&out);
    return print_line(rq, &buf);
}

static enum sc_status print_horizon(struct sc_request *rq, const struct sc_queue_horizon *horizon,
                                    bool json)
{
    double oldest_s = (double)horizon->oldest_us / (double)SC_SECOND_US;
    struct sc_buf buf;
    struct sc_json_out out;

    if (!json) {
        printf("oldest snapshot: open for %.1f s, %" PRId64 " transactions have begun since\n",
               oldest_s, horizon->transactions);
        return SC_OK;
    }
    sc_buf_init(&buf, LINE_MAX_BYTES);
    sc_json_init(&out, &buf);
    sc_json_object(&out);
    sc_json_key(&out, SC_STR("oldest_snapshot_s"));
    sc_json_decimal(&out, oldest_s, 1);
    sc_json_key_i64(&out, "oldest_xmin_transactions", horizon->transactions);
    sc_json_object_end(&out);
    return print_line(rq, &buf);
}

static enum sc_status stats(struct app_call *call)
{
    const struct work *w = call->context;
    const struct jobs_options *wanted = call->options;
    struct sc_queue_depths depths;
    struct sc_queue_horizon horizon;
    enum sc_status st = sc_queue_count(w->tx, &depths);

    if (st == SC_OK)
        st = sc_queue_horizon(w->tx, &horizon);
    if (st != SC_OK)
        return st;
    if (!wanted->json)
        print_depths(&depths);
    for (size_t i = 0; i < depths.count && wanted->json && st == SC_OK; i++)
        st = print_depth_json(call->rq, &depths.at[i]);
    return st == SC_OK ? print_horizon(call->rq, &horizon, wanted->json) : st;
}

static const struct app_verb verbs[] = {
    {
        .name = "list",
        .does = "the jobs there are. What is done is not there any more",
        .run = list,
    },
    {
        .name = "show",
        .operands = "ID",
        .does = "all that is known of one",
        .operands_min = 1,
        .operands_max = 1,
        .missing = ID_IS_MISSING,
        .run = show,
    },
    {
        .name = "retry",
        .operands = "ID...",
        .does = "has jobs that are dead, cancelled, or waiting after a failure run again at once, "
                "with all their attempts before them",
        .operands_min = 1,
        .operands_max = APP_OPTIONS_LIST_MAX,
        .missing = ID_IS_MISSING,
        .run = retry,
    },
    {
        .name = "cancel",
        .operands = "ID...",
        .does = "they are not run. What runs already is told within ten seconds, and changes "
                "nothing in the database from now on",
        .operands_min = 1,
        .operands_max = APP_OPTIONS_LIST_MAX,
        .missing = ID_IS_MISSING,
        .run = cancel,
    },
    {
        .name = "stats",
        .does = "how many jobs of each kind there are, how long the oldest has been ready, and "
                "the oldest snapshot, which keeps the database from cleaning up behind them",
        .run = stats,
    },
};

static const struct app_usage usage = {
    .command = "jobs",
    .operands = "VERB [OPTION]...",
    .about = "Which jobs there are, how deep the queues, and what becomes of one.",
    .verbs = verbs,
    .verb_count = SC_COUNT(verbs),
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
    .after = "Examples:\n\n"
             "smartcart jobs list --state dead,running --kind mail\n\n"
             "smartcart jobs retry $(smartcart jobs list --state dead --json | jq -r .id)",
};

static enum sc_status read_ids(struct app_call *call, struct sc_i64_list *ret_ids)
{
    const struct app_texts *operands = &call->operands;
    int64_t *ids = sc_arena_array(call->rq->arena, operands->count, sizeof *ids);

    if (ids == NULL)
        return sc_fail(call->rq, SC_NO_MEMORY, "no memory for ids");
    for (size_t i = 0; i < operands->count; i++)
        if (sc_str_i64(operands->at[i], &ids[i]) != SC_OK)
            return sc_fail(call->rq, SC_INVALID, "\"%.*s\" is no job's number",
                           SC_STR_ARGS(operands->at[i]));
    *ret_ids = (struct sc_i64_list){.at = ids, .count = operands->count};
    return SC_OK;
}

static enum sc_status run(struct app_call *call)
{
    struct work w = {.tx = NULL};
    enum sc_status st = read_ids(call, &w.ids);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(call->pg, call->rq);
    w.tx = &tx;
    return app_call_verb(call, &w);
}

const struct app_command app_command_jobs = {
    .does = "which jobs there are; has them run again, or cancels them",
    .usage = &usage,
    .options_size = sizeof(struct jobs_options),
    .needs = APP_NEEDS_DATABASE,
    .limit_ms = ASK_MS,
    .run = run,
};
