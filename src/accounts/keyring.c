#include "accounts/keyring.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "accounts/accounts_rows.h"
#include "accounts/ended.h"
#include "accounts/seen.h"
#include "base/time.h"
#include "store/hint.h"
#include "store/tx.h"

struct accounts_keyring {
    pthread_rwlock_t lock;
    struct accounts_keys keys; /* under the lock, as what follows */
    int64_t loaded_us;         /* monotonic; 0: never */
    uint8_t master[ACCOUNTS_MASTER_KEY];
    struct accounts_seen *seen; /* by these keys */
    struct accounts_ended *ended;
    struct sc_hint_ear ear;
};

static void hear(void *context, const struct sc_hint *hint)
{
    struct accounts_keyring *ring = context;

    if (hint->topic == SC_HINT_SIGNED_OUT)
        accounts_ended_put(ring->ended, hint->id, hint->number, sc_wall_us() / SC_SECOND_US);
}

struct accounts_keyring *accounts_keyring_create(struct sc_str secret)
{
    struct accounts_keyring *ring = calloc(1, sizeof *ring);

    if (ring == NULL)
        return NULL;
    ring->seen = accounts_seen_create();
    ring->ended = accounts_ended_create();
    if (ring->seen == NULL || ring->ended == NULL) {
        accounts_seen_destroy(ring->seen);
        accounts_ended_destroy(ring->ended);
        free(ring);
        return NULL;
    }
    pthread_rwlock_init(&ring->lock, NULL);
    crypto_generichash(ring->master, sizeof ring->master, (const uint8_t *)secret.at, secret.len,
                       NULL, 0);
    ring->ear = (struct sc_hint_ear){.hear = hear, .context = ring};
    sc_hint_listen(&ring->ear);
    return ring;
}

void accounts_keyring_destroy(struct accounts_keyring *ring)
{
    if (ring == NULL)
        return;
    sc_hint_unlisten(&ring->ear);
    accounts_ended_destroy(ring->ended);
    accounts_seen_destroy(ring->seen);
    pthread_rwlock_destroy(&ring->lock);
    sodium_memzero(ring, sizeof *ring);
    free(ring);
}

static enum sc_status read_keys(struct sc_tx *tx, const struct accounts_keyring *ring,
                                struct accounts_keys *ret_keys)
{
    const struct accounts_key_list_in in = {.count = ACCOUNTS_KEYS_MAX};
    struct accounts_key_list_rows rows = {0};
    enum sc_status st = accounts_key_list_all(tx, &in, ACCOUNTS_KEYS_MAX, &rows);

    *ret_keys = (struct accounts_keys){0};
    for (size_t i = 0; i < rows.count && st == SC_OK; i++) {
        struct accounts_key *key = &ret_keys->at[ret_keys->count++];
        key->id = (uint32_t)rows.at[i].id;
        if (rows.at[i].public.len != sizeof key->public ||
            rows.at[i].sealed.len != ACCOUNTS_KEY_SEALED)
            return sc_fail(tx->rq, SC_INTERNAL, "signing key %u has a wrong size", key->id);
        memcpy(key->public, rows.at[i].public.at, sizeof key->public);
        if (i > 0) /* only the newest signs */
            continue;
        st = accounts_key_open(key, ring->master, (const uint8_t *)rows.at[i].sealed.at);
        if (st != SC_OK)
            st = sc_fail(tx->rq, st, "signing key %u was sealed with another SMARTCART_SECRET",
                         key->id);
    }
    return st;
}

static enum sc_status add_key(struct sc_tx *tx, const struct accounts_keyring *ring, uint32_t id)
{
    struct accounts_key key;
    uint8_t sealed[ACCOUNTS_KEY_SEALED];

    accounts_key_make(id, &key);
    accounts_key_seal(&key, ring->master, sealed);
    const struct accounts_key_add_in in = {
        .id = (int32_t)id,
        .public = {(const char *)key.public, sizeof key.public},
        .sealed = {(const char *)sealed, sizeof sealed},
    };
    sodium_memzero(&key.secret, sizeof key.secret);
    return accounts_key_add_exec(tx, &in, NULL);
}

/* Adds a key where there is none, or `is_wanted` anyway; then all of them are read. */
static enum sc_status make_key(struct sc_request *rq, struct sc_pg *pg,
                               const struct accounts_keyring *ring, bool is_wanted,
                               struct accounts_keys *ret_keys)
{
    struct accounts_key_lock_row locked;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = accounts_key_lock_one(&tx, &locked);
    if (st == SC_OK)
        st = read_keys(&tx, ring, ret_keys);
    if (st == SC_OK && is_wanted)
        st = accounts_key_forget_exec(&tx, NULL);
    if (st == SC_OK && (is_wanted || ret_keys->count == 0))
        st = add_key(&tx, ring, ret_keys->count == 0 ? 1 : ret_keys->at[0].id + 1);
    if (st == SC_OK)
        st = read_keys(&tx, ring, ret_keys);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

static void take(struct accounts_keyring *ring, struct accounts_keys *keys)
{
    pthread_rwlock_wrlock(&ring->lock);
    ring->keys = *keys;
    accounts_seen_clear(ring->seen);
    ring->loaded_us = sc_monotonic_us();
    pthread_rwlock_unlock(&ring->lock);
    sodium_memzero(keys, sizeof *keys);
}

enum sc_status accounts_keyring_load(struct sc_request *rq, struct sc_pg *pg,
                                     struct accounts_keyring *ring)
{
    struct accounts_keys keys;
    enum sc_status st;

    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
        st = read_keys(&tx, ring, &keys);
    }
    if (st == SC_OK && keys.count == 0)
        st = make_key(rq, pg, ring, false, &keys);
    if (st == SC_OK)
        take(ring, &keys);
    return st;
}

enum sc_status accounts_keyring_rotate(struct sc_request *rq, struct sc_pg *pg,
                                       struct accounts_keyring *ring)
{
    struct accounts_keys keys;
    enum sc_status st = make_key(rq, pg, ring, true, &keys);

    if (st == SC_OK)
        take(ring, &keys);
    return st;
}

enum sc_status accounts_keyring_sign(struct accounts_keyring *ring,
                                     const struct accounts_token *token,
                                     char ret_text[ACCOUNTS_TOKEN_LEN + 1])
{
    pthread_rwlock_rdlock(&ring->lock);
    enum sc_status st = accounts_token_sign(&ring->keys, token, ret_text);
    pthread_rwlock_unlock(&ring->lock);
    return st;
}

static enum sc_status check(struct accounts_keyring *ring, struct sc_str text, int64_t now_s,
                            struct accounts_token *ret_token)
{
    if (accounts_seen_find(ring->seen, text, ret_token))
        return ret_token->expires_s <= now_s ? SC_TIMEOUT : SC_OK;
    pthread_rwlock_rdlock(&ring->lock);
    enum sc_status st = accounts_token_check(&ring->keys, text, now_s, ret_token);
    if (st == SC_OK)
        accounts_seen_put(ring->seen, text, ret_token);
    pthread_rwlock_unlock(&ring->lock);
    return st;
}

enum sc_status accounts_keyring_check(struct accounts_keyring *ring, struct sc_str text,
                                      int64_t now_s, struct accounts_token *ret_token)
{
    enum sc_status st = check(ring, text, now_s, ret_token);

    return st == SC_OK && accounts_ended_has(ring->ended, ret_token, now_s) ? SC_TIMEOUT : st;
}

bool accounts_keyring_has_ended(struct accounts_keyring *ring, const struct accounts_token *shown,
                                int64_t now_s)
{
    return accounts_ended_has(ring->ended, shown, now_s);
}

bool accounts_keyring_is_due(struct accounts_keyring *ring)
{
    int64_t now_us = sc_monotonic_us();

    pthread_rwlock_wrlock(&ring->lock);
    bool is_due = now_us - ring->loaded_us >= (int64_t)ACCOUNTS_KEYRING_PAUSE_MS * 1000;
    if (is_due)
        ring->loaded_us = now_us;
    pthread_rwlock_unlock(&ring->lock);
    return is_due;
}

/* A nonce, then the box. */
struct sc_str accounts_keyring_seal(const struct accounts_keyring *ring, struct sc_arena *arena,
                                    struct sc_str text)
{
    size_t len = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.len;
    uint8_t *sealed = sc_arena_alloc(arena, len);

    if (sealed == NULL)
        return (struct sc_str){0};
    randombytes_buf(sealed, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, (const uint8_t *)text.at, text.len,
                          sealed, ring->master);
    return (struct sc_str){.at = (const char *)sealed, .len = len};
}

struct sc_str accounts_keyring_open(const struct accounts_keyring *ring, struct sc_arena *arena,
                                    struct sc_str sealed)
{
    const size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const uint8_t *box = (const uint8_t *)sealed.at;

    if (sealed.len < around)
        return (struct sc_str){0};
    uint8_t *text = sc_arena_alloc(arena, sealed.len - around + 1); /* at least 1 byte of room */
    if (text == NULL || crypto_secretbox_open_easy(text, box + crypto_secretbox_NONCEBYTES,
                                                   sealed.len - crypto_secretbox_NONCEBYTES, box,
                                                   ring->master) != 0)
        return (struct sc_str){0};
    return (struct sc_str){.at = (const char *)text, .len = sealed.len - around};
}
