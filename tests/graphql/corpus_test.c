/*
 * The stored cases of other implementations, run through graphql-driver: every verdict, every
 * answer, and at least 98 % of the places of validation's errors. They lie beside the project
 * and are no part of it: without them, or without Node, the test is skipped.
 */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json_in.h"

enum {
    SKIPPED = 77,
    REPORT_MAX = 4 * 1024 * 1024,
    ARENA_CAP = 64 * 1024 * 1024,
    DEPTH_MAX = 16,
    PLACES_WRONG_MAX = 2, /* of a hundred cases of validation */
};

#define CHECKS "../shared/checks/graphql/corpus.mjs"
#define DATA   "../shared/data/graphql"

extern char **environ;

static int skip(const char *why)
{
    printf("skipped: %s\n", why);
    return SKIPPED;
}

/* What the runner says of itself beside pass and fail; its report stands in a file. */
static int check_report(const char *path)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    char *text = arena == NULL ? NULL : sc_arena_alloc(arena, REPORT_MAX);
    FILE *file = fopen(path, "re");
    struct sc_json_in in;
    struct sc_json root, soft, kinds, validate, places;
    int64_t cases, wrong = 0;

    if (text == NULL || file == NULL) {
        perror(path);
        return 1;
    }
    size_t len = fread(text, 1, REPORT_MAX, file);
    fclose(file);
    sc_json_in_parse_any(&in, arena, (struct sc_str){text, len}, DEPTH_MAX, &root);
    kinds = sc_json_in_need(&root, "kinds");
    validate = sc_json_in_need(&kinds, "validate");
    cases = sc_json_in_int(&validate, "passed", 1, INT32_MAX);
    soft = sc_json_in_need(&root, "soft");
    if (sc_json_in_has(&soft, "validation error locations differ", &places))
        wrong = sc_json_in_int_of(&places, 0, INT32_MAX);
    bool is_read = sc_json_in_status(&in) == SC_OK;
    printf("places of validation's errors differ in %d of %d cases\n", (int)wrong, (int)cases);
    sc_arena_destroy(arena);
    return is_read && wrong * 100 <= cases * PLACES_WRONG_MAX ? 0 : 1;
}

int main(void)
{
    const char *build = getenv("SC_BUILD");
    char driver[4096], report[] = "/tmp/sc-graphql-corpus-XXXXXX";
    char node[] = "node", checks[] = CHECKS, data_flag[] = "--data", data[] = DATA;
    char driver_flag[] = "--driver", out_flag[] = "--out";
    pid_t pid;
    int status;

    if (build == NULL)
        return skip("SC_BUILD names no build folder");
    if (access(CHECKS, R_OK) != 0 || access(DATA "/parse.json", R_OK) != 0)
        return skip("the cases are not here: " CHECKS ", " DATA);
    int file = mkstemp(report);
    if (file < 0)
        return 1;
    close(file);
    snprintf(driver, sizeof driver, "'%s/graphql-driver'", build);
    char *const arguments[] = {node,   checks,   data_flag, data, driver_flag,
                               driver, out_flag, report,    NULL};
    int failed = posix_spawnp(&pid, "node", NULL, NULL, arguments, environ);
    if (failed == ENOENT) {
        unlink(report);
        return skip("Node is not here");
    }
    if (failed != 0 || waitpid(pid, &status, 0) != pid)
        return 1;
    bool has_passed = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    int result = has_passed ? check_report(report) : 1;
    unlink(report);
    return result;
}
