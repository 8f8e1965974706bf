/*
 * cost.h - what a document may ask for, judged before anything is executed.
 *
 * Cost: a scalar 0; an object 1 and what is below it; a list 1, and for each row
 * of its size 1 and what is below it; a field of a mutation 10 instead of the
 * first 1. In the SDL @cost(fixed:) says otherwise for the field itself and
 * @cost(per:) for each row, @listSize(slicing:, assumed:) how many rows there are
 * (bind.h). A connection, an object with @page or @listSize, says how many rows
 * the lists in it have that say nothing themselves: edges, nodes. @cost(per:) on
 * an argument prices what is given by its length, as much as that is: each element
 * of the list, which is not looked into. Only slicing arguments and lengths are
 * taken from variables. What is selected twice is counted twice.
 *
 *   deals(first: 20) { edges { node { product { name } } } }    1 + 1 + 20 x (1 + 1 + 1) = 62
 *   putAll(edits: $edits), edits @cost(per: 1), of 200 edits    10 + 200 x 1 = 210
 */
#ifndef SC_GRAPHQL_COST_H
#define SC_GRAPHQL_COST_H

#include <stdint.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/macros.h"
#include "base/status.h"
#include "graphql/ast.h"
#include "graphql/error.h"
#include "graphql/schema.h"

enum { /* design/graphql, section 2 */
    SC_GQL_COST_MAX = 1000,
    SC_GQL_DEPTH_MAX = 12,
    SC_GQL_ALIASES_MAX = 100,         /* in all */
    SC_GQL_ALIASES_OF_FIELD_MAX = 30, /* of one field in one document */
    SC_GQL_DIRECTIVES_MAX = 50,
    SC_GQL_PAGE_MAX = 100,    /* rows that `first` may ask for */
    SC_GQL_LIST_ASSUMED = 10, /* rows of a list that nothing is said of */
};

struct sc_gql_caps {
    int64_t cost_max;
    uint32_t depth_max;
    uint32_t aliases_max;
    uint32_t aliases_of_field_max;
    uint32_t directives_max;
};

extern const struct sc_gql_caps sc_gql_caps_free; /* those above */

/*
 * Holds a valid document against the caps that need no variables: depth,
 * aliases, directives. SC_LIMITED: `errors` say which (code DEPTH_LIMIT or
 * COST_LIMIT). Introspection is not counted in depth.
 */
SC_MUST_USE enum sc_status sc_gql_caps_check(struct sc_arena *arena,
                                             const struct sc_gql_schema *schema,
                                             const struct sc_gql_document *document,
                                             const struct sc_gql_caps *caps,
                                             struct sc_gql_errors *errors);

struct sc_gql_cost;

/*
 * Makes what is needed to tell the cost of an operation quickly; lives in
 * `arena`, as long as the document's plan. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_gql_cost_create(struct sc_arena *arena,
                                              const struct sc_gql_schema *schema,
                                              const struct sc_gql_document *document,
                                              const struct sc_gql_definition *operation,
                                              const struct sc_gql_cost **ret_cost);

/*
 * The cost with these variables (NULL: none). Sizes that are no whole number of
 * at least 0, or above SC_GQL_PAGE_MAX, count as SC_GQL_PAGE_MAX: coercion or
 * the page's own check refuse them later. What is given for a list and is none
 * counts as one element, null as none. Saturates at INT64_MAX.
 */
int64_t sc_gql_cost_of(const struct sc_gql_cost *cost, const struct sc_json *variables);

#endif
