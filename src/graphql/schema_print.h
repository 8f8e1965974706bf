/*
 * schema_print.h - a schema as SDL: what clients and their tools are given.
 */
#ifndef SC_GRAPHQL_SCHEMA_PRINT_H
#define SC_GRAPHQL_SCHEMA_PRINT_H

#include "base/buf.h"
#include "graphql/schema.h"

/*
 * Writes types and directives in the order they were defined in, without the
 * built-in ones, and without the definitions and uses of directives named in
 * `without` (ended by NULL; NULL: none left out). Descriptions stay.
 */
void sc_gql_schema_print(const struct sc_gql_schema *schema, const char *const *without,
                         struct sc_buf *out);

#endif
