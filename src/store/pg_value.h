/*
 * pg_value.h - values between C structs and PostgreSQL's binary format.
 *
 * A struct of parameters or of a row is described by an array of fields (made
 * by tools/sqlgen from the declarations in sql/queries); this module writes
 * and reads one field at a time. No connection here, and nothing that waits.
 */
#ifndef SC_STORE_PG_VALUE_H
#define SC_STORE_PG_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/record.h"
#include "base/status.h"
#include "base/str.h"

/* The type's number in PostgreSQL, and its name as format_type() gives it. */
uint32_t sc_pg_type_oid(enum sc_field_type type);
const char *sc_pg_type_name(enum sc_field_type type);

/* In place of the length of what is null. */
enum {
    SC_PG_NULL_LENGTH = -1
};

/* Appends the bytes of a field that is not null. A full `out` is failed, as ever. */
void sc_pg_encode(struct sc_buf *out, const struct sc_field *field, const void *base);

/* The same behind their length, as in rows of COPY; a null field is SC_PG_NULL_LENGTH alone. */
void sc_pg_encode_sized(struct sc_buf *out, const struct sc_field *field, const void *base);

/*
 * Reads what PostgreSQL sent (at NULL: null) into the field. Text and arrays
 * are copied into `arena`.
 *
 * SC_INTERNAL: a null that was not declared, or bytes that are not of this
 * type. SC_LIMITED: the arena is full. The field is then untouched.
 */
SC_MUST_USE enum sc_status sc_pg_decode(struct sc_arena *arena, const struct sc_field *field,
                                        struct sc_str bytes, void *base);

#endif
