#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "base/macros.h"

struct command {
    const char *word;
    app_command_fn run;
    const char *does;
};

static const struct command commands[] = {
    {"account", app_account, "adds accounts, makes tokens, rotates signing keys"},
    {"cache", app_cache, "what Redis keeps of the catalogue; fills it, has it forgotten"},
    {"import", app_import, "reads retailers' files into the catalogue"},
    {"jobs", app_jobs_command, "which jobs there are; has them run again, or cancels them"},
    {"match", app_match, "which products the lines of a list mean"},
    {"migrate", app_migrate, "brings the database to this program's schema"},
    {"plan", app_plan, "plan where to buy a list: the best one, two, ... stores (JSON)"},
    {"price", app_price, "price a basket exactly, with every deal (JSON)"},
    {"schedule", app_schedule, "what recurs, and when; has it done, until it is asked to stop"},
    {"serve", app_serve_command, "the API: GraphQL over HTTP, until it is asked to stop"},
    {"source", app_source, "where retailers' files are fetched from"},
    {"where", app_where, "where to buy a list: the best one, two and three stores"},
    {"work", app_work, "runs jobs (mails, what recurs), until it is asked to stop"},
    {NULL, NULL, NULL},
};

static void help(FILE *out)
{
    fputs("smartcart - where should this household buy its list?\n\n"
          "usage: smartcart COMMAND [OPTION]...\n\n",
          out);
    for (const struct command *c = commands; c->word != NULL; c++)
        fprintf(out, "  %-9s %s\n", c->word, c->does);
    fputs("\n`smartcart COMMAND --help` explains one.\n", out);
}

int main(int argc, char **argv)
{
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        help(stdout);
        return 0;
    }
    for (const struct command *c = commands; argc >= 2 && c->word != NULL; c++)
        if (strcmp(argv[1], c->word) == 0)
            return c->run(argc - 1, argv + 1);
    if (argc >= 2)
        fprintf(stderr, "smartcart: there is no command \"%s\"\n\n", argv[1]);
    help(stderr);
    return 2;
}
