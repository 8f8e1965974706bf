#include "api/helpers/listeners.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/helpers/server.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    EVENT_MAX = 1024 * 1024,
    REQUEST_MAX = 2048,
    READ_SIZE = 64 * 1024,
    BEGIN_MS = 60 * 1000,
    AGAIN_MS = 1000, /* as a busy server says */
};

/* Where the reading of a stream stands. */
enum {
    IN_HEAD,
    IN_SIZE,   /* of a chunk */
    IN_CHUNK,  /* its bytes */
    BEHIND_IT, /* the line's end */
    TURNED_AWAY,
};

void test_listeners_create(struct test_listeners *l, size_t count)
{
    l->count = count;
    l->at = calloc(count, sizeof *l->at);
    l->polls = calloc(count, sizeof *l->polls);
    assert_true(l->at != NULL && l->polls != NULL);
    for (size_t i = 0; i < count; i++) {
        l->polls[i].fd = -1;
        sc_buf_init(&l->at[i].in, EVENT_MAX);
    }
}

static void ask(struct test_listeners *l, size_t i)
{
    char body[REQUEST_MAX], request[REQUEST_MAX + sizeof body];
    int fd = test_connect(l->port);

    int len = snprintf(body, sizeof body,
                       "{\"query\":\"subscription News($lists: [ListCursorInput!]!) {"
                       " listNews(lists: $lists) { kind seq items { seq name } } }\","
                       "\"variables\":{\"lists\":[{\"listId\":\"%s\",\"after\":%" PRId64 "}]}}",
                       l->list, l->at[i].seq);
    len = snprintf(request, sizeof request,
                   "POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                   "Content-Type: application/json\r\nAuthorization: Bearer %s\r\n"
                   "%s%s%sContent-Length: %d\r\n\r\n%s",
                   l->tokens[i % l->token_count], l->share != NULL ? "SmartCart-Share: " : "",
                   l->share != NULL ? l->share : "", l->share != NULL ? "\r\n" : "", len, body);
    assert_true(test_send(fd, (struct sc_str){request, (size_t)len}));
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    l->polls[i] = (struct pollfd){.fd = fd, .events = POLLIN};
    l->at[i].state = IN_HEAD;
    l->at[i].in.len = 0;
    l->at[i].events = 0;
}

void test_listeners_begin(struct test_listeners *l)
{
    struct sc_deadline deadline = sc_deadline_in(BEGIN_MS);

    for (size_t i = 0; i < l->count; i++)
        if (l->polls[i].fd < 0)
            ask(l, i);
    while (test_listeners_open(l) < l->count) {
        assert_false(sc_deadline_is_over(deadline));
        test_listeners_hear(l, AGAIN_MS);
        for (size_t i = 0; i < l->count; i++)
            if (l->at[i].state == TURNED_AWAY)
                ask(l, i);
    }
}

static void close_one(struct test_listeners *l, size_t i)
{
    if (l->polls[i].fd >= 0)
        close(l->polls[i].fd);
    l->polls[i].fd = -1;
    l->at[i].is_open = false;
}

/* The number behind `"key":`, from *at on; moves it behind. False: there is none. */
static bool number_behind(struct sc_str *at, const char *key, int64_t *ret_number)
{
    ptrdiff_t found = sc_str_find(*at, sc_str_of(key));

    if (found < 0)
        return false;
    *at = sc_str_sub(*at, (size_t)found + strlen(key), at->len);
    *ret_number = strtoll(at->at, NULL, 10); /* ended by what follows in the JSON */
    return true;
}

/* {"data":{"listNews":{"kind":"CHANGES","seq":3,"items":[{"seq":3,"name":"x"}]}}} */
static void take_event(struct test_listeners *l, size_t i, struct sc_str json)
{
    struct test_listener *me = &l->at[i];
    int64_t cursor, seq, heard = me->seq;

    if (sc_str_find(json, SC_STR("{\"data\":{\"listNews\":{\"kind\":\"CHANGES\"")) != 0)
        fail_msg("listener %zu at %" PRId64 " heard: %.*s", i, me->seq, SC_STR_ARGS(json));
    assert_true(number_behind(&json, "\"seq\":", &cursor));
    while (number_behind(&json, "\"seq\":", &seq)) {
        ptrdiff_t name = sc_str_find(json, SC_STR("\"name\":\""));
        assert_true(name >= 0);
        json = sc_str_sub(json, (size_t)name + strlen("\"name\":\""), json.len);
        if (seq <= me->seq) {
            me->repeated++;
            continue;
        }
        if (seq != heard + 1)
            fail_msg("listener %zu heard of %" PRId64 " behind %" PRId64, i, seq, heard);
        heard = seq;
        if (l->on_item != NULL)
            l->on_item(l->context, i, seq,
                       sc_str_sub(json, 0, (size_t)sc_str_find_char(json, '"')));
    }
    assert_int_equal(heard, cursor > me->seq ? cursor : me->seq);
    me->seq = heard;
    me->events++;
}

/* Tells the events that are whole. */
static void take_events(struct test_listeners *l, size_t i)
{
    struct sc_buf *in = &l->at[i].in;
    struct sc_str rest = sc_buf_str(in);
    ptrdiff_t end;

    while ((end = sc_str_find(rest, SC_STR("\n\n"))) >= 0) {
        struct sc_str event = sc_str_sub(rest, 0, (size_t)end);
        ptrdiff_t data = sc_str_find(event, SC_STR("data: "));
        rest = sc_str_sub(rest, (size_t)end + 2, rest.len);
        if (data >= 0) /* else a heartbeat, or when to come back */
            take_event(l, i, sc_str_sub(event, (size_t)data + strlen("data: "), event.len));
    }
    memmove(in->at, rest.at, rest.len);
    in->len = rest.len;
}

/* Bytes as they came: the head, then chunks. */
static void take_bytes(struct test_listener *me, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        switch (me->state) {
        case IN_HEAD:
            sc_buf_put_char(&me->in, c);
            if (c == '\n' && sc_str_find(sc_buf_str(&me->in), SC_STR("\r\n\r\n")) >= 0) {
                if (sc_str_starts(sc_buf_str(&me->in), SC_STR("HTTP/1.1 503 "))) {
                    me->state = TURNED_AWAY;
                    return;
                }
                if (sc_str_find(sc_buf_str(&me->in), SC_STR("HTTP/1.1 200 ")) != 0)
                    fail_msg("no stream: %.*s", SC_STR_ARGS(sc_buf_str(&me->in)));
                me->in.len = 0;
                me->chunk = 0;
                me->is_open = true;
                me->state = IN_SIZE;
            }
            break;
        case IN_SIZE:
            if (c == '\n')
                me->state = IN_CHUNK;
            else if (c != '\r')
                me->chunk = me->chunk * 16 + (size_t)strtol((char[]){c, '\0'}, NULL, 16);
            break;
        case IN_CHUNK: {
            size_t part = len - i < me->chunk ? len - i : me->chunk;
            sc_buf_put(&me->in, (struct sc_str){bytes + i, part});
            me->chunk -= part;
            i += part - 1;
            if (me->chunk == 0)
                me->state = BEHIND_IT;
            break;
        }
        default:
            if (c == '\n')
                me->state = IN_SIZE;
        }
    }
    assert_false(me->in.failed);
}

void test_listeners_hear(struct test_listeners *l, int wait_ms)
{
    static char bytes[READ_SIZE];

    if (poll(l->polls, l->count, wait_ms) <= 0)
        return;
    for (size_t i = 0; i < l->count; i++) {
        if (l->polls[i].fd < 0 || l->polls[i].revents == 0)
            continue;
        ssize_t got = recv(l->polls[i].fd, bytes, sizeof bytes, 0);
        if (got > 0) {
            take_bytes(&l->at[i], bytes, (size_t)got);
            if (l->at[i].state == TURNED_AWAY)
                close_one(l, i);
            else if (l->at[i].state != IN_HEAD)
                take_events(l, i);
        } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            close_one(l, i);
        }
    }
}

size_t test_listeners_open(const struct test_listeners *l)
{
    size_t count = 0;

    for (size_t i = 0; i < l->count; i++)
        count += l->at[i].is_open;
    return count;
}

bool test_listeners_have(const struct test_listeners *l, int64_t seq)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->at[i].seq < seq)
            return false;
    return true;
}

void test_listeners_end(struct test_listeners *l)
{
    for (size_t i = 0; i < l->count; i++)
        close_one(l, i);
}

void test_listeners_destroy(struct test_listeners *l)
{
    test_listeners_end(l);
    for (size_t i = 0; i < l->count; i++)
        sc_buf_finish(&l->at[i].in);
    free(l->at);
    free(l->polls);
}
