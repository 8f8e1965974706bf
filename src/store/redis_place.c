#include "store/redis_place.h"

#include <hiredis/hiredis.h>
#include <netdb.h>
#include <string.h>

enum {
    PORT = 6379,
    MS_PER_S = 1000,
    US_PER_MS = 1000,
};

static enum sc_status refuse(struct sc_request *rq)
{
    return sc_fail(rq, SC_INVALID,
                   "redis_url: must be redis://[[USER]:PASSWORD@]HOST[:PORT] or unix:PATH");
}

static enum sc_status look_up(struct sc_request *rq, struct sc_arena *arena, const char *host,
                              struct sc_redis_place *place)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    int trouble = getaddrinfo(host, NULL, &hints, &found);
    enum sc_status st = SC_OK;

    if (trouble != 0)
        return sc_fail(rq, SC_UNAVAILABLE, "redis_url: the host \"%s\" has no address: %s", host,
                       gai_strerror(trouble));
    for (const struct addrinfo *a = found;
         a != NULL && place->address_count < SC_REDIS_ADDRESSES_MAX; a = a->ai_next) {
        char text[NI_MAXHOST];
        if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0)
            continue;
        const char *address = sc_arena_str(arena, sc_str_of(text)).at;
        if (address == NULL)
            st = SC_NO_MEMORY;
        else
            place->addresses[place->address_count++] = address;
    }
    freeaddrinfo(found);
    if (st == SC_OK && place->address_count == 0)
        return sc_fail(rq, SC_UNAVAILABLE, "redis_url: the host \"%s\" has no address", host);
    return st == SC_OK ? SC_OK : sc_fail(rq, st, "no memory for redis_url");
}

static enum sc_status read_host(struct sc_request *rq, struct sc_arena *arena, struct sc_str text,
                                struct sc_redis_place *place)
{
    struct sc_str host;
    int64_t port = PORT;
    bool is_bracketed = sc_str_starts(text, SC_STR("["));

    if (is_bracketed)
        text = sc_str_sub(text, 1, text.len);
    if (!sc_str_take(&text, is_bracketed ? ']' : ':', &host) || host.len == 0)
        return refuse(rq);
    if (is_bracketed && text.len > 0) {
        if (text.at[0] != ':')
            return refuse(rq);
        text = sc_str_sub(text, 1, text.len);
    }
    if (text.len > 0 && (sc_str_i64(text, &port) != SC_OK || port < 1 || port > UINT16_MAX))
        return refuse(rq);
    place->port = (int)port;
    host = sc_arena_str(arena, host);
    return host.at == NULL ? sc_fail(rq, SC_NO_MEMORY, "no memory for redis_url")
                           : look_up(rq, arena, host.at, place);
}

/* A part of the URL as it is meant, "%40" for '@'. False: an escape is none, or hides a NUL. */
static bool unescape(struct sc_str part, char *text)
{
    for (size_t i = 0; i < part.len; i++) {
        int high, low;
        if (part.at[i] != '%') {
            *text++ = part.at[i];
            continue;
        }
        if (part.len - i < sizeof "%40" - 1 || (high = sc_hex_value(part.at[i + 1])) < 0 ||
            (low = sc_hex_value(part.at[i + 2])) < 0 || high + low == 0)
            return false;
        *text++ = (char)(high << 4 | low);
        i += 2;
    }
    *text = '\0';
    return true;
}

static enum sc_status read_word(struct sc_request *rq, struct sc_arena *arena, struct sc_str part,
                                const char **ret_word)
{
    char *text = sc_arena_alloc(arena, part.len + 1);

    if (text == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for redis_url");
    if (!unescape(part, text))
        return refuse(rq);
    *ret_word = text;
    return SC_OK;
}

/* "[USER]:PASSWORD", what stands before the last '@'. */
static enum sc_status read_user(struct sc_request *rq, struct sc_arena *arena, struct sc_str text,
                                struct sc_redis_place *place)
{
    struct sc_str user;
    enum sc_status st = SC_OK;

    if (!sc_str_take(&text, ':', &user) || text.len == 0)
        return refuse(rq);
    if (user.len > 0)
        st = read_word(rq, arena, user, &place->user);
    return st == SC_OK ? read_word(rq, arena, text, &place->password) : st;
}

enum sc_status sc_redis_place_read(struct sc_request *rq, struct sc_arena *arena, struct sc_str url,
                                   struct sc_redis_place *ret_place)
{
    const struct sc_str redis = SC_STR("redis://"), file = SC_STR("unix:");
    struct sc_redis_place place = {0};
    enum sc_status st = SC_OK;

    if (sc_str_starts(url, file) && url.len > file.len) {
        place.path = sc_arena_str(arena, sc_str_sub(url, file.len, url.len)).at;
        if (place.path == NULL)
            return sc_fail(rq, SC_NO_MEMORY, "no memory for redis_url");
        *ret_place = place;
        return SC_OK;
    }
    if (!sc_str_starts(url, redis))
        return refuse(rq);
    url = sc_str_sub(url, redis.len, url.len);
    size_t at = url.len;
    while (at > 0 && url.at[at - 1] != '@')
        at--;
    if (at > 0)
        st = read_user(rq, arena, sc_str_sub(url, 0, at - 1), &place);
    if (st == SC_OK)
        st = read_host(rq, arena, sc_str_sub(url, at, url.len), &place);
    if (st == SC_OK)
        *ret_place = place;
    return st;
}

static redisContext *open_any(const struct sc_redis_place *place, struct timeval wait)
{
    redisContext *link = NULL;

    if (place->path != NULL)
        return redisConnectUnixWithTimeout(place->path, wait);
    for (size_t i = 0; i < place->address_count; i++) {
        if (link != NULL)
            redisFree(link);
        link = redisConnectWithTimeout(place->addresses[i], place->port, wait);
        if (link != NULL && link->err == 0)
            break;
    }
    return link;
}

static bool sign_in(redisContext *link, const struct sc_redis_place *place)
{
    if (place->password == NULL)
        return true;
    redisReply *reply = place->user != NULL
                            ? redisCommand(link, "AUTH %s %s", place->user, place->password)
                            : redisCommand(link, "AUTH %s", place->password);
    bool is_well = reply != NULL && reply->type != REDIS_REPLY_ERROR;
    freeReplyObject(reply);
    return is_well;
}

struct redisContext *sc_redis_connect(const struct sc_redis_place *place, int64_t wait_ms)
{
    const struct timeval wait = {.tv_sec = wait_ms / MS_PER_S,
                                 .tv_usec = wait_ms % MS_PER_S * US_PER_MS};
    redisContext *link = open_any(place, wait);

    if (link == NULL)
        return NULL;
    if (link->err == 0 && redisSetTimeout(link, wait) == REDIS_OK && sign_in(link, place))
        return link;
    redisFree(link);
    return NULL;
}
