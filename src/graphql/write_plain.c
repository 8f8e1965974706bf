#include <stdlib.h>

#include "base/json_out.h"
#include "graphql/write_parts.h"

/* A member of an object; false: there is none. `ret` borrows `object`. */
static bool member_of(const struct sc_json *object, struct sc_str key, struct sc_json *ret)
{
    if (sc_json_in_kind(object) != SC_JSON_OBJECT)
        return false;
    for (bool more = sc_json_in_first(object, ret); more; more = sc_json_in_next(ret))
        if (sc_str_eq(ret->key, key))
            return true;
    return false;
}

static void put_json(struct sc_buf *buf, const struct sc_json *value)
{
    enum sc_json_kind kind = sc_json_in_kind(value);
    struct sc_json child;
    const char *before = "";

    if (kind == SC_JSON_TEXT)
        sc_json_put_text(buf, sc_json_in_raw(value));
    else if (kind == SC_JSON_NUMBER)
        sc_buf_put(buf, sc_json_in_raw(value));
    else if (kind == SC_JSON_TRUE || kind == SC_JSON_FALSE)
        sc_buf_put(buf, kind == SC_JSON_TRUE ? SC_STR("true") : SC_STR("false"));
    else if (kind == SC_JSON_NULL)
        sc_buf_put(buf, SC_STR("null"));
    if (kind != SC_JSON_ARRAY && kind != SC_JSON_OBJECT)
        return;
    sc_buf_put_char(buf, kind == SC_JSON_ARRAY ? '[' : '{');
    for (bool more = sc_json_in_first(value, &child); more; more = sc_json_in_next(&child)) {
        sc_buf_put(buf, sc_str_of(before));
        before = ",";
        if (kind == SC_JSON_OBJECT) {
            sc_json_put_text(buf, child.key);
            sc_buf_put_char(buf, ':');
        }
        put_json(buf, &child);
    }
    sc_buf_put_char(buf, kind == SC_JSON_ARRAY ? ']' : '}');
}

/* The number that a leaf stands for, as JavaScript would have it; false: none. */
static bool number_of(const struct sc_json *value, double *ret)
{
    enum sc_json_kind kind = sc_json_in_kind(value);
    struct sc_str raw = sc_json_in_raw(value);
    char text[64];
    char *end;

    *ret = kind == SC_JSON_TRUE;
    if (kind == SC_JSON_TRUE || kind == SC_JSON_FALSE)
        return true;
    if (raw.len == 0 || raw.len >= sizeof text)
        return false;
    memcpy(text, raw.at, raw.len);
    text[raw.len] = '\0';
    *ret = strtod(text, &end);
    return *end == '\0' && __builtin_isfinite(*ret);
}

static bool put_number(struct sc_buf *buf, const struct sc_json *value, bool is_int)
{
    double number;

    if (!number_of(value, &number))
        return false;
    if (is_int && (number < INT32_MIN || number > INT32_MAX || number != (int32_t)number))
        return false;
    sc_json_put_f64(buf, number);
    return true;
}

static bool put_boolean(struct sc_buf *buf, const struct sc_json *value)
{
    double number;

    if (sc_json_in_kind(value) == SC_JSON_TEXT || !number_of(value, &number))
        return false;
    sc_buf_put(buf, number != 0 ? SC_STR("true") : SC_STR("false"));
    return true;
}

/* Text; numbers and, of a String, booleans say themselves. */
static bool put_text(struct sc_buf *buf, const struct sc_json *value, bool is_id)
{
    enum sc_json_kind kind = sc_json_in_kind(value);
    double number;

    if (kind == SC_JSON_TEXT) {
        sc_json_put_text(buf, sc_json_in_raw(value));
        return true;
    }
    bool is_bool = kind == SC_JSON_TRUE || kind == SC_JSON_FALSE;
    if (!number_of(value, &number) || (is_id && (is_bool || number != __builtin_trunc(number))))
        return false;
    sc_buf_put_char(buf, '"');
    if (is_bool)
        sc_buf_put(buf, kind == SC_JSON_TRUE ? SC_STR("true") : SC_STR("false"));
    else
        sc_json_put_f64(buf, number);
    sc_buf_put_char(buf, '"');
    return true;
}

static bool put_enum(struct sc_buf *buf, const struct sc_gql_type *type,
                     const struct sc_json *value)
{
    for (size_t i = 0; i < type->value_count; i++)
        if (sc_json_in_kind(value) == SC_JSON_TEXT &&
            sc_str_eq(type->values[i].name, sc_json_in_raw(value))) {
            sc_json_put_text(buf, type->values[i].name);
            return true;
        }
    return false;
}

static bool put_leaf(struct sc_buf *buf, const struct sc_gql_type *type,
                     const struct sc_json *value)
{
    if (type->kind == SC_GQL_TYPE_ENUM)
        return put_enum(buf, type, value);
    switch (type->scalar) {
    case SC_GQL_SCALAR_INT:
    case SC_GQL_SCALAR_FLOAT:
        return put_number(buf, value, type->scalar == SC_GQL_SCALAR_INT);
    case SC_GQL_SCALAR_BOOLEAN:
        return put_boolean(buf, value);
    case SC_GQL_SCALAR_STRING:
    case SC_GQL_SCALAR_ID:
        return put_text(buf, value, type->scalar == SC_GQL_SCALAR_ID);
    case SC_GQL_CUSTOM:
    case SC_GQL_SCALAR_DATE_TIME:
    case SC_GQL_SCALAR_DATE:
    case SC_GQL_SCALAR_LONG:
        put_json(buf, value);
        return true;
    }
    return false;
}

/* The field's arguments as compact JSON text, in a text. */
static enum sc_gql_wrote write_args(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const struct sc_gql_path *path)
{
    const struct sc_gql_field *def = at->field->def;
    struct sc_str words = {0};
    const char *where = NULL;
    const struct sc_gql_datum *args = sc_gql_run_args(w->run, at->field, &words, &where);
    const char *before = "";
    struct sc_buf text;

    if (words.at != NULL)
        return sc_gql_write_fail(w, at, path, "BAD_USER_INPUT", words);
    if (w->run->status != SC_OK)
        return SC_GQL_WROTE_NULL;
    sc_buf_init(&text, w->buf->cap);
    sc_buf_put_char(&text, '{');
    for (size_t i = 0; i < def->arg_count; i++) {
        if (args[i].kind == SC_GQL_DATUM_ABSENT)
            continue;
        sc_buf_put(&text, sc_str_of(before));
        before = ",";
        sc_json_put_text(&text, def->args[i].name);
        sc_buf_put_char(&text, ':');
        sc_gql_datum_put(&text, &args[i]);
    }
    sc_buf_put_char(&text, '}');
    sc_json_put_text(w->buf, sc_buf_str(&text));
    sc_buf_finish(&text);
    return SC_GQL_WROTE_VALUE;
}

static enum sc_gql_wrote write_object(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                      const struct sc_json *value, const struct sc_gql_path *path)
{
    const struct sc_gql_plan_set *set = at->field->set;
    size_t start = w->buf->len;
    struct sc_json name;
    size_t kind = 0;

    if (set->type->kind != SC_GQL_TYPE_OBJECT) {
        if (member_of(value, SC_STR("__typename"), &name))
            while (kind < set->type->possible_count &&
                   !sc_str_eq(set->objects[kind].type->name, sc_json_in_raw(&name)))
                kind++;
        else
            kind = set->type->possible_count;
        if (kind == set->type->possible_count)
            return sc_gql_write_fail(w, at, path, sc_status_graphql(SC_INTERNAL),
                                     SC_STR("__typename says no possible type"));
    }
    enum sc_gql_wrote wrote = sc_gql_write_object(w, &set->objects[kind], value, 0, path);
    if (wrote != SC_GQL_WROTE_VALUE)
        w->buf->len = start;
    return wrote;
}

static enum sc_gql_wrote write_use(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                   const struct sc_gql_use *use, const struct sc_json *value,
                                   const struct sc_gql_path *path);

static enum sc_gql_wrote write_list(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const struct sc_gql_use *use, const struct sc_json *value,
                                    const struct sc_gql_path *path)
{
    struct sc_gql_path step = {.up = path};
    size_t start = w->buf->len;
    struct sc_json item;

    if (sc_json_in_kind(value) != SC_JSON_ARRAY)
        return sc_gql_write_fail(w, at, path, sc_status_graphql(SC_INTERNAL), SC_STR("not a list"));
    sc_buf_put_char(w->buf, '[');
    for (bool more = sc_json_in_first(value, &item); more; more = sc_json_in_next(&item)) {
        if (item.index > 0)
            sc_buf_put_char(w->buf, ',');
        step.index = item.index;
        enum sc_gql_wrote wrote = write_use(w, at, use->of, &item, &step);
        if (!sc_gql_write_settle(w, wrote, use->of->kind == SC_GQL_REF_NON_NULL, at, &step)) {
            w->buf->len = start;
            return SC_GQL_WROTE_ERROR;
        }
    }
    sc_buf_put_char(w->buf, ']');
    return SC_GQL_WROTE_VALUE;
}

static enum sc_gql_wrote write_use(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                   const struct sc_gql_use *use, const struct sc_json *value,
                                   const struct sc_gql_path *path)
{
    size_t start = w->buf->len;

    if (use->kind == SC_GQL_REF_NON_NULL)
        use = use->of;
    if (sc_json_in_kind(value) == SC_JSON_NULL)
        return SC_GQL_WROTE_NULL;
    if (use->kind == SC_GQL_REF_LIST)
        return write_list(w, at, use, value, path);
    if (at->field->set != NULL)
        return write_object(w, at, value, path);
    if (sc_json_in_kind(value) == SC_JSON_TEXT && sc_str_eq(sc_json_in_raw(value), SC_STR("$args")))
        return write_args(w, at, path);
    if (put_leaf(w->buf, use->type, value))
        return SC_GQL_WROTE_VALUE;
    w->buf->len = start;
    return sc_gql_write_fail(w, at, path, sc_status_graphql(SC_INTERNAL),
                             SC_STR("a value that is none of its type"));
}

enum sc_gql_wrote sc_gql_write_plain(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                     const void *row)
{
    const struct sc_gql_field *def = at->field->def;
    struct sc_json value;

    if (w->run->root == NULL || !member_of(row, def->name, &value))
        return SC_GQL_WROTE_NULL;
    return write_use(w, at, def->use, &value, &at->path);
}
