#include "store/redis_place.h"

#include "testing/unit.h"

static enum sc_status read_url(struct sc_arena *arena, const char *url,
                               struct sc_redis_place *place)
{
    struct sc_request rq = {.arena = arena};

    return sc_redis_place_read(&rq, arena, sc_str_of(url), place);
}

static void a_socket_is_a_path(void **state)
{
    struct sc_redis_place place;

    assert_int_equal(read_url(*state, "unix:/run/redis/socket", &place), SC_OK);
    assert_string_equal(place.path, "/run/redis/socket");
    assert_null(place.password);
}

static void an_address_has_a_port_or_the_usual_one(void **state)
{
    static const struct {
        const char *url;
        const char *address;
        int port;
        const char *user, *password;
    } rows[] = {
        {"redis://127.0.0.1", "127.0.0.1", 6379, NULL, NULL},
        {"redis://127.0.0.1:7000", "127.0.0.1", 7000, NULL, NULL},
        {"redis://[::1]:7000", "::1", 7000, NULL, NULL},
        {"redis://[::1]", "::1", 6379, NULL, NULL},
        {"redis://:secret@127.0.0.1", "127.0.0.1", 6379, NULL, "secret"},
        {"redis://me:secret@[::1]:1", "::1", 1, "me", "secret"},
        {"redis://me:p@ss:word@127.0.0.1:7000", "127.0.0.1", 7000, "me", "p@ss:word"},
        {"redis://:p%40ss%2f%2Fword@127.0.0.1", "127.0.0.1", 6379, NULL, "p@ss//word"},
        {"redis://a%3ab:100%25@127.0.0.1", "127.0.0.1", 6379, "a:b", "100%"},
    };
    struct sc_redis_place place;

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(read_url(*state, rows[i].url, &place), SC_OK);
        assert_null(place.path);
        assert_int_equal(place.address_count, 1);
        assert_string_equal(place.addresses[0], rows[i].address);
        assert_int_equal(place.port, rows[i].port);
        assert_str(sc_str_of(place.user), rows[i].user);
        assert_str(sc_str_of(place.password), rows[i].password);
    }
}

static void what_is_no_place_is_refused(void **state)
{
    static const char *const urls[] = {
        "",
        "unix:",
        "redis://",
        "redis://:7000",
        "redis://127.0.0.1:0",
        "redis://127.0.0.1:65536",
        "redis://127.0.0.1:port",
        "redis://[::1]7000",
        "redis://user@127.0.0.1",
        "redis://user:@127.0.0.1",
        "redis://:secret%@127.0.0.1",
        "redis://:secret%4@127.0.0.1",
        "redis://:secret%4g@127.0.0.1",
        "redis://:secret%00@127.0.0.1",
        "redis://:secret@",
        "rediss://127.0.0.1",
        "http://127.0.0.1",
    };
    struct sc_redis_place place = {.port = 77};

    for (size_t i = 0; i < SC_COUNT(urls); i++)
        assert_int_equal(read_url(*state, urls[i], &place), SC_INVALID);
    assert_int_equal(place.port, 77); /* untouched */
}

UNIT_TESTS(a_test(a_socket_is_a_path), a_test(an_address_has_a_port_or_the_usual_one),
           a_test(what_is_no_place_is_refused))
