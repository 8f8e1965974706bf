/*
 * Access tokens. The bytes are a text as it came; and, laid over a token of ours, what somebody has
 * made of it. Nothing is taken but what was signed, to the bit.
 */
#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "accounts/token.h"

enum {
    KEYS = 2,
};

static const int64_t now_s = 1800000000;

static struct accounts_keys keys;
static char ours[KEYS][ACCOUNTS_TOKEN_LEN + 1]; /* a token of each key */

static const struct accounts_token wanted = {
    .person_id = 0x0123456789abcdef,
    .session_id = 42,
    .epoch = 7,
    .shard = 1,
    .plan = 2,
    .has_account = true,
    .issued_s = 1800000000 - 60,
    .expires_s = 1800000000 + 60,
};

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    assert(sodium_init() >= 0);
    for (uint32_t i = 0; i < KEYS; i++) {
        const uint8_t seed[crypto_sign_SEEDBYTES] = {(uint8_t)i}; /* the same in each run */
        struct accounts_keys one = {.at = {{.id = i + 1, .can_sign = true}}, .count = 1};
        crypto_sign_seed_keypair(one.at[0].public, one.at[0].secret, seed);
        assert(accounts_token_sign(&one, &wanted, ours[i]) == SC_OK);
        keys.at[keys.count++] = one.at[0];
    }
    return 0;
}

static bool is_ours(struct sc_str text)
{
    for (size_t i = 0; i < KEYS; i++)
        if (sc_str_eq(text, sc_str_of(ours[i])))
            return true;
    return false;
}

static void check(struct sc_str text)
{
    struct accounts_token token = {.person_id = -1};
    enum sc_status st = accounts_token_check(&keys, text, now_s, &token);

    assert((st == SC_OK) == is_ours(text));
    if (st == SC_OK)
        assert(token.person_id == wanted.person_id && token.session_id == wanted.session_id &&
               token.epoch == wanted.epoch && token.plan == wanted.plan && token.has_account);
    else
        assert(token.person_id == -1 && (st == SC_INVALID || st == SC_NOT_FOUND));
    assert(accounts_token_check(&keys, text, wanted.expires_s, &token) != SC_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[ACCOUNTS_TOKEN_LEN];

    check((struct sc_str){(const char *)data, size});
    for (size_t k = 0; k < KEYS; k++) {
        memcpy(text, ours[k], sizeof text);
        for (size_t i = 0; i + 1 < size; i += 2) /* pairs: where, and what instead */
            text[data[i] % sizeof text] = (char)data[i + 1];
        check((struct sc_str){text, sizeof text});
    }
    return 0;
}
