/*
 * pg_row.h - whole sets of parameters and whole rows, as libpq takes and gives them.
 *
 * For src/store/ alone; pg_value.h does one value.
 */
#ifndef SC_STORE_PG_ROW_H
#define SC_STORE_PG_ROW_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "store/pg_query.h"

struct sc_pg_params {
    const char *values[SC_PG_FIELDS_MAX];
    int lengths[SC_PG_FIELDS_MAX];
};

/* All parameters are binary. */
extern const int sc_pg_params_formats[SC_PG_FIELDS_MAX];

/*
 * Writes the parameters in `in`, a query's struct <name>_in, into `bytes`, which
 * is emptied; they point there until it changes. SC_LIMITED: it is full.
 */
SC_MUST_USE enum sc_status sc_pg_params_encode(const struct sc_pg_query *query, const void *in,
                                               struct sc_buf *bytes,
                                               struct sc_pg_params *ret_params);

/* What the server says of a result's columns is what the query's file said. */
bool sc_pg_columns_fit(const struct sc_pg_query *query, const PGresult *result);

/*
 * Reads row `number` of a result whose columns fit into `row`, a zeroed struct
 * <name>_row; text and arrays into `arena`. SC_INTERNAL: a value is not as the
 * file says. SC_LIMITED: the arena is full.
 */
SC_MUST_USE enum sc_status sc_pg_row_decode(const struct sc_pg_query *query, const PGresult *result,
                                            int number, struct sc_arena *arena, void *row);

#endif
