/*
 * cmd_migrate.c - `smartcart migrate`: brings the database to this program's schema.
 */
#include <stdio.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/database.h"
#include "base/json_out.h"
#include "base/time.h"
#include "runtime/shutdown.h"
#include "store/migrate.h"

enum {
    OUTPUT_MAX = 4 * 1024 * 1024, /* bytes of JSON: some 100 a migration */
};

struct migrate_options {
    bool json;
};

static const struct app_option options[] = {
    APP_OPTION(FLAG, "json", offsetof(struct migrate_options, json), NULL,
               "print one JSON object instead of lines for people"),
};

static const struct app_usage usage = {
    .command = "migrate",
    .operands = "",
    .about = "Brings the database of SMARTCART_DATABASE_URL to the schema of this program. Safe "
             "to repeat, and to run from several machines at a time.",
    .options = options,
    .option_count = SC_COUNT(options),
};

/* What is printed, gathered while migrating. */
struct report {
    bool json;
    struct sc_buf buf;
    struct sc_json_out out;
    int count;
};

static void tell(void *context, const struct sc_migration *migration, int64_t took_us)
{
    struct report *report = context;
    double seconds = (double)took_us / (double)SC_SECOND_US;

    report->count++;
    if (!report->json) {
        printf("%-32s applied in %.3f s\n", migration->name, seconds);
        fflush(stdout); /* each as it is done: some take long */
        return;
    }
    sc_json_object(&report->out);
    sc_json_key_str(&report->out, "name", sc_str_of(migration->name));
    sc_json_key(&report->out, SC_STR("seconds"));
    sc_json_decimal(&report->out, seconds, 3);
    sc_json_object_end(&report->out);
}

static enum sc_status migrate(struct app_call *call, struct report *report)
{
    struct sc_pg_config config = app_database_config(&call->settings);
    struct sc_pg *pg;

    config.connections = 1;
    config.lock_timeout_ms = SC_MIGRATE_LOCK_MS;
    enum sc_status st = sc_pg_create(call->rq, &config, &pg);
    if (st != SC_OK)
        return st;
    st = sc_migrate(pg, call->rq, sc_migrations, sc_migration_count, tell, report);
    sc_pg_destroy(pg);
    return st;
}

static void print_end(const struct report *report)
{
    const char *newest = sc_migrations[sc_migration_count - 1].name;

    if (report->json)
        printf("%.*s\n", SC_STR_ARGS(sc_buf_str(&report->buf)));
    else if (report->count == 0)
        printf("nothing to do: the database is at %s\n", newest);
    else
        printf("%d applied: the database is at %s\n", report->count, newest);
}

static enum sc_status run(struct app_call *call)
{
    const struct migrate_options *wanted = call->options;
    struct report report = {.json = wanted->json};

    if (sc_shutdown_install() != SC_OK)
        return sc_fail(call->rq, SC_INTERNAL, "signals cannot be taken");
    sc_buf_init(&report.buf, OUTPUT_MAX);
    sc_json_init(&report.out, &report.buf);
    sc_json_object(&report.out);
    sc_json_key(&report.out, SC_STR("applied"));
    sc_json_array(&report.out);
    enum sc_status st = migrate(call, &report);
    sc_json_array_end(&report.out);
    sc_json_object_end(&report.out);
    if (st == SC_OK)
        print_end(&report);
    sc_buf_finish(&report.buf);
    return st;
}

const struct app_command app_command_migrate = {
    .does = "brings the database to this program's schema",
    .usage = &usage,
    .options_size = sizeof(struct migrate_options),
    .needs = APP_NEEDS_SETTINGS,
    .run = run,
};
