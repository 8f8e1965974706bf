/*
 * l2_entry.h - the bytes that the second level of the cache keeps in Redis.
 *
 * A tag's value is text, "<generation> <LSN> <timeline>" in hexadecimal. An entry is
 *
 *     byte     1: this form
 *     u64      generation of its tag when the rows were read
 *     i64 i64  when they were read, and until when they are good: milliseconds since 1970
 *     u32      count of rows; then of each row each field, in the order of the shape:
 *     i32      length, -1 for null; then the value in PostgreSQL's binary form
 *
 * all big-endian. Which shape it is, is said by its key. Pure; what is read may be any
 * bytes, of which nothing worse comes than rows that are not asked for.
 */
#ifndef SC_STORE_L2_ENTRY_H
#define SC_STORE_L2_ENTRY_H

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
    SC_L2_TAG_MAX = 48, /* bytes of a tag's value */
};

/* An entry counts only while its generation is its tag's. */
struct sc_l2_tag {
    uint64_t generation; /* random: no two are ever the same */
    uint64_t lsn;        /* of the commit that changed it; 0: not known */
    uint32_t timeline;
};

/* False: it is no tag's value; `ret_tag` is then untouched. */
bool sc_l2_tag_read(struct sc_str text, struct sc_l2_tag *ret_tag);
/* The text lies in `text`, which it fits into. */
struct sc_str sc_l2_tag_write(const struct sc_l2_tag *tag, char text[SC_L2_TAG_MAX]);

struct sc_l2_head {
    uint64_t generation;
    int64_t read_ms;
    int64_t until_ms;
};

/* Appends an entry; a full `out` is failed, as ever. */
void sc_l2_entry_write(struct sc_buf *out, const struct sc_l2_head *head,
                       const struct sc_shape *shape, const void *const *rows, size_t count);

/* Takes the head off an entry. False: it has none of this form. */
bool sc_l2_head_read(struct sc_str *entry, struct sc_l2_head *ret_head);

/*
 * The rows behind the head, with what they point to in `arena`. SC_INTERNAL: the bytes
 * are not rows of this shape. SC_LIMITED: the arena is full.
 */
SC_MUST_USE enum sc_status sc_l2_rows_read(struct sc_arena *arena, struct sc_str bytes,
                                           const struct sc_shape *shape, struct sc_rows *ret_rows);

#endif
