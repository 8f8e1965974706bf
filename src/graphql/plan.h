/*
 * plan.h - one operation made ready to run: fields collected and merged, bindings resolved.
 *
 * Made once for a document, never changed, shared by all requests that send it.
 */
#ifndef SC_GRAPHQL_PLAN_H
#define SC_GRAPHQL_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/macros.h"
#include "base/status.h"
#include "graphql/ast.h"
#include "graphql/bind.h"
#include "graphql/error.h"
#include "graphql/schema.h"

struct sc_gql_plan;

/*
 * Plans one operation of a valid document; `operation_name` absent: its only
 * one. Schema, binding and document must outlive the plan, which lives in
 * `arena`.
 *
 * SC_INVALID: no such operation, or several and none was named (code
 * BAD_REQUEST). SC_LIMITED: `errors` say which limit. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_gql_plan_create(struct sc_arena *arena,
                                              const struct sc_gql_schema *schema,
                                              const struct sc_gql_binding *binding,
                                              const struct sc_gql_document *document,
                                              struct sc_str operation_name,
                                              struct sc_gql_errors *errors,
                                              const struct sc_gql_plan **ret_plan);

enum sc_gql_operation sc_gql_plan_operation(const struct sc_gql_plan *plan);
/* The operation's name, for metrics and logs; absent: it has none. */
struct sc_str sc_gql_plan_name(const struct sc_gql_plan *plan);

/* A subscription whose answers need nothing but the event's row: below its root's field nothing is
 * loaded, and no argument is given by a variable. */
bool sc_gql_plan_is_of_event(const struct sc_gql_plan *plan);

#endif
