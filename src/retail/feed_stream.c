#include "retail/feed_stream.h"

#include <string.h>

static enum sc_status read_text(void *context, char *into, size_t room, size_t *ret_len)
{
    struct sc_str *rest = context;
    size_t len = rest->len < room ? rest->len : room;

    if (len > 0)
        memcpy(into, rest->at, len);
    *rest = sc_str_sub(*rest, len, SIZE_MAX);
    *ret_len = len;
    return SC_OK;
}

struct feed_stream feed_stream_of_text(struct sc_str *text)
{
    return (struct feed_stream){.context = text, .read = read_text};
}

enum sc_status feed_peek_init(struct feed_peek *peek, struct feed_stream inner)
{
    peek->inner = inner;
    peek->at = peek->len = 0;
    while (peek->len < FEED_PEEK_MAX) {
        size_t len;
        enum sc_status st =
            inner.read(inner.context, peek->bytes + peek->len, FEED_PEEK_MAX - peek->len, &len);
        if (st != SC_OK)
            return st;
        if (len == 0)
            break;
        peek->len += len;
    }
    return SC_OK;
}

static enum sc_status read_peeked(void *context, char *into, size_t room, size_t *ret_len)
{
    struct feed_peek *peek = context;
    size_t left = peek->len - peek->at;
    size_t len = left < room ? left : room;

    if (left == 0)
        return peek->inner.read(peek->inner.context, into, room, ret_len);
    memcpy(into, peek->bytes + peek->at, len);
    peek->at += len;
    *ret_len = len;
    return SC_OK;
}

struct feed_stream feed_peek_stream(struct feed_peek *peek)
{
    return (struct feed_stream){.context = peek, .read = read_peeked};
}
