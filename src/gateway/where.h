/*
 * where.h - where this household buys its list: from the question to plans with their proof.
 *
 * What `smartcart where` and the API's whereToBuy ask. The list's lines are
 * matched with the catalogue, prices and deals of the stores are read, and
 * domain/where.h plans; docs/where.md tells how. Blocks on the database and then
 * computes: for a worker thread.
 */
#ifndef SC_GATEWAY_WHERE_H
#define SC_GATEWAY_WHERE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/trip.h"
#include "domain/where.h"
#include "runtime/request.h"

struct sc_pg;
struct where_notes;

/* Millionths of a currency's unit, and of what else is asked in decimals. */
#define GATEWAY_WHERE_ONE INT64_C(1000000)
/* Stands for an amount that was not given: a preset counts. */
#define GATEWAY_WHERE_NOT_GIVEN INT64_C(-1)

/* One line of the list. */
struct gateway_where_line {
    struct sc_str text;    /* as typed: "2 l milk" */
    struct sc_str item_id; /* the list's item that it is of; absent: of none */
    int64_t times_milli;   /* so often what it says, in thousandths */
    struct sc_str unit;    /* of that number, if it is an amount beside the text; or absent */
    uint64_t pin;          /* it means exactly this GTIN; 0: what its words mean */
    int64_t pin_id;        /* it means exactly this product; 0: what its words mean */
};

/* What the parts of a question are called where it is asked: words of failures and notes say so. */
struct gateway_where_names {
    const char *stores, *radius, *currency, *candidates;
    double radius_unit_m;  /* in which the radius is said */
    bool has_ids;          /* stores are ids that nobody reads: told by their place in the list */
    const char *no_stores; /* behind "no store is known": what to do about it; may be "" */
};

/* All is borrowed. Begin with gateway_where_presets. */
struct gateway_where_ask {
    const struct gateway_where_names *names;
    const struct gateway_where_line *lines;
    size_t line_count;   /* at most SC_LIST_LINES_MAX; 0: the answer is empty plans */
    bool has_more_lines; /* the list has further ones, which are left out */

    bool has_place;
    struct sc_place place;       /* from where distances count */
    double radius_m;             /* stores within it, unless some are named */
    const struct sc_str *stores; /* named: by id, "retailer/code", or a code that only one has */
    size_t store_count;
    size_t stores_max;      /* the first so many count; 1 .. SC_PLAN_STORES_MAX */
    bool may_miss_stores;   /* those named that are no more, or sell in another currency, are told
                               of and left out; else that is SC_INVALID */
    struct sc_str currency; /* absent: that of the nearest, or of the named */
    uint32_t max_stores;    /* plans for at most 1, 2, ... stores; 1 .. SC_PLAN_VISITS_MAX */

    const struct sc_str *cards; /* retailers by key or name, or audiences ("card:konzum") */
    size_t card_count;
    const int64_t *card_retailers; /* the same by the retailers' ids */
    size_t card_retailer_count;
    const struct sc_str *coupons;
    const int64_t *coupon_retailers; /* whose each is; 0, or NULL for all: of who knows the code */
    size_t coupon_count;
    int64_t at_us; /* when it is bought */

    const uint64_t *refused; /* GTINs that are never taken */
    size_t refused_count;
    size_t candidates;    /* products weighed for one line; 1 .. MATCH_CANDIDATES */
    int64_t max_age_days; /* prices that no file confirmed for so long are left out; 0: none are */

    int64_t visit_cost;   /* millionths, of each stop all in; or NOT_GIVEN: reckoned as below */
    int64_t missing_cost; /* millionths; or NOT_GIVEN */
    int64_t per_km_milli, per_hour_milli; /* or NOT_GIVEN */
    int64_t detour_milli, speed_kmh, stop_minutes;
    int64_t unknown_m; /* how far a store of unknown place is; or NOT_GIVEN: the radius */

    int64_t budget_ms; /* CPU time for the search of plans */
};

/* What counts when nothing else is said: the presets of docs/where.md. */
extern const struct gateway_where_ask gateway_where_presets;

/* The answer, or its facts alone. Facts, plans and notes live in the request's arena. */
struct gateway_where {
    struct sc_where_facts facts;
    struct sc_where_answer answer;
    struct sc_str currency;
    int places; /* decimals of its amounts */
    struct sc_trip_weights weights;
    struct where_notes *notes; /* what was left out and why; who asks may add */
};

/*
 * SC_INVALID: a store's name is none or several's, currencies are mixed, a
 * currency is unknown. SC_NOT_FOUND: there is no store to buy in. Else as the
 * database fails (store/tx.h), or SC_NO_MEMORY. Words for people are on `rq`.
 * Without lines nothing is asked of the database: no store, and all plans empty.
 */
SC_MUST_USE enum sc_status gateway_where_facts(struct sc_request *rq, struct sc_pg *pg,
                                               const struct gateway_where_ask *ask,
                                               struct gateway_where *ret_where);
/* The same, and plans over them. */
SC_MUST_USE enum sc_status gateway_where_find(struct sc_request *rq, struct sc_pg *pg,
                                              const struct gateway_where_ask *ask,
                                              struct gateway_where *ret_where);

#endif
