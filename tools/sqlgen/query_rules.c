#include "sqlgen/query_rules.h"

static enum sc_status refuse(struct sc_request *rq, const struct query_file *file, int line,
                             const char *why)
{
    return sc_fail(rq, SC_INVALID, "%s:%d: %s", file->path, line, why);
}

/* A star that stands for columns, as opposed to a product or count(*). */
static bool is_star(struct sql_tokens t, size_t i)
{
    static const char *const before[] = {"select", "returning", "distinct", "all"};

    if (!sql_is_symbol(t, i, '*') || i == 0)
        return false;
    for (size_t w = 0; w < SC_COUNT(before); w++)
        if (sql_is_word(t, i - 1, before[w]))
            return true;
    return sql_is_symbol(t, i - 1, ',') || sql_is_symbol(t, i - 1, '.');
}

static int depth_step(struct sql_tokens t, size_t i)
{
    if (sql_is_symbol(t, i, '(') || sql_is_symbol(t, i, '['))
        return 1;
    return sql_is_symbol(t, i, ')') || sql_is_symbol(t, i, ']') ? -1 : 0;
}

/* A "v.*" that ends what the statement selects stands for the rest of the declared row. */
static bool take_rest(struct sql_tokens t, size_t star, struct query_file *file)
{
    int depth = 0;
    bool is_list = false;
    size_t named = 0;

    if (star < 3 || !sql_is_symbol(t, star - 1, '.') || t.at[star - 2].kind != SQL_WORD ||
        !sql_is_word(t, star + 1, "from"))
        return false;
    for (size_t i = 0; i < star; i++) {
        depth += depth_step(t, i);
        if (depth == 0 && sql_is_word(t, i, "select")) {
            is_list = true;
            named = 0;
        }
        if (depth == 0 && sql_is_symbol(t, i, ','))
            named++;
    }
    file->rest_of = t.at[star - 2].text;
    file->named = named;
    return is_list && depth == 0;
}

/* Behind a cast such as "::bigint[]" that begins at `i`, if one does. */
static size_t skip_cast(struct sql_tokens t, size_t i)
{
    if (!sql_is_symbol(t, i, ':') || !sql_is_symbol(t, i + 1, ':'))
        return i;
    i += 3; /* and the type's name */
    while (sql_is_symbol(t, i, '[') || sql_is_symbol(t, i, ']'))
        i++;
    return i;
}

/* "$1 is null or ...", "... or $1::text is null" */
static bool is_optional_filter(struct sql_tokens t, size_t i)
{
    if (t.at[i].kind != SQL_PARAM)
        return false;
    size_t next = skip_cast(t, i + 1);

    if (!sql_is_word(t, next, "is") || !sql_is_word(t, next + 1, "null"))
        return false;
    next += 2;
    while (sql_is_symbol(t, next, ')'))
        next++;
    while (i > 0 && sql_is_symbol(t, i - 1, '('))
        i--;
    return sql_is_word(t, next, "or") || (i > 0 && sql_is_word(t, i - 1, "or"));
}

static enum sc_status check_params(struct sc_request *rq, const struct query_file *file,
                                   struct sql_tokens t)
{
    bool used[SC_PG_FIELDS_MAX] = {false};

    for (size_t i = 0; i < t.count; i++) {
        int64_t number;
        if (t.at[i].kind != SQL_PARAM)
            continue;
        if (sc_str_i64(sc_str_sub(t.at[i].text, 1, SIZE_MAX), &number) != SC_OK || number < 1 ||
            number > (int64_t)file->params.count)
            return sc_fail(rq, SC_INVALID, "%s:%d: %.*s is not declared by args or key", file->path,
                           t.at[i].line, SC_STR_ARGS(t.at[i].text));
        used[number - 1] = true;
    }
    for (size_t i = 0; i < file->params.count; i++)
        if (!used[i])
            return sc_fail(rq, SC_INVALID, "%s:1: %.*s is declared, but $%zu is not used",
                           file->path, SC_STR_ARGS(file->params.at[i].name), i + 1);
    return SC_OK;
}

/* Takes the words `form`, parted by spaces, off the tokens at `*at`. */
static bool take_words(struct sql_tokens t, size_t *at, const char *form)
{
    struct sc_str rest = sc_str_of(form);
    struct sc_str word;

    for (; sc_str_take(&rest, ' ', &word); ++*at)
        if (*at >= t.count || !sc_str_eq_nocase(t.at[*at].text, word))
            return false;
    return true;
}

/* copy schema.table (columns, as in args) from stdin (format binary) */
static enum sc_status check_copy(struct sc_request *rq, const struct query_file *file,
                                 struct sql_tokens t)
{
    size_t at = 1;

    while (at < t.count && !sql_is_symbol(t, at, '('))
        at++;
    for (size_t i = 0; i < file->params.count; i++) {
        if (!sql_is_symbol(t, at, i == 0 ? '(' : ',') || at + 1 >= t.count ||
            !sc_str_eq(t.at[at + 1].text, file->params.at[i].name))
            return refuse(rq, file, t.at[0].line, "the columns of a COPY are those of args");
        at += 2;
    }
    if (!take_words(t, &at, ") from stdin ( format binary )") || at != t.count)
        return refuse(rq, file, t.at[0].line,
                      "a COPY is \"copy table (columns) from stdin (format binary)\"");
    if (file->row.count > 0 || file->row_as.at != NULL || file->is_loader)
        return refuse(rq, file, t.at[0].line, "a COPY gives no rows");
    return SC_OK;
}

static bool may_write(struct sql_tokens t)
{
    static const char *const writers[] = {"insert",   "update", "delete", "merge",
                                          "copy",     "create", "alter",  "drop",
                                          "truncate", "call",   "do",     "setval"};

    for (size_t i = 0; i < t.count; i++)
        for (size_t w = 0; w < SC_COUNT(writers); w++)
            if (sql_is_word(t, i, writers[w]))
                return true;
    return false;
}

enum sc_status query_rules_check(struct sc_request *rq, struct sql_tokens tokens, int line,
                                 struct query_file *file)
{
    struct sql_tokens t;
    struct sql_tokens more;

    if (!sql_take_statement(&tokens, &t))
        return refuse(rq, file, line, "there is no statement");
    if (sql_take_statement(&tokens, &more))
        return refuse(rq, file, more.at[0].line, "a second statement: one a file");
    for (size_t i = 0; i < t.count; i++) {
        if (is_star(t, i) && (file->rest_of.at != NULL || !take_rest(t, i, file)))
            return refuse(rq, file, t.at[i].line,
                          "no *: the columns are named, or a view's \"v.*\" is the last of them");
        if (is_optional_filter(t, i))
            return refuse(rq, file, t.at[i].line,
                          "no \"$n is null or\": each shape of filter is a file of its own");
    }
    file->is_copy = sql_is_word(t, 0, "copy");
    file->may_write = may_write(t);
    file->sql = sql_text_of(t);
    if (file->is_loader && file->may_write)
        return refuse(rq, file, t.at[0].line, "a loader only reads: it may be run twice");
    return file->is_copy ? check_copy(rq, file, t) : check_params(rq, file, t);
}
