#include "accounts/token.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum {
    VERSION = 1,
    HAS_ACCOUNT = 1, /* of the flags */
    BODY = 37,
    WHOLE = BODY + crypto_sign_BYTES,
    CLOCKS_S = 60, /* how far our clocks may be apart */
};

#define PREFIX SC_STR("sct_")

static_assert(sizeof(uint8_t[ACCOUNTS_KEY_PUBLIC]) == crypto_sign_PUBLICKEYBYTES, "");
static_assert(sizeof(uint8_t[ACCOUNTS_KEY_SECRET]) == crypto_sign_SECRETKEYBYTES, "");
static_assert(sizeof(uint8_t[ACCOUNTS_MASTER_KEY]) == crypto_secretbox_KEYBYTES, "");
static_assert(ACCOUNTS_KEY_SEALED ==
                  ACCOUNTS_KEY_SECRET + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
              "");
/* Of base64 without padding: 4 characters for 3 bytes. */
static_assert(ACCOUNTS_TOKEN_LEN == 4 + (WHOLE * 4 + 2) / 3, "");

void accounts_key_make(uint32_t id, struct accounts_key *ret_key)
{
    *ret_key = (struct accounts_key){.id = id, .can_sign = true};
    crypto_sign_keypair(ret_key->public, ret_key->secret);
}

void accounts_key_seal(const struct accounts_key *key, const uint8_t master[ACCOUNTS_MASTER_KEY],
                       uint8_t ret_sealed[ACCOUNTS_KEY_SEALED])
{
    randombytes_buf(ret_sealed, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(ret_sealed + crypto_secretbox_NONCEBYTES, key->secret, sizeof key->secret,
                          ret_sealed, master);
}

enum sc_status accounts_key_open(struct accounts_key *key,
                                 const uint8_t master[ACCOUNTS_MASTER_KEY],
                                 const uint8_t sealed[ACCOUNTS_KEY_SEALED])
{
    uint8_t secret[ACCOUNTS_KEY_SECRET], public[ACCOUNTS_KEY_PUBLIC];
    bool is_ours = crypto_secretbox_open_easy(secret, sealed + crypto_secretbox_NONCEBYTES,
                                              ACCOUNTS_KEY_SEALED - crypto_secretbox_NONCEBYTES,
                                              sealed, master) == 0;

    if (is_ours)
        crypto_sign_ed25519_sk_to_pk(public, secret);
    if (!is_ours || memcmp(public, key->public, sizeof public) != 0)
        return SC_INVALID;
    memcpy(key->secret, secret, sizeof secret);
    sodium_memzero(secret, sizeof secret);
    key->can_sign = true;
    return SC_OK;
}

/* Big-endian, from `at` on; where the next goes. */
static uint8_t *put(uint8_t *at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (uint8_t)(number >> (8 * (bytes - 1 - i)));
    return at + bytes;
}

static uint64_t take(const uint8_t **at, size_t bytes)
{
    uint64_t number = 0;

    for (size_t i = 0; i < bytes; i++)
        number = number << 8 | *(*at)++;
    return number;
}

/* The text of a whole token. */
static void encode(const uint8_t whole[WHOLE], char ret_text[ACCOUNTS_TOKEN_LEN + 1])
{
    memcpy(ret_text, PREFIX.at, PREFIX.len);
    sodium_bin2base64(ret_text + PREFIX.len, ACCOUNTS_TOKEN_LEN + 1 - PREFIX.len, whole, WHOLE,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum sc_status accounts_token_sign(const struct accounts_keys *keys,
                                   const struct accounts_token *token,
                                   char ret_text[ACCOUNTS_TOKEN_LEN + 1])
{
    const struct accounts_key *key = NULL;
    uint8_t whole[WHOLE], *at = whole;

    for (size_t i = 0; i < keys->count && key == NULL; i++)
        if (keys->at[i].can_sign)
            key = &keys->at[i];
    if (key == NULL)
        return SC_NOT_FOUND;
    at = put(at, VERSION, 1);
    at = put(at, key->id, 4);
    at = put(at, (uint64_t)token->person_id, 8);
    at = put(at, (uint64_t)token->session_id, 8);
    at = put(at, token->epoch, 4);
    at = put(at, token->shard, 2);
    at = put(at, token->plan, 1);
    at = put(at, token->has_account ? HAS_ACCOUNT : 0, 1);
    at = put(at, (uint64_t)token->issued_s, 4);
    at = put(at, (uint64_t)token->expires_s, 4);
    assert(at == whole + BODY);
    crypto_sign_detached(at, NULL, whole, BODY, key->secret);
    encode(whole, ret_text);
    return SC_OK;
}

/*
 * The bytes of a text of the right form: of the only text that they have, for the library takes
 * some bytes beyond ASCII for digits.
 */
static bool decode(struct sc_str text, uint8_t whole[WHOLE])
{
    char again[ACCOUNTS_TOKEN_LEN + 1];
    size_t len = 0;

    if (text.len != ACCOUNTS_TOKEN_LEN || !sc_str_starts(text, PREFIX))
        return false;
    struct sc_str digits = sc_str_sub(text, PREFIX.len, text.len);
    if (sodium_base642bin(whole, WHOLE, digits.at, digits.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len != WHOLE || whole[0] != VERSION)
        return false;
    encode(whole, again);
    return sc_str_eq(text, sc_str_of(again));
}

enum sc_status accounts_token_check(const struct accounts_keys *keys, struct sc_str text,
                                    int64_t now_s, struct accounts_token *ret_token)
{
    uint8_t whole[WHOLE];
    const uint8_t *at = whole + 1;
    const struct accounts_key *key = NULL;

    if (!decode(text, whole))
        return SC_INVALID;
    uint32_t key_id = (uint32_t)take(&at, 4);
    for (size_t i = 0; i < keys->count && key == NULL; i++)
        if (keys->at[i].id == key_id)
            key = &keys->at[i];
    if (key == NULL)
        return SC_NOT_FOUND;
    if (crypto_sign_verify_detached(whole + BODY, whole, BODY, key->public) != 0)
        return SC_INVALID;
    struct accounts_token token = {
        .person_id = (int64_t)take(&at, 8),
        .session_id = (int64_t)take(&at, 8),
    };
    token.epoch = (uint32_t)take(&at, 4);
    token.shard = (uint16_t)take(&at, 2);
    token.plan = (uint8_t)take(&at, 1);
    token.has_account = (take(&at, 1) & HAS_ACCOUNT) != 0;
    token.issued_s = (int64_t)take(&at, 4);
    token.expires_s = (int64_t)take(&at, 4);
    if (token.issued_s > now_s + CLOCKS_S)
        return SC_INVALID;
    *ret_token = token;
    return token.expires_s <= now_s ? SC_TIMEOUT : SC_OK;
}
