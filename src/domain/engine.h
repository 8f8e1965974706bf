/*
 * engine.h - a document in, its answer out: what `smartcart plan` and `smartcart price` do, on a
 * server and, as WebAssembly, in a browser (web/engine/engine.c).
 */
#ifndef SC_DOMAIN_ENGINE_H
#define SC_DOMAIN_ENGINE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/json_out.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/price.h"

/* The engines know no clock: the caller's begins to count when a document has been read. */
struct sc_engine_clock {
    struct sc_work_limit (*start)(void *context, int64_t budget_ms);
    void *context;
};

/*
 * SC_OK: the answer is in `out`. SC_INVALID: `ret_words`, one line in `arena`, names the place in
 * the document. Other statuses say that it could not be done.
 */
typedef enum sc_status (*sc_engine_fn)(struct sc_arena *arena, struct sc_str text,
                                       const struct sc_engine_clock *clock, struct sc_json_out *out,
                                       struct sc_str *ret_words);

/* Wishes, as domain/wishes_json.h reads them. */
SC_MUST_USE enum sc_status sc_engine_plan(struct sc_arena *arena, struct sc_str text,
                                          const struct sc_engine_clock *clock,
                                          struct sc_json_out *out, struct sc_str *ret_words);
/* A basket, as domain/basket_json.h reads it. */
SC_MUST_USE enum sc_status sc_engine_price(struct sc_arena *arena, struct sc_str text,
                                           const struct sc_engine_clock *clock,
                                           struct sc_json_out *out, struct sc_str *ret_words);

#endif
