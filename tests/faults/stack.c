#include "faults/stack.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/macros.h"
#include "demo/writers.h"
#include "testing/unit.h"

enum {
    TEXT_MAX = TEST_URL_MAX + 100,
    PORT_MAX = 12,
    LIFE_MS = 60 * 60 * 1000,
    FILL_BYTES = 64 * 1024,
    STACK_DAY = 20780, /* of the files: any */
};

static const char *const commands[STACK_ROLES] = {"serve", "serve", "work", "schedule"};
static const char *const names[STACK_ROLES] = {"serve-a", "serve-b", "work", "schedule"};

/* What all of them are told, in a file of settings. */
static void write_settings(const struct stack *stack, char path[TEXT_MAX])
{
    struct sc_buf urls;

    snprintf(path, TEXT_MAX, "%s/settings", stack->folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    sc_buf_init(&urls, TEXT_MAX * STACK_REPLICAS);
    test_replicas_urls(&stack->database, &urls);
    fprintf(file,
            "database_url = postgresql://smartcart@127.0.0.1:%u/postgres\n"
            "database_replicas = %.*s\n",
            test_proxy_port(stack->before_primary), SC_STR_ARGS(sc_buf_str(&urls)));
    sc_buf_finish(&urls);
    if (stack->has_redis)
        fprintf(file, "redis_url = redis://127.0.0.1:%u\n", test_proxy_port(stack->before_redis));
    fprintf(file,
            "secret = %s\nworkers = 0\ntrusted_proxies = 127.0.0.1\njob_lease_ms = %d\nmail_folder "
            "= %s\nlimits = on\nprocesses = %d\n",
            TEST_SECRET, STACK_LEASE_MS, stack->folder, STACK_SERVERS);
    assert_int_equal(fclose(file), 0);
}

void stack_begin(struct stack *stack, enum stack_role role)
{
    struct test_serving *serving = &stack->roles[role];
    char port[PORT_MAX], log[TEXT_MAX], settings[TEXT_MAX + sizeof "SMARTCART_CONFIG="];
    const char *const words[] = {commands[role], "--port", port, NULL};
    const char *const environment[] = {settings, NULL};

    snprintf(port, sizeof port, "%u", serving->port);
    snprintf(log, sizeof log, "%s/logs/%s.log", stack->folder, names[role]);
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

static void run_shell(const char *format, ...) SC_PRINTF(1, 2);

static void run_shell(const char *format, ...)
{
    char command[4 * TEXT_MAX];
    va_list args;

    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    if (system(command) != 0) /* NOLINT(cert-env33-c): of our own words */
        fail_msg("%s: it failed", command);
}

/* A small disk in memory at `name` in the stack's folder. False: we may not mount one. */
static bool mount_disk(const struct stack *stack, const char *name, const char *options)
{
    char disk[TEXT_MAX];

    snprintf(disk, sizeof disk, "%s/%s", stack->folder, name);
    return mount("tmpfs", disk, "tmpfs", 0, options) == 0;
}

static void unmount_disk(const struct stack *stack, const char *name)
{
    char disk[TEXT_MAX];

    snprintf(disk, sizeof disk, "%s/%s", stack->folder, name);
    assert_int_equal(umount2(disk, MNT_DETACH), 0);
}

/*
 * Puts the primary's data, and logs, on small disks, which are there for us and our children alone.
 * False: we may not mount them.
 */
static bool move_to_disks(struct stack *stack)
{
    struct test_node *primary = &stack->database.nodes[0];
    const char *folder = stack->folder;

    run_shell("mkdir -m 755 %s/data %s/logs && chmod 755 %s", folder, folder, folder);
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        !mount_disk(stack, "data", "size=1g,mode=0777") || !mount_disk(stack, "logs", "size=64m"))
        return false;
    test_node_stop(primary);
    run_shell("cp -a %s/data %s/data && rm -rf %s/data && ln -s %s/data/data %s", primary->folder,
              folder, primary->folder, folder, primary->folder);
    test_node_start(&stack->database, primary);
    test_sql(primary->url, "alter system set max_wal_size = '128MB'");
    test_sql(primary->url, "select pg_reload_conf()");
    return true;
}

static void write_ballast_path(const struct stack *stack, const char *disk, char path[TEXT_MAX])
{
    snprintf(path, TEXT_MAX, "%s/%s/ballast", stack->folder, disk);
}

static void fill(const struct stack *stack, const char *disk)
{
    static const char zeros[FILL_BYTES];
    char path[TEXT_MAX];
    size_t part = sizeof zeros;

    write_ballast_path(stack, disk, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    while (part > 0)
        if (write(fd, zeros, part) < 0)
            part /= 2;
    close(fd);
}

static void give_room(const struct stack *stack, const char *disk)
{
    char path[TEXT_MAX];

    write_ballast_path(stack, disk, path);
    assert_int_equal(unlink(path), 0);
}

void stack_fill_data(struct stack *stack)
{
    fill(stack, "data");
}

void stack_free_data(struct stack *stack)
{
    struct test_node *primary = &stack->database.nodes[0];

    give_room(stack, "data");
    if (waitpid(primary->postmaster, NULL, WNOHANG) == primary->postmaster) {
        primary->postmaster = 0; /* it gave up: whoever watches over it starts it again */
        test_node_start(&stack->database, primary);
    }
}

void stack_fill_logs(struct stack *stack)
{
    fill(stack, "logs");
}

void stack_free_logs(struct stack *stack)
{
    give_room(stack, "logs");
}

/* The sample world of the tests of imports. */
static void import_world(struct stack *stack)
{
    char folder[TEXT_MAX], settings[TEXT_MAX + sizeof "SMARTCART_CONFIG="];
    const char *const words[] = {"import", folder, NULL};
    const char *const environment[] = {settings, NULL};
    const struct test_run run = {.words = words, .environment = environment};
    struct demo_world world;
    struct test_result result;

    snprintf(folder, sizeof folder, "%s/world", stack->folder);
    snprintf(settings, sizeof settings, "SMARTCART_CONFIG=%s/settings", stack->folder);
    assert_int_equal(demo_world_make(stack->arena, 1, &world), SC_OK);
    assert_int_equal(demo_write_world(stack->arena, &world, STACK_DAY, folder), SC_OK);
    test_program_run(stack->arena, &run, &result);
    if (result.exit_code != 0)
        fail_msg("%.*s", SC_STR_ARGS(result.err));
}

static void find_gtins(struct stack *stack)
{
    char *all = test_sql_text(stack->database.nodes[0].url,
                              "select string_agg(gtin::text, ' ' order by gtin) "
                              "from retail.product");
    struct sc_str rest = sc_arena_str(stack->arena, sc_str_of(all)), gtin;

    while (stack->gtin_count < STACK_GTINS && sc_str_take(&rest, ' ', &gtin))
        stack->gtins[stack->gtin_count++] = sc_arena_str(stack->arena, gtin).at;
    free(all);
    assert_int_not_equal(stack->gtin_count, 0);
}

/*
 * A shopper of the crowd asks for as much as it can, some fifty requests a second: twice that is
 * let in by each server's part of the limit, so whoever is refused is refused wrongly.
 */
static void raise_limits(const struct stack *stack)
{
    test_sql(stack->database.nodes[0].url,
             "update accounts.plan set requests_per_s = 200, requests_burst = 400,"
             " points_per_s = 4000, points_burst = 8000");
}

static void start_proxies(struct stack *stack)
{
    char target[TEXT_MAX];

    snprintf(target, sizeof target, "unix:%s/.s.PGSQL.5432", stack->database.nodes[0].folder);
    stack->before_primary = test_proxy_start(target);
    if (stack->has_redis)
        stack->before_redis = test_proxy_start(stack->redis.url);
}

void stack_start(struct stack *stack, uint64_t seed)
{
    char path[TEXT_MAX];

    *stack = (struct stack){
        .folder = "/tmp/sc-faults-XXXXXX", .has_redis = test_redis_is_there(), .seed = seed};
    assert_non_null(mkdtemp(stack->folder));
    stack->arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    test_replicas_start(STACK_REPLICAS, true, &stack->database);
    stack->has_disks = move_to_disks(stack);
    test_migrate(stack->database.nodes[0].url);
    raise_limits(stack);
    if (stack->has_redis)
        test_redis_start(&stack->redis);
    start_proxies(stack);
    write_settings(stack, path);
    import_world(stack);
    find_gtins(stack);
    for (enum stack_role role = 0; role < STACK_ROLES; role++)
        stack_begin(stack, role);
}

void stack_stop(struct stack *stack)
{
    for (enum stack_role role = 0; role < STACK_ROLES; role++)
        end(stack, role, SIGTERM);
    test_proxy_stop(stack->before_redis);
    test_proxy_stop(stack->before_primary);
    if (stack->has_redis)
        test_redis_remove(&stack->redis);
    test_replicas_stop(&stack->database);
    if (stack->has_disks) {
        unmount_disk(stack, "data");
        unmount_disk(stack, "logs");
    }
    run_shell("rm -rf %s", stack->folder);
    sc_arena_destroy(stack->arena);
}
