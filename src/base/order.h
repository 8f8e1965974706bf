/*
 * order.h - what qsort and bsearch are given.
 */
#ifndef SC_BASE_ORDER_H
#define SC_BASE_ORDER_H

#include <stdint.h>

/* Of two int64_t, ascending. */
static inline int sc_order_i64(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

#endif
