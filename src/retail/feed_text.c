#include "retail/feed_text.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum {
    CHUNK = 64 * 1024,
    GROWTH = 3,     /* one byte of a single-byte encoding is at most three of UTF-8 */
    BAD_BYTE = 255, /* stands for what could not be decoded: never part of UTF-8 */
};

struct feed_text {
    struct sc_request *rq;
    struct feed_stream bytes;
    enum feed_encoding fallback;
    enum feed_bad_bytes bad;
    bool is_decided;
    bool is_started; /* the first chunk has been looked at */
    bool is_over;
    enum feed_encoding encoding;
    iconv_t conversion; /* (iconv_t)-1: none */
    char in[CHUNK];     /* as read; what is left undecoded stands at its start */
    size_t in_len;
    char decoded[CHUNK * GROWTH]; /* UTF-8 */
    size_t decoded_len;
    char clean[CHUNK * GROWTH * GROWTH]; /* FEED_BAD_REPLACED: a bad byte becomes three */
    struct sc_str ready;                 /* what the next read gives */
};

static const struct {
    const char *name;
    enum feed_encoding encoding;
} names[] = {
    {"utf-8", FEED_UTF_8},
    {"utf8", FEED_UTF_8},
    {"utf-16le", FEED_UTF_16LE},
    {"utf-16be", FEED_UTF_16BE},
    {"windows-1250", FEED_WINDOWS_1250},
    {"cp1250", FEED_WINDOWS_1250},
    {"iso-8859-2", FEED_ISO_8859_2},
    {"windows-1255", FEED_WINDOWS_1255},
    {"cp1255", FEED_WINDOWS_1255},
    {"iso-8859-8", FEED_WINDOWS_1255},
    {"iso-8859-8-i", FEED_WINDOWS_1255},
};

bool feed_encoding_find(struct sc_str name, enum feed_encoding *ret_encoding)
{
    for (size_t i = 0; i < SC_COUNT(names); i++)
        if (sc_str_eq_nocase(name, sc_str_of(names[i].name))) {
            *ret_encoding = names[i].encoding;
            return true;
        }
    return false;
}

static const char *iconv_name(enum feed_encoding encoding)
{
    switch (encoding) {
    case FEED_UTF_8:
        break;
    case FEED_UTF_16LE:
        return "UTF-16LE";
    case FEED_UTF_16BE:
        return "UTF-16BE";
    case FEED_WINDOWS_1250:
        return "CP1250";
    case FEED_ISO_8859_2:
        return "ISO-8859-2";
    case FEED_WINDOWS_1255:
        return "CP1255";
    }
    return NULL;
}

enum sc_status feed_text_create(struct sc_request *rq, struct feed_stream bytes,
                                enum feed_encoding fallback, enum feed_bad_bytes bad,
                                struct feed_text **ret_text)
{
    struct feed_text *text = calloc(1, sizeof *text);

    if (text == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to read a file");
    text->rq = rq;
    text->bytes = bytes;
    text->fallback = fallback;
    text->bad = bad;
    text->conversion = (iconv_t)-1;
    *ret_text = text;
    return SC_OK;
}

void feed_text_destroy(struct feed_text *text)
{
    if (text == NULL)
        return;
    if (text->conversion != (iconv_t)-1)
        iconv_close(text->conversion);
    free(text);
}

static enum sc_status decide(struct feed_text *text, enum feed_encoding encoding)
{
    text->is_decided = true;
    text->encoding = encoding;
    if (encoding == FEED_UTF_8)
        return SC_OK;
    text->conversion = iconv_open("UTF-8", iconv_name(encoding));
    if (text->conversion == (iconv_t)-1)
        return sc_fail(text->rq, SC_UNAVAILABLE, "this system cannot decode %s",
                       iconv_name(encoding));
    return SC_OK;
}

static void drop(struct feed_text *text, size_t len)
{
    text->in_len -= len;
    memmove(text->in, text->in + len, text->in_len);
}

static bool begins(const struct feed_text *text, const char *bytes, size_t len)
{
    return text->in_len >= len && memcmp(text->in, bytes, len) == 0;
}

/* Marks and forms that show at the very start. */
static enum sc_status look_at_start(struct feed_text *text)
{
    text->is_started = true;
    if (begins(text, "\xEF\xBB\xBF", 3)) {
        drop(text, 3);
        return decide(text, FEED_UTF_8);
    }
    if (begins(text, "\xFF\xFE", 2)) {
        drop(text, 2);
        return decide(text, FEED_UTF_16LE);
    }
    if (begins(text, "\xFE\xFF", 2)) {
        drop(text, 2);
        return decide(text, FEED_UTF_16BE);
    }
    if (text->in_len >= 4 && text->in[0] != 0 && text->in[1] == 0 && text->in[2] != 0 &&
        text->in[3] == 0)
        return decide(text, FEED_UTF_16LE);
    if (text->in_len >= 4 && text->in[0] == 0 && text->in[1] != 0 && text->in[2] == 0 &&
        text->in[3] != 0)
        return decide(text, FEED_UTF_16BE);
    return text->fallback == FEED_UTF_8 ? decide(text, FEED_UTF_8) : SC_OK;
}

/* UTF-8 or the fallback, as soon as there is a byte that tells. */
static enum sc_status look_at_letters(struct feed_text *text)
{
    struct sc_str in = {.at = text->in, .len = text->in_len};
    size_t good = 0, bad = 0;

    for (size_t i = 0; i < in.len;) {
        if ((unsigned char)in.at[i] < 0x80) {
            i++;
            continue;
        }
        size_t step = sc_utf8_step(sc_str_sub(in, i, SIZE_MAX));
        if (step == 0 && i + 4 > in.len && !text->is_over)
            break; /* the character may be cut by the chunk's end */
        good += step > 0;
        bad += step == 0;
        i += step > 0 ? step : 1;
    }
    if (good + bad == 0)
        return SC_OK;
    return decide(text, good >= bad ? FEED_UTF_8 : text->fallback);
}

/* `in` through iconv into `decoded`; half a character stays in `in`. */
static void convert(struct feed_text *text)
{
    char *in = text->in;
    size_t in_left = text->in_len;
    char *out = text->decoded;
    size_t out_left = sizeof text->decoded;

    while (in_left > 0 && out_left > 0) {
        if (iconv(text->conversion, &in, &in_left, &out, &out_left) != (size_t)-1)
            break;
        if (errno == EINVAL && !text->is_over)
            break;
        if (errno == E2BIG)
            break;
        size_t unit = text->encoding == FEED_UTF_16LE || text->encoding == FEED_UTF_16BE ? 2 : 1;
        size_t step = unit < in_left ? unit : in_left;
        in += step;
        in_left -= step;
        *out++ = (char)BAD_BYTE;
        out_left--;
    }
    iconv(text->conversion, NULL, NULL, &out, &out_left); /* CP1255 holds letters back */
    text->decoded_len = sizeof text->decoded - out_left;
    drop(text, text->in_len - in_left);
}

/* Takes `in` over as it is, but for a character cut by the chunk's end. */
static void copy(struct feed_text *text)
{
    size_t len = text->in_len;

    for (size_t back = 1; back <= 3 && back <= len && !text->is_over; back++) {
        unsigned char c = (unsigned char)text->in[len - back];
        if ((c & 0xC0) == 0x80)
            continue;
        size_t needs = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        if (needs > back)
            len -= back;
        break;
    }
    memcpy(text->decoded, text->in, len);
    text->decoded_len = len;
    drop(text, len);
}

static bool is_xml_space(unsigned char c)
{
    return c == '\t' || c == '\n' || c == '\r';
}

/* XML 1.0 has neither control characters nor U+FFFE and U+FFFF. */
static bool is_xml_char(const char *at, size_t step)
{
    unsigned char c = (unsigned char)at[0];

    if (step == 1)
        return c >= ' ' || is_xml_space(c);
    return !(step == 3 && memcmp(at, "\xEF\xBF", 2) == 0 && (unsigned char)at[2] >= 0xBE);
}

/* Bytes at the start of `s` that may stay: whole characters of XML. */
static size_t good_run(struct sc_str s)
{
    size_t i = 0;

    while (i < s.len) {
        bool is_ascii = (unsigned char)s.at[i] < 0x80;
        size_t step = is_ascii ? 1 : sc_utf8_step(sc_str_sub(s, i, SIZE_MAX));
        if (step == 0 || !is_xml_char(s.at + i, step))
            break;
        i += step;
    }
    return i;
}

static struct sc_str replace_bad(struct feed_text *text)
{
    struct sc_str rest = {.at = text->decoded, .len = text->decoded_len};
    struct sc_str bad = SC_STR("\xEF\xBF\xBD");
    size_t len = 0;

    while (rest.len > 0) {
        size_t run = good_run(rest);
        memcpy(text->clean + len, rest.at, run);
        len += run;
        rest = sc_str_sub(rest, run, SIZE_MAX);
        if (rest.len == 0)
            break;
        memcpy(text->clean + len, bad.at, bad.len);
        len += bad.len;
        size_t step = sc_utf8_step(rest);
        rest = sc_str_sub(rest, step > 0 ? step : 1, SIZE_MAX);
    }
    return (struct sc_str){.at = text->clean, .len = len};
}

static enum sc_status fill(struct feed_text *text)
{
    size_t len = 0;
    enum sc_status st =
        text->bytes.read(text->bytes.context, text->in + text->in_len, CHUNK - text->in_len, &len);

    if (st != SC_OK)
        return st;
    text->in_len += len;
    text->is_over = len == 0;
    if (!text->is_started && text->in_len < 4 && !text->is_over)
        return SC_OK; /* too little to see a mark */
    if (!text->is_started)
        st = look_at_start(text);
    if (st == SC_OK && !text->is_decided)
        st = look_at_letters(text);
    if (st != SC_OK)
        return st;
    if (text->conversion != (iconv_t)-1)
        convert(text);
    else
        copy(text);
    text->ready = text->bad == FEED_BAD_REPLACED
                      ? replace_bad(text)
                      : (struct sc_str){.at = text->decoded, .len = text->decoded_len};
    return SC_OK;
}

static enum sc_status read_text(void *context, char *into, size_t room, size_t *ret_len)
{
    struct feed_text *text = context;

    while (text->ready.len == 0 && !(text->is_over && text->in_len == 0)) {
        enum sc_status st = fill(text);
        if (st != SC_OK)
            return st;
    }
    size_t len = text->ready.len < room ? text->ready.len : room;
    if (len < text->ready.len && text->bad == FEED_BAD_REPLACED)
        len = sc_utf8_cut(text->ready, len).len;
    if (len > 0)
        memcpy(into, text->ready.at, len);
    text->ready = sc_str_sub(text->ready, len, SIZE_MAX);
    *ret_len = len;
    return SC_OK;
}

struct feed_stream feed_text_stream(struct feed_text *text)
{
    return (struct feed_stream){.context = text, .read = read_text};
}
