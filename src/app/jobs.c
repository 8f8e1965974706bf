#include "app/jobs.h"

#include <stdlib.h>

#include "accounts/departure.h"
#include "accounts/moves.h"
#include "app/cache_warm.h"
#include "app/database.h"
#include "app/feeds.h"
#include "lists/moves.h"
#include "net/mail_text.h"
#include "workers/cache_drop.h"
#include "workers/crew.h"
#include "workers/deal_expiry.h"
#include "workers/mail.h"
#include "workers/price_history.h"
#include "workers/purge.h"

enum {
    KINDS = 12,
    QUEUES = 4,
    MAIL_ATTEMPTS = 12, /* some 15 hours: a mail that comes later helps nobody */
};

/* What runs for minutes is in queues, and so on threads, of its own: the usual ones never wait. */
static const struct queue {
    struct sc_str name;
    size_t threads_max; /* of this process; 0: as many as it is told */
} queues[QUEUES] = {
    {SC_STR("usual"), 0},
    {SC_STR("mail"), 0},
    {SC_STR("export"), 1},
    {SC_STR("feed"), 0},
};

struct app_jobs {
    struct sc_pg *pg;
    struct workers_mail mail;
    struct workers_feed feed;
    struct workers_cache cache;
    struct workers_depths depths;
    int64_t history_months; /* that are kept */
    struct sc_job_kind kinds[KINDS];
    struct workers_crew *crews[QUEUES];
};

static const char *text_or_null(struct sc_request *rq, struct sc_str text)
{
    return text.len > 0 ? sc_arena_str(rq->arena, text).at : NULL;
}

static enum sc_status read_mail(struct sc_request *rq, const struct app_settings *settings,
                                struct workers_mail *mail)
{
    *mail = (struct workers_mail){
        .smtp =
            {
                .url = text_or_null(rq, settings->mail_url),
                .user = text_or_null(rq, settings->mail_user),
                .password = text_or_null(rq, settings->mail_password),
                .ca_path = text_or_null(rq, settings->mail_ca),
                .needs_tls = sc_str_eq(settings->mail_tls, SC_STR("required")),
            },
        .from = settings->mail_from,
    };
    if (sc_str_eq(settings->mode, SC_STR("development")))
        mail->folder = settings->mail_folder;
    if (mail->smtp.url != NULL && !sc_smtp_is_url(settings->mail_url))
        return sc_fail(rq, SC_INVALID,
                       "SMARTCART_MAIL_URL: must be smtp://host:port or smtps://host:port");
    if (!sc_mail_is_address(settings->mail_from))
        return sc_fail(rq, SC_INVALID, "SMARTCART_MAIL_FROM: must be a mail address");
    return sc_smtp_init() == SC_OK ? SC_OK
                                   : sc_fail(rq, SC_UNAVAILABLE, "mail cannot be sent from here");
}

static size_t threads_of(const struct queue *queue, size_t threads)
{
    return queue->threads_max > 0 && queue->threads_max < threads ? queue->threads_max : threads;
}

static enum sc_status connect(struct sc_request *rq, const struct app_settings *settings,
                              size_t threads, struct sc_pg **ret_pg)
{
    struct sc_pg_config config = app_database_config(settings);

    config.connections = QUEUES; /* one for the books of each, and each thread */
    for (size_t i = 0; i < QUEUES; i++)
        config.connections += (int)threads_of(&queues[i], threads);
    return sc_pg_create(rq, &config, ret_pg);
}

static enum sc_status start_crews(struct sc_request *rq, const struct app_settings *settings,
                                  size_t threads, struct sc_metrics *metrics, struct app_jobs *jobs)
{
    struct workers_crew_config config = {
        .pg = jobs->pg,
        .kinds = jobs->kinds,
        .kind_count = KINDS,
        .held_max = WORKERS_HELD_MAX,
        .lease_ms = settings->job_lease_ms,
        .metrics = metrics,
        .depths = &jobs->depths,
    };
    struct sc_str names[QUEUES];

    for (size_t i = 0; i < QUEUES; i++)
        names[i] = queues[i].name;
    enum sc_status st = workers_depths_declare(metrics, names, QUEUES, &jobs->depths);
    if (st != SC_OK)
        return sc_fail(rq, st, "no memory for metrics");
    for (size_t i = 0; i < QUEUES && st == SC_OK; i++) {
        config.queue = queues[i].name;
        config.threads = threads_of(&queues[i], threads);
        st = workers_crew_start(rq, &config, &jobs->crews[i]);
    }
    return st;
}

enum sc_status app_jobs_start(struct sc_request *rq, const struct app_settings *settings,
                              size_t threads, struct sc_metrics *metrics,
                              struct app_jobs **ret_jobs)
{
    struct app_jobs *jobs = calloc(1, sizeof *jobs);

    if (jobs == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for jobs");
    const struct sc_job_kind kinds[KINDS] = {
        {.name = "mail",
         .run = workers_mail_run,
         .context = &jobs->mail,
         .max_attempts = MAIL_ATTEMPTS},
        {.name = WORKERS_CACHE_JOB, .run = workers_cache_run, .context = &jobs->cache},
        {.name = "cache_warm",
         .run = app_cache_warm_run,
         .context = &jobs->cache,
         .limit_ms = APP_CACHE_WARM_MS},
        {.name = "purge", .run = workers_purge_run},
        {.name = "price_history",
         .run = workers_price_history_run,
         .context = &jobs->history_months},
        {.name = "deal_expiry", .run = workers_deal_expiry_run, .context = &jobs->cache},
        {.name = "feed_fetch",
         .run = workers_feed_run,
         .context = &jobs->feed,
         .max_attempts = FEED_FETCH_ATTEMPTS,
         .limit_ms = FEED_FETCH_MS},
        {.name = ACCOUNTS_DELETE_JOB, .run = accounts_delete_run},
        {.name = ACCOUNTS_EXPORT_JOB, .run = accounts_export_run, .limit_ms = ACCOUNTS_EXPORT_MS},
        {.name = ACCOUNTS_BRING_JOB, .run = lists_bring_run},
        {.name = ACCOUNTS_RIGHTS_JOB, .run = lists_rights_run},
        {.name = ACCOUNTS_FORGET_JOB, .run = lists_forget_run},
    };
    memcpy(jobs->kinds, kinds, sizeof kinds);
    jobs->history_months = settings->price_history_months;
    enum sc_status st = read_mail(rq, settings, &jobs->mail);
    if (st == SC_OK)
        st = app_feeds_read(rq, settings, &jobs->feed);
    if (st == SC_OK && workers_feed_meters_declare(metrics, &jobs->feed) != SC_OK)
        st = sc_fail(rq, SC_NO_MEMORY, "no memory for metrics");
    jobs->cache.redis = jobs->feed.redis;
    if (st == SC_OK)
        st = connect(rq, settings, threads, &jobs->pg);
    if (st == SC_OK)
        st = start_crews(rq, settings, threads, metrics, jobs);
    if (st == SC_OK)
        *ret_jobs = jobs;
    else
        app_jobs_stop(jobs);
    return st;
}

void app_jobs_stop(struct app_jobs *jobs)
{
    bool is_idle = true;

    if (jobs == NULL)
        return;
    for (size_t i = 0; i < QUEUES; i++)
        workers_crew_ask_stop(jobs->crews[i]); /* side by side */
    for (size_t i = 0; i < QUEUES; i++)
        is_idle &= workers_crew_stop(jobs->crews[i]);
    if (!is_idle)
        _Exit(0);
    sc_pg_destroy(jobs->pg);
    free(jobs);
}
