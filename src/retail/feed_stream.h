/*
 * feed_stream.h - bytes that come when asked for, whatever they come from.
 *
 * A file, a member of an archive, a decoder over either, a test's text.
 */
#ifndef SC_RETAIL_FEED_STREAM_H
#define SC_RETAIL_FEED_STREAM_H

#include <stddef.h>

#include "base/status.h"
#include "base/str.h"

struct feed_stream {
    void *context;
    /* At least one byte and at most `room` (> 0) into `into`; 0 bytes: the end, again and again. */
    enum sc_status (*read)(void *context, char *into, size_t room, size_t *ret_len);
};

/* A stream over a text in memory; both must outlive the stream. */
struct feed_stream feed_stream_of_text(struct sc_str *text);

enum {
    FEED_PEEK_MAX = 64 * 1024, /* bytes that can be looked at before they are read */
};

/* The beginning of a stream, to be looked at first and read again after. */
struct feed_peek {
    struct feed_stream inner;
    size_t at, len;
    char bytes[FEED_PEEK_MAX];
};

/* Reads up to FEED_PEEK_MAX bytes ahead. Fails as `inner` does. */
SC_MUST_USE enum sc_status feed_peek_init(struct feed_peek *peek, struct feed_stream inner);
/* The whole of `inner`, from its first byte; `peek` must outlive it. */
struct feed_stream feed_peek_stream(struct feed_peek *peek);

#endif
