/*
 * where_basket.h - a store's basket as a document of `smartcart price`.
 *
 * Whoever doubts a total can price it again: `smartcart price` on the document
 * gives the till's total. Products go by the retailer's own codes.
 */
#ifndef SC_APP_WHERE_BASKET_H
#define SC_APP_WHERE_BASKET_H

#include "app/where.h"

/* Deals that are about nothing in the basket are left out: they change no price. */
void where_basket_json(struct sc_json_out *out, const struct app_where_view *view,
                       const struct sc_where_visit *visit);

#endif
