#include "retail/feed_il.h"

#include "runtime/request.h"
#include "testing/feed_dump.h"

/* What a file of that name and text gives; `why` it is not complete, or NULL. */
static void check_file(const char *name, const char *text, const char *want, const char *why)
{
    const struct feed_input input = {.name = sc_str_of(name), .now_us = 1764000000 * SC_SECOND_US};
    struct sc_request rq;
    struct feed_dump dump;
    struct feed_end end = {0};
    struct feed_sink sink = feed_dump_sink(&dump);
    struct sc_str bytes = sc_str_of(text);

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    enum sc_status st = feed_il_read(&rq, &input, feed_stream_of_text(&bytes), &sink, &end);
    if (st != SC_OK)
        print_error("%.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    assert_int_equal(st, SC_OK);
    assert_str(sc_buf_str(&dump.out), want);
    assert_str(sc_str_of(end.why_partial), why == NULL ? "" : why);
    assert_int_equal(end.is_complete, why == NULL);
    feed_dump_finish(&dump);
    sc_request_finish(&rq);
}

static void refuse(const char *text, const char *words)
{
    const struct feed_input input = {.name = SC_STR("PriceFull7290058140886-001-202602170010.xml")};
    struct sc_request rq;
    struct feed_dump dump;
    struct feed_end end = {.rows = 77};
    struct feed_sink sink = feed_dump_sink(&dump);
    struct sc_str bytes = sc_str_of(text);

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_il_read(&rq, &input, feed_stream_of_text(&bytes), &sink, &end),
                     SC_INVALID);
    assert_str(sc_failure_words(&rq), words);
    assert_int_equal(end.rows, 77);
    feed_dump_finish(&dump);
    sc_request_finish(&rq);
}

#define PRICES       "PriceFull7290058140886-001-202602170010.xml"
#define PROMOS       "PromoFull7290058140886-001-202602170010.xml"
#define OF_RAMI_LEVY "key=rami-levy name=Rami Levy country=IL money=ILS zone=Asia/Jerusalem"
#define PRICE_HEAD   "head il prices full " OF_RAMI_LEVY " store=1 at=2026-02-17T00:10:00\n"
#define PROMO_HEAD   "head il deals full " OF_RAMI_LEVY " store=1 at=2026-02-17T00:10:00\n"
#define ROOT         "<Root><ChainId>7290058140886</ChainId><StoreId>001</StoreId>"

/* ---- names ---- */

static void file_names_tell_what_is_inside(void **state)
{
    static const struct {
        const char *name;
        enum feed_kind kind;
        bool is_full;
        const char *chain, *store, *time;
    } rows[] = {
        {"PriceFull7290058140886-001-202602170010.xml", FEED_PRICES, true, "7290058140886", "001",
         "2026-02-17T00:10:00Z"},
        {"Promo7290058140886-013-202512120010", FEED_DEALS, false, "7290058140886", "013",
         "2025-12-12T00:10:00Z"},
        {"NULLPriceFull7290700100008-001-202411021400.xml", FEED_PRICES, false, "7290700100008",
         "001", "2024-11-02T14:00:00Z"},
        {"Stores7290027600007-000-202410020201.xml", FEED_STORES, true, "7290027600007", "000",
         "2024-10-02T02:01:00Z"},
        {"PriceFull7290058249350-1-17-20260217-053000.xml", FEED_PRICES, true, "7290058249350",
         "17", "2026-02-17T05:30:00Z"},
        {"price729049000005_044_20260217.xml", FEED_PRICES, false, "729049000005", "044",
         "2026-02-17T00:00:00Z"},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct feed_il_name name = feed_il_name_read(sc_str_of(rows[i].name));
        char time[SC_TIME_TEXT];
        assert_true(name.is_known);
        assert_int_equal(name.kind, rows[i].kind);
        assert_int_equal(name.is_full, rows[i].is_full);
        assert_str(name.chain, rows[i].chain);
        assert_str(name.store, rows[i].store);
        sc_time_write(name.time.at_us, time);
        assert_string_equal(time, rows[i].time);
    }
    assert_false(feed_il_name_read(SC_STR("konzum-0204-2025-07-03.csv")).is_known);
    assert_false(feed_il_name_read(SC_STR("PriceFull.xml")).is_known);
    assert_false(feed_il_name_read(SC_STR("")).is_known);
}

/* ---- prices ---- */

static void an_item_becomes_a_price(void **state)
{
    (void)state;
    check_file(PRICES,
               "\xEF\xBB\xBF" ROOT "<Items Count=\"2\">\n<Item><ItemCode>7290000042640</ItemCode>"
               "<ItemType>1</ItemType><ItemName>Milk</ItemName>"
               "<ManufacturerName>לא ידוע</ManufacturerName><UnitQty>מיליליטרים</UnitQty>"
               "<Quantity>250.00</Quantity><UnitOfMeasure>100 מ\"ל</UnitOfMeasure>"
               "<bIsWeighted>0</bIsWeighted><QtyInPackage>לא ידוע</QtyInPackage>"
               "<ItemPrice>3.90</ItemPrice></Item>\n"
               "<Item><ItemCode>000017</ItemCode><ItemType>0</ItemType><ItemNm>Cheese</ItemNm>"
               "<ManufacturerName>Gad</ManufacturerName><UnitQty>קילוגרמים</UnitQty>"
               "<Quantity>1.00</Quantity><bIsWeighted>1</bIsWeighted>"
               "<ItemPrice>165.0000</ItemPrice></Item></Items></Root>",
               PRICE_HEAD "price 2 c=7290000042640 g=7290000042640 n=Milk p=390 250000mml\n"
                          "price 3 c=17 n=Cheese b=Gad p=16500 weighed\n",
               NULL);
}

static void made_up_barcodes_never_join_chains(void **state)
{
    (void)state;
    check_file(PRICES,
               ROOT "<Items><Item><ItemCode>7290000000121</ItemCode><ItemType>1</ItemType>"
                    "<ItemName>Parsley</ItemName><ItemPrice>5</ItemPrice></Item>"
                    "<Item><ItemCode>2000000000008</ItemCode><ItemName>Loaf</ItemName>"
                    "<ItemPrice>5</ItemPrice></Item></Items></Root>",
               PRICE_HEAD "price 1 c=7290000000121 n=Parsley p=500\n"
                          "price 1 c=2000000000008 n=Loaf p=500\n",
               NULL);
}

static void every_container_is_read(void **state)
{
#define AN_ITEM "<ItemCode>11</ItemCode><ItemName>A</ItemName><ItemPrice>1</ItemPrice>"
    static const char *const texts[] = {
        ROOT "<Items><Item>" AN_ITEM "</Item></Items></Root>",
        "<ROOT><CHAINID>7290058140886</CHAINID><STOREID>1</STOREID><PRODUCTS COUNT='1'><PRODUCT>"
        "<ITEMCODE>11</ITEMCODE><ITEMNAME>A</ITEMNAME><ITEMPRICE>1</ITEMPRICE>"
        "</PRODUCT></PRODUCTS></ROOT>",
        "<OrderXml><Envelope><ChainId>7290058140886</ChainId><StoreId>1</StoreId><Header><Details>"
        "<Line>" AN_ITEM "</Line></Details></Header></Envelope></OrderXml>",
        "<NewDataSet><ChainId>7290058140886</ChainId><item>" AN_ITEM "</item></NewDataSet>",
        "<p:a xmlns:p='x'><p:ChainID>7290058140886</p:ChainID><p:Item>" AN_ITEM "</p:Item></p:a>",
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(texts); i++)
        check_file(PRICES, texts[i], PRICE_HEAD "price 1 c=11 n=A p=100\n", NULL);
}

static void unusable_items_are_rejected(void **state)
{
    (void)state;
    check_file(PRICES,
               ROOT "<Items><Item><ItemName>A</ItemName><ItemPrice>1</ItemPrice></Item>"
                    "<Item><ItemCode>2</ItemCode><ItemPrice>1</ItemPrice></Item>\n"
                    "<Item><ItemCode>3</ItemCode><ItemName>C</ItemName></Item>"
                    "<Item><ItemCode>4</ItemCode><ItemName>D</ItemName><ItemPrice>0.00</ItemPrice>"
                    "</Item><Item><ItemCode>5</ItemCode><ItemName>E\x01</ItemName>"
                    "<ItemPrice>1</ItemPrice></Item>\n"
                    "<Item>" AN_ITEM "</Item></Items></Root>",
               PRICE_HEAD "reject 1 bad_code\nreject 1 no_name\nreject 2 bad_price\n"
                          "reject 2 bad_price\nreject 2 bad_encoding\nprice 3 c=11 n=A p=100\n",
               NULL);
}

static void a_declared_encoding_is_not_believed(void **state)
{
    (void)state;
    check_file(PRICES,
               "<?xml version='1.0' encoding='ISO-8859-8'?>" ROOT "<Items><Item><ItemCode>1"
               "</ItemCode><ItemName>חלב</ItemName><ItemPrice>1</ItemPrice></Item></Items></Root>",
               PRICE_HEAD "price 1 c=1 n=חלב p=100\n", NULL);
    check_file(PRICES,
               "<?xml version='1.0' encoding='UTF-8'?>" ROOT "<Items><Item><ItemCode>1</ItemCode>"
               "<ItemName>\xE7\xEC\xE1</ItemName><ItemPrice>1</ItemPrice></Item></Items></Root>",
               PRICE_HEAD "price 1 c=1 n=חלב p=100\n", NULL);
}

static void a_bare_ampersand_costs_nothing_but_itself(void **state)
{
    (void)state;
    check_file(PRICES,
               ROOT "<Items><Item><ItemCode>1</ItemCode><ItemName>M & M &amp; N</ItemName>"
                    "<ItemPrice>1</ItemPrice></Item><Item>" AN_ITEM "</Item></Items></Root>",
               PRICE_HEAD "price 1 c=1 n=M  M & N p=100\nprice 1 c=11 n=A p=100\n", NULL);
}

/* ---- files that are not whole ---- */

static void files_that_are_not_whole_say_so(void **state)
{
    (void)state;
    check_file(PRICES, ROOT "<Items Count=\"9\"><Item>" AN_ITEM "</Item><Item><ItemCode>1",
               PRICE_HEAD "price 1 c=11 n=A p=100\n", "the XML is cut short");
    check_file(PRICES, ROOT "<Items Count=\"9\"><Item>" AN_ITEM "</Item></Items></Root>",
               PRICE_HEAD "price 1 c=11 n=A p=100\n", "it holds fewer records than it declares");
    check_file(PRICES, ROOT "<Items Count=\"0\"/></Root>", PRICE_HEAD, "it holds no records");
    check_file(PROMOS, ROOT "<Promotions Count=\"0\"/></Root>", PROMO_HEAD, NULL);
    check_file(PROMOS,
               "<OrderXml><Envelope><ChainId>7290058140886</ChainId><StoreId>1</StoreId>"
               "</Envelope></OrderXml>",
               PROMO_HEAD, "it holds no list");
    check_file("NULLPriceFull7290058140886-001-202602170010.xml",
               ROOT "<Items Count=\"0\"/></Root>",
               "head il prices " OF_RAMI_LEVY " store=1 at=2026-02-17T00:10:00\n", NULL);
}

static void hostile_files_are_refused(void **state)
{
    (void)state;
    refuse("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>"
           "<Root><ChainId>&b;</ChainId></Root>",
           "the XML declares a document type: refused");
    refuse("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><Root/>",
           "the XML declares a document type: refused");
    refuse("<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>"
           "<a><a><a><a><a>",
           "the XML nests deeper than 32");
}

static void a_file_must_say_whose_it_is(void **state)
{
    const struct feed_input input = {.name = SC_STR("prices.xml")};
    struct sc_request rq;
    struct feed_dump dump;
    struct feed_end end;
    struct feed_sink sink = feed_dump_sink(&dump);
    struct sc_str bytes = SC_STR("<Root><StoreId>1</StoreId><Item>" AN_ITEM "</Item></Root>");

    (void)state;
    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_il_read(&rq, &input, feed_stream_of_text(&bytes), &sink, &end),
                     SC_INVALID);
    assert_str(sc_failure_words(&rq), "prices.xml names no chain");
    feed_dump_finish(&dump);
    sc_request_finish(&rq);
}

/* ---- stores ---- */

static void stores_of_every_dialect_are_read(void **state)
{
#define STORES      "Stores7290058140886-000-202602170010.xml"
#define STORES_HEAD "head il stores full " OF_RAMI_LEVY " at=2026-02-17T00:10:00\n"
    (void)state;
    check_file(STORES,
               "<Root><ChainId>7290058140886</ChainId><SubChains Count='1'><SubChain>"
               "<SubChainId>1</SubChainId><SubChainName>North</SubChainName><Stores Count='1'>"
               "<Store><StoreId>007</StoreId><StoreType>1</StoreType><StoreName>A</StoreName>"
               "<Address>B 1</Address><City>C</City><ZipCode>123</ZipCode></Store></Stores>"
               "</SubChain></SubChains></Root>",
               STORES_HEAD "store code=7 name=A sub=North address=B 1 city=C zip=123 type=1\n",
               NULL);
    check_file(STORES,
               "<asx:abap xmlns:asx='x'><asx:values><CHAINID>7290058140886</CHAINID><STORES>"
               "<STORE><SUBCHAINNAME>S</SUBCHAINNAME><STOREID>1</STOREID><STORENAME>A</STORENAME>"
               "</STORE><STORE><STORENAME>lost</STORENAME></STORE></STORES></asx:values>"
               "</asx:abap>",
               STORES_HEAD "store code=1 name=A sub=S\nreject 1 no_store\n", NULL);
    check_file(STORES,
               "<Store><Branches><Branch><ChainID>7290058140886</ChainID><StoreID>3</StoreID>"
               "<StoreName>A</StoreName></Branch></Branches></Store>",
               STORES_HEAD "store code=3 name=A\n", NULL);
}

/* ---- promotions ---- */

struct promo {
    const char *fields; /* beside id, dates and items */
    const char *items;  /* NULL: codes 11 and 12 */
    const char *want;   /* behind "deal 5 ", before the dates and codes */
};

static void check_promo(const struct promo *promo)
{
    char text[2000], want[1000];

    snprintf(text, sizeof text,
             ROOT "<Promotions Count='1'><Promotion><PromotionId>5</PromotionId>"
                  "<PromotionDescription>words</PromotionDescription>"
                  "<PromotionStartDate>2026-02-01</PromotionStartDate>"
                  "<PromotionEndDate>2026-02-28</PromotionEndDate>"
                  "<PromotionEndHour>23:59:00</PromotionEndHour>%s<PromotionItems>%s"
                  "</PromotionItems></Promotion></Promotions></Root>",
             promo->fields,
             promo->items != NULL
                 ? promo->items
                 : "<Item><ItemCode>12</ItemCode><IsGiftItem>0</IsGiftItem></Item>"
                   "<Item><ItemCode>011</ItemCode></Item><Item><ItemCode>12</ItemCode></Item>");
    snprintf(want, sizeof want, PROMO_HEAD "deal 5 %s\n", promo->want);
    check_file(PROMOS, text, want, NULL);
}

#define REWARD(n) "<RewardType>" n "</RewardType>"
#define MIN(n)    "<MinQty>" n "</MinQty>"
#define MAX(n)    "<MaxQty>" n "</MaxQty>"
#define COSTS(n)  "<DiscountedPrice>" n "</DiscountedPrice>"
#define RATE(n)   "<DiscountRate>" n "</DiscountRate>"
#define WEIGHED   "<IsWeightedPromo>1</IsWeightedPromo>"
#define COUPON    "<AdditionalIsCoupon>1</AdditionalIsCoupon>"
#define GIFTS(n)  "<AdditionalGiftCount>" n "</AdditionalGiftCount>"
#define TOTAL     "<AdditionalIsTotal>1</AdditionalIsTotal>"
#define SPEND(n)  "<MinPurchaseAmnt>" n "</MinPurchaseAmnt>"
#define DATES     " from=2026-02-01T00:00:00 to=2026-02-28T23:59:59"
#define OF        " of:11,12"

static void reward_1_is_a_price_for_a_group(void **state)
{
    static const struct promo promos[] = {
        {REWARD("1") MIN("1.00") COSTS("10.00"), NULL, "bundle_total value=1000" DATES OF},
        {REWARD("1") MIN("3.00") COSTS("20.00"), NULL, "bundle_total count=3 value=2000" DATES OF},
        {REWARD("1") MIN("4") MAX("8") COSTS("100"), NULL,
         "bundle_total count=4 value=10000 units=8" DATES OF},
        {REWARD("1") MIN("1") MAX("0.00") COSTS("5"), NULL, "bundle_total value=500" DATES OF},
        {REWARD("1") MIN("4") MAX("2") COSTS("5"), NULL,
         "unpriced why=a limit below what one use takes count=4 value=500 units=2" DATES OF},
        {REWARD("1") MIN("2"), NULL, "unpriced why=reward 1 without a price value=0" DATES OF},
        {REWARD("1") MIN("0.5") COSTS("5"), NULL, "unpriced why=parts of a unit value=0" DATES OF},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void reward_1_by_weight_is_a_price_per_kilogram(void **state)
{
    static const struct promo promos[] = {
        {REWARD("1") WEIGHED MIN("0.01") COSTS("14.90"), NULL, "weight_price value=1490" DATES OF},
        {REWARD("1") WEIGHED MIN("3.00") COSTS("33.33"), NULL,
         "weight_price value=3333 min_g=3000" DATES OF},
        {REWARD("1") WEIGHED MIN("0.01") MAX("29.91") COSTS("2.90"), NULL,
         "weight_price value=290 max_g=29910" DATES OF},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void reward_2_is_a_percentage(void **state)
{
    static const struct promo promos[] = {
        {REWARD("2") MIN("1") RATE("2000"), NULL, "percent_off value=2000" DATES OF},
        {REWARD("2") MIN("3") RATE("10000") COUPON, NULL,
         "percent_off count=3 value=10000 units=3" DATES " coupon=5" OF},
        {REWARD("2") MIN("1") RATE("10000"), NULL,
         "unpriced why=reward 2, all free without a limit value=0" DATES OF},
        {REWARD("2") MIN("1") RATE("1000") TOTAL SPEND("200"), NULL,
         "basket_percent_off value=1000 basket=20000 counts_own" DATES},
        {REWARD("2") MIN("1") RATE("0"), NULL,
         "unpriced why=numbers out of range value=0" DATES OF},
        {REWARD("2") WEIGHED MIN("1") RATE("1000"), NULL,
         "unpriced why=by weight, other than a price value=0" DATES OF},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void reward_3_is_an_amount_off_once(void **state)
{
    static const struct promo promos[] = {
        {REWARD("3") "<DiscountType>1</DiscountType><MinAmount>0.01</MinAmount>" RATE("3500"), NULL,
         "amount_off value=3500 uses=1" DATES OF},
        {REWARD("3") "<DiscountType>1</DiscountType><MinAmount>100</MinAmount>" RATE("3500"), NULL,
         "unpriced why=reward 3 from a spend on these goods value=0" DATES OF},
        {REWARD("3") "<DiscountType>1</DiscountType><MinAmount>100</MinAmount>" RATE("3500") TOTAL,
         NULL, "basket_amount_off value=3500 basket=10000 counts_own" DATES},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void reward_6_is_a_gift_or_a_limited_weight(void **state)
{
#define GOOD(code) "<Item><ItemCode>" code "</ItemCode><IsGiftItem>0</IsGiftItem></Item>"
#define GIFT(code, price)                                                                \
    "<Item><ItemCode>" code "</ItemCode><IsGiftItem>1</IsGiftItem><GiftItemPrice>" price \
    "</GiftItemPrice></Item>"
    static const struct promo promos[] = {
        {REWARD("6") MIN("3000.00") MAX("0.00") GIFTS("3000")
             SPEND("75.00") "<Remark>סכום להטבה לא כולל פריטים במבצע</Remark>",
         GOOD("11") GIFT("11", "59.90"),
         "weight_price value=5990 max_g=3000 basket=7500" DATES " of:11"},
        {REWARD("6") MIN("2") GIFTS("1"), GOOD("11") GIFT("9", "0.00"),
         "buy_get count=2 get=1 value=0" DATES " of:11 gets:9"},
        {REWARD("6") MIN("2") GIFTS("1"), GOOD("11") GIFT("11", "5.00"),
         "buy_get count=2 get=1 value=500" DATES " of:11"},
        {REWARD("6") MIN("3000") GIFTS("3000"), GOOD("11") GIFT("12", "5.00"),
         "unpriced why=reward 6 by weight on other goods value=0" DATES " of:11"},
        {REWARD("6") MIN("0") GIFTS("1"), GOOD("11") GIFT("9", "0.00"),
         "unpriced why=reward 6 from a spend on these goods value=0" DATES " of:11"},
        {REWARD("6") MIN("2") GIFTS("1"), GOOD("11") GIFT("8", "0.00") GIFT("9", "1.00"),
         "unpriced why=reward 6 without one gift price value=0" DATES " of:11"},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void rewards_7_and_9_count_the_cheaper_units_too(void **state)
{
    static const struct promo promos[] = {
        {REWARD("7") MIN("2") GIFTS("1"), NULL, "buy_get get=1 value=0" DATES OF},
        {REWARD("7") MIN("4") GIFTS("1"), NULL, "buy_get count=3 get=1 value=0" DATES OF},
        {REWARD("7") MIN("1") GIFTS("1"), NULL,
         "unpriced why=numbers out of range count=0 get=1 value=0" DATES OF},
        {REWARD("9") MIN("3") RATE("10000"), NULL,
         "cheapest_percent_off count=3 value=10000" DATES OF},
        {REWARD("9") MIN("2") RATE("5000"), NULL,
         "cheapest_percent_off count=2 value=5000" DATES OF},
        {REWARD("9") MIN("1") RATE("5000"), NULL,
         "unpriced why=numbers out of range value=5000" DATES OF},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void what_nobody_can_explain_is_kept_in_words(void **state)
{
    static const struct promo promos[] = {
        {REWARD("10") MIN("3"), NULL, "unpriced why=reward 10 value=0" DATES OF},
        {"", NULL, "unpriced why=no reward type value=0" DATES OF},
        {REWARD("1") MIN("1") COSTS("1") "<AdditionalIsActive>0</AdditionalIsActive>", NULL,
         "unpriced why=not active value=0" DATES OF},
        {REWARD("9") MIN("3") RATE("10000") TOTAL, NULL,
         "unpriced why=on the whole basket, other than a cut value=0" DATES OF},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void clubs_are_audiences(void **state)
{
#define SALE REWARD("1") MIN("1") COSTS("1")
    static const struct promo promos[] = {
        {SALE "<Clubs><ClubId>0</ClubId></Clubs>", NULL, "bundle_total value=100" DATES OF},
        {SALE "<Clubs><ClubId>1</ClubId><ClubId>0</ClubId></Clubs>", NULL,
         "bundle_total value=100" DATES OF},
        {SALE "<Clubs><ClubId>1</ClubId><ClubId>2</ClubId><ClubId>3</ClubId></Clubs>", NULL,
         "bundle_total value=100" DATES " for:club:rami-levy,card:rami-levy,club:rami-levy-3" OF},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(promos); i++)
        check_promo(&promos[i]);
}

static void a_name_that_is_cut_ends_in_no_space(void **state)
{
    char text[1024], want[1024];

    (void)state;
    snprintf(text, sizeof text,
             "<Root><ChainId>1</ChainId><ChainName>%0255d x</ChainName><StoreId>1</StoreId>"
             "<Items><Item><ItemCode>11</ItemCode><ItemName>A</ItemName><ItemPrice>1</ItemPrice>"
             "</Item></Items></Root>",
             7);
    snprintf(want, sizeof want,
             "head il prices full key=il-1 name=%0255d country=IL money=ILS zone=Asia/Jerusalem "
             "store=1 at=2026-02-17T00:10:00\nprice 1 c=11 n=A p=100\n",
             7);
    check_file(PRICES, text, want, NULL);
}

static void unusable_promotions_are_rejected(void **state)
{
    (void)state;
    check_file(
        PROMOS,
        ROOT
        "<Promotions><Promotion><PromotionId>1</PromotionId>" SALE "</Promotion>"
        "<Promotion><PromotionDescription>x</PromotionDescription></Promotion>"
        "<Promotion><PromotionId>2</PromotionId><PromotionEndDate>2026-02-30</PromotionEndDate>"
        "</Promotion><Promotion><PromotionId>3</PromotionId><MinQty>two</MinQty></Promotion>"
        "</Promotions></Root>",
        PROMO_HEAD "reject 1 no_items\nreject 1 bad_deal\nreject 1 bad_time\nreject 1 bad_deal\n",
        NULL);
}

static void rows_of_one_sale_are_one_deal(void **state)
{
    (void)state;
    check_file(PROMOS,
               ROOT "<Sales Count='3'><Sale><ItemCode>2</ItemCode><PromotionID>5</PromotionID>" SALE
                    "</Sale><Sale><ItemCode>1</ItemCode><PromotionID>5</PromotionID>" SALE
                    "</Sale><Sale><ItemCode>3</ItemCode><PromotionID>6</PromotionID>" SALE
                    "</Sale></Sales></Root>",
               PROMO_HEAD "deal 5 bundle_total value=100 of:1,2\n"
                          "deal 6 bundle_total value=100 of:3\n",
               NULL);
}

UNIT_TESTS(a_test(file_names_tell_what_is_inside), a_test(an_item_becomes_a_price),
           a_test(made_up_barcodes_never_join_chains), a_test(every_container_is_read),
           a_test(unusable_items_are_rejected), a_test(a_declared_encoding_is_not_believed),
           a_test(a_bare_ampersand_costs_nothing_but_itself),
           a_test(files_that_are_not_whole_say_so), a_test(hostile_files_are_refused),
           a_test(a_file_must_say_whose_it_is), a_test(a_name_that_is_cut_ends_in_no_space),
           a_test(stores_of_every_dialect_are_read), a_test(reward_1_is_a_price_for_a_group),
           a_test(reward_1_by_weight_is_a_price_per_kilogram), a_test(reward_2_is_a_percentage),
           a_test(reward_3_is_an_amount_off_once), a_test(reward_6_is_a_gift_or_a_limited_weight),
           a_test(rewards_7_and_9_count_the_cheaper_units_too),
           a_test(what_nobody_can_explain_is_kept_in_words), a_test(clubs_are_audiences),
           a_test(unusable_promotions_are_rejected), a_test(rows_of_one_sale_are_one_deal))
