#include "gateway/session.h"

#include "accounts/accounts.h"
#include "gateway/credential.h"
#include "gateway/read_point.h"

enum {
    DAY_S = 24 * 3600,
    HEADERS_MAX = 4, /* of three cookies, and the read token's own */
};

struct cookie {
    const char *name, *path;
};

enum {
    ACCESS,
    REFRESH,
    READ,
    COOKIE_COUNT,
};

static const struct cookie plain[COOKIE_COUNT] = {
    {"sc_access", "/"},
    {"sc_refresh", GATEWAY_SESSION_PATH},
    {"sc_read", "/"},
};
static const struct cookie secure[COOKIE_COUNT] = {
    {"__Host-sc_access", "/"},
    {"__Secure-sc_refresh", GATEWAY_SESSION_PATH},
    {"__Host-sc_read", "/"},
};

static const struct cookie *cookies_of(const struct gateway *gateway)
{
    return gateway->config.is_secure ? secure : plain;
}

static struct sc_str read_cookie(struct sc_http_exchange *exchange, const struct cookie *cookie)
{
    return gateway_cookie(sc_http_header(exchange, "Cookie"), sc_str_of(cookie->name));
}

struct sc_str gateway_session_access(const struct gateway *gateway,
                                     struct sc_http_exchange *exchange)
{
    return read_cookie(exchange, &cookies_of(gateway)[ACCESS]);
}

struct sc_str gateway_session_refresh(const struct gateway *gateway,
                                      struct sc_http_exchange *exchange)
{
    return read_cookie(exchange, &cookies_of(gateway)[REFRESH]);
}

struct sc_str gateway_session_read(const struct gateway *gateway, struct sc_http_exchange *exchange)
{
    return read_cookie(exchange, &cookies_of(gateway)[READ]);
}

bool gateway_session_wants_cookies(struct sc_http_exchange *exchange)
{
    return sc_str_eq_nocase(sc_http_header(exchange, GATEWAY_SESSION_HEADER), SC_STR("cookie"));
}

void gateway_session_take(struct gateway_session *session, const struct gateway_function *function,
                          void *row)
{
    if (!session->wants_cookies)
        return;
    if (function->session == GATEWAY_SESSION_BEGINS) {
        struct accounts_signed_in *signed_in = row;
        session->access_token = signed_in->access_token;
        session->refresh_token = signed_in->refresh_token;
        session->has_ended = false;
        signed_in->access_token = signed_in->refresh_token = (struct sc_str){0};
    } else if (function->session == GATEWAY_SESSION_ENDS) {
        session->has_ended = ((const struct accounts_signed_out *)row)->was_own;
    }
}

/* Names and values, and the NULL behind them. */
struct headers {
    const char *at[2 * HEADERS_MAX + 1];
    size_t count;
    bool failed; /* no memory */
};

static void add(struct headers *headers, const char *name, struct sc_str value)
{
    headers->failed |= value.at == NULL;
    headers->at[headers->count++] = name;
    headers->at[headers->count++] = value.at;
}

static void set_cookie(struct headers *headers, const struct gateway *gateway, int which,
                       struct sc_str value, int64_t age_s, struct sc_arena *arena)
{
    const struct cookie *cookie = &cookies_of(gateway)[which];

    add(headers, "Set-Cookie",
        sc_arena_printf(arena, "%s=%.*s; Path=%s; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
                        cookie->name, SC_STR_ARGS(value), cookie->path, (long long)age_s,
                        gateway->config.is_secure ? "; Secure" : ""));
}

static void add_tokens(struct headers *headers, const struct gateway *gateway,
                       const struct gateway_session *session, struct sc_arena *arena)
{
    const struct sc_str none = SC_STR("");
    int64_t age_s = session->has_ended ? 0 : (int64_t)ACCOUNTS_SESSION_DAYS * DAY_S;

    if (session->access_token.at == NULL && !session->has_ended)
        return;
    set_cookie(headers, gateway, ACCESS, session->has_ended ? none : session->access_token, age_s,
               arena);
    set_cookie(headers, gateway, REFRESH, session->has_ended ? none : session->refresh_token, age_s,
               arena);
}

static void add_written(struct headers *headers, const struct gateway *gateway,
                        const struct gateway_session *session, struct sc_arena *arena)
{
    struct sc_str token = gateway_read_point_write(gateway, session->written, arena);

    if (token.at == NULL) /* nothing was written, or nobody need know */
        return;
    add(headers, GATEWAY_READ_POINT_HEADER, token);
    if (session->is_by_cookie)
        set_cookie(headers, gateway, READ, token, SC_READ_TOKEN_S, arena);
}

const char *const *gateway_session_headers(const struct gateway *gateway,
                                           const struct gateway_session *session,
                                           struct sc_arena *arena)
{
    struct headers *headers = sc_arena_zalloc(arena, sizeof *headers);

    if (headers == NULL)
        return NULL;
    add_tokens(headers, gateway, session, arena);
    add_written(headers, gateway, session, arena);
    return headers->count == 0 || headers->failed ? NULL : headers->at;
}
