#include "base/json_in.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/json_in_parse.h"
#include "base/time.h"

enum {
    SHOWN_KEY_MAX = 60, /* bytes of a foreign key that an error repeats */
};

/* Text from outside in a message of ours: one line, printable, not long. */
static size_t put_key(char *out, size_t room, struct sc_str key)
{
    size_t len = 0;

    for (size_t i = 0; i < key.len && i < SHOWN_KEY_MAX && len + 1 < room; i++) {
        unsigned char c = (unsigned char)key.at[i];
        out[len++] = c > 0x20 && c < 0x7F ? (char)c : '?';
    }
    out[len] = '\0';
    return len;
}

/* "deals[3].count", or "" for the document itself. Depth is bounded by the parser. */
static size_t put_place(char *out, size_t room, const struct sc_json *value)
{
    if (value->up == NULL)
        return 0;
    size_t len = put_place(out, room, value->up);
    if (value->key.at == NULL) {
        int step = snprintf(out + len, room - len, "[%zu]", value->index);
        len += step < 0 ? 0 : (size_t)step;
        return len < room ? len : room - 1;
    }
    if (len > 0 && len + 1 < room)
        out[len++] = '.';
    return len + put_key(out + len, room - len, value->key);
}

void sc_json_in_fail(const struct sc_json *value, const char *format, ...)
{
    struct sc_json_in *in = value->in;
    va_list args;

    if (in->status != SC_OK)
        return;
    in->status = SC_INVALID;
    size_t len = put_place(in->words, sizeof in->words, value);
    if (len == 0)
        len = put_key(in->words, sizeof in->words, SC_STR("document"));
    len += (size_t)snprintf(in->words + len, sizeof in->words - len, ": ");
    if (len >= sizeof in->words)
        return;
    va_start(args, format);
    vsnprintf(in->words + len, sizeof in->words - len, format, args);
    va_end(args);
}

enum sc_status sc_json_in_status(const struct sc_json_in *in)
{
    return in->status;
}

struct sc_str sc_json_in_words(const struct sc_json_in *in)
{
    return sc_str_of(in->words);
}

/* NULL where there is nothing to read: a failure was noted before, or stands in the document. */
static const struct sc_json_token *token_of(const struct sc_json *value)
{
    if (value->in->status != SC_OK || value->token == SIZE_MAX)
        return NULL;
    return &value->in->tokens[value->token];
}

static bool is_kind(const struct sc_json *value, enum sc_json_kind kind)
{
    const struct sc_json_token *token = token_of(value);

    return token != NULL && token->kind == kind;
}

bool sc_json_in_is_object(const struct sc_json *value)
{
    return is_kind(value, SC_JSON_OBJECT);
}

enum sc_json_kind sc_json_in_kind(const struct sc_json *value)
{
    const struct sc_json_token *token = token_of(value);

    return token == NULL ? SC_JSON_NULL : (enum sc_json_kind)token->kind;
}

struct sc_str sc_json_in_raw(const struct sc_json *value)
{
    if (!is_kind(value, SC_JSON_TEXT) && !is_kind(value, SC_JSON_NUMBER))
        return SC_STR("");
    return sc_json_in_bytes(value->in, value->token);
}

size_t sc_json_in_count(const struct sc_json *value)
{
    if (!is_kind(value, SC_JSON_ARRAY) && !is_kind(value, SC_JSON_OBJECT))
        return 0;
    return token_of(value)->len;
}

/* The member as it stands, null too; fails when `object` is none. */
static bool find(const struct sc_json *object, const char *key, struct sc_json *ret_value)
{
    const struct sc_json_in *in = object->in;
    struct sc_str wanted = sc_str_of(key);
    size_t index = 0;

    *ret_value = (struct sc_json){.in = object->in, .up = object, .key = wanted, .token = SIZE_MAX};
    sc_json_in_object(object);
    if (token_of(object) == NULL)
        return false;
    size_t end = in->tokens[object->token].after;
    for (size_t t = object->token + 1; t < end; t = in->tokens[t + 1].after, index++)
        if (sc_str_eq(sc_json_in_bytes(in, t), wanted)) {
            ret_value->index = index;
            ret_value->token = t + 1;
            return true;
        }
    return false;
}

bool sc_json_in_has(const struct sc_json *object, const char *key, struct sc_json *ret_value)
{
    if (find(object, key, ret_value) && !is_kind(ret_value, SC_JSON_NULL))
        return true;
    ret_value->token = SIZE_MAX;
    return false;
}

struct sc_json sc_json_in_need(const struct sc_json *object, const char *key)
{
    struct sc_json value;

    if (!find(object, key, &value))
        sc_json_in_fail(&value, "is missing");
    else if (is_kind(&value, SC_JSON_NULL))
        sc_json_in_fail(&value, "must not be null");
    return value;
}

size_t sc_json_in_object(const struct sc_json *value)
{
    const struct sc_json_token *token = token_of(value);

    if (token != NULL && token->kind == SC_JSON_OBJECT)
        return token->len;
    sc_json_in_fail(value, "must be an object");
    return 0;
}

size_t sc_json_in_array(const struct sc_json *value, size_t max)
{
    const struct sc_json_token *token = token_of(value);

    if (token == NULL || token->kind != SC_JSON_ARRAY)
        sc_json_in_fail(value, "must be a list");
    else if (token->len > max)
        sc_json_in_fail(value, "has more than %zu entries", max);
    else
        return token->len;
    return 0;
}

/* Sets the child up at the token where it starts: a key, or an element. */
static void stand_at(struct sc_json *child, size_t token)
{
    const struct sc_json_in *in = child->in;

    if (in->tokens[child->up->token].kind == SC_JSON_OBJECT)
        child->key = sc_json_in_bytes(in, token++);
    child->token = token;
}

bool sc_json_in_first(const struct sc_json *container, struct sc_json *ret_child)
{
    const struct sc_json_token *token = token_of(container);

    *ret_child = (struct sc_json){.in = container->in, .up = container, .token = SIZE_MAX};
    if (token == NULL || token->len == 0 ||
        (token->kind != SC_JSON_ARRAY && token->kind != SC_JSON_OBJECT))
        return false;
    stand_at(ret_child, container->token + 1);
    return true;
}

bool sc_json_in_next(struct sc_json *child)
{
    const struct sc_json_in *in = child->in;

    if (token_of(child) == NULL)
        return false;
    size_t next = in->tokens[child->token].after;
    if (next >= in->tokens[child->up->token].after)
        return false;
    child->index++;
    stand_at(child, next);
    return true;
}

static void fail_range(const struct sc_json *value, int64_t min, int64_t max)
{
    if (max == INT64_MAX)
        sc_json_in_fail(value, "must be %" PRId64 " or more", min);
    else
        sc_json_in_fail(value, "must be %" PRId64 " to %" PRId64, min, max);
}

/* Digits with an optional minus, saturating; false for any other number. */
static bool whole_number(struct sc_str text, int64_t *ret_number)
{
    bool negative = text.at[0] == '-';
    int64_t number = 0;

    for (size_t i = negative ? 1 : 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, text.at[i] - '0', &number))
            number = INT64_MAX;
    }
    *ret_number = negative ? -number : number;
    return true;
}

int64_t sc_json_in_int_of(const struct sc_json *value, int64_t min, int64_t max)
{
    int64_t number = 0;

    if (!is_kind(value, SC_JSON_NUMBER))
        sc_json_in_fail(value, "must be a whole number");
    else if (!whole_number(sc_json_in_bytes(value->in, value->token), &number))
        sc_json_in_fail(value, "must be a whole number, without point or exponent");
    else if (number < min || number > max)
        fail_range(value, min, max);
    else
        return number;
    return 0;
}

static struct sc_str checked_text(const struct sc_json *value, size_t token)
{
    const struct sc_json_in *in = value->in;
    struct sc_str text = sc_json_in_bytes(in, token);

    if (text.len == 0 || text.len > SC_JSON_IN_TEXT_MAX)
        sc_json_in_fail(value, "must have 1 to %d bytes", (int)SC_JSON_IN_TEXT_MAX);
    else if (in->tokens[token].has_lone_surrogate)
        sc_json_in_fail(value, "must not have half of a surrogate pair");
    else if (sc_str_find_char(text, '\0') >= 0)
        sc_json_in_fail(value, "must not have a NUL");
    else if (sc_str_find(text, SC_STR("\xEF\xBB\xBF")) >= 0)
        sc_json_in_fail(value, "must not have a byte order mark");
    else
        return text;
    return SC_STR("");
}

struct sc_str sc_json_in_text_of(const struct sc_json *value)
{
    if (is_kind(value, SC_JSON_TEXT))
        return checked_text(value, value->token);
    sc_json_in_fail(value, "must be a text");
    return SC_STR("");
}

struct sc_str sc_json_in_key_of(const struct sc_json *member)
{
    if (token_of(member) == NULL)
        return SC_STR("");
    assert(member->key.at != NULL);
    return checked_text(member, member->token - 1);
}

bool sc_json_in_bool_of(const struct sc_json *value)
{
    if (!is_kind(value, SC_JSON_TRUE) && !is_kind(value, SC_JSON_FALSE))
        sc_json_in_fail(value, "must be true or false");
    return is_kind(value, SC_JSON_TRUE);
}

static int64_t time_of(const struct sc_json *value)
{
    int64_t at_us = 0;

    if (!is_kind(value, SC_JSON_TEXT) ||
        sc_time_read(sc_json_in_bytes(value->in, value->token), &at_us) != SC_OK)
        sc_json_in_fail(value, "must be a time, YYYY-MM-DDTHH:MM:SSZ");
    return at_us;
}

int64_t sc_json_in_int(const struct sc_json *object, const char *key, int64_t min, int64_t max)
{
    struct sc_json value = sc_json_in_need(object, key);

    return sc_json_in_int_of(&value, min, max);
}

struct sc_str sc_json_in_text(const struct sc_json *object, const char *key)
{
    struct sc_json value = sc_json_in_need(object, key);

    return sc_json_in_text_of(&value);
}

int64_t sc_json_in_time(const struct sc_json *object, const char *key)
{
    struct sc_json value = sc_json_in_need(object, key);

    return time_of(&value);
}

int64_t sc_json_in_int_or(const struct sc_json *object, const char *key, int64_t min, int64_t max,
                          int64_t otherwise)
{
    struct sc_json value;

    if (!sc_json_in_has(object, key, &value))
        return otherwise;
    return sc_json_in_int_of(&value, min, max);
}

bool sc_json_in_bool_or(const struct sc_json *object, const char *key, bool otherwise)
{
    struct sc_json value;

    if (!sc_json_in_has(object, key, &value))
        return otherwise;
    return sc_json_in_bool_of(&value);
}

struct sc_str sc_json_in_text_or_absent(const struct sc_json *object, const char *key)
{
    struct sc_json value;

    if (!sc_json_in_has(object, key, &value))
        return (struct sc_str){0};
    return sc_json_in_text_of(&value);
}

int64_t sc_json_in_time_or(const struct sc_json *object, const char *key, int64_t otherwise)
{
    struct sc_json value;

    if (!sc_json_in_has(object, key, &value))
        return otherwise;
    return time_of(&value);
}

const struct sc_str *sc_json_in_texts(const struct sc_json *object, const char *key, size_t max,
                                      size_t *ret_count)
{
    struct sc_json list, entry;
    size_t count = 0;

    *ret_count = 0;
    if (!sc_json_in_has(object, key, &list))
        return NULL;
    struct sc_str *texts =
        sc_arena_array(list.in->arena, sc_json_in_array(&list, max), sizeof *texts);
    if (texts == NULL) {
        list.in->status = SC_NO_MEMORY;
        return NULL;
    }
    for (bool more = sc_json_in_first(&list, &entry); more; more = sc_json_in_next(&entry))
        texts[count++] = sc_json_in_text_of(&entry);
    if (list.in->status != SC_OK)
        return NULL;
    *ret_count = count;
    return texts;
}
