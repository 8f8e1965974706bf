#include "app/commands.h"

#include "app/json_lines.h"
#include "app/options.h"
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

int app_price(int argc, char **argv)
{
    if (app_options_want_help(argc, argv)) {
        app_options_help(&usage, stdout);
        return 0;
    }
    if (argc > 1) {
        fputs("smartcart price: it reads standard input and takes no words; see --help\n", stderr);
        return 2;
    }
    return app_json_lines(stdin, answer);
}
