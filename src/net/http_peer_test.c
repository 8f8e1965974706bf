#include "net/http_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "testing/unit.h"

static struct sc_http_proxies proxies_of(const char *text)
{
    struct sc_http_proxies proxies = {.write_forwarded = false};

    if (sc_http_networks_read(sc_str_of(text), &proxies.networks) != SC_OK)
        fail_msg("%s", text);
    return proxies;
}

/* Of a text that is an address: the only proxy of a list. */
static struct sc_http_peer peer_of(const char *text)
{
    return proxies_of(text).networks.at[0].peer;
}

static void is_text(const struct sc_http_peer *peer, const char *want)
{
    char text[SC_HTTP_PEER_TEXT];

    sc_http_peer_write(peer, text);
    assert_string_equal(text, want);
}

static void lists_of_proxies_are_read(void **state)
{
    struct sc_http_proxies proxies = proxies_of(" 10.0.0.0/8, 192.0.2.7 ,fd00::/7,::1");
    static const struct {
        const char *address;
        bool is_one;
    } rows[] = {
        {"10.0.0.1", true},  {"10.255.255.255", true}, {"11.0.0.0", false},       {"::1", true},
        {"192.0.2.7", true}, {"192.0.2.6", false},     {"fdff::1", true},         {"fe00::", false},
        {"fc00::1", true},   {"fb00::1", false},       {"::ffff:10.0.0.1", true}, {"::2", false},
    };

    (void)state;
    assert_int_equal(proxies.networks.count, 4);
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct sc_http_peer peer = peer_of(rows[i].address);
        if (sc_http_networks_has(&proxies.networks, &peer) != rows[i].is_one)
            fail_msg("%s", rows[i].address);
    }
    assert_int_equal(proxies_of("").networks.count, 0);
    assert_int_equal(proxies_of("0.0.0.0/0").networks.at[0].bits, 96);
}

static void other_lists_are_refused(void **state)
{
    static const char *const lists[] = {
        "localhost",       "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129",     ",::1",
        "1.2.3.4 5.6.7.8", "[::1]",       "10.0.0",      "::1/a",     "1.2.3.4:80",
    };
    char many[SC_HTTP_NETWORKS_MAX * 4 + 4] = "::1";
    struct sc_http_networks networks = {.count = 77};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(lists); i++)
        if (sc_http_networks_read(sc_str_of(lists[i]), &networks) != SC_INVALID)
            fail_msg("%s", lists[i]);
    for (size_t i = 0; i < SC_HTTP_NETWORKS_MAX; i++)
        memcpy(many + 3 + i * 4, ",::1", 5);
    assert_int_equal(sc_http_networks_read(sc_str_of(many), &networks), SC_INVALID);
    assert_int_equal(networks.count, 77); /* untouched on failure */
}

/* Who is behind 10.0.0.1 when it sends this line, and whether the line before it counts too. */
static void check(bool write_forwarded, const char *line, const char *want, bool goes_on)
{
    struct sc_http_proxies proxies = proxies_of("10.0.0.0/8, fd00::/8");
    struct sc_http_peer peer = peer_of("10.0.0.1");

    proxies.write_forwarded = write_forwarded;
    if (sc_http_peer_go_back(&proxies, sc_str_of(line), &peer) != goes_on)
        fail_msg("%s", line);
    is_text(&peer, want);
}

static void the_last_that_is_no_proxy_is_the_client(void **state)
{
    (void)state;
    check(false, "192.0.2.1", "192.0.2.1", false);
    check(false, "192.0.2.1, 10.0.0.2", "192.0.2.1", false);
    check(false, "198.51.100.9, 192.0.2.1, 10.0.0.2", "192.0.2.1", false); /* the first is a lie */
    check(false, "10.0.0.3, 10.0.0.2", "10.0.0.3", true);
    check(false, "192.0.2.1:4711", "192.0.2.1", false);
    check(false, "2001:db8::1", "2001:db8::1", false);
    check(false, "[2001:db8::1]:4711, fd00::2", "2001:db8::1", false);
    check(false, "::ffff:192.0.2.1", "192.0.2.1", false);
    check(false, "", "10.0.0.1", true);
}

static void what_is_no_address_ends_the_way(void **state)
{
    static const char *const lines[] = {
        "unknown", "192.0.2.1, unknown", "192.0.2.1,", "192.0.2.1.5", "_hidden", "[::1", "1.2.3",
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(lines); i++)
        check(false, lines[i], "10.0.0.1", false);
    check(false, "192.0.2.1, nonsense, 10.0.0.2", "10.0.0.2", false);
}

static void forwarded_is_read_where_proxies_write_it(void **state)
{
    (void)state;
    check(true, "for=192.0.2.1", "192.0.2.1", false);
    check(true, "for=198.51.100.9, For=\"[2001:db8::1]:47\";proto=https", "2001:db8::1", false);
    check(true, "for=192.0.2.1, by=x;for=10.0.0.2", "192.0.2.1", false);
    check(true, "for=\"a, for=192.0.2.1", "192.0.2.1", false); /* an open quote hides nothing */
    check(true, "proto=https", "10.0.0.1", false);
    check(true, "192.0.2.1", "10.0.0.1", false);
}

static void only_a_proxy_is_believed(void **state)
{
    struct sc_http_proxies proxies = proxies_of("10.0.0.0/8");
    struct sc_http_peer peer = peer_of("192.0.2.7");

    (void)state;
    assert_false(sc_http_peer_go_back(&proxies, SC_STR("198.51.100.9"), &peer));
    is_text(&peer, "192.0.2.7");
}

static void a_network_is_what_one_subscriber_has(void **state)
{
    static const struct {
        const char *address, *network;
    } rows[] = {
        {"192.0.2.1", "192.0.2.1"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"::1", "::/64"},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        char text[SC_HTTP_NETWORK_TEXT];
        struct sc_http_peer peer = peer_of(rows[i].address);
        sc_http_peer_write_network(&peer, text);
        assert_string_equal(text, rows[i].network);
    }
}

static void connections_have_an_address(void **state)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    struct sockaddr other = {.sa_family = AF_UNIX};
    struct sc_http_peer peer;

    (void)state;
    inet_pton(AF_INET, "192.0.2.1", &v4.sin_addr);
    assert_true(sc_http_peer_of((const struct sockaddr *)&v4, &peer));
    is_text(&peer, "192.0.2.1");
    inet_pton(AF_INET6, "::ffff:192.0.2.2", &v6.sin6_addr); /* as a listener on :: sees IPv4 */
    assert_true(sc_http_peer_of((const struct sockaddr *)&v6, &peer));
    is_text(&peer, "192.0.2.2");
    assert_false(sc_http_peer_of(&other, &peer));
}

static void only_the_public_internet_is_public(void **state)
{
    static const char *const others[] = {
        "0.0.0.0",         "10.255.0.1",       "100.64.0.1",   "100.127.255.255",
        "127.0.0.1",       "169.254.169.254",  "172.16.0.1",   "172.31.255.255",
        "192.0.0.170",     "192.0.2.1",        "192.88.99.1",  "192.168.1.1",
        "198.18.0.1",      "198.19.255.255",   "198.51.100.1", "203.0.113.1",
        "224.0.0.1",       "255.255.255.255",  "::",           "::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1",  "64:ff9b::a00:1",
        "fc00::1",         "fd00:ec2::254",    "fe80::1",      "ff02::1",
        "2001::1",         "2001:1ff:ffff::1", "2001:db8::1",  "2002:7f00:1::1",
        "3fff::1",         "100::1",
    };
    static const char *const publics[] = {
        "1.1.1.1",   "9.255.255.255", "11.0.0.1",      "100.63.255.255", "100.128.0.1",
        "126.0.0.1", "128.0.0.1",     "169.253.0.1",   "172.15.255.255", "172.32.0.1",
        "192.0.1.1", "192.167.0.1",   "198.17.0.1",    "198.20.0.1",     "223.255.255.255",
        "2000::1",   "2001:200::1",   "2001:4860::88", "2003::1",        "2a00:1450::1",
        "3ffe::1",
    };
    struct sc_http_networks one;

    (void)state;
    for (size_t i = 0; i < SC_COUNT(others); i++) {
        assert_int_equal(sc_http_networks_read(sc_str_of(others[i]), &one), SC_OK);
        if (sc_http_peer_is_public(&one.at[0].peer))
            fail_msg("%s", others[i]);
    }
    for (size_t i = 0; i < SC_COUNT(publics); i++) {
        assert_int_equal(sc_http_networks_read(sc_str_of(publics[i]), &one), SC_OK);
        if (!sc_http_peer_is_public(&one.at[0].peer))
            fail_msg("%s", publics[i]);
    }
}

UNIT_TESTS(a_test(only_the_public_internet_is_public), a_test(lists_of_proxies_are_read),
           a_test(other_lists_are_refused), a_test(the_last_that_is_no_proxy_is_the_client),
           a_test(what_is_no_address_ends_the_way),
           a_test(forwarded_is_read_where_proxies_write_it), a_test(only_a_proxy_is_believed),
           a_test(a_network_is_what_one_subscriber_has), a_test(connections_have_an_address))
