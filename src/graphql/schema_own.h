/*
 * schema_own.h - the type system's own definitions, as SDL: sections 3.5, 3.13 and 4 of the
 * edition.
 *
 * Private to the schema's builder.
 */
#ifndef SC_GRAPHQL_SCHEMA_OWN_H
#define SC_GRAPHQL_SCHEMA_OWN_H

/* Scalars, directives, and the types of introspection. */
extern const char sc_gql_own_sdl[];
/* A type whose fields are those that are there without being written: __schema, __type, __typename.
 */
extern const char sc_gql_own_fields_sdl[];

#endif
