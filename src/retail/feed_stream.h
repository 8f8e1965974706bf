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

#endif
