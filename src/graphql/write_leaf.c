#include "base/json_out.h"
#include "graphql/run_parts.h"
#include "graphql/scalar.h"

static const int64_t long_max = INT64_C(1) << 53;

static bool put_long(struct sc_buf *buf, int64_t value)
{
    if (value < -long_max || value > long_max)
        return false;
    sc_json_put_i64(buf, value);
    return true;
}

static bool put_enum_text(struct sc_buf *buf, const struct sc_gql_leaf *leaf, struct sc_str stored)
{
    for (size_t i = 0; i < leaf->word_count; i++)
        if (sc_str_eq(leaf->stored[i], stored)) {
            sc_buf_put(buf, leaf->words[i]);
            return true;
        }
    return false;
}

static bool put_enum_index(struct sc_buf *buf, const struct sc_gql_leaf *leaf, int16_t index)
{
    if (index < 0 || (size_t)index >= leaf->word_count)
        return false;
    sc_buf_put(buf, leaf->words[index]);
    return true;
}

static void put_digits(struct sc_buf *buf, int64_t value)
{
    sc_buf_put_char(buf, '"');
    sc_json_put_i64(buf, value);
    sc_buf_put_char(buf, '"');
}

/* One value, not null. False: its type in the SDL has no such value. */
static bool put_value(struct sc_buf *buf, const struct sc_gql_leaf *leaf, const void *at)
{
    switch (leaf->form) {
    case SC_GQL_FORM_SMALL:
        sc_json_put_i64(buf, *(const int16_t *)at);
        return true;
    case SC_GQL_FORM_INTEGER:
        sc_json_put_i64(buf, *(const int32_t *)at);
        return true;
    case SC_GQL_FORM_LONG:
        return put_long(buf, *(const int64_t *)at);
    case SC_GQL_FORM_DOUBLE:
        sc_json_put_f64(buf, *(const double *)at);
        return true;
    case SC_GQL_FORM_BOOLEAN:
        sc_buf_put(buf, *(const bool *)at ? SC_STR("true") : SC_STR("false"));
        return true;
    case SC_GQL_FORM_TEXT:
        sc_json_put_text(buf, *(const struct sc_str *)at);
        return true;
    case SC_GQL_FORM_TIME:
        return sc_gql_time_put(buf, *(const int64_t *)at);
    case SC_GQL_FORM_DATE:
        return sc_gql_date_put(buf, *(const int32_t *)at);
    case SC_GQL_FORM_DIGITS:
        put_digits(buf, *(const int64_t *)at);
        return true;
    case SC_GQL_FORM_ENUM_TEXT:
        return put_enum_text(buf, leaf, *(const struct sc_str *)at);
    case SC_GQL_FORM_ENUM_INDEX:
        return put_enum_index(buf, leaf, *(const int16_t *)at);
    case SC_GQL_FORM_ID:
        break;
    }
    return false;
}

/* A value that no SDL can say is null, as infinity is: no end is known. */
static bool is_nothing(const struct sc_gql_leaf *leaf, const void *at)
{
    if (leaf->form == SC_GQL_FORM_TIME)
        return *(const int64_t *)at == INT64_MAX || *(const int64_t *)at == INT64_MIN;
    if (leaf->form == SC_GQL_FORM_DATE)
        return *(const int32_t *)at == INT32_MAX || *(const int32_t *)at == INT32_MIN;
    return leaf->form == SC_GQL_FORM_DOUBLE && !__builtin_isfinite(*(const double *)at);
}

static bool put_list(struct sc_buf *buf, const struct sc_gql_leaf *leaf, const void *column,
                     bool *ret_bad)
{
    bool is_text = leaf->width == sizeof(struct sc_str);
    const struct sc_i64_list *list = column; /* every list begins with where its values are */
    size_t count = is_text ? ((const struct sc_str_list *)column)->count : list->count;
    const char *at = (const char *)list->at;

    sc_buf_put_char(buf, '[');
    for (size_t i = 0; i < count; i++, at += leaf->width) {
        bool is_null = is_text ? ((const struct sc_str *)(const void *)at)->at == NULL
                               : list->has != NULL && !list->has[i];
        if (i > 0)
            sc_buf_put_char(buf, ',');
        is_null = is_null || is_nothing(leaf, at);
        if (is_null)
            sc_buf_put(buf, SC_STR("null"));
        if (is_null ? !leaf->has_null_items : !put_value(buf, leaf, at)) {
            *ret_bad = true;
            return false;
        }
    }
    sc_buf_put_char(buf, ']');
    return true;
}

static bool put_id(struct sc_buf *buf, const struct sc_gql_leaf *leaf, const void *row)
{
    union sc_key_part parts[SC_GQL_KEY_PARTS_MAX];

    for (size_t i = 0; i < leaf->id.key_count; i++) {
        if (sc_field_is_null(leaf->id.keys[i], row))
            return false;
        parts[i] = sc_gql_key_of(leaf->id.keys[i], row);
    }
    sc_buf_put_char(buf, '"');
    sc_gql_id_put(buf, &leaf->id, parts);
    sc_buf_put_char(buf, '"');
    return true;
}

bool sc_gql_leaf_put(struct sc_buf *buf, const struct sc_gql_leaf *leaf, const void *row,
                     bool *ret_bad)
{
    const void *at = (const char *)row + leaf->column->at;
    size_t start = buf->len;

    if (leaf->form == SC_GQL_FORM_ID)
        return put_id(buf, leaf, row);
    if (leaf->column->may_be_null && sc_field_is_null(leaf->column, row))
        return false;
    if (leaf->is_list) {
        if (put_list(buf, leaf, at, ret_bad))
            return true;
        buf->len = start;
        return false;
    }
    if (is_nothing(leaf, at))
        return false;
    if (put_value(buf, leaf, at))
        return true;
    *ret_bad = true;
    return false;
}
