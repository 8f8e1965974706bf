/*
 * page.h - text for a person's terminal: columns, wrapping, colour.
 *
 * Widths are columns, not bytes: marks take none, wide characters two. Names
 * from retailers' files are cleaned before they are shown: control characters
 * (they could drive the terminal) become spaces, invisible ones go, and text
 * that has right-to-left letters is followed by U+200E, so that numbers behind
 * it stay in their columns on terminals that reorder.
 */
#ifndef SC_APP_PAGE_H
#define SC_APP_PAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/str.h"

enum {
    APP_PAGE_COLUMNS_MIN = 60,  /* narrower terminals get lines of this width */
    APP_PAGE_COLUMNS_MAX = 110, /* longer lines are hard to follow with the eye */
    APP_PAGE_COLUMNS = 80,      /* when nobody says */
    APP_PAGE_BYTES_MAX = 16 * 1024 * 1024,
};

enum app_style {
    APP_PLAIN,
    APP_STRONG,
    APP_DIM,
    APP_GOOD,  /* money saved */
    APP_DOUBT, /* look at this */
    APP_BAD,   /* missing */
    APP_TITLE,
};

struct app_look {
    int columns;
    bool has_colour;
};

/*
 * How to write on `out`: colour only on a terminal, and not when NO_COLOR is set
 * and not empty or TERM is "dumb"; columns of the terminal, else of COLUMNS.
 */
struct app_look app_look_of(FILE *out);

struct app_page {
    struct sc_buf *buf;
    struct sc_arena *arena; /* for pieces on the way; a failure shows in `buf` */
    struct app_look look;
};

/* A text of others, safe and steady on a terminal, in the arena. */
struct sc_str app_page_clean(struct sc_arena *arena, struct sc_str text);

void app_page_put(struct app_page *page, enum app_style style, struct sc_str text);
void app_page_printf(struct app_page *page, enum app_style style, const char *format, ...)
    SC_PRINTF(3, 4);
void app_page_end(struct app_page *page); /* the end of a line */

/* What fits `columns` of it; a longer text is cut with an ellipsis. In the arena, or `text` itself.
 */
struct sc_str app_page_clip(struct sc_arena *arena, struct sc_str text, int columns);

/* `text` in `columns`, filled up with spaces; a longer one is clipped. */
enum app_side {
    APP_LEFT,
    APP_RIGHT,
};
void app_page_cell(struct app_page *page, enum app_style style, struct sc_str text, int columns,
                   enum app_side side);

/*
 * `text` in words, line by line, each behind `indent` columns; with `right`
 * (may be absent) at the right edge of the first line, and kept free of text.
 */
void app_page_wrap(struct app_page *page, enum app_style style, int indent, struct sc_str text,
                   enum app_style right_style, struct sc_str right);

/* The same with nothing at the right. */
void app_page_text(struct app_page *page, enum app_style style, int indent, struct sc_str text);

/* A rule across the page, behind `indent` columns. */
void app_page_rule(struct app_page *page, int indent);

#endif
