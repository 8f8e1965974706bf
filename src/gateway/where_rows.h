/*
 * where_rows.h - the question and the answer of whereToBuy as structs: schema/where.graphql in C.
 *
 * A field of the SDL is the member of the same name. Amounts are minor units of
 * `currency`, which stands in each struct that has some; where an amount may be
 * null, a currency of its own is absent with it.
 */
#ifndef SC_GATEWAY_WHERE_ROWS_H
#define SC_GATEWAY_WHERE_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"

struct where_line_in {
    struct sc_str text;
    int32_t quantity;
};

struct where_place_in {
    double lat, lon;
};

struct where_input {
    struct sc_rows lines; /* struct where_line_in; at NULL: not said */
    const struct where_place_in *place;
    int32_t radius_m;
    struct sc_i64_list store_ids;
    bool has_store_ids;
    int32_t max_stores;
    struct sc_str_list cards, coupons;
    bool has_cards, has_coupons;
    int64_t at;
    bool has_at;
    struct sc_str currency;
};

struct where_in {
    int64_t list_id; /* its open items are the lines */
    bool has_list_id;
    const struct where_input *input; /* NULL: the presets */
};

struct where_proof {
    bool is_exact;
    int64_t bound;
    struct sc_str currency;
};

/* A store, as far as it is at hand. */
struct where_store {
    int64_t id;
    struct sc_str code, name, address, city;
};

struct where_guess {
    int64_t product_id;
    double score;
};

struct where_line {
    int32_t number;
    struct sc_str item_id, text, note, confidence, problem;
    struct sc_rows guesses; /* struct where_guess */
};

struct where_stop_line {
    int32_t line;
    int64_t product_id;
    struct sc_str code, name, brand;
    int32_t units, grams;
    bool has_units, has_grams;
    bool is_amount_doubtful, is_special, is_outlier;
    struct sc_str currency;
    int64_t price, deposit, shelf, pays;
    int64_t regular, special_is_above;
    bool has_regular, has_special_is_above;
    struct sc_str regular_currency, special_is_above_currency;
    int64_t confirmed_at;
    struct sc_str source;
};

/* Of a deal that is used; of a nudge `line`, `add_units` and `till`; of an unpriced one the id. */
struct where_deal {
    int64_t deal_id;
    struct sc_str deal_text, deal_source_id;
    struct sc_str words;
    struct sc_str currency;
    int32_t times;
    int64_t pays, saves;
    struct sc_i32_list lines;
    int32_t line, add_units;
    int64_t till;
};

struct where_stop {
    struct where_store store;
    int32_t distance_m;
    bool has_distance_m;
    struct sc_str currency;
    int64_t visit, till, shelf, deposits, with_cards;
    const struct where_proof *proof;
    struct sc_rows lines;                   /* struct where_stop_line */
    struct sc_rows deals, nudges, unpriced; /* struct where_deal */
};

struct where_missing {
    int32_t line;
    struct sc_str reason;
    int64_t sold_at_id;
    bool has_sold_at_id;
    int64_t for_minor;
    bool has_for_minor;
    struct sc_str for_currency;
};

struct where_plan {
    int32_t max_stores;
    struct sc_str currency;
    int64_t total, goods, deposits, visits, cost;
    const struct where_proof *proof;
    struct sc_rows stops;   /* struct where_stop */
    struct sc_rows missing; /* struct where_missing */
};

struct where_total {
    struct where_store store;
    int32_t distance_m;
    bool has_distance_m;
    struct sc_str currency;
    int64_t visit, till;
    bool is_exact;
    struct sc_i32_list missing;
};

struct where_row {
    int64_t at;
    struct sc_str currency;
    struct sc_rows lines; /* struct where_line */
    struct sc_rows plans; /* struct where_plan */
    const struct where_plan *best;
    struct sc_rows stores; /* struct where_total */
    struct sc_rows notes;  /* struct where_note */
};

extern const struct sc_shape where_in_shape;    /* struct where_in */
extern const struct sc_shape where_input_shape; /* struct where_input */
extern const struct sc_shape where_row_shape;   /* struct where_row */

#endif
