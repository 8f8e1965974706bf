/*
 * limits.c - what limits cost each request, and what they spare those who keep within theirs.
 *
 *     bench_limits [ROUNDS [SECONDS [GREED]]]     12 rounds, 5 s of each kind, 5, when not said
 *
 * The first: servers of one loop, without limits, with the process's own, and with Redis's, are
 * asked in turns what is answered at once, and what waits for the database; CPU time of the
 * server's process for each request, the kernel's work included. The last row is of who is refused,
 * and remembered.
 *
 * The second: 100 callers keep within their limits (2 searches a second each, which ask the
 * database), now alone, now beside 1,000 others, each of whom asks for ten times what their plan
 * lets in, steadily, GREED requests a second. Latencies of the 100, phases in turns.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/helpers/postgres.h"
#include "api/helpers/redis.h"
#include "api/helpers/server.h"
#include "base/order.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    ROUNDS = 12,
    ROUNDS_MAX = 200,
    SECONDS = 5,
    CONNECTIONS = 16,
    DOCUMENTS = 2,
    ODD = 100, /* one in so many */
    REQUEST_MAX = 600,
    ANSWER_MAX = 16 * 1024,
    US_PER_S = 1000 * 1000,
    NS_PER_S = 1000 * 1000 * 1000,
    GREEDY = 1000,
    GREED = 5, /* requests a second of each, of 100 points, where 10 GREED are let in */
    MODEST = 100,
    MODEST_PER_S = 2, /* of a request of less than 25 points */
    LATENCIES_MAX = 400 * 1000,
    SQL_MAX = 200,
    SETTLE_MS = 500, /* at the beginning of a phase */
    WARM_S = 25,     /* until the bursts of the greedy are over */
};

#define SMALL "{ __typename }"
#define READ  "{ retailers(first: 3) { nodes { name } } }"
#define LARGE "{ retailers(first: 98) { nodes { name } } }"
#define FIND  "{ searchProducts(text: \\\"milk\\\", first: 1) { nodes { name } } }"

/* A connection that is kept, with one request at a time. */
struct asker {
    int fd;
    char request[REQUEST_MAX];
    size_t len;
    int64_t sent_us; /* 0: nothing is asked */
    char answer[ANSWER_MAX];
    size_t got;
};

static void open_asker(struct asker *a, uint16_t port, const char *document, int caller)
{
    char body[REQUEST_MAX / 2];
    int len = snprintf(body, sizeof body, "{\"query\":\"%s\"}", document);

    *a = (struct asker){.fd = test_connect(port)};
    a->len = (size_t)snprintf(
        a->request, REQUEST_MAX,
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "X-Forwarded-For: 10.%d.%d.1\r\nContent-Length: %d\r\n\r\n%s",
        caller / 250, caller % 250, len, body);
}

static void ask(struct asker *a)
{
    a->sent_us = sc_monotonic_us();
    a->got = 0;
    assert_true(test_send(a->fd, (struct sc_str){a->request, a->len}));
}

/* The code of a whole answer; 0: it is not whole yet. */
static int code_of(struct asker *a)
{
    struct sc_str text = {a->answer, a->got};
    ptrdiff_t end = sc_str_find(text, SC_STR("\r\n\r\n"));
    int64_t length, code;

    if (end < 0)
        return 0;
    struct test_answer answer = {.head = sc_str_sub(text, 0, (size_t)end + 4)};
    assert_int_equal(sc_str_i64(test_header(&answer, "Content-Length"), &length), SC_OK);
    assert_int_equal(sc_str_i64(sc_str_sub(text, 9, 3), &code), SC_OK);
    return a->got >= (size_t)(end + 4 + length) ? (int)code : 0;
}

/* What has come so far; the code once it is whole. */
static int take(struct asker *a, bool waits)
{
    ssize_t got = recv(a->fd, a->answer + a->got, ANSWER_MAX - a->got, waits ? 0 : MSG_DONTWAIT);

    assert_true(got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)));
    a->got += got > 0 ? (size_t)got : 0;
    int code = code_of(a);
    if (code != 0)
        a->sent_us = 0;
    return code;
}

/* Servers. */

static struct test_server database;
static struct test_redis redis;
static char config_path[] = "/tmp/bench-limits-XXXXXX";

static void serve(bool is_limited, bool has_redis, const char *loops, const char *cache,
                  struct test_serving *ret_serving)
{
    const char *const words[] = {"serve", "--port", "0", "--loops", loops, "--cache", cache, NULL};
    char setting[sizeof config_path + sizeof "SMARTCART_CONFIG="];

    snprintf(setting, sizeof setting, "SMARTCART_CONFIG=%s", config_path);
    test_serve_start(&(struct test_serve){.database_url = database.url,
                                          .log_path = "/dev/null",
                                          .words = words,
                                          .setting = setting,
                                          .is_limited = is_limited,
                                          .redis_url = has_redis ? redis.url : NULL},
                     ret_serving);
}

static int64_t part_of(int64_t *numbers, size_t count, size_t part, size_t of)
{
    qsort(numbers, count, sizeof *numbers, sc_order_i64);
    return count == 0 ? 0 : numbers[(count - 1) * part / of];
}

/* The first: what it costs. */

struct shape {
    const char *name;
    bool is_limited, has_redis;
    int code; /* that its requests are answered with */
    struct test_serving serving;
    struct asker askers[DOCUMENTS][CONNECTIONS];
    int64_t ns[DOCUMENTS][ROUNDS_MAX]; /* CPU of a request */
};

static const struct {
    const char *text, *name;
    int requests; /* of a round */
} documents[DOCUMENTS] = {
    {SMALL, "answered at once", 16000},
    {READ, "waits for the database", 4000},
};

static void run_round(struct shape *shape, int d, int round)
{
    int64_t before = test_cpu_us(shape->serving.process.pid);
    int requests = documents[d].requests, others = 0;

    for (int i = 0; i < requests / CONNECTIONS; i++) {
        for (int c = 0; c < CONNECTIONS; c++)
            ask(&shape->askers[d][c]);
        for (int c = 0; c < CONNECTIONS; c++) {
            int code = 0;
            while (code == 0)
                code = take(&shape->askers[d][c], true);
            others += code != shape->code;
        }
    }
    /* Of who is refused, one a second is let in. */
    assert_in_range(others, 0, shape->code == 429 ? requests / ODD : 0);
    shape->ns[d][round] = (test_cpu_us(shape->serving.process.pid) - before) * 1000 / requests;
}

static void open_askers(struct shape *shape, int first)
{
    for (int d = 0; d < DOCUMENTS; d++)
        for (int c = 0; c < CONNECTIONS; c++)
            open_asker(&shape->askers[d][c], shape->serving.port, documents[d].text,
                       shape->code == 429 ? first : first + c);
}

static void close_askers(struct shape *shape)
{
    for (int d = 0; d < DOCUMENTS; d++)
        for (int c = 0; c < CONNECTIONS; c++)
            close(shape->askers[d][c].fd);
}

/* One more, who asks too often: has no request left, but for one each second. */
static void refuse_one(const struct shape *shape, int caller)
{
    struct asker often;
    int code = 0;

    open_asker(&often, shape->serving.port, SMALL, caller);
    while (code != 429) {
        ask(&often);
        for (code = 0; code == 0;)
            code = take(&often, true);
    }
    close(often.fd);
}

#define WIDE_PLAN                                                                \
    "update accounts.plan set requests_per_s = 10000, requests_burst = 1000000," \
    " points_per_s = 10000, points_burst = 1000000"
#define NARROW_PLAN "update accounts.plan set requests_per_s = 1, requests_burst = 10"

/* Servers read plans as they start, and again each minute: a longer run cannot have both. */
static void serve_shape(struct shape *shape)
{
    if (shape->code == 429)
        test_sql(database.url, NARROW_PLAN);
    serve(shape->is_limited, shape->has_redis, "1", "off", &shape->serving);
    test_sql(database.url, WIDE_PLAN);
}

static void tell_cost(struct shape *shapes, int count, int d, int rounds)
{
    int64_t base = 0;

    printf("\n%s: CPU of a request in us, median of %d rounds of %d (lowest .. highest)\n",
           documents[d].name, rounds, documents[d].requests);
    for (int i = 0; i < count; i++) {
        int64_t median = part_of(shapes[i].ns[d], (size_t)rounds, 1, 2);
        base = i == 0 ? median : base;
        printf("  %-20s %6.2f (%.2f .. %.2f), %+.2f\n", shapes[i].name, (double)median / 1000,
               (double)shapes[i].ns[d][0] / 1000, (double)shapes[i].ns[d][rounds - 1] / 1000,
               (double)(median - base) / 1000);
    }
}

static void measure_cost(struct sc_arena *arena, int rounds)
{
    static struct shape shapes[] = {
        {.name = "no limits", .code = 200},
        {.name = "the process's", .is_limited = true, .code = 200},
        {.name = "Redis's", .is_limited = true, .has_redis = true, .code = 200},
        {.name = "refused, remembered", .is_limited = true, .code = 429},
    };
    enum {
        SHAPES = sizeof shapes / sizeof shapes[0]
    };

    test_sql(database.url, WIDE_PLAN);
    for (int i = 0; i < SHAPES; i++)
        serve_shape(&shapes[i]);
    for (int r = -1; r < rounds; r++) /* the first is not counted */
        for (int i = 0; i < SHAPES; i++) {
            if (shapes[i].code == 429)
                refuse_one(&shapes[i], GREEDY + r);
            open_askers(&shapes[i], GREEDY + r); /* the server cuts who is idle for a minute */
            for (int d = 0; d < DOCUMENTS; d++)
                run_round(&shapes[i], d, r < 0 ? 0 : r);
            close_askers(&shapes[i]);
        }
    for (int d = 0; d < DOCUMENTS; d++)
        tell_cost(shapes, SHAPES, d, rounds);
    for (int i = 0; i < SHAPES; i++)
        test_serve_stop(arena, &shapes[i].serving);
}

/* The second: who keeps within their limits. */

struct crowd {
    struct asker *at;
    int count, per_s; /* of each */
    atomic_bool is_asking, is_over;
    _Atomic int64_t allowed, refused, skipped;
    int64_t *latencies;
    _Atomic size_t measured; /* latencies that there are */
};

static void take_all(struct crowd *crowd, struct pollfd *waits)
{
    for (int i = 0; i < crowd->count; i++) {
        struct asker *a = &crowd->at[i];
        if (waits[i].revents == 0)
            continue;
        int64_t sent_us = a->sent_us;
        int code = take(a, false);
        if (code == 0)
            continue;
        atomic_fetch_add(code == 200 ? &crowd->allowed : &crowd->refused, 1);
        size_t place = atomic_load(&crowd->measured);
        if (crowd->latencies == NULL || place == LATENCIES_MAX)
            continue;
        crowd->latencies[place] = sc_monotonic_us() - sent_us;
        atomic_store(&crowd->measured, place + 1);
    }
}

/* One after the other, at even distances: a crowd is no drum. */
static void *ask_steadily(void *context)
{
    struct crowd *crowd = context;
    const int64_t apart_us = US_PER_S / (crowd->count * (int64_t)crowd->per_s);
    struct pollfd *waits = calloc((size_t)crowd->count, sizeof *waits);
    int64_t next_us = sc_monotonic_us();
    int next = 0;

    for (int i = 0; i < crowd->count; i++)
        waits[i] = (struct pollfd){.fd = crowd->at[i].fd, .events = POLLIN};
    while (!atomic_load(&crowd->is_over)) {
        int64_t now_us = sc_monotonic_us();
        if (next_us < now_us - US_PER_S)
            next_us = now_us; /* it could not keep up: that is not made up for */
        for (; next_us <= now_us; next_us += apart_us) {
            struct asker *a = &crowd->at[next++ % crowd->count];
            if (!atomic_load(&crowd->is_asking))
                continue;
            if (a->sent_us == 0)
                ask(a);
            else
                atomic_fetch_add(&crowd->skipped, 1);
        }
        struct timespec until = {.tv_nsec = (next_us - sc_monotonic_us()) * 1000};
        if (until.tv_nsec > 0 && until.tv_nsec < (long)NS_PER_S)
            (void)ppoll(waits, (nfds_t)crowd->count, &until, NULL);
        else
            (void)poll(waits, (nfds_t)crowd->count, 0);
        take_all(crowd, waits);
    }
    free(waits);
    return NULL;
}

static void begin_crowd(struct crowd *crowd, uint16_t port, const char *document, int first,
                        pthread_t *ret_thread)
{
    crowd->at = calloc((size_t)crowd->count, sizeof *crowd->at);
    for (int i = 0; i < crowd->count; i++)
        open_asker(&crowd->at[i], port, document, first + i);
    assert_int_equal(pthread_create(ret_thread, NULL, ask_steadily, crowd), 0);
}

static void end_crowd(struct crowd *crowd, pthread_t thread)
{
    atomic_store(&crowd->is_over, true);
    pthread_join(thread, NULL);
    for (int i = 0; i < crowd->count; i++)
        close(crowd->at[i].fd);
    free(crowd->at);
}

/* Two phases a round, one of them beside the greedy; the latencies of each kind. */
static void measure_p95(struct sc_arena *arena, int rounds, int seconds, int greed)
{
    struct crowd greedy = {.count = GREEDY, .per_s = greed};
    struct crowd modest = {.count = MODEST, .per_s = MODEST_PER_S};
    int64_t *latencies[2], p95[2][ROUNDS_MAX];
    size_t counts[2] = {0};
    struct test_serving serving;
    pthread_t threads[2];

    char plan[SQL_MAX];

    snprintf(plan, sizeof plan,
             "update accounts.plan set requests_per_s = 100, requests_burst = 100,"
             " points_burst = 1000, points_per_s = %d",
             10 * greed);
    test_sql(database.url, plan);
    serve(true, true, "2", "on", &serving);
    for (int i = 0; i < 2; i++)
        latencies[i] = calloc(LATENCIES_MAX, sizeof(int64_t));
    modest.latencies = calloc(LATENCIES_MAX, sizeof(int64_t));
    begin_crowd(&greedy, serving.port, LARGE, 0, &threads[0]);
    begin_crowd(&modest, serving.port, FIND, 2 * GREEDY, &threads[1]);
    atomic_store(&modest.is_asking, true);
    atomic_store(&greedy.is_asking, true);
    (void)poll(NULL, 0, WARM_S * 1000);
    int64_t allowed = atomic_load(&greedy.allowed), refused = atomic_load(&greedy.refused);
    for (int r = 0; r < 2 * rounds; r++) {
        int kind = (r + r / 2) % 2; /* 0 1 1 0 0 1 ... */
        atomic_store(&greedy.is_asking, kind == 1);
        (void)poll(NULL, 0, SETTLE_MS);
        size_t from = atomic_load(&modest.measured);
        (void)poll(NULL, 0, seconds * 1000);
        size_t to = atomic_load(&modest.measured);
        memcpy(latencies[kind] + counts[kind], modest.latencies + from,
               (to - from) * sizeof(int64_t));
        p95[kind][r / 2] = part_of(modest.latencies + from, to - from, 95, 100);
        counts[kind] += to - from;
    }
    allowed = atomic_load(&greedy.allowed) - allowed;
    refused = atomic_load(&greedy.refused) - refused;
    end_crowd(&greedy, threads[0]);
    end_crowd(&modest, threads[1]);
    printf("\n%d within their limits, %d a second; latency in us: p50, p95; median of the phases' "
           "p95\n",
           MODEST, MODEST * MODEST_PER_S);
    for (int i = 0; i < 2; i++)
        printf("  %-20s %6lld %6lld %6lld\n", i == 0 ? "alone" : "beside 1,000",
               (long long)part_of(latencies[i], counts[i], 50, 100),
               (long long)part_of(latencies[i], counts[i], 95, 100),
               (long long)part_of(p95[i], (size_t)rounds, 1, 2));
    printf("  of the 1,000: %lld refused and %lld let in a second, %lld could not be sent; of the "
           "%d: %lld refused\n",
           (long long)(refused * 2 / ((int64_t)rounds * (2 * seconds + 1))),
           (long long)(allowed * 2 / ((int64_t)rounds * (2 * seconds + 1))),
           (long long)atomic_load(&greedy.skipped), MODEST,
           (long long)atomic_load(&modest.refused));
    test_serve_stop(arena, &serving);
    for (int i = 0; i < 2; i++)
        free(latencies[i]);
    free(modest.latencies);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : ROUNDS;
    int seconds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : SECONDS;
    struct sc_arena *arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    int fd = mkstemp(config_path);

    int greed = argc > 3 ? (int)strtol(argv[3], NULL, 10) : GREED;
    if (rounds < 1 || greed < 1 || greed > 100 || rounds > ROUNDS_MAX || seconds < 1 ||
        arena == NULL || fd < 0)
        return 2;
    if (dprintf(fd, "trusted_proxies = 127.0.0.1\nworkers = 0\nlog_level = error\n") < 0)
        return 1;
    close(fd);
    test_program_beside();
    test_server_start(TEST_BUFFERS_MB, &database);
    test_migrate(database.url);
    test_redis_start(&redis);
    measure_cost(arena, rounds);
    measure_p95(arena, rounds, seconds, greed);
    test_redis_remove(&redis);
    test_server_stop(&database);
    unlink(config_path);
    sc_arena_destroy(arena);
    return 0;
}
