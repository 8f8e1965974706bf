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
    PEER_REPLY_MAX = 256 * 1024,
};

static inline int peer_connect(uint16_t port)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

/* What the server has closed already is fine: then there is an answer to look at. */
static inline void peer_send(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static inline void peer_say(int fd, const char *text)
{
    peer_send(fd, text, strlen(text));
}

/* What the server said: the head with its empty line, and the body (chunks as they came). */
struct peer_reply {
    int code; /* 0: the connection ended before a head was there */
    size_t len;
    size_t head_len;
    char text[PEER_REPLY_MAX];
};

/* More bytes; 0: the connection has ended. */
static inline size_t peer_more(int fd, struct peer_reply *reply)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};

    assert_int_equal(poll(&waiting, 1, PEER_WAIT_MS), 1);
    assert_true(reply->len < sizeof reply->text - 1);
    ssize_t got = recv(fd, reply->text + reply->len, sizeof reply->text - 1 - reply->len, 0);

    if (got <= 0) /* a reset is an end as well */
        return 0;
    reply->len += (size_t)got;
    reply->text[reply->len] = '\0';
    return (size_t)got;
}

static inline void peer_read_head(int fd, struct peer_reply *reply)
{
    const char *end;

    while ((end = strstr(reply->text, "\r\n\r\n")) == NULL)
        if (peer_more(fd, reply) == 0)
            return;
    reply->head_len = (size_t)(end - reply->text) + 4;
    assert_int_equal(strncmp(reply->text, "HTTP/1.1 ", 9), 0);
    reply->code = (int)strtol(reply->text + 9, NULL, 10);
}

/* Until the answer has these words. */
static inline void peer_read_until(int fd, struct peer_reply *reply, const char *words)
{
    while (strstr(reply->text, words) == NULL)
        if (peer_more(fd, reply) == 0) {
            print_error("ended before %s:\n%s\n", words, reply->text);
            fail();
        }
}

static inline void peer_read_end(int fd, struct peer_reply *reply)
{
    while (peer_more(fd, reply) > 0)
        continue;
}

/* One answer with a Content-Length; what follows it is kept for the next call. */
static inline void peer_read(int fd, struct peer_reply *reply)
{
    static const char name[] = "\r\nContent-Length: ";

    reply->code = 0;
    peer_read_head(fd, reply);
    if (reply->code == 0)
        return;
    const char *length = strstr(reply->text, name);
    assert_true(length != NULL && length < reply->text + reply->head_len);
    size_t whole = reply->head_len + strtoul(length + sizeof name - 1, NULL, 10);
    while (reply->len < whole)
        assert_true(peer_more(fd, reply) > 0);
}

/* Takes the answer that was read off, so that the next of a connection can be. */
static inline void peer_drop(struct peer_reply *reply, size_t len)
{
    memmove(reply->text, reply->text + len, reply->len - len + 1);
    reply->len -= len;
    reply->head_len = 0;
    reply->code = 0;
}

static inline struct peer_reply *peer_reply_create(void)
{
    struct peer_reply *reply = calloc(1, sizeof *reply);

    assert_non_null(reply);
    return reply;
}

/* Says it on a connection of its own, and gives the code of what comes back. */
static inline int peer_ask(uint16_t port, const char *request, struct peer_reply *reply)
{
    int fd = peer_connect(port);

    *reply = (struct peer_reply){0};
    peer_say(fd, request);
    peer_read(fd, reply);
    close(fd);
    return reply->code;
}

#endif
