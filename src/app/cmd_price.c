#include "app/commands.h"

#include "app/json_lines.h"
#include "domain/basket_json.h"
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
    struct sc_json_in in;
    struct sc_basket basket;
    struct sc_price_answer priced;
    struct gateway_work_clock clock;
    enum sc_status st = sc_basket_read(&in, arena, text, &basket);

    if (st == SC_INVALID)
        *ret_words = sc_arena_str(arena, sc_json_in_words(&in));
    if (st != SC_OK)
        return st;
    basket.request.limit = gateway_work_clock_start(&clock, basket.budget_ms, sc_deadline_none());
    st = sc_price_basket(arena, &basket.request, &priced);
    if (st == SC_OK)
        sc_basket_write(out, &basket, &priced);
    return st;
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
