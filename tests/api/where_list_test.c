/* Where to buy a list of one's own, on the sample world: whose it is and who asks count. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/helpers/graphql.h"
#include "api/helpers/sample.h"
#include "api/helpers/shopper.h"
#include "api/helpers/where.h"
#include "base/macros.h"

static struct test_serving serving;

#define CORK      "\"place\":{\"lat\":51.8985,\"lon\":-8.4756}"
#define AT_NOON   "\"at\":\"" SAMPLE_NOON "\""
#define PINNED    "9522220155809"
#define NO_STORES "say which stores: place or storeIds"
#define LINES                                                                                 \
    "\"lines\":[{\"text\":\"2 l milk\"},{\"text\":\"6 eggs\"},{\"text\":\"1.5 kg bananas\"}," \
    "{\"text\":\"" PINNED "\",\"quantity\":2}]"

static int set_up(void **state)
{
    if (sample_setup(state) != 0)
        return -1;
    sample_serve(&serving);
    return 0;
}

static int tear_down(void **state)
{
    sample_serve_stop(&serving);
    return sample_teardown(state);
}

/* The answer to a document in which each @ is the id. */
static json_t *SC_PRINTF(2, 3) ask(const char *token, const char *format, ...)
{
    struct sc_arena *arena = sample_catalogue()->arena;
    va_list args;

    va_start(args, format);
    struct sc_str document = sc_arena_vprintf(arena, format, args);
    va_end(args);
    return test_ask_as(arena, &serving, token, document.at, NULL);
}

static void SC_PRINTF(2, 3) change(const char *token, const char *format, ...)
{
    struct sc_arena *arena = sample_catalogue()->arena;
    va_list args;

    va_start(args, format);
    struct sc_str document = sc_arena_vprintf(arena, format, args);
    va_end(args);
    json_t *answer = test_ask_as(arena, &serving, token, document.at, NULL);
    test_is_clean(answer);
    json_decref(answer);
}

static const char *id_at(const char *document, const char *path)
{
    json_t *answer = ask(NULL, "%s", document);
    struct sc_str id =
        sc_arena_str(sample_catalogue()->arena, sc_str_of(test_text_at(answer, path)));

    json_decref(answer);
    return id.at;
}

static const char *store_id(const char *retailer, const char *code)
{
    struct sc_str document = sc_arena_printf(
        sample_catalogue()->arena, "{ retailerByKey(key: \"%s\") { store(code: \"%s\") { id } } }",
        retailer, code);

    return id_at(document.at, "data.retailerByKey.store.id");
}

/* Milk, eggs, bananas and a pinned bread to buy; what is ticked and deleted is not. */
static void make_list(struct test_shopper *shopper)
{
    const char *bread =
        id_at("{ productByGtin(gtin: \"" PINNED "\") { id } }", "data.productByGtin.id");
    char pin[100];

    test_shopper_make(sample_catalogue()->arena, &serving, shopper);
    snprintf(pin, sizeof pin, ",\"quantityMilli\":2000,\"position\":\"d\",\"productId\":\"%s\"",
             bread);
    test_shopper_item(sample_catalogue()->arena, &serving, shopper, 1, "Milk",
                      ",\"quantityMilli\":2000,\"unit\":\"l\",\"position\":\"a\"");
    test_shopper_item(sample_catalogue()->arena, &serving, shopper, 2, "Eggs",
                      ",\"quantityMilli\":6000,\"position\":\"b\"");
    test_shopper_item(sample_catalogue()->arena, &serving, shopper, 3, "Bananas",
                      ",\"quantityMilli\":1500,\"unit\":\"kg\",\"position\":\"c\"");
    test_shopper_item(sample_catalogue()->arena, &serving, shopper, 4, "Whatever", pin);
    test_shopper_item(sample_catalogue()->arena, &serving, shopper, 5, "Butter",
                      ",\"isTicked\":true");
    test_shopper_item(sample_catalogue()->arena, &serving, shopper, 6, "Butter",
                      ",\"isDeleted\":true");
}

#define WHERE                                                                             \
    "currency notes { code count name text } lines { number itemId text problem }"        \
    " best { maxStores total { minor }"                                                   \
    " missing { line } stops { distanceM store { id } till { minor } withCards { minor }" \
    " lines { line name units grams pays { minor } } } } stores { store { id } till { minor } }"

/* whereToBuy of a list (NULL: of none) with an input as JSON (NULL: none). */
static json_t *where(const char *token, const char *list, const char *input)
{
    char variables[2000];

    snprintf(variables, sizeof variables, "{\"list\":%s%s%s,\"input\":%s%s%s}",
             list != NULL ? "\"" : "", list != NULL ? list : "null", list != NULL ? "\"" : "",
             input != NULL ? "{" : "", input != NULL ? input : "null", input != NULL ? "}" : "");
    return test_ask_as(sample_catalogue()->arena, &serving, token,
                       "query($list: ID, $input: WhereToBuyInput) { whereToBuy(listId: $list,"
                       " input: $input) { " WHERE " } }",
                       variables);
}

/* The same, but for whose items the lines are and what they are called there. */
static void same_plan(const json_t *has, const json_t *wants)
{
    test_is_clean(has);
    test_is_clean(wants);
    assert_true(
        json_equal(test_at(has, "data.whereToBuy.best"), test_at(wants, "data.whereToBuy.best")));
    assert_true(json_equal(test_at(has, "data.whereToBuy.stores"),
                           test_at(wants, "data.whereToBuy.stores")));
}

/* Asked so, the list is answered as that input is without a list. */
static void is_answered_as(const struct test_shopper *shopper, const char *token, const char *input,
                           const char *as)
{
    json_t *has = where(token, shopper->list, input);
    json_t *wants = where(NULL, NULL, as);

    same_plan(has, wants);
    json_decref(wants);
    json_decref(has);
}

static void is_refused(json_t *answer, const char *code, const char *words)
{
    assert_string_equal(test_text_at(answer, "errors.0.extensions.code"), code);
    assert_string_equal(test_text_at(answer, "errors.0.message"), words);
    json_decref(answer);
}

/* The note at a place of the answer says just this; a count of 0 and no name are null. */
static void is_note(const json_t *answer, size_t at, const char *code, int64_t count,
                    const char *name, const char *text)
{
    const json_t *notes = test_at(answer, "data.whereToBuy.notes");
    json_t *wants =
        json_pack("{ss,so,ss?,ss}", "code", code, "count",
                  count > 0 ? json_integer(count) : json_null(), "name", name, "text", text);

    assert_non_null(wants);
    if (!json_equal(json_array_get(notes, at), wants))
        fail_msg("note %zu: %s", at, json_dumps(notes, 0));
    json_decref(wants);
}

static void the_open_items_of_a_list_are_its_lines(void **state)
{
    struct test_shopper s;

    (void)state;
    make_list(&s);
    is_answered_as(&s, s.token, CORK "," AT_NOON, LINES "," CORK "," AT_NOON);
    json_t *answer = where(s.token, s.list, CORK "," AT_NOON);
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.lines")), 4);
    assert_string_equal(test_text_at(answer, "data.whereToBuy.lines.3.itemId"),
                        "00000002-0000-4000-8000-000000000004");
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.best.missing")), 0);
    json_decref(answer);
    is_refused(where(s.token, s.list, LINES "," CORK), "BAD_USER_INPUT",
               "lines: say them or a list, not both");
    is_refused(where(s.token, NULL, NULL), "BAD_USER_INPUT", "lines: must be 1 to 100, not 0");
}

/* Sets how the household shops: two stores, a place, a card and a coupon. */
static void settle(const struct test_shopper *s, const char *first, const char *second)
{
    const char *larkfield =
        id_at("{ retailerByKey(key: \"larkfield\") { id } }", "data.retailerByKey.id");
    const char *kettle =
        id_at("{ retailerByKey(key: \"copper-kettle\") { id } }", "data.retailerByKey.id");

    change(s->token,
           "mutation { setHouseholdStores(householdId: \"%s\", stores: [{storeId: \"%s\"},"
           " {storeId: \"%s\", isFavourite: true}]) { id } setHouseholdPlace(householdId: \"%s\","
           " place: {lat: 51.8985, lon: -8.4756}) { id } addLoyaltyCard(householdId: \"%s\","
           " retailerId: \"%s\") { id } addCoupon(householdId: \"%s\", code: \"WELCOME5\") { id }"
           " other: addCoupon(householdId: \"%s\", code: \"ELSEWHERE\", retailerId: \"%s\") { id }"
           " }",
           s->household, first, second, s->household, s->household, larkfield, s->household,
           s->household, kettle);
}

static void what_a_household_has_said_counts_where_the_input_says_nothing(void **state)
{
    const char *lark = store_id("larkfield", "2"), *penny = store_id("halfpenny", "0011");
    char stores[200], all[2000];
    struct test_shopper s;

    (void)state;
    make_list(&s);
    test_shopper_item(sample_catalogue()->arena, &serving, &s, 7, "laundry liquid 750 ml",
                      ",\"quantityMilli\":2000");
    is_refused(where(s.token, s.list, NULL), "BAD_USER_INPUT", NO_STORES);
    settle(&s, lark, penny);
#define MORE_LINES                                                                            \
    "\"lines\":[{\"text\":\"laundry liquid 750 ml\",\"quantity\":2},{\"text\":\"2 l milk\"}," \
    "{\"text\":\"6 eggs\"},{\"text\":\"1.5 kg bananas\"},{\"text\":\"" PINNED                 \
    "\",\"quantity\":2}]"
    snprintf(stores, sizeof stores, "\"storeIds\":[\"%s\",\"%s\"]", lark, penny);
    snprintf(all, sizeof all,
             MORE_LINES "," CORK "," AT_NOON ",%s,\"cards\":[\"larkfield\"],\"coupons\":"
                        "[\"WELCOME5\"]",
             stores);
    is_answered_as(&s, s.token, AT_NOON, all);
    json_t *with = where(s.token, s.list, AT_NOON);
    json_t *without = where(s.token, s.list, AT_NOON ",\"cards\":[],\"coupons\":[]");
    assert_true(test_int_at(with, "data.whereToBuy.best.total.minor") <=
                test_int_at(without, "data.whereToBuy.best.total.minor"));
    json_decref(without);
    json_decref(with);
    snprintf(all, sizeof all, MORE_LINES "," CORK "," AT_NOON ",%s", stores);
    is_answered_as(&s, s.token, AT_NOON ",\"cards\":[],\"coupons\":[]", all);
    is_answered_as(&s, s.token, AT_NOON ",\"storeIds\":[],\"cards\":[],\"coupons\":[]",
                   MORE_LINES "," CORK "," AT_NOON);
    snprintf(all, sizeof all, AT_NOON ",\"storeIds\":[\"%s\"],\"cards\":[],\"coupons\":[]", lark);
    char as[2000];
    snprintf(as, sizeof as, MORE_LINES "," CORK "," AT_NOON ",\"storeIds\":[\"%s\"]", lark);
    is_answered_as(&s, s.token, all, as);
}

/* A coupon's deal at one store, of the code that the household holds. */
static void a_coupon_of_one_retailer_is_none_of_anothers(void **state)
{
    const char *url = sample_catalogue()->database.url;
    const char *lark = store_id("larkfield", "1"), *penny = store_id("halfpenny", "0011");
    struct test_shopper s;

    (void)state;
    make_list(&s);
    settle(&s, lark, penny);
    json_t *before = where(s.token, s.list, AT_NOON);
    test_sql(url, "create table kept as select id, coupon from deals.deal;"
                  "update deals.deal set coupon = 'ELSEWHERE' where retailer_id ="
                  " (select id from retail.retailer where key = 'larkfield')");
    json_t *held = where(s.token, s.list, AT_NOON);
    json_t *typed = where(s.token, s.list, AT_NOON ",\"coupons\":[\"ELSEWHERE\"]");
    test_sql(url, "update deals.deal d set coupon = k.coupon from kept k where k.id = d.id;"
                  "drop table kept");
    assert_true(test_int_at(typed, "data.whereToBuy.best.total.minor") <
                test_int_at(held, "data.whereToBuy.best.total.minor"));
    assert_true(test_int_at(before, "data.whereToBuy.best.total.minor") <
                test_int_at(held, "data.whereToBuy.best.total.minor"));
    json_decref(typed);
    json_decref(held);
    json_decref(before);
}

static void a_list_with_nothing_left_is_answered_with_nothing(void **state)
{
    struct test_shopper s;

    (void)state;
    test_shopper_make(sample_catalogue()->arena, &serving, &s);
    test_shopper_item(sample_catalogue()->arena, &serving, &s, 1, "Butter", ",\"isTicked\":true");
    json_t *answer = where(s.token, s.list, NULL);
    test_is_clean(answer);
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.lines")), 0);
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.stores")), 0);
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.best.stops")), 0);
    assert_int_equal(test_int_at(answer, "data.whereToBuy.best.total.minor"), 0);
    is_note(answer, 0, "NOTHING_TO_BUY", 0, NULL, "Nothing is left to buy on this list.");
    json_decref(answer);
}

static void stores_that_are_gone_are_left_out_and_told_of(void **state)
{
    const char *lark = store_id("larkfield", "2");
    struct test_shopper s;

    (void)state;
    make_list(&s);
    settle(&s, "s_0000000000001", lark);
    json_t *answer = where(s.token, s.list, AT_NOON);
    test_is_clean(answer);
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.stores")), 1);
    is_note(answer, 0, "UNKNOWN_STORES", 1, NULL, "Left out: 1 store that is not known any more.");
    json_decref(answer);
}

static void odd_items_are_told_of_and_the_rest_is_planned(void **state)
{
    struct test_shopper s;

    (void)state;
    test_shopper_make(sample_catalogue()->arena, &serving, &s);
    test_shopper_item(sample_catalogue()->arena, &serving, &s, 1, "Milk",
                      ",\"quantityMilli\":0,\"position\":\"a\"");
    test_shopper_item(sample_catalogue()->arena, &serving, &s, 2, "Milk",
                      ",\"quantityMilli\":10000000,\"position\":\"b\"");
    test_shopper_item(sample_catalogue()->arena, &serving, &s, 3, "Milk",
                      ",\"quantityMilli\":2000,\"unit\":\"smidgen\",\"position\":\"c\"");
    test_shopper_item(sample_catalogue()->arena, &serving, &s, 4, "Bread",
                      ",\"productId\":\"p_0000000000001\",\"position\":\"d\"");
    json_t *answer = where(s.token, s.list, CORK "," AT_NOON);
    test_is_clean(answer);
    const json_t *told = test_at(answer, "data.whereToBuy");
    assert_true(json_is_string(test_at(told, "lines.0.problem")));
    assert_true(json_is_string(test_at(told, "lines.1.problem")));
    assert_true(json_is_null(test_at(told, "lines.2.problem")));
    assert_string_equal(test_text_at(told, "lines.3.problem"),
                        "the product that it is pinned to is not known any more");
    is_note(answer, 1, "UNKNOWN_UNIT", 0, "Milk",
            "\"smidgen\" is no unit that we know: \"Milk\" is counted in packages.");
    assert_int_equal(json_array_size(test_at(told, "best.missing")), 3);
    assert_int_equal(test_int_at(told, "best.stops.0.lines.0.units"), 2);
    json_decref(answer);
}

static void shops_and_cards_that_do_not_count_are_told_of(void **state)
{
    struct test_shopper s;

    (void)state;
    make_list(&s);
    json_t *answer = where(s.token, s.list, CORK "," AT_NOON ",\"cards\":[\"Nobody\"]");
    test_is_clean(answer);
    is_note(answer, 0, "ONLINE_STORES", 1, NULL,
            "Left out: 1 online shop, whose delivery has a price of its own; name "
            "it with storeIds.");
    is_note(answer, 1, "UNKNOWN_CARD", 0, "Nobody",
            "No store here belongs to \"Nobody\", so that card changes nothing.");
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.notes")), 2);
    json_decref(answer);
}

static void of_a_long_list_the_first_hundred_are_planned(void **state)
{
    struct catalogue *c = sample_catalogue();
    struct test_shopper s;

    (void)state;
    test_shopper_make(c->arena, &serving, &s);
    test_shopper_item(sample_catalogue()->arena, &serving, &s, 1, "Milk", "");
    test_sql(c->database.url,
             "insert into lists.item (list_id, id, seq, name, typed_milli, stepped_milli,"
             " quantity_milli, position, is_ticked, is_deleted, stamps, added_by, changed_by)"
             " select list_id, 'n' || n, 1000 + n, 'moon dust', 1000, 0, 1000, 'z' || n, false,"
             " false, stamps, added_by, changed_by from lists.item, generate_series(1, 100) n"
             " where list_id = (select max(list_id) from lists.item)");
    json_t *answer = where(s.token, s.list, CORK "," AT_NOON ",\"maxStores\":1");
    test_is_clean(answer);
    assert_int_equal(json_array_size(test_at(answer, "data.whereToBuy.lines")), 100);
    is_note(answer, 1, "TOO_MANY_ITEMS", 100, NULL,
            "Left out: what the list has beyond its first 100 items.");
    json_decref(answer);
}

/* planInput of a list with an input as JSON, and the version that is kept (NULL: none). */
static json_t *pack_of(const char *token, const char *list, const char *input, const char *have)
{
    char variables[2000];

    snprintf(variables, sizeof variables, "{\"list\":\"%s\",\"input\":{%s},\"have\":%s%s%s}", list,
             input, have != NULL ? "\"" : "", have != NULL ? have : "null",
             have != NULL ? "\"" : "");
    return test_ask_as(
        sample_catalogue()->arena, &serving, token,
        "query($list: ID!, $input: WhereToBuyInput, $have: String) { planInput("
        "listId: $list, input: $input, have: $have) { version at document notes { code } } }",
        variables);
}

/* What `smartcart plan` answers to a document. */
static json_t *plan_offline(const char *document)
{
    static const char *const words[] = {"plan", NULL};
    struct test_run run = {.words = words, .input = sc_str_of(document)};
    struct test_result result;

    test_program_run(sample_catalogue()->arena, &run, &result);
    assert_str(result.err, "");
    assert_int_equal(result.exit_code, 0);
    json_t *planned = json_loadb(result.out.at, result.out.len, 0, NULL);
    assert_non_null(planned);
    return planned;
}

/*
 * The plans of the pack are those of the API, each of the same cost. How many are so for sure: a
 * machine that is too slow for the search proves fewer of them.
 */
static size_t plans_alike(const char *token, const char *list, const char *input)
{
    json_t *pack = pack_of(token, list, input, NULL), *planned, *online, *plan;
    char variables[2000];
    size_t k, exact = 0;

    test_is_clean(pack);
    planned = plan_offline(test_text_at(pack, "data.planInput.document"));
    snprintf(variables, sizeof variables, "{\"list\":\"%s\",\"input\":{%s}}", list, input);
    online = test_ask_as(
        sample_catalogue()->arena, &serving, token,
        "query($list: ID!, $input: WhereToBuyInput) { whereToBuy(listId: $list,"
        " input: $input) { plans { cost { minor } goods { minor } visits { minor }"
        " proof { isExact bound { minor } } missing { line } stops { store { id } lines { line } }"
        " } stores { store { id } till { minor } isExact } } }",
        variables);
    test_is_clean(online);
    const json_t *plans = test_at(planned, "plans");
    assert_int_equal(json_array_size(plans),
                     json_array_size(test_at(online, "data.whereToBuy.plans")));
    assert_true(json_array_size(plans) > 0);
    json_array_foreach(plans, k, plan)
    {
        const json_t *told = json_array_get(test_at(online, "data.whereToBuy.plans"), k);
        bool is_exact = json_is_true(test_at(plan, "exact"));
        if (!is_exact || !json_is_true(test_at(told, "proof.isExact"))) {
            assert_true(test_int_at(plan, "cost") >= test_int_at(told, "proof.bound.minor"));
            assert_true(is_exact || test_int_at(told, "cost.minor") >= test_int_at(plan, "bound"));
            continue;
        }
        exact++;
        assert_int_equal(test_int_at(plan, "cost"), test_int_at(told, "cost.minor"));
        assert_int_equal(test_int_at(plan, "goods"), test_int_at(told, "goods.minor"));
        assert_int_equal(test_int_at(plan, "visits"), test_int_at(told, "visits.minor"));
        assert_int_equal(json_array_size(test_at(plan, "missing")),
                         json_array_size(test_at(told, "missing")));
        assert_int_equal(json_array_size(test_at(plan, "stores")),
                         json_array_size(test_at(told, "stops")));
    }
    const json_t *stores = test_at(planned, "stores"), *store;
    json_array_foreach(stores, k, store)
    {
        const json_t *told = json_array_get(test_at(online, "data.whereToBuy.stores"), k);
        assert_string_equal(test_text_at(store, "id"), test_text_at(told, "store.id"));
        if (json_is_true(test_at(told, "isExact")) && json_object_get(store, "exact") == NULL)
            assert_int_equal(test_int_at(store, "goods"), test_int_at(told, "till.minor"));
    }
    json_decref(online);
    json_decref(planned);
    json_decref(pack);
    return exact;
}

/* The list of the demo's family, with how it shops. */
static void make_family(struct test_shopper *s)
{
    struct sc_str list = where_list(sample_catalogue(), "demo/list.txt"), line;
    int op = 0;

    test_shopper_make(sample_catalogue()->arena, &serving, s);
    while (sc_str_take(&list, '\n', &line)) {
        if (line.len == 0 || line.at[0] == '#')
            continue;
        struct sc_str name = sc_arena_str(sample_catalogue()->arena, line);
        char text[SHOPPER_OP_MAX];
        snprintf(text, sizeof text, "%.*s", SC_STR_ARGS(name));
        op++;
        test_shopper_item(sample_catalogue()->arena, &serving, s, op, text, "");
    }
    assert_int_equal(op, 22);
}

static void what_is_planned_from_a_pack_costs_what_it_costs_online(void **state)
{
    struct test_shopper s, family;

    (void)state;
    make_list(&s);
    assert_int_equal(plans_alike(s.token, s.list, CORK "," AT_NOON), 3);
    settle(&s, store_id("larkfield", "2"), store_id("halfpenny", "0011"));
    assert_int_equal(plans_alike(s.token, s.list, AT_NOON), 3);
    make_family(&family);
    plans_alike(family.token, family.list, CORK "," AT_NOON);
    plans_alike(family.token, family.list,
                CORK "," AT_NOON ",\"cards\":[\"larkfield\"],\"coupons\":[\"WELCOME5\"],"
                     "\"maxStores\":2");
    test_shopper_add_list(sample_catalogue()->arena, &serving, &s, s.list);
    assert_int_equal(plans_alike(s.token, s.list, AT_NOON), 3);
}

static void a_pack_tells_what_is_shown(void **state)
{
    struct test_shopper s;

    (void)state;
    make_list(&s);
    json_t *answer = pack_of(s.token, s.list, CORK "," AT_NOON, NULL);
    test_is_clean(answer);
    json_t *pack = json_loads(test_text_at(answer, "data.planInput.document"), 0, NULL);
    json_t *planned = plan_offline(test_text_at(answer, "data.planInput.document"));
    const json_t *lines = test_at(pack, "lines"), *line;
    size_t i;
    assert_string_equal(test_text_at(answer, "data.planInput.notes.0.code"), "ONLINE_STORES");
    assert_string_equal(test_text_at(pack, "at"), SAMPLE_NOON);
    assert_string_equal(test_text_at(pack, "currency"), "EUR");
    assert_int_equal(json_array_size(lines), 4);
    json_array_foreach(lines, i, line)
    {
        const char *item = test_text_at(line, "id");
        const json_t *assign = json_object_get(test_at(planned, "plans.2.assign"), item);
        const json_t *product =
            json_object_get(test_at(pack, "items"), test_text_at(assign, "product"));
        assert_true(strlen(test_text_at(product, "name")) > 0);
        assert_int_equal(strncmp(test_text_at(product, "product"), "p_", 2), 0);
        const json_t *stores = test_at(pack, "stores"), *store;
        size_t s_at, found = 0;
        json_array_foreach(stores, s_at, store)
        {
            if (strcmp(test_text_at(store, "id"), test_text_at(assign, "store")) != 0)
                continue;
            const json_t *price =
                json_object_get(test_at(store, "prices"), test_text_at(assign, "product"));
            assert_true(strlen(test_text_at(price, "confirmed")) == strlen(SAMPLE_NOON));
            assert_true(strlen(test_text_at(price, "source")) > 0);
            found++;
        }
        assert_int_equal(found, 1);
    }
    json_decref(planned);
    json_decref(pack);
    json_decref(answer);
}

static void a_pack_that_is_kept_is_not_sent_again(void **state)
{
    const char *url = sample_catalogue()->database.url;
    struct test_shopper s, other;

    (void)state;
    make_list(&s);
    test_shopper_make(sample_catalogue()->arena, &serving, &other);
    json_t *first = pack_of(s.token, s.list, CORK "," AT_NOON, NULL);
    const char *version = test_text_at(first, "data.planInput.version");
    json_t *again = pack_of(s.token, s.list, CORK ",\"at\":\"2026-06-10T11:00:01.5Z\"", version);
    assert_string_equal(test_text_at(again, "data.planInput.version"), version);
    assert_string_equal(test_text_at(again, "data.planInput.at"), "2026-06-10T11:00:01Z");
    assert_true(json_is_null(test_at(again, "data.planInput.document")));
    json_decref(again);
    test_sql(url, "update retail.price set price_minor = price_minor + 1");
    json_t *then = pack_of(s.token, s.list, CORK "," AT_NOON, version);
    test_sql(url, "update retail.price set price_minor = price_minor - 1");
    assert_true(strcmp(test_text_at(then, "data.planInput.version"), version) != 0);
    assert_true(json_is_string(test_at(then, "data.planInput.document")));
    is_refused(pack_of(other.token, s.list, CORK, NULL), "NOT_FOUND", "there is no such list");
    is_refused(pack_of(NULL, s.list, CORK, version), "NOT_FOUND", "there is no such list");
    json_decref(then);
    json_decref(first);
}

/* The deals of a store about an item, as SQL has them: ids in their order. */
static char *deals_about_bread(const char *retailer, const char *code)
{
    struct sc_str sql = sc_arena_printf(
        sample_catalogue()->arena,
        "select coalesce(string_agg(d.id::text, ' ' order by d.ends_at, d.id), '')"
        " from deals.deal d where d.starts_at <= '" SAMPLE_NOON "' and d.ends_at >= '" SAMPLE_NOON
        "' and exists (select from deals.deal_on o join retail.store s on s.id = o.store_id"
        " join retail.retailer r on r.id = s.retailer_id where o.deal_id = d.id and r.key = '%s' "
        "and s.code = '%s') and"
        " exists (select from deals.deal_item t join retail.item i on i.retailer_id = t.retailer_id"
        " and i.code = t.code join retail.product p on p.id = i.product_id where t.deal_id = d.id"
        " and not t.is_get and p.gtin = " PINNED ")",
        retailer, code);

    return test_sql_text(sample_catalogue()->database.url, sql.at);
}

#define DEALS                                                                                     \
    "total notes { code } deals { words isOpen items deal { text endsAt coupon } stores { store " \
    "{ id } } }"
#define DEALS_AT_CORK "place: {lat: 51.8985, lon: -8.4756}, at: \"" SAMPLE_NOON "\""

static json_t *deals_for(const char *token, const char *list, const char *input, int first)
{
    return ask(token, "{ dealsForList(listId: \"%s\", first: %d, input: {%s}) { " DEALS " } }",
               list, first, input);
}

static void deals_for_a_list_are_about_what_it_wants(void **state)
{
    const char *kettle = store_id("copper-kettle", "city");
    struct sc_arena *arena = sample_catalogue()->arena;
    const char *bread =
        id_at("{ productByGtin(gtin: \"" PINNED "\") { id } }", "data.productByGtin.id");
    struct test_shopper s, other;
    char pin[100];

    (void)state;
    test_shopper_make(arena, &serving, &s);
    test_shopper_make(arena, &serving, &other);
    snprintf(pin, sizeof pin, ",\"productId\":\"%s\"", bread);
    test_shopper_item(arena, &serving, &s, 1, "Bread", pin);
    test_shopper_item(arena, &serving, &s, 2, "moon dust", "");
    struct sc_str input =
        sc_arena_printf(arena, "storeIds: [\"%s\"], at: \"" SAMPLE_NOON "\"", kettle);
    json_t *answer = deals_for(s.token, s.list, input.at, 50), *one, *deal;
    test_is_clean(answer);
    char *wanted = deals_about_bread("copper-kettle", "city");
    struct sc_str rest = sc_str_of(wanted), id;
    const json_t *deals = test_at(answer, "data.dealsForList.deals");
    size_t i;
    assert_true(json_array_size(deals) > 0);
    assert_int_equal(test_int_at(answer, "data.dealsForList.total"), json_array_size(deals));
    json_array_foreach(deals, i, deal)
    {
        assert_true(sc_str_take(&rest, ' ', &id));
        struct sc_str sql =
            sc_arena_printf(arena, "select text from deals.deal where id = %.*s", SC_STR_ARGS(id));
        char *text = test_sql_text(sample_catalogue()->database.url, sql.at);
        assert_string_equal(test_text_at(deal, "deal.text"), text);
        free(text);
        assert_int_equal(json_array_size(test_at(deal, "items")), 1);
        assert_string_equal(test_text_at(deal, "items.0"), "00000002-0000-4000-8000-000000000001");
        assert_string_equal(test_text_at(deal, "stores.0.store.id"), kettle);
    }
    assert_int_equal(rest.len, 0);
    free(wanted);
    one = deals_for(s.token, s.list, input.at, 0);
    test_is_clean(one);
    assert_int_equal(json_array_size(test_at(one, "data.dealsForList.deals")), 0);
    assert_int_equal(test_int_at(one, "data.dealsForList.total"), json_array_size(deals));
    json_decref(one);
    is_refused(deals_for(s.token, s.list, input.at, 101), "BAD_USER_INPUT",
               "first: must be 0 to 100, not 101");
    is_refused(deals_for(other.token, s.list, input.at, 5), "NOT_FOUND", "there is no such list");
    json_decref(answer);
}

/* Of the stores of a chain, and with a card or without. */
static void a_deal_is_told_once_with_its_stores_and_for_whom_it_is(void **state)
{
    struct sc_arena *arena = sample_catalogue()->arena;
    struct test_shopper s;
    size_t i, closed[2] = {0}, shared = 0; /* closed: for want of a card */
    json_t *deal;

    (void)state;
    make_family(&s);
    json_t *without = deals_for(s.token, s.list, DEALS_AT_CORK, 100);
    settle(&s, store_id("larkfield", "1"), store_id("larkfield", "2"));
    json_t *with = deals_for(s.token, s.list, "at: \"" SAMPLE_NOON "\"", 100);
    test_is_clean(without);
    test_is_clean(with);
    struct sc_str last = SC_STR("");
    const json_t *deals = test_at(without, "data.dealsForList.deals");
    json_array_foreach(deals, i, deal)
    {
        struct sc_str end = sc_str_of(test_text_at(deal, "deal.endsAt"));
        assert_true(sc_str_cmp(last, end) <= 0);
        last = sc_arena_str(arena, end);
        closed[0] +=
            json_is_false(test_at(deal, "isOpen")) && json_is_null(test_at(deal, "deal.coupon"));
        shared += json_array_size(test_at(deal, "stores")) > 1;
        assert_true(json_array_size(test_at(deal, "items")) > 0);
    }
    deals = test_at(with, "data.dealsForList.deals");
    assert_true(json_array_size(deals) > 0);
    json_array_foreach(deals, i, deal)
    {
        bool has_coupon = json_is_string(test_at(deal, "deal.coupon"));
        closed[1] += json_is_false(test_at(deal, "isOpen")) && !has_coupon;
    }
    assert_true(closed[0] > 0);
    assert_int_equal(closed[1], 0);
    assert_true(shared > 0);
    json_decref(with);
    json_decref(without);
}

/* Stores of their own; and what they are told is not moved by how the household shops. */
static void who_has_a_link_asks_with_stores_of_their_own(void **state)
{
    char link[SHOPPER_TOKEN_MAX];
    struct test_shopper s, other;

    (void)state;
    make_list(&s);
    test_shopper_make(sample_catalogue()->arena, &serving, &other);
    test_shopper_share(sample_catalogue()->arena, &serving, &s, link);
    json_t *pack = pack_of(link, s.list, CORK "," AT_NOON, NULL);
    json_t *deals = deals_for(link, s.list, DEALS_AT_CORK, 50);
    settle(&s, store_id("larkfield", "2"), store_id("halfpenny", "0011"));
    json_t *packs[] = {pack_of(link, s.list, CORK "," AT_NOON, NULL),
                       pack_of(s.token, s.list, AT_NOON, NULL)};
    json_t *found[] = {deals_for(link, s.list, DEALS_AT_CORK, 50),
                       deals_for(s.token, s.list, "at: \"" SAMPLE_NOON "\"", 50)};
    for (size_t i = 0; i < SC_COUNT(packs); i++) { /* the second is the household's own */
        test_is_clean(packs[i]);
        test_is_clean(found[i]);
        assert_int_equal(json_equal(packs[i], pack), i == 0);
        assert_int_equal(json_equal(found[i], deals), i == 0);
        json_decref(packs[i]);
        json_decref(found[i]);
    }
    is_answered_as(&s, link, CORK "," AT_NOON, LINES "," CORK "," AT_NOON);
    is_refused(where(link, s.list, NULL), "BAD_USER_INPUT", NO_STORES);
    is_refused(where(other.token, s.list, CORK), "NOT_FOUND", "there is no such list");
    is_refused(where(NULL, s.list, CORK), "NOT_FOUND", "there is no such list");
    is_refused(where(link, other.list, CORK), "NOT_FOUND", "there is no such list");
    is_refused(pack_of(link, other.list, CORK, NULL), "NOT_FOUND", "there is no such list");
    is_refused(deals_for(link, other.list, DEALS_AT_CORK, 5), "NOT_FOUND", "there is no such list");
    change(
        s.token,
        "mutation { grantList(listId: \"%s\", householdId: \"%s\", level: EDIT) { list { id } } }",
        s.list, other.household);
    is_answered_as(&s, other.token, CORK "," AT_NOON, LINES "," CORK "," AT_NOON);
    is_refused(where(other.token, s.list, NULL), "BAD_USER_INPUT", NO_STORES);
    json_decref(deals);
    json_decref(pack);
}

static void the_lowest_price_of_a_pinned_item_is_that_of_the_households_stores(void **state)
{
    struct sc_arena *arena = sample_catalogue()->arena;
    const char *lark = store_id("larkfield", "2"), *kettle = store_id("copper-kettle", "city");
    static const char statements[] =
        "smartcart_load_statements_total{loader=\"lists_item_shelf\",status=\"ok\"}";
    static const char items[] =
        "{ list(id: \"%s\") { items { nodes { name product { lowestPrice(storeIds: [\"%s\", "
        "\"%s\"]) { price { minor } store { id } } } shelf { lowestPrice { price { minor } store {"
        " id } } } } } } }";
    char pin[100], link[SHOPPER_TOKEN_MAX];
    struct test_shopper s;

    (void)state;
    make_list(&s);
    json_t *answer = ask(s.token, items, s.list, lark, kettle);
    test_is_clean(answer);
    assert_true(json_is_null(test_at(answer, "data.list.items.nodes.4.shelf")));
    json_decref(answer);
    settle(&s, lark, kettle);
    const char *milk =
        id_at("{ searchProducts(text: \"milk\", first: 1) { edges { node { id } } } }",
              "data.searchProducts.edges.0.node.id");
    snprintf(pin, sizeof pin, ",\"productId\":\"%s\"", milk);
    test_shopper_item(arena, &serving, &s, 7, "More milk", pin);
    int64_t before = test_metric(arena, &serving, statements);
    answer = ask(s.token, items, s.list, lark, kettle);
    test_is_clean(answer);
    /* one of all items together */
    assert_int_equal(test_metric(arena, &serving, statements), before + 1);
    const json_t *nodes = test_at(answer, "data.list.items.nodes"), *node;
    size_t i, pinned = 0;
    json_array_foreach(nodes, i, node)
    {
        if (json_is_null(test_at(node, "product"))) {
            assert_true(json_is_null(test_at(node, "shelf")));
            continue;
        }
        pinned++;
        assert_true(test_int_at(node, "shelf.lowestPrice.price.minor") > 0);
        assert_true(
            json_equal(test_at(node, "shelf.lowestPrice"), test_at(node, "product.lowestPrice")));
    }
    assert_int_equal(pinned, 2);
    json_decref(answer);
    test_shopper_share(sample_catalogue()->arena, &serving, &s, link);
    answer = ask(link, items, s.list, lark, kettle);
    test_is_clean(answer);
    nodes = test_at(answer, "data.list.items.nodes");
    json_array_foreach(nodes, i, node) assert_true(json_is_null(test_at(node, "shelf")));
    json_decref(answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_open_items_of_a_list_are_its_lines),
        cmocka_unit_test(what_a_household_has_said_counts_where_the_input_says_nothing),
        cmocka_unit_test(a_coupon_of_one_retailer_is_none_of_anothers),
        cmocka_unit_test(a_list_with_nothing_left_is_answered_with_nothing),
        cmocka_unit_test(stores_that_are_gone_are_left_out_and_told_of),
        cmocka_unit_test(odd_items_are_told_of_and_the_rest_is_planned),
        cmocka_unit_test(shops_and_cards_that_do_not_count_are_told_of),
        cmocka_unit_test(of_a_long_list_the_first_hundred_are_planned),
        cmocka_unit_test(what_is_planned_from_a_pack_costs_what_it_costs_online),
        cmocka_unit_test(a_pack_tells_what_is_shown),
        cmocka_unit_test(a_pack_that_is_kept_is_not_sent_again),
        cmocka_unit_test(deals_for_a_list_are_about_what_it_wants),
        cmocka_unit_test(a_deal_is_told_once_with_its_stores_and_for_whom_it_is),
        cmocka_unit_test(who_has_a_link_asks_with_stores_of_their_own),
        cmocka_unit_test(the_lowest_price_of_a_pinned_item_is_that_of_the_households_stores),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
