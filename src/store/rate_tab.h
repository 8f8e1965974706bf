/*
 * rate_tab.h - charges callers in Redis, who may have a tab: far from its limit, a caller is let
 * in at once, and Redis told soon after, once for all that was let in meanwhile.
 *
 * A caller is far from its limit while, by the last that Redis has said of it and with all that
 * this process has let in since, it would keep SC_RATE_SLACK's part of the room in each bucket
 * free; and what Redis has not confirmed of it is at most this process's share of as much. Who is
 * not, or is unknown, waits for Redis's answer, which is exact; what is owed is charged with the
 * same ask.
 *
 * So all processes together let in more than the limit by that slack at most, an 8th of the room,
 * however they are asked, when there are no more of them than `sharers`. For more is let in only by
 * who has not heard yet that others have used the room up, and until it hears of Redis, it lends
 * its share and no more. It is paid back: by what is owed a bucket may be fuller than its room, and
 * nothing is let in until it is not.
 *
 * What was told and not answered is not told again: of a caller a process's share at most is let in
 * uncounted each time that Redis is late or away, or that the process ends.
 *
 * Of one loop; callers are the process's (rate_table.h).
 */
#ifndef SC_STORE_RATE_TAB_H
#define SC_STORE_RATE_TAB_H

#include <stdint.h>

#include "runtime/loop.h"
#include "store/rate_ask.h"
#include "store/rate_table.h"

enum {
    SC_RATE_TAB_MS = 5,         /* until Redis is told */
    SC_RATE_TAB_CALLERS = 1024, /* that it is to be told of, and has not answered */
    SC_RATE_TAB_KEY_MAX = 64,   /* bytes: who has a longer one, always waits */
};

struct sc_rate_tab;

struct sc_rate_tab_config {
    struct sc_redis *redis; /* borrowed, as the rest; destroyed before the tab is */
    struct sc_rate_table *table;
    int32_t sharers; /* processes that share the limits; at least 1 */
};

/* NULL: no memory. */
struct sc_rate_tab *sc_rate_tab_create(struct sc_loop *loop,
                                       const struct sc_rate_tab_config *config);
void sc_rate_tab_destroy(struct sc_rate_tab *tab); /* NULL is fine */

/* Embedded in what asks, and it lives until it is answered. */
struct sc_rate_bill {
    struct sc_str key;
    struct sc_rate_charge charge;
    sc_rate_answer_fn on_answer;
    void *context;

    struct sc_rate_tab *tab; /* ours, from here on */
    struct sc_rate_ask ask;
};

enum sc_rate_charged {
    SC_RATE_LENT,  /* it is let in */
    SC_RATE_ASKED, /* `on_answer` will be called, not from within the call */
    SC_RATE_AWAY,  /* Redis is */
};

/* `ret_verdict` is written when it is SC_RATE_LENT; then `bill` is not used any more. */
enum sc_rate_charged sc_rate_tab_charge(struct sc_rate_tab *tab, struct sc_rate_bill *bill,
                                        struct sc_rate_verdict *ret_verdict);

#endif
