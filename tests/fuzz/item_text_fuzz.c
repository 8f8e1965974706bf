/*
 * The list reader: a whole file of lines, each read as an item. Whatever is
 * taken keeps the promises of domain/item_text.h.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "domain/item_text.h"
#include "domain/list_text.h"

enum {
    ARENA_BYTES = 1024 * 1024,
};

static void check(const struct sc_item_text *item)
{
    assert(item->quantity_milli > 0 && item->amount_milli >= 0);
    assert(item->name.len > 0 && item->name.len <= SC_ITEM_TEXT_MAX);
    assert(sc_utf8_is_valid(item->name) && item->folded.len > 0);
    assert((item->size_unit == SC_SIZE_NONE) == (item->size_milli == 0));
    assert(item->pack_count >= 0 && item->pack_count <= SC_ITEM_PACK_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_arena *arena = sc_arena_create(ARENA_BYTES);
    struct sc_list_text list =
        sc_list_text_of((struct sc_str){.at = (const char *)data, .len = size});
    struct sc_str line;

    assert(arena != NULL);
    while (sc_list_text_next(&list, &line)) {
        struct sc_arena_mark mark = sc_arena_mark(arena);
        struct sc_item_text item;

        if (sc_item_text_read(arena, line, &item) == SC_OK)
            check(&item);
        sc_arena_rewind(arena, mark);
    }
    sc_arena_destroy(arena);
    return 0;
}
