/*
 * id.h - opaque texts that clients keep for us: typed ids of objects, cursors of pages.
 *
 * An id is "p_" and its key: thirteen characters for a number, base64url behind
 * a ~ for a text, parts joined by points. A cursor is base64url of the columns
 * that order its page, with a check over them and over where it belongs. Both
 * are read strictly: whatever we would not have written is refused. They are
 * not secret, and grant nothing.
 */
#ifndef SC_GRAPHQL_ID_H
#define SC_GRAPHQL_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_GQL_ID_MAX = 1024,        /* bytes of an id that is read */
    SC_GQL_CURSOR_MAX = 4096,    /* bytes of a cursor that is read */
    SC_GQL_KEY_PARTS_MAX = 4,    /* columns of a key */
    SC_GQL_PAGE_COLUMNS_MAX = 6, /* columns that order a page; of a text, 500 bytes count */
};

/* Whose ids: their beginning, and the columns of the key. */
struct sc_gql_id_form {
    struct sc_str tag;
    const struct sc_field *const *keys;
    size_t key_count;
};

/* A column's value as a part of a key. Types that are whole numbers, and text. */
bool sc_gql_key_is_text(const struct sc_field *column);
bool sc_gql_key_fits(const struct sc_field *column); /* it can be a part of a key */
union sc_key_part sc_gql_key_of(const struct sc_field *column, const void *row);

/* ASCII that needs no escape in JSON. */
void sc_gql_id_put(struct sc_buf *buf, const struct sc_gql_id_form *form,
                   const union sc_key_part *parts);
/* The tag: what stands before the first _; absent: there is none. */
struct sc_str sc_gql_id_tag(struct sc_str id);
/* SC_INVALID: no id of this form. SC_NO_MEMORY. Texts live in `arena`. */
SC_MUST_USE enum sc_status sc_gql_id_read(struct sc_arena *arena, const struct sc_gql_id_form *form,
                                          struct sc_str id, union sc_key_part *ret_parts);

/*
 * The columns of a row that order its page, and the fields of a loader's `in`
 * that say behind which row to go on. None is ever null: null has no place in an
 * order, and the first page goes on behind what is least of all.
 */
struct sc_gql_cursor_form {
    uint64_t seed; /* differs from list to list */
    size_t count;
    const struct sc_field *columns[SC_GQL_PAGE_COLUMNS_MAX];
    const struct sc_field *after[SC_GQL_PAGE_COLUMNS_MAX]; /* of the same types */
};

/* Fills the fields of `in` for the first page: the least number, "", before all time, false. */
void sc_gql_cursor_first(const struct sc_gql_cursor_form *form, void *in);

void sc_gql_cursor_put(struct sc_buf *buf, const struct sc_gql_cursor_form *form, const void *row);
/* Fills the fields of `in`. SC_INVALID: no cursor of this form. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status sc_gql_cursor_read(struct sc_arena *arena,
                                              const struct sc_gql_cursor_form *form,
                                              struct sc_str cursor, void *in);

#endif
