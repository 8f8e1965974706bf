/*
 * feed_text.h - a file's bytes as UTF-8, whatever they were written in.
 *
 * What a file declares is often wrong, so the bytes decide: a byte order mark,
 * else zeros in every second byte (UTF-16), else the first stretch with bytes
 * above 127: it is UTF-8 when more of it is well-formed UTF-8 than not, else
 * the single-byte encoding that the caller names.
 */
#ifndef SC_RETAIL_FEED_TEXT_H
#define SC_RETAIL_FEED_TEXT_H

#include <stdbool.h>

#include "retail/feed_stream.h"
#include "runtime/request.h"

enum feed_encoding {
    FEED_UTF_8,
    FEED_UTF_16LE,
    FEED_UTF_16BE,
    FEED_WINDOWS_1250,
    FEED_ISO_8859_2,
    FEED_WINDOWS_1255, /* of ISO-8859-8, a superset as far as letters go */
};

/* What becomes of bytes that the encoding does not have. */
enum feed_bad_bytes {
    FEED_BAD_KEPT,     /* they stay no UTF-8, so that a reader can refuse that one row */
    FEED_BAD_REPLACED, /* they, and control characters, become U+FFFD: XML cannot go on else */
};

struct feed_text;

/* "utf-8", "windows-1250", ...: any case. False: a name that we do not know. */
bool feed_encoding_find(struct sc_str name, enum feed_encoding *ret_encoding);

/*
 * A decoder over `bytes`, which must outlive it. `fallback` is the single-byte
 * encoding (or FEED_UTF_8: none) for what is not UTF-8. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status feed_text_create(struct sc_request *rq, struct feed_stream bytes,
                                            enum feed_encoding fallback, enum feed_bad_bytes bad,
                                            struct feed_text **ret_text);
void feed_text_destroy(struct feed_text *text); /* NULL is fine */

/*
 * The decoded bytes, without a byte order mark. With FEED_BAD_REPLACED they are
 * well-formed and, with room for 4 bytes or more, no character is cut between two
 * reads. Fails as `bytes` does.
 */
struct feed_stream feed_text_stream(struct feed_text *text);

#endif
