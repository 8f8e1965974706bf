#include "accounts/household.h"

static const struct sc_field invite_in_fields[] = {
    SC_FIELD(struct accounts_invite_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_invite_in, role, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_invite_in, email, SC_FIELD_TEXT),
};
const struct sc_shape accounts_invite_in_shape =
    SC_SHAPE(struct accounts_invite_in, invite_in_fields);

static const struct sc_field invite_fields[] = {
    SC_FIELD(struct accounts_invite_row, id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_invite_row, role, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_invite_row, email, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct accounts_invite_row, link, SC_FIELD_TEXT),
    SC_FIELD(struct accounts_invite_row, expires_at, SC_FIELD_TIMESTAMPTZ),
};
const struct sc_shape accounts_invite_shape = SC_SHAPE(struct accounts_invite_row, invite_fields);

static const struct sc_field take_back_in_fields[] = {
    SC_FIELD(struct accounts_invitation_take_back_in, invitation_id, SC_FIELD_BIGINT),
};
const struct sc_shape accounts_invitation_take_back_in_shape =
    SC_SHAPE(struct accounts_invitation_take_back_in, take_back_in_fields);

static const struct sc_field take_back_fields[] = {
    SC_FIELD(struct accounts_invitation_take_back_row, revoke_invitation, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_invitation_take_back_shape =
    SC_SHAPE(struct accounts_invitation_take_back_row, take_back_fields);

static const struct sc_field join_in_fields[] = {
    SC_FIELD(struct accounts_join_in, token, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct accounts_join_in, bring_lists, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_join_in_shape = SC_SHAPE(struct accounts_join_in, join_in_fields);

static const struct sc_field name_in_fields[] = {
    SC_FIELD(struct accounts_household_name_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_household_name_in, name, SC_FIELD_TEXT),
};
const struct sc_shape accounts_household_name_in_shape =
    SC_SHAPE(struct accounts_household_name_in, name_in_fields);

static const struct sc_field change_in_fields[] = {
    SC_FIELD(struct accounts_member_change_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_member_change_in, person_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_member_change_in, role, SC_FIELD_TEXT),
};
const struct sc_shape accounts_member_change_in_shape =
    SC_SHAPE(struct accounts_member_change_in, change_in_fields);

static const struct sc_field member_in_fields[] = {
    SC_FIELD(struct accounts_member_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct accounts_member_in, person_id, SC_FIELD_BIGINT),
};
const struct sc_shape accounts_member_in_shape =
    SC_SHAPE(struct accounts_member_in, member_in_fields);

static const struct sc_field leave_in_fields[] = {
    SC_FIELD(struct accounts_leave_in, household_id, SC_FIELD_BIGINT),
};
const struct sc_shape accounts_leave_in_shape = SC_SHAPE(struct accounts_leave_in, leave_in_fields);

static const struct sc_field leave_fields[] = {
    SC_FIELD(struct accounts_leave_row, leave_household, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_leave_shape = SC_SHAPE(struct accounts_leave_row, leave_fields);
