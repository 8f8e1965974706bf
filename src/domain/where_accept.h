/*
 * where_accept.h - from the products that would do for each line to what retailers sell as these.
 *
 * A line's words mean products; a plan buys items, each with the name, code and
 * price of one retailer.
 */
#ifndef SC_DOMAIN_WHERE_ACCEPT_H
#define SC_DOMAIN_WHERE_ACCEPT_H

#include "domain/where.h"

/* A product that would do for a line. */
struct sc_where_fit {
    int64_t product_id;
    int64_t fill; /* how much fills the line: units or grams */
    bool fill_is_grams, fill_is_doubtful;
    double score; /* 0..1 */
};

/* What would do for one line, best first. */
struct sc_where_line_fits {
    const struct sc_where_fit *at;
    size_t count;
};

/* What retailers sell, each with whose it is and the category that it stands in there. */
struct sc_where_goods {
    const struct sc_where_item *items;
    const int64_t *retailer_ids;
    const struct sc_str *categories;
    size_t count;
};

/* All products that would do for some line, each once, ascending. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_where_products(struct sc_arena *arena,
                                             const struct sc_where_line_fits *fits,
                                             size_t line_count, const int64_t **ret_ids,
                                             size_t *ret_count);

/*
 * Fills in the accepts of each line: the items of its products, best first, each
 * retailer's of one kind (where_fit.h). What is sold by the piece does not fill
 * grams, nor the other way round; amounts beyond SC_WHERE_UNITS_MAX and
 * SC_WHERE_GRAMS_MAX are left out. SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_where_accept(struct sc_arena *arena,
                                           const struct sc_where_goods *goods,
                                           const struct sc_where_line_fits *fits,
                                           struct sc_where_line *lines, size_t line_count);

#endif
