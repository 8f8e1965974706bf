#include "accounts/credentials.h"

static const struct sc_field forgot_in_fields[] = {
    SC_FIELD(struct accounts_forgot_in, email, SC_FIELD_TEXT),
};
const struct sc_shape accounts_forgot_in_shape =
    SC_SHAPE(struct accounts_forgot_in, forgot_in_fields);

static const struct sc_field forgot_fields[] = {
    SC_FIELD(struct accounts_forgot_row, request_password_reset, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_forgot_shape = SC_SHAPE(struct accounts_forgot_row, forgot_fields);

static const struct sc_field reset_in_fields[] = {
    SC_FIELD(struct accounts_reset_in, token, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_reset_in, password, SC_FIELD_TEXT),
};
const struct sc_shape accounts_reset_in_shape = SC_SHAPE(struct accounts_reset_in, reset_in_fields);

static const struct sc_field new_password_in_fields[] = {
    SC_FIELD(struct accounts_new_password_in, current, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_new_password_in, password, SC_FIELD_TEXT),
};
const struct sc_shape accounts_new_password_in_shape =
    SC_SHAPE(struct accounts_new_password_in, new_password_in_fields);

static const struct sc_field new_email_in_fields[] = {
    SC_FIELD(struct accounts_new_email_in, password, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_new_email_in, email, SC_FIELD_TEXT),
};
const struct sc_shape accounts_new_email_in_shape =
    SC_SHAPE(struct accounts_new_email_in, new_email_in_fields);

static const struct sc_field new_email_fields[] = {
    SC_FIELD(struct accounts_new_email_row, change_email, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_new_email_shape =
    SC_SHAPE(struct accounts_new_email_row, new_email_fields);

static const struct sc_field confirm_email_in_fields[] = {
    SC_FIELD(struct accounts_confirm_email_in, token, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_confirm_email_in, password, SC_FIELD_TEXT),
};
const struct sc_shape accounts_confirm_email_in_shape =
    SC_SHAPE(struct accounts_confirm_email_in, confirm_email_in_fields);

static const struct sc_field confirm_email_fields[] = {
    SC_FIELD(struct accounts_confirm_email_row, confirm_email, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_confirm_email_shape =
    SC_SHAPE(struct accounts_confirm_email_row, confirm_email_fields);

static const struct sc_field api_key_make_in_fields[] = {
    SC_FIELD(struct accounts_api_key_make_in, name, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_api_key_make_in, may_write, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_api_key_make_in_shape =
    SC_SHAPE(struct accounts_api_key_make_in, api_key_make_in_fields);

static const struct sc_field api_key_make_fields[] = {
    SC_FIELD(struct accounts_api_key_make_row, id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_api_key_make_row, name, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_api_key_make_row, may_write, SC_FIELD_BOOLEAN),
    SC_FIELD(struct accounts_api_key_make_row, secret, SC_FIELD_TEXT),
};
const struct sc_shape accounts_api_key_make_shape =
    SC_SHAPE(struct accounts_api_key_make_row, api_key_make_fields);

static const struct sc_field api_key_revoke_in_fields[] = {
    SC_FIELD(struct accounts_api_key_revoke_in, key_id, SC_FIELD_BIGINT),
};
const struct sc_shape accounts_api_key_revoke_in_shape =
    SC_SHAPE(struct accounts_api_key_revoke_in, api_key_revoke_in_fields);

static const struct sc_field api_key_revoke_fields[] = {
    SC_FIELD(struct accounts_api_key_revoke_row, revoke_api_key, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_api_key_revoke_shape =
    SC_SHAPE(struct accounts_api_key_revoke_row, api_key_revoke_fields);
