#include "store/read_token.h"

#include "testing/unit.h"

enum {
    NOW_S = 1795680000,
};

static uint8_t key[SC_READ_TOKEN_KEY];
static char text[SC_READ_TOKEN_LEN + 1];
static const struct sc_read_point written = {.timeline = 3, .lsn = 0x1234567890abcdef};

static void make(void)
{
    sc_read_token_key(SC_STR("a secret of all processes"), key);
    sc_read_token_write(key, written, NOW_S, text);
}

static void what_was_written_is_read(void **state)
{
    struct sc_read_point read = {0};

    (void)state;
    make();
    assert_int_equal(strlen(text), SC_READ_TOKEN_LEN);
    assert_true(sc_read_token_read(key, sc_str_of(text), NOW_S, &read));
    assert_int_equal(read.timeline, written.timeline);
    assert_int_equal(read.lsn, written.lsn);
}

static void it_is_good_for_half_a_minute(void **state)
{
    struct sc_read_point read = {.lsn = 7};

    (void)state;
    make();
    assert_true(sc_read_token_read(key, sc_str_of(text), NOW_S + SC_READ_TOKEN_S, &read));
    read.lsn = 7;
    assert_false(sc_read_token_read(key, sc_str_of(text), NOW_S + SC_READ_TOKEN_S + 1, &read));
    assert_int_equal(read.lsn, 7);
}

static void no_other_text_is_one(void **state)
{
    struct sc_read_point read = {.lsn = 7};
    uint8_t other[SC_READ_TOKEN_KEY];
    const struct sc_str whole = {text, SC_READ_TOKEN_LEN};

    (void)state;
    make();
    for (size_t i = 0; i < SC_READ_TOKEN_LEN; i++) { /* each letter counts */
        char was = text[i];
        text[i] = was == 'A' ? 'B' : 'A';
        assert_false(sc_read_token_read(key, whole, NOW_S, &read));
        text[i] = '\n';
        assert_false(sc_read_token_read(key, whole, NOW_S, &read));
        text[i] = was;
        assert_false(sc_read_token_read(key, sc_str_sub(whole, 0, i), NOW_S, &read));
    }
    sc_read_token_key(SC_STR("another secret"), other);
    assert_false(sc_read_token_read(other, whole, NOW_S, &read));
    assert_false(sc_read_token_read(key, (struct sc_str){0}, NOW_S, &read));
    assert_int_equal(read.lsn, 7);
    assert_true(sc_read_token_read(key, whole, NOW_S, &read));
}

UNIT_TESTS(a_test(what_was_written_is_read), a_test(it_is_good_for_half_a_minute),
           a_test(no_other_text_is_one))
