/*
 * print_part.h - what the parts of the printer share.
 *
 * Private to print. A printer without a buffer only measures.
 */
#ifndef SC_GRAPHQL_PRINT_PART_H
#define SC_GRAPHQL_PRINT_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "graphql/ast.h"

enum {
    SC_GQL_PRINT_WIDTH = 80, /* UTF-16 units; longer lists are broken, one item a line */
};

struct sc_gql_printer {
    struct sc_buf *out; /* NULL: nothing is written */
    size_t indent;      /* steps of two spaces, behind each line end */
    size_t units;       /* written, UTF-16 */
    size_t lines;       /* line ends among them */
    const char *const *without;
};

/* Text whose line ends are followed by the indentation. */
void sc_gql_put(struct sc_gql_printer *p, struct sc_str text);
void sc_gql_put_words(struct sc_gql_printer *p, const char *words);
void sc_gql_put_line(struct sc_gql_printer *p);

void sc_gql_put_value(struct sc_gql_printer *p, const struct sc_gql_value *value);
/* (a: 1, b: 2); nothing when there are none. In lines if that makes more units than `room`. */
void sc_gql_put_arguments(struct sc_gql_printer *p, const struct sc_gql_argument *arguments,
                          size_t room);
/* Each with a space before it. */
void sc_gql_put_directives(struct sc_gql_printer *p, const struct sc_gql_directive *directives);
/* The description and a line end, or nothing. */
void sc_gql_put_description(struct sc_gql_printer *p, const struct sc_gql_value *description);
void sc_gql_put_type_ref(struct sc_gql_printer *p, const struct sc_gql_type_ref *ref);

/* The definition of a type, a directive or a schema. */
void sc_gql_put_type(struct sc_gql_printer *p, const struct sc_gql_definition *definition);

#endif
