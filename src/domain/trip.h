/*
 * trip.h - what going to a store costs a household: the way, and the time.
 *
 *     driven km  = straight line x detour, there and back
 *     visit cost = driven km x per_km
 *                + (driven km / speed + stop minutes / 60) x per_hour
 *
 * Why these defaults (docs/where.md): 0.30 a km is fuel and wear, as tax offices
 * allow it; roads are about 1.3 times the straight line; town traffic makes
 * 30 km/h; parking, shelves and till take 10 minutes; an hour of one's own is
 * put at 6.00, so that a stop round the corner costs about 1.00.
 */
#ifndef SC_DOMAIN_TRIP_H
#define SC_DOMAIN_TRIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
    SC_TRIP_VISIT_MAX = 100000000,            /* minor units: the pricing contract's limit */
    SC_TRIP_DISTANCE_MAX_M = 20100000,        /* half way round the earth */
    SC_TRIP_DETOUR_MAX_MILLI = 5000,          /* five times the straight line */
    SC_TRIP_STOP_MINUTES_MAX = 24 * 60,       /* a day */
    SC_TRIP_SPEED_MAX_KMH = 200,              /* and at least 1 */
    SC_TRIP_PER_KM_MAX = 1000 * 1000,         /* thousandths of the currency: 1,000 a km */
    SC_TRIP_PER_HOUR_MAX = 1000 * 1000 * 100, /* thousandths: 100,000 an hour */
};

struct sc_place {
    double lat, lon; /* degrees, WGS 84 */
};

/* On the earth; not a number is nowhere. */
bool sc_place_is_valid(struct sc_place place);

/* Metres along the earth's surface, as a sphere: right to half a percent. */
int64_t sc_place_distance_m(struct sc_place a, struct sc_place b);

struct sc_trip_weights {
    int64_t per_km_milli;   /* thousandths of the currency's unit */
    int64_t per_hour_milli; /* the same */
    int64_t detour_milli;   /* 1300: 1.3 times the straight line */
    int64_t speed_kmh;
    int64_t stop_minutes;
};

/*
 * What a household would call the same money: 1 for EUR, USD, GBP and what we do
 * not know, 4 for ILS, 400 for HUF. An order of magnitude for presets, never a
 * rate of exchange.
 */
int64_t sc_currency_scale(struct sc_str code);

/* In minor units of a currency of `places` decimals, half up, at most SC_TRIP_VISIT_MAX. */
int64_t sc_trip_visit_minor(const struct sc_trip_weights *weights, int64_t distance_m, int places);

#endif
