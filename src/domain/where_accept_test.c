#include "domain/where_accept.h"

#include "base/macros.h"
#include "testing/unit.h"

enum {
    CORNER = 1,
    MARKET,
};

/* Two retailers' items, by id and not by product. */
static const struct sc_where_item items[] = {
    {.id = 1, .product_id = 20},
    {.id = 2, .product_id = 10},
    {.id = 3, .product_id = 20, .is_weighed = true},
    {.id = 4, .product_id = 10},
    {.id = 5, .product_id = 30},
};
static const int64_t retailers[] = {CORNER, CORNER, MARKET, MARKET, CORNER};
static const struct sc_str categories[] = {SC_STR("milk"), SC_STR("milk"), SC_STR("dairy"),
                                           SC_STR("dairy"), SC_STR("sweets")};
static const struct sc_where_goods goods = {items, retailers, categories, SC_COUNT(items)};

static struct sc_where_line accepted(void **state, const struct sc_where_fit *fits, size_t count)
{
    struct sc_where_line_fits line_fits = {fits, count};
    struct sc_where_line line = {.accept_count = 0};

    assert_int_equal(sc_where_accept(*state, &goods, &line_fits, &line, 1), SC_OK);
    return line;
}

static void each_product_is_asked_for_once(void **state)
{
    static const struct sc_where_fit milk[] = {{.product_id = 20}, {.product_id = 10}};
    static const struct sc_where_fit more[] = {{.product_id = 10}, {.product_id = 5}};
    struct sc_where_line_fits fits[] = {{milk, 2}, {more, 2}, {NULL, 0}};
    const int64_t *ids;
    size_t count;

    assert_int_equal(sc_where_products(*state, fits, 3, &ids, &count), SC_OK);
    assert_int_equal(count, 3);
    assert_true(ids[0] == 5 && ids[1] == 10 && ids[2] == 20);
}

static void a_products_items_come_best_product_first(void **state)
{
    static const struct sc_where_fit fits[] = {{.product_id = 20, .fill = 2, .score = .9},
                                               {.product_id = 10, .fill = 1, .score = .8}};
    struct sc_where_line line = accepted(state, fits, 2);

    assert_int_equal(line.accept_count, 3);
    assert_int_equal(line.accepts[0].item, 0);
    assert_int_equal(line.accepts[0].amount, 2);
    assert_int_equal(line.accepts[1].item, 1);
    assert_int_equal(line.accepts[2].item, 3); /* item 2 is weighed, and two units are wanted */
}

static void grams_are_filled_by_what_is_weighed(void **state)
{
    static const struct sc_where_fit fits[] = {
        {.product_id = 20, .fill = 800, .fill_is_grams = true}};
    struct sc_where_line line = accepted(state, fits, 1);

    assert_int_equal(line.accept_count, 1);
    assert_int_equal(line.accepts[0].item, 2);
}

static void what_is_of_another_kind_in_the_same_shop_is_left_out(void **state)
{
    static const struct sc_where_fit fits[] = {{.product_id = 10, .fill = 1},
                                               {.product_id = 30, .fill = 1}};
    struct sc_where_line line = accepted(state, fits, 2);

    assert_int_equal(line.accept_count, 2);
    assert_int_equal(line.accepts[0].item, 1);
    assert_int_equal(line.accepts[1].item, 3);
}

static void an_amount_that_no_till_takes_is_left_out(void **state)
{
    static const struct sc_where_fit fits[] = {{.product_id = 10, .fill = SC_WHERE_UNITS_MAX + 1},
                                               {.product_id = 20, .fill = 0}};

    assert_int_equal(accepted(state, fits, 2).accept_count, 0);
}

UNIT_TESTS(a_test(each_product_is_asked_for_once), a_test(a_products_items_come_best_product_first),
           a_test(grams_are_filled_by_what_is_weighed),
           a_test(what_is_of_another_kind_in_the_same_shop_is_left_out),
           a_test(an_amount_that_no_till_takes_is_left_out))
