#include "accounts/email.h"

#include <stdbool.h>

#include "base/utf8.h"

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* RFC 5322, atext; dots neither first nor last, nor two together. */
static bool is_local(struct sc_str local)
{
    char before = '.';

    if (local.len == 0 || local.len > ACCOUNTS_EMAIL_LOCAL_MAX)
        return false;
    for (size_t i = 0; i < local.len; i++) {
        char c = local.at[i];
        bool is_dot = c == '.';
        if (is_dot
                ? before == '.'
                : !is_letter_or_digit(c) && sc_str_find_char(SC_STR("!#$%&'*+-/=?^_`{|}~"), c) < 0)
            return false;
        before = c;
    }
    return before != '.';
}

static bool is_label(struct sc_str label)
{
    if (label.len == 0 || label.len > ACCOUNTS_EMAIL_LABEL_MAX || label.at[0] == '-' ||
        label.at[label.len - 1] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (!is_letter_or_digit(label.at[i]) && label.at[i] != '-')
            return false;
    return true;
}

/* Two labels at least: mail to a bare host leaves no one's network. */
static bool is_domain(struct sc_str domain)
{
    struct sc_str rest = domain, label;
    size_t labels = 0;

    if (domain.len == 0 || domain.at[domain.len - 1] == '.')
        return false;
    for (; sc_str_take(&rest, '.', &label); labels++)
        if (!is_label(label))
            return false;
    return labels >= 2;
}

static bool is_control_free(struct sc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7f)
            return false;
    return true;
}

enum sc_status accounts_email_read(struct sc_arena *arena, struct sc_str text,
                                   struct accounts_email *ret_email)
{
    text = sc_str_trim(text);
    ptrdiff_t at = sc_str_find_char(text, '@');
    if (at < 0 || text.len > ACCOUNTS_EMAIL_MAX || !sc_utf8_is_valid(text) ||
        !is_control_free(text) || !is_local(sc_str_sub(text, 0, (size_t)at)) ||
        !is_domain(sc_str_sub(text, (size_t)at + 1, text.len)))
        return SC_INVALID;
    char *fold = sc_arena_alloc(arena, text.len);
    if (fold == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        fold[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    *ret_email = (struct accounts_email){.address = text, .fold = {fold, text.len}};
    return SC_OK;
}
