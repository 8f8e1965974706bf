#include "api/helpers/rules.h"

#include <string.h>

#include "base/buf.h"
#include "gateway/offer.h"
#include "gateway/schema_text.h"
#include "graphql/bind.h"
#include "graphql/id.h"
#include "testing/unit.h"

enum {
    TEXT_MAX = 64 * 1024,
    DEEP = 8,
};

#define PLACE "place: {lat: 51.8985, lon: -8.4756}, at: \"2026-06-10T11:00:00Z\""

/* What a field's argument is, where its type does not say enough. */
static const struct {
    const char
        *argument;     /* "field.argument", given always; or "argument" of any, where it must be */
    const char *value; /* NULL: it is left out */
    const char *alone; /* the same, where nothing of somebody's is named; NULL: that */
} given[] = {
    {"registerAccount.email", "\"fresh@world.ie\"", NULL},
    {"registerAccount.country", "\"IE\"", NULL},
    {"changeEmail.email", "\"fresh@world.ie\"", NULL},
    {"inviteToHousehold.role", "ADULT", NULL},
    {"setMemberRole.role", "CHILD", NULL},
    {"grantList.householdId", NULL, NULL}, /* one of the two */
    {"grantList.level", "READ", NULL},
    {"whereToBuy.input", "{" PLACE "}", "{lines: [{text: \"milk\"}], " PLACE "}"},
    {"planInput.input", "{" PLACE "}", NULL},
    {"dealsForList.input", "{" PLACE "}", NULL},
    {"first", "1", NULL},
    {"country", "\"IE\"", NULL},
    {"email", "\"owner@world.ie\"", NULL},
    {"password", "\"" WORLD_PASSWORD "\"", NULL},
    {"current", "\"" WORLD_PASSWORD "\"", NULL},
    {"name", "\"Name\"", NULL},
    {"key", "\"key\"", NULL},
    {"gtin", "\"9522220155809\"", NULL},
    {"text", "\"milk\"", NULL},
    {"code", "\"SAVE\"", NULL},
    {"categories", "[\"dairy\"]", NULL},
    {"locale", "\"en\"", NULL},
    {"lat", "51.8985", NULL},
    {"lon", "-8.4756", NULL},
};

const struct sc_gql_schema *rules_schema(struct sc_arena *arena)
{
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_str text = gateway_schema_text(arena);
    const struct sc_gql_schema *schema;

    text = sc_arena_printf(arena, "%.*s\n%s", SC_STR_ARGS(text), sc_gql_bind_sdl);
    assert_int_equal(sc_gql_schema_build(arena, text, &errors, &schema), SC_OK);
    return schema;
}

static struct sc_str word_of(const struct sc_gql_directive *directives, const char *name,
                             const char *argument)
{
    while (directives != NULL && !sc_str_eq(directives->name, sc_str_of(name)))
        directives = directives->next;
    for (const struct sc_gql_argument *a = directives == NULL ? NULL : directives->arguments;
         a != NULL; a = a->next)
        if (sc_str_eq(a->name, sc_str_of(argument)))
            return a->value->text;
    return (struct sc_str){0};
}

static const struct sc_gql_field *field_named(const struct sc_gql_type *type, const char *name)
{
    for (size_t i = 0; i < type->field_count; i++)
        if (sc_str_eq(type->fields[i].name, sc_str_of(name)))
            return &type->fields[i];
    return NULL;
}

bool rules_is_connection(const struct sc_gql_type *type)
{
    return field_named(type, "pageInfo") != NULL && field_named(type, "nodes") != NULL;
}

bool rules_is_edge(const struct sc_gql_type *type)
{
    return field_named(type, "cursor") != NULL && field_named(type, "node") != NULL;
}

bool rules_is_node(const struct sc_gql_type *type)
{
    return word_of(type->directives, "node", "tag").at != NULL;
}

const struct sc_gql_type *rules_objects(const struct sc_gql_field *field)
{
    const struct sc_gql_type *type = field->use->type;

    if (!sc_gql_is_composite(type))
        return NULL;
    return rules_is_connection(type) ? field_named(type, "nodes")->use->type : type;
}

struct rule rule_of(const struct sc_gql_field *field)
{
    const struct sc_gql_type *objects = rules_objects(field);
    struct rule rule = {
        .role = word_of(field->directives, "auth", "role"),
        .may = word_of(field->directives, "auth", "may"),
    };

    if (rule.may.at == NULL && objects != NULL)
        rule.may = word_of(objects->directives, "auth", "may");
    return rule;
}

enum verdict rules_judge(const struct rule *rule, const struct world_persona *who, bool is_theirs)
{
    static const char *const roles[] = {
        [GATEWAY_OPERATOR] = "operator",
        [GATEWAY_PERSON] = "person",
        [GATEWAY_ACCOUNT] = "account",
    };
    static const char *const standings[] = {"guest", "child", "adult", "owner"};
    static const char *const levels[] = {"read", "edit", "manage"};
    bool is_person = (who->roles >> GATEWAY_PERSON & 1) != 0;

    for (size_t i = 0; i < SC_COUNT(roles); i++)
        if (sc_str_eq(rule->role, sc_str_of(roles[i])) && (who->roles >> i & 1) == 0)
            return NO_ROLE;
    if (rule->may.at == NULL || sc_str_eq(rule->may, SC_STR("anyone")))
        return ALLOWED;
    if (sc_str_eq(rule->may, SC_STR("self")))
        return is_person && is_theirs ? ALLOWED : NO_RIGHT;
    for (size_t i = 0; i < SC_COUNT(standings); i++)
        if (sc_str_eq(rule->may, sc_str_of(standings[i])))
            return (size_t)who->standing > i ? ALLOWED : NO_RIGHT;
    for (size_t i = 0; i < SC_COUNT(levels); i++)
        if (sc_str_eq(rule->may, sc_str_of(levels[i])))
            return (size_t)who->level > i ? ALLOWED : NO_RIGHT;
    fail_msg("nobody told the test what %.*s means", SC_STR_ARGS(rule->may));
    return NO_RIGHT;
}

static const struct sc_gql_type *id_type(const struct world *w, const struct sc_gql_input *input)
{
    struct sc_str of = word_of(input->directives, "id", "of");

    return of.at == NULL ? NULL : sc_gql_schema_type(w->schema, of);
}

static bool is_somebodys(const struct sc_gql_type *type)
{
    return word_of(type->directives, "auth", "may").at != NULL;
}

static bool must_be_given(const struct sc_gql_input *input)
{
    return input->use->kind == SC_GQL_REF_NON_NULL && input->preset == NULL;
}

static bool is_own(const struct sc_gql_type *type)
{
    return sc_str_eq(word_of(type->directives, "auth", "may"), SC_STR("self"));
}

const struct sc_gql_type *rules_names_own(const struct world *w, const struct sc_gql_field *field)
{
    for (size_t i = 0; i < field->arg_count; i++) {
        const struct sc_gql_type *type = id_type(w, &field->args[i]);
        if (type != NULL && is_own(type))
            return type;
    }
    return NULL;
}

bool rules_may_name_nothing(const struct world *w, const struct sc_gql_field *field)
{
    size_t named = 0;

    for (size_t i = 0; i < field->arg_count; i++) {
        const struct sc_gql_type *type = id_type(w, &field->args[i]);
        if (type == NULL || !is_somebodys(type))
            continue;
        named++;
        if (must_be_given(&field->args[i]))
            return false;
    }
    return named > 0;
}

enum verdict rules_judge_call(struct world *w, const struct sc_gql_field *field,
                              const struct rules_way *way)
{
    const struct world_persona *who = &world_personas[way->persona];
    bool is_theirs = way->persona == way->owner;
    struct rule rule = rule_of(field);
    enum verdict verdict = rules_judge(&rule, who, is_theirs);

    for (size_t i = 0; i < field->arg_count && verdict == ALLOWED && !way->names_nothing; i++) {
        const struct sc_gql_type *type = id_type(w, &field->args[i]);
        struct rule named = {0};
        if (type != NULL)
            named.may = word_of(type->directives, "auth", "may");
        verdict = rules_judge(&named, who, is_theirs);
    }
    return verdict;
}

struct sc_str rules_id(struct world *w, const struct sc_gql_type *type, enum persona owner)
{
    static const struct sc_field key = {.name = "id", .type = SC_FIELD_BIGINT};
    const struct sc_field *keys[] = {&key};
    const struct sc_gql_id_form form = {
        .tag = word_of(type->directives, "node", "tag"), .keys = keys, .key_count = 1};
    const union sc_key_part part = {.number = world_id(w, type->name, owner)};
    struct sc_buf buf;

    if (part.number == 0)
        fail_msg("the world has no %.*s: world.c makes one", SC_STR_ARGS(type->name));
    sc_buf_init(&buf, SC_GQL_ID_MAX);
    sc_gql_id_put(&buf, &form, &part);
    struct sc_str id = sc_arena_str(w->arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return id;
}

/* A question about a field in the making. */
struct asking {
    struct world *w;
    const struct sc_gql_field *field;
    struct rules_way way;
    struct sc_buf *out;
};

static void put(struct asking *a, struct sc_str text)
{
    sc_buf_put(a->out, text);
}

/* The links of mails, and what else opens something, are new in each world. */
static const char *secret_of(const struct asking *a, struct sc_str argument)
{
    static const struct {
        const char *field;
        enum world_claim claim;
    } claims[] = {
        {"verifyAccount", CLAIM_REGISTER},
        {"resetPassword", CLAIM_RESET},
        {"confirmEmail", CLAIM_EMAIL},
    };

    if (sc_str_eq(argument, SC_STR("refreshToken")))
        return a->w->refresh.text;
    if (!sc_str_eq(argument, SC_STR("token")))
        return NULL;
    for (size_t i = 0; i < SC_COUNT(claims); i++)
        if (sc_str_eq(a->field->name, sc_str_of(claims[i].field)))
            return a->w->claims[claims[i].claim].text;
    return sc_str_eq(a->field->name, SC_STR("joinHousehold")) ? a->w->invitation.text : NULL;
}

/* The edits of a list are worth an example of their own. */
static struct sc_str op_of(const struct asking *a)
{
    const struct sc_gql_type *list = sc_gql_schema_type(a->w->schema, SC_STR("List"));

    return sc_arena_printf(a->w->arena,
                           "[{id: \"3a1f2c52-6f0e-4c7e-9d2f-0c1f6a7b8c9d\", listId: \"%.*s\", "
                           "itemId: \"7d0e6a1c-2b43-4b0e-8a55-1f2e3d4c5b6a\", name: \"Tea\", "
                           "stamp: \"%012llx-0000-00000000000000aa\"}]",
                           SC_STR_ARGS(rules_id(a->w, list, a->way.owner)),
                           (unsigned long long)(sc_wall_us() / 1000));
}

/* What the table says of an argument. */
struct told {
    bool is_there;
    bool is_always; /* it is given where it may be left out, too */
    const char *value;
};

static struct told look_up(const struct asking *a, struct sc_str argument)
{
    for (size_t i = 0; i < SC_COUNT(given); i++) {
        struct sc_str name = sc_str_of(given[i].argument);
        ptrdiff_t dot = sc_str_find_char(name, '.');
        bool is_of_field = dot < 0 || sc_str_eq(sc_str_sub(name, 0, (size_t)dot), a->field->name);
        bool is_alone = a->way.names_nothing && given[i].alone != NULL;
        if (is_of_field && sc_str_eq(sc_str_sub(name, (size_t)(dot + 1), name.len), argument))
            return (struct told){true, dot >= 0, is_alone ? given[i].alone : given[i].value};
    }
    return (struct told){0};
}

static bool put_input(struct asking *a, const struct sc_gql_input *input);

static void put_object(struct asking *a, const struct sc_gql_type *type)
{
    bool has_some = false;

    put(a, SC_STR("{"));
    for (size_t i = 0; i < type->input_count; i++) {
        if (!must_be_given(&type->inputs[i]))
            continue;
        put(a, has_some ? SC_STR(", ") : SC_STR(""));
        has_some |= put_input(a, &type->inputs[i]);
    }
    put(a, SC_STR("}"));
}

static bool is_list(const struct sc_gql_use *use)
{
    return use->kind == SC_GQL_REF_LIST || (use->kind == SC_GQL_REF_NON_NULL && is_list(use->of));
}

/* By the type alone. False: it says too little. */
static bool put_typed(struct asking *a, const struct sc_gql_input *input)
{
    const struct sc_gql_type *type = input->use->type, *of = id_type(a->w, input);

    put(a, is_list(input->use) ? SC_STR("[") : SC_STR(""));
    if (of != NULL)
        put(a, sc_arena_printf(a->w->arena, "\"%.*s\"",
                               SC_STR_ARGS(rules_id(a->w, of, a->way.owner))));
    else if (type->kind == SC_GQL_TYPE_ENUM)
        put(a, type->values[0].name);
    else if (type->kind == SC_GQL_TYPE_INPUT)
        put_object(a, type);
    else if (type->scalar == SC_GQL_SCALAR_BOOLEAN)
        put(a, SC_STR("true"));
    else
        return false;
    put(a, is_list(input->use) ? SC_STR("]") : SC_STR(""));
    return true;
}

/* What may be left out is, unless it names what is somebody's, or opens something. */
static bool is_wanted(const struct asking *a, const struct sc_gql_input *input,
                      const struct told *told)
{
    const struct sc_gql_type *of = id_type(a->w, input);
    bool has_password = a->way.persona != VISITOR && a->way.persona != KEY;

    if (told->is_there && told->value == NULL)
        return false;
    return must_be_given(input) || told->is_always || secret_of(a, input->name) != NULL ||
           sc_str_eq(input->name, SC_STR("first")) || /* one of many is enough, and cheap */
           (has_password && sc_str_eq(input->name, SC_STR("password"))) ||
           (of != NULL && is_somebodys(of) && !a->way.names_nothing);
}

/* "name: value"; false: it is left out. */
static bool put_input(struct asking *a, const struct sc_gql_input *input)
{
    const char *secret = secret_of(a, input->name);
    struct told told = look_up(a, input->name);

    if (!is_wanted(a, input, &told))
        return false;
    put(a, input->name);
    put(a, SC_STR(": "));
    if (secret != NULL)
        put(a, sc_arena_printf(a->w->arena, "\"%s\"", secret));
    else if (told.is_there)
        put(a, sc_str_of(told.value));
    else if (sc_str_eq(a->field->name, SC_STR("applyOps")))
        put(a, op_of(a));
    else if (!put_typed(a, input))
        fail_msg("%.*s(%.*s:) - tell the test what it is: rules.c, given",
                 SC_STR_ARGS(a->field->name), SC_STR_ARGS(input->name));
    return true;
}

static void put_call(struct asking *a)
{
    bool has_some = false;

    put(a, a->field->name);
    for (size_t i = 0; i < a->field->arg_count; i++) {
        size_t len = a->out->len;
        put(a, has_some ? SC_STR(", ") : SC_STR("("));
        if (put_input(a, &a->field->args[i]))
            has_some = true;
        else
            a->out->len = len;
    }
    put(a, has_some ? SC_STR(")") : SC_STR(""));
}

static struct sc_str finish(struct world *w, struct sc_buf *buf)
{
    assert_false(buf->failed);
    struct sc_str text = sc_arena_str(w->arena, sc_buf_str(buf));
    sc_buf_finish(buf);
    return text;
}

struct sc_str rules_call(struct world *w, const struct sc_gql_field *field,
                         const struct rules_way *way)
{
    struct sc_buf buf;
    struct asking a = {.w = w, .field = field, .way = *way, .out = &buf};

    sc_buf_init(&buf, TEXT_MAX);
    put_call(&a);
    return finish(w, &buf);
}

/* Whether something that is somebody's can be reached from its objects. */
static bool leads_there(const struct sc_gql_type *type, bool *is_seen)
{
    if (is_seen[type->index])
        return false;
    is_seen[type->index] = true;
    for (size_t i = 0; i < type->field_count; i++) {
        const struct sc_gql_type *objects = rules_objects(&type->fields[i]);
        if (rule_of(&type->fields[i]).may.at != NULL ||
            (objects != NULL && leads_there(objects, is_seen)))
            return true;
    }
    return false;
}

static bool is_worth_asking(const struct asking *a, const struct sc_gql_type *type,
                            const struct sc_gql_field *field)
{
    const struct sc_gql_type *objects = rules_objects(field);

    if (is_somebodys(type) || rule_of(field).may.at != NULL)
        return true;
    bool *is_seen = sc_arena_zalloc(a->w->arena, a->w->schema->type_count);
    assert_non_null(is_seen);
    return objects != NULL && leads_there(objects, is_seen);
}

static void put_selection(struct asking *a, const struct sc_gql_type *type,
                          const struct sc_gql_type **path, size_t depth)
{
    put(a, SC_STR("{ __typename"));
    for (size_t i = 0; i < type->field_count; i++) {
        const struct sc_gql_field *field = &type->fields[i];
        const struct sc_gql_type *objects = rules_objects(field);
        bool is_page = objects != NULL && rules_is_connection(field->use->type);
        bool is_back = depth == DEEP;
        for (size_t p = 0; p < depth && objects != NULL; p++)
            is_back |= path[p] == objects;
        if (is_back || !is_worth_asking(a, type, field))
            continue;
        a->field = field;
        put(a, SC_STR(" "));
        put_call(a);
        put(a, is_page ? SC_STR(" { nodes ") : SC_STR(""));
        path[depth] = objects;
        if (objects != NULL)
            put_selection(a, objects, path, depth + 1);
        put(a, is_page ? SC_STR(" }") : SC_STR(""));
    }
    put(a, SC_STR(" }"));
}

struct sc_str rules_selection(struct world *w, const struct sc_gql_type *type, enum persona persona)
{
    const struct sc_gql_type *path[DEEP + 1] = {type};
    struct sc_buf buf;
    struct asking a = {.w = w, .way = {persona, persona, false}, .out = &buf};

    sc_buf_init(&buf, TEXT_MAX);
    put_selection(&a, type, path, 1);
    return finish(w, &buf);
}
