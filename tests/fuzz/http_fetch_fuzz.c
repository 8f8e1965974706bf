/*
 * What a server's head says of a file, and what an address says: marks that we send back fit on
 * one line of a request, names of files are safe in any folder.
 */
#include <assert.h>
#include <string.h>

#include "net/http_fetch.h"

static void check_mark(struct sc_str mark)
{
    assert(mark.at == NULL || (mark.len > 0 && mark.len <= SC_HTTP_FETCH_MARK_MAX));
    for (size_t i = 0; i < mark.len; i++)
        assert(mark.at[i] >= ' ' && mark.at[i] <= '~');
}

static void check_head(struct sc_arena *arena, struct sc_str text)
{
    struct sc_http_fetched fetched = {.bytes = 7};
    struct sc_str line;

    while (sc_str_take(&text, '\n', &line))
        sc_http_fetched_header(arena, &fetched, line);
    check_mark(fetched.etag);
    check_mark(fetched.modified);
    assert(fetched.bytes == 7 && fetched.status == 0);
    assert(fetched.retry_after_s >= 0 && fetched.retry_after_s <= SC_HTTP_FETCH_AFTER_MAX_S);
}

static void check_target(struct sc_request *rq, struct sc_str text)
{
    struct sc_http_address address;

    if (sc_http_address_read(rq, text, &address) != SC_OK)
        return;
    assert(address.host.len > 0);
    assert(address.name.len > 0 && address.name.len <= SC_HTTP_FETCH_NAME_MAX);
    assert(address.name.at[0] != '.' && sc_str_find_char(address.name, '/') < 0);
    for (size_t i = 0; i < address.name.len; i++)
        assert(address.name.at[i] > ' ' && address.name.at[i] <= 'z');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_str text = {(const char *)data, size};
    struct sc_request rq;

    if (sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()) != SC_OK)
        return 0;
    check_head(rq.arena, text);
    check_target(&rq, text);
    sc_request_finish(&rq);
    return 0;
}
