#include "store/rate.h"

#include "base/time.h"
#include "testing/unit.h"

/* Ten requests a second, five at once; a hundred points a second, a thousand at once. */
static const struct sc_rate_plan plan = {
    .of = {{.per_s = 10, .burst = 5, .most = 1}, {.per_s = 100, .burst = 1000, .most = 800}},
    .shares = 1,
};

enum {
    MS = 1000,
    START = 1000 * 1000 * 1000,
};

static struct sc_rate_charge charge_of(const struct sc_rate_plan *p, int64_t points)
{
    const int64_t asked[SC_RATE_BUCKETS] = {1, points};

    return sc_rate_charge_of(p, asked);
}

static struct sc_rate_verdict take(struct sc_rate_state *state, int64_t points, int64_t at_ms)
{
    const struct sc_rate_charge charge = charge_of(&plan, points);

    return sc_rate_take(state, &charge, START + at_ms * MS);
}

static void check(const struct sc_rate_verdict *got, bool is_allowed, int64_t requests,
                  int64_t points)
{
    assert_int_equal(got->is_allowed, is_allowed);
    assert_int_equal(sc_rate_left(&plan, SC_RATE_REQUESTS, got->used_us[SC_RATE_REQUESTS]),
                     requests);
    assert_int_equal(sc_rate_left(&plan, SC_RATE_POINTS, got->used_us[SC_RATE_POINTS]), points);
}

static void a_burst_then_the_rate(void **state)
{
    static const struct {
        int64_t at_ms, points;
        bool is_allowed;
        int64_t requests_left, points_left;
    } rows[] = {
        {0, 0, true, 4, 1000},     {0, 10, true, 3, 990},       {0, 10, true, 2, 980},
        {0, 10, true, 1, 970},     {0, 10, true, 0, 960},       {0, 10, false, 0, 960},
        {99, 10, false, 0, 969},   {100, 10, true, 0, 960},     {199, 1, false, 0, 969},
        {300, 1, true, 1, 979},    {700, 1, true, 4, 1000 - 1}, /* full again, but for itself */
        {9000, 800, true, 4, 200}, {9000, 201, false, 3, 200},  {9000, 200, true, 2, 0},
        {9009, 1, false, 1, 0},    {9010, 1, true, 0, 0},
    };
    struct sc_rate_state caller = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sc_rate_verdict got = take(&caller, rows[i].points, rows[i].at_ms);
        check(&got, rows[i].is_allowed, rows[i].requests_left, rows[i].points_left);
    }
}

static void who_is_refused_is_told_when_to_come(void **state)
{
    struct sc_rate_state caller = {0};
    struct sc_rate_verdict got = take(&caller, 800, 0);
    const struct sc_rate_charge charge = charge_of(&plan, 800);

    (void)state;
    assert_int_equal(sc_rate_wait_us(&got, &charge), 0);
    got = take(&caller, 800, 0);
    assert_false(got.is_allowed);
    assert_int_equal(sc_rate_wait_us(&got, &charge), 6 * SC_SECOND_US);
    struct sc_rate_state before = caller;
    assert_false(take(&caller, 800, 5999).is_allowed);
    assert_true(take(&caller, 800, 6000).is_allowed);
    assert_true(take(&before, 800, 6000).is_allowed);
}

/* Else a caller could have dear ones read and refused for ever. */
static void refused_by_points_a_request_is_taken_all_the_same(void **state)
{
    struct sc_rate_state caller = {0};

    (void)state;
    assert_true(take(&caller, 800, 0).is_allowed);
    struct sc_rate_verdict got = take(&caller, 800, 0);
    check(&got, false, 3, 200);
    got = take(&caller, 100, 0);
    check(&got, true, 2, 100);
    assert_false(take(&caller, 101, 0).is_allowed);
    assert_false(take(&caller, 101, 0).is_allowed);
    got = take(&caller, 0, 0);
    check(&got, false, 0, 100);
}

static void refused_by_requests_no_points_are_taken(void **state)
{
    struct sc_rate_state caller = {0};

    (void)state;
    for (int i = 0; i < 5; i++)
        assert_true(take(&caller, 0, 0).is_allowed);
    for (int i = 0; i < 5; i++)
        assert_false(take(&caller, 800, 0).is_allowed);
    struct sc_rate_verdict got = take(&caller, 800, 100);
    check(&got, true, 0, 200);
}

static void more_than_the_most_counts_as_the_most(void **state)
{
    struct sc_rate_state caller = {0};
    struct sc_rate_verdict got = take(&caller, INT64_MAX, 0);

    (void)state;
    check(&got, true, 4, 200);
    got = take(&caller, -1, 0);
    check(&got, true, 3, 200);
}

static void a_burst_is_no_less_than_one_request(void **state)
{
    struct sc_rate_plan small = plan;
    struct sc_rate_state caller = {0};

    (void)state;
    small.of[SC_RATE_POINTS].burst = 10;
    const struct sc_rate_charge charge = charge_of(&small, 800);
    assert_true(sc_rate_take(&caller, &charge, START).is_allowed);
    assert_false(sc_rate_take(&caller, &charge, START + 7999 * MS).is_allowed);
    assert_true(sc_rate_take(&caller, &charge, START + 8000 * MS).is_allowed);
}

/* What a clock that was set back, or a plan of more, has left ahead. */
static void what_is_too_far_ahead_is_full(void **state)
{
    struct sc_rate_state caller = {.empty_us = {START + SC_DAY_US, START + SC_DAY_US}};

    (void)state;
    assert_false(take(&caller, 100, 0).is_allowed);
    assert_false(take(&caller, 100, 999).is_allowed);
    assert_true(take(&caller, 100, 1000).is_allowed);
}

/* Beyond the room by an 8th, and nothing is let in until that is over. */
static void what_is_owed_is_charged_whatever_becomes_of_the_rest(void **state)
{
    struct sc_rate_plan wide = plan;
    struct sc_rate_state caller = {0};

    (void)state;
    wide.of[SC_RATE_REQUESTS].burst = 40;
    struct sc_rate_charge charge = charge_of(&wide, 0);
    charge.owes_us[SC_RATE_REQUESTS] = 3900 * MS;
    assert_true(sc_rate_take(&caller, &charge, START).is_allowed);
    charge.owes_us[SC_RATE_REQUESTS] = 300 * MS;
    struct sc_rate_verdict got = sc_rate_take(&caller, &charge, START);
    assert_false(got.is_allowed);
    assert_int_equal(got.used_us[SC_RATE_REQUESTS], 4300 * MS);
    charge.owes_us[SC_RATE_REQUESTS] = SC_DAY_US;
    got = sc_rate_take(&caller, &charge, START);
    assert_int_equal(got.used_us[SC_RATE_REQUESTS], 4500 * MS);
    charge.owes_us[SC_RATE_REQUESTS] = 0;
    assert_int_equal(sc_rate_wait_us(&got, &charge), 600 * MS);
    assert_false(sc_rate_take(&caller, &charge, START + 599 * MS).is_allowed);
    assert_true(sc_rate_take(&caller, &charge, START + 600 * MS).is_allowed);
}

/* Together as much as the whole, but that each finds room for its largest request. */
static void shares_add_up(void **state)
{
    static const int64_t seconds = 10;

    (void)state;
    for (int32_t shares = 1; shares <= 8; shares *= 2) {
        struct sc_rate_plan share = plan;
        int64_t admitted = 0;
        share.shares = shares;
        const struct sc_rate_charge charge = charge_of(&share, 100);
        for (int32_t i = 0; i < shares; i++) {
            struct sc_rate_state caller = {0};
            for (int64_t at_ms = 0; at_ms < seconds * 1000; at_ms++)
                admitted += sc_rate_take(&caller, &charge, START + at_ms * MS).is_allowed ? 100 : 0;
        }
        int64_t most = 1000 > 800 * shares ? 1000 : 800 * shares;
        assert_in_range(admitted, 1000, most + seconds * 100);
    }
}

UNIT_TESTS(a_test(a_burst_then_the_rate), a_test(who_is_refused_is_told_when_to_come),
           a_test(refused_by_points_a_request_is_taken_all_the_same),
           a_test(refused_by_requests_no_points_are_taken),
           a_test(more_than_the_most_counts_as_the_most),
           a_test(a_burst_is_no_less_than_one_request), a_test(what_is_too_far_ahead_is_full),
           a_test(what_is_owed_is_charged_whatever_becomes_of_the_rest), a_test(shares_add_up))
