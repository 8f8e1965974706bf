#include "accounts/letters.h"

#include <assert.h>

#include "accounts/accounts.h"
#include "accounts/departure.h"
#include "accounts/household.h"

enum {
    DAY_HOURS = 24,
};

const struct accounts_letter_language *const accounts_letter_languages[ACCOUNTS_LETTER_LANGUAGES] =
    {&accounts_letters_en, &accounts_letters_hr, &accounts_letters_he};

static const struct accounts_letter_language *language_of(struct sc_str locale)
{
    struct sc_str code = {0};

    (void)sc_str_take(&locale, '-', &code);
    for (size_t i = 0; i < ACCOUNTS_LETTER_LANGUAGES; i++)
        if (sc_str_eq(code, sc_str_of(accounts_letter_languages[i]->code)))
            return accounts_letter_languages[i];
    return accounts_letter_languages[0];
}

struct sc_str accounts_letter_subject(const struct accounts_letter *letter)
{
    return language_of(letter->locale)->words[letter->kind].subject;
}

static void put_number(struct sc_buf *out, int number)
{
    sc_buf_printf(out, "%d", number);
}

static void put_fact(const struct accounts_letter *letter, struct sc_str name, struct sc_str site,
                     struct sc_buf *out)
{
    if (sc_str_eq(name, SC_STR("site")))
        sc_buf_put(out, site);
    else if (sc_str_eq(name, SC_STR("secret")))
        sc_buf_put(out, letter->secret);
    else if (sc_str_eq(name, SC_STR("name")))
        sc_buf_put(out,
                   letter->name.at != NULL ? letter->name : language_of(letter->locale)->someone);
    else if (sc_str_eq(name, SC_STR("email")))
        sc_buf_put(out, letter->email);
    else if (sc_str_eq(name, SC_STR("household")))
        sc_buf_put(out, letter->household);
    else if (sc_str_eq(name, SC_STR("claim hours")))
        put_number(out, ACCOUNTS_CLAIM_HOURS);
    else if (sc_str_eq(name, SC_STR("invitation days")))
        put_number(out, ACCOUNTS_INVITATION_HOURS / DAY_HOURS);
    else if (sc_str_eq(name, SC_STR("deletion days")))
        put_number(out, ACCOUNTS_DELETION_DAYS);
    else
        assert(false);
}

void accounts_letter_write(const struct accounts_letter *letter, struct sc_str site,
                           struct sc_buf *out)
{
    struct sc_str rest = language_of(letter->locale)->words[letter->kind].text, part;

    while (sc_str_take(&rest, '{', &part)) {
        sc_buf_put(out, part);
        if (sc_str_take(&rest, '}', &part))
            put_fact(letter, part, site, out);
    }
}
