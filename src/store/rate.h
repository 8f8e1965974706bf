/*
 * rate.h - how often a caller may ask: GCRA for two buckets, requests and points.
 *
 * A bucket that fills by what is asked and drains at its rate is held as one
 * moment, that at which it will be empty again (the theoretical arrival time of
 * the ATM Forum's generic cell rate algorithm). What is asked moves it on by the
 * time in which so much drains; a request that would move it further ahead of
 * now than the burst drains in is refused. Buckets are charged one after the other
 * until one refuses: who asks for too many points has asked, which is one request,
 * and who asks too often is charged nothing. Nothing is ever given back. So all is
 * time, in microseconds, and adding is all that there is to be done: rate.lua does the
 * same in Redis.
 *
 * No clock here: the caller says what time it is.
 */
#ifndef SC_STORE_RATE_H
#define SC_STORE_RATE_H

#include <stdbool.h>
#include <stdint.h>

enum sc_rate_bucket {
    SC_RATE_REQUESTS,
    SC_RATE_POINTS,
    SC_RATE_BUCKETS,
};

enum {
    SC_RATE_PER_S_MAX = 10000, /* beyond it rounding to microseconds is more than a hundredth */
    SC_RATE_BURST_MAX = 1000000,
    SC_RATE_SHARES_MAX = 1000,
    SC_RATE_SLACK = 8, /* an 8th of the room at most is lent beyond it (rate_tab.h) */
};

/* Of one bucket; each at least 1. */
struct sc_rate_limit {
    int32_t per_s; /* at most SC_RATE_PER_S_MAX */
    int32_t burst; /* at once, when it is empty; at most SC_RATE_BURST_MAX, and no less than: */
    int32_t most;  /* what one request may take */
};

struct sc_rate_plan {
    struct sc_rate_limit of[SC_RATE_BUCKETS];
    int32_t shares; /* this is one of so many that know nothing of each other; 1: it is the whole */
};

/* One request, as the times that it takes and may take. */
struct sc_rate_charge {
    int64_t takes_us[SC_RATE_BUCKETS];
    int64_t room_us[SC_RATE_BUCKETS];
    int64_t owes_us[SC_RATE_BUCKETS]; /* let in before: charged first, whatever becomes of this */
};

/* When a caller's buckets are empty again; zeroed: they are. */
struct sc_rate_state {
    int64_t empty_us[SC_RATE_BUCKETS];
};

struct sc_rate_verdict {
    bool is_allowed;
    int64_t used_us[SC_RATE_BUCKETS]; /* how full they are now, with what was charged */
};

/* `asked` of each bucket: 0 to `most`, which more counts as. */
struct sc_rate_charge sc_rate_charge_of(const struct sc_rate_plan *plan,
                                        const int64_t asked[SC_RATE_BUCKETS]);

/* Beyond the room, by what was owed: a bucket is never fuller. */
int64_t sc_rate_slack_us(int64_t room_us);

/*
 * Moves `state` on. One further ahead than the room and its slack is of another plan, or
 * the clock was set back: then it is as full as one request may make it.
 */
struct sc_rate_verdict sc_rate_take(struct sc_rate_state *state,
                                    const struct sc_rate_charge *charge, int64_t now_us);

/* How long until a charge would be allowed, if nothing else is asked; 0: it was, or is now. */
int64_t sc_rate_wait_us(const struct sc_rate_verdict *verdict, const struct sc_rate_charge *charge);

/* What is left of a bucket: whole requests or points, 0 to its burst. */
int64_t sc_rate_left(const struct sc_rate_plan *plan, enum sc_rate_bucket bucket, int64_t used_us);

#endif
