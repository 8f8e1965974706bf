#include "domain/wishes_json.h"

#include "testing/unit.h"

/* What is right and wrong in form is tests/api/contract_form_test.c's. */

#define HEAD "{\"at\":\"1970-01-01T00:00:00Z\",\"max_stores\":2,\"missing_cost\":7,"

static struct sc_wishes read_wishes(void **state, const char *text)
{
    struct sc_json_in in;
    struct sc_wishes wishes = {.budget_ms = -1};

    enum sc_status st = sc_wishes_read(&in, *state, sc_str_of(text), &wishes);
    assert_str(sc_json_in_words(&in), "");
    assert_int_equal(st, SC_OK);
    return wishes;
}

static void an_accepted_product_fills_the_line_in_its_own_way(void **state)
{
    struct sc_wishes wishes = read_wishes(
        state,
        HEAD "\"stores\":[],\"lines\":["
             "{\"id\":\"a\",\"units\":2,\"accept\":[\"p\",{\"product\":\"q\",\"units\":1},"
             "{\"product\":\"w\",\"grams\":500}]},{\"id\":\"b\",\"grams\":9,\"accept\":[\"q\"]},"
             "{\"id\":\"c\",\"units\":1,\"accept\":[]}]}");
    const struct sc_plan_line *lines = wishes.request.lines;

    assert_int_equal(wishes.request.line_count, 3);
    assert_int_equal(lines[0].accept_count, 3);
    assert_true(!lines[0].accepts[0].is_weighed && lines[0].accepts[0].amount == 2);
    assert_true(!lines[0].accepts[1].is_weighed && lines[0].accepts[1].amount == 1);
    assert_true(lines[0].accepts[2].is_weighed && lines[0].accepts[2].amount == 500);
    assert_true(lines[1].accepts[0].is_weighed && lines[1].accepts[0].amount == 9);
    assert_int_equal(lines[0].accepts[1].product, lines[1].accepts[0].product);
    assert_str(wishes.products.at[lines[0].accepts[2].product], "w");
    assert_int_equal(lines[2].accept_count, 0);
}

static void a_store_keeps_the_prices_that_are_wanted(void **state)
{
    struct sc_wishes wishes = read_wishes(
        state, HEAD "\"lines\":[{\"id\":\"a\",\"units\":2,\"accept\":[\"z\",\"b\"]}],\"stores\":["
                    "{\"id\":\"s\",\"visit_cost\":35,\"deals\":[],\"prices\":{"
                    "\"z\":{\"unit_price\":5,\"deposit\":1},\"unwanted\":{\"unit_price\":6},"
                    "\"b\":{\"price_per_kg\":7}}},"
                    "{\"id\":\"t\",\"visit_cost\":0,\"prices\":{},\"deals\":["
                    "{\"id\":\"d\",\"kind\":\"basket_amount_off\",\"value\":9}]}]}");
    const struct sc_plan_store *stores = wishes.request.stores;

    assert_int_equal(wishes.request.store_count, 2);
    assert_int_equal(stores[0].visit_minor, 35);
    assert_int_equal(stores[0].price_count, 2);
    assert_true(stores[0].prices[0].product < stores[0].prices[1].product);
    assert_str(wishes.products.at[stores[0].prices[0].product], "b");
    assert_true(stores[0].prices[0].is_weighed && stores[0].prices[0].price_minor == 7);
    assert_true(!stores[0].prices[1].is_weighed && stores[0].prices[1].deposit_minor == 1);
    assert_int_equal(stores[1].deal_count, 1);
    assert_str(wishes.store_ids[1], "t");
    assert_true(wishes.request.max_stores == 2 && wishes.request.missing_minor == 7);
    assert_int_equal(wishes.budget_ms, SC_WISHES_BUDGET_MS);
}

static void an_answer_is_written_as_the_contract_has_it(void **state)
{
    struct sc_wishes wishes =
        read_wishes(state, "{\"at\":\"1970-01-01T00:00:00Z\",\"max_stores\":1,\"missing_cost\":7,"
                           "\"lines\":[{\"id\":\"a\",\"units\":2,\"accept\":[\"p\",\"q\"]},"
                           "{\"id\":\"b\",\"units\":1,\"accept\":[\"r\"]}],\"stores\":["
                           "{\"id\":\"s\",\"visit_cost\":35,\"deals\":[],\"prices\":{"
                           "\"q\":{\"unit_price\":50}}}]}");
    static const struct sc_plan_choice choices[] = {{.store = 0, .accept = 1},
                                                    {.store = SC_PLAN_MISSING}};
    static const uint32_t chosen = 0;
    static const bool has_line[] = {true, false};
    struct sc_plan plan = {.cost_minor = 142,
                           .goods_minor = 100,
                           .visits_minor = 35,
                           .stores = &chosen,
                           .store_count = 1,
                           .choices = choices,
                           .is_exact = false,
                           .bound_minor = 140};
    struct sc_plan_store_total total = {.goods_minor = 100, .has_line = has_line, .is_exact = true};
    struct sc_plan_answer answer = {.plans = &plan, .stores = &total};
    struct sc_json_out out;
    struct sc_buf buf;

    sc_buf_init(&buf, 4096);
    sc_json_init(&out, &buf);
    sc_wishes_write(&out, &wishes, &answer);
    assert_str(sc_buf_str(&buf),
               "{\"plans\":[{\"max_stores\":1,\"cost\":142,\"goods\":100,\"visits\":35,"
               "\"missing\":[\"b\"],\"stores\":[\"s\"],"
               "\"assign\":{\"a\":{\"store\":\"s\",\"product\":\"q\"}},\"exact\":false,"
               "\"bound\":140}],\"stores\":[{\"id\":\"s\",\"goods\":100,\"missing\":[\"b\"]}]}");
    sc_buf_finish(&buf);
}

UNIT_TESTS(a_test(an_accepted_product_fills_the_line_in_its_own_way),
           a_test(a_store_keeps_the_prices_that_are_wanted),
           a_test(an_answer_is_written_as_the_contract_has_it))
