/*
 * where.h - the parts of `smartcart where`: what it asks, and how the answer is told.
 *
 * cmd_where.c wires them: where_ask.h reads the words, gateway/where.h answers,
 * where_text.c tells people and where_json.c programs.
 */
#ifndef SC_APP_WHERE_H
#define SC_APP_WHERE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/page.h"
#include "base/json_out.h"
#include "base/str.h"
#include "domain/trip.h"
#include "domain/where.h"
#include "gateway/where_note.h"

enum {
    APP_WHERE_NAMES_MAX = 3,     /* lines that are named in a row; beyond, their number */
    APP_WHERE_TEXT_COLUMNS = 60, /* of a line's own words: what a household writes has less */
    APP_WHERE_OLD_DAYS = 7,      /* prices older than this are pointed at */
};

/* Everything that is told. Borrows all. */
struct app_where_view {
    struct sc_str list_name; /* "demo/list.txt" */
    struct sc_str currency;
    int places;     /* decimals of its amounts */
    bool has_place; /* the shopper's is known, so distances are of interest */
    bool has_way;   /* driving counts: from that place, or as far as the shopper says */
    struct sc_trip_weights weights;
    bool has_visit_cost; /* the shopper gave a cost of each stop, and the weights do not count */
    const struct sc_where_facts *facts;
    const struct sc_where_answer *answer;
    const struct where_notes *notes; /* what was left out and why */
    bool shows_all;                  /* every plan's receipts, not only the recommended one's */
};

/* For people. */
void app_where_text(struct app_page *page, const struct app_where_view *view);

/* For programs: the document of docs/where.md. */
void app_where_json(struct sc_json_out *out, struct sc_arena *arena,
                    const struct app_where_view *view);

#endif
