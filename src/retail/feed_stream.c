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
