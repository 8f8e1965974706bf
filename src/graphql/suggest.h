/*
 * suggest.h - "Did you mean ...?": the names nearest to one that is not known.
 *
 * For people who write documents by hand. It tells what the schema holds, so it
 * is off wherever introspection is.
 */
#ifndef SC_GRAPHQL_SUGGEST_H
#define SC_GRAPHQL_SUGGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum {
    SC_GQL_SUGGESTIONS_MAX = 5,
    SC_GQL_SUGGEST_NAME_MAX = 64, /* bytes; longer names are like no other */
};

struct sc_gql_suggestions {
    struct sc_str input;
    uint32_t threshold; /* edits that a suggestion may be away */
    size_t count;
    struct sc_str names[SC_GQL_SUGGESTIONS_MAX]; /* the nearest first */
    uint32_t distances[SC_GQL_SUGGESTIONS_MAX];
};

struct sc_gql_suggestions sc_gql_suggest(struct sc_str input);
void sc_gql_suggest_offer(struct sc_gql_suggestions *suggestions, struct sc_str name);
/* The same without measuring: a name that is right for another reason. */
void sc_gql_suggest_take(struct sc_gql_suggestions *suggestions, struct sc_str name,
                         uint32_t distance);

/* ` Did you mean <what>"a" or "b"?`, in `arena`; an empty text when nothing is near. */
struct sc_str sc_gql_suggest_words(const struct sc_gql_suggestions *suggestions,
                                   struct sc_arena *arena, const char *what);

#endif
