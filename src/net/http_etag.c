#include "net/http_etag.h"

#include <inttypes.h>
#include <stdio.h>

void sc_http_etag_write(struct sc_str body, char ret_etag[SC_HTTP_ETAG_TEXT])
{
    snprintf(ret_etag, SC_HTTP_ETAG_TEXT, "\"%016" PRIx64 "\"", sc_str_hash(body));
}

static void skip_to_tag(struct sc_str *rest)
{
    while (rest->len > 0 && (*rest->at == ' ' || *rest->at == '\t' || *rest->at == ','))
        *rest = sc_str_sub(*rest, 1, rest->len);
    if (sc_str_starts(*rest, SC_STR("W/")))
        *rest = sc_str_sub(*rest, 2, rest->len);
}

/* With its quotes, between which anything else may stand; empty: there is none. */
static struct sc_str take_tag(struct sc_str *rest)
{
    struct sc_str from = *rest;
    ptrdiff_t end = -1;

    if (sc_str_starts(from, SC_STR("\"")))
        end = sc_str_find_char(sc_str_sub(from, 1, from.len), '"');
    size_t len = end < 0 ? 0 : (size_t)end + 2;
    *rest = sc_str_sub(from, len, from.len);
    return sc_str_sub(from, 0, len);
}

bool sc_http_etag_is_in(struct sc_str if_none_match, struct sc_str etag)
{
    struct sc_str rest = sc_str_trim(if_none_match), tag;

    if (sc_str_eq(rest, SC_STR("*")))
        return true;
    do {
        skip_to_tag(&rest);
        tag = take_tag(&rest);
        if (tag.len > 0 && sc_str_eq(tag, etag))
            return true;
    } while (tag.len > 0);
    return false;
}
