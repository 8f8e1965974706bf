#include "lists/lists.h"
#include "lists/lists_rows.h"

static const struct sc_field op_fields[] = {
    SC_FIELD(struct lists_op_in, id, SC_FIELD_TEXT),
    SC_FIELD(struct lists_op_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD_OR_NULL(struct lists_op_in, item_id, SC_FIELD_TEXT),
    SC_FIELD(struct lists_op_in, stamp, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct lists_op_in, name, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct lists_op_in, quantity_milli, SC_FIELD_BIGINT),
    SC_FIELD_MAYBE(struct lists_op_in, step_milli, SC_FIELD_BIGINT),
    SC_FIELD_OR_NULL(struct lists_op_in, base, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct lists_op_in, unit, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct lists_op_in, note, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct lists_op_in, photo, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct lists_op_in, category, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct lists_op_in, product_id, SC_FIELD_BIGINT),
    SC_FIELD_OR_NULL(struct lists_op_in, position, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct lists_op_in, is_ticked, SC_FIELD_BOOLEAN),
    SC_FIELD_MAYBE(struct lists_op_in, is_deleted, SC_FIELD_BOOLEAN),
    SC_FIELD_MAYBE(struct lists_op_in, is_archived, SC_FIELD_BOOLEAN),
    SC_FIELD_MAYBE(struct lists_op_in, clear, SC_FIELD_TEXTS),
};
static const struct sc_shape op_shape = SC_SHAPE(struct lists_op_in, op_fields);

static const struct sc_field apply_in_fields[] = {
    SC_FIELD_OF(struct lists_apply_in, ops, SC_FIELD_ROWS, &op_shape),
};
const struct sc_shape lists_apply_in_shape = SC_SHAPE(struct lists_apply_in, apply_in_fields);

static const struct sc_field answer_fields[] = {
    SC_FIELD(struct lists_answer, id, SC_FIELD_TEXT),
    SC_FIELD(struct lists_answer, code, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct lists_answer, stamp, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct lists_answer, why, SC_FIELD_TEXT),
};
static const struct sc_shape answer_shape = SC_SHAPE(struct lists_answer, answer_fields);

static const struct sc_field apply_row_fields[] = {
    SC_FIELD(struct lists_apply_row, server_ms, SC_FIELD_BIGINT),
    SC_FIELD_OF(struct lists_apply_row, answers, SC_FIELD_ROWS, &answer_shape),
};
const struct sc_shape lists_apply_row_shape = SC_SHAPE(struct lists_apply_row, apply_row_fields);

static const struct sc_field id_fields[] = {
    SC_FIELD(struct lists_id_row, id, SC_FIELD_BIGINT),
};
const struct sc_shape lists_id_row_shape = SC_SHAPE(struct lists_id_row, id_fields);

static const struct sc_field create_fields[] = {
    SC_FIELD(struct lists_create_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_create_in, name, SC_FIELD_TEXT),
};
const struct sc_shape lists_create_in_shape = SC_SHAPE(struct lists_create_in, create_fields);

static const struct sc_field duplicate_fields[] = {
    SC_FIELD(struct lists_duplicate_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_duplicate_in, name, SC_FIELD_TEXT),
};
const struct sc_shape lists_duplicate_in_shape =
    SC_SHAPE(struct lists_duplicate_in, duplicate_fields);

static const struct sc_field delete_fields[] = {
    SC_FIELD(struct lists_delete_in, list_id, SC_FIELD_BIGINT),
};
const struct sc_shape lists_delete_in_shape = SC_SHAPE(struct lists_delete_in, delete_fields);

static const struct sc_field share_in_fields[] = {
    SC_FIELD(struct lists_share_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_share_in, level, SC_FIELD_SMALLINT),
    SC_FIELD(struct lists_share_in, days, SC_FIELD_INTEGER),
};
const struct sc_shape lists_share_in_shape = SC_SHAPE(struct lists_share_in, share_in_fields);

static const struct sc_field share_row_fields[] = {
    SC_FIELD(struct lists_share_row, id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_share_row, token, SC_FIELD_TEXT),
    SC_FIELD(struct lists_share_row, expires_at, SC_FIELD_TIMESTAMPTZ),
};
const struct sc_shape lists_share_row_shape = SC_SHAPE(struct lists_share_row, share_row_fields);

static const struct sc_field share_end_fields[] = {
    SC_FIELD(struct lists_share_end_in, share_id, SC_FIELD_BIGINT),
};
const struct sc_shape lists_share_end_in_shape =
    SC_SHAPE(struct lists_share_end_in, share_end_fields);

static const struct sc_field grant_fields[] = {
    SC_FIELD(struct lists_grant_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD_MAYBE(struct lists_grant_in, person_id, SC_FIELD_BIGINT),
    SC_FIELD_MAYBE(struct lists_grant_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD_MAYBE(struct lists_grant_in, level, SC_FIELD_SMALLINT),
};
const struct sc_shape lists_grant_in_shape = SC_SHAPE(struct lists_grant_in, grant_fields);

static const struct sc_field aisles_fields[] = {
    SC_FIELD(struct lists_aisles_in, household_id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_aisles_in, store_id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_aisles_in, categories, SC_FIELD_TEXTS),
};
const struct sc_shape lists_aisles_in_shape = SC_SHAPE(struct lists_aisles_in, aisles_fields);

static const struct sc_field cursor_fields[] = {
    SC_FIELD(struct lists_cursor_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_cursor_in, after, SC_FIELD_BIGINT),
};
static const struct sc_shape cursor_shape = SC_SHAPE(struct lists_cursor_in, cursor_fields);

static const struct sc_field news_in_fields[] = {
    SC_FIELD_OF(struct lists_news_in, lists, SC_FIELD_ROWS, &cursor_shape),
};
const struct sc_shape lists_news_in_shape = SC_SHAPE(struct lists_news_in, news_in_fields);

static const struct sc_field news_fields[] = {
    SC_FIELD(struct lists_news_row, list_id, SC_FIELD_BIGINT),
    SC_FIELD(struct lists_news_row, kind, SC_FIELD_TEXT),
    SC_FIELD(struct lists_news_row, seq, SC_FIELD_BIGINT),
    SC_FIELD_OR_NULL(struct lists_news_row, name, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct lists_news_row, is_archived, SC_FIELD_BOOLEAN),
    SC_FIELD_OF(struct lists_news_row, items, SC_FIELD_ROWS, &lists_item_changed_query.row),
};
const struct sc_shape lists_news_row_shape = SC_SHAPE(struct lists_news_row, news_fields);
