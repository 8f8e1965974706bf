#include "graphql/literal.h"

#include "base/time.h"
#include "graphql/scalar.h"
#include "graphql/suggest.h"

enum {
    QUOTED_MAX = 80, /* bytes of a value that an error repeats */
};

static const int64_t long_max = INT64_C(1) << 53;

#define complain(reader, at, ...)                                                       \
    (sc_gql_error_add((reader)->errors, (reader)->code, (reader)->rule, (reader)->text, \
                      (const char *const[]){(at), NULL}, __VA_ARGS__),                  \
     false)

static bool is_whole(const struct sc_gql_value *value, int64_t min, int64_t max)
{
    int64_t number;

    return value->kind == SC_GQL_INT && sc_str_i64(value->text, &number) == SC_OK &&
           number >= min && number <= max;
}

static const struct sc_gql_enum_value *find_enum_value(const struct sc_gql_type *type,
                                                       struct sc_str name)
{
    for (size_t i = 0; i < type->value_count; i++)
        if (sc_str_eq(type->values[i].name, name))
            return &type->values[i];
    return NULL;
}

static bool scalar_fits(enum sc_gql_scalar scalar, const struct sc_gql_value *value)
{
    int64_t at_us;
    struct sc_date date;

    switch (scalar) {
    case SC_GQL_CUSTOM:
        return true;
    case SC_GQL_SCALAR_INT:
        return is_whole(value, INT32_MIN, INT32_MAX);
    case SC_GQL_SCALAR_LONG:
        return is_whole(value, -long_max, long_max);
    case SC_GQL_SCALAR_FLOAT:
        return value->kind == SC_GQL_INT || value->kind == SC_GQL_FLOAT;
    case SC_GQL_SCALAR_STRING:
        return value->kind == SC_GQL_STRING;
    case SC_GQL_SCALAR_BOOLEAN:
        return value->kind == SC_GQL_BOOLEAN;
    case SC_GQL_SCALAR_ID:
        return value->kind == SC_GQL_STRING || value->kind == SC_GQL_INT;
    case SC_GQL_SCALAR_DATE_TIME:
        return value->kind == SC_GQL_STRING && sc_gql_time_read(value->text, &at_us) == SC_OK;
    case SC_GQL_SCALAR_DATE:
        return value->kind == SC_GQL_STRING && sc_date_read(value->text, &date) == SC_OK;
    }
    return false;
}

bool sc_gql_leaf_fits(const struct sc_gql_type *type, const struct sc_gql_value *value)
{
    if (type->kind == SC_GQL_TYPE_ENUM)
        return value->kind == SC_GQL_ENUM && find_enum_value(type, value->text) != NULL;
    return scalar_fits(type->scalar, value);
}

bool sc_gql_is_required(const struct sc_gql_input *input)
{
    return input->use->kind == SC_GQL_REF_NON_NULL && input->preset == NULL;
}

struct sc_str sc_gql_use_words(struct sc_arena *arena, const struct sc_gql_use *use)
{
    size_t depth = 0;

    for (const struct sc_gql_use *in = use; in->kind != SC_GQL_REF_NAMED; in = in->of)
        depth++;
    /* Each wrapper adds at most two bytes, and all but the last of "[" stand before the name. */
    size_t room = use->type->name.len + 2 * depth;
    char *words = sc_arena_alloc(arena, room);
    if (words == NULL)
        return use->type->name;
    size_t from = 0, to = room;
    for (; use->kind != SC_GQL_REF_NAMED; use = use->of) {
        words[--to] = use->kind == SC_GQL_REF_LIST ? ']' : '!';
        if (use->kind == SC_GQL_REF_LIST)
            words[from++] = '[';
    }
    memcpy(words + from, use->type->name.at, use->type->name.len);
    size_t end = from + use->type->name.len;
    memmove(words + end, words + to, room - to);
    return (struct sc_str){.at = words, .len = end + room - to};
}

/* As it stands in the document, cut between characters. */
static struct sc_str quote(const struct sc_gql_value *value)
{
    struct sc_str quoted = {.at = value->at, .len = (size_t)(value->end - value->at)};

    if (quoted.len <= QUOTED_MAX)
        return quoted;
    quoted.len = QUOTED_MAX;
    while (quoted.len > 0 && ((unsigned char)quoted.at[quoted.len] & 0xC0) == 0x80)
        quoted.len--;
    return quoted;
}

static bool refuse_leaf(const struct sc_gql_literal_reader *reader, const struct sc_gql_type *type,
                        const struct sc_gql_value *value)
{
    struct sc_str words = SC_STR("");

    if (reader->has_suggestions && type->kind == SC_GQL_TYPE_ENUM) {
        struct sc_gql_suggestions near = sc_gql_suggest(
            value->kind == SC_GQL_ENUM || value->kind == SC_GQL_STRING ? value->text : words);
        for (size_t i = 0; i < type->value_count; i++)
            sc_gql_suggest_offer(&near, type->values[i].name);
        words = sc_gql_suggest_words(&near, reader->arena, "the enum value ");
    }
    return complain(reader, value->at, "Expected value of type \"%.*s\", found: %.*s.%.*s",
                    SC_STR_ARGS(type->name), SC_STR_ARGS(quote(value)), SC_STR_ARGS(words));
}

/* Of fields given twice, which another rule refuses, the last counts. */
static const struct sc_gql_value *last_of(const struct sc_gql_argument *fields, struct sc_str name)
{
    const struct sc_gql_value *found = NULL;

    for (; fields != NULL; fields = fields->next)
        if (sc_str_eq(fields->name, name))
            found = fields->value;
    return found;
}

static bool check_known(const struct sc_gql_literal_reader *reader, const struct sc_gql_type *type,
                        const struct sc_gql_argument *field)
{
    struct sc_str words = SC_STR("");

    if (sc_gql_find_input(type->inputs, type->input_count, field->name) != NULL)
        return true;
    if (reader->has_suggestions) {
        struct sc_gql_suggestions near = sc_gql_suggest(field->name);
        for (size_t i = 0; i < type->input_count; i++)
            sc_gql_suggest_offer(&near, type->inputs[i].name);
        words = sc_gql_suggest_words(&near, reader->arena, "");
    }
    return complain(reader, field->name.at,
                    "Expected value of type \"%.*s\" not to include unknown field \"%.*s\".%.*s",
                    SC_STR_ARGS(type->name), SC_STR_ARGS(field->name), SC_STR_ARGS(words));
}

/* `known` fields of the type are there, the last of which is `only`. */
static bool check_one_of(const struct sc_gql_literal_reader *reader, const struct sc_gql_type *type,
                         const struct sc_gql_value *value, size_t known,
                         const struct sc_gql_value *only)
{
    if (!type->is_one_of || (known == 1 && only->kind != SC_GQL_NULL))
        return true;
    return complain(reader, value->at,
                    "Within OneOf Input Object type \"%.*s\", exactly one field must be specified, "
                    "and the value for that field must be non-null.",
                    SC_STR_ARGS(type->name));
}

static bool check_object(const struct sc_gql_literal_reader *reader, const struct sc_gql_type *type,
                         const struct sc_gql_value *value)
{
    bool fits = true;
    size_t known = 0;
    const struct sc_gql_value *only = NULL;

    if (value->kind != SC_GQL_OBJECT)
        return complain(reader, value->at,
                        "Expected value of type \"%.*s\" to be an object, found: %.*s.",
                        SC_STR_ARGS(type->name), SC_STR_ARGS(quote(value)));
    for (size_t i = 0; i < type->input_count; i++) {
        const struct sc_gql_input *input = &type->inputs[i];
        const struct sc_gql_value *given = last_of(value->fields, input->name);
        if (given != NULL)
            fits &= sc_gql_literal_check(reader, input->use, given);
        else if (sc_gql_is_required(input))
            fits = complain(reader, value->at,
                            "Expected value of type \"%.*s\" to include required field \"%.*s\", "
                            "found: %.*s.",
                            SC_STR_ARGS(type->name), SC_STR_ARGS(input->name),
                            SC_STR_ARGS(quote(value)));
    }
    for (const struct sc_gql_argument *field = value->fields; field != NULL; field = field->next) {
        bool is_known = check_known(reader, type, field);
        fits &= is_known;
        known += is_known;
        if (is_known)
            only = field->value;
    }
    return check_one_of(reader, type, value, known, only) && fits;
}

bool sc_gql_literal_check(const struct sc_gql_literal_reader *reader, const struct sc_gql_use *use,
                          const struct sc_gql_value *value)
{
    bool fits = true;

    if (value->kind == SC_GQL_VARIABLE)
        return true;
    if (use->kind == SC_GQL_REF_NON_NULL) {
        if (value->kind == SC_GQL_NULL)
            return complain(reader, value->at,
                            "Expected value of non-null type \"%.*s\" not to be null.",
                            SC_STR_ARGS(sc_gql_use_words(reader->arena, use)));
        use = use->of;
    }
    if (value->kind == SC_GQL_NULL)
        return true;
    if (use->kind == SC_GQL_REF_LIST && value->kind != SC_GQL_LIST)
        return sc_gql_literal_check(reader, use->of, value);
    if (use->kind == SC_GQL_REF_LIST) {
        for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
            fits &= sc_gql_literal_check(reader, use->of, item);
        return fits;
    }
    if (use->type->kind == SC_GQL_TYPE_INPUT)
        return check_object(reader, use->type, value);
    return sc_gql_leaf_fits(use->type, value) || refuse_leaf(reader, use->type, value);
}
