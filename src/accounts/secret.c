#include "accounts/secret.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum {
    PREFIX = 4,
    RANDOM = 32, /* bytes: nobody guesses 2^256 */
};

static const char *const prefixes[ACCOUNTS_SECRET_KIND_COUNT] = {
    [ACCOUNTS_SECRET_REFRESH] = "scr_",
    [ACCOUNTS_SECRET_CLAIM] = "scc_",
    [ACCOUNTS_SECRET_KEY] = "sck_",
    [ACCOUNTS_SECRET_INVITE] = "sci_",
};

static_assert(ACCOUNTS_SECRET_LEN == PREFIX + (RANDOM * 4 + 2) / 3, "");

bool accounts_secret_hash(enum accounts_secret_kind kind, struct sc_str text,
                          uint8_t ret_hash[ACCOUNTS_SECRET_HASH])
{
    if (text.len != ACCOUNTS_SECRET_LEN || !sc_str_starts(text, sc_str_of(prefixes[kind])))
        return false;
    crypto_generichash(ret_hash, ACCOUNTS_SECRET_HASH, (const uint8_t *)text.at, text.len, NULL, 0);
    return true;
}

void accounts_secret_make(enum accounts_secret_kind kind, struct accounts_secret *ret_secret)
{
    uint8_t bytes[RANDOM];

    randombytes_buf(bytes, sizeof bytes);
    memcpy(ret_secret->text, prefixes[kind], PREFIX);
    sodium_bin2base64(ret_secret->text + PREFIX, sizeof ret_secret->text - PREFIX, bytes,
                      sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    bool is_one = accounts_secret_hash(kind, (struct sc_str){ret_secret->text, ACCOUNTS_SECRET_LEN},
                                       ret_secret->hash);
    assert(is_one);
    sodium_memzero(bytes, sizeof bytes);
}
