/*
 * http_origin.h - a server that answers byte for byte what a test wants, one connection at a time.
 *
 *     static void answer(struct origin *origin, const char *path)
 *     {
 *         if (strcmp(path, "/cut") == 0)
 *             origin_say(origin, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
 *     }
 *
 * The connection is closed when `answer` returns.
 */
#ifndef SC_TESTING_HTTP_ORIGIN_H
#define SC_TESTING_HTTP_ORIGIN_H

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testing/unit.h"

enum {
    ORIGIN_REQUEST_MAX = 8192,
    ORIGIN_LONG_MS = 20000, /* never in a test that goes well */
};

struct origin {
    void (*answer)(struct origin *origin, const char *path);
    void *context;
    uint16_t port;
    atomic_int requests;
    int listener;
    int client;
    int stop[2];                      /* a pipe: closing the second ends it */
    char request[ORIGIN_REQUEST_MAX]; /* the present one, NUL-terminated */
    pthread_t thread;
};

/* False: the client is gone. */
static inline bool origin_send(struct origin *origin, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(origin->client, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        len -= (size_t)sent;
    }
    return true;
}

static inline bool origin_say(struct origin *origin, const char *text)
{
    return origin_send(origin, text, strlen(text));
}

/* An answer of these headers ("A: b\r\n"), with its length. */
static inline void origin_give(struct origin *origin, const char *status, const char *headers,
                               const char *body, size_t len)
{
    char head[1024];

    snprintf(head, sizeof head, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n", status, headers,
             len);
    if (origin_say(origin, head))
        (void)origin_send(origin, body, len);
}

static inline bool origin_was_told(const struct origin *origin, const char *line)
{
    return strstr(origin->request, line) != NULL;
}

/* Waits until the client has gone. */
static inline void origin_hang(struct origin *origin)
{
    struct pollfd fds[] = {{.fd = origin->client, .events = POLLIN},
                           {.fd = origin->stop[0], .events = POLLIN}};

    (void)poll(fds, 2, ORIGIN_LONG_MS);
}

static inline bool origin_read(struct origin *origin)
{
    size_t len = 0;

    origin->request[0] = '\0';
    while (strstr(origin->request, "\r\n\r\n") == NULL) {
        ssize_t got = recv(origin->client, origin->request + len, ORIGIN_REQUEST_MAX - 1 - len, 0);
        if (got <= 0)
            return false;
        len += (size_t)got;
        origin->request[len] = '\0';
    }
    return true;
}

static inline void origin_serve(struct origin *origin)
{
    char path[256] = "";

    origin->client = accept(origin->listener, NULL, NULL);
    if (origin->client < 0)
        return;
    if (origin_read(origin) && sscanf(origin->request, "GET %255s", path) == 1) {
        atomic_fetch_add(&origin->requests, 1);
        origin->answer(origin, path);
    }
    shutdown(origin->client, SHUT_WR);
    close(origin->client);
}

static inline void *origin_run(void *context)
{
    struct origin *origin = context;
    struct pollfd fds[] = {{.fd = origin->listener, .events = POLLIN},
                           {.fd = origin->stop[0], .events = POLLIN}};

    while (poll(fds, 2, -1) > 0 && fds[1].revents == 0)
        origin_serve(origin);
    return NULL;
}

/* On a port of the loopback. */
static inline void origin_start(struct origin *origin,
                                void (*answer)(struct origin *origin, const char *path),
                                void *context)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;

    *origin = (struct origin){.answer = answer, .context = context};
    origin->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(origin->listener >= 0);
    assert_int_equal(bind(origin->listener, (const struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(origin->listener, 16), 0);
    assert_int_equal(getsockname(origin->listener, (struct sockaddr *)&at, &len), 0);
    origin->port = ntohs(at.sin_port);
    assert_int_equal(pipe(origin->stop), 0);
    assert_int_equal(pthread_create(&origin->thread, NULL, origin_run, origin), 0);
}

static inline void origin_stop(struct origin *origin)
{
    close(origin->stop[1]);
    pthread_join(origin->thread, NULL);
    close(origin->stop[0]);
    close(origin->listener);
}

#endif
