/* The traps of real promotions, each a small basket with its least total worked out by hand. */
#include "domain/price.h"
#include "testing/unit.h"

#define UNITS(product_, units_, price_) \
    ((struct sc_basket_line){.product = (product_), .amount = (units_), .price_minor = (price_)})
#define GRAMS(product_, grams_, per_kg_) \
    ((struct sc_basket_line){            \
        .product = (product_), .is_weighed = true, .amount = (grams_), .price_minor = (per_kg_)})

static const uint32_t one[] = {1};
static const uint32_t two[] = {2};
static const uint32_t one_two[] = {1, 2};
static const uint32_t one_two_three[] = {1, 2, 3};

static struct sc_deal deal_of(enum sc_deal_kind kind, int64_t count, int64_t value,
                              const uint32_t *items, size_t item_count)
{
    return (struct sc_deal){
        .kind = kind,
        .count = count,
        .value = value,
        .min_grams = 1,
        .max_grams = SC_DEAL_NO_LIMIT,
        .max_uses = SC_DEAL_NO_LIMIT,
        .max_units = SC_DEAL_NO_LIMIT,
        .basket_min = SC_DEAL_NO_MIN,
        .starts_us = SC_DEAL_ALWAYS_FROM,
        .ends_us = SC_DEAL_ALWAYS_TO,
        .items = items,
        .item_count = item_count,
    };
}

#define DEAL(kind, count, value, items) deal_of(kind, count, value, items, SC_COUNT(items))

static struct sc_price_answer price(struct sc_arena *arena, const struct sc_basket_line *lines,
                                    size_t line_count, const struct sc_deal *deals,
                                    size_t deal_count)
{
    const struct sc_price_request request = {
        .lines = lines,
        .line_count = line_count,
        .deals = deals,
        .deal_count = deal_count,
        .wants_nudges = true,
    };
    struct sc_price_answer answer;
    int64_t sum = 0;

    assert_int_equal(sc_price_basket(arena, &request, &answer), SC_OK);
    assert_true(answer.is_exact);
    assert_int_equal(answer.bound_minor, answer.total_minor);
    for (size_t i = 0; i < line_count; i++)
        sum += answer.lines[i].pays_minor;
    for (size_t i = 0; i < answer.use_count; i++)
        if (answer.uses[i].take_count == 0) /* a basket deal */
            sum -= answer.uses[i].saves_minor;
    assert_int_equal(sum + answer.deposits_minor, answer.total_minor);
    return answer;
}

#define EXPECT(total, lines, deals)                                                             \
    assert_int_equal(price(*state, lines, SC_COUNT(lines), deals, SC_COUNT(deals)).total_minor, \
                     total)

static void seven_of_three_for_twenty(void **state)
{
    struct sc_basket_line lines[] = {UNITS(1, 7, 690), GRAMS(2, 2400, 3990)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 3, 2000, one)};

    lines[0].deposit_minor = 30;
    EXPECT(14476, lines, deals); /* the contract's own example */
}

static void a_limit_counts_units(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 12, 3000)};
    struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 4, 10000, one)};

    deals[0].max_units = 8;
    EXPECT(20000 + 12000, lines, deals);
    deals[0].max_units = 7;
    EXPECT(10000 + 24000, lines, deals);
    deals[0].max_uses = 1;
    EXPECT(10000 + 24000, lines, deals);
}

static void two_deals_share_a_product(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 3, 1000), UNITS(2, 2, 800)};
    const struct sc_deal deals[] = {
        DEAL(SC_DEAL_BUNDLE_TOTAL, 2, 1500, one),
        DEAL(SC_DEAL_BUNDLE_TOTAL, 3, 2000, one_two),
    };

    EXPECT(1500 + 2000, lines, deals);
}

static void the_cheapest_is_free_in_the_shoppers_best_groups(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 3, 1000), UNITS(2, 2, 600), UNITS(3, 1, 100)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_CHEAPEST_PERCENT_OFF, 3, 10000, one_two_three)};

    EXPECT(3000 + 1200 + 100 - 1000 - 100, lines, deals);
}

static void buying_more_is_cheaper_is_a_nudge(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 1, 1090)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 2, 1000, one)};
    struct sc_price_answer answer = price(*state, lines, 1, deals, 1);

    assert_int_equal(answer.total_minor, 1090);
    assert_int_equal(answer.nudge_count, 1);
    assert_int_equal(answer.nudges[0].add_units, 1);
    assert_int_equal(answer.nudges[0].total_minor, 1000);
}

static void a_weight_deal_needs_its_grams(void **state)
{
    const struct sc_basket_line lines[] = {GRAMS(1, 2400, 3990), GRAMS(1, 700, 3990)};
    struct sc_deal deals[] = {DEAL(SC_DEAL_WEIGHT_PRICE, 1, 3333, one)};

    deals[0].min_grams = 3000;
    EXPECT(7999 + 2333, lines, deals);
    deals[0].min_grams = 3200;
    EXPECT(9576 + 2793, lines, deals);
    deals[0].min_grams = 1;
    deals[0].max_grams = 1000;
    EXPECT(3333 + 5586 + 2793, lines, deals);
}

static void a_threshold_may_leave_out_what_it_sells(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 1, 5000), UNITS(2, 1, 9000)};
    struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 1, 1000, one)};

    deals[0].basket_min = 9000;
    EXPECT(10000, lines, deals);
    deals[0].basket_min = 9001;
    EXPECT(14000, lines, deals);
    deals[0].basket_min_counts_own = true;
    EXPECT(10000, lines, deals);
}

static void a_deal_is_left_to_keep_a_threshold(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 2, 5000)};
    struct sc_deal deals[] = {
        DEAL(SC_DEAL_BUNDLE_TOTAL, 1, 4900, one),
        deal_of(SC_DEAL_BASKET_AMOUNT_OFF, 1, 3000, NULL, 0),
    };

    deals[1].basket_min = 9900; /* both at 49.00 would miss it, one does not */
    EXPECT(6900, lines, deals);
}

static void gifts_come_from_their_own_set(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 2, 1000), UNITS(2, 3, 700)};
    struct sc_deal deals[] = {DEAL(SC_DEAL_BUY_GET, 2, 0, one)};

    deals[0].get = 2;
    deals[0].get_items = two;
    deals[0].get_item_count = 1;
    EXPECT(2000 + 700, lines, deals);
    deals[0].get_items = NULL; /* the same product: two bought, none left to get */
    EXPECT(2000 + 2100, lines, deals);
}

static void many_units_of_one_product_are_quick(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 999, 690)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 3, 2000, one)};

    EXPECT(333 * 2000, lines, deals);
}

static void percentages_are_rounded_a_unit_at_a_time(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 2, 5), UNITS(2, 1, 99)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_PERCENT_OFF, 2, 1000, one_two)};

    EXPECT(5 + 5 + 89, lines, deals); /* 4.5 rounds to 5, 89.1 to 89 */
}

static void what_a_deal_costs_is_split_by_shelf_price(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 2, 700), UNITS(2, 1, 600), UNITS(3, 1, 50)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 3, 1001, one_two)};
    struct sc_price_answer answer = price(*state, lines, 3, deals, 1);

    assert_int_equal(answer.lines[0].pays_minor, 701); /* 700.7 and 300.3: the larger rest */
    assert_int_equal(answer.lines[1].pays_minor, 300);
    assert_int_equal(answer.lines[2].pays_minor, 50);
}

static void of_equal_rests_the_earlier_line_pays_the_odd_one(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(2, 1, 1000), UNITS(1, 1, 1000)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 2, 1001, one_two)};
    struct sc_price_answer answer = price(*state, lines, 2, deals, 1);

    assert_int_equal(answer.lines[0].pays_minor, 501);
    assert_int_equal(answer.lines[1].pays_minor, 500);
}

static void uses_of_a_deal_are_split_together(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 3, 900), UNITS(1, 1, 900)};
    const struct sc_deal deals[] = {DEAL(SC_DEAL_BUNDLE_TOTAL, 2, 1501, one)};
    struct sc_price_answer answer = price(*state, lines, 2, deals, 1);

    assert_int_equal(answer.use_count, 1);
    assert_int_equal(answer.uses[0].times, 2);
    assert_int_equal(answer.uses[0].pays_minor, 3002);
    assert_int_equal(answer.uses[0].take_count, 2);
    assert_int_equal(answer.lines[0].pays_minor, 2252); /* 2251.5 and 750.5 */
    assert_int_equal(answer.lines[1].pays_minor, 750);
}

static void a_basket_deal_stands_last_and_is_not_split(void **state)
{
    const struct sc_basket_line lines[] = {UNITS(1, 1, 1000), UNITS(2, 1, 500)};
    const struct sc_deal deals[] = {
        deal_of(SC_DEAL_BASKET_PERCENT_OFF, 1, 1000, NULL, 0),
        DEAL(SC_DEAL_BUNDLE_TOTAL, 1, 805, one),
    };
    struct sc_price_answer answer = price(*state, lines, 2, deals, 2);

    assert_int_equal(answer.total_minor, 1175); /* 1305 less 10 %: 1174.5 */
    assert_int_equal(answer.use_count, 2);
    assert_int_equal(answer.uses[1].deal, 0);
    assert_int_equal(answer.uses[1].saves_minor, 130);
    assert_int_equal(answer.uses[1].pays_minor, 1175);
    assert_int_equal(answer.lines[0].pays_minor, 805);
    assert_int_equal(answer.lines[1].pays_minor, 500);
}

static void many_weighed_lines_share_the_grams_of_one_deal(void **state)
{
    struct sc_basket_line lines[12];
    struct sc_deal deals[] = {DEAL(SC_DEAL_WEIGHT_PRICE, 1, 500, one_two)};

    for (size_t i = 0; i < SC_COUNT(lines); i++)
        lines[i] = GRAMS(1 + i % 2, 300, i % 2 == 0 ? 1000 : 900);
    deals[0].max_grams = 1500; /* five lines of the dearer product */
    EXPECT(5 * 150 + 1 * 300 + 6 * 270, lines, deals);
    deals[0].min_grams = 3601; /* more than there are */
    EXPECT(6 * 300 + 6 * 270, lines, deals);
}

static bool has_none_left(void *looks)
{
    return --*(int *)looks <= 0;
}

static void a_spent_limit_is_told_with_a_bound(void **state)
{
    struct sc_basket_line lines[40];
    struct sc_deal deals[40];
    uint32_t items[40][6];
    int looks = 1;

    for (uint32_t i = 0; i < SC_COUNT(lines); i++) {
        lines[i] = UNITS(i, 5, 100 + i * 37 % 101);
        for (uint32_t n = 0; n < 6; n++)
            items[i][n] = n * 7 + i % 5;
        deals[i] = deal_of(SC_DEAL_BUNDLE_TOTAL, 3, 250 + i, items[i], 6);
    }
    const struct sc_price_request request = {
        .lines = lines,
        .line_count = SC_COUNT(lines),
        .deals = deals,
        .deal_count = SC_COUNT(deals),
        .limit = {has_none_left, &looks},
    };
    struct sc_price_answer answer;

    assert_int_equal(sc_price_basket(*state, &request, &answer), SC_OK);
    assert_false(answer.is_exact);
    assert_true(answer.bound_minor < answer.total_minor);
    assert_true(answer.total_minor <= answer.shelf_total_minor);
}

UNIT_TESTS(a_test(seven_of_three_for_twenty), a_test(a_limit_counts_units),
           a_test(two_deals_share_a_product),
           a_test(the_cheapest_is_free_in_the_shoppers_best_groups),
           a_test(buying_more_is_cheaper_is_a_nudge), a_test(a_weight_deal_needs_its_grams),
           a_test(a_threshold_may_leave_out_what_it_sells),
           a_test(a_deal_is_left_to_keep_a_threshold), a_test(gifts_come_from_their_own_set),
           a_test(many_units_of_one_product_are_quick),
           a_test(percentages_are_rounded_a_unit_at_a_time),
           a_test(what_a_deal_costs_is_split_by_shelf_price),
           a_test(of_equal_rests_the_earlier_line_pays_the_odd_one),
           a_test(uses_of_a_deal_are_split_together),
           a_test(a_basket_deal_stands_last_and_is_not_split),
           a_test(many_weighed_lines_share_the_grams_of_one_deal),
           a_test(a_spent_limit_is_told_with_a_bound))
