#include "retail/feed_table.h"

#include "testing/table_dump.h"

static void check(const char *map, const char *name, const char *text, const char *want)
{
    table_dump_check(map, name, sc_str_of(text), want, NULL);
}

#define KONZUM_NAME "konzum-0204-2025-07-03.csv"
#define KONZUM_COLUMNS                                                        \
    "Product,ProductId,Brand,Quantity,Unit,Barcode,Category,Price,UnitPrice," \
    "SpecialPrice,BestPrice30,AnchorPrice\n"
#define KONZUM_HEAD                                                    \
    "head hr prices full key=konzum name=Konzum country=HR money=EUR " \
    "zone=Europe/Zagreb store=0204 at=2025-07-03T00:00:00\n"

static void a_croatian_row_becomes_a_price(void **state)
{
    (void)state;
    check("hr", KONZUM_NAME,
          KONZUM_COLUMNS "PIVO 0.5L,0160,OZ,0.50 l,ko,4006381333931,HRANA,0.99,1.98,,0.89,0.99\n",
          KONZUM_HEAD "price 2 c=0160 g=4006381333931 n=PIVO 0.5L b=OZ k=HRANA p=99 low=89 "
                      "500000mml\n");
}

static void a_blank_price_beside_a_special_is_the_shelf_price(void **state)
{
    (void)state;
    check("hr", KONZUM_NAME,
          KONZUM_COLUMNS "SIR,1,,0.10 kg,ko,,HRANA,,16.5,1.65,1.55,\n"
                         "MED,2,,0.10 kg,ko,,HRANA,2.00,16.5,1.65,1.55,\n",
          KONZUM_HEAD "price 2 c=1 n=SIR k=HRANA p=165 low=155 100000mg special\n"
                      "price 3 c=2 n=MED k=HRANA p=165 regular=200 low=155 100000mg special\n");
}

static void goods_sold_by_the_kilogram_have_no_size(void **state)
{
    (void)state;
    check("hr", KONZUM_NAME, KONZUM_COLUMNS "HOBOTNICA,7,,1.00 kg,kg,2145739000001,H,13.79,,,,\n",
          KONZUM_HEAD "price 2 c=7 n=HOBOTNICA k=H p=1379 weighed\n");
}

static void other_chains_columns_are_known(void **state)
{
    (void)state;
    check("hr", "lidl_110_2025-07-03.csv",
          "NAZIV;\xC5\xA0IFRA;NETO_KOLI\xC4\x8CINA;JEDINICA_MJERE;MARKA;MALOPRODAJNA_CIJENA;"
          "MPC_ZA_VRIJEME_POSEBNOG_OBLIKA_PRODAJE;NAJNIZA_CIJENA_U_POSLJ._30_DANA;BARKOD\n"
          "Mlijeko;0082;1;L;Milbona;1,09;;1,05;4006381333931\n",
          "head hr prices full key=lidl name=Lidl country=HR money=EUR zone=Europe/Zagreb "
          "store=110 at=2025-07-03T00:00:00\n"
          "price 2 c=0082 g=4006381333931 n=Mlijeko b=Milbona p=109 low=105 1000000mml\n");
}

static void windows_1250_is_told_from_its_letters(void **state)
{
    (void)state;
    check("hr", "lidl_110_2025-07-03.csv",
          "Naziv,\x8Aifra,Maloprodajna cijena\n\xC8okolada \x9Eumanjak,1,\"2,50\"\n",
          "head hr prices full key=lidl name=Lidl country=HR money=EUR zone=Europe/Zagreb "
          "store=110 at=2025-07-03T00:00:00\n"
          "price 2 c=1 n=\xC4\x8Cokolada \xC5\xBEumanjak p=250\n");
}

static void utf_16_with_its_mark_is_read(void **state)
{
    static const char ascii[] = "Naziv;Sifra;Maloprodajna cijena\nSol;1;0,50\n";
    char text[2 + 2 * sizeof ascii];
    size_t len = 0;

    (void)state;
    text[len++] = (char)0xFF;
    text[len++] = (char)0xFE;
    for (size_t i = 0; i + 1 < sizeof ascii; i++) {
        text[len++] = ascii[i];
        text[len++] = '\0';
    }
    table_dump_check(
        "hr", "spar-1-2025-07-03.csv", (struct sc_str){text, len},
        "head hr prices full key=spar name=Spar country=HR money=EUR zone=Europe/Zagreb "
        "store=1 at=2025-07-03T00:00:00\nprice 2 c=1 n=Sol p=50\n",
        NULL);
}

static void bad_rows_are_rejected_and_the_next_go_on(void **state)
{
    static const char text[] = KONZUM_COLUMNS "A,1,,,,,,abc,,,,\n"      /* bad_price */
                                              "B,2,,,,,,,,,,\n"         /* bad_price: blank */
                                              "C,,,,,,,1.00,,,,\n"      /* bad_code */
                                              ",3,,,,,,1.00,,,,\n"      /* no_name */
                                              "D,4,1.00\n"              /* wrong_columns */
                                              "E,5,,,,,,1.00,,,,,x\n"   /* wrong_columns */
                                              "F\xFF,6,,,,,,1.00,,,,\n" /* bad_encoding */
                                              "G,7,,,,,,1.00,,,,\n"
                                              "H\0,8,,,,,,1.00,,,,\n" /* bad_encoding */
                                              "I,9,,,,,,-1.00,,,,\n"  /* bad_price */
                                              "\"\xC4\x8Cok, \"\"X\"\"\",10,,,,,,1.00,,,,\r\n";

    (void)state;
    table_dump_check("hr", KONZUM_NAME, (struct sc_str){text, sizeof text - 1},
                     KONZUM_HEAD
                     "reject 2 bad_price\nreject 3 bad_price\nreject 4 bad_code\n"
                     "reject 5 no_name\nreject 6 wrong_columns\nreject 7 wrong_columns\n"
                     "reject 8 bad_encoding\nprice 9 c=7 n=G p=100\nreject 10 bad_encoding\n"
                     "reject 11 bad_price\nprice 12 c=10 n=\xC4\x8Cok, \"X\" p=100\n",
                     NULL);
}

static void a_file_cut_in_a_row_is_not_complete(void **state)
{
    (void)state;
    table_dump_check("hr", KONZUM_NAME, SC_STR(KONZUM_COLUMNS "A,1,,,,,,1.00,,,,\nB,2,,,,"),
                     KONZUM_HEAD "price 2 c=1 n=A p=100\nreject 3 wrong_columns\n",
                     "the last line is cut short");
    table_dump_check("hr", KONZUM_NAME, SC_STR(KONZUM_COLUMNS), KONZUM_HEAD, "it holds no rows");
}

static void store_lists_name_each_stores_chain(void **state)
{
    (void)state;
    check("hr-stores", "stores.csv",
          "id,chain_code,code,type,address,city,zipcode,lat,lon,phone\n"
          "70,konzum,3222,supermarket,Trg 17,Daruvar,43500,45.5923704,17.2244228,+385\n"
          "71,diona,5,,,,,,,\n"
          "72,konzum,,,,,,1,1,\n"
          "73,konzum,6,,,,,95.1,1,\n",
          "head hr stores country=HR money=EUR zone=Europe/Zagreb at=2025-11-24T16:00:00Z\n"
          "store of=konzum called=Konzum code=3222 address=Trg 17 city=Daruvar zip=43500 "
          "at=45.5924,17.2244\n"
          "store of=diona called=Diona code=5\n"
          "reject 4 no_store\nreject 5 bad_place\n");
}

static void xml_lists_are_tables_too(void **state)
{
    (void)state;
    check("hr-xml", "studenac-T1-2025-07-03.xml",
          "<?xml version='1.0' encoding='UTF-8'?>\n"
          "<Proizvodi><ProdajniObjekt><Oblik>S</Oblik><Oznaka>T1</Oznaka><Adresa>Riva 1</Adresa>"
          "<Proizvodi>\n<Proizvod><NazivProizvoda>Kruh</NazivProizvoda>"
          "<SifraProizvoda>11</SifraProizvoda><NetoKolicina>0,7</NetoKolicina>"
          "<JedinicaMjere>kg</JedinicaMjere><MaloprodajnaCijena>1,99</MaloprodajnaCijena>"
          "<MaloprodajnaCijenaAkcija></MaloprodajnaCijenaAkcija></Proizvod>\n"
          "<Proizvod><NazivProizvoda>Sol</NazivProizvoda><SifraProizvoda>12</SifraProizvoda>"
          "<MaloprodajnaCijena>x</MaloprodajnaCijena></Proizvod>"
          "</Proizvodi></ProdajniObjekt></Proizvodi>",
          "head hr prices full key=studenac name=Studenac country=HR money=EUR "
          "zone=Europe/Zagreb store=T1 address=Riva 1 at=2025-07-03T00:00:00\n"
          "price 3 c=11 n=Kruh p=199 700000mg\n"
          "reject 4 bad_price\n");
}

static void merchant_products_are_what_a_retailer_sells(void **state)
{
    (void)state;
    check("merchant-products", "corner-shop-products-2026-11-23.tsv",
          "id\ttitle\tprice\tsale_price\tsale_price_effective_date\tgtin\tbrand\t"
          "unit_pricing_measure\tproduct_type\tavailability\n"
          "A1\tMilk\t1.50 USD\t\t\t4006381333931\tMoo\t1 l\tDairy > Milk\tin_stock\n"
          "A2\tTea\t3.00 USD\t2.00 USD\t2025-11-01T00:00Z/2025-12-01T00:00Z\t\t\t\t\tin stock\n"
          "A3\tJam\t3.00 USD\t2.00 USD\t2025-01-01/2025-01-02\t\t\t\t\tout_of_stock\n"
          "A4\tRum\t3.00 EUR\t\t\t\t\t\t\t\n"
          "A5\tOil\t3.00\t2.00\tsoon\t\t\t\t\t\n"
          "A6\tSet\t\t\t\t\t\t\t\t\n",
          "head merchant products full key=corner-shop name=Corner Shop money=USD "
          "at=2026-11-23T00:00:00\n"
          "price 2 c=A1 g=4006381333931 n=Milk b=Moo k=Dairy > Milk p=150 1000000mml\n"
          "price 3 c=A2 n=Tea p=200 regular=300 special from=2025-11-01T00:00:00Z "
          "to=2025-12-01T00:00:59Z\n"
          "price 4 c=A3 n=Jam p=300 gone\n"
          "reject 5 bad_currency\nreject 6 bad_time\nprice 7 c=A6 n=Set\n");
}

static void local_inventory_has_prices_of_each_store(void **state)
{
    (void)state;
    check("merchant-inventory", "corner-inventory.tsv",
          "store_code\tid\tprice\tsale_price\tavailability\n"
          "S1\tA1\t1.50 USD\t\tin_stock\n"
          "S2\tA1\t1.60 USD\t1.20 USD\tin_stock\n"
          "S2\tA2\t\t\tout_of_stock\n"
          "\tA3\t1.00 USD\t\tin_stock\n"
          "S1\tA4\t\t\tin_stock\n",
          "head merchant prices full key=corner name=Corner money=USD at=2025-11-24T16:00:00Z\n"
          "price 2 c=A1 s=S1 p=150\n"
          "price 3 c=A1 s=S2 p=120 regular=160 special\n"
          "price 4 c=A2 s=S2 gone\n"
          "reject 5 no_store\nreject 6 bad_price\n");
}

static void merchant_stores_say_country_money_and_zone(void **state)
{
    (void)state;
    check("merchant-stores", "corner-stores.tsv",
          "store_code\tstore_name\taddress\tcity\tpostal_code\tlatitude\tlongitude\tcountry\t"
          "currency\ttime_zone\n"
          "S1\tMain\t1 Main St\tSpringfield\t12345\t40.5\t-73.25\tUS\tUSD\tAmerica/New_York\n"
          "S2\tHill\t\t\t\t\t\tUS\tUSD\tAmerica/New_York\n"
          "S3\tAway\t\t\t\t\t\tCA\tCAD\tAmerica/Toronto\n",
          "head merchant stores full key=corner name=Corner country=US money=USD "
          "zone=America/New_York at=2025-11-24T16:00:00Z\n"
          "store code=S1 name=Main address=1 Main St city=Springfield zip=12345 "
          "at=40.5000,-73.2500\n"
          "store code=S2 name=Hill\nreject 4 other_store\n");
}

UNIT_TESTS(a_test(a_croatian_row_becomes_a_price),
           a_test(a_blank_price_beside_a_special_is_the_shelf_price),
           a_test(goods_sold_by_the_kilogram_have_no_size), a_test(other_chains_columns_are_known),
           a_test(windows_1250_is_told_from_its_letters), a_test(utf_16_with_its_mark_is_read),
           a_test(bad_rows_are_rejected_and_the_next_go_on),
           a_test(a_file_cut_in_a_row_is_not_complete), a_test(store_lists_name_each_stores_chain),
           a_test(xml_lists_are_tables_too), a_test(merchant_products_are_what_a_retailer_sells),
           a_test(local_inventory_has_prices_of_each_store),
           a_test(merchant_stores_say_country_money_and_zone))
