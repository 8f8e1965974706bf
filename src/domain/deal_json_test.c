#include "domain/deal_json.h"

#include "base/time.h"
#include "testing/unit.h"

/* What is right and wrong in form is tests/api/contract_form_test.c's. */

static const struct sc_deal *read_deals(void **state, const char *text, size_t *ret_count)
{
    struct sc_str known[] = {SC_STR("p1"), SC_STR("p2"), SC_STR("p3")}; /* 0, 1, 2 */
    struct sc_names products = sc_names_of(known, SC_COUNT(known));
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse(&in, *state, sc_str_of(text), &root);
    const struct sc_deal *deals = sc_json_read_deals(&root, &products, ret_count);
    assert_str(sc_json_in_words(&in), "");
    return deals;
}

static struct sc_deal read_one(void **state, const char *members)
{
    size_t count;
    struct sc_str text = sc_arena_printf(*state, "{\"deals\":[{\"id\":\"d\",%s}]}", members);
    const struct sc_deal *deals = read_deals(state, text.at, &count);

    assert_int_equal(count, 1);
    assert_str(deals[0].id, "d");
    return deals[0];
}

static void what_is_absent_or_null_has_its_preset(void **state)
{
    static const char *const texts[] = {
        "\"kind\":\"percent_off\",\"items\":[\"p1\"],\"value\":500",
        "\"kind\":\"percent_off\",\"items\":[\"p1\"],\"value\":500,\"count\":null,\"starts\":null,"
        "\"ends\":null,\"audiences\":null,\"coupon\":null,\"max_uses\":null,\"max_units\":null,"
        "\"basket_min\":null,\"basket_min_counts_own\":null,\"get_items\":null",
    };
    for (size_t i = 0; i < SC_COUNT(texts); i++) {
        struct sc_deal deal = read_one(state, texts[i]);

        assert_int_equal(deal.kind, SC_DEAL_PERCENT_OFF);
        assert_int_equal(deal.count, 1);
        assert_int_equal(deal.value, 500);
        assert_true(deal.max_uses == SC_DEAL_NO_LIMIT && deal.max_units == SC_DEAL_NO_LIMIT);
        assert_true(deal.basket_min == SC_DEAL_NO_MIN && !deal.basket_min_counts_own);
        assert_true(deal.starts_us == SC_DEAL_ALWAYS_FROM && deal.ends_us == SC_DEAL_ALWAYS_TO);
        assert_null(deal.coupon.at);
        assert_int_equal(deal.audience_count, 0);
        assert_null(deal.get_items);
    }
}

static void what_is_there_is_read(void **state)
{
    struct sc_deal deal = read_one(
        state, "\"kind\":\"buy_get\",\"items\":[\"p2\"],\"get_items\":[\"p3\",\"p1\"],\"count\":2,"
               "\"get\":3,\"value\":50,\"max_uses\":4,\"max_units\":20,\"basket_min\":0,"
               "\"basket_min_counts_own\":true,\"coupon\":\"C\",\"audiences\":[\"x\",\"y\"],"
               "\"starts\":\"1970-01-01T00:00:01Z\",\"ends\":\"1970-01-02T00:00:00Z\"");

    assert_int_equal(deal.kind, SC_DEAL_BUY_GET);
    assert_true(deal.count == 2 && deal.get == 3 && deal.value == 50);
    assert_true(deal.max_uses == 4 && deal.max_units == 20);
    assert_true(deal.basket_min == 0 && deal.basket_min_counts_own);
    assert_str(deal.coupon, "C");
    assert_int_equal(deal.audience_count, 2);
    assert_str(deal.audiences[1], "y");
    assert_true(deal.starts_us == SC_SECOND_US && deal.ends_us == 86400 * SC_SECOND_US);
    assert_true(deal.item_count == 1 && deal.items[0] == 1);
    assert_int_equal(deal.get_item_count, 2);
    assert_true(deal.get_items[0] == 0 && deal.get_items[1] == 2);
}

static void products_are_numbers_sorted_each_once(void **state)
{
    struct sc_deal deal =
        read_one(state, "\"kind\":\"bundle_total\",\"count\":2,\"value\":9,"
                        "\"items\":[\"p3\",\"nowhere\",\"p1\",\"p3\",\"elsewhere\"]");

    assert_int_equal(deal.item_count, 2);
    assert_true(deal.items[0] == 0 && deal.items[1] == 2);
    deal = read_one(state,
                    "\"kind\":\"bundle_total\",\"count\":2,\"value\":9,\"items\":[\"nowhere\"]");
    assert_int_equal(deal.item_count, 0);
}

static void of_an_unknown_kind_only_availability_is_read(void **state)
{
    struct sc_deal deal = read_one(state, "\"kind\":\"raffle\",\"items\":7,\"count\":\"many\","
                                          "\"value\":-1,\"audiences\":[\"x\"]");

    assert_int_equal(deal.kind, SC_DEAL_UNPRICED);
    assert_int_equal(deal.audience_count, 1);
}

static void a_document_that_failed_has_no_deals(void **state)
{
    struct sc_names products = {0};
    struct sc_json_in in;
    struct sc_json root;
    size_t count = 7;

    sc_json_in_parse(&in, *state,
                     SC_STR("{\"deals\":[{\"id\":\"d\",\"kind\":\"x\"},{\"id\":\"e\"}]}"), &root);
    sc_json_read_deals(&root, &products, &count);
    assert_int_equal(count, 0);
    assert_str(sc_json_in_words(&in), "deals[1].kind: is missing");
}

static struct sc_str product_name(const void *context, uint32_t product)
{
    static const struct sc_str names[] = {SC_STR("p1"), SC_STR("p2"), SC_STR("p3")};

    (void)context;
    return names[product];
}

static struct sc_str write_one(void **state, const struct sc_deal *deal)
{
    SC_SCOPED(sc_buf) buf = {0};
    struct sc_json_out out;

    sc_buf_init(&buf, SC_UNIT_ARENA_CAP);
    sc_json_init(&out, &buf);
    sc_json_object(&out);
    sc_json_key(&out, SC_STR("deals"));
    sc_json_array(&out);
    sc_json_object(&out);
    sc_json_write_deal(&out, deal, product_name, NULL);
    sc_json_object_end(&out);
    sc_json_array_end(&out);
    sc_json_object_end(&out);
    return sc_arena_str(*state, sc_buf_str(&buf));
}

static void what_is_written_reads_as_the_same(void **state)
{
    static const char *const texts[] = {
        "\"kind\":\"bundle_total\",\"items\":[\"p1\",\"p3\"],\"count\":3,\"value\":2000",
        "\"kind\":\"percent_off\",\"items\":[\"p2\"],\"value\":1250,\"count\":2,\"max_units\":6",
        "\"kind\":\"amount_off\",\"items\":[\"p2\"],\"value\":100,\"count\":2,\"max_uses\":1",
        "\"kind\":\"cheapest_percent_off\",\"items\":[\"p2\",\"p1\"],\"value\":10000,\"count\":2",
        "\"kind\":\"buy_get\",\"items\":[\"p2\"],\"get_items\":[\"p1\"],\"count\":2,\"get\":1,"
        "\"value\":0,\"coupon\":\"C\",\"audiences\":[\"card:x\"]",
        "\"kind\":\"weight_price\",\"items\":[\"p2\"],\"value\":99,\"min_grams\":500,"
        "\"max_grams\":3000,\"starts\":\"2026-01-01T00:00:00Z\",\"ends\":\"2026-02-01T00:00:00Z\"",
        "\"kind\":\"basket_percent_off\",\"value\":500,\"basket_min\":5000",
        "\"kind\":\"basket_amount_off\",\"value\":500,\"basket_min\":5000,"
        "\"basket_min_counts_own\":true",
    };

    for (size_t i = 0; i < SC_COUNT(texts); i++) {
        struct sc_deal deal = read_one(state, texts[i]);
        struct sc_str written = write_one(state, &deal);
        size_t count;
        const struct sc_deal *again = read_deals(state, written.at, &count);
        assert_int_equal(count, 1);
        assert_int_equal(again->kind, deal.kind);
        assert_true(again->value == deal.value && again->count == deal.count &&
                    again->get == deal.get && again->max_uses == deal.max_uses &&
                    again->max_units == deal.max_units && again->min_grams == deal.min_grams &&
                    again->max_grams == deal.max_grams && again->basket_min == deal.basket_min &&
                    again->basket_min_counts_own == deal.basket_min_counts_own &&
                    again->starts_us == deal.starts_us && again->ends_us == deal.ends_us);
        assert_true(again->item_count == deal.item_count &&
                    again->get_item_count == deal.get_item_count);
        assert_str(write_one(state, again), written.at);
    }
}

UNIT_TESTS(a_test(what_is_absent_or_null_has_its_preset), a_test(what_is_there_is_read),
           a_test(products_are_numbers_sorted_each_once),
           a_test(of_an_unknown_kind_only_availability_is_read),
           a_test(a_document_that_failed_has_no_deals), a_test(what_is_written_reads_as_the_same))
