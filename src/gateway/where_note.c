#include "gateway/where_note.h"

#include <stdarg.h>

static const struct sc_field note_fields[] = {
    SC_FIELD(struct where_note, code, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct where_note, count, SC_FIELD_INTEGER),
    SC_FIELD_OR_NULL(struct where_note, name, SC_FIELD_TEXT),
    SC_FIELD(struct where_note, text, SC_FIELD_TEXT),
};
const struct sc_shape where_note_shape = SC_SHAPE(struct where_note, note_fields);

static struct sc_str code_name(enum where_note_code code)
{
    switch (code) {
    case WHERE_NOTHING_TO_BUY:
        return SC_STR("nothing_to_buy");
    case WHERE_TOO_MANY_ITEMS:
        return SC_STR("too_many_items");
    case WHERE_UNKNOWN_UNIT:
        return SC_STR("unknown_unit");
    case WHERE_UNKNOWN_CARD:
        return SC_STR("unknown_card");
    case WHERE_UNKNOWN_STORES:
        return SC_STR("unknown_stores");
    case WHERE_STORES_WITHOUT_PRICES:
        return SC_STR("stores_without_prices");
    case WHERE_STORES_OF_OTHER_CURRENCY:
        return SC_STR("stores_of_other_currency");
    case WHERE_ONLINE_STORES:
        return SC_STR("online_stores");
    case WHERE_TOO_MANY_STORES:
        return SC_STR("too_many_stores");
    case WHERE_TOO_WIDE_DEALS:
        break;
    }
    return SC_STR("too_wide_deals");
}

void where_notes_add(struct where_notes *notes, struct sc_arena *arena, struct where_about about,
                     const char *format, ...)
{
    va_list args;

    if (notes->count == WHERE_NOTES_MAX)
        return;
    va_start(args, format);
    struct sc_str text = sc_arena_vprintf(arena, format, args);
    va_end(args);
    if (text.at == NULL)
        return;
    notes->at[notes->count++] = (struct where_note){
        .code = code_name(about.code),
        .count = about.count < INT32_MAX ? (int32_t)about.count : INT32_MAX,
        .has_count = about.count > 0,
        .name = about.name,
        .text = text,
    };
}
