#include "retail/feed_text.h"

#include <string.h>

#include "testing/unit.h"

enum {
    OUT_MAX = 1024 * 1024,
};

static struct sc_str decode(struct sc_arena *arena, struct sc_str bytes,
                            enum feed_encoding fallback, enum feed_bad_bytes bad, size_t room)
{
    struct sc_request rq;
    struct feed_text *text;
    char *out = sc_arena_alloc(arena, OUT_MAX);
    size_t len = 0, step = 1;

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_text_create(&rq, feed_stream_of_text(&bytes), fallback, bad, &text),
                     SC_OK);
    struct feed_stream stream = feed_text_stream(text);
    while (step > 0) {
        assert_true(len + room <= OUT_MAX);
        assert_int_equal(stream.read(stream.context, out + len, room, &step), SC_OK);
        len += step;
    }
    feed_text_destroy(text);
    sc_request_finish(&rq);
    return (struct sc_str){out, len};
}

static void check(void **state, struct sc_str bytes, enum feed_encoding fallback, const char *want)
{
    assert_str(decode(*state, bytes, fallback, FEED_BAD_KEPT, 5), want);
}

static void encodings_are_told_by_the_bytes(void **state)
{
    check(state, SC_STR("plain"), FEED_WINDOWS_1250, "plain");
    check(state, SC_STR("\xEF\xBB\xBFmark"), FEED_WINDOWS_1250, "mark");
    check(state, SC_STR("\xC4\x8Cok"), FEED_WINDOWS_1250, "Čok");
    check(state, SC_STR("\xC8ok \x9E"), FEED_WINDOWS_1250, "Čok ž");
    check(state, SC_STR("\xC8ok \xBE"), FEED_ISO_8859_2, "Čok ž");
    check(state, SC_STR("\xE7\xEC\xE1"), FEED_WINDOWS_1255, "חלב");
    check(state, SC_STR("\xFF\xFEh\0i\0\x0C\x01"), FEED_UTF_8, "hiČ");
    check(state, SC_STR("\xFE\xFF\0h\0i\x01\x0C"), FEED_UTF_8, "hiČ");
    check(state, SC_STR("h\0i\0 \0!\0"), FEED_UTF_8, "hi !"); /* no mark: zeros tell */
    check(state, SC_STR(""), FEED_WINDOWS_1250, "");
    check(state, SC_STR("\xC8"), FEED_WINDOWS_1250, "Č");
}

static void one_damaged_letter_does_not_change_the_encoding(void **state)
{
    check(state, SC_STR("Čaša \xC8 žaba"), FEED_WINDOWS_1250, "Čaša \xC8 žaba");
}

static void letters_are_not_cut_at_any_edge(void **state)
{
    enum {
        LETTERS = 100000
    };
    char *text = sc_arena_alloc(*state, 2 * LETTERS + 1);

    text[0] = 'a'; /* so that two-byte letters meet every chunk's end */
    for (size_t i = 0; i < LETTERS; i++)
        memcpy(text + 1 + 2 * i, "č", 2);
    struct sc_str all = {text, 2 * LETTERS + 1};
    assert_true(sc_str_eq(decode(*state, all, FEED_WINDOWS_1250, FEED_BAD_KEPT, 1000), all));
    assert_true(sc_str_eq(decode(*state, all, FEED_WINDOWS_1250, FEED_BAD_REPLACED, 1001), all));
}

static void bad_bytes_can_be_replaced(void **state)
{
    assert_str(
        decode(*state, SC_STR("a\xFF\0\x01z\t\xEF\xBF\xBFš\xC5"), FEED_UTF_8, FEED_BAD_REPLACED, 4),
        "a\uFFFD\uFFFD\uFFFDz\t\uFFFDš\uFFFD");
    assert_str(decode(*state, SC_STR("\xC8 \x81\x83"), FEED_WINDOWS_1250, FEED_BAD_REPLACED, 4),
               "Č \uFFFD\uFFFD");
}

static void names_of_encodings_are_known(void **state)
{
    enum feed_encoding encoding;

    (void)state;
    assert_true(feed_encoding_find(SC_STR("Windows-1250"), &encoding));
    assert_int_equal(encoding, FEED_WINDOWS_1250);
    assert_true(feed_encoding_find(SC_STR("ISO-8859-8"), &encoding));
    assert_int_equal(encoding, FEED_WINDOWS_1255);
    assert_false(feed_encoding_find(SC_STR("ebcdic"), &encoding));
}

UNIT_TESTS(a_test(encodings_are_told_by_the_bytes),
           a_test(one_damaged_letter_does_not_change_the_encoding),
           a_test(letters_are_not_cut_at_any_edge), a_test(bad_bytes_can_be_replaced),
           a_test(names_of_encodings_are_known))
