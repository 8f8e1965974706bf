#include "faults/stack.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "faults/imports.h"
#include "testing/unit.h"

enum {
    BUFFERS_MB = 128,
    TEXT_MAX = TEST_URL_MAX + 100,
    PORT_MAX = 12,
    LIFE_MS = 60 * 60 * 1000,
};

static const char *const names[STACK_ROLES] = {"serve-a", "serve-b", "work"};

/* What all of them are told, in a file of settings. */
static void write_settings(const struct stack *stack, char path[TEXT_MAX])
{
    snprintf(path, TEXT_MAX, "%s/settings", stack->folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fprintf(file, "database_url = %s\n", stack->database.url);
    if (stack->has_redis)
        fprintf(file, "redis_url = %s\n", stack->redis.url);
    fprintf(file,
            "secret = %s\nworkers = 0\njob_lease_ms = %d\nmail_folder = %s\nlog_level = warn\n",
            TEST_SECRET, STACK_LEASE_MS, stack->folder);
    assert_int_equal(fclose(file), 0);
}

void stack_begin(struct stack *stack, enum stack_role role)
{
    struct test_serving *serving = &stack->roles[role];
    char port[PORT_MAX], log[TEXT_MAX], settings[TEXT_MAX + sizeof "SMARTCART_CONFIG="];
    const char *const words[] = {role == STACK_WORK ? "work" : "serve", "--port", port, NULL};
    const char *const environment[] = {settings, NULL};

    snprintf(port, sizeof port, "%u", serving->port);
    snprintf(log, sizeof log, "%s/%s.log", stack->folder, names[role]);
    snprintf(settings, sizeof settings, "SMARTCART_CONFIG=%s/settings", stack->folder);
    const struct test_run run = {
        .words = words, .environment = environment, .err_path = log, .limit_ms = LIFE_MS};
    test_program_start(&run, &serving->process);
    serving->port = test_read_port(serving->process.out, log);
    snprintf(serving->origin, sizeof serving->origin, "http://127.0.0.1:%u", serving->port);
}

static void end(struct stack *stack, enum stack_role role, int signal)
{
    struct test_result result;

    kill(stack->roles[role].process.pid, signal);
    test_program_wait(stack->arena, &stack->roles[role].process, &result);
    stack->roles[role].process.pid = 0;
}

void stack_kill(struct stack *stack, enum stack_role role)
{
    end(stack, role, SIGKILL);
}

void stack_signal(struct stack *stack, enum stack_role role, int signal)
{
    assert_int_equal(kill(stack->roles[role].process.pid, signal), 0);
}

void stack_start(struct stack *stack, uint64_t seed)
{
    char path[TEXT_MAX];

    *stack = (struct stack){.folder = "/tmp/sc-faults-XXXXXX", .has_redis = test_redis_is_there()};
    assert_non_null(mkdtemp(stack->folder));
    stack->arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    test_server_start(BUFFERS_MB, &stack->database);
    test_migrate(stack->database.url);
    if (stack->has_redis)
        test_redis_start(&stack->redis);
    write_settings(stack, path);
    /* Databases of other tests' helpers are made on this server. */
    assert_int_equal(setenv("SC_TEST_DATABASE_URL", stack->database.url, 1), 0);
    stack->imports = imports_create(seed);
    for (enum stack_role role = 0; role < STACK_ROLES; role++)
        stack_begin(stack, role);
}

void stack_stop(struct stack *stack)
{
    for (enum stack_role role = 0; role < STACK_ROLES; role++)
        end(stack, role, SIGTERM);
    imports_destroy(stack->imports);
    if (stack->has_redis)
        test_redis_remove(&stack->redis);
    test_server_stop(&stack->database);
    sc_arena_destroy(stack->arena);
}
