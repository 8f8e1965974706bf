#include "accounts/letters.h"

#include "base/macros.h"
#include "testing/unit.h"

enum {
    TEXT_MAX = 4096,
};

static const struct accounts_letter example = {
    .to = SC_STR("anna@mail.example"),
    .secret = SC_STR("a-secret"),
    .name = SC_STR("Boris {secret}"),
    .email = SC_STR("boris@mail.example"),
    .household = SC_STR("Top \"floor\""),
};

static void write_letter(struct accounts_letter letter, const char *locale, struct sc_buf *out)
{
    letter.locale = sc_str_of(locale);
    sc_buf_clear(out);
    accounts_letter_write(&letter, SC_STR("https://smartcart.example"), out);
    assert_false(out->failed);
    sc_buf_put_char(out, '\0');
}

static void assert_has(const struct sc_buf *text, const char *part)
{
    if (strstr(text->at, part) == NULL)
        fail_msg("\"%s\" is not in\n%s", part, text->at);
}

/* What is in braces in one language is in all others, as often; and nothing else is. */
static void all_languages_say_the_same(void **state)
{
    static const char *const facts[] = {"{site}",          "{secret}",         "{name}",
                                        "{email}",         "{household}",      "{claim hours}",
                                        "{deletion days}", "{invitation days}"};
    (void)state;

    for (size_t i = 0; i < ACCOUNTS_LETTER_LANGUAGES; i++)
        for (size_t kind = 0; kind < ACCOUNTS_LETTERS; kind++) {
            const struct accounts_letter_words *words = &accounts_letter_languages[i]->words[kind];
            struct sc_str english = accounts_letter_languages[0]->words[kind].text;
            size_t braces = 0, known = 0;
            assert_true(words->subject.len > 0 && words->text.len > 0);
            assert_true(sc_str_ends(words->text, SC_STR("\n")));
            for (size_t at = 0; at < words->text.len; at++)
                braces += words->text.at[at] == '{';
            for (size_t fact = 0; fact < SC_COUNT(facts); fact++) {
                bool is_in = sc_str_find(words->text, sc_str_of(facts[fact])) >= 0;
                assert_int_equal(is_in, sc_str_find(english, sc_str_of(facts[fact])) >= 0);
                known += is_in;
            }
            assert_int_equal(known, braces);
        }
}

static void a_letter_is_filled_in_once(void **state)
{
    struct accounts_letter letter = example;
    struct sc_buf text;
    (void)state;

    sc_buf_init(&text, TEXT_MAX);
    letter.kind = ACCOUNTS_LETTER_INVITATION;
    write_letter(letter, "en", &text);
    assert_has(&text, "Boris {secret} (boris@mail.example) asks you");
    assert_has(&text, "in the household \"Top \"floor\"\"");
    assert_has(&text, "within 7 days:\n\nhttps://smartcart.example/join#a-secret\n\n");
    letter.name = (struct sc_str){0};
    write_letter(letter, "hr", &text);
    assert_has(&text, "Netko (boris@mail.example)");
    letter.kind = ACCOUNTS_LETTER_DELETION;
    write_letter(letter, "en", &text);
    assert_has(&text, "in 30 days");
    sc_buf_finish(&text);
}

static void the_reader_is_written_to_in_their_language(void **state)
{
    static const struct {
        const char *locale, *subject;
    } cases[] = {
        {"en-IE", "Your password was changed"}, {"hr", "Lozinka je promijenjena"},
        {"hr-BA", "Lozinka je promijenjena"},   {"he-IL", "הסיסמה שלך הוחלפה"},
        {"pt-BR", "Your password was changed"}, {"hrx", "Your password was changed"},
        {"", "Your password was changed"},      {NULL, "Your password was changed"},
    };
    struct accounts_letter letter = example;
    (void)state;

    letter.kind = ACCOUNTS_LETTER_PASSWORD;
    for (size_t i = 0; i < SC_COUNT(cases); i++) {
        letter.locale = sc_str_of(cases[i].locale);
        assert_true(sc_str_eq(accounts_letter_subject(&letter), sc_str_of(cases[i].subject)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_languages_say_the_same),
        cmocka_unit_test(a_letter_is_filled_in_once),
        cmocka_unit_test(the_reader_is_written_to_in_their_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
