#include "accounts/password.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/utf8.h"

static_assert(ACCOUNTS_PASSWORD_HASH == crypto_pwhash_STRBYTES, "");

bool accounts_password_is_fit(struct sc_str password)
{
    size_t characters = 0;

    if (password.len > ACCOUNTS_PASSWORD_MAX || !sc_utf8_is_valid(password))
        return false;
    for (struct sc_str rest = password; rest.len > 0; characters++)
        rest = sc_str_sub(rest, sc_utf8_step(rest), rest.len);
    return characters >= ACCOUNTS_PASSWORD_MIN;
}

enum sc_status accounts_password_hash(struct sc_str password, char ret_hash[ACCOUNTS_PASSWORD_HASH])
{
    int failed = crypto_pwhash_str(ret_hash, password.at, password.len, ACCOUNTS_PASSWORD_PASSES,
                                   ACCOUNTS_PASSWORD_BYTES);

    return failed ? SC_NO_MEMORY : SC_OK;
}

static char nobodys[ACCOUNTS_PASSWORD_HASH];
static pthread_once_t nobodys_once = PTHREAD_ONCE_INIT;

static void make_nobodys(void)
{
    char random[32];

    randombytes_buf(random, sizeof random);
    if (accounts_password_hash((struct sc_str){random, sizeof random}, nobodys) != SC_OK)
        nobodys[0] = '\0';
}

/* As libsodium takes one: ended by a NUL, zeroes behind. */
static bool to_text(struct sc_str hash, char ret_text[ACCOUNTS_PASSWORD_HASH])
{
    if (hash.len >= ACCOUNTS_PASSWORD_HASH)
        return false;
    memset(ret_text, 0, ACCOUNTS_PASSWORD_HASH);
    if (hash.len > 0)
        memcpy(ret_text, hash.at, hash.len);
    return hash.len > 0;
}

bool accounts_password_is(struct sc_str password, struct sc_str hash)
{
    char text[ACCOUNTS_PASSWORD_HASH];

    pthread_once(&nobodys_once, make_nobodys);
    bool is_somebodys = to_text(hash, text);
    bool is_it =
        crypto_pwhash_str_verify(is_somebodys ? text : nobodys, password.at, password.len) == 0;
    return is_it && is_somebodys;
}

bool accounts_password_is_old(struct sc_str hash)
{
    char text[ACCOUNTS_PASSWORD_HASH];

    return to_text(hash, text) && crypto_pwhash_str_needs_rehash(text, ACCOUNTS_PASSWORD_PASSES,
                                                                 ACCOUNTS_PASSWORD_BYTES) != 0;
}
