#include "domain/trip.h"

#include <assert.h>
#include <math.h>

#include "base/macros.h"

static double radians(double degrees)
{
    return degrees * (M_PI / 180.0);
}

bool sc_place_is_valid(struct sc_place place)
{
    return place.lat >= -90 && place.lat <= 90 && place.lon >= -180 && place.lon <= 180;
}

int64_t sc_place_distance_m(struct sc_place a, struct sc_place b)
{
    const double earth_radius_m = 6371008.8; /* the mean one */
    double half_lat = sin(radians(b.lat - a.lat) / 2);
    double half_lon = sin(radians(b.lon - a.lon) / 2);
    double h =
        half_lat * half_lat + cos(radians(a.lat)) * cos(radians(b.lat)) * half_lon * half_lon;

    return llround(2 * earth_radius_m * asin(fmin(1, sqrt(h))));
}

int64_t sc_currency_scale(struct sc_str code)
{
    static const struct {
        struct sc_str code;
        int64_t scale;
    } rows[] = {
        {SC_STR("AED"), 4},  {SC_STR("ARS"), 1000}, {SC_STR("AUD"), 2},   {SC_STR("BAM"), 2},
        {SC_STR("BGN"), 2},  {SC_STR("BRL"), 5},    {SC_STR("CAD"), 1},   {SC_STR("CNY"), 7},
        {SC_STR("CZK"), 25}, {SC_STR("DKK"), 7},    {SC_STR("HUF"), 400}, {SC_STR("ILS"), 4},
        {SC_STR("INR"), 90}, {SC_STR("ISK"), 140},  {SC_STR("JPY"), 150}, {SC_STR("KRW"), 1500},
        {SC_STR("MKD"), 60}, {SC_STR("MXN"), 20},   {SC_STR("NOK"), 10},  {SC_STR("PLN"), 4},
        {SC_STR("RON"), 5},  {SC_STR("RSD"), 120},  {SC_STR("SEK"), 10},  {SC_STR("TRY"), 40},
        {SC_STR("UAH"), 45}, {SC_STR("ZAR"), 20},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        if (sc_str_eq(rows[i].code, code))
            return rows[i].scale;
    return 1;
}

int64_t sc_trip_visit_minor(const struct sc_trip_weights *weights, int64_t distance_m, int places)
{
    assert(distance_m >= 0 && distance_m <= SC_TRIP_DISTANCE_MAX_M);
    assert(weights->detour_milli >= 0 && weights->detour_milli <= SC_TRIP_DETOUR_MAX_MILLI);
    assert(weights->speed_kmh >= 1 && weights->stop_minutes >= 0);
    assert(weights->per_km_milli <= SC_TRIP_PER_KM_MAX);
    assert(weights->per_hour_milli <= SC_TRIP_PER_HOUR_MAX);

    int64_t driven_m = 2 * distance_m * weights->detour_milli / 1000;
    /* In millionths of the unit, cut only at the end: below 3 x 10^17 each. */
    int64_t way = driven_m * weights->per_km_milli;
    int64_t drive = driven_m * weights->per_hour_milli / weights->speed_kmh;
    int64_t stop = weights->stop_minutes * weights->per_hour_milli * 1000 / 60;
    int64_t micro_per_minor = 1000000;

    for (int i = 0; i < places; i++)
        micro_per_minor /= 10;
    int64_t minor = (way + drive + stop + micro_per_minor / 2) / micro_per_minor;
    return minor < SC_TRIP_VISIT_MAX ? minor : SC_TRIP_VISIT_MAX;
}
