#include "domain/price_seen.h"

enum {
    ROOM_MIN = 64,
};

struct price_seen_slot {
    uint64_t a, b; /* both 0: free */
    int64_t saved;
};

/* The finalizer of splitmix64. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

struct price_state price_state_begin(uint64_t seed)
{
    return (struct price_state){mix(seed + 1), mix(~seed)};
}

void price_state_add(struct price_state *state, uint64_t value)
{
    state->a = mix(state->a + value + 0x9e3779b97f4a7c15u);
    state->b = mix((state->b ^ value) * 0xd6e8feb86659fd93u + 1);
}

uint64_t price_state_mix(uint64_t past, uint64_t deal, int64_t pays)
{
    return mix(mix(past + deal + 1) + (uint64_t)pays);
}

void price_seen_init(struct price_seen *seen, struct sc_arena *arena)
{
    *seen = (struct price_seen){.arena = arena};
}

static struct price_seen_slot *slot_of(const struct price_seen *seen, uint64_t a, uint64_t b)
{
    size_t i = (size_t)a & (seen->room - 1);

    while (seen->slots[i].a != 0 || seen->slots[i].b != 0) {
        if (seen->slots[i].a == a && seen->slots[i].b == b)
            break;
        i = (i + 1) & (seen->room - 1);
    }
    return &seen->slots[i];
}

static void grow(struct price_seen *seen)
{
    struct price_seen bigger = *seen;

    bigger.room = seen->room == 0 ? ROOM_MIN : seen->room * 2;
    bigger.slots = sc_arena_array(seen->arena, bigger.room, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return;
    for (size_t i = 0; i < seen->room; i++)
        if (seen->slots[i].a != 0 || seen->slots[i].b != 0)
            *slot_of(&bigger, seen->slots[i].a, seen->slots[i].b) = seen->slots[i];
    *seen = bigger;
}

bool price_seen_before(struct price_seen *seen, const struct price_state *state, int64_t saved)
{
    if (seen->count * 2 >= seen->room && seen->room < 2 * (size_t)PRICE_SEEN_MAX)
        grow(seen);
    if (seen->room == 0)
        return false;
    struct price_seen_slot *slot = slot_of(seen, state->a, state->b);
    if (slot->a == state->a && slot->b == state->b) {
        if (slot->saved >= saved)
            return true;
        slot->saved = saved;
        return false;
    }
    if (seen->count + 1 < seen->room / 4 * 3) { /* leave gaps, so that a search for one ends */
        *slot = (struct price_seen_slot){state->a, state->b, saved};
        seen->count++;
    }
    return false;
}
