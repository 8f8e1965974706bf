/*
 * feed_deal.h - what every reader does with a deal before it gives it away.
 */
#ifndef SC_RETAIL_FEED_DEAL_H
#define SC_RETAIL_FEED_DEAL_H

#include "base/arena.h"
#include "retail/feed.h"

enum {
    FEED_DEAL_CODES_MAX = 1000, /* the contract's limit of a list */
};

/* A deal with no limits, no threshold and no kind of its own yet (SC_DEAL_UNPRICED). */
struct feed_deal feed_deal_blank(void);

/* Keeps a deal as words: `why` (static or as long-lived as the deal) says what it was. */
void feed_deal_unprice(struct feed_deal *deal, struct sc_str why);

/*
 * Makes an unpriced deal of one that the pricing contract (docs/pricing.md)
 * would refuse: a number out of range, no products, more than FEED_DEAL_CODES_MAX
 * of them, an end before its start.
 */
void feed_deal_check(struct feed_deal *deal);

/* Codes to be collected, each once. */
struct feed_codes {
    struct sc_str *at;
    size_t count, room;
    bool is_over; /* there were more than a deal could ever use: some were dropped */
};

/* Adds a code; its text must stay. Duplicates are dropped by feed_codes_close. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status feed_codes_add(struct sc_arena *arena, struct feed_codes *codes,
                                          struct sc_str code);
/* Sorts by byte and drops what stands twice. */
void feed_codes_close(struct feed_codes *codes);

#endif
