#include "gateway/session.h"

#include <assert.h>
#include <stdio.h>

#include "accounts/accounts.h"
#include "gateway/credential.h"
#include "gateway/read_point.h"

enum {
    DAY_S = 24 * 3600,
    HEADERS_MAX = 4, /* of three cookies, and the read token's own */
    VALUE_MAX = 400, /* bytes of one: a token is of our own making, and half as long */
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

static void keep_tokens(struct gateway_session *session, struct accounts_signed_in *signed_in)
{
    session->access_token = signed_in->access_token;
    session->refresh_token = signed_in->refresh_token;
    session->has_ended = false;
    signed_in->access_token = signed_in->refresh_token = (struct sc_str){0};
}

/* By its token alone: where the server is busy, it is as it was. */
static bool is_over(enum sc_status refreshed)
{
    return refreshed == SC_UNAUTHENTICATED || refreshed == SC_INVALID;
}

void gateway_session_take(struct gateway_session *session, const struct gateway_function *function,
                          enum sc_status status, void *row)
{
    enum gateway_session_change change = function->session;

    if (!session->wants_cookies)
        return;
    if (change == GATEWAY_SESSION_GOES_ON && is_over(status))
        session->has_ended = session->has_shown;
    if (status != SC_OK)
        return;
    if (change == GATEWAY_SESSION_BEGINS || change == GATEWAY_SESSION_GOES_ON)
        keep_tokens(session, row);
    else if (change == GATEWAY_SESSION_ENDS)
        session->has_ended = ((const struct accounts_signed_out *)row)->was_own;
}

/* Names and values, and the NULL behind them. */
struct gateway_session_room {
    const char *headers[2 * HEADERS_MAX + 1];
    size_t count;
    char values[HEADERS_MAX][VALUE_MAX];
};

struct gateway_session_room *gateway_session_room_make(struct sc_arena *arena)
{
    return sc_arena_alloc(arena, sizeof(struct gateway_session_room));
}

/* Where the value is written. */
static char *add(struct gateway_session_room *room, const char *name)
{
    size_t at = room->count++;

    assert(at < HEADERS_MAX);
    room->headers[2 * at] = name;
    room->headers[2 * at + 1] = room->values[at];
    room->headers[2 * at + 2] = NULL;
    return room->values[at];
}

static void set_cookie(struct gateway_session_room *room, const struct gateway *gateway, int which,
                       struct sc_str value, int64_t age_s)
{
    const struct cookie *cookie = &cookies_of(gateway)[which];
    int len = snprintf(add(room, "Set-Cookie"), VALUE_MAX,
                       "%s=%.*s; Path=%s; Max-Age=%lld; HttpOnly; SameSite=Strict%s", cookie->name,
                       SC_STR_ARGS(value), cookie->path, (long long)age_s,
                       gateway->config.is_secure ? "; Secure" : "");

    assert(len > 0 && len < VALUE_MAX);
}

static void add_tokens(struct gateway_session_room *room, const struct gateway *gateway,
                       const struct gateway_session *session)
{
    const struct sc_str none = SC_STR("");
    int64_t age_s = session->has_ended ? 0 : (int64_t)ACCOUNTS_SESSION_DAYS * DAY_S;

    if (session->access_token.at == NULL && !session->has_ended)
        return;
    set_cookie(room, gateway, ACCESS, session->has_ended ? none : session->access_token, age_s);
    set_cookie(room, gateway, REFRESH, session->has_ended ? none : session->refresh_token, age_s);
}

static void add_written(struct gateway_session_room *room, const struct gateway *gateway,
                        const struct gateway_session *session)
{
    char token[SC_READ_TOKEN_LEN + 1];

    if (!gateway_read_point_write(gateway, session->written, token))
        return;
    memcpy(add(room, GATEWAY_READ_POINT_HEADER), token, sizeof token);
    if (session->is_by_cookie)
        set_cookie(room, gateway, READ, sc_str_of(token), SC_READ_TOKEN_S);
}

const char *const *gateway_session_headers(const struct gateway *gateway,
                                           const struct gateway_session *session)
{
    struct gateway_session_room *room = session->room;

    room->count = 0;
    add_tokens(room, gateway, session);
    add_written(room, gateway, session);
    return room->count == 0 ? NULL : room->headers;
}
