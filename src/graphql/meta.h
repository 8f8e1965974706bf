/*
 * meta.h - the schema asked about itself: __schema and __type. Section 4 of the edition.
 *
 * What stands for a row: of __Schema the schema; of __Type a struct sc_gql_use;
 * of __Field, __InputValue, __EnumValue and __Directive the schema's own struct.
 */
#ifndef SC_GRAPHQL_META_H
#define SC_GRAPHQL_META_H

#include "base/buf.h"
#include "graphql/bind_parts.h"
#include "graphql/value.h"

struct sc_gql_meta;

/* How a field of a type of introspection, or __schema and __type, is answered. */
const struct sc_gql_meta *sc_gql_meta_find(const struct sc_gql_type *type,
                                           const struct sc_gql_field *field);

/* Writes a leaf, or null and then false. */
bool sc_gql_meta_put(const struct sc_gql_meta *meta, const void *row, struct sc_buf *buf);

/* The objects of a field: of one at most one. `is_null`: there is no list. */
struct sc_gql_meta_rows {
    const void *const *at;
    size_t count;
    bool is_null;
};

/* SC_NO_MEMORY: the arena is full. */
SC_MUST_USE enum sc_status sc_gql_meta_rows(const struct sc_gql_meta *meta, const void *row,
                                            const struct sc_gql_binding *binding,
                                            const struct sc_gql_datum *args, struct sc_arena *arena,
                                            struct sc_gql_meta_rows *ret_rows);

#endif
