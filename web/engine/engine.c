/*
 * engine.c - the planner and the price engine for browsers: `smartcart plan` and `smartcart price`
 * without a program or a server.
 *
 * Of the same sources as the server's, as WebAssembly, so that a phone without a signal answers
 * from its pack (docs/where.md) what the server would. One document at a time:
 *
 *     engine_room(bytes)               where to put the document; 0: no memory
 *     engine_plan() engine_price()     0: answered; else a status of base/status.h, and words
 *     engine_told() engine_told_len()  JSON, or the words; until the next engine_room
 *
 * The page gives the clock, `env.now_ms()`.
 */
#include <stdlib.h>

#include "base/json_in.h"
#include "domain/engine.h"

#define EXPORT(name) __attribute__((export_name(name)))

enum {
    ARENA_CAP = 256 * 1024 * 1024,
    ANSWER_MAX = 8 * 1024 * 1024,
};

__attribute__((import_module("env"), import_name("now_ms"))) double now_ms(void);
EXPORT("engine_room") void *engine_room(size_t bytes);
EXPORT("engine_plan") int engine_plan(void);
EXPORT("engine_price") int engine_price(void);
EXPORT("engine_told") const char *engine_told(void);
EXPORT("engine_told_len") size_t engine_told_len(void);

static char *text;
static size_t text_len;
static struct sc_arena *arena;
static struct sc_buf answer;
static struct sc_str told;
static double until_ms;

static bool is_spent(void *context)
{
    (void)context;
    return now_ms() >= until_ms;
}

static struct sc_work_limit start_clock(void *context, int64_t budget_ms)
{
    (void)context;
    until_ms = now_ms() + (double)budget_ms;
    return (struct sc_work_limit){.is_spent = is_spent};
}

void *engine_room(size_t bytes)
{
    free(text);
    sc_arena_destroy(arena);
    sc_buf_finish(&answer);
    told = (struct sc_str){0};
    sc_buf_init(&answer, ANSWER_MAX);
    arena = sc_arena_create(ARENA_CAP);
    text = bytes <= SC_JSON_IN_BYTES_MAX ? malloc(bytes) : NULL;
    text_len = bytes;
    return arena != NULL ? text : NULL;
}

static int run(sc_engine_fn engine)
{
    const struct sc_engine_clock clock = {.start = start_clock};
    struct sc_json_out out;

    sc_json_init(&out, &answer);
    enum sc_status st = engine(arena, (struct sc_str){text, text_len}, &clock, &out, &told);
    if (st != SC_OK)
        return st;
    told = sc_buf_str(&answer);
    return answer.failed ? SC_LIMITED : SC_OK;
}

int engine_plan(void)
{
    return run(sc_engine_plan);
}

int engine_price(void)
{
    return run(sc_engine_price);
}

const char *engine_told(void)
{
    return told.at;
}

size_t engine_told_len(void)
{
    return told.len;
}
