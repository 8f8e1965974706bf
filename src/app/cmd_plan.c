#include "app/commands.h"

#include "app/json_lines.h"
#include "domain/wishes_json.h"
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
    struct sc_json_in in;
    struct sc_wishes wishes;
    struct sc_plan_answer planned;
    struct gateway_work_clock clock;
    enum sc_status st = sc_wishes_read(&in, arena, text, &wishes);

    if (st == SC_INVALID)
        *ret_words = sc_arena_str(arena, sc_json_in_words(&in));
    if (st != SC_OK)
        return st;
    wishes.request.limit = gateway_work_clock_start(&clock, wishes.budget_ms, sc_deadline_none());
    st = sc_plan_list(arena, &wishes.request, &planned);
    if (st == SC_OK)
        sc_wishes_write(out, &wishes, &planned);
    return st;
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
