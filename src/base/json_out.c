#include "base/json_out.h"

#include <assert.h>
#include <math.h>

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

static void put_quoted(struct sc_buf *buf, struct sc_str s)
{
    size_t done = 0;
    size_t i = 0;

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
    put_quoted(out->buf, key);
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
    put_quoted(out->buf, value);
}

void sc_json_i64(struct sc_json_out *out, int64_t value)
{
    before_value(out);
    sc_buf_printf(out->buf, "%lld", (long long)value);
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
