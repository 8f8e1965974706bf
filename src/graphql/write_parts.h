/*
 * write_parts.h - the answer while it is written, once, depth first.
 *
 * What turns out to be null because something non-null below it is, is cut off
 * the end of the buffer again: so every byte that stays was written once, and
 * no pass before has to find out. Private to write*.
 */
#ifndef SC_GRAPHQL_WRITE_PARTS_H
#define SC_GRAPHQL_WRITE_PARTS_H

#include "graphql/run_parts.h"

struct sc_gql_writer {
    struct sc_gql_run *run;
    struct sc_buf *buf;
};

/* The field whose value is being written, and of which object. */
struct sc_gql_position {
    const struct sc_gql_plan_field *field;
    const struct sc_gql_type *type;
    struct sc_gql_path path;
};

/* How writing a value ended. */
enum sc_gql_wrote {
    SC_GQL_WROTE_VALUE,
    SC_GQL_WROTE_NULL,  /* nothing: the value is null */
    SC_GQL_WROTE_ERROR, /* nothing: an error was noted */
};

/* The fields of one object, for the row at `index` of its set. */
enum sc_gql_wrote sc_gql_write_object(struct sc_gql_writer *w,
                                      const struct sc_gql_plan_object *object, const void *row,
                                      uint32_t index, const struct sc_gql_path *path);

/* A field of a JSON value, under the plain binding. */
enum sc_gql_wrote sc_gql_write_plain(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                     const void *row);

/* Notes an error at a field; `path` is the field's own or that of an item of its list. */
enum sc_gql_wrote sc_gql_write_fail(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const struct sc_gql_path *path, const char *code,
                                    struct sc_str words);

/*
 * Ends a position: true, and it stands in the buffer, as null if need be. False:
 * it must not be null and is, so what holds it is null.
 */
bool sc_gql_write_settle(struct sc_gql_writer *w, enum sc_gql_wrote wrote, bool is_non_null,
                         const struct sc_gql_position *at, const struct sc_gql_path *path);

#endif
