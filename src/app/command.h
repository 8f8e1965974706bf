/*
 * command.h - what all commands have in common: --help, words, verbs, what they need, how they end.
 *
 * A command is a table; its file, app/cmd_<word>.c, holds that and what is its own.
 */
#ifndef SC_APP_COMMAND_H
#define SC_APP_COMMAND_H

#include "app/options.h"
#include "app/settings.h"
#include "base/macros.h"
#include "store/pg.h"

/* A command that was called. */
struct app_call {
    struct sc_request *rq;
    const struct app_verb *verb;  /* NULL: none was given */
    void *options;                /* the command's struct, as typed */
    struct app_texts operands;    /* behind the verb, if any */
    struct app_settings settings; /* read, if it needs them */
    struct sc_pg *pg;             /* NULL: it does not need the database */
    void *context;                /* of the command, while its verb runs: app_call_verb */
    int exit;                     /* when it is done: 1 tells that a part of it was not */
};

struct app_command {
    const char *does; /* for the list of all commands */
    const struct app_usage *usage;
    const void *options; /* what they are where nothing is typed, nor preset; NULL: zero */
    size_t options_size;
    enum app_needs needs;                         /* of any of its verbs */
    int connections_min;                          /* though the settings have fewer */
    size_t arena_cap;                             /* 0: SC_ARENA_REQUEST_CAP */
    int64_t limit_ms;                             /* for all of it; 0: none */
    enum sc_status (*run)(struct app_call *call); /* NULL: its verb is */
};

/* Runs the verb, which finds `context` in the call. */
SC_MUST_USE enum sc_status app_call_verb(struct app_call *call, void *context);

/*
 * Runs it with its words, argv[0] being its name, or explains it; a failure is told on standard
 * error. Returns the exit code: 0 done, 1 it failed, 2 the input or the words are wrong.
 */
int app_command_run(const struct app_command *command, int argc, char **argv);

#endif
