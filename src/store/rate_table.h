/*
 * rate_table.h - what a process knows of callers: rates of its own for when Redis is away, who was
 * refused, and what Redis has counted.
 *
 * So many callers are known at a time, however many there are: a new one takes
 * the place of the one that mattered least, whose buckets were to be empty first
 * and whose refusal over. Callers are known by a hash that begins from a secret
 * seed. Any thread; `now_us` is the monotonic clock's.
 */
#ifndef SC_STORE_RATE_TABLE_H
#define SC_STORE_RATE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "store/rate.h"

struct sc_rate_table;

/* For about `callers`, of 80 bytes each. NULL: no memory. */
struct sc_rate_table *sc_rate_table_create(size_t callers);
void sc_rate_table_destroy(struct sc_rate_table *table); /* NULL is fine */

struct sc_rate_verdict sc_rate_table_take(struct sc_rate_table *table, struct sc_str key,
                                          const struct sc_rate_charge *charge, int64_t now_us);

/* Something holds of the caller until then, or (at most now) no more. */
void sc_rate_table_mark(struct sc_rate_table *table, struct sc_str key, int64_t until_us);
/* 0: nothing was marked, or it is forgotten. It may be over. */
int64_t sc_rate_table_marked(struct sc_rate_table *table, struct sc_str key);

/*
 * Lets a request in whose caller is far from its limit, which `sharers` processes keep
 * (rate_tab.h says what that means), and remembers that Redis is to be told. False: it may
 * be near, or nothing is known of it. `ret_is_first`: nothing else waits to be told.
 */
bool sc_rate_table_lend(struct sc_rate_table *table, struct sc_str key,
                        const struct sc_rate_charge *charge, int32_t sharers, int64_t now_us,
                        struct sc_rate_verdict *ret_verdict, bool *ret_is_first);

/* What waits to be told; from now on it is under way. False: nothing does. */
bool sc_rate_table_collect(struct sc_rate_table *table, struct sc_str key,
                           int64_t ret_owes_us[SC_RATE_BUCKETS]);

/*
 * Redis has answered what `owes_us` was told to it with; `verdict` NULL: it has not, and
 * until it does, nothing is known of the caller.
 */
void sc_rate_table_settle(struct sc_rate_table *table, struct sc_str key,
                          const int64_t owes_us[SC_RATE_BUCKETS],
                          const struct sc_rate_verdict *verdict, int64_t now_us);

#endif
