/*
 * feed_input.h - what a reader knows of a file besides its bytes.
 */
#ifndef SC_RETAIL_FEED_INPUT_H
#define SC_RETAIL_FEED_INPUT_H

#include <stdint.h>

#include "base/str.h"

/* Absent texts: not known. */
struct feed_input {
    struct sc_str name;                         /* without folders and ".gz" */
    struct sc_str retailer_key, retailer_name;  /* as the operator says: go before the file's own */
    struct sc_str country, currency, time_zone; /* likewise */
    int64_t modified_us; /* when the file was last changed, UTC; stands in for a missing date; 0 */
    int64_t now_us;      /* UTC: which special prices hold now */
};

#endif
