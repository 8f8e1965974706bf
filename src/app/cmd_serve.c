/*
 * cmd_serve.c - `smartcart serve`: the API.
 */
#include <stdio.h>
#include <unistd.h>

#include "app/backing.h"
#include "app/commands.h"
#include "app/jobs.h"
#include "app/registry.h"
#include "app/scheduler.h"
#include "app/serve.h"
#include "app/web.h"
#include "gateway/schema_text.h"
#include "runtime/file.h"
#include "runtime/shutdown.h"

enum {
    SCHEMA_BYTES_MAX = 4 * 1024 * 1024,
    MANIFEST_BYTES_MAX = 64 * 1024 * 1024,
    ARENA_CAP = 256 * 1024 * 1024,
};

struct serve_options {
    int64_t port;  /* negative: as the settings say */
    int64_t loops; /* the same */
    struct sc_str schema;
    struct sc_str documents;
    struct sc_str web;
    struct sc_str cache;
    bool logs_all;
};

static const struct app_option options[] = {
    {
        .name = "port",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct serve_options, port),
        .value = "PORT",
        .min = 0,
        .max = 65535,
        .does = "listen here, 0 for any; else SMARTCART_PORT, else 8080",
    },
    {
        .name = "loops",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct serve_options, loops),
        .value = "N",
        .min = 1,
        .max = APP_SERVE_LOOPS_MAX,
        .does = "event loops; else SMARTCART_LOOPS, else one for each core",
    },
    APP_OPTION(TEXT, "documents", offsetof(struct serve_options, documents), "FILE",
               "trusted documents: a JSON object of texts by \"sha256:...\"; else the web app's"),
    APP_OPTION(TEXT, "web", offsetof(struct serve_options, web), "DIR",
               "the web app as it was built, to be served along; else SMARTCART_WEB, else none"),
    {
        .name = "cache",
        .type = APP_OPTION_TEXT,
        .offset = offsetof(struct serve_options, cache),
        .value = "on|off",
        .preset = "on",
        .does = "off: each read is asked of the database, for honest comparison",
    },
    APP_OPTION(TEXT, "schema", offsetof(struct serve_options, schema), "FILE",
               "serve this schema in place of the built-in one"),
    APP_OPTION(FLAG, "log-all", offsetof(struct serve_options, logs_all), NULL,
               "log every request; else a sample when there are many, and every failure"),
};

static const struct app_usage usage = {
    .command = "serve",
    .operands = "",
    .about = "Serves the API: GraphQL at /graphql, its schema at /schema.graphql, and for "
             "operators /healthz, /readyz and /metrics; all other paths are the web app's, where "
             "there is one. SIGTERM has it finish what is in flight, and end.",
    .options = options,
    .option_count = SC_COUNT(options),
};

static void print_address(void *context, uint16_t port)
{
    const struct app_serve_config *config = context;

    printf("serving http://%s:%u/graphql\n", config->address, port);
    fflush(stdout);
    clearerr(stdout); /* it serves though nobody hears where */
}

static enum sc_status read_texts(struct sc_request *rq, const struct serve_options *wanted,
                                 struct gateway_config *gateway)
{
    gateway->schema = gateway_schema_text(rq->arena);
    if (gateway->schema.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the schema");
    if (wanted->schema.at != NULL) {
        enum sc_status st = sc_file_read(rq, wanted->schema, SCHEMA_BYTES_MAX, &gateway->schema);
        if (st != SC_OK)
            return st;
    }
    if (wanted->documents.at == NULL)
        return SC_OK;
    return sc_file_read(rq, wanted->documents, MANIFEST_BYTES_MAX, &gateway->manifest);
}

static enum sc_status read_web(struct sc_request *rq, struct sc_str dir,
                               struct app_serve_config *config)
{
    enum sc_status st = SC_OK;

    if (dir.len == 0)
        return SC_OK;
    if (config->gateway.manifest.at == NULL)
        st = sc_file_read(rq, app_web_documents(rq->arena, dir), MANIFEST_BYTES_MAX,
                          &config->gateway.manifest);
    if (st != SC_OK)
        return st;
    return app_web_open(rq, dir, config->gateway.is_secure, &config->web);
}

static size_t count_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores < 1 ? 1 : (size_t)cores;
}

static enum sc_status configure(struct sc_request *rq, const struct serve_options *wanted,
                                const struct app_settings *settings,
                                struct app_serve_config *config)
{
    struct sc_str address = sc_arena_str(rq->arena, settings->address);
    size_t loops = (size_t)(wanted->loops > 0 ? wanted->loops : settings->loops);
    bool is_limited = sc_str_eq(settings->limits, SC_STR("on"));

    if (loops == 0)
        loops = count_cores();
    if (!sc_str_eq(wanted->cache, SC_STR("on")) && !sc_str_eq(wanted->cache, SC_STR("off")))
        return sc_fail(rq, SC_INVALID, "--cache: on or off");
    *config = (struct app_serve_config){
        .gateway =
            {
                .loads_connections = (int)settings->loop_connections,
                .threads = {[GATEWAY_POOL_CPU] = count_cores(),
                            [GATEWAY_POOL_WEB] = (size_t)settings->database_connections,
                            [GATEWAY_POOL_PASSWORD] = (count_cores() + 1) / 2},
                .secret = settings->secret,
                .operator_token = settings->operator_token,
                .processes = is_limited ? (int32_t)settings->processes : 0,
                .takes_free_documents = sc_str_eq(settings->documents, SC_STR("free")),
                .is_secure = sc_str_starts(settings->public_url, SC_STR("https://")),
                .is_production = sc_str_eq(settings->mode, SC_STR("production")),
            },
        .address = address.at,
        .port = (uint16_t)(wanted->port >= 0 ? wanted->port : settings->port),
        .loops = loops > APP_SERVE_LOOPS_MAX ? APP_SERVE_LOOPS_MAX : loops,
        .grace_ms = settings->stop_grace_ms,
        .logs_all = wanted->logs_all,
    };
    if (sc_http_networks_read(settings->trusted_proxies, &config->proxies.networks) != SC_OK)
        return sc_fail(
            rq, SC_INVALID,
            "SMARTCART_TRUSTED_PROXIES: addresses and networks, such as 10.0.0.0/8, ::1");
    config->proxies.write_forwarded = sc_str_eq(settings->proxy_header, SC_STR("forwarded"));
    app_registry(&config->gateway);
    return read_texts(rq, wanted, &config->gateway);
}

/* Jobs run along, and what recurs has them put; they end once the last request has. */
static enum sc_status serve_and_work(struct sc_request *rq, const struct app_settings *settings,
                                     struct app_serve_config *config)
{
    struct sc_metrics *metrics = config->gateway.metrics;
    struct app_scheduler *scheduler = NULL;
    struct app_jobs *jobs = NULL;
    enum sc_status st = SC_OK;

    if (settings->workers > 0)
        st = app_jobs_start(rq, settings, (size_t)settings->workers, metrics, &jobs);
    if (st == SC_OK && sc_str_eq(settings->schedule, SC_STR("on")))
        st = app_scheduler_start(rq, settings, metrics, &scheduler);
    if (st == SC_OK)
        st = app_serve(rq, config, print_address, config);
    app_scheduler_stop(scheduler);
    app_jobs_stop(jobs);
    return st;
}

static enum sc_status serve(struct sc_request *rq, const struct app_settings *settings,
                            struct app_serve_config *config, bool is_cached)
{
    struct app_backing backing;
    enum sc_status st = app_backing_open(rq, settings, is_cached, &config->gateway, &backing);

    if (st == SC_OK)
        st = serve_and_work(rq, settings, config);
    app_backing_close(&backing);
    return st;
}

static enum sc_status run(struct app_call *call)
{
    const struct serve_options *wanted = call->options;
    struct app_serve_config config;
    enum sc_status st = configure(call->rq, wanted, &call->settings, &config);

    if (st != SC_OK)
        return st;
    st = sc_shutdown_install();
    if (st != SC_OK)
        return sc_fail(call->rq, st, "signals cannot be taken");
    bool is_cached = sc_str_eq(wanted->cache, SC_STR("on"));
    st = read_web(call->rq, wanted->web.at != NULL ? wanted->web : call->settings.web, &config);
    if (st == SC_OK)
        st = serve(call->rq, &call->settings, &config, is_cached);
    sc_http_files_destroy(config.web);
    return st;
}

const struct app_command app_command_serve = {
    .does = "the API: GraphQL over HTTP, until it is asked to stop",
    .usage = &usage,
    .options = &(const struct serve_options){.port = -1, .loops = -1},
    .options_size = sizeof(struct serve_options),
    .needs = APP_NEEDS_SETTINGS,
    .arena_cap = ARENA_CAP,
    .run = run,
};
