#include "sqlgen/emit.h"

#include <ctype.h>
#include <inttypes.h>

/* What is being written: the files of one service. */
struct emit {
    struct sc_str service;
    const struct query_file *files;
    size_t count;
    struct sc_buf *out;
};

static void put_c_name(struct sc_buf *out, struct sc_str name)
{
    for (size_t i = 0; i < name.len; i++)
        sc_buf_put_char(out, name.at[i] == '.' ? '_' : name.at[i]);
}

static bool has_flag(const struct field *field)
{
    return field->may_be_null && !(field->type->is_text && !field->is_key);
}

static void put_struct(const struct emit *e, struct sc_str name, const char *suffix,
                       const struct fields *fields)
{
    if (fields->count == 0)
        return;
    sc_buf_printf(e->out, "struct %.*s_%s {\n", SC_STR_ARGS(name), suffix);
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        sc_buf_printf(e->out, "    %s ", field->is_key ? field->type->list_c : field->type->c);
        put_c_name(e->out, field->name);
        sc_buf_printf(e->out, ";%s\n", field->may_be_null ? " /* may be null */" : "");
        if (!has_flag(field))
            continue;
        sc_buf_put(e->out, SC_STR("    bool has_"));
        put_c_name(e->out, field->name);
        sc_buf_put(e->out, SC_STR(";\n"));
    }
    sc_buf_put(e->out, SC_STR("};\n\n"));
}

/* printf with N for the query's name, R for the name its row struct has, and I for ", &in". */
static void put_code(const struct emit *e, const struct query_file *file, const char *code)
{
    for (const char *c = code; *c != '\0'; c++) {
        if (*c == '@')
            sc_buf_put(e->out, file->name);
        else if (*c == '#')
            sc_buf_put(e->out, file->shape->name);
        else if (*c == '~' && file->params.count > 0)
            sc_buf_printf(e->out, "const struct %.*s_in *in, ", SC_STR_ARGS(file->name));
        else if (*c == '$')
            sc_buf_put(e->out, file->params.count > 0 ? SC_STR("in") : SC_STR("NULL"));
        else if (*c != '~')
            sc_buf_put_char(e->out, *c);
    }
}

/* In the pieces below: @ the query, # whose row it gives, ~ the parameter `in`, $ its use. */
static const char code_row[] =
    "struct @_rows {\n"
    "    const struct @_row *at;\n"
    "    size_t count;\n"
    "};\n\n"
    "typedef enum sc_status (*@_row_fn)(void *context, const struct @_row *row);\n\n"
    "struct @_reader {\n"
    "    @_row_fn on_row;\n"
    "    void *context;\n"
    "};\n\n"
    "static inline enum sc_status @_read(void *context, const void *row)\n"
    "{\n"
    "    const struct @_reader *reader = context;\n\n"
    "    return reader->on_row(reader->context, row);\n"
    "}\n\n";

static const char code_one[] =
    "SC_MUST_USE static inline enum sc_status @_one(struct sc_tx *tx, ~struct #_row *ret_row)\n"
    "{\n"
    "    return sc_tx_one(tx, &@_query, $, ret_row);\n"
    "}\n\n";

static const char code_all[] = "(struct sc_tx *tx, ~size_t max, struct #_rows *ret_rows)\n"
                               "{\n"
                               "    struct sc_rows rows = {0};\n"
                               "    enum sc_status st = sc_tx_all(tx, &@_query, $, max, &rows);\n\n"
                               "    *ret_rows = (struct #_rows){rows.at, rows.count};\n"
                               "    return st;\n"
                               "}\n\n";

static const char code_each[] =
    "SC_MUST_USE static inline enum sc_status @_each(struct sc_tx *tx, ~#_row_fn on_row, "
    "void *context)\n"
    "{\n"
    "    struct #_reader reader = {on_row, context};\n\n"
    "    return sc_tx_each(tx, &@_query, $, #_read, &reader);\n"
    "}\n\n";

static const char code_exec[] =
    "SC_MUST_USE static inline enum sc_status @_exec(struct sc_tx *tx, ~int64_t *ret_affected)\n"
    "{\n"
    "    return sc_tx_exec(tx, &@_query, $, ret_affected);\n"
    "}\n\n";

static const char code_copy[] =
    "SC_MUST_USE static inline enum sc_status @_begin(struct sc_tx *tx, struct sc_copy *ret_copy)\n"
    "{\n"
    "    return sc_copy_begin(tx, &@_query, ret_copy);\n"
    "}\n\n"
    "SC_MUST_USE static inline enum sc_status @_put(struct sc_copy *copy, "
    "const struct @_in *in)\n"
    "{\n"
    "    return sc_copy_put(copy, in);\n"
    "}\n\n";

static void put_functions(const struct emit *e, const struct query_file *file)
{
    bool has_rows = file->shape->row.count > 0;

    if (file->is_copy) {
        put_code(e, file, code_copy);
    } else if (file->is_loader) {
        put_code(e, file, "SC_MUST_USE static inline enum sc_status @_load");
        put_code(e, file, code_all);
    } else if (has_rows) {
        put_code(e, file, code_one);
        put_code(e, file, "SC_MUST_USE static inline enum sc_status @_all");
        put_code(e, file, code_all);
        put_code(e, file, code_each);
    } else {
        put_code(e, file, code_exec);
    }
}

static const char header_top[] = "#include <stdbool.h>\n"
                                 "#include <stddef.h>\n"
                                 "#include <stdint.h>\n\n"
                                 "#include \"base/str.h\"\n"
                                 "#include \"store/copy.h\"\n"
                                 "#include \"store/pg_query.h\"\n"
                                 "#include \"store/tx.h\"\n\n"
                                 "/* All of them, ended by NULL. */\n"
                                 "extern const struct sc_pg_query *const %.*s_queries[];\n"
                                 "extern const struct sc_pg_loader *const %.*s_loaders[];\n\n";

static void put_guard(const struct emit *e, const char *before)
{
    sc_buf_put(e->out, sc_str_of(before));
    sc_buf_put(e->out, SC_STR("SC_GENERATED_"));
    for (size_t i = 0; i < e->service.len; i++)
        sc_buf_put_char(e->out, (char)toupper((unsigned char)e->service.at[i]));
    sc_buf_put(e->out, SC_STR("_ROWS_H\n"));
}

void emit_header(struct sc_str service, const struct query_file *files, size_t count,
                 struct sc_buf *out)
{
    struct emit e = {service, files, count, out};

    put_guard(&e, "/* Made by tools/sqlgen of SQL files: not to be edited. */\n#ifndef ");
    put_guard(&e, "#define ");
    sc_buf_printf(out, header_top, SC_STR_ARGS(service), SC_STR_ARGS(service));
    for (size_t i = 0; i < count; i++) {
        sc_buf_printf(out, "/* %s */\n", files[i].path);
        put_struct(&e, files[i].name, "in", &files[i].params);
        put_struct(&e, files[i].name, "row", &files[i].row);
        if (files[i].row.count > 0)
            put_code(&e, &files[i], code_row);
        put_code(&e, &files[i], "extern const struct sc_pg_query @_query;\n");
        if (files[i].is_loader)
            put_code(&e, &files[i], "extern const struct sc_pg_loader @_loader;\n");
        sc_buf_put_char(out, '\n');
    }
    for (size_t i = 0; i < count; i++)
        put_functions(&e, &files[i]);
    sc_buf_put(out, SC_STR("#endif\n"));
}

void emit_literal(struct sc_buf *out, struct sc_str text)
{
    sc_buf_put_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\n')
            sc_buf_put(out, i + 1 < text.len ? SC_STR("\\n\"\n        \"") : SC_STR("\\n"));
        else if (c == '"' || c == '\\' || c == '?') /* a question mark could begin a trigraph */
            sc_buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c >= 0x7F)
            sc_buf_printf(out, "\\%03o", c);
        else
            sc_buf_put_char(out, (char)c);
    }
    sc_buf_put_char(out, '"');
}

/* One field of the struct <name>_<suffix>, as the type that it has there. */
static void put_field(const struct emit *e, struct sc_str name, const char *suffix,
                      const struct field *field)
{
    sc_buf_printf(e->out, "    {\"%.*s\", %s, %s, offsetof(struct %.*s_%s, ",
                  SC_STR_ARGS(field->name),
                  field->is_key ? field->type->list_of : field->type->enumerator,
                  field->may_be_null ? "true" : "false", SC_STR_ARGS(name), suffix);
    put_c_name(e->out, field->name);
    sc_buf_put(e->out, SC_STR("), "));
    if (has_flag(field)) {
        sc_buf_printf(e->out, "offsetof(struct %.*s_%s, has_", SC_STR_ARGS(name), suffix);
        put_c_name(e->out, field->name);
        sc_buf_put_char(e->out, ')');
    } else {
        sc_buf_put_char(e->out, '0');
    }
    sc_buf_put(e->out, SC_STR(", NULL},\n"));
}

static void put_fields(const struct emit *e, const struct query_file *file, const char *what,
                       const char *suffix, const struct fields *fields)
{
    if (fields->count == 0)
        return;
    sc_buf_printf(e->out, "static const struct sc_field %.*s_%s[] = {\n", SC_STR_ARGS(file->name),
                  what);
    for (size_t i = 0; i < fields->count; i++)
        put_field(e, file->name, suffix, &fields->at[i]);
    sc_buf_put(e->out, SC_STR("};\n\n"));
}

/* The columns that carry the keys. */
static void put_keys(const struct emit *e, const struct query_file *file)
{
    if (file->key_count == 0)
        return;
    put_code(e, file, "static const struct sc_field @_keys[] = {\n");
    for (size_t i = 0; i < file->key_count; i++)
        put_field(e, file->shape->name, "row",
                  fields_find(&file->shape->row, file->params.at[file->first_key + i].name));
    sc_buf_put(e->out, SC_STR("};\n\n"));
}

static const char *route_enumerator(struct sc_str route)
{
    if (sc_str_eq(route, SC_STR("household")))
        return "SC_PG_ROUTE_HOUSEHOLD";
    return sc_str_eq(route, SC_STR("every")) ? "SC_PG_ROUTE_EVERY" : "SC_PG_ROUTE_CATALOGUE";
}

static void put_text_member(struct sc_buf *out, const char *member, struct sc_str text)
{
    if (text.at == NULL)
        return;
    sc_buf_printf(out, "    .%s = ", member);
    emit_literal(out, text);
    sc_buf_put(out, SC_STR(",\n"));
}

static void put_query(const struct emit *e, const struct query_file *file)
{
    put_code(e, file, "const struct sc_pg_query @_query = {\n    .name = \"@\",\n");
    put_text_member(e->out, "sql", file->sql);
    if (file->params.count > 0)
        put_code(e, file, "    .in = SC_SHAPE(struct @_in, @_params),\n");
    if (file->shape->row.count > 0)
        put_code(e, file, "    .row = SC_SHAPE(struct #_row, #_columns),\n");
    sc_buf_printf(e->out, "    .route = %s,\n    .limit_ms = %" PRId64 ",\n",
                  route_enumerator(file->route), file->limit_ms);
    sc_buf_printf(e->out, "    .may_write = %s,\n    .is_copy = %s,\n",
                  file->may_write ? "true" : "false", file->is_copy ? "true" : "false");
    put_text_member(e->out, "index", file->index);
    sc_buf_put(e->out, SC_STR("};\n\n"));
}

static void sign_fields(struct sc_buf *out, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        sc_buf_printf(out, "\n%.*s %s%s", SC_STR_ARGS(fields->at[i].name), fields->at[i].type->sql,
                      fields->at[i].may_be_null ? "?" : "");
}

/* Of all that decides what its rows are and how they lie in memory. */
static uint64_t hash_loader(const struct query_file *file)
{
    struct sc_buf text;

    sc_buf_init(&text, 2 * file->sql.len + 2 * SC_PG_FIELDS_MAX * 2 * QUERY_NAME_MAX);
    sc_buf_put(&text, file->name);
    sc_buf_put(&text, file->sql);
    sign_fields(&text, &file->params);
    sign_fields(&text, &file->shape->row);
    uint64_t hash = sc_str_hash(sc_buf_str(&text));
    sc_buf_finish(&text);
    return hash;
}

static void put_loader(const struct emit *e, const struct query_file *file)
{
    put_keys(e, file);
    put_code(e, file, "const struct sc_pg_loader @_loader = {\n    .query = &@_query,\n");
    if (file->key_count > 0)
        put_code(e, file, "    .keys = @_keys,\n");
    sc_buf_printf(e->out, "    .key_count = %zu,\n    .first_key = %zu,\n", file->key_count,
                  file->first_key);
    sc_buf_printf(e->out, "    .hash = UINT64_C(0x%016" PRIx64 "),\n    .cache_ms = %" PRId64 ",\n",
                  hash_loader(file), file->cache_ms);
    put_text_member(e->out, "cache_tag", file->cache_tag);
    put_text_member(e->out, "page", file->page);
    sc_buf_printf(e->out, "    .is_slow = %s,\n};\n\n", file->is_slow ? "true" : "false");
}

void emit_source(struct sc_str service, const struct query_file *files, size_t count,
                 struct sc_buf *out)
{
    struct emit e = {service, files, count, out};

    sc_buf_printf(out,
                  "/* Made by tools/sqlgen of SQL files: not to be edited. */\n"
                  "#include \"%.*s/%.*s_rows.h\"\n\n",
                  SC_STR_ARGS(service), SC_STR_ARGS(service));
    for (size_t i = 0; i < count; i++) {
        put_fields(&e, &files[i], "params", "in", &files[i].params);
        put_fields(&e, &files[i], "columns", "row", &files[i].row);
    }
    for (size_t i = 0; i < count; i++) {
        put_query(&e, &files[i]);
        if (files[i].is_loader)
            put_loader(&e, &files[i]);
    }
    sc_buf_printf(out, "const struct sc_pg_query *const %.*s_queries[] = {\n",
                  SC_STR_ARGS(service));
    for (size_t i = 0; i < count; i++)
        put_code(&e, &files[i], "    &@_query,\n");
    sc_buf_printf(out, "    NULL,\n};\n\nconst struct sc_pg_loader *const %.*s_loaders[] = {\n",
                  SC_STR_ARGS(service));
    for (size_t i = 0; i < count; i++)
        if (files[i].is_loader)
            put_code(&e, &files[i], "    &@_loader,\n");
    sc_buf_put(out, SC_STR("    NULL,\n};\n"));
}
