/*
 * query_file.h - one file of sql/queries, read and checked.
 *
 * The words of its header are those of docs/sql.md. Whatever is wrong stops the
 * build with "path:line: words".
 */
#ifndef SC_SQLGEN_QUERY_FILE_H
#define SC_SQLGEN_QUERY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "runtime/request.h"
#include "store/pg_query.h"

enum {
    QUERY_NAME_MAX = 63, /* PostgreSQL cuts longer names, of prepared statements too */
};

/* How a declared type is spelled in C. */
struct field_type {
    const char *sql;
    const char *enumerator;
    const char *c;
    const char *list_c;  /* as a loader's key: a list of them; NULL: not a key */
    const char *list_of; /* the enumerator of that list */
    bool is_text;        /* absent text is its null */
};

struct field {
    struct sc_str name;            /* of the column; a dot becomes '_' in C */
    const struct field_type *type; /* NULL: that of a column which query_files_link finds */
    bool may_be_null;
    bool is_key; /* of a loader: as a parameter a list */
};

struct fields {
    struct field at[SC_PG_FIELDS_MAX];
    size_t count;
};

struct query_file {
    const char *path; /* as messages give it */
    struct sc_str service;
    struct sc_str name;
    bool is_loader;
    bool is_copy;
    bool may_write;
    struct fields params; /* keys first, or behind the viewer for a household's loader */
    size_t key_count;
    size_t first_key; /* in params */
    struct fields row;
    struct sc_str row_as;           /* the query whose row it shares; absent: its own */
    const struct query_file *shape; /* that query, or itself; set by query_files_link */
    struct sc_str route;            /* "catalogue", "household", "every" */
    int64_t cache_ms;
    struct sc_str cache_tag;
    struct sc_str page;
    size_t first_after; /* in params: a page's after_<column>, one behind the other */
    int64_t limit_ms;
    bool is_slow;
    struct sc_str index;
    struct sc_str sql;
    struct sc_str rest_of; /* "v" of a "v.*", in `sql`; absent: it has none */
    size_t named;          /* columns named before that */
};

/*
 * Reads a file's text. `path` ends in "<service>/<file>.sql", and the query must
 * be called <service>_<file>. Texts point into `text` or the request's arena.
 * SC_INVALID with the place and the reason; SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status query_file_read(struct sc_request *rq, const char *path,
                                           struct sc_str text, struct query_file *ret_file);

/*
 * Gives each of the files of one service its row's shape, the parameters of its
 * page their types, and its statement the columns that a "v.*" stands for.
 *
 * SC_INVALID: a row "as" a query that is not there or declares none of its own;
 * a row without a loader's keys, or with others; a page by what is no column; a
 * "v.*" for which no column is left. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status query_files_link(struct sc_request *rq, struct query_file *files,
                                            size_t count);

/* The field of this name, or NULL. */
const struct field *fields_find(const struct fields *fields, struct sc_str name);

#endif
