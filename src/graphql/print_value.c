#include "graphql/print_part.h"

#include <stdint.h>
#include <stdio.h>

#include "base/utf8.h"

/* A value's units and line ends as it is printed, at no indentation. */
struct extent {
    size_t units;
    size_t lines;
};

static size_t units_of(struct sc_str text)
{
    size_t units = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if ((byte & 0xC0) != 0x80)
            units += byte < 0xF0 ? 1 : 2;
    }
    return units;
}

void sc_gql_put_line(struct sc_gql_printer *p)
{
    p->units += 1 + 2 * p->indent;
    p->lines++;
    if (p->out == NULL)
        return;
    sc_buf_put_char(p->out, '\n');
    for (size_t i = 0; i < p->indent; i++)
        sc_buf_put(p->out, SC_STR("  "));
}

static void put_within_line(struct sc_gql_printer *p, struct sc_str text)
{
    p->units += units_of(text);
    if (p->out != NULL)
        sc_buf_put(p->out, text);
}

void sc_gql_put(struct sc_gql_printer *p, struct sc_str text)
{
    ptrdiff_t end;

    while ((end = sc_str_find_char(text, '\n')) >= 0) {
        put_within_line(p, sc_str_sub(text, 0, (size_t)end));
        sc_gql_put_line(p);
        text = sc_str_sub(text, (size_t)end + 1, text.len);
    }
    put_within_line(p, text);
}

void sc_gql_put_words(struct sc_gql_printer *p, const char *words)
{
    put_within_line(p, sc_str_of(words));
}

/* The control character U+0000..U+001F, U+007F..U+009F that a text begins with; -1: none. */
static int control_at(struct sc_str text)
{
    unsigned char first = (unsigned char)text.at[0];
    unsigned char second = text.len > 1 ? (unsigned char)text.at[1] : 0;

    if (first < 0x20 || first == 0x7F)
        return first;
    return first == 0xC2 && second >= 0x80 && second <= 0x9F ? second : -1;
}

static void put_escaped(struct sc_gql_printer *p, int c)
{
    static const char letters[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    char escape[8];

    if (c < (int)sizeof letters && letters[c] != 0)
        snprintf(escape, sizeof escape, "\\%c", letters[c]);
    else
        snprintf(escape, sizeof escape, "\\u%04X", (unsigned)c);
    sc_gql_put_words(p, escape);
}

static void put_quoted(struct sc_gql_printer *p, struct sc_str text)
{
    sc_gql_put_words(p, "\"");
    while (text.len > 0) {
        int control = control_at(text);
        size_t step = sc_utf8_step(text);
        if (control >= 0) {
            put_escaped(p, control);
        } else {
            if (text.at[0] == '"' || text.at[0] == '\\')
                sc_gql_put_words(p, "\\");
            put_within_line(p, sc_str_sub(text, 0, step));
        }
        text = sc_str_sub(text, step, text.len);
    }
    sc_gql_put_words(p, "\"");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Whether each line but the first begins with white space, or is empty. */
static bool has_indented_rest(struct sc_str text)
{
    ptrdiff_t end = sc_str_find_char(text, '\n');

    if (end < 0)
        return false;
    for (; end >= 0; end = sc_str_find_char(text, '\n')) {
        text = sc_str_sub(text, (size_t)end + 1, text.len);
        if (text.len > 0 && text.at[0] != '\n' && !is_blank(text.at[0]))
            return false;
    }
    return true;
}

static void put_block(struct sc_gql_printer *p, struct sc_str text)
{
    enum {
        SHORT = 70
    }; /* units that may stand on one line with their quotes */
    bool is_single = sc_str_find_char(text, '\n') < 0;
    bool has_quotes_at_end = sc_str_ends(text, SC_STR("\"\"\""));
    bool needs_end =
        sc_str_ends(text, SC_STR("\\")) || (sc_str_ends(text, SC_STR("\"")) && !has_quotes_at_end);
    bool needs_start = has_indented_rest(text);
    bool is_tall =
        !is_single || units_of(text) > SHORT || needs_end || needs_start || has_quotes_at_end;
    bool begins_blank = is_single && text.len > 0 && is_blank(text.at[0]);

    sc_gql_put_words(p, "\"\"\"");
    if ((is_tall && !begins_blank) || needs_start)
        sc_gql_put_line(p);
    for (ptrdiff_t at = sc_str_find(text, SC_STR("\"\"\"")); at >= 0;
         at = sc_str_find(text, SC_STR("\"\"\""))) {
        sc_gql_put(p, sc_str_sub(text, 0, (size_t)at));
        sc_gql_put_words(p, "\\\"\"\"");
        text = sc_str_sub(text, (size_t)at + 3, text.len);
    }
    sc_gql_put(p, text);
    if (is_tall)
        sc_gql_put_line(p);
    sc_gql_put_words(p, "\"\"\"");
}

/* Anything but a list or an object. */
static void put_leaf(struct sc_gql_printer *p, const struct sc_gql_value *value)
{
    if (value->kind == SC_GQL_STRING && value->is_block) {
        put_block(p, value->text);
    } else if (value->kind == SC_GQL_STRING) {
        put_quoted(p, value->text);
    } else {
        if (value->kind == SC_GQL_VARIABLE)
            sc_gql_put_words(p, "$");
        put_within_line(p, value->text);
    }
}

static struct extent extent_of(const struct sc_gql_value *value);

/* `a` and then `b`, with two units between them on a line; the same as lines of their own. */
static void add_item(struct extent *line, struct extent *lines, struct extent item)
{
    line->units += item.units + (line->units > 0 ? 2 : 0);
    line->lines += item.lines;
    lines->units += item.units + 2 * item.lines + 3;
    lines->lines += item.lines + 1;
}

/* "name: value" */
static struct extent argument_extent(const struct sc_gql_argument *argument)
{
    struct extent extent = extent_of(argument->value);

    extent.units += argument->name.len + 2;
    return extent;
}

/* On one line, were it broken or not. */
static struct extent line_extent(const struct sc_gql_value *value, struct extent *ret_lines)
{
    struct extent line = {0};

    *ret_lines = (struct extent){.units = 3, .lines = 1}; /* brackets, the last on its own line */
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next)
        add_item(&line, ret_lines, extent_of(item));
    for (const struct sc_gql_argument *a = value->fields; a != NULL; a = a->next)
        add_item(&line, ret_lines, argument_extent(a));
    line.units += value->kind == SC_GQL_LIST ? 2 : 4;
    return line;
}

static struct extent extent_of(const struct sc_gql_value *value)
{
    struct extent lines;

    if (value->kind == SC_GQL_LIST || value->kind == SC_GQL_OBJECT) {
        struct extent line = line_extent(value, &lines);
        return line.units > SC_GQL_PRINT_WIDTH ? lines : line;
    }
    struct sc_gql_printer measure = {0};
    put_leaf(&measure, value);
    return (struct extent){.units = measure.units, .lines = measure.lines};
}

static void put_argument(struct sc_gql_printer *p, const struct sc_gql_argument *argument)
{
    put_within_line(p, argument->name);
    sc_gql_put_words(p, ": ");
    sc_gql_put_value(p, argument->value);
}

/* What stands between two items, or around them all. */
static void put_break(struct sc_gql_printer *p, bool is_broken, const char *otherwise)
{
    if (is_broken)
        sc_gql_put_line(p);
    else
        sc_gql_put_words(p, otherwise);
}

static void put_container(struct sc_gql_printer *p, const struct sc_gql_value *value)
{
    struct extent lines;
    bool is_list = value->kind == SC_GQL_LIST;
    bool is_broken = line_extent(value, &lines).units > SC_GQL_PRINT_WIDTH;
    const char *inside = is_list ? "" : " ";

    sc_gql_put_words(p, is_list ? "[" : "{");
    p->indent += is_broken;
    put_break(p, is_broken, inside);
    for (const struct sc_gql_value *item = value->items; item != NULL; item = item->next) {
        sc_gql_put_value(p, item);
        if (item->next != NULL)
            put_break(p, is_broken, ", ");
    }
    for (const struct sc_gql_argument *a = value->fields; a != NULL; a = a->next) {
        put_argument(p, a);
        if (a->next != NULL)
            put_break(p, is_broken, ", ");
    }
    p->indent -= is_broken;
    put_break(p, is_broken, inside);
    sc_gql_put_words(p, is_list ? "]" : "}");
}

void sc_gql_put_value(struct sc_gql_printer *p, const struct sc_gql_value *value)
{
    if (value->kind == SC_GQL_LIST || value->kind == SC_GQL_OBJECT)
        put_container(p, value);
    else
        put_leaf(p, value);
}

void sc_gql_put_arguments(struct sc_gql_printer *p, const struct sc_gql_argument *arguments,
                          size_t room)
{
    struct extent line = {0}, lines = {0};

    if (arguments == NULL)
        return;
    for (const struct sc_gql_argument *a = arguments; a != NULL; a = a->next)
        add_item(&line, &lines, argument_extent(a));
    bool is_broken = line.units + 2 > room;
    sc_gql_put_words(p, "(");
    p->indent += is_broken;
    put_break(p, is_broken, "");
    for (const struct sc_gql_argument *a = arguments; a != NULL; a = a->next) {
        put_argument(p, a);
        if (a->next != NULL)
            put_break(p, is_broken, ", ");
    }
    p->indent -= is_broken;
    put_break(p, is_broken, "");
    sc_gql_put_words(p, ")");
}

static bool is_left_out(const struct sc_gql_printer *p, struct sc_str name)
{
    for (const char *const *out = p->without; out != NULL && *out != NULL; out++)
        if (sc_str_eq(name, sc_str_of(*out)))
            return true;
    return false;
}

void sc_gql_put_directives(struct sc_gql_printer *p, const struct sc_gql_directive *directives)
{
    for (; directives != NULL; directives = directives->next) {
        if (is_left_out(p, directives->name))
            continue;
        sc_gql_put_words(p, " @");
        put_within_line(p, directives->name);
        sc_gql_put_arguments(p, directives->arguments, SIZE_MAX);
    }
}

void sc_gql_put_description(struct sc_gql_printer *p, const struct sc_gql_value *description)
{
    if (description == NULL)
        return;
    put_leaf(p, description);
    sc_gql_put_line(p);
}

void sc_gql_put_type_ref(struct sc_gql_printer *p, const struct sc_gql_type_ref *ref)
{
    if (ref->kind == SC_GQL_REF_NAMED) {
        put_within_line(p, ref->name);
        return;
    }
    if (ref->kind == SC_GQL_REF_LIST)
        sc_gql_put_words(p, "[");
    sc_gql_put_type_ref(p, ref->of);
    sc_gql_put_words(p, ref->kind == SC_GQL_REF_LIST ? "]" : "!");
}
