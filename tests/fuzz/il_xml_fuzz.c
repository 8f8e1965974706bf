/* Any bytes as a price-transparency file, under names of each kind. */
#include <stdint.h>

#include "retail/feed_il.h"

#include "feed_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"PriceFull7290058140886-001-202602170010.xml",
                                        "Promo7290058140886-001-202602170010.xml",
                                        "Stores7290058140886-000-202602170010.xml", "x"};
    struct sc_str bytes = {.at = (const char *)data, .len = size};
    const struct feed_input input = {
        .name = sc_str_of(names[size == 0 ? 0 : data[size - 1] % SC_COUNT(names)])};
    struct sc_request rq;
    struct feed_end end;
    int begun;
    struct feed_sink sink = fuzz_sink(&begun);

    if (sc_request_init(&rq, 1 << 16, sc_deadline_none()) != SC_OK)
        return 0;
    enum sc_status st = feed_il_read(&rq, &input, feed_stream_of_text(&bytes), &sink, &end);
    assert(st == SC_OK || rq.failure.status == st);
    sc_request_finish(&rq);
    return 0;
}
