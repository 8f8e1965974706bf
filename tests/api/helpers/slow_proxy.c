#include "api/helpers/slow_proxy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    PAIRS_MAX = 256,
    PIECE_MAX = 64 * 1024,
    WAIT_MS = 1000,
    BACKLOG = 64,
};

/* Bytes on their way. */
struct piece {
    struct piece *next;
    int64_t due_us;
    size_t at, len;
    char bytes[];
};

/* One direction of a connection. */
struct lane {
    int from, to;
    struct piece *first, **last;
    bool is_ended; /* no more comes */
};

struct pair {
    struct lane lanes[2]; /* of the client, of the peer */
};

struct test_proxy {
    char target[128];
    int listener, wake;
    uint16_t port;
    pthread_t thread;
    size_t count;
    struct pair *pairs[PAIRS_MAX]; /* of the thread alone */

    pthread_mutex_t lock; /* of what follows */
    enum test_proxy_mode mode;
    int delay_ms;
    bool is_stopping;
};

static int connect_target(const char *target)
{
    struct sockaddr_un path = {.sun_family = AF_UNIX};
    struct sockaddr_in address = {.sin_family = AF_INET};
    const char *colon = strrchr(target, ':');
    bool is_path = strncmp(target, "unix:", 5) == 0;
    int fd = socket(is_path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int is_well;

    if (is_path) {
        snprintf(path.sun_path, sizeof path.sun_path, "%s", target + 5);
        is_well = connect(fd, (const struct sockaddr *)&path, sizeof path);
    } else {
        char host[64];
        snprintf(host, sizeof host, "%.*s", (int)(colon - target), target);
        address.sin_port = htons((uint16_t)strtol(colon + 1, NULL, 10));
        is_well = inet_pton(AF_INET, host, &address.sin_addr) == 1
                      ? connect(fd, (const struct sockaddr *)&address, sizeof address)
                      : -1;
    }
    if (is_well == 0)
        return fd;
    close(fd);
    return -1;
}

/* Not an end, but a reset: as of a machine that is gone. */
static void cut(int fd)
{
    const struct linger at_once = {.l_onoff = 1};

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd);
}

static void end_pair(struct test_proxy *proxy, size_t i)
{
    struct pair *pair = proxy->pairs[i];

    cut(pair->lanes[0].from);
    cut(pair->lanes[1].from);
    for (size_t l = 0; l < 2; l++) {
        while (pair->lanes[l].first != NULL) {
            struct piece *piece = pair->lanes[l].first;
            pair->lanes[l].first = piece->next;
            free(piece);
        }
    }
    free(pair);
    proxy->pairs[i] = proxy->pairs[--proxy->count];
}

static void take_connection(struct test_proxy *proxy, enum test_proxy_mode mode)
{
    int client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC);
    int peer = client < 0 || mode == TEST_PROXY_CUTS || proxy->count == PAIRS_MAX
                   ? -1
                   : connect_target(proxy->target);

    if (client < 0)
        return;
    if (peer < 0) {
        cut(client);
        return;
    }
    struct pair *pair = calloc(1, sizeof *pair);
    assert_non_null(pair);
    *pair = (struct pair){.lanes = {{.from = client, .to = peer}, {.from = peer, .to = client}}};
    for (size_t l = 0; l < 2; l++)
        pair->lanes[l].last = &pair->lanes[l].first;
    proxy->pairs[proxy->count++] = pair;
}

/* False: the connection is over. */
static bool read_lane(struct lane *lane, int delay_ms)
{
    struct piece *piece = malloc(sizeof *piece + PIECE_MAX);

    assert_non_null(piece);
    ssize_t got = recv(lane->from, piece->bytes, PIECE_MAX, MSG_DONTWAIT);
    if (got <= 0) {
        free(piece);
        lane->is_ended = got == 0;
        return got == 0 || errno == EAGAIN;
    }
    *piece =
        (struct piece){.due_us = sc_monotonic_us() + (int64_t)delay_ms * 1000, .len = (size_t)got};
    *lane->last = piece;
    lane->last = &piece->next;
    return true;
}

/* What is due. False: the connection is over. */
static bool write_lane(struct lane *lane)
{
    struct piece *piece;

    while ((piece = lane->first) != NULL && piece->due_us <= sc_monotonic_us()) {
        ssize_t put = send(lane->to, piece->bytes + piece->at, piece->len - piece->at,
                           MSG_DONTWAIT | MSG_NOSIGNAL);
        if (put < 0)
            return errno == EAGAIN;
        piece->at += (size_t)put;
        if (piece->at < piece->len)
            return true;
        lane->first = piece->next;
        if (lane->first == NULL)
            lane->last = &lane->first;
        free(piece);
    }
    return piece != NULL || !lane->is_ended;
}

static int until_due_ms(const struct lane *lane, int at_most)
{
    if (lane->first == NULL)
        return at_most;
    int left = sc_deadline_poll_ms((struct sc_deadline){lane->first->due_us});

    return left < at_most ? left : at_most;
}

static void turn(struct test_proxy *proxy, enum test_proxy_mode mode, int delay_ms)
{
    struct pollfd waits[2 + 2 * PAIRS_MAX] = {{.fd = proxy->wake, .events = POLLIN},
                                              {.fd = proxy->listener, .events = POLLIN}};
    int wait_ms = WAIT_MS;
    size_t count = proxy->count;
    uint64_t rung;

    for (size_t i = 0; i < count; i++) {
        for (size_t l = 0; l < 2; l++) {
            const struct lane *lane = &proxy->pairs[i]->lanes[l];
            int fd = lane->is_ended ? -1 : lane->from;
            waits[2 + 2 * i + l] = (struct pollfd){.fd = fd, .events = POLLIN};
            if (mode != TEST_PROXY_STALLS)
                wait_ms = until_due_ms(lane, wait_ms);
        }
    }
    if (poll(waits, 2 + 2 * count, wait_ms < 0 ? 0 : wait_ms) < 0)
        return;
    if (waits[0].revents != 0 && read(proxy->wake, &rung, sizeof rung) < 0)
        return;
    for (size_t i = count; i-- > 0;) {
        struct pair *pair = proxy->pairs[i];
        bool is_well = mode != TEST_PROXY_CUTS;
        for (size_t l = 0; l < 2 && is_well; l++)
            if (waits[2 + 2 * i + l].revents != 0)
                is_well = read_lane(&pair->lanes[l], delay_ms);
        for (size_t l = 0; l < 2 && is_well && mode == TEST_PROXY_PASSES; l++)
            is_well = write_lane(&pair->lanes[l]);
        if (!is_well)
            end_pair(proxy, i);
    }
    if (waits[1].revents != 0)
        take_connection(proxy, mode);
}

static void *run(void *context)
{
    struct test_proxy *proxy = context;

    for (;;) {
        pthread_mutex_lock(&proxy->lock);
        enum test_proxy_mode mode = proxy->mode;
        int delay_ms = proxy->delay_ms;
        bool is_stopping = proxy->is_stopping;
        pthread_mutex_unlock(&proxy->lock);
        if (is_stopping)
            return NULL;
        turn(proxy, mode, delay_ms);
    }
}

struct test_proxy *test_proxy_start(const char *target)
{
    struct test_proxy *proxy = calloc(1, sizeof *proxy);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;

    assert_non_null(proxy);
    snprintf(proxy->target, sizeof proxy->target, "%s", target);
    pthread_mutex_init(&proxy->lock, NULL);
    proxy->wake = eventfd(0, EFD_CLOEXEC);
    proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(proxy->listener, (const struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(proxy->listener, BACKLOG), 0);
    assert_int_equal(getsockname(proxy->listener, (struct sockaddr *)&address, &size), 0);
    proxy->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&proxy->thread, NULL, run, proxy), 0);
    return proxy;
}

uint16_t test_proxy_port(const struct test_proxy *proxy)
{
    return proxy->port;
}

static void wake(struct test_proxy *proxy)
{
    const uint64_t one = 1;

    assert_int_equal(write(proxy->wake, &one, sizeof one), sizeof one);
}

void test_proxy_set(struct test_proxy *proxy, enum test_proxy_mode mode, int delay_ms)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->mode = mode;
    proxy->delay_ms = delay_ms;
    pthread_mutex_unlock(&proxy->lock);
    wake(proxy);
}

void test_proxy_stop(struct test_proxy *proxy)
{
    if (proxy == NULL)
        return;
    pthread_mutex_lock(&proxy->lock);
    proxy->is_stopping = true;
    pthread_mutex_unlock(&proxy->lock);
    wake(proxy);
    pthread_join(proxy->thread, NULL);
    while (proxy->count > 0)
        end_pair(proxy, proxy->count - 1);
    close(proxy->listener);
    close(proxy->wake);
    pthread_mutex_destroy(&proxy->lock);
    free(proxy);
}
