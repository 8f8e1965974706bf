#include "sqlgen/query_file.h"

#include "sqlgen/query_rules.h"
#include "sqlgen/sql_text.h"

/* The header's words. */
enum word {
    WORD_LOADER, /* these two name it: together one word of the eight */
    WORD_QUERY,
    WORD_KEY,
    WORD_ARGS,
    WORD_ROW,
    WORD_ROUTE,
    WORD_CACHE,
    WORD_PAGE,
    WORD_SLOW,
    WORD_USES,
    WORD_COUNT,
};

static const char *const word_names[WORD_COUNT] = {
    "loader", "query", "key", "args", "row", "route", "cache", "page", "slow", "uses",
};

struct value {
    struct sc_str text; /* absent: the file does not say this word */
    int line;
};

struct header {
    const char *path;
    struct value words[WORD_COUNT];
    int end_line; /* the first that is no header line */
};

static const struct field_type types[] = {
    {"bigint", "SC_FIELD_BIGINT", "int64_t", "struct sc_i64_list", "SC_FIELD_BIGINTS", false},
    {"integer", "SC_FIELD_INTEGER", "int32_t", "struct sc_i32_list", "SC_FIELD_INTEGERS", false},
    {"smallint", "SC_FIELD_SMALLINT", "int16_t", "struct sc_i16_list", "SC_FIELD_SMALLINTS", false},
    {"boolean", "SC_FIELD_BOOLEAN", "bool", "struct sc_bool_list", "SC_FIELD_BOOLEANS", false},
    {"double precision", "SC_FIELD_DOUBLE", "double", NULL, NULL, false},
    {"text", "SC_FIELD_TEXT", "struct sc_str", "struct sc_str_list", "SC_FIELD_TEXTS", true},
    {"bytea", "SC_FIELD_BYTEA", "struct sc_str", "struct sc_str_list", "SC_FIELD_BYTEAS", true},
    {"timestamptz", "SC_FIELD_TIMESTAMPTZ", "int64_t", "struct sc_i64_list",
     "SC_FIELD_TIMESTAMPTZS", false},
    {"date", "SC_FIELD_DATE", "int32_t", "struct sc_i32_list", "SC_FIELD_DATES", false},
    {"bigint[]", "SC_FIELD_BIGINTS", "struct sc_i64_list", NULL, NULL, false},
    {"integer[]", "SC_FIELD_INTEGERS", "struct sc_i32_list", NULL, NULL, false},
    {"smallint[]", "SC_FIELD_SMALLINTS", "struct sc_i16_list", NULL, NULL, false},
    {"boolean[]", "SC_FIELD_BOOLEANS", "struct sc_bool_list", NULL, NULL, false},
    {"double precision[]", "SC_FIELD_DOUBLES", "struct sc_f64_list", NULL, NULL, false},
    {"text[]", "SC_FIELD_TEXTS", "struct sc_str_list", NULL, NULL, false},
    {"bytea[]", "SC_FIELD_BYTEAS", "struct sc_str_list", NULL, NULL, false},
    {"timestamptz[]", "SC_FIELD_TIMESTAMPTZS", "struct sc_i64_list", NULL, NULL, false},
    {"date[]", "SC_FIELD_DATES", "struct sc_i32_list", NULL, NULL, false},
};

static bool is_known(const struct header *header, enum word word)
{
    return header->words[word].text.at != NULL;
}

static enum sc_status take_word(struct sc_request *rq, struct header *header, struct sc_str line,
                                int number, struct value **ret_value)
{
    ptrdiff_t colon = sc_str_find_char(line, ':');
    struct sc_str name = colon < 0 ? line : sc_str_sub(line, 0, (size_t)colon);

    for (enum word word = 0; colon >= 0 && word < WORD_COUNT; word++) {
        if (!sc_str_eq(name, sc_str_of(word_names[word])))
            continue;
        struct value *value = &header->words[word];
        if (value->text.at != NULL)
            return sc_fail(rq, SC_INVALID, "%s:%d: \"%s\" is said twice", header->path, number,
                           word_names[word]);
        value->text = sc_str_trim(sc_str_sub(line, (size_t)colon + 1, SIZE_MAX));
        value->line = number;
        *ret_value = value;
        return SC_OK;
    }
    return sc_fail(rq, SC_INVALID, "%s:%d: \"%.*s\" is no header word (docs/sql.md)", header->path,
                   number, SC_STR_ARGS(name));
}

/* Reads the comment lines at the top; three or more spaces behind "--" continue the last word. */
static enum sc_status read_header(struct sc_request *rq, struct sc_str *rest, struct header *header)
{
    struct value *last = NULL;
    int number = 1;

    for (; sc_str_starts(*rest, SC_STR("--")); number++) {
        struct sc_str line;
        enum sc_status st = SC_OK;
        sc_str_take(rest, '\n', &line);
        line = sc_str_sub(line, 2, SIZE_MAX);
        if (sc_str_starts(line, SC_STR("   ")) && last != NULL) {
            line = sc_str_trim(line);
            last->text =
                sc_arena_printf(rq->arena, "%.*s %.*s", SC_STR_ARGS(last->text), SC_STR_ARGS(line));
        } else {
            st = take_word(rq, header, sc_str_trim(line), number, &last);
        }
        if (st != SC_OK)
            return st;
    }
    header->end_line = number;
    return SC_OK;
}

static bool is_name(struct sc_str name)
{
    if (name.len == 0 || name.len > QUERY_NAME_MAX || name.at[0] < 'a' || name.at[0] > 'z')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            return false;
    }
    return true;
}

static const struct field_type *find_type(struct sc_str sql)
{
    for (size_t i = 0; i < SC_COUNT(types); i++)
        if (sc_str_eq(sql, sc_str_of(types[i].sql)))
            return &types[i];
    return NULL;
}

/* "name type", "name type?" */
static enum sc_status read_field(struct sc_request *rq, const char *path, int line,
                                 struct sc_str text, struct field *ret_field)
{
    ptrdiff_t space = sc_str_find_char(text, ' ');
    struct sc_str name = space < 0 ? text : sc_str_sub(text, 0, (size_t)space);
    struct sc_str sql = space < 0 ? SC_STR("") : sc_str_sub(text, (size_t)space, SIZE_MAX);
    struct field field = {.name = name};

    field.may_be_null = sc_str_ends(sql, SC_STR("?"));
    if (field.may_be_null)
        sql.len--;
    sql = sc_str_trim(sql);
    if (!is_name(name))
        return sc_fail(rq, SC_INVALID, "%s:%d: \"%.*s\" cannot be the name of a field", path, line,
                       SC_STR_ARGS(name));
    field.type = find_type(sql);
    if (field.type == NULL)
        return sc_fail(rq, SC_INVALID, "%s:%d: %.*s has no type that is known: \"%.*s\"", path,
                       line, SC_STR_ARGS(name), SC_STR_ARGS(sql));
    *ret_field = field;
    return SC_OK;
}

const struct field *fields_find(const struct fields *fields, struct sc_str name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (sc_str_eq(fields->at[i].name, name))
            return &fields->at[i];
    return NULL;
}

static bool has_field(const struct fields *fields, struct sc_str name)
{
    return fields_find(fields, name) != NULL;
}

static enum sc_status add_field(struct sc_request *rq, const char *path, int line,
                                struct field field, struct fields *fields)
{
    if (has_field(fields, field.name))
        return sc_fail(rq, SC_INVALID, "%s:%d: two fields are called %.*s", path, line,
                       SC_STR_ARGS(field.name));
    if (fields->count == SC_PG_FIELDS_MAX)
        return sc_fail(rq, SC_INVALID, "%s:%d: more than %d fields", path, line, SC_PG_FIELDS_MAX);
    fields->at[fields->count++] = field;
    return SC_OK;
}

static enum sc_status read_fields(struct sc_request *rq, const struct header *header,
                                  enum word word, struct fields *ret_fields)
{
    struct sc_str rest = header->words[word].text;
    int line = header->words[word].line;
    struct sc_str part;

    while (sc_str_take(&rest, ',', &part)) {
        struct field field;
        enum sc_status st = read_field(rq, header->path, line, sc_str_trim(part), &field);
        if (st == SC_OK)
            st = add_field(rq, header->path, line, field, ret_fields);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

/* "10m": a number and ms, s, m or h. */
static bool read_duration(struct sc_str text, int64_t *ret_ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"h", 60 * 60 * 1000}};
    size_t digits = 0;
    int64_t count;

    while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
        digits++;
    if (digits > 6 || sc_str_i64(sc_str_sub(text, 0, digits), &count) != SC_OK)
        return false;
    struct sc_str unit = sc_str_sub(text, digits, SIZE_MAX);
    for (size_t i = 0; i < SC_COUNT(units); i++) {
        int64_t ms = count * units[i].ms;
        if (sc_str_eq(unit, sc_str_of(units[i].unit)) && ms > 0 && ms <= INT32_MAX) {
            *ret_ms = ms;
            return true;
        }
    }
    return false;
}

static enum sc_status wrong(struct sc_request *rq, const struct header *header, enum word word,
                            const char *why)
{
    const struct value *value = &header->words[word];

    return sc_fail(rq, SC_INVALID, "%s:%d: %s: %s", header->path,
                   value->text.at == NULL ? 1 : value->line, word_names[word], why);
}

/* The service and the name, which the path must agree with. */
static enum sc_status read_name(struct sc_request *rq, const struct header *header,
                                struct query_file *file)
{
    struct sc_str rest = sc_str_of(header->path);
    struct sc_str folder = {0};
    struct sc_str leaf = {0};
    struct sc_str part;

    while (sc_str_take(&rest, '/', &part)) {
        folder = leaf;
        leaf = part;
    }
    if (is_known(header, WORD_LOADER) == is_known(header, WORD_QUERY))
        return sc_fail(rq, SC_INVALID, "%s:1: the header says neither or both of loader and query",
                       header->path);
    file->is_loader = is_known(header, WORD_LOADER);
    enum word word = file->is_loader ? WORD_LOADER : WORD_QUERY;
    file->name = header->words[word].text;
    file->service = folder;
    struct sc_str want = sc_arena_printf(rq->arena, "%.*s_%.*s", SC_STR_ARGS(folder),
                                         (int)leaf.len - (int)strlen(".sql"), leaf.at);
    if (!is_name(file->name) || sc_str_find_char(file->name, '.') >= 0)
        return wrong(rq, header, word, "no name: a-z, 0-9 and _, at most 63 of them");
    if (!sc_str_eq(file->name, want))
        return wrong(rq, header, word, "the name must be <folder>_<file>");
    return SC_OK;
}

static enum sc_status read_route(struct sc_request *rq, const struct header *header,
                                 struct query_file *file)
{
    file->route = header->words[WORD_ROUTE].text;
    if (sc_str_eq(file->route, SC_STR("catalogue")) ||
        sc_str_eq(file->route, SC_STR("household")) || sc_str_eq(file->route, SC_STR("every")))
        return SC_OK;
    return wrong(rq, header, WORD_ROUTE, "must be catalogue, household or every");
}

/* "10m tag product" */
static enum sc_status read_cache(struct sc_request *rq, const struct header *header,
                                 struct query_file *file)
{
    struct sc_str rest = header->words[WORD_CACHE].text;
    struct sc_str duration = {0};
    struct sc_str tag_word = {0};

    if (rest.at == NULL)
        return SC_OK;
    if (!file->is_loader || !sc_str_eq(file->route, SC_STR("catalogue")))
        return wrong(rq, header, WORD_CACHE, "only a loader of the catalogue is cached");
    if (!sc_str_take(&rest, ' ', &duration) || !read_duration(duration, &file->cache_ms) ||
        !sc_str_take(&rest, ' ', &tag_word) || !sc_str_eq(tag_word, SC_STR("tag")) ||
        !is_name(rest))
        return wrong(rq, header, WORD_CACHE, "must be like \"10m tag product\"");
    file->cache_tag = rest;
    return SC_OK;
}

static enum sc_status read_limits(struct sc_request *rq, const struct header *header,
                                  struct query_file *file)
{
    file->limit_ms = SC_PG_STATEMENT_MS;
    file->is_slow = is_known(header, WORD_SLOW);
    file->index = header->words[WORD_USES].text;
    if (file->is_slow && !read_duration(header->words[WORD_SLOW].text, &file->limit_ms))
        return wrong(rq, header, WORD_SLOW, "must be how long it may take, like \"10m\"");
    if (file->index.at != NULL && !is_name(file->index))
        return wrong(rq, header, WORD_USES, "must be the name of an index");
    return SC_OK;
}

/* A catalogue loader is the same for everyone; a household's asks first who is looking. */
static enum sc_status check_viewer(struct sc_request *rq, const struct header *header,
                                   const struct query_file *file, const struct fields *args)
{
    if (sc_str_eq(file->route, SC_STR("household"))) {
        if (args->count == 0 || !sc_str_eq(args->at[0].name, SC_STR("viewer")) ||
            !sc_str_eq(sc_str_of(args->at[0].type->sql), SC_STR("bigint[]")))
            return wrong(rq, header, WORD_ARGS,
                         "a household's loader takes \"viewer bigint[]\" first");
        return SC_OK;
    }
    if (has_field(args, SC_STR("viewer")) || has_field(args, SC_STR("locale")) ||
        has_field(args, SC_STR("plan")))
        return wrong(rq, header, WORD_ARGS,
                     "a loader of the catalogue takes no viewer, locale or plan");
    return SC_OK;
}

/* Keys, as lists, then the arguments; but a household's viewer is $1. */
static enum sc_status join_params(struct sc_request *rq, const struct header *header,
                                  const struct fields *keys, const struct fields *args,
                                  struct query_file *file)
{
    size_t first = file->is_loader && sc_str_eq(file->route, SC_STR("household")) ? 1 : 0;
    enum sc_status st = SC_OK;

    for (size_t i = 0; st == SC_OK && i < args->count + keys->count; i++) {
        bool is_key = i >= first && i < first + keys->count;
        size_t arg = i < first ? i : i - keys->count;
        struct field field = is_key ? keys->at[i - first] : args->at[arg];
        field.is_key = is_key;
        if (is_key && (field.type->list_c == NULL || field.may_be_null))
            return wrong(rq, header, WORD_KEY, "a key is neither a list, a fraction nor null");
        st = add_field(rq, header->path, header->words[WORD_ARGS].line, field, &file->params);
    }
    file->first_key = first;
    file->key_count = keys->count;
    return st;
}

/* A page takes where it begins, after_<column> for each column that orders it, and page_limit. */
static enum sc_status read_page(struct sc_request *rq, const struct header *header,
                                struct query_file *file)
{
    struct sc_str rest = header->words[WORD_PAGE].text;
    int line = header->words[WORD_PAGE].line;
    struct field limit = {SC_STR("page_limit"), find_type(SC_STR("integer")), false, false};
    struct sc_str part;

    if (rest.at == NULL)
        return SC_OK;
    file->page = rest;
    file->first_after = file->params.count;
    if (!file->is_loader)
        return wrong(rq, header, WORD_PAGE, "only a loader has pages");
    while (sc_str_take(&rest, ',', &part)) {
        struct field after = {
            .name = sc_arena_printf(rq->arena, "after_%.*s", SC_STR_ARGS(sc_str_trim(part)))};
        enum sc_status st = add_field(rq, header->path, line, after, &file->params);
        if (st != SC_OK)
            return st;
    }
    return add_field(rq, header->path, line, limit, &file->params);
}

static enum sc_status read_row(struct sc_request *rq, const struct header *header,
                               struct query_file *file)
{
    struct sc_str text = header->words[WORD_ROW].text;

    if (sc_str_starts(text, SC_STR("as "))) {
        file->row_as = sc_str_trim(sc_str_sub(text, 3, SIZE_MAX));
        return is_name(file->row_as) ? SC_OK : wrong(rq, header, WORD_ROW, "as which query?");
    }
    if (file->is_loader && text.at == NULL)
        return wrong(rq, header, WORD_ROW, "a loader has rows");
    return read_fields(rq, header, WORD_ROW, &file->row);
}

static enum sc_status read_shape(struct sc_request *rq, const struct header *header,
                                 struct query_file *file)
{
    struct fields keys = {.count = 0};
    struct fields args = {.count = 0};

    if (file->is_loader != is_known(header, WORD_KEY))
        return wrong(rq, header, WORD_KEY, "a loader has keys, and nothing else has");
    enum sc_status st = SC_OK;
    if (!sc_str_eq(header->words[WORD_KEY].text, SC_STR("none")))
        st = read_fields(rq, header, WORD_KEY, &keys);
    if (keys.count > SC_PG_KEYS_MAX)
        return wrong(rq, header, WORD_KEY, "too many parts");
    if (st == SC_OK)
        st = read_fields(rq, header, WORD_ARGS, &args);
    if (st == SC_OK && file->is_loader)
        st = check_viewer(rq, header, file, &args);
    if (st == SC_OK)
        st = join_params(rq, header, &keys, &args, file);
    if (st == SC_OK)
        st = read_row(rq, header, file);
    if (st == SC_OK)
        st = read_page(rq, header, file);
    return st;
}

enum sc_status query_file_read(struct sc_request *rq, const char *path, struct sc_str text,
                               struct query_file *ret_file)
{
    struct header header = {.path = path};
    struct query_file *file = sc_arena_zalloc(rq->arena, sizeof *file);
    struct sql_tokens tokens;

    if (file == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "%s: no memory", path);
    file->path = path;
    enum sc_status st = read_header(rq, &text, &header);
    if (st == SC_OK)
        st = read_name(rq, &header, file);
    if (st == SC_OK)
        st = read_route(rq, &header, file);
    if (st == SC_OK)
        st = read_cache(rq, &header, file);
    if (st == SC_OK)
        st = read_limits(rq, &header, file);
    if (st == SC_OK)
        st = read_shape(rq, &header, file);
    if (st == SC_OK)
        st = sql_read(rq, text, path, header.end_line, &tokens);
    if (st == SC_OK)
        st = query_rules_check(rq, tokens, header.end_line, file);
    if (st == SC_OK)
        *ret_file = *file;
    return st;
}
