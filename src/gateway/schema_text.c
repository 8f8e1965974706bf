#include "gateway/schema_text.h"

struct sc_str gateway_schema_text(struct sc_arena *arena)
{
    struct sc_str text = SC_STR("");

    for (const struct sc_embedded *part = gateway_schema_parts; part->name != NULL; part++)
        if (text.at != NULL)
            text = sc_arena_printf(arena, "%.*s%s\n", SC_STR_ARGS(text), part->text);
    return text;
}
