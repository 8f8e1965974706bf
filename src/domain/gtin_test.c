#include "domain/gtin.h"

#include "testing/unit.h"

static void check(const char *digits, uint64_t want)
{
    uint64_t gtin = 0;

    assert_int_equal(sc_gtin_read(sc_str_of(digits), &gtin), SC_OK);
    assert_int_equal(gtin, want);
}

static void refuse(const char *digits, enum sc_status why)
{
    uint64_t gtin = 77;

    assert_int_equal(sc_gtin_read(sc_str_of(digits), &gtin), why);
    assert_int_equal(gtin, 77); /* untouched on failure */
}

static void all_lengths_are_one_number(void **state)
{
    (void)state;
    check("4006381333931", UINT64_C(4006381333931));
    check("04006381333931", UINT64_C(4006381333931));
    check("036000291452", UINT64_C(36000291452));
    check("0036000291452", UINT64_C(36000291452));
    check("96385074", UINT64_C(96385074));
    check("0000096385074", UINT64_C(96385074));
    check("10036000291459", UINT64_C(10036000291459)); /* a case of the same */
}

static void upc_e_is_expanded(void **state)
{
    (void)state;
    check("01234565", UINT64_C(12345000065)); /* last 5-9: 0 12345 00006 5 */
    check("04252614", UINT64_C(42100005264)); /* last 0-2: 0 42100 00526 4 */
    check("01278907", UINT64_C(12000007897)); /* 0 12000 00789 7 */
}

static void check_digit_must_be_right(void **state)
{
    (void)state;
    refuse("4006381333932", SC_INVALID);
    refuse("036000291453", SC_INVALID);
    refuse("96385075", SC_INVALID);
    refuse("01234566", SC_INVALID);
}

static void what_is_no_code_is_refused(void **state)
{
    (void)state;
    refuse("", SC_INVALID);
    refuse("123", SC_INVALID);
    refuse("0000000000000", SC_INVALID);
    refuse("40063813339 1", SC_INVALID);
    refuse("400638133393a", SC_INVALID);
    refuse("004006381333931", SC_INVALID); /* fifteen */
}

static void codes_of_one_shop_are_none(void **state)
{
    (void)state;
    refuse("2000000000008", SC_NOT_FOUND);
    refuse("2912345678906", SC_NOT_FOUND);
    refuse("0212345678909", SC_NOT_FOUND);
    refuse("212345678909", SC_NOT_FOUND); /* UPC-A number system 2 is prefix 02 */
    refuse("20000004", SC_NOT_FOUND);
    refuse("00000020000004", SC_NOT_FOUND); /* the same with zeros in front */
    check("3012345678902", UINT64_C(3012345678902));
}

static void fourteen_digits_are_written(void **state)
{
    char text[SC_GTIN_TEXT];

    (void)state;
    sc_gtin_write(UINT64_C(96385074), text);
    assert_string_equal(text, "00000096385074");
    sc_gtin_write(UINT64_C(10036000291459), text);
    assert_string_equal(text, "10036000291459");
}

UNIT_TESTS(a_test(all_lengths_are_one_number), a_test(upc_e_is_expanded),
           a_test(check_digit_must_be_right), a_test(what_is_no_code_is_refused),
           a_test(codes_of_one_shop_are_none), a_test(fourteen_digits_are_written))
