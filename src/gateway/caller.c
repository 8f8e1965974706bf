#include "gateway/caller.h"

#include <assert.h>
#include <sodium.h>

#include "accounts/credentials.h"
#include "accounts/keyring.h"
#include "accounts/plans.h"
#include "base/time.h"
#include "base/utf8.h"
#include "gateway/credential.h"
#include "gateway/session.h"
#include "lists/lists.h"
#include "net/http_accept.h"
#include "runtime/deadline.h"
#include "store/once.h"

/* Compared by hashes: neither content nor length of the true one shows in the time it takes. */
static bool is_same_secret(struct sc_str a, struct sc_str b)
{
    unsigned char hash_a[crypto_generichash_BYTES], hash_b[crypto_generichash_BYTES];

    crypto_generichash(hash_a, sizeof hash_a, (const unsigned char *)a.at, a.len, NULL, 0);
    crypto_generichash(hash_b, sizeof hash_b, (const unsigned char *)b.at, b.len, NULL, 0);
    return sodium_memcmp(hash_a, hash_b, sizeof hash_a) == 0;
}

static void add_principal(struct sc_viewer *viewer, int64_t id)
{
    assert(viewer->principal_count < SC_VIEWER_PRINCIPALS_MAX);
    viewer->principals[viewer->principal_count++] = id;
}

/* Words are on `rq`. */
static enum sc_status read_token(const struct gateway *gateway, struct sc_request *rq,
                                 struct sc_str text, struct sc_viewer *viewer)
{
    struct accounts_token token;
    enum sc_status st = SC_INVALID;

    if (gateway->config.keyring != NULL)
        st = accounts_keyring_check(gateway->config.keyring, text, sc_wall_us() / SC_SECOND_US,
                                    &token);
    if (st == SC_NOT_FOUND)
        return st;
    if (st == SC_OK ||
        st == SC_TIMEOUT) { /* also who is to refresh it, however many share a network */
        viewer->limited_id = token.person_id;
        viewer->plan = token.plan;
    }
    if (st != SC_OK)
        return sc_fail(rq, SC_UNAUTHENTICATED,
                       st == SC_TIMEOUT ? "the token has run out: refresh it"
                                        : "the token is none of ours");
    viewer->person_id = token.person_id;
    viewer->session_id = token.session_id;
    viewer->epoch = token.epoch;
    viewer->until_us = token.expires_s * SC_SECOND_US;
    viewer->roles = 1U << GATEWAY_PERSON;
    if (token.has_account)
        viewer->roles |= 1U << GATEWAY_ACCOUNT;
    add_principal(viewer, token.person_id);
    add_principal(viewer, token.session_id); /* has no rights: it is told from its likes */
    return SC_OK;
}

static bool is_api_key(struct sc_str token)
{
    return sc_str_starts(token, SC_STR("sck_"));
}

static struct sc_viewer *new_viewer(struct sc_http_exchange *exchange)
{
    struct sc_request *rq = sc_http_request(exchange);
    struct sc_viewer *viewer = sc_arena_zalloc(rq->arena, sizeof *viewer);

    if (viewer != NULL) {
        struct sc_http_origin origin = sc_http_origin(exchange);
        viewer->address = origin.address;
        viewer->network = origin.network;
        struct sc_str agent = sc_http_header(exchange, "User-Agent");
        if (sc_utf8_is_valid(agent)) /* else it is no text that could be kept */
            viewer->agent = agent;
        viewer->plan = ACCOUNTS_PLAN_ANONYMOUS;
    }
    rq->viewer = viewer;
    return viewer;
}

/* What became of a token, where it need not be good. */
static enum sc_status or_nobody(struct sc_request *rq, const struct gateway_caller *caller,
                                enum sc_status st)
{
    if (st != SC_UNAUTHENTICATED || !caller->may_be_none)
        return st;
    sc_failure_clear(rq);
    return SC_OK;
}

/* Of the cookie, when there was no header; on the route of sessions only one that is good. */
static enum sc_status read_cookies(const struct gateway *gateway, struct sc_http_exchange *exchange,
                                   bool is_session, struct gateway_caller *caller)
{
    struct sc_request *rq = sc_http_request(exchange);

    caller->token = gateway_session_access(gateway, exchange);
    if (is_session && gateway_session_wants_cookies(exchange))
        caller->viewer->refresh_token = gateway_session_refresh(gateway, exchange);
    caller->may_be_none = is_session;
    if (caller->token.at == NULL)
        return SC_OK;
    return or_nobody(rq, caller, read_token(gateway, rq, caller->token, caller->viewer));
}

/* Of the header. */
static enum sc_status read_bearer(const struct gateway *gateway, struct sc_request *rq,
                                  const struct gateway_caller *caller)
{
    struct sc_str operator_token = gateway->config.operator_token;

    if (is_api_key(caller->token))
        return SC_NOT_FOUND;
    if (operator_token.len > 0 && is_same_secret(caller->token, operator_token)) {
        caller->viewer->roles = 1U << GATEWAY_OPERATOR;
        return SC_OK;
    }
    return read_token(gateway, rq, caller->token, caller->viewer);
}

enum sc_status gateway_caller_read(const struct gateway *gateway, struct sc_http_exchange *exchange,
                                   bool is_session, struct gateway_caller *ret_caller)
{
    struct gateway_caller caller = {
        .viewer = new_viewer(exchange),
        .token = gateway_bearer(sc_http_header(exchange, "Authorization")),
        .share = sc_http_header(exchange, GATEWAY_SHARE_HEADER),
    };

    if (caller.viewer == NULL)
        return SC_NO_MEMORY;
    enum sc_status st = caller.token.at != NULL
                            ? read_bearer(gateway, sc_http_request(exchange), &caller)
                            : read_cookies(gateway, exchange, is_session, &caller);
    caller.is_read = st == SC_OK;
    caller.is_unknown = st == SC_NOT_FOUND;
    *ret_caller = caller;
    return st == SC_OK && caller.share.at != NULL ? SC_NOT_FOUND : st;
}

/* A key has its person's rights, but for those that need an account's password. */
static enum sc_status read_api_key(struct sc_request *rq, struct sc_pg *pg, struct sc_str text,
                                   struct sc_viewer *viewer)
{
    struct accounts_api_key key;
    enum sc_status st = accounts_api_key_read(rq, pg, text, &key);

    if (st != SC_OK)
        return st;
    viewer->key_id = key.id;
    viewer->epoch = UINT32_MAX; /* who signs out everywhere keeps their keys */
    viewer->person_id = key.person_id;
    viewer->roles = 1U << GATEWAY_PERSON;
    viewer->may_only_read = !key.may_write;
    viewer->limited_id = key.is_partner ? key.id : key.person_id;
    viewer->plan = key.plan;
    add_principal(viewer, key.person_id);
    add_principal(viewer, key.id);
    return SC_OK;
}

/* The keys may be old: another instance has made a new one. They are read again now and then. */
static enum sc_status read_token_anew(struct sc_request *rq, const struct gateway *gateway,
                                      struct sc_str text, struct sc_viewer *viewer)
{
    struct accounts_keyring *ring = gateway->config.keyring;
    enum sc_status st = read_token(gateway, rq, text, viewer);

    if (st == SC_NOT_FOUND && accounts_keyring_is_due(ring)) {
        st = accounts_keyring_load(rq, gateway->config.pg, ring);
        if (st == SC_OK)
            st = read_token(gateway, rq, text, viewer);
    }
    return st == SC_NOT_FOUND ? sc_fail(rq, SC_UNAUTHENTICATED, "the token is none of ours") : st;
}

enum sc_status gateway_caller_look_up(struct sc_request *rq, const struct gateway *gateway,
                                      const struct gateway_caller *caller)
{
    struct sc_viewer *viewer = caller->viewer;
    struct sc_str token = caller->token;
    enum sc_status st = SC_OK;

    if (token.at != NULL && !caller->is_read) {
        st = is_api_key(token) ? read_api_key(rq, gateway->config.pg, token, viewer)
                               : read_token_anew(rq, gateway, token, viewer);
        st = or_nobody(rq, caller, st);
    }
    if (st == SC_OK && caller->share.at != NULL) {
        st = lists_share_find(rq, gateway->config.pg, caller->share, &viewer->share_id);
        if (st == SC_OK)
            add_principal(viewer, viewer->share_id);
        else if (st == SC_NOT_FOUND)
            st = sc_fail(rq, SC_UNAUTHENTICATED, "this link is over, or none of ours");
    }
    return st;
}

bool gateway_caller_meant_it(struct sc_http_exchange *exchange, struct sc_str document_id)
{
    static const char *const headers[] = {
        "GraphQL-Require-Preflight",
        "Apollo-Require-Preflight",
        "X-Apollo-Operation-Name",
        "X-Requested-With",
    };

    if (sc_http_header(exchange, "Cookie").at == NULL || document_id.at != NULL ||
        sc_http_method(exchange) == SC_HTTP_POST) /* JSON alone is more than HTML can send */
        return true;
    for (size_t i = 0; i < SC_COUNT(headers); i++)
        if (sc_http_header(exchange, headers[i]).at != NULL)
            return true;
    return false;
}

bool gateway_caller_sends_json(struct sc_http_exchange *exchange)
{
    struct sc_http_content_type content;
    enum sc_status st =
        sc_http_content_type_read(sc_http_header(exchange, "Content-Type"), &content);

    return st == SC_OK && sc_http_content_type_is(&content, "application/json");
}

enum sc_status gateway_caller_idempotency_key(struct sc_http_exchange *exchange,
                                              struct sc_str *ret_key)
{
    struct sc_str key = sc_http_header(exchange, "Idempotency-Key");

    *ret_key = (struct sc_str){0};
    if (key.at == NULL)
        return SC_OK;
    if (key.len >= 2 && key.at[0] == '"' && key.at[key.len - 1] == '"')
        key = sc_str_sub(key, 1, key.len - 2);
    bool is_visible = key.len > 0 && key.len <= SC_ONCE_KEY_MAX;
    for (size_t i = 0; i < key.len && is_visible; i++)
        is_visible = key.at[i] > ' ' && key.at[i] <= '~' && key.at[i] != '"';
    if (!is_visible)
        return sc_fail(sc_http_request(exchange), SC_INVALID,
                       "Idempotency-Key: 1 to %d visible ASCII characters", SC_ONCE_KEY_MAX);
    *ret_key = key;
    return SC_OK;
}
