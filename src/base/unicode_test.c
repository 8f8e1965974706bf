#include "base/unicode.h"

#include "testing/unit.h"

static void check(void **state, const char *typed, const char *want)
{
    struct sc_str folded;

    assert_int_equal(sc_unicode_fold(*state, sc_str_of(typed), &folded), SC_OK);
    assert_str(folded, want);
}

static void case_and_white_space_are_folded(void **state)
{
    check(state, "  Organic \t\r\n MILK\v", "organic milk");
    check(state, "", "");
    check(state, " \t ", "");
    check(state, "GROß Straße ΣΊΣΥΦΟΣ", "gross strasse σισυφοσ");
    check(state, "a\u00a0\u2003b\u3000", "a b");
}

static void accents_and_strokes_go(void **state)
{
    check(state, "ČĆŽŠĐ čćžšđ", "cczsd cczsd");
    check(state, "crème brûlée Øre Łódź Æble", "creme brulee ore lodz aeble");
    check(state, "c\u030c", "c");
    check(state, "İstanbul ısı", "istanbul isi");
}

static void niqqud_goes_and_hebrew_quotes_are_plain(void **state)
{
    check(state, "חָלָב", "חלב");
    check(state, "ק״ג יח׳", "ק\"ג יח'");
    check(state, "בית־ספר", "בית-ספר");
}

static void scripts_that_need_their_vowel_signs_keep_them(void **state)
{
    check(state, "दूध", "दूध");
    check(state, "がぎ", "がぎ");
    check(state, "우유", "우유");
}

static void digits_of_any_script_become_ascii(void **state)
{
    check(state, "٣ ３ ३", "3 3 3");
    check(state, "cm²", "cm2");
}

static void fractions_stay_apart_from_the_number_before_them(void **state)
{
    check(state, "1½ kg", "1 1/2 kg");
    check(state, "½", "1/2");
    check(state, "x¾", "x3/4");
}

static void invisible_characters_go(void **state)
{
    check(state, "\u202b2 ליטר\u202c\u200f", "2 ליטר");
    check(state, "\ufeffmil\u00adk\u200b", "milk");
}

static void what_is_not_utf8_is_refused(void **state)
{
    struct sc_str folded = {.at = "kept", .len = 4};

    assert_int_equal(sc_unicode_fold(*state, sc_str_of("caf\xe9"), &folded), SC_INVALID);
    assert_int_equal(sc_unicode_fold(*state, sc_str_of("\xed\xa0\x80"), &folded), SC_INVALID);
    assert_str(folded, "kept");
}

static void a_text_that_grows_has_room(void **state)
{
    struct sc_str folded;
    char small[16];
    size_t len = 99;

    assert_int_equal(sc_unicode_fold(*state, sc_str_of("\ufdfa\ufdfa\ufdfa"), &folded), SC_OK);
    assert_true(folded.len > 60);
    assert_int_equal(sc_unicode_fold_into(sc_str_of("\ufdfa"), small, sizeof small, &len),
                     SC_LIMITED);
    assert_int_equal(
        sc_unicode_fold_into(sc_str_of("seventeen letters"), small, sizeof small, &len),
        SC_LIMITED);
    assert_int_equal(len, 99);
}

static void folding_twice_changes_nothing(void **state)
{
    static const char *const texts[] = {"ﬁle Ⅷ ㎏ ½ ǅ", "ΐ ŉ ẞ İ", "ﷺ ｶﾞ 각", "ק״ג׳"};

    for (size_t i = 0; i < SC_COUNT(texts); i++) {
        struct sc_str once, twice;

        assert_int_equal(sc_unicode_fold(*state, sc_str_of(texts[i]), &once), SC_OK);
        assert_int_equal(sc_unicode_fold(*state, once, &twice), SC_OK);
        assert_true(sc_str_eq(once, twice));
    }
}

static void kinds_are_told_with_their_bytes(void **state)
{
    size_t step;
    (void)state;

    assert_int_equal(sc_unicode_kind(SC_STR("a"), &step), SC_UNICODE_LETTER);
    assert_int_equal(sc_unicode_kind(SC_STR("7"), &step), SC_UNICODE_DIGIT);
    assert_int_equal(sc_unicode_kind(SC_STR("%"), &step), SC_UNICODE_SIGN);
    assert_int_equal(sc_unicode_kind(SC_STR("\t"), &step), SC_UNICODE_SPACE);
    assert_int_equal(sc_unicode_kind(SC_STR("חלב"), &step), SC_UNICODE_LETTER);
    assert_int_equal(step, 2);
    assert_int_equal(sc_unicode_kind(SC_STR("🥛"), &step), SC_UNICODE_SIGN);
    assert_int_equal(step, 4);
    assert_int_equal(sc_unicode_kind(SC_STR("\u200f"), &step), SC_UNICODE_UNSEEN);
    assert_int_equal(sc_unicode_kind(SC_STR("\xff"), &step), SC_UNICODE_SPACE);
    assert_int_equal(step, 1);
}

static void width_counts_columns(void **state)
{
    (void)state;
    assert_int_equal(sc_unicode_width(SC_STR("čaj")), 3);
    assert_int_equal(sc_unicode_width(SC_STR("חָלָב")), 3);
    assert_int_equal(sc_unicode_width(SC_STR("牛乳")), 4);
    assert_int_equal(sc_unicode_width(SC_STR("")), 0);
}

UNIT_TESTS(a_test(case_and_white_space_are_folded), a_test(accents_and_strokes_go),
           a_test(niqqud_goes_and_hebrew_quotes_are_plain),
           a_test(scripts_that_need_their_vowel_signs_keep_them),
           a_test(digits_of_any_script_become_ascii),
           a_test(fractions_stay_apart_from_the_number_before_them),
           a_test(invisible_characters_go), a_test(what_is_not_utf8_is_refused),
           a_test(a_text_that_grows_has_room), a_test(folding_twice_changes_nothing),
           a_test(kinds_are_told_with_their_bytes), a_test(width_counts_columns))
