/*
 * literal.h - whether a value as written fits an input type: section 5.6 of the edition.
 *
 * For documents and for the default values of a schema. Variables are taken to
 * fit: what they may stand for is another rule's matter, and coercion's.
 */
#ifndef SC_GRAPHQL_LITERAL_H
#define SC_GRAPHQL_LITERAL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "graphql/ast.h"
#include "graphql/error.h"
#include "graphql/schema.h"

/* Whether a literal is one of a scalar's or an enum's values. Lists, objects, null are not, but of
 * a custom scalar. */
bool sc_gql_leaf_fits(const struct sc_gql_type *type, const struct sc_gql_value *value);

/* Whether a value must be given: the type is non-null and there is no default. */
bool sc_gql_is_required(const struct sc_gql_input *input);

/* A type as it is written: "[Int!]!", in `arena`. */
struct sc_str sc_gql_use_words(struct sc_arena *arena, const struct sc_gql_use *use);

/* Who is told what is wrong, and how. */
struct sc_gql_literal_reader {
    struct sc_arena *arena; /* for words */
    struct sc_gql_errors *errors;
    struct sc_str text; /* the document's */
    const char *code;   /* of each error */
    const char *rule;   /* the same */
    bool has_suggestions;
};

/* Adds an error for each thing that does not fit; true: there was none. */
bool sc_gql_literal_check(const struct sc_gql_literal_reader *reader, const struct sc_gql_use *use,
                          const struct sc_gql_value *value);

#endif
