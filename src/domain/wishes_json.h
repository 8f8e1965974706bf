/*
 * wishes_json.h - the document that `smartcart plan` reads, and the answer that it writes.
 *
 * The form is the pricing contract's, sections 0 and 2 (docs/planning.md).
 */
#ifndef SC_DOMAIN_WISHES_JSON_H
#define SC_DOMAIN_WISHES_JSON_H

#include "base/json_in.h"
#include "base/json_out.h"
#include "domain/names.h"
#include "domain/plan.h"

enum {
    SC_WISHES_BUDGET_MS = 200, /* when the document names none */
};

struct sc_wishes {
    struct sc_plan_request request; /* its `limit` is the caller's to set */
    struct sc_names products;       /* by their number in the request */
    const struct sc_str *line_ids;  /* one a line */
    const struct sc_str *store_ids; /* one a store */
    int64_t budget_ms;              /* 0: `request.no_search` is set */
};

/*
 * Reads a whole document. What `ret_wishes` points to lives in the arena of
 * `in` or borrows `text`.
 *
 * SC_INVALID: the words and the place are in `in`. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_wishes_read(struct sc_json_in *in, struct sc_arena *arena,
                                          struct sc_str text, struct sc_wishes *ret_wishes);

/* Writes the answer to the wishes as one object, without a line end. */
void sc_wishes_write(struct sc_json_out *out, const struct sc_wishes *wishes,
                     const struct sc_plan_answer *answer);

#endif
