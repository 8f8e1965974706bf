/* `smartcart import` of Israel's transparency files: every dialect, kind and reward; real ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/helpers/catalogue.h"

static const char il_head[] = "<Root><ChainId>7290058140886</ChainId><SubChainId>1</SubChainId>"
                              "<StoreId>1</StoreId><BikoretNo>4</BikoretNo>";

static struct sc_str il_item(struct catalogue *c, const char *code, const char *price)
{
    return sc_arena_printf(
        c->arena,
        "<Item><PriceUpdateDate>2026-02-16 10:00</PriceUpdateDate><ItemCode>%s</ItemCode>"
        "<ItemType>1</ItemType><ItemName>חלב %s</ItemName><ManufacturerName>תנובה"
        "</ManufacturerName><UnitQty>ליטר</UnitQty><Quantity>1.00</Quantity>"
        "<bIsWeighted>0</bIsWeighted><QtyInPackage>1</QtyInPackage><ItemPrice>%s</ItemPrice>"
        "<ItemStatus>1</ItemStatus></Item>",
        code, code, price);
}

static const char *put_il_prices(struct catalogue *c, const char *name, const char *const *prices)
{
    struct sc_str text =
        sc_arena_printf(c->arena, "%s<Items Count=\"%d\">", il_head, prices[2] != NULL ? 2 : 1);

    for (size_t i = 0; prices[i] != NULL; i += 2)
        text = sc_arena_printf(c->arena, "%.*s%.*s", SC_STR_ARGS(text),
                               SC_STR_ARGS(il_item(c, prices[i], prices[i + 1])));
    return catalogue_put(c, name,
                         sc_arena_printf(c->arena, "%.*s</Items></Root>", SC_STR_ARGS(text)));
}

struct promo {
    const char *name; /* of the file */
    int store;
    const char *id;
    const char *total; /* of three */
};

static const char *put_il_promo(struct catalogue *c, struct promo promo)
{
    struct sc_str text = sc_arena_printf(
        c->arena,
        "<Root><ChainId>7290058140886</ChainId><SubChainId>1</SubChainId><StoreId>%d</StoreId>"
        "<Promotions Count=\"1\"><Promotion><PromotionId>%s</PromotionId>"
        "<PromotionDescription>3 for %s</PromotionDescription>"
        "<PromotionStartDate>2026-02-01</PromotionStartDate>"
        "<PromotionStartHour>00:00:00</PromotionStartHour>"
        "<PromotionEndDate>2026-03-01</PromotionEndDate>"
        "<PromotionEndHour>23:59:00</PromotionEndHour><RewardType>1</RewardType>"
        "<AllowMultipleDiscounts>1</AllowMultipleDiscounts><IsWeightedPromo>0</IsWeightedPromo>"
        "<MinQty>3.00</MinQty><DiscountedPrice>%s</DiscountedPrice>"
        "<PromotionItems><Item><ItemCode>7290000066318</ItemCode><ItemType>1</ItemType>"
        "<IsGiftItem>0</IsGiftItem></Item></PromotionItems><Clubs><ClubId>0</ClubId></Clubs>"
        "</Promotion></Promotions></Root>",
        promo.store, promo.id, promo.total, promo.total);
    return catalogue_put(c, promo.name, text);
}

static const char full_name[] = "PriceFull7290058140886-001-202602170010.xml";

static void a_change_file_changes_what_it_names_and_no_more(void **state)
{
    struct catalogue *c = *state;
    const char *two[] = {"7290000066318", "6.90", "7290000066325", "7.90", NULL};
    const char *one[] = {"7290000066318", "7.10", NULL};

    catalogue_expect(c, put_il_prices(c, full_name, two), "\"products\":2,\"prices\":2,");
    catalogue_expect(c, put_il_prices(c, "Price7290058140886-001-202602171400.xml", one),
                     "\"products\":0,\"prices\":1,");
    assert_int_equal(catalogue_number(c, "select sum(price_minor) from retail.price"), 1500);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.observation"), 1);
}

static void a_full_file_that_comes_late_leaves_newer_changes(void **state)
{
    struct catalogue *c = *state;
    const char *two[] = {"7290000066318", "6.90", "7290000066325", "7.90", NULL};
    const char *one[] = {"7290000066318", "7.10", NULL};

    catalogue_import_one(c, put_il_prices(c, "Price7290058140886-001-202602171400.xml", one));
    catalogue_expect(c, put_il_prices(c, full_name, two), "\"products\":1,\"prices\":1,");
    assert_int_equal(catalogue_number(c, "select sum(price_minor) from retail.price"), 1500);
    /* But changes older than a full file are of no use any more. */
    const char *old[] = {"7290000066318", "1.00", NULL};
    catalogue_expect(c, put_il_prices(c, "Price7290058140886-001-202602162300.xml", old),
                     "\"note\":\"it is of ");
    assert_int_equal(catalogue_number(c, "select sum(price_minor) from retail.price"), 1500);
}

static void a_file_cut_short_takes_nothing_away(void **state)
{
    struct catalogue *c = *state;
    const char *two[] = {"7290000066318", "6.90", "7290000066325", "7.90", NULL};
    struct sc_str cut = sc_arena_printf(c->arena, "%s<Items Count=\"2\">%.*s<Item><ItemCo", il_head,
                                        SC_STR_ARGS(il_item(c, "7290000066318", "8.00")));

    catalogue_import_one(c, put_il_prices(c, full_name, two));
    catalogue_expect(c, catalogue_put(c, "PriceFull7290058140886-001-202602180010.xml", cut),
                     "\"complete\":false,\"rows\":1,\"products\":0,\"prices\":1,");
    assert_int_equal(catalogue_number(c, "select sum(price_minor) from retail.price"), 1590);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.observation"), 1);
}

static void a_deal_of_many_stores_is_stored_once(void **state)
{
    struct catalogue *c = *state;

    for (int store = 1; store <= 3; store++) {
        struct sc_str name =
            sc_arena_printf(c->arena, "PromoFull7290058140886-%03d-202602170010.xml", store);
        struct promo promo = {name.at, store, "77", "20.00"};
        catalogue_expect(c, put_il_promo(c, promo),
                         "\"kind\":\"deals\",\"retailer\":\"rami-levy\"");
    }
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal"), 1);
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal_item"), 1);
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal_on"), 3);
    /* Local times by the zone's own data: Israel is two hours ahead in winter. */
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal where "
                                         "starts_at = '2026-01-31 22:00Z'"),
                     1);
}

static void a_changed_deal_takes_the_place_of_the_old_one(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(
        c, put_il_promo(
               c, (struct promo){"PromoFull7290058140886-001-202602170010.xml", 1, "77", "20.00"}));
    catalogue_expect(c,
                     put_il_promo(c, (struct promo){"Promo7290058140886-001-202602171400.xml", 1,
                                                    "77", "18.00"}),
                     "\"deals\":1,");
    assert_int_equal(catalogue_number(c, "select d.value from deals.deal_on o "
                                         "join deals.deal d on d.id = o.deal_id"),
                     1800);
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal_on"), 1);
    catalogue_expect(
        c,
        put_il_promo(c, (struct promo){"Promo7290058140886-001-202602171500.xml", 1, "78", "9.00"}),
        "\"deals\":1,");
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal_on"), 2);
    /* A full file ends what it lacks. */
    catalogue_expect(c,
                     put_il_promo(c, (struct promo){"PromoFull7290058140886-001-202602180010.xml",
                                                    1, "78", "9.00"}),
                     "\"deals\":0,\"stores\":0,\"unchanged\":1,");
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal_on"), 1);
}

static void a_store_list_names_opens_and_closes_stores(void **state)
{
    struct catalogue *c = *state;
    static const char list[] =
        "<Root><ChainId>7290058140886</ChainId><SubChains><SubChain><SubChainId>1</SubChainId>"
        "<SubChainName>main</SubChainName><Stores>"
        "<Store><StoreId>1</StoreId><StoreType>1</StoreType><StoreName>North</StoreName>"
        "<Address>a 1</Address><City>haifa</City><ZipCode>31000</ZipCode></Store>"
        "<Store><StoreId>2</StoreId><StoreType>1</StoreType><StoreName>South</StoreName>"
        "<Address>b 2</Address><City>eilat</City><ZipCode>88000</ZipCode></Store>"
        "</Stores></SubChain></SubChains></Root>";
    struct sc_str less = catalogue_replaced(c, sc_str_of(list), "<StoreId>2", "<StoreId>3");

    catalogue_expect(c,
                     catalogue_put(c, "Stores7290058140886-000-202602170010.xml", sc_str_of(list)),
                     "\"kind\":\"stores\",\"retailer\":\"rami-levy\",\"store\":null,"
                     "\"complete\":true,\"rows\":2,\"products\":0,\"prices\":0,\"deals\":0,"
                     "\"stores\":2,\"unchanged\":0,");
    catalogue_expect(c, catalogue_put(c, "Stores7290058140886-000-202602180010.xml", less),
                     "\"stores\":1,\"unchanged\":1,");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store "
                                         "where closed_at is not null and code = '2'"),
                     1);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store"), 3);
}

/* ---- dialects ---- */

#define IL_ITEM_FIELDS                                                                  \
    "<ItemCode>7290000066318</ItemCode><ItemName>Milk</ItemName><Quantity>1</Quantity>" \
    "<UnitQty>ליטר</UnitQty><ItemPrice>6.90</ItemPrice>"

static void every_dialect_of_prices_says_the_same(void **state)
{
    struct catalogue *c = *state;
    static const char *const dialects[] = {
        "<Root><ChainId>7290058140886</ChainId><StoreId>001</StoreId><Items Count='1'>"
        "<Item>" IL_ITEM_FIELDS "</Item></Items></Root>",
        "<Prices><ChainID>7290058140886</ChainID><StoreID>2</StoreID><Products><Product>"
        "<ItemCode>7290000066318</ItemCode><ItemNm>Milk</ItemNm><Quantity>1</Quantity>"
        "<UnitQty>ליטר</UnitQty><blsWeighted>0</blsWeighted><QtyInPackage>unknown</QtyInPackage>"
        "<ItemPrice>6.90</ItemPrice></Product></Products></Prices>",
        "<ROOT><CHAINID>7290058140886</CHAINID><STOREID>3</STOREID><ITEMS COUNT='1'><ITEM>"
        "<ITEMCODE>7290000066318</ITEMCODE><ITEMNAME>Milk</ITEMNAME><QUANTITY>1</QUANTITY>"
        "<UNITQTY>ליטר</UNITQTY><ITEMPRICE>6.90</ITEMPRICE></ITEM></ITEMS></ROOT>",
        "<OrderXml><Envelope><ChainId>7290058140886</ChainId><StoreId>4</StoreId><Header><Details>"
        "<Line>" IL_ITEM_FIELDS "</Line></Details></Header></Envelope></OrderXml>",
        "<NewDataSet><ChainId>7290058140886</ChainId><StoreId>5</StoreId>"
        "<item>" IL_ITEM_FIELDS "</item></NewDataSet>",
    };

    for (size_t i = 0; i < SC_COUNT(dialects); i++) {
        struct sc_str name =
            sc_arena_printf(c->arena, "PriceFull7290058140886-%03zu-202602170010.xml", i + 1);
        struct sc_str want = sc_arena_printf(
            c->arena,
            "\"kind\":\"prices\",\"retailer\":\"rami-levy\",\"store\":\"%zu\",\"complete\":true,"
            "\"rows\":1,\"products\":%d,\"prices\":1,",
            i + 1, i == 0 ? 1 : 0);
        catalogue_expect(c, catalogue_put(c, name.at, sc_str_of(dialects[i])), want.at);
    }
    assert_int_equal(catalogue_number(c, "select count(*) from retail.shelf where "
                                         "unit_price_minor = 690 and unit = 'l'"),
                     SC_COUNT(dialects));
}

static void every_dialect_of_stores_says_the_same(void **state)
{
    struct catalogue *c = *state;
    static const char *const dialects[] = {
        "<Root><ChainId>7290058140886</ChainId><SubChains><SubChain><SubChainId>1</SubChainId>"
        "<SubChainName>Main</SubChainName><Stores><Store><StoreId>001</StoreId>"
        "<StoreName>North</StoreName><City>Haifa</City></Store></Stores></SubChain></SubChains>"
        "</Root>",
        "<asx:abap xmlns:asx='http://www.sap.com/abapxml'><asx:values>"
        "<CHAINID>7290058140886</CHAINID><STORES><STORE><SUBCHAINNAME>Main</SUBCHAINNAME>"
        "<STOREID>1</STOREID><STORENAME>North</STORENAME><CITY>Haifa</CITY></STORE></STORES>"
        "</asx:values></asx:abap>",
        "<Store><Branches><Branch><ChainID>7290058140886</ChainID><SubChainName>Main</SubChainName>"
        "<StoreID>1</StoreID><StoreName>North</StoreName><City>Haifa</City></Branch></Branches>"
        "</Store>",
    };

    for (size_t i = 0; i < SC_COUNT(dialects); i++) {
        struct sc_str name =
            sc_arena_printf(c->arena, "Stores7290058140886-000-2026021%zu0010.xml", i);
        catalogue_expect(c, catalogue_put(c, name.at, sc_str_of(dialects[i])),
                         i == 0 ? "\"stores\":1,\"unchanged\":0,"
                                : "\"stores\":0,\"unchanged\":1,");
    }
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store where code = '1' and "
                                         "name = 'North' and sub_chain = 'Main' and city = 'Haifa' "
                                         "and closed_at is null"),
                     1);
}

/* ---- rewards ---- */

static const struct {
    const char *type, *fields, *kind;
} rewards[] = {
    {"1", "<MinQty>3</MinQty><DiscountedPrice>20.00</DiscountedPrice>", "bundle_total"},
    {"1",
     "<IsWeightedPromo>1</IsWeightedPromo><MinQty>0.5</MinQty>"
     "<DiscountedPrice>14.90</DiscountedPrice>",
     "weight_price"},
    {"2", "<MinQty>1</MinQty><DiscountRate>2000</DiscountRate>", "percent_off"},
    {"2", "<AdditionalIsTotal>1</AdditionalIsTotal><DiscountRate>1000</DiscountRate>",
     "basket_percent_off"},
    {"3", "<MinQty>2</MinQty><DiscountType>1</DiscountType><DiscountRate>500</DiscountRate>",
     "amount_off"},
    {"3",
     "<AdditionalIsTotal>1</AdditionalIsTotal><DiscountType>1</DiscountType>"
     "<DiscountRate>3500</DiscountRate><MinPurchaseAmnt>200</MinPurchaseAmnt>",
     "basket_amount_off"},
    {"6",
     "<MinQty>2</MinQty><AdditionalGiftCount>1</AdditionalGiftCount>"
     "<GiftItemPrice>1.00</GiftItemPrice>",
     "buy_get"},
    {"7", "<MinQty>2</MinQty><AdditionalGiftCount>1</AdditionalGiftCount>", "buy_get"},
    {"9", "<MinQty>3</MinQty><DiscountRate>10000</DiscountRate>", "cheapest_percent_off"},
    {"4", "<MinQty>1</MinQty>", "unpriced"},
    {"5", "<MinQty>1</MinQty>", "unpriced"},
    {"8", "<MinQty>1</MinQty>", "unpriced"},
    {"10", "<MinQty>1</MinQty>", "unpriced"},
    {"11", "<MinQty>1</MinQty>", "unpriced"},
};

static void every_reward_is_kept_and_the_explained_ones_priced(void **state)
{
    struct catalogue *c = *state;
    struct sc_str text =
        sc_arena_printf(c->arena,
                        "<Root><ChainId>7290058140886</ChainId><StoreId>1</StoreId>"
                        "<Promotions Count='%zu'>",
                        SC_COUNT(rewards));

    for (size_t i = 0; i < SC_COUNT(rewards); i++)
        text = sc_arena_printf(
            c->arena,
            "%.*s<Promotion><PromotionId>%zu</PromotionId>"
            "<PromotionDescription>words</PromotionDescription><RewardType>%s</RewardType>%s"
            "<PromotionItems><Item><ItemCode>7290000066318</ItemCode></Item></PromotionItems>"
            "</Promotion>",
            SC_STR_ARGS(text), i + 1, rewards[i].type, rewards[i].fields);
    text = sc_arena_printf(c->arena, "%.*s</Promotions></Root>", SC_STR_ARGS(text));
    catalogue_expect(c, catalogue_put(c, "PromoFull7290058140886-001-202602170010.xml", text),
                     "\"complete\":true,\"rows\":14,\"products\":0,\"prices\":0,\"deals\":14,"
                     "\"stores\":0,\"unchanged\":0,\"unpriced\":{\"reward 4\":1,\"reward 5\":1,"
                     "\"reward 8\":1,\"reward 10\":1,\"reward 11\":1},\"rejected\":{}");
    for (size_t i = 0; i < SC_COUNT(rewards); i++) {
        struct sc_str sql = sc_arena_printf(
            c->arena, "select count(*) from deals.deal where source_id = '%zu' and kind = '%s'",
            i + 1, rewards[i].kind);
        if (catalogue_number(c, sql.at) != 1)
            fail_msg("reward %s: not of kind %s", rewards[i].type, rewards[i].kind);
    }
}

static void of_stores_and_deals_named_twice_the_last_counts(void **state)
{
    struct catalogue *c = *state;
#define DEAL(total)                                                                       \
    "<Promotion><PromotionId>5</PromotionId><RewardType>1</RewardType><MinQty>2</MinQty>" \
    "<DiscountedPrice>" total "</DiscountedPrice><PromotionItems><Item>"                  \
    "<ItemCode>7290000066318</ItemCode></Item></PromotionItems></Promotion>\n"

    catalogue_expect(
        c,
        catalogue_put(c, "PromoFull7290058140886-001-202602170010.xml",
                      SC_STR("<Root><ChainId>7290058140886</ChainId><StoreId>1</StoreId>\n"
                             "<Promotions>\n" DEAL("9") DEAL("8") "</Promotions></Root>")),
        "\"rows\":2,\"products\":0,\"prices\":0,\"deals\":1,\"stores\":0,\"unchanged\":0,"
        "\"unpriced\":{},\"rejected\":{\"repeated_code\":1}");
    assert_int_equal(catalogue_number(c, "select value from deals.deal_on o "
                                         "join deals.deal d on d.id = o.deal_id"),
                     800);
    catalogue_expect(
        c,
        catalogue_put(c, "Stores7290058140886-000-202602170010.xml",
                      SC_STR("<Root><ChainId>7290058140886</ChainId><Stores>\n"
                             "<Store><StoreId>7</StoreId><StoreName>Old</StoreName></Store>\n"
                             "<Store><StoreId>007</StoreId><StoreName>New</StoreName></Store>\n"
                             "</Stores></Root>")),
        "\"stores\":1,\"unchanged\":0,\"unpriced\":{},\"rejected\":{\"repeated_code\":1}");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store where name = 'New'"),
                     1);
    /* Both lines are kept for people: the third of the one file, the second of the other. */
    assert_int_equal(catalogue_number(c, "select sum(line) from retail.reject"), 3 + 2);
#undef DEAL
}

static void rows_of_an_older_sale_list_are_one_deal(void **state)
{
    struct catalogue *c = *state;
#define SALE(code)                                                                            \
    "<Sale><PromotionID>5</PromotionID><PromotionDescription>2 for 10</PromotionDescription>" \
    "<RewardType>1</RewardType><MinQty>2</MinQty><DiscountedPrice>10</DiscountedPrice>"       \
    "<ItemCode>" code "</ItemCode></Sale>"

    catalogue_expect(c,
                     catalogue_put(c, "PromoFull7290696200003-001-202602170010.xml",
                                   SC_STR("<Promos><ChainID>7290696200003</ChainID><StoreID>1"
                                          "</StoreID><Sales>" SALE("7290000066318")
                                              SALE("7290000066325") "</Sales></Promos>")),
                     "\"retailer\":\"victory\",\"store\":\"1\",\"complete\":true,\"rows\":2,"
                     "\"products\":0,\"prices\":0,\"deals\":1,");
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal_item"), 2);
#undef SALE
}

static void a_name_of_the_placeholder_kind_takes_nothing_away(void **state)
{
    struct catalogue *c = *state;
    const char *two[] = {"7290000066318", "6.90", "7290000066325", "7.90", NULL};

    catalogue_import_one(c, put_il_prices(c, full_name, two));
    catalogue_expect(
        c,
        catalogue_put(c, "NULLPriceFull7290058140886-001-202602180010.xml",
                      sc_arena_printf(c->arena, "%s<Items Count='0'/></Root>", il_head)),
        "\"complete\":true,\"rows\":0,");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"), 2);
}

/* ---- real files ---- */

static void real_israeli_files(void **state)
{
    struct catalogue *c = *state;
    static const struct {
        const char *name;
        const char *counts;
    } files[] = {
        {"Stores7290027600007-000-202410020201.xml", "\"rows\":416,"},
        {"PriceFull7290172900007-083-202409270311.xml.gz", "\"complete\":true,\"rows\":5119,"},
        {"PriceFull7290876100000-003-202410070010.TRUNCATED.xml.gz", "\"complete\":false,"},
        {"PromoFull7290058140886-001-202602170010.xml.gz", "\"rows\":2206,"},
        {"PromoFull7290785400000-002-202602170010.xml.gz", "\"rows\":2353,"},
        {"PromoFull7290058140886-013-202512120010.xml", "\"rows\":1,"},
        {"Price7290725900003-9032-202410021600.EMPTY.xml", "\"rows\":0,"},
        {"NULLPromo7290700100008-001-202411021400.EMPTY.xml", "\"rows\":0,"},
        {"PromoFull7290172900007-350-202410030634.EMPTY.xml", "\"rows\":0,"},
    };

    for (size_t i = 0; i < SC_COUNT(files); i++) {
        struct sc_str below = sc_arena_printf(c->arena, "il/%s", files[i].name);
        catalogue_expect(c, catalogue_shared(c, below.at), files[i].counts);
    }
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal_on"), 2206 + 2353 + 1);
    assert_true(catalogue_number(c, "select count(*) from retail.price") > 5119 + 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_catalogue_test(a_change_file_changes_what_it_names_and_no_more),
        a_catalogue_test(a_full_file_that_comes_late_leaves_newer_changes),
        a_catalogue_test(a_file_cut_short_takes_nothing_away),
        a_catalogue_test(a_deal_of_many_stores_is_stored_once),
        a_catalogue_test(a_changed_deal_takes_the_place_of_the_old_one),
        a_catalogue_test(a_store_list_names_opens_and_closes_stores),
        a_catalogue_test(every_dialect_of_prices_says_the_same),
        a_catalogue_test(every_dialect_of_stores_says_the_same),
        a_catalogue_test(every_reward_is_kept_and_the_explained_ones_priced),
        a_catalogue_test(of_stores_and_deals_named_twice_the_last_counts),
        a_catalogue_test(rows_of_an_older_sale_list_are_one_deal),
        a_catalogue_test(a_name_of_the_placeholder_kind_takes_nothing_away),
        a_catalogue_test(real_israeli_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
