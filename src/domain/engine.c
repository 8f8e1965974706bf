#include "domain/engine.h"

#include "domain/basket_json.h"
#include "domain/wishes_json.h"

enum sc_status sc_engine_plan(struct sc_arena *arena, struct sc_str text,
                              const struct sc_engine_clock *clock, struct sc_json_out *out,
                              struct sc_str *ret_words)
{
    struct sc_json_in in;
    struct sc_wishes wishes;
    struct sc_plan_answer planned;
    enum sc_status st = sc_wishes_read(&in, arena, text, &wishes);

    if (st == SC_INVALID)
        *ret_words = sc_arena_str(arena, sc_json_in_words(&in));
    if (st != SC_OK)
        return st;
    wishes.request.limit = clock->start(clock->context, wishes.budget_ms);
    st = sc_plan_list(arena, &wishes.request, &planned);
    if (st == SC_OK)
        sc_wishes_write(out, &wishes, &planned);
    return st;
}

enum sc_status sc_engine_price(struct sc_arena *arena, struct sc_str text,
                               const struct sc_engine_clock *clock, struct sc_json_out *out,
                               struct sc_str *ret_words)
{
    struct sc_json_in in;
    struct sc_basket basket;
    struct sc_price_answer priced;
    enum sc_status st = sc_basket_read(&in, arena, text, &basket);

    if (st == SC_INVALID)
        *ret_words = sc_arena_str(arena, sc_json_in_words(&in));
    if (st != SC_OK)
        return st;
    basket.request.limit = clock->start(clock->context, basket.budget_ms);
    st = sc_price_basket(arena, &basket.request, &priced);
    if (st == SC_OK)
        sc_basket_write(out, &basket, &priced);
    return st;
}
