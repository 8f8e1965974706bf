/*
 * buf.h - bytes that grow at the end, up to a cap.
 *
 * Writers do not check each step: once the cap is passed or memory is gone the
 * buffer is `failed`, takes nothing more, and the caller asks once at the end.
 */
#ifndef SC_BASE_BUF_H
#define SC_BASE_BUF_H

#include <assert.h>
#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/macros.h"
#include "base/str.h"

struct sc_buf {
    char *at; /* owned, heap */
    size_t len;
    size_t room; /* none is left in a failed one */
    size_t cap;  /* never grows beyond */
    bool failed;
};

void sc_buf_init(struct sc_buf *buf, size_t cap_bytes);
void sc_buf_finish(struct sc_buf *buf); /* frees; the buffer is empty and failed afterwards */

void sc_buf_clear(struct sc_buf *buf); /* empty again, memory kept, failed no more */
/* Has room for `size` bytes in all from now on, so that they need not grow bit by bit. */
void sc_buf_reserve(struct sc_buf *buf, size_t size);
static inline void sc_buf_put(struct sc_buf *buf, struct sc_str s);
static inline void sc_buf_put_char(struct sc_buf *buf, char c);
static inline void sc_buf_put_u16(struct sc_buf *buf, uint16_t value); /* in network order */
static inline void sc_buf_put_u32(struct sc_buf *buf, uint32_t value);
static inline void sc_buf_put_u64(struct sc_buf *buf, uint64_t value);
void sc_buf_printf(struct sc_buf *buf, const char *format, ...) SC_PRINTF(2, 3);
/* Room for `size` more bytes, to be filled before the next call; NULL when failed. */
void *sc_buf_extend(struct sc_buf *buf, size_t size);

/* What was written, borrowed until the next change. */
struct sc_str sc_buf_str(const struct sc_buf *buf);

/* Inlined: answers are put together of thousands of small pieces, few of which need to grow. */
static inline void sc_buf_put(struct sc_buf *buf, struct sc_str s)
{
    void *at;

    if (s.len == 0)
        return;
    assert(s.at != NULL);
    if (s.len <= buf->room - buf->len) {
        at = buf->at + buf->len;
        buf->len += s.len;
    } else {
        at = sc_buf_extend(buf, s.len);
    }
    if (at != NULL)
        memcpy(at, s.at, s.len);
}

static inline void sc_buf_put_char(struct sc_buf *buf, char c)
{
    sc_buf_put(buf, (struct sc_str){.at = &c, .len = 1});
}

static inline void sc_buf_put_u16(struct sc_buf *buf, uint16_t value)
{
    value = htobe16(value);
    sc_buf_put(buf, (struct sc_str){(const char *)&value, sizeof value});
}

static inline void sc_buf_put_u32(struct sc_buf *buf, uint32_t value)
{
    value = htobe32(value);
    sc_buf_put(buf, (struct sc_str){(const char *)&value, sizeof value});
}

static inline void sc_buf_put_u64(struct sc_buf *buf, uint64_t value)
{
    value = htobe64(value);
    sc_buf_put(buf, (struct sc_str){(const char *)&value, sizeof value});
}

#endif
