/* Other people's GraphQL clients, in Node, against `smartcart serve` with the sample world. */
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/sample.h"
#include "api/helpers/server.h"
#include "demo/writers.h"

enum {
    SKIPPED = 77,
};

static struct test_serving serving;
static const char *tomorrow; /* a folder of files to import */

/* Runs a script of tests/clients/ to its end; what it says is shown when it fails. */
static void run_script(const char *script, const char *word)
{
    struct catalogue *c = sample_catalogue();
    const char *words[] = {"node", script, word, NULL};
    const char *environment[] = {
        c->environment,
        sc_arena_printf(c->arena, "SC_SERVER=%s", serving.origin).at,
        sc_arena_printf(c->arena, "SC_SERVER_PID=%d", (int)serving.process.pid).at,
        "SC_OPERATOR_TOKEN=" TEST_OPERATOR_TOKEN,
        sc_arena_printf(c->arena, "SC_IMPORT=%s", tomorrow).at,
        NULL,
    };
    struct test_run run = {.program = "/usr/bin/env", .words = words, .environment = environment};
    struct test_result result;

    test_program_run(c->arena, &run, &result);
    if (result.exit_code != 0)
        fail_msg("%s ended with %d:\n%.*s%.*s", script, result.exit_code, SC_STR_ARGS(result.out),
                 SC_STR_ARGS(result.err));
}

static int start(void **state)
{
    if (sample_setup(state) != 0)
        return -1;
    struct catalogue *c = sample_catalogue();
    const char *documents = catalogue_put(c, "documents.json", SC_STR(""));
    const char *words[] = {"serve", "--port", "0", "--documents", documents, NULL};
    struct test_serve serve = {
        .database_url = c->database.url,
        .log_path = catalogue_put(c, "log", SC_STR("")),
        .words = words,
    };
    tomorrow = catalogue_folder(c, "tomorrow");
    assert_int_equal(demo_write_world(c->arena, sample_world(), SAMPLE_DAY + 1, tomorrow), SC_OK);
    run_script("tests/clients/trusted.mjs", documents);
    test_serve_start(&serve, &serving);
    return 0;
}

static int stop(void **state)
{
    test_serve_stop(sample_catalogue()->arena, &serving);
    return sample_teardown(state);
}

static void run_clients(void **state)
{
    run_script(*state, NULL);
}

#define a_script(name)                                                                   \
    {                                                                                    \
        name, run_clients, NULL, NULL, (void *)(uintptr_t)("tests/clients/" name ".mjs") \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_script("audits"), a_script("apollo"),        a_script("urql"),  a_script("sse"),
        a_script("relay"),  a_script("introspection"), a_script("guard"), a_script("hostile"),
    };

    if (system("command -v node >/dev/null") != 0) {
        printf("skipped: there is no node here; ./dev setup brings one\n");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, start, stop);
}
