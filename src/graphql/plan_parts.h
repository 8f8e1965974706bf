/*
 * plan_parts.h - a plan: selections merged, one list of fields for each possible type.
 *
 * Private to plan*, run* and write*. Fields of one response key that came from
 * several places of the document are one, and know their occurrences: under
 * which variables each is asked for, and where it stands.
 */
#ifndef SC_GRAPHQL_PLAN_PARTS_H
#define SC_GRAPHQL_PLAN_PARTS_H

#include "graphql/bind_parts.h"
#include "graphql/names.h"
#include "graphql/plan.h"
#include "graphql/value.h"

enum {
    SC_GQL_PLAN_FIELDS_MAX = 20000,  /* occurrences of fields in a plan, over all possible types */
    SC_GQL_PLAN_STEPS_MAX = 200000,  /* selections looked at while planning */
    SC_GQL_PLAN_DEPTH_MAX = 200,     /* fields, or fragments, in each other */
    SC_GQL_PLAN_CONDITIONS_MAX = 64, /* different variables of @skip and @include */
};

/* Met when all variables of `yes` are true and all of `no` false: bits by sc_gql_plan.conditions.
 */
struct sc_gql_condition {
    uint64_t yes;
    uint64_t no;
};

struct sc_gql_occurrence {
    const struct sc_gql_selection *node;
    struct sc_gql_condition when;
    uint32_t order; /* among all occurrences in its object */
    struct sc_gql_occurrence *next;
};

/* An argument: known already, or a literal that names variables. */
struct sc_gql_plan_arg {
    const struct sc_gql_value *value; /* NULL: `ready` is it */
    struct sc_gql_datum ready;        /* else the default, should the variable be absent */
};

struct sc_gql_plan_set;

struct sc_gql_plan_field {
    const struct sc_gql_field *def;
    const struct sc_gql_bound *bound; /* NULL: the plain binding, or of the schema itself */
    const struct sc_gql_meta *meta;   /* BY_META */
    enum sc_gql_how how;
    bool has_loads; /* it is one, or some are below */
    bool is_list;
    bool is_non_null;
    bool has_null_items; /* of a list */
    bool is_load;        /* itself: rows come from the host */
    struct sc_str key;   /* ,"name": - escaped, with the comma before */
    struct sc_str name;  /* the response key */
    const struct sc_gql_occurrence *occurrences;
    const struct sc_gql_plan_arg *args; /* by index; NULL: all are `ready` */
    const struct sc_gql_datum *ready;   /* then these */
    const struct sc_gql_plan_set *set;  /* NULL: a leaf */
    uint32_t slot;
    uint32_t roles; /* of which the caller needs one; 0: none */
};

/* What is asked of the objects of one type. */
struct sc_gql_plan_object {
    const struct sc_gql_type *type;
    const struct sc_gql_plan_field *fields;
    uint32_t count;
    uint32_t slot;
    bool has_conditions; /* which fields, and in which order, depends on variables */
    bool has_loads;
};

/* What is asked of a field's objects: one for each possible type, in that order. */
struct sc_gql_plan_set {
    const struct sc_gql_type *type;
    const struct sc_gql_view *view; /* NULL: the plain binding, or of the schema itself */
    const struct sc_gql_plan_object *objects;
    uint32_t levels; /* of loads that follow each other below; 0: it needs no slot */
    uint32_t slot;
};

/* A plan while it is made. */
struct sc_gql_planner {
    struct sc_arena *arena;
    struct sc_gql_plan *plan;
    struct sc_gql_errors *errors;
    struct sc_gql_names fragments; /* definitions by name */
    uint32_t *conditions;
    size_t steps;
    size_t fields;
    uint32_t depth;
    bool is_missing;       /* a field is asked for that an object of columns beside has not */
    enum sc_status status; /* SC_OK, SC_LIMITED, SC_NO_MEMORY, SC_INVALID */
};

/* One response key and where it was asked for. */
struct sc_gql_plan_group {
    struct sc_str key;
    struct sc_gql_occurrence *first;
    struct sc_gql_occurrence *last;
    struct sc_gql_plan_group *next; /* in the order of the answer */
    struct sc_gql_plan_group *in_bucket;
};

/* What is asked of objects of a type by the selections of all these occurrences; NULL: nothing, or
 * the planner's status says why. */
struct sc_gql_plan_group *sc_gql_plan_collect(struct sc_gql_planner *p,
                                              const struct sc_gql_type *type,
                                              const struct sc_gql_occurrence *parents);

/* False, and the status and an error are set. */
bool sc_gql_plan_limit(struct sc_gql_planner *p, const char *code, const char *words);

struct sc_gql_plan {
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    const struct sc_gql_document *document;
    const struct sc_gql_definition *operation;
    const struct sc_gql_plan_set *root;
    struct sc_gql_variables variables; /* without data */
    const uint32_t *conditions;        /* which variable each bit is */
    uint32_t condition_count;
    uint32_t field_slots;
    uint32_t object_slots;
    uint32_t set_slots;
    size_t batches_max; /* over the whole run: each load is done once */
};

#endif
