/*
 * Any bytes as the document of `smartcart price`. What can be read is priced
 * with a small budget, and the answer adds up.
 */
#include "domain/basket_json.h"

#include "engine_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_nudges(const struct sc_price_request *request,
                         const struct sc_price_answer *answer)
{
    assert(request->wants_nudges || answer->nudge_count == 0);
    for (size_t i = 0; i < answer->nudge_count; i++) {
        const struct sc_price_nudge *nudge = &answer->nudges[i];

        assert(nudge->deal < request->deal_count && nudge->line < request->line_count);
        assert(i == 0 || answer->nudges[i - 1].deal < nudge->deal);
        assert(!request->lines[nudge->line].is_weighed && nudge->add_units >= 1);
        assert(request->lines[nudge->line].amount + nudge->add_units <= 999);
        assert(nudge->total_minor < answer->total_minor || !answer->is_exact);
    }
}

static bool answer_one(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                       struct sc_work_limit limit, struct sc_json_out *out)
{
    struct sc_basket basket;
    struct sc_price_answer answer;

    if (sc_basket_read(in, arena, text, &basket) != SC_OK)
        return false;
    basket.request.limit = limit;
    if (sc_price_basket(arena, &basket.request, &answer) != SC_OK)
        return false;
    fuzz_basket(&basket.request, &answer);
    check_nudges(&basket.request, &answer);
    sc_basket_write(out, &basket, &answer);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_document(data, size, answer_one);
}
