/*
 * session.h - a session that a browser keeps in cookies, for the web app.
 *
 * With the header "SmartCart-Tokens: cookie" tokens do not stand in the answer, where
 * any script of the page could read them, but in two cookies that none can:
 *
 *     sc_access     Path=/                  shown with each request
 *     sc_refresh    Path=/graphql/session   shown to that route alone
 *
 * both HttpOnly and SameSite=Strict, and where the program is reached by https,
 * Secure, as __Host-sc_access and __Secure-sc_refresh: then no other name is read,
 * for a cookie without such a prefix may have been set by another host of the domain.
 *
 * Where there are replicas, a third one, sc_read (__Host-sc_read), carries for half a
 * minute what the session has written (gateway/read_point.h).
 *
 * The route is /graphql once more, for `refresh` and what begins or ends a session.
 * Both cookies last as long as a session may, longer than an access token, so that
 * one that has run out is seen: a request is then refused (401), and not taken for
 * one of nobody, to whom lists seem to be gone.
 */
#ifndef SC_GATEWAY_SESSION_H
#define SC_GATEWAY_SESSION_H

#include "base/arena.h"
#include "gateway/state.h"
#include "net/http_server.h"

#define GATEWAY_SESSION_PATH   "/graphql/session"
#define GATEWAY_SESSION_HEADER "SmartCart-Tokens"

struct gateway_session_room;

/* Of one request, in its arena. */
struct gateway_session {
    struct gateway_session_room *room; /* for the headers */
    bool wants_cookies;
    struct sc_str access_token; /* to be kept from now on; absent: as before */
    struct sc_str refresh_token;
    bool has_ended;               /* nothing is to be kept any more */
    bool has_shown;               /* one of its cookies, or both */
    bool is_by_cookie;            /* it has one, or wants one */
    struct sc_read_point written; /* to be shown with what comes next; all zero: nothing */
};

/* The tokens that cookies show; absent: none. */
struct sc_str gateway_session_access(const struct gateway *gateway,
                                     struct sc_http_exchange *exchange);
struct sc_str gateway_session_refresh(const struct gateway *gateway,
                                      struct sc_http_exchange *exchange);

/* The read token's; absent: none. */
struct sc_str gateway_session_read(const struct gateway *gateway,
                                   struct sc_http_exchange *exchange);

bool gateway_session_wants_cookies(struct sc_http_exchange *exchange);

/*
 * What a function has returned: tokens go from the row, which is there where it is SC_OK, into the
 * session. Cookies by which it does not go on are taken away: shown again and again, they would
 * have all refused that anybody may ask, signing in too.
 */
void gateway_session_take(struct gateway_session *session, const struct gateway_function *function,
                          enum sc_status status, void *row);

/*
 * The memory of a session's headers, taken before anything is done: however full the arena is
 * then, who has signed in, or written, is told. NULL: no memory.
 */
struct gateway_session_room *gateway_session_room_make(struct sc_arena *arena);
/* Names and values for an answer, in its room, ended by NULL; NULL: nothing changes. */
const char *const *gateway_session_headers(const struct gateway *gateway,
                                           const struct gateway_session *session);

#endif
