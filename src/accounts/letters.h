/*
 * letters.h - what the mails of accounts say, in the languages of the app (letters_*.c).
 *
 * A text names what differs from letter to letter in braces: {secret}. It is filled in once: braces
 * in somebody's name stay what they are. What a household is called that nobody has named stands in
 * sql/queries/accounts/household_add.sql, for each of the same languages.
 */
#ifndef SC_ACCOUNTS_LETTERS_H
#define SC_ACCOUNTS_LETTERS_H

#include "base/buf.h"
#include "base/str.h"

enum accounts_letter_kind {
    ACCOUNTS_LETTER_WELCOME,     /* a link makes the account: secret */
    ACCOUNTS_LETTER_KNOWN,       /* there is one already */
    ACCOUNTS_LETTER_RESET,       /* a link to a new password: secret */
    ACCOUNTS_LETTER_NO_ACCOUNT,  /* the same was asked for, and there is none */
    ACCOUNTS_LETTER_PASSWORD,    /* it was changed */
    ACCOUNTS_LETTER_NEW_EMAIL,   /* a link makes this the address: secret */
    ACCOUNTS_LETTER_EMAIL_MOVED, /* to the old address: email, the new one */
    ACCOUNTS_LETTER_DELETION,    /* in some days */
    ACCOUNTS_LETTER_INVITATION,  /* name, email: of who invites; household; secret */
    ACCOUNTS_LETTERS,
};

struct accounts_letter {
    enum accounts_letter_kind kind;
    struct sc_str to;
    struct sc_str locale; /* of its reader, such as "hr-HR"; null, or in no table: English */
    struct sc_str secret;
    struct sc_str name; /* null: nobody has said it */
    struct sc_str email;
    struct sc_str household;
};

/* `site`: where the app is, such as "https://smartcart.example". */
struct sc_str accounts_letter_subject(const struct accounts_letter *letter);
void accounts_letter_write(const struct accounts_letter *letter, struct sc_str site,
                           struct sc_buf *out);

struct accounts_letter_words {
    struct sc_str subject, text;
};

struct accounts_letter_language {
    char code[3];          /* ISO 639-1 */
    struct sc_str someone; /* who has not said their name */
    struct accounts_letter_words words[ACCOUNTS_LETTERS];
};

/* The first is English. */
enum {
    ACCOUNTS_LETTER_LANGUAGES = 3,
};
extern const struct accounts_letter_language accounts_letters_en, accounts_letters_hr,
    accounts_letters_he;
extern const struct accounts_letter_language
    *const accounts_letter_languages[ACCOUNTS_LETTER_LANGUAGES];

#endif
