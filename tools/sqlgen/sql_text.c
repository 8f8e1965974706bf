#include "sqlgen/sql_text.h"

#include "base/buf.h"

struct reader {
    struct sc_request *rq;
    const char *path;
    struct sc_str rest;
    int line;
};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_word_part(char c)
{
    return is_word_start(c) || is_digit(c) || c == '$';
}

static char peek(const struct reader *r, size_t at)
{
    return at < r->rest.len ? r->rest.at[at] : '\0';
}

static struct sc_str take(struct reader *r, size_t len)
{
    struct sc_str text = sc_str_sub(r->rest, 0, len);

    for (size_t i = 0; i < len; i++)
        r->line += text.at[i] == '\n';
    r->rest = sc_str_sub(r->rest, len, SIZE_MAX);
    return text;
}

static enum sc_status no_end(struct reader *r, const char *what)
{
    return sc_fail(r->rq, SC_INVALID, "%s:%d: %s has no end", r->path, r->line, what);
}

/* Comments nest in PostgreSQL. */
static enum sc_status skip_block_comment(struct reader *r)
{
    size_t depth = 1;
    size_t i = 2;

    while (depth > 0) {
        if (i >= r->rest.len)
            return no_end(r, "this comment");
        if (peek(r, i) == '*' && peek(r, i + 1) == '/') {
            depth--;
            i++;
        } else if (peek(r, i) == '/' && peek(r, i + 1) == '*') {
            depth++;
            i++;
        }
        i++;
    }
    take(r, i);
    return SC_OK;
}

static enum sc_status skip_blank(struct reader *r)
{
    for (;;) {
        if (r->rest.len > 0 && is_space(r->rest.at[0])) {
            take(r, 1);
        } else if (peek(r, 0) == '-' && peek(r, 1) == '-') {
            ptrdiff_t end = sc_str_find_char(r->rest, '\n');
            take(r, end < 0 ? r->rest.len : (size_t)end);
        } else if (peek(r, 0) == '/' && peek(r, 1) == '*') {
            enum sc_status st = skip_block_comment(r);
            if (st != SC_OK)
                return st;
        } else {
            return SC_OK;
        }
    }
}

/* Bytes up to the end of what `quote` opened at `from`; a doubled quote does not end it. */
static size_t quoted_len(const struct reader *r, size_t from, char quote, bool has_escapes)
{
    for (size_t i = from + 1; i < r->rest.len; i++) {
        bool is_escape = has_escapes && r->rest.at[i] == '\\';
        if (is_escape || (r->rest.at[i] == quote && peek(r, i + 1) == quote))
            i++;
        else if (r->rest.at[i] == quote)
            return i + 1;
    }
    return 0;
}

/* Bytes of $tag$...$tag$; 0 when there is no end; `ret_is_one` false when it is no such thing. */
static size_t dollar_len(const struct reader *r, bool *ret_is_one)
{
    size_t tag = 1;

    while (is_word_start(peek(r, tag)) || (tag > 1 && is_digit(peek(r, tag))))
        tag++;
    *ret_is_one = peek(r, tag) == '$';
    if (!*ret_is_one)
        return 0;
    struct sc_str mark = sc_str_sub(r->rest, 0, tag + 1);
    ptrdiff_t end = sc_str_find(sc_str_sub(r->rest, mark.len, SIZE_MAX), mark);
    return end < 0 ? 0 : (size_t)end + 2 * mark.len;
}

static size_t run_len(const struct reader *r, size_t from, bool (*belongs)(char c))
{
    while (from < r->rest.len && belongs(r->rest.at[from]))
        from++;
    return from;
}

static bool is_number_part(char c)
{
    return is_digit(c) || c == '.';
}

/* The kind and length of the token that `rest`, which is not empty, begins with. */
static enum sc_status measure(struct reader *r, enum sql_kind *ret_kind, size_t *ret_len)
{
    char c = r->rest.at[0];
    bool has_escapes = (c == 'e' || c == 'E') && peek(r, 1) == '\'';
    bool is_dollar = false;
    size_t dollar = c == '$' ? dollar_len(r, &is_dollar) : 0;

    if (c == '\'' || has_escapes) {
        *ret_kind = SQL_TEXT;
        *ret_len = quoted_len(r, has_escapes ? 1 : 0, '\'', has_escapes);
    } else if (is_dollar) {
        *ret_kind = SQL_TEXT;
        *ret_len = dollar;
    } else if (c == '"') {
        *ret_kind = SQL_NAME;
        *ret_len = quoted_len(r, 0, '"', false);
    } else if (c == '$' && is_digit(peek(r, 1))) {
        *ret_kind = SQL_PARAM;
        *ret_len = run_len(r, 1, is_digit);
    } else if (is_word_start(c)) {
        *ret_kind = SQL_WORD;
        *ret_len = run_len(r, 0, is_word_part);
    } else if (is_digit(c)) {
        *ret_kind = SQL_NUMBER;
        *ret_len = run_len(r, 0, is_number_part);
    } else {
        *ret_kind = SQL_SYMBOL;
        *ret_len = 1;
    }
    return *ret_len == 0 ? no_end(r, "this text") : SC_OK;
}

enum sc_status sql_read(struct sc_request *rq, struct sc_str sql, const char *path, int line,
                        struct sql_tokens *ret_tokens)
{
    struct reader r = {.rq = rq, .path = path, .rest = sql, .line = line};
    struct sql_token *tokens = sc_arena_array(rq->arena, sql.len + 1, sizeof *tokens);
    size_t count = 0;

    if (tokens == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "%s: too long", path);
    for (;;) {
        enum sc_status st = skip_blank(&r);
        if (st != SC_OK)
            return st;
        if (r.rest.len == 0)
            break;
        struct sql_token *token = &tokens[count];
        size_t len;
        token->line = r.line;
        st = measure(&r, &token->kind, &len);
        if (st != SC_OK)
            return st;
        token->text = take(&r, len);
        count++;
    }
    *ret_tokens = (struct sql_tokens){tokens, count};
    return SC_OK;
}

bool sql_is_word(struct sql_tokens tokens, size_t i, const char *word)
{
    return i < tokens.count && tokens.at[i].kind == SQL_WORD &&
           sc_str_eq_nocase(tokens.at[i].text, sc_str_of(word));
}

bool sql_is_symbol(struct sql_tokens tokens, size_t i, char symbol)
{
    return i < tokens.count && tokens.at[i].kind == SQL_SYMBOL && tokens.at[i].text.at[0] == symbol;
}

bool sql_take_statement(struct sql_tokens *rest, struct sql_tokens *ret_statement)
{
    size_t end = 0;

    while (sql_is_symbol(*rest, 0, ';'))
        *rest = (struct sql_tokens){rest->at + 1, rest->count - 1};
    while (end < rest->count && !sql_is_symbol(*rest, end, ';'))
        end++;
    if (end == 0)
        return false;
    *ret_statement = (struct sql_tokens){rest->at, end};
    *rest = (struct sql_tokens){rest->at + end, rest->count - end};
    return true;
}

struct sc_str sql_text_of(struct sql_tokens tokens)
{
    if (tokens.count == 0)
        return SC_STR("");
    const char *start = tokens.at[0].text.at;
    struct sc_str last = tokens.at[tokens.count - 1].text;

    return (struct sc_str){start, (size_t)(last.at + last.len - start)};
}
