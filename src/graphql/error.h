/*
 * error.h - what is wrong with a document, a schema or a request: the errors of an answer.
 *
 * Gathered in an arena, in order of discovery; at most SC_GQL_ERRORS_MAX, then
 * one that says so. Codes are the closed list of the API (docs/api.md).
 */
#ifndef SC_GRAPHQL_ERROR_H
#define SC_GRAPHQL_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json_out.h"
#include "base/macros.h"
#include "base/str.h"
#include "graphql/ast.h"

enum {
    SC_GQL_ERRORS_MAX = 100, /* then validation stops: more help nobody */
};

/* A step of a response path: a key, or an index where `key` is absent. */
struct sc_gql_path {
    const struct sc_gql_path *up; /* NULL: the first */
    struct sc_str key;
    size_t index;
};

/* What a program can tell an error by beyond its code: extensions.reason and .retryAfter. */
struct sc_gql_cause {
    const char *reason;    /* "EMAIL_TAKEN"; static; NULL: none */
    int32_t retry_after_s; /* 0: not known */
};

struct sc_gql_error {
    struct sc_str message;
    const char *code; /* "GRAPHQL_VALIDATION_FAILED" ...; static */
    struct sc_gql_cause cause;
    const char *rule;                  /* of validation, such as "ScalarLeafs"; else NULL */
    const struct sc_gql_place *places; /* in the document */
    size_t place_count;
    const struct sc_gql_path *path; /* NULL: none */
    const struct sc_gql_error *next;
};

struct sc_gql_known_places;

struct sc_gql_errors {
    struct sc_arena *arena;
    struct sc_gql_known_places *known; /* so that a hundred places do not mean a hundred walks
                                          through the text */
    const struct sc_gql_error *first;
    struct sc_gql_error *last;
    size_t count;
    bool is_full; /* SC_GQL_ERRORS_MAX, or the arena's end: nothing more is taken */
};

/* None yet: struct sc_gql_errors errors = {.arena = arena}; */

/*
 * Adds an error. `text` is the document's text, `ats` (NULL-terminated array,
 * or NULL) the places in it. The message is copied into the arena.
 */
void sc_gql_error_add(struct sc_gql_errors *errors, const char *code, const char *rule,
                      struct sc_str text, const char *const *ats, const char *format, ...)
    SC_PRINTF(6, 7);

/* {"message":..,"locations":[..],"path":[..],"extensions":{"code":..,"reason":..,
 * "retryAfter":..,"requestId":..}}; what is absent is left out. */
void sc_gql_error_write(const struct sc_gql_error *error, struct sc_str request_id,
                        struct sc_json_out *out);

/* "locations":[{"line":..,"column":..}, ..] */
void sc_gql_places_write(const struct sc_gql_error *error, struct sc_json_out *out);

#endif
