/*
 * commands.h - the words `smartcart` understands.
 *
 * Each command has a file of its own, app/cmd_<word>.c, and a row in main.c.
 */
#ifndef SC_APP_COMMANDS_H
#define SC_APP_COMMANDS_H

/*
 * A command gets its own words, argv[0] being the command's name, and returns
 * the exit code: 0 done, 1 it failed, 2 the input or the words are wrong.
 */
typedef int (*app_command_fn)(int argc, char **argv);

int app_account(int argc, char **argv);
int app_cache(int argc, char **argv);
int app_import(int argc, char **argv);
int app_jobs_command(int argc, char **argv);
int app_match(int argc, char **argv);
int app_migrate(int argc, char **argv);
int app_plan(int argc, char **argv);
int app_price(int argc, char **argv);
int app_schedule(int argc, char **argv);
int app_serve_command(int argc, char **argv);
int app_source(int argc, char **argv);
int app_where(int argc, char **argv);
int app_work(int argc, char **argv);

#endif
