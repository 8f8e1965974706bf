#include "accounts/shopping.h"

static const struct sc_field store_fields[] = {
    SC_FIELD(struct accounts_store_in, store_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_store_in, is_favourite, SC_FIELD_BOOLEAN),
};
static const struct sc_shape store_shape = SC_SHAPE(struct accounts_store_in, store_fields);

static const struct sc_field stores_set_fields[] = {
    SC_FIELD(struct accounts_stores_set_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD_OF(struct accounts_stores_set_in, stores, SC_FIELD_ROWS, &store_shape),
};
const struct sc_shape accounts_stores_set_in_shape =
    SC_SHAPE(struct accounts_stores_set_in, stores_set_fields);

static const struct sc_field place_fields[] = {
    SC_FIELD(struct accounts_home_place_in, lat, SC_FIELD_DOUBLE),
    SC_FIELD(struct accounts_home_place_in, lon, SC_FIELD_DOUBLE),
};
static const struct sc_shape place_shape = SC_SHAPE(struct accounts_home_place_in, place_fields);

static const struct sc_field home_set_fields[] = {
    SC_FIELD(struct accounts_home_set_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD_OF_OR_NULL(struct accounts_home_set_in, place, SC_FIELD_ROW, &place_shape),
};
const struct sc_shape accounts_home_set_in_shape =
    SC_SHAPE(struct accounts_home_set_in, home_set_fields);

static const struct sc_field card_add_fields[] = {
    SC_FIELD(struct accounts_card_add_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_card_add_in, retailer_id, SC_FIELD_BIGINT),
    SC_FIELD_OR_NULL(struct accounts_card_add_in, number, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_card_add_in, label, SC_FIELD_TEXT),
};
const struct sc_shape accounts_card_add_in_shape =
    SC_SHAPE(struct accounts_card_add_in, card_add_fields);

static const struct sc_field card_fields[] = {
    SC_FIELD(struct accounts_card_in, card_id, SC_FIELD_BIGINT),
};
const struct sc_shape accounts_card_in_shape = SC_SHAPE(struct accounts_card_in, card_fields);

static const struct sc_field card_number_fields[] = {
    SC_FIELD_OR_NULL(struct accounts_card_number_row, card_number, SC_FIELD_TEXT),
};
const struct sc_shape accounts_card_number_shape =
    SC_SHAPE(struct accounts_card_number_row, card_number_fields);

static const struct sc_field coupon_add_fields[] = {
    SC_FIELD(struct accounts_coupon_add_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_coupon_add_in, code, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct accounts_coupon_add_in, retailer_id, SC_FIELD_BIGINT),
    SC_FIELD_MAYBE(struct accounts_coupon_add_in, until, SC_FIELD_TIMESTAMPTZ),
};
const struct sc_shape accounts_coupon_add_in_shape =
    SC_SHAPE(struct accounts_coupon_add_in, coupon_add_fields);

static const struct sc_field coupon_use_fields[] = {
    SC_FIELD(struct accounts_coupon_use_in, coupon_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_coupon_use_in, is_used, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_coupon_use_in_shape =
    SC_SHAPE(struct accounts_coupon_use_in, coupon_use_fields);

static const struct sc_field coupon_fields[] = {
    SC_FIELD(struct accounts_coupon_in, coupon_id, SC_FIELD_BIGINT),
};
const struct sc_shape accounts_coupon_in_shape = SC_SHAPE(struct accounts_coupon_in, coupon_fields);
