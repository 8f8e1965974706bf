/*
 * plan_input.h - the field planInput: what a phone keeps of a list, to plan it without a signal.
 *
 * The pack is one JSON document, and exactly what `smartcart plan` reads
 * (domain/wishes_json.h), so that the same engine answers from it, whatever it
 * is compiled for. What people are shown stands beside it in members that the
 * engine passes over; docs/where.md says which.
 */
#ifndef SC_GATEWAY_PLAN_INPUT_H
#define SC_GATEWAY_PLAN_INPUT_H

#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "gateway/where_rows.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    GATEWAY_PACK_MAX = 4 * 1024 * 1024, /* bytes of a pack; half of what `plan` takes */
    GATEWAY_PACK_STORES_MAX = 50,       /* as many as a household has */
};

struct plan_input_in {
    int64_t list_id;
    const struct where_input *input; /* may be NULL */
    struct sc_str have;              /* the version that is kept; absent: none */
};

struct plan_input_row {
    struct sc_str version; /* of all in the document but `at` */
    int64_t at;
    struct sc_str document; /* absent: `have` is of this version */
    struct sc_rows notes;   /* struct where_note */
};

extern const struct sc_shape plan_input_in_shape, plan_input_row_shape;

/*
 * `in` and `ret_row` are the structs above. SC_LIMITED: it would have more than
 * GATEWAY_PACK_MAX bytes. Else fails as gateway_where_input and gateway_where_facts.
 */
SC_MUST_USE enum sc_status gateway_plan_input(struct sc_request *rq, struct sc_pg *pg,
                                              const void *in, void *ret_row);

#endif
