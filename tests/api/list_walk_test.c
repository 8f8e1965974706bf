/*
 * list_walk_test.c - README's list, made, shared, ticked and planned through the API: demo/list.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/helpers/sample.h"
#include "api/helpers/server.h"
#include "testing/unit.h"

#define EMAIL    "walker@example.org"
#define PASSWORD "a walk through the list"

static struct sc_arena *arena(void)
{
    return sample_catalogue()->arena;
}

static struct sc_str run(const char *program, const char *const *words,
                         const char *const *environment)
{
    const struct test_run run = {.program = program, .words = words, .environment = environment};
    struct test_result result;

    test_program_run(arena(), &run, &result);
    if (result.exit_code != 0)
        fail_msg("%d: %.*s%.*s", result.exit_code, SC_STR_ARGS(result.out),
                 SC_STR_ARGS(result.err));
    return program == NULL ? sc_str_trim(result.out)
                           : result.err; /* where a script says what it does */
}

static const char *setting(const char *name, const char *value)
{
    struct sc_str text = sc_arena_printf(arena(), "%s=%s", name, value);

    assert_non_null(text.at);
    return text.at;
}

static void the_walk_comes_to_a_plan(void **state)
{
    static const char *const words[] = {"serve", "--port", "0", NULL};
    static const char *const add[] = {"account", "add", EMAIL, "--password", PASSWORD, NULL};
    static const char *const token[] = {"account", "token", EMAIL, "--password", PASSWORD, NULL};
    static const char *const walk[] = {"demo/list.sh", NULL};
    static const char *const answers[] = {
        "\"setHouseholdPlace\":{\"place\":{\"lat\":51.8985,\"lon\":-8.4756}}",
        "{\"createList\":{\"list\":{\"id\":\"l_",
        "{\"answers\":[{\"code\":\"APPLIED\"},{\"code\":\"APPLIED\"},{\"code\":\"APPLIED\"}]}",
        "{\"shareList\":{\"token\":\"scl_",
        "{\"applyOps\":{\"answers\":[{\"code\":\"APPLIED\"}]}}",
        "\"level\":\"EDIT\",\"items\":{\"nodes\":[{\"name\":\"2 l milk\",\"isTicked\":true},",
        "{\"name\":\"12 eggs\",\"isTicked\":false},",
        "{\"name\":\"1.5 kg carrots\",\"isTicked\":false}]",
        "{\"whereToBuy\":{\"best\":{\"total\":{\"minor\":",
        "\"proof\":{\"isExact\":true},\"stops\":[{\"store\":{\"name\":\"",
    };
    const struct catalogue *c = sample_catalogue();
    char log[sizeof c->folder + 20];
    struct test_serving serving;

    (void)state;
    if (system("command -v curl >/dev/null") != 0) {
        print_message("curl is not installed: skipped\n");
        skip();
    }
    snprintf(log, sizeof log, "%s/walk.log", c->folder);
    test_serve_start(
        &(struct test_serve){.database_url = c->database.url, .log_path = log, .words = words},
        &serving);
    const char *const account[] = {setting("SMARTCART_DATABASE_URL", c->database.url),
                                   setting("SMARTCART_SECRET", TEST_SECRET), NULL};
    run(NULL, add, account);
    struct sc_str bearer = run(NULL, token, account);
    const char *const shell[] = {
        setting("SMARTCART_URL", serving.origin),
        setting("TOKEN", sc_arena_str(arena(), bearer).at),
        NULL,
    };
    struct sc_str told = run("/bin/sh", walk, shell);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        ptrdiff_t at = sc_str_find(told, sc_str_of(answers[i]));
        if (at < 0)
            fail_msg("no %s in\n%.*s", answers[i], SC_STR_ARGS(told));
        told = sc_str_sub(told, (size_t)at, told.len);
    }
    test_serve_stop(arena(), &serving);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_walk_comes_to_a_plan)};

    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
