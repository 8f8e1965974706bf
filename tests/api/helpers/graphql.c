#include "api/helpers/graphql.h"

#include <stdlib.h>

#include "testing/unit.h"

json_t *test_ask(struct sc_arena *arena, const struct test_serving *serving, const char *document,
                 const char *variables)
{
    return test_ask_as(arena, serving, NULL, document, variables);
}

json_t *test_ask_as(struct sc_arena *arena, const struct test_serving *serving, const char *token,
                    const char *document, const char *variables)
{
    json_t *asked = json_pack("{s:s}", "query", document);

    if (variables != NULL)
        json_object_set_new(asked, "variables", json_loads(variables, 0, NULL));
    char *text = json_dumps(asked, JSON_COMPACT);
    struct test_answer answer = test_post_as(arena, serving->port, token, sc_str_of(text));
    json_t *json = json_loadb(answer.body.at, answer.body.len, 0, NULL);

    free(text);
    json_decref(asked);
    if (answer.code != 200 || json == NULL)
        fail_msg("%s: %d %.*s", document, answer.code, SC_STR_ARGS(answer.body));
    return json;
}

static void print_json(const json_t *json)
{
    char *text = json_dumps(json, JSON_INDENT(2));

    print_error("%s\n", text);
    free(text);
}

const json_t *test_at(const json_t *answer, const char *path)
{
    struct sc_str rest = sc_str_of(path), step;
    const json_t *at = answer;

    while (at != NULL && sc_str_take(&rest, '.', &step)) {
        int64_t index;
        if (json_is_array(at) && sc_str_i64(step, &index) == SC_OK)
            at = json_array_get(at, (size_t)index);
        else
            at = json_object_getn(at, step.at, step.len);
    }
    if (at == NULL) {
        print_json(answer);
        fail_msg("no %s", path);
    }
    return at;
}

const char *test_text_at(const json_t *answer, const char *path)
{
    const char *text = json_string_value(test_at(answer, path));

    if (text == NULL)
        fail_msg("%s is no string", path);
    return text;
}

int64_t test_int_at(const json_t *answer, const char *path)
{
    const json_t *number = test_at(answer, path);

    if (!json_is_integer(number))
        fail_msg("%s is no whole number", path);
    return json_integer_value(number);
}

void test_is_clean(const json_t *answer)
{
    if (json_object_get(answer, "errors") == NULL)
        return;
    print_json(answer);
    fail_msg("the answer has errors");
}
