/*
 * rate_test.c - src/store/rate against a bucket that is filled and drained as one says it.
 */
#include "store/rate.h"

#include <string.h>

#include "base/time.h"
#include "property/random.h"
#include "testing/unit.h"

enum {
    CASES = 400,
    REQUESTS = 300,
};

/* In millionths of a request or a point: what drains in a microsecond is a whole number. */
struct model {
    int64_t level[SC_RATE_BUCKETS];
    int64_t at_us;
};

struct step {
    int64_t at_us;
    int64_t asked[SC_RATE_BUCKETS];
    bool is_allowed;
};

static void drain(struct model *m, const struct sc_rate_plan *plan, int64_t now_us)
{
    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        m->level[i] -= (now_us - m->at_us) * plan->of[i].per_s;
        if (m->level[i] < 0)
            m->level[i] = 0;
    }
    m->at_us = now_us;
}

static bool ask(struct model *m, const struct sc_rate_plan *plan, const int64_t *asked)
{
    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        if (m->level[i] + asked[i] * SC_SECOND_US > plan->of[i].burst * SC_SECOND_US)
            return false;
        m->level[i] += asked[i] * SC_SECOND_US;
    }
    return true;
}

static struct sc_rate_plan random_plan(struct random *r, bool is_even)
{
    static const int32_t even[] = {1, 2, 5, 8, 10, 16, 50, 64, 100, 125, 1000, 10000};
    struct sc_rate_plan plan = {.shares = 1};

    for (int i = 0; i < SC_RATE_BUCKETS; i++) {
        struct sc_rate_limit *limit = &plan.of[i];
        limit->per_s = is_even ? even[below(r, sizeof even / sizeof even[0])]
                               : (int32_t)(1 + below(r, SC_RATE_PER_S_MAX));
        limit->most = (int32_t)(1 + below(r, 1000));
        limit->burst = limit->most + (int32_t)below(r, 5000);
    }
    return plan;
}

/* Asks that come in rushes, at about the rate, or long apart. */
static struct step random_step(struct random *r, const struct sc_rate_plan *plan, int64_t at_us)
{
    const struct sc_rate_limit *points = &plan->of[SC_RATE_POINTS];
    struct step step = {.at_us = at_us};

    for (int i = 0; i < SC_RATE_BUCKETS; i++)
        step.asked[i] = below(r, plan->of[i].most + 1);
    if (!one_in(r, 3))
        step.at_us += below(r, 2 * SC_SECOND_US * points->most / points->per_s + 1);
    if (one_in(r, 50))
        step.at_us += below(r, 100 * SC_SECOND_US);
    return step;
}

static void it_is_the_bucket_itself(void **state)
{
    struct random r = {.state = 20261126};
    int refused = 0, allowed = 0;

    (void)state;
    for (int c = 0; c < random_cases(CASES); c++) {
        const struct sc_rate_plan plan = random_plan(&r, true);
        struct sc_rate_state caller = {0};
        struct step step = {.at_us = SC_DAY_US * 20000};
        struct model model = {.at_us = step.at_us};
        for (int i = 0; i < REQUESTS; i++) {
            step = random_step(&r, &plan, step.at_us);
            const struct sc_rate_charge charge = sc_rate_charge_of(&plan, step.asked);
            struct sc_rate_verdict got = sc_rate_take(&caller, &charge, step.at_us);
            drain(&model, &plan, step.at_us);
            assert_int_equal(got.is_allowed, ask(&model, &plan, step.asked));
            for (int b = 0; b < SC_RATE_BUCKETS; b++)
                assert_int_equal(sc_rate_left(&plan, (enum sc_rate_bucket)b, got.used_us[b]),
                                 plan.of[b].burst -
                                     (model.level[b] + SC_SECOND_US - 1) / SC_SECOND_US);
            allowed += got.is_allowed;
            refused += !got.is_allowed;
        }
    }
    assert_true(allowed > 0 && refused > 0);
}

/* At any rate: no window lets more in than the burst and what drains in it. */
static void no_window_has_more_than_its_limit(void **state)
{
    struct random r = {.state = 8086};
    static struct step steps[REQUESTS];

    (void)state;
    for (int c = 0; c < random_cases(CASES); c++) {
        const struct sc_rate_plan plan = random_plan(&r, false);
        struct sc_rate_state caller = {0};
        int64_t at_us = SC_DAY_US * 20000;
        for (int i = 0; i < REQUESTS; i++) {
            steps[i] = random_step(&r, &plan, at_us);
            at_us = steps[i].at_us;
            const struct sc_rate_charge charge = sc_rate_charge_of(&plan, steps[i].asked);
            steps[i].is_allowed = sc_rate_take(&caller, &charge, at_us).is_allowed;
        }
        for (int b = 0; b < SC_RATE_BUCKETS; b++)
            for (int i = 0; i < REQUESTS; i++) {
                int64_t sum = 0;
                for (int j = i; j < REQUESTS; j++) {
                    sum += steps[j].is_allowed ? steps[j].asked[b] : 0;
                    int64_t drained = (steps[j].at_us - steps[i].at_us) * plan.of[b].per_s;
                    /* The room is rounded up to a microsecond: less than one more in its time. */
                    assert_true((sum - plan.of[b].burst) * SC_SECOND_US <=
                                drained + plan.of[b].per_s);
                }
            }
    }
}

/* Coming again at the time that was told is early enough, and a microsecond before is not. */
static void the_wait_told_is_the_wait(void **state)
{
    struct random r = {.state = 4711};
    int refused = 0;

    (void)state;
    for (int c = 0; c < random_cases(CASES); c++) {
        const struct sc_rate_plan plan = random_plan(&r, false);
        struct sc_rate_state caller = {0};
        struct step step = {.at_us = SC_DAY_US * 20000};
        for (int i = 0; i < REQUESTS; i++) {
            step = random_step(&r, &plan, step.at_us);
            const struct sc_rate_charge charge = sc_rate_charge_of(&plan, step.asked);
            struct sc_rate_verdict got = sc_rate_take(&caller, &charge, step.at_us);
            if (got.is_allowed)
                continue;
            struct sc_rate_state early = caller, late = caller;
            int64_t wait_us = sc_rate_wait_us(&got, &charge);
            assert_false(sc_rate_take(&early, &charge, step.at_us + wait_us - 1).is_allowed);
            assert_true(sc_rate_take(&late, &charge, step.at_us + wait_us).is_allowed);
            refused++;
        }
    }
    assert_true(refused > 0);
}

UNIT_TESTS(a_test(it_is_the_bucket_itself), a_test(no_window_has_more_than_its_limit),
           a_test(the_wait_told_is_the_wait))
