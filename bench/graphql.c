/*
 * graphql - CPU time of each step that a GraphQL document takes, and of graphql-js beside it.
 *
 * One document of about 1 KB over a schema in the shape of the API
 * (bench/graphql/); variables and an answer of 14 KB over the shop of the tests,
 * from rows in memory. Each step begins with an arena of its own, as a request
 * does. The quickest of some rounds is told: others' work can only add to it.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "graphql/answer.h"
#include "graphql/bind.h"
#include "graphql/documents.h"
#include "graphql/parse.h"
#include "graphql/plan.h"
#include "graphql/print.h"
#include "graphql/schema.h"
#include "graphql/validate.h"
#include "runtime/deadline.h"
#include "runtime/file.h"

extern char **environ;

enum {
    ROUNDS = 15,
    ROUND_US = 20 * 1000, /* about so much CPU a round */
    ARENA_CAP = 64 * 1024 * 1024,
    FILE_MAX = 1024 * 1024,
};

#define FOLDER "bench/graphql/"
#define TOLD   "var/bench-graphql.json" /* what the peer does too */

struct work {
    struct sc_str sdl;
    struct sc_str text;
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    struct sc_gql_document document; /* parsed and valid */
    struct sc_gql_documents *forgetful, *kept;
    struct sc_buf out;
};

typedef enum sc_status (*step_fn)(struct work *work, struct sc_arena *arena,
                                  struct sc_gql_errors *errors);

static enum sc_status build_schema(struct work *work, struct sc_arena *arena,
                                   struct sc_gql_errors *errors)
{
    const struct sc_gql_schema *schema;

    return sc_gql_schema_build(arena, work->sdl, errors, &schema);
}

static enum sc_status parse(struct work *work, struct sc_arena *arena, struct sc_gql_errors *errors)
{
    struct sc_gql_document document;

    return sc_gql_parse(arena, work->text, SC_GQL_EXECUTABLE, &sc_gql_limits_free, errors,
                        &document);
}

static enum sc_status print(struct work *work, struct sc_arena *arena, struct sc_gql_errors *errors)
{
    (void)arena, (void)errors;
    sc_buf_clear(&work->out);
    sc_gql_print(&work->document, &work->out);
    return work->out.failed ? SC_NO_MEMORY : SC_OK;
}

static enum sc_status validate(struct work *work, struct sc_arena *arena,
                               struct sc_gql_errors *errors)
{
    static const struct sc_gql_validate_options options = {
        .comparisons_max = SC_GQL_COMPARISONS_MAX, .has_introspection = true};

    return sc_gql_validate(arena, work->schema, &work->document, &options, errors);
}

static enum sc_status plan(struct work *work, struct sc_arena *arena, struct sc_gql_errors *errors)
{
    const struct sc_gql_plan *made;

    return sc_gql_plan_create(arena, work->schema, work->binding, &work->document,
                              (struct sc_str){0}, errors, &made);
}

static enum sc_status hold_against_caps(struct work *work, struct sc_arena *arena,
                                        struct sc_gql_errors *errors)
{
    return sc_gql_caps_check(arena, work->schema, &work->document, &sc_gql_caps_free, errors);
}

static enum sc_status cost(struct work *work, struct sc_arena *arena, struct sc_gql_errors *errors)
{
    const struct sc_gql_cost *made;

    (void)errors;
    return sc_gql_cost_create(arena, work->schema, &work->document, work->document.definitions,
                              &made);
}

static enum sc_status take(const struct sc_gql_prepared *prepared)
{
    enum sc_status st = prepared == NULL ? SC_NO_MEMORY : prepared->status;

    sc_gql_prepared_unref(prepared);
    return st;
}

/* All of the above, of a document that nobody sent before. */
static enum sc_status prepare_anew(struct work *work, struct sc_arena *arena,
                                   struct sc_gql_errors *errors)
{
    (void)arena, (void)errors;
    return take(sc_gql_documents_prepare(work->forgetful, work->text, (struct sc_str){0}));
}

static enum sc_status find(struct work *work, struct sc_arena *arena, struct sc_gql_errors *errors)
{
    (void)arena, (void)errors;
    return take(sc_gql_documents_find(work->kept, work->text, (struct sc_str){0}));
}

static enum sc_status variables(struct work *work, struct sc_arena *arena,
                                struct sc_gql_errors *errors)
{
    (void)work, (void)errors;
    return bench_answer_variables(arena);
}

static enum sc_status answer(struct work *work, struct sc_arena *arena,
                             struct sc_gql_errors *errors)
{
    (void)work, (void)errors;
    return bench_answer_run(arena);
}

static const struct {
    const char *name;
    step_fn run;
} steps[] = {
    {"parse", parse},         {"validate", validate}, {"caps", hold_against_caps},
    {"plan", plan},           {"cost", cost},         {"all, anew", prepare_anew},
    {"found", find},          {"print", print},       {"schema", build_schema},
    {"variables", variables}, {"answer", answer},
};

static bool run_once(struct work *work, step_fn run)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct sc_gql_errors errors = {.arena = arena};

    if (arena == NULL)
        return false;
    enum sc_status st = run(work, arena, &errors);
    if (errors.first != NULL)
        fprintf(stderr, "%.*s\n", SC_STR_ARGS(errors.first->message));
    sc_arena_destroy(arena);
    return st == SC_OK;
}

static bool measure(struct work *work, const char *name, step_fn run)
{
    double best_us = 0;

    for (int round = 0; round < ROUNDS; round++) {
        int64_t start = sc_cpu_us(), used = 0;
        int64_t times = 0;
        for (; used < ROUND_US; used = sc_cpu_us() - start)
            for (int i = 0; i < 20; i++, times++)
                if (!run_once(work, run))
                    return false;
        double one_us = (double)used / (double)times;
        if (round == 0 || one_us < best_us)
            best_us = one_us;
    }
    printf("%-10s %8.1f us\n", name, best_us);
    return true;
}

/* Documents are known in one store, and never in the other. */
static bool make_stores(struct work *work)
{
    struct sc_gql_documents_config config = {
        .schema = work->schema,
        .binding = work->binding,
        .limits = sc_gql_limits_free,
        .validate = {.comparisons_max = SC_GQL_COMPARISONS_MAX},
        .caps = sc_gql_caps_free,
    };

    work->forgetful = sc_gql_documents_create(&config);
    config.bytes_max = FILE_MAX;
    work->kept = sc_gql_documents_create(&config);
    return work->forgetful != NULL && work->kept != NULL &&
           take(sc_gql_documents_prepare(work->kept, work->text, (struct sc_str){0})) == SC_OK;
}

/* Reads, builds and parses what the steps start from. */
static bool prepare(struct work *work, struct sc_arena *arena)
{
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_request rq = {.arena = arena};

    sc_buf_init(&work->out, FILE_MAX);
    return bench_answer_prepare(arena) &&
           sc_file_read(&rq, SC_STR(FOLDER "schema.graphql"), FILE_MAX, &work->sdl) == SC_OK &&
           sc_file_read(&rq, SC_STR(FOLDER "query.graphql"), FILE_MAX, &work->text) == SC_OK &&
           sc_gql_schema_build(arena, work->sdl, &errors, &work->schema) == SC_OK &&
           sc_gql_bind_plain(arena, work->schema, &work->binding) == SC_OK &&
           sc_gql_parse(arena, work->text, SC_GQL_EXECUTABLE, &sc_gql_limits_free, &errors,
                        &work->document) == SC_OK &&
           make_stores(work);
}

/* The same with graphql-js, where Node and its packages are there. */
static void run_peer(void)
{
    char node[] = "node", script[] = "bench/peer/graphql.mjs";
    char *const arguments[] = {node, script, NULL};
    int status;
    pid_t pid;

    fflush(stdout);
    if (access("bench/peer/node_modules/graphql", R_OK) != 0 ||
        posix_spawnp(&pid, node, NULL, NULL, arguments, environ) != 0 ||
        waitpid(pid, &status, 0) != pid || status != 0)
        printf("graphql-js was not measured: ./dev bench brings it\n");
}

int main(void)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct work work = {0};
    int code = 0;

    if (arena == NULL || !prepare(&work, arena)) {
        fprintf(stderr, "run me in the project's root\n");
        return 1;
    }
    printf("a document of %zu bytes, CPU time a step:\n", work.text.len);
    for (size_t i = 0; i < SC_COUNT(steps) && code == 0; i++)
        code = measure(&work, steps[i].name, steps[i].run) ? 0 : 1;
    printf("the answer has %zu bytes\n", bench_answer_text().len);
    if (code == 0 && bench_answer_tell(TOLD))
        run_peer();
    sc_gql_documents_destroy(work.forgetful);
    sc_gql_documents_destroy(work.kept);
    sc_buf_finish(&work.out);
    sc_arena_destroy(arena);
    return code;
}
