/*
 * http_peer.h - the network address that a request comes from, behind proxies too.
 *
 * Anybody can write "X-Forwarded-For: 192.0.2.1". So the headers of proxies are
 * read only where the connection comes from a proxy that we trust, and from
 * their end: each proxy adds whom it was asked by behind what it was told, so
 * the last address that is none of a trusted proxy is the client's; what stands
 * before it, the client may have written. Only the one header that our proxies
 * write is read: the other one they pass on as it came.
 */
#ifndef SC_NET_HTTP_PEER_H
#define SC_NET_HTTP_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

struct sockaddr;

enum {
    SC_HTTP_NETWORKS_MAX = 32,
    SC_HTTP_PEER_TEXT = 46,    /* bytes of an address's text, with its NUL */
    SC_HTTP_NETWORK_TEXT = 50, /* of a network's */
};

/* IPv6; an IPv4 address a.b.c.d is ::ffff:a.b.c.d. */
struct sc_http_peer {
    uint8_t address[16];
};

struct sc_http_network {
    struct sc_http_peer peer;
    unsigned bits; /* of the address, that must be the same */
};
struct sc_http_networks {
    struct sc_http_network at[SC_HTTP_NETWORKS_MAX];
    size_t count;
};

struct sc_http_proxies {
    struct sc_http_networks networks;
    bool write_forwarded; /* the header Forwarded (RFC 7239); else X-Forwarded-For */
};

/*
 * Addresses and networks with commas between them, "10.0.0.0/8, ::1"; "" is none.
 * SC_INVALID: one of them is neither, or they are too many.
 */
SC_MUST_USE enum sc_status sc_http_networks_read(struct sc_str text,
                                                 struct sc_http_networks *ret_networks);
bool sc_http_networks_has(const struct sc_http_networks *networks, const struct sc_http_peer *peer);

/*
 * Anybody's, in the public Internet: none of a private network, of this machine or link, of
 * examples, tunnels, or many machines (the registries of RFC 6890).
 */
bool sc_http_peer_is_public(const struct sc_http_peer *peer);

/* Of a connection; false: it is of neither IPv4 nor IPv6. */
bool sc_http_peer_of(const struct sockaddr *address, struct sc_http_peer *ret_peer);

/*
 * Goes back from `peer`, while it is a trusted proxy, by what the line of a header
 * says. True: all that it names are trusted proxies, so the line before it counts too.
 * What is no address ("unknown", or nonsense) ends the way.
 */
bool sc_http_peer_go_back(const struct sc_http_proxies *proxies, struct sc_str line,
                          struct sc_http_peer *peer);

/* "192.0.2.1", "2001:db8::1". */
void sc_http_peer_write(const struct sc_http_peer *peer, char ret_text[SC_HTTP_PEER_TEXT]);
/*
 * What one subscriber has: the IPv4 address, or the IPv6 network of 64 bits,
 * "2001:db8::/64", of which anybody may use any address.
 */
void sc_http_peer_write_network(const struct sc_http_peer *peer,
                                char ret_text[SC_HTTP_NETWORK_TEXT]);

#endif
