/*
 * emit.h - the C that is made of query files and of migrations.
 */
#ifndef SC_SQLGEN_EMIT_H
#define SC_SQLGEN_EMIT_H

#include "base/buf.h"
#include "sqlgen/query_file.h"

/*
 * <service>_rows.h: structs, descriptors' names, and the typed functions; and
 * <service>_rows.c: the descriptors. `files` are all of one service, linked.
 */
void emit_header(struct sc_str service, const struct query_file *files, size_t count,
                 struct sc_buf *out);
void emit_source(struct sc_str service, const struct query_file *files, size_t count,
                 struct sc_buf *out);

/* One file of sql/migrations. */
struct migration_file {
    struct sc_str name; /* "0001_ids" */
    struct sc_str text;
};

/*
 * The table that store/migrate.h reads; `files` in the order of their numbers.
 * SC_INVALID: the numbers are not 1, 2, 3...
 */
SC_MUST_USE enum sc_status emit_migrations(struct sc_request *rq,
                                           const struct migration_file *files, size_t count,
                                           struct sc_buf *out);

/* Text as a C string literal, a line of it on a line. */
void emit_literal(struct sc_buf *out, struct sc_str text);

#endif
