#include "base/buf.h"
#include "sqlgen/query_file.h"

enum {
    SQL_MAX = 1024 * 1024,
};

/* The query whose row struct this one's rows are, or NULL. */
static const struct query_file *find_shape(const struct query_file *file,
                                           const struct query_file *files, size_t count)
{
    if (file->row_as.at == NULL)
        return file;
    for (size_t i = 0; i < count; i++)
        if (sc_str_eq(files[i].name, file->row_as) && files[i].row.count > 0)
            return &files[i];
    return NULL;
}

static enum sc_status refuse(struct sc_request *rq, const struct query_file *file, const char *why,
                             struct sc_str name)
{
    return sc_fail(rq, SC_INVALID, "%s:1: %s: %.*s", file->path, why, SC_STR_ARGS(name));
}

static enum sc_status check_keys(struct sc_request *rq, const struct query_file *file)
{
    for (size_t i = 0; i < file->key_count; i++) {
        const struct field *key = &file->params.at[file->first_key + i];
        const struct field *column = fields_find(&file->shape->row, key->name);
        if (column == NULL)
            return refuse(rq, file, "its rows do not carry the key", key->name);
        if (column->type != key->type || column->may_be_null)
            return refuse(rq, file, "in its rows the key is of another type", key->name);
    }
    return SC_OK;
}

/* What a page may be ordered by: not null, and with a value that is before all others. */
static bool orders_page(const struct field *column)
{
    static const char *const types[] = {"bigint",      "integer", "smallint",        "text",
                                        "timestamptz", "date",    "double precision"};

    for (size_t i = 0; i < SC_COUNT(types); i++)
        if (sc_str_eq(sc_str_of(column->type->sql), sc_str_of(types[i])))
            return !column->may_be_null;
    return false;
}

static enum sc_status type_page(struct sc_request *rq, struct query_file *file)
{
    struct sc_str rest = file->page;
    struct field *after = &file->params.at[file->first_after];
    struct sc_str part;

    for (; sc_str_take(&rest, ',', &part); after++) {
        struct sc_str name = sc_str_trim(part);
        const struct field *column = fields_find(&file->shape->row, name);
        if (column == NULL)
            return refuse(rq, file, "a page is by columns of the row", name);
        if (!orders_page(column))
            return refuse(rq, file, "a page cannot be ordered by this column", name);
        after->type = column->type;
    }
    return SC_OK;
}

/*
 * Names the columns of a "v.*": PostgreSQL would give those that the view has by the time the
 * statement is prepared, and a later migration may give it more.
 */
static enum sc_status name_rest(struct sc_request *rq, struct query_file *file)
{
    const struct fields *row = &file->shape->row;
    struct sc_str view = file->rest_of;
    struct sc_buf sql;

    if (view.at == NULL)
        return SC_OK;
    if (file->named >= row->count)
        return refuse(rq, file, "no column of the row is left for a *, of", view);
    size_t before = (size_t)(view.at - file->sql.at);
    sc_buf_init(&sql, SQL_MAX);
    sc_buf_put(&sql, sc_str_sub(file->sql, 0, before));
    for (size_t i = file->named; i < row->count; i++)
        sc_buf_printf(&sql, "%s%.*s.\"%.*s\"", i == file->named ? "" : ", ", SC_STR_ARGS(view),
                      SC_STR_ARGS(row->at[i].name));
    sc_buf_put(&sql, sc_str_sub(file->sql, before + view.len + strlen(".*"), SIZE_MAX));
    file->sql = sc_arena_str(rq->arena, sc_buf_str(&sql));
    bool is_whole = !sql.failed && file->sql.at != NULL;
    sc_buf_finish(&sql);
    return is_whole ? SC_OK : sc_fail(rq, SC_NO_MEMORY, "%s:1: is too long", file->path);
}

enum sc_status query_files_link(struct sc_request *rq, struct query_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        files[i].shape = find_shape(&files[i], files, count);
        if (files[i].shape == NULL)
            return refuse(rq, &files[i], "no query of this name declares a row", files[i].row_as);
        enum sc_status st = check_keys(rq, &files[i]);
        if (st == SC_OK)
            st = type_page(rq, &files[i]);
        if (st == SC_OK)
            st = name_rest(rq, &files[i]);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}
