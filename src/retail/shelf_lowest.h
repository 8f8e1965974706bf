/*
 * shelf_lowest.h - the lowest price of a product among some stores, out of its prices everywhere.
 *
 * Those of everywhere are one row a currency, kept by the cache for everybody
 * (sql/queries/retail/shelf_of_product.sql); which stores count is the caller's.
 */
#ifndef SC_RETAIL_SHELF_LOWEST_H
#define SC_RETAIL_SHELF_LOWEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/record.h"
#include "base/status.h"

enum {
    RETAIL_SHELF_STORES_MAX = 200
}; /* as in a plan: looked up for each product of a page */

struct retail_shelf_lowest_in {
    struct sc_i64_list store_ids; /* in any order */
};
extern const struct sc_shape retail_shelf_lowest_in_shape;

/* Without a deposit. The price of a weighed product is for a kilogram. */
struct retail_shelf_lowest {
    int64_t store_id;
    int64_t price_minor;
    struct sc_str price_currency; /* as the row's */
    bool is_weighed;
};
extern const struct sc_shape retail_shelf_lowest_shape;

/*
 * `in` and `ret_row` are the structs above, `rows` are of struct
 * retail_shelf_of_product_row, of one product. Of equal prices that of the
 * smaller store id. Amounts of two currencies are not compared, nor pieces with
 * kilograms: the first row that has one of the stores decides. SC_NOT_FOUND:
 * none of the stores sells it. SC_LIMITED: more than RETAIL_SHELF_STORES_MAX.
 */
enum sc_status retail_shelf_pick_lowest(const void *in, const void *const *rows, size_t count,
                                        void *ret_row);

#endif
