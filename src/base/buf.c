#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ROOM_MIN = 256,
};

void sc_buf_init(struct sc_buf *buf, size_t cap_bytes)
{
    *buf = (struct sc_buf){.cap = cap_bytes};
}

void sc_buf_finish(struct sc_buf *buf)
{
    free(buf->at);
    *buf = (struct sc_buf){.failed = true};
}

void sc_buf_clear(struct sc_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

static bool fail(struct sc_buf *buf)
{
    buf->failed = true;
    buf->room = buf->len;
    return false;
}

static bool grow(struct sc_buf *buf, size_t more)
{
    if (buf->failed || more > buf->cap || buf->len > buf->cap - more)
        return fail(buf);
    size_t need = buf->len + more;
    if (need <= buf->room)
        return true;
    size_t room = buf->room < ROOM_MIN ? ROOM_MIN : buf->room;
    while (room < need)
        room *= 2;
    if (room > buf->cap)
        room = buf->cap;
    char *at = realloc(buf->at, room);
    if (at == NULL)
        return fail(buf);
    buf->at = at;
    buf->room = room;
    return true;
}

void sc_buf_reserve(struct sc_buf *buf, size_t size)
{
    if (size > buf->room)
        grow(buf, size - buf->len);
}

void *sc_buf_extend(struct sc_buf *buf, size_t size)
{
    if (!grow(buf, size))
        return NULL;
    void *at = buf->at + buf->len;
    buf->len += size;
    return at;
}

void sc_buf_printf(struct sc_buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !grow(buf, (size_t)len + 1)) { /* vsnprintf writes a NUL behind */
        fail(buf);
        return;
    }
    va_start(args, format);
    vsnprintf(buf->at + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

struct sc_str sc_buf_str(const struct sc_buf *buf)
{
    return (struct sc_str){.at = buf->at != NULL ? buf->at : "", .len = buf->len};
}
