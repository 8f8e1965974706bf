/* How a household shops: who may say so, who may know it, and how much of it there may be. */
#include "accounts/shopping.h"

#include <inttypes.h>
#include <string.h>

#include "accounts/accounts_rows.h"
#include "api/helpers/people.h"
#include "base/macros.h"
#include "runtime/deadline.h"

enum {
    SHOP = 7001, /* stores and retailers: nobody holds them against the catalogue */
    RETAILER = 8001,
};

/* A household of five: who may what is tried by each. */
struct home {
    int64_t id, owner, adult, child, guest, stranger;
};

static struct home make_home(struct people *p)
{
    struct home h = {
        .owner = people_add(p, NULL),
        .adult = people_add(p, NULL),
        .child = people_add(p, NULL),
        .guest = people_add(p, NULL),
        .stranger = people_add(p, NULL),
    };

    h.id = people_household(p, h.owner);
    people_let_in(p, h.id, h.adult, "adult");
    people_let_in(p, h.id, h.child, "child");
    people_let_in(p, h.id, h.guest, "guest");
    people_household(p, h.stranger);
    return h;
}

/* Changes it as each who may not, then as each who may. */
static void by_adults_alone(struct people *p, const struct home *h, people_call_fn call,
                            const void *in)
{
    struct accounts_household_by_id_row row;

    assert_int_equal(people_call(p, 0, call, in, &row), SC_UNAUTHENTICATED);
    assert_int_equal(people_call(p, h->stranger, call, in, &row), SC_NOT_FOUND);
    assert_int_equal(people_call(p, h->child, call, in, &row), SC_FORBIDDEN);
    assert_true(people_call(p, h->guest, call, in, &row) != SC_OK);
    assert_int_equal(people_call(p, h->adult, call, in, &row), SC_OK);
    assert_int_equal(row.id, h->id);
    assert_true(sc_str_eq(row.role, SC_STR("adult")));
}

static struct accounts_shopping shopping_of(struct people *p, int64_t person_id, int64_t household)
{
    struct accounts_shopping shopping;

    people_ask_as(p, person_id);
    assert_int_equal(accounts_shopping_find(&p->rq, p->pg, household, sc_wall_us(), &shopping),
                     SC_OK);
    return shopping;
}

static void stores_are_set_whole_and_keep_their_order(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    const struct accounts_store_in first[] = {{SHOP + 2, true}, {SHOP, false}, {SHOP + 1, false}};
    const struct accounts_store_in then[] = {{SHOP + 1, false}, {SHOP + 2, false}};
    const struct accounts_store_in twice[] = {{SHOP, false}, {SHOP, true}};
    struct accounts_stores_set_in in = {h.id, {first, SC_COUNT(first)}};
    struct accounts_household_by_id_row row;

    by_adults_alone(p, &h, accounts_stores_set, &in);
    struct accounts_shopping shopping = shopping_of(p, h.child, h.id);
    assert_int_equal(shopping.store_ids.count, 3);
    assert_int_equal(shopping.store_ids.at[0], SHOP + 2);
    assert_int_equal(shopping.store_ids.at[2], SHOP + 1);
    in.stores = (struct sc_rows){twice, SC_COUNT(twice)};
    assert_int_equal(people_call(p, h.owner, accounts_stores_set, &in, &row), SC_INVALID);
    in.stores = (struct sc_rows){then, SC_COUNT(then)};
    assert_int_equal(people_call(p, h.owner, accounts_stores_set, &in, &row), SC_OK);
    shopping = shopping_of(p, h.owner, h.id);
    assert_int_equal(shopping.store_ids.count, 2);
    assert_int_equal(shopping.store_ids.at[0], SHOP + 1);
    struct accounts_store_in many[ACCOUNTS_STORES_MAX + 1];
    for (size_t i = 0; i < SC_COUNT(many); i++)
        many[i] = (struct accounts_store_in){(int64_t)i + 1, false};
    in.stores = (struct sc_rows){many, SC_COUNT(many)};
    assert_int_equal(people_call(p, h.owner, accounts_stores_set, &in, &row), SC_INVALID);
    in.stores.count--;
    assert_int_equal(people_call(p, h.owner, accounts_stores_set, &in, &row), SC_OK);
    in.stores.count = 0;
    assert_int_equal(people_call(p, h.owner, accounts_stores_set, &in, &row), SC_OK);
    assert_int_equal(shopping_of(p, h.owner, h.id).store_ids.count, 0);
}

static void a_place_is_set_and_forgotten(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    const struct accounts_home_place_in cork = {51.9, -8.5}, nowhere = {91, 0},
                                        nan = {__builtin_nan(""), 0};
    struct accounts_home_set_in in = {h.id, &cork};
    struct accounts_household_by_id_row row;

    by_adults_alone(p, &h, accounts_home_set, &in);
    struct accounts_shopping shopping = shopping_of(p, h.child, h.id);
    assert_true(shopping.has_place && shopping.lat == cork.lat && shopping.lon == cork.lon);
    in.place = &nowhere;
    assert_int_equal(people_call(p, h.owner, accounts_home_set, &in, &row), SC_INVALID);
    in.place = &nan;
    assert_int_equal(people_call(p, h.owner, accounts_home_set, &in, &row), SC_INVALID);
    in.place = NULL;
    assert_int_equal(people_call(p, h.owner, accounts_home_set, &in, &row), SC_OK);
    assert_false(shopping_of(p, h.owner, h.id).has_place);
}

static void a_cards_number_is_kept_sealed(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    const struct accounts_card_add_in add = {
        .household_id = h.id, .retailer_id = RETAILER, .number = SC_STR("6331 4000 1234")};
    struct accounts_card_number_row number;
    struct accounts_household_by_id_row row;

    by_adults_alone(p, &h, accounts_card_add, &add);
    const struct accounts_card_in card = {people_number(
        p, "select id from accounts.household_card where household_id = %" PRId64, h.id)};
    assert_int_equal(people_number(p,
                                   "select position('6331 4000 1234' in encode(sealed, "
                                   "'escape')) from accounts.household_card where id = %" PRId64,
                                   card.card_id),
                     0);
    assert_int_equal(people_call(p, h.child, accounts_card_number, &card, &number), SC_OK);
    assert_str(number.card_number, "6331 4000 1234");
    assert_int_equal(people_call(p, h.guest, accounts_card_number, &card, &number), SC_NOT_FOUND);
    assert_int_equal(people_call(p, h.stranger, accounts_card_number, &card, &number),
                     SC_NOT_FOUND);
    assert_int_equal(people_call(p, h.stranger, accounts_card_remove, &card, &row), SC_NOT_FOUND);
    assert_int_equal(people_call(p, h.child, accounts_card_remove, &card, &row), SC_FORBIDDEN);
    people_number(p, "update accounts.household_card set sealed = overlay(sealed placing "
                     "'\\x00000000'::bytea from 30) returning 1");
    assert_int_equal(people_call(p, h.owner, accounts_card_number, &card, &number), SC_INTERNAL);
    assert_int_equal(people_call(p, h.owner, accounts_card_remove, &card, &row), SC_OK);
    assert_int_equal(people_call(p, h.owner, accounts_card_remove, &card, &row), SC_NOT_FOUND);
    assert_int_equal(shopping_of(p, h.owner, h.id).card_retailers.count, 0);
}

static void cards_are_so_many(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_card_add_in add = {.household_id = h.id, .retailer_id = RETAILER};
    struct accounts_household_by_id_row row;

    for (int i = 0; i < ACCOUNTS_CARDS_MAX; i++)
        assert_int_equal(people_call(p, h.owner, accounts_card_add, &add, &row), SC_OK);
    assert_int_equal(people_call(p, h.owner, accounts_card_add, &add, &row), SC_INVALID);
    assert_int_equal(shopping_of(p, h.owner, h.id).card_retailers.count, 1);
    add.label = SC_STR("a\nb");
    assert_int_equal(people_call(p, h.owner, accounts_card_add, &add, &row), SC_INVALID);
    add.label = SC_STR("\xff");
    assert_int_equal(people_call(p, h.owner, accounts_card_add, &add, &row), SC_INVALID);
    add.label = (struct sc_str){0};
    add.number = SC_STR(" ");
    assert_int_equal(people_call(p, h.owner, accounts_card_add, &add, &row), SC_INVALID);
}

static void a_coupon_counts_until_it_is_used_or_over(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_coupon_add_in add = {.household_id = h.id, .code = SC_STR("WELCOME5")};
    struct accounts_household_by_id_row row;

    by_adults_alone(p, &h, accounts_coupon_add, &add);
    add.code = SC_STR("OVER");
    add.until = sc_wall_us() - INT64_C(1000000);
    add.has_until = true;
    assert_int_equal(people_call(p, h.owner, accounts_coupon_add, &add, &row), SC_OK);
    add.code = SC_STR("ON");
    add.retailer_id = RETAILER;
    add.has_retailer_id = true;
    add.until = sc_wall_us() + INT64_C(3600) * 1000 * 1000;
    assert_int_equal(people_call(p, h.owner, accounts_coupon_add, &add, &row), SC_OK);
    struct accounts_shopping shopping = shopping_of(p, h.child, h.id);
    assert_int_equal(shopping.coupons.count, 2);
    assert_str(shopping.coupons.at[0], "WELCOME5");
    assert_int_equal(shopping.coupon_retailers.at[0], 0);
    assert_str(shopping.coupons.at[1], "ON");
    assert_int_equal(shopping.coupon_retailers.at[1], RETAILER);

    struct accounts_coupon_use_in use = {
        people_number(p,
                      "select id from accounts.household_coupon where code = 'ON' and "
                      "household_id = %" PRId64,
                      h.id),
        true};
    by_adults_alone(p, &h, accounts_coupon_use, &use);
    assert_int_equal(shopping_of(p, h.owner, h.id).coupons.count, 1);
    use.is_used = false;
    assert_int_equal(people_call(p, h.owner, accounts_coupon_use, &use, &row), SC_OK);
    assert_int_equal(shopping_of(p, h.owner, h.id).coupons.count, 2);
    const struct accounts_coupon_in gone = {use.coupon_id};
    by_adults_alone(p, &h, accounts_coupon_remove, &gone);
    assert_int_equal(people_call(p, h.owner, accounts_coupon_use, &use, &row), SC_NOT_FOUND);
    add.code = SC_STR("");
    assert_int_equal(people_call(p, h.owner, accounts_coupon_add, &add, &row), SC_INVALID);
    people_number(p,
                  "insert into accounts.household_coupon (household_id, code) select %" PRId64
                  ", 'C' || n from generate_series(1, 198) n returning 1",
                  h.id);
    add.code = SC_STR("ONE MORE");
    assert_int_equal(people_call(p, h.owner, accounts_coupon_add, &add, &row), SC_INVALID);
}

static void who_is_no_member_learns_nothing(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    const int64_t others[] = {0, h.guest, h.stranger};
    const struct accounts_store_in store = {SHOP, true};
    const struct accounts_home_place_in cork = {51.9, -8.5};
    const struct accounts_stores_set_in stores = {h.id, {&store, 1}};
    const struct accounts_home_set_in place = {h.id, &cork};
    const struct accounts_card_add_in card = {.household_id = h.id, .retailer_id = RETAILER};
    const struct accounts_coupon_add_in coupon = {.household_id = h.id, .code = SC_STR("C")};
    struct accounts_household_by_id_row row;

    assert_int_equal(people_call(p, h.owner, accounts_stores_set, &stores, &row), SC_OK);
    assert_int_equal(people_call(p, h.owner, accounts_home_set, &place, &row), SC_OK);
    assert_int_equal(people_call(p, h.owner, accounts_card_add, &card, &row), SC_OK);
    assert_int_equal(people_call(p, h.owner, accounts_coupon_add, &coupon, &row), SC_OK);
    for (size_t i = 0; i < SC_COUNT(others); i++) {
        struct accounts_shopping shopping = shopping_of(p, others[i], h.id);
        assert_true(shopping.store_ids.count == 0 && shopping.card_retailers.count == 0 &&
                    shopping.coupons.count == 0 && !shopping.has_place);
        SC_SCOPED(sc_tx) tx = sc_tx_auto(p->pg, &p->rq);
        const struct sc_i64_list viewer = sc_viewer_list(p->rq.viewer), key = {&h.id, NULL, 1};
        const struct accounts_household_stores_in of_stores = {viewer, key, 0, 10};
        const struct accounts_household_cards_in of_cards = {viewer, key, 0, 10};
        const struct accounts_household_coupons_in of_coupons = {viewer, key, 0, 10};
        const struct accounts_household_home_in of_home = {viewer, key};
        struct accounts_household_stores_rows store_rows = {0};
        struct accounts_household_cards_rows card_rows = {0};
        struct accounts_household_coupons_rows coupon_rows = {0};
        struct accounts_household_home_rows home_rows = {0};
        assert_int_equal(accounts_household_stores_load(&tx, &of_stores, 10, &store_rows), SC_OK);
        assert_int_equal(accounts_household_cards_load(&tx, &of_cards, 10, &card_rows), SC_OK);
        assert_int_equal(accounts_household_coupons_load(&tx, &of_coupons, 10, &coupon_rows),
                         SC_OK);
        assert_int_equal(accounts_household_home_load(&tx, &of_home, 10, &home_rows), SC_OK);
        assert_true(store_rows.count + card_rows.count + coupon_rows.count + home_rows.count == 0);
    }
}

PEOPLE_TESTS(cmocka_unit_test(stores_are_set_whole_and_keep_their_order),
             cmocka_unit_test(a_place_is_set_and_forgotten),
             cmocka_unit_test(a_cards_number_is_kept_sealed), cmocka_unit_test(cards_are_so_many),
             cmocka_unit_test(a_coupon_counts_until_it_is_used_or_over),
             cmocka_unit_test(who_is_no_member_learns_nothing))
