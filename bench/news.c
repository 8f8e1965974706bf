/*
 * news.c - how soon changes of a list reach all who listen to it.
 *
 *     build/release/bench_news [CLIENTS [OPS_A_SECOND [SECONDS]]]
 *
 * `smartcart serve` on a PostgreSQL of its own, so many streams of `listNews` on one list, and
 * ops at an even pace, each in a request of its own. A latency is from the sending of an op's
 * request to the reading of its event by one client; all of them are counted. That each client
 * hears of each change once and in order is checked on the way. Clients and server share the
 * machine, so the figures hold for both together.
 */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/helpers/listeners.h"
#include "api/helpers/postgres.h"
#include "api/helpers/shopper.h"
#include "base/macros.h"
#include "base/order.h"
#include "base/time.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    CLIENTS = 500,
    CALLERS = 10, /* who listen, by a link to the list */
    RATE = 50,
    SECONDS = 10,
    OPS_MAX = 2000, /* items that a list takes */
    BUFFERS_MB = 256,
    REQUEST_MAX = 2000,
    TAIL_MS = 10 * 1000,
    US = 1000000,
};

static struct test_server database;
static struct test_serving serving;

/* What became of the ops. */
struct measured {
    int64_t sent_us[OPS_MAX + 1]; /* by number, from 1 */
    int64_t *latencies_us;
    size_t count, room;
};

static void on_item(void *context, size_t listener, int64_t seq, struct sc_str name)
{
    struct measured *m = context;
    int64_t op = strtoll(name.at, NULL, 10);

    (void)listener;
    (void)seq;
    assert_true(op >= 1 && op <= OPS_MAX && m->count < m->room);
    m->latencies_us[m->count++] = sc_monotonic_us() - m->sent_us[op];
}

static void start(void)
{
    const char *const words[] = {"serve", "--port", "0", NULL};

    test_server_start(BUFFERS_MB, &database);
    test_migrate(database.url);
    test_serve_start(
        &(struct test_serve){.database_url = database.url, .log_path = "/dev/null", .words = words},
        &serving);
}

/* On a connection that is kept: sends the op, and leaves its answer for drain(). */
static void send_op(int fd, const struct test_shopper *shopper, int op)
{
    char name[12], json[SHOPPER_OP_MAX], body[REQUEST_MAX], request[2 * REQUEST_MAX];

    snprintf(name, sizeof name, "%d", op);
    test_shopper_op(shopper->list, op, name, json);
    int len = snprintf(body, sizeof body,
                       "{\"query\":\"mutation($ops: [ListOpInput!]!) { applyOps(ops: $ops) {"
                       " answers { code } } }\",\"variables\":{\"ops\":[%s]}}",
                       json);
    len = snprintf(request, sizeof request,
                   "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                   "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s",
                   shopper->token, len, body);
    assert_true(test_send(fd, (struct sc_str){request, (size_t)len}));
}

static void drain(int fd)
{
    char bytes[REQUEST_MAX];

    while (recv(fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
        continue;
}

static void measure(struct test_listeners *l, struct measured *m,
                    const struct test_shopper *shopper, int ops, int rate)
{
    int fd = test_connect(serving.port);
    int64_t began_us = sc_monotonic_us(), cpu_us = test_cpu_us(serving.process.pid);
    int64_t our_cpu_us = sc_cpu_us();
    double database_s = test_postmaster_cpu(database.postmaster);

    for (int op = 1; op <= ops; op++) {
        int64_t due_us = began_us + (int64_t)(op - 1) * US / rate;
        for (int64_t left; (left = due_us - sc_monotonic_us()) > 0;)
            test_listeners_hear(l, (int)(left / 1000));
        m->sent_us[op] = sc_monotonic_us();
        send_op(fd, shopper, op);
        drain(fd);
    }
    struct sc_deadline deadline = sc_deadline_in(TAIL_MS);
    while (!test_listeners_have(l, ops) && !sc_deadline_is_over(deadline))
        test_listeners_hear(l, sc_deadline_poll_ms(deadline));
    double seconds = (double)(sc_monotonic_us() - began_us) / US;
    size_t events = 0;
    for (size_t i = 0; i < l->count; i++)
        events += l->at[i].events;
    printf("%zu clients, %d ops in %.1f s: %zu of %zu changes heard, in %zu events\n", l->count,
           ops, seconds, m->count, l->count * (size_t)ops, events - l->count);
    qsort(m->latencies_us, m->count, sizeof *m->latencies_us, sc_order_i64);
    static const double parts[] = {0.5, 0.95, 0.99, 0.999};
    for (size_t i = 0; i < SC_COUNT(parts); i++)
        printf("  p%-4g %7.2f ms\n", parts[i] * 100,
               (double)m->latencies_us[(size_t)((double)m->count * parts[i])] / 1000);
    printf("  max   %7.2f ms\n", (double)m->latencies_us[m->count - 1] / 1000);
    printf("CPU of a second: server %.2f s, PostgreSQL %.2f s, clients %.2f s\n",
           (double)(test_cpu_us(serving.process.pid) - cpu_us) / US / seconds,
           (test_postmaster_cpu(database.postmaster) - database_s) / seconds,
           (double)(sc_cpu_us() - our_cpu_us) / US / seconds);
    close(fd);
}

static int number(int argc, char **argv, int i, int preset)
{
    long said = argc > i ? strtol(argv[i], NULL, 10) : preset;

    return said < 1 ? preset : (int)said;
}

int main(int argc, char **argv)
{
    int clients = number(argc, argv, 1, CLIENTS), rate = number(argc, argv, 2, RATE);
    int ops = rate * number(argc, argv, 3, SECONDS);
    struct sc_arena *arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    static struct measured m;
    struct test_shopper shopper;
    const char *tokens[CALLERS];
    char link[SHOPPER_TOKEN_MAX];

    ops = ops > OPS_MAX ? OPS_MAX : ops;
    test_program_beside();
    start();
    test_shopper_make(arena, &serving, &shopper);
    test_shopper_share(arena, &serving, &shopper, link);
    for (int i = 0; i < CALLERS; i++) {
        struct test_shopper caller;
        test_shopper_make(arena, &serving, &caller);
        tokens[i] = sc_arena_str(arena, sc_str_of(caller.token)).at;
    }
    struct test_listeners l = {.port = serving.port,
                               .tokens = tokens,
                               .token_count = CALLERS,
                               .share = link,
                               .list = shopper.list,
                               .on_item = on_item,
                               .context = &m};
    test_listeners_create(&l, (size_t)clients);
    m.room = (size_t)clients * (size_t)ops;
    m.latencies_us = calloc(m.room, sizeof *m.latencies_us);
    assert_non_null(m.latencies_us);
    test_listeners_begin(&l);
    measure(&l, &m, &shopper, ops, rate);
    test_listeners_destroy(&l);
    free(m.latencies_us);
    test_serve_stop(arena, &serving);
    test_server_stop(&database);
    sc_arena_destroy(arena);
    return 0;
}
