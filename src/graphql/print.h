/*
 * print.h - nodes as canonical text: what graphql-js's printer makes of them.
 *
 * The same document always gives the same text; it parses to the same nodes.
 * So that it does, a query stays `query { }` behind a type that has no block of
 * its own, where graphql-js writes `{ }`.
 */
#ifndef SC_GRAPHQL_PRINT_H
#define SC_GRAPHQL_PRINT_H

#include "base/buf.h"
#include "graphql/ast.h"

/* Definitions with an empty line between them, without a line end at the end. */
void sc_gql_print(const struct sc_gql_document *document, struct sc_buf *out);

void sc_gql_print_value(const struct sc_gql_value *value, struct sc_buf *out);

/*
 * One definition, without the uses of directives that are named in `without`
 * (ended by NULL; NULL: all are printed).
 */
void sc_gql_print_definition(const struct sc_gql_definition *definition, const char *const *without,
                             struct sc_buf *out);

#endif
