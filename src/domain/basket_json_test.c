#include "domain/basket_json.h"

#include "testing/unit.h"

/* What is right and wrong in form is tests/api/contract_form_test.c's. */

static struct sc_basket read_basket(void **state, const char *text)
{
    struct sc_json_in in;
    struct sc_basket basket = {.budget_ms = -1};

    enum sc_status st = sc_basket_read(&in, *state, sc_str_of(text), &basket);
    assert_str(sc_json_in_words(&in), "");
    assert_int_equal(st, SC_OK);
    return basket;
}

static void lines_of_one_product_share_its_number(void **state)
{
    struct sc_basket basket = read_basket(
        state, "{\"at\":\"1970-01-01T00:00:01Z\",\"deals\":[],\"lines\":["
               "{\"id\":\"x\",\"product\":\"z\",\"units\":2,\"unit_price\":300,\"deposit\":5},"
               "{\"id\":\"y\",\"product\":\"a\",\"grams\":700,\"price_per_kg\":900},"
               "{\"id\":\"z\",\"product\":\"z\",\"units\":1,\"unit_price\":300}]}");
    const struct sc_basket_line *lines = basket.request.lines;

    assert_int_equal(basket.request.line_count, 3);
    assert_int_equal(lines[0].product, lines[2].product);
    assert_int_not_equal(lines[0].product, lines[1].product);
    assert_true(!lines[0].is_weighed && lines[0].amount == 2 && lines[0].price_minor == 300);
    assert_true(lines[0].deposit_minor == 5 && lines[2].deposit_minor == 0);
    assert_true(lines[1].is_weighed && lines[1].amount == 700 && lines[1].price_minor == 900);
    assert_str(basket.line_ids[2], "z");
    assert_true(basket.request.at_us == 1000000);
}

static void presets_hold_where_nothing_is_said(void **state)
{
    struct sc_basket basket =
        read_basket(state, "{\"at\":\"1970-01-01T00:00:00Z\",\"deals\":[],\"lines\":[]}");

    assert_int_equal(basket.budget_ms, SC_BASKET_BUDGET_MS);
    assert_true(basket.request.wants_nudges && !basket.request.no_search);
    assert_int_equal(basket.request.shopper.audience_count, 0);
    basket = read_basket(state, "{\"at\":\"1970-01-01T00:00:00Z\",\"deals\":[],\"lines\":[],"
                                "\"nudges\":false,\"budget_ms\":0,\"coupons\":[\"C\"]}");
    assert_true(!basket.request.wants_nudges && basket.request.no_search);
    assert_str(basket.request.shopper.coupons[0], "C");
}

static void a_refused_document_leaves_the_basket_alone(void **state)
{
    struct sc_json_in in;
    struct sc_basket basket = {.budget_ms = -1};

    assert_int_equal(sc_basket_read(&in, *state, SC_STR("{\"lines\":[]}"), &basket), SC_INVALID);
    assert_str(sc_json_in_words(&in), "at: is missing");
    assert_int_equal(basket.budget_ms, -1);
}

static void an_answer_is_written_as_the_contract_has_it(void **state)
{
    struct sc_basket basket = read_basket(
        state, "{\"at\":\"1970-01-01T00:00:00Z\",\"lines\":["
               "{\"id\":\"a\",\"product\":\"p\",\"units\":3,\"unit_price\":100},"
               "{\"id\":\"w\",\"product\":\"q\",\"grams\":500,\"price_per_kg\":1000}],"
               "\"deals\":[{\"id\":\"d\",\"kind\":\"bundle_total\",\"items\":[\"p\"],\"count\":2,"
               "\"value\":150},{\"id\":\"u\",\"kind\":\"raffle\"},"
               "{\"id\":\"v\",\"kind\":\"weight_price\",\"items\":[\"q\"],\"value\":800}]}");
    static const struct sc_price_take units = {.line = 0, .amount = 2}, grams = {1, 500};
    static const struct sc_price_use uses[] = {
        {.deal = 0,
         .times = 1,
         .takes = &units,
         .take_count = 1,
         .pays_minor = 150,
         .saves_minor = 50},
        {.deal = 2,
         .times = 1,
         .takes = &grams,
         .take_count = 1,
         .pays_minor = 400,
         .saves_minor = 100},
    };
    static const struct sc_price_line lines[] = {{300, 250}, {500, 400}};
    static const struct sc_price_nudge nudge = {
        .deal = 0, .line = 0, .add_units = 1, .total_minor = 600};
    static const uint32_t unpriced = 1;
    struct sc_price_answer answer = {.total_minor = 650,
                                     .shelf_total_minor = 800,
                                     .deposits_minor = 0,
                                     .is_exact = false,
                                     .bound_minor = 640,
                                     .uses = uses,
                                     .use_count = 2,
                                     .lines = lines,
                                     .unpriced = &unpriced,
                                     .unpriced_count = 1,
                                     .nudges = &nudge,
                                     .nudge_count = 1};
    struct sc_json_out out;
    struct sc_buf buf;

    sc_buf_init(&buf, 4096);
    sc_json_init(&out, &buf);
    sc_basket_write(&out, &basket, &answer);
    assert_str(sc_buf_str(&buf),
               "{\"total\":650,\"shelf_total\":800,\"deposits\":0,\"exact\":false,\"bound\":640,"
               "\"uses\":[{\"deal\":\"d\",\"times\":1,\"took\":[{\"line\":\"a\",\"units\":2}],"
               "\"pays\":150,\"saves\":50},{\"deal\":\"v\",\"times\":1,\"took\":[{\"line\":\"w\","
               "\"grams\":500}],\"pays\":400,\"saves\":100}],"
               "\"lines\":[{\"id\":\"a\",\"shelf\":300,\"pays\":250},"
               "{\"id\":\"w\",\"shelf\":500,\"pays\":400}],\"unpriced\":[\"u\"],"
               "\"nudges\":[{\"deal\":\"d\",\"line\":\"a\",\"add_units\":1,\"total\":600}]}");
    sc_buf_clear(&buf);
    answer.is_exact = true;
    sc_json_init(&out, &buf);
    sc_basket_write(&out, &basket, &answer);
    assert_true(sc_str_find(sc_buf_str(&buf), SC_STR("\"bound\"")) < 0); /* it stands only there */
    sc_buf_finish(&buf);
}

UNIT_TESTS(a_test(lines_of_one_product_share_its_number),
           a_test(presets_hold_where_nothing_is_said),
           a_test(a_refused_document_leaves_the_basket_alone),
           a_test(an_answer_is_written_as_the_contract_has_it))
