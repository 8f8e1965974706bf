#include "store/read_token.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum {
    FORM = 1, /* the first byte, for another to come */
    TIMELINE_AT = 1,
    LSN_AT = 5,
    UNTIL_AT = 13, /* seconds since 1970, 32 bits */
    MAC_AT = 17,
    MAC = crypto_generichash_BYTES_MIN,
    WHOLE = MAC_AT + MAC,
};

#define PURPOSE "smartcart read token"

void sc_read_token_key(struct sc_str secret, uint8_t ret_key[SC_READ_TOKEN_KEY])
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, (const uint8_t *)PURPOSE, sizeof PURPOSE - 1,
                            SC_READ_TOKEN_KEY);
    crypto_generichash_update(&state, (const uint8_t *)secret.at, secret.len);
    crypto_generichash_final(&state, ret_key, SC_READ_TOKEN_KEY);
}

static void put(uint8_t *at, uint64_t number, size_t bytes)
{
    for (size_t i = bytes; i-- > 0; number >>= 8)
        at[i] = (uint8_t)number;
}

static uint64_t get(const uint8_t *at, size_t bytes)
{
    uint64_t number = 0;

    for (size_t i = 0; i < bytes; i++)
        number = number << 8 | at[i];
    return number;
}

static void sign(const uint8_t key[SC_READ_TOKEN_KEY], const uint8_t *bytes, uint8_t ret_mac[MAC])
{
    crypto_generichash(ret_mac, MAC, bytes, MAC_AT, key, SC_READ_TOKEN_KEY);
}

void sc_read_token_write(const uint8_t key[SC_READ_TOKEN_KEY], struct sc_read_point point,
                         int64_t now_s, char ret_text[SC_READ_TOKEN_LEN + 1])
{
    uint8_t bytes[WHOLE] = {FORM};

    put(bytes + TIMELINE_AT, point.timeline, sizeof point.timeline);
    put(bytes + LSN_AT, point.lsn, sizeof point.lsn);
    put(bytes + UNTIL_AT, (uint64_t)(now_s + SC_READ_TOKEN_S), sizeof(uint32_t));
    sign(key, bytes, bytes + MAC_AT);
    sodium_bin2base64(ret_text, SC_READ_TOKEN_LEN + 1, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool sc_read_token_read(const uint8_t key[SC_READ_TOKEN_KEY], struct sc_str text, int64_t now_s,
                        struct sc_read_point *ret_point)
{
    uint8_t bytes[WHOLE], mac[MAC];
    size_t len;

    if (text.len != SC_READ_TOKEN_LEN ||
        sodium_base642bin(bytes, sizeof bytes, text.at, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len != sizeof bytes || bytes[0] != FORM)
        return false;
    sign(key, bytes, mac);
    if (sodium_memcmp(mac, bytes + MAC_AT, MAC) != 0 ||
        (int64_t)get(bytes + UNTIL_AT, sizeof(uint32_t)) < now_s)
        return false;
    *ret_point = (struct sc_read_point){
        .timeline = (uint32_t)get(bytes + TIMELINE_AT, sizeof ret_point->timeline),
        .lsn = get(bytes + LSN_AT, sizeof ret_point->lsn),
    };
    return true;
}
