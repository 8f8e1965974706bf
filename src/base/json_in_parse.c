#include "base/json_in_parse.h"

#include <assert.h>
#include <stdlib.h>

#include "base/utf8.h"

enum {
    FEW_KEYS = 8, /* up to here comparing every two keys is quicker than sorting */
};

static bool parse_value(struct sc_json *value);

static struct sc_str rest_of(const struct sc_json_in *in)
{
    return (struct sc_str){.at = in->text.at + in->at, .len = in->text.len - in->at};
}

/* The next byte, or NUL at the end: NUL itself is never right outside a text. */
static char peek(const struct sc_json_in *in)
{
    return in->at < in->text.len ? in->text.at[in->at] : '\0';
}

static bool bad_syntax(const struct sc_json *value, const char *what)
{
    const struct sc_json_in *in = value->in;
    size_t line = 1;
    size_t line_start = 0;

    for (size_t i = 0; i < in->at && i < in->text.len; i++)
        if (in->text.at[i] == '\n') {
            line++;
            line_start = i + 1;
        }
    sc_json_in_fail(value, "%s (line %zu, byte %zu)", what, line, in->at - line_start + 1);
    return false;
}

static void skip_space(struct sc_json_in *in)
{
    while (in->at < in->text.len && strchr(" \t\n\r", in->text.at[in->at]) != NULL &&
           in->text.at[in->at] != '\0')
        in->at++;
}

static size_t add_token(struct sc_json_in *in, enum sc_json_kind kind)
{
    struct sc_json_token *token = &in->tokens[in->token_count];

    *token = (struct sc_json_token){.kind = (uint8_t)kind, .at = (uint32_t)in->at};
    token->after = (uint32_t)in->token_count + 1;
    return in->token_count++;
}

struct sc_str sc_json_in_bytes(const struct sc_json_in *in, size_t token)
{
    const struct sc_json_token *t = &in->tokens[token];
    const char *base = t->is_unescaped ? in->unescaped : in->text.at;

    return (struct sc_str){.at = base + t->at, .len = t->len};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool skip_digits(struct sc_json_in *in)
{
    size_t from = in->at;

    while (is_digit(peek(in)))
        in->at++;
    return in->at > from;
}

static bool parse_number(struct sc_json *value)
{
    struct sc_json_in *in = value->in;
    struct sc_json_token *token = &in->tokens[add_token(in, SC_JSON_NUMBER)];

    if (peek(in) == '-')
        in->at++;
    if (peek(in) == '0')
        in->at++;
    else if (!skip_digits(in))
        return bad_syntax(value, "expected a value");
    if (peek(in) == '.') {
        in->at++;
        if (!skip_digits(in))
            return bad_syntax(value, "expected a digit");
    }
    if (peek(in) == 'e' || peek(in) == 'E') {
        in->at++;
        if (peek(in) == '+' || peek(in) == '-')
            in->at++;
        if (!skip_digits(in))
            return bad_syntax(value, "expected a digit");
    }
    token->len = (uint32_t)(in->at - token->at);
    return true;
}

static bool parse_word(struct sc_json *value, struct sc_str word, enum sc_json_kind kind)
{
    struct sc_json_in *in = value->in;

    if (!sc_str_starts(rest_of(in), word))
        return bad_syntax(value, "expected a value");
    add_token(in, kind);
    in->at += word.len;
    return true;
}

/* Four hexadecimal digits at `at`, or -1. */
static int32_t hex4(const struct sc_json_in *in, size_t at)
{
    int32_t code = 0;

    for (size_t i = at; i < at + 4; i++) {
        int32_t digit = i < in->text.len ? sc_hex_value(in->text.at[i]) : -1;
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static void put_code(struct sc_json_in *in, uint32_t code)
{
    unsigned char *out = (unsigned char *)in->unescaped + in->unescaped_len;
    size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

    for (size_t i = len; i-- > 1; code >>= 6)
        out[i] = (unsigned char)(0x80 | (code & 0x3F));
    out[0] = (unsigned char)(lead[len] | code);
    in->unescaped_len += len;
}

/* Behind "\u"; takes both halves of a pair. */
static bool parse_code(struct sc_json *value, struct sc_json_token *token)
{
    struct sc_json_in *in = value->in;
    int32_t code = hex4(in, in->at);

    if (code < 0)
        return bad_syntax(value, "expected four hexadecimal digits");
    in->at += 4;
    if (code >= 0xD800 && code <= 0xDBFF && sc_str_starts(rest_of(in), SC_STR("\\u"))) {
        int32_t low = hex4(in, in->at + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            in->at += 6;
            code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00);
        }
    }
    if (code >= 0xD800 && code <= 0xDFFF)
        token->has_lone_surrogate = true;
    put_code(in, (uint32_t)code);
    return true;
}

/* At a backslash. */
static bool parse_escape(struct sc_json *value, struct sc_json_token *token)
{
    static const char names[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    struct sc_json_in *in = value->in;

    in->at++;
    char c = peek(in);
    if (c == 'u') {
        in->at++;
        return parse_code(value, token);
    }
    const char *name = c == '\0' ? NULL : strchr(names, c);
    if (name == NULL)
        return bad_syntax(value, "no such escape");
    in->unescaped[in->unescaped_len++] = meant[name - names];
    in->at++;
    return true;
}

/*
 * Behind the opening quote, when the text has an escape: what stands in it is
 * copied out. What comes out of an escape is never longer than the escape.
 */
static bool parse_escaped(struct sc_json *value, struct sc_json_token *token)
{
    struct sc_json_in *in = value->in;

    if (in->unescaped == NULL)
        in->unescaped = sc_arena_alloc(in->arena, in->text.len);
    if (in->unescaped == NULL) {
        in->status = SC_NO_MEMORY;
        return false;
    }
    token->is_unescaped = true;
    token->at = (uint32_t)in->unescaped_len;
    while (peek(in) != '"') {
        if (peek(in) != '\\')
            in->unescaped[in->unescaped_len++] = in->text.at[in->at++];
        else if (!parse_escape(value, token))
            return false;
    }
    if (token->has_lone_surrogate && in->is_any)
        return bad_syntax(value, "half of a surrogate pair");
    token->len = (uint32_t)(in->unescaped_len - token->at);
    in->at++;
    return true;
}

/* At the opening quote. A first pass finds the end, so that most texts are borrowed as they are. */
static bool parse_text(struct sc_json *value)
{
    struct sc_json_in *in = value->in;
    bool has_escape = false;

    in->at++;
    size_t start = in->at;
    struct sc_json_token *token = &in->tokens[add_token(in, SC_JSON_TEXT)];
    for (;;) {
        unsigned char c = (unsigned char)peek(in);
        if (in->at >= in->text.len)
            return bad_syntax(value, "a text without end");
        if (c == '"')
            break;
        if (c < 0x20)
            return bad_syntax(value, "a control character in a text");
        if (c == '\\') {
            has_escape = true;
            in->at++; /* whatever is escaped, a quote too, is not the end */
            if (in->at >= in->text.len)
                return bad_syntax(value, "a text without end");
            c = (unsigned char)peek(in);
        }
        size_t step = c < 0x80 ? 1 : sc_utf8_step(rest_of(in));
        if (step == 0)
            return bad_syntax(value, "not UTF-8");
        in->at += step;
    }
    if (has_escape) {
        in->at = start;
        return parse_escaped(value, token);
    }
    token->len = (uint32_t)(in->at - start);
    in->at++;
    return true;
}

/*
 * What stands from a bracket to `close`, parted by commas: items of a token `self`, which has
 * their count then. False: the syntax is bad, and was told.
 */
static bool parse_items(struct sc_json *value, size_t self, char close,
                        bool (*parse_item)(struct sc_json *value, uint32_t index))
{
    struct sc_json_in *in = value->in;
    uint32_t count = 0;

    in->at++;
    skip_space(in);
    if (peek(in) != close)
        for (;;) {
            if (!parse_item(value, count))
                return false;
            count++;
            skip_space(in);
            if (peek(in) != ',')
                break;
            in->at++;
        }
    if (peek(in) != close)
        return bad_syntax(value, close == ']' ? "expected , or ]" : "expected , or }");
    in->at++;
    in->tokens[self].len = count;
    in->tokens[self].after = (uint32_t)in->token_count;
    return true;
}

static bool parse_element(struct sc_json *array, uint32_t index)
{
    struct sc_json child = {.in = array->in, .up = array, .index = index};

    return parse_value(&child);
}

static bool parse_array(struct sc_json *value)
{
    size_t self = add_token(value->in, SC_JSON_ARRAY);

    return parse_items(value, self, ']', parse_element);
}

static int by_bytes(const void *a, const void *b, void *context)
{
    const struct sc_json_in *in = context;

    return sc_str_cmp(sc_json_in_bytes(in, *(const uint32_t *)a),
                      sc_json_in_bytes(in, *(const uint32_t *)b));
}

static bool repeated(const struct sc_json *object, size_t key)
{
    struct sc_json at = {.in = object->in, .up = object, .key = sc_json_in_bytes(object->in, key)};

    sc_json_in_fail(&at, "this key stands twice");
    return false;
}

static bool few_keys_differ(const struct sc_json *object, size_t self)
{
    const struct sc_json_in *in = object->in;
    size_t end = in->tokens[self].after;

    for (size_t key = self + 1; key < end; key = in->tokens[key + 1].after)
        for (size_t other = self + 1; other < key; other = in->tokens[other + 1].after)
            if (sc_str_eq(sc_json_in_bytes(in, key), sc_json_in_bytes(in, other)))
                return repeated(object, key);
    return true;
}

static bool many_keys_differ(const struct sc_json *object, size_t self)
{
    struct sc_json_in *in = object->in;
    size_t count = in->tokens[self].len;
    struct sc_arena_mark mark = sc_arena_mark(in->arena);
    uint32_t *keys = sc_arena_array(in->arena, count, sizeof *keys);
    size_t n = 0;

    if (keys == NULL) {
        in->status = SC_NO_MEMORY;
        return false;
    }
    for (size_t key = self + 1; n < count; key = in->tokens[key + 1].after)
        keys[n++] = (uint32_t)key;
    qsort_r(keys, count, sizeof *keys, by_bytes, in);
    size_t twice = 0;
    for (size_t i = 1; i < count && twice == 0; i++)
        if (by_bytes(&keys[i - 1], &keys[i], in) == 0)
            twice = keys[i];
    sc_arena_rewind(in->arena, mark);
    return twice == 0 || repeated(object, twice);
}

/* At a key: it, the colon and the value. */
static bool parse_member(struct sc_json *object, uint32_t index)
{
    struct sc_json_in *in = object->in;

    skip_space(in);
    if (peek(in) != '"')
        return bad_syntax(object, "expected a key");
    size_t key = in->token_count;
    if (!parse_text(object))
        return false;
    skip_space(in);
    if (peek(in) != ':')
        return bad_syntax(object, "expected :");
    in->at++;
    struct sc_json child = {
        .in = in, .up = object, .key = sc_json_in_bytes(in, key), .index = index};
    return parse_value(&child);
}

static bool parse_object(struct sc_json *value)
{
    struct sc_json_in *in = value->in;
    size_t self = add_token(in, SC_JSON_OBJECT);

    if (!parse_items(value, self, '}', parse_member))
        return false;
    return in->tokens[self].len <= FEW_KEYS ? few_keys_differ(value, self)
                                            : many_keys_differ(value, self);
}

static size_t depth_of(const struct sc_json *value)
{
    size_t depth = 0;

    for (; value != NULL; value = value->up)
        depth++;
    return depth;
}

/* Recursion ends at depth_max. */
static bool parse_value(struct sc_json *value)
{
    struct sc_json_in *in = value->in;

    skip_space(in);
    char c = peek(in);
    if ((c == '{' || c == '[') && depth_of(value) > in->depth_max)
        return bad_syntax(value, "nested too deep");
    switch (c) {
    case '{':
        return parse_object(value);
    case '[':
        return parse_array(value);
    case '"':
        return parse_text(value);
    case 't':
        return parse_word(value, SC_STR("true"), SC_JSON_TRUE);
    case 'f':
        return parse_word(value, SC_STR("false"), SC_JSON_FALSE);
    case 'n':
        return parse_word(value, SC_STR("null"), SC_JSON_NULL);
    default:
        return parse_number(value);
    }
}

/* Every value but the first, and every key, stands behind one of these bytes. */
static size_t tokens_at_most(struct sc_str text)
{
    size_t count = 1;

    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == ',' || text.at[i] == ':' || text.at[i] == '[' || text.at[i] == '{';
    return count + 1;
}

static void parse_document(struct sc_json_in *in, struct sc_json *ret_root)
{
    struct sc_str text = in->text;

    *ret_root = (struct sc_json){.in = in, .token = SIZE_MAX};
    if (text.len > SC_JSON_IN_BYTES_MAX) {
        sc_json_in_fail(ret_root, "longer than %d bytes", (int)SC_JSON_IN_BYTES_MAX);
        return;
    }
    in->tokens = sc_arena_alloc(in->arena, tokens_at_most(text) * sizeof *in->tokens);
    if (in->tokens == NULL) {
        in->status = SC_NO_MEMORY;
        return;
    }
    struct sc_json root = {.in = in};
    if (!parse_value(&root))
        return;
    skip_space(in);
    if (in->at < text.len)
        bad_syntax(&root, "something stands behind the document");
    else
        ret_root->token = 0;
}

void sc_json_in_parse(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                      struct sc_json *ret_root)
{
    *in = (struct sc_json_in){.arena = arena, .text = text, .depth_max = SC_JSON_IN_DEPTH_MAX};
    parse_document(in, ret_root);
}

void sc_json_in_parse_any(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                          size_t depth_max, struct sc_json *ret_root)
{
    assert(depth_max <= 1000);
    *in = (struct sc_json_in){.arena = arena, .text = text, .depth_max = depth_max, .is_any = true};
    parse_document(in, ret_root);
}
