#include "net/http_peer.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum {
    V4_AT = 12, /* of an IPv4 address in its IPv6 form */
    V6_BITS = 128,
    NETWORK_BITS = 64,
};

static const uint8_t v4_start[V4_AT] = {[10] = 0xff, [11] = 0xff};

static bool is_v4(const struct sc_http_peer *peer)
{
    return memcmp(peer->address, v4_start, V4_AT) == 0;
}

static void set_v4(struct sc_http_peer *peer, const void *address)
{
    memcpy(peer->address, v4_start, V4_AT);
    memcpy(peer->address + V4_AT, address, sizeof peer->address - V4_AT);
}

bool sc_http_peer_of(const struct sockaddr *address, struct sc_http_peer *ret_peer)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        set_v4(ret_peer, &v4.sin_addr);
        return true;
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        memcpy(ret_peer->address, &v6.sin6_addr, sizeof ret_peer->address);
        return true;
    }
    return false;
}

static bool read_address(struct sc_str text, struct sc_http_peer *ret_peer)
{
    char copy[SC_HTTP_PEER_TEXT];
    struct in_addr v4;
    struct in6_addr v6;

    if (text.len == 0 || text.len >= sizeof copy || sc_str_find_char(text, '\0') >= 0)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    if (inet_pton(AF_INET, copy, &v4) == 1) {
        set_v4(ret_peer, &v4);
        return true;
    }
    if (inet_pton(AF_INET6, copy, &v6) != 1)
        return false;
    memcpy(ret_peer->address, &v6, sizeof ret_peer->address);
    return true;
}

/* An address as headers write it: with a port perhaps, of IPv6 in brackets then. */
static bool read_node(struct sc_str text, struct sc_http_peer *ret_peer)
{
    text = sc_str_trim(text);
    if (text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"')
        text = sc_str_sub(text, 1, text.len - 2);
    ptrdiff_t colon = sc_str_find_char(text, ':');
    if (sc_str_starts(text, SC_STR("["))) {
        ptrdiff_t end = sc_str_find_char(text, ']');
        return end > 0 && read_address(sc_str_sub(text, 1, (size_t)end - 1), ret_peer);
    }
    bool has_port = colon > 0 && sc_str_find_char(text, '.') >= 0 && text.at[0] != ':' &&
                    sc_str_find_char(sc_str_sub(text, (size_t)colon + 1, text.len), ':') < 0;
    return read_address(has_port ? sc_str_sub(text, 0, (size_t)colon) : text, ret_peer);
}

enum sc_status sc_http_networks_read(struct sc_str text, struct sc_http_networks *ret_networks)
{
    struct sc_http_networks networks = {0};
    struct sc_str rest = sc_str_trim(text), part;

    while (rest.len > 0 && sc_str_take(&rest, ',', &part)) {
        struct sc_str address = sc_str_trim(part);
        ptrdiff_t slash = sc_str_find_char(address, '/');
        struct sc_http_peer peer;
        int64_t bits = V6_BITS;
        if (networks.count == SC_HTTP_NETWORKS_MAX ||
            !read_address(slash < 0 ? address : sc_str_sub(address, 0, (size_t)slash), &peer))
            return SC_INVALID;
        if (slash >= 0) {
            int64_t most = is_v4(&peer) ? V6_BITS - V4_AT * 8 : V6_BITS;
            struct sc_str number = sc_str_sub(address, (size_t)slash + 1, address.len);
            if (sc_str_i64(number, &bits) != SC_OK || bits < 0 || bits > most)
                return SC_INVALID;
            bits += V6_BITS - most;
        }
        networks.at[networks.count].peer = peer;
        networks.at[networks.count++].bits = (unsigned)bits;
    }
    *ret_networks = networks;
    return SC_OK;
}

static bool is_within(const struct sc_http_peer *peer, const struct sc_http_network *network)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    uint8_t mask = (uint8_t)(0xff00 >> rest);
    const uint8_t *a = peer->address, *b = network->peer.address;

    return memcmp(a, b, whole) == 0 && (rest == 0 || ((a[whole] ^ b[whole]) & mask) == 0);
}

static bool is_of(const struct sc_http_peer *peer, const struct sc_http_network *networks,
                  size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_within(peer, &networks[i]))
            return true;
    return false;
}

bool sc_http_networks_has(const struct sc_http_networks *networks, const struct sc_http_peer *peer)
{
    return is_of(peer, networks->at, networks->count);
}

#define V4(a, b, c, length)                                        \
    {                                                              \
        {{[10] = 0xff, 0xff, (a), (b), (c)}}, V4_AT * 8 + (length) \
    }

static const struct sc_http_network not_public_v4[] = {
    V4(0, 0, 0, 8),       /* this network */
    V4(10, 0, 0, 8),      /* private */
    V4(100, 64, 0, 10),   /* of a provider's customers */
    V4(127, 0, 0, 8),     /* this machine */
    V4(169, 254, 0, 16),  /* this link; and what clouds tell their machines */
    V4(172, 16, 0, 12),   /* private */
    V4(192, 0, 0, 24),    /* protocols */
    V4(192, 0, 2, 24),    /* examples */
    V4(192, 88, 99, 24),  /* 6to4 */
    V4(192, 168, 0, 16),  /* private */
    V4(198, 18, 0, 15),   /* benchmarks */
    V4(198, 51, 100, 24), /* examples */
    V4(203, 0, 113, 24),  /* examples */
    V4(224, 0, 0, 3),     /* many machines, and none yet */
};

/* IPv6 is public within 2000::/3 alone, but for these. */
static const struct sc_http_network global_v6 = {{{0x20}}, 3};
static const struct sc_http_network not_public_v6[] = {
    {{{0x20, 0x01}}, 23},             /* protocols, tunnels */
    {{{0x20, 0x01, 0x0d, 0xb8}}, 32}, /* examples */
    {{{0x20, 0x02}}, 16},             /* 6to4: an IPv4 address is within */
    {{{0x3f, 0xff}}, 20},             /* examples */
};

bool sc_http_peer_is_public(const struct sc_http_peer *peer)
{
    if (is_v4(peer))
        return !is_of(peer, not_public_v4, SC_COUNT(not_public_v4));
    return is_of(peer, &global_v6, 1) && !is_of(peer, not_public_v6, SC_COUNT(not_public_v6));
}

/* "for=192.0.2.1;proto=https" */
static struct sc_str node_of_forwarded(struct sc_str element)
{
    struct sc_str pair, start = SC_STR("for=");

    while (sc_str_take(&element, ';', &pair)) {
        pair = sc_str_trim(pair);
        if (pair.len > start.len && sc_str_eq_nocase(sc_str_sub(pair, 0, start.len), start))
            return sc_str_sub(pair, start.len, pair.len);
    }
    return SC_STR("");
}

/* The part behind the last comma. A proxy's own has none in it, whatever its client wrote. */
static struct sc_str take_last(struct sc_str *rest)
{
    size_t at = rest->len;

    while (at > 0 && rest->at[at - 1] != ',')
        at--;
    struct sc_str last = sc_str_sub(*rest, at, rest->len);
    *rest = sc_str_sub(*rest, 0, at > 0 ? at - 1 : 0);
    return last;
}

bool sc_http_peer_go_back(const struct sc_http_proxies *proxies, struct sc_str line,
                          struct sc_http_peer *peer)
{
    while (line.len > 0 && sc_http_networks_has(&proxies->networks, peer)) {
        struct sc_str node = take_last(&line);
        if (proxies->write_forwarded)
            node = node_of_forwarded(node);
        if (!read_node(node, peer))
            return false;
    }
    return sc_http_networks_has(&proxies->networks, peer);
}

static void write(const struct sc_http_peer *peer, char *ret_text)
{
    const char *text = is_v4(peer)
                           ? inet_ntop(AF_INET, peer->address + V4_AT, ret_text, SC_HTTP_PEER_TEXT)
                           : inet_ntop(AF_INET6, peer->address, ret_text, SC_HTTP_PEER_TEXT);

    assert(text != NULL);
}

void sc_http_peer_write(const struct sc_http_peer *peer, char ret_text[SC_HTTP_PEER_TEXT])
{
    write(peer, ret_text);
}

void sc_http_peer_write_network(const struct sc_http_peer *peer,
                                char ret_text[SC_HTTP_NETWORK_TEXT])
{
    struct sc_http_peer network = *peer;
    char address[SC_HTTP_PEER_TEXT];

    if (!is_v4(peer))
        memset(network.address + NETWORK_BITS / 8, 0, NETWORK_BITS / 8);
    write(&network, address);
    snprintf(ret_text, SC_HTTP_NETWORK_TEXT, "%s%s", address, is_v4(peer) ? "" : "/64");
}
