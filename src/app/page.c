#include "app/page.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/unicode.h"
#include "base/utf8.h"

static const char *const style_codes[] = {
    [APP_PLAIN] = "",           [APP_STRONG] = "\033[1m", [APP_DIM] = "\033[2m",
    [APP_GOOD] = "\033[32m",    [APP_DOUBT] = "\033[33m", [APP_BAD] = "\033[31m",
    [APP_TITLE] = "\033[1;36m",
};

static int clamp_columns(int64_t columns)
{
    if (columns < APP_PAGE_COLUMNS_MIN)
        return APP_PAGE_COLUMNS_MIN;
    return columns > APP_PAGE_COLUMNS_MAX ? APP_PAGE_COLUMNS_MAX : (int)columns;
}

struct app_look app_look_of(FILE *out)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    bool is_terminal = isatty(fileno(out)) == 1;
    bool is_dumb = term == NULL || strcmp(term, "dumb") == 0;
    struct winsize size;
    int64_t columns;

    if (is_terminal && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        columns = size.ws_col;
    else if (sc_str_i64(sc_str_of(getenv("COLUMNS")), &columns) != SC_OK || columns <= 0)
        columns = APP_PAGE_COLUMNS;
    return (struct app_look){
        .columns = clamp_columns(columns),
        .has_colour = is_terminal && !is_dumb && (no_color == NULL || *no_color == '\0'),
    };
}

/* Letters that are written from the right: Hebrew, Arabic and their neighbours in Unicode. */
static bool is_right_to_left(struct sc_str character)
{
    const unsigned char *c = (const unsigned char *)character.at;

    if (character.len == 2)
        return (c[0] == 0xd6 && c[1] >= 0x90) || (c[0] >= 0xd7 && c[0] <= 0xdf);
    if (character.len == 3)
        return (c[0] == 0xe0 && c[1] <= 0xa3) || /* up to U+08FF */
               (c[0] == 0xef && ((c[1] == 0xac && c[2] >= 0x9d) || (c[1] >= 0xad && c[1] <= 0xb7) ||
                                 (c[1] >= 0xb9 && c[1] <= 0xbb)));
    return character.len == 4 && c[0] == 0xf0 &&
           ((c[1] == 0x90 && c[2] >= 0xa0) || (c[1] == 0x9e && c[2] >= 0xa0));
}

struct sc_str app_page_clean(struct sc_arena *arena, struct sc_str text)
{
    const struct sc_str mark = SC_STR("\xe2\x80\x8e");
    char *out = sc_arena_alloc(arena, text.len + mark.len);
    size_t len = 0, step;
    bool has_right_to_left = false;

    if (out == NULL)
        return (struct sc_str){0};
    for (size_t i = 0; i < text.len; i += step) {
        struct sc_str rest = sc_str_sub(text, i, text.len);
        enum sc_unicode_kind kind = sc_unicode_kind(rest, &step);
        if (kind == SC_UNICODE_UNSEEN)
            continue;
        if (kind == SC_UNICODE_SPACE) {
            out[len++] = ' ';
            continue;
        }
        memcpy(out + len, rest.at, step);
        len += step;
        has_right_to_left =
            has_right_to_left || is_right_to_left(sc_str_sub(rest, 0, sc_utf8_step(rest)));
    }
    if (has_right_to_left) {
        memcpy(out + len, mark.at, mark.len);
        len += mark.len;
    }
    return (struct sc_str){out, len};
}

void app_page_put(struct app_page *page, enum app_style style, struct sc_str text)
{
    bool is_styled = page->look.has_colour && style != APP_PLAIN && text.len > 0;

    if (is_styled)
        sc_buf_put(page->buf, sc_str_of(style_codes[style]));
    sc_buf_put(page->buf, text);
    if (is_styled)
        sc_buf_put(page->buf, SC_STR("\033[0m"));
}

void app_page_printf(struct app_page *page, enum app_style style, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    struct sc_str text = sc_arena_vprintf(page->arena, format, args);
    va_end(args);
    if (text.at == NULL)
        page->buf->failed = true;
    app_page_put(page, style, text);
}

void app_page_end(struct app_page *page)
{
    sc_buf_put_char(page->buf, '\n');
}

static void put_spaces(struct app_page *page, int count)
{
    for (int i = 0; i < count; i++)
        sc_buf_put_char(page->buf, ' ');
}

/* The longest start of `text` that fits `columns`, between characters. */
static struct sc_str fitting(struct sc_str text, int columns)
{
    size_t len = 0;

    while (len < text.len) {
        size_t step = sc_utf8_step(sc_str_sub(text, len, text.len));
        step = step > 0 ? step : 1;
        if (sc_unicode_width(sc_str_sub(text, 0, len + step)) > columns)
            break;
        len += step;
    }
    return sc_str_sub(text, 0, len);
}

struct sc_str app_page_clip(struct sc_arena *arena, struct sc_str text, int columns)
{
    if (sc_unicode_width(text) <= columns)
        return text;
    return sc_arena_printf(arena, "%.*s…", SC_STR_ARGS(fitting(text, columns - 1)));
}

void app_page_cell(struct app_page *page, enum app_style style, struct sc_str text, int columns,
                   enum app_side side)
{
    struct sc_str clipped = app_page_clip(page->arena, text, columns);
    int spaces = columns - sc_unicode_width(clipped);

    if (side == APP_RIGHT)
        put_spaces(page, spaces);
    app_page_put(page, style, clipped);
    if (side == APP_LEFT)
        put_spaces(page, spaces);
}

/* Takes as many words off `rest` as fit `columns`, at least a part of one. */
static struct sc_str take_row(struct sc_str *rest, int columns)
{
    size_t end = 0;

    for (size_t i = 0; i <= rest->len; i++) {
        if (i < rest->len && rest->at[i] != ' ')
            continue;
        if (sc_unicode_width(sc_str_sub(*rest, 0, i)) > columns)
            break;
        end = i;
    }
    struct sc_str row = end > 0 ? sc_str_sub(*rest, 0, end) : fitting(*rest, columns);
    *rest = sc_str_sub(*rest, row.len, rest->len);
    while (sc_str_starts(*rest, SC_STR(" ")))
        *rest = sc_str_sub(*rest, 1, rest->len);
    return row;
}

void app_page_wrap(struct app_page *page, enum app_style style, int indent, struct sc_str text,
                   enum app_style right_style, struct sc_str right)
{
    int right_width = right.len > 0 ? sc_unicode_width(right) : 0;
    int columns = page->look.columns - indent - (right_width > 0 ? right_width + 2 : 0);
    bool is_first = true;

    while (is_first || text.len > 0) {
        struct sc_str row = take_row(&text, columns);
        put_spaces(page, indent);
        app_page_put(page, style, row);
        if (is_first && right_width > 0) {
            put_spaces(page, columns + 2 - sc_unicode_width(row));
            app_page_put(page, right_style, right);
        }
        app_page_end(page);
        is_first = false;
    }
}

void app_page_text(struct app_page *page, enum app_style style, int indent, struct sc_str text)
{
    app_page_wrap(page, style, indent, text, APP_PLAIN, (struct sc_str){0});
}

void app_page_rule(struct app_page *page, int indent)
{
    struct sc_str rule = SC_STR("");

    for (int i = indent; i < page->look.columns; i++)
        rule = sc_arena_printf(page->arena, "%.*s─", SC_STR_ARGS(rule));
    put_spaces(page, indent);
    app_page_put(page, APP_DIM, rule);
    app_page_end(page);
}
