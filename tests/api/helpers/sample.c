#include "api/helpers/sample.h"

#include <stdio.h>

#include "demo/writers.h"

static struct catalogue *catalogue;
static struct demo_world world;

struct catalogue *sample_catalogue(void)
{
    return catalogue;
}

const struct demo_world *sample_world(void)
{
    return &world;
}

void sample_import(int64_t day)
{
    const char *words[] = {catalogue->folder, NULL};
    struct sc_arena_mark mark = sc_arena_mark(catalogue->arena);

    assert_int_equal(demo_write_world(catalogue->arena, &world, day, catalogue->folder), SC_OK);
    struct test_result result = catalogue_import(catalogue, words);
    if (result.exit_code != 0)
        print_error("%.*s%.*s", SC_STR_ARGS(result.out), SC_STR_ARGS(result.err));
    assert_int_equal(result.exit_code, 0);
    sc_arena_rewind(catalogue->arena, mark);
}

int sample_setup(void **state)
{
    if (catalogue_setup(state) != 0)
        return -1;
    catalogue = *state;
    *state = NULL;
    assert_int_equal(demo_world_make(catalogue->arena, 1, &world), SC_OK);
    sample_import(SAMPLE_DAY);
    return 0;
}

int sample_teardown(void **state)
{
    *state = catalogue;
    return catalogue_teardown(state);
}

/* What the server says, beside the catalogue's folder. */
static struct sc_str log_path(void)
{
    return sc_arena_printf(catalogue->arena, "%s.log", catalogue->folder);
}

void sample_serve(struct test_serving *ret_serving)
{
    static const char *const words[] = {"serve", "--port", "0", "--cache", "off", NULL};
    struct test_serve serve = {
        .database_url = catalogue->database.url, .log_path = log_path().at, .words = words};

    test_serve_start(&serve, ret_serving);
}

void sample_serve_stop(struct test_serving *serving)
{
    test_serve_stop(catalogue->arena, serving);
    remove(log_path().at);
}
