/*
 * random.h - cases made by chance, the same everywhere.
 */
#ifndef SC_TESTS_PROPERTY_RANDOM_H
#define SC_TESTS_PROPERTY_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* Builds with a sanitizer are slow, and run one case in so many. */
#ifndef SC_ONE_CASE_IN
#define SC_ONE_CASE_IN 1
#endif

/* How many of so many cases this build runs: one at least. */
static inline int random_cases(int cases)
{
    return (cases + SC_ONE_CASE_IN - 1) / SC_ONE_CASE_IN;
}

struct random {
    uint64_t state; /* not 0 */
};

/* xorshift64*; 0 .. limit - 1. */
static inline int64_t below(struct random *r, int64_t limit)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (int64_t)((r->state * 0x2545f4914f6cdd1du >> 33) % (uint64_t)limit);
}

static inline bool one_in(struct random *r, int64_t n)
{
    return below(r, n) == 0;
}

#endif
