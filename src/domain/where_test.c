#include "domain/where.h"

#include "base/macros.h"
#include "testing/unit.h"

/*
 * Two shops. "North" sells milk, beer (3 for 20.00; with a deposit) and, with
 * its club, cheaper milk; "South" sells milk for less, and cheese by weight.
 */
enum item {
    MILK_NORTH,
    BEER_NORTH,
    MILK_SOUTH,
    CHEESE_SOUTH,
};

static const struct sc_where_item items[] = {
    [MILK_NORTH] = {.id = 10, .product_id = 1, .code = SC_STR("n1"), .name = SC_STR("Milk 1 l")},
    [BEER_NORTH] = {.id = 11, .product_id = 2, .code = SC_STR("n2"), .name = SC_STR("Beer")},
    [MILK_SOUTH] = {.id = 12, .product_id = 1, .code = SC_STR("s1"), .name = SC_STR("MILK 1L")},
    [CHEESE_SOUTH] = {.id = 13,
                      .product_id = 3,
                      .code = SC_STR("s2"),
                      .name = SC_STR("Cheese"),
                      .is_weighed = true},
};

static const struct sc_where_accept milk_accepts[] = {{.item = MILK_NORTH, .amount = 2},
                                                      {.item = MILK_SOUTH, .amount = 2}};
static const struct sc_where_accept beer_accepts[] = {{.item = BEER_NORTH, .amount = 8}};
static const struct sc_where_accept cheese_accepts[] = {{.item = CHEESE_SOUTH, .amount = 250}};

static const struct sc_where_line lines[] = {
    {.text = SC_STR("2 l milk"), .accepts = milk_accepts, .accept_count = 2},
    {.text = SC_STR("8 beer"), .accepts = beer_accepts, .accept_count = 1},
    {.text = SC_STR("250 g cheese"), .accepts = cheese_accepts, .accept_count = 1},
    {.text = SC_STR("moon dust")},
};

static const struct sc_where_price north_prices[] = {
    {.item = MILK_NORTH, .price_minor = 120},
    {.item = BEER_NORTH, .price_minor = 690, .deposit_minor = 30},
};
static const struct sc_where_price south_prices[] = {
    {.item = MILK_SOUTH, .price_minor = 100},
    {.item = CHEESE_SOUTH, .price_minor = 1990},
};

static const uint32_t beer_items[] = {BEER_NORTH}, milk_items[] = {MILK_NORTH};
static const struct sc_str club[] = {SC_STR("club:north")};

static const struct sc_deal north_deals[] = {
    {.id = SC_STR("three"),
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .count = 3,
     .value = 2000,
     .max_uses = SC_DEAL_NO_LIMIT,
     .max_units = SC_DEAL_NO_LIMIT,
     .basket_min = SC_DEAL_NO_MIN,
     .starts_us = SC_DEAL_ALWAYS_FROM,
     .ends_us = SC_DEAL_ALWAYS_TO,
     .items = beer_items,
     .item_count = 1},
    {.id = SC_STR("club"),
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .count = 1,
     .value = 90,
     .max_uses = SC_DEAL_NO_LIMIT,
     .max_units = SC_DEAL_NO_LIMIT,
     .basket_min = SC_DEAL_NO_MIN,
     .starts_us = SC_DEAL_ALWAYS_FROM,
     .ends_us = SC_DEAL_ALWAYS_TO,
     .audiences = club,
     .audience_count = 1,
     .items = milk_items,
     .item_count = 1},
};
static const struct sc_where_offer north_offers[2];

static struct sc_where_store stores[] = {
    {.code = SC_STR("north"),
     .visit_minor = 300,
     .has_distance = true,
     .distance_m = 4000,
     .prices = north_prices,
     .price_count = SC_COUNT(north_prices),
     .deals = north_deals,
     .offers = north_offers,
     .deal_count = SC_COUNT(north_deals)},
    {.code = SC_STR("south"),
     .visit_minor = 200,
     .has_distance = true,
     .distance_m = 1000,
     .prices = south_prices,
     .price_count = SC_COUNT(south_prices)},
};

static struct sc_where_facts all_facts(void)
{
    return (struct sc_where_facts){
        .lines = lines,
        .line_count = SC_COUNT(lines),
        .items = items,
        .item_count = SC_COUNT(items),
        .stores = stores,
        .store_count = SC_COUNT(stores),
        .missing_minor = 100000,
        .max_stores = 2,
    };
}

static struct sc_where_answer answer_of(void **state, const struct sc_where_facts *facts)
{
    struct sc_where_answer answer;

    assert_int_equal(sc_where_answer(*state, facts, (struct sc_work_limit){0}, &answer), SC_OK);
    return answer;
}

static void each_plan_adds_up_from_its_tills(void **state)
{
    struct sc_where_facts facts = all_facts();
    struct sc_where_answer answer = answer_of(state, &facts);
    const struct sc_where_plan *one = &answer.plans[0], *two = &answer.plans[1];

    /* South alone: milk 2.00, 250 g of cheese at 19.90 (4.98); beer and moon dust are missing. */
    assert_int_equal(one->visit_count, 1);
    assert_int_equal(one->goods_minor, 200 + 498);
    assert_int_equal(one->deposits_minor, 0);
    assert_int_equal(one->total_minor, one->goods_minor + 200);
    assert_int_equal(one->cost_minor, one->total_minor + 2 * 100000);
    assert_int_equal(one->missing_count, 2);
    assert_int_equal(one->missing[0], 1);

    /* Both: beer from the north, 2 x 20.00 and 2 x 6.90, and 8 x 0.30 deposit. */
    assert_int_equal(answer.best, 1);
    assert_int_equal(two->goods_minor, 4000 + 1380 + 240 + 200 + 498);
    assert_int_equal(two->deposits_minor, 240);
    assert_int_equal(two->missing_count, 1);
    assert_true(two->is_exact);
    assert_int_equal(two->bound_minor, two->cost_minor);
}

static bool is_spent_at_once(void *context)
{
    (void)context;
    return true;
}

static void a_search_that_ends_at_once_still_buys_the_list(void **state)
{
    struct sc_where_facts facts = all_facts();
    struct sc_work_limit none = {.is_spent = is_spent_at_once};
    struct sc_where_answer exact = answer_of(state, &facts), answer;

    assert_int_equal(sc_where_answer(*state, &facts, none, &answer), SC_OK);
    for (size_t k = 0; k < answer.plan_count; k++) {
        assert_int_equal(answer.plans[k].missing_count, exact.plans[k].missing_count);
        assert_true(answer.plans[k].cost_minor >= exact.plans[k].cost_minor);
        assert_true(answer.plans[k].bound_minor <= exact.plans[k].cost_minor);
    }
}

static void visits_go_to_the_nearest_first(void **state)
{
    struct sc_where_facts facts = all_facts();
    struct sc_where_answer answer = answer_of(state, &facts);

    assert_int_equal(answer.plans[1].visits[0].store, 1);
    assert_int_equal(answer.plans[1].visits[1].store, 0);
    stores[1].has_distance = false; /* whoever is not known to be near comes last */
    answer = answer_of(state, &facts);
    assert_int_equal(answer.plans[1].visits[0].store, 0);
    stores[1].has_distance = true;
}

static void the_till_slip_has_lines_deals_and_nudges(void **state)
{
    struct sc_where_facts facts = all_facts();
    struct sc_where_answer answer = answer_of(state, &facts);
    const struct sc_where_visit *north = &answer.plans[1].visits[1];

    assert_int_equal(north->buy_count, 1);
    assert_int_equal(north->buys[0].line, 1);
    assert_int_equal(north->buys[0].price->item, BEER_NORTH);
    assert_int_equal(north->till.lines[0].shelf_minor, 8 * 690);
    assert_int_equal(north->till.use_count, 1);
    assert_int_equal(north->till.uses[0].times, 2);
    assert_int_equal(north->till.uses[0].saves_minor, 140);
    assert_int_equal(north->till.nudge_count, 0); /* a ninth beer makes 60.00 of 53.80 */
}

static void cards_that_are_not_held_are_priced_apart(void **state)
{
    struct sc_where_facts facts = all_facts();

    facts.store_count = 1;
    struct sc_where_answer answer = answer_of(state, &facts);
    const struct sc_where_visit *north = &answer.plans[0].visits[0];
    assert_int_equal(north->with_cards_minor, north->till.total_minor - 60);

    facts.shopper = (struct sc_shopper){.audiences = club, .audience_count = 1};
    answer = answer_of(state, &facts);
    north = &answer.plans[0].visits[0];
    assert_int_equal(north->till.lines[0].pays_minor, 180);
    assert_int_equal(north->with_cards_minor, north->till.total_minor);
}

static void every_store_has_its_total_and_what_it_lacks(void **state)
{
    struct sc_where_facts facts = all_facts();
    struct sc_where_answer answer = answer_of(state, &facts);

    assert_int_equal(answer.stores[1].goods_minor, 200 + 498);
    assert_int_equal(answer.stores[1].missing_count, 2);
    assert_int_equal(answer.stores[1].missing[0], 1);
    assert_int_equal(answer.stores[1].missing[1], 3);
}

static void nothing_to_buy_is_an_answer_too(void **state)
{
    struct sc_where_facts facts = all_facts();

    facts.lines = &lines[3];
    facts.line_count = 1;
    struct sc_where_answer answer = answer_of(state, &facts);
    assert_int_equal(answer.best, 0);
    assert_int_equal(answer.plans[0].visit_count, 0);
    assert_int_equal(answer.plans[0].missing_count, 1);
    assert_int_equal(answer.plans[0].total_minor, 0);
}

static void the_cheapest_seller_counts_deposits(void **state)
{
    struct sc_where_facts facts = all_facts();
    struct sc_where_seller seller;

    (void)state;
    assert_true(sc_where_cheapest_seller(&facts, 0, &seller));
    assert_int_equal(seller.store, 1);
    assert_int_equal(seller.minor, 200);
    assert_true(sc_where_cheapest_seller(&facts, 1, &seller));
    assert_int_equal(seller.minor, 8 * 720);
    assert_true(sc_where_cheapest_seller(&facts, 2, &seller));
    assert_int_equal(seller.minor, 498);
    assert_false(sc_where_cheapest_seller(&facts, 3, &seller));
}

static void a_special_counts_while_it_is_on(void **state)
{
    static const struct {
        struct sc_where_shelf shelf;
        int64_t at_us, price_minor, regular_minor;
        enum sc_where_special special;
    } rows[] = {
        {{.price_minor = 199}, 50, 199, 0, SC_WHERE_NO_SPECIAL},
        {{99, 149, true, 10, 90}, 50, 99, 149, SC_WHERE_SPECIAL_ON},
        {{99, 149, true, 10, 90}, 10, 99, 149, SC_WHERE_SPECIAL_ON},
        {{99, 149, true, 10, 90}, 90, 99, 149, SC_WHERE_SPECIAL_ON},
        {{99, 149, true, 10, 90}, 91, 149, 0, SC_WHERE_NO_SPECIAL},
        {{99, 149, true, 10, 90}, 9, 149, 0, SC_WHERE_NO_SPECIAL},
        {{99, 0, true, 10, 90}, 91, 99, 0, SC_WHERE_SPECIAL_OVER},
        {{99, 0, true, INT64_MIN, INT64_MAX}, 91, 99, 0, SC_WHERE_SPECIAL_ON},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct sc_where_price price = {0};
        sc_where_shelf_at(&rows[i].shelf, rows[i].at_us, &price);
        assert_int_equal(price.price_minor, rows[i].price_minor);
        assert_int_equal(price.regular_minor, rows[i].regular_minor);
        assert_int_equal(price.special, rows[i].special);
    }
}

static void a_special_above_its_30_day_low_is_seen(void **state)
{
    static const struct {
        struct sc_where_price price;
        int64_t low;
    } rows[] = {
        {{.price_minor = 219, .special = SC_WHERE_SPECIAL_ON, .low_said_minor = 199}, 199},
        {{.price_minor = 219, .special = SC_WHERE_SPECIAL_ON, .low_seen_minor = 189}, 189},
        {{.price_minor = 219,
          .special = SC_WHERE_SPECIAL_ON,
          .low_said_minor = 199,
          .low_seen_minor = 209},
         199},
        {{.price_minor = 199, .special = SC_WHERE_SPECIAL_ON, .low_said_minor = 199}, 0},
        {{.price_minor = 219, .special = SC_WHERE_SPECIAL_ON}, 0},
        {{.price_minor = 219, .low_said_minor = 199}, 0}, /* the regular price may be */
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++)
        assert_int_equal(sc_where_special_low(&rows[i].price), rows[i].low);
}

UNIT_TESTS(a_test(each_plan_adds_up_from_its_tills),
           a_test(a_search_that_ends_at_once_still_buys_the_list),
           a_test(visits_go_to_the_nearest_first), a_test(the_till_slip_has_lines_deals_and_nudges),
           a_test(cards_that_are_not_held_are_priced_apart),
           a_test(every_store_has_its_total_and_what_it_lacks),
           a_test(nothing_to_buy_is_an_answer_too), a_test(the_cheapest_seller_counts_deposits),
           a_test(a_special_counts_while_it_is_on), a_test(a_special_above_its_30_day_low_is_seen))
