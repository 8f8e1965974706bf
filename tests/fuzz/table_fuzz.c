/* Any bytes as a table; the first one picks a map, or that the map is to be found. */
#include <stdint.h>

#include "retail/feed_detect.h"
#include "retail/feed_table.h"

#include "feed_fuzz.h"

enum {
    DETECTED_FROM = 0xE0, /* seldom: looking through all maps is slow under a sanitizer */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name that the map takes, so that the file says whose prices it has. */
static struct sc_str name_for(const struct feed_map *map)
{
    static const char *const names[] = {
        "konzum-0204-2025-07-03.csv",
        "studenac-T1-2025-07-03.xml",
        "corner-products.tsv",
        "corner-inventory.tsv",
        "corner-promotions.tsv",
        "corner-stores.tsv",
        "stores.csv",
    };
    struct feed_map_name ignored;

    for (size_t i = 0; i < SC_COUNT(names); i++)
        if (feed_map_match_name(map, sc_str_of(names[i]), &ignored))
            return sc_str_of(names[i]);
    return SC_STR("x");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct feed_formats *formats;
    struct sc_request rq;
    struct feed_end end;
    enum sc_status st = SC_OK;
    int begun;
    struct feed_sink sink = fuzz_sink(&begun);

    if (size == 0 || sc_request_init(&rq, 1 << 16, sc_deadline_none()) != SC_OK)
        return 0;
    if (formats == NULL)
        assert(feed_formats_create(&rq, NULL, &formats) == SC_OK);
    struct sc_str bytes = {.at = (const char *)data + 1, .len = size - 1};
    struct feed_format format = {.map = formats->maps[data[0] % formats->map_count]};
    const struct feed_input input = {.name = name_for(format.map),
                                     .now_us = INT64_C(1764000000000000)};
    if (data[0] >= DETECTED_FROM)
        st = feed_detect(&rq, formats, (struct sc_str){0}, input.name, bytes, &format);
    if (st == SC_OK && !format.is_il)
        st = feed_table_read(&rq, format.map, &input, feed_stream_of_text(&bytes), &sink, &end);
    assert(st == SC_OK || rq.failure.status == st);
    sc_request_finish(&rq);
    return 0;
}
