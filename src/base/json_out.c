#include "base/json_out.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "base/utf8.h"

void sc_json_init(struct sc_json_out *out, struct sc_buf *buf)
{
    *out = (struct sc_json_out){.buf = buf};
}

static void before_value(struct sc_json_out *out)
{
    if (out->after_key)
        out->after_key = false;
    else if (out->has_item[out->depth])
        sc_buf_put_char(out->buf, ',');
    out->has_item[out->depth] = true;
}

static void open(struct sc_json_out *out, char c)
{
    before_value(out);
    assert(out->depth < SC_JSON_OUT_DEPTH);
    out->depth++;
    out->has_item[out->depth] = false;
    sc_buf_put_char(out->buf, c);
}

static void close(struct sc_json_out *out, char c)
{
    assert(out->depth > 0 && !out->after_key);
    out->depth--;
    sc_buf_put_char(out->buf, c);
}

void sc_json_object(struct sc_json_out *out)
{
    open(out, '{');
}

void sc_json_object_end(struct sc_json_out *out)
{
    close(out, '}');
}

void sc_json_array(struct sc_json_out *out)
{
    open(out, '[');
}

void sc_json_array_end(struct sc_json_out *out)
{
    close(out, ']');
}

static void put_escape(struct sc_buf *buf, unsigned char c)
{
    switch (c) {
    case '"':
        sc_buf_put(buf, SC_STR("\\\""));
        break;
    case '\\':
        sc_buf_put(buf, SC_STR("\\\\"));
        break;
    case '\n':
        sc_buf_put(buf, SC_STR("\\n"));
        break;
    case '\r':
        sc_buf_put(buf, SC_STR("\\r"));
        break;
    case '\t':
        sc_buf_put(buf, SC_STR("\\t"));
        break;
    default:
        sc_buf_printf(buf, "\\u%04x", c);
        break;
    }
}

/* Eight bytes that are ASCII and need no escape; false alarms only cost a slower look. */
static bool is_plain(const char *at)
{
    static const uint64_t ones = UINT64_C(0x0101010101010101);
    static const uint64_t tops = UINT64_C(0x8080808080808080);
    uint64_t word;

    memcpy(&word, at, sizeof word);
    uint64_t quote = word ^ (ones * '"');
    uint64_t slash = word ^ (ones * '\\');
    /* A byte below n borrows from its top bit. */
    return ((word | (word - ones * 0x20) | (quote - ones) | (slash - ones)) & tops) == 0;
}

/* Bytes at the start of `s` that are ASCII and need no escape: all that words of eight can tell. */
static size_t plain_start(struct sc_str s)
{
    size_t i = 0;

    while (i + 8 <= s.len && is_plain(s.at + i))
        i += 8;
    /* The rest is less than a word: one that overlaps what was seen tells of it. */
    return s.len >= 8 && i + 8 > s.len && is_plain(s.at + s.len - 8) ? s.len : i;
}

static void put_plain(struct sc_buf *buf, struct sc_str s)
{
    char *out = sc_buf_extend(buf, s.len + 2);

    if (out == NULL)
        return;
    out[0] = '"';
    memcpy(out + 1, s.at, s.len);
    out[1 + s.len] = '"';
}

void sc_json_put_text(struct sc_buf *buf, struct sc_str s)
{
    size_t done = 0;
    size_t i = plain_start(s);

    if (i == s.len && i > 0) {
        put_plain(buf, s);
        return;
    }
    sc_buf_put_char(buf, '"');
    while (i < s.len) {
        unsigned char c = (unsigned char)s.at[i];
        size_t step = c < 0x80 ? 1 : sc_utf8_step(sc_str_sub(s, i, SIZE_MAX));
        if (step > 0 && c >= 0x20 && c != '"' && c != '\\') {
            i += step;
            continue;
        }
        sc_buf_put(buf, sc_str_sub(s, done, i - done));
        if (step == 0)
            sc_buf_put(buf, SC_STR("\xEF\xBF\xBD"));
        else
            put_escape(buf, c);
        done = ++i;
    }
    sc_buf_put(buf, sc_str_sub(s, done, s.len - done));
    sc_buf_put_char(buf, '"');
}

void sc_json_key(struct sc_json_out *out, struct sc_str key)
{
    assert(!out->after_key);
    before_value(out);
    sc_json_put_text(out->buf, key);
    sc_buf_put_char(out->buf, ':');
    out->after_key = true;
}

void sc_json_str(struct sc_json_out *out, struct sc_str value)
{
    if (value.at == NULL) {
        sc_json_null(out);
        return;
    }
    before_value(out);
    sc_json_put_text(out->buf, value);
}

/* The digits of `n`, ending before `end`; where they begin. */
static char *digits_before(char *end, uint64_t n)
{
    do {
        *--end = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    return end;
}

void sc_json_put_i64(struct sc_buf *buf, int64_t value)
{
    char text[24];
    char *end = text + sizeof text;
    char *at = digits_before(end, value < 0 ? -(uint64_t)value : (uint64_t)value);

    if (value < 0)
        *--at = '-';
    sc_buf_put(buf, (struct sc_str){.at = at, .len = (size_t)(end - at)});
}

void sc_json_i64(struct sc_json_out *out, int64_t value)
{
    before_value(out);
    sc_json_put_i64(out->buf, value);
}

/*
 * 0.digits x 10^exponent as ECMAScript spells a number, which is what those who
 * compare answers of servers expect.
 */
static void put_digits(struct sc_buf *buf, struct sc_str digits, int exponent)
{
    int count = (int)digits.len;

    if (exponent > 21 || exponent <= -6) {
        sc_buf_put(buf, sc_str_sub(digits, 0, 1));
        if (count > 1)
            sc_buf_put_char(buf, '.');
        sc_buf_put(buf, sc_str_sub(digits, 1, SIZE_MAX));
        sc_buf_printf(buf, "e%+d", exponent - 1);
        return;
    }
    if (exponent <= 0)
        sc_buf_put(buf, sc_str_sub(SC_STR("0.000000"), 0, 2 + (size_t)-exponent));
    size_t whole = exponent <= 0 ? 0 : exponent < count ? (size_t)exponent : digits.len;
    sc_buf_put(buf, sc_str_sub(digits, 0, whole));
    for (int i = count; i < exponent; i++)
        sc_buf_put_char(buf, '0');
    if (whole > 0 && whole < digits.len)
        sc_buf_put_char(buf, '.');
    sc_buf_put(buf, sc_str_sub(digits, whole, SIZE_MAX));
}

/* At most nine digits before the point and six behind it: any such number is its own shortest. */
static bool put_short(struct sc_buf *buf, double value)
{
    char text[24];
    char *end = text + sizeof text;

    if (value >= 1e9)
        return false;
    uint64_t millionths = (uint64_t)(value * 1e6 + 0.5);
    if ((double)millionths / 1e6 != value)
        return false;
    sc_json_put_i64(buf, (int64_t)(millionths / 1000000));
    if (millionths % 1000000 == 0)
        return true;
    /* A one in front keeps the zeros behind the point; the point takes its place. */
    char *at = digits_before(end, millionths % 1000000 + 1000000);
    *at = '.';
    while (end[-1] == '0')
        end--;
    sc_buf_put(buf, (struct sc_str){.at = at, .len = (size_t)(end - at)});
    return true;
}

void sc_json_put_f64(struct sc_buf *buf, double value)
{
    char text[40];

    if (!isfinite(value)) {
        sc_buf_put(buf, SC_STR("null"));
        return;
    }
    if (value < 0)
        sc_buf_put_char(buf, '-');
    value = fabs(value);
    if (put_short(buf, value))
        return;
    /* Digits behind the first: 15 in all stand for themselves, 17 are always enough. */
    int precision = value < DBL_MIN ? 0 : 14;
    do
        snprintf(text, sizeof text, "%.*e", precision, value);
    while (strtod(text, NULL) != value && precision++ < 16);
    char *e = strchr(text, 'e');
    int exponent = (int)strtol(e + 1, NULL, 10) + 1;
    char *at = text;
    if (text[1] == '.') {
        text[1] = text[0]; /* over the point, so that the digits stand together */
        at++;
    }
    while (e[-1] == '0')
        e--;
    put_digits(buf, (struct sc_str){.at = at, .len = (size_t)(e - at)}, exponent);
}

void sc_json_f64(struct sc_json_out *out, double value)
{
    before_value(out);
    sc_json_put_f64(out->buf, value);
}

void sc_json_decimal(struct sc_json_out *out, double value, int decimals)
{
    if (!isfinite(value)) {
        sc_json_null(out);
        return;
    }
    before_value(out);
    sc_buf_printf(out->buf, "%.*f", decimals, value);
}

void sc_json_bool(struct sc_json_out *out, bool value)
{
    before_value(out);
    sc_buf_put(out->buf, value ? SC_STR("true") : SC_STR("false"));
}

void sc_json_null(struct sc_json_out *out)
{
    before_value(out);
    sc_buf_put(out->buf, SC_STR("null"));
}

void sc_json_key_str(struct sc_json_out *out, const char *key, struct sc_str value)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_str(out, value);
}

void sc_json_key_i64(struct sc_json_out *out, const char *key, int64_t value)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_i64(out, value);
}

void sc_json_key_bool(struct sc_json_out *out, const char *key, bool value)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_bool(out, value);
}

void sc_json_key_time(struct sc_json_out *out, const char *key, int64_t at_us)
{
    char text[SC_TIME_TEXT];

    sc_json_key(out, sc_str_of(key));
    if (at_us == INT64_MIN || at_us == INT64_MAX) {
        sc_json_null(out);
        return;
    }
    sc_time_write(at_us, text);
    sc_json_str(out, sc_str_of(text));
}
