/*
 * Every field of the schema is asked for by everybody, and held against the rule that it declares
 * (@auth in schema/; docs/api.md says what the words mean).
 *
 * Who has the right gets an answer without an error. Who has not gets nothing, and changes
 * nothing. What a new field is to be asked with is made by its types; where they say too little the
 * test fails until api/helpers/rules.c is told, and where a new type has no rows, world.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/rules.h"
#include "api/helpers/sample.h"
#include "api/helpers/server.h"
#include "api/helpers/world.h"
#include "gateway/offer.h"

enum {
    ARENA_CAP = 64 * 1024 * 1024,
    SEEN_MAX = 400,
    STREAM_MS = 700, /* the first event of a stream is there before */
};

static struct world world;
static struct test_serving serving;
static struct sc_arena *arena;
static char log_path[] = "/tmp/sc-authorisation-XXXXXX";
static int wrong; /* answers so far that are not as declared */

/* What the one who may is refused all the same, for another reason. */
static const struct {
    const char *field;
    enum persona persona;
    const char *code;
} refused[] = {
    {"deleteAccount", OWNER, "BAD_USER_INPUT"}, /* others are in their household: hand it over */
    {"leaveHousehold", OWNER, "BAD_USER_INPUT"},
};

/* Whose answer is not of the world that was: the list is gone, the stranger is a member. */
static const char *const answers_changed[] = {"deleteList", "joinHousehold"};

/* Who has no right to the world's is answered of what is their own. */
static const char *const answers_own[] = {"lists"};

/* A question, and what came of it. */
struct question {
    const char *root; /* "query", ... */
    const struct sc_gql_field *field;
    enum persona persona;
    enum verdict verdict;
    struct sc_str document;
    json_t *answer;
    const json_t *value; /* of the field; NULL: no data */
    const char *code;    /* of the first error; "": none */
};

#define WRONG(q, ...)                                                               \
    do {                                                                            \
        print_error("%s %s %.*s: ", world_personas[(q)->persona].name, (q)->root,   \
                    SC_STR_ARGS((q)->field->name));                                 \
        print_error(__VA_ARGS__);                                                   \
        char *told_ = json_dumps((q)->answer, JSON_COMPACT);                        \
        print_error("\n    %.*s\n    %.600s\n", SC_STR_ARGS((q)->document), told_); \
        free(told_);                                                                \
        wrong++;                                                                    \
    } while (0)

/* Fields of somebody's that were seen with a value by someone who may. */
static struct {
    const struct sc_gql_field *at[SEEN_MAX];
    size_t count;
} seen;

static bool is_seen(const struct sc_gql_field *field)
{
    for (size_t i = 0; i < seen.count; i++)
        if (seen.at[i] == field)
            return true;
    return false;
}

static void see(const struct sc_gql_field *field)
{
    if (is_seen(field))
        return;
    assert_in_range(seen.count, 0, SEEN_MAX - 1);
    seen.at[seen.count++] = field;
}

/* Asking. */

/* The JSON of an answer, or of the first event of a stream; NULL: nothing has come. */
static json_t *read_answer(struct sc_str body)
{
    struct sc_str start = SC_STR("data: ");
    ptrdiff_t data = sc_str_find(body, start), end;

    if (sc_str_starts(body, SC_STR("{")))
        return json_loadb(body.at, body.len, 0, NULL);
    if (data < 0)
        return NULL;
    body = sc_str_sub(body, (size_t)data + start.len, body.len);
    end = sc_str_find_char(body, '\n');
    return json_loadb(body.at, end < 0 ? body.len : (size_t)end, 0, NULL);
}

static void ask(struct question *q)
{
    bool is_stream = strcmp(q->root, "subscription") == 0;
    json_t *request = json_pack("{s:s%}", "query", q->document.at, q->document.len);
    char *body = json_dumps(request, JSON_COMPACT);
    struct sc_str bytes = sc_arena_printf(
        arena,
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Accept: %s\r\nConnection: close\r\n%sContent-Length: %zu\r\n\r\n%s",
        is_stream ? "text/event-stream" : "application/json", world.headers[q->persona],
        strlen(body), body);
    struct test_answer answer;
    int fd = test_connect(serving.port);

    assert_true(test_send(fd, bytes));
    test_receive(arena, fd, is_stream ? STREAM_MS : TEST_ANSWER_MS, &answer);
    close(fd);
    free(body);
    json_decref(request);
    q->answer = read_answer(answer.body);
    if (q->answer == NULL && is_stream && answer.code == 200)
        q->answer = json_object(); /* it is open, and there is nothing to tell yet */
    if (q->answer == NULL)
        fail_msg("%.*s: %d %.*s", SC_STR_ARGS(q->document), answer.code, SC_STR_ARGS(answer.body));
    const json_t *data = json_object_get(q->answer, "data");
    q->value = json_object_getn(data, q->field->name.at, q->field->name.len);
    const json_t *error = json_array_get(json_object_get(q->answer, "errors"), 0);
    const char *code =
        json_string_value(json_object_get(json_object_get(error, "extensions"), "code"));
    q->code = code == NULL ? "" : code;
}

/* Judging. */

static bool has_code(const struct question *q, const char *code)
{
    return strcmp(q->code, code) == 0;
}

/* Null, or a page of nothing. */
static bool is_empty(const json_t *value)
{
    const json_t *nodes = json_object_get(value, "nodes");

    return value == NULL || json_is_null(value) || (nodes != NULL && json_array_size(nodes) == 0);
}

static void check_object(struct question *q, const struct sc_gql_type *type, const json_t *object,
                         bool is_theirs);

/*
 * A field of an object that was told, and what is below it. `is_theirs`: all of it is
 * one's own, and of that there may be none; nor of what a write has made.
 */
static void check_field(struct question *q, const struct sc_gql_field *field, const json_t *value,
                        bool is_theirs)
{
    struct rule rule = rule_of(field);
    const struct sc_gql_type *objects = rules_objects(field);
    enum verdict verdict = rules_judge(&rule, &world_personas[q->persona], true);
    bool is_page = objects != NULL && rules_is_connection(field->use->type);
    bool is_self = is_theirs || sc_str_eq(rule.may, SC_STR("self"));
    bool may_be_none = is_theirs || (is_self && is_page) || strcmp(q->root, "mutation") == 0;

    if (verdict != ALLOWED && !is_empty(value) && !is_theirs)
        WRONG(q, "%.*s is told", SC_STR_ARGS(field->name));
    if (verdict == ALLOWED && is_empty(value) && !may_be_none)
        WRONG(q, "%.*s is not told", SC_STR_ARGS(field->name));
    if (is_empty(value))
        return;
    if (verdict == ALLOWED)
        see(field);
    if (is_page)
        value = json_object_get(value, "nodes");
    const json_t *first = json_is_array(value) ? json_array_get(value, 0) : value;
    if (objects != NULL && first != NULL)
        check_object(q, objects, first, is_self);
}

static void check_object(struct question *q, const struct sc_gql_type *type, const json_t *object,
                         bool is_theirs)
{
    for (size_t i = 0; i < type->field_count; i++) {
        const struct sc_gql_field *field = &type->fields[i];
        const json_t *value = json_object_getn(object, field->name.at, field->name.len);
        if (value != NULL)
            check_field(q, field, value, is_theirs);
    }
}

static const char *refusal(const struct question *q)
{
    for (size_t i = 0; i < SC_COUNT(refused); i++)
        if (refused[i].persona == q->persona &&
            sc_str_eq(q->field->name, sc_str_of(refused[i].field)))
            return refused[i].code;
    return NULL;
}

/* Of what answers by words of its own. */
static bool says_no(const struct question *q)
{
    const json_t *answer = json_array_get(json_object_get(q->value, "answers"), 0);
    const char *code = json_string_value(json_object_get(answer, "code"));
    const char *kind = json_string_value(json_object_get(q->value, "kind"));

    return (code != NULL && strcmp(code, "APPLIED") != 0) ||
           (kind != NULL && strcmp(kind, "GONE") == 0);
}

static void check_allowed(struct question *q)
{
    const char *code = refusal(q);
    bool is_stream = strcmp(q->root, "subscription") == 0;

    if (code != NULL) {
        if (!has_code(q, code))
            WRONG(q, "should be %s", code);
    } else if (!has_code(q, "")) {
        WRONG(q, "is refused");
    } else if (says_no(q)) {
        WRONG(q, "is answered no");
    } else if (rule_of(q->field).may.at != NULL && !is_stream) {
        check_field(q, q->field, q->value, false);
    }
}

static bool tells_own(const struct question *q)
{
    bool is_person = (world_personas[q->persona].roles >> GATEWAY_PERSON & 1) != 0;

    for (size_t i = 0; i < SC_COUNT(answers_own); i++)
        if (is_person && sc_str_eq(q->field->name, sc_str_of(answers_own[i])))
            return true;
    return false;
}

static void check_refused(struct question *q)
{
    const struct world_persona *who = &world_personas[q->persona];
    bool may_know = who->standing != NO_MEMBER || who->level != NO_LEVEL;
    bool is_quiet = has_code(q, "") && (says_no(q) || strcmp(q->root, "query") == 0);

    if (q->verdict == NO_ROLE) {
        if (!has_code(q, who->roles == 0 ? "UNAUTHENTICATED" : "FORBIDDEN"))
            WRONG(q, "lacks the role");
    } else if (!is_quiet && !has_code(q, "NOT_FOUND") && !(may_know && has_code(q, "FORBIDDEN"))) {
        WRONG(q, "lacks the right");
    }
    if (tells_own(q))
        check_field(q, q->field, q->value, true);
    else if (!is_empty(q->value) && !says_no(q))
        WRONG(q, "is told");
}

static struct sc_str selection_of(const struct question *q)
{
    const struct sc_gql_type *objects = rules_objects(q->field);

    if (objects == NULL)
        return SC_STR("");
    if (sc_str_eq(q->field->name, SC_STR("applyOps")))
        return SC_STR("{ answers { code } }");
    if (strcmp(q->root, "subscription") == 0)
        return sc_str_eq(q->field->name, SC_STR("listNews")) ? SC_STR("{ kind }")
                                                             : SC_STR("{ __typename }");
    for (size_t i = 0; i < SC_COUNT(answers_changed); i++)
        if (sc_str_eq(q->field->name, sc_str_of(answers_changed[i])))
            return SC_STR("{ __typename }");
    struct sc_str below = rules_selection(&world, objects, q->persona);
    return rules_is_connection(q->field->use->type)
               ? sc_arena_printf(arena, "{ nodes %.*s }", SC_STR_ARGS(below))
               : below;
}

/* Asked in this way, and held against the rule. */
static void try_field(const char *root, const struct sc_gql_field *field,
                      const struct rules_way *way)
{
    struct question q = {.root = root, .field = field, .persona = way->persona};
    bool is_write = strcmp(root, "mutation") == 0;
    bool may_only_read = world_personas[way->persona].may_only_read;
    struct sc_arena_mark mark = sc_arena_mark(arena);

    if (is_write)
        world_renew(&world);
    struct sc_str call = rules_call(&world, field, way);
    struct sc_str selection = selection_of(&q);
    q.verdict = is_write && may_only_read ? NO_ROLE : rules_judge_call(&world, field, way);
    q.document =
        sc_arena_printf(arena, "%s { %.*s %.*s }", root, SC_STR_ARGS(call), SC_STR_ARGS(selection));
    ask(&q);
    if (q.verdict == ALLOWED)
        check_allowed(&q);
    else
        check_refused(&q);
    if (q.verdict != ALLOWED && is_write && world_has_changed(&world))
        WRONG(&q, "has changed something");
    json_decref(q.answer);
    sc_arena_rewind(arena, mark);
}

/* A persona whose own things are not this one's. */
static enum persona another(enum persona persona)
{
    return persona == OWNER ? STRANGER : OWNER;
}

static void try_as(const char *root, const struct sc_gql_field *field, enum persona persona)
{
    const struct sc_gql_type *own = rules_names_own(&world, field);

    if (own == NULL || world_id(&world, own->name, persona) != 0)
        try_field(root, field, &(struct rules_way){persona, persona, false});
    if (own != NULL)
        try_field(root, field, &(struct rules_way){persona, another(persona), false});
    if (sc_str_eq(rule_of(field).may, SC_STR("anyone")) && rules_may_name_nothing(&world, field))
        try_field(root, field, &(struct rules_way){persona, persona, true});
}

static void try_root(enum sc_gql_operation operation)
{
    const struct sc_gql_type *type = world.schema->roots[operation];

    wrong = 0;
    world_renew(&world);
    for (size_t i = 0; i < type->field_count; i++)
        for (enum persona p = 0; p < PERSONA_COUNT; p++)
            if (!sc_str_eq(type->fields[i].name, SC_STR("node")))
                try_as(sc_gql_operation_name(operation), &type->fields[i], p);
    assert_int_equal(wrong, 0);
}

static void queries_are_as_declared(void **state)
{
    (void)state;
    try_root(SC_GQL_QUERY);
}

static void mutations_are_as_declared(void **state)
{
    (void)state;
    try_root(SC_GQL_MUTATION);
}

static void subscriptions_are_as_declared(void **state)
{
    (void)state;
    try_root(SC_GQL_SUBSCRIPTION);
}

static void try_node(const struct sc_gql_type *type, enum persona persona, enum persona owner)
{
    const struct sc_gql_field *node =
        sc_gql_schema_field(world.schema, world.schema->roots[SC_GQL_QUERY], SC_STR("node"));
    struct sc_arena_mark mark = sc_arena_mark(arena);
    struct question q = {.root = "query", .field = node, .persona = persona};
    struct sc_str id = rules_id(&world, type, owner);
    struct sc_str below = rules_selection(&world, type, persona);
    const struct sc_gql_use use = {.kind = SC_GQL_REF_NAMED, .type = type};
    const struct sc_gql_field as_type = {.name = node->name, .use = &use};
    struct rule rule = rule_of(&as_type);

    q.document = sc_arena_printf(arena, "{ node(id: \"%.*s\") { ... on %.*s %.*s } }",
                                 SC_STR_ARGS(id), SC_STR_ARGS(type->name), SC_STR_ARGS(below));
    q.verdict = rules_judge(&rule, &world_personas[persona], persona == owner);
    ask(&q);
    if (!has_code(&q, ""))
        WRONG(&q, "%.*s is refused", SC_STR_ARGS(type->name));
    if ((q.verdict == ALLOWED) == is_empty(q.value))
        WRONG(&q, "%.*s %s", SC_STR_ARGS(type->name),
              is_empty(q.value) ? "is not told" : "is told");
    if (q.verdict == ALLOWED && !is_empty(q.value))
        check_object(&q, type, q.value, false);
    json_decref(q.answer);
    sc_arena_rewind(arena, mark);
}

static void nodes_are_as_declared(void **state)
{
    (void)state;
    wrong = 0;
    world_renew(&world);
    for (size_t i = 0; i < world.schema->type_count; i++) {
        const struct sc_gql_type *type = world.schema->types[i];
        for (enum persona p = 0; p < PERSONA_COUNT && rules_is_node(type); p++) {
            if (world_id(&world, type->name, p) != 0)
                try_node(type, p, p);
            try_node(type, p, another(p));
        }
    }
    assert_int_equal(wrong, 0);
}

/* Nothing that is somebody's has gone unasked; after the others. */
static void all_that_has_a_rule_was_seen(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < world.schema->type_count; i++) {
        const struct sc_gql_type *type = world.schema->types[i];
        for (size_t f = 0; f < type->field_count; f++) {
            const struct sc_gql_field *field = &type->fields[f];
            bool is_root = type == world.schema->roots[SC_GQL_QUERY] ||
                           type == world.schema->roots[SC_GQL_MUTATION] ||
                           type == world.schema->roots[SC_GQL_SUBSCRIPTION];
            const struct sc_gql_use use = {.kind = SC_GQL_REF_NAMED, .type = type};
            const struct sc_gql_field as_type = {.name = field->name, .use = &use};
            bool has_rule = rule_of(&as_type).may.at != NULL || rule_of(field).may.at != NULL;
            if (is_root || !has_rule || rules_is_connection(type) || rules_is_edge(type) ||
                is_seen(field))
                continue;
            print_error("%.*s.%.*s was never told\n", SC_STR_ARGS(type->name),
                        SC_STR_ARGS(field->name));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static int start(void **state)
{
    static const char *const words[] = {"serve", "--port", "0", NULL};

    if (sample_setup(state) != 0)
        return -1;
    arena = sc_arena_create(ARENA_CAP);
    assert_non_null(arena);
    int fd = mkstemp(log_path);
    assert_true(fd >= 0);
    close(fd);
    const struct test_serve serve = {
        .database_url = sample_catalogue()->database.url,
        .log_path = log_path,
        .words = words,
        .setting = "SMARTCART_WORKERS=0", /* jobs stay, so that one that was put is seen */
    };
    setenv("SMARTCART_SCHEDULE", "off", 1); /* and none is put but by who asks */
    test_serve_start(&serve, &serving);
    world_open(&world, sample_catalogue()->database.url);
    world.schema = rules_schema(arena);
    return 0;
}

static int stop(void **state)
{
    world_close(&world);
    test_serve_stop(arena, &serving);
    unlink(log_path);
    sc_arena_destroy(arena);
    return sample_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_are_as_declared),
        cmocka_unit_test(mutations_are_as_declared),
        cmocka_unit_test(subscriptions_are_as_declared),
        cmocka_unit_test(nodes_are_as_declared),
        cmocka_unit_test(all_that_has_a_rule_was_seen),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
