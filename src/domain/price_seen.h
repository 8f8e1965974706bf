/*
 * price_seen.h - the states a search has been in, and how much was saved by then.
 *
 * Private to price*.c. A state is known by 128 mixed bits: two different ones
 * that look alike would take some 2^64 states to be likely.
 */
#ifndef SC_DOMAIN_PRICE_SEEN_H
#define SC_DOMAIN_PRICE_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum {
    PRICE_SEEN_MAX = 1 << 20, /* states kept; further ones are searched again */
};

struct price_state {
    uint64_t a, b;
};

struct price_seen {
    struct sc_arena *arena;
    struct price_seen_slot *slots;
    size_t room, count;
};

struct price_state price_state_begin(uint64_t seed);
void price_state_add(struct price_state *state, uint64_t value);
/* One number out of three, for what a state must remember of the way. */
uint64_t price_state_mix(uint64_t past, uint64_t deal, int64_t pays);

void price_seen_init(struct price_seen *seen, struct sc_arena *arena);

/*
 * True when this state was here with at least `saved`. Else notes it. Without
 * room or memory it forgets, which costs time and never the answer.
 */
bool price_seen_before(struct price_seen *seen, const struct price_state *state, int64_t saved);

#endif
