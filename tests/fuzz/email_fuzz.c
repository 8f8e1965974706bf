/*
 * Addresses: one that is taken keeps the promises of accounts/email.h, folds to itself, and is one
 * that mail can be sent to.
 */
#include <assert.h>
#include <stdint.h>

#include "accounts/email.h"
#include "base/utf8.h"
#include "net/mail_text.h"

enum {
    ARENA_BYTES = 64 * 1024,
};

static void check(struct sc_arena *arena, struct sc_str text, const struct accounts_email *email)
{
    struct accounts_email again;

    assert(email->address.at >= text.at &&
           email->address.at + email->address.len <= text.at + text.len);
    assert(email->address.len <= ACCOUNTS_EMAIL_MAX && sc_utf8_is_valid(email->address));
    for (size_t i = 0; i < email->address.len; i++)
        assert((unsigned char)email->address.at[i] > ' ' && email->address.at[i] != 0x7f);
    assert(sc_str_eq_nocase(email->address, email->fold));
    assert(accounts_email_read(arena, email->fold, &again) == SC_OK);
    assert(sc_str_eq(again.fold, email->fold) && sc_str_eq(again.address, email->fold));
    assert(sc_mail_is_address(email->address));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_arena *arena = sc_arena_create(ARENA_BYTES);
    struct sc_str text = {(const char *)data, size};
    struct accounts_email email;

    assert(arena != NULL);
    if (accounts_email_read(arena, text, &email) == SC_OK)
        check(arena, text, &email);
    sc_arena_destroy(arena);
    return 0;
}
