#include "domain/match_words.h"

#include <stdio.h>

#include "testing/unit.h"

static struct sc_match_text text_of(const char *folded)
{
    struct sc_match_text text = {0};

    sc_match_text_add(&text, sc_str_of(folded));
    return text;
}

static void check_size(const char *folded, enum sc_size_unit unit, int64_t milli)
{
    struct sc_match_text text = text_of(folded);

    for (int i = 0; i < text.size_count; i++)
        if (text.sizes[i].unit == unit && text.sizes[i].milli == milli)
            return;
    print_error("no such size in \"%s\"\n", folded);
    fail();
}

static void sizes_are_told_from_words(void **state)
{
    (void)state;
    check_size("mlijeko trajno 2.8% 0.5l dukat", SC_SIZE_ML, 500000);
    check_size("cips 250 g", SC_SIZE_G, 250000);
    check_size("puding 4x125g", SC_SIZE_G, 500000);
    check_size("puding 4x125g", SC_SIZE_PIECE, 4000);
    check_size("jaja m 10/1", SC_SIZE_PIECE, 10000);
    check_size("חלב 1 ליטר", SC_SIZE_ML, 1000000);
}

static void numbers_of_names_stay_words(void **state)
{
    struct sc_match_text text = text_of("mlijeko 2,8% no 73 3u1 33x33 500g mlijeko");
    static const char *const want[] = {"mlijeko", "2,8", "no", "73", "3u1", "33x33"};
    (void)state;

    assert_int_equal(text.word_count, SC_COUNT(want));
    for (size_t i = 0; i < SC_COUNT(want); i++)
        assert_str(text.words[i], want[i]);
    assert_int_equal(text.size_count, 1);
}

static void more_than_fits_is_left_out(void **state)
{
    struct sc_match_text text = {0};
    char words[26 * 26][7]; /* kept: the text borrows them */
    (void)state;

    for (int i = 0; i < 26 * 26; i++) {
        snprintf(words[i], sizeof words[i], "%c%c %dg", 'a' + i / 26, 'a' + i % 26, 1 + i % 9);
        sc_match_text_add(&text, sc_str_of(words[i]));
    }
    assert_int_equal(text.word_count, SC_MATCH_WORDS_MAX);
    assert_int_equal(text.size_count, SC_MATCH_SIZES_MAX);
}

static double likeness(const char *said, const char *sold)
{
    double one = sc_match_word_likeness(sc_str_of(said), sc_str_of(sold));

    assert_true(one >= 0 && one <= 1);
    return one;
}

/* Both ways. */
static double alike(const char *a, const char *b)
{
    double one = likeness(a, b);

    assert_true(one == likeness(b, a));
    return one;
}

static void abbreviations_endings_and_slips_are_alike(void **state)
{
    (void)state;
    assert_true(alike("mlijeko", "mlijeko") == 1);
    assert_true(likeness("tekuci", "tek") >= 0.7);
    assert_true(likeness("piletina", "pil") >= 0.7);
    assert_true(likeness("jabuka", "jab") >= 0.7);
    assert_true(alike("mlijeka", "mlijeko") >= 0.8);
    assert_true(alike("barila", "barilla") >= 0.8);
    assert_true(alike("spagetti", "spaghetti") >= 0.7);
}

static void what_is_sold_by_a_longer_word_may_be_another_thing(void **state)
{
    (void)state;
    assert_true(likeness("butter", "buttermilk") < 0.7);
    assert_true(likeness("banana", "bananas") >= 0.9);
}

static void other_words_are_not(void **state)
{
    (void)state;
    assert_true(alike("mlijeko", "kruh") == 0);
    assert_true(alike("73", "7") == 0);
    assert_true(alike("2,8", "2,5") == 0);
    assert_true(alike("sok", "sol") < 0.6);
    assert_true(alike("kava", "krava") < 0.6);
}

UNIT_TESTS(a_test(sizes_are_told_from_words), a_test(numbers_of_names_stay_words),
           a_test(more_than_fits_is_left_out), a_test(abbreviations_endings_and_slips_are_alike),
           a_test(what_is_sold_by_a_longer_word_may_be_another_thing), a_test(other_words_are_not))
