#include "accounts/accounts.h"

static const struct sc_field signed_in_fields[] = {
    SC_FIELD_OR_NULL(struct accounts_signed_in, access_token, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_signed_in, refresh_token, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_signed_in, expires_at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD(struct accounts_signed_in, is_guest, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_signed_in_shape =
    SC_SHAPE(struct accounts_signed_in, signed_in_fields);

static const struct sc_field guest_in_fields[] = {
    SC_FIELD(struct accounts_guest_in, country, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_guest_in, locale, SC_FIELD_TEXT),
};
const struct sc_shape accounts_guest_in_shape = SC_SHAPE(struct accounts_guest_in, guest_in_fields);

static const struct sc_field register_in_fields[] = {
    SC_FIELD(struct accounts_register_in, email, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_register_in, password, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_register_in, name, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_register_in, country, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_register_in, locale, SC_FIELD_TEXT),
};
const struct sc_shape accounts_register_in_shape =
    SC_SHAPE(struct accounts_register_in, register_in_fields);

static const struct sc_field register_fields[] = {
    SC_FIELD(struct accounts_register_row, register_account, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_register_shape =
    SC_SHAPE(struct accounts_register_row, register_fields);

static const struct sc_field verify_in_fields[] = {
    SC_FIELD(struct accounts_verify_in, token, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_verify_in, password, SC_FIELD_TEXT),
};
const struct sc_shape accounts_verify_in_shape =
    SC_SHAPE(struct accounts_verify_in, verify_in_fields);

static const struct sc_field sign_in_in_fields[] = {
    SC_FIELD(struct accounts_sign_in_in, email, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_sign_in_in, password, SC_FIELD_TEXT),
};
const struct sc_shape accounts_sign_in_in_shape =
    SC_SHAPE(struct accounts_sign_in_in, sign_in_in_fields);

static const struct sc_field refresh_in_fields[] = {
    SC_FIELD_OR_NULL(struct accounts_refresh_in, refresh_token, SC_FIELD_TEXT),
};
const struct sc_shape accounts_refresh_in_shape =
    SC_SHAPE(struct accounts_refresh_in, refresh_in_fields);

static const struct sc_field sign_out_in_fields[] = {
    SC_FIELD_MAYBE(struct accounts_sign_out_in, session_id, SC_FIELD_BIGINT),
};
const struct sc_shape accounts_sign_out_in_shape =
    SC_SHAPE(struct accounts_sign_out_in, sign_out_in_fields);

static const struct sc_field sign_out_fields[] = {
    SC_FIELD(struct accounts_signed_out, sign_out, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_sign_out_shape =
    SC_SHAPE(struct accounts_signed_out, sign_out_fields);

static const struct sc_field elsewhere_fields[] = {
    SC_FIELD(struct accounts_signed_out, sign_out_elsewhere, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_sign_out_elsewhere_shape =
    SC_SHAPE(struct accounts_signed_out, elsewhere_fields);

static const struct sc_field everywhere_fields[] = {
    SC_FIELD(struct accounts_signed_out, sign_out_everywhere, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_sign_out_everywhere_shape =
    SC_SHAPE(struct accounts_signed_out, everywhere_fields);

static const struct sc_field household_in_fields[] = {
    SC_FIELD(struct accounts_household_in, name, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_household_in, country, SC_FIELD_TEXT),
};
const struct sc_shape accounts_household_in_shape =
    SC_SHAPE(struct accounts_household_in, household_in_fields);
