/*
 * rate_table.h - rates of a process by itself: for when Redis is away, and who was refused.
 *
 * So many callers are known at a time, however many there are: a new one takes
 * the place of the one that mattered least, whose buckets were to be empty first
 * and whose refusal over. Callers are known by a hash that begins from a secret
 * seed. Any thread; `now_us` is the monotonic clock's.
 */
#ifndef SC_STORE_RATE_TABLE_H
#define SC_STORE_RATE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "store/rate.h"

struct sc_rate_table;

/* For about `callers`, of 32 bytes each. NULL: no memory. */
struct sc_rate_table *sc_rate_table_create(size_t callers);
void sc_rate_table_destroy(struct sc_rate_table *table); /* NULL is fine */

struct sc_rate_verdict sc_rate_table_take(struct sc_rate_table *table, struct sc_str key,
                                          const struct sc_rate_charge *charge, int64_t now_us);

/* Something holds of the caller until then, or (at most now) no more. */
void sc_rate_table_mark(struct sc_rate_table *table, struct sc_str key, int64_t until_us);
/* 0: nothing was marked, or it is forgotten. It may be over. */
int64_t sc_rate_table_marked(struct sc_rate_table *table, struct sc_str key);

#endif
