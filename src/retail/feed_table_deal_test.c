#include <stdio.h>

#include "testing/table_dump.h"

/* One promotion of the usual columns; those that a row leaves out are empty. */
struct promo {
    const char *kind;
    const char *applies; /* NULL: specific_products */
    const char *items;   /* NULL: "B,A" with specific_products */
    const char *percent, *amount, *buy, *get, *limit, *minimum;
    const char *extra_name, *extra; /* one more column */
    const char *want;               /* behind "deal P " */
};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static void check_promo(const struct promo *p)
{
    const char *applies = p->applies == NULL ? "specific_products" : p->applies;
    const char *items = p->items != NULL ? p->items : p->applies == NULL ? "B, A" : "";
    char text[2000], want[1000];

    snprintf(text, sizeof text,
             "promotion_id\tproduct_applicability\toffer_type\tlong_title\t"
             "promotion_effective_dates\tcoupon_value_type\titem_id\tpercent_off\t"
             "money_off_amount\tbuy_this_quantity\tget_this_quantity_discounted\tlimit_quantity\t"
             "minimum_purchase_amount\t%s\n"
             "P\t%s\tno_code\twords\t2026-11-01T00:00Z/2026-11-30T23:59Z\t%s\t%s\t%s\t%s\t%s\t%s\t"
             "%s\t%s\t%s\n",
             p->extra_name == NULL ? "note" : p->extra_name, applies, p->kind, items,
             or_empty(p->percent), or_empty(p->amount), or_empty(p->buy), or_empty(p->get),
             or_empty(p->limit), or_empty(p->minimum), or_empty(p->extra));
    bool has_money = p->amount != NULL || p->minimum != NULL;
    snprintf(want, sizeof want,
             "head merchant deals full key=corner name=Corner%s at=2025-11-24T16:00:00Z\n%s\n",
             has_money ? " money=USD" : "", p->want);
    table_dump_check("merchant-promotions", "corner-promotions.tsv", sc_str_of(text), want, NULL);
}

#define DATES " from=2026-11-01T00:00:00Z to=2026-11-30T23:59:59Z"
#define OF    DATES " of:A,B"

static void check_all(const struct promo *promos, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_promo(&promos[i]);
}

static void cuts_on_products_are_deals_on_units(void **state)
{
    static const struct promo promos[] = {
        {.kind = "PERCENT_OFF",
         .percent = "20",
         .want = "deal P percent_off everywhere value=2000" OF},
        {.kind = "percent_off",
         .percent = "12.5%",
         .limit = "3",
         .want = "deal P percent_off everywhere value=1250 units=3" OF},
        {.kind = "PERCENT_OFF",
         .percent = "20",
         .minimum = "50.00 USD",
         .want = "deal P percent_off everywhere value=2000 basket=5000 counts_own" OF},
        {.kind = "MONEY_OFF",
         .amount = "1.50 USD",
         .want = "deal P amount_off everywhere value=150" OF},
        {.kind = "BUY_M_GET_MONEY_OFF",
         .buy = "3",
         .amount = "2 USD",
         .want = "deal P amount_off everywhere count=3 value=200" OF},
        {.kind = "BUY_M_GET_PERCENT_OFF",
         .buy = "3",
         .percent = "10",
         .want = "deal P percent_off everywhere count=3 value=1000" OF},
    };

    (void)state;
    check_all(promos, SC_COUNT(promos));
}

static void buy_m_get_n_counts_n_more(void **state)
{
    static const struct promo promos[] = {
        {.kind = "BUY_M_GET_N_PERCENT_OFF",
         .buy = "2",
         .get = "1",
         .percent = "100",
         .want = "deal P buy_get everywhere count=2 get=1 value=0" OF},
        {.kind = "BUY_M_GET_N_PERCENT_OFF",
         .buy = "1",
         .get = "1",
         .percent = "50",
         .want = "deal P cheapest_percent_off everywhere count=2 value=5000" OF},
        {.kind = "BUY_M_GET_N_PERCENT_OFF",
         .buy = "2",
         .get = "2",
         .percent = "50",
         .want = "deal P unpriced why=several more at a percentage off everywhere value=0" OF},
        {.kind = "BUY_M_GET_N_MONEY_OFF",
         .buy = "2",
         .get = "2",
         .amount = "1.00 USD",
         .want = "deal P amount_off everywhere count=4 value=200" OF},
    };

    (void)state;
    check_all(promos, SC_COUNT(promos));
}

static void cuts_on_everything_are_basket_deals(void **state)
{
    static const struct promo promos[] = {
        {.kind = "PERCENT_OFF",
         .applies = "all_products",
         .percent = "5",
         .want = "deal P basket_percent_off everywhere value=500" DATES},
        {.kind = "MONEY_OFF",
         .applies = "ALL_PRODUCTS",
         .amount = "10 USD",
         .minimum = "80 USD",
         .want = "deal P basket_amount_off everywhere value=1000 basket=8000 counts_own" DATES},
        {.kind = "BUY_M_GET_MONEY_OFF",
         .applies = "all_products",
         .buy = "2",
         .amount = "1 USD",
         .want = "deal P unpriced why=BUY_M_GET_MONEY_OFF everywhere value=0" DATES},
        {.kind = "PERCENT_OFF",
         .applies = "all_products",
         .percent = "5",
         .extra_name = "item_id_exclusion",
         .extra = "A",
         .want = "deal P unpriced why=all products but some everywhere value=0" DATES},
    };

    (void)state;
    check_all(promos, SC_COUNT(promos));
}

static void gifts_are_goods_for_nothing(void **state)
{
    static const struct promo promos[] = {
        {.kind = "FREE_GIFT_WITH_ITEM_ID",
         .extra_name = "free_gift_item_id",
         .extra = "G",
         .want = "deal P buy_get everywhere get=1 value=0" OF " gets:G"},
        {.kind = "FREE_GIFT_WITH_ITEM_ID",
         .applies = "all_products",
         .minimum = "30 USD",
         .extra_name = "free_gift_item_id",
         .extra = "G",
         .want = "deal P percent_off everywhere value=10000 units=1 basket=3000" DATES " of:G"},
        {.kind = "FREE_GIFT", .want = "deal P unpriced why=FREE_GIFT everywhere value=0" OF},
        {.kind = "FREE_SHIPPING_STANDARD",
         .applies = "all_products",
         .want = "deal P unpriced why=FREE_SHIPPING_STANDARD everywhere value=0" DATES},
    };

    (void)state;
    check_all(promos, SC_COUNT(promos));
}

static void what_our_kinds_cannot_tell_stays_words(void **state)
{
    static const struct promo promos[] = {
        {.kind = "PERCENT_OFF",
         .percent = "20",
         .extra_name = "brand",
         .extra = "Acme",
         .want = "deal P unpriced why=by brand, type or group everywhere value=0" OF},
        {.kind = "PERCENT_OFF",
         .percent = "20",
         .extra_name = "redemption_channel",
         .extra = "online",
         .want = "deal P unpriced why=online only everywhere value=0" OF},
        {.kind = "PERCENT_OFF",
         .percent = "20",
         .extra_name = "limit_value",
         .extra = "5.00 USD",
         .want = "deal P unpriced why=up to a price everywhere value=0" OF},
        {.kind = "PERCENT_OFF",
         .percent = "20",
         .items = " ,",
         .want = "deal P unpriced why=no products named everywhere value=2000" DATES},
        {.kind = "PERCENT_OFF",
         .want = "deal P unpriced why=numbers out of range everywhere "
                 "value=0" OF},
    };

    (void)state;
    check_all(promos, SC_COUNT(promos));
}

static void exclusions_leave_products_out(void **state)
{
    static const struct promo promo = {.kind = "PERCENT_OFF",
                                       .percent = "20",
                                       .items = "C,A,B,A",
                                       .extra_name = "item_id_exclusion",
                                       .extra = "B",
                                       .want = "deal P percent_off everywhere value=2000" DATES
                                               " of:A,C"};

    (void)state;
    check_promo(&promo);
}

#define COLUMNS                                                                               \
    "promotion_id\tproduct_applicability\toffer_type\tgeneric_redemption_code\tcoupon_value_" \
    "type\t"                                                                                  \
    "item_id\tpercent_off\tstore_applicability\tstore_code\tpromotion_effective_dates\n"
#define HEAD "head merchant deals full key=corner name=Corner at=2025-11-24T16:00:00Z\n"

static void codes_are_coupons_and_stores_are_named(void **state)
{
    (void)state;
    table_dump_check("merchant-promotions", "corner-promotions.tsv",
                     SC_STR(COLUMNS
                            "P\tspecific_products\tgeneric_code\tSAVE5\tPERCENT_OFF\tA\t5\t"
                            "specific_stores\tS2, S1\t\n"
                            "Q\tspecific_products\tno_code\t\tPERCENT_OFF\tA\t5\tall_stores\t\t\n"),
                     HEAD "deal P percent_off store=S1 value=500 coupon=SAVE5 of:A\n"
                          "deal P percent_off store=S2 value=500 coupon=SAVE5 of:A\n"
                          "deal Q percent_off everywhere value=500 of:A\n",
                     NULL);
}

static void unusable_promotions_are_rejected(void **state)
{
    (void)state;
    table_dump_check("merchant-promotions", "corner-promotions.tsv",
                     SC_STR(COLUMNS
                            "\tall_products\tno_code\t\tPERCENT_OFF\t\t5\t\t\t\n"
                            "P\tall_products\tgeneric_code\t\tPERCENT_OFF\t\t5\t\t\t\n"
                            "P\tall_products\tno_code\t\tPERCENT_OFF\t\tfive\t\t\t\n"
                            "P\tall_products\tno_code\t\t\t\t5\t\t\t\n"
                            "P\tall_products\tno_code\t\tPERCENT_OFF\t\t5\tspecific_stores\t\t\n"
                            "P\tall_products\tno_code\t\tPERCENT_OFF\t\t5\t\t\tsoon\n"),
                     "reject 2 bad_deal\nreject 3 bad_deal\nreject 4 bad_deal\nreject 5 bad_deal\n"
                     "reject 6 no_store\nreject 7 bad_time\n" HEAD,
                     NULL);
}

UNIT_TESTS(a_test(cuts_on_products_are_deals_on_units), a_test(buy_m_get_n_counts_n_more),
           a_test(cuts_on_everything_are_basket_deals), a_test(gifts_are_goods_for_nothing),
           a_test(what_our_kinds_cannot_tell_stays_words), a_test(exclusions_leave_products_out),
           a_test(codes_are_coupons_and_stores_are_named), a_test(unusable_promotions_are_rejected))
