/*
 * search_field.h - the field searchProducts of the API: a line's words matched with the catalogue.
 *
 * The matching is docs/matching.md's, as for a line of a list. A page is a part
 * of what it finds, best first; a cursor is the score and the id behind which to
 * go on.
 */
#ifndef SC_GATEWAY_SEARCH_FIELD_H
#define SC_GATEWAY_SEARCH_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    GATEWAY_SEARCH_PAGE_MAX = 100,
    GATEWAY_SEARCH_PAGE = 20,
    GATEWAY_SEARCH_ARENA_CAP = 16 * 1024 * 1024, /* words near those asked for, their products */
};

struct search_in {
    struct sc_str text;
    struct sc_i64_list store_ids;
    bool has_store_ids;
    int32_t first;
    bool has_first;
    struct sc_str after; /* absent: from the beginning */
};

struct search_edge {
    struct sc_str cursor;
    double score;
    struct sc_str confidence;
    int64_t product_id;
};

struct search_page_info {
    bool has_next_page, has_previous_page;
    struct sc_str start_cursor, end_cursor; /* absent: the page is empty */
};

struct search_row {
    struct sc_rows edges; /* struct search_edge */
    const struct search_page_info *page_info;
};

extern const struct sc_shape search_in_shape;  /* struct search_in */
extern const struct sc_shape search_row_shape; /* struct search_row */

/*
 * `in` is a struct search_in, `ret_row` a struct search_row. SC_INVALID: the
 * text says nothing, or an argument is out of range; else as the database
 * fails. Words on `rq`, in whose arena the answer lives.
 */
SC_MUST_USE enum sc_status gateway_search_products(struct sc_request *rq, struct sc_pg *pg,
                                                   const void *in, void *ret_row);

#endif
