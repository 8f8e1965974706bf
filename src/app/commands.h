/*
 * commands.h - the words `smartcart` understands.
 *
 * Each command has a file of its own, app/cmd_<word>.c, and a row in main.c.
 */
#ifndef SC_APP_COMMANDS_H
#define SC_APP_COMMANDS_H

#include "app/command.h"

extern const struct app_command app_command_account;
extern const struct app_command app_command_cache;
extern const struct app_command app_command_import;
extern const struct app_command app_command_jobs;
extern const struct app_command app_command_match;
extern const struct app_command app_command_migrate;
extern const struct app_command app_command_plan;
extern const struct app_command app_command_price;
extern const struct app_command app_command_schedule;
extern const struct app_command app_command_serve;
extern const struct app_command app_command_source;
extern const struct app_command app_command_where;
extern const struct app_command app_command_work;

#endif
