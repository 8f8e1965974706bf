#include "graphql/lex_text.h"

#include <stdint.h>
#include <stdio.h>

#include "base/utf8.h"

enum {
    BRACED_DIGITS_MAX = 8, /* hex digits in \u{...}: enough for every character */
};

/* The character that valid UTF-8 of `step` bytes stands for. */
static uint32_t code_point(const char *at, size_t step)
{
    uint32_t c = (unsigned char)at[0];

    if (step > 1)
        c &= 0xFFu >> (step + 1);
    for (size_t i = 1; i < step; i++)
        c = c << 6 | ((unsigned char)at[i] & 0x3F);
    return c;
}

void sc_gql_show_char(struct sc_str s, char shown[SC_GQL_SHOWN_CHAR_MAX])
{
    size_t step = sc_utf8_step(s);

    if (s.len == 0)
        snprintf(shown, SC_GQL_SHOWN_CHAR_MAX, "<EOF>");
    else if (step == 0)
        snprintf(shown, SC_GQL_SHOWN_CHAR_MAX, "byte 0x%02X", (unsigned)(unsigned char)s.at[0]);
    else if (s.at[0] == '"')
        snprintf(shown, SC_GQL_SHOWN_CHAR_MAX, "'\"'");
    else if (s.at[0] >= ' ' && s.at[0] <= '~')
        snprintf(shown, SC_GQL_SHOWN_CHAR_MAX, "\"%c\"", s.at[0]);
    else
        snprintf(shown, SC_GQL_SHOWN_CHAR_MAX, "U+%04X", (unsigned)code_point(s.at, step));
}

static enum sc_status wrong(struct sc_gql_string *string, const char *at, const char *words,
                            bool shows_char)
{
    string->end = at;
    string->words = words;
    string->shows_char = shows_char;
    return SC_INVALID;
}

static bool is_scalar_value(uint32_t c)
{
    return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF);
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
        return out;
    }
    if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *out++ = (char)(0xE0 | c >> 12);
        } else {
            *out++ = (char)(0xF0 | c >> 18);
            *out++ = (char)(0x80 | (c >> 12 & 0x3F));
        }
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    }
    *out++ = (char)(0x80 | (c & 0x3F));
    return out;
}

/* Up to `max` hex digits at the start of `s`; how many there were. */
static size_t take_hex(struct sc_str s, size_t max, uint32_t *ret_value)
{
    size_t i = 0;
    int digit;

    *ret_value = 0;
    for (; i < max && i < s.len && (digit = sc_hex_value(s.at[i])) >= 0; i++)
        *ret_value = *ret_value << 4 | (uint32_t)digit;
    return i;
}

/* \u{...}; its bytes, or 0. */
static size_t take_braced(struct sc_str s, uint32_t *ret_char)
{
    size_t digits = take_hex(sc_str_sub(s, 3, s.len), BRACED_DIGITS_MAX, ret_char);

    if (digits == 0 || s.len <= 3 + digits || s.at[3 + digits] != '}' ||
        !is_scalar_value(*ret_char))
        return 0;
    return 3 + digits + 1;
}

/* \uXXXX, or two of them that are a surrogate pair; its bytes, or 0. */
static size_t take_fixed(struct sc_str s, uint32_t *ret_char)
{
    uint32_t low;

    if (take_hex(sc_str_sub(s, 2, s.len), 4, ret_char) != 4)
        return 0;
    if (is_scalar_value(*ret_char))
        return 6;
    struct sc_str second = sc_str_sub(s, 6, s.len);
    if (*ret_char > 0xDBFF || !sc_str_starts(second, SC_STR("\\u")) ||
        take_hex(sc_str_sub(second, 2, second.len), 4, &low) != 4 || low < 0xDC00 || low > 0xDFFF)
        return 0;
    *ret_char = 0x10000 + ((*ret_char - 0xD800) << 10) + (low - 0xDC00);
    return 12;
}

/* A backslash and one letter; its bytes, or 0. */
static size_t take_letter(struct sc_str s, uint32_t *ret_char)
{
    static const uint8_t meant[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                       ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};

    *ret_char = s.len < 2 ? 0 : meant[(unsigned char)s.at[1]];
    return *ret_char == 0 ? 0 : 2;
}

/* Behind the last byte before the quote that closes a string, or the end of its line. */
static const char *raw_end(const char *at, const char *end)
{
    while (at < end && *at != '"' && *at != '\n' && *at != '\r')
        at += *at == '\\' && at + 1 < end ? 2 : 1;
    return at < end ? at : end;
}

/* A string with escapes: `at` is behind its opening quote. */
static enum sc_status unescape(struct sc_arena *arena, const char *at, const char *end,
                               struct sc_gql_string *string)
{
    char *start = sc_arena_alloc(arena, (size_t)(raw_end(at, end) - at)); /* never grows */
    char *out = start;

    if (start == NULL)
        return SC_NO_MEMORY;
    while (at < end && *at != '"' && *at != '\n' && *at != '\r') {
        struct sc_str rest = {at, (size_t)(end - at)};
        uint32_t meant;
        size_t step;
        if (*at != '\\') {
            step = sc_utf8_step(rest);
            if (step == 0)
                return wrong(string, at, "Invalid character within String", true);
            memcpy(out, at, step);
            out += step;
        } else {
            bool is_unicode = rest.len > 1 && at[1] == 'u';
            if (is_unicode && rest.len > 2 && at[2] == '{')
                step = take_braced(rest, &meant);
            else
                step = is_unicode ? take_fixed(rest, &meant) : take_letter(rest, &meant);
            if (step == 0)
                return wrong(string, at,
                             is_unicode ? "Invalid Unicode escape sequence"
                                        : "Invalid character escape sequence",
                             false);
            out = put_utf8(out, meant);
        }
        at += step;
    }
    if (at == end || *at != '"')
        return wrong(string, at, "Unterminated string", false);
    string->text = (struct sc_str){.at = start, .len = (size_t)(out - start)};
    string->end = at + 1;
    return SC_OK;
}

static enum sc_status read_line(struct sc_arena *arena, struct sc_str source,
                                struct sc_gql_string *string)
{
    const char *start = source.at + 1, *end = source.at + source.len, *at = start;

    while (at < end && *at != '"' && *at != '\n' && *at != '\r') {
        if (*at == '\\')
            return unescape(arena, start, end, string);
        size_t step = sc_utf8_step((struct sc_str){at, (size_t)(end - at)});
        if (step == 0)
            return wrong(string, at, "Invalid character within String", true);
        at += step;
    }
    if (at == end || *at != '"')
        return wrong(string, at, "Unterminated string", false);
    string->text = (struct sc_str){.at = start, .len = (size_t)(at - start)};
    string->end = at + 1;
    return SC_OK;
}

/* Takes a line, without its end (\n, \r or both), off `rest`. False when none is left. */
static bool take_line(struct sc_str *rest, struct sc_str *ret_line)
{
    size_t len = 0;

    if (rest->at == NULL)
        return false;
    while (len < rest->len && rest->at[len] != '\n' && rest->at[len] != '\r')
        len++;
    *ret_line = (struct sc_str){rest->at, len};
    if (len == rest->len)
        *rest = (struct sc_str){0};
    else if (rest->at[len] == '\r' && len + 1 < rest->len && rest->at[len + 1] == '\n')
        *rest = sc_str_sub(*rest, len + 2, rest->len);
    else
        *rest = sc_str_sub(*rest, len + 1, rest->len);
    return true;
}

static size_t indent_of(struct sc_str line)
{
    size_t n = 0;

    while (n < line.len && (line.at[n] == ' ' || line.at[n] == '\t'))
        n++;
    return n;
}

/* The lines that a block string keeps, and what each but the first loses at its start. */
struct block_shape {
    size_t first; /* that is not blank */
    size_t last;
    size_t indent;
    bool is_blank; /* no line is kept */
};

static struct block_shape shape_of(struct sc_str raw)
{
    struct block_shape shape = {.indent = SIZE_MAX, .is_blank = true};
    struct sc_str line;

    for (size_t i = 0; take_line(&raw, &line); i++) {
        size_t indent = indent_of(line);
        if (indent == line.len)
            continue;
        if (shape.is_blank)
            shape.first = i;
        shape.is_blank = false;
        shape.last = i;
        if (i > 0 && indent < shape.indent)
            shape.indent = indent;
    }
    return shape;
}

/* The line with \""" as """. */
static char *put_block_line(char *out, struct sc_str line)
{
    for (size_t i = 0; i < line.len; i++) {
        struct sc_str rest = sc_str_sub(line, i, line.len);
        if (line.at[i] != '\\' || !sc_str_starts(rest, SC_STR("\\\"\"\"")))
            *out++ = line.at[i];
    }
    return out;
}

static enum sc_status dedent(struct sc_arena *arena, struct sc_str raw, struct sc_str *ret_text)
{
    struct block_shape shape = shape_of(raw);
    char *start = sc_arena_alloc(arena, raw.len); /* never grows */
    char *out = start;
    struct sc_str line;

    if (start == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; take_line(&raw, &line); i++) {
        if (shape.is_blank || i < shape.first || i > shape.last)
            continue;
        if (i > shape.first)
            *out++ = '\n';
        if (i > 0)
            line = sc_str_sub(line, shape.indent < line.len ? shape.indent : line.len, line.len);
        out = put_block_line(out, line);
    }
    *ret_text = (struct sc_str){.at = start, .len = (size_t)(out - start)};
    return SC_OK;
}

static enum sc_status read_block(struct sc_arena *arena, struct sc_str source,
                                 struct sc_gql_string *string)
{
    const char *start = source.at + 3, *end = source.at + source.len, *at = start;
    struct sc_str rest = {at, (size_t)(end - at)};

    string->is_block = true;
    while (at < end && !sc_str_starts(rest, SC_STR("\"\"\""))) {
        size_t step = sc_str_starts(rest, SC_STR("\\\"\"\"")) ? 4 : sc_utf8_step(rest);
        if (step == 0)
            return wrong(string, at, "Invalid character within String", true);
        at += step;
        rest = (struct sc_str){at, (size_t)(end - at)};
    }
    if (at == end)
        return wrong(string, at, "Unterminated string", false);
    string->end = at + 3;
    return dedent(arena, (struct sc_str){start, (size_t)(at - start)}, &string->text);
}

enum sc_status sc_gql_read_string(struct sc_arena *arena, struct sc_str source,
                                  struct sc_gql_string *ret_string)
{
    *ret_string = (struct sc_gql_string){0};
    if (sc_str_starts(source, SC_STR("\"\"\"")))
        return read_block(arena, source, ret_string);
    return read_line(arena, source, ret_string);
}
