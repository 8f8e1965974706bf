/* The sample world, as `smartcart import` takes it into a real PostgreSQL. */
#include <stdio.h>

#include "api/helpers/sample.h"
#include "demo/writers.h"

enum {
    FILES = 21, /* 12 of Larkfield, 4 of Copper Kettle, 5 of Halfpenny */
    SQL_MAX = 1000,
};

static int64_t number(const char *sql)
{
    return catalogue_number(sample_catalogue(), sql);
}

static void every_file_is_taken_whole(void **state)
{
    (void)state;
    assert_int_equal(number("select count(*) from retail.feed_file where is_complete"), FILES);
    assert_int_equal(number("select count(*) from retail.feed_file where rows <> records"), 0);
    assert_int_equal(number("select count(*) from retail.reject"), 0);
}

static void every_shop_has_its_place_and_one_money(void **state)
{
    (void)state;
    assert_int_equal(number("select count(*) from retail.retailer where name in "
                            "('Larkfield', 'Copper Kettle', 'Halfpenny') and country = 'IE'"),
                     DEMO_CHAINS);
    assert_int_equal(number("select count(*) from retail.retailer"), DEMO_CHAINS);
    assert_int_equal(number("select count(*) from retail.store where lat between 51.8 and 52 and "
                            "lon between -8.6 and -8.3 and city is not null and "
                            "currency = 'EUR' and time_zone = 'Europe/Dublin'"),
                     (int64_t)demo_store_count);
    assert_int_equal(number("select count(*) from retail.store where currency <> 'EUR'"), 0);
    assert_int_equal(number("select count(*) from retail.store where lat is null and kind = 2"), 1);
    assert_int_equal(number("select count(*) from retail.store"), (int64_t)demo_store_count + 1);
}

static void one_barcode_is_one_product_in_all_chains(void **state)
{
    int64_t packed = 0, loose = 0;

    (void)state;
    for (size_t i = 0; i < sample_world()->product_count; i++) {
        const struct demo_product *product = &sample_world()->products[i];
        if (!demo_is_loose(product))
            packed++;
        else
            for (unsigned chain = 0; chain < DEMO_CHAINS; chain++)
                loose += demo_is_sold_by(product, (enum demo_chain_id)chain);
    }
    assert_int_equal(number("select count(*) from retail.product where gtin is not null"), packed);
    assert_int_equal(number("select count(*) from retail.product where gtin is null"), loose);
    assert_int_equal(number("select count(*) from retail.product where is_weighed"), loose);
    assert_int_equal(number("select count(*) from retail.product "
                            "where not is_weighed and size_milli is null"),
                     0);
}

static void every_kind_of_deal_arrives_priced(void **state)
{
    (void)state;
    assert_int_equal(number("select count(distinct kind) from deals.deal "
                            "where kind <> 'unpriced'"),
                     SC_DEAL_UNPRICED);
    /* stamps, a free bag and a delivery fee */
    assert_int_equal(number("select count(*) from deals.deal where kind = 'unpriced'"), 3);
    assert_true(number("select count(*) from deals.deal where coupon = 'WELCOME5'") == 1);
    assert_true(number("select count(*) from deals.deal "
                       "where audiences = array['club:larkfield']") > 0);
    assert_true(number("select count(*) from deals.deal "
                       "where audiences = array['card:larkfield']") > 0);
    assert_true(number("select count(*) from deals.deal where max_units is not null") > 0);
    assert_true(number("select count(*) from deals.deal where basket_min is not null") > 0);
}

/* How many deals are so; `noon` is the day's, where the shops are. */
static int64_t deals_that(const char *what)
{
    char date[DEMO_DATE_TEXT], sql[SQL_MAX];

    demo_date_text(SAMPLE_DAY, false, date);
    snprintf(sql, sizeof sql,
             "select count(*) from (select starts_at, ends_at, "
             "timestamp '%s 12:00' at time zone 'Europe/Dublin' as noon from deals.deal) d "
             "where %s",
             date, what);
    return number(sql);
}

static void some_deals_have_ended_some_are_to_come_and_some_end_today(void **state)
{
    (void)state;
    assert_true(deals_that("ends_at < noon - interval '12 hours'") > 0);
    assert_true(deals_that("starts_at > noon + interval '12 hours'") > 0);
    assert_true(deals_that("starts_at <= noon and ends_at > noon "
                           "and ends_at < noon + interval '12 hours'") > 0);
}

static void every_code_of_a_deal_is_on_a_shelf(void **state)
{
    (void)state;
    assert_int_equal(number("select count(*) from deals.deal_item d where not exists ("
                            "select from retail.item i where i.retailer_id = d.retailer_id "
                            "and i.code = d.code)"),
                     0);
}

static void the_discounter_tells_deposits_and_lows(void **state)
{
    (void)state;
    assert_true(number("select count(*) from retail.price where deposit_minor > 0") > 100);
    assert_true(number("select count(*) from retail.price "
                       "where is_special and price_minor > low_30d_minor") > 0);
}

static void the_next_day_changes_one_or_two_prices_in_a_hundred(void **state)
{
    (void)state;
    int64_t prices = number("select count(*) from retail.price");

    sample_import(SAMPLE_DAY);
    assert_int_equal(number("select count(*) from retail.price_history"), 0);
    assert_int_equal(number("select count(*) from retail.feed_file"), FILES);
    sample_import(SAMPLE_DAY + 1);
    int64_t changed = number("select count(*) from retail.price_history where not is_gone");
    assert_in_range(changed * 1000 / prices, 5, 40);
    assert_int_equal(number("select count(*) from retail.reject"), 0);
}

static void days_of_one_folder_are_taken_in_their_order(void **state)
{
    const int64_t first = SAMPLE_DAY + 14, last = SAMPLE_DAY + 28;
    char date[DEMO_DATE_TEXT], sql[SQL_MAX];

    (void)state;
    int64_t prices = number("select count(*) from retail.price");
    struct catalogue *catalogue = sample_catalogue();
    assert_int_equal(demo_write_world(catalogue->arena, sample_world(), last, catalogue->folder),
                     SC_OK);
    sample_import(first);
    assert_int_equal(number("select count(*) from retail.feed_file where is_complete"), 4 * FILES);
    for (int64_t day = first; day <= last; day += 14) {
        demo_date_text(day, false, date);
        snprintf(sql, sizeof sql,
                 "select count(*) from retail.price_history where not is_gone "
                 "and (to_at at time zone 'Europe/Dublin')::date = '%s'",
                 date);
        /* 14 of 90 days' drift, and nearly all specials of 6 in a hundred are others */
        assert_in_range(number(sql) * 100 / prices, 15, 35);
    }
    assert_int_equal(number("select count(*) from retail.price_history where from_at >= to_at"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_is_taken_whole),
        cmocka_unit_test(every_shop_has_its_place_and_one_money),
        cmocka_unit_test(one_barcode_is_one_product_in_all_chains),
        cmocka_unit_test(every_kind_of_deal_arrives_priced),
        cmocka_unit_test(some_deals_have_ended_some_are_to_come_and_some_end_today),
        cmocka_unit_test(every_code_of_a_deal_is_on_a_shelf),
        cmocka_unit_test(the_discounter_tells_deposits_and_lows),
        cmocka_unit_test(the_next_day_changes_one_or_two_prices_in_a_hundred),
        cmocka_unit_test(days_of_one_folder_are_taken_in_their_order),
    };

    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
