/*
 * plan.c - the planner for browsers: `smartcart plan` without a program or a server.
 *
 * The same sources as the server's, as WebAssembly, so that a phone without a signal
 * answers from its pack (docs/where.md) what the server would. One document at a time:
 *
 *     plan_room(bytes)   where to put the document; 0: no memory
 *     plan_run(bytes)    0: answered; else a status of base/status.h, and words
 *     plan_answer(), plan_answer_len()    JSON, or the words; until the next plan_room
 *
 * The engine knows no clock: the page gives one, `env.now_ms()`.
 */
#include <stdlib.h>

#include "domain/wishes_json.h"

#define SC_EXPORT(name) __attribute__((export_name(#name))) name

enum {
    ARENA_CAP = 256 * 1024 * 1024,
    ANSWER_MAX = 8 * 1024 * 1024,
};

__attribute__((import_module("env"), import_name("now_ms"))) double now_ms(void);

static char *text;
static struct sc_arena *arena;
static struct sc_buf answer;
static struct sc_str told;
static double until_ms;

static bool is_spent(void *context)
{
    (void)context;
    return now_ms() >= until_ms;
}

void *SC_EXPORT(plan_room)(size_t bytes);
void *SC_EXPORT(plan_room)(size_t bytes)
{
    free(text);
    sc_arena_destroy(arena);
    sc_buf_finish(&answer);
    told = (struct sc_str){0};
    sc_buf_init(&answer, ANSWER_MAX);
    arena = sc_arena_create(ARENA_CAP);
    text = bytes <= SC_JSON_IN_BYTES_MAX ? malloc(bytes) : NULL;
    return arena != NULL ? text : NULL;
}

int SC_EXPORT(plan_run)(size_t bytes);
int SC_EXPORT(plan_run)(size_t bytes)
{
    struct sc_json_in in;
    struct sc_json_out out;
    struct sc_wishes wishes;
    struct sc_plan_answer planned;
    enum sc_status st = sc_wishes_read(&in, arena, (struct sc_str){text, bytes}, &wishes);

    if (st == SC_INVALID)
        told = sc_arena_str(arena, sc_json_in_words(&in));
    if (st != SC_OK)
        return st;
    until_ms = now_ms() + (double)wishes.budget_ms;
    wishes.request.limit = (struct sc_work_limit){.is_spent = is_spent};
    st = sc_plan_list(arena, &wishes.request, &planned);
    if (st != SC_OK)
        return st;
    sc_json_init(&out, &answer);
    sc_wishes_write(&out, &wishes, &planned);
    told = sc_buf_str(&answer);
    return answer.failed ? SC_LIMITED : SC_OK;
}

const char *SC_EXPORT(plan_answer)(void);
const char *SC_EXPORT(plan_answer)(void)
{
    return told.at;
}

size_t SC_EXPORT(plan_answer_len)(void);
size_t SC_EXPORT(plan_answer_len)(void)
{
    return told.len;
}
