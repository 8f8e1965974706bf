#include "domain/deal_words.h"

#include "testing/unit.h"

static const uint32_t gift = 7;
static const struct sc_str audiences[] = {SC_STR("card:greenbasket"), SC_STR("club:greenbasket")};

/* A deal for everybody; what a row leaves out has no limit. */
static const struct {
    const char *words;
    enum sc_deal_kind kind;
    int64_t value, count, get;
    int64_t min_grams, max_grams, max_uses, max_units, basket_min;
    bool counts_own, has_gifts, has_audiences;
    const char *coupon;
} rows[] = {
    {.words = "on sale at 4.90", .kind = SC_DEAL_BUNDLE_TOTAL, .value = 490, .count = 1},
    {.words = "3 for 20.00", .kind = SC_DEAL_BUNDLE_TOTAL, .value = 2000, .count = 3},
    {.words = "20% off", .kind = SC_DEAL_PERCENT_OFF, .value = 2000, .count = 1},
    {.words = "33.33% off from 3 up", .kind = SC_DEAL_PERCENT_OFF, .value = 3333, .count = 3},
    {.words = "12.5% off", .kind = SC_DEAL_PERCENT_OFF, .value = 1250, .count = 1},
    {.words = "5.00 off", .kind = SC_DEAL_AMOUNT_OFF, .value = 500, .count = 1},
    {.words = "5.00 off each 4", .kind = SC_DEAL_AMOUNT_OFF, .value = 500, .count = 4},
    {.words = "of 3 the cheapest free",
     .kind = SC_DEAL_CHEAPEST_PERCENT_OFF,
     .value = 10000,
     .count = 3},
    {.words = "of 2 the cheaper one at half price",
     .kind = SC_DEAL_CHEAPEST_PERCENT_OFF,
     .value = 5000,
     .count = 2},
    {.words = "of 2 the cheaper one 30% off",
     .kind = SC_DEAL_CHEAPEST_PERCENT_OFF,
     .value = 3000,
     .count = 2},
    {.words = "buy 2, get 1 free", .kind = SC_DEAL_BUY_GET, .value = 0, .count = 2, .get = 1},
    {.words = "buy 1, get 2 at 0.50 each",
     .kind = SC_DEAL_BUY_GET,
     .value = 50,
     .count = 1,
     .get = 2},
    {.words = "buy 1, get 1 of its gifts free",
     .kind = SC_DEAL_BUY_GET,
     .value = 0,
     .count = 1,
     .get = 1,
     .has_gifts = true},
    {.words = "9.90 per kg", .kind = SC_DEAL_WEIGHT_PRICE, .value = 990, .min_grams = 1},
    {.words = "9.90 per kg from 500 g up to 3 kg",
     .kind = SC_DEAL_WEIGHT_PRICE,
     .value = 990,
     .min_grams = 500,
     .max_grams = 3000},
    {.words = "9.90 per kg from 1.25 kg",
     .kind = SC_DEAL_WEIGHT_PRICE,
     .value = 990,
     .min_grams = 1250},
    {.words = "5% off the whole basket, from 100.00 in the basket",
     .kind = SC_DEAL_BASKET_PERCENT_OFF,
     .value = 500,
     .basket_min = 10000},
    {.words = "5.00 off the whole basket", .kind = SC_DEAL_BASKET_AMOUNT_OFF, .value = 500},
    {.words = "on sale at 4.90, once",
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .value = 490,
     .count = 1,
     .max_uses = 1},
    {.words = "2 for 4.90, at most twice, at most 4 units",
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .value = 490,
     .count = 2,
     .max_uses = 2,
     .max_units = 4},
    {.words = "on sale at 4.90, at most 5 times",
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .value = 490,
     .count = 1,
     .max_uses = 5},
    {.words = "on sale at 1.00, with 150.00 of other goods",
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .value = 100,
     .count = 1,
     .basket_min = 15000},
    {.words = "on sale at 1.00, from 150.00 in the basket",
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .value = 100,
     .count = 1,
     .basket_min = 15000,
     .counts_own = true},
    {.words = "on sale at 1.00, with coupon C-77",
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .value = 100,
     .count = 1,
     .coupon = "C-77"},
    {.words = "on sale at 1.00, with the greenbasket card or the greenbasket club",
     .kind = SC_DEAL_BUNDLE_TOTAL,
     .value = 100,
     .count = 1,
     .has_audiences = true},
    {.words = "", .kind = SC_DEAL_UNPRICED},
    {.words = "with coupon X", .kind = SC_DEAL_UNPRICED, .coupon = "X"},
};

static int64_t or_else(int64_t value, int64_t otherwise)
{
    return value != 0 ? value : otherwise;
}

static struct sc_deal deal_of(size_t i)
{
    return (struct sc_deal){
        .kind = rows[i].kind,
        .value = rows[i].value,
        .count = rows[i].count,
        .get = rows[i].get,
        .min_grams = rows[i].min_grams,
        .max_grams = or_else(rows[i].max_grams, SC_DEAL_NO_LIMIT),
        .max_uses = or_else(rows[i].max_uses, SC_DEAL_NO_LIMIT),
        .max_units = or_else(rows[i].max_units, SC_DEAL_NO_LIMIT),
        .basket_min = or_else(rows[i].basket_min, SC_DEAL_NO_MIN),
        .basket_min_counts_own = rows[i].counts_own,
        .coupon = sc_str_of(rows[i].coupon),
        .audiences = audiences,
        .audience_count = rows[i].has_audiences ? SC_COUNT(audiences) : 0,
        .get_items = rows[i].has_gifts ? &gift : NULL,
        .get_item_count = rows[i].has_gifts ? 1 : 0,
    };
}

static void every_kind_has_its_words(void **state)
{
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct sc_str words;
        struct sc_deal deal = deal_of(i);
        assert_int_equal(sc_deal_words(*state, &deal, 2, &words), SC_OK);
        assert_str(words, rows[i].words);
    }
}

static void money_has_the_currency_s_decimals(void **state)
{
    struct sc_str words;
    struct sc_deal three_for = deal_of(1);

    assert_int_equal(sc_deal_words(*state, &three_for, 0, &words), SC_OK);
    assert_str(words, "3 for 2000");
    assert_int_equal(sc_deal_words(*state, &three_for, 3, &words), SC_OK);
    assert_str(words, "3 for 2.000");
}

UNIT_TESTS(a_test(every_kind_has_its_words), a_test(money_has_the_currency_s_decimals))
