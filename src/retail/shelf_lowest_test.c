#include "retail/shelf_lowest.h"

#include "retail/retail_rows.h"
#include "testing/unit.h"

#define LIST(...)                                                    \
    {                                                                \
        (const int64_t[]){__VA_ARGS__}, NULL,                        \
            sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t) \
    }

static const struct retail_shelf_of_product_row euro = {
    .currency = {"EUR", 3},
    .store_ids = LIST(3, 5, 5, 8, 13),
    .minors = LIST(120, 99, 140, 99, 80),
};
static const struct retail_shelf_of_product_row pound = {
    .currency = {"GBP", 3},
    .is_weighed = true,
    .store_ids = LIST(2, 21),
    .minors = LIST(10, 70),
};
static const void *const rows[] = {&euro, &pound};

static void check(const int64_t *stores, size_t count, int64_t store_id, int64_t minor,
                  const char *currency)
{
    const struct retail_shelf_lowest_in in = {.store_ids = {stores, NULL, count}};
    struct retail_shelf_lowest lowest = {0};

    assert_int_equal(retail_shelf_pick_lowest(&in, rows, SC_COUNT(rows), &lowest), SC_OK);
    assert_int_equal(lowest.store_id, store_id);
    assert_int_equal(lowest.price_minor, minor);
    assert_str(lowest.price_currency, currency);
}

static void the_lowest_of_the_stores_is_picked(void **state)
{
    (void)state;
    check((const int64_t[]){3, 13}, 2, 13, 80, "EUR");
    check((const int64_t[]){5}, 1, 5, 99, "EUR"); /* the cheaper of two codes */
    check((const int64_t[]){8, 3, 5}, 3, 5, 99, "EUR");
    check((const int64_t[]){1, 4, 99, 3}, 4, 3, 120, "EUR");
}

static void currencies_are_not_compared(void **state)
{
    (void)state;
    check((const int64_t[]){2, 3}, 2, 3, 120, "EUR");
    check((const int64_t[]){21, 2}, 2, 2, 10, "GBP");
}

static void none_of_the_stores_is_none(void **state)
{
    const int64_t others[] = {1, 4, 22};
    const struct retail_shelf_lowest_in in = {.store_ids = {others, NULL, SC_COUNT(others)}};
    const struct retail_shelf_lowest_in nowhere = {{NULL, NULL, 0}};
    const struct retail_shelf_lowest_in many = {{NULL, NULL, RETAIL_SHELF_STORES_MAX + 1}};
    struct retail_shelf_lowest lowest;

    (void)state;
    assert_int_equal(retail_shelf_pick_lowest(&many, rows, SC_COUNT(rows), &lowest), SC_LIMITED);
    assert_int_equal(retail_shelf_pick_lowest(&in, rows, SC_COUNT(rows), &lowest), SC_NOT_FOUND);
    assert_int_equal(retail_shelf_pick_lowest(&nowhere, rows, SC_COUNT(rows), &lowest),
                     SC_NOT_FOUND);
    assert_int_equal(retail_shelf_pick_lowest(&in, NULL, 0, &lowest), SC_NOT_FOUND);
}

UNIT_TESTS(a_test(the_lowest_of_the_stores_is_picked), a_test(currencies_are_not_compared),
           a_test(none_of_the_stores_is_none))
