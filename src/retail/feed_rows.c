#include "retail/feed_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum {
    CHUNK = 128 * 1024,
    BUFFER = FEED_ROW_MAX + CHUNK,
};

struct feed_rows {
    struct feed_stream text;
    struct feed_grammar grammar;
    int64_t line;     /* of the byte at `at` */
    bool is_over;     /* the stream has ended */
    bool is_skipping; /* within a row that was too long */
    size_t at, len;   /* of `buffer`: what is not yet read */
    struct sc_str fields[FEED_COLUMNS_MAX];
    char buffer[BUFFER];
};

enum sc_status feed_rows_create(struct sc_request *rq, struct feed_stream text,
                                const struct feed_grammar *grammar, struct feed_rows **ret_rows)
{
    struct feed_rows *rows = malloc(sizeof *rows);

    if (rows == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to read a file");
    rows->text = text;
    rows->grammar = *grammar;
    rows->line = 1;
    rows->is_over = rows->is_skipping = false;
    rows->at = rows->len = 0;
    *ret_rows = rows;
    return SC_OK;
}

void feed_rows_destroy(struct feed_rows *rows)
{
    free(rows);
}

static struct sc_str unread(const struct feed_rows *rows)
{
    return (struct sc_str){.at = rows->buffer + rows->at, .len = rows->len - rows->at};
}

static enum sc_status fill(struct feed_rows *rows)
{
    size_t len = 0;

    memmove(rows->buffer, rows->buffer + rows->at, rows->len - rows->at);
    rows->len -= rows->at;
    rows->at = 0;
    size_t room = BUFFER - rows->len;
    enum sc_status st = rows->text.read(rows->text.context, rows->buffer + rows->len,
                                        room < CHUNK ? room : CHUNK, &len);
    if (st != SC_OK)
        return st;
    rows->len += len;
    rows->is_over = len == 0;
    return SC_OK;
}

static char guess_delimiter(struct sc_str first)
{
    static const char candidates[] = {'\t', ';', ',', '|'};
    size_t counts[SC_COUNT(candidates)] = {0};
    size_t best = 2; /* a comma, when there is none of them */

    for (size_t i = 0; i < first.len; i++)
        for (size_t k = 0; k < SC_COUNT(candidates); k++)
            counts[k] += first.at[i] == candidates[k];
    for (size_t k = 0; k < SC_COUNT(candidates); k++)
        if (counts[k] > counts[best])
            best = k;
    return candidates[best];
}

/* Where a quoted field ends: behind its closing quote; -1 when that is not in `s`. */
static ptrdiff_t quoted_end(struct sc_str s, size_t from)
{
    size_t i = from + 1;

    while (i < s.len) {
        const char *quote = memchr(s.at + i, '"', s.len - i);
        if (quote == NULL)
            return -1;
        i = (size_t)(quote - s.at) + 1;
        if (i == s.len || s.at[i] != '"')
            return (ptrdiff_t)i;
        i++; /* a doubled quote is a character */
    }
    return -1;
}

/* Length of the row at the start of `s`, without its line end; -1 when that is not in `s`. */
static ptrdiff_t row_end(const struct feed_rows *rows, struct sc_str s)
{
    ptrdiff_t newline = sc_str_find_char(s, '\n');
    size_t shown = newline < 0 ? s.len : (size_t)newline;
    bool at_start = true;

    if (!rows->grammar.has_quotes || shown == 0 || memchr(s.at, '"', shown) == NULL)
        return newline;
    for (size_t i = 0; i < s.len;) {
        if (s.at[i] == '"' && at_start) {
            ptrdiff_t end = quoted_end(s, i);
            if (end < 0)
                return -1;
            i = (size_t)end;
            at_start = false;
            continue;
        }
        if (s.at[i] == '\n')
            return (ptrdiff_t)i;
        at_start = s.at[i] == rows->grammar.delimiter || (at_start && s.at[i] == ' ');
        i++;
    }
    return -1;
}

/* Takes the outer quotes and the doubling off, in place. */
static struct sc_str unquote(char *at, size_t len)
{
    size_t out = 0;
    size_t i = 1;

    while (i < len && (at[i] != '"' || (i + 1 < len && at[i + 1] == '"'))) {
        i += at[i] == '"' ? 1 : 0;
        at[out++] = at[i++];
    }
    for (i++; i < len; i++) /* behind the closing quote: kept as it is */
        at[out++] = at[i];
    return (struct sc_str){.at = at, .len = out};
}

static bool is_quoted(const struct feed_rows *rows, struct sc_str row, size_t i)
{
    return rows->grammar.has_quotes && i < row.len && row.at[i] == '"';
}

/* Takes the field at `*at` of the row; `*at` goes on to its delimiter or the row's end. */
static enum feed_reason take_field(const struct feed_rows *rows, struct sc_str row, char *start,
                                   size_t *at, struct sc_str *ret_field)
{
    size_t from = *at;

    while (from < row.len && row.at[from] == ' ')
        from++;
    bool quoted = is_quoted(rows, row, from);
    ptrdiff_t behind = quoted ? quoted_end(row, from) : (ptrdiff_t)from;
    if (behind < 0)
        return FEED_BAD_QUOTES;
    size_t left = row.len - (size_t)behind;
    const char *end = left == 0 ? NULL : memchr(row.at + behind, rows->grammar.delimiter, left);
    *at = end == NULL ? row.len : (size_t)(end - row.at);
    if (*at - from > FEED_FIELD_MAX)
        return FEED_TOO_LONG;
    struct sc_str field = sc_str_sub(row, from, *at - from);
    *ret_field = sc_str_trim(quoted ? unquote(start + from, field.len) : field);
    return FEED_REASON_NONE;
}

static enum feed_reason split(struct feed_rows *rows, struct sc_str row, size_t *ret_count)
{
    char *start = rows->buffer + (row.at - rows->buffer);
    size_t count = 0;
    size_t at = 0;

    for (;;) {
        if (count == FEED_COLUMNS_MAX)
            return FEED_WRONG_COLUMNS;
        enum feed_reason reason = take_field(rows, row, start, &at, &rows->fields[count]);
        if (reason != FEED_REASON_NONE)
            return reason;
        count++;
        if (at == row.len)
            break;
        at++; /* the delimiter */
    }
    *ret_count = count;
    return FEED_REASON_NONE;
}

static bool is_text(struct sc_str s)
{
    for (size_t i = 0; i < s.len;) {
        uint64_t eight;
        if (s.len - i >= sizeof eight) {
            memcpy(&eight, s.at + i, sizeof eight);
            /* no byte above 127 and (the usual trick) none that is 0 */
            uint64_t zeros = (eight - 0x0101010101010101u) & ~eight;
            if (((eight | zeros) & 0x8080808080808080u) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        size_t step = s.at[i] == '\0' ? 0 : 1;
        if ((unsigned char)s.at[i] >= 0x80)
            step = sc_utf8_step(sc_str_sub(s, i, SIZE_MAX));
        if (step == 0)
            return false;
        i += step;
    }
    return true;
}

/* Gives the `len` bytes at the reading point as a row and goes on behind them. */
static void give_row(struct feed_rows *rows, size_t len, enum feed_reason trouble,
                     struct feed_row *ret_row)
{
    struct sc_str all = sc_str_sub(unread(rows), 0, len);
    struct feed_row row = {.line = rows->line, .trouble = trouble, .fields = rows->fields};

    rows->at += len;
    row.is_cut = rows->is_over && rows->at == rows->len;
    if (rows->at < rows->len && !rows->is_skipping)
        rows->at++; /* the line end */
    for (const char *p = all.at; (p = memchr(p, '\n', len - (size_t)(p - all.at))) != NULL; p++)
        rows->line++;
    rows->line += rows->is_skipping ? 0 : 1;
    if (all.len > 0 && all.at[all.len - 1] == '\r')
        all.len--;
    row.words = sc_str_sub(all, 0, FEED_REJECT_WORDS_MAX);
    if (row.trouble == FEED_REASON_NONE && !is_text(all))
        row.trouble = FEED_BAD_ENCODING;
    if (row.trouble == FEED_REASON_NONE && all.len > 0)
        row.trouble = split(rows, all, &row.count);
    *ret_row = row;
}

/* A row that has not ended within FEED_ROW_MAX, or not before the end of the file. */
static void give_endless(struct feed_rows *rows, struct feed_row *ret_row)
{
    struct sc_str rest = unread(rows);
    ptrdiff_t newline = sc_str_find_char(rest, '\n');

    if (newline > FEED_ROW_MAX) {
        give_row(rows, (size_t)newline, FEED_TOO_LONG, ret_row);
    } else if (newline >= 0) { /* a quote is open: only the first line is given up */
        give_row(rows, (size_t)newline, FEED_BAD_QUOTES, ret_row);
    } else if (rest.len >= FEED_ROW_MAX) {
        rows->is_skipping = true;
        give_row(rows, rest.len, FEED_TOO_LONG, ret_row);
    } else { /* the last line, without a line end */
        give_row(rows, rest.len, FEED_REASON_NONE, ret_row);
    }
}

/* Goes on to behind the next line end. */
static enum sc_status skip_line(struct feed_rows *rows)
{
    for (;;) {
        ptrdiff_t newline = sc_str_find_char(unread(rows), '\n');
        if (newline >= 0) {
            rows->at += (size_t)newline + 1;
            rows->line++;
            break;
        }
        rows->at = rows->len;
        if (rows->is_over)
            break;
        enum sc_status st = fill(rows);
        if (st != SC_OK)
            return st;
    }
    rows->is_skipping = false;
    return SC_OK;
}

/* One row, empty ones too. */
static enum sc_status take_row(struct feed_rows *rows, struct feed_row *ret_row)
{
    enum sc_status st = rows->is_skipping ? skip_line(rows) : SC_OK;

    while (st == SC_OK) {
        struct sc_str rest = unread(rows);
        if (rows->grammar.delimiter == 0 && (rows->is_over || sc_str_find_char(rest, '\n') >= 0))
            rows->grammar.delimiter = guess_delimiter(sc_str_sub(
                rest, 0, rows->is_over ? rest.len : (size_t)sc_str_find_char(rest, '\n')));
        ptrdiff_t end = row_end(rows, rest);
        if (end > FEED_ROW_MAX)
            end = -1; /* came whole, within the buffer's slack */
        if (end >= 0) {
            give_row(rows, (size_t)end, FEED_REASON_NONE, ret_row);
            return SC_OK;
        }
        if (rest.len == 0 && rows->is_over)
            return SC_NOT_FOUND;
        if (rows->is_over || rest.len > FEED_ROW_MAX) {
            give_endless(rows, ret_row);
            return SC_OK;
        }
        st = fill(rows);
    }
    return st;
}

enum sc_status feed_rows_next(struct feed_rows *rows, struct feed_row *ret_row)
{
    struct feed_row row;
    enum sc_status st;

    do
        st = take_row(rows, &row);
    while (st == SC_OK && row.trouble == FEED_REASON_NONE &&
           (row.count == 0 || (row.count == 1 && rows->fields[0].len == 0)));
    if (st == SC_OK)
        *ret_row = row;
    return st;
}
