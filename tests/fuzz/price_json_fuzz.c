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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_arena *arena = sc_arena_create(FUZZ_ARENA_CAP);
    struct sc_json_in in;
    struct sc_basket basket;
    struct sc_price_answer answer;
    struct sc_json_out out;
    struct sc_buf written;
    int looks = 0;

    assert(arena != NULL);
    sc_buf_init(&written, FUZZ_OUTPUT_MAX);
    sc_json_init(&out, &written);
    enum sc_status st =
        sc_basket_read(&in, arena, (struct sc_str){.at = (const char *)data, .len = size}, &basket);
    if (st == SC_INVALID)
        fuzz_refusal(&in);
    if (st == SC_OK) {
        basket.request.limit = (struct sc_work_limit){.is_spent = fuzz_is_spent, .context = &looks};
        st = sc_price_basket(arena, &basket.request, &answer);
    }
    if (st == SC_OK) {
        fuzz_basket(&basket.request, &answer);
        check_nudges(&basket.request, &answer);
        sc_basket_write(&out, &basket, &answer);
        fuzz_output(arena, &written);
    }
    sc_buf_finish(&written);
    sc_arena_destroy(arena);
    return 0;
}
