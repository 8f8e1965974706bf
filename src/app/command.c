#include "app/command.h"

#include <errno.h>
#include <string.h>

#include "app/database.h"

static enum sc_status read_words(const struct app_command *command, struct app_call *call, int argc,
                                 char **argv)
{
    struct sc_request *rq = call->rq;

    if (command->options_size > 0) {
        call->options = sc_arena_zalloc(rq->arena, command->options_size);
        if (call->options == NULL)
            return sc_fail(rq, SC_NO_MEMORY, "no memory for the options");
        if (command->options != NULL)
            memcpy(call->options, command->options, command->options_size);
    }
    enum sc_status st =
        app_options_read(rq, command->usage, argc, argv, call->options, &call->operands);
    return st == SC_OK ? app_verb_take(rq, command->usage, &call->operands, &call->verb) : st;
}

/* What the command needs, and more if its verb does. */
static enum sc_status open_needs(const struct app_command *command, struct app_call *call)
{
    enum app_needs needs = command->needs;

    if (call->verb != NULL && call->verb->needs > needs)
        needs = call->verb->needs;
    if (needs == APP_NEEDS_NOTHING)
        return SC_OK;
    enum sc_status st = app_settings_read(call->rq, &call->settings);
    if (st != SC_OK || needs == APP_NEEDS_SETTINGS)
        return st;
    struct sc_pg_config config = app_database_config(&call->settings);
    if (config.connections < command->connections_min)
        config.connections = command->connections_min;
    return sc_pg_create(call->rq, &config, &call->pg);
}

/* A disk that is full is found out here: nobody looks at each printf. */
static enum sc_status end_output(struct sc_request *rq)
{
    errno = 0;
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return SC_OK;
    return sc_fail(rq, SC_UNAVAILABLE, "the answer could not be written: %s",
                   errno != 0 ? strerror(errno) : "some of it is lost");
}

static enum sc_status run(const struct app_command *command, struct app_call *call, int argc,
                          char **argv)
{
    enum sc_status st = read_words(command, call, argc, argv);

    if (st == SC_OK)
        st = open_needs(command, call);
    if (st == SC_OK)
        st = command->run != NULL ? command->run(call) : call->verb->run(call);
    return st == SC_OK ? end_output(call->rq) : st;
}

enum sc_status app_call_verb(struct app_call *call, void *context)
{
    call->context = context;
    enum sc_status st = call->verb->run(call);
    call->context = NULL;
    return st;
}

int app_command_run(const struct app_command *command, int argc, char **argv)
{
    size_t cap = command->arena_cap > 0 ? command->arena_cap : SC_ARENA_REQUEST_CAP;
    struct sc_deadline deadline =
        command->limit_ms > 0 ? sc_deadline_in(command->limit_ms) : sc_deadline_none();
    struct sc_request rq;
    struct app_call call = {.rq = &rq};

    if (app_options_want_help(argc, argv)) {
        app_options_help(command->usage, stdout);
        return 0;
    }
    enum sc_status st = sc_request_init(&rq, cap, deadline);
    if (st == SC_OK)
        st = run(command, &call, argc, argv);
    if (st != SC_OK)
        fprintf(stderr, "smartcart %s: %.*s\n", command->usage->command,
                SC_STR_ARGS(sc_failure_words(&rq)));
    sc_pg_destroy(call.pg);
    sc_request_finish(&rq);
    return st == SC_OK ? call.exit : sc_status_exit(st);
}
