#include "net/http_trace.h"

#include <string.h>
#include <sys/random.h>

#include "runtime/deadline.h"

enum {
    SPAN_ID_AT = SC_HTTP_TRACE_ID_AT + SC_HTTP_TRACE_ID + 1,
    SPAN_ID = 16,
    FLAGS_AT = SPAN_ID_AT + SPAN_ID + 1,
};

bool sc_http_request_id_is_valid(struct sc_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool is_alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (!is_alnum && c != '.' && c != '_' && c != '-')
            return false;
    }
    return text.len > 0 && text.len <= SC_HTTP_REQUEST_ID_MAX;
}

static bool is_hex(struct sc_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return false;
    }
    return true;
}

static bool is_id(struct sc_str text)
{
    static const char zeros[] = "00000000000000000000000000000000";

    return is_hex(text) && memcmp(text.at, zeros, text.len) != 0;
}

bool sc_http_trace_is_valid(struct sc_str text)
{
    struct sc_str version = sc_str_sub(text, 0, 2);

    if (text.len < SC_HTTP_TRACEPARENT || !is_hex(version) || sc_str_eq(version, SC_STR("ff")))
        return false;
    if (text.len > SC_HTTP_TRACEPARENT &&
        (sc_str_eq(version, SC_STR("00")) || text.at[SC_HTTP_TRACEPARENT] != '-'))
        return false;
    return text.at[2] == '-' && is_id(sc_str_sub(text, SC_HTTP_TRACE_ID_AT, SC_HTTP_TRACE_ID)) &&
           text.at[SPAN_ID_AT - 1] == '-' && is_id(sc_str_sub(text, SPAN_ID_AT, SPAN_ID)) &&
           text.at[FLAGS_AT - 1] == '-' && is_hex(sc_str_sub(text, FLAGS_AT, 2));
}

void sc_http_ids_init(struct sc_http_ids *ids)
{
    if (getrandom(&ids->state, sizeof ids->state, 0) != (ssize_t)sizeof ids->state)
        ids->state = (uint64_t)sc_wall_us() ^ (uint64_t)(uintptr_t)ids;
}

/* SplitMix64, https://prng.di.unimi.it/splitmix64.c: every number once before any comes again. */
uint64_t sc_http_ids_next(struct sc_http_ids *ids)
{
    uint64_t z = ids->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void put_hex(char *at, uint64_t value)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 15; i >= 0; i--, value >>= 4)
        at[i] = digits[value & 15];
}

void sc_http_request_id_make(struct sc_http_ids *ids, char ret_id[SC_HTTP_REQUEST_ID_OWN + 1])
{
    put_hex(ret_id, sc_http_ids_next(ids));
    ret_id[SC_HTTP_REQUEST_ID_OWN] = '\0';
}

void sc_http_trace_make(struct sc_http_ids *ids, struct sc_str caller,
                        char ret_trace[SC_HTTP_TRACEPARENT + 1])
{
    memcpy(ret_trace, "00-", SC_HTTP_TRACE_ID_AT);
    memcpy(ret_trace + FLAGS_AT, "00", sizeof "00");
    if (caller.at != NULL) {
        memcpy(ret_trace + SC_HTTP_TRACE_ID_AT, caller.at + SC_HTTP_TRACE_ID_AT, SC_HTTP_TRACE_ID);
        memcpy(ret_trace + FLAGS_AT, caller.at + FLAGS_AT, 2);
    } else {
        put_hex(ret_trace + SC_HTTP_TRACE_ID_AT, sc_http_ids_next(ids));
        put_hex(ret_trace + SC_HTTP_TRACE_ID_AT + 16, sc_http_ids_next(ids) | 1); /* never all 0 */
    }
    ret_trace[SPAN_ID_AT - 1] = '-';
    put_hex(ret_trace + SPAN_ID_AT, sc_http_ids_next(ids) | 1);
    ret_trace[FLAGS_AT - 1] = '-';
}
