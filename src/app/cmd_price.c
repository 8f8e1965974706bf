#include "app/commands.h"

#include "app/json_lines.h"
#include "domain/engine.h"
#include "gateway/work_clock.h"

static const struct app_usage usage = {
    .command = "price",
    .operands = "< basket.json",
    .about = "Prices a basket exactly: the least total over every valid choice of deals. Reads a "
             "JSON document from standard input, or JSON Lines, and answers each on standard "
             "output. The document's form and the meaning of each deal: docs/pricing.md.",
};

static enum sc_status answer(struct sc_arena *arena, struct sc_str text, struct sc_json_out *out,
                             struct sc_str *ret_words)
{
    struct gateway_work_clock clock;
    const struct sc_engine_clock started = gateway_work_clock_engine(&clock);

    return sc_engine_price(arena, text, &started, out, ret_words);
}

static enum sc_status run(struct app_call *call)
{
    call->exit = app_json_lines(stdin, answer);
    return SC_OK;
}

const struct app_command app_command_price = {
    .does = "price a basket exactly, with every deal (JSON)",
    .usage = &usage,
    .run = run,
};
