/*
 * schema_text.h - the schema of the API, the files of schema/, as it is built into the program.
 */
#ifndef SC_GATEWAY_SCHEMA_TEXT_H
#define SC_GATEWAY_SCHEMA_TEXT_H

#include "base/arena.h"
#include "base/embedded.h"
#include "base/str.h"

extern const struct sc_embedded gateway_schema_parts[]; /* "retail.graphql" */

/* All of it, one behind the other; at is NULL without memory. */
struct sc_str gateway_schema_text(struct sc_arena *arena);

#endif
