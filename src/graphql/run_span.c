#include "graphql/run_parts.h"

static const void *at(const void *row, const struct sc_field *column)
{
    return (const char *)row + column->at;
}

static void span_of_one(struct sc_gql_span *span, const void *row, uint32_t index)
{
    span->bytes = row;
    span->count = row != NULL;
    span->base = index;
}

static void span_of_rows(const struct sc_field *column, const struct sc_gql_field_state *state,
                         const void *row, uint32_t index, struct sc_gql_span *span)
{
    const struct sc_rows *list = at(row, column);

    span->bytes = list->at;
    span->stride = column->of->size;
    span->count = (uint32_t)list->count;
    span->is_null = list->at == NULL && column->may_be_null;
    if (state->base != NULL)
        span->base = state->base[index];
}

static void span_of_load(const struct sc_gql_plan_field *field,
                         const struct sc_gql_field_state *state, uint32_t index,
                         struct sc_gql_span *span)
{
    const struct sc_gql_batch *batch = state->batch;
    uint32_t key = batch == NULL ? UINT32_MAX : sc_gql_run_key_of(state, index);

    if (key == UINT32_MAX) {
        span->is_null = !state->is_empty;
        return;
    }
    bool is_all = field->bound->load->has_list_key;
    uint32_t end = batch->first[is_all ? batch->count : key + 1];
    span->base = batch->first[key];
    span->rows = batch->rows + span->base;
    span->count = end - span->base;
}

static void span_of_page(const struct sc_gql_field_state *state, uint32_t index,
                         struct sc_gql_span *span)
{
    uint32_t key = state->pages == NULL ? UINT32_MAX : sc_gql_run_key_of(state, index);

    span_of_one(span, key == UINT32_MAX ? NULL : &state->pages[key], index);
}

void sc_gql_run_span(const struct sc_gql_run *run, const struct sc_gql_plan_field *field,
                     const void *row, uint32_t index, struct sc_gql_span *ret_span)
{
    static const struct sc_gql_field_state none;
    const struct sc_gql_field_state *state = field->has_loads ? &run->fields[field->slot] : &none;
    const struct sc_gql_page *page = row;

    *ret_span = (struct sc_gql_span){0};
    if (state->code != NULL) {
        ret_span->code = state->code;
        ret_span->words = state->words;
        ret_span->cause = state->cause;
    } else if (field->how == SC_GQL_BY_SELF) {
        span_of_one(ret_span, sc_gql_run_self(field->bound, row), index);
    } else if (field->how == SC_GQL_BY_ROW) {
        span_of_one(ret_span, *(const void *const *)at(row, field->bound->column), index);
    } else if (field->how == SC_GQL_BY_ROWS) {
        span_of_rows(field->bound->column, state, row, index, ret_span);
    } else if (field->how == SC_GQL_BY_LOAD || field->how == SC_GQL_BY_CALL) {
        span_of_load(field, state, index, ret_span);
    } else if (field->how == SC_GQL_BY_PAGE) {
        span_of_page(state, index, ret_span);
    } else if (field->how == SC_GQL_BY_ID) {
        ret_span->rows = state->rows;
        ret_span->kinds = state->kinds;
        ret_span->count = state->count;
        ret_span->is_null = state->kinds == NULL;
    } else if (field->how == SC_GQL_BY_EDGES) {
        ret_span->rows = page->rows;
        ret_span->count = page->count;
        ret_span->base = page->base;
    } else if (field->how == SC_GQL_BY_PAGE_INFO) {
        span_of_one(ret_span, page, index);
    } else if (field->how == SC_GQL_BY_EVENT) {
        span_of_one(ret_span, run->event, 0);
    }
}
