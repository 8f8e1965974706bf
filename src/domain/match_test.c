#include "domain/match.h"

#include "testing/unit.h"

/* A small dairy shelf: id, name, brand, unit, thousandths, pieces, weighed, shops. */
static const struct sc_match_product shelf[] = {
    {1,
     3850000000011,
     {"mlijeko svjeze 2.8% 1l", 22},
     {"dukat", 5},
     {"hrana", 5},
     SC_SIZE_ML,
     1000000,
     1,
     0,
     3},
    {2,
     3850000000028,
     {"mlijeko trajno 2l", 17},
     {"vindija", 7},
     {"hrana", 5},
     SC_SIZE_ML,
     2000000,
     1,
     0,
     1},
    {3,
     3850000000035,
     {"cokolada mlijecna 100g", 22},
     {"kras", 4},
     {"hrana", 5},
     SC_SIZE_G,
     100000,
     1,
     0,
     3},
    {4,
     3850000000042,
     {"jaja svjeza m 10/1", 18},
     {"koka", 4},
     {"hrana", 5},
     SC_SIZE_PIECE,
     10000,
     10,
     0,
     3},
    {5, 0, {"krumpir", 7}, {"", 0}, {"hrana", 5}, SC_SIZE_NONE, 0, 1, 1, 3},
    {6,
     3850000000066,
     {"tjest penne no 73 500g", 22},
     {"barilla", 7},
     {"hrana", 5},
     SC_SIZE_G,
     500000,
     1,
     0,
     2},
    {7,
     3850000000073,
     {"tjest spaghetti no 5 500g", 25},
     {"barilla", 7},
     {"hrana", 5},
     SC_SIZE_G,
     500000,
     1,
     0,
     2},
    {8, 0, {"buttermilk 500ml", 16}, {"", 0}, {"dairy", 5}, SC_SIZE_ML, 500000, 1, 0, 2},
    {9, 0, {"larkfield butter salted", 23}, {"", 0}, {"dairy", 5}, SC_SIZE_NONE, 0, 1, 0, 2},
};

static int64_t count_word(const void *context, struct sc_str word)
{
    int64_t count = 0;
    (void)context;

    for (size_t i = 0; i < SC_COUNT(shelf); i++)
        count += sc_str_find(shelf[i].name, word) >= 0 || sc_str_eq(shelf[i].brand, word);
    return count;
}

static const struct sc_match *rank_with(void **state, const char *line,
                                        const struct sc_match_wishes *wishes, size_t *ret_count)
{
    struct sc_match_stats stats = {.products = SC_COUNT(shelf), .count = count_word};
    struct sc_item_text item;
    const struct sc_match *matches;

    assert_int_equal(sc_item_text_read(*state, sc_str_of(line), &item), SC_OK);
    assert_int_equal(sc_match_rank(*state, &item, shelf, SC_COUNT(shelf), &stats, wishes, 10,
                                   &matches, ret_count),
                     SC_OK);
    return matches;
}

static struct sc_match best(void **state, const char *line)
{
    size_t count;
    const struct sc_match *matches = rank_with(state, line, NULL, &count);

    assert_true(count > 0);
    return matches[0];
}

static struct sc_match match_of(void **state, const char *line, int64_t id)
{
    size_t count;
    const struct sc_match *matches = rank_with(state, line, NULL, &count);

    for (size_t i = 0; i < count; i++)
        if (matches[i].product->id == id)
            return matches[i];
    fail_msg("%s does not find product %d", line, (int)id);
    return (struct sc_match){0};
}

static void the_nearest_words_win(void **state)
{
    assert_int_equal(best(state, "mliječna čokolada").product->id, 3);
    assert_int_equal(best(state, "tjestenina penne barilla").product->id, 6);
    assert_int_equal(best(state, "500g Barilla penne no 73 (only on sale)").product->id, 6);
    assert_int_equal(best(state, "mlijeko dukat").product->id, 1);
    assert_int_equal(best(state, "mlijeko trajno").product->id, 2);
}

static void a_longer_word_is_another_thing(void **state)
{
    assert_int_equal(best(state, "butter").product->id, 9);
    assert_int_equal(best(state, "buttermilk").product->id, 8);
}

static void a_size_decides_between_equal_words(void **state)
{
    assert_int_equal(best(state, "mlijeko 2 l").product->id, 2);
    assert_int_equal(best(state, "mlijeko 1000 ml").product->id, 1);
}

static void two_litres_are_two_packs_of_one_or_one_of_two(void **state)
{
    struct sc_match one = match_of(state, "2 l mlijeko", 1);
    struct sc_match two = match_of(state, "2 l mlijeko", 2);

    assert_int_equal(one.fill, 2);
    assert_int_equal(two.fill, 1);
    assert_true(one.would_do && two.would_do);
    assert_false(one.fill_is_doubtful || two.fill_is_doubtful);
}

static void far_more_than_wanted_is_doubtful(void **state)
{
    struct sc_match two = match_of(state, "mlijeko 1 l", 2);

    assert_int_equal(two.fill, 1);
    assert_true(two.fill_is_doubtful);
}

static void eggs_are_counted_by_the_box(void **state)
{
    assert_int_equal(best(state, "6 jaja").fill, 1);
    assert_int_equal(best(state, "jaja 12 kom").fill, 2);
    assert_int_equal(best(state, "tucet jaja").fill, 2);
    assert_int_equal(best(state, "2 jaja").fill, 2); /* two boxes: nobody lists two eggs */
    assert_int_equal(best(state, "jaja").fill, 1);
    assert_int_equal(best(state, "2 pakiranja jaja").fill, 2);
}

static void weighed_goods_are_filled_in_grams(void **state)
{
    struct sc_match match = best(state, "pola kile krumpira");

    assert_int_equal(match.product->id, 5);
    assert_true(match.fill_is_grams);
    assert_int_equal(match.fill, 500);
    assert_false(match.fill_is_doubtful);
    assert_true(best(state, "2 krumpira").fill_is_doubtful);
}

static void an_unknown_size_is_not_guessed(void **state)
{
    assert_true(best(state, "2 kg jaja").fill_is_doubtful);
}

static void what_is_not_sold_is_said_so(void **state)
{
    size_t count;
    const struct sc_match *matches = rank_with(state, "gumene čizme", NULL, &count);

    for (size_t i = 0; i < count; i++) {
        assert_int_equal(matches[i].confidence, SC_MATCH_NONE);
        assert_false(matches[i].would_do);
    }
}

static void a_number_or_a_pin_means_one_product(void **state)
{
    size_t count;
    struct sc_match_wishes pin = {.pin = 3850000000028};
    const struct sc_match *matches = rank_with(state, "mlijeko", &pin, &count);

    assert_int_equal(count, 1);
    assert_int_equal(matches[0].product->id, 2);
    assert_int_equal(matches[0].confidence, SC_MATCH_HIGH);
}

/* By its id, one without a barcode too, and whatever the line's own number says. */
static void a_pinned_id_means_one_product(void **state)
{
    size_t count;
    struct sc_match_wishes pin = {.pin_id = 5};
    const struct sc_match *matches = rank_with(state, "mlijeko", &pin, &count);

    assert_int_equal(count, 1);
    assert_int_equal(matches[0].product->id, 5);
    assert_int_equal(matches[0].confidence, SC_MATCH_HIGH);
    rank_with(state, "3850000000028", &pin, &count);
    assert_int_equal(count, 1);
    pin.pin_id = 99;
    rank_with(state, "mlijeko", &pin, &count);
    assert_int_equal(count, 0);
}

static void the_refused_never_come(void **state)
{
    static const uint64_t refused[] = {3850000000011};
    struct sc_match_wishes wishes = {.refused = refused, .refused_count = 1};
    size_t count;
    const struct sc_match *matches = rank_with(state, "mlijeko", &wishes, &count);

    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        assert_int_not_equal(matches[i].product->id, 1);
}

UNIT_TESTS(a_test(the_nearest_words_win), a_test(a_longer_word_is_another_thing),
           a_test(a_size_decides_between_equal_words),
           a_test(two_litres_are_two_packs_of_one_or_one_of_two),
           a_test(far_more_than_wanted_is_doubtful), a_test(eggs_are_counted_by_the_box),
           a_test(weighed_goods_are_filled_in_grams), a_test(an_unknown_size_is_not_guessed),
           a_test(what_is_not_sold_is_said_so), a_test(a_number_or_a_pin_means_one_product),
           a_test(a_pinned_id_means_one_product), a_test(the_refused_never_come))
