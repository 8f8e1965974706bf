/*
 * feed_input.h - what a reader knows of a file besides its bytes.
 */
#ifndef SC_RETAIL_FEED_INPUT_H
#define SC_RETAIL_FEED_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "retail/feed.h"

/* Absent texts: not known. */
struct feed_input {
    struct sc_str name;                         /* as feed_input_name gives it */
    struct sc_str retailer_key, retailer_name;  /* as the operator says: go before the file's own */
    struct sc_str country, currency, time_zone; /* likewise */
    int64_t modified_us; /* when the file was last changed, UTC; stands in for a missing date; 0 */
    int64_t now_us;      /* UTC: which special prices hold now */
};

/* The last part of a path, without ".gz": what formats are told by. */
struct sc_str feed_input_name(struct sc_str path);

/* When the file was made: `named`, or when it was last changed, or now. */
struct feed_time feed_input_observed(const struct feed_input *input, struct feed_time named);

/*
 * Text for people out of bytes that may be anything, cut to `room`: '?' for what
 * is no UTF-8 or NUL, a space for other control characters. Lies in `out`.
 */
struct sc_str feed_input_words(struct sc_str bytes, char *out, size_t room);

#endif
