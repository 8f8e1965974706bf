#include "domain/item_text.h"

#include "testing/unit.h"

/* quantity and size are in thousandths; "" for a unit that was not said. */
struct want {
    const char *typed;
    int64_t quantity_milli;
    const char *unit;
    const char *name;
};

static struct sc_item_text read_line(void **state, const char *typed)
{
    struct sc_item_text item = {0};
    enum sc_status st = sc_item_text_read(*state, sc_str_of(typed), &item);

    if (st != SC_OK)
        print_error("not read: \"%s\"\n", typed);
    assert_int_equal(st, SC_OK);
    return item;
}

static void check_all(void **state, const struct want *wants, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct sc_item_text item = read_line(state, wants[i].typed);
        const char *unit = item.unit != NULL ? item.unit->symbol : "";

        if (item.quantity_milli != wants[i].quantity_milli || strcmp(unit, wants[i].unit) != 0)
            print_error("in \"%s\"\n", wants[i].typed);
        assert_str(item.name, wants[i].name);
        assert_int_equal(item.quantity_milli, wants[i].quantity_milli);
        assert_string_equal(unit, wants[i].unit);
    }
}

static void a_quantity_is_told_from_the_name(void **state)
{
    static const struct want wants[] = {
        {"milk", 1000, "", "milk"},
        {"2 l milk", 2000, "l", "milk"},
        {"2l milk", 2000, "l", "milk"},
        {"milk 2L", 2000, "l", "milk"},
        {"milk, 2 l", 2000, "l", "milk"},
        {"milk (2 l)", 2000, "l", "milk"},
        {"6x eggs free range", 6000, "", "eggs free range"},
        {"6 x eggs", 6000, "", "eggs"},
        {"eggs x6", 6000, "", "eggs"},
        {"eggs × 6", 6000, "", "eggs"},
        {"500g Barilla penne no 73 (only on sale)", 500000, "g", "Barilla penne no 73"},
        {"1/2 kg mince", 500, "kg", "mince"},
        {"½ kg mince", 500, "kg", "mince"},
        {"1½kg mince", 1500, "kg", "mince"},
        {"1 1/2 kg mince", 1500, "kg", "mince"},
        {"1,5 L cola", 1500, "l", "cola"},
        {"1.000 g flour", 1000000, "g", "flour"},
        {"2 fl oz vanilla", 2000, "fl oz", "vanilla"},
        {"12fl oz cola", 12000, "fl oz", "cola"},
        {"2 bottles of wine", 2000, "bottle", "wine"},
        {"half a dozen eggs", 500, "dozen", "eggs"},
        {"a dozen eggs", 1000, "dozen", "eggs"},
        {"dozen eggs", 1000, "dozen", "eggs"},
        {"two and a half kilos potatoes", 2500, "kg", "potatoes"},
        {"an onion", 1000, "", "onion"},
        {"bag of rice", 1000, "bag", "rice"},
        {"half watermelon", 500, "", "watermelon"},
        {"٢ kg תפוחים", 2000, "kg", "תפוחים"},
    };
    check_all(state, wants, SC_COUNT(wants));
}

static void croatian_lines_are_read(void **state)
{
    static const struct want wants[] = {
        {"mlijeko", 1000, "", "mlijeko"},
        {"6 jaja", 6000, "", "jaja"},
        {"dva mlijeka", 2000, "", "mlijeka"},
        {"kruh polubijeli", 1000, "", "kruh polubijeli"},
        {"pola kile mljevenog mesa", 500, "kg", "mljevenog mesa"},
        {"kila šećera", 1000, "kg", "šećera"},
        {"kilo i pol krumpira", 1500, "kg", "krumpira"},
        {"jedan i pol kg krumpira", 1500, "kg", "krumpira"},
        {"20 dkg šunke", 20000, "dag", "šunke"},
        {"kruh 2 kom", 2000, "piece", "kruh"},
        {"boca vina", 1000, "bottle", "vina"},
        {"pola kruha", 500, "", "kruha"},
        {"2x mlijeko 2,8 % m.m.", 2000, "", "mlijeko 2,8 % m.m."},
        {"pet kila brašna", 5000, "kg", "brašna"},
    };
    check_all(state, wants, SC_COUNT(wants));
}

static void hebrew_lines_are_read(void **state)
{
    static const struct want wants[] = {
        {"חלב 3% 2 ליטר", 2000, "l", "חלב 3%"},
        {"תריסר ביצים", 1000, "dozen", "ביצים"},
        {"חצי קילו עגבניות", 500, "kg", "עגבניות"},
        {"קילו וחצי תפוחי אדמה", 1500, "kg", "תפוחי אדמה"},
        {"2 ק\"ג סוכר", 2000, "kg", "סוכר"},
        {"ביצים 12 יח'", 12000, "piece", "ביצים"},
        {"שני חלב", 2000, "", "חלב"},
        {"\u202b2 ליטר חלב\u202c", 2000, "l", "חלב"},
        {"שקית של תפוחים", 1000, "bag", "תפוחים"},
    };
    check_all(state, wants, SC_COUNT(wants));
}

static void numbers_that_are_part_of_a_name_stay(void **state)
{
    static const struct want wants[] = {
        {"7 grain bread", 1000, "", "7 grain bread"},
        {"3 in 1 shampoo", 1000, "", "3 in 1 shampoo"},
        {"coca cola 0", 1000, "", "coca cola 0"},
        {"penne no 73", 1000, "", "penne no 73"},
        {"milk 3%", 1000, "", "milk 3%"},
        {"100% juice", 1000, "", "100% juice"},
        {"7up", 1000, "", "7up"},
        {"3xl shirt", 1000, "", "3xl shirt"},
        {"vitamin C 500 mg", 1000, "", "vitamin C 500 mg"},
        {"2 m&m", 2000, "", "m&m"},
        {"eggs 10 M", 1000, "", "eggs 10 M"},
        {"half and half", 1000, "", "half and half"},
        {"pet food", 1000, "", "pet food"},
        {"quarter pounder", 1000, "", "quarter pounder"},
        {"vrećice za smeće", 1000, "", "vrećice za smeće"},
        {"1001 cvijet čaj", 1000, "", "1001 cvijet čaj"},
        {"123456789012345678901234567890 kg", 1000, "", "123456789012345678901234567890 kg"},
    };
    check_all(state, wants, SC_COUNT(wants));
}

static void bullets_and_list_numbers_go(void **state)
{
    static const struct want wants[] = {
        {"- milk", 1000, "", "milk"},        {"• 2 l milk", 2000, "l", "milk"},
        {"[ ] milk", 1000, "", "milk"},      {"- [ ] milk", 1000, "", "milk"},
        {"3. mlijeko", 1000, "", "mlijeko"}, {"1) 6 jaja", 6000, "", "jaja"},
    };
    check_all(state, wants, SC_COUNT(wants));
}

static void a_size_stands_beside_a_number_of_packages(void **state)
{
    static const char *const lines[] = {
        "2 x 1.5l cola", "2x1.5l cola",       "2x1,5 l cola",
        "cola 1.5l x2",  "2 boce cola 1.5 l", "1.5 l cola 2 kom",
    };

    for (size_t i = 0; i < SC_COUNT(lines); i++) {
        struct sc_item_text item = read_line(state, lines[i]);

        assert_str(item.name, "cola");
        assert_int_equal(item.quantity_milli, 2000);
        assert_int_equal(item.size_unit, SC_SIZE_ML);
        assert_int_equal(item.size_milli, 1500000);
    }
    assert_int_equal(read_line(state, "6-pack beer 330 ml").pack_count, 6);
    assert_int_equal(read_line(state, "six pack beer").pack_count, 6);
    assert_int_equal(read_line(state, "jaja 10/1").pack_count, 10);
}

static void amounts_are_in_base_units(void **state)
{
    assert_int_equal(read_line(state, "2 l milk").amount_milli, 2000000);
    assert_int_equal(read_line(state, "half a dozen eggs").amount_milli, 6000);
    assert_int_equal(read_line(state, "1 lb butter").amount_milli, 453592);
    assert_int_equal(read_line(state, "6 eggs").amount_milli, 0);
}

static void brackets_hold_a_note(void **state)
{
    assert_str(read_line(state, "milk (the  blue one ) 2 l").note, "the  blue one");
    assert_null(read_line(state, "milk").note.at);
    assert_str(read_line(state, "milk (open").name, "milk (open");
}

static void a_product_number_is_recognised(void **state)
{
    assert_true(read_line(state, "3850334043641").gtin == UINT64_C(3850334043641));
    assert_true(read_line(state, "2x 3850334043641").gtin == UINT64_C(3850334043641));
    assert_true(read_line(state, "3850334043642").gtin == 0); /* wrong check digit */
}

static void refuse(void **state, struct sc_str line)
{
    struct sc_item_text item = {.quantity_milli = 77};

    assert_int_equal(sc_item_text_read(*state, line, &item), SC_INVALID);
    assert_int_equal(item.quantity_milli, 77); /* untouched on failure */
}

static void nothing_to_buy_is_refused(void **state)
{
    static const char longline[SC_ITEM_TEXT_MAX + 1] = {[0 ... SC_ITEM_TEXT_MAX] = 'a'};

    refuse(state, SC_STR(""));
    refuse(state, SC_STR("   "));
    refuse(state, SC_STR("5x"));
    refuse(state, SC_STR("2 kg"));
    refuse(state, SC_STR("(milk)"));
    refuse(state, SC_STR("\u200f"));
    refuse(state, SC_STR("caf\xe9"));
    refuse(state, (struct sc_str){longline, sizeof longline});
}

static void quantities_out_of_range_are_refused(void **state)
{
    refuse(state, SC_STR("0x milk"));
    refuse(state, SC_STR("1000x milk"));
    refuse(state, SC_STR("0 l milk"));
    refuse(state, SC_STR("9999999 kg milk"));
}

UNIT_TESTS(a_test(a_quantity_is_told_from_the_name), a_test(croatian_lines_are_read),
           a_test(hebrew_lines_are_read), a_test(numbers_that_are_part_of_a_name_stay),
           a_test(bullets_and_list_numbers_go), a_test(a_size_stands_beside_a_number_of_packages),
           a_test(amounts_are_in_base_units), a_test(brackets_hold_a_note),
           a_test(a_product_number_is_recognised), a_test(nothing_to_buy_is_refused),
           a_test(quantities_out_of_range_are_refused))
