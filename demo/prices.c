#include "demo/prices.h"

enum {
    DRIFT_DAYS = 90,      /* a price moves once in so many days: 1.1 % of them each day */
    SPECIAL_DAYS = 14,    /* specials run two weeks */
    SPECIAL_SHARE = 6,    /* per cent of the families are on special at any time */
    LINGER_ONE_IN = 6,    /* so many specials go on for a second run, at half the cut */
    LOW_DAYS = 30,        /* of the law that asks for the lowest price */
    DEAR_ZONE_SHARE = 60, /* per cent of the families cost more in zone 1 */
};

enum {
    SALT_CHAIN = 100,
    SALT_ZONE,
    SALT_DRIFT,
    SALT_SPECIAL,
    SALT_PHASE
};

static uint64_t draw(const struct demo_place *place, const struct demo_product *product, int salt)
{
    uint64_t who = (uint64_t)product->family * DEMO_CHAINS + (uint64_t)place->chain;

    return demo_mix(demo_mix(place->world->seed, (uint64_t)salt), who);
}

int demo_shelf_cents(int cents)
{
    if (cents >= 1000)
        return (cents + 25) / 50 * 50 - 1;
    int tens = cents / 10 * 10;
    int rest = cents % 10;

    if (rest < 3 && tens > 0)
        return tens - 1;
    return tens + (rest < 7 ? 5 : 9);
}

int demo_regular_cents(const struct demo_place *place, const struct demo_product *product)
{
    int64_t cents = product->base_cents;
    uint64_t drift = draw(place, product, SALT_DRIFT);
    uint64_t epoch = ((uint64_t)place->day + drift % DRIFT_DAYS) / DRIFT_DAYS;
    uint64_t zone = draw(place, product, SALT_ZONE);

    cents = cents * demo_chains[place->chain].price_levels[product->department] / 100;
    cents = cents * (80 + (int)(draw(place, product, SALT_CHAIN) % 41)) / 100;
    /* Five levels around the price; a step of two never meets the same one again at once. */
    cents = cents * (94 + 3 * (int)((epoch * 2 + (drift >> 32)) % 5)) / 100;
    if (place->zone == 1 && zone % 100 < DEAR_ZONE_SHARE)
        cents = cents * (104 + (int)((zone >> 32) % 6)) / 100;
    return demo_shelf_cents((int)cents);
}

/* Per cent off in a run of its own; 0: none. */
static int cut_of_run(uint64_t chance)
{
    static const int cuts[] = {10, 15, 20, 25, 30, 40};

    return chance % 100 < SPECIAL_SHARE ? cuts[(chance >> 32) % SC_COUNT(cuts)] : 0;
}

bool demo_has_special(const struct demo_place *place, const struct demo_product *product,
                      struct demo_special *ret_special)
{
    int64_t phase = (int64_t)(draw(place, product, SALT_PHASE) % SPECIAL_DAYS);
    int64_t slot = (place->day + phase) / SPECIAL_DAYS;
    uint64_t who = draw(place, product, SALT_SPECIAL);
    uint64_t before = demo_mix(who, (uint64_t)slot - 1);
    int cut = cut_of_run(demo_mix(who, (uint64_t)slot));

    if (cut == 0 && (before >> 16) % LINGER_ONE_IN == 0)
        cut = cut_of_run(before) / 2; /* a "special" above its own low of 30 days */
    int regular = demo_regular_cents(place, product);
    int cents = demo_shelf_cents(regular * (100 - cut) / 100);

    if (cut == 0 || cents >= regular)
        return false; /* none, or too cheap for a cut to show */
    ret_special->cents = cents;
    ret_special->first_day = slot * SPECIAL_DAYS - phase;
    ret_special->last_day = ret_special->first_day + SPECIAL_DAYS - 1;
    return true;
}

int demo_low_30d_cents(const struct demo_place *place, const struct demo_product *product)
{
    struct demo_place then = *place;
    struct demo_special special;
    int low = 0;

    for (then.day = place->day - LOW_DAYS; then.day < place->day; then.day++) {
        int cents = demo_regular_cents(&then, product);
        if (demo_has_special(&then, product, &special))
            cents = special.cents;
        if (low == 0 || cents < low)
            low = cents;
    }
    return low;
}
