#include "retail/feed_detect.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "testing/unit.h"

/* The format's name for a file of that name and beginning; "none" and why when none fits. */
static void check(const char *source, const char *name, const char *text, const char *want)
{
    struct sc_request rq;
    struct feed_formats *formats;
    struct feed_format format;

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_formats_create(&rq, NULL, &formats), SC_OK);
    enum sc_status st =
        feed_detect(&rq, formats, sc_str_of(source), sc_str_of(name), sc_str_of(text), &format);
    if (st != SC_OK)
        assert_str(sc_failure_words(&rq), want);
    else
        assert_str(format.is_il ? SC_STR("il") : format.map->name, want);
    feed_formats_destroy(formats);
    sc_request_finish(&rq);
}

static void formats_are_told_by_what_is_inside(void **state)
{
    (void)state;
    check(NULL, "whatever", "\xEF\xBB\xBF <Root><ChainId>1</ChainId>", "il");
    check(NULL, "x", "<?xml version='1.0'?><asx:abap><CHAINID>1</CHAINID>", "il");
    check(NULL, "x", "<Proizvodi><ProdajniObjekt><Proizvodi><Proizvod><Naziv>", "hr-xml");
    check(NULL, "x", "Product,ProductId,Barcode,Price,SpecialPrice\n", "hr");
    check(NULL, "x", "NAZIV;\xC5\xA0IFRA;MALOPRODAJNA_CIJENA;BARKOD\n", "hr");
    check(NULL, "x", "id,chain_code,code,type,address,lat,lon\n", "hr-stores");
    check(NULL, "x", "id\ttitle\tprice\tgtin\n", "merchant-products");
    check(NULL, "x", "store_code\tid\tprice\tavailability\n", "merchant-inventory");
    check(NULL, "x", "promotion_id\tproduct_applicability\tcoupon_value_type\n",
          "merchant-promotions");
    check(NULL, "x", "store_code\tcountry\tcurrency\ttime_zone\n", "merchant-stores");
}

static void a_source_leaves_only_its_formats(void **state)
{
    (void)state;
    check("hr", "x", "Product,ProductId,Price\n", "hr");
    check("merchant", "x", "Product,ProductId,Price\n",
          "x is in none of the forms that merchant has");
    check("hr", "x", "<Root><ChainId>1</ChainId>", "x is in none of the forms that hr has");
    check("il", "x", "<Root><ChainId>1</ChainId>", "il");
}

static void what_fits_nothing_is_said(void **state)
{
    (void)state;
    check(NULL, "cities.csv", "key,canonical\n",
          "cities.csv is in none of the forms that import has");
    check(NULL, "a.html", "<html><body>", "a.html is in none of the forms that import has");
    check(NULL, "a.csv", "", "a.csv is empty");
    check(NULL, "a.csv", " \n\n", "a.csv is empty");
}

static void an_operators_map_is_the_only_one_used(void **state)
{
    char path[] = "/tmp/feed_detect_test.XXXXXX";
    int fd = mkstemp(path);
    static const char text[] =
        "map mine\nsource mine\nkind prices\ncolumn code = Nr\ncolumn price = Preis\nneed code\n";
    struct sc_request rq;
    struct feed_formats *formats;
    struct feed_format format;

    (void)state;
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    close(fd);
    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_formats_create(&rq, path, &formats), SC_OK);
    assert_true(feed_formats_has_source(formats, SC_STR("mine")));
    assert_true(feed_formats_has_source(formats, SC_STR("il")));
    assert_false(feed_formats_has_source(formats, SC_STR("yours")));
    assert_int_equal(
        feed_detect(&rq, formats, (struct sc_str){0}, SC_STR("x"), SC_STR("Nr;Preis\n"), &format),
        SC_OK);
    assert_str(format.map->name, "mine");
    assert_int_equal(feed_detect(&rq, formats, (struct sc_str){0}, SC_STR("x"),
                                 SC_STR("Product,ProductId,Price\n"), &format),
                     SC_INVALID);
    feed_formats_destroy(formats);
    sc_request_finish(&rq);
    unlink(path);
    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_formats_create(&rq, path, &formats), SC_INVALID);
    sc_request_finish(&rq);
}

UNIT_TESTS(a_test(formats_are_told_by_what_is_inside), a_test(a_source_leaves_only_its_formats),
           a_test(what_fits_nothing_is_said), a_test(an_operators_map_is_the_only_one_used))
