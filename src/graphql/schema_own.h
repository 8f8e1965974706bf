/*
 * schema_own.h - what every schema has without defining it, as SDL.
 *
 * Private to the schema's builder.
 */
#ifndef SC_GRAPHQL_SCHEMA_OWN_H
#define SC_GRAPHQL_SCHEMA_OWN_H

#include "base/embedded.h"

/* One row: own.graphql. */
extern const struct sc_embedded sc_gql_own_texts[];

#endif
