#include "retail/feed_input.h"

#include "testing/unit.h"

static void a_name_is_the_last_part_without_gz(void **state)
{
    (void)state;
    assert_str(feed_input_name(SC_STR("a/b/prices.csv")), "prices.csv");
    assert_str(feed_input_name(SC_STR("C:\\a\\prices.csv.GZ")), "prices.csv");
    assert_str(feed_input_name(SC_STR("../.gz")), ".gz");
    assert_str(feed_input_name(SC_STR("a/")), "");
}

static void a_file_without_a_date_is_of_its_last_change_unless_that_is_to_come(void **state)
{
    const struct feed_time named = {.is_given = true, .is_local = true, .at_us = 7};
    struct feed_input input = {.modified_us = 50, .now_us = 100};

    (void)state;
    assert_int_equal(feed_input_observed(&input, named).at_us, 7);
    assert_true(feed_input_observed(&input, named).is_local);
    assert_int_equal(feed_input_observed(&input, (struct feed_time){0}).at_us, 50);
    assert_true(feed_input_observed(&input, (struct feed_time){0}).is_given);
    input.modified_us = 101;
    assert_int_equal(feed_input_observed(&input, (struct feed_time){0}).at_us, 100);
    input.modified_us = 0;
    assert_int_equal(feed_input_observed(&input, (struct feed_time){0}).at_us, 100);
}

static void words_are_text_whatever_the_bytes(void **state)
{
    static const char bytes[] = "a\tb\xFF\0c\xC4\x8D";
    char out[9];

    (void)state;
    struct sc_str all = {.at = bytes, .len = sizeof bytes - 1};
    assert_str(feed_input_words(all, out, sizeof out), "a b??cč");
    assert_str(feed_input_words(all, out, 7), "a b??c"); /* no half letter */
    assert_str(feed_input_words(all, out, 2), "a ");
}

UNIT_TESTS(a_test(a_name_is_the_last_part_without_gz),
           a_test(a_file_without_a_date_is_of_its_last_change_unless_that_is_to_come),
           a_test(words_are_text_whatever_the_bytes))
