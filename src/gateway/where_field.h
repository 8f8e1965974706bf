/*
 * where_field.h - the field whereToBuy of the API: where.h asked and answered in its structs.
 */
#ifndef SC_GATEWAY_WHERE_FIELD_H
#define SC_GATEWAY_WHERE_FIELD_H

#include "base/macros.h"
#include "base/status.h"
#include "gateway/where_input.h"
#include "runtime/request.h"

struct sc_pg;

/*
 * `in` is a struct where_in, `ret_row` a struct where_row. SC_INVALID: the input
 * is out of range; else as gateway_where_find fails. Words on `rq`, in whose
 * arena the answer lives.
 */
SC_MUST_USE enum sc_status gateway_where_to_buy(struct sc_request *rq, struct sc_pg *pg,
                                                const void *in, void *ret_row);

#endif
