/*
 * where_note.h - what was left out of a question and why: WhereNote of schema/where.graphql.
 *
 * A client says it in its own words from the code and what it is about; the text is for programs
 * and for who has no words of that code.
 */
#ifndef SC_GATEWAY_WHERE_NOTE_H
#define SC_GATEWAY_WHERE_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/record.h"

enum {
    WHERE_NOTES_MAX = 300, /* more is dropped */
};

/* WhereNoteCode of the schema, which says what `count` and `name` are for each. */
enum where_note_code {
    WHERE_NOTHING_TO_BUY,
    WHERE_TOO_MANY_ITEMS,
    WHERE_UNKNOWN_UNIT,
    WHERE_UNKNOWN_CARD,
    WHERE_UNKNOWN_STORES,
    WHERE_STORES_WITHOUT_PRICES,
    WHERE_STORES_OF_OTHER_CURRENCY,
    WHERE_ONLINE_STORES,
    WHERE_TOO_MANY_STORES,
    WHERE_TOO_WIDE_DEALS,
};

struct where_about {
    enum where_note_code code;
    int64_t count;      /* 0: about no number */
    struct sc_str name; /* absent: about nothing with a name; borrowed */
};

struct where_note {
    struct sc_str code;
    int32_t count;
    bool has_count;
    struct sc_str name;
    struct sc_str text; /* a sentence in English */
};

extern const struct sc_shape where_note_shape;

struct where_notes {
    struct where_note at[WHERE_NOTES_MAX];
    size_t count;
};

/* With its text, which lives in `arena`; dropped where the list or the arena is full. */
void where_notes_add(struct where_notes *notes, struct sc_arena *arena, struct where_about about,
                     const char *format, ...) SC_PRINTF(4, 5);

#endif
