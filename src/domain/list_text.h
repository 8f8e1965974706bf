/*
 * list_text.h - the lines of a list file.
 *
 * One item a line; "\n", "\r\n" and "\r" end lines; a byte order mark, blank
 * lines, comments ("# ...") and lines ticked off ("[x] ...") are passed over.
 */
#ifndef SC_DOMAIN_LIST_TEXT_H
#define SC_DOMAIN_LIST_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum {
    SC_LIST_LINES_MAX = 500,        /* items of one list: more is no household's */
    SC_LIST_BYTES_MAX = 256 * 1024, /* of a list file: 500 lines of any length we take */
};

struct sc_list_text {
    struct sc_str rest; /* not yet read; borrowed */
    int line;           /* of the file, from 1: the one given last */
};

/* A reader of `text`; line numbers start behind its beginning. */
struct sc_list_text sc_list_text_of(struct sc_str text);

/* The next line with something on it, ends trimmed, borrowed; false at the end. */
bool sc_list_text_next(struct sc_list_text *list, struct sc_str *ret_line);

#endif
