#include "graphql/value.h"

#include <math.h>
#include <stdlib.h>

#include "base/json_out.h"
#include "base/time.h"
#include "base/utf8.h"
#include "graphql/literal.h"
#include "graphql/scalar.h"

enum {
    NUMBER_MAX = 400,    /* bytes of a number's spelling */
    NAME_SHOWN_MAX = 60, /* bytes of a client's name that an error repeats */
};

static const int64_t long_max = INT64_C(1) << 53;

/* Whatever gave the value, as far as a leaf cares. */
struct given {
    enum {
        GIVEN_NUMBER,
        GIVEN_TEXT,
        GIVEN_BOOLEAN,
        GIVEN_NAME,
        GIVEN_OTHER
    } kind;
    struct sc_str text; /* of a number as spelled */
    bool is_true;
    bool is_literal; /* then 1.0 is no whole number, and a name no text */
};

static bool no_memory(struct sc_gql_coercion *c)
{
    c->status = SC_NO_MEMORY;
    return false;
}

static bool refuse(struct sc_gql_coercion *c, struct sc_str words)
{
    c->status = SC_INVALID;
    c->words = words;
    return words.at != NULL ? false : no_memory(c);
}

static bool refuse_type(struct sc_gql_coercion *c, const struct sc_gql_type *type, const char *what)
{
    return refuse(c, sc_arena_printf(c->arena, "%.*s: %s", SC_STR_ARGS(type->name), what));
}

static bool refuse_field(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                         struct sc_str name)
{
    name = sc_utf8_cut(name, NAME_SHOWN_MAX);
    return refuse(c, sc_arena_printf(c->arena, "%.*s: it has no field %.*s",
                                     SC_STR_ARGS(type->name), SC_STR_ARGS(name)));
}

static bool read_double(struct sc_str spelled, double *ret)
{
    char text[NUMBER_MAX + 1];

    if (spelled.len > NUMBER_MAX)
        return false;
    memcpy(text, spelled.at, spelled.len);
    text[spelled.len] = '\0';
    *ret = strtod(text, NULL);
    return isfinite(*ret);
}

/* 3 is whole, and in JSON 3.0 and 3e2 are too: many writers know only doubles. */
static bool read_whole(const struct given *given, int64_t max, int64_t *ret)
{
    double number;

    if (given->kind != GIVEN_NUMBER)
        return false;
    if (sc_str_i64(given->text, ret) != SC_OK) {
        if (given->is_literal || !read_double(given->text, &number) || number != trunc(number) ||
            fabs(number) > (double)long_max)
            return false;
        *ret = (int64_t)number;
    }
    return *ret >= -max - (max == INT32_MAX) && *ret <= max;
}

static bool is_integer_spelled(struct sc_str text)
{
    for (size_t i = text.len > 0 && text.at[0] == '-' ? 1 : 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return true;
}

/* An ID is a text; a whole number stands for its digits. */
static bool coerce_id(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                      const struct given *given, struct sc_gql_datum *ret)
{
    int64_t whole;

    ret->kind = SC_GQL_DATUM_TEXT;
    ret->text = given->text;
    if (given->kind == GIVEN_TEXT ||
        (given->kind == GIVEN_NUMBER && is_integer_spelled(given->text)))
        return true;
    if (!read_whole(given, long_max, &whole))
        return refuse_type(c, type, "neither a text nor a whole number");
    ret->text = sc_arena_printf(c->arena, "%lld", (long long)whole);
    return ret->text.at != NULL || no_memory(c);
}

static bool coerce_enum(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                        const struct given *given, struct sc_gql_datum *ret)
{
    bool is_named = given->kind == (given->is_literal ? GIVEN_NAME : GIVEN_TEXT);

    ret->kind = SC_GQL_DATUM_ENUM;
    for (uint32_t i = 0; is_named && i < type->value_count; i++)
        if (sc_str_eq(type->values[i].name, given->text)) {
            ret->count = i;
            ret->text = type->values[i].name;
            return true;
        }
    return refuse_type(c, type, "none of its values");
}

/* The scalars that are whole numbers inside. */
static bool coerce_whole(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                         const struct given *given, struct sc_gql_datum *ret)
{
    struct sc_date date;

    ret->kind = SC_GQL_DATUM_WHOLE;
    if (type->scalar == SC_GQL_SCALAR_INT)
        return read_whole(given, INT32_MAX, &ret->whole) ||
               refuse_type(c, type, "not a whole number of 32 bits");
    if (type->scalar == SC_GQL_SCALAR_LONG)
        return read_whole(given, long_max, &ret->whole) ||
               refuse_type(c, type, "not a whole number within 2^53");
    if (type->scalar == SC_GQL_SCALAR_DATE_TIME)
        return (given->kind == GIVEN_TEXT && sc_gql_time_read(given->text, &ret->whole) == SC_OK) ||
               refuse_type(c, type, "not a time such as 2026-11-25T20:58:30Z");
    if (given->kind != GIVEN_TEXT || sc_date_read(given->text, &date) != SC_OK)
        return refuse_type(c, type, "not a date such as 2026-11-25");
    ret->whole = sc_date_days(date);
    return true;
}

static bool coerce_scalar(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                          const struct given *given, struct sc_gql_datum *ret)
{
    switch (type->scalar) {
    case SC_GQL_SCALAR_INT:
    case SC_GQL_SCALAR_LONG:
    case SC_GQL_SCALAR_DATE_TIME:
    case SC_GQL_SCALAR_DATE:
        return coerce_whole(c, type, given, ret);
    case SC_GQL_SCALAR_FLOAT:
        ret->kind = SC_GQL_DATUM_FLOAT;
        return (given->kind == GIVEN_NUMBER && read_double(given->text, &ret->number)) ||
               refuse_type(c, type, "not a number of double precision");
    case SC_GQL_SCALAR_BOOLEAN:
        ret->kind = SC_GQL_DATUM_BOOLEAN;
        ret->is_true = given->is_true;
        return given->kind == GIVEN_BOOLEAN || refuse_type(c, type, "neither true nor false");
    case SC_GQL_SCALAR_ID:
        return coerce_id(c, type, given, ret);
    case SC_GQL_CUSTOM: /* taken as it is, elsewhere */
    case SC_GQL_SCALAR_STRING:
        ret->kind = SC_GQL_DATUM_TEXT;
        ret->text = given->text;
        return given->kind == GIVEN_TEXT || refuse_type(c, type, "not a text");
    }
    return false;
}

static bool coerce_leaf(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                        const struct given *given, struct sc_gql_datum *ret)
{
    *ret = (struct sc_gql_datum){.type = type};
    return type->kind == SC_GQL_TYPE_ENUM ? coerce_enum(c, type, given, ret)
                                          : coerce_scalar(c, type, given, ret);
}

/* A leaf of a custom scalar: whatever it is. */
static bool take_any(struct sc_gql_coercion *c, const struct given *given, struct sc_gql_datum *ret)
{
    *ret = (struct sc_gql_datum){0};
    switch (given->kind) {
    case GIVEN_BOOLEAN:
        ret->kind = SC_GQL_DATUM_BOOLEAN;
        ret->is_true = given->is_true;
        return true;
    case GIVEN_TEXT:
    case GIVEN_NAME:
        ret->kind = SC_GQL_DATUM_TEXT;
        ret->text = given->text;
        return true;
    case GIVEN_NUMBER:
        if (sc_str_i64(given->text, &ret->whole) == SC_OK && ret->whole >= -long_max &&
            ret->whole <= long_max) {
            ret->kind = SC_GQL_DATUM_WHOLE;
            return true;
        }
        ret->kind = SC_GQL_DATUM_FLOAT;
        return read_double(given->text, &ret->number) ||
               refuse(c, SC_STR("a number beyond double precision"));
    case GIVEN_OTHER:
        break;
    }
    ret->kind = SC_GQL_DATUM_NULL;
    return true;
}

static struct sc_gql_datum *make_items(struct sc_gql_coercion *c, size_t count,
                                       struct sc_gql_datum *ret)
{
    struct sc_gql_datum *items = sc_arena_array(c->arena, count, sizeof *items);

    if (items == NULL)
        no_memory(c);
    ret->items = items;
    ret->count = (uint32_t)count;
    return items;
}

static bool too_deep(struct sc_gql_coercion *c)
{
    return c->depth >= SC_GQL_COERCE_DEPTH_MAX && !refuse(c, SC_STR("nested too deep"));
}

/* Fields that were not given get their defaults; then the object is held against its type. */
static bool finish_object(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                          struct sc_gql_datum *items)
{
    size_t given = 0, nulls = 0;

    for (size_t i = 0; i < type->input_count; i++) {
        const struct sc_gql_input *input = &type->inputs[i];
        given += items[i].kind != SC_GQL_DATUM_ABSENT;
        nulls += items[i].kind == SC_GQL_DATUM_NULL;
        if (items[i].kind != SC_GQL_DATUM_ABSENT)
            continue;
        if (input->preset != NULL) {
            if (!sc_gql_coerce_literal(c, input->use, input->preset, &items[i]))
                return false;
        } else if (input->use->kind == SC_GQL_REF_NON_NULL) {
            return refuse(c, sc_arena_printf(c->arena, "%.*s: its field %.*s is missing",
                                             SC_STR_ARGS(type->name), SC_STR_ARGS(input->name)));
        }
    }
    if (type->is_one_of && (given != 1 || nulls != 0))
        return refuse_type(c, type, "not exactly one field that is not null");
    return true;
}

static struct given json_given(const struct sc_json *value)
{
    struct given given = {.kind = GIVEN_OTHER, .text = sc_json_in_raw(value)};
    enum sc_json_kind kind = sc_json_in_kind(value);

    if (kind == SC_JSON_NUMBER)
        given.kind = GIVEN_NUMBER;
    else if (kind == SC_JSON_TEXT)
        given.kind = GIVEN_TEXT;
    else if (kind == SC_JSON_TRUE || kind == SC_JSON_FALSE)
        given.kind = GIVEN_BOOLEAN;
    given.is_true = kind == SC_JSON_TRUE;
    return given;
}

static bool json_any(struct sc_gql_coercion *c, const struct sc_json *value,
                     struct sc_gql_datum *ret)
{
    enum sc_json_kind kind = sc_json_in_kind(value);
    struct sc_json child;
    uint32_t i = 0;

    if (kind != SC_JSON_ARRAY && kind != SC_JSON_OBJECT) {
        struct given given = json_given(value);
        return take_any(c, &given, ret);
    }
    *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_LIST};
    struct sc_gql_datum *items = make_items(c, sc_json_in_count(value), ret);
    if (items == NULL || too_deep(c))
        return false;
    struct sc_str *keys = NULL;
    if (kind == SC_JSON_OBJECT) {
        ret->kind = SC_GQL_DATUM_MAP;
        ret->keys = keys = sc_arena_array(c->arena, ret->count, sizeof *keys);
        if (keys == NULL)
            return no_memory(c);
    }
    c->depth++;
    for (bool more = sc_json_in_first(value, &child); more; more = sc_json_in_next(&child), i++) {
        if (keys != NULL)
            keys[i] = child.key;
        if (!json_any(c, &child, &items[i]))
            return false;
    }
    c->depth--;
    return true;
}

static bool json_object(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                        const struct sc_json *value, struct sc_gql_datum *ret)
{
    struct sc_json child;

    *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_OBJECT, .type = type};
    if (sc_json_in_kind(value) != SC_JSON_OBJECT)
        return refuse_type(c, type, "not an object");
    struct sc_gql_datum *items = make_items(c, type->input_count, ret);
    if (items == NULL)
        return false;
    for (bool more = sc_json_in_first(value, &child); more; more = sc_json_in_next(&child)) {
        const struct sc_gql_input *input =
            sc_gql_find_input(type->inputs, type->input_count, child.key);
        if (input == NULL)
            return refuse_field(c, type, child.key);
        if (!sc_gql_coerce_json(c, input->use, &child, &items[input - type->inputs]))
            return false;
    }
    return finish_object(c, type, items);
}

static bool json_list(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                      const struct sc_json *value, struct sc_gql_datum *ret)
{
    bool is_list = sc_json_in_kind(value) == SC_JSON_ARRAY;
    struct sc_json child;
    uint32_t i = 0;

    *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_LIST};
    struct sc_gql_datum *items = make_items(c, is_list ? sc_json_in_count(value) : 1, ret);
    if (items == NULL)
        return false;
    if (!is_list) /* one value stands for the list of it */
        return sc_gql_coerce_json(c, use->of, value, &items[0]);
    for (bool more = sc_json_in_first(value, &child); more; more = sc_json_in_next(&child))
        if (!sc_gql_coerce_json(c, use->of, &child, &items[i++]))
            return false;
    return true;
}

/* ".units[2]", from the top. */
static struct sc_str place_of(struct sc_gql_coercion *c, const struct sc_json *value)
{
    if (value == c->top || value == NULL)
        return SC_STR("");
    struct sc_str up = place_of(c, value->up);
    if (value->key.at == NULL)
        return sc_arena_printf(c->arena, "%.*s[%zu]", SC_STR_ARGS(up), value->index);
    return sc_arena_printf(c->arena, "%.*s.%.*s", SC_STR_ARGS(up), SC_STR_ARGS(value->key));
}

static bool json_value(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                       const struct sc_json *value, struct sc_gql_datum *ret)
{
    if (use->kind == SC_GQL_REF_NON_NULL) {
        if (sc_json_in_kind(value) == SC_JSON_NULL)
            return refuse(c, SC_STR("must not be null"));
        return json_value(c, use->of, value, ret);
    }
    if (sc_json_in_kind(value) == SC_JSON_NULL) {
        *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_NULL};
        return true;
    }
    if (use->kind == SC_GQL_REF_LIST)
        return json_list(c, use, value, ret);
    if (use->type->kind == SC_GQL_TYPE_INPUT)
        return json_object(c, use->type, value, ret);
    if (use->type->kind == SC_GQL_TYPE_SCALAR && use->type->scalar == SC_GQL_CUSTOM)
        return json_any(c, value, ret);
    struct given given = json_given(value);
    return coerce_leaf(c, use->type, &given, ret);
}

bool sc_gql_coerce_json(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                        const struct sc_json *value, struct sc_gql_datum *ret)
{
    if (c->depth == 0)
        c->top = value;
    if (too_deep(c))
        return false;
    c->depth++;
    bool fits = json_value(c, use, value, ret);
    c->depth--;
    if (!fits && c->place.at == NULL)
        c->place = place_of(c, value);
    return fits;
}

size_t sc_gql_variable_find(const struct sc_gql_variables *variables, struct sc_str name)
{
    size_t low = 0, high = variables == NULL ? 0 : variables->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = sc_str_cmp(variables->uses[middle].name, name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static struct sc_gql_datum variable_value(const struct sc_gql_coercion *c,
                                          const struct sc_gql_value *value)
{
    size_t i = sc_gql_variable_find(c->variables, value->text);

    if (i == SIZE_MAX || c->variables->data == NULL)
        return (struct sc_gql_datum){0};
    return c->variables->data[i];
}

static struct given literal_given(const struct sc_gql_value *value)
{
    struct given given = {
        .kind = GIVEN_OTHER, .text = value->text, .is_true = value->is_true, .is_literal = true};

    if (value->kind == SC_GQL_INT || value->kind == SC_GQL_FLOAT)
        given.kind = GIVEN_NUMBER;
    else if (value->kind == SC_GQL_STRING)
        given.kind = GIVEN_TEXT;
    else if (value->kind == SC_GQL_BOOLEAN)
        given.kind = GIVEN_BOOLEAN;
    else if (value->kind == SC_GQL_ENUM)
        given.kind = GIVEN_NAME;
    return given;
}

static size_t count_items(const struct sc_gql_value *value)
{
    size_t count = 0;

    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
        count++;
    for (const struct sc_gql_argument *field = value->fields; field != NULL; field = field->next)
        count++;
    return count;
}

static bool literal_any(struct sc_gql_coercion *c, const struct sc_gql_value *value,
                        struct sc_gql_datum *ret)
{
    uint32_t i = 0;

    if (value->kind == SC_GQL_VARIABLE) {
        *ret = variable_value(c, value);
        if (ret->kind == SC_GQL_DATUM_ABSENT)
            ret->kind = SC_GQL_DATUM_NULL;
        return true;
    }
    if (value->kind != SC_GQL_LIST && value->kind != SC_GQL_OBJECT) {
        struct given given = literal_given(value);
        return take_any(c, &given, ret);
    }
    *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_LIST};
    struct sc_gql_datum *items = make_items(c, count_items(value), ret);
    if (items == NULL || too_deep(c))
        return false;
    c->depth++;
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
        if (!literal_any(c, item, &items[i++]))
            return false;
    struct sc_str *keys = sc_arena_array(c->arena, ret->count, sizeof *keys);
    if (keys == NULL)
        return no_memory(c);
    if (value->kind == SC_GQL_OBJECT) {
        ret->kind = SC_GQL_DATUM_MAP;
        ret->keys = keys;
    }
    for (const struct sc_gql_argument *field = value->fields; field != NULL; field = field->next) {
        keys[i] = field->name;
        if (!literal_any(c, field->value, &items[i++]))
            return false;
    }
    c->depth--;
    return true;
}

static bool literal_object(struct sc_gql_coercion *c, const struct sc_gql_type *type,
                           const struct sc_gql_value *value, struct sc_gql_datum *ret)
{
    *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_OBJECT, .type = type};
    if (value->kind != SC_GQL_OBJECT)
        return refuse_type(c, type, "not an object");
    struct sc_gql_datum *items = make_items(c, type->input_count, ret);
    if (items == NULL)
        return false;
    for (const struct sc_gql_argument *field = value->fields; field != NULL; field = field->next) {
        const struct sc_gql_input *input =
            sc_gql_find_input(type->inputs, type->input_count, field->name);
        if (input == NULL)
            return refuse_field(c, type, field->name);
        if (!sc_gql_coerce_literal(c, input->use, field->value, &items[input - type->inputs]))
            return false;
    }
    return finish_object(c, type, items);
}

static bool literal_list(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                         const struct sc_gql_value *value, struct sc_gql_datum *ret)
{
    bool is_list = value->kind == SC_GQL_LIST;
    uint32_t i = 0;

    *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_LIST};
    struct sc_gql_datum *items = make_items(c, is_list ? count_items(value) : 1, ret);
    if (items == NULL)
        return false;
    if (!is_list)
        return sc_gql_coerce_literal(c, use->of, value, &items[0]);
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next, i++) {
        if (!sc_gql_coerce_literal(c, use->of, item, &items[i]))
            return false;
        if (items[i].kind == SC_GQL_DATUM_ABSENT) {
            items[i].kind = SC_GQL_DATUM_NULL;
            if (use->of->kind == SC_GQL_REF_NON_NULL)
                return refuse(c, SC_STR("an item of the list must not be null"));
        }
    }
    return true;
}

static bool literal_value(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                          const struct sc_gql_value *value, struct sc_gql_datum *ret)
{
    bool is_required = use->kind == SC_GQL_REF_NON_NULL;

    if (is_required)
        use = use->of;
    if (value->kind == SC_GQL_VARIABLE)
        *ret = variable_value(c, value);
    else if (value->kind == SC_GQL_NULL)
        *ret = (struct sc_gql_datum){.kind = SC_GQL_DATUM_NULL};
    if (value->kind == SC_GQL_VARIABLE || value->kind == SC_GQL_NULL)
        return !is_required || ret->kind != SC_GQL_DATUM_NULL ||
               refuse(c, SC_STR("must not be null"));
    if (use->kind == SC_GQL_REF_LIST)
        return literal_list(c, use, value, ret);
    if (use->type->kind == SC_GQL_TYPE_INPUT)
        return literal_object(c, use->type, value, ret);
    if (use->type->kind == SC_GQL_TYPE_SCALAR && use->type->scalar == SC_GQL_CUSTOM)
        return literal_any(c, value, ret);
    struct given given = literal_given(value);
    return coerce_leaf(c, use->type, &given, ret);
}

bool sc_gql_coerce_literal(struct sc_gql_coercion *c, const struct sc_gql_use *use,
                           const struct sc_gql_value *value, struct sc_gql_datum *ret)
{
    if (too_deep(c))
        return false;
    c->depth++;
    bool fits = literal_value(c, use, value, ret);
    c->depth--;
    return fits;
}

static void put_whole(struct sc_buf *buf, const struct sc_gql_datum *datum)
{
    enum sc_gql_scalar scalar = datum->type == NULL ? SC_GQL_CUSTOM : datum->type->scalar;

    if (scalar == SC_GQL_SCALAR_DATE_TIME)
        sc_gql_time_put(buf, datum->whole);
    else if (scalar == SC_GQL_SCALAR_DATE)
        sc_gql_date_put(buf, datum->whole);
    else
        sc_json_put_i64(buf, datum->whole);
}

static void put_items(struct sc_buf *buf, const struct sc_gql_datum *datum)
{
    bool is_list = datum->kind == SC_GQL_DATUM_LIST;
    const char *before = "";

    sc_buf_put_char(buf, is_list ? '[' : '{');
    for (uint32_t i = 0; i < datum->count; i++) {
        if (datum->items[i].kind == SC_GQL_DATUM_ABSENT)
            continue;
        sc_buf_put(buf, sc_str_of(before));
        before = ",";
        if (!is_list) {
            sc_json_put_text(buf, datum->kind == SC_GQL_DATUM_MAP ? datum->keys[i]
                                                                  : datum->type->inputs[i].name);
            sc_buf_put_char(buf, ':');
        }
        sc_gql_datum_put(buf, &datum->items[i]);
    }
    sc_buf_put_char(buf, is_list ? ']' : '}');
}

void sc_gql_datum_put(struct sc_buf *buf, const struct sc_gql_datum *datum)
{
    switch (datum->kind) {
    case SC_GQL_DATUM_ABSENT:
    case SC_GQL_DATUM_NULL:
        sc_buf_put(buf, SC_STR("null"));
        break;
    case SC_GQL_DATUM_BOOLEAN:
        sc_buf_put(buf, datum->is_true ? SC_STR("true") : SC_STR("false"));
        break;
    case SC_GQL_DATUM_WHOLE:
        put_whole(buf, datum);
        break;
    case SC_GQL_DATUM_FLOAT:
        sc_json_put_f64(buf, datum->number);
        break;
    case SC_GQL_DATUM_TEXT:
    case SC_GQL_DATUM_ENUM:
        sc_json_put_text(buf, datum->text);
        break;
    case SC_GQL_DATUM_LIST:
    case SC_GQL_DATUM_OBJECT:
    case SC_GQL_DATUM_MAP:
        put_items(buf, datum);
        break;
    }
}
