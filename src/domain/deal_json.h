/*
 * deal_json.h - deals as they stand in the documents of `smartcart price` and `smartcart plan`.
 *
 * Ranges and optional members are the pricing contract's, section 0
 * (docs/pricing.md). A member that a kind has no use for is not looked at.
 */
#ifndef SC_DOMAIN_DEAL_JSON_H
#define SC_DOMAIN_DEAL_JSON_H

#include "base/json_in.h"
#include "base/json_out.h"
#include "domain/deal.h"
#include "domain/names.h"

/* All from the pricing contract, section 0. */
enum {
    SC_JSON_DEALS_MAX = 2000, /* in a document, or at a store */
    SC_JSON_TEXTS_MAX = 1000, /* in one list */
    SC_JSON_PRICE_MAX = 100 * 1000 * 1000,
    SC_JSON_UNITS_MAX = 999,
    SC_JSON_GRAMS_MAX = 99999,
};
#define SC_JSON_MONEY_MAX (INT64_C(1000) * 1000 * 1000 * 1000)

/*
 * Reads the member "deals" of a document or a store. Of the products, only
 * those in `products` are kept, by their number there. Failures stick to the
 * document (json_in.h); then there are no deals.
 */
const struct sc_deal *sc_json_read_deals(const struct sc_json *object,
                                         const struct sc_names *products, size_t *ret_count);

/* Reads "audiences" and "coupons" of a document. */
struct sc_shopper sc_json_read_shopper(const struct sc_json *document);

/* The id of a product by its number; absent: the document has no such product. */
typedef struct sc_str (*sc_json_product_fn)(const void *context, uint32_t product);

/* Write the same: members of an object that was begun. */
void sc_json_write_deal(struct sc_json_out *out, const struct sc_deal *deal,
                        sc_json_product_fn product, const void *context);
void sc_json_write_shopper(struct sc_json_out *out, const struct sc_shopper *shopper);

#endif
