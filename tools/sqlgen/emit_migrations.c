#include <inttypes.h>

#include "sqlgen/emit.h"
#include "sqlgen/sql_text.h"

/* The line that takes a migration out of its transaction. */
static bool is_outside(struct sc_str text)
{
    struct sc_str line;

    while (sc_str_take(&text, '\n', &line))
        if (sc_str_eq(sc_str_trim(line), SC_STR("-- outside transaction")))
            return true;
    return false;
}

/* "0001_ids": four digits, which must be `number`, and a name. */
static enum sc_status check_name(struct sc_request *rq, struct sc_str name, size_t number)
{
    int64_t said;

    if (name.len < 6 || name.at[4] != '_' || sc_str_i64(sc_str_sub(name, 0, 4), &said) != SC_OK)
        return sc_fail(rq, SC_INVALID, "sql/migrations/%.*s.sql:1: must be called NNNN_name.sql",
                       SC_STR_ARGS(name));
    if (said != (int64_t)number)
        return sc_fail(rq, SC_INVALID,
                       "sql/migrations/%.*s.sql:1: comes as number %zu: numbers go 1, 2, 3...",
                       SC_STR_ARGS(name), number);
    return SC_OK;
}

/* Inside a transaction all of it is one script; outside, each statement goes alone. */
static enum sc_status put_statements(struct sc_request *rq, const struct migration_file *file,
                                     struct sc_buf *out)
{
    struct sql_tokens rest;
    struct sql_tokens statement;
    bool outside = is_outside(file->text);
    struct sc_str path =
        sc_arena_printf(rq->arena, "sql/migrations/%.*s.sql", SC_STR_ARGS(file->name));

    if (path.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "too many migrations");
    enum sc_status st = sql_read(rq, file->text, path.at, 1, &rest);
    if (st != SC_OK)
        return st;
    sc_buf_printf(out, "static const char *const statements_%.4s[] = {\n", file->name.at);
    while (outside && sql_take_statement(&rest, &statement)) {
        sc_buf_put(out, SC_STR("    "));
        emit_literal(out, sql_text_of(statement));
        sc_buf_put(out, SC_STR(",\n"));
    }
    if (!outside) {
        sc_buf_put(out, SC_STR("    "));
        emit_literal(out, file->text);
        sc_buf_put(out, SC_STR(",\n"));
    }
    sc_buf_put(out, SC_STR("    NULL,\n};\n\n"));
    return SC_OK;
}

enum sc_status emit_migrations(struct sc_request *rq, const struct migration_file *files,
                               size_t count, struct sc_buf *out)
{
    sc_buf_put(out, SC_STR("/* Made by tools/sqlgen from sql/migrations: not to be edited. */\n"
                           "#include \"store/migrate.h\"\n\n"
                           "#include <stddef.h>\n\n"));
    for (size_t i = 0; i < count; i++) {
        enum sc_status st = check_name(rq, files[i].name, i + 1);
        if (st == SC_OK)
            st = put_statements(rq, &files[i], out);
        if (st != SC_OK)
            return st;
    }
    sc_buf_put(out, SC_STR("const struct sc_migration sc_migrations[] = {\n"));
    for (size_t i = 0; i < count; i++) {
        sc_buf_printf(out, "    {%zu, \"%.*s\", statements_%.4s, %s, INT64_C(%" PRId64 ")},\n",
                      i + 1, SC_STR_ARGS(files[i].name), files[i].name.at,
                      is_outside(files[i].text) ? "true" : "false",
                      (int64_t)(sc_str_hash(files[i].text) >> 1)); /* positive, for bigint */
    }
    sc_buf_printf(out, "};\n\nconst size_t sc_migration_count = %zu;\n", count);
    return SC_OK;
}
