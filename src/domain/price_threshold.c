#include <assert.h>

#include "domain/price_search.h"

/* What this basket deal makes of a sum; -1 when the sum does not reach its threshold. */
static int64_t after(const struct sc_deal *deal, int64_t sum)
{
    if (sum < deal->basket_min)
        return -1;
    if (deal->kind == SC_DEAL_BASKET_PERCENT_OFF)
        return price_after_percent(sum, deal->value);
    assert(deal->kind == SC_DEAL_BASKET_AMOUNT_OFF);
    return sum > deal->value ? sum - deal->value : 0;
}

int64_t price_after_basket(const struct price_problem *p, int64_t lines_sum, int *ret_basket)
{
    int64_t best = lines_sum;
    int chosen = -1;

    for (size_t i = 0; i < p->basket_count; i++) {
        int64_t value = after(p->basket_deals[i], lines_sum);
        if (value >= 0 && value < best) {
            best = value;
            chosen = (int)i;
        }
    }
    if (ret_basket != NULL)
        *ret_basket = chosen;
    return best;
}

/* Each basket deal makes more of a larger sum, so its least is at the least sum that it takes. */
int64_t price_after_basket_from(const struct price_problem *p, int64_t lines_sum)
{
    int64_t best = lines_sum;

    for (size_t i = 0; i < p->basket_count; i++) {
        int64_t from = p->basket_deals[i]->basket_min;
        int64_t value = after(p->basket_deals[i], lines_sum > from ? lines_sum : from);
        if (value < best)
            best = value;
    }
    return best;
}

static bool holds(const struct price_problem *p, const struct price_choice *choice, uint32_t d)
{
    const struct sc_deal *deal = p->deals[d].from;
    int64_t pays = 0;

    for (size_t i = 0; i < choice->count; i++)
        if (choice->takings[i].deal == d)
            pays += choice->takings[i].use_pays;
    return choice->lines_sum - (deal->basket_min_counts_own ? 0 : pays) >= deal->basket_min;
}

bool price_thresholds_hold(const struct price_problem *p, const struct price_choice *choice)
{
    uint32_t before = UINT32_MAX;

    for (size_t i = 0; i < choice->count; i++) {
        uint32_t d = choice->takings[i].deal;
        if (d != before && p->deals[d].has_threshold && !holds(p, choice, d))
            return false;
        before = d;
    }
    return true;
}
