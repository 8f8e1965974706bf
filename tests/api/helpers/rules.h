/*
 * rules.h - what the schema says of who may ask for what, and documents that ask for it.
 */
#ifndef SC_TESTS_RULES_H
#define SC_TESTS_RULES_H

#include <jansson.h>
#include <stdbool.h>

#include "api/helpers/world.h"
#include "base/arena.h"
#include "graphql/schema.h"

/* The API's own schema, with the directives that bind it. Fails the test. */
const struct sc_gql_schema *rules_schema(struct sc_arena *arena);

/* A rule as @auth says it; absent words: not said. */
struct rule {
    struct sc_str role;
    struct sc_str may;
};
/* Of a field; `may` is that of the objects that it gives, where it does not say so itself. */
struct rule rule_of(const struct sc_gql_field *field);
/* The objects that a field gives: of a connection, those of its nodes; NULL: it is a leaf. */
const struct sc_gql_type *rules_objects(const struct sc_gql_field *field);
bool rules_is_connection(const struct sc_gql_type *type);
bool rules_is_edge(const struct sc_gql_type *type);
/* An object that can be asked for by its id. */
bool rules_is_node(const struct sc_gql_type *type);

enum verdict {
    ALLOWED,
    NO_RIGHT,
    NO_ROLE
};
/* What the rule says of somebody in the world; `is_theirs`: what it is about is their own. */
enum verdict rules_judge(const struct rule *rule, const struct world_persona *who, bool is_theirs);

/* How a field is asked for, and by whom. */
struct rules_way {
    enum persona persona;
    enum persona owner; /* of what its arguments name, where that is a person's own */
    bool names_nothing; /* what is somebody's is not named, where it may be left out */
};
/*
 * The same of a field that is asked for so: who names a thing must be able to see
 * it, whatever else the rule says.
 */
enum verdict rules_judge_call(struct world *w, const struct sc_gql_field *field,
                              const struct rules_way *way);

/*
 * "name(argument: value, ...)" of a field. An argument that nobody has told the
 * test how to fill fails it.
 */
struct sc_str rules_call(struct world *w, const struct sc_gql_field *field,
                         const struct rules_way *way);
/* The type of what is a person's own among what the arguments name; NULL: nothing is. */
const struct sc_gql_type *rules_names_own(const struct world *w, const struct sc_gql_field *field);
/* Whether what the arguments name of somebody's may all be left out, and there is some. */
bool rules_may_name_nothing(const struct world *w, const struct sc_gql_field *field);
/* "h_..." of the world's object of this type. */
struct sc_str rules_id(struct world *w, const struct sc_gql_type *type, enum persona owner);

/*
 * "{ ... }" of an object: all that is somebody's, as deep as it goes without coming back
 * to a type; of what is nobody's only what is needed.
 */
struct sc_str rules_selection(struct world *w, const struct sc_gql_type *type,
                              enum persona persona);

#endif
