/*
 * ops.h - a client's op, checked, as the merge rule takes it. Pure.
 */
#ifndef SC_LISTS_OPS_H
#define SC_LISTS_OPS_H

#include "domain/sync.h"
#include "lists/lists.h"

/* 8-4-4-4-12 hexadecimal digits in lower case. */
bool lists_is_uuid(struct sc_str text);

/*
 * What the op sets, its stamp brought back to at most a minute after now (sc_stamp_clamp,
 * with the batch's counter). Texts are borrowed, or in `arena`.
 *
 * SC_INVALID: the answer's code says why. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status lists_op_read(struct sc_arena *arena, const struct lists_op_in *in,
                                         int64_t now_ms, uint16_t *counter,
                                         struct sc_sync_op *ret_op, struct sc_str *ret_code);

#endif
