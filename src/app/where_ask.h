/*
 * where_ask.h - what the words of `smartcart where` ask for, read and checked.
 */
#ifndef SC_APP_WHERE_ASK_H
#define SC_APP_WHERE_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/options.h"
#include "domain/trip.h"
#include "gateway/where.h"
#include "runtime/request.h"

struct where_pin {
    int64_t line; /* of the list, from 1 */
    uint64_t gtin;
};

struct where_ask {
    struct sc_str list; /* a path, or "-" */

    struct sc_str near_text;
    bool has_place;
    struct sc_place place;
    int64_t radius_km; /* millionths, as all decimals here */
    struct app_texts stores;
    struct sc_str currency; /* absent: what the stores have */
    int64_t max_stores;

    struct app_texts cards, coupons;
    struct sc_str at_text;
    int64_t at_us;

    struct app_texts pin_texts, refuse_texts;
    const struct where_pin *pins;
    size_t pin_count;
    const uint64_t *refused;
    size_t refused_count;
    int64_t candidates;
    int64_t max_age_days; /* 0: any age */

    int64_t visit_cost, per_km, per_hour, missing_cost; /* or GATEWAY_WHERE_NOT_GIVEN */
    int64_t stop_minutes, speed_kmh, detour;
    int64_t unknown_km; /* or GATEWAY_WHERE_NOT_GIVEN: the radius */

    int64_t budget_ms;
    bool shows_all, json;
};

extern const struct app_usage where_usage;

/* As it is before the words are read. */
extern const struct where_ask where_ask_none;

/*
 * Checks what the options of `where_usage` put into `ask`, and reads what they say; `now_us` is
 * the preset of --at. SC_INVALID, SC_NO_MEMORY, with words on the request.
 */
SC_MUST_USE enum sc_status where_ask_read(struct sc_request *rq, int64_t now_us,
                                          struct where_ask *ask);

/*
 * The same for the gateway: the lines of `list`, the file's text, each with its
 * pin. SC_INVALID: there is none, or too many, or a pin for one that is not
 * there. SC_NO_MEMORY. Words on the request; it lives in its arena.
 */
SC_MUST_USE enum sc_status where_ask_list(struct sc_request *rq, const struct where_ask *ask,
                                          struct sc_str list, struct gateway_where_ask *ret_ask);

#endif
