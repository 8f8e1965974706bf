/*
 * graphql-driver - the engine as a program for tests: a JSON case a line in, an answer a line out.
 *
 *     {"kind":"parse","source":..}           {"accept":..,"printed":..} or "error":{"locations":..}
 *     {"kind":"schema","sdl":..}             {"valid":..,"errors":..}
 *     {"kind":"validate","schema":<SDL>,"document":..}
 *                                            {"valid":..,"errors":[{"rule":..,"locations":..}]}
 *
 * Schemas are bound to the plain resolver, and no limits hold but those that
 * guard the stack.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/json_out.h"
#include "graphql/parse.h"
#include "graphql/print.h"
#include "graphql/run_parts.h"
#include "graphql/schema.h"
#include "graphql/validate.h"

enum {
    ARENA_CAP = 256 * 1024 * 1024,
    ANSWER_CAP = 64 * 1024 * 1024,
    JSON_DEPTH = 500,
};

/* One case while it is answered. */
struct test_case {
    struct sc_arena *arena;
    struct sc_json json;
    struct sc_json variables;
    struct sc_json root;
    bool has_variables;
    bool has_root;
    struct sc_gql_errors errors;
    struct sc_json_out *out;
};

static struct sc_str member(const struct test_case *test, const char *key)
{
    struct sc_json value;

    return sc_json_in_has(&test->json, key, &value) ? sc_json_in_raw(&value) : SC_STR("");
}

static void write_errors(struct test_case *test)
{
    sc_json_key(test->out, SC_STR("errors"));
    sc_json_array(test->out);
    for (const struct sc_gql_error *e = test->errors.first; e != NULL; e = e->next)
        sc_gql_error_write(e, (struct sc_str){0}, test->out);
    sc_json_array_end(test->out);
}

static void answer_parse(struct test_case *test)
{
    struct sc_gql_document document;
    enum sc_status st = sc_gql_parse(test->arena, member(test, "source"), SC_GQL_ANY,
                                     &sc_gql_limits_trusted, &test->errors, &document);

    sc_json_key_bool(test->out, "accept", st == SC_OK);
    if (st == SC_OK) {
        struct sc_buf printed;
        sc_buf_init(&printed, ANSWER_CAP);
        sc_gql_print(&document, &printed);
        sc_json_key_str(test->out, "printed", sc_buf_str(&printed));
        sc_buf_finish(&printed);
    } else if (test->errors.first != NULL) {
        sc_json_key(test->out, SC_STR("error"));
        sc_gql_error_write(test->errors.first, (struct sc_str){0}, test->out);
    }
}

static void answer_schema(struct test_case *test)
{
    const struct sc_gql_schema *schema;
    enum sc_status st =
        sc_gql_schema_build(test->arena, member(test, "sdl"), &test->errors, &schema);

    sc_json_key_bool(test->out, "valid", st == SC_OK);
    write_errors(test);
}

/* Each error with the rule that found it. */
static void write_refusals(struct test_case *test)
{
    sc_json_key(test->out, SC_STR("errors"));
    sc_json_array(test->out);
    for (const struct sc_gql_error *e = test->errors.first; e != NULL; e = e->next) {
        sc_json_object(test->out);
        sc_json_key_str(test->out, "rule", sc_str_of(e->rule));
        sc_json_key_str(test->out, "message", e->message);
        sc_gql_places_write(e, test->out);
        sc_json_object_end(test->out);
    }
    sc_json_array_end(test->out);
}

static void answer_validate(struct test_case *test)
{
    static const struct sc_gql_validate_options options = {
        .comparisons_max = UINT32_MAX, .has_suggestions = true, .has_introspection = true};
    const struct sc_gql_schema *schema;
    struct sc_gql_document document;
    enum sc_status st =
        sc_gql_schema_build(test->arena, member(test, "schema"), &test->errors, &schema);

    if (st == SC_OK)
        st = sc_gql_parse(test->arena, member(test, "document"), SC_GQL_ANY, &sc_gql_limits_trusted,
                          &test->errors, &document);
    if (st == SC_OK)
        st = sc_gql_validate(test->arena, schema, &document, &options, &test->errors);
    sc_json_key_bool(test->out, "valid", st == SC_OK);
    write_refusals(test);
}

/* Schema, document and plan of a case; SC_OK, or `errors` say why not. */
static enum sc_status make_run(struct test_case *test, struct sc_gql_run **ret_run)
{
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    const struct sc_gql_plan *plan;
    struct sc_gql_document *document = sc_arena_zalloc(test->arena, sizeof *document);
    struct sc_str name = member(test, "operationName");
    enum sc_status st =
        sc_gql_schema_build(test->arena, member(test, "schema"), &test->errors, &schema);

    if (st == SC_OK)
        st = sc_gql_parse(test->arena, member(test, "document"), SC_GQL_EXECUTABLE,
                          &sc_gql_limits_trusted, &test->errors, document);
    if (st == SC_OK)
        st = sc_gql_bind_plain(test->arena, schema, &binding);
    if (st == SC_OK)
        st = sc_gql_plan_create(test->arena, schema, binding, document,
                                name.len > 0 ? name : (struct sc_str){0}, &test->errors, &plan);
    if (st != SC_OK)
        return st;
    test->has_variables = sc_json_in_has(&test->json, "variables", &test->variables);
    test->has_root = sc_json_in_has(&test->json, "root", &test->root);
    const struct sc_gql_run_config config = {
        .arena = test->arena,
        .plan = plan,
        .variables = test->has_variables ? &test->variables : NULL,
        .root = test->has_root ? &test->root : NULL,
    };
    return sc_gql_run_create(&config, &test->errors, ret_run);
}

static void answer_coerce(struct test_case *test)
{
    struct sc_gql_run *run;
    enum sc_status st = make_run(test, &run);

    sc_json_key_bool(test->out, "ok", st == SC_OK);
    if (st != SC_OK) {
        write_errors(test);
        return;
    }
    sc_json_key(test->out, SC_STR("coerced"));
    sc_json_object(test->out);
    for (size_t i = 0; i < run->variables.count; i++) {
        if (run->variables.data[i].kind == SC_GQL_DATUM_ABSENT)
            continue;
        sc_json_key(test->out, run->variables.uses[i].name);
        sc_gql_datum_put(test->out->buf, &run->variables.data[i]);
        test->out->after_key = false;
    }
    sc_json_object_end(test->out);
}

static void answer_execute(struct test_case *test)
{
    static const struct sc_gql_extensions extensions = {.cost = -1};
    struct sc_gql_batches batches;
    struct sc_gql_run *run;
    struct sc_buf answer;

    if (make_run(test, &run) != SC_OK) {
        write_errors(test);
        return;
    }
    while (sc_gql_run_turn(run, &batches) == SC_GQL_WAITS)
        abort(); /* JSON is all at hand */
    sc_buf_init(&answer, ANSWER_CAP);
    if (sc_gql_run_write(run, &extensions, &answer) == SC_OK) /* the members without the braces */
        sc_buf_put(test->out->buf, sc_str_sub(sc_buf_str(&answer), 1, answer.len - 2));
    sc_buf_finish(&answer);
}

static const struct {
    struct sc_str kind;
    void (*answer)(struct test_case *test); /* writes the members of the answer */
} kinds[] = {
    {{"parse", 5}, answer_parse},       {{"schema", 6}, answer_schema},
    {{"validate", 8}, answer_validate}, {{"coerce", 6}, answer_coerce},
    {{"execute", 7}, answer_execute},
};

static void answer(struct test_case *test, struct sc_str line)
{
    struct sc_json_in in;

    sc_json_in_parse_any(&in, test->arena, line, JSON_DEPTH, &test->json);
    sc_json_object(test->out);
    if (sc_json_in_status(&in) != SC_OK) {
        sc_json_key_str(test->out, "bad", sc_json_in_words(&in));
    } else {
        struct sc_str kind = member(test, "kind");
        for (size_t i = 0; i < SC_COUNT(kinds); i++)
            if (sc_str_eq(kind, kinds[i].kind))
                kinds[i].answer(test);
    }
    sc_json_object_end(test->out);
}

/* False: no memory, or nobody reads the answers. */
static bool answer_line(struct sc_str line, struct sc_buf *buf)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct sc_json_out out;

    if (arena == NULL)
        return false;
    struct test_case test = {.arena = arena, .errors = {.arena = arena}, .out = &out};
    sc_buf_clear(buf);
    sc_json_init(&out, buf);
    answer(&test, line);
    sc_buf_put_char(buf, '\n');
    sc_arena_destroy(arena);
    struct sc_str said = sc_buf_str(buf);
    return !buf->failed && fwrite(said.at, 1, said.len, stdout) == said.len && fflush(stdout) == 0;
}

int main(void)
{
    struct sc_buf buf;
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    bool goes_on = true;

    sc_buf_init(&buf, ANSWER_CAP);
    while (goes_on && (len = getline(&line, &room, stdin)) > 0)
        goes_on = answer_line((struct sc_str){line, (size_t)len}, &buf);
    free(line);
    sc_buf_finish(&buf);
    return goes_on ? 0 : 1;
}
