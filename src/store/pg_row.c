#include "store/pg_row.h"

const int sc_pg_params_formats[SC_PG_FIELDS_MAX] = {[0 ... SC_PG_FIELDS_MAX - 1] = 1};

enum sc_status sc_pg_params_encode(const struct sc_pg_query *query, const void *in,
                                   struct sc_buf *bytes, struct sc_pg_params *ret_params)
{
    size_t starts[SC_PG_FIELDS_MAX];

    sc_buf_clear(bytes);
    for (size_t i = 0; i < query->in.count; i++) {
        starts[i] = bytes->len;
        if (!sc_field_is_null(&query->in.fields[i], in))
            sc_pg_encode(bytes, &query->in.fields[i], in);
        ret_params->lengths[i] = (int)(bytes->len - starts[i]);
    }
    if (bytes->failed)
        return SC_LIMITED;
    for (size_t i = 0; i < query->in.count; i++) {
        bool is_null = sc_field_is_null(&query->in.fields[i], in);
        ret_params->values[i] = is_null ? NULL : sc_buf_str(bytes).at + starts[i];
    }
    return SC_OK;
}

bool sc_pg_columns_fit(const struct sc_pg_query *query, const PGresult *result)
{
    bool fit = PQnfields(result) == query->row.count;

    for (int i = 0; fit && i < query->row.count; i++)
        fit = PQftype(result, i) == sc_pg_type_oid(query->row.fields[i].type);
    return fit;
}

enum sc_status sc_pg_row_decode(const struct sc_pg_query *query, const PGresult *result, int number,
                                struct sc_arena *arena, void *row)
{
    for (int i = 0; i < query->row.count; i++) {
        struct sc_str bytes = {0};
        if (!PQgetisnull(result, number, i))
            bytes = (struct sc_str){PQgetvalue(result, number, i),
                                    (size_t)PQgetlength(result, number, i)};
        enum sc_status st = sc_pg_decode(arena, &query->row.fields[i], bytes, row);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}
