#include "app/commands.h"

#include "app/json_lines.h"
#include "domain/engine.h"
#include "gateway/work_clock.h"

static const struct app_usage usage = {
    .command = "plan",
    .operands = "< wishes.json",
    .about = "Plans where to buy a list: the cheapest one, two, ... stores, with every deal, and "
             "what each store would take for all of the list that it sells. Reads a JSON document "
             "from standard input, or JSON Lines, and answers each on standard output. The "
             "document's form and the rules: docs/planning.md.",
};

static enum sc_status answer(struct sc_arena *arena, struct sc_str text, struct sc_json_out *out,
                             struct sc_str *ret_words)
{
    struct gateway_work_clock clock;
    const struct sc_engine_clock started = gateway_work_clock_engine(&clock);

    return sc_engine_plan(arena, text, &started, out, ret_words);
}

static enum sc_status run(struct app_call *call)
{
    call->exit = app_json_lines(stdin, answer);
    return SC_OK;
}

const struct app_command app_command_plan = {
    .does = "plan where to buy a list: the best one, two, ... stores (JSON)",
    .usage = &usage,
    .run = run,
};
