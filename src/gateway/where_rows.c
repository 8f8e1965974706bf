#include "gateway/where_rows.h"

#include "base/macros.h"
#include "gateway/where_note.h"

/* A member under a name of its own, such as "store.id". */
#define AS(struct_, member, name_, type_)                       \
    {                                                           \
        name_, type_, false, offsetof(struct_, member), 0, NULL \
    }
#define AS_OR_NULL(struct_, member, name_, type_)              \
    {                                                          \
        name_, type_, true, offsetof(struct_, member), 0, NULL \
    }
#define AS_MAYBE(struct_, member, name_, type_)                                              \
    {                                                                                        \
        name_, type_, true, offsetof(struct_, member), offsetof(struct_, has_##member), NULL \
    }
#define MONEY(struct_, name_)                             \
    AS(struct_, name_, #name_ ".minor", SC_FIELD_BIGINT), \
        AS(struct_, currency, #name_ ".currency", SC_FIELD_TEXT)
#define MONEY_OR_NULL(struct_, member, name_) \
    AS_MAYBE(struct_, member, name_ ".minor", SC_FIELD_BIGINT)
#define STORE(struct_)                                                      \
    AS(struct_, store.id, "store.id", SC_FIELD_BIGINT),                     \
        AS(struct_, store.code, "store.code", SC_FIELD_TEXT),               \
        AS_OR_NULL(struct_, store.name, "store.name", SC_FIELD_TEXT),       \
        AS_OR_NULL(struct_, store.address, "store.address", SC_FIELD_TEXT), \
        AS_OR_NULL(struct_, store.city, "store.city", SC_FIELD_TEXT)

static const struct sc_field line_in_fields[] = {
    SC_FIELD(struct where_line_in, text, SC_FIELD_TEXT),
    SC_FIELD(struct where_line_in, quantity, SC_FIELD_INTEGER),
};
static const struct sc_shape line_in_shape = SC_SHAPE(struct where_line_in, line_in_fields);

static const struct sc_field place_in_fields[] = {
    SC_FIELD(struct where_place_in, lat, SC_FIELD_DOUBLE),
    SC_FIELD(struct where_place_in, lon, SC_FIELD_DOUBLE),
};
static const struct sc_shape place_in_shape = SC_SHAPE(struct where_place_in, place_in_fields);

static const struct sc_field input_fields[] = {
    SC_FIELD_OF_OR_NULL(struct where_input, lines, SC_FIELD_ROWS, &line_in_shape),
    SC_FIELD_OF_OR_NULL(struct where_input, place, SC_FIELD_ROW, &place_in_shape),
    SC_FIELD(struct where_input, radius_m, SC_FIELD_INTEGER),
    SC_FIELD_MAYBE(struct where_input, store_ids, SC_FIELD_BIGINTS),
    SC_FIELD(struct where_input, max_stores, SC_FIELD_INTEGER),
    SC_FIELD_MAYBE(struct where_input, cards, SC_FIELD_TEXTS),
    SC_FIELD_MAYBE(struct where_input, coupons, SC_FIELD_TEXTS),
    SC_FIELD_MAYBE(struct where_input, at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD_OR_NULL(struct where_input, currency, SC_FIELD_TEXT),
};
const struct sc_shape where_input_shape = SC_SHAPE(struct where_input, input_fields);

static const struct sc_field in_fields[] = {
    SC_FIELD_MAYBE(struct where_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD_OF_OR_NULL(struct where_in, input, SC_FIELD_ROW, &where_input_shape),
};
const struct sc_shape where_in_shape = SC_SHAPE(struct where_in, in_fields);

static const struct sc_field proof_fields[] = {
    SC_FIELD(struct where_proof, is_exact, SC_FIELD_BOOLEAN),
    MONEY(struct where_proof, bound),
};
static const struct sc_shape proof_shape = SC_SHAPE(struct where_proof, proof_fields);

static const struct sc_field guess_fields[] = {
    AS(struct where_guess, product_id, "product.id", SC_FIELD_BIGINT),
    SC_FIELD(struct where_guess, score, SC_FIELD_DOUBLE),
};
static const struct sc_shape guess_shape = SC_SHAPE(struct where_guess, guess_fields);

static const struct sc_field line_fields[] = {
    SC_FIELD(struct where_line, number, SC_FIELD_INTEGER),
    SC_FIELD_OR_NULL(struct where_line, item_id, SC_FIELD_TEXT),
    SC_FIELD(struct where_line, text, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct where_line, note, SC_FIELD_TEXT),
    SC_FIELD(struct where_line, confidence, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct where_line, problem, SC_FIELD_TEXT),
    SC_FIELD_OF(struct where_line, guesses, SC_FIELD_ROWS, &guess_shape),
};
static const struct sc_shape line_shape = SC_SHAPE(struct where_line, line_fields);

static const struct sc_field stop_line_fields[] = {
    SC_FIELD(struct where_stop_line, line, SC_FIELD_INTEGER),
    AS(struct where_stop_line, product_id, "product.id", SC_FIELD_BIGINT),
    SC_FIELD(struct where_stop_line, code, SC_FIELD_TEXT),
    SC_FIELD(struct where_stop_line, name, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct where_stop_line, brand, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct where_stop_line, units, SC_FIELD_INTEGER),
    SC_FIELD_MAYBE(struct where_stop_line, grams, SC_FIELD_INTEGER),
    SC_FIELD(struct where_stop_line, is_amount_doubtful, SC_FIELD_BOOLEAN),
    SC_FIELD(struct where_stop_line, is_special, SC_FIELD_BOOLEAN),
    SC_FIELD(struct where_stop_line, is_outlier, SC_FIELD_BOOLEAN),
    MONEY(struct where_stop_line, price),
    MONEY(struct where_stop_line, deposit),
    MONEY(struct where_stop_line, shelf),
    MONEY(struct where_stop_line, pays),
    MONEY_OR_NULL(struct where_stop_line, regular, "regular"),
    AS_OR_NULL(struct where_stop_line, regular_currency, "regular.currency", SC_FIELD_TEXT),
    MONEY_OR_NULL(struct where_stop_line, special_is_above, "special_is_above"),
    AS_OR_NULL(struct where_stop_line, special_is_above_currency, "special_is_above.currency",
               SC_FIELD_TEXT),
    SC_FIELD(struct where_stop_line, confirmed_at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD(struct where_stop_line, source, SC_FIELD_TEXT),
};
static const struct sc_shape stop_line_shape = SC_SHAPE(struct where_stop_line, stop_line_fields);

static const struct sc_field deal_fields[] = {
    AS(struct where_deal, deal_id, "deal.id", SC_FIELD_BIGINT),
    AS(struct where_deal, deal_text, "deal.text", SC_FIELD_TEXT),
    AS(struct where_deal, deal_source_id, "deal.source_id", SC_FIELD_TEXT),
    SC_FIELD(struct where_deal, words, SC_FIELD_TEXT),
    SC_FIELD(struct where_deal, times, SC_FIELD_INTEGER),
    MONEY(struct where_deal, pays),
    MONEY(struct where_deal, saves),
    SC_FIELD(struct where_deal, lines, SC_FIELD_INTEGERS),
    SC_FIELD(struct where_deal, line, SC_FIELD_INTEGER),
    SC_FIELD(struct where_deal, add_units, SC_FIELD_INTEGER),
    MONEY(struct where_deal, till),
};
static const struct sc_shape deal_shape = SC_SHAPE(struct where_deal, deal_fields);

static const struct sc_field stop_fields[] = {
    STORE(struct where_stop),
    SC_FIELD_MAYBE(struct where_stop, distance_m, SC_FIELD_INTEGER),
    MONEY(struct where_stop, visit),
    MONEY(struct where_stop, till),
    MONEY(struct where_stop, shelf),
    MONEY(struct where_stop, deposits),
    MONEY(struct where_stop, with_cards),
    SC_FIELD_OF(struct where_stop, proof, SC_FIELD_ROW, &proof_shape),
    SC_FIELD_OF(struct where_stop, lines, SC_FIELD_ROWS, &stop_line_shape),
    SC_FIELD_OF(struct where_stop, deals, SC_FIELD_ROWS, &deal_shape),
    SC_FIELD_OF(struct where_stop, nudges, SC_FIELD_ROWS, &deal_shape),
    SC_FIELD_OF(struct where_stop, unpriced, SC_FIELD_ROWS, &deal_shape),
};
static const struct sc_shape stop_shape = SC_SHAPE(struct where_stop, stop_fields);

static const struct sc_field missing_fields[] = {
    SC_FIELD(struct where_missing, line, SC_FIELD_INTEGER),
    SC_FIELD(struct where_missing, reason, SC_FIELD_TEXT),
    AS_MAYBE(struct where_missing, sold_at_id, "sold_at.id", SC_FIELD_BIGINT),
    MONEY_OR_NULL(struct where_missing, for_minor, "for"),
    AS_OR_NULL(struct where_missing, for_currency, "for.currency", SC_FIELD_TEXT),
};
static const struct sc_shape missing_shape = SC_SHAPE(struct where_missing, missing_fields);

static const struct sc_field plan_fields[] = {
    SC_FIELD(struct where_plan, max_stores, SC_FIELD_INTEGER),
    MONEY(struct where_plan, total),
    MONEY(struct where_plan, goods),
    MONEY(struct where_plan, deposits),
    MONEY(struct where_plan, visits),
    MONEY(struct where_plan, cost),
    SC_FIELD_OF(struct where_plan, proof, SC_FIELD_ROW, &proof_shape),
    SC_FIELD_OF(struct where_plan, stops, SC_FIELD_ROWS, &stop_shape),
    SC_FIELD_OF(struct where_plan, missing, SC_FIELD_ROWS, &missing_shape),
};
static const struct sc_shape plan_shape = SC_SHAPE(struct where_plan, plan_fields);

static const struct sc_field total_fields[] = {
    STORE(struct where_total),
    SC_FIELD_MAYBE(struct where_total, distance_m, SC_FIELD_INTEGER),
    MONEY(struct where_total, visit),
    MONEY(struct where_total, till),
    SC_FIELD(struct where_total, is_exact, SC_FIELD_BOOLEAN),
    SC_FIELD(struct where_total, missing, SC_FIELD_INTEGERS),
};
static const struct sc_shape total_shape = SC_SHAPE(struct where_total, total_fields);

static const struct sc_field row_fields[] = {
    SC_FIELD(struct where_row, at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD(struct where_row, currency, SC_FIELD_TEXT),
    SC_FIELD_OF(struct where_row, lines, SC_FIELD_ROWS, &line_shape),
    SC_FIELD_OF(struct where_row, plans, SC_FIELD_ROWS, &plan_shape),
    SC_FIELD_OF(struct where_row, best, SC_FIELD_ROW, &plan_shape),
    SC_FIELD_OF(struct where_row, stores, SC_FIELD_ROWS, &total_shape),
    SC_FIELD_OF(struct where_row, notes, SC_FIELD_ROWS, &where_note_shape),
};
const struct sc_shape where_row_shape = SC_SHAPE(struct where_row, row_fields);
