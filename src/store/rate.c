#include "store/rate.h"

#include "base/time.h"

static int64_t between(int64_t value, int64_t least, int64_t most)
{
    if (value < least)
        return least;
    return value > most ? most : value;
}

/* In which so much drains; rounded up, so that no rate is exceeded. */
static int64_t drains_in(const struct sc_rate_plan *plan, int i, int64_t count)
{
    const struct sc_rate_limit *limit = &plan->of[i];

    return plan->shares * ((count * SC_SECOND_US + limit->per_s - 1) / limit->per_s);
}

/* A share has the burst's part too, but that any one request finds room. */
static int64_t room_of(const struct sc_rate_plan *plan, int i)
{
    const struct sc_rate_limit *limit = &plan->of[i];
    int64_t whole_us = drains_in(plan, i, limit->burst) / plan->shares;
    int64_t most_us = drains_in(plan, i, limit->most);

    return whole_us > most_us ? whole_us : most_us;
}

struct sc_rate_charge sc_rate_charge_of(const struct sc_rate_plan *plan,
                                        const int64_t asked[SC_RATE_BUCKETS])
{
    struct sc_rate_charge charge = {0};

    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        charge.takes_us[i] = drains_in(plan, i, between(asked[i], 0, plan->of[i].most));
        charge.room_us[i] = room_of(plan, i);
    }
    return charge;
}

int64_t sc_rate_slack_us(int64_t room_us)
{
    return room_us / SC_RATE_SLACK;
}

struct sc_rate_verdict sc_rate_take(struct sc_rate_state *state,
                                    const struct sc_rate_charge *charge, int64_t now_us)
{
    struct sc_rate_verdict verdict = {.is_allowed = true};

    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        int64_t room_us = charge->room_us[i], full_us = room_us + sc_rate_slack_us(room_us);
        int64_t was_us = between(state->empty_us[i] - now_us, 0, INT64_MAX);
        int64_t used_us = was_us > full_us ? room_us : was_us;
        used_us = between(used_us + charge->owes_us[i], 0, full_us);
        if (used_us + charge->takes_us[i] > room_us)
            verdict.is_allowed = false;
        if (verdict.is_allowed)
            used_us += charge->takes_us[i];
        if (used_us != was_us)
            state->empty_us[i] = now_us + used_us;
        verdict.used_us[i] = used_us;
    }
    return verdict;
}

int64_t sc_rate_wait_us(const struct sc_rate_verdict *verdict, const struct sc_rate_charge *charge)
{
    int64_t wait_us = 0;

    for (int i = 0; i < SC_RATE_BUCKETS && !verdict->is_allowed; i++) {
        int64_t over_us = verdict->used_us[i] + charge->takes_us[i] - charge->room_us[i];
        if (over_us > wait_us)
            wait_us = over_us;
    }
    return wait_us;
}

int64_t sc_rate_left(const struct sc_rate_plan *plan, enum sc_rate_bucket bucket, int64_t used_us)
{
    const struct sc_rate_limit *limit = &plan->of[bucket];
    int64_t left_us = (room_of(plan, (int)bucket) - used_us) / plan->shares;

    return between(left_us * limit->per_s / SC_SECOND_US, 0, limit->burst);
}
