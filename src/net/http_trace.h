/*
 * http_trace.h - the names a request goes by: its id, and W3C trace context.
 *
 * https://www.w3.org/TR/trace-context/: "00-<32 hex: trace>-<16 hex: span>-<2 hex: flags>".
 */
#ifndef SC_NET_HTTP_TRACE_H
#define SC_NET_HTTP_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
    SC_HTTP_REQUEST_ID_MAX = 64, /* bytes; of a client's */
    SC_HTTP_REQUEST_ID_OWN = 16, /* hex digits; of ours */
    SC_HTTP_TRACEPARENT = 55,
    SC_HTTP_TRACE_ID_AT = 3, /* where the trace stands in it */
    SC_HTTP_TRACE_ID = 32,
};

/* At most 64 of [A-Za-z0-9._-], and not empty: safe in a log, a header, a file name. */
bool sc_http_request_id_is_valid(struct sc_str text);

/* Of version 00 in lower case, neither id all zeros. Later versions: what version 00 knows of them.
 */
bool sc_http_trace_is_valid(struct sc_str text);

/* Numbers for ids, unlike those of any other source; not for secrets. One thread's. */
struct sc_http_ids {
    uint64_t state;
};
/* From the kernel's randomness. */
void sc_http_ids_init(struct sc_http_ids *ids);
uint64_t sc_http_ids_next(struct sc_http_ids *ids);

/* Sixteen hex digits. */
void sc_http_request_id_make(struct sc_http_ids *ids, char ret_id[SC_HTTP_REQUEST_ID_OWN + 1]);

/* To pass on: the trace and flags of `caller`, absent: a new one, not sampled; and a new span. */
void sc_http_trace_make(struct sc_http_ids *ids, struct sc_str caller,
                        char ret_trace[SC_HTTP_TRACEPARENT + 1]);

#endif
