#include "faults/imports.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/helpers/catalogue.h"
#include "demo/writers.h"
#include "property/random.h"
#include "runtime/deadline.h"

enum {
    DAY = 20780, /* of the files: any */
    FOLDER_MAX = 80,
};

struct imports {
    struct random random;
    struct catalogue *wanted, *killed;
    char folder[FOLDER_MAX];
    int64_t whole_us; /* how long an import takes that nobody disturbs */
};

static struct catalogue *make_catalogue(void)
{
    void *state = NULL;

    assert_int_equal(catalogue_setup(&state), 0);
    return state;
}

static void free_catalogue(struct catalogue *catalogue)
{
    void *state = catalogue;

    assert_int_equal(catalogue_teardown(&state), 0);
}

static void import_whole(struct imports *imports, struct catalogue *catalogue)
{
    const char *const words[] = {imports->folder, NULL};
    int64_t began_us = sc_monotonic_us();

    assert_int_equal(catalogue_import(catalogue, words).exit_code, 0);
    imports->whole_us = sc_monotonic_us() - began_us;
}

struct imports *imports_create(uint64_t seed)
{
    struct imports *imports = calloc(1, sizeof *imports);
    struct demo_world world;

    assert_non_null(imports);
    imports->random.state = seed + 1;
    imports->wanted = make_catalogue();
    imports->killed = make_catalogue();
    snprintf(imports->folder, sizeof imports->folder, "%s/world", imports->wanted->folder);
    assert_int_equal(demo_world_make(imports->wanted->arena, 1, &world), SC_OK);
    assert_int_equal(demo_write_world(imports->wanted->arena, &world, DAY, imports->folder), SC_OK);
    import_whole(imports, imports->wanted);
    return imports;
}

void imports_kill(struct imports *imports, int times)
{
    const char *const words[] = {"import", imports->folder, NULL};
    const char *const environment[] = {imports->killed->environment, NULL};
    const struct test_run run = {
        .words = words, .environment = environment, .err_path = "/dev/null"};

    for (int i = 0; i < times; i++) {
        struct test_process process;
        struct test_result result;
        test_program_start(&run, &process);
        usleep((useconds_t)below(&imports->random, imports->whole_us));
        kill(process.pid, SIGKILL);
        test_program_wait(imports->killed->arena, &process, &result);
    }
}

bool imports_are_whole(struct imports *imports)
{
    catalogue_wait_alone(imports->killed);
    import_whole(imports, imports->killed);
    return sc_str_eq(catalogue_dump(imports->killed), catalogue_dump(imports->wanted));
}

void imports_destroy(struct imports *imports)
{
    free_catalogue(imports->wanted);
    free_catalogue(imports->killed);
    free(imports);
}
