#include "domain/trip.h"

#include "testing/unit.h"

static void a_place_is_on_the_earth(void **state)
{
    (void)state;
    assert_true(sc_place_is_valid((struct sc_place){90, -180}));
    assert_false(sc_place_is_valid((struct sc_place){90.5, 0}));
    assert_false(sc_place_is_valid((struct sc_place){0, -181}));
    assert_false(sc_place_is_valid((struct sc_place){0, 0.0 / 0.0}));
}

static void distances_are_those_of_the_map(void **state)
{
    struct sc_place zagreb = {45.8131, 15.9772}, split = {43.5081, 16.4402};
    struct sc_place fiji = {-17.8, 179.9}, over_the_line = {-17.8, -179.9};

    (void)state;
    assert_int_equal(sc_place_distance_m(zagreb, zagreb), 0);
    assert_in_range(sc_place_distance_m(zagreb, split), 257000, 260000);
    assert_int_equal(sc_place_distance_m(zagreb, split), sc_place_distance_m(split, zagreb));
    assert_in_range(sc_place_distance_m(fiji, over_the_line), 21000,
                    21300); /* not round the earth */
    assert_in_range(sc_place_distance_m((struct sc_place){90, 0}, (struct sc_place){-90, 0}),
                    20015000, SC_TRIP_DISTANCE_MAX_M);
}

static void a_visit_costs_the_way_and_the_time(void **state)
{
    static const struct {
        struct sc_trip_weights weights;
        int64_t distance_m;
        int places;
        int64_t minor;
    } rows[] = {
        /* 2 km: 5.2 km driven: 1.56; 10.4 + 10 minutes at 0.10: 2.04 */
        {{300, 6000, 1300, 30, 10}, 2000, 2, 360},
        {{300, 6000, 1300, 30, 10}, 0, 2, 100},
        {{300, 0, 1300, 30, 10}, 1000, 2, 78},
        {{300, 0, 1000, 30, 0}, 1000, 0, 1}, /* 0.60 yen is one */
        {{300, 0, 1000, 30, 0}, 1000, 3, 600},
        {{0, 0, 1300, 30, 10}, 5000, 2, 0},
        {{1, 0, 1000, 1, 0}, 2500, 2, 1}, /* 0.005, half up */
        {{SC_TRIP_PER_KM_MAX, SC_TRIP_PER_HOUR_MAX, SC_TRIP_DETOUR_MAX_MILLI, 1,
          SC_TRIP_STOP_MINUTES_MAX},
         SC_TRIP_DISTANCE_MAX_M,
         3,
         SC_TRIP_VISIT_MAX},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++)
        assert_int_equal(sc_trip_visit_minor(&rows[i].weights, rows[i].distance_m, rows[i].places),
                         rows[i].minor);
}

static void presets_are_scaled_to_the_currency(void **state)
{
    (void)state;
    assert_int_equal(sc_currency_scale(SC_STR("EUR")), 1);
    assert_int_equal(sc_currency_scale(SC_STR("ILS")), 4);
    assert_int_equal(sc_currency_scale(SC_STR("XXX")), 1);
}

UNIT_TESTS(a_test(a_place_is_on_the_earth), a_test(distances_are_those_of_the_map),
           a_test(a_visit_costs_the_way_and_the_time), a_test(presets_are_scaled_to_the_currency))
