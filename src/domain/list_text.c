#include "domain/list_text.h"

struct sc_list_text sc_list_text_of(struct sc_str text)
{
    struct sc_str mark = SC_STR("\xEF\xBB\xBF");

    if (sc_str_starts(text, mark))
        text = sc_str_sub(text, mark.len, text.len - mark.len);
    return (struct sc_list_text){.rest = text};
}

/* Up to the next line end, which is passed over. */
static struct sc_str take_line(struct sc_str *rest)
{
    size_t end = 0;

    while (end < rest->len && rest->at[end] != '\n' && rest->at[end] != '\r')
        end++;
    struct sc_str line = sc_str_sub(*rest, 0, end);
    size_t next = end < rest->len ? end + 1 : end;
    if (next < rest->len && rest->at[end] == '\r' && rest->at[next] == '\n')
        next++;
    *rest = sc_str_sub(*rest, next, rest->len - next);
    return sc_str_trim(line);
}

/* "[x] milk", "- [X] milk": already in the basket. */
static bool is_ticked(struct sc_str line)
{
    if (sc_str_starts(line, SC_STR("- ")) || sc_str_starts(line, SC_STR("* ")))
        line = sc_str_trim(sc_str_sub(line, 1, line.len - 1));
    return sc_str_starts(line, SC_STR("[x]")) || sc_str_starts(line, SC_STR("[X]"));
}

bool sc_list_text_next(struct sc_list_text *list, struct sc_str *ret_line)
{
    while (list->rest.len > 0) {
        struct sc_str line = take_line(&list->rest);

        list->line++;
        if (line.len == 0 || line.at[0] == '#' || is_ticked(line))
            continue;
        *ret_line = line;
        return true;
    }
    return false;
}
