#include "domain/deal.h"

#include "testing/unit.h"

static const struct sc_str cards[] = {SC_STR("card:rami"), SC_STR("club:rami")};
static const struct sc_str codes[] = {SC_STR("C-77")};
static const struct sc_shopper nobody;
static const struct sc_shopper member = {cards, SC_COUNT(cards), codes, SC_COUNT(codes)};

static void a_deal_holds_from_its_first_to_its_last_moment(void **state)
{
    const struct sc_deal deal = {.starts_us = 100, .ends_us = 200};

    (void)state;
    assert_false(sc_deal_is_available(&deal, &nobody, 99));
    assert_true(sc_deal_is_available(&deal, &nobody, 100));
    assert_true(sc_deal_is_available(&deal, &nobody, 200));
    assert_false(sc_deal_is_available(&deal, &nobody, 201));
}

static void audience_and_coupon_must_both_be_held(void **state)
{
    static const struct sc_str wanted[] = {SC_STR("card:other"), SC_STR("club:rami")};
    struct sc_deal deal = {
        .starts_us = SC_DEAL_ALWAYS_FROM,
        .ends_us = SC_DEAL_ALWAYS_TO,
        .audiences = wanted,
        .audience_count = SC_COUNT(wanted),
    };

    (void)state;
    assert_false(sc_deal_is_available(&deal, &nobody, 0));
    assert_true(sc_deal_is_available(&deal, &member, 0)); /* one of several is enough */
    deal.coupon = SC_STR("C-78");
    assert_false(sc_deal_is_available(&deal, &member, 0));
    deal.coupon = SC_STR("C-77");
    assert_true(sc_deal_is_available(&deal, &member, 0));
}

static void kinds_and_names_match(void **state)
{
    (void)state;
    for (int kind = 0; kind <= SC_DEAL_UNPRICED; kind++)
        assert_int_equal(sc_deal_kind_of(sc_deal_kind_name((enum sc_deal_kind)kind)), kind);
    assert_int_equal(sc_deal_kind_of(SC_STR("free_lunch")), SC_DEAL_UNPRICED);
    assert_true(sc_deal_is_basket_kind(SC_DEAL_BASKET_AMOUNT_OFF));
    assert_false(sc_deal_is_basket_kind(SC_DEAL_WEIGHT_PRICE));
}

UNIT_TESTS(a_test(a_deal_holds_from_its_first_to_its_last_moment),
           a_test(audience_and_coupon_must_both_be_held), a_test(kinds_and_names_match))
