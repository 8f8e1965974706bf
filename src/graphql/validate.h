/*
 * validate.h - whether a document can be executed on a schema: the 27 rules of section 5.
 *
 * Rules carry the names of graphql-js (KnownTypeNames, ScalarLeafs, ...), which
 * tools and people know. Work is bounded for any document within the limits of
 * parse.h: what would compare more field pairs than the budget is refused.
 */
#ifndef SC_GRAPHQL_VALIDATE_H
#define SC_GRAPHQL_VALIDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "graphql/ast.h"
#include "graphql/error.h"
#include "graphql/schema.h"

enum {
    SC_GQL_COMPARISONS_MAX = 10000, /* of pairs of fields; design/graphql, section 2 */
};

struct sc_gql_validate_options {
    uint32_t comparisons_max; /* SC_GQL_COMPARISONS_MAX, or UINT32_MAX for trusted documents */
    bool has_suggestions;     /* "Did you mean ...?": off in production, as introspection is */
    bool has_introspection;   /* __schema and __type may be asked for */
};

/*
 * `arena` is for scratch and errors. SC_INVALID: `errors` say why, each with
 * code GRAPHQL_VALIDATION_FAILED, its rule and places. SC_LIMITED: over the
 * budget of comparisons, one error says so. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_gql_validate(struct sc_arena *arena,
                                           const struct sc_gql_schema *schema,
                                           const struct sc_gql_document *document,
                                           const struct sc_gql_validate_options *options,
                                           struct sc_gql_errors *errors);

#endif
