/* In which language somebody is written to. */
#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"

enum {
    LANGUAGE_MIN = 2, /* letters: ISO 639-1, */
    LANGUAGE_MAX = 3, /* or -3 */
    SUBTAG_MAX = 8,
};

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_of_subtag(char c)
{
    return is_small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool all_are(struct sc_str text, bool (*is)(char c))
{
    for (size_t i = 0; i < text.len; i++)
        if (!is(text.at[i]))
            return false;
    return true;
}

enum sc_status accounts_check_locale(struct sc_request *rq, struct sc_str *locale)
{
    if (locale->at == NULL)
        *locale = SC_STR("en");
    struct sc_str rest = *locale, part = {0};
    bool is_fit = sc_str_take(&rest, '-', &part) && part.len >= LANGUAGE_MIN &&
                  part.len <= LANGUAGE_MAX && all_are(part, is_small) &&
                  locale->len <= ACCOUNTS_LOCALE_MAX && !sc_str_ends(*locale, SC_STR("-"));
    while (is_fit && sc_str_take(&rest, '-', &part))
        is_fit = part.len > 0 && part.len <= SUBTAG_MAX && all_are(part, is_of_subtag);
    return is_fit ? SC_OK
                  : sc_fail(rq, SC_INVALID, "locale: a language tag, such as en or pt-BR (BCP 47)");
}

static const struct sc_field set_locale_in_fields[] = {
    SC_FIELD(struct accounts_set_locale_in, locale, SC_FIELD_TEXT),
};
const struct sc_shape accounts_set_locale_in_shape =
    SC_SHAPE(struct accounts_set_locale_in, set_locale_in_fields);

static const struct sc_field set_locale_fields[] = {
    SC_FIELD(struct accounts_set_locale_row, set_locale, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_set_locale_shape =
    SC_SHAPE(struct accounts_set_locale_row, set_locale_fields);

enum sc_status accounts_set_locale(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                   void *ret_row)
{
    const struct accounts_set_locale_in *wanted = in;
    struct accounts_person_locale_in change = {.locale = wanted->locale};
    enum sc_status st = accounts_viewer(rq, &change.id);

    if (st == SC_OK)
        st = accounts_check_locale(rq, &change.locale);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_person_locale_exec(&tx, &change, NULL);
    ((struct accounts_set_locale_row *)ret_row)->set_locale = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}
