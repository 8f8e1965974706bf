/*
 * basket_json.h - the document that `smartcart price` reads, and the answer that it writes.
 *
 * The form is the pricing contract's, sections 0 and 1 (docs/pricing.md).
 */
#ifndef SC_DOMAIN_BASKET_JSON_H
#define SC_DOMAIN_BASKET_JSON_H

#include "base/json_in.h"
#include "base/json_out.h"
#include "domain/price.h"

enum {
    SC_BASKET_BUDGET_MS = 200, /* when the document names none */
};

struct sc_basket {
    struct sc_price_request request; /* its `limit` is the caller's to set */
    const struct sc_str *line_ids;   /* one a line */
    int64_t budget_ms;               /* 0: `request.no_search` is set */
};

/*
 * Reads a whole document. What `ret_basket` points to lives in the arena of
 * `in` or borrows `in->text`.
 *
 * SC_INVALID: the words and the place are in `in`. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_basket_read(struct sc_json_in *in, struct sc_arena *arena,
                                          struct sc_str text, struct sc_basket *ret_basket);

/* Writes the answer to a basket as one object, without a line end. */
void sc_basket_write(struct sc_json_out *out, const struct sc_basket *basket,
                     const struct sc_price_answer *answer);

#endif
