/*
 * http_peer.h - a client that says byte for byte what a test wants said, over loopback.
 *
 * Blocking sockets; whoever waits longer than PEER_WAIT_MS has failed.
 */
#ifndef SC_TESTING_HTTP_PEER_H
#define SC_TESTING_HTTP_PEER_H

#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testing/unit.h"

enum {
    PEER_WAIT_MS = 10000,
    PEER_TEXT_MAX = 256 * 1024,
};

/* A whole request; `more`: further header lines, each with its CRLF. */
#define GET_WITH(target, more) "GET " target " HTTP/1.1\r\nHost: a\r\n" more "\r\n"
#define GET(target)            GET_WITH(target, "")

/* One connection, and what the server said on it: chunks as they came. */
struct peer {
    int fd;          /* -1: not open */
    int code;        /* of the answer read last; 0: the connection ended before its head */
    size_t head_len; /* of it, with the empty line; its body follows */
    size_t whole;    /* of it, where it has a Content-Length; else 0 */
    size_t seen;     /* up to where peer_expect has looked */
    size_t len;
    char text[PEER_TEXT_MAX]; /* from the answer read last on */
};

static inline void peer_open(struct peer *peer, uint16_t port)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    peer->code = 0;
    peer->head_len = peer->whole = peer->seen = peer->len = 0;
    peer->text[0] = '\0';
    assert_true(peer->fd >= 0);
    assert_int_equal(connect(peer->fd, (const struct sockaddr *)&at, sizeof at), 0);
}

static inline void peer_close(struct peer *peer) /* twice is fine */
{
    if (peer->fd >= 0)
        close(peer->fd);
    peer->fd = -1;
}

/* What the server has closed already is fine: then there is an answer to look at. */
static inline void peer_send(const struct peer *peer, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(peer->fd, bytes, len, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static inline void peer_say(const struct peer *peer, const char *text)
{
    peer_send(peer, text, strlen(text));
}

/* More bytes; 0: the connection has ended. */
static inline size_t peer_more(struct peer *peer)
{
    struct pollfd waiting = {.fd = peer->fd, .events = POLLIN};

    assert_int_equal(poll(&waiting, 1, PEER_WAIT_MS), 1);
    assert_true(peer->len < sizeof peer->text - 1);
    ssize_t got = recv(peer->fd, peer->text + peer->len, sizeof peer->text - 1 - peer->len, 0);

    if (got <= 0) /* a reset is an end as well */
        return 0;
    peer->len += (size_t)got;
    peer->text[peer->len] = '\0';
    return (size_t)got;
}

/* Takes the answer that was read last off. */
static inline void peer_drop(struct peer *peer, size_t len)
{
    memmove(peer->text, peer->text + len, peer->len - len + 1);
    peer->len -= len;
    peer->code = 0;
    peer->head_len = peer->whole = peer->seen = 0;
}

/* The head of the next answer; its code. */
static inline int peer_read_head(struct peer *peer)
{
    const char *end;

    peer_drop(peer, peer->whole > 0 ? peer->whole : peer->head_len);
    while ((end = strstr(peer->text, "\r\n\r\n")) == NULL)
        if (peer_more(peer) == 0)
            return 0;
    peer->head_len = (size_t)(end - peer->text) + 4;
    assert_int_equal(strncmp(peer->text, "HTTP/1.1 ", 9), 0);
    peer->code = (int)strtol(peer->text + 9, NULL, 10);
    return peer->code;
}

/* The next answer, with the body that its Content-Length says; its code. */
static inline int peer_read(struct peer *peer)
{
    static const char name[] = "\r\nContent-Length: ";

    if (peer_read_head(peer) == 0)
        return 0;
    const char *length = strstr(peer->text, name);
    assert_true(length != NULL && length < peer->text + peer->head_len);
    peer->whole = peer->head_len + strtoul(length + sizeof name - 1, NULL, 10);
    while (peer->len < peer->whole)
        assert_true(peer_more(peer) > 0);
    return peer->code;
}

/* Until these words came, behind those that were expected before. */
static inline void peer_expect(struct peer *peer, const char *words)
{
    const char *at;

    while ((at = strstr(peer->text + peer->seen, words)) == NULL)
        if (peer_more(peer) == 0) {
            print_error("ended before %s:\n%s\n", words, peer->text);
            fail();
        }
    peer->seen = (size_t)(at - peer->text) + strlen(words);
}

static inline void peer_read_end(struct peer *peer)
{
    while (peer_more(peer) > 0)
        continue;
}

/* The end, and not one byte before it. */
static inline void peer_expect_end(struct peer *peer)
{
    size_t len = peer->len;

    peer_read_end(peer);
    assert_int_equal(peer->len, len);
}

/* What was read has these words. */
static inline void peer_assert_has(const struct peer *peer, const char *words)
{
    if (strstr(peer->text, words) != NULL)
        return;
    print_error("not there: %s\nin %s\n", words, peer->text);
    fail();
}

static inline const char *peer_body(const struct peer *peer)
{
    return peer->text + peer->head_len;
}

#endif
