#include "gateway/session.h"

#include "accounts/accounts.h"
#include "gateway/credential.h"

enum {
    DAY_S = 24 * 3600,
    HEADERS = 2 * 2 + 1,
};

struct cookie {
    const char *name, *path;
};

enum {
    ACCESS,
    REFRESH,
    COOKIE_COUNT,
};

static const struct cookie plain[COOKIE_COUNT] = {
    {"sc_access", "/"},
    {"sc_refresh", GATEWAY_SESSION_PATH},
};
static const struct cookie secure[COOKIE_COUNT] = {
    {"__Host-sc_access", "/"},
    {"__Secure-sc_refresh", GATEWAY_SESSION_PATH},
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

static const char *set_cookie(const struct gateway *gateway, const struct cookie *cookie,
                              struct sc_str value, int64_t age_s, struct sc_arena *arena)
{
    return sc_arena_printf(arena, "%s=%.*s; Path=%s; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
                           cookie->name, SC_STR_ARGS(value), cookie->path, (long long)age_s,
                           gateway->config.is_secure ? "; Secure" : "")
        .at;
}

const char *const *gateway_session_headers(const struct gateway *gateway,
                                           const struct gateway_session *session,
                                           struct sc_arena *arena)
{
    const struct sc_str values[COOKIE_COUNT] = {session->access_token, session->refresh_token};
    const char **headers = sc_arena_array(arena, HEADERS, sizeof *headers);
    int64_t age_s = session->has_ended ? 0 : (int64_t)ACCOUNTS_SESSION_DAYS * DAY_S;

    if (headers == NULL || (session->access_token.at == NULL && !session->has_ended))
        return NULL;
    size_t at = 0;
    for (size_t i = 0; i < COOKIE_COUNT; i++) {
        struct sc_str value = session->has_ended ? SC_STR("") : values[i];
        headers[at++] = "Set-Cookie";
        headers[at++] = set_cookie(gateway, &cookies_of(gateway)[i], value, age_s, arena);
        if (headers[at - 1] == NULL)
            return NULL;
    }
    headers[at] = NULL;
    return headers;
}
