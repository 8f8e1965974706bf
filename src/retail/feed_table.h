/*
 * feed_table.h - any retailer's list of rows, read as a map says (feed_map.h).
 *
 * One engine for delimited text and for XML lists; a new retailer is a new map.
 * A row that cannot be used is rejected with its reason and the next goes on.
 */
#ifndef SC_RETAIL_FEED_TABLE_H
#define SC_RETAIL_FEED_TABLE_H

#include "retail/feed_input.h"
#include "retail/feed_map.h"

enum {
    FEED_CODE_MAX = 64,   /* bytes of a retailer's own product code; Google's ids have at most 50 */
    FEED_KEY_MAX = 64,    /* bytes of a retailer's key */
    FEED_LIST_MAX = 1000, /* products of one deal; the contract's limit of a list */
};

/*
 * Does a delimited file whose first row is `header` have every column that the
 * map needs? `ret_known` is how many of its columns the map knows.
 */
bool feed_table_fits(struct sc_arena *arena, const struct feed_map *map,
                     const struct sc_str *header, size_t count, size_t *ret_known);

/*
 * Reads a whole file. What a sink returns besides SC_OK ends the reading.
 *
 * SC_INVALID: a column that the map needs is missing, or it is not known whose file this is.
 */
SC_MUST_USE enum sc_status feed_table_read(struct sc_request *rq, const struct feed_map *map,
                                           const struct feed_input *input, struct feed_stream bytes,
                                           const struct feed_sink *sink, struct feed_end *ret_end);

#endif
