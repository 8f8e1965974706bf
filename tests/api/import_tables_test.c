/* `smartcart import` of tables: Croatian lists, Merchant feeds, a map of one's own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/helpers/catalogue.h"

/* ---- Croatian lists ---- */

static void other_chains_columns_and_encoding_are_known(void **state)
{
    struct catalogue *c = *state;
    /* Lidl's columns; windows-1250: \xA6 \x8A \x9A \xE6 \xBE are letters with marks */
    static const char list[] =
        "NAZIV;\x8AIFRA;NETO_KOLI\xC8INA;JEDINICA_MJERE;MARKA;MALOPRODAJNA_CIJENA;"
        "MPC_ZA_VRIJEME_POSEBNOG_OBLIKA_PRODAJE;NAJNIZA_CIJENA_U_POSLJ._30_DANA;"
        "CIJENA_ZA_JEDINICU_MJERE;BARKOD;KATEGORIJA_PROIZVODA;Sidrena_cijena_na_02.05.2025\r\n"
        "Svje\x9Ei sir;77;250;g;Dukat;;2,49;2,39;9,96;3850334043641;Hrana;2,99\r\n"
        "Jaja;78;10;kom;;1.234,50;;;;;Hrana;\r\n";

    catalogue_expect(
        c, catalogue_put(c, "lidl_105_20250703.csv", sc_str_of(list)),
        "\"source\":\"hr\",\"kind\":\"prices\",\"retailer\":\"lidl\",\"store\":\"105\","
        "\"complete\":true,\"rows\":2,\"products\":2,\"prices\":2,");
    assert_int_equal(catalogue_number(c, "select price_minor from retail.shelf where is_special "
                                         "and name = 'Svježi sir' and low_30d_minor = 239 "
                                         "and unit_price_minor = 996 and unit = 'kg'"),
                     249);
    assert_int_equal(catalogue_number(c, "select price_minor from retail.shelf "
                                         "where name = 'Jaja' and not is_special"),
                     123450);
}

static void a_list_in_xml_says_its_store(void **state)
{
    struct catalogue *c = *state;
    static const char list[] =
        "<Proizvodi><ProdajniObjekt><Oblik>supermarket</Oblik><Oznaka>T598</Oznaka>"
        "<Adresa>Ulica 1</Adresa><BrojPohrane>12</BrojPohrane><Proizvodi>"
        "<Proizvod><NazivProizvoda>Mlijeko</NazivProizvoda><SifraProizvoda>1</SifraProizvoda>"
        "<MarkaProizvoda>Dukat</MarkaProizvoda><NetoKolicina>1</NetoKolicina>"
        "<JedinicaMjere>L</JedinicaMjere><MaloprodajnaCijena>1,50</MaloprodajnaCijena>"
        "<MaloprodajnaCijenaAkcija/><NajnizaCijena>1,20</NajnizaCijena>"
        "<Barkod>3850334043641</Barkod><KategorijeProizvoda>HRANA</KategorijeProizvoda></Proizvod>"
        "</Proizvodi></ProdajniObjekt></Proizvodi>";

    catalogue_expect(c, catalogue_put(c, "studenac-T598-2025-07-03.xml", sc_str_of(list)),
                     "\"retailer\":\"studenac\",\"store\":\"T598\",\"complete\":true,\"rows\":1,"
                     "\"products\":1,\"prices\":1,");
    assert_int_equal(catalogue_number(c, "select price_minor from retail.shelf s "
                                         "join retail.store o on o.id = s.store_id "
                                         "where o.address = 'Ulica 1' and s.low_30d_minor = 120 "
                                         "and s.unit = 'l'"),
                     150);
}

static void a_list_of_stores_gives_them_places(void **state)
{
    struct catalogue *c = *state;
    static const char list[] = "chain_code,code,type,address,city,zipcode,lat,lon\n"
                               "konzum,0204,s,Ulica 1,Zagreb,10000,45.8,15.97\n"
                               "spar,7,s,Ulica 2,Split,21000,143.5,16.44\n";

    catalogue_expect(c, catalogue_put(c, "stores.csv", sc_str_of(list)),
                     "\"kind\":\"stores\",\"retailer\":null,\"store\":null,\"complete\":true,"
                     "\"rows\":2,\"products\":0,\"prices\":0,\"deals\":0,\"stores\":1,"
                     "\"unchanged\":0,\"unpriced\":{},\"rejected\":{\"bad_place\":1}");
    assert_int_equal(catalogue_number(c, "select round(lat * 100 + lon) from retail.store "
                                         "where code = '0204' and city = 'Zagreb'"),
                     4596);
}

/* ---- codes ---- */

static void a_code_of_a_shops_own_never_joins_chains(void **state)
{
    struct catalogue *c = *state;
    /* right check digits all; 02 and 20-29 are given by each shop, the last is a barcode */
    static const char rows[] = "1,SALAMA,2000000000008,1.00,,,,1.00 kg,ko\n"
                               "2,SIR,2912345678906,1.00,,,,1.00 kg,ko\n"
                               "3,KRUH,0212345678909,1.00,,,,1.00 kg,ko\n"
                               "4,MLIJEKO,3850334043641,1.00,,,,1.00 l,ko\n";

    catalogue_import_one(c, catalogue_put_prices(c, "konzum-1-2025-07-03.csv", rows));
    catalogue_import_one(c, catalogue_put_prices(c, "spar-1-2025-07-03.csv", rows));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product "
                                         "where gtin is null and retailer_id is not null"),
                     6);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product "
                                         "where gtin = 3850334043641"),
                     1);
}

static void a_barcode_is_one_in_all_its_lengths_and_none_with_a_wrong_digit(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, catalogue_put_prices(c, "konzum-1-2025-07-03.csv",
                                                 "1,COLA,036000291452,1.00,,,,1.00 l,ko\n"
                                                 "2,MLIJEKO,3850334043642,1.00,,,,1.00 l,ko\n"));
    catalogue_import_one(c, catalogue_put_prices(c, "spar-1-2025-07-03.csv",
                                                 "1,COLA,0036000291452,1.00,,,,1.00 l,ko\n"
                                                 "2,COLA,00036000291452,1.00,,,,1.00 l,ko\n"
                                                 "3,MLIJEKO,3850334043642,1.00,,,,1.00 l,ko\n"));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item i "
                                         "join retail.product p on p.id = i.product_id "
                                         "where p.gtin = 36000291452"),
                     3);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product where gtin is null"),
                     2);
}

/* ---- Google Merchant ---- */

static const char merchant_stores[] =
    "store_code\tname\tcountry\tcurrency\ttime_zone\tlatitude\tlongitude\n"
    "A\tNorth\tUS\tUSD\tAmerica/New_York\t40.7\t-74.0\n"
    "B\tSouth\tUS\tUSD\tAmerica/New_York\t40.6\t-74.1\n";
static const char merchant_products[] =
    "id\ttitle\tgtin\tbrand\tproduct_type\tprice\tunit_pricing_measure\tavailability\n"
    "m1\tWhole milk 1 gal\t036000291452\tDairy\tMilk\t4.00 USD\t3785 ml\tin_stock\n"
    "m2\tBread\t\tBaker\tBread\t3.00 USD\t500 g\tin_stock\n";
static const char merchant_inventory[] = "store_code\tid\tprice\tavailability\n"
                                         "A\tm1\t4.20 USD\tin_stock\n"
                                         "A\tm2\t3.10 USD\tin_stock\n"
                                         "B\tm1\t4.30 USD\tin_stock\n"
                                         "B\tm2\t3.20 USD\tout_of_stock\n";
static const char merchant_promotions[] =
    "promotion_id\tproduct_applicability\toffer_type\tlong_title\tpromotion_effective_dates\t"
    "coupon_value_type\tpercent_off\tbuy_this_quantity\tget_this_quantity_discounted\titem_id\t"
    "redemption_channel\n"
    "P1\tspecific_products\tno_code\tBuy 2 get 1 free\t"
    "2026-11-01T00:00:00-0500/2026-12-01T00:00:00-0500\tBUY_M_GET_N_PERCENT_OFF\t100\t2\t1\tm1\t"
    "in_store\n";

static void put_merchant(struct catalogue *c, const char *day)
{
    const struct {
        const char *kind;
        const char *text;
    } files[] = {
        {"stores", merchant_stores},
        {"products", merchant_products},
        {"inventory", merchant_inventory},
        {"promotions", merchant_promotions},
    };

    for (size_t i = 0; i < SC_COUNT(files); i++)
        catalogue_put(c, sc_arena_printf(c->arena, "corner-%s-%s.tsv", files[i].kind, day).at,
                      sc_str_of(files[i].text));
}

static void a_merchant_feed_is_read_as_a_folder(void **state)
{
    struct catalogue *c = *state;
    const char *words[] = {"--json", c->folder, NULL};

    put_merchant(c, "2026-11-23");
    struct test_result result = catalogue_import(c, words);
    assert_str(result.err, "");
    assert_int_equal(result.exit_code, 0);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item"), 2);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product "
                                         "where gtin = 36000291452"),
                     1);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price p "
                                         "join retail.store s on s.id = p.store_id "
                                         "where s.code in ('A', 'B')"),
                     3);
    assert_int_equal(catalogue_number(c, "select p.price_minor from retail.price p "
                                         "join retail.store s on s.id = p.store_id "
                                         "join retail.item i on i.id = p.item_id "
                                         "where s.code = 'online' and i.code = 'm1'"),
                     400);
    assert_true(catalogue_number(c, "select count(*) from deals.deal_on o "
                                    "join retail.store s on s.id = o.store_id "
                                    "where s.code in ('A', 'B')") == 2);
}

static void an_inventory_before_its_products_waits_for_their_names(void **state)
{
    struct catalogue *c = *state;

    catalogue_expect(
        c, catalogue_put(c, "corner-inventory-2026-11-23.tsv", sc_str_of(merchant_inventory)),
        "\"prices\":3,");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item where name = 'm1'"), 1);
    catalogue_expect(
        c, catalogue_put(c, "corner-products-2026-11-22.tsv", sc_str_of(merchant_products)),
        "\"products\":2,\"prices\":2,");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item i "
                                         "join retail.product p on p.id = i.product_id "
                                         "where i.code = 'm1' and p.gtin = 36000291452 "
                                         "and i.name = 'Whole milk 1 gal'"),
                     1);
}

static void the_next_inventory_changes_and_takes_away_by_store(void **state)
{
    struct catalogue *c = *state;

    put_merchant(c, "2026-11-23");
    const char *words[] = {c->folder, NULL};
    assert_int_equal(catalogue_import(c, words).exit_code, 0);
    catalogue_expect(c,
                     catalogue_put(c, "corner-inventory-2026-11-24.tsv",
                                   SC_STR("store_code\tid\tprice\tavailability\n"
                                          "A\tm1\t4.25 USD\tin_stock\n")),
                     "\"prices\":1,\"deals\":0,\"stores\":0,\"unchanged\":0,");
    /* m2 is gone from A; B is not in the file, and keeps what it has. */
    assert_int_equal(catalogue_number(c, "select sum(p.price_minor) from retail.price p "
                                         "join retail.store s on s.id = p.store_id "
                                         "where s.code in ('A', 'B')"),
                     425 + 430);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price_history"), 2);
}

static void times_without_a_zone_are_the_stores(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(
        c, catalogue_put(c, "corner-stores-2026-11-23.tsv", sc_str_of(merchant_stores)));
    catalogue_import_one(
        c, catalogue_put(c, "corner-inventory-2026-11-23.tsv",
                         SC_STR("store_code\tid\tprice\tsale_price\tsale_price_effective_date\t"
                                "availability\n"
                                "A\tm1\t4.20 USD\t3.90 USD\t2025-11-01T00:00/2099-12-01T00:00\t"
                                "in_stock\n"
                                "B\tm1\t4.20 USD\t3.90 USD\t2025-11-01T00:00Z/2099-12-01T00:00Z\t"
                                "in_stock\n")));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.shelf s "
                                         "join retail.store o on o.id = s.store_id "
                                         "where s.is_special and s.regular_minor = 420 and ("
                                         "(o.code = 'A' and special_to = '2099-12-01 05:00:59Z' "
                                         "and special_from = '2025-11-01 04:00Z') or "
                                         "(o.code = 'B' and special_to = '2099-12-01 00:00:59Z'))"),
                     2);
}

/* ---- maps ---- */

static void a_deposit_stands_beside_the_price(void **state)
{
    struct catalogue *c = *state;
    static const char list[] =
        "Code;Barcode;Name;Brand;Category;Retail price;Special price;Lowest price 30 days;Deposit;"
        "Net quantity;Sold by\n"
        "1;5011001100007;Water;Spring;Drinks;1,20;;;0,15;1,5 l;each\n"
        "2;;Apples;;Fruit;2,99;;;;1 kg;kg\n";

    catalogue_import_one(c, catalogue_put(c, "halfpenny-3-2026-11-24.csv", sc_str_of(list)));
    assert_int_equal(catalogue_number(c, "select deposit_minor from retail.shelf "
                                         "where code = '1' and price_minor = 120 "
                                         "and unit_price_minor = 80"),
                     15);
    assert_int_equal(catalogue_number(c, "select deposit_minor from retail.price p "
                                         "join retail.item i on i.id = p.item_id "
                                         "where i.code = '2'"),
                     0);
}

static void a_new_retailer_is_a_map(void **state)
{
    struct catalogue *c = *state;
    static const char map[] = "map corner\nsource corner\nkind prices\nfull yes\ndelimiter auto\n"
                              "decimal comma\ncountry DE\ncurrency EUR\ntime-zone Europe/Berlin\n"
                              "file {retailer}-{store}-{yyyy}{mm}{dd}.csv\n"
                              "column code = Artikelnummer\ncolumn gtin = EAN\n"
                              "column name = Bezeichnung\ncolumn price = Preis\n"
                              "column quantity = Inhalt\nneed code\nneed name\nneed price\n"
                              "skip gruppe = Gutschein\n";
    const char *words[] = {
        "--json", "--map", catalogue_put(c, "corner.map", sc_str_of(map)),
        catalogue_put(c, "eckladen-9-20260217.csv",
                      SC_STR("Artikelnummer|Bezeichnung|EAN|Preis|Inhalt|Gruppe\n"
                             "1|Milch|4006381333931|1,19|1 l|Molkerei\n"
                             "2|Karte||25,00||GUTSCHEIN\n")),
        NULL};
    struct test_result result = catalogue_import(c, words);

    assert_int_equal(result.exit_code, 0);
    assert_true(sc_str_find(result.out,
                            SC_STR("\"source\":\"corner\",\"kind\":\"prices\","
                                   "\"retailer\":\"eckladen\",\"store\":\"9\",\"complete\":true,"
                                   "\"rows\":2,\"products\":1,\"prices\":1,")) > 0);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store "
                                         "where currency = 'EUR' and time_zone = 'Europe/Berlin'"),
                     1);
}

/* ---- real files ---- */

static void real_croatian_lists(void **state)
{
    struct catalogue *c = *state;
    static const struct {
        const char *name;
        const char *counts;
    } files[] = {
        {"hr/konzum-0204-2025-07-03.csv", "\"rows\":10950,\"products\":10950,\"prices\":10950,"},
        {"hr/konzum-0530-2025-07-03.csv", "\"rows\":11470,\"products\":1688,\"prices\":11470,"},
        {"hr/konzum-1601-2025-07-03.csv", "\"rows\":5984,\"products\":703,\"prices\":5984,"},
        {"hr/stores.csv", "\"rows\":590,"},
    };

    for (size_t i = 0; i < SC_COUNT(files); i++)
        catalogue_expect(c, catalogue_shared(c, files[i].name), files[i].counts);
    for (size_t i = 0; i < SC_COUNT(files); i++)
        catalogue_expect(c, catalogue_shared(c, files[i].name),
                         "\"products\":0,\"prices\":0,\"deals\":0,\"stores\":0,");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"),
                     10950 + 11470 + 5984);
    /* The list of stores has the place of one of the three. */
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store s "
                                         "where s.lat is not null and exists ("
                                         "select from retail.price p where p.store_id = s.id)"),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_catalogue_test(other_chains_columns_and_encoding_are_known),
        a_catalogue_test(a_list_in_xml_says_its_store),
        a_catalogue_test(a_list_of_stores_gives_them_places),
        a_catalogue_test(a_code_of_a_shops_own_never_joins_chains),
        a_catalogue_test(a_barcode_is_one_in_all_its_lengths_and_none_with_a_wrong_digit),
        a_catalogue_test(a_merchant_feed_is_read_as_a_folder),
        a_catalogue_test(an_inventory_before_its_products_waits_for_their_names),
        a_catalogue_test(the_next_inventory_changes_and_takes_away_by_store),
        a_catalogue_test(times_without_a_zone_are_the_stores),
        a_catalogue_test(a_deposit_stands_beside_the_price),
        a_catalogue_test(a_new_retailer_is_a_map),
        a_catalogue_test(real_croatian_lists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
