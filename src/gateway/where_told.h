/*
 * where_told.h - an answer of where.h put into the structs that the API tells.
 */
#ifndef SC_GATEWAY_WHERE_TOLD_H
#define SC_GATEWAY_WHERE_TOLD_H

#include "base/macros.h"
#include "base/status.h"
#include "gateway/where.h"
#include "gateway/where_rows.h"
#include "runtime/request.h"

/* Of what `ask` gave. Lives in rq's arena and borrows both. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status gateway_where_told(struct sc_request *rq,
                                              const struct gateway_where_ask *ask,
                                              const struct gateway_where *where,
                                              struct where_row *ret_row);

#endif
