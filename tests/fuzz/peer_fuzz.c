/* What proxies write of whom they were asked by: whatever it says, who is told is an address. */
#include <assert.h>
#include <string.h>

#include "net/http_peer.h"

/* The first byte: whether the header is Forwarded. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_http_proxies proxies = {.write_forwarded = false};
    struct sc_http_networks read;
    struct sc_http_peer peer = {.address = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1}};
    char text[SC_HTTP_PEER_TEXT], network[SC_HTTP_NETWORK_TEXT];

    if (size == 0 ||
        sc_http_networks_read(SC_STR("10.0.0.0/8, fd00::/8"), &proxies.networks) != SC_OK)
        return 0;
    struct sc_str line = {(const char *)data + 1, size - 1};
    proxies.write_forwarded = (data[0] & 1) != 0;
    bool goes_on = sc_http_peer_go_back(&proxies, line, &peer);
    assert(!goes_on || sc_http_networks_has(&proxies.networks, &peer));
    sc_http_peer_write(&peer, text);
    sc_http_peer_write_network(&peer, network);
    /* What we write of an address is read as that address. */
    enum sc_status st = sc_http_networks_read(sc_str_of(text), &read);
    assert(st == SC_OK && read.count == 1);
    assert(memcmp(&read.at[0].peer, &peer, sizeof peer) == 0);
    assert(sc_http_networks_read(sc_str_of(network), &read) == SC_OK);
    (void)sc_http_networks_read(line, &read);
    return 0;
}
