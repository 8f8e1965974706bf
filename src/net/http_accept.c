#include "net/http_accept.h"

#include "net/http_head.h"

enum {
    QUALITY_MAX = 1000, /* q=1, in thousandths */
};

/* "text/html;level=1;q=0.5", or of codings "gzip;q=0.5" */
struct range {
    struct sc_str type, subtype; /* a coding has no subtype */
    struct sc_str charset;       /* absent: none */
    int quality;                 /* 0..QUALITY_MAX */
};

/* Small pieces are taken off the front of `rest`. */

static void skip_spaces(struct sc_str *rest)
{
    while (rest->len > 0 && (*rest->at == ' ' || *rest->at == '\t'))
        *rest = sc_str_sub(*rest, 1, rest->len);
}

static bool take_char(struct sc_str *rest, char c)
{
    if (rest->len == 0 || *rest->at != c)
        return false;
    *rest = sc_str_sub(*rest, 1, rest->len);
    return true;
}

static bool take_token(struct sc_str *rest, struct sc_str *ret_token)
{
    size_t len = 0;

    while (len < rest->len && sc_http_is_token(sc_str_sub(*rest, len, 1)))
        len++;
    *ret_token = sc_str_sub(*rest, 0, len);
    *rest = sc_str_sub(*rest, len, rest->len);
    return len > 0;
}

/* What stands between quotes; a backslash and what it escapes stay as they are. */
static bool take_quoted(struct sc_str *rest, struct sc_str *ret_text)
{
    struct sc_str from = *rest;

    while (rest->len > 0 && *rest->at != '"')
        *rest = sc_str_sub(*rest, *rest->at == '\\' && rest->len > 1 ? 2 : 1, rest->len);
    *ret_text = sc_str_sub(from, 0, from.len - rest->len);
    return take_char(rest, '"');
}

/* "0", "0.25", "1.000": at most three digits behind the point. */
static bool read_quality(struct sc_str text, int *ret_quality)
{
    int quality = 0;

    if (text.len == 0 || text.len > sizeof "0.000" - 1 || (text.len > 1 && text.at[1] != '.'))
        return false;
    for (size_t i = 0; i < sizeof "0.000" - 1; i++) {
        char c = i < text.len ? text.at[i] : '0';

        if (i == 1)
            continue;
        if (c < '0' || c > '9')
            return false;
        quality = quality * 10 + (c - '0');
    }
    *ret_quality = quality;
    return quality <= QUALITY_MAX;
}

/* Of one parameter, behind its semicolon. None at all is fine: "text/html;". */
static bool take_parameter(struct sc_str *rest, struct range *range)
{
    struct sc_str name, value;

    skip_spaces(rest);
    if (!take_token(rest, &name))
        return rest->len == 0 || *rest->at == ';' || *rest->at == ',';
    if (!take_char(rest, '=') ||
        !(take_char(rest, '"') ? take_quoted(rest, &value) : take_token(rest, &value)))
        return false;
    if (sc_str_eq_nocase(name, SC_STR("charset")))
        range->charset = value;
    if (sc_str_eq_nocase(name, SC_STR("q")))
        return read_quality(value, &range->quality);
    return true;
}

enum kind {
    MEDIA,
    CODING,
};

static bool take_range(struct sc_str *rest, enum kind kind, struct range *ret_range)
{
    *ret_range = (struct range){.quality = QUALITY_MAX};
    skip_spaces(rest);
    if (!take_token(rest, &ret_range->type))
        return false;
    if (kind == MEDIA && (!take_char(rest, '/') || !take_token(rest, &ret_range->subtype)))
        return false;
    for (skip_spaces(rest); take_char(rest, ';'); skip_spaces(rest))
        if (!take_parameter(rest, ret_range))
            return false;
    return true;
}

/* Up to the next comma that is not quoted. */
static void skip_member(struct sc_str *rest)
{
    struct sc_str quoted;

    while (rest->len > 0 && *rest->at != ',') {
        bool is_quote = *rest->at == '"';

        *rest = sc_str_sub(*rest, 1, rest->len);
        if (is_quote)
            (void)take_quoted(rest, &quoted);
    }
}

static bool is_utf8(struct sc_str charset)
{
    return charset.at == NULL || sc_str_eq_nocase(charset, SC_STR("utf-8")) ||
           sc_str_eq_nocase(charset, SC_STR("utf8"));
}

/* 0: does not fit; else the more, the more exactly. */
static int fit_of(const struct range *range, const struct range *offer)
{
    bool is_any = range->subtype.at == NULL || sc_str_eq(range->subtype, SC_STR("*"));

    if (!is_utf8(range->charset))
        return 0;
    if (sc_str_eq(range->type, SC_STR("*")))
        return is_any ? 1 : 0;
    if (!sc_str_eq_nocase(range->type, offer->type))
        return 0;
    if (is_any)
        return 2;
    return sc_str_eq_nocase(range->subtype, offer->subtype) ? 3 : 0;
}

/* Of one offer; 0: not taken. Of two ranges that fit equally well, the better. */
static int quality_of(struct sc_str accept, enum kind kind, struct sc_str offered)
{
    struct range offer;
    int best_fit = 0, quality = 0;

    if (!take_range(&offered, kind, &offer))
        return 0;
    while (accept.len > 0) {
        struct range range;
        bool is_whole = take_range(&accept, kind, &range);

        skip_spaces(&accept);
        is_whole = is_whole && (accept.len == 0 || *accept.at == ',');
        skip_member(&accept);
        (void)take_char(&accept, ',');
        int fit = is_whole ? fit_of(&range, &offer) : 0;
        if (fit > best_fit || (fit == best_fit && fit > 0 && range.quality > quality)) {
            best_fit = fit;
            quality = range.quality;
        }
    }
    return quality;
}

/* The place of the best that is better than `quality`; `count`: none is. */
static size_t best_of(struct sc_str accept, enum kind kind, const char *const *offers, size_t count,
                      int quality)
{
    size_t best = count;

    for (size_t i = 0; i < count; i++) {
        int its = quality_of(accept, kind, sc_str_of(offers[i]));

        if (its > quality) {
            quality = its;
            best = i;
        }
    }
    return best;
}

size_t sc_http_accept_choose(struct sc_str accept, const char *const *offers, size_t count)
{
    return sc_str_trim(accept).len == 0 ? 0 : best_of(accept, MEDIA, offers, count, 0);
}

size_t sc_http_accept_coding(struct sc_str accept, const char *const *offers, size_t count)
{
    int plain = quality_of(accept, CODING, SC_STR("identity"));

    /* Of what a client likes as well, the coded form is the shorter. */
    return best_of(accept, CODING, offers, count, plain > 0 ? plain - 1 : 0);
}

enum sc_status sc_http_content_type_read(struct sc_str value, struct sc_http_content_type *ret_type)
{
    struct sc_str rest = sc_str_trim(value);
    struct range range;
    const char *from = rest.at;

    if (!take_range(&rest, MEDIA, &range) || rest.len > 0)
        return SC_INVALID;
    *ret_type = (struct sc_http_content_type){
        .type = {from, range.type.len + 1 + range.subtype.len},
        .charset = range.charset,
    };
    return SC_OK;
}

bool sc_http_content_type_is(const struct sc_http_content_type *content, const char *type)
{
    return sc_str_eq_nocase(content->type, sc_str_of(type)) && is_utf8(content->charset);
}
