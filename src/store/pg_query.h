/*
 * pg_query.h - what tools/sqlgen makes of a file of sql/queries.
 *
 * A query knows its text and how its parameters and rows lie in C. Nobody
 * writes these by hand; whoever runs one uses the typed functions generated
 * beside it (docs/sql.md).
 */
#ifndef SC_STORE_PG_QUERY_H
#define SC_STORE_PG_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/pg_value.h"

enum {
    SC_PG_FIELDS_MAX = 64,      /* parameters, or columns, of a query; sqlgen refuses more */
    SC_PG_KEYS_MAX = 8,         /* parts of a loader's key; likewise */
    SC_PG_STATEMENT_MS = 30000, /* a statement may take this long unless its file says `slow:` */
};

/* Which databases hold the tables of a query. */
enum sc_pg_route {
    SC_PG_ROUTE_CATALOGUE, /* the same for everyone: products, prices, deals */
    SC_PG_ROUTE_HOUSEHOLD, /* sharded by household */
    SC_PG_ROUTE_EVERY,     /* in every database: whichever the caller has at hand */
};

struct sc_pg_query {
    const char *name; /* service_file; the prepared statement is called so too */
    const char *sql;
    struct sc_shape in;  /* its parameters, struct <name>_in */
    struct sc_shape row; /* struct <name>_row, or another query's; no fields: no rows come back */
    enum sc_pg_route route;
    int32_t limit_ms;  /* how long it may take; the request's own deadline may be nearer */
    bool may_write;    /* so without an answer, whether it happened is unknown */
    bool is_copy;      /* COPY ... FROM STDIN: its params are the columns of one row */
    const char *index; /* EXPLAIN must show it; NULL: no such promise */
};

/*
 * A query whose parameters begin with keys, each a list (behind a household's
 * viewer), and whose rows carry those keys. Its page, when it has one, begins
 * behind what the parameters after_<column> say.
 */
struct sc_pg_loader {
    const struct sc_pg_query *query;
    const struct sc_field *keys; /* the columns of the row that carry the key, in order; their
                                    names are those of its parameters */
    uint16_t key_count; /* 0: "key: none"; every row belongs to the one key there is, of no parts */
    uint16_t first_key; /* the parameter that takes the first part; the others follow */
    uint64_t hash;      /* of the statement and its shapes: what caches know it by */
    int32_t cache_ms;   /* rows may be kept so long; 0: not beyond the request */
    const char *cache_tag; /* forgets them together; NULL when not cached */
    const char *page;      /* columns that order a page, as in the file; NULL: whole */
    bool is_slow;          /* gets a connection of its own */
};

#endif
