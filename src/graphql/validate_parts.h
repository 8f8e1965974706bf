/*
 * validate_parts.h - what the files of validation share: one document being checked.
 *
 * Two walks and two rounds. The first walk (validate_fragments.c) names what the
 * document defines and lists who spreads whom; the second (validate.c) goes down
 * each definition once, with the types, and leaves behind which variables are
 * used where and which fields stand in which set. Over that go the rules that
 * look at a whole operation (validate_variables.c) and at pairs of fields
 * (validate_overlap.c).
 *
 * Nothing here fails loudly: when memory ends or a budget is spent, `status`
 * says so and everything stops.
 */
#ifndef SC_GRAPHQL_VALIDATE_PARTS_H
#define SC_GRAPHQL_VALIDATE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graphql/validate.h"

enum {
    SC_GQL_ERROR_PLACES_MAX = 20, /* of one side of a conflict, of one cycle */
    SC_GQL_SUGGESTED_MAX = 2000,  /* names measured for the errors of one document */
};

struct sc_gql_part;
struct sc_gql_set;
struct sc_gql_known_variable;

/* A name of the document, once: of fragments, operations, variables, and response keys. */
struct sc_gql_word {
    struct sc_str text;
    uint64_t hash;
    uint32_t index;                         /* in order of first sight */
    uint32_t used;                          /* stamp: as a variable, by the operation at hand */
    uint32_t on_path;                       /* of the search for cycles: 1 + its depth there */
    bool is_searched;                       /* for cycles */
    struct sc_gql_part *first_fragment;     /* of that name */
    struct sc_gql_part *fragment;           /* the last of that name: the one that counts */
    struct sc_gql_part *first_operation;    /* of that name */
    struct sc_gql_known_variable *variable; /* of the operation at hand */
};

struct sc_gql_words {
    struct sc_gql_word **slots;
    size_t room; /* a power of two; at most half of it is used */
    size_t count;
};

/* A field where it is selected. */
struct sc_gql_pick {
    const struct sc_gql_word *key; /* its response key */
    const struct sc_gql_selection *selection;
    const struct sc_gql_type *parent; /* NULL: unknown */
    const struct sc_gql_field *field; /* the same */
    struct sc_gql_set *below;         /* its own selections; NULL: none */
    struct sc_gql_pick *next;
};

/* Where a fragment is spread. */
struct sc_gql_spread {
    const struct sc_gql_selection *selection;
    struct sc_gql_word *word;
    struct sc_gql_spread *next;
};

/* The fields of one { }, with those of the inline fragments in it. */
struct sc_gql_set {
    uint32_t index;
    struct sc_gql_pick *picks;
    struct sc_gql_pick **picks_end;
    size_t pick_count;
    struct sc_gql_spread *spreads;
    struct sc_gql_spread **spreads_end;
    size_t spread_count;
    struct sc_gql_set *next; /* of the document's */

    /* of validate_overlap.c, NULL until it needs them */
    const struct sc_gql_pick **sorted; /* by key, then in the order of the text */
    struct sc_gql_part **fragments;    /* that are spread, each once */
    size_t fragment_count;
};

/* Where a variable is used. */
struct sc_gql_usage {
    const struct sc_gql_value *value;
    struct sc_gql_word *word;
    const struct sc_gql_use *use;     /* the type that is expected; NULL: unknown */
    const struct sc_gql_type *one_of; /* whose field it is given to; NULL: of no such type */
    bool has_preset;                  /* something stands in when it is absent */
    struct sc_gql_usage *next;
};

struct sc_gql_known_variable {
    const struct sc_gql_variable *def;
    struct sc_gql_word *word;
    const struct sc_gql_use *use; /* NULL: of an unknown type */
    struct sc_gql_known_variable *next;
};

/* A definition of the document. */
struct sc_gql_part {
    const struct sc_gql_definition *def;
    struct sc_gql_word *word;       /* its name; NULL: anonymous */
    const struct sc_gql_type *type; /* that it selects from; NULL: unknown */
    struct sc_gql_set *set;         /* its selections */
    struct sc_gql_spread *spreads;  /* at any depth, in the order of graphql-js */
    struct sc_gql_usage *usages;    /* of variables, the latest first */
    struct sc_gql_known_variable *variables;
    uint32_t index;
    uint32_t reached; /* stamp */
};

struct sc_gql_check {
    struct sc_arena *arena;
    const struct sc_gql_schema *schema;
    const struct sc_gql_document *document;
    const struct sc_gql_validate_options *options;
    struct sc_gql_errors *errors;
    enum sc_status status;
    uint32_t suggested; /* names measured so far */

    struct sc_gql_words words;
    struct sc_gql_part *parts;
    size_t part_count;
    struct sc_gql_part *part; /* at hand */
    struct sc_gql_set *sets;  /* in the order of the text */
    struct sc_gql_set **sets_end;
    uint32_t set_count;

    uint32_t stamp;
    struct sc_gql_part **reached; /* room for all parts */
};

#define sc_gql_refuse(check, rule, ats, ...)                               \
    sc_gql_error_add((check)->errors, "GRAPHQL_VALIDATION_FAILED", (rule), \
                     (check)->document->text, (ats), __VA_ARGS__)
/* The places of an error. */
#define SC_GQL_AT(...) ((const char *const[]){__VA_ARGS__, NULL})

static inline bool sc_gql_goes_on(const struct sc_gql_check *check)
{
    return check->status == SC_OK && !check->errors->is_full;
}

/* Zeroed; NULL: no memory, and `status` says so. */
void *sc_gql_check_take(struct sc_gql_check *check, size_t count, size_t size);
/* The word of a text, made at first sight. NULL as above. */
struct sc_gql_word *sc_gql_check_word(struct sc_gql_check *check, struct sc_str text);
/* Where a definition begins, its description with it. */
const char *sc_gql_check_start(const struct sc_gql_definition *def);
/* A known type; else an error of KnownTypeNames, and NULL. */
const struct sc_gql_type *sc_gql_check_type(struct sc_gql_check *check, struct sc_str name);
/* Whether so many names may be measured for a suggestion. */
bool sc_gql_may_suggest(struct sc_gql_check *check, size_t names);

/* validate_fragments.c: names, who spreads whom, and cycles of that. */
void sc_gql_check_names(struct sc_gql_check *check);
/* Adds the fragments that `from` reaches to the `count` in `reached`; gives their number. */
size_t sc_gql_check_reach(struct sc_gql_check *check, const struct sc_gql_part *from, size_t count);
void sc_gql_check_unused_fragments(struct sc_gql_check *check);

/* validate_arguments.c: directives, arguments and values, down to the variables. */
struct sc_gql_arguments {
    const struct sc_gql_argument *given;
    const struct sc_gql_input *inputs; /* that may be given */
    size_t count;
    const char *at;     /* of what they are given to */
    const char *to;     /* "field" or "directive" */
    struct sc_str type; /* its name: "Dog.name", "@skip" is type, mark, name */
    const char *mark;
    struct sc_str name;
    bool is_known; /* else `inputs` say nothing */
};

void sc_gql_check_arguments(struct sc_gql_check *check, const struct sc_gql_arguments *arguments);
void sc_gql_check_directives(struct sc_gql_check *check, const struct sc_gql_directive *directives,
                             enum sc_gql_location location);
/* A literal where `use` (NULL: unknown) is expected. */
void sc_gql_check_literal(struct sc_gql_check *check, const struct sc_gql_use *use,
                          const struct sc_gql_value *value);

/* validate_variables.c */
void sc_gql_check_variable_definitions(struct sc_gql_check *check, struct sc_gql_part *operation);
void sc_gql_check_variable_usages(struct sc_gql_check *check);

/* validate_subscription.c */
void sc_gql_check_subscription(struct sc_gql_check *check, const struct sc_gql_part *operation);

/* validate_foreign.c: a definition that is neither operation nor fragment. */
void sc_gql_check_foreign(struct sc_gql_check *check, const struct sc_gql_definition *def);

/* validate_overlap.c */
void sc_gql_check_overlaps(struct sc_gql_check *check);

#endif
