#include "base/unicode.h"

#include <assert.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/utf8.h"

/* Letters that no normal form takes apart, and signs that people type in several ways. */
static const struct {
    ucs4_t from;
    const char *to;
} replacements[] = {
    {0x00AB, "\""}, {0x00BB, "\""}, {0x00D7, "x"},  {0x00E6, "ae"}, {0x00F0, "d"},  {0x00F8, "o"},
    {0x00FE, "th"}, {0x0111, "d"},  {0x0127, "h"},  {0x0131, "i"},  {0x0142, "l"},  {0x0153, "oe"},
    {0x0167, "t"},  {0x02BC, "'"},  {0x05BE, "-"},  {0x05F3, "'"},  {0x05F4, "\""}, {0x066A, "%"},
    {0x066B, "."},  {0x066C, "'"},  {0x2010, "-"},  {0x2011, "-"},  {0x2012, "-"},  {0x2013, "-"},
    {0x2014, "-"},  {0x2015, "-"},  {0x2018, "'"},  {0x2019, "'"},  {0x201A, "'"},  {0x201B, "'"},
    {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x201F, "\""}, {0x2032, "'"},  {0x2033, "\""},
    {0x2044, "/"},  {0x2212, "-"},
};

static const char *replacement_of(ucs4_t c)
{
    for (size_t i = 0; i < SC_COUNT(replacements); i++)
        if (replacements[i].from == c)
            return replacements[i].to;
    return NULL;
}

/* Marks over or under letters that are read without them too: Latin, Greek, Cyrillic, ... */
static bool is_dropped_mark(ucs4_t c)
{
    if (c >= 0x0300 && c <= 0x036F)
        return true;
    if (c >= 0x0591 && c <= 0x05C7) /* Hebrew; in between stand four signs that are no marks */
        return c != 0x05BE && c != 0x05C0 && c != 0x05C3 && c != 0x05C6;
    return (c >= 0x064B && c <= 0x065F) || c == 0x0670; /* Arabic */
}

static bool is_fraction(ucs4_t c)
{
    return (c >= 0x00BC && c <= 0x00BE) || (c >= 0x2150 && c <= 0x215E);
}

static bool is_space(ucs4_t c)
{
    return uc_is_property_white_space(c) || uc_is_general_category(c, UC_CONTROL);
}

/* Where folded text goes: single spaces, none at the ends, never beyond the room. */
struct sink {
    char *out;
    size_t room;
    size_t len;
    bool space_waits;
    bool is_full;
};

static void put(struct sink *sink, const char *bytes, size_t len)
{
    size_t space = sink->space_waits && sink->len > 0 ? 1 : 0;

    if (sink->is_full || sink->room - sink->len < len + space) {
        sink->is_full = true;
        return;
    }
    if (space > 0)
        sink->out[sink->len++] = ' ';
    memcpy(sink->out + sink->len, bytes, len);
    sink->len += len;
    sink->space_waits = false;
}

/* False at the first character that is not ASCII. */
static bool fold_ascii(struct sc_str text, struct sink *sink)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c >= 0x80)
            return false;
        if (c <= ' ' || c == 0x7F) {
            sink->space_waits = true;
            continue;
        }
        char lower = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        put(sink, &lower, 1);
    }
    return true;
}

static void fold_char(ucs4_t c, const uint8_t *bytes, size_t len, struct sink *sink)
{
    int digit = uc_decimal_value(c);
    const char *other = replacement_of(c);

    if (is_space(c)) {
        sink->space_waits = true;
    } else if (digit >= 0) {
        char ascii = (char)('0' + digit);
        put(sink, &ascii, 1);
    } else if (other != NULL) {
        put(sink, other, strlen(other));
    } else if (!is_dropped_mark(c) && !uc_is_property_default_ignorable_code_point(c)) {
        put(sink, (const char *)bytes, len);
    }
}

/* Takes apart, folds case, filters. `text` is UTF-8. */
static enum sc_status fold_piece(struct sc_str text, struct sink *sink)
{
    size_t len = 0;

    if (text.len == 0)
        return SC_OK;
    uint8_t *apart =
        u8_casefold((const uint8_t *)text.at, text.len, NULL, UNINORM_NFKD, NULL, &len);
    if (apart == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < len;) {
        ucs4_t c;
        int step = u8_mbtouc(&c, apart + i, len - i);

        fold_char(c, apart + i, (size_t)step, sink);
        i += (size_t)step;
    }
    free(apart);
    return SC_OK;
}

/* Folds the text between vulgar fractions, which must not join a number before them: "1½". */
static enum sc_status fold_pieces(struct sc_str text, struct sink *sink)
{
    enum sc_status st = SC_OK;
    size_t start = 0;

    for (size_t i = 0; i < text.len && st == SC_OK;) {
        ucs4_t c;
        int step = u8_mbtouc(&c, (const uint8_t *)text.at + i, text.len - i);

        if (is_fraction(c)) {
            st = fold_piece(sc_str_sub(text, start, i - start), sink);
            if (sink->len > 0 && sink->out[sink->len - 1] >= '0' && sink->out[sink->len - 1] <= '9')
                sink->space_waits = true;
            start = i;
        }
        i += (size_t)step;
    }
    return st != SC_OK ? st : fold_piece(sc_str_sub(text, start, text.len - start), sink);
}

/* What was taken apart and kept (Hangul, vowel signs) is put together again. */
static enum sc_status compose(struct sink *sink)
{
    size_t len = 0;

    if (u8_check((const uint8_t *)sink->out, sink->len) != NULL)
        return SC_INTERNAL;
    uint8_t *whole = u8_normalize(UNINORM_NFC, (const uint8_t *)sink->out, sink->len, NULL, &len);
    if (whole == NULL)
        return SC_NO_MEMORY;
    bool fits = len <= sink->room;
    if (fits) {
        memcpy(sink->out, whole, len);
        sink->len = len;
    }
    free(whole);
    return fits ? SC_OK : SC_LIMITED;
}

static bool is_ascii(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}

enum sc_status sc_unicode_fold_into(struct sc_str text, char *out, size_t room, size_t *ret_len)
{
    struct sink sink = {.out = out, .room = room};

    if (!fold_ascii(text, &sink)) {
        if (!sc_utf8_is_valid(text))
            return SC_INVALID;
        sink = (struct sink){.out = out, .room = room};
        enum sc_status st = fold_pieces(text, &sink);
        if (st == SC_OK && !sink.is_full && !is_ascii(out, sink.len))
            st = compose(&sink);
        if (st != SC_OK)
            return st;
    }
    if (sink.is_full)
        return SC_LIMITED;
    *ret_len = sink.len;
    return SC_OK;
}

enum sc_status sc_unicode_fold(struct sc_arena *arena, struct sc_str text,
                               struct sc_str *ret_folded)
{
    /* Nearly every text shrinks; the second try has room for the worst: U+FDFA is 11 times longer
     */
    for (size_t room = text.len + 8;; room = 12 * text.len) {
        struct sc_arena_mark mark = sc_arena_mark(arena);
        char *out = sc_arena_alloc(arena, room);
        size_t len = 0;

        if (out == NULL)
            return SC_NO_MEMORY;
        enum sc_status st = sc_unicode_fold_into(text, out, room, &len);
        if (st == SC_OK)
            *ret_folded = (struct sc_str){.at = out, .len = len};
        else
            sc_arena_rewind(arena, mark);
        if (st != SC_LIMITED || room > text.len + 8)
            return st == SC_LIMITED ? SC_INTERNAL : st;
    }
}

enum sc_unicode_kind sc_unicode_kind(struct sc_str text, size_t *ret_step)
{
    ucs4_t c;

    assert(text.len > 0);
    unsigned char first = (unsigned char)text.at[0];
    *ret_step = 1;
    if (first < 0x80) {
        if (first >= '0' && first <= '9')
            return SC_UNICODE_DIGIT;
        if ((first | 0x20) >= 'a' && (first | 0x20) <= 'z')
            return SC_UNICODE_LETTER;
        return first <= ' ' || first == 0x7F ? SC_UNICODE_SPACE : SC_UNICODE_SIGN;
    }
    int step = u8_mbtoucr(&c, (const uint8_t *)text.at, text.len);
    if (step <= 0)
        return SC_UNICODE_SPACE;
    *ret_step = (size_t)step;
    if (uc_decimal_value(c) >= 0)
        return SC_UNICODE_DIGIT;
    if (is_space(c))
        return SC_UNICODE_SPACE;
    if (uc_is_property_default_ignorable_code_point(c))
        return SC_UNICODE_UNSEEN;
    if (uc_is_general_category(c, UC_LETTER) || uc_is_general_category(c, UC_MARK) ||
        uc_is_general_category(c, UC_NUMBER))
        return SC_UNICODE_LETTER;
    return SC_UNICODE_SIGN;
}

int sc_unicode_width(struct sc_str text)
{
    if (text.len == 0)
        return 0;
    return u8_width((const uint8_t *)text.at, text.len, "UTF-8");
}
