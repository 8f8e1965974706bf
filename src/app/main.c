#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "base/macros.h"

static const struct app_command *const commands[] = {
    &app_command_account,  &app_command_cache,   &app_command_import, &app_command_jobs,
    &app_command_match,    &app_command_migrate, &app_command_plan,   &app_command_price,
    &app_command_schedule, &app_command_serve,   &app_command_source, &app_command_where,
    &app_command_work,
};

static void help(FILE *out)
{
    fputs("smartcart - where should this household buy its list?\n\n"
          "usage: smartcart COMMAND [OPTION]...\n\n",
          out);
    for (size_t i = 0; i < SC_COUNT(commands); i++)
        fprintf(out, "  %-9s %s\n", commands[i]->usage->command, commands[i]->does);
    fputs("\n`smartcart COMMAND --help` explains one.\n", out);
}

int main(int argc, char **argv)
{
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        help(stdout);
        return 0;
    }
    for (size_t i = 0; argc >= 2 && i < SC_COUNT(commands); i++)
        if (strcmp(argv[1], commands[i]->usage->command) == 0)
            return app_command_run(commands[i], argc - 1, argv + 1);
    if (argc >= 2)
        fprintf(stderr, "smartcart: there is no command \"%s\"\n\n", argv[1]);
    help(stderr);
    return 2;
}
