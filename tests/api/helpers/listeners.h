/*
 * listeners.h - many clients that listen to one list of a server under test, in one thread.
 *
 * Each is a stream of server-sent events of `listNews`; what it hears is checked to
 * follow on its cursor without a gap or a step back, and told. For lists where each
 * change is of another item, so that each `seq` is heard of exactly once.
 */
#ifndef SC_TESTS_LISTENERS_H
#define SC_TESTS_LISTENERS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

struct test_listener {
    int64_t seq;      /* the cursor: heard up to here */
    size_t events;    /* since it began to listen */
    size_t repeated;  /* items heard again */
    struct sc_buf in; /* what came and is not told yet, without chunks */
    int state;        /* of reading head and chunks */
    size_t chunk;     /* bytes left of it */
    bool is_open;     /* its stream has begun, and not ended */
};

struct test_listeners {
    uint16_t port;
    const char *const *tokens; /* of bearers: they take turns */
    size_t token_count;
    const char *share; /* a link's token, by which they may see the list; NULL: of themselves */
    const char *list;
    size_t count;
    struct test_listener *at;
    struct pollfd *polls;
    /* An item was heard; NULL: nobody asks. */
    void (*on_item)(void *context, size_t listener, int64_t seq, struct sc_str name);
    void *context;
};

/* None listens yet; their cursors are 0. */
void test_listeners_create(struct test_listeners *l, size_t count);
/* Those that do not listen ask the server of `port`, each from its cursor, and wait for the
 * stream's begin; who is turned away by a busy one asks again. */
void test_listeners_begin(struct test_listeners *l);
/* Takes what there is, waiting at most so long for the first of it. */
void test_listeners_hear(struct test_listeners *l, int wait_ms);
size_t test_listeners_open(const struct test_listeners *l);
/* All have heard up to this. */
bool test_listeners_have(const struct test_listeners *l, int64_t seq);
/* Closes their connections; cursors stay. */
void test_listeners_end(struct test_listeners *l);
void test_listeners_destroy(struct test_listeners *l);

#endif
